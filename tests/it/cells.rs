//! What cells of tables mean, tried with tables as people keep them.

use serde_json::Value;

use crate::support::{Done, Folder, root};

/// A table or file of the corpus, scored in a folder of its own.
fn scored(file: &str, more: &[&str]) -> Done {
    let text = std::fs::read_to_string(root().join("tests/tables").join(file)).unwrap();
    let folder = Folder::with(&[(file, &text)]);
    let few = ["--without-economics", "--draws", "16", "--target", "nvl72"];
    folder.run(&[&["score", file], &few[..], more].concat())
}

fn sites(done: &Done) -> Vec<Value> {
    done.json()["sites"].as_array().unwrap().clone()
}

fn json(file: &str) -> Done {
    scored(file, &["--output-format", "json"])
}

#[test]
fn a_spreadsheet_is_read_as_it_is_written() {
    let done = json("as-a-spreadsheet-writes-it.csv");
    assert_eq!(done.code, 0, "{}", done.stderr);
    let site = &sites(&done)[0];
    assert_eq!(site["country"], "SE");
    assert_eq!(site["known_facts"], 7);
}

#[test]
fn what_is_not_known_is_known_in_every_kind_of_fact() {
    let done = json("words-for-not-known.csv");
    assert_eq!(done.code, 0, "{}", done.stderr);
    let known: Vec<_> = sites(&done)
        .iter()
        .map(|site| site["known_facts"].clone())
        .collect();
    // Energized MW and the connection; the same; and the approved MW and firmness of the third.
    assert_eq!(known, [2, 2, 4]);

    let done = json("placeholders-as-texts.csv");
    assert_eq!(done.code, 0, "{}", done.stderr);
    for site in sites(&done) {
        assert_eq!(site["known_facts"], 2);
        assert!(site["operator"].is_null() && site["region"].is_null() && site["grid"].is_null());
    }
}

#[test]
fn errors_of_a_spreadsheet_are_errors_of_their_cells() {
    let done = json("spreadsheet-errors.csv");
    assert_eq!(done.code, 2);
    for (cell, says) in [
        ("#REF!", "whose cell is gone"),
        ("#DIV/0!", "division by zero"),
    ] {
        let told = format!("`{cell}` is an error of the spreadsheet: a");
        assert!(
            done.stderr.contains(&told) && done.stderr.contains(says),
            "{}",
            done.stderr
        );
    }
    assert!(!done.stderr.contains("#N/A` is"), "{}", done.stderr);
}

#[test]
fn only_codes_that_exist_are_countries() {
    let done = json("country-codes-that-are-none.csv");
    assert_eq!(done.code, 2);
    let read: Vec<_> = sites(&done)
        .iter()
        .map(|site| site["country"].clone())
        .collect();
    assert_eq!(read, ["GB", "GB"]);
    for told in [
        "`NA` may be Namibia or not available",
        "Texas is a part of",
        "found `ZZ`",
    ] {
        assert!(done.stderr.contains(told), "{}", done.stderr);
    }
    let folder = Folder::with(&[(
        "x.yaml",
        "name: A\npower: {energized_mw: 5}\nlocation: {country: TX}\n",
    )]);
    let done = folder.run(&["score", "x.yaml"]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr
            .contains("Texas is a part of a country: write `country: US`"),
        "{}",
        done.stderr
    );
}

#[test]
fn quarters_are_dates_in_files_and_tables() {
    let done = json("quarters.yaml");
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    let table = "name,power.energized_mw,power.connection,power.expansion[0].mw,power.expansion[0].date,\
                 power.expansion[0].readiness,power.expansion[1].mw,power.expansion[1].date,power.expansion[1].readiness\n\
                 Quarters,90,grid,56,1Q27,Agreed,40,Q4 2027,agreed\n";
    let yaml = std::fs::read_to_string(root().join("tests/tables/quarters.yaml")).unwrap();
    let folder = Folder::with(&[("x.csv", table), ("x.yaml", &yaml)]);
    let rows = |file| {
        let args = [
            "score",
            file,
            "--draws",
            "16",
            "--without-economics",
            "--target",
            "nvl72",
            "--output-format",
            "csv",
        ];
        let done = folder.run(&args);
        assert_eq!(done.code, 0, "{}", done.stderr);
        // Ids are those of files here, and names there; so are files and lines.
        let line = done.stdout.lines().nth(1).unwrap().to_owned();
        line.split(',')
            .skip(8)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(rows("x.csv"), rows("x.yaml"));
}

#[test]
fn no_proposal_says_the_opposite() {
    let done = json("opposite-suggested.yaml");
    assert_eq!(done.code, 2);
    for near in ["did you mean `interruptible`?", "did you mean `tier-iii`?"] {
        assert!(done.stderr.contains(near), "{}", done.stderr);
    }
    for turned in ["mean `firm`", "mean `welcoming`", "mean `tier-i`"] {
        assert!(!done.stderr.contains(turned), "{}", done.stderr);
    }
}

#[test]
fn keys_of_other_tools_lead_to_facts() {
    let done = json("keys-of-another-tool.json");
    assert_eq!(done.code, 2);
    for meant in [
        "did you mean `redundancy.generators`?",
        "its keys belong in `location`",
    ] {
        assert!(done.stderr.contains(meant), "{}", done.stderr);
    }
    let done = json("dotted-keys.ndjson");
    assert_eq!(done.code, 2);
    let words: Vec<_> = done.stderr.split_whitespace().collect();
    let told = words.join(" ");
    assert!(
        told.contains(r#"`"power": {"energized_mw": …}`"#),
        "{}",
        done.stderr
    );
}

#[test]
fn groups_and_conditions_hang_on_no_case() {
    let groups = |by: &str| {
        let done = scored(
            "groups-by-case.csv",
            &["--group-by", by, "--output-format", "json", "--known", "0"],
        );
        assert_eq!(done.code, 0, "{}", done.stderr);
        let groups = done.json()["portfolio"]["groups"]["groups"]
            .as_array()
            .unwrap()
            .clone();
        let mut keys: Vec<_> = groups
            .iter()
            .map(|group| group["key"].as_str().unwrap().to_owned())
            .collect();
        keys.sort_by_key(|key| key.to_lowercase());
        keys
    };
    for by in ["grid", "Grid", "location.grid_operator"] {
        let keys = groups(by);
        assert_eq!(keys.len(), 2, "{keys:?}");
        assert!(
            keys[0].eq_ignore_ascii_case("ercot") && keys[1] == "NYISO",
            "{keys:?}"
        );
    }
    assert_eq!(groups("power.firmness"), ["firm"]);
    assert_eq!(groups("power.energized_mw"), ["278", "300", "750"]);
    let found = |condition: &str| {
        let done = scored(
            "groups-by-case.csv",
            &["--where", condition, "--output-format", "json"],
        );
        assert_eq!(done.code, 0, "{}", done.stderr);
        done.json()["portfolio"]["left_out"].clone()
    };
    for (condition, left_out) in [
        ("grid=ErcOT", 1),
        ("Location.Grid_Operator=ercot", 1),
        ("power.firmness=FIRM", 0),
        ("power.firmness=interruptible", 3),
        ("power.energized_mw>=300", 1),
        ("fiber.dark_fiber=unknown", 0),
    ] {
        assert_eq!(found(condition), left_out, "{condition}");
    }
    let done = scored("groups-by-case.csv", &["--where", "power.firmnes=firm"]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("did you mean `power.firmness`?"),
        "{}",
        done.stderr
    );
}

#[test]
fn texas_is_one_group_and_one_place_however_it_is_written() {
    let row = |name: &str, region: &str| format!("{name},US,{region},90,grid,firm\n");
    let table = format!(
        "name,location.country,location.region,power.energized_mw,power.connection,power.firmness\n{}{}{}{}",
        row("A", "TX"),
        row("B", "Texas"),
        row("C", "US-TX"),
        row("D", "texas")
    );
    let folder = Folder::with(&[("x.csv", &table)]);
    let done = folder.run(&[
        "score",
        "x.csv",
        "--without-economics",
        "--draws",
        "16",
        "--target",
        "nvl72",
        "--known",
        "0",
        "--group-by",
        "location.region",
        "--where",
        "region=tx",
        "--output-format",
        "json",
    ]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let groups = done.json()["portfolio"]["groups"]["groups"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0]["key"], "Texas");
    let scores: Vec<_> = sites(&done)
        .iter()
        .map(|site| site["region"].clone())
        .collect();
    assert_eq!(scores, ["Texas", "Texas", "Texas", "texas"]);
}
