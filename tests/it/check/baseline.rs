//! What `check` lets pass because it was there before: a baseline.

use serde_json::Value;

use crate::support::{BAD, Done, Folder, SITE, good};

use super::{check, check_hgx, contradictory, json, of_mw, open, with_rule};

fn accepted(folder: &Folder) -> Vec<Value> {
    let text = folder.text("b.json");
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["schema"], "rackready/baseline/v2");
    file["accepted"].as_array().unwrap().clone()
}

const STRICT: &[&str] = &[".", "--fail-on", "major", "--min-mw", "100"];

fn write(folder: &Folder) -> Done {
    check(folder, &[STRICT, &["--write-baseline", "b.json"]].concat())
}

fn against(folder: &Folder) -> Value {
    json(folder, &[STRICT, &["--baseline", "b.json"]].concat())
}

#[test]
fn what_stands_is_accepted_what_comes_fails_and_what_goes_is_told() {
    let folder = Folder::with(&[("a.yaml", &open()), ("b.yaml", &good())]);
    assert_eq!(check(&folder, STRICT).code, 1);
    let written = write(&folder);
    assert_eq!(written.code, 0, "{}", written.stdout);
    assert!(
        written.stderr.contains("`b.json` accepts"),
        "{}",
        written.stderr
    );
    let first = folder.text("b.json");
    write(&folder);
    assert_eq!(
        first,
        folder.text("b.json"),
        "the same findings, the same bytes"
    );
    let entries = accepted(&folder);
    let order: Vec<_> = entries
        .iter()
        .map(|e| {
            (
                e["file"].to_string(),
                e["site"].to_string(),
                e["rule"].to_string(),
            )
        })
        .collect();
    assert!(order.len() > 4 && order.is_sorted(), "{order:?}");

    let same = against(&folder);
    assert_eq!(
        (&same["passed"], &same["exit_code"]),
        (&true.into(), &0.into())
    );
    let gate = with_rule(&same["sites"][0]["concerns"], "site.moratorium")[0];
    assert_eq!(gate["baseline"], "unchanged");

    // Comments move every line and change nothing; a fact goes wrong in one site, a gap is closed in the other.
    std::fs::write(folder.path("a.yaml"), format!("# moved\n\n{}", good())).unwrap();
    std::fs::write(folder.path("b.yaml"), contradictory()).unwrap();
    let later = against(&folder);
    assert_eq!(later["exit_code"], 1);
    let gone = with_rule(&later["sites"][0]["concerns"], "site.moratorium")[0];
    assert_eq!(
        (&gone["baseline"], &gone["gated"]),
        (&"absent".into(), &false.into())
    );
    let new = with_rule(&later["sites"][1]["concerns"], "energized-above-approved")[0];
    assert_eq!(new["baseline"], "new");
    let fails = |c: &&Value| c["gated"] == true && c["baseline"] == "new";
    let failing = later["sites"].as_array().unwrap().iter();
    let failing: Vec<&Value> = failing
        .flat_map(|s| s["concerns"].as_array().unwrap())
        .filter(fails)
        .map(|c| &c["rule"])
        .collect();
    assert_eq!(
        failing,
        [
            "scale.size-beyond",
            "energized-above-approved",
            "energized-above-contracted"
        ]
    );
    let text = check(&folder, &[STRICT, &["--baseline", "b.json"]].concat()).stdout;
    // Both gates that hang on the permits.
    let still = entries.len() - 2;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains(&format!("{still} in the baseline, 2 gone")),
        "{text}"
    );
}

#[test]
fn a_finding_that_weighs_more_is_new() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    write(&folder);
    let text = folder.text("b.json").replace(
        "\"kind\": \"gate\",\n      \"severity\": \"major\"",
        "\"kind\": \"gate\",\n      \"severity\": \"info\"",
    );
    assert_ne!(text, folder.text("b.json"));
    std::fs::write(folder.path("b.json"), text).unwrap();
    assert_eq!(against(&folder)["exit_code"], 1);
}

#[test]
fn a_file_that_moves_keeps_its_findings_and_its_twin_is_an_error() {
    let named = format!("{SITE}id: mill\n");
    let folder = Folder::with(&[("old/a.yaml", &named)]);
    write(&folder);
    std::fs::rename(folder.path("old"), folder.path("new")).unwrap();
    assert_eq!(against(&folder)["exit_code"], 0);
    std::fs::create_dir(folder.path("old")).unwrap();
    std::fs::write(folder.path("old/a.yaml"), &named).unwrap();
    let both = against(&folder);
    assert_eq!(both["exit_code"], 2);
    assert!(
        both["sites"][1]["concerns"]
            .to_string()
            .contains("is taken already")
    );
}

#[test]
fn sites_that_are_not_in_the_run_are_not_gone() {
    let folder = Folder::with(&[("a.yaml", SITE), ("b.yaml", SITE)]);
    write(&folder);
    let one = json(
        &folder,
        &[
            "a.yaml",
            "--fail-on",
            "major",
            "--min-mw",
            "100",
            "--baseline",
            "b.json",
        ],
    );
    let absent = one["sites"][0]["concerns"].as_array().unwrap().iter();
    assert_eq!(absent.filter(|c| c["baseline"] == "absent").count(), 0);
    assert_eq!(one["exit_code"], 0);
}

#[test]
fn a_run_of_a_part_keeps_the_entries_of_the_rest_and_drops_those_of_files_that_are_gone() {
    let folder = Folder::with(&[
        ("sites/a.yaml", SITE),
        ("sites/b.yaml", &SITE.replace("Mill", "Mud")),
        ("sites/c.yaml", SITE),
    ]);
    write(&folder);
    let before = accepted(&folder);
    let of = |entries: &[Value], file: &str| -> Vec<Value> {
        let entries = entries.iter().filter(|e| e["file"] == file);
        entries.cloned().collect()
    };
    let sites = ["sites/a.yaml", "sites/b.yaml", "sites/c.yaml"];
    let count = |file| of(&before, file).len();
    assert!(sites.iter().all(|file| count(file) > 0), "{before:?}");

    std::fs::remove_file(folder.path("sites/c.yaml")).unwrap();
    std::fs::write(folder.path("sites/a.yaml"), good()).unwrap();
    let part = ["./sites/a.yaml", "--write-baseline", "b.json"];
    let done = check(&folder, &part);
    let after = accepted(&folder);
    assert_eq!(
        of(&after, sites[1]),
        of(&before, sites[1]),
        "kept as it was"
    );
    assert_eq!(after.len(), count(sites[1]), "a is closed, c is gone");
    let said = format!(
        "`b.json` accepts 0 findings, and {} entries kept of files that are not in this run; \
         dropped {} entries of files that are gone",
        count(sites[1]),
        count(sites[2])
    );
    assert!(done.stderr.contains(&said), "{}", done.stderr);

    // From a folder below, entries are named as seen from beside the baseline.
    let mut below = folder.command(&["check", "a.yaml", "--write-baseline", "../b.json"]);
    let below = below.current_dir(folder.path("sites")).output().unwrap();
    assert!(below.status.success(), "{below:?}");
    assert_eq!(accepted(&folder), after);

    std::fs::write(folder.path("b.json"), "{}").unwrap();
    let other = check(&folder, &part).stderr;
    assert!(other.contains("b.json"), "{other}");
    assert_eq!(
        folder.text("b.json"),
        "{}",
        "what is no baseline is not written over"
    );
}

#[test]
fn what_cannot_be_read_is_never_accepted() {
    let folder = Folder::with(&[("a.yaml", SITE), ("bad.yaml", BAD)]);
    let done = write(&folder);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("no baseline is written"),
        "{}",
        done.stderr
    );
    assert!(!folder.path("b.json").exists());
}

#[test]
fn a_waived_finding_is_not_accepted_and_a_fault_of_a_waiver_neither() {
    let waiver = |rule: &str, day: &str| {
        format!("{SITE}waivers:\n- {{requirement: {rule}, reason: r, owner: o, expires: {day}}}\n")
    };
    let folder = Folder::with(&[("a.yaml", &waiver("site.moratorium", "2027"))]);
    write(&folder);
    assert!(
        accepted(&folder)
            .iter()
            .all(|e| e["rule"] != "site.moratorium")
    );
    let folder = Folder::with(&[("a.yaml", &waiver("site.moratorium", "2025"))]);
    assert_eq!(
        write(&folder).code,
        1,
        "an expired waiver cannot be accepted"
    );
    assert!(accepted(&folder).iter().all(|e| e["kind"] != "waiver"));
}

#[test]
fn a_wrong_baseline_says_what_is_wrong() {
    let other = r#"{"schema": "rackready/baseline/v9", "accepted": []}"#;
    for (text, said) in [
        (
            "{",
            "`--write-baseline` writes one: the JSON ends too early",
        ),
        ("{}", "the key `schema` is missing"),
        (other, "it says `rackready/baseline/v9`"),
        (&other.replace("v9", "v2"), "the key `method` is missing"),
    ] {
        let folder = Folder::with(&[("a.yaml", SITE), ("b.json", text)]);
        let done = check(&folder, &["a.yaml", "--baseline", "b.json"]);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""));
        assert!(
            done.stderr.contains(said) && done.stderr.contains("`b.json`"),
            "{}",
            done.stderr
        );
    }
}

#[test]
fn a_limit_that_is_missed_by_more_than_was_accepted_is_new() {
    let folder = Folder::with(&[("sites/mud.yaml", &of_mw(60))]);
    let run = |args: &[&str]| check_hgx(&folder, args).code;
    assert_eq!(run(&["--min-mw", "70", "--write-baseline", "b.json"]), 0);
    assert_eq!(run(&["--min-mw", "70", "--baseline", "b.json"]), 0);
    assert_eq!(
        run(&["--min-mw", "90", "--baseline", "b.json"]),
        1,
        "a higher bar"
    );
    std::fs::write(folder.path("sites/mud.yaml"), of_mw(30)).unwrap();
    assert_eq!(
        run(&["--min-mw", "70", "--baseline", "b.json"]),
        1,
        "a smaller site"
    );
    std::fs::write(folder.path("sites/mud.yaml"), of_mw(65)).unwrap();
    assert_eq!(
        run(&["--min-mw", "70", "--baseline", "b.json"]),
        0,
        "a larger one"
    );
}

#[test]
fn a_baseline_of_version_1_is_refused_with_the_command_that_renews_it() {
    let folder = Folder::with(&[
        ("our sites/mud.yaml", &of_mw(60)),
        (
            "b.json",
            r#"{"schema": "rackready/baseline/v1", "checklist": "ai-hpc 2026-11", "accepted": []}"#,
        ),
    ]);
    for baseline in [&["--baseline", "b.json"][..], &["--baseline=b.json"]] {
        let asked = [
            "check",
            "our sites",
            "--target=hgx",
            "--allow-open",
            "--min-mw",
            "70",
        ];
        let done = folder.run(&[&asked, baseline].concat());
        assert_eq!((done.code, done.stdout.as_str()), (2, ""));
        let renew =
            "check 'our sites' --target=hgx --allow-open --min-mw 70 --write-baseline b.json";
        let said = format!("renew it over all sites with `rackready {renew}`");
        assert!(done.stderr.contains(&said), "{}", done.stderr);
    }
    // What it names does what it says.
    let renewed = folder.run(&[
        "check",
        "our sites",
        "--target=hgx",
        "--allow-open",
        "--min-mw",
        "70",
        "--write-baseline",
        "b.json",
    ]);
    assert_eq!(renewed.code, 0, "{}", renewed.stderr);
    assert_eq!(accepted(&folder).len(), 1);
}

#[test]
fn a_limit_that_is_read_at_another_end_is_another_and_other_draws_are_told() {
    let folder = Folder::with(&[("sites/mud.yaml", &of_mw(60))]);
    let run = |args: &[&str]| check_hgx(&folder, &[args, &["--baseline", "b.json"]].concat());
    let worst = ["--min-mw", "70", "--on", "worst"];
    check_hgx(
        &folder,
        &[&worst[..], &["--write-baseline", "b.json"]].concat(),
    );
    assert_eq!(accepted(&folder)[0]["read_at"], "worst");
    let again = run(&worst);
    assert_eq!(again.code, 0);
    assert!(
        !again.stderr.contains("was written with"),
        "{}",
        again.stderr
    );
    assert_eq!(
        run(&["--min-mw", "70"]).code,
        1,
        "accepted at its worst alone"
    );
    let reseeded = run(&[&worst[..], &["--seed", "7"]].concat()).stderr;
    assert!(
        reseeded.contains(
            "`b.json` was written with draws 128 with seed 0, this run has 128 with seed 7"
        ),
        "{reseeded}"
    );
}
