//! What `.github/SECURITY.md` promises of the code as a whole, and that the tests it names are there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::{entries, root};

/// Ways out of the program: connections, other programs, code that is loaded.
const WAYS_OUT: [&str; 6] = [
    "std::net",
    "std::os::unix::net",
    "process::Command",
    "process::{",
    "Command::new",
    "libloading",
];

/// Crates that open connections, or that everything which does stands on.
const CONNECT: [&str; 12] = [
    "async-io",
    "curl",
    "h2",
    "hyper",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "socket2",
    "ureq",
];

/// Rooms that may touch files; `source` and `input` read, `cli` writes.
const TOUCH_FILES: [&str; 3] = ["source", "input", "cli"];

fn files(folder: &Path, ending: &str, into: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            files(&path, ending, into);
        } else if path.extension().is_some_and(|e| e == ending) {
            into.push(path);
        }
    }
}

/// Text of every file of the program without its unit tests, by its path below `src`.
fn code() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut found = Vec::new();
    files(&src, "rs", &mut found);
    let code = |path: PathBuf| {
        let name = path.strip_prefix(&src).unwrap().display().to_string();
        let tests = name.contains("tests.rs") || name.ends_with("_tests.rs");
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        (!tests).then(|| (name, code.to_owned()))
    };
    found.into_iter().filter_map(code).collect()
}

fn naming(words: &[&str], code: &[(String, String)]) -> Vec<String> {
    let names = |text: &str| words.iter().any(|word| text.contains(word));
    let found = code.iter().filter(|(_, text)| names(text));
    found.map(|(name, _)| name.clone()).collect()
}

#[test]
fn no_code_opens_a_connection_or_starts_a_program() {
    let none: Vec<String> = Vec::new();
    assert_eq!(naming(&WAYS_OUT, &code()), none);
    let planted = ("a.rs".to_owned(), "use std::process::Command;".to_owned());
    assert_eq!(naming(&WAYS_OUT, &[planted]), ["a.rs"]);
}

#[test]
fn no_dependency_opens_connections() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let names: BTreeSet<&str> = lock
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .collect();
    assert!(names.contains("yaml_serde"), "the lock file is read");
    let found: Vec<_> = CONNECT
        .iter()
        .filter(|name| names.contains(*name))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn what_judges_touches_no_file() {
    let touches = naming(&["std::fs", "fs::File", "std::env"], &code());
    let other = |name: &&String| {
        let room = name.split(['/', '\\', '.']).next().unwrap_or_default();
        !TOUCH_FILES.contains(&room)
    };
    assert_eq!(touches.iter().find(other), None);
    assert!(touches.len() > 5, "those that may are found: {touches:?}");
}

/// Tests that a page names as `file::name` or `folder::file::name`, all below `tests/it`.
fn named_tests(page: &str) -> Vec<&str> {
    let spans = page.split('`').skip(1).step_by(2);
    spans.filter(|span| span.contains("::")).collect()
}

#[test]
fn each_test_that_the_security_page_names_is_there() {
    let page = std::fs::read_to_string(root().join(".github/SECURITY.md")).unwrap();
    let named = named_tests(&page);
    assert!(named.len() > 30, "{}", named.len());
    for name in named {
        let (file, test) = name.rsplit_once("::").unwrap();
        let path = root().join("tests/it").join(file.replace("::", "/"));
        let text = [path.with_extension("rs"), path.join("mod.rs")]
            .iter()
            .find_map(|path| std::fs::read_to_string(path).ok());
        let text = text.unwrap_or_else(|| panic!("no file of {name}"));
        assert!(text.contains(&format!("fn {test}(")), "{name}");
    }
}
