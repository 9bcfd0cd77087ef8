//! What the fuzzer found once holds: its corpus, and files of the repository, through every target as plain tests on any
//! toolchain. `fuzz/README.md` says how to fuzz.

mod dictionaries;
pub(crate) mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::support::{entries, root, site_files};
use targets::{CUT, TARGETS, Target};

/// Most bytes of the corpora of all targets together.
const MOST_BYTES: u64 = 300_000;
/// Most files of one corpus.
const MOST_FILES: usize = 60;

fn corpus(target: &str) -> Vec<PathBuf> {
    entries(&root().join("fuzz/corpus").join(target))
}

fn target(name: &str) -> Target {
    let named = TARGETS.iter().find(|(known, _)| *known == name);
    named.unwrap_or_else(|| panic!("no target {name}")).1
}

/// Runs a target on inputs, each with its name.
fn replay(name: &str, inputs: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) {
    let target = target(name);
    let fails = |(file, bytes): (PathBuf, Vec<u8>)| {
        let ended = catch_unwind(AssertUnwindSafe(|| target(&bytes)));
        ended.is_err().then(|| file.display().to_string())
    };
    let failed: Vec<String> = inputs.into_iter().filter_map(fails).collect();
    assert!(
        failed.is_empty(),
        "{name}: see above what does not hold of {failed:#?}"
    );
}

fn read(file: PathBuf) -> (PathBuf, Vec<u8>) {
    let bytes = std::fs::read(&file).unwrap();
    (file, bytes)
}

/// A test for each target that runs its corpus.
macro_rules! replayed {
    ($($target:ident)+) => {
        mod corpus {
            /// The targets that are replayed.
            pub(super) const REPLAYED: &[&str] = &[$(stringify!($target)),+];

            $(#[test]
            fn $target() {
                let name = stringify!($target);
                super::replay(name, super::corpus(name).into_iter().map(super::read));
            })+
        }
    };
}

replayed! { site table checklist prices priors market policy saved diff scenario whole }

#[test]
fn sites_and_bad_files_hold_as_yaml_and_as_json() {
    let bad = entries(&root().join("tests/bad"));
    replay("site", site_files().into_iter().chain(bad).map(read));
}

#[test]
fn some_sites_hold_all_the_way() {
    let some = site_files().into_iter().step_by(9);
    replay("whole", some.map(read));
}

#[test]
fn a_site_and_another_hold_compared() {
    let files = site_files();
    let two = |pair: &[PathBuf]| {
        let [(base, mut bytes), (head, of_head)] =
            [&pair[0], &pair[1]].map(|file| read(file.clone()));
        bytes.extend(format!("{CUT}\n").bytes().chain(of_head));
        (base.join(head.file_name().unwrap()), bytes)
    };
    replay("diff", files.chunks_exact(2).step_by(12).map(two));
}

#[test]
fn every_target_has_its_program_its_dictionary_and_a_small_corpus() {
    assert_eq!(corpus::REPLAYED, TARGETS.map(|(name, _)| name));
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    let stems = |folder: &str| -> Vec<String> {
        let files = entries(&root().join("fuzz").join(folder)).into_iter();
        files.map(|file| stem(&file)).collect()
    };
    let mut names = TARGETS.map(|(name, _)| name.to_owned());
    names.sort();
    for folder in ["fuzz_targets", "corpus", "dictionaries"] {
        assert_eq!(stems(folder), names, "{folder}");
    }
    let mut bytes = 0;
    for name in &names {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        let files = corpus(name);
        assert!(
            (1..=MOST_FILES).contains(&files.len()),
            "{name}: {}",
            files.len()
        );
        bytes += files
            .iter()
            .map(|file| file.metadata().unwrap().len())
            .sum::<u64>();
    }
    assert!(bytes <= MOST_BYTES, "{bytes}");
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn an_input_is_parted_at_lines() {
    let cut = |text: &'static str| {
        let parts = targets::in_parts::<3>(text.as_bytes());
        parts.map(|part| std::str::from_utf8(part).unwrap())
    };
    assert_eq!(cut("a"), ["", "", "a"]);
    assert_eq!(cut("a\n#####\nb"), ["", "a\n", "b"]);
    assert_eq!(cut("#####\n#####\nc\n#####\nd"), ["", "", "c\n#####\nd"]);
    assert_eq!(cut("a #####\n"), ["", "", "a #####\n"]);
}
