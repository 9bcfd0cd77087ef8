//! Files that are wrong, and what is said about them.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use rackready::report::Style;
use rackready::report::problems::{errors, lines, render};
use rackready::site::read::{read, read_file};
use rackready::source::{Refused, Source};

use crate::support::{entries, root, site_of};

const PLAIN: Style = Style {
    width: 80,
    color: false,
    bars: false,
};

fn corpus() -> Vec<PathBuf> {
    entries(&root().join("tests/bad"))
}

/// Reads a file under its bare name, as a user in its folder would.
fn refusal(path: &Path) -> Refused {
    let name = path.file_name().unwrap().to_str().unwrap();
    let bytes = fs::read(path).unwrap();
    match Source::from_bytes(name, &bytes) {
        Err(refused) => refused,
        Ok(source) => {
            let problems = read(&source).expect_err(name);
            Refused { source, problems }
        }
    }
}

fn refused(text: &str) -> String {
    match Source::from_text("x.yaml", text) {
        Err(refused) => lines(&refused.source, &refused.problems),
        Ok(source) => lines(&source, &read(&source).unwrap_err()),
    }
}

#[test]
fn every_bad_file_is_told_what_is_wrong_with_it() {
    let files = corpus();
    assert!(
        files.len() >= 64,
        "the corpus has shrunk to {}",
        files.len()
    );
    let mut report = String::new();
    for file in files {
        let Refused { source, problems } = refusal(&file);
        writeln!(report, "======== {}\n", source.name()).unwrap();
        report += &render(&source, &problems, &PLAIN);
    }
    insta::assert_snapshot!("diagnostics", report);
}

#[test]
fn every_problem_has_a_place_and_they_come_in_its_order() {
    for file in corpus() {
        let Refused { source, problems } = refusal(&file);
        assert!(problems.is_sorted(), "{}", source.name());
        for span in problems.iter().filter_map(|problem| problem.at) {
            assert!(
                span.start <= span.end && span.end <= source.text().len(),
                "{}",
                source.name()
            );
            assert_eq!(source.place(span.start), span.place, "{}", source.name());
        }
    }
}

#[test]
fn no_line_of_a_report_moves_the_cursor_or_is_wider_than_asked() {
    for file in corpus() {
        let Refused { source, problems } = refusal(&file);
        for line in render(
            &source,
            &problems,
            &Style {
                color: false,
                width: 80,
                bars: false,
            },
        )
        .lines()
        {
            assert!(
                !line.chars().any(|c| c.is_control() || c == '\u{202e}'),
                "{line:?}"
            );
            assert!(
                unicode_width::UnicodeWidthStr::width(line) <= 80,
                "{line:?}"
            );
        }
    }
}

#[test]
fn colour_is_given_only_when_asked_for() {
    let Refused { source, problems } = refusal(&corpus()[0]);
    assert!(!render(&source, &problems, &PLAIN).contains('\u{1b}'));
    assert!(
        render(
            &source,
            &problems,
            &Style {
                color: true,
                width: 80,
                bars: false,
            }
        )
        .contains('\u{1b}')
    );
}

#[test]
fn one_line_for_each_problem_is_what_editors_read() {
    let text = refused("name: A\npower: {energized_mw: 5 MW, feeds: x}\n");
    assert_eq!(
        text,
        "x.yaml:2:23: `energized_mw` takes a number in MW, found the text `5 MW` \
         (the unit is part of the key: write `energized_mw: 5`)\n\
         x.yaml:2:36: `feeds` takes a whole number, found the text `x` \
         (write a number, a range such as `40 to 60`, or `unknown`)\n"
    );
}

#[test]
fn a_report_on_many_files_takes_the_same_words() {
    let Refused { source, problems } = Source::from_bytes("x.yaml", b"a\0").unwrap_err();
    let errors = errors(&source, &problems);
    assert_eq!(
        (errors[0].file.as_str(), errors[0].line, errors[0].column),
        ("x.yaml", 1, 2)
    );
    assert!(
        errors[0].message.starts_with("the file holds a NUL byte ("),
        "{errors:?}"
    );
}

#[test]
fn what_looks_like_a_trap_and_is_none_is_read() {
    let site = site_of(
        "\u{feff}name: '010'\r\noperator: 5\r\nas_of: 2022\r\nlocation:\r\n  country: NO\r\n  region: \"yes\"\r\n\
         power:\r\n  energized_mw: 40 to 60\r\n  approved_mw: {low: 40, likely: 45, high: 60}\r\n  requested_mw: unknown\r\n\
         \x20 contracted_mw:\r\n  feeds: ~\r\n  voltage_kv: +1.38e2\r\n  connection: unknown\r\n  firmness:\r\n\
         \x20 demand_response: unknown\r\n  onsite_plant: unknown\r\nsubstation:\r\nhalls: []\r\n\
         notes: [no, 'a: b', \"#5\"]\r\n",
    );
    assert_eq!(site.name.get().unwrap(), "010");
    assert_eq!(site.operator.get().unwrap(), "5");
    assert_eq!(site.location.country.get().unwrap().code(), "NO");
    assert_eq!(site.location.region.get().unwrap(), "yes");
    assert_eq!(
        site.power.energized_mw.known().unwrap().parts(),
        [40.0, 50.0, 60.0]
    );
    assert_eq!(
        site.power.approved_mw.known().unwrap().parts(),
        [40.0, 45.0, 60.0]
    );
    assert_eq!(site.power.voltage_kv.known().unwrap().likely(), 138.0);
    assert!(
        !site.power.requested_mw.is_known()
            && !site.power.feeds.is_known()
            && !site.power.firmness.is_known()
    );
    assert!(!site.power.connection.is_known() && !site.power.onsite_plant.is_known());
    assert_eq!(site.halls.items(), Some(&[][..]));
    assert_eq!(site.notes.items().unwrap(), ["no", "a: b", "#5"]);
}

#[test]
fn null_is_no_name() {
    for null in ["~", "null", "", "''", "' '", "unknown"] {
        let text = refused(&format!("name: {null}\npower: {{energized_mw: 5}}\n"));
        assert!(text.contains("the site has no name"), "{null}: {text}");
    }
}

#[test]
fn json_is_yaml() {
    let site = site_of(
        "{\"name\": \"A\", \"power\": {\"energized_mw\": 5, \"feeds\": null}, \"halls\": [{\"racks\": 5}]}",
    );
    assert_eq!(site.halls.items().unwrap().len(), 1);
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("site.yaml");
    let said = |path: &Path| {
        let Refused { source, problems } = read_file(path).unwrap_err();
        lines(&source, &problems).replace(folder.path().to_str().unwrap(), "")
    };
    assert_eq!(said(&file), "/site.yaml: there is no such file\n");
    assert_eq!(
        said(folder.path()),
        ": this is a directory, not a file (name a file in it)\n"
    );
    fs::File::create(&file).unwrap().set_len(1 << 30).unwrap();
    let begin = std::time::Instant::now();
    assert!(said(&file).contains("too large: 1073741824 bytes"));
    assert!(begin.elapsed().as_millis() < 200, "it was read");
}

/// Texts at which YAML parsers are slow or run out of stack.
#[test]
fn hostile_files_are_refused_at_once() {
    let mib = 1 << 20;
    let lines = |line: &str| line.repeat(mib / line.len());
    for (name, text) in [
        ("open brackets", "[".repeat(mib)),
        ("open braces", "{a: ".repeat(mib / 4)),
        (
            "brackets in a misread quote",
            format!("a: x\n  '{}", "[".repeat(mib - 20)),
        ),
        ("nested lists", "- ".repeat(mib / 2)),
        ("nested keys", "? ".repeat(mib / 2)),
        (
            "indentation",
            (0..1_400)
                .map(|i| format!("{}a:\n", " ".repeat(i)))
                .collect(),
        ),
        ("an open quote", format!("name: \"{}", "x".repeat(mib - 20))),
        (
            "a long name",
            format!(
                "name: {}\npower: {{energized_mw: 5}}\n",
                "x".repeat(mib / 2)
            ),
        ),
        (
            "a long line",
            format!("name: A #{}\npowr: 5\n", "x".repeat(mib / 2)),
        ),
        ("one key again and again", "name: x\n".repeat(20_000)),
        (
            "many keys",
            (0..8_000).map(|i| format!("k{i}: 1\n")).collect(),
        ),
        ("documents", lines("---\n")),
        ("empty lines", lines("\n")),
        ("anchors", lines("&a ")),
        (
            "evidence",
            format!(
                "name: A\npower: {{energized_mw: 5}}\nevidence:\n{}",
                "- path: name\n".repeat(20_000)
            ),
        ),
        (
            "aliases",
            format!(
                "name: A\nnotes:\n- &a [{}]\n{}",
                "x,".repeat(1_000),
                "- *a\n".repeat(10_000)
            ),
        ),
    ] {
        let begin = std::time::Instant::now();
        let problems = match Source::from_bytes(name, text.as_bytes()) {
            Err(refused) => (refused.source, refused.problems),
            Ok(source) => {
                let problems = read(&source).expect_err(name);
                (source, problems)
            }
        };
        let report = render(&problems.0, &problems.1, &PLAIN);
        let _ = self::lines(&problems.0, &problems.1);
        // Debug builds are some twenty times slower than what a user runs.
        assert!(
            begin.elapsed().as_secs() < 10,
            "{name} took {:?}",
            begin.elapsed()
        );
        assert!(
            report.len() < 100_000,
            "{name} is told in {} bytes",
            report.len()
        );
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_reported_without_panic(text in "(name: |power:\n|  feeds: |halls:\n|- |[0-9]{1,3}|[a-z: \n\t'\"\\[\\]{}#é中\u{200d}\u{202e}])*") {
        let refused = match Source::from_text("x", &text) {
            Err(refused) => Some(refused),
            Ok(source) => read(&source).err().map(|problems| Refused { source, problems }),
        };
        if let Some(Refused { source, problems }) = refused {
            let _ = render(&source, &problems, &Style { color: false, width: 40, bars: false });
            let _ = lines(&source, &problems);
        }
    }
}
