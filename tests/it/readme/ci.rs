//! The paper on CI: its commands are run, its workflow is the one that is linted.
//!
//! A block of `sh` behind `<!-- runs: CODE -->` ends with that code. The blocks run one after the other in one
//! folder, as somebody who follows the section runs them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{Folder, PROGRAM, root};

fn file(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// What stands behind each marker of a kind, and the block of code below it.
fn blocks(readme: &str, kind: &str, language: &str) -> Vec<(String, String)> {
    let marker = format!("<!-- {kind}: ");
    let marked = readme.split(&marker).skip(1);
    let block = |text: &str| {
        let (what, rest) = text.split_once(&format!(" -->\n```{language}\n")).unwrap();
        let (code, _) = rest.split_once("```\n").unwrap();
        (what.to_owned(), code.to_owned())
    };
    marked.map(block).collect()
}

#[test]
fn its_commands_end_as_it_says() {
    let folder = Folder::with(&[]);
    let bin = Path::new(PROGRAM).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let blocks = blocks(&file("src/gate/README.md"), "runs", "sh");
    assert!(blocks.len() >= 4, "{}", blocks.len());
    for (code, script) in blocks {
        let done = folder
            .bash(&script)
            .env("PATH", format!("{}:{path}", bin.display()))
            .output()
            .unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        let ended = done.status.code().unwrap().to_string();
        assert_eq!(ended, code, "{script}\n{said}");
        // A usage error or a file that cannot be read is no such end.
        assert!(!said.contains("cannot be read"), "{said}");
    }
}

#[test]
fn its_workflow_is_the_one_of_this_repository() {
    let readme = file("src/gate/README.md");
    let blocks = blocks(&readme, "file", "yaml");
    assert!(!blocks.is_empty());
    for (name, text) in blocks {
        assert_eq!(text, file(&name), "{name}");
    }
    assert!(file(".ci/run").contains(".github/workflows/*.yml"));
}

#[test]
fn it_names_every_variable_and_the_hook_that_there_is() {
    fn names(text: &str) -> BTreeSet<String> {
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        let ours = words.filter(|word| word.starts_with("RACKREADY_") && word.len() > 10);
        ours.map(str::to_owned).collect()
    }
    let help = Folder::with(&[]).run(&["check", "--help"]).data();
    assert!(names(&help).len() > 10);
    let readme = file("src/gate/README.md");
    let hooks: serde_yaml::Value = serde_yaml::from_str(&file(".pre-commit-hooks.yaml")).unwrap();
    let id = hooks[0]["id"].as_str().unwrap();
    assert!(readme.contains(&format!("- id: {id} ")), "{id}");
    assert_eq!(names(&readme), names(&help));
}
