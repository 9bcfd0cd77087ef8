//! Data flows one way: a room may name only rooms above it in the list of the crate's front page, and inside a room no
//! files name each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{entries, root};

/// The rooms in their order; the front page of the crate says what each is.
const ROOMS: &[&str] = &[
    "words",
    "units",
    "estimate",
    "spread",
    "bounds",
    "spool",
    "source",
    "citations",
    "site",
    "hosting",
    "whatif",
    "input",
    "typical",
    "engineering",
    "capacity",
    "checklist",
    "rules",
    "score",
    "plan",
    "economics",
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

/// A file of the source as the module it is, with its text. Without `lib.rs` and `main.rs`, which tie the rooms together,
/// and without files of tests, which may reach anywhere.
fn sources() -> BTreeMap<Steps, String> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    assert!(files.len() > 30, "the source was not found");
    let texts = files.iter().filter_map(|file| {
        let module = module_of(file, &src)?;
        Some((module, fs::read_to_string(file).unwrap()))
    });
    without_tests(texts.collect())
}

fn without_tests(mut texts: BTreeMap<Steps, String>) -> BTreeMap<Steps, String> {
    let tests: Vec<Steps> = texts
        .iter()
        .flat_map(|(module, text)| modules_of_tests(module, &split(text).1))
        .collect();
    texts.retain(|module, _| !tests.iter().any(|of| module.starts_with(of)));
    texts
}

/// The code of a text and its tests, both without comments. A test is what stands behind `#[cfg(test)]`, to the bracket
/// that closes it.
fn split(text: &str) -> (String, String) {
    let (mut code, mut tests) = (String::new(), String::new());
    let put = |into: &mut String, line: &str| {
        into.push_str(line);
        into.push('\n');
    };
    let mut lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    while let Some(line) = lines.next() {
        let within = line.trim_start();
        if within != "#[cfg(test)]" {
            put(&mut code, line);
            continue;
        }
        let indent = &line[..line.len() - within.len()];
        let mut is_open = false;
        for line in lines.by_ref() {
            put(&mut tests, line);
            let closes = line
                .strip_prefix(indent)
                .is_some_and(|line| line.starts_with('}'));
            if closes || !is_open && line.ends_with([';', '}']) {
                break;
            }
            is_open |= !line.trim_start().starts_with("#[");
        }
    }
    (code, tests)
}

/// The modules that tests of a file declare as files of their own.
fn modules_of_tests(module: &Steps, tests: &str) -> Vec<Steps> {
    let mut path = None;
    let mut modules = Vec::new();
    for line in tests.lines() {
        if let Some(named) = line.strip_prefix("#[path = \"") {
            path = named.strip_suffix(".rs\"]");
            continue;
        }
        let declared = line
            .strip_suffix(';')
            .and_then(|line| line.split_once("mod "));
        if let Some((_, name)) = declared {
            // A path counts from the folder of the file.
            let (above, name) = match path {
                Some(path) => (&module[..module.len() - 1], path),
                None => (module.as_slice(), name),
            };
            modules.push([above, &[name.to_owned()]].concat());
        }
        path = None;
    }
    modules
}

/// The rooms that the code of a file names.
fn rooms_named(text: &str, module: &Steps, files: &BTreeSet<Steps>) -> BTreeSet<String> {
    let named = named_in(text, module, files);
    let paths = named.needed.iter().chain(named.brought.values());
    paths.filter_map(|path| path.first().cloned()).collect()
}

#[test]
fn no_room_reaches_back() {
    let sources = sources();
    let files: BTreeSet<Steps> = sources.keys().cloned().collect();
    let order = |room: &str| ROOMS.iter().position(|r| *r == room);
    let mut wrong = Vec::new();
    for (module, text) in &sources {
        let room = &module[0];
        let here = order(room).unwrap_or_else(|| panic!("{room} is no room of the list"));
        for named in rooms_named(text, module, &files) {
            if order(&named).is_some_and(|there| there > here) {
                wrong.push(format!("{} names {named}", module.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_room_is_found_however_it_is_written() {
    let names_report = |text: &str| {
        let rooms = rooms_named(text, &vec!["record".to_owned()], &BTreeSet::new());
        rooms.contains("report")
    };
    for text in [
        "use crate::{site::{Site, path}, report::Style};",
        "use crate::{\n    site::{Site, path},\n    report::{self, Style},\n};",
        "use rackready::report::Style as Other;",
        "pub(crate) use crate::report::Style;",
        "use super::report;",
        "fn f() -> crate::report::Style {}",
        "#[cfg(test)]\nmod tests;\nuse crate::report::Style;",
    ] {
        assert!(names_report(text), "{text}");
    }
    for text in [
        "use crate::{site::{Site, path}, rules::Rule};",
        "// use crate::report::Style;",
        "#[cfg(test)]\nuse crate::report::Style;\nfn f() {}",
        "#[cfg(test)]\nmod tests {\n    use crate::report::Style;\n}",
        "#[cfg(test)]\npub(super) mod tests {\n    use crate::report::Style;\n}",
        "#[cfg(test)]\n#[allow(unused)]\nfn f() {\n    crate::report::f();\n}",
    ] {
        assert!(!names_report(text), "{text}");
    }
}

#[test]
fn files_of_tests_are_left_out() {
    let texts = [
        ("a::x", "#[cfg(test)]\nmod tests;\nmod y;"),
        ("a::x::tests", ""),
        ("a::x::tests::deep", ""),
        (
            "a::x::y",
            "#[cfg(test)]\n#[path = \"y_tests.rs\"]\nmod tests;",
        ),
        ("a::x::y_tests", ""),
    ];
    let texts = texts.map(|(module, text)| {
        let steps: Steps = module.split("::").map(str::to_owned).collect();
        (steps, text.to_owned())
    });
    let left = without_tests(BTreeMap::from(texts));
    let left: Vec<String> = left.keys().map(|module| module.join("::")).collect();
    assert_eq!(left, ["a::x", "a::x::y"]);
}

/// A path of the code, step by step from the root of the crate.
type Steps = Vec<String>;

/// What the code of one file names.
#[derive(Default)]
struct Named {
    /// What each name stands for that a `use` brings, those handed on with `pub use` included.
    brought: BTreeMap<String, Steps>,
    /// The paths that the file itself needs.
    needed: Vec<Steps>,
}

/// The module that a file is; `None` for `lib.rs` and `main.rs`.
fn module_of(file: &Path, src: &Path) -> Option<Steps> {
    let path = file.strip_prefix(src).unwrap().with_extension("");
    let steps = path.iter().map(|step| step.to_str().unwrap().to_owned());
    let mut steps: Steps = steps.collect();
    steps.pop_if(|last| last == "mod");
    (!matches!(steps[0].as_str(), "lib" | "main")).then_some(steps)
}

/// `a::{b, c::d as e}` one by one: the name that each brings, and its path as written.
fn uses(tree: &str) -> Vec<(String, Steps)> {
    let tree = tree.trim();
    let Some((before, group)) = tree.split_once('{') else {
        let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
        let mut path: Steps = path
            .split("::")
            .map(|step| step.trim().to_owned())
            .collect();
        path.pop_if(|last| last == "self");
        let last = path.last().cloned().unwrap_or_default();
        return vec![(
            if name.is_empty() {
                last
            } else {
                name.to_owned()
            },
            path,
        )];
    };
    let group = group.rsplit_once('}').unwrap().0;
    let mut depth = 0;
    let parts = group.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let parts = parts.filter(|part| !part.trim().is_empty());
    parts
        .flat_map(|part| uses(&format!("{before}{}", part.trim())))
        .collect()
}

/// `a::b` and `c`, wherever they stand in code; what follows a dot is no path.
fn paths(code: &str) -> Vec<Steps> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.');
    let words = code.split(|c| !is_part(c)).flat_map(|word| {
        let path = word.split('.').next().unwrap();
        let path = path.trim_end_matches(':');
        (!path.is_empty()).then(|| path.split("::").map(str::to_owned).collect())
    });
    words.collect()
}

/// A path as it counts from the root of the crate; `None` where it leads out of it.
fn from_root(
    path: &[String],
    module: &Steps,
    brought: &BTreeMap<String, Steps>,
    files: &BTreeSet<Steps>,
) -> Option<Steps> {
    let (first, rest) = path.split_first()?;
    let mut base = match first.as_str() {
        "crate" | "rackready" => Steps::new(),
        "self" => module.clone(),
        "super" => {
            let climbs = path.iter().take_while(|step| *step == "super").count();
            let above = module[..module.len() - climbs].to_vec();
            return Some([&above, &path[climbs..]].concat());
        }
        name if brought.contains_key(name) => brought[name].clone(),
        // One step alone is a variable as well; only with a second it is a module below.
        name if !rest.is_empty() => {
            let below = [module.as_slice(), &[name.to_owned()]].concat();
            files.contains(&below).then_some(below)?
        }
        _ => return None,
    };
    base.extend_from_slice(rest);
    Some(base)
}

fn is_visibility(seen: &str) -> bool {
    matches!(seen, "" | "pub") || seen.starts_with("pub(") && seen.ends_with(')')
}

fn named_in(text: &str, module: &Steps, files: &BTreeSet<Steps>) -> Named {
    let mut named = Named::default();
    let mut other = String::new();
    let (code, _) = split(text);
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let (seen, used) = match line.trim_start().split_once("use ") {
            Some((seen, used)) if is_visibility(seen.trim_end()) => (seen, used),
            _ => {
                other.push_str(line);
                other.push('\n');
                continue;
            }
        };
        let mut used = used.to_owned();
        while !used.ends_with(';') {
            used.push_str(lines.next().unwrap().trim());
        }
        for (name, path) in uses(used.trim_end_matches(';')) {
            let path = from_root(&path, module, &BTreeMap::new(), files);
            let Some(path) = path else { continue };
            if seen.is_empty() {
                named.needed.push(path.clone());
            }
            named.brought.insert(name, path);
        }
    }
    for path in paths(&other) {
        let path = from_root(&path, module, &named.brought, files);
        named.needed.extend(path);
    }
    named
}

/// The file in which a path ends: what a file only hands on is somewhere below.
fn file_of(path: &[String], all: &BTreeMap<Steps, Named>) -> Option<Steps> {
    let deepest = (1..=path.len()).rev().map(|n| path.split_at(n));
    let (file, rest) = deepest
        .into_iter()
        .find(|(file, _)| all.contains_key(*file))?;
    let handed = rest.first().and_then(|name| all[file].brought.get(name));
    match handed {
        Some(handed) => file_of(&[handed, &rest[1..]].concat(), all),
        None => Some(file.to_vec()),
    }
}

/// Each file with those that its code names. Those below it do not count: a folder's own file gathers what is in the
/// folder, as `lib.rs` gathers the rooms.
fn arrows(texts: &BTreeMap<Steps, String>) -> BTreeMap<Steps, BTreeSet<Steps>> {
    let modules: BTreeSet<Steps> = texts.keys().cloned().collect();
    let named = texts.iter().map(|(module, text)| {
        let named = named_in(text, module, &modules);
        (module.clone(), named)
    });
    let all: BTreeMap<Steps, Named> = named.collect();
    let arrows = all.iter().map(|(module, named)| {
        let to = named.needed.iter().filter_map(|path| file_of(path, &all));
        (
            module.clone(),
            to.filter(|to| !to.starts_with(module)).collect(),
        )
    });
    arrows.collect()
}

/// All files that a way of arrows leads to.
fn reached(from: &Steps, arrows: &BTreeMap<Steps, BTreeSet<Steps>>) -> BTreeSet<Steps> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from];
    while let Some(file) = next.pop() {
        for to in &arrows[file] {
            if reached.insert(to.clone()) {
                next.push(to);
            }
        }
    }
    reached
}

/// The files of each circle: those that a way leads to and back from.
fn circles(texts: &BTreeMap<Steps, String>) -> BTreeSet<Vec<String>> {
    let arrows = arrows(texts);
    let reached: BTreeMap<&Steps, BTreeSet<Steps>> = arrows
        .keys()
        .map(|file| (file, reached(file, &arrows)))
        .collect();
    let circle_of = |file: &Steps| -> Vec<String> {
        let around = reached[file].iter().filter(|to| reached[to].contains(file));
        around.map(|file| file.join("::")).collect()
    };
    let circles = arrows.keys().map(circle_of);
    circles.filter(|circle| !circle.is_empty()).collect()
}

/// What two files of a circle share belongs into the lower of them or into a third.
#[test]
fn files_name_each_other_in_no_circle() {
    let circles = circles(&sources());
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let circles_of = |files: &[(&str, &str)]| {
        let texts = files.iter().map(|(module, text)| {
            let steps = module.split("::").map(str::to_owned).collect();
            (steps, (*text).to_owned())
        });
        circles(&texts.collect())
    };
    let both = BTreeSet::from([vec!["a::x".to_owned(), "a::y".to_owned()]]);
    let front = ("a", "mod x;\nmod y;\npub use y::Y;\n");
    for back in [
        "use super::y::Y;",
        "use super::{Y as Other, z};",
        "use super::{z, y::{self, Y}};",
        "use crate::a::{\n    z,\n    y,\n};",
        "fn f() { crate::a::y::g(); }",
        "fn f() -> super::Y {}",
        "pub use super::y;\nfn f() { y::g(); }",
    ] {
        let x = ("a::x", back);
        assert_eq!(
            circles_of(&[front, x, ("a::y", "use super::x::X;")]),
            both,
            "{back}"
        );
        assert!(circles_of(&[front, x, ("a::y", "// use super::x::X;")]).is_empty());
        let in_tests = (
            "a::y",
            "#[cfg(test)]\nmod tests {\n    use super::super::x;\n}",
        );
        assert!(circles_of(&[front, x, in_tests]).is_empty());
    }
    let round = [
        ("a::x", "use super::y;"),
        ("a::y", "use super::z;"),
        ("a::z", "use super::x;"),
    ];
    assert_eq!(circles_of(&round).first().unwrap().len(), 3);
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
