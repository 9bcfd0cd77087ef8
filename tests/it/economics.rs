//! `economics`, and what other commands say of money: the same numbers everywhere, of the record alone.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::support::{Folder, SITE, root, sites};

/// Draws that are enough for all that is asked here.
const DRAWS: &str = "64";

/// A folder with a whole mine and one of which little is known.
fn yard() -> Folder {
    let folder = Folder::with(&[]);
    let base = root().join("tests/data/base-200-mw.yaml");
    std::fs::copy(base, folder.path("base.yaml")).unwrap();
    std::fs::copy(
        sites().join("example-minimal.yaml"),
        folder.path("minimal.yaml"),
    )
    .unwrap();
    folder
}

fn reckon(folder: &Folder, args: &[&str]) -> String {
    let command = ["economics", "--target", "nvl72", "--draws", DRAWS];
    folder.run(&[&command[..], args].concat()).data()
}

fn json(folder: &Folder, file: &str) -> Value {
    let text = reckon(folder, &[file, "--output-format", "json"]);
    serde_json::from_str(&text).unwrap()
}

fn economics(document: &Value) -> &Value {
    &document["sites"][0]["economics"]
}

/// The line of a way in the table, in words.
fn line<'t>(text: &'t str, way: &str) -> Vec<&'t str> {
    let lines = text.lines().map(|line| line.split_whitespace().collect());
    let mut lines = lines.filter(|words: &Vec<&str>| words.first() == Some(&way));
    let mut words = lines.next().unwrap();
    words.retain(|word| *word != "*" && *word != "%");
    words
}

#[test]
fn text_has_the_numbers_of_the_record() {
    let folder = yard();
    let document = json(&folder, "base.yaml");
    let text = reckon(&folder, &["base.yaml"]);
    for way in economics(&document)["alternatives"].as_array().unwrap() {
        let words = line(&text, way["id"].as_str().unwrap());
        let npv = &way["npv_musd"];
        if npv.is_null() {
            assert_eq!(words[1..], ["–"; 9], "{text}");
            let reason = way["reason"].as_str().unwrap();
            let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flowing.contains(reason), "{reason}: {text}");
            continue;
        }
        for (at, of) in ["p10", "p50", "p90", "mean"].into_iter().enumerate() {
            let (shown, exact) = (
                words[at + 1].parse::<f64>().unwrap(),
                npv[of].as_f64().unwrap(),
            );
            assert!(
                (shown - exact).abs() <= 0.006 * exact.abs() + 0.0051,
                "{way}: {text}"
            );
        }
        let each = way["npv_per_grid_mw_musd"]["mean"].as_f64().unwrap();
        assert!((words[5].parse::<f64>().unwrap() - each).abs() <= 0.0051);
        let share = 100.0 * way["hindsight"].as_f64().unwrap();
        assert!((words[6].parse::<f64>().unwrap() - share).abs() <= 0.51);
    }
    let best = economics(&document)["best"].as_str().unwrap();
    assert!(text.contains(&format!("\n{best} *")), "{text}");
}

#[test]
fn each_draw_has_one_best_way_at_most() {
    let folder = yard();
    for file in ["base.yaml", "minimal.yaml"] {
        let document = json(&folder, file);
        let ways = economics(&document)["alternatives"].as_array().unwrap();
        assert_eq!(ways.len(), 6);
        let shares = || ways.iter().filter_map(|way| way["hindsight"].as_f64());
        let whole: f64 = shares().sum();
        assert!((whole - 1.0).abs() <= 0.003 + 1e-9, "{file}: {whole}");
        let converting = ways
            .iter()
            .filter(|way| matches!(way["id"].as_str().unwrap(), "lease" | "cloud" | "hybrid"));
        let converting: f64 = converting.filter_map(|way| way["hindsight"].as_f64()).sum();
        let said = economics(&document)["converting"].as_f64().unwrap();
        assert!((converting - said).abs() < 0.002);
    }
}

#[test]
fn csv_has_a_row_for_each_way_with_the_numbers_of_the_record() {
    let folder = yard();
    let document = json(&folder, "base.yaml");
    let table = reckon(&folder, &["base.yaml", "--output-format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: &csv::StringRecord, name: &str| {
        let at = header.iter().position(|column| column == name).unwrap();
        row[at].to_owned()
    };
    let ways = economics(&document)["alternatives"].as_array().unwrap();
    assert_eq!(rows.len(), ways.len());
    for (row, way) in rows.iter().zip(ways) {
        assert_eq!(cell(row, "way"), way["id"].as_str().unwrap());
        for (column, value) in [
            ("npv_mean_musd", &way["npv_musd"]["mean"]),
            (
                "npv_per_grid_mw_p90_musd",
                &way["npv_per_grid_mw_musd"]["p90"],
            ),
            ("irr", &way["irr"]),
        ] {
            let shown = cell(row, column).parse::<f64>().ok();
            assert_eq!(shown, value.as_f64(), "{column}");
        }
        assert_eq!(
            cell(row, "reason"),
            way["reason"].as_str().unwrap_or_default()
        );
        let turns = &economics(&document)["break_even"]["rent_usd_per_kw_month"];
        let column = cell(row, "turns_at_rent_usd_per_kw_month");
        assert_eq!(column.parse::<f64>().ok(), turns.as_f64());
    }
    let columns = folder
        .run(&["list", "columns", "--output-format", "json"])
        .data();
    for column in &header {
        assert!(
            columns.contains(&format!("\"{column}\"")),
            "{column} is not explained"
        );
    }
}

#[test]
fn a_saved_document_gives_the_same_text_and_table() {
    let folder = yard();
    for paths in [&["base.yaml"][..], &["base.yaml", "minimal.yaml", "--full"]] {
        let files = paths.iter().filter(|path| !path.starts_with('-')).copied();
        let files: Vec<&str> = files.collect();
        for format in ["json", "ndjson"] {
            let saved = reckon(
                &folder,
                &[&files[..], &["--output-format", format]].concat(),
            );
            std::fs::write(folder.path("saved"), saved).unwrap();
            let mut render = vec!["render", "saved"];
            render.extend(paths.iter().filter(|path| path.starts_with('-')));
            assert_eq!(folder.run(&render).data(), reckon(&folder, paths));
            let table = folder
                .run(&["render", "saved", "--output-format", "csv"])
                .data();
            let args = [&files[..], &["--output-format", "csv"]].concat();
            assert_eq!(table, reckon(&folder, &args));
        }
    }
}

#[test]
fn several_sites_stand_by_what_converting_is_worth_beyond_mining() {
    let folder = yard();
    let [base, minimal] = ["base.yaml", "minimal.yaml"].map(|file| json(&folder, file));
    let beyond = |document: &Value| {
        let against = &economics(document)["against_mining"];
        against["npv_per_grid_mw_musd"]["mean"].as_f64().unwrap()
    };
    let table = reckon(&folder, &["base.yaml", "minimal.yaml"]);
    let at = |document: &Value| {
        let id = document["sites"][0]["id"].as_str().unwrap();
        table.find(&format!("\n{id} ")).unwrap()
    };
    let first = beyond(&base) > beyond(&minimal);
    assert_eq!(at(&base) < at(&minimal), first, "{table}");
    let flowing = table.split_whitespace().collect::<Vec<_>>().join(" ");
    let mind = "four sites of 50 MW are not one of 200 MW";
    assert!(flowing.contains(mind), "{table}");
    let served = ["--target", "nvl72/hyperscaler/inference", "--draws", "16"];
    let served = folder.run(&[&["economics", "base.yaml", "minimal.yaml"], &served[..]].concat());
    assert!(!served.data().contains("one fabric"));
}

#[test]
fn score_says_in_a_line_what_economics_reckons() {
    let folder = yard();
    let args = ["score", "base.yaml", "--target", "nvl72", "--draws", DRAWS];
    let text = folder.run(&args).data();
    let document = json(&folder, "base.yaml");
    let money = economics(&document);
    let best = money["best"].as_str().unwrap();
    let ways = money["alternatives"].as_array().unwrap();
    let way = ways.iter().find(|way| way["id"] == best).unwrap();
    let mean = way["npv_per_grid_mw_musd"]["mean"].as_f64().unwrap();
    let line = text.split_once("\nMONEY ").unwrap().1;
    let line: Vec<&str> = line.split_whitespace().take(60).collect();
    let line = line.join(" ");
    assert!(
        line.contains(&format!("is worth most, {mean:.2} M$ per MW")),
        "{line}"
    );
    assert!(text.contains("· market 2026-11 ·"), "{text}");

    let (verdict, with) = (
        &document["sites"][0]["verdict"]["word"],
        &document["sites"][0]["verdict"]["with_money"]["word"],
    );
    assert_eq!(
        (verdict.as_str(), with.as_str()),
        (Some("convert"), Some("keep-mining"))
    );
    assert!(text.contains("\nVERDICT keep mining · "), "{text}");
    assert!(text.contains("by engineering: converting"), "{text}");

    let comment = folder
        .run(&[&args[..], &["--output-format", "markdown"]].concat())
        .data();
    assert!(
        comment.contains(" — keep-mining, ") && comment.contains("- Money: "),
        "{comment}"
    );
}

#[test]
fn a_ranking_has_the_money_in_columns_that_sort_and_select() {
    let folder = yard();
    let score = |args: &[&str]| {
        let command = [
            "score", ".", "--target", "nvl72", "--draws", "32", "--known", "0",
        ];
        folder.run(&[&command[..], args].concat()).data()
    };
    let document = score(&["--output-format", "json", "--sort", "npv_per_grid_mw_musd"]);
    let document: Value = serde_json::from_str(&document).unwrap();
    let ranking = document["portfolio"]["ranking"].as_array().unwrap();
    let npv = |row: &Value| row["npv_per_grid_mw_musd"].as_f64().unwrap();
    assert!(ranking.len() == 2 && npv(&ranking[0]) >= npv(&ranking[1]));
    let money = &document["portfolio"]["totals"]["money"];
    let sum: f64 = ranking
        .iter()
        .map(|row| row["npv_musd"].as_f64().unwrap())
        .sum();
    assert!((money["npv_musd"].as_f64().unwrap() - sum).abs() < 1e-6);
    let counted = money["best"].as_array().unwrap().iter();
    assert_eq!(
        counted
            .map(|best| best["sites"].as_u64().unwrap())
            .sum::<u64>(),
        2
    );
    for row in ranking {
        let site = document["sites"].as_array().unwrap().iter();
        let site = site
            .into_iter()
            .find(|site| site["id"] == row["id"])
            .unwrap();
        assert_eq!(row["best_way"], site["economics"]["best"]);
        assert_eq!(row["converting_by_money"], site["economics"]["converting"]);
        assert_eq!(
            row["verdict_with_money"],
            site["verdict"]["with_money"]["word"]
        );
    }
    let none = score(&["--where", "npv_per_grid_mw_musd>=1000"]);
    assert!(
        none.contains("2 sites do not hold the conditions"),
        "{none}"
    );
    let text = score(&[]);
    assert!(
        text.contains("\nMONEY      ") && text.contains("\nMIND       "),
        "{text}"
    );
}

#[test]
fn without_economics_there_is_no_money_anywhere() {
    let folder = yard();
    for args in [&["base.yaml"][..], &["."]] {
        for format in ["text", "markdown", "csv", "json"] {
            let command = [
                "score",
                "--without-economics",
                "--target",
                "nvl72",
                "--draws",
                "16",
            ];
            let args = [&command[..], args, &["--output-format", format]].concat();
            let text = folder.run(&args).data();
            for word in [
                "MONEY",
                "by money",
                "Money:",
                "is worth most",
                "M$ per MW of connection",
            ] {
                assert!(!text.contains(word), "{args:?}: {word}");
            }
            if format == "json" {
                let document: Value = serde_json::from_str(&text).unwrap();
                let site = &document["sites"][0];
                assert!(site["economics"].is_null() && site["verdict"]["with_money"].is_null());
                let totals = &document["portfolio"]["totals"]["money"];
                assert!(totals.is_null(), "{totals}");
            }
        }
    }
    let refused = folder.run(&["economics", "base.yaml", "--without-economics"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
}

#[test]
fn text_of_a_document_is_shown_and_never_obeyed() {
    let folder = yard();
    let mut document = json(&folder, "base.yaml");
    let hostile = "=cmd|' /C calc'!A0\u{1b}[31m\u{202e}<b>@x";
    document["legend"]["targets"] = serde_json::json!({ hostile: hostile });
    let site = &mut document["sites"][0];
    for key in ["id", "name", "operator", "as_of", "file", "target"] {
        site[key] = hostile.into();
    }
    site["verdict"]["reason"] = hostile.into();
    let economics = &mut site["economics"];
    economics["market"]["version"] = hostile.into();
    economics["market"]["as_of"] = hostile.into();
    economics["alternatives"][3]["reason"] = hostile.into();
    economics["tornado"] = serde_json::json!([{
        "path": hostile, "low": 1.0, "high": 2.0, "npv_difference_low_musd": -5.0, "npv_difference_high_musd": 9.5
    }]);
    let known = serde_json::json!([{"path": hostile, "worth_musd": 3.0}]);
    economics["worth_of_knowing"] = known;
    let figure = serde_json::json!({
        "id": hostile, "name": hostile, "range": [1.0, 2.0, 3.0], "unit": hostile, "dated": hostile
    });
    economics["beside"] = serde_json::json!([figure]);
    std::fs::write(folder.path("saved"), document.to_string()).unwrap();
    for format in ["text", "csv", "markdown"] {
        let text = folder
            .run(&["render", "saved", "--output-format", format])
            .data();
        assert!(text.contains("calc"), "{text}");
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{202e}'),
            "{text}"
        );
        match format {
            "csv" => assert!(!text.contains(",=cmd") && text.contains("'=cmd"), "{text}"),
            "markdown" => assert!(!text.contains("<b>") && !text.contains("@x"), "{text}"),
            _ => {
                assert!(text.contains("-5 → 9.5"), "{text}");
                assert_eq!(text.lines().find(|line| line.width() > 80), None);
            }
        }
    }
}

#[test]
fn pages_keep_their_width() {
    let name = "Xyzzy ".repeat(20);
    let long = SITE.replacen("Mill Creek", &name, 1);
    let folder = yard();
    let file = "long-name-of-a-site-that-fills-more-than-one-half-of-a-line.yaml";
    std::fs::write(folder.path(file), long).unwrap();
    let text = reckon(&folder, &[".", "--full"]);
    assert!(
        text.contains("Xyzzy") && text.contains("Cash flow"),
        "{text}"
    );
    assert_eq!(text.lines().find(|line| line.width() > 80), None);
}

#[test]
fn a_site_without_megawatts_says_that_nothing_is_reckoned() {
    let folder = Folder::with(&[("a.yaml", "name: A\n")]);
    let done = folder.run(&["economics", "a.yaml", "--target", "nvl72", "--draws", "16"]);
    assert!(done.stdout.contains("Nothing is reckoned"), "{done:?}");
}

#[test]
fn pages_look_like_this() {
    let folder = yard();
    for (name, file) in [("base", "base.yaml"), ("minimal", "minimal.yaml")] {
        insta::assert_snapshot!(format!("{name}_text"), reckon(&folder, &[file]));
    }
    insta::assert_snapshot!(
        "base_csv",
        reckon(&folder, &["base.yaml", "--output-format", "csv"])
    );
    insta::assert_snapshot!("both_text", reckon(&folder, &["base.yaml", "minimal.yaml"]));
}

#[test]
fn each_hall_earns_its_whole_term_however_late_it_comes() {
    let folder = yard();
    let base = folder.text("base.yaml");
    for (name, date) in [("soon.yaml", "2029-01"), ("late.yaml", "2042-01")] {
        let step = format!("expansion: [{{mw: 200, date: {date}, readiness: agreed}}]");
        let text = base.replacen("expansion: []", &step, 1);
        std::fs::write(folder.path(name), text).unwrap();
    }
    let of = |file: &str| {
        let document = json(&folder, file);
        let found = economics(&document);
        let lease = found["alternatives"].as_array().unwrap().iter();
        let mut lease = lease.filter(|way| way["id"] == "lease");
        let npv = &lease.next().unwrap()["npv_musd"]["mean"];
        [found["years"].as_f64().unwrap(), npv.as_f64().unwrap()]
    };
    let ([years, base], [soon_years, soon], [late_years, late]) =
        (of("base.yaml"), of("soon.yaml"), of("late.yaml"));
    // Power of 2029 and of 2042 brings halls whose terms end so much later.
    assert!(
        (soon_years - years - 1.0).abs() < 0.6,
        "{years} {soon_years}"
    );
    assert!(
        (late_years - years - 13.75).abs() < 0.6,
        "{years} {late_years}"
    );
    // A right that is used fifteen years from now takes no more than the wait for the bare site; it took all of the lease
    // and twice that while its halls earned one year.
    assert!(soon > base && late > base - 50.0, "{base} {soon} {late}");
}

#[test]
fn no_hall_earns_rent_when_its_power_or_its_land_has_ended() {
    let folder = yard();
    let signed = [
        "--set",
        "tenancy.signed=true",
        "--set",
        "tenancy.term_years=25",
    ];
    let lease = |more: &[&str]| {
        let args = [&["base.yaml", "--output-format", "json"], &signed[..], more].concat();
        let document: Value = serde_json::from_str(&reckon(&folder, &args)).unwrap();
        let ways = economics(&document)["alternatives"]
            .as_array()
            .unwrap()
            .clone();
        let lease = ways.into_iter().find(|way| way["id"] == "lease").unwrap();
        lease["npv_musd"]["mean"].as_f64().unwrap()
    };
    let supply = |date: &str| {
        let ends = format!("power.supply_ends={date}");
        lease(&["--set", "power.supply_extension=false", "--set", &ends])
    };
    let by_supply = ["2042-01", "2045-01", "2050-01", "2060-01"].map(supply);
    assert!(
        by_supply.is_sorted() && by_supply[3] > by_supply[0] + 200.0,
        "{by_supply:?}"
    );
    let land = |date: &str| {
        let ends = format!("land.tenure_ends={date}");
        lease(&[
            "--set",
            "land.tenure=lease",
            "--set",
            "land.tenure_extension=false",
            "--set",
            &ends,
        ])
    };
    let by_land = [land("2045-01"), land("2060-01")];
    assert!(by_land[1] > by_land[0] + 100.0, "{by_land:?}");
}
