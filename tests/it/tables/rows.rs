//! What rows of a table stand for.

use super::*;

const HEADER: &str = "name,power.energized_mw,power.approved_mw,power.voltage_kv\n";

fn table(rows: &str) -> Done {
    let folder = Folder::with(&[("x.csv", &format!("{HEADER}{rows}"))]);
    score(&folder, &["x.csv"])
}

#[test]
fn name_or_sum_alone_drops_no_row() {
    for (rows, kept, told) in [
        // Subtotals of groups, and all of them.
        (
            "A,10,20,\nB,20,30,\nSubtotal,30,50,\nC,5,5,\nSubtotal,5,5,\nGrand total,35,55,\n",
            3,
            "left out as the sum",
        ),
        // Above what it adds up, rounded, and with a mean of voltages that nobody adds.
        (
            "Total,31,50,138\nA,10.4,20,138\nB,20.4,30,138\n",
            2,
            "left out as the sum",
        ),
        (
            "A,10,20,\nB,20,30,\nAverage,15,25,\n",
            2,
            "left out as the sum",
        ),
        (
            "A,10,20,\nB,20,30,\nTotal,31.7,50,\n",
            3,
            "called like a sum",
        ),
        ("A,10,20,\nB,20,30,\nTotal,,,\n", 3, "called like a sum"),
        (
            "A,10,20,\nB,20,30,\nCombined,30,50,\n",
            3,
            "not called a sum",
        ),
    ] {
        let done = table(rows);
        assert_eq!(ids(&done.stdout).len(), kept, "{rows}{}", done.stderr);
        assert!(done.stderr.contains(told), "{rows}{}", done.stderr);
    }
    // One row is no sum of one other.
    assert_eq!(table("A,10,20,\nB,10,20,\n").stderr, "");
}

#[test]
fn sizes_that_nobody_means_are_told_before_anything_is_ranked() {
    for (rows, told) in [
        (
            "A,6000,7000,\n",
            "6000 MW in `power.energized_mw`, more than any site has",
        ),
        (
            "A,1500,,\nB,2500,,\nC,1800,,\nD,50,,\n",
            "3 of 4 numbers in `power.energized_mw` are above 1000 MW",
        ),
        ("A,500,,12\n", "500 MW at 12 kV"),
    ] {
        let done = table(rows);
        assert_eq!(done.code, 0);
        assert!(
            done.stderr.contains("warning: ") && done.stderr.contains(told),
            "{}",
            done.stderr
        );
    }
    assert_eq!(table("A,500,600,345\nB,90,,138\n").stderr, "");
}

#[test]
fn parts_of_one_site_that_do_not_agree_are_told() {
    let table =
        "name,power.energized_mw,power.connection\nA,10,grid\nB,5,grid\na,20,behind-the-meter\n";
    let folder = Folder::with(&[("x.csv", table), ("sum.yaml", "rows: sum\n")]);
    let done = score(&folder, &["x.csv", "--columns", "sum.yaml"]);
    assert_eq!((done.code, ids(&done.stdout)), (2, vec!["b".to_owned()]));
    let told = "`power.connection` is `grid` in line 2 and `behind-the-meter` in this one";
    assert!(flat(&done.stderr).contains(told), "{}", done.stderr);
}

#[test]
fn the_latest_state_of_a_site_counts() {
    let table = "name,as_of,power.energized_mw\nA,2026-03,30\nA,2025-12,10\nA,2026-01,20\n";
    let folder = Folder::with(&[
        ("x.csv", table),
        ("latest.yaml", "rows: latest\n"),
        (
            "a.yaml",
            "name: A\nas_of: 2026-03\npower: {energized_mw: 30}\n",
        ),
    ]);
    let done = score(&folder, &["x.csv", "--columns", "latest.yaml"]);
    let same = score(&folder, &["a.yaml"]);
    assert_eq!(column(&done.stdout, "score"), column(&same.stdout, "score"));
}

#[test]
fn lenience_takes_what_cannot_be_read_as_unknown_and_counts_it() {
    let table = "name,power.energized_mw,power.connection\nA,about a lot,grid\nB,60,gird\nC,60,grid\nD,much,grid\n";
    let folder = Folder::with(&[
        ("x.csv", table),
        (
            "y.csv",
            "name,power.energized_mw,power.connection\nA,,grid\nB,60,\nC,60,grid\nD,,grid\n",
        ),
    ]);
    let strict = score(&folder, &["x.csv"]);
    assert_eq!(
        (strict.code, ids(&strict.stdout)),
        (2, vec!["c".to_owned()])
    );
    let lenient = score(&folder, &["x.csv", "--lenient"]);
    assert_eq!(lenient.code, 0, "{}", lenient.stderr);
    assert_eq!(
        column(&lenient.stdout, "score"),
        column(&score(&folder, &["y.csv"]).stdout, "score")
    );
    let told = flat(&lenient.stderr);
    assert!(told.contains("x.csv: 2 cells of `power.energized_mw` cannot be read and count as unknown, the first in x.csv:2"), "{told}");
    assert!(
        told.contains("1 cell of `power.connection` cannot be read and counts as unknown"),
        "{told}"
    );
    let check = |more: &[&str]| {
        let args = [
            "check",
            "x.csv",
            "--lenient",
            "--isolated",
            "--draws",
            "2",
            "--target",
            "nvl72",
        ];
        folder.run(&[&args[..], more].concat())
    };
    assert!(check(&[]).stderr.contains("--allow-open"));
    assert!(!check(&["--allow-open"]).stderr.contains("--lenient takes"));
    // A policy says it as well, and the command line goes before it.
    for (says, more, refused) in [
        ("true", vec![], false),
        ("false", vec![], true),
        ("false", vec!["--allow-open"], false),
        ("true", vec!["--allow-open=false"], true),
    ] {
        let policy = format!("version: 1\ncheck: {{allow_open: {says}}}\n");
        std::fs::write(folder.path("policy.yaml"), policy).unwrap();
        let args = [
            "check",
            "x.csv",
            "--lenient",
            "--policy",
            "policy.yaml",
            "--draws",
            "2",
            "--target",
            "nvl72",
        ];
        let done = folder.run(&[&args[..], &more].concat());
        assert_eq!(
            done.stderr.contains("--lenient takes"),
            refused,
            "{says} {more:?}: {}",
            done.stderr
        );
    }
    // Nothing is known of a site without a name.
    let nameless = Folder::with(&[("x.csv", "name,power.energized_mw\n,60\n")]);
    assert_eq!(score(&nameless, &["x.csv", "--lenient"]).code, 2);
}

#[test]
fn rows_of_a_table_from_standard_input_are_looked_at_as_a_whole_too() {
    let folder = Folder::with(&[]);
    let table = format!("{HEADER}A,10,20,\nB,20,30,\nTotal,30,50,\n");
    let args = [
        "score",
        "-",
        "--stdin-filename",
        "x.csv",
        "--output-format",
        "csv",
    ];
    let done = folder.run_with(&[&args, &QUICK[..]].concat(), &table, &[]);
    assert_eq!(ids(&done.stdout), ["a", "b"], "{}", done.stderr);
}

#[test]
fn rows_of_which_nobody_says_what_they_are_are_each_asked_and_the_others_ranked() {
    let table = "name,power.energized_mw\nA,10\nB,20\nB,30\nC,40\nD,50\nd,50\nD,60\n";
    let folder = Folder::with(&[("x.csv", table), ("each.yaml", "rows: each\n")]);
    for args in [&["x.csv"][..], &["x.csv", "--lenient"]] {
        let done = score(&folder, args);
        assert_eq!(
            (done.code, ids(&done.stdout)),
            (2, vec!["a".to_owned(), "c".to_owned()])
        );
        let told = flat(&done.stderr);
        for (place, asked) in [
            (
                "x.csv:4:",
                "a second row is called `B`, the first in line 3: parts",
            ),
            (
                "x.csv:7:",
                "a second row is called `d`, the first in line 6, and another row is called so too",
            ),
        ] {
            assert!(told.contains(asked) && told.contains(place), "{told}");
        }
        assert!(told.contains("`rows: sum` adds parts up"), "{told}");
    }
    let each = score(&folder, &["x.csv", "--columns", "each.yaml"]);
    assert_eq!((each.code, ids(&each.stdout).len()), (0, 7));
    // Of two rows with the name of a sum one is left out as one: the other is no half of a site.
    for rule in ["decimal: point\n", "rows: sum\n"] {
        let table = "name,power.energized_mw\nTotal,40\nA,10\nB,30\nTotal,7\n";
        let folder = Folder::with(&[("x.csv", table), ("rows.yaml", rule)]);
        let done = score(&folder, &["x.csv", "--columns", "rows.yaml"]);
        assert_eq!(ids(&done.stdout).len(), 3, "{}", done.stderr);
    }
}

#[test]
fn a_total_is_one_though_a_range_stands_above_it() {
    for (rows, kept) in [
        ("A,150,,\nB,80-100,,\nTotal,240,,\n", 2),
        ("A,150,,\nB,80-100,,\nTotal,250,,\n", 2),
        ("Total,230,,\nA,150,,\nB,80 to 100,,\n", 2),
        ("A,150,,\nB,~90,,\nTotal,240,,\n", 2),
        (
            "A,150,,\nB,\"{low: 80, likely: 85, high: 100}\",,\nTotal,235,,\n",
            2,
        ),
        ("A,150,,\nB,80-100,,\nTotal,230-250,,\n", 2),
        ("A,150,,\nB,80-100,,\nTotal,300,,\n", 3),
        ("A,150,,\nB,80-100,,\nTotal,150,,\n", 3),
    ] {
        let done = table(rows);
        assert_eq!(ids(&done.stdout).len(), kept, "{rows}{}", done.stderr);
    }
    // A range that another row lies in says nothing without a name.
    assert_eq!(table("A,150,,\nB,80-100,,\nC,240,,\n").stderr, "");
}
