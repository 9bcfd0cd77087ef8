//! Limits that are met, each told with its number; what is just within them is taken.

use rackready::bounds::{BOUNDS, ENTRIES, GLOB, NAME, TEXT};
use serde_json::Value;

use super::{case, refused};
use crate::support::{Folder, SITE, misfits, validator};

#[test]
fn every_limit_is_listed() {
    let listed = Folder::with(&[]).run(&["list", "limits", "--output-format", "json"]);
    let listed: Value = serde_json::from_str(&listed.data()).unwrap();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), BOUNDS.len());
    for (entry, bound) in listed.iter().zip(BOUNDS) {
        assert_eq!(entry["most"], bound.most, "{entry}");
    }
}

#[test]
fn the_list_of_limits_can_be_read() {
    let text = Folder::with(&[]).run(&["list", "limits"]).data();
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    // No word is broken, and no limit takes a page.
    for bound in BOUNDS {
        for word in bound.why.split(' ').chain(bound.unit.split(' ')) {
            assert!(text.contains(word), "{word}: {text}");
        }
    }
    assert!(text.lines().count() < 6 * BOUNDS.len(), "{text}");
}

#[test]
fn a_glob_that_is_too_deep_or_too_long_is_told_with_its_place() {
    for policy in [
        "panic-policy-glob.rackready.yaml",
        "panic-waiver-glob.rackready.yaml",
    ] {
        let folder = Folder::with(&[("ok.yaml", SITE), ("p.yaml", &case(policy))]);
        let done = folder.run(&["check", "ok.yaml", "--policy", "p.yaml"]);
        refused(&done, "is no glob that is read: it has");
        assert!(done.stderr.contains("p.yaml:3:"), "{}", done.stderr);
    }
    let folder = Folder::with(&[("ok.yaml", SITE)]);
    let deep = format!("{}b{}", "{a,".repeat(150), "}".repeat(150));
    for glob in [
        deep,
        "*".repeat(GLOB.count() + 1),
        "{a,".repeat(9) + &"}".repeat(9),
    ] {
        refused(
            &folder.run(&["score", &glob]),
            "this pattern is not read: it",
        );
    }
    // Deeper than anybody writes, and still a glob.
    let done = folder.run(&["score", "{ok,{b,{c,{d,e}}}}.yaml", "--draws", "2"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
}

#[test]
fn an_ignore_file_that_is_too_large_or_too_deep_is_told_with_its_place() {
    let deep = format!("a\n{}\n", "{".repeat(2_000));
    let large = "{a,b}\n".repeat(100_000);
    for (at, text, says) in [
        (".ignore", deep.as_str(), ".ignore:2"),
        ("sub/.ignore", &deep, "sub/.ignore:2"),
        (".gitignore", &large, "an ignore file of 600000 bytes"),
        ("sub/.gitignore", &large, "an ignore file of 600000 bytes"),
    ] {
        let folder = Folder::with(&[("ok.yaml", SITE), ("sub/b.yaml", SITE), (at, text)]);
        let done = folder.run(&["score", ".", "--draws", "2", "--without-economics"]);
        refused(&done, says);
        let without = [
            "score",
            ".",
            "--draws",
            "2",
            "--without-economics",
            "--no-ignore",
            "--output-format",
            "csv",
        ];
        let done = folder.run(&without);
        assert_eq!(done.code, 0, "{}", done.stderr);
    }
}

/// A site with some entries in a list.
fn with_halls(entries: usize) -> String {
    format!("{SITE}halls:\n{}", "- area_m2: 5\n".repeat(entries))
}

#[test]
fn a_list_with_too_many_entries_is_told_at_the_first_of_them() {
    let most = ENTRIES.count();
    let folder = Folder::with(&[
        ("many.yaml", &with_halls(70_000)),
        ("fits.yaml", &with_halls(most)),
    ]);
    let done = folder.run(&["score", "many.yaml"]);
    refused(&done, "`halls` has 70000 entries");
    assert!(
        done.stderr.contains("a list has at most 300 entries"),
        "{}",
        done.stderr
    );
    assert!(done.stderr.contains("many.yaml:308:"), "{}", done.stderr);
    let args = [
        "score",
        "fits.yaml",
        "--draws",
        "1",
        "--target",
        "nvl72",
        "--without-economics",
        "--output-format",
        "csv",
    ];
    assert_eq!(folder.run(&args).code, 0);
}

#[test]
fn a_text_that_is_too_long_is_told_and_cut() {
    let long = |n: usize| "x".repeat(n);
    for (line, says) in [
        (
            format!("operator: {}", long(NAME.count() + 1)),
            "`operator` has 201 characters",
        ),
        (format!("id: {}", long(10_000)), "`id` has 10000 characters"),
        (
            format!("notes: [{}]", long(TEXT.count() + 1)),
            "has 2001 characters",
        ),
        (format!("notes: ['{}']", long(20_000)), "20000"),
    ] {
        let folder = Folder::with(&[("a.yaml", &format!("{SITE}{line}\n"))]);
        let done = folder.run(&["score", "a.yaml"]);
        refused(&done, says);
        assert!(done.stderr.len() < 4_000, "{}", done.stderr.len());
    }
    let named = SITE.replace("Mill Creek", &long(10_000));
    let done = Folder::with(&[("a.yaml", &named)]).run(&["score", "a.yaml"]);
    refused(&done, "`name` has 10000 characters");
    // What is just within the limits is told nowhere.
    let fits = format!(
        "{}notes: [{}]\n",
        SITE.replace("Mill Creek", &long(200)),
        long(2_000)
    );
    let folder = Folder::with(&[("a.yaml", &fits)]);
    assert_eq!(folder.run(&["score", "a.yaml", "--draws", "1"]).code, 0);
}

#[test]
fn the_schema_of_a_site_has_the_same_limits() {
    let schema = validator("site");
    let site = |halls: usize, name: usize, note: usize| {
        serde_json::json!({
            "name": "n".repeat(name),
            "power": {"energized_mw": 5},
            "halls": vec![serde_json::json!({"area_m2": 5}); halls],
            "notes": ["n".repeat(note)],
        })
    };
    assert_eq!(
        misfits(&schema, &site(ENTRIES.count(), 200, 2_000)),
        [] as [&str; 0]
    );
    for (halls, name, note) in [(ENTRIES.count() + 1, 1, 1), (1, 201, 1), (1, 1, 2_001)] {
        assert_eq!(misfits(&schema, &site(halls, name, note)).len(), 1);
    }
}

#[test]
fn a_tiny_amount_gives_finite_numbers_and_takes_no_other_site_along() {
    let folder = Folder::with(&[
        ("tiny.yaml", &case("tiny-mw.yaml")),
        ("ok.yaml", &case("ok.yaml")),
    ]);
    let tiny = ["1e-305", "1e-300", "0.0000001", "5e-324"];
    for mw in tiny {
        let text = case("tiny-mw.yaml").replace("1e-305", mw);
        std::fs::write(folder.path("tiny.yaml"), text).unwrap();
        let args = [
            "score",
            "tiny.yaml",
            "ok.yaml",
            "--draws",
            "16",
            "--output-format",
        ];
        let run = |format: &[&str]| folder.run(&[&args[..], format].concat()).data();
        let csv = run(&["csv"]);
        assert!(
            csv.lines().count() == 3 && !csv.contains("inf") && !csv.contains("NaN"),
            "{csv}"
        );
        let text = run(&["text"]);
        assert!(
            text.contains("tiny") && text.contains("ok") && !text.contains("inf "),
            "{text}"
        );
        let json: Value = serde_json::from_str(&run(&["json"])).unwrap();
        assert_eq!(json["sites"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn options_have_limits_that_are_told() {
    let folder = Folder::with(&[("ok.yaml", SITE)]);
    let score = |args: &[&str]| folder.run(&[&["score", "ok.yaml"], args].concat());
    for (args, says) in [
        (&["--draws", "100001"][..], "1..=100000"),
        (&["--draws", "0"], "1..=100000"),
        (&["--jobs", "65535"], "1..=256"),
        (&["--top", "0"], "1.."),
        (&["--best", "1001"], "1..=1000"),
        (&["--seed", "18446744073709551616"], "--seed"),
        (&["--discount", "1e308"], "between 0 and 1"),
        (
            &["--set", "halls[99999999999].racks=4"],
            "it does not state `halls`",
        ),
        (
            &["--set", "halls[99999999999999999999999].racks=4"],
            "is no path",
        ),
        (
            &["--sweep", "power.approved_mw=0..1e300:1"],
            "more than 1000 values",
        ),
        (
            &[
                "--sweep",
                "power.approved_mw=1..1000:1",
                "--sweep",
                "power.feeds=1,2",
            ],
            "are more than 1000",
        ),
        (&["--known", "1e400"], "--known"),
    ] {
        refused(&score(args), says);
    }
    for option in ["--mw", "--readiness", "--budget-musd", "--within"] {
        refused(
            &folder.run(&["plan", "ok.yaml", option, "1e300"]),
            "at most 1000000000",
        );
        refused(
            &folder.run(&["plan", "ok.yaml", option, "inf"]),
            "at most 1000000000",
        );
    }
}

#[test]
fn data_that_is_not_finite_inverted_or_round_is_refused_at_its_place() {
    let folder = Folder::with(&[("ok.yaml", SITE)]);
    let price = |numbers: &str| {
        format!("version: x\nprices:\n- {{id: ups-per-kw, {numbers}, source: s}}\n")
    };
    let prior = |numbers: &str| {
        format!(
            "version: x\npriors:\n- fact: mining.since\n  better: none\n  why: w\n  basis: judgment\n  \
             may_hold: [-9999, 9999]\n  number: {{{numbers}, form: bell}}\n"
        )
    };
    let figure = |numbers: &str| {
        format!(
            "version: x\nas_of: 2026-07\nfigures:\n- quantity: hashprice\n  unit: USD/PH/day\n  dated: 2026-07\n  \
             basis: assumed\n  confidence: A\n  note: n\n{numbers}"
        )
    };
    let row = |weight: &str| {
        format!(
            "name: x\nversion: 1\nextends: ai-hpc\nrequirements:\n- {{id: power.utility-feeds, weight: {weight}}}\n"
        )
    };
    for (option, text, line) in [
        ("--prices", price("low: .nan, mode: 2, high: 3"), 3),
        ("--prices", price("low: 4, mode: 2, high: 3"), 3),
        ("--prices", price("low: -1, mode: 2, high: 3"), 3),
        ("--prices", price("low: 1, mode: 2, high: .inf"), 3),
        ("--prices", price("low: 1, mode: 2, high: 1e308"), 3),
        ("--typical", prior("low: 5, likely: 2, high: 1"), 8),
        ("--typical", prior("low: .nan, likely: 2, high: 3"), 8),
        ("--typical", prior("low: 1, likely: 2, high: .inf"), 8),
        (
            "--typical",
            prior("low: -1, likely: 0, high: 3, after: mining.since"),
            3,
        ),
        (
            "--market",
            figure("  low: .nan\n  likely: 2\n  high: 3\n"),
            10,
        ),
        ("--market", figure("  low: 3\n  likely: 2\n  high: 1\n"), 11),
        (
            "--market",
            figure("  low: 1\n  likely: 2\n  high: .inf\n"),
            12,
        ),
        (
            "--market",
            figure("  low: 1\n  likely: 2\n  high: 1e308\n"),
            12,
        ),
        ("--checklist", row(".nan"), 5),
        ("--checklist", row("-1"), 5),
        ("--checklist", row(".inf"), 5),
        (
            "--checklist",
            "name: x\nversion: 1\nextends: x\n".to_owned(),
            3,
        ),
    ] {
        std::fs::write(folder.path("own.yaml"), &text).unwrap();
        let done = folder.run(&["score", "ok.yaml", option, "own.yaml"]);
        refused(&done, &format!("own.yaml:{line}:"));
    }
}

/// A file of data as `list` gives it, with every number another, or with those alone that stand under one key.
fn with_numbers(data: &str, number: &str, key: Option<&str>) -> String {
    let line = |line: &str| {
        let Some((before, value)) = line.split_once(": ") else {
            return format!("{line}\n");
        };
        let named = before.trim_start().trim_start_matches("- ");
        let is_number = value.trim().parse::<f64>().is_ok();
        if is_number && named != "version" && key.is_none_or(|key| key == named) {
            format!("{before}: {number}\n")
        } else {
            format!("{line}\n")
        }
    };
    data.lines().map(line).collect()
}

/// The longest run of digits in a text.
fn digits(text: &str) -> usize {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.map(str::len).max().unwrap_or(0)
}

#[test]
fn a_wrong_number_is_told_in_few_digits_and_many_in_few_lines() {
    let folder = Folder::with(&[("ok.yaml", SITE)]);
    for (what, option) in [
        ("market", "--market"),
        ("priors", "--typical"),
        ("requirements", "--checklist"),
    ] {
        let data = folder
            .run(&["list", what, "--output-format", "yaml"])
            .data();
        let keys = data.lines().filter_map(|line| {
            let (key, value) = line.split_once(": ")?;
            value.trim().parse::<f64>().ok()?;
            Some(key.trim_start().trim_start_matches("- "))
        });
        let keys: std::collections::BTreeSet<Option<&str>> = keys.map(Some).chain([None]).collect();
        assert!(keys.len() > 3, "{keys:?}");
        let mut refusals = 0;
        // Words of vocabularies are keys too, and many.
        for key in keys.iter().step_by(keys.len().div_ceil(12)) {
            for number in ["1e308", "-1e300", "1e-300"] {
                std::fs::write(folder.path("own.yaml"), with_numbers(&data, number, *key)).unwrap();
                let done = folder.run(&["list", what, option, "own.yaml"]);
                let told = format!("{what} {key:?} {number}: {done:?}");
                assert!(
                    digits(&done.stderr) < 20 && digits(&done.stdout) < 20,
                    "{told}"
                );
                assert!(done.stderr.lines().count() <= 201, "{told}");
                refusals += usize::from(done.code == 2);
            }
        }
        assert!(refusals > 0, "{what}");
    }
}

#[test]
fn no_run_says_more_than_two_hundred_lines_of_what_is_amiss() {
    let many = |line: &dyn Fn(usize) -> String| (0..300).map(line).collect::<String>();
    let folder = Folder::with(&[
        ("ok.yaml", SITE),
        (
            "silent.csv",
            &format!(
                "name,power.energized_mw\n{}",
                many(&|at| format!("S{at},\n"))
            ),
        ),
        ("list", &many(&|at| format!("nothing-{at}.yaml\n"))),
        ("map.yaml", &many(&|at| format!("H{at}: nothing{at}\n"))),
        (
            "market.yaml",
            &format!(
                "version: own\nfigures:\n{}",
                many(&|at| format!("  - {{quantity: nothing{at}}}\n"))
            ),
        ),
        (
            "prices.yaml",
            &format!(
                "version: own\nprices:\n{}",
                many(&|at| {
                    format!("  - {{id: nothing{at}, low: 1, mode: 2, high: 3, source: own}}\n")
                })
            ),
        ),
        (
            "policy.yaml",
            &format!(
                "version: 1\ncheck:\n{}",
                many(&|at| format!("  nothing{at}: 1\n"))
            ),
        ),
    ]);
    let none: Vec<String> = (0..300).map(|at| format!("none-{at}-*.yaml")).collect();
    let none: Vec<&str> = none.iter().map(String::as_str).collect();
    let runs: [&[&str]; 7] = [
        &["silent.csv"],
        &["--files-from", "list"],
        &["silent.csv", "--columns", "map.yaml"],
        &["ok.yaml", "--market", "market.yaml"],
        &["ok.yaml", "--prices", "prices.yaml"],
        &["ok.yaml", "--policy", "policy.yaml"],
        &none,
    ];
    for args in runs {
        let command = if args.contains(&"--policy") {
            "check"
        } else {
            "score"
        };
        let run = |more: &[&str]| {
            let usual = ["--draws", "1", "--target", "nvl72"];
            folder.run(&[&[command], args, &usual, more].concat())
        };
        let done = run(&[]);
        let lines = done.stderr.lines().count();
        assert!(lines <= 202, "{args:?}: {lines}");
        assert!(
            done.stderr.contains("not shown; -v shows all"),
            "{args:?}: {}",
            done.stderr
        );
        let all = run(&["-v"]).stderr.lines().count();
        assert!(all >= 300, "{args:?}: {all}");
    }
}
