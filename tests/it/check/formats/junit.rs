//! JUnit against the schema that Jenkins' xUnit plugin documents.

use proptest::prelude::*;
use rackready::gate::outcome::{Check, Kind, Severity};
use rackready::report::check::junit::to_string;
use uppsala::xsd::XsdValidator;

use super::sample::{self, HOSTILE, all_held, everything, nothing};

/// What the schema says against a document. The validator is `uppsala`, which passes the W3C suites and gives
/// the verdicts of libxml2 on the documents below.
fn problems(xml: &str) -> Vec<String> {
    let schema = uppsala::parse(include_str!("../../../schemas/junit-10.xsd")).unwrap();
    let validator = XsdValidator::from_schema(&schema).unwrap();
    match uppsala::parse(xml) {
        Ok(document) => validator
            .validate(&document)
            .iter()
            .map(|e| e.message.clone())
            .collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn valid(check: &Check) -> String {
    let xml = to_string(check).unwrap();
    assert_eq!(problems(&xml), Vec::<String>::new(), "{xml}");
    xml
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let good = valid(&everything());
    for (old, new) in [
        ("<testcase ", "<test "),
        (" classname=", " class="),
        ("<testsuite name=", "<testsuite title="),
        (" name=\"power.firm-supply\"", ""),
        ("<failure ", "<failure line=\"3\" "),
        ("<properties>", "<properties><bogus/>"),
        ("<testsuites name", "<testsuites time=\"soon\" name"),
        ("</testsuites>", ""),
        ("is needed", "is needed\u{1}"),
    ] {
        let bad = good.replace(old, new);
        assert_ne!(good, bad, "{old}");
        assert!(!problems(&bad).is_empty(), "{old} → {new}");
    }
}

#[test]
fn everything_is_valid_and_told() {
    insta::assert_snapshot!("junit", valid(&everything()));
}

#[test]
fn an_empty_run_is_a_document_and_nothing_evaluated_is_not_green() {
    assert_eq!(
        valid(&sample::check(Vec::new())),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"rackready\" tests=\"0\" failures=\"0\" errors=\"0\">\n</testsuites>\n"
    );
    let held = valid(&all_held());
    assert!(
        held.contains("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\"")
            && held.contains("name=\"held\" value=\"2\""),
        "{held}"
    );
    let nothing = valid(&nothing());
    assert!(
        nothing.contains("tests=\"1\" failures=\"0\" errors=\"1\""),
        "{nothing}"
    );
    assert!(
        nothing.contains("no file matches `mines/*.yaml`"),
        "{nothing}"
    );
}

#[test]
fn a_rule_is_one_case_however_often_it_is_raised() {
    let xml = valid(&sample::many(8));
    // Two fail, and six are unknown.
    let case = "name=\"network.latency\"";
    assert_eq!(xml.matches(case).count(), 2, "{xml}");
    assert!(xml.contains("(and 1 more)"), "{xml}");
    assert_eq!(xml.matches("sites/large.yaml:").count(), 3, "{xml}");
}

#[test]
fn what_a_thousand_sites_lack_is_a_line_for_each_rule() {
    let lacks = |at: usize| {
        let file = format!("sites/{at}.yaml");
        let mut concern = sample::concern(
            "network.latency",
            Kind::Requirement,
            Severity::Info,
            sample::place(&file, 1, "/fiber"),
        );
        concern.gated = false;
        concern.baseline = None;
        sample::site(&at.to_string(), vec![concern])
    };
    let xml = valid(&sample::check((0..1_000).map(lacks).collect()));
    assert_eq!(xml.matches("<skipped ").count(), 1);
    assert!(xml.contains("at 1,000 sites: 0, 1, 2, …"), "{xml}");
    assert_eq!(xml.matches("name=\"gate\"").count(), 1_000);
    assert_eq!(xml.matches("value=\"1 noted\"").count(), 1_000);
}

#[test]
fn counts_are_those_of_the_cases() {
    let xml = valid(&everything());
    let count = |tag: &str| xml.matches(&format!("<{tag} ")).count();
    let total = format!(
        "<testsuites name=\"rackready\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        count("testcase"),
        count("failure"),
        count("error")
    );
    assert!(xml.contains(&total), "{total}: {xml}");
    let skipped: usize = xml
        .split(" skipped=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse::<usize>().unwrap())
        .sum();
    assert_eq!(skipped, count("skipped"));
}

#[test]
fn hostile_text_comes_back_as_shown() {
    let xml = valid(&everything());
    let document = uppsala::parse(&xml).unwrap();
    let errors = document.get_elements_by_tag_name("error");
    let message = document.get_attribute(errors[0], "message").unwrap();
    let shown = rackready::report::plain(HOSTILE).replace('\u{fffe}', "\u{fffd}");
    assert_eq!(message, shown);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_valid(text in sample::texts()) {
        valid(&sample::with_text(&text));
    }
}
