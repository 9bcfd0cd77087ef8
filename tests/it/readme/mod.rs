//! The README and the papers of folders show what the program prints, and name only commands that exist.
//!
//! A block behind `<!-- output of: ARGS | LINES -->` holds the first LINES lines of what the program
//! prints, behind `ARGS | from TEXT | LINES` those from the one on that begins with TEXT, and behind `| WORDS -->` the
//! paragraph that begins with these words. `UPDATE_README=1 cargo test --test it blocks_show` writes them anew.

#[cfg(unix)]
mod ci;
mod pictures;

use std::collections::BTreeMap;

use crate::support::{root, run_at_root};

fn output(args: &str) -> String {
    let args: Vec<&str> = args.split_whitespace().collect();
    let done = run_at_root(&args);
    if done.stdout.is_empty() {
        done.stderr
    } else {
        done.stdout
    }
}

fn part(text: &str, shown: &str) -> String {
    let from = shown
        .strip_prefix("from ")
        .and_then(|from| from.split_once(" | "));
    let (from, shown) = from.unwrap_or(("", shown));
    let Ok(lines) = shown.parse() else {
        let paragraph = text.split("\n\n").find(|p| p.starts_with(shown));
        return format!("{}\n", paragraph.unwrap().trim_end());
    };
    let all: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.starts_with(from))
        .collect();
    let mut shown = all
        .iter()
        .take(lines)
        .map(|l| format!("{l}\n"))
        .collect::<String>();
    if all.len() > lines {
        shown.push_str("…\n");
    }
    shown
}

/// The README with every marked block as the program prints it now.
fn renewed(readme: &str) -> String {
    let mut text = String::new();
    let mut outputs = BTreeMap::new();
    let mut rest = readme;
    while let Some(at) = rest.find("<!-- output of: ") {
        let (before, marked) = rest.split_at(at);
        let (marker, after) = marked.split_once(" -->\n```text\n").unwrap();
        let (args, shown) = marker
            .trim_start_matches("<!-- output of: ")
            .split_once(" | ")
            .unwrap();
        let end = after.find("```").unwrap();
        let shown_now = part(outputs.entry(args).or_insert_with(|| output(args)), shown);
        assert!(!shown_now.trim().is_empty(), "{marker} shows nothing");
        text += &format!("{before}{marker} -->\n```text\n{shown_now}");
        rest = &after[end..];
    }
    text + rest
}

/// The papers that show output or commands.
const PAPERS: [&str; 10] = [
    "README.md",
    "src/input/README.md",
    "src/economics/README.md",
    "src/gate/README.md",
    "sites/README.md",
    "src/typical/README.md",
    "src/plan/README.md",
    "src/source/README.md",
    "benches/README.md",
    ".github/CONTRIBUTING.md",
];

fn paper(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

#[test]
fn blocks_show_what_the_program_prints() {
    for name in PAPERS {
        let text = paper(name);
        let renewed = renewed(&text);
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(root().join(name), renewed).unwrap();
        } else {
            assert!(
                renewed == text,
                "{name} shows other output than the program prints: UPDATE_README=1 renews it"
            );
        }
    }
    let shows = |name| paper(name).contains("<!-- output of: ");
    assert!(shows("README.md") && shows("sites/README.md"));
}

#[test]
fn the_first_command_is_the_one_whose_report_is_shown() {
    let readme = paper("README.md");
    let after = |text: &str| readme.split(text).nth(1).unwrap().to_owned();
    let first = after("```console\ncargo run --release -- ");
    let shown = after("<!-- output of: ");
    assert_eq!(first.lines().next(), shown.split(" | ").next());
}

#[test]
fn it_is_short_and_what_belongs_to_a_folder_stands_there_alone() {
    let readme = paper("README.md");
    assert!(readme.lines().count() <= 400, "{}", readme.lines().count());
    let links = [
        "sites/README.md",
        "benches/README.md",
        "src/checklist/README.md",
        "src/typical/README.md",
        "src/plan/README.md",
        "src/economics/README.md",
        "src/gate/README.md",
    ];
    assert!(
        links
            .iter()
            .all(|link| readme.contains(&format!("]({link}")))
    );
    assert!(!readme.contains("AUC") && !readme.contains("| ratio |"));
}

#[test]
fn commands_in_papers_can_be_run() {
    let help = run_at_root(&["--help"]).stdout;
    let mut seen = 0;
    for text in PAPERS.map(paper) {
        for mention in text.split("`rackready ").skip(1) {
            let word: String = mention
                .chars()
                .take_while(char::is_ascii_lowercase)
                .collect();
            assert!(help.contains(&format!("\n  {word}")), "rackready {word}");
            seen += 1;
        }
    }
    assert!(seen > 8, "{seen}");
    let manifest = paper("Cargo.toml");
    assert!(paper("benches/README.md").contains("cargo bench") && manifest.contains("[[bench]]"));
}

#[test]
fn the_two_commands_stand_in_it_and_ci_runs_the_same_tests() {
    let readme = paper("README.md");
    assert!(readme.contains("cargo run --release -- score sites/iren-childress-tx.yaml"));
    let ci = paper(".ci/run");
    assert!(readme.contains("cargo test --locked") && ci.contains("\ncargo test --locked\n"));
}

#[test]
fn the_picture_of_the_rooms_is_that_of_the_front_page() {
    let library = paper("src/lib.rs").replace("//! ", "").replace("//!", "");
    let picture = |text: &str| {
        text.split("```text\n")
            .nth(1)
            .map(|t| t.split("```").next().unwrap().to_owned())
    };
    assert_eq!(
        picture(&paper(".github/CONTRIBUTING.md")),
        picture(&library)
    );
}
