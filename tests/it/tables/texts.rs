//! Tables in texts: how wide they may be, and how their lines end.

use std::fmt::Write;

use rackready::bounds::COLUMNS;

use super::*;

/// A table with some columns that mean nothing.
fn wide(columns: usize) -> Folder {
    let mut table = "name,power.energized_mw".to_owned();
    for column in 0..columns - 2 {
        write!(table, ",c{column}").unwrap();
    }
    table += &format!("\nMill,60{}\n", ",".repeat(columns - 2));
    Folder::with(&[("x.csv", &table)])
}

#[test]
fn a_table_is_as_wide_as_a_sheet_may_be() {
    for args in [&["score", "x.csv"][..], &["columns", "x.csv"]] {
        let done = wide(COLUMNS.count() + 1).run(args);
        assert_eq!(done.code, 2);
        let told = "the header in line 1 has 1025 columns, and at most 1024 are read";
        assert!(flat(&done.stderr).contains(told), "{}", done.stderr);
    }
    let folder = wide(COLUMNS.count());
    assert_eq!(folder.run(&["columns", "x.csv"]).code, 0);
    let done = score(&folder, &["x.csv", "-v"]);
    assert_eq!(done.code, 2);
    let told = flat(&done.stderr);
    // The first ones one by one, with what may be meant; the others together.
    assert!(told.contains("no fact is called `c19`"), "{told}");
    assert!(!told.contains("no fact is called `c20`"), "{told}");
    assert!(
        told.contains("1002 more headers name no fact either: `c20`, `c21`, ")
            && told.contains("`c39` … and 982 more"),
        "{told}"
    );
}

#[test]
fn lines_end_as_any_machine_ends_them() {
    let lines = [
        "name,power.energized_mw,power.connection",
        "Mill,60,grid",
        "Bear,90,gird",
        "",
    ];
    for end in ["\n", "\r\n", "\r"] {
        let folder = Folder::with(&[
            ("x.csv", &lines.join(end)),
            ("y.csv", &lines[..2].join(end)),
        ]);
        let done = score(&folder, &["x.csv"]);
        assert_eq!(
            (done.code, ids(&done.stdout)),
            (2, vec!["mill".to_owned()]),
            "{end:?}: {}",
            done.stderr
        );
        assert!(done.stderr.contains("x.csv:3:"), "{end:?}: {}", done.stderr);
        assert_eq!(score(&folder, &["y.csv"]).code, 0, "{end:?}");
    }
}
