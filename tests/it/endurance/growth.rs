//! What reading and judging takes grows no faster than the input: counted in what is asked of the allocator at three
//! sizes, not by a clock.

use std::path::PathBuf;

use allocation_counter::measure;
use rackready::assess::Assessor;
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::input::collect::{Collection, Wanted};
use rackready::input::columns::Columns;
use rackready::input::records::{Entry, Records};
use rackready::report::{Style, problems};
use rackready::site::read::read;
use rackready::source::Source;
use rackready::typical::{self, Sample};

use crate::support::{Folder, SITE};

const SIZES: [usize; 3] = [100, 300, 900];

/// Holds that the last six hundred of something take at most so much more each than the two hundred before them.
#[track_caller]
fn grows_evenly(what: &str, work: impl Fn(usize)) {
    // What is made once for a process is made before.
    work(SIZES[0]);
    let [small, middle, large] = SIZES.map(|size| measure(|| work(size)));
    for (kind, [small, middle, large]) in [
        (
            "allocations",
            [small, middle, large].map(|taken| taken.count_total),
        ),
        (
            "bytes",
            [small, middle, large].map(|taken| taken.bytes_total),
        ),
    ] {
        let (before, after) = (middle.saturating_sub(small), large.saturating_sub(middle));
        // Three times as many at half as much again, and what a growing list copies.
        let most = before * 9 / 2 + 100_000;
        assert!(after <= most, "{what}, {kind}: {small} {middle} {large}");
    }
}

fn source(text: &str) -> Source {
    Source::from_text("a.yaml", text).unwrap()
}

#[test]
fn judging_grows_with_the_entries_of_a_list() {
    let sample = Sample { draws: 2, seed: 0 };
    let target = catalog().target("nvl72").unwrap();
    for (before, entry) in [
        ("halls:\n", "- {area_m2: 500, racks: 20}\n"),
        ("permits:\n", "- {kind: air, status: pending}\n"),
        (
            "substation:\n  transformers:\n",
            "  - {count: 1, mva: 60}\n",
        ),
        ("redundancy:\n  generators:\n", "  - {count: 1, mw: 2}\n"),
        ("notes:\n", "- a text that says something\n"),
    ] {
        grows_evenly(before, |size| {
            // Long texts are looked at more closely than short ones: all of these are long.
            let long = "x".repeat(1 << 15);
            let text = format!("# {long}\n{SITE}{before}{}", entry.repeat(size / 3));
            let site = read(&source(&text)).unwrap_or_else(|problems| panic!("{problems:?}"));
            let assessor = Assessor::of(checklist::built_in()).drawn(typical::built_in(), sample);
            let judged = assessor.assess(&site, target);
            assert!(judged.convertibility.worst <= judged.convertibility.best);
        });
    }
}

#[test]
fn telling_what_is_wrong_grows_with_the_file() {
    let style = Style {
        width: 80,
        color: false,
        bars: false,
    };
    for entry in [
        "- {area_m2: x}\n",
        "- {aera_m2: 5}\n",
        "- [[[[]]]]\n",
        "- 'a\u{ad}b'\n",
    ] {
        grows_evenly(entry, |size| {
            let source = source(&format!("{SITE}halls:\n{}", entry.repeat(size)));
            let problems = read(&source).unwrap_err();
            assert!(!problems::render(&source, &problems, &style).is_empty());
        });
    }
}

#[test]
fn reading_grows_with_the_number_of_sites() {
    let folder = Folder::with(&[]);
    let yaml = format!("---\n{SITE}");
    let json = "{\"name\": \"A\", \"power\": {\"energized_mw\": 60}}\n";
    for (name, head, entry) in [
        ("a.yaml", "", yaml.as_str()),
        ("a.ndjson", "", json),
        ("a.csv", "name,power.energized_mw\n", "Mill Creek,60\n"),
    ] {
        grows_evenly(name, |size| {
            let file: PathBuf = folder.path(name);
            let entries = (0..size).map(|at| entry.replace("Mill Creek", &format!("Mill {at}")));
            let entries: String = entries.collect();
            std::fs::write(&file, format!("{head}{entries}")).unwrap();
            let wanted = Wanted {
                paths: vec![file],
                ..Wanted::default()
            };
            let collection = Collection::new(wanted).unwrap();
            let read = Records::of(collection.inputs(), Columns::default());
            let read = read.filter(|entry| matches!(entry, Entry::Site(_))).count();
            assert_eq!(read, size);
        });
    }
}

#[test]
fn what_is_cut_off_takes_no_more_than_what_is_read() {
    let taken = |entries: usize| {
        let source = source(&format!(
            "{SITE}halls:\n{}",
            "- area_m2: 5\n".repeat(entries)
        ));
        measure(|| drop(read(&source).unwrap_err())).bytes_total
    };
    let (less, more) = (taken(10_000), taken(40_000));
    assert!(more <= less * 5, "{less} {more}");
}
