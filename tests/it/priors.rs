//! Priors on the command line: what is told of them, and how they are replaced.

use rackready::assess::Assessor;
use rackready::checklist;
use rackready::citations;
use rackready::hosting::catalog;
use rackready::site::Site;
use rackready::site::shape::Node;
use rackready::source::Source;
use rackready::typical::{self, built_in};
use serde_json::Value;

use crate::support::{Done, Folder, SITE, misfits, root, site_in, sites, validator};

/// Two lines everywhere, from a source of the user's own.
const OWN: &str = "\
version: ours
priors:
- fact: power.feeds
  better: higher
  number: {low: 2, likely: 2, high: 3, form: bell}
  may_hold: [1, 6]
  why: All of ours have two lines
  basis: sourced
  sources: [OURS]
citations:
- {key: OURS, publisher: us, title: Our lines, date: '2026', url: 'https://example.org/lines', grade: A}
";

const BAD: &str = "\
version: ours
priors:
- fact: power.firmness
  better: higher
  shares: {frim: 0.5, firm: 0.4}
  why: x
  basis: judgment
";

fn folder() -> Folder {
    Folder::with(&[
        ("site.yaml", SITE),
        ("own.yaml", OWN),
        ("bad.yaml", BAD),
        ("outcomes.csv", "id,class\n"),
    ])
}

/// Every command that judges, on one site.
const JUDGING: [&[&str]; 5] = [
    &["score", "site.yaml"],
    &["plan", "site.yaml"],
    &["check", "site.yaml", "--isolated"],
    &["diff", "site.yaml", "site.yaml"],
    &["backtest", "site.yaml", "--outcomes", "outcomes.csv"],
];

/// What is said of a fact.
fn page(folder: &Folder, fact: &str, more: &[&str]) -> Value {
    let args = [&["explain", fact, "--output-format", "json"], more].concat();
    let said = folder.run(&args).json();
    let pages = said["explanations"].as_array().unwrap();
    let page = pages
        .iter()
        .find(|p| p["kind"] == "fact" || p["kind"] == "section")
        .unwrap();
    page.clone()
}

#[test]
fn priors_of_ones_own_are_refused_with_their_place_by_every_command() {
    let folder = folder();
    let telling: [&[&str]; 2] = [&["explain", "power.feeds"], &["list", "priors"]];
    for args in JUDGING.iter().chain(&telling) {
        let run = |file| folder.run(&[*args, &["--typical", file]].concat());
        let done: Done = run("bad.yaml");
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{args:?}");
        assert!(
            done.stderr.contains("--> bad.yaml:5:") && done.stderr.contains("did you mean `firm`"),
            "{args:?}: {}",
            done.stderr
        );
        let gone = run("gone.yaml");
        assert_eq!(gone.code, 2, "{args:?}");
        assert!(gone.stderr.contains("there is no such file"), "{args:?}");
        let own = run("own.yaml");
        assert!(own.code != 2, "{args:?}: {}", own.stderr);
    }
    let by_environment = folder.run_with(JUDGING[0], "", &[("RACKREADY_TYPICAL", "bad.yaml")]);
    assert_eq!(by_environment.code, 2);
}

#[test]
fn draws_and_seed_are_taken_by_every_command_that_judges() {
    let folder = folder();
    for args in JUDGING {
        let run = |more: &[&str]| folder.run(&[args, more].concat());
        for (flag, value) in [("--draws", "0"), ("--draws", "100001"), ("--seed", "soon")] {
            let done = run(&[flag, value]);
            assert_eq!(done.code, 2, "{args:?} {flag} {value}");
            assert!(done.stderr.contains(flag), "{}", done.stderr);
        }
        let done = run(&["--draws", "300", "--seed", "18446744073709551615"]);
        assert!(done.code != 2, "{args:?}: {}", done.stderr);
        let gone = args.iter().map(|arg| arg.replace("site.yaml", "gone.yaml"));
        let gone: Vec<String> = gone
            .chain(["--draws", "100000"].map(String::from))
            .collect();
        let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
        let most = folder.run(&gone);
        assert!(most.stderr.contains("gone.yaml") && !most.stderr.contains("--draws"));
    }
    let plan = |more: &[&str]| folder.run(&[JUDGING[1], more].concat());
    let drawn = |more: &[&str]| {
        let document = plan(&[more, &["--output-format", "json"]].concat()).json();
        let (method, plan) = (&document["method"], &document["sites"][0]["plan"]);
        let drawn = (method["draws"].clone(), method["seed"].clone());
        (drawn, plan["dates"]["full_weeks"].clone())
    };
    let (usual, weeks) = drawn(&[]);
    assert_eq!(usual, (128.into(), 0.into()));
    let (asked, others) = drawn(&["--draws", "40", "--seed", "7"]);
    assert_eq!(asked, (40.into(), 7.into()));
    assert!(weeks["p50"].is_f64() && weeks != others, "{weeks} {others}");
    assert_eq!(plan(&["--samples", "40"]).code, 2);
}

#[test]
fn every_fact_with_a_prior_has_a_page_that_shows_it_and_who_says_so() {
    let folder = folder();
    for prior in built_in().priors() {
        let page = page(&folder, &prior.fact, &[]);
        let fact = &prior.fact;
        assert_eq!(page["better"], serde_json::json!(prior.better), "{fact}");
        assert_eq!(page["prior"]["fact"], fact.as_str());
        assert_eq!(page["why"], prior.why.trim(), "{fact}");
        assert_eq!(page["basis"], serde_json::json!(prior.basis), "{fact}");
        assert_eq!(
            page.get("may_hold").is_some(),
            prior.values.number().is_some()
        );
        let cases = page["when"].as_array().map_or(0, Vec::len);
        assert_eq!(cases, prior.when.len(), "{fact}");
        let sources = page["sources"].as_array().unwrap();
        let shown = |key: &String| sources.iter().find(|s| s["key"] == key.as_str());
        for key in &prior.sources {
            let known = citations::find(key).unwrap();
            let shown = shown(key).unwrap_or_else(|| panic!("{fact} hides {key}"));
            assert_eq!(shown["url"].as_str(), known.url.as_deref(), "{fact}");
        }
    }
}

#[test]
fn the_text_of_a_page_says_prior_cases_and_use() {
    let text = folder().run(&["explain", "power.firmness"]).data();
    for part in [
        "Prior     interruptible 35 %, firm 65 %",
        "Better    the later word",
        "Basis     judgment: 4 of 49 sites state it",
        "   5  power.connection is off-grid",
        "power.firmable-share",
        "power.firm-supply",
        "power.interruptible_hours_per_year  Hours",
        "B  DENTON    Bloomberg",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn what_has_no_prior_says_why_and_what_nobody_reads_says_so() {
    let folder = folder();
    for (fact, why, unread) in [
        ("name", "none: a name or text", true),
        ("location.country", "none: a name or text", false),
        ("location.latitude", "none: nothing hangs on it", true),
        ("land", "none: each of its keys", false),
        ("evidence[].grade", "none: it is about the file", false),
    ] {
        let page = page(&folder, fact, &[]);
        let told = page["prior"].as_str().unwrap();
        assert!(told.starts_with(why), "{fact}: {told}");
        assert_eq!(page["use"] == "no calculator reads it", unread, "{fact}");
    }
    assert_eq!(
        page(&folder, "mining.fleet_mw", &[])["use"],
        "plans and economics read it"
    );
    assert_eq!(
        page(&folder, "power.price_usd_per_mwh", &[])["use"],
        "economics reads it, no score does"
    );
    // A page of what nothing draws from says where it goes.
    let hanging = page(&folder, "location.country", &[])["priors"].clone();
    assert!(hanging.as_array().is_some_and(|all| !all.is_empty()));
}

#[test]
fn each_fact_names_its_readers_or_says_that_it_has_none() {
    let folder = folder();
    let listed = folder
        .run(&["list", "facts", "--output-format", "json"])
        .json();
    let mut unread = Vec::new();
    for fact in listed.as_array().unwrap() {
        let fact = fact["path"].as_str().unwrap();
        let page = page(&folder, fact, &[]);
        let filled = |table: &str| page[table].as_array().is_some_and(|all| !all.is_empty());
        let used = page["use"].as_str().unwrap_or_default();
        let is_read = filled("metrics")
            || filled("priors")
            || used.contains("read it")
            || used.contains("reads it, no");
        let says = page["use"] == "no calculator reads it";
        let is_apart =
            filled("keys") || page["prior"] == "none: it is about the file, not about the mine";
        assert!(is_read != says || (is_apart && !is_read && !says), "{fact}");
        if says {
            unread.push(fact.to_owned());
        }
    }
    // Names, dates told for the reader, and money that the score leaves out.
    assert!(unread.iter().any(|unread| unread == "location.latitude"));
    assert!(unread.len() < 30, "{unread:?}");
}

#[test]
fn what_no_calculator_reads_changes_no_number() {
    let complete = site_in(&sites().join("example-complete.yaml"));
    let target = catalog().target("nvl72").unwrap();
    let numbers = |site: &Site| {
        let all = Assessor::of(checklist::built_in()).assess(site, target);
        format!(
            "{:?} {:?} {:?} {:?} {:?}",
            all.verdict, all.convertibility, all.readiness, all.capacity, all.plan
        )
    };
    let before = numbers(&complete);
    let folder = folder();
    let listed = folder
        .run(&["list", "facts", "--output-format", "json"])
        .json();
    let mut hidden = 0;
    for fact in listed.as_array().unwrap() {
        let fact = fact["path"].as_str().unwrap();
        // Names tell whose luck it is.
        if page(&folder, fact, &[])["use"] != "no calculator reads it"
            || matches!(fact, "name" | "id" | "halls[].name")
        {
            continue;
        }
        let mut site = complete.clone();
        let mut found = false;
        site.retain_facts("", &mut |path| {
            let is_it = crate::typical::any_entry(path) == fact;
            found |= is_it;
            !is_it
        });
        hidden += usize::from(found);
        assert_eq!(numbers(&site), before, "{fact}");
    }
    assert!(hidden > 10, "{hidden}");
}

#[test]
fn the_list_to_start_from_changes_nothing_and_fits_the_schema() {
    let folder = folder();
    let text = folder
        .run(&["list", "priors", "--output-format", "yaml"])
        .data();
    let own = typical::read(&Source::from_text("own.yaml", &text).unwrap()).unwrap();
    assert_eq!(own.priors(), built_in().priors());
    assert_eq!(own.spread, built_in().spread);
    let fits = |text: &str| {
        let document: Value = serde_yaml::from_str(text).unwrap();
        misfits(&validator("priors"), &document)
    };
    let shipped = std::fs::read_to_string(root().join("src/typical/typical.yaml")).unwrap();
    for text in [text.as_str(), &shipped, OWN] {
        assert_eq!(fits(text), Vec::<String>::new());
    }
    assert!(!fits(&OWN.replace("why:", "wy:")).is_empty());
    assert!(!fits(&OWN.replace("form: bell", "form: ball")).is_empty());
}

#[test]
fn the_file_shown_in_the_paper_on_unknowns_is_one() {
    let paper = std::fs::read_to_string(root().join("src/typical/README.md")).unwrap();
    let shown = paper.split("```yaml\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let own = typical::read(&Source::from_text("own.yaml", shown).unwrap()).unwrap();
    assert_ne!(own.prior("power.feeds"), built_in().prior("power.feeds"));
}

#[test]
fn a_list_tells_each_prior_in_short_and_in_full() {
    let folder = folder();
    let listed = folder
        .run(&["list", "priors", "--output-format", "json"])
        .json();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), built_in().priors().len());
    let of = |fact: &str| listed.iter().find(|p| p["fact"] == fact).unwrap();
    let approved = of("power.approved_mw");
    assert_eq!(approved["prior"], "50 / 130 / 600 MW, log; 0 to 5000 MW");
    assert_eq!(approved["number"]["likely"], 130);
    assert_eq!(approved["may_hold"], serde_json::json!([0, 5000]));
    assert_eq!(of("permits")["better"], "lower");
    let table = folder.run(&["list", "priors"]).data();
    assert!(
        table.lines().all(|line| line.chars().count() <= 80),
        "{table}"
    );
}

#[test]
fn priors_of_ones_own_are_listed_explained_and_cited() {
    let folder = folder();
    let own = ["--typical", "own.yaml"];
    let feeds = page(&folder, "power.feeds", &own);
    assert_eq!(feeds["prior"]["number"]["likely"], 2);
    assert_eq!(feeds["sources"][0]["url"], "https://example.org/lines");
    let source = folder
        .run(&[&["explain", "OURS"][..], &own].concat())
        .data();
    assert!(source.contains("power.feeds  prior"), "{source}");
    let listed = folder
        .run(&[&["list", "sources"][..], &own].concat())
        .data();
    assert!(listed.contains("OURS"), "{listed}");
    let told = folder.run(&[JUDGING[0], &own, &["-v"]].concat()).stderr;
    assert!(told.contains("priors 2026-11 with ours"), "{told}");
}
