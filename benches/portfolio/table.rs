//! All that was measured as ratios against the goals, as Markdown.

use super::corpus::Corpus;
use super::memory::Peaks;
use super::page::Pages;
use super::pieces::Pieces;
use super::whole::Runs;

/// What a ratio should be.
enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// Reported without a goal.
    None,
}

/// Memory may grow by this much over a hundred times as many sites: of each the hash of its id is kept.
const FLAT: f64 = 1.25;

/// Megabytes that the page of one site and that of a thousand may have.
const SITE_MB: f64 = 1.5;
const ROWS_MB: f64 = 3.0;

/// The table. A row of which a part was not measured says so.
pub(crate) fn of(
    corpus: &Corpus,
    pieces: &Pieces,
    runs: &Runs,
    peaks: &Peaks,
    pages: &Pages,
) -> String {
    use Goal::{AtLeast, AtMost, None};
    let step = |a, b| Some(pieces.get(a)? / pieces.get(b)?);
    let run = |a, b| Some(runs.get(a)? / runs.get(b)?);
    let peak = |what, at: usize| peaks.get(what)?.get(at).copied();
    let grown = |what| Some(peak(what, 2)? / peak(what, 0)?);
    let over_floor = |what| Some(peak(what, 2)? / peak("parse only", 2)?);
    let [few, files, many] = corpus.sizes().map(grouped);

    let mut table = "| measured | ratio | goal | |\n|---|---:|---:|---|\n".to_owned();
    let mut row = |what: &str, ratio, goal| table += &line(what, ratio, &goal);
    for (what, name, goal) in [
        ("Assess a site", "assess", AtMost(0.25)),
        ("Choose its target", "choose target", None),
        ("Fit table", "fit table", None),
        ("Locate lines", "locate", None),
        ("Render a JSON line", "JSON line", None),
        ("Render a CSV row", "CSV row", None),
    ] {
        let what = format!("{what} : read its YAML");
        row(&what, step(name, "read YAML"), goal);
    }
    let read = step("read YAML", "read NDJSON");
    row("Read YAML : read NDJSON", read, None);
    for (what, floor) in [
        ("parse only", "one site, parse only"),
        ("start alone", "start"),
    ] {
        let what = format!("One site, start to report : {what}");
        row(&what, run("one site", floor), None);
    }
    for (what, name, floor) in [
        (&files, "YAML to CSV", "YAML, parse only"),
        (&files, "YAML to NDJSON", "YAML, parse only"),
        (&many, "NDJSON to CSV", "NDJSON, parse only"),
    ] {
        let what = format!("{what} {name} : parse only");
        row(&what, run(name, floor), None);
    }
    for (name, goal) in [
        ("YAML to CSV", AtLeast(3.0)),
        ("YAML to CSV, one draw", AtLeast(6.0)),
        ("YAML to NDJSON", None),
        ("YAML to CSV, one core", None),
    ] {
        let what = format!("Python script : {files} {name}");
        row(&what, run("Python script", name), goal);
    }
    let cores = run("YAML to CSV, one core", "YAML to CSV, two cores");
    let what = format!("{files} YAML to CSV, one core : two");
    row(&what, cores, AtLeast(1.8));
    for (name, other, goal) in [
        ("NDJSON to CSV", "NDJSON to CSV, other", AtMost(1.6)),
        (
            "NDJSON to CSV, 16 draws",
            "NDJSON to CSV, other",
            AtMost(1.0),
        ),
        ("NDJSON to NDJSON", "NDJSON to NDJSON, other", AtMost(0.5)),
    ] {
        let what = format!("{many} {name} : the version beside it");
        row(&what, run(name, other), goal);
    }
    let microseconds = pieces
        .get("read NDJSON")
        .map(|nanoseconds| nanoseconds / 1e3);
    row("Read NDJSON, µs a site", microseconds, AtMost(12.0));
    for (name, goal) in [
        ("parse only", None),
        ("csv", AtMost(FLAT)),
        ("ndjson", AtMost(FLAT)),
    ] {
        let what = format!("Memory, {name}, {many} sites : {few}");
        row(&what, grown(name), goal);
    }
    for name in ["csv", "ndjson"] {
        let what = format!("Memory, {many} sites, {name} : parse only");
        row(&what, over_floor(name), None);
    }
    let milliseconds = runs.get("built-in data").map(|seconds| seconds * 1e3);
    row("Built-in data ready : 1 ms", milliseconds, AtMost(1.0));
    let megabytes = |bytes: f64| Some(bytes / 1e6);
    let what = format!("Page of one site : {SITE_MB} MB");
    row(&what, megabytes(pages.site_bytes / SITE_MB), AtMost(1.0));
    let what = format!("Page of {few} sites : {ROWS_MB} MB");
    row(&what, megabytes(pages.rows_bytes / ROWS_MB), AtMost(1.0));
    let what = format!("Page of {few} sites from its rows : 1 s");
    row(&what, Some(pages.rows_seconds), None);
    table
}

fn line(what: &str, ratio: Option<f64>, goal: &Goal) -> String {
    let told = ratio.map_or_else(|| "not measured".to_owned(), short);
    let (asked, reached) = match goal {
        Goal::None => (String::new(), None),
        Goal::AtMost(most) => (format!("≤ {most}"), ratio.map(|r| r <= *most)),
        Goal::AtLeast(least) => (format!("≥ {least}"), ratio.map(|r| r >= *least)),
    };
    let reached = match reached {
        None => "",
        Some(true) => "reached",
        Some(false) => "missed",
    };
    format!("| {what} | {told} | {asked} | {reached} |\n")
}

/// A ratio to two or three figures.
fn short(ratio: f64) -> String {
    match ratio {
        r if r < 1.0 => format!("{r:.3}"),
        r if r < 10.0 => format!("{r:.2}"),
        r => format!("{r:.1}"),
    }
}

/// A number with a blank between thousands.
fn grouped(number: usize) -> String {
    match number {
        small @ ..1_000 => small.to_string(),
        large => format!("{} {:03}", grouped(large / 1_000), large % 1_000),
    }
}
