//! `columns`: a mapping to start from.

use super::*;

/// Proposes a mapping for a table, saves it and scores by it.
fn round_trip(folder: &Folder, table: &str) -> (String, Done) {
    let proposed = folder.run(&["columns", table]);
    assert_eq!(proposed.code, 0, "{}", proposed.stderr);
    std::fs::write(folder.path("proposed.yaml"), &proposed.stdout).unwrap();
    let done = score(folder, &[table, "--columns", "proposed.yaml"]);
    (proposed.stdout, done)
}

const TABLES: [&str; 6] = [
    "Site,Operator,State,Energized MW,Approved MW,Connection,Firmness\nA,Alpha,TX,90,140,grid,firm\nB,Alpha,TX,60,100,grid,firm\n",
    "Facility Name;Lat;Lon;Capacity (MW);Voltage (kV);Yes\nNord;60,5;10,25;45,5;110;x\nSüd;61;11;60;132;y\n",
    "Quarterly update,,,\n,,,\nProject,Installed (kW),COD,Miles to fiber\nA,45000,2027-03,3.5\nB,9000,2027-06,12\n",
    "\"Mine:\n\"\"main\"\"\",\"#\",\"Land (acres)\",\"null\"\nA,1,300,\nB,2,400,\n",
    "project,sponsor,county,announced_mw\nMill Creek,Alpha,Example County,300\nBear Flat,Beta,Sample County,1000\n",
    "foo,bar\nMill,60\nBear,70\n",
];

#[test]
fn what_is_proposed_is_accepted_as_it_is_saved() {
    for table in TABLES {
        let folder = Folder::with(&[("x.csv", table)]);
        let (proposed, done) = round_trip(&folder, "x.csv");
        assert_eq!(done.code, 0, "{table}{proposed}{}", done.stderr);
        assert_eq!(ids(&done.stdout).len(), 2, "{proposed}");
    }
    for case in [
        "totals-row.csv",
        "kilowatts-in-the-header.csv",
        "same-for-every-row.csv",
        "diff-after.csv",
    ] {
        let folder = cases(&[case]);
        let (proposed, done) = round_trip(&folder, case);
        assert_eq!(done.code, 0, "{proposed}{}", done.stderr);
    }
}

#[test]
fn a_workbook_with_a_title_is_proposed_and_read() {
    let folder = Folder::with(&[]);
    let rows: &[&[&str]] = &[
        &["Portfolio as of September", "", ""],
        &[],
        &["Site", "Capacity (MW)", "POI voltage (kV)", "Lucky number"],
        &["Mill Creek", "90", "138", "7"],
        &["Bear Flat", "60", "69", "9"],
    ];
    workbook(&[("Sites", rows)])
        .save(folder.path("x.xlsx"))
        .unwrap();
    let (proposed, done) = round_trip(&folder, "x.xlsx");
    insta::assert_snapshot!("proposed", proposed);
    assert_eq!(
        ids(&done.stdout),
        ["mill-creek", "bear-flat"],
        "{}",
        done.stderr
    );
}

#[test]
fn the_formats_say_the_same() {
    let folder = Folder::with(&[("x.csv", TABLES[2])]);
    let json = folder
        .run(&["columns", "x.csv", "--output-format", "json"])
        .json();
    assert_eq!(json["header_row"], 3);
    assert_eq!(json["columns"][1]["fact"], "power.energized_mw");
    assert_eq!(json["columns"][1]["unit"], "kW");
    let text = folder
        .run(&["columns", "x.csv", "--output-format", "text"])
        .data();
    for column in json["columns"].as_array().unwrap() {
        assert!(
            text.contains(
                column["header"]
                    .as_str()
                    .unwrap()
                    .split(' ')
                    .next()
                    .unwrap()
            ),
            "{text}"
        );
    }
    let yaml = Folder::with(&[("x.yaml", "name: A\n")]).run(&["columns", "x.yaml"]);
    assert_eq!(yaml.code, 2);
    assert!(yaml.stderr.contains("no table"), "{}", yaml.stderr);
}

#[test]
fn a_proposal_reads_decimals_as_who_scores_by_it() {
    let folder = Folder::with(&[(
        "x.csv",
        "Site;Energized MW;Voltage (kV)\nA;12,5;110\nB;1.200,5;132\nC;30;110\n",
    )]);
    let (proposed, done) = round_trip(&folder, "x.csv");
    assert!(!proposed.contains("UNCERTAIN:"), "{proposed}");
    assert!(proposed.contains("# decimal: comma"), "{proposed}");
    assert_eq!(done.code, 0, "{}", done.stderr);
    // All cells of a column with decimals: it has its fact.
    let folder = Folder::with(&[("x.csv", "Site;Energized MW\nA;12,5\nB;30,25\n")]);
    let (proposed, done) = round_trip(&folder, "x.csv");
    assert!(
        proposed.contains("Energized MW: power.energized_mw") && !proposed.contains("UNCERTAIN:"),
        "{proposed}"
    );
    assert_eq!(done.code, 0, "{}", done.stderr);
    // What who scores asks is doubted in the proposal.
    let folder = Folder::with(&[("x.csv", "Site,Energized MW\nA,\"1,200\"\nB,90\n")]);
    let (proposed, done) = round_trip(&folder, "x.csv");
    assert!(
        proposed.contains("# UNCERTAIN: `1,200` can be read in two ways"),
        "{proposed}"
    );
    assert_eq!(done.code, 2);
    let json = folder
        .run(&["columns", "x.csv", "--output-format", "json"])
        .json();
    assert_eq!(
        (&json["decimal"], &json["undecided"]),
        (&"point".into(), &"1,200".into())
    );
}

#[test]
fn a_header_without_a_fact_says_what_is_near_and_why_it_is_not_taken() {
    let table = "Site,Power price (€/MWh),Fiber (miles),Capacity (MVA),Rail (miles),Energized MW\n\
                 A,45,3,100,2,much\nB,50,4,120,3,more\n";
    let folder = Folder::with(&[("x.csv", table)]);
    let proposed = folder.run(&["columns", "x.csv"]).data();
    let said = flat(&proposed);
    for expected in [
        "`power.price_usd_per_mwh` is called so, and EUR is not USD/MWh: the rate of exchange",
        "Fiber (miles): # called so in the trade, such as `3` fact: fiber.lateral_km unit: mi",
        "`power.energized_mw` is called so, and MVA is not MW: they differ by the power factor",
        "`power.energized_mw` is called so, and none of its cells can be read so, such as `much`",
    ] {
        assert!(said.contains(expected), "{expected}\n{proposed}");
    }
    // Fiber is yes or no where nothing says that it is a distance.
    let folder = Folder::with(&[("x.csv", "Site,Fiber\nA,yes\nB,no\n")]);
    let proposed = folder.run(&["columns", "x.csv"]).data();
    assert!(proposed.contains("Fiber: fiber.dark_fiber"), "{proposed}");
}
