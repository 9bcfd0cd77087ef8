//! Fixed records in every format: what an output says of a record changes only where that is meant.
//!
//! The records in `tests/data/records` were made once; how sites are judged doesn't touch them. Where a change of a
//! format is meant, `RACKREADY_RENEW_GOLDEN=1 cargo test --test it golden` renews `tests/golden.txt`.

use std::fmt::Write;
use std::fs;

use sha2::{Digest, Sha256};

use crate::support::{Folder, root};

const RENEW: &str = "RACKREADY_RENEW_GOLDEN=1 cargo test --test it golden";

/// Runs in `tests/data/records`; `{a,b}` stands for a run with each.
const RUNS: &str = "
render score.json --output-format {text,json,ndjson,csv,markdown,html}
render score.json --output-format {json,ndjson} --detail {gaps,row}
render score.json --full --output-format {text,markdown}
render plan.json --output-format {text,json,csv,markdown,html}
render check.json --output-format {text,json,sarif,junit,github,github-summary,markdown,html}
diff score.json head.json --output-format {text,json,markdown,html}
diff score.json head.json --full --fail-on-regression
";

#[test]
fn every_format_says_of_a_record_what_it_said() {
    let names = ["score", "head", "plan", "check"].map(|name| format!("{name}.json"));
    let records = root().join("tests/data/records");
    let records = names
        .each_ref()
        .map(|name| (name, fs::read_to_string(records.join(name)).unwrap()));
    let files: Vec<(&str, &str)> = records
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let folder = Folder::with(&files);
    let mut told = String::new();
    for run in RUNS.lines().flat_map(expand).filter(|run| !run.is_empty()) {
        let words: Vec<&str> = run.split(' ').collect();
        let done = folder.run(&words);
        let hash = Sha256::digest(format!("{}{}", done.stdout, done.stderr));
        let hash: String = hash
            .iter()
            .take(8)
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        writeln!(told, "{} {hash} {run}", done.code).unwrap();
    }
    let file = root().join("tests/golden.txt");
    if std::env::var_os("RACKREADY_RENEW_GOLDEN").is_some() {
        fs::write(&file, &told).unwrap();
    }
    let known = fs::read_to_string(&file).unwrap();
    let changed: Vec<&str> = told
        .lines()
        .filter(|line| !known.lines().any(|k| k == *line))
        .collect();
    assert!(
        known == told,
        "these runs say something else than before:\n{}\nwhere that is meant: {RENEW}",
        changed.join("\n")
    );
}

/// The runs that the braces of a line stand for.
fn expand(run: &str) -> Vec<String> {
    let Some((before, rest)) = run.split_once('{') else {
        return vec![run.to_owned()];
    };
    let (choices, after) = rest.split_once('}').unwrap();
    let each = |choice: &str| expand(&format!("{before}{choice}{after}"));
    choices.split(',').flat_map(each).collect()
}
