//! `check` as a CI job meets it: exit codes, thresholds, what fails, what is shown.

mod baseline;
mod formats;
mod limits;
mod own_sites;
mod policy;
mod registered;
mod waivers;

use serde_json::Value;

use crate::support::{AS_OF, BAD, Done, Folder, SITE, good, misfits, run_at_root, validator};

const JSON: &[&str] = &["--output-format", "json"];

/// The run on a fixed day.
const CHECK: &[&str] = &["check", "--as-of", AS_OF];

/// A site too small for any tenant.
fn small() -> String {
    of_mw(1)
}

/// A site that nobody says is free of a moratorium.
fn open() -> String {
    good().replace("permits: []\n", "")
}

/// A site with more energized than is approved or contracted.
fn contradictory() -> String {
    good().replace("_mw: 60", "_mw: 120")
}

fn yard() -> Folder {
    Folder::with(&[
        ("good.yaml", &good()),
        ("open.yaml", &open()),
        ("small.yaml", &small()),
        ("contradictory.yaml", &contradictory()),
        ("bad.yaml", BAD),
        ("none/readme.md", "no site"),
    ])
}

fn check(folder: &Folder, args: &[&str]) -> Done {
    folder.run(&[CHECK, args].concat())
}

fn json(folder: &Folder, args: &[&str]) -> Value {
    check(folder, &[args, JSON].concat()).json()
}

/// A site of so many MW, all of them firm and live.
fn of_mw(mw: u32) -> String {
    let mw = format!("_mw: {mw}");
    good().replace("_mw: 60", &mw).replace("_mw: 100", &mw)
}

/// Checks what a folder `sites` holds for HGX, whatever is open.
fn check_hgx(folder: &Folder, args: &[&str]) -> Done {
    let sites = ["sites", "--target", "hgx", "--allow-open"];
    check(folder, &[&sites, args].concat())
}

/// Concerns of a site, or of the policy, with a rule.
fn with_rule<'a>(concerns: &'a Value, rule: &str) -> Vec<&'a Value> {
    let concerns = concerns.as_array().unwrap().iter();
    concerns.filter(|c| c["rule"] == rule).collect()
}

/// Rules of the concerns of the first site that fail the gate.
fn failing(folder: &Folder, args: &[&str]) -> Vec<String> {
    let report = json(folder, args);
    let concerns = report["sites"][0]["concerns"].as_array().unwrap().clone();
    let fails = |c: &&Value| c["gated"] == true && c["waiver"].is_null();
    let rule = |c: &Value| c["rule"].as_str().unwrap().to_owned();
    concerns.iter().filter(fails).map(rule).collect()
}

mod exit_codes {
    use super::*;

    #[test]
    fn each_cause_has_its_code_and_of_several_the_first_of_2_1_3_0_counts() {
        let yard = yard();
        for (args, code) in [
            (&["good.yaml"][..], 0),
            (&["open.yaml"], 1),
            (&["open.yaml", "--allow-open"], 0),
            (&["open.yaml", "--allow-open=false"], 1),
            (&["small.yaml"], 1),
            (&["small.yaml", "--allow-open"], 1),
            (&["contradictory.yaml"], 1),
            (&["good.yaml", "open.yaml"], 1),
            (&["bad.yaml"], 2),
            (&["gone.yaml"], 2),
            (&["bad.yaml", "open.yaml"], 2),
            (&["bad.yaml", "none"], 2),
            (&["bad.yaml", "open.yaml", "none"], 2),
            (&["."], 2),
            (&["none"], 3),
            (&["m*.yaml"], 3),
            (&["good.yaml", "none"], 3),
            (&["open.yaml", "none"], 1),
            (&["open.yaml", "--exit-zero"], 0),
            (&["bad.yaml", "--exit-zero"], 2),
            (&["none", "--exit-zero"], 3),
            (&["good.yaml", "--exit-zero"], 0),
            (&["good.yaml", "--fail-on", "mayor"], 2),
            (&["good.yaml", "--policy", "gone.yaml"], 2),
            (&["good.yaml", "--baseline", "gone.json"], 2),
            (&["good.yaml", "--as-of", "2026-13"], 2),
            (&["good.yaml", "--as-of", "2026-02-30"], 2),
            (&["good.yaml", "--min-mw", "-1"], 2),
            (&["good.yaml", "--on", "best"], 2),
            (&["good.yaml", "--target", "nvl7"], 2),
        ] {
            // The later of two dates would be an error of its own.
            let date: &[&str] = if args.contains(&"--as-of") {
                &[]
            } else {
                &["--as-of", AS_OF]
            };
            let done = yard.run(&[&["check"], args, date].concat());
            assert_eq!(done.code, code, "{args:?}: {}{}", done.stdout, done.stderr);
        }
    }

    #[test]
    fn no_format_and_no_display_option_changes_the_code() {
        let yard = yard();
        for path in ["good.yaml", "open.yaml", "bad.yaml", "none", "gone.yaml"] {
            let code = check(&yard, &[path]).code;
            for option in [
                &["--output-format", "json"][..],
                &["--output-format", "text=out.txt"],
                &["--show", "failures"],
                &["--show", "all"],
                &["--color", "always"],
                &["--verbose"],
            ] {
                let done = check(&yard, &[&[path], option].concat());
                assert_eq!(done.code, code, "{path} {option:?}: {}", done.stderr);
            }
        }
    }

    #[test]
    fn the_document_says_how_the_run_ended() {
        let yard = yard();
        let end = |args: &[&str]| {
            let report = json(&yard, args);
            (
                report["passed"].as_bool().unwrap(),
                report["exit_code"].as_i64().unwrap(),
            )
        };
        assert_eq!(end(&["good.yaml"]), (true, 0));
        assert_eq!(end(&["open.yaml"]), (false, 1));
        assert_eq!(end(&["open.yaml", "--exit-zero"]), (false, 0));
        assert_eq!(end(&["bad.yaml"]), (false, 2));
        assert_eq!(end(&["none"]), (false, 3));
    }

    #[test]
    fn a_check_without_a_date_is_judged_today() {
        let report = yard()
            .run(&["check", "good.yaml", "--output-format", "json"])
            .json();
        let as_of = report["terms"]["as_of"].as_str().unwrap().to_owned();
        assert!(
            as_of.len() == 10 && as_of.as_str() >= "2026-01-01",
            "{as_of}"
        );
    }
}

mod what_fails {
    use super::*;

    #[test]
    fn gates_and_contradictions_always_count_and_stand_in_their_lines() {
        let yard = yard();
        let report = json(&yard, &["contradictory.yaml"]);
        let first = &report["sites"][0]["concerns"][0];
        assert_eq!(first["rule"], "energized-above-approved");
        assert_eq!(
            (&first["kind"], &first["severity"]),
            (&"contradiction".into(), &"blocker".into())
        );
        let place = &first["place"];
        assert_eq!(
            (
                &place["line"],
                &place["column"],
                &place["end_column"],
                &place["pointer"]
            ),
            (
                &3.into(),
                &3.into(),
                &15.into(),
                &"/power/energized_mw".into()
            )
        );
        assert_eq!(first["related"][0][0]["line"], 4);
        let small = json(&yard, &["small.yaml"]);
        let gates = small["sites"][0]["concerns"].as_array().unwrap().clone();
        let gates = gates.iter().filter(|c| c["kind"] == "gate");
        let gates: Vec<_> = gates
            .map(|c| (c["rule"].clone(), c["severity"].clone()))
            .collect();
        assert_eq!(gates, [("scale.least-mw".into(), "blocker".into())]);
    }

    #[test]
    fn gaps_fail_by_severity_category_or_id() {
        let yard = yard();
        assert_eq!(failing(&yard, &["good.yaml"]), Vec::<String>::new());
        let all = json(&yard, &["good.yaml"])["sites"][0]["concerns"]
            .as_array()
            .unwrap()
            .clone();
        let of = |severities: &[&str]| {
            let with = all
                .iter()
                .filter(|c| severities.iter().any(|s| c["severity"] == *s));
            with.count()
        };
        let (major, minor, info) = (of(&["major"]), of(&["minor"]), of(&["info"]));
        assert!(major > 0 && minor > 0 && info > 0, "{all:#?}");
        for (word, count) in [
            ("blocker", 0),
            ("major", major),
            ("minor", major + minor),
            ("info", major + minor + info),
        ] {
            assert_eq!(
                failing(&yard, &["good.yaml", "--fail-on", word]).len(),
                count,
                "{word}"
            );
        }
        let cooling = failing(&yard, &["good.yaml", "--fail-on", "cooling"]);
        assert!(!cooling.is_empty() && cooling.iter().all(|rule| rule.starts_with("cooling.")));
        let named = ["good.yaml", "--fail-on", "power.utility-feeds"];
        assert_eq!(failing(&yard, &named), ["power.utility-feeds"]);
        let both = ["good.yaml", "--fail-on", "power.utility-feeds,cooling"];
        assert_eq!(failing(&yard, &both).len(), cooling.len() + 1);
    }

    #[test]
    fn an_open_gate_that_may_pass_fails_by_its_id_and_not_by_its_severity() {
        let yard = yard();
        let rules = |word| failing(&yard, &["open.yaml", "--allow-open", "--fail-on", word]);
        assert!(rules("major").iter().all(|rule| rule != "site.moratorium"));
        assert_eq!(rules("site.moratorium"), ["site.moratorium"]);
    }

    #[test]
    fn every_row_that_counts_is_a_concern_or_holds() {
        let yard = yard();
        let check = json(&yard, &["open.yaml", "--min-mw", "1"]);
        let score = yard
            .run(&["score", "open.yaml", "--output-format", "json"])
            .json();
        let site = &check["sites"][0];
        let concerns = site["concerns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| &c["rule"]);
        let judged: Vec<&Value> = concerns.chain(site["held"].as_array().unwrap()).collect();
        for finding in score["sites"][0]["findings"].as_array().unwrap() {
            let times = judged
                .iter()
                .filter(|rule| ***rule == finding["id"])
                .count();
            assert_eq!(
                times,
                usize::from(finding["counts"] != false),
                "{finding:#}"
            );
        }
        assert!(judged.contains(&&"threshold.min-mw".into()));
        assert!(judged.contains(&&"halls-above-grid".into()));
    }

    #[test]
    fn a_file_that_cannot_be_read_names_each_problem() {
        let report = json(&yard(), &["bad.yaml", "--fail-on", "info"]);
        let site = &report["sites"][0];
        assert!(site["result"].is_null() && site["id"] == "bad.yaml");
        let concern = &site["concerns"][0];
        assert_eq!(
            (&concern["rule"], &concern["kind"]),
            (&"file.invalid".into(), &"invalid".into())
        );
        let place = &concern["place"];
        assert_eq!((&place["line"], &place["column"]), (&2.into(), &23.into()));
    }

    #[test]
    fn a_file_that_cannot_be_read_breaks_a_rule_of_the_catalog_in_sarif() {
        let done = yard().run(&["check", "bad.yaml", "--output-format", "sarif"]);
        let run = &done.json()["runs"][0];
        let at = run["results"][0]["ruleIndex"].as_u64().unwrap();
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(at).unwrap()];
        assert_eq!(rule["id"], "file.invalid");
        let told = rule["fullDescription"]["text"].as_str().unwrap();
        assert!(told.contains("cannot be read as the description"), "{told}");
    }
}

mod shown {
    use super::*;

    #[test]
    fn people_get_a_line_for_each_site_and_one_that_sums_up() {
        let yard = yard();
        insta::assert_snapshot!("gated", check(&yard, &["."]).stdout);
        let failures = check(&yard, &[".", "--show", "failures"]).stdout;
        insta::assert_snapshot!("failures", failures);
        insta::assert_snapshot!(
            "let_pass",
            check(&yard, &["open.yaml", "--allow-open"]).stdout
        );
        insta::assert_snapshot!("nothing", check(&yard, &["none"]).stdout);
        let all = check(&yard, &["good.yaml", "--show", "all"]).stdout;
        assert!(
            all.contains("power.utility-feeds") && !all.contains("--show all"),
            "{all}"
        );
        for text in [failures, all] {
            for line in text.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
            }
        }
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        let yard = yard();
        for format in ["text", "json"] {
            let args = [".", "--fail-on", "info", "--output-format", format];
            assert_eq!(check(&yard, &args).stdout, check(&yard, &args).stdout);
        }
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let site = format!("{SITE}id: \"a\\e[2J\\u202eb\"\n");
        let done = check(
            &Folder::with(&[("x.yaml", &site)]),
            &["x.yaml", "--color", "always"],
        );
        assert!(!done.stdout.contains("\u{1b}[2J") && !done.stdout.contains('\u{202e}'));
    }

    #[test]
    fn the_document_fits_its_schema() {
        let yard = yard();
        let validator = validator("check");
        for path in [".", "good.yaml", "bad.yaml", "none"] {
            let report = json(&yard, &[path]);
            let errors = misfits(&validator, &report);
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }
}

#[test]
fn no_output_option_changes_an_exit_code() {
    let yard = yard();
    for (files, code) in [
        (&["good.yaml"][..], 0),
        (&["open.yaml"], 1),
        (&["bad.yaml"], 2),
        (&["good.yaml", "small.yaml", "bad.yaml"], 2),
        (&["none"], 3),
        (&["good.yaml", "none"], 3),
    ] {
        for options in [
            &[][..],
            &["--output-format", "text"],
            &["--output-format", "json"],
            &["--output-format", "sarif"],
            &["--output-format", "junit"],
            &["--output-format", "github"],
            &["--output-format", "github-summary"],
            &["--output-format", "markdown"],
            &[
                "--output-format",
                "sarif=r.sarif",
                "--output-format",
                "junit=r.xml",
                "--output-format",
                "github",
            ],
            &["--show", "failures"],
            &["--show", "all"],
            &["--color", "always", "-v"],
        ] {
            let done = check(&yard, &[files, options].concat());
            assert_eq!(done.code, code, "{files:?} {options:?}: {}", done.stderr);
        }
    }
}

#[test]
fn a_saved_check_comes_out_in_any_format_as_if_it_were_made_anew() {
    let yard = yard();
    let files = ["good.yaml", "open.yaml", "contradictory.yaml", "bad.yaml"];
    let save = ["--output-format", "json=saved.json"];
    check(&yard, &[&files[..], &save].concat());
    for format in [
        "text",
        "json",
        "markdown",
        "sarif",
        "junit",
        "github",
        "github-summary",
    ] {
        let anew = check(&yard, &[&files[..], &["--output-format", format]].concat());
        let rendered = yard.run(&["render", "saved.json", "--output-format", format]);
        assert_eq!(
            (rendered.code, &rendered.stdout),
            (anew.code, &anew.stdout),
            "{format}"
        );
    }
    let wrong = yard.run(&["render", "saved.json", "--output-format", "csv"]);
    assert!(
        wrong.code == 2
            && wrong
                .stderr
                .contains("a report of `check` has no format `csv`"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_finding_has_the_same_points_as_in_score() {
    let some = ["iren-childress-tx", "riot-rockdale-tx", "example-minimal"];
    let files = some.map(|id| format!("sites/{id}.yaml"));
    let [a, b, c] = files.each_ref().map(String::as_str);
    let run = |args: &[&str]| run_at_root(&[args, &[a, b, c, "--target", "nvl72"]].concat());
    let score = run(&[&["score"], JSON].concat()).json();
    let checked = run(&[&["check", "--isolated"], JSON].concat()).json();
    let mut seen = [0, 0];
    for (site, check) in score["sites"]
        .as_array()
        .unwrap()
        .iter()
        .zip(checked["sites"].as_array().unwrap())
    {
        for finding in site["findings"].as_array().unwrap() {
            let concerns = with_rule(&check["concerns"], finding["id"].as_str().unwrap());
            let Some(concern) = concerns.first() else {
                continue;
            };
            let unknown = finding["status"] == "unknown";
            let key = if unknown { "points_unknown" } else { "worth" };
            // What is nothing is left out of a report.
            let points = finding[key].as_f64().unwrap_or(0.0);
            assert_eq!(concern["points"].as_f64(), Some(points), "{finding}");
            seen[usize::from(unknown)] += 1;
        }
    }
    assert!(seen[0] > 3 && seen[1] > 30, "{seen:?}");
    // Both print them alike.
    let one = |args: &[&str]| run_at_root(&[args, &[a, "--target", "nvl72"]].concat()).stdout;
    let (score, check) = (one(&["score", "--full"]), one(&["check", "--isolated"]));
    let row = score
        .lines()
        .find(|l| l.starts_with("? power.firm-supply  "))
        .unwrap();
    let points = row.split_whitespace().rev().nth(1).unwrap();
    assert!(
        check.contains(&format!("worth {points} points")),
        "{row}\n{check}"
    );
}
