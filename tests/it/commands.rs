//! Everything but `score`: what explains, lists, starts, describes and installs.

use serde_json::Value;

use crate::support::{Folder, SITE, misfits, run_at_root, sites, validator};

fn run(args: &[&str]) -> String {
    Folder::with(&[]).run(args).data()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&run(&[args, &["--output-format", "json"]].concat())).unwrap()
}

mod help {
    use super::*;

    #[test]
    fn help_says_what_there_is() {
        for command in [
            "score",
            "plan",
            "economics",
            "diff",
            "render",
            "backtest",
            "check",
            "columns",
            "explain",
            "list",
            "init",
            "schema",
            "completions",
            "man",
        ] {
            insta::assert_snapshot!(format!("help_{command}"), run(&[command, "--help"]));
        }
        insta::assert_snapshot!("help", run(&["--help"]));
    }

    #[test]
    fn help_without_a_command_is_an_error_on_standard_error() {
        let done = Folder::with(&[]).run(&[]);
        assert!(
            done.stdout.is_empty() && done.stderr.contains("Usage: rackready"),
            "{}",
            done.stderr
        );
    }
}

mod explain {
    use super::*;

    #[test]
    fn a_requirement_a_metric_and_a_target_say_why_how_and_who_says_so() {
        for id in [
            "power.utility-feeds",
            "power.switchgear",
            "cooling.dry-margin-k",
            "hgx/enterprise",
        ] {
            insta::assert_snapshot!(
                format!("explain_{}", id.replace('/', "_")),
                run(&["explain", id])
            );
        }
    }

    #[test]
    fn each_kind_of_thing_has_its_page() {
        for (id, kind) in [
            ("power.utility-feeds", "requirement"),
            ("capacity.ceiling-mw", "metric"),
            ("nvl72", "target"),
            ("nvl72/hyperscaler/inference", "target"),
            ("neocloud", "tenant"),
            ("training", "workload"),
            ("rack_kw", "parameter"),
            ("liquid-loop", "remedy"),
            ("dry-cooler-per-kw", "price"),
            ("UPT-TIER", "source"),
            ("scale", "category"),
            ("halls[0].racks", "fact"),
            ("power.firmness", "fact"),
            ("land", "section"),
            ("threshold.min-mw", "threshold"),
            ("firm-but-interruptible", "contradiction"),
            ("waiver.unused", "waiver"),
            ("file.invalid", "input error"),
            ("keep-mining", "verdict"),
            ("convertibility", "part of the score"),
            ("planned_mw", "column"),
        ] {
            let page = json(&["explain", id]);
            assert_eq!(page["schema"], "rackready/explain/v1");
            assert_eq!(page["explanations"][0]["kind"], kind, "{id}");
        }
    }

    #[test]
    fn an_id_of_two_things_explains_both() {
        let kinds = json(&["explain", "power.feeds"]);
        let kinds: Vec<_> = kinds["explanations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|page| &page["kind"])
            .collect();
        assert_eq!(kinds, ["metric", "fact"]);
    }

    #[test]
    fn programs_get_numbers() {
        let row = json(&["explain", "power.utility-feeds"])["explanations"][0].clone();
        // What is likely where nobody states it is told of the facts that the row reads.
        assert!(row["weight"].is_f64() && row["prior"].is_null());
        for fact in row["reads"].as_array().unwrap() {
            let pages = json(&["explain", fact.as_str().unwrap()]);
            let pages = pages["explanations"].as_array().unwrap();
            assert!(pages.iter().any(|page| page["prior"].is_object()), "{fact}");
        }
        let thresholds = row["thresholds"].as_array().unwrap();
        assert_eq!(thresholds.len(), 6, "one for each hardware");
        assert!(thresholds.iter().all(|t| t["everything"].is_f64()));
        assert!(
            row["sources"][0]["grade"].is_string() && row["sources"][0]["publisher"].is_string()
        );
    }

    #[test]
    fn an_unknown_id_names_those_that_are_near() {
        for (id, near) in [
            ("power.utility-feds", "`power.utility-feeds`"),
            ("nvl27", "`nvl72`"),
            ("nvl72/neoclod", "`neocloud`"),
            ("moratorium", "`site.moratorium`"),
            ("upt-tier", "`UPT-TIER`"),
            ("planed_mw", "`planned_mw`? `rackready list columns`"),
            ("keep-minning", "`keep-mining`? `rackready list words`"),
            (
                "threshold.max-month",
                "`threshold.max-months`? `rackready list rules`",
            ),
            ("xyzzy", "`rackready list WHAT`"),
        ] {
            let done = Folder::with(&[]).run(&["explain", id]);
            assert_eq!((done.code, done.stdout.as_str()), (2, ""));
            assert!(done.stderr.contains(near), "{id}: {}", done.stderr);
        }
    }
}

mod list {
    use super::*;

    const ALL: [&str; 13] = [
        "targets",
        "requirements",
        "metrics",
        "remedies",
        "priors",
        "sources",
        "parameters",
        "questions",
        "facts",
        "rules",
        "words",
        "columns",
        "limits",
    ];

    #[test]
    fn what_there_is_fits_a_table() {
        for what in ["targets", "requirements", "metrics", "parameters"] {
            insta::assert_snapshot!(format!("list_{what}"), run(&["list", what]));
        }
    }

    #[test]
    fn every_list_is_the_same_in_every_format() {
        for what in ALL {
            let entries = json(&["list", what]);
            let entries = entries.as_array().unwrap();
            assert!(entries.len() > 5, "{what}");
            assert!(entries.iter().all(Value::is_object), "{what}");
            assert!(
                run(&["list", what]).lines().count() > entries.len(),
                "{what}"
            );
            let yaml = run(&["list", what, "--output-format", "yaml"]);
            assert!(
                yaml.lines().filter(|line| line.starts_with("- ")).count() >= entries.len(),
                "{what}"
            );
        }
    }

    #[test]
    fn everything_listed_can_be_explained() {
        for (what, key) in [
            ("targets", "id"),
            ("metrics", "id"),
            ("remedies", "id"),
            ("priors", "fact"),
            ("questions", "path"),
            ("facts", "path"),
            ("rules", "id"),
            ("words", "word"),
            ("columns", "name"),
        ] {
            let entries = json(&["list", what]);
            let first = entries[0][key].as_str().unwrap();
            assert!(!run(&["explain", first]).is_empty(), "{first}");
        }
    }

    #[test]
    fn every_column_of_every_table_is_listed() {
        let listed = json(&["list", "columns"]);
        let listed: Vec<&str> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["name"].as_str().unwrap())
            .collect();
        let sites = crate::support::root().join("sites");
        let (sites, outcomes) = (sites.to_str().unwrap(), sites.join("outcomes.csv"));
        let site = format!("{sites}/riot-rockdale-tx.yaml");
        for args in [
            &["score", &site, "--output-format", "csv"][..],
            &[
                "score",
                &site,
                "--group-by",
                "grid",
                "--table",
                "groups",
                "--output-format",
                "csv",
            ],
            &[
                "score",
                &site,
                "--table",
                "supply",
                "--output-format",
                "csv",
            ],
            &["plan", &site, "--draws", "20", "--output-format", "csv"],
            &[
                "backtest",
                sites,
                "--outcomes",
                outcomes.to_str().unwrap(),
                "--draws",
                "5",
                "--output-format",
                "csv",
            ],
        ] {
            let table = Folder::with(&[]).run(args).stdout;
            let header = table.lines().next().unwrap();
            assert!(header.contains(','), "{args:?}: {header}");
            for column in header.split(',') {
                assert!(listed.contains(&column), "{column} of {args:?}");
            }
        }
    }
}

mod init {
    use super::*;

    #[test]
    fn what_it_writes_is_scored_without_an_error() {
        for args in [
            &["init", "site.yaml"][..],
            &["init", "site.yaml", "--minimal"],
        ] {
            let folder = Folder::with(&[]);
            let done = folder.run(args);
            assert!(
                done.stderr.contains("rackready score site.yaml"),
                "{}",
                done.stderr
            );
            assert_eq!(done.data(), "");
            let scored = folder.run(&["score", "site.yaml"]);
            assert_eq!((scored.code, scored.stderr.as_str()), (0, ""));
            let on_standard_output = folder.run(&[&["init"], &args[2..]].concat()).data();
            assert_eq!(on_standard_output, folder.text("site.yaml"));
            let piped = folder.run_with(&["score", "-"], &on_standard_output, &[]);
            assert_eq!((piped.code, piped.stderr.as_str()), (0, ""));
        }
    }

    #[test]
    fn a_file_that_exists_stays_unless_force_is_used() {
        let folder = Folder::with(&[("site.yaml", SITE)]);
        let done = folder.run(&["init", "site.yaml"]);
        assert_eq!(done.code, 2);
        assert!(
            done.stderr
                .contains("`site.yaml` exists; --force overwrites it"),
            "{}",
            done.stderr
        );
        assert_eq!(folder.text("site.yaml"), SITE);
        folder.run(&["init", "site.yaml", "--force"]).data();
        assert_ne!(folder.text("site.yaml"), SITE);
    }
}

mod schema {
    use super::*;

    #[track_caller]
    fn fits(what: &str, instance: &Value) {
        let errors = misfits(&validator(what), instance);
        assert!(errors.is_empty(), "{errors:#?}");
    }

    #[test]
    fn reports_fit_the_schema_of_the_report() {
        let folder = Folder::with(&[("a.yaml", SITE), ("bad.yaml", "name: [\n"), ("none/x", "")]);
        for path in ["a.yaml", "bad.yaml", ".", "none"] {
            fits(
                "report",
                &folder
                    .run(&["score", path, "--output-format", "json"])
                    .json(),
            );
        }
        let sites = sites();
        fits(
            "report",
            &folder
                .run(&["score", sites.to_str().unwrap(), "--output-format", "json"])
                .json(),
        );
    }

    #[test]
    fn the_list_to_start_from_fits_the_schema_of_a_checklist() {
        let rows = json(&["list", "requirements"]);
        fits(
            "checklist",
            &serde_json::json!({"name": "a", "version": "1", "extends": "ai-hpc", "requirements": rows}),
        );
        assert!(
            !validator("checklist")
                .is_valid(&serde_json::json!({"name": "a", "version": "1", "rules": []}))
        );
    }

    #[test]
    fn the_schema_of_a_site_asks_for_a_name() {
        assert!(!validator("site").is_valid(&serde_json::json!({"power": {"energized_mw": 5}})));
        fits(
            "site",
            &serde_json::json!({"name": "A", "power": {"energized_mw": 5}}),
        );
    }

    #[test]
    fn a_schema_goes_to_a_file() {
        let folder = Folder::with(&[]);
        assert_eq!(
            folder
                .run(&["schema", "site", "--output", "site.schema.json"])
                .data(),
            ""
        );
        assert_eq!(folder.text("site.schema.json"), run(&["schema", "site"]));
    }
}

mod installed {
    use super::*;

    #[test]
    fn each_shell_gets_its_completions() {
        for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
            let script = run(&["completions", shell]);
            assert!(
                script.contains("rackready") && script.contains("output-format"),
                "{shell}"
            );
        }
    }

    #[test]
    fn the_man_pages_cover_every_command() {
        let pages = run(&["man"]);
        for name in [
            "rackready",
            "rackready-score",
            "rackready-plan",
            "rackready-economics",
            "rackready-diff",
            "rackready-render",
            "rackready-backtest",
            "rackready-check",
            "rackready-columns",
            "rackready-explain",
            "rackready-list",
            "rackready-init",
        ] {
            assert!(pages.contains(&format!(".TH {name} 1")), "{name}");
        }
        let folder = Folder::with(&[]);
        assert_eq!(folder.run(&["man", "--dir", "man/man1"]).data(), "");
        assert!(
            folder
                .text("man/man1/rackready-score.1")
                .contains("checklist")
        );
        assert_eq!(
            std::fs::read_dir(folder.path("man/man1")).unwrap().count(),
            15
        );
    }
}

#[test]
fn every_label_of_a_report_is_explained() {
    let mut labels: Vec<String> = Vec::new();
    for more in [&[][..], &["--full"]] {
        let site = ["score", "sites/example-complete.yaml", "--draws", "8"];
        let text = run_at_root(&[&site[..], more].concat()).data();
        let is_of_label = |c: char| c.is_ascii_uppercase() || c == ' ';
        let label = |line: &str| {
            let end = line.find(|c| !is_of_label(c))?;
            let label = line[..end].strip_suffix(' ')?.trim_end();
            (label.len() > 3 && !line.starts_with(' ')).then(|| label.to_owned())
        };
        labels.extend(text.lines().filter_map(label));
    }
    labels.sort();
    labels.dedup();
    assert!(labels.len() >= 9, "{labels:?}");
    for label in labels {
        let done = run_at_root(&["explain", &label]);
        assert_eq!(done.code, 0, "{label}: {}", done.stderr);
    }
}
