//! Payloads × places × formats: each format's own parser finds the payload as data where its place is shown, and
//! nothing else than it finds in a report on a site with harmless texts.

use std::collections::{BTreeMap, BTreeSet};

use rackready::source::plain;
use rayon::prelude::*;
use serde_json::json;

use super::leaves::found;
use super::unseen::{commands, unseen};
use crate::support::Folder;

/// What strangers write to be more than text.
const PAYLOADS: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;http://x.example\u{7}link\u{1b}]8;;\u{7}",
    "\u{9b}31m",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "a\r=1",
    "a\nb",
    "a\0b",
    "::error::x",
    "x ::stop-commands::t",
    "##[error]x",
    "##vso[task.complete]x",
    "##teamcity[buildStatus]x",
    "[a](http://x.example)",
    "![a](http://x.example/a.png)",
    "http://x.example www.x.example",
    "<b>x</b>",
    "`x`",
    "a|b",
    "# h",
    "- [ ] x",
    "@user #1 gh-1",
    "$x$ ~~x~~ **x** _x_",
    "</script><script>x</script>",
    "<img src=x onerror=x>",
    "\" onload=\"x",
    "' onload='x",
    "<!-- ",
    "javascript:alert(1)",
    "&xxe; &lt;b&gt; &#60;",
    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
    "]]><x/>",
    "{{ 7 * 7 }}{% x %}",
    "\u{2028}\u{2029}",
    "\u{202e}\u{2066}x",
    "\u{ad}\u{61c}\u{2060}\u{200b}\u{200f}\u{e0041}",
    "\u{feff}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
];

/// A text that is nothing but text.
const HARMLESS: &str = "plain";

/// What ends a text of a place, so that it is found again.
const PLACES: [&str; 14] = [
    "Qname",
    "Qid",
    "Qoperator",
    "Qregion",
    "Qgrid",
    "Qnote",
    "Qsource",
    "Qpermit",
    "Qreason",
    "Qowner",
    "Qwhy",
    "Qwho",
    "Qcase",
    "Qfile",
];

/// A text in a place.
fn at(payload: &str, place: &str) -> String {
    assert!(PLACES.contains(&place));
    format!("{payload}{place}")
}

fn site(payload: &str) -> String {
    let text = |place: &str| at(payload, place);
    json!({
        "name": text("Qname"),
        "id": text("Qid"),
        "operator": text("Qoperator"),
        "location": {"country": "US", "region": text("Qregion"), "grid_operator": text("Qgrid")},
        "power": {"energized_mw": 60, "approved_mw": 100, "connection": "grid", "firmness": "firm"},
        "permits": [{"kind": "moratorium", "note": text("Qpermit")}],
        "evidence": [{"path": "power.approved_mw", "source": text("Qsource"), "url": text("Qsource"), "grade": "reported", "note": text("Qnote")}],
        "notes": [text("Qnote")],
        "waivers": [{"requirement": "site.moratorium", "reason": text("Qreason"), "owner": text("Qowner"), "expires": "2027-03-31"}],
    })
    .to_string()
}

fn policy(payload: &str) -> String {
    let text = |place: &str| at(payload, place);
    json!({
        "version": 1,
        "check": {"min_score": 99},
        "waivers": [{"requirement": "threshold.min-score", "path": "**", "reason": text("Qwhy"), "owner": text("Qwho"), "expires": "2027-03-31"}],
    })
    .to_string()
}

/// The runs, each with the formats that it writes.
const RUNS: &[(&[&str], &[&str])] = &[
    (
        &["score", "SITE"],
        &["text", "json", "ndjson", "csv", "markdown", "html"],
    ),
    (
        &["score", "SITE", "--scenarios", "s.yaml"],
        &["text", "json", "csv", "html"],
    ),
    (&["plan", "SITE"], &["text", "json", "csv", "html"]),
    (
        &["economics", "SITE"],
        &["text", "json", "ndjson", "csv", "html"],
    ),
    (
        &[
            "check",
            "SITE",
            "--policy",
            "p.yaml",
            "--as-of",
            "2026-11-22",
            "--show",
            "all",
        ],
        &[
            "text",
            "json",
            "sarif",
            "junit",
            "github",
            "github-summary",
            "markdown",
            "html",
        ],
    ),
    (
        &["diff", "before.yaml", "SITE"],
        &["text", "json", "markdown", "html"],
    ),
    (
        &["diff", "before.yaml", "bad.yaml"],
        &["text", "json", "markdown", "html"],
    ),
    (
        &["render", "saved.json"],
        &["text", "csv", "markdown", "html"],
    ),
    (
        &["score", "bad.yaml"],
        &["text", "json", "ndjson", "csv", "markdown", "html"],
    ),
    (
        &["check", "bad.yaml", "--isolated", "--as-of", "2026-11-22"],
        &[
            "text",
            "json",
            "sarif",
            "junit",
            "github",
            "github-summary",
            "markdown",
            "html",
        ],
    ),
    (&["score", "bad.csv"], &["text", "json", "csv", "html"]),
];

/// A file that cannot be read for its key and its value, and a table for its header.
fn broken(payload: &str) -> [(&'static str, String); 2] {
    let yaml = json!({"name": "A", "power": {"energized_mw": payload, payload: 5}});
    let mut table = csv::Writer::from_writer(Vec::new());
    table
        .write_record(["name", payload, "power.energized_mw"])
        .unwrap();
    table.write_record([payload, payload, payload]).unwrap();
    let table = String::from_utf8(table.into_inner().unwrap()).unwrap();
    [("bad.yaml", yaml.to_string()), ("bad.csv", table)]
}

/// What every run says in every format, and on standard error.
fn outputs(payload: &str) -> BTreeMap<(usize, &'static str), String> {
    let file = format!("{}Qfile.yaml", payload.replace(['/', '\0'], ""));
    let [yaml, table] = broken(payload);
    let scenarios =
        json!({"scenarios": [{"name": at(payload, "Qcase"), "set": {"power.feeds": 2}}]});
    let folder = Folder::with(&[
        (&file, &site(payload)),
        ("before.yaml", &site("other")),
        ("p.yaml", &policy(payload)),
        ("s.yaml", &scenarios.to_string()),
        (yaml.0, &yaml.1),
        (table.0, &table.1),
    ]);
    let mut outputs = BTreeMap::new();
    for (number, (args, formats)) in RUNS.iter().enumerate() {
        let mut args: Vec<String> = args
            .iter()
            .map(|arg| arg.replace("SITE", &format!("./{file}")))
            .collect();
        if args[0] != "render" {
            args.extend(["--draws", "2", "--target", "nvl72"].map(str::to_owned));
        }
        args.extend(
            formats
                .iter()
                .map(|format| format!("--output-format={format}=out.{format}")),
        );
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let done = folder.run(&args);
        assert!(matches!(done.code, 0..=3), "{payload:?} {args:?}: {done:?}");
        assert!(
            !done.stderr.contains("panicked") && !done.stderr.contains("defect of"),
            "{}",
            done.stderr
        );
        outputs.insert((number, "stderr"), done.stderr);
        for format in *formats {
            let path = folder.path(&format!("out.{format}"));
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            std::fs::remove_file(path).unwrap();
            if number == 0 && *format == "json" {
                std::fs::write(folder.path("saved.json"), &text).unwrap();
            }
            outputs.insert((number, *format), text);
        }
    }
    outputs
}

/// What a viewer of SARIF shows: all texts as they are meant, whatever the JSON escapes.
fn seen_by_a_viewer(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::String(text) => text.clone() + "\n",
        Value::Array(items) => items.iter().map(seen_by_a_viewer).collect(),
        Value::Object(entries) => {
            let entries = entries.iter();
            entries
                .map(|(key, value)| format!("{key}\n{}", seen_by_a_viewer(value)))
                .collect()
        }
        _ => String::new(),
    }
}

/// Without what lines break at.
fn joined(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_payload_is_data_in_every_place_of_every_format() {
    let harmless = outputs(HARMLESS);
    let mut kinds: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut shows: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
    for ((run, format), text) in &harmless {
        let found = found(format, text);
        kinds.entry(format).or_default().extend(found.kinds);
        let shown = PLACES
            .iter()
            .filter(|place| found.texts.iter().any(|text| joined(text).contains(*place)));
        shows.insert((*run, format), shown.copied().collect());
    }
    assert!(
        shows.values().map(Vec::len).sum::<usize>() > 100,
        "{shows:?}"
    );
    let tried: usize = PAYLOADS
        .par_iter()
        .map(|payload| {
            let mut tried = 0;
            let outputs = outputs(payload);
            let rows = outputs.get(&(0, "csv"));
            let is_read = rows.is_some_and(|rows| rows.lines().count() > 1);
            for ((run, format), text) in &outputs {
                let told = format!("{payload:?} in {format} of {:?}", RUNS[*run].0);
                let found = found(format, text);
                // What a report leaves out hangs on what was drawn: its own keys are no stranger's.
                let ours = |key: &str| {
                    matches!(*format, "json" | "ndjson")
                        && key
                            .chars()
                            .all(|c| c.is_ascii_lowercase() || "0123456789_-.".contains(c))
                };
                let strange = found.kinds.difference(&kinds[format]);
                // An empty comment parts what a reader of Markdown would take for a command or a mention.
                let strange = strange
                    .filter(|kind| !ours(kind) && !matches!(kind.as_str(), "<!-- -->" | "!-- --"));
                let strange: Vec<_> = strange.collect();
                assert!(strange.is_empty(), "{told}: {strange:?}\n{text}");
                if !matches!(*format, "json" | "ndjson") {
                    let shown = text
                        .split("<script type=\"application/json\"")
                        .next()
                        .unwrap();
                    assert_eq!(unseen(shown), [], "{told}\n{shown}");
                }
                if *format == "sarif" {
                    let shown = seen_by_a_viewer(&serde_json::from_str(text).unwrap());
                    assert_eq!(unseen(&shown), [], "{told}\n{shown}");
                }
                if matches!(*format, "text" | "stderr") {
                    assert!(commands(text).is_empty(), "{told}: {:?}", commands(text));
                }
                let texts: Vec<String> = found.texts.iter().map(|text| joined(text)).collect();
                for place in shows.get(&(*run, *format)).into_iter().flatten() {
                    let name = payload.replace(['/', '\0'], "");
                    let said = if *place == "Qfile" { &name } else { *payload };
                    let ways = [plain(said), (*said).to_owned()].map(|way| joined(&way) + place);
                    let there = texts
                        .iter()
                        .any(|text| ways.iter().any(|way| text.contains(way)));
                    // What would not be seen at all is in no file that is read, and a comparison cuts long names.
                    let is_cut = RUNS[*run].0[0] == "diff" && payload.chars().count() > 40;
                    assert!(there || !is_read || is_cut, "{told}: no {place}\n{text}");
                    tried += usize::from(there);
                }
            }
            tried
        })
        .sum();
    assert!(tried > PAYLOADS.len() * 55, "{tried}");
}
