//! Where reports go and how they look: formats, files, colors, columns.

use crate::support::{BAD, Folder, SITE};

fn yard() -> Folder {
    Folder::with(&[
        ("good.yaml", SITE),
        ("mines/one.yaml", SITE),
        ("mines/deep/two.yml", SITE),
    ])
}

#[test]
fn a_format_goes_to_its_file_and_the_other_to_standard_output() {
    let yard = yard();
    let text = yard.run(&["score", "good.yaml"]).data();
    let json = yard.run(&["score", "good.yaml", "--format", "json"]).data();
    let both = [
        "score",
        "good.yaml",
        "--output-format",
        "text",
        "--output-format",
        "json=report.json",
    ];
    assert_eq!(yard.run(&both).data(), text);
    assert_eq!(yard.text("report.json"), json);
    let done = yard.run(&[
        "score",
        "good.yaml",
        "--output-format",
        "text=report.txt",
        "--color",
        "always",
    ]);
    assert_eq!(
        (done.data(), yard.text("report.txt")),
        (String::new(), text)
    );
}

#[test]
fn two_formats_cannot_share_standard_output() {
    let done = yard().run(&[
        "score",
        "good.yaml",
        "--output-format",
        "text",
        "--output-format",
        "json",
    ]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert!(
        done.stderr
            .contains("two formats cannot share standard output"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_leaves_nothing() {
    let yard = yard();
    let done = yard.run(&[
        "score",
        "good.yaml",
        "--output-format",
        "json=gone/report.json",
    ]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("`gone/report.json` cannot be written"),
        "{}",
        done.stderr
    );
    assert_eq!(
        yard.run(&["score", "good.yaml", "--output-format", "json=mines"])
            .code,
        2
    );
}

#[test]
fn a_wrong_format_gets_the_right_one_proposed() {
    let done = yard().run(&["score", "good.yaml", "--output-format", "jsn=x"]);
    assert!(
        done.stderr.contains("a similar value exists: 'json'"),
        "{}",
        done.stderr
    );
}

#[test]
fn color_is_for_terminals_and_for_those_who_ask() {
    let yard = yard();
    let colored = |args: &[&str], env: &[(&str, &str)]| {
        yard.run_with(&[&["score", "good.yaml"], args].concat(), "", env)
            .data()
            .contains('\u{1b}')
    };
    assert!(!colored(&[], &[]));
    assert!(!colored(&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(
        &["--color", "always", "--output-format", "json"],
        &[]
    ));
}

#[test]
fn text_fits_the_columns_there_are() {
    let yard = yard();
    let widest = |args: &[&str], columns: &[(&str, &str)]| {
        let text = yard.run_with(args, "", columns).data();
        let lines = text.lines().filter(|line| !line.contains("https://"));
        lines
            .map(unicode_width::UnicodeWidthStr::width)
            .max()
            .unwrap()
    };
    let commands: [&[&str]; 4] = [
        &["score", "good.yaml"],
        &["explain", "nvl72"],
        &["list", "sources"],
        &["score", "--help"],
    ];
    for args in commands {
        for columns in [&[][..], &[("COLUMNS", "40")]] {
            assert!(widest(args, columns) <= 80, "{args:?}");
        }
        let wide = widest(args, &[("COLUMNS", "500")]);
        assert!((81..=120).contains(&wide), "{args:?}: {wide}");
    }
}

#[test]
fn several_sites_are_one_document_and_are_kept_apart_in_text() {
    let yard = yard();
    let report = yard.run(&["score", "mines", "--format", "json"]).json();
    assert_eq!(report["sites"].as_array().unwrap().len(), 2);
    let text = yard.run(&["score", "mines"]).data();
    assert!(text.contains("2 sites by score") && !text.contains("READINESS"));
    let text = yard.run(&["score", "mines", "--full"]).data();
    assert!(text.contains("2 sites by score"));
    assert_eq!(text.matches("\n────").count(), 2);
    assert_eq!(text.matches("READINESS").count(), 2);
}

#[test]
fn verbose_says_what_was_used_and_standard_output_stays_the_same() {
    let yard = yard();
    let quiet = yard.run(&["score", "good.yaml"]);
    let verbose = yard.run(&["score", "good.yaml", "-v"]);
    assert_eq!(
        (quiet.stderr.as_str(), &quiet.stdout),
        ("", &verbose.stdout)
    );
    for said in ["checklist ai-hpc", "(built in)", "good.yaml: target "] {
        assert!(verbose.stderr.contains(said), "{said}: {}", verbose.stderr);
    }
}

#[test]
fn a_thing_that_is_there_once_is_singular() {
    let one_known = SITE.replace(
        "  approved_mw: 100\n  connection: grid\n  firmness: firm\n",
        "",
    );
    let folder = Folder::with(&[
        ("good.yaml", &one_known),
        ("whole.yaml", SITE),
        ("bad.yaml", BAD),
        ("short.csv", "name,power.energized_mw\nMill\n"),
        ("outcomes.csv", "id,class,owner\ngood\n"),
    ]);
    let run = |args: &[&str]| {
        let done = folder.run(args);
        done.stdout + &done.stderr
    };
    let sure = |text: &str, said: &str| assert!(text.contains(said), "{said}: {text}");
    sure(
        &run(&["score", "short.csv"]),
        "1 of 2, `power.energized_mw` is",
    );
    sure(
        &run(&["backtest", "good.yaml", "--outcomes", "outcomes.csv"]),
        "this row has 1 cell, the header 3",
    );
    run(&[
        "score",
        "good.yaml",
        "bad.yaml",
        "--output-format",
        "json=mixed.json",
    ]);
    sure(
        &run(&["diff", "mixed.json", "mixed.json"]),
        "mixed.json holds 1 error of a site that could not be scored",
    );
    let ranking = [
        "score",
        "whole.yaml",
        "bad.yaml",
        "--target",
        "hgx",
        "--output-format",
        "markdown",
    ];
    sure(&run(&ranking), "### rackready: 1 site\n");
    sure(&run(&ranking), "at 1 site with a route");
    let goal = run(&[
        "plan",
        "good.yaml",
        "--target",
        "hgx",
        "--mw",
        "5",
        "--within",
        "1",
    ]);
    sure(&goal, "within 1 month");
    assert!(!goal.contains("1 months"), "{goal}");
    run(&[
        "check",
        "good.yaml",
        "--allow-open",
        "--min-score",
        "99",
        "--write-baseline",
        "b.json",
    ]);
    let again = run(&[
        "check",
        "good.yaml",
        "--allow-open",
        "--min-score",
        "99",
        "--write-baseline",
        "b.json",
    ]);
    sure(&again, "`b.json` accepts 1 finding\n");
}
