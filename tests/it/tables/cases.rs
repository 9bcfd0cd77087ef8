//! Inputs of real use that once failed.

use super::*;

#[test]
fn a_row_of_totals_is_dropped_where_name_and_sums_agree() {
    let folder = cases(&["totals-row.csv", "columns-sites.yaml"]);
    let done = score(
        &folder,
        &["totals-row.csv", "--columns", "columns-sites.yaml"],
    );
    assert_eq!(ids(&done.stdout), ["mill-creek", "bear-flat", "stone-hill"]);
    assert!(done.stderr.contains("`Total` in line 5"), "{}", done.stderr);
    assert_eq!(done.code, 0);
}

#[test]
fn kilowatts_in_a_header_become_megawatts_and_are_told() {
    let folder = cases(&["kilowatts-in-the-header.csv", "columns-kilowatts.yaml"]);
    let args = [
        "kilowatts-in-the-header.csv",
        "--columns",
        "columns-kilowatts.yaml",
    ];
    let done = score(&folder, &args);
    assert!(
        flat(&done.stderr).contains("from kW to MW"),
        "{}",
        done.stderr
    );
    let yaml = "name: Pine Shed\nlocation: {country: SE}\npower: {energized_mw: 45, connection: grid, firmness: firm}\n";
    std::fs::write(folder.path("pine.yaml"), yaml).unwrap();
    let plain = score(&folder, &["pine.yaml"]);
    assert_eq!(
        column(&done.stdout, "score")[1],
        column(&plain.stdout, "score")[0]
    );
    // A note of the conversion stands in check too.
    let args = [
        &["check"],
        &args[..],
        &["--isolated", "--draws", "2", "--target", "nvl72"],
    ]
    .concat();
    assert!(flat(&folder.run(&args).stderr).contains("from kW to MW"));
}

#[test]
fn columns_that_a_mapping_names_and_a_table_lacks_are_told() {
    let folder = cases(&["column-that-went-away.csv", "columns-sites.yaml"]);
    let done = score(
        &folder,
        &[
            "column-that-went-away.csv",
            "--columns",
            "columns-sites.yaml",
        ],
    );
    assert_eq!(done.code, 0);
    let told = "--columns names 4 columns that are not there: `Approved MW`, `Firmness`, `Operator`, `State`";
    assert!(done.stderr.contains(told), "{}", done.stderr);
}

#[test]
fn phases_of_one_site_are_asked_and_no_half_of_it_is_ranked() {
    let folder = cases(&["phases-of-one-site.csv", "columns-phases.yaml"]);
    let args = ["phases-of-one-site.csv", "--columns", "columns-phases.yaml"];
    let done = score(&folder, &args);
    let told = flat(&done.stderr);
    assert_eq!((done.code, ids(&done.stdout).len()), (2, 0));
    assert!(
        told.contains("rows: sum") && told.contains("power.expansion"),
        "{told}"
    );
    let mapping = folder.text("columns-phases.yaml");
    for (word, expected, mw) in [
        ("sum", &["example-lake"][..], "300"),
        ("latest", &["example-lake"], "56"),
        ("each", &["example-lake-1", "example-lake-2"], "244"),
    ] {
        std::fs::write(folder.path("map.yaml"), format!("{mapping}rows: {word}\n")).unwrap();
        let done = score(
            &folder,
            &["phases-of-one-site.csv", "--columns", "map.yaml"],
        );
        assert_eq!(ids(&done.stdout), expected, "{}", done.stderr);
        let yaml = format!(
            "name: Example Lake\nid: {}\npower: {{approved_mw: {mw}, connection: grid, firmness: firm}}\n",
            expected[0]
        );
        std::fs::write(folder.path("same.yaml"), yaml).unwrap();
        let same = score(&folder, &["same.yaml"]);
        assert_eq!(
            column(&done.stdout, "score")[0],
            column(&same.stdout, "score")[0],
            "{word}"
        );
    }
}

#[test]
fn diff_reads_tables_by_a_mapping() {
    let folder = cases(&["diff-before.csv", "diff-after.csv", "columns-sites.yaml"]);
    let args = [
        "diff",
        "diff-before.csv",
        "diff-after.csv",
        "--columns",
        "columns-sites.yaml",
        "--draws",
        "2",
    ];
    let done = folder.run(&args);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("mill-creek"), "{}", done.stdout);
}

#[test]
fn what_is_the_same_for_every_row_is_said_once() {
    let folder = cases(&["same-for-every-row.csv", "columns-same-for-every-row.yaml"]);
    let mapping = folder.text("columns-same-for-every-row.yaml");
    let mapping = format!("{mapping}constants: {{power.connection: grid, power.firmness: firm}}\n");
    std::fs::write(folder.path("map.yaml"), mapping).unwrap();
    let done = score(
        &folder,
        &["same-for-every-row.csv", "--columns", "map.yaml"],
    );
    let yaml = "name: Bear Flat\noperator: Beta Power\nlocation: {locality: Sample County}\npower: {requested_mw: 1000, \
                connection: grid, firmness: firm}\n";
    std::fs::write(folder.path("bear.yaml"), yaml).unwrap();
    let same = score(&folder, &["bear.yaml"]);
    assert_eq!(
        column(&done.stdout, "score")[1],
        column(&same.stdout, "score")[0],
        "{}",
        done.stderr
    );
}

#[test]
fn a_mistake_in_every_row_is_told_once() {
    let rows: String = (1..=400)
        .map(|n| format!("Site {n},50,gird {n}\n"))
        .collect();
    let folder = Folder::with(&[(
        "x.csv",
        &format!("name,power.energized_mw,power.connection\n{rows}"),
    )]);
    let done = score(&folder, &["x.csv"]);
    assert_eq!(done.code, 2);
    // Three of what the column does not take are shown.
    assert!(done.stderr.lines().count() < 40, "{}", done.stderr);
    assert_eq!(done.stderr.matches("there is no value").count(), 4);
    let told = "400 rows have a mistake of this kind, the first x.csv:2, the last in line 401";
    assert!(flat(&done.stderr).contains(told), "{}", done.stderr);
    let all = folder.run(&["score", "x.csv", "-v"]);
    assert!(all.stderr.lines().count() > 400 * 4);
}

#[test]
fn no_run_says_more_than_two_hundred_lines_unless_it_is_asked_to() {
    let files: Vec<(String, String)> = (0..120)
        .map(|n| {
            (
                format!("{n}.yaml"),
                format!("name: A\npower: {{energized_mw: x{n}}}\n"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let folder = Folder::with(&files);
    let done = score(&folder, &["."]);
    assert!(
        done.stderr.lines().count() <= 204,
        "{}",
        done.stderr.lines().count()
    );
    assert!(
        done.stderr.contains("not shown; -v shows all"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_header_is_the_same_however_its_blanks_are_written() {
    let mapping = "Site: name\nApproved MW: power.approved_mw\nConnection: power.connection\n";
    let folder = cases(&["header-with-a-hard-space.csv"]);
    std::fs::write(folder.path("map.yaml"), mapping).unwrap();
    let done = score(
        &folder,
        &["header-with-a-hard-space.csv", "--columns", "map.yaml"],
    );
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
}

#[test]
fn a_workbook_without_a_sheet_is_told_as_that() {
    let done = score(&Folder::with(&[]), &[&case("workbook.xlsx")]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("no sheet that can be read"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_mark_at_the_beginning_of_a_list_is_no_part_of_a_path() {
    let folder = cases(&["list-with-a-mark.txt", "limit-rounded-away.yaml"]);
    let done = score(&folder, &["--files-from", "list-with-a-mark.txt"]);
    assert_eq!(ids(&done.stdout), ["limit-rounded-away"], "{}", done.stderr);
}

#[test]
fn names_stand_in_a_ranking_where_ids_say_nothing() {
    let folder = cases(&["ranking-without-names.csv"]);
    for format in ["text", "markdown"] {
        let args = [
            &[
                "score",
                "ranking-without-names.csv",
                "--output-format",
                format,
            ],
            &QUICK[..],
        ]
        .concat();
        let told = flat(&folder.run(&args).stdout);
        assert!(
            told.contains("Mill Creek") && told.contains("Bear Flat"),
            "{told}"
        );
    }
}

#[test]
fn a_site_that_contradicts_itself_is_marked_in_rankings() {
    let folder = cases(&["contradiction-unseen-in-ranking.csv"]);
    for format in ["text", "markdown"] {
        let args = [
            "score",
            "contradiction-unseen-in-ranking.csv",
            "--output-format",
            format,
        ];
        let told = folder.run(&[&args, &QUICK[..]].concat()).stdout;
        assert!(
            told.contains(" !") && told.contains("`rackready check` says where"),
            "{told}"
        );
    }
}

#[test]
fn a_header_below_titles_is_found_and_told() {
    let folder = cases(&["title-above-the-header.csv"]);
    let done = score(&folder, &["title-above-the-header.csv"]);
    assert_eq!(
        (done.code, ids(&done.stdout)),
        (0, vec!["mill-creek".to_owned()])
    );
    assert!(
        done.stderr.contains("the header seems to be in line 3"),
        "{}",
        done.stderr
    );
    std::fs::write(folder.path("map.yaml"), "header_row: 3\n").unwrap();
    let done = score(
        &folder,
        &["title-above-the-header.csv", "--columns", "map.yaml"],
    );
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    // One site below a title is a report as any other is.
    let report = folder.run(&["score", "title-above-the-header.csv", "--draws", "2"]);
    assert!(
        report.stdout.contains("VERDICT") || report.stdout.contains("Mill Creek"),
        "{}",
        report.stdout
    );
}

#[test]
fn a_row_that_is_short_is_told_as_that() {
    let folder = cases(&["row-that-is-short.csv"]);
    let done = score(&folder, &["row-that-is-short.csv"]);
    let told = flat(&done.stderr);
    assert!(
        told.contains("fewer cells than the header: 3 of 4, `power.connection` is missing"),
        "{told}"
    );
    assert!(!told.contains("double quotes"), "{told}");
    let lenient = score(&folder, &["row-that-is-short.csv", "--lenient"]);
    assert_eq!(ids(&lenient.stdout), ["mill-creek"], "{}", lenient.stderr);
}

#[test]
fn decimals_that_nobody_can_tell_are_asked() {
    let folder = cases(&["thousands-with-a-point.tsv"]);
    let done = score(&folder, &["thousands-with-a-point.tsv"]);
    assert_eq!((done.code, ids(&done.stdout).len()), (2, 0));
    assert!(
        flat(&done.stderr).contains("`1.200` can be 1200 or 1.2"),
        "{}",
        done.stderr
    );
    for (word, mw) in [("comma", "1200"), ("point", "1.2")] {
        std::fs::write(folder.path("map.yaml"), format!("decimal: {word}\n")).unwrap();
        let done = score(
            &folder,
            &["thousands-with-a-point.tsv", "--columns", "map.yaml"],
        );
        let approved = if word == "comma" { "2000" } else { "2" };
        let yaml = format!(
            "name: Nordhafen\npower: {{energized_mw: {mw}, approved_mw: {approved}, connection: grid, firmness: firm}}\n"
        );
        std::fs::write(folder.path("same.yaml"), yaml).unwrap();
        let same = score(&folder, &["same.yaml"]);
        assert_eq!(
            column(&done.stdout, "score")[0],
            column(&same.stdout, "score")[0],
            "{}",
            done.stderr
        );
    }
}
