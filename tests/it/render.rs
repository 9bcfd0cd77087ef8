//! `render`: what was saved comes out in every format as the run that saved it gave it.

use crate::support::{Folder, SITE, sites};

/// Sites of the repository, copied so that their names are short.
fn copied(names: &[&str]) -> Folder {
    let folder = Folder::with(&[]);
    for name in names {
        let file = format!("{name}.yaml");
        std::fs::copy(sites().join(&file), folder.path(&file)).unwrap();
    }
    folder
}

const THREE: [&str; 3] = [
    "example-complete",
    "core-scientific-denton-tx",
    "iren-childress-tx",
];

/// What `score` writes of paths in a format.
fn score(folder: &Folder, paths: &[&str], format: &str) -> String {
    folder
        .run(&[&["score"], paths, &["--output-format", format]].concat())
        .stdout
}

#[test]
fn one_site_gives_the_same_text_from_its_saved_entry() {
    for name in THREE {
        let folder = copied(&[name]);
        let file = format!("{name}.yaml");
        let text = score(&folder, &[&file], "text");
        assert!(
            text.contains("VERDICT") && text.contains("What to ask first"),
            "{text}"
        );
        let comment = score(&folder, &[&file], "markdown");
        assert!(comment.contains("#### What to ask first"), "{comment}");
        for format in ["json", "ndjson"] {
            std::fs::write(folder.path("saved.json"), score(&folder, &[&file], format)).unwrap();
            assert_eq!(
                folder.run(&["render", "saved.json"]).data(),
                text,
                "{name} {format}"
            );
            let args = ["render", "saved.json", "--output-format", "markdown"];
            assert_eq!(folder.run(&args).data(), comment, "{name} {format}");
        }
    }
}

#[test]
fn several_sites_come_out_in_every_format_as_score_writes_them() {
    let folder = copied(&THREE);
    let expected = |format: &str| score(&folder, &["."], format);
    for saved in ["json", "ndjson"] {
        std::fs::write(folder.path("saved"), expected(saved)).unwrap();
        for format in ["text", "json", "ndjson", "csv", "markdown"] {
            let args = ["render", "saved", "--output-format", format];
            let given = folder.run(&args).data();
            assert!(given.contains("example-complete"), "{given}");
            assert_eq!(given, expected(format), "{saved} {format}");
        }
    }
    let of_sites = |text: &str| text.split_once('─').map(|(_, sites)| sites.to_owned());
    let full = folder.run(&["score", ".", "--full"]).data();
    let rendered = folder.run(&["render", "saved", "--full"]).data();
    assert!(of_sites(&full).is_some_and(|sites| sites.contains("READINESS")));
    assert_eq!(of_sites(&rendered), of_sites(&full));
}

#[test]
fn a_plan_comes_out_as_plan_prints_it() {
    let folder = copied(&THREE);
    let asked: [&[&str]; 4] = [
        &["."],
        &["--curve", "--start", "2027-03-15", "example-complete.yaml"],
        &["--mw", "20", "--within", "60", "iren-childress-tx.yaml"],
        &[
            "--mw",
            "9999",
            "--color",
            "always",
            "iren-childress-tx.yaml",
        ],
    ];
    for args in asked {
        let plan = |format: &str| {
            let all = [
                &["plan", "--draws", "50"],
                args,
                &["--output-format", format],
            ]
            .concat();
            folder.run(&all).stdout
        };
        std::fs::write(folder.path("saved.json"), plan("json")).unwrap();
        for format in ["text", "csv", "json"] {
            let color = if args.contains(&"always") {
                "always"
            } else {
                "never"
            };
            let render = [
                "render",
                "saved.json",
                "--color",
                color,
                "--output-format",
                format,
            ];
            assert_eq!(
                folder.run(&render).stdout,
                plan(format),
                "{args:?} {format}"
            );
        }
        let comment = folder.run(&["render", "saved.json", "--output-format", "markdown"]);
        assert!(comment.stdout.starts_with("<!-- rackready-score -->"));
    }
}

#[test]
fn a_report_comes_on_standard_input_and_keeps_its_errors() {
    let folder = Folder::with(&[("a.yaml", SITE), ("b.yaml", "name: B\nspeed: 3\n")]);
    let saved = score(&folder, &["a.yaml", "b.yaml"], "json");
    let lines = folder.run_with(&["render", "--output-format", "ndjson"], &saved, &[]);
    assert_eq!(lines.code, 2, "{}", lines.stderr);
    assert_eq!(
        lines.stdout,
        score(&folder, &["a.yaml", "b.yaml"], "ndjson")
    );
    let again = folder.run_with(
        &["render", "-", "--output-format", "json"],
        &lines.stdout,
        &[],
    );
    assert_eq!(again.json()["errors"][0]["file"], "b.yaml");
}

#[test]
fn what_cannot_be_rendered_says_where_and_why() {
    let method =
        r#"{"rackready": "1", "checklist": "c", "targets": "t", "prices": "p", "typical": "y",
        "draws": 8, "seed": 0}"#
            .replace("\n        ", "");
    let head = format!("{{\"schema\": \"rackready/report/v3\",\n \"method\": {method},\n");
    let nothing = format!("{head} \"sites\": [], \"errors\": []}}");
    let typed = format!("{head} \"sites\": [{{\"id\": 7}}], \"errors\": []}}");
    let cases = [
        (
            "{\"schema\": \"rackready/report/v9\"}",
            2,
            "of a newer version of rackready",
        ),
        (
            "{\"schema\": \"rackready/report/v1\"}",
            2,
            "make it anew from its sites: `rackready score",
        ),
        (
            "{\"schema\": \"rackready/report/v2\"}",
            2,
            "make it anew from its sites: `rackready score",
        ),
        (
            "{\"schema\": \"rackready/gaps/v1\"}",
            2,
            "`rackready/gaps/v1` holds the gap report of each site alone",
        ),
        (
            "{\"schema\": \"rackready/check/v1\"}",
            2,
            "make it anew from its sites: `rackready check",
        ),
        ("{\"schema\": \"rackready/report/v3\"", 2, "r.json:1:"),
        ("{\"sites\": []}", 2, "begins with its `schema`"),
        ("name: Mill\n", 2, "r.json:1:1: this is no saved report"),
        ("", 2, "the report is empty"),
        (typed.as_str(), 2, "r.json:3:19: the report is damaged"),
        (nothing.as_str(), 3, "nothing to evaluate"),
    ];
    for (text, code, said) in cases {
        let folder = Folder::with(&[("r.json", text)]);
        for format in ["text", "json", "csv"] {
            let done = folder.run(&["render", "r.json", "--output-format", format]);
            assert_eq!(done.code, code, "{text}: {}", done.stderr);
            assert!(done.stderr.contains(said), "{said}: {}", done.stderr);
        }
    }
    assert_eq!(Folder::with(&[]).run(&["render", "gone.json"]).code, 2);
}

#[test]
fn what_a_report_could_not_judge_is_told_again_and_ends_as_the_run_did() {
    let bad = "name: Bad\npower: {energized_mw: many}\n";
    let folder = Folder::with(&[("a.yaml", SITE), ("bad.yaml", bad)]);
    let place = "bad.yaml:2:23: ";
    for command in ["score", "plan", "economics"] {
        let run = folder.run(&[
            command,
            "a.yaml",
            "bad.yaml",
            "--draws",
            "16",
            "--output-format",
            "json=r.json",
        ]);
        assert_eq!(run.code, 2, "{command}");
        for format in ["text", "csv", "json", "html"] {
            let again = folder.run(&["render", "r.json", "--output-format", format]);
            let told =
                again.stderr.contains(place) && again.stderr.contains("r.json holds 1 error");
            assert!(
                again.code == 2 && told,
                "{command} {format}: {}",
                again.stderr
            );
        }
    }
    let page = [
        "score",
        "a.yaml",
        "bad.yaml",
        "--output-format",
        "html=r.html",
    ];
    assert_eq!(folder.run(&page).code, 2);
    let again = folder.run(&["render", "r.html", "--output-format", "csv"]);
    assert!(
        again.code == 2 && again.stderr.contains(place),
        "{}",
        again.stderr
    );
    let check = [
        "check",
        "a.yaml",
        "--isolated",
        "--target",
        "nvl72",
        "--as-of",
        "2026-11-01",
        "--min-mw",
        "900",
        "--output-format",
        "json=check.json",
    ];
    assert_eq!(folder.run(&check).code, 1);
    assert_eq!(folder.run(&["render", "check.json"]).code, 1);
}

#[test]
fn text_of_a_saved_report_cannot_steer_the_terminal() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    let saved = score(&folder, &["a.yaml"], "json").replace("Mill Creek", "Mill\\u001b[31m Creek");
    let done = folder.run_with(&["render"], &saved, &[]);
    assert!(!done.stdout.contains('\u{1b}'));
    assert!(done.data().contains("Mill\u{fffd}[31m Creek"));
}

#[test]
fn the_comment_on_many_sites_is_a_ranking_whose_text_is_data() {
    let evil = SITE.replace("Mill Creek", "Mill\nid: \"a|b @all <i>\"");
    let folder = Folder::with(&[("a.yaml", &evil), ("b.yaml", SITE)]);
    let comment = score(&folder, &["a.yaml", "b.yaml"], "markdown");
    assert!(
        comment.contains("2 sites") && comment.contains("| 2 |"),
        "{comment}"
    );
    for raw in ["a|b", "@all", "<i>"] {
        assert!(!comment.contains(raw), "{raw}: {comment}");
    }
}
