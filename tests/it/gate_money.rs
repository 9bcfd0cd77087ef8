//! Numbers of money that `check` asks for, and that nothing else in a gate hangs on money.

use std::collections::BTreeMap;

use rackready::assess::{Assessor, Books, Method};
use rackready::checklist;
use rackready::economics::market::{self, MarketFigures, RawMarket};
use rackready::gate::baseline::Baseline;
use rackready::gate::check::{Gate, Subject};
use rackready::gate::limits::Overlay;
use rackready::gate::outcome::SiteCheck;
use rackready::hosting::catalog;
use rackready::rules::limits::{Asked, Limit};
use rackready::typical::{self, Sample};
use serde_json::{Value, json};

use crate::support::{AS_OF, Done, Folder, good, misfits, site_of, validator};

const SITE: &[&str] = &["check", "--as-of", AS_OF, "--target", "nvl72", "good.yaml"];

fn yard() -> Folder {
    Folder::with(&[("good.yaml", &good())])
}

fn check(folder: &Folder, args: &[&str]) -> Done {
    folder.run(&[SITE, args].concat())
}

/// What money says of the site, as the document states it.
fn money(folder: &Folder) -> Value {
    let document = check(folder, &["--output-format", "json"]).json();
    document["sites"][0]["result"]["money"].clone()
}

/// A text without its line breaks.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn money_is_read_where_it_is_asked_for_and_says_by_which_market() {
    let yard = yard();
    let has = money(&yard);
    let npv = |end: &str| has["npv_per_mw_musd"][end].as_f64().unwrap();
    assert!(npv("p10") < npv("mean"));
    let market = market::built_in();
    let by = format!(", by market {} of {}", market.version(), market.as_of);
    for (on, value) in [
        ("expected", npv("mean")),
        ("p10", npv("p10")),
        ("worst", npv("p10")),
    ] {
        for (more, code) in [(-0.01, 0), (0.01, 1)] {
            let asked = (value + more).to_string();
            let done = check(&yard, &["--on", on, "--min-npv-per-mw", &asked]);
            assert_eq!(done.code, code, "{on} {asked}: {}", done.stdout);
            let said = words(&done.stdout);
            assert_eq!(
                said.contains("threshold.min-npv-per-mw"),
                code == 1,
                "{said}"
            );
            assert_eq!(said.contains(&by), code == 1, "{said}");
        }
    }
    let converting = has["converting"].as_f64().unwrap();
    assert!(converting > 0.0 && converting < 0.99);
    for (share, code) in [(converting - 0.01, 0), (converting + 0.01, 1)] {
        let done = check(&yard, &["--min-chance-money", &share.max(0.0).to_string()]);
        assert_eq!(done.code, code, "{share}: {}", done.stdout);
        let said = words(&done.stdout);
        assert_eq!(
            said.contains("threshold.min-chance-money") && said.contains(&by),
            code == 1
        );
    }
}

#[test]
fn a_policy_asks_for_money_in_every_format() {
    let policy = "version: 1\ncheck: {min_npv_per_mw_musd: 900}\n\
                  groups:\n- {paths: ['*.yaml'], check: {min_chance_money: 1}}\n";
    let folder = Folder::with(&[("good.yaml", &good()), ("policy.yaml", policy)]);
    let asked = |format: &str| {
        check(
            &folder,
            &["--policy", "policy.yaml", "--output-format", format],
        )
    };
    for format in [
        "text",
        "json",
        "sarif",
        "junit",
        "github",
        "markdown",
        "github-summary",
    ] {
        let done = asked(format);
        assert_eq!(done.code, 1, "{}", done.stderr);
        let version = market::built_in().version();
        for said in [
            "threshold.min-npv-per-mw",
            "threshold.min-chance-money",
            version,
        ] {
            assert!(
                done.stdout.contains(said),
                "{format} does not say {said}: {}",
                done.stdout
            );
        }
    }
    assert_eq!(misfits(&validator("check"), &asked("json").json()), [""; 0]);
    let mut bad = String::new();
    for (key, value) in [("min_npv_per_mw_musd", "-1"), ("min_chance_money", "60")] {
        let policy = format!("version: 1\ncheck: {{{key}: {value}}}\n");
        let folder = Folder::with(&[("good.yaml", &good()), ("policy.yaml", &policy)]);
        let done = check(&folder, &["--policy", "policy.yaml"]);
        assert_eq!(done.code, 2, "{}", done.stdout);
        bad += &done.stderr;
    }
    for said in [
        "policy.yaml:2:30",
        "must be 0 or more",
        "for 60 % write 0.6",
    ] {
        assert!(bad.contains(said), "{bad}");
    }
}

#[test]
fn who_leaves_money_out_cannot_ask_for_it() {
    let policy = |check: &str| format!("version: 1\n{check}\n");
    let folder = Folder::with(&[
        ("good.yaml", &good()),
        ("all.yaml", &policy("check: {min_npv_per_mw_musd: 0}")),
        (
            "some.yaml",
            &policy("groups:\n- {paths: [good.yaml], check: {min_chance_money: 0}}"),
        ),
        (
            "others.yaml",
            &policy("groups:\n- {paths: [elsewhere], check: {min_chance_money: 0}}"),
        ),
    ]);
    for (args, code) in [
        (&["--isolated", "--min-npv-per-mw", "0"][..], 2),
        (&["--isolated", "--min-chance-money", "0"], 2),
        (&["--policy", "all.yaml"], 2),
        (&["--policy", "some.yaml"], 2),
        (&["--policy", "others.yaml"], 0),
        (&["--isolated", "--min-score", "1"], 0),
    ] {
        let done = check(&folder, &[args, &["--without-economics"]].concat());
        assert_eq!(done.code, code, "{args:?}: {} {}", done.stdout, done.stderr);
        let told = done
            .stderr
            .contains("--without-economics leaves out what --min-");
        assert_eq!(told, code == 2, "{}", done.stderr);
    }
    let without = check(&folder, &["--without-economics", "--output-format", "json"]).json();
    assert_eq!(without["sites"][0]["result"]["money"], Value::Null);
}

#[test]
fn a_site_without_megawatts_has_no_money_to_read() {
    let folder = Folder::with(&[("good.yaml", "name: A\n")]);
    let done = check(
        &folder,
        &["--min-npv-per-mw", "0", "--min-chance-money", "0"],
    );
    assert_eq!(done.code, 1);
    let said = words(&done.stdout);
    assert!(
        said.contains("what it is worth is not reckoned, asked for is at least 0 M$"),
        "{said}"
    );
}

/// The built-in market with a tenth of the rent: no lease earns its halls.
fn poor() -> MarketFigures {
    let rent = json!({
        "quantity": "rent", "what": "Rent", "unit": "USD/kW/month", "low": 11, "likely": 13, "high": 16,
        "dated": "2026-11", "basis": "assumed", "note": "A slump"
    });
    let raw = json!({"version": "slump", "as_of": "2026-11", "figures": [rent]});
    let raw: RawMarket = serde_json::from_value(raw).unwrap();
    market::built_in().with(raw).unwrap()
}

fn gate(asked: Asked) -> Gate<'static> {
    Gate {
        checklist: checklist::built_in(),
        policy: None,
        paths: BTreeMap::new(),
        over: Overlay {
            asked,
            ..Overlay::default()
        },
        as_of: AS_OF.parse().unwrap(),
        waivers: true,
    }
}

fn judged(gate: &Gate, market: &MarketFigures) -> SiteCheck {
    let text = format!("{}tenancy: {{credit: investment-grade}}\n", good());
    let site = site_of(&text);
    let assessor = Assessor::of(gate.checklist).reckoned(Some(Books::at(market)));
    gate.site(&Subject {
        set: &[],
        id: "good",
        name: "Mill Creek",
        file: "good.yaml",
        source: None,
        site: &site,
        assessment: &assessor.assess(&site, catalog().target("nvl72").unwrap()),
    })
}

#[test]
fn a_changed_market_turns_nothing_red_that_did_not_ask_for_money() {
    let (rich, poor) = (market::built_in(), poor());
    let every = gate(
        [(Limit::MinScore, Some(99.0)), (Limit::MinMw, Some(1.0))]
            .into_iter()
            .collect(),
    );
    let [before, after] = [rich, &poor].map(|market| judged(&every, market));
    let money = |check: &SiteCheck| check.result.as_ref().unwrap().money.clone().unwrap();
    assert!(money(&after).converting < money(&before).converting);
    assert_eq!(
        (&before.concerns, &before.held),
        (&after.concerns, &after.held)
    );

    // What a baseline of the old market accepts is all that fails at the new one.
    let method = Method::of(every.checklist, "p", typical::built_in(), Sample::default());
    let baseline = Baseline::of(std::slice::from_ref(&before), &method);
    let finish = |gate: &Gate, check: SiteCheck| {
        let end = gate.finish(
            vec![check],
            Vec::new(),
            Some(("base.json", &baseline)),
            method.clone(),
        );
        end.exit_code
    };
    assert_eq!(finish(&every, after.clone()), 0);

    // Who asks for money is told.
    let share = f64::midpoint(
        money(&before).converting.into(),
        money(&after).converting.into(),
    );
    let asks = gate(
        [
            (Limit::MinScore, Some(99.0)),
            (Limit::MinChanceMoney, Some(share)),
        ]
        .into_iter()
        .collect(),
    );
    assert_eq!(finish(&asks, judged(&asks, rich)), 0);
    let told = judged(&asks, &poor);
    let money = told
        .concerns
        .iter()
        .find(|c| c.rule == "threshold.min-chance-money")
        .unwrap();
    assert!(
        money.message.contains("by market") && money.message.contains("slump"),
        "{}",
        money.message
    );
    assert_eq!(finish(&asks, told), 1);
}

#[test]
fn what_is_worth_less_is_no_regression() {
    let yard = yard();
    let report = [
        "score",
        "good.yaml",
        "--target",
        "nvl72",
        "--output-format",
        "json",
    ];
    let base = yard.run(&report).data();
    let mut head: Value = serde_json::from_str(&base).unwrap();
    let site = &mut head["sites"][0];
    // As a market would say in which nothing but a sale is worth anything.
    let economics = &mut site["economics"];
    economics["best"] = "sale".into();
    economics["converting"] = 0.0.into();
    economics["market"]["version"] = "slump".into();
    for way in economics["alternatives"].as_array_mut().unwrap() {
        for key in ["npv_musd", "npv_per_grid_mw_musd"] {
            if way[key].is_object() {
                way[key] = json!({"p10": -9.0, "p50": -9.0, "p90": -9.0, "mean": -9.0});
            }
        }
    }
    site["verdict"]["with_money"]["word"] = "keep-mining".into();
    let folder = Folder::with(&[("base.json", &base), ("head.json", &head.to_string())]);
    let done = folder.run(&["diff", "base.json", "head.json", "--fail-on-regression"]);
    assert_eq!(done.code, 0, "{} {}", done.stdout, done.stderr);
    // A word of the engineering is one.
    head["sites"][0]["verdict"]["word"] = "keep-mining".into();
    let folder = Folder::with(&[("base.json", &base), ("head.json", &head.to_string())]);
    let done = folder.run(&["diff", "base.json", "head.json", "--fail-on-regression"]);
    assert_eq!(done.code, 1, "{} {}", done.stdout, done.stderr);
}
