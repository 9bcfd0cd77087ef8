//! Many sites, as an analyst meets them: ranked, filtered, added up, streamed.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Done, Folder, PROGRAM, SITE, run_at_root, sites, told_lines};

/// Runs the program on all real sites for one target.
fn real(args: &[&str]) -> Done {
    run_at_root(&[&["score", "sites", "--target", "nvl72"], args].concat())
}

/// Five sites that differ in size.
fn yard() -> Folder {
    let sized = |mw: u32| {
        SITE.replace("60", &mw.to_string())
            .replace("100", &(2 * mw).to_string())
    };
    Folder::with(&[
        ("c.yaml", &sized(40)),
        ("a.yaml", &sized(20)),
        ("e.yaml", &sized(60)),
        ("b.yaml", &sized(30)),
        ("d.yaml", &sized(50)),
    ])
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn ids(csv: &str) -> Vec<String> {
    rows(csv).into_iter().map(|row| row["id"].clone()).collect()
}

#[test]
fn the_ranking_of_the_real_sites() {
    insta::assert_snapshot!("ranking", real(&["--group-by", "country"]).data());
}

#[test]
fn the_tables_of_the_real_sites() {
    let shown = |args: &[&str]| {
        real(&[args, &["--known", "0"]].concat())
            .data()
            .lines()
            .take(12)
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(
        "csv",
        shown(&["--output-format", "csv", "--sort", "planned_mw"])
    );
    insta::assert_snapshot!(
        "groups",
        shown(&[
            "--output-format",
            "csv",
            "--table",
            "groups",
            "--group-by",
            "grid"
        ])
    );
    insta::assert_snapshot!(
        "supply",
        shown(&["--output-format", "csv", "--table", "supply"])
    );
}

#[test]
fn every_format_tells_the_same() {
    let document = real(&["--output-format", "json"]).json();
    let lines = told_lines(&real(&["--output-format", "ndjson"]).data());
    let table = rows(&real(&["--output-format", "csv"]).data());
    let sites = document["sites"].as_array().unwrap();
    let list = |name: &str| document["portfolio"][name].as_array().unwrap().clone();
    let listed = [list("ranking"), list("ask_first")].concat();
    assert!(
        sites.len() == table.len() && lines.len() == sites.len() && listed.len() == sites.len()
    );
    for ((site, line), row) in sites.iter().zip(&lines).zip(&table) {
        assert_eq!(&line["site"], site);
        assert_eq!(line["method"], document["method"]);
        let entry = listed
            .iter()
            .find(|entry| entry["id"] == site["id"])
            .unwrap();
        let number = |text: &str| text.parse::<f64>().unwrap();
        assert_eq!(
            site["score"]["mean"].as_f64().unwrap(),
            number(&row["score"])
        );
        assert_eq!(
            site["capacity"]["planned_mw"]["p50"].as_f64().unwrap(),
            number(&row["planned_mw"])
        );
        assert_eq!(site["verdict"]["word"], row["verdict"].as_str());
        assert_eq!(entry["score"], site["score"]["mean"]);
    }
}

#[test]
fn one_site_has_the_same_detail_alone_and_among_many() {
    let all = real(&["--output-format", "json"]).json();
    let alone = Folder::with(&[]).run(&[
        "score",
        sites().join("galaxy-helios-tx.yaml").to_str().unwrap(),
        "--target",
        "nvl72",
        "--output-format",
        "json",
    ]);
    let mut alone = alone.json()["sites"][0].clone();
    let among = all["sites"]
        .as_array()
        .unwrap()
        .iter()
        .find(|site| site["id"] == alone["id"]);
    let mut among = among.unwrap().clone();
    // The file is named as the user named it.
    fn unnamed(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("file");
                map.values_mut().for_each(unnamed);
            }
            Value::Array(items) => items.iter_mut().for_each(unnamed),
            _ => {}
        }
    }
    unnamed(&mut alone);
    unnamed(&mut among);
    assert_eq!(alone, among);
}

#[test]
fn permuting_the_input_permutes_nothing_but_the_order() {
    let yard = yard();
    let orders = [
        ["a", "b", "c", "d", "e"],
        ["e", "c", "a", "d", "b"],
        ["b", "a", "e", "d", "c"],
    ];
    let run = |order: &[&str; 5], format: &str| {
        let files = order.map(|name| format!("{name}.yaml"));
        let mut args = vec!["score", "--target", "nvl72", "--output-format", format];
        args.extend(files.iter().map(String::as_str));
        yard.run(&args).data()
    };
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for order in &orders[1..] {
        assert_eq!(run(order, "text"), run(&orders[0], "text"));
        let (document, first) = (run(order, "json"), run(&orders[0], "json"));
        let portfolio =
            |text: &str| serde_json::from_str::<Value>(text).unwrap()["portfolio"].clone();
        assert_eq!(portfolio(&document), portfolio(&first));
        for format in ["csv", "ndjson"] {
            let (one, other) = (run(order, format), run(&orders[0], format));
            assert_ne!(one, other, "the order of the input is kept");
            // What is told once stands before the first site that needs it.
            let sites = |text: &str| {
                let mut lines = sorted(text);
                lines.retain(|line| !line.contains("\"legend\":"));
                lines
            };
            assert_eq!(sites(&one), sites(&other));
        }
    }
}

#[test]
fn jobs_change_nothing() {
    let one = real(&["--output-format", "ndjson", "--jobs", "1"]).data();
    assert_eq!(
        one,
        real(&["--output-format", "ndjson", "--jobs", "7"]).data()
    );
}

#[test]
fn sorting_filtering_and_cutting() {
    let yard = yard();
    let csv = |args: &[&str]| {
        let args = [
            &["score", ".", "--target", "nvl72", "--known", "0"],
            &["--output-format", "csv"][..],
            args,
        ]
        .concat();
        yard.run(&args).data()
    };
    assert_eq!(ids(&csv(&[])), ["a", "b", "c", "d", "e"]);
    assert_eq!(
        ids(&csv(&["--sort", "planned_mw"])),
        ["e", "d", "c", "b", "a"]
    );
    assert_eq!(
        ids(&csv(&["--sort", "planned_mw:asc", "--top", "2"])),
        ["a", "b"]
    );
    assert_eq!(
        ids(&csv(&["--where", "planned_mw>60", "--where", "id!=e"])),
        ["d"]
    );
    let ranked = rows(&csv(&["--sort", "planned_mw", "--top", "3"]));
    assert_eq!(ranked[2]["rank"], "3");
    let lines = yard.run(&[
        "score",
        ".",
        "--target",
        "nvl72",
        "--output-format",
        "ndjson",
        "--known",
        "0",
        "--sort",
        "planned_mw",
        "--top",
        "2",
    ]);
    let lines = told_lines(&lines.data());
    assert_eq!(
        (
            &lines[0]["site"]["id"],
            &lines[1]["site"]["id"],
            lines.len()
        ),
        (&"e".into(), &"d".into(), 2)
    );
    let document = yard
        .run(&[
            "score",
            ".",
            "--target",
            "nvl72",
            "--output-format",
            "json",
            "--where",
            "id=a",
        ])
        .json();
    assert_eq!(document["sites"].as_array().unwrap().len(), 1);
    assert_eq!(document["portfolio"]["left_out"], 4);
    let wrong = yard.run(&["score", ".", "--sort", "planed_mw"]);
    assert!(
        wrong.code == 2 && wrong.stderr.contains("did you mean `planned_mw`?"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_bad_site_is_told_in_its_place_and_loses_no_other() {
    let yard = yard();
    std::fs::write(
        yard.path("bb.yaml"),
        "name: A\npower: {energized_mw: 5 MW}\n",
    )
    .unwrap();
    let done = yard.run(&["score", ".", "--output-format", "ndjson"]);
    assert_eq!(done.code, 2);
    let lines = told_lines(&done.stdout);
    assert_eq!(lines.len(), 6);
    assert_eq!(
        (&lines[2]["error"]["file"], &lines[2]["error"]["line"]),
        (&"bb.yaml".into(), &2.into())
    );
    assert!(done.stderr.contains("bb.yaml:2:"), "{}", done.stderr);
    let csv = yard.run(&["score", ".", "--output-format", "csv"]);
    assert_eq!((ids(&csv.stdout).len(), csv.code), (5, 2));
}

#[test]
fn a_spreadsheet_runs_nothing_of_a_site() {
    let site = SITE.replace("Mill Creek", "\"=HYPERLINK(1)\"");
    let done =
        Folder::with(&[("x.yaml", &site)]).run(&["score", "x.yaml", "--output-format", "csv"]);
    assert_eq!(rows(&done.data())[0]["name"], "'=HYPERLINK(1)");
    #[cfg(unix)]
    {
        let escaping = Folder::with(&[("\u{1b}[31m.yaml", SITE)]);
        let done = escaping.run(&["score", ".", "--output-format", "csv"]);
        assert_eq!(rows(&done.data())[0]["file"], "\u{fffd}[31m.yaml");
        let plan = escaping.run(&["plan", ".", "--output-format", "csv"]);
        assert!(!plan.data().contains('\u{1b}'));
    }
}

#[test]
fn a_table_that_nobody_writes_or_that_has_no_rows_is_a_slip_of_the_pen() {
    let yard = yard();
    for (options, missing) in [
        (
            &["--table", "groups", "--output-format", "csv"][..],
            "--group-by WORD is missing",
        ),
        (
            &["--table", "supply"],
            "--output-format csv or ndjson is missing",
        ),
        (
            &[
                "--table",
                "groups",
                "--group-by",
                "grid",
                "--output-format",
                "json",
            ],
            "--output-format csv",
        ),
    ] {
        let done = yard.run(&[&["score", "."], options].concat());
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{options:?}");
        assert!(done.stderr.contains(missing), "{}", done.stderr);
    }
}

#[test]
fn nothing_that_holds_the_conditions_is_told_of_one_site_and_of_many() {
    let yard = yard();
    for path in ["a.yaml", "."] {
        let page = yard.run(&["score", path, "--where", "id=nobody"]).data();
        assert!(
            page.contains("No site holds the conditions."),
            "{path}: {page}"
        );
        assert!(!page.contains("different ones"), "{path}: {page}");
    }
}

#[test]
fn the_total_says_whose_it_is_and_what_it_leaves_out() {
    let text = real(&["--known", "0"]).data();
    let total = text.split("TOTAL").nth(1).unwrap();
    let total = total.split_whitespace().collect::<Vec<_>>().join(" ");
    let document = real(&["--known", "0", "--output-format", "json"]).json();
    let portfolio = &document["portfolio"];
    let converting = portfolio["totals"]["converting"].as_u64().unwrap();
    let begins = format!("{converting} sites whose verdict is to convert or bridge: ");
    assert!(total.starts_with(&begins), "{total}");
    let others = portfolio["totals"]["sites"].as_u64().unwrap() - converting;
    let left = |row: &&Value| {
        let word = row["verdict"].as_str().unwrap();
        ["keep-mining", "insufficient-data"].contains(&word)
    };
    let rows = portfolio["ranking"].as_array().unwrap();
    let left: Vec<&Value> = rows.iter().filter(left).map(|row| &row["id"]).collect();
    let sites = document["sites"].as_array().unwrap().iter();
    let means = sites
        .filter(|site| left.contains(&&site["id"]))
        .map(|site| {
            let mw = &site["capacity"]["planned_mw"];
            mw["mean"].as_f64().unwrap() * mw["share"].as_f64().unwrap()
        });
    let mw: f64 = means.sum();
    let mw = rackready::rules::numbers::number(mw);
    let ends = match others {
        0 => " MONEY".to_owned(),
        others => format!("; {mw} MW of {others} others not counted MONEY"),
    };
    assert!(total.contains(&ends), "{total} has no {ends}");
}

#[test]
fn a_site_that_contradicts_itself_is_marked_and_counted_aloud() {
    let wrong = SITE.replace("60", "120");
    let folder = Folder::with(&[("wrong.yaml", &wrong), ("right.yaml", SITE)]);
    let run = |args: &[&str]| {
        folder
            .run(&[&["score", ".", "--known", "0"], args].concat())
            .data()
    };
    let said = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let counted = "1 site contradicts itself and is counted all the same";

    let text = run(&[]);
    // Names stand beside ids that say nothing of them.
    assert!(said(&text).contains("wrong ! 2 Mill Creek"), "{text}");
    assert_eq!(text.matches('!').count(), 2, "{text}");
    let totals = text.split("\nTOTAL ").nth(1).unwrap();
    assert!(
        said(totals).contains(&format!("MARKED ! {counted}")),
        "{text}"
    );

    let markdown = run(&["--output-format", "markdown"]);
    assert!(
        markdown.contains("wrong</code> ! |") && markdown.contains("right</code> |"),
        "{markdown}"
    );
    assert!(
        markdown.contains(&format!("Marked !: {counted}")),
        "{markdown}"
    );

    for format in ["text", "markdown"] {
        let asked = ["score", ".", "--known", "1", "--output-format", format];
        let page = folder.run(&asked).data();
        assert!(
            page.contains(" ! ") && said(&page).contains(counted),
            "{page}"
        );
    }

    std::fs::write(folder.path("wrong.yaml"), SITE.replace("Mill", "Mud")).unwrap();
    for format in ["text", "markdown"] {
        let text = run(&["--output-format", format]);
        assert!(!text.to_lowercase().contains("marked"), "{text}");
    }
}

#[test]
fn gates_that_bind_and_words_of_groups_stay_legible() {
    let stopped = SITE.replace(
        "firm\n",
        "interruptible\n  firming_mw: 0\n  interruptible_hours_per_year: 300\n  interruption_hours_each: 200\n\
         permits: [{kind: air, status: denied}, {kind: zoning, status: denied}]\n",
    );
    let stopped = Folder::with(&[("a.yaml", &stopped), ("b.yaml", SITE)]);
    let gates = stopped.run(&["score", ".", "--known", "0"]).data();
    // Eight columns had made shards of it.
    assert!(
        gates.contains(" power.firm-\n") && gates.contains("supply +1\n"),
        "{gates}"
    );
    let text = real(&["--group-by", "grid", "--known", "0"]).data();
    let ranking = text.split("\nScore:").next().unwrap();
    let width = unicode_width::UnicodeWidthStr::width;
    assert!(ranking.lines().all(|line| width(line) <= 80), "{text}");
    assert!(
        text.contains("\nNYISO (Zone A) ") && text.contains("\nExample Power "),
        "{text}"
    );
    let long = SITE.replace("name:", "operator: Wechselstromlei tungen\nname:");
    let yard = Folder::with(&[("a.yaml", &long), ("b.yaml", SITE)]);
    let text = yard.run(&["score", ".", "--known", "0", "--group-by", "operator"]);
    let text = text.data();
    assert!(text.contains("\nWechselstromlei "), "{text}");
    let steps = text.split("\nM$/MW ").nth(1).unwrap().lines().skip(1);
    let costs: Vec<&str> = steps
        .take(8)
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(
        costs
            .iter()
            .all(|cost| cost.split_once('.').is_some_and(|(_, d)| d.len() == 2)),
        "{costs:?}"
    );
}

#[test]
fn filters_and_formats_change_no_exit_code() {
    let yard = yard();
    std::fs::write(yard.path("bad.yaml"), "name: A\ncolor: red\n").unwrap();
    for (path, code) in [("a.yaml", 0), (".", 2), ("x*.yaml", 3)] {
        for options in [
            &["--output-format", "text"][..],
            &["--output-format", "json"],
            &["--output-format", "ndjson"],
            &["--output-format", "csv"],
            &["--where", "id=nobody"],
            &["--where", "id=nobody", "--output-format", "json"],
            &["--top", "1"],
            &["--table", "supply", "--output-format", "csv"],
            &["--full"],
        ] {
            let done = yard.run(&[&["score", path], options].concat());
            assert_eq!(done.code, code, "{path} {options:?}: {}", done.stderr);
        }
    }
}

/// Sites that together are far larger than the memory the program may have.
#[cfg(target_os = "linux")]
#[test]
fn more_sites_stream_through_than_fit_in_memory() {
    use std::io::Write;
    use std::process::Stdio;

    const SITES: usize = 3_000;
    const LIMIT_KIB: usize = 160 * 1024;
    let filler = "x".repeat(900);
    let notes = vec![format!("\"{filler}\""); 100].join(",");
    let folder = Folder::with(&[]);
    let mut command = std::process::Command::new("sh");
    // One arena, so that the limit on addresses is one on memory.
    command.env("MALLOC_ARENA_MAX", "1").arg("-c").arg(format!(
        "ulimit -v {LIMIT_KIB}; exec {PROGRAM} score - --stdin-filename all.ndjson --target nvl72 --jobs 2 --output-format csv"
    ));
    let mut child = command
        .current_dir(folder.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feeding = std::thread::spawn(move || {
        for at in 0..SITES {
            let line = format!(
                "{{\"id\":\"s{at}\",\"name\":\"S\",\"power\":{{\"energized_mw\":{}}},\"notes\":[{notes}]}}\n",
                1 + at % 400
            );
            stdin.write_all(line.as_bytes()).unwrap();
        }
        SITES * notes.len()
    });
    let done: Done = child.wait_with_output().unwrap().into();
    let fed = feeding.join().unwrap();
    assert!(
        fed > LIMIT_KIB * 1024 * 3 / 2,
        "{fed} bytes are too few to show anything"
    );
    assert_eq!(ids(&done.data()).len(), SITES);
}
