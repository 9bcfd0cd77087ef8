//! Disks that fill while files are written: the last whole file stands, the run says so, and nothing is left over.

use std::process::Command;

use super::names;
use crate::support::{Done, Folder, PROGRAM, SITE};

/// Every command that writes files, and the file that stood there before.
const WRITERS: &[&str] = &[
    "score /sites/a.yaml --draws 2 --output-format json=out",
    "score /sites/a.yaml --draws 2 --output-format html=out",
    "score /sites --draws 2 --output-format ndjson=out",
    "score /sites --draws 2 --output-format csv=out",
    "plan /sites/a.yaml --draws 2 --output-format csv=out",
    "economics /sites/a.yaml --draws 2 --output-format json=out",
    "check /sites --draws 2 --isolated --as-of 2026-11-22 --output-format sarif=out",
    "check /sites --draws 2 --isolated --as-of 2026-11-22 --write-baseline out",
    "diff /sites/a.yaml /sites/b.yaml --draws 2 --output-format markdown=out",
    "score /sites/a.yaml --draws 2 --sweep power.feeds=1..3:1 --output-format csv=out",
    "columns /sites/t.csv --output-format yaml=out",
    "list requirements --output-format yaml=out",
    "explain nvl72 --output-format json=out",
    "schema site --output out",
    "init --force out",
];

/// What stood there before, which a baseline may replace too.
const AS_IT_WAS: &str = r#"{"schema":"rackready/baseline/v1"}"#;

fn yard() -> Folder {
    Folder::with(&[
        ("sites/a.yaml", SITE),
        ("sites/b.yaml", &SITE.replace("Mill", "Hill")),
        ("sites/t.csv", "name,Load (MW)\nA,5\n"),
    ])
}

/// The words of a command, its sites where they are.
fn words(command: &str, folder: &Folder) -> String {
    let sites = folder.path("sites").display().to_string();
    command.replace("/sites", &sites)
}

fn bash(folder: &Folder, script: &str) -> Done {
    folder.bash(script).output().unwrap().into()
}

/// Whether a process may mount a disk of its own here.
fn may_mount() -> bool {
    let script = "mount -t tmpfs -o size=64k none /mnt";
    let tried = Command::new("unshare")
        .args(["-rm", "sh", "-c", script])
        .output();
    tried.is_ok_and(|tried| tried.status.success())
}

#[test]
#[expect(clippy::print_stderr, reason = "what is left out is told")]
fn on_a_full_disk_the_last_whole_file_stands() {
    if !cfg!(target_os = "linux") || !may_mount() {
        eprintln!(
            "left out: no disk can be mounted here; the limit of a file's size is tried all the same"
        );
        return;
    }
    let folder = yard();
    std::fs::create_dir(folder.path("disk")).unwrap();
    let before = AS_IT_WAS.replace('"', "\\\"");
    // Full to the last page, and full behind the first pages of what is written.
    for spare in ["0", "4096"] {
        for command in WRITERS {
            let script = format!(
                "unshare -rm bash -c 'mount -t tmpfs -o size=256k none disk && cd disk && echo {before} > out\n\
                 head -c {spare} /dev/zero > spare; cat /dev/zero > filled 2>/dev/null; rm spare\n\
                 code=0; {PROGRAM} {} > /dev/null || code=$?\n\
                 echo \"code $code\"; ls -A; cat out'",
                words(command, &folder)
            );
            let done = bash(&folder, &script);
            let told = format!("{command}, {spare} bytes left: {done:?}");
            if spare != "0" && done.stdout.starts_with("code 0") {
                // It fits.
                let page = done.stdout.len() < 4096 + 32;
                assert!(page && !done.stdout.contains(AS_IT_WAS), "{told}");
                continue;
            }
            let stands = format!("code 2\nfilled\nout\n{AS_IT_WAS}\n");
            assert_eq!(done.stdout, stands, "{told}");
            assert!(done.stderr.contains("No space left on device"), "{told}");
        }
    }
    assert_eq!(names(&folder), ["disk", "sites"]);
}

#[test]
fn where_files_may_grow_no_further_the_last_whole_file_stands() {
    for command in WRITERS {
        let folder = yard();
        std::fs::write(folder.path("out"), AS_IT_WAS).unwrap();
        let script = format!("ulimit -f 0; exec {PROGRAM} {}", words(command, &folder));
        let done = bash(&folder, &script);
        let told = format!("{command}: {done:?}");
        assert_eq!(done.code, 2, "{told}");
        assert!(done.stderr.contains("`out` cannot be written"), "{told}");
        assert!(done.stderr.contains("File too large"), "{told}");
        assert!(!done.stderr.contains("rackready-tmp"), "{told}");
        assert_eq!(names(&folder), ["out", "sites"], "{told}");
        assert_eq!(folder.text("out"), AS_IT_WAS, "{told}");
    }
}

#[test]
fn of_several_files_the_ones_that_fit_are_whole_and_the_others_stand() {
    let folder = yard();
    for name in ["rows", "report"] {
        std::fs::write(folder.path(name), "as it was").unwrap();
    }
    let script = format!(
        "ulimit -f 8; exec {PROGRAM} {} --output-format json=report",
        words("score /sites --draws 2 --output-format csv=rows", &folder)
    );
    let done = bash(&folder, &script);
    assert_eq!(done.code, 2, "{done:?}");
    assert_eq!(names(&folder), ["report", "rows", "sites"]);
    assert_eq!(folder.text("report"), "as it was");
    let rows = folder.text("rows");
    let whole = rows == "as it was" || rows.lines().count() == 3 && rows.ends_with('\n');
    assert!(whole, "{rows}");
}

#[test]
fn where_standard_output_may_grow_no_further_that_is_told() {
    let folder = yard();
    let script = format!(
        "ulimit -f 1; exec {PROGRAM} {} > out",
        words("score /sites/a.yaml --draws 2", &folder)
    );
    let done = bash(&folder, &script);
    assert_eq!(done.code, 2, "{done:?}");
    let told = "standard output cannot be written: File too large";
    assert!(done.stderr.contains(told), "{done:?}");
}

#[test]
fn a_name_may_be_as_long_as_the_system_allows() {
    let folder = yard();
    for name in ["x".repeat(255), "ä".repeat(127)] {
        let done = folder.run(&["schema", "site", "--output", &name]);
        assert_eq!(done.code, 0, "{done:?}");
        assert!(folder.text(&name).starts_with('{'), "{name}");
        std::fs::remove_file(folder.path(&name)).unwrap();
    }
    assert_eq!(names(&folder), ["sites"]);
    let longer = "x".repeat(256);
    let done = folder.run(&["schema", "site", "--output", &longer]);
    assert_eq!(done.code, 2, "{done:?}");
    assert!(done.stderr.contains("File name too long"), "{done:?}");
}

#[test]
fn what_cannot_be_written_is_told_by_its_own_name() {
    let folder = yard();
    for output in ["gone/report.json", "sites/a.yaml/report.json"] {
        let done = folder.run(&["schema", "site", "--output", output]);
        let told = format!("`{output}` cannot be written: ");
        assert!(done.stderr.contains(&told), "{done:?}");
        assert!(!done.stderr.contains("rackready-tmp"), "{done:?}");
    }
}
