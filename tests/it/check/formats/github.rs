//! Workflow commands, read back as GitHub's runner reads them.

use proptest::prelude::*;
use rackready::gate::outcome::Check;
use rackready::report::check::github::{self, ANNOTATIONS, SUMMARY_BYTES};
use rackready::report::plain;

use super::sample::{self, HOSTILE, all_held, everything, nothing};

fn to_string(check: &Check) -> String {
    github::to_string(check).unwrap()
}

fn summary(check: &Check) -> String {
    github::summary(check).unwrap()
}

/// A command as the runner understands it.
#[derive(Debug, PartialEq)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    message: String,
}

impl Command {
    fn property(&self, name: &str) -> &str {
        let found = self.properties.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }
}

/// The steps of the runner's parser: `::name key=value,key=value::message`, the escapes undone, percent last.
fn parsed(line: &str) -> Option<Command> {
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescaped = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let properties = properties
        .trim()
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            let value = unescaped(value).replace("%3A", ":").replace("%2C", ",");
            (name.to_owned(), value.replace("%25", "%"))
        });
    Some(Command {
        name: name.to_owned(),
        properties: properties.collect(),
        message: unescaped(message).replace("%25", "%"),
    })
}

fn commands(check: &Check) -> Vec<Command> {
    let text = to_string(check);
    assert!(text.ends_with('\n'));
    text.lines().map(|line| parsed(line).unwrap()).collect()
}

#[test]
fn everything_is_told() {
    insta::assert_snapshot!("github", to_string(&everything()));
}

#[test]
fn an_empty_run_says_so() {
    let held = commands(&all_held());
    assert_eq!((held.len(), held[0].name.as_str()), (1, "notice"));
    assert_eq!(held[0].message, "The gate passed for 1 site.");
    let nothing = commands(&nothing());
    assert_eq!((nothing.len(), nothing[0].name.as_str()), (2, "error"));
    assert_eq!(nothing[0].message, "no file matches `mines/*.yaml`");
    assert_eq!(nothing[1].message, "Nothing was evaluated.");
    assert_eq!(commands(&sample::check(Vec::new())).len(), 1);
}

#[test]
fn ten_are_annotated_and_a_notice_counts_the_rest() {
    let shown = commands(&sample::many(100));
    assert_eq!(shown.len(), ANNOTATIONS + 1);
    assert!(shown[..ANNOTATIONS].iter().all(|c| c.name == "error"));
    let last = shown.last().unwrap();
    assert_eq!(last.name, "notice");
    assert_eq!(
        last.message,
        "The gate failed: 25 failures at 1 of 1 site. 25 failing, 75 noted. \
         Not annotated: 90. The job summary has everything."
    );
}

#[test]
fn what_is_waived_or_known_or_gone_is_counted_only() {
    let shown = commands(&everything());
    for rule in [
        "power.utility-feeds",
        "network.diverse-routes",
        "form.floor-load",
    ] {
        assert!(
            !shown.iter().any(|c| c.property("title").starts_with(rule)),
            "{rule}"
        );
    }
    let last = &shown.last().unwrap().message;
    assert!(
        last.contains("2 waived, 1 in the baseline, 1 gone since the baseline"),
        "{last}"
    );
}

#[test]
fn hostile_text_comes_back_as_shown() {
    let shown = commands(&everything());
    let invalid = shown
        .iter()
        .find(|c| c.property("title").starts_with("file.invalid"))
        .unwrap();
    assert_eq!(invalid.property("file"), "sites/broken, 100%: [x].yaml");
    assert_eq!(
        (invalid.property("line"), invalid.property("endLine")),
        ("2", "2")
    );
    assert!(
        invalid.message.starts_with(&plain(HOSTILE)),
        "{}",
        invalid.message
    );
}

#[test]
fn the_summary_is_cut_below_its_limit_and_counts_what_is_left_out() {
    let text = summary(&sample::many(40_000));
    assert!(
        text.len() <= SUMMARY_BYTES && text.len() > SUMMARY_BYTES / 2,
        "{}",
        text.len()
    );
    assert!(text.contains(" more not shown."));
    insta::assert_snapshot!("github_summary", summary(&everything()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_comes_back_as_shown(text in sample::texts()) {
        let check = sample::with_text(&text);
        let shown = commands(&check);
        prop_assert_eq!(&shown[0].message, &plain(&text));
        let of_site = shown.iter().filter(|c| c.properties.iter().any(|(n, _)| n == "file"));
        for command in of_site {
            let policy = command.property("file") == "policies/lender.yaml";
            prop_assert!(policy || command.property("file") == plain(&text));
            prop_assert!(["error", "warning", "notice"].contains(&command.name.as_str()));
            prop_assert!(command.properties.len() <= 6);
        }
        prop_assert!(shown.len() <= ANNOTATIONS + 1);
    }
}
