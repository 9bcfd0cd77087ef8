//! `score` as a user or a CI job meets it: exit codes, inputs, targets.

use rackready::hosting::catalog;

use crate::support::{BAD, Done, Folder, SITE, site_files, sites};

/// A folder with sites, a bad file, and things that are no sites.
fn yard() -> Folder {
    Folder::with(&[
        ("good.yaml", SITE),
        ("bad.yaml", BAD),
        ("mines/one.yaml", SITE),
        ("mines/deep/two.yml", SITE),
        ("mines/.draft.yaml", BAD),
        ("mines/notes.md", "no site"),
        ("none/readme.md", "no site"),
    ])
}

/// The files that a JSON report is about.
fn files(done: &Done) -> Vec<String> {
    let report = done.json();
    let sites = report["sites"].as_array().unwrap().iter();
    sites
        .map(|site| site["file"].as_str().unwrap().to_owned())
        .collect()
}

mod exit_codes {
    use super::*;

    #[test]
    fn each_cause_has_its_code_and_of_several_the_first_of_2_3_0_counts() {
        let yard = yard();
        for (args, code) in [
            (&["score", "good.yaml"][..], 0),
            (&["score", "mines"], 0),
            (&["score", "bad.yaml"], 2),
            (&["score", "gone.yaml"], 2),
            (&["score", "gone/*.yaml"], 2),
            (&["score", "none"], 3),
            (&["score", "m*.yaml"], 3),
            (&["score", "good.yaml", "none"], 3),
            (&["score", "good.yaml", "bad.yaml"], 2),
            (&["score", "none", "bad.yaml"], 2),
            (&["score", "good.yaml", "--target", "nvl7"], 2),
            (&["score", "good.yaml", "--checklist", "gone.yaml"], 2),
            (&["score", "good.yaml", "--output-format", "sarif"], 2),
            (&["score", "good.yaml", "--nonsense"], 2),
            (&["explain", "nonsense"], 2),
            (&["list", "nonsense"], 2),
            (&["init", "good.yaml"], 2),
            (&[], 2),
            (&["--help"], 0),
            (&["--version"], 0),
        ] {
            let done = yard.run(args);
            assert_eq!(done.code, code, "{args:?}: {}", done.stderr);
        }
    }

    #[test]
    fn the_format_changes_no_code() {
        let yard = yard();
        for path in [
            "good.yaml",
            "bad.yaml",
            "none",
            "mines/*.yaml",
            "x*.yaml",
            "gone.yaml",
        ] {
            let text = yard.run(&["score", path]).code;
            assert_eq!(
                yard.run(&["score", path, "--output-format", "json"]).code,
                text,
                "{path}"
            );
            assert_eq!(
                yard.run(&["score", path, "--output-format", "json=out.json"])
                    .code,
                text,
                "{path}"
            );
        }
    }

    #[test]
    fn a_closed_pipe_is_no_error_and_hides_none() {
        let yard = yard();
        for (path, code) in [
            (sites().to_str().unwrap(), 0),
            ("good.yaml", 0),
            ("bad.yaml", 2),
        ] {
            for format in ["text", "json"] {
                let mut child = yard
                    .command(&["score", path, "--output-format", format])
                    .spawn()
                    .unwrap();
                drop(child.stdout.take());
                let done: Done = child.wait_with_output().unwrap().into();
                assert_eq!(done.code, code, "{path}: {}", done.stderr);
                assert!(
                    !done.stderr.contains("panic") && !done.stderr.contains("pipe"),
                    "{}",
                    done.stderr
                );
            }
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_that_is_named_may_be_closed_too() {
        let yard = yard();
        let args = ["score", "good.yaml", "--output-format", "json=/dev/stdout"];
        let mut child = yard.command(&args).spawn().unwrap();
        drop(child.stdout.take());
        let done: Done = child.wait_with_output().unwrap().into();
        assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error() {
        let yard = yard();
        let full = std::fs::File::create("/dev/full").unwrap();
        let done: Done = yard
            .command(&["list", "targets"])
            .stdout(full)
            .output()
            .unwrap()
            .into();
        assert_eq!(done.code, 2);
        assert!(
            done.stderr.contains("standard output cannot be written"),
            "{}",
            done.stderr
        );
    }
}

mod inputs {
    use super::*;

    const JSON: &[&str] = &["--output-format", "json"];

    fn found(yard: &Folder, paths: &[&str]) -> Vec<String> {
        files(&yard.run(&[&["score"], paths, JSON].concat()))
    }

    #[test]
    fn directories_and_globs_are_searched_in_order_and_each_file_is_read_once() {
        let yard = yard();
        assert_eq!(
            found(&yard, &["mines"]),
            ["mines/deep/two.yml", "mines/one.yaml"]
        );
        assert_eq!(found(&yard, &["mines/*.yaml"]), ["mines/one.yaml"]);
        assert_eq!(found(&yard, &["**/*.y*ml", "--verbose"]).len(), 3);
        assert_eq!(
            found(&yard, &["mines/one.yaml", "./mines"]),
            ["mines/one.yaml", "mines/deep/two.yml"]
        );
    }

    #[test]
    fn ignored_files_are_skipped_unless_they_are_named_or_asked_for() {
        let yard = yard();
        std::fs::write(yard.path(".ignore"), "mines/\nbad.yaml\n").unwrap();
        assert_eq!(found(&yard, &["."]), ["good.yaml"]);
        assert_eq!(found(&yard, &[".", "mines/one.yaml"]).len(), 2);
        assert_eq!(found(&yard, &["--no-ignore"]).len(), 3);
    }

    #[test]
    fn a_list_names_files_with_or_without_further_paths() {
        let yard = yard();
        std::fs::write(yard.path("list"), "mines/one.yaml\n\nmines\n").unwrap();
        assert_eq!(
            found(&yard, &["--files-from", "list"]),
            ["mines/one.yaml", "mines/deep/two.yml"]
        );
        assert_eq!(
            found(&yard, &["good.yaml", "--files-from=list"])[0],
            "good.yaml"
        );
        let list = ["score", "--files-from", "-", "--output-format", "json"];
        let done = yard.run_with(&list, "good.yaml\0mines/one.yaml\0", &[]);
        assert_eq!(files(&done), ["good.yaml", "mines/one.yaml"]);
        let gone = yard.run(&["score", "--files-from", "gone"]);
        assert_eq!((gone.code, gone.stdout.as_str()), (2, ""));
        assert!(gone.stderr.contains("the list of files"), "{}", gone.stderr);
        assert_eq!(yard.run(&["score", "-", "--files-from=-"]).code, 2);
    }

    #[test]
    fn without_a_path_the_present_folder_is_meant() {
        assert_eq!(
            found(&yard(), &[]),
            ["good.yaml", "mines/deep/two.yml", "mines/one.yaml"]
        );
    }

    #[test]
    fn one_bad_file_does_not_lose_the_others() {
        let done = yard().run(&["score", ".", "gone.yaml", "--output-format", "json"]);
        let report = done.json();
        assert_eq!(done.code, 2);
        assert_eq!(files(&done).len(), 3);
        let error = &report["errors"][0];
        assert_eq!(
            (&error["file"], &error["line"], &error["column"]),
            (&"bad.yaml".into(), &2.into(), &23.into())
        );
        assert_eq!(report["errors"][1]["file"], "gone.yaml");
        assert!(done.stderr.contains("--> bad.yaml:2:23"), "{}", done.stderr);
        assert!(
            done.stderr.contains("2 of 5 sites cannot be scored"),
            "{}",
            done.stderr
        );
    }

    #[test]
    fn standard_input_goes_by_the_name_it_is_given() {
        let yard = yard();
        let done = yard.run_with(&["score", "-", "--output-format", "json"], SITE, &[]);
        assert_eq!((files(&done), done.code), (vec!["stdin".to_owned()], 0));
        assert_eq!(done.json()["sites"][0]["id"], "stdin");
        let named = [
            "score",
            "-",
            "--stdin-filename",
            "x/mill.yaml",
            "--output-format",
            "json",
        ];
        assert_eq!(
            yard.run_with(&named, SITE, &[]).json()["sites"][0]["id"],
            "mill"
        );
        let bad = yard.run_with(&named, BAD, &[]);
        assert!(
            bad.stderr.contains("--> x/mill.yaml:2:23"),
            "{}",
            bad.stderr
        );
        assert_eq!(yard.run_with(&named, "", &[]).code, 2);
    }

    #[test]
    fn nothing_to_evaluate_says_why_and_leaves_a_valid_document() {
        let done = yard().run(&["score", "none", "x*.yaml", "--output-format", "json"]);
        assert_eq!(files(&done), Vec::<String>::new());
        assert_eq!(done.stderr.lines().count(), 2, "{}", done.stderr);
        assert!(
            done.stderr.contains("no *.yaml or *.yml in `none`"),
            "{}",
            done.stderr
        );
        assert!(
            done.stderr.contains("no file matches `x*.yaml`"),
            "{}",
            done.stderr
        );
    }

    #[test]
    fn an_id_that_is_taken_names_both_places_and_the_first_site_stays() {
        let many = format!("{SITE}---\n{SITE}id: mill\n---\nid: c\n{SITE}");
        let twin = Folder::with(&[
            ("a/mill.yaml", SITE),
            ("b/mill.yaml", SITE),
            ("c.yaml", &many),
        ]);
        for paths in [&["."][..], &["a/mill.yaml", "b/*.yaml", "c.yaml"]] {
            let args = [&["score", "--output-format", "json"], paths].concat();
            let done = twin.run(&args);
            assert_eq!(done.code, 2);
            assert_eq!(files(&done), ["a/mill.yaml", "c.yaml", "c.yaml"]);
            insta::allow_duplicates! { insta::assert_snapshot!("equal_ids", done.stderr) }
        }
        let list = ["score", "--files-from", "-", "--output-format", "json"];
        let done = twin.run_with(&list, "b/mill.yaml\na/mill.yaml\n", &[]);
        assert_eq!(
            (files(&done), done.code),
            (vec!["b/mill.yaml".to_owned()], 2)
        );
        assert!(
            done.stderr.contains("the site at b/mill.yaml:1"),
            "{}",
            done.stderr
        );
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let site = SITE.replace("Mill Creek", "\"a\\e[2J\\u202eb\"");
        let done =
            Folder::with(&[("x.yaml", &site)]).run(&["score", "x.yaml", "--color", "always"]);
        assert!(
            !done.stdout.contains("\u{1b}[2J") && !done.stdout.contains('\u{202e}'),
            "{}",
            done.stdout
        );
    }
}

mod targets {
    use super::*;

    #[test]
    fn an_unknown_target_in_a_file_is_shown_with_its_place_and_the_nearest() {
        let folder = Folder::with(&[("a.yaml", &format!("{SITE}target: nvl27\n"))]);
        for args in [
            &["score", "a.yaml"][..],
            &["score", "a.yaml", "--target", "hgx"],
        ] {
            let done = folder.run(args);
            assert_eq!((done.code, done.stdout.as_str()), (2, ""));
            insta::allow_duplicates! { insta::assert_snapshot!(done.stderr, @r"
            error: no hardware is called `nvl27`
             --> a.yaml:7:9
              |
            7 | target: nvl27
              |         ^^^^^
              |
              = help: did you mean `nvl72`?
            ") }
        }
    }

    #[test]
    fn an_unknown_target_on_the_command_line_names_the_nearest() {
        let done = yard().run(&["score", "good.yaml", "--target", "nvl72/neoclod"]);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""));
        assert!(done.stderr.starts_with(
            "error: --target: no tenant is called `neoclod`; did you mean `neocloud`?"
        ));
    }

    #[test]
    fn who_chose_the_target_is_in_the_report() {
        let named = format!("{SITE}target: hgx/enterprise\n");
        let folder = Folder::with(&[("a.yaml", SITE), ("b.yaml", &named)]);
        let chosen = |args: &[&str]| {
            let site = folder
                .run(&[&["score", "--output-format", "json"], args].concat())
                .json()["sites"][0]
                .clone();
            format!(
                "{} {}",
                site["target"].as_str().unwrap(),
                site["target_chosen"].as_str().unwrap()
            )
        };
        assert!(chosen(&["a.yaml"]).ends_with(" best-fit"));
        assert_eq!(chosen(&["b.yaml"]), "hgx/enterprise/mixed by-file");
        assert_eq!(
            chosen(&["b.yaml", "--target", "nvl72"]),
            "nvl72/neocloud/training by-user"
        );
    }
}

#[test]
fn a_saved_report_is_told_to_be_rendered_and_nothing_else_is_said() {
    let folder = Folder::with(&[("good.yaml", SITE)]);
    let saved = |args: &[&str]| folder.run(&[args, &["good.yaml"]].concat());
    saved(&["score", "--output-format", "json=score.json"]);
    saved(&["score", "--output-format", "ndjson=score.ndjson"]);
    saved(&["check", "--output-format", "json=check.json"]);
    let files = [("score.json", 0), ("score.ndjson", 0), ("check.json", 1)];
    for (file, code) in files {
        for command in ["score", "plan"] {
            let done = folder.run(&[command, file]);
            assert_eq!(done.code, 2);
            assert!(
                done.stderr
                    .starts_with("error: this is a saved report, not a site\n"),
                "{}",
                done.stderr
            );
            assert!(
                done.stderr.contains(&format!("`rackready render {file}`")),
                "{}",
                done.stderr
            );
            assert_eq!(done.stderr.matches("error: ").count(), 1, "{}", done.stderr);
        }
        assert_eq!(folder.run(&["render", file]).code, code, "as it is told");
    }
}

#[test]
fn a_saved_report_of_many_sites_is_told_once_however_large() {
    let folder = Folder::with(&[]);
    let files = site_files();
    let files: Vec<_> = files[..16].iter().map(|f| f.to_str().unwrap()).collect();
    let outputs = [
        "--output-format",
        "json=all.json",
        "--output-format",
        "ndjson=all.ndjson",
    ];
    folder.run(&[&["score"], &files[..], &outputs].concat());
    let piped = folder.text("all.json");
    assert!(piped.len() > 1 << 20, "larger than any site may be");
    for file in ["all.json", "all.ndjson", "-"] {
        let done = folder.run_with(&["score", file], &piped, &[]);
        assert_eq!(done.code, 2);
        let said = done.stderr;
        assert!(
            said.starts_with("error: this is a saved report, not a site\n"),
            "{said}"
        );
        assert!(
            said.contains(&format!("`rackready render {file}`")),
            "{said}"
        );
        assert_eq!(said.matches("error: ").count(), 1, "{said}");
    }
}

#[test]
fn a_tenant_or_workload_alone_is_told_its_place_in_a_target() {
    let folder = Folder::with(&[("good.yaml", SITE)]);
    let said = |target: &str| {
        let done = folder.run(&["score", "good.yaml", "--target", target]);
        (done.code, done.stderr)
    };
    let catalog = catalog();
    for tenant in &catalog.tenants {
        let (code, text) = said(&tenant.id);
        let written = format!("nvl72/{}", tenant.id);
        assert!(
            code == 2 && text.contains(&format!("a tenant, written `{written}`")),
            "{text}"
        );
        assert_eq!(said(&written).0, 0);
    }
    for workload in &catalog.workloads {
        let (_, text) = said(&workload.id);
        let written = format!("nvl72/neocloud/{}", workload.id);
        assert!(
            text.contains(&format!("a workload, written `{written}`")),
            "{text}"
        );
        assert_eq!(said(&written).0, 0);
    }
    let (_, text) = said("kyber/inference");
    assert!(
        text.contains("written `kyber/hyperscaler/inference`"),
        "{text}"
    );
    let (_, text) = said("nvl27");
    assert!(text.contains("did you mean `nvl72`? Known: "), "{text}");
}
