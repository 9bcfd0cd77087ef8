//! A market of the user's own: what it changes, what is said when it is wrong, and what of a market is read at all.

use rackready::assess::{Assessor, Books, Detail};
use rackready::checklist;
use rackready::economics::market::{self, Law, MarketFigures, MarketRange, Quantity, Unit};
use rackready::economics::reckoning::Valued;
use rackready::hosting::{Target, catalog};
use rackready::site::Site;
use rackready::typical::{self, Sample};
use serde_json::Value;

use crate::support::{Done, Folder, misfits, root, site_of, validator};

/// A mine with all that money asks for.
const SITE: &str = include_str!("../data/base-200-mw.yaml");

/// Figures of one's own: hashprice so high that no lease beats it.
const BOOM: &str = "version: boom
as_of: 2026-11
figures:
  - {quantity: hashprice, unit: USD/PH/day, low: 300, likely: 300, high: 300, law: fixed, dated: 2026-11, basis: assumed, note: A boom}
  - {quantity: marginal-cost, unit: USD/MWh, low: 550, likely: 550, high: 550, law: fixed, dated: 2026-11, basis: assumed, note: A boom}
";

fn folder(market: &str) -> Folder {
    Folder::with(&[("site.yaml", SITE), ("own.yaml", market)])
}

const SCORE: [&str; 8] = [
    "score",
    "site.yaml",
    "--target",
    "nvl72",
    "--draws",
    "16",
    "--output-format",
    "json",
];

fn scored(folder: &Folder, more: &[&str]) -> Done {
    folder.run(&[&SCORE, more].concat())
}

/// What stands behind the `/` of a pointer in the first site.
fn of_site<'r>(report: &'r Value, pointer: &str) -> &'r Value {
    report.pointer(&format!("/sites/0/{pointer}")).unwrap()
}

mod wrong {
    use super::*;

    /// A figure that is right, with one piece replaced.
    fn figure(from: &str, to: &str) -> String {
        let right = "{quantity: hashprice, unit: USD/PH/day, low: 30, likely: 40, high: 50, dated: 2026-11, basis: sourced, sources: [Ours]}";
        assert!(right.contains(from), "{from}");
        format!(
            "version: q4\nfigures:\n  - {}\n",
            right.replacen(from, to, 1)
        )
    }

    fn pairs(rows: &[(&str, &str)]) -> String {
        let row = |(between, range): &(&str, &str)| {
            format!(
                "  - {{between: {between}, {range}, dated: 2026-11, basis: assumed, note: Ours}}\n"
            )
        };
        let rows: String = rows.iter().map(row).collect();
        format!("version: q4\ncorrelations:\n{rows}")
    }

    const WEAK: &str = "low: 0, likely: 0.1, high: 0.2";

    #[test]
    fn everything_is_told_at_its_place_with_what_was_expected() {
        let cases: &[(String, &[&str])] = &[
            (String::new(), &["own.yaml", "is empty"]),
            (
                "figures: []\n".to_owned(),
                &["own.yaml:1:1", "`version` is missing in the file"],
            ),
            (
                "version: \" \"\n".to_owned(),
                &["own.yaml:1:10", "`version` takes a text"],
            ),
            (
                "version: 4\n".to_owned(),
                &["own.yaml:1:10", "`version` takes a text, found `4`", "put it in quotes"],
            ),
            (
                "version: q4\nfigurs: []\n".to_owned(),
                &["own.yaml:2:1", "unknown key `figurs`", "did you mean `figures`?"],
            ),
            (
                "version: q4\nas_of: November\n".to_owned(),
                &["own.yaml:2:8", "`as_of` takes a month, found `November`", "write one as 2026-07"],
            ),
            (
                figure("hashprice", "hash-price"),
                &["own.yaml:3:16", "no value `hash-price`", "did you mean `hashprice`?"],
            ),
            (
                figure("USD/PH/day", "USD/PH/dai"),
                &["own.yaml:3:33", "no value `USD/PH/dai`", "did you mean `USD/PH/day`?"],
            ),
            (
                figure("USD/PH/day", "J/TH"),
                &["own.yaml:3:33", "hashprice is stated in USD/PH/day, not in J/TH"],
            ),
            (
                figure("sources", "source"),
                &["own.yaml:3:108", "unknown key `source`", "did you mean `sources`?"],
            ),
            (
                figure("low: 30, ", ""),
                &["own.yaml:3:5", "`low` is missing in an item of `figures`"],
            ),
            (
                figure("40", ".nan"),
                &["own.yaml:3:62", "`likely` takes a number, found `.nan`"],
            ),
            (
                figure("40", "1e999"),
                &["own.yaml:3:62", "`likely` takes a number, found `1e999`"],
            ),
            (
                figure("40", "60"),
                &["own.yaml:3:72", "low, likely and high must be numbers that rise, found 30, 60, 50"],
            ),
            (
                figure("low: 30", "low: 0"),
                &["own.yaml:3:50", "hashprice: 0 USD/PH/day cannot be; expected above 0"],
            ),
            (
                figure("high: 50", "high: 5e9"),
                &["own.yaml:3:72", "5000000000 USD/PH/day cannot be", "at most 1000000"],
            ),
            (
                figure("2026-11", "2026-13"),
                &["own.yaml:3:83", "`dated` takes a month, found `2026-13`"],
            ),
            (
                figure("sourced", "red"),
                &["own.yaml:3:99", "`basis` has no value `red`", "sourced, derived, assumed"],
            ),
            (
                figure(", sources: [Ours]", ""),
                &["own.yaml:3:99", "a sourced or derived figure names a source"],
            ),
            (
                figure("sourced, sources: [Ours]", "assumed, sources: [Ours]"),
                &["own.yaml:3:99", "a judgment its reason in a note"],
            ),
            (
                figure("basis", "law: normal, basis"),
                &["own.yaml:3:97", "a normal law does not"],
            ),
            (
                "version: q4\nfigures:\n  - {quantity: rate-lease, unit: share, low: 0.1, likely: 0.1, high: 0.1, law: pert, dated: 2026-11, basis: assumed, note: Ours}\n".to_owned(),
                &["own.yaml:3:80", "rate-lease is chosen and never drawn; expected `fixed`"],
            ),
            (
                pairs(&[("[price, lease-rnt]", WEAK)]),
                &["own.yaml:3:23", "no value `lease-rnt`", "did you mean `lease-rent`?"],
            ),
            (
                pairs(&[("[price]", WEAK)]),
                &["own.yaml:3:15", "`between` takes 2 items, found 1"],
            ),
            (
                pairs(&[("[price, price]", WEAK)]),
                &["own.yaml:3:15", "price always moves with itself"],
            ),
            (
                pairs(&[("[price, power]", "low: 0, likely: 1, high: 1")]),
                &["own.yaml:3:47", "lies above -1 and below 1"],
            ),
            (
                pairs(&[("[price, power]", WEAK), ("[power, price]", WEAK)]),
                &["own.yaml:4:15", "power with price is stated twice"],
            ),
            // A circle with pairs that the file does not state, and one within it.
            (
                pairs(&[("[price, lease-rent]", WEAK)]),
                &["own.yaml:3:15", "price with lease-rent closes a circle", "price, gpu-rent, lease-rent"],
            ),
            (
                pairs(&[("[price, capex]", "low: 0, likely: 0, high: 0"), ("[coupon, price]", WEAK), ("[cap-rate, price]", WEAK)]),
                &["own.yaml:5:15", "closes a circle", "cap-rate, "],
            ),
            (
                "version: q4\nload_shapes:\n  - {id: inference, name: Day, requests: [0.5, 1], dated: 2026-11, basis: sourced, sources: [Ours]}\n".to_owned(),
                &["own.yaml:3:42", "a load shape has 24 hours from 0 to 1"],
            ),
            (
                "version: q4\nmachines:\n  - {id: s21, name: A, unit: J/TH, low: 3, likely: 2, high: 1, dated: 2026-11, basis: sourced, sources: [Ours]}\n  - {id: s21, name: A, unit: J/TH, low: 1, likely: 1, high: 1, dated: 2026-11, basis: sourced, sources: [Ours]}\n".to_owned(),
                &["own.yaml:3:", "s21: low, likely and high", "own.yaml:4:10", "s21 is stated twice"],
            ),
            (
                "version: q4\nfigures:\n  - quantity: rent\n   unit: x\n".to_owned(),
                &["own.yaml:4:4", "does not line up with the list above"],
            ),
        ];
        for (text, said) in cases {
            let done = folder(text).run(&["economics", "site.yaml", "--market", "own.yaml"]);
            assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{text}");
            // Long messages are wrapped.
            let words: Vec<&str> = done.stderr.split_whitespace().collect();
            let told = words.join(" ");
            for said in *said {
                assert!(
                    told.contains(said),
                    "{text}\nlacks {said}:\n{}",
                    done.stderr
                );
            }
        }
    }

    #[test]
    fn every_command_that_takes_a_market_refuses_a_bad_one() {
        let folder = folder("version: q4\nfigurs: []\n");
        for args in [
            &["score", "site.yaml"][..],
            &["plan", "site.yaml"],
            &["economics", "site.yaml"],
            &["check", "site.yaml"],
            &["diff", "site.yaml", "site.yaml"],
            &["list", "market"],
            &["explain", "hashprice"],
        ] {
            let done = folder.run(&[args, &["--market", "own.yaml"]].concat());
            assert_eq!(done.code, 2, "{args:?}");
            assert!(done.stderr.contains("own.yaml:2:1"), "{}", done.stderr);
        }
        let done = folder.run(&[
            "diff",
            "site.yaml",
            "site.yaml",
            "--base-market",
            "own.yaml",
        ]);
        assert_eq!(done.code, 2, "{}", done.stderr);
    }
}

#[test]
fn a_market_of_ones_own_changes_the_money_and_nothing_else() {
    let folder = folder(BOOM);
    let built_in = scored(&folder, &[]).json();
    let boom = scored(&folder, &["--market", "own.yaml"]).json();
    let from_env = folder.run_with(&SCORE, "", &[("RACKREADY_MARKET", "own.yaml")]);
    assert_eq!(from_env.json(), boom);
    assert_eq!(built_in["method"]["market"], "2026-11 of 2026-07");
    assert_eq!(boom["method"]["market"], "2026-11 with boom of 2026-11");
    assert_eq!(
        of_site(&boom, "economics/market/version"),
        "2026-11 with boom"
    );
    let mines = |report: &Value| {
        let ways = of_site(report, "economics/alternatives")
            .as_array()
            .unwrap();
        let mine = ways.iter().find(|way| way["id"] == "mine").unwrap();
        mine["npv_musd"]["mean"].as_f64().unwrap()
    };
    assert!(mines(&boom) > mines(&built_in) + 100.0);
    assert_eq!(of_site(&boom, "economics/best"), "mine");
    for key in ["score", "capacity", "plan", "findings", "verdict/word"] {
        assert_eq!(of_site(&boom, key), of_site(&built_in, key), "{key}");
    }
}

#[test]
fn without_economics_no_market_is_named_or_read() {
    let folder = folder("not a market");
    let done = scored(&folder, &["--without-economics", "--market", "own.yaml"]);
    let report = done.json();
    assert_eq!(report["method"]["market"], Value::Null);
    assert_eq!(of_site(&report, "economics"), &Value::Null);
}

#[test]
fn a_policy_pins_a_market() {
    let policy = "version: 1\ntarget: nvl72\nmarket: markets/own.yaml\n";
    let folder = Folder::with(&[
        ("sites/site.yaml", SITE),
        ("markets/own.yaml", BOOM),
        (".rackready.yaml", policy),
    ]);
    let args = ["check", "sites", "--draws", "16", "--output-format", "json"];
    let pinned = folder.run(&args).json();
    assert_eq!(pinned["method"]["market"], "2026-11 with boom of 2026-11");
    let isolated = folder.run(&[&args[..], &["--isolated"]].concat()).json();
    assert_eq!(isolated["method"]["market"], "2026-11 of 2026-07");
    assert!(validator("policy").is_valid(&serde_yaml::from_str(policy).unwrap()));
}

#[test]
fn the_list_to_start_from_changes_nothing_and_the_schema_holds_it() {
    let folder = folder("");
    folder
        .run(&["list", "market", "--output-format", "yaml=start.yaml"])
        .data();
    let economics = |more: &[&str]| {
        let report = scored(&folder, more).json();
        let mut economics = of_site(&report, "economics").clone();
        economics["market"].take();
        economics
    };
    assert_eq!(economics(&["--market", "start.yaml"]), economics(&[]));
    let schema = validator("market");
    let built_in = std::fs::read_to_string(root().join("src/economics/market.yaml")).unwrap();
    for text in [built_in.as_str(), &folder.text("start.yaml"), BOOM] {
        let market: Value = serde_yaml::from_str(text).unwrap();
        let misfits = misfits(&schema, &market);
        assert!(misfits.is_empty(), "{misfits:#?}");
        let broken: Value =
            serde_yaml::from_str(&text.replacen("quantity: hashprice", "quantity: hashprise", 1))
                .unwrap();
        assert!(!schema.is_valid(&broken));
    }
}

#[test]
fn figures_are_old_only_in_a_month_that_somebody_names() {
    let folder = folder("");
    let done = scored(&folder, &[]);
    assert_eq!(of_site(&done.json(), "economics/market/old"), &Value::Null);
    assert_eq!(done.stderr, "");
    let done = scored(&folder, &["--as-of", "2027-08"]);
    let old = of_site(&done.json(), "economics/market/old").clone();
    let ids: Vec<&str> = old
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        ids.contains(&"hashprice") && !ids.contains(&"sign-chance"),
        "{ids:?}"
    );
    let said = format!(
        "{} figures of the market 2026-11 of 2026-07 are older than a year in 2027-08",
        ids.len()
    );
    assert!(
        done.stderr.contains(&said) && ids.iter().all(|id| done.stderr.contains(id)),
        "{}",
        done.stderr
    );
    let young = scored(&folder, &["--as-of", "2025-08"]);
    assert_eq!(
        of_site(&young.json(), "economics/market/old"),
        &Value::Array(Vec::new())
    );
    assert_eq!(young.stderr, "");
    for wrong in ["2027-13", "2027", "2027-08-32", "soon"] {
        let done = scored(&folder, &["--as-of", wrong]);
        assert!(
            done.code == 2
                && done
                    .stderr
                    .contains("expected a date as YYYY-MM-DD or YYYY-MM"),
            "{}",
            done.stderr
        );
    }
}

mod compared {
    use super::*;

    const DIFF: [&str; 9] = [
        "diff",
        "site.yaml",
        "site.yaml",
        "--target",
        "nvl72",
        "--draws",
        "16",
        "--base-market",
        "base.yaml",
    ];

    fn folder() -> Folder {
        let base = "version: usual\n";
        Folder::with(&[("site.yaml", SITE), ("own.yaml", BOOM), ("base.yaml", base)])
    }

    #[test]
    fn a_market_is_the_one_cause_where_it_alone_changed_and_fails_nothing() {
        let folder = folder();
        let args = [&DIFF[..], &["--market", "own.yaml", "--fail-on-regression"]].concat();
        let json = [&args[..], &["--output-format", "json"]].concat();
        // The other way round the money is worse, which fails nothing either.
        let mut back = args.clone();
        (back[8], back[10]) = ("own.yaml", "base.yaml");
        for args in [&args, &back] {
            assert_eq!(folder.run(args).code, 0);
        }
        let diff = folder.run(&json).json();
        assert!(validator("diff").is_valid(&diff));
        assert_eq!(diff["regressions"], Value::Array(Vec::new()));
        let figures: Vec<&Value> = diff["figures"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| &f["figure"])
            .collect();
        assert_eq!(figures, ["hashprice", "marginal-cost"]);
        assert_eq!(diff["figures"][0]["base"]["likely"], 29.4);
        assert_eq!(diff["figures"][0]["head"]["likely"], 300.0);
        let site = &diff["sites"][0];
        assert_eq!(site["money"]["head"]["best"], "mine");
        assert_ne!(site["money"]["base"], site["money"]["head"]);
        let [part] = site["parts"].as_array().unwrap().as_slice() else {
            panic!("{:#}", site["parts"])
        };
        assert_eq!(part["input"], "market");
        assert_eq!(part["money"], site["money"]);
        let changed = site["changes"].as_array().unwrap();
        let npv = |change: &&Value| change["measure"] == "npv_per_grid_mw_musd";
        assert!(changed.iter().find(npv).unwrap()["delta"].as_f64().unwrap() > 0.0);
        let money = ["npv_musd", "npv_per_grid_mw_musd", "converting_by_money"];
        assert!(
            changed
                .iter()
                .all(|c| money.contains(&c["measure"].as_str().unwrap()))
        );
        let totals = diff["totals"].as_array().unwrap();
        let npv = totals
            .iter()
            .find(|total| total["measure"] == "npv_musd")
            .unwrap();
        assert_eq!(npv["parts"][0]["cause"], "market");
        assert_eq!(npv["parts"][0]["delta"], npv["delta"]);
        let text = folder.run(&args).data();
        for said in [
            "hashprice 29.4 (27.5–36.4) → 300 (300–300, fixed) USD/PH/day",
            "best ",
            " → mine",
            "by market",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        let markdown = folder
            .run(&[&args[..], &["--output-format", "markdown"]].concat())
            .data();
        assert!(
            markdown.contains("**market**: ") && markdown.contains("→ mine"),
            "{markdown}"
        );
    }

    /// Where mining is best, the price of power counts.
    #[test]
    fn a_fact_and_a_market_have_a_part_each_and_the_parts_add_up() {
        let folder = folder();
        let head = SITE.replace("price_usd_per_mwh: 45", "price_usd_per_mwh: 60");
        std::fs::write(folder.path("head.yaml"), head).unwrap();
        let json = ["--market", "base.yaml", "--output-format", "json"];
        let mut args = [&DIFF[..], &json].concat();
        (args[2], args[8]) = ("head.yaml", "own.yaml");
        let diff = folder.run(&args).json();
        let site = &diff["sites"][0];
        let inputs: Vec<&str> = site["parts"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|p| p["input"].as_str())
            .collect();
        assert_eq!(inputs, ["facts", "market"]);
        let of = |list: &Value, id: &str| {
            let effect = list.as_array().unwrap().iter().find(|e| e["measure"] == id);
            effect.map_or(0.0, |effect| effect["delta"].as_f64().unwrap())
        };
        let id = "npv_musd";
        let sum: f64 = site["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| of(&part["effects"], id))
            .sum();
        assert!((sum - of(&site["changes"], id)).abs() < 0.01, "{site:#}");
        assert!(of(&site["parts"][0]["effects"], id) < 0.0);
        assert!(of(&site["parts"][1]["effects"], id) < 0.0);
    }

    #[test]
    fn saved_reports_take_no_market() {
        let folder = folder();
        let report = scored(&folder, &[]).data();
        std::fs::write(folder.path("saved.json"), report).unwrap();
        for flag in ["--market", "--base-market"] {
            let done = folder.run(&["diff", "saved.json", "saved.json", flag, "own.yaml"]);
            let said = format!("{flag} judges site files");
            assert!(
                done.code == 2 && done.stderr.contains(&said),
                "{}",
                done.stderr
            );
        }
    }
}

/// The built-in market with every figure fixed at likely, but one somewhere else.
fn fixed(moved: Option<(Quantity, f64)>) -> &'static MarketFigures {
    let mut written = market::built_in().written().clone();
    for figure in &mut written.figures {
        let elsewhere = moved.filter(|(quantity, _)| *quantity == figure.quantity);
        let value = elsewhere.map_or(figure.likely, |(_, value)| value);
        (figure.low, figure.likely, figure.high) = (value, value, value);
        figure.law = Some(Law::Fixed);
    }
    Box::leak(Box::new(written.checked().unwrap()))
}

/// Other values of a quantity: near ones first, as most move something by little, and last one so far off that what is
/// done by it alone is done.
fn others(quantity: Quantity) -> Vec<(Quantity, f64)> {
    let MarketRange { likely, high, .. } = market::built_in().range(quantity);
    let bounds = quantity.bounds();
    let mut others = match quantity.unit() {
        Unit::Year => vec![likely + 1.0],
        _ => vec![high.max(1.25 * likely), 0.8 * likely, bounds.most.min(10.0)],
    };
    others.retain(|value| bounds.hold(*value) && *value != likely);
    assert!(!others.is_empty(), "{quantity}");
    others.into_iter().map(|value| (quantity, value)).collect()
}

/// Sites that are strong and weak, for tenants of every credit.
fn cases() -> Vec<(Site, Target<'static>)> {
    let cases = [
        (SITE, "nvl72/hyperscaler/inference"),
        (SITE, "nvl72/neocloud/training"),
        (SITE, "nvl72/enterprise/inference"),
        (crate::support::SITE, "nvl72/neocloud/training"),
    ];
    let case = |(text, id)| (site_of(text), catalog().target(id).unwrap());
    cases.map(case).into()
}

fn assessor() -> Assessor<'static> {
    let sample = Sample { draws: 24, seed: 0 };
    Assessor::of(checklist::built_in()).drawn(typical::built_in(), sample)
}

#[test]
fn every_quantity_of_the_market_moves_a_worth_unless_it_stands_beside() {
    let (cases, assessor) = (cases(), assessor());
    let worths = |moved: Option<(Quantity, f64)>| -> Vec<Vec<Valued>> {
        let assessor = assessor.clone().reckoned(Some(Books::at(fixed(moved))));
        let of = |(site, target): &(Site, Target<'static>)| {
            let money = assessor.brief(site, *target, Detail::Draws).money;
            money.unwrap().economics.ways
        };
        cases.iter().map(of).collect()
    };
    let usual = worths(None);
    for quantity in Quantity::ALL {
        let moves = others(*quantity)
            .into_iter()
            .any(|other| worths(Some(other)) != usual);
        assert_eq!(moves, !quantity.stands_beside(), "{quantity}");
    }
}

#[test]
fn what_stands_beside_is_shown_with_the_lease() {
    let (cases, assessor) = (cases(), assessor());
    let shown = |moved: Option<(Quantity, f64)>| {
        let assessor = assessor.clone().reckoned(Some(Books::at(fixed(moved))));
        let of = |(site, target): &(Site, Target<'static>)| {
            let (assessment, _, reckoning) = assessor.economics(site, *target);
            let exit = assessment.money.unwrap().economics.exit_beside;
            (reckoning.unwrap().lease, exit)
        };
        cases.iter().skip(1).map(of).collect::<Vec<_>>()
    };
    let usual = shown(None);
    let beside = Quantity::ALL
        .iter()
        .filter(|quantity| quantity.stands_beside());
    let unread = beside.filter(|quantity| {
        let mut others = others(**quantity).into_iter();
        others.all(|other| shown(Some(other)) == usual)
    });
    assert_eq!(unread.collect::<Vec<_>>(), Vec::<&Quantity>::new());
}
