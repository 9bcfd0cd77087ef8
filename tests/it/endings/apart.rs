//! What a run writes is neither written twice nor read: nothing that somebody has is lost for a slip of the pen.

use std::os::unix::fs::symlink;

use super::names;
use crate::support::{Done, Folder, SITE};

const TABLE: &str = "name,power.energized_mw\nMill Creek,5\n";
const POLICY: &str = "version: 1\n";

/// The arguments, and those that keep a run short and by itself.
fn run(folder: &Folder, args: &str) -> Done {
    let args: Vec<&str> = args.split(' ').collect();
    folder.run(&args)
}

#[track_caller]
fn refused(folder: &Folder, args: &str, says: &str) {
    let before: Vec<Vec<u8>> = contents(folder);
    let done = run(folder, args);
    assert_eq!(done.code, 2, "{args}: {done:?}");
    assert!(done.stderr.contains(says), "{args}: {done:?}");
    assert_eq!(done.stdout, "", "{args}");
    assert_eq!(contents(folder), before, "{args}");
}

fn contents(folder: &Folder) -> Vec<Vec<u8>> {
    let files = names(folder).into_iter().map(|name| folder.path(&name));
    let files = files.filter(|path| path.is_file());
    files.map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn a_baseline_is_an_output_like_any_other() {
    let folder = Folder::with(&[("ok.yaml", SITE), (".git/x", "")]);
    let check = "check ok.yaml --isolated --as-of 2026-11-22 --draws 2";
    symlink("b.json", folder.path("link")).unwrap();
    for output in ["b.json", "./b.json", "link"] {
        let args = format!("{check} --write-baseline b.json --output-format json={output}");
        refused(&folder, &args, "two outputs cannot share the file");
        assert!(!folder.path("b.json").exists());
    }
    let args = format!("{check} --write-baseline /dev/stdout");
    refused(
        &folder,
        &args,
        "is standard output, where another format goes",
    );
    let args =
        format!("{check} --min-score 99 --write-baseline b.json --output-format json=r.json");
    assert_eq!(run(&folder, &args).code, 0);
    assert!(folder.text("b.json").contains("rackready/baseline/v2"));
    // Written anew, and never where something else stands.
    assert_eq!(run(&folder, &args).code, 0);
    let args = format!("{check} --write-baseline r.json");
    refused(
        &folder,
        &args,
        "`r.json` holds something that is no baseline",
    );
    let args = format!("{check} --baseline b.json --output-format json=b.json");
    refused(&folder, &args, "`b.json` is read by this run");
}

#[test]
fn standard_output_is_a_place_too() {
    let folder = Folder::with(&[("ok.yaml", SITE)]);
    for file in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        if std::path::Path::new(file).exists() {
            let args =
                format!("score ok.yaml --draws 2 --output-format text --output-format json={file}");
            refused(
                &folder,
                &args,
                "is standard output, where another format goes",
            );
        }
    }
    // The file behind it, whatever it is called.
    let script = |to: &str, output: &str| {
        let program = crate::support::PROGRAM;
        let script = format!(
            "{program} score ok.yaml --draws 2 --output-format csv --output-format {output} > {to}"
        );
        Done::from(folder.bash(&script).output().unwrap())
    };
    let done = script("out", "json=out");
    assert_eq!(
        (done.code, folder.text("out")),
        (2, String::new()),
        "{done:?}"
    );
    assert_eq!(script("out", "json=other").code, 0);
    // What keeps nothing may be given twice.
    assert_eq!(script("/dev/null", "json=/dev/null").code, 0);
    // Alone it is a name for standard output.
    let alone = run(
        &folder,
        "score ok.yaml --draws 2 --output-format csv=/dev/stdout",
    );
    assert!(alone.data().starts_with("id,"));
}

#[test]
fn what_a_run_reads_is_not_written_over() {
    let folder = Folder::with(&[
        ("ok.yaml", SITE),
        ("sites/a.yaml", SITE),
        ("t.csv", TABLE),
        ("p.yaml", POLICY),
        ("list", "ok.yaml\n"),
        ("columns.yaml", "columns: {a: name}\n"),
        ("cases.yaml", "scenarios: [{name: a, target: hgx}]\n"),
        ("outcomes.csv", "id,class\nok,converted\n"),
        (".git/x", ""),
    ]);
    symlink("ok.yaml", folder.path("link")).unwrap();
    let made = "score ok.yaml --draws 2 --output-format json=r.json";
    assert_eq!(run(&folder, made).code, 0);
    let requirements = "list requirements --output-format yaml=own.yaml";
    assert_eq!(run(&folder, requirements).code, 0);
    for (args, file) in [
        ("score ok.yaml --output-format json=", "ok.yaml"),
        ("score ok.yaml --output-format json=", "./ok.yaml"),
        ("score ok.yaml --output-format json=", "link"),
        ("plan link --output-format json=", "ok.yaml"),
        ("score *.yaml --output-format json=", "ok.yaml"),
        ("economics sites --output-format json=", "sites/a.yaml"),
        ("score t.csv --output-format json=", "t.csv"),
        ("columns t.csv --output-format yaml=", "t.csv"),
        (
            "score t.csv --columns columns.yaml --output-format csv=",
            "columns.yaml",
        ),
        ("score --files-from list --output-format json=", "list"),
        (
            "score ok.yaml --checklist own.yaml --output-format json=",
            "own.yaml",
        ),
        (
            "score ok.yaml --scenarios cases.yaml --output-format json=",
            "cases.yaml",
        ),
        (
            "check ok.yaml --policy p.yaml --output-format json=",
            "p.yaml",
        ),
        ("check ok.yaml --isolated --write-baseline ", "ok.yaml"),
        ("check ok.yaml --policy p.yaml --write-baseline ", "p.yaml"),
        ("diff ok.yaml sites --output-format json=", "ok.yaml"),
        ("diff r.json r.json --output-format json=", "r.json"),
        ("render r.json --output-format html=", "r.json"),
        (
            "backtest ok.yaml --outcomes outcomes.csv --output-format csv=",
            "outcomes.csv",
        ),
        (
            "explain cooling.liquid-loop --checklist own.yaml --output-format json=",
            "own.yaml",
        ),
    ] {
        refused(&folder, &format!("{args}{file}"), "is read by this run");
    }
    // Standard input has no name.
    let script = format!(
        "{} score - --output-format json=ok.yaml < ok.yaml",
        crate::support::PROGRAM
    );
    let done = Done::from(folder.bash(&script).output().unwrap());
    assert_eq!(
        (done.code, folder.text("ok.yaml").as_str()),
        (2, SITE),
        "{done:?}"
    );
    // What a directory leaves aside is no input.
    let fits = "score sites --draws 2 --output-format json=sites/r.json";
    assert_eq!(run(&folder, fits).code, 0);
    assert_eq!(run(&folder, fits).code, 0);
}

#[test]
fn a_link_to_what_is_not_there_stays_a_link() {
    let folder = Folder::with(&[("ok.yaml", SITE), ("sub/x", "")]);
    symlink("sub/new.json", folder.path("link")).unwrap();
    let done = run(&folder, "score ok.yaml --draws 2 --output-format json=link");
    assert_eq!(done.code, 0, "{done:?}");
    assert!(folder.path("link").symlink_metadata().unwrap().is_symlink());
    assert!(folder.text("sub/new.json").starts_with('{'));
    symlink("round", folder.path("round")).unwrap();
    let done = run(
        &folder,
        "score ok.yaml --draws 2 --output-format json=round",
    );
    assert_eq!(done.code, 2, "{done:?}");
    assert!(
        folder
            .path("round")
            .symlink_metadata()
            .unwrap()
            .is_symlink()
    );
}
