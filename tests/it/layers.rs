//! Data flows one way: a room may name only rooms above it in the list of the crate's front page.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{entries, root};

/// The rooms in their order; the front page of the crate says what each is.
const ROOMS: &[&str] = &[
    "words",
    "units",
    "estimate",
    "source",
    "citations",
    "site",
    "hosting",
    "input",
    "engineering",
    "capacity",
    "checklist",
    "rules",
    "score",
    "plan",
    "verdict",
    "assess",
    "record",
    "ranking",
    "backtest",
    "compare",
    "gate",
    "report",
    "cli",
];

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The room a file belongs to; `None` for `lib.rs` and `main.rs`, which tie the rooms together.
fn room_of(file: &Path, src: &Path) -> Option<String> {
    let first = file.strip_prefix(src).unwrap().iter().next().unwrap();
    let name = Path::new(first).file_stem().unwrap().to_str().unwrap();
    (!matches!(name, "lib" | "main")).then(|| name.to_owned())
}

/// Rooms named as `crate::room` or `rackready::room`, those inside `use crate::{…}` included.
/// Tests at the foot of a file may reach anywhere.
fn rooms_named(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let code = code
        .split("#[cfg(test)]\npub(crate) mod tests")
        .next()
        .unwrap();
    let code: String = code
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut named = Vec::new();
    for marker in ["crate::", "rackready::"] {
        for (at, _) in code.match_indices(marker) {
            let rest = &code[at + marker.len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(group) => group
                    .split('}')
                    .next()
                    .unwrap()
                    .split(',')
                    .map(str::trim)
                    .collect(),
                None => vec![rest],
            };
            for name in names {
                named.push(
                    name.chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '_')
                        .collect(),
                );
            }
        }
    }
    named
}

#[test]
fn no_room_reaches_back() {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    assert!(files.len() > 30, "the source was not found");
    let order = |room: &str| ROOMS.iter().position(|r| *r == room);
    let mut wrong = Vec::new();
    for file in files {
        let Some(room) = room_of(&file, &src) else {
            continue;
        };
        let here = order(&room).unwrap_or_else(|| panic!("{room} is no room of the list"));
        for named in rooms_named(&fs::read_to_string(&file).unwrap()) {
            if order(&named).is_some_and(|there| there > here) {
                wrong.push(format!("{} names {named}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_one_file_names_the_yaml_crate() {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let naming: Vec<_> = files
        .iter()
        .filter(|f| fs::read_to_string(f).unwrap().contains("serde_yaml::"))
        .collect();
    assert_eq!(naming.len(), 1, "{naming:?}");
    assert!(naming[0].ends_with("source/yaml.rs"));
}

#[test]
fn the_front_page_names_every_room_in_order() {
    let page = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let picture: Vec<&str> = page
        .lines()
        .filter_map(|l| l.strip_prefix("//! "))
        .filter_map(|l| l.split_whitespace().next())
        .filter(|word| ROOMS.contains(word))
        .collect();
    assert_eq!(picture, ROOMS);
}
