//! Mappings: everything they say, and everything that is wrong with them.

use super::*;

#[test]
fn a_mapping_says_units_words_constants_and_what_is_left_out() {
    let table =
        "Plant;Load;Type;Chatter;HV\nNord;45.000,5;Own line;x;110\nSüd;12.000,0;Mains;y;20\n";
    let mapping = "\
columns:
  Plant: name
  Load: {fact: power.energized_mw, unit: kW}
  Type:
    fact: power.connection
    values: {Own line: behind-the-meter, Mains: grid}
  HV: power.voltage_kv
constants:
  power.firmness: firm
  halls[0].building: hall
ignore: [Chatter]
decimal: comma
";
    let yaml = "\
name: Nord
power: {energized_mw: 45.0005, connection: behind-the-meter, firmness: firm, voltage_kv: 110}
halls: [{building: hall}]
---
name: Süd
power: {energized_mw: 12, connection: grid, firmness: firm, voltage_kv: 20}
halls: [{building: hall}]
";
    let folder = Folder::with(&[("x.csv", table), ("map.yaml", mapping), ("x.yaml", yaml)]);
    let (done, same) = (
        score(&folder, &["x.csv", "--columns", "map.yaml"]),
        score(&folder, &["x.yaml"]),
    );
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(column(&done.stdout, "score"), column(&same.stdout, "score"));
    assert_eq!(ids(&done.stdout), ids(&same.stdout));
}

#[test]
fn a_cell_wins_over_a_constant_and_a_blank_one_does_not() {
    let folder = Folder::with(&[
        (
            "x.csv",
            "name,power.energized_mw,power.firmness\nA,50,interruptible\nB,50,\nC,50,n/a\n",
        ),
        ("map.yaml", "constants: {power.firmness: firm}\n"),
        (
            "y.csv",
            "name,power.energized_mw,power.firmness\nA,50,interruptible\nB,50,firm\nC,50,firm\n",
        ),
    ]);
    let done = score(&folder, &["x.csv", "--columns", "map.yaml"]);
    assert_eq!(
        column(&done.stdout, "score"),
        column(&score(&folder, &["y.csv"]).stdout, "score")
    );
}

#[test]
fn everything_wrong_with_a_mapping_is_told_with_its_place() {
    let mapping = "\
columns:
  Plant: nmae
  Load: {fact: power.energized_mw, unit: kV}
  Kind: {fact: power.connection, unit: kW, valeus: {a: b}}
  Other: {unit: kW}
constants:
  power.connection: gird
  name: all
  power.aproved_mw: 5
header_row: first
decimal: coma
rows: latst
ignore: Chatter
Load: power.approved_mw
";
    let folder = Folder::with(&[("x.csv", "name\nA\n"), ("map.yaml", mapping)]);
    let done = score(&folder, &["x.csv", "--columns", "map.yaml"]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    insta::assert_snapshot!("wrong_mapping", done.stderr);
}

#[test]
fn the_schema_of_mappings_takes_both_forms() {
    let validator = crate::support::validator("columns");
    for (fits, mapping) in [
        (
            true,
            serde_json::json!({"Site": "name", "Load (MW)": "power.energized_mw", "Remark": "ignore"}),
        ),
        (
            true,
            serde_json::json!({"columns": {"Load": {"fact": "power.energized_mw", "unit": "kW"}}, "rows": "sum",
                                  "decimal": "comma", "header_row": 3, "ignore": ["x"], "constants": {"power.firmness": "firm"}}),
        ),
        (
            false,
            serde_json::json!({"columns": {"Load": {"unit": "kW"}}}),
        ),
        (false, serde_json::json!({"header_row": 0, "rows": "latst"})),
    ] {
        assert_eq!(validator.is_valid(&mapping), fits, "{mapping}");
    }
}

#[test]
fn units_below_a_header_are_part_of_it() {
    let folder = Folder::with(&[
        (
            "x.csv",
            "name,power.energized_mw,power.voltage_kv\n,kW,kV\nA,45000,110\n",
        ),
        (
            "y.csv",
            "name,power.energized_mw,power.voltage_kv\nA,45,110\n",
        ),
    ]);
    let done = score(&folder, &["x.csv"]);
    assert!(
        done.stderr.contains("line 2 holds units"),
        "{}",
        done.stderr
    );
    assert_eq!(
        column(&done.stdout, "score"),
        column(&score(&folder, &["y.csv"]).stdout, "score")
    );
}

#[test]
fn a_table_without_names_is_told_once() {
    let folder = Folder::with(&[("x.csv", "power.energized_mw\n50\n60\n")]);
    let done = score(&folder, &["x.csv"]);
    assert!(
        done.stderr
            .contains("no column holds the names of the sites"),
        "{}",
        done.stderr
    );
}

#[test]
fn what_is_no_table_says_what_to_do() {
    let folder = Folder::with(&[
        ("a.xls", "x"),
        (
            "sites.geojson",
            "{\"type\": \"FeatureCollection\", \"features\": []}",
        ),
        (
            "map.json",
            "{\"type\": \"FeatureCollection\", \"features\": []}",
        ),
        ("latin.csv", "name,power.energized_mw\nA,5\n"),
    ]);
    std::fs::write(
        folder.path("latin.csv"),
        b"name,power.energized_mw\nCaf\xe9,5\n",
    )
    .unwrap();
    std::fs::copy(case("far-corner.xlsx"), folder.path("far.yaml")).unwrap();
    std::fs::write(folder.path("old.xlsx"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap();
    std::fs::write(folder.path("text.xlsx"), b"name,mw\n").unwrap();
    std::fs::write(folder.path("packed.csv"), b"\x1f\x8b\x08\0").unwrap();
    for (file, told) in [
        ("a.xls", "save the table as .xlsx"),
        ("sites.geojson", "GeoJSON"),
        ("map.json", "jq -c '.features[].properties'"),
        ("far.yaml", "`.xlsx` or `.ods`"),
        ("old.xlsx", "password"),
        ("text.xlsx", "no workbook"),
        ("packed.csv", "packed by gzip"),
        ("latin.csv", "Latin-1"),
    ] {
        let done = score(&folder, &[file]);
        assert_eq!(done.code, 2);
        assert!(flat(&done.stderr).contains(told), "{file}: {}", done.stderr);
    }
}

#[test]
fn packed_tables_and_utf_16_read_as_they_are() {
    use std::io::Write;
    let table = "name,power.energized_mw\nÄther,60\nB,70\n";
    let folder = Folder::with(&[
        ("x.csv", table),
        (
            "x.ndjson",
            "{\"name\": \"A\", \"power\": {\"energized_mw\": 60}}\n",
        ),
    ]);
    let expected = score(&folder, &["x.csv"]);
    for name in ["x.csv", "x.ndjson"] {
        let file = std::fs::File::create(folder.path(&format!("{name}.gz"))).unwrap();
        let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        packer.write_all(folder.text(name).as_bytes()).unwrap();
        packer.finish().unwrap();
        let (packed, plain) = (
            score(&folder, &[&format!("{name}.gz")]),
            score(&folder, &[name]),
        );
        assert_eq!(
            column(&packed.stdout, "score"),
            column(&plain.stdout, "score"),
            "{}",
            packed.stderr
        );
    }
    let units = std::iter::once(0xfeff_u16)
        .chain(table.replace(',', "\t").encode_utf16().collect::<Vec<_>>());
    let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path("utf16.tsv"), bytes).unwrap();
    let done = score(&folder, &["utf16.tsv"]);
    assert_eq!(
        column(&done.stdout, "score"),
        column(&expected.stdout, "score"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_column_of_yes_and_no_is_told_how_a_mapping_gives_it_words() {
    let table = |yes: &str, no: &str| format!("Name,MW,Firm?,Fiber\nA,50,{yes},\nB,60,{no},{no}\n");
    let mapping = |values: &str| {
        format!(
            "Name: name\nMW: power.energized_mw\nFirm?: {{fact: power.firmness{values}}}\nFiber: ignore\n"
        )
    };
    for (yes, no) in [("Yes", "No"), ("y", "n"), ("TRUE", "FALSE"), ("1", "0")] {
        let folder = Folder::with(&[("x.csv", &table(yes, no)), ("map.yaml", &mapping(""))]);
        let refused = score(&folder, &["x.csv", "--columns", "map.yaml"]);
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        let told = flat(&refused.stderr);
        let (_, behind) = told.split_once("no stand for, `values: {").expect(&told);
        let values = format!("values: {{{}}}", behind.split_once('}').unwrap().0);
        // What it proposes is taken as it stands, where the column says yes and no by these words.
        assert!(
            values.ends_with(": firm, no: interruptible}") || values.ends_with(": interruptible}"),
            "{values}"
        );
        let (yes, no) = if yes == "1" { ("yes", "no") } else { (yes, no) };
        let same = table("firm", "interruptible");
        let folder = Folder::with(&[
            ("x.csv", &table(yes, no)),
            ("map.yaml", &mapping(&format!(", {values}"))),
            ("same.csv", &same),
            ("plain.yaml", &mapping("")),
        ]);
        let taken = score(&folder, &["x.csv", "--columns", "map.yaml"]);
        assert_eq!(taken.code, 0, "{}", taken.stderr);
        let same = score(&folder, &["same.csv", "--columns", "plain.yaml"]);
        assert_eq!(
            column(&taken.stdout, "score"),
            column(&same.stdout, "score")
        );
    }
    // Of words with one for nothing, `no` is that one.
    let folder = Folder::with(&[("x.csv", "name,power.expansion[0].readiness\nA,no\n")]);
    let told = flat(&score(&folder, &["x.csv"]).stderr);
    assert!(told.contains("no: none}"), "{told}");
}
