//! `economics --budget-musd`: which tranches of which sites a budget builds.

use rackready::assess::Assessor;
use rackready::checklist;
use rackready::economics::ways::Alternative;
use rackready::hosting::catalog;
use serde_json::Value;

use crate::support::{Done, Folder, good, misfits, site_of, validator};

/// A site of 100 MW with a signed lease at a rent.
fn leased(name: &str, rent: u32) -> String {
    let site = good().replace("name: Mill Creek", &format!("name: {name}"));
    format!(
        "{site}mining: {{fleet_mw: 20}}\n\
         tenancy: {{signed: true, credit: investment-grade, rent_usd_per_kw_month: {rent}, term_years: 15}}\n"
    )
}

/// One that earns much, one that earns little, one that loses, one that nobody can lease, one of which too little is
/// known.
fn portfolio() -> Folder {
    let tiny = leased("Tiny", 400)
        .replace("_mw: 60", "_mw: 2")
        .replace("_mw: 100", "_mw: 2");
    Folder::with(&[
        ("much.yaml", &leased("Much", 320)),
        ("little.yaml", &leased("Little", 260)),
        ("loses.yaml", &leased("Loses", 20)),
        ("tiny.yaml", &tiny),
        ("unknown.yaml", "name: Unknown\n"),
    ])
}

fn run(folder: &Folder, target: &str, budget: &str, format: &str) -> Done {
    let run = ["economics", ".", "--draws", "64", "--target", target];
    folder.run(
        &[
            &run[..],
            &["--budget-musd", budget, "--output-format", format],
        ]
        .concat(),
    )
}

fn entry(folder: &Folder, budget: &str) -> Value {
    let document = run(folder, "nvl72", budget, "json").json();
    assert_eq!(misfits(&validator("report"), &document), [""; 0]);
    document["economics_budget"].clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn site<'e>(entry: &'e Value, id: &str) -> &'e Value {
    let sites = entry["sites"].as_array().unwrap();
    sites.iter().find(|site| site["id"] == id).unwrap()
}

#[test]
fn the_money_goes_where_it_is_worth_most_and_why_the_rest_waits_is_said() {
    let folder = portfolio();
    let all = entry(&folder, "100000");
    let last = |id: &str| {
        site(&all, id)["stages"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone()
    };
    for id in ["much", "little"] {
        let (site, last) = (site(&all, id), last(id));
        assert_eq!(
            site["tranches"],
            site["stages"].as_array().unwrap().len(),
            "{site}"
        );
        assert_eq!((&site["built"], &site["unbuilt"]), (&last, &Value::Null));
    }
    for (id, why) in [
        ("loses", "mining-is-worth-more"),
        ("tiny", "never-converts"),
        ("unknown", "no-megawatts"),
    ] {
        assert_eq!(site(&all, id)["unbuilt"], why);
        assert_eq!(site(&all, id)["tranches"], 0);
    }
    assert_eq!(
        (&all["next"], &all["shadow"], &all["gap"]),
        (&Value::Null, &0.into(), &0.into())
    );

    // With money for one of them, the better one has it.
    let enough = number(&last("much")["capital_musd"]);
    let one = entry(&folder, &(enough + 1.0).to_string());
    let value = |entry: &Value| number(&entry["totals"]["built"]["value_musd"]);
    assert_eq!(site(&one, "much")["built"], last("much"));
    assert!(value(&one) < value(&all));
    let capital = number(&one["totals"]["built"]["capital_musd"]);
    assert!((capital + number(&one["unspent_musd"]) - enough - 1.0).abs() < 0.01);
    assert!(number(&one["shadow"]) > 0.0 && number(&one["next"]["more_musd"]) > 0.0);
    let changes = one["next"]["changes"].as_array().unwrap();
    assert!(
        changes
            .iter()
            .any(|change| change["id"] == "little"
                && change["to"].as_u64() > change["from"].as_u64())
    );
    // A little more than what the next costs buys it.
    let more = number(&one["budget_musd"]) + number(&one["next"]["more_musd"]) + 0.01;
    let then = entry(&folder, &more.to_string());
    let gain = value(&then) - value(&one);
    assert!(
        (gain - number(&one["next"]["value_musd"])).abs() < 0.01,
        "{gain}"
    );

    let none = entry(&folder, "0");
    assert_eq!(none["totals"]["tranches"], 0);
    assert_eq!(site(&none, "much")["unbuilt"], "over-budget");
}

#[test]
fn text_and_table_say_what_the_document_does() {
    let folder = portfolio();
    let entry = entry(&folder, "1500");
    let text = run(&folder, "nvl72", "1500", "text").data();
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let market = &entry["market"];
    let said = format!("market {} of {}", market["version"], market["as_of"]).replace('"', "");
    assert!(words.contains(&said), "{words}");
    let much = site(&entry, "much");
    let tranches = format!(
        "much {} of {} ",
        much["tranches"],
        much["stages"].as_array().unwrap().len()
    );
    assert!(words.contains(&tranches), "{words}");
    for (id, why) in [
        ("loses", "mining is worth more than any of its tranches: "),
        ("tiny", "converts in no draw: "),
        ("unknown", "states no megawatts: "),
    ] {
        assert!(words.contains(&format!("{why}{id}")), "{words}");
    }

    let table = run(&folder, "nvl72", "1500", "csv").data();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let header = rows.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (mut capital, mut value) = (0.0, 0.0);
    for row in rows
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[at("taken")] == "yes")
    {
        let of = |name: &str| row[at(name)].parse::<f64>().unwrap();
        capital += of("first_capital_musd");
        value += of("first_value_musd");
    }
    let totals = &entry["totals"]["built"];
    assert!(value > 0.0 && (value - number(&totals["value_musd"])).abs() < 0.01);
    assert!((capital - number(&totals["capital_musd"])).abs() < 0.01 && capital <= 1500.0);
    for column in &header {
        assert_eq!(folder.run(&["explain", column]).code, 0, "{column}");
    }
}

#[test]
fn training_on_several_sites_is_no_larger_cluster() {
    let folder = portfolio();
    for (target, budget, said) in [
        ("nvl72/neocloud/training", "100000", true),
        ("nvl72/neocloud/inference", "100000", false),
        // What one site builds is one fabric.
        ("nvl72/neocloud/training", "300", false),
    ] {
        let text = run(&folder, target, budget, "text").data();
        assert!(!text.contains(": 0 tranches"), "{text}");
        assert_eq!(
            text.contains("one fabric"),
            said,
            "{target} {budget}: {text}"
        );
    }
}

#[test]
fn money_is_needed_to_spend_it() {
    let folder = portfolio();
    let args = [
        "economics",
        ".",
        "--budget-musd",
        "10",
        "--without-economics",
    ];
    let done = folder.run(&args);
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (2, ""),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr.contains("--without-economics"),
        "{}",
        done.stderr
    );
    let done = folder.run(&["economics", ".", "--budget-musd", "-1"]);
    assert_eq!(done.code, 2);
}

#[test]
fn names_of_sites_are_data() {
    let hostile =
        leased("Much", 320).replace("name: Much", "id: '=cmd'\nname: \"a\\e[31m\\u202eb\"");
    let folder = Folder::with(&[("much.yaml", &hostile)]);
    for format in ["text", "csv"] {
        let shown = run(&folder, "nvl72", "1000", format);
        assert!(
            !shown.stdout.contains(['\u{1b}', '\u{202e}']),
            "{}",
            shown.stdout
        );
    }
}

#[test]
fn all_tranches_of_a_site_without_a_mine_left_are_its_lease() {
    let site = site_of(&leased("Much", 320));
    let target = catalog().target("nvl72").unwrap();
    let assessor = Assessor::of(checklist::built_in());
    let offer = assessor.offer(&site, target).unwrap();
    assert!(offer.share > 0.9 && offer.stages.len() > 1);
    let rises = offer
        .stages
        .windows(2)
        .all(|pair| pair[0].mw < pair[1].mw && pair[0].capital_musd < pair[1].capital_musd);
    assert!(rises, "{:?}", offer.stages);
    let money = assessor.assess(&site, target).money.unwrap().economics;
    let mean = |way| money.of(way).unwrap().npv.mean;
    let more = mean(Alternative::Lease) - mean(Alternative::Mine);
    let all = offer.first(offer.stages.len()).value_musd;
    assert!((all - more).abs() < 1e-6 * more.abs(), "{all} {more}");
}

#[test]
fn a_saved_report_says_again_what_a_budget_builds() {
    let folder = portfolio();
    let document = run(&folder, "nvl72", "900", "json");
    std::fs::write(folder.path("saved"), &document.stdout).unwrap();
    for format in ["text", "csv", "json"] {
        let again = folder.run(&["render", "saved", "--output-format", format]);
        assert_eq!(
            again.data(),
            run(&folder, "nvl72", "900", format).data(),
            "{format}"
        );
    }
    let page = folder.run(&["render", "saved", "--output-format", "html"]);
    assert_eq!(page.code, 2);
    assert!(page.stderr.contains("no format `html`"), "{}", page.stderr);
}
