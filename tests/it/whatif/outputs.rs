//! What was set, and cases side by side, in every format that can say so.

use rackready::report::html::record_in;
use serde_json::{Value, json};

use super::FAST;
use super::cases::with_scenarios;
use crate::support::{Folder, SITE, misfits, validator};

#[test]
fn a_comparison_of_saved_reports_says_what_was_set() {
    let folder = Folder::with(&[("mill.yaml", &format!("{SITE}fiber: {{carriers: 3}}\n"))]);
    let save = |name: &str, set: &[&str]| {
        let args = ["score", "mill.yaml", "--output-format", name];
        let done = folder.run(&[&args[..], &FAST, set].concat());
        assert_eq!(done.code, 0, "{}", done.stderr);
    };
    save("json=base.json", &[]);
    save("json=set.json", &["--set", "fiber.carriers=1"]);
    save("html=noted.html", &["--set", "notes=[what if]"]);
    let run = |head: &str, format: &str| {
        folder
            .run(&["diff", "base.json", head, "--output-format", format])
            .data()
    };
    let set =
        json!({"base": [], "head": [{"path": "fiber.carriers", "value": "1", "by": "--set 1"}]});
    let diff: Value = serde_json::from_str(&run("set.json", "json")).unwrap();
    assert_eq!(diff["sites"][0]["set"], set);
    assert_eq!(misfits(&validator("diff"), &diff), [""; 0]);
    let findings = diff["sites"][0]["findings"].as_array().unwrap();
    let carriers = findings
        .iter()
        .find(|f| f["requirement"] == "network.carriers")
        .unwrap();
    assert_eq!(carriers["set_by"], "--set 1");
    let others = findings
        .iter()
        .filter(|f| f["requirement"] != "network.carriers");
    assert!(others.into_iter().all(|f| f.get("set_by").is_none()));
    for format in ["text", "markdown", "html"] {
        let text = run("set.json", format);
        let told = text.contains("the file as it is → fiber.carriers=1 (--set 1)");
        assert!(told && text.contains("· --set 1"), "{format}: {text}");
    }
    // What moves no number is told all the same.
    assert!(run("noted.html", "text").contains("notes=[what if] (--set 1)"));
    let same = folder
        .run(&["diff", "set.json", "set.json", "--output-format", "json"])
        .json();
    assert_eq!(
        (&same["unchanged"], &same["sites"]),
        (&json!(1), &json!([]))
    );
    let unset = folder
        .run(&["diff", "base.json", "base.json", "--output-format", "json"])
        .json();
    assert_eq!(unset["unchanged"], 1);
}

#[test]
fn a_gate_reads_what_is_set_and_a_baseline_knows_what_it_held() {
    let file = format!("{SITE}fiber: {{carriers: 3}}\n");
    let folder = Folder::with(&[("mill.yaml", &file)]);
    let check = |args: &[&str]| {
        let all = [
            &[
                "check",
                "mill.yaml",
                "--isolated",
                "--output-format",
                "json",
            ],
            &FAST[..],
            args,
        ]
        .concat();
        let done = folder.run(&all);
        assert!(done.code < 2, "{}", done.stderr);
        serde_json::from_str::<Value>(&done.stdout).unwrap()
    };
    let done = folder.run(
        &[
            &[
                "check",
                "mill.yaml",
                "--isolated",
                "--write-baseline",
                "b.json",
            ],
            &FAST[..],
        ]
        .concat(),
    );
    assert_eq!(done.code, 0, "{}", done.stderr);
    let of = |check: &Value| -> Vec<(String, String, String)> {
        let concerns = check["sites"][0]["concerns"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        concerns
            .map(|c| {
                (
                    text(&c["rule"]),
                    text(&c["baseline"]),
                    text(&c["place"]["file"]),
                )
            })
            .collect()
    };
    // It holds what fails, and the rest is told as new.
    let as_it_is = of(&check(&["--baseline", "b.json"]));
    assert!(as_it_is.iter().any(|(_, state, _)| state == "unchanged"));
    let set = of(&check(&[
        "--baseline",
        "b.json",
        "--set",
        "fiber.carriers=1",
    ]));
    let other: Vec<_> = set
        .iter()
        .filter(|concern| !as_it_is.contains(concern))
        .collect();
    assert!(!other.is_empty());
    assert!(
        other
            .iter()
            .all(|(_, state, file)| state == "new" && file == "--set 1"),
        "{other:?}"
    );
    let denied = of(&check(&[
        "--baseline",
        "b.json",
        "--set",
        "permits[+]={kind: air, status: denied}",
    ]));
    let states = |all: &[(String, String, String)], rule: &str| -> Vec<String> {
        let of_rule = all.iter().filter(|(other, ..)| other == rule);
        of_rule.map(|(_, state, _)| state.clone()).collect()
    };
    let rule = "site.denied-permits";
    assert_eq!(states(&as_it_is, rule), ["unchanged"]);
    assert_ne!(
        states(&denied, rule),
        ["unchanged"],
        "an open gate that fails now is news"
    );
    // What is set to what the file says already is no news.
    let same = of(&check(&[
        "--baseline",
        "b.json",
        "--set",
        "fiber.carriers=3",
    ]));
    let rules = |all: &[(String, String, String)]| -> Vec<(String, String)> {
        all.iter()
            .map(|(rule, state, _)| (rule.clone(), state.clone()))
            .collect()
    };
    assert_eq!(rules(&same), rules(&as_it_is));
}

#[test]
fn each_table_has_a_column_of_what_is_set_and_each_column_is_explained() {
    let folder = with_scenarios();
    let header = |args: &[&str]| -> (Vec<String>, Vec<String>) {
        let done = folder.run(&[args, &["--draws", "16", "--output-format", "csv"]].concat());
        let mut table = csv::Reader::from_reader(done.stdout.as_bytes());
        let header = table.headers().unwrap().clone();
        let at = header
            .iter()
            .position(|name| name == "set")
            .unwrap_or_else(|| panic!("{args:?}"));
        let set = table
            .records()
            .map(|row| row.unwrap()[at].to_owned())
            .collect();
        (header.iter().map(str::to_owned).collect(), set)
    };
    let listed = folder
        .run(&["list", "columns", "--output-format", "json"])
        .data();
    for command in ["score", "plan", "economics"] {
        let (_, set) = header(&[command, "one.yaml", "--set", "power.approved_mw=120"]);
        assert!(
            !set.is_empty() && set.iter().all(|set| set == "power.approved_mw=120"),
            "{set:?}"
        );
        let (names, set) = header(&[command, "one.yaml", "--scenarios", "what/if.yaml"]);
        assert_eq!(set[1], "power.approved_mw=300; power.energized_mw=200");
        for name in names {
            assert!(listed.contains(&format!("\"{name}\"")), "{name}");
        }
    }
}

#[test]
fn cases_have_a_page_with_pictures_and_its_record() {
    let folder = with_scenarios();
    let hostile = "</title><script>alert(1)</script>";
    let bad = format!("scenarios:\n- name: \"{hostile}\"\n  set: {{notes: [\"{hostile}\"]}}\n");
    std::fs::write(folder.path("bad.yaml"), bad).unwrap();
    let mw = "power.approved_mw=50..150:25";
    for (args, pictures, says) in [
        (
            &["--scenarios", "what/if.yaml"][..],
            2,
            "the gate of its policy fails: threshold.min-mw, ",
        ),
        (&["--sweep", mw], 2, "as it is: "),
        (
            &["--sweep", mw, "--sweep", "power.firmness=firm,unknown"],
            4,
            "Critical IT MW: values of power.approved_mw down",
        ),
        (
            &["--sweep", "power.firmness=firm,unknown"],
            2,
            ">unknown</text>",
        ),
        (&["--targets", "all"], 2, "as it is: "),
        (&["--scenarios", "bad.yaml"], 2, "&lt;script&gt;alert(1)"),
    ] {
        let run = |format: &str| {
            let more = ["--draws", "16", "--output-format", format];
            let done = folder.run(&[&["score", "one.yaml"], args, &more].concat());
            assert_eq!(done.code, 0, "{}", done.stderr);
            done.stdout
        };
        let page = run("html");
        assert_eq!(
            page.matches("<svg role=\"img\"").count(),
            pictures,
            "{args:?}"
        );
        assert!(page.contains(says), "{args:?}: {says}");
        assert!(!page.contains(hostile), "{args:?}");
        let record: Value = serde_json::from_str(record_in(&page).unwrap()).unwrap();
        assert_eq!(
            record,
            serde_json::from_str::<Value>(&run("json")).unwrap(),
            "{args:?}"
        );
    }
    for command in ["plan", "economics"] {
        let args = [
            command,
            "one.yaml",
            "--scenarios",
            "what/if.yaml",
            "--draws",
            "16",
        ];
        let page = folder
            .run(&[&args[..], &["--output-format", "html"]].concat())
            .data();
        assert_eq!(page.matches("<svg role=\"img\"").count(), 2, "{command}");
    }
}
