//! Sites of which nobody states megawatts: read like any other, warned of, scored, and never let pass.

use crate::support::{AS_OF, Folder, SITE, entries, good, root, site_in, site_of};
use rackready::verdict::states_megawatts;

const NONE: &str = "# A mine\nname: Rockdale\npower:\n  feeds: 2\n";

fn yard() -> Folder {
    Folder::with(&[("none.yaml", NONE), ("good.yaml", &good())])
}

/// The warnings of a run.
fn warnings(stderr: &str) -> Vec<&str> {
    stderr
        .lines()
        .filter(|line| line.starts_with("warning: "))
        .collect()
}

#[test]
fn files_without_megawatts_are_read_and_state_none() {
    let files = entries(&root().join("tests/no-megawatts"));
    assert_eq!(files.len(), 3);
    for file in files {
        assert!(!states_megawatts(&site_in(&file)), "{}", file.display());
    }
}

#[test]
fn any_figure_a_plant_and_a_step_of_expansion_are_megawatts() {
    let states = |power: &str| states_megawatts(&site_of(&format!("name: A\npower: {power}\n")));
    for power in [
        "{energized_mw: 5}",
        "{approved_mw: 5}",
        "{contracted_mw: 5}",
        "{requested_mw: 40 to 60}",
        "{onsite_plant: [{mw: 5}]}",
        "{onsite_plant: [{fuel: gas}]}",
        "{expansion: [{date: 2027}, {mw: 5}]}",
    ] {
        assert!(states(power), "{power}");
    }
    for power in [
        "{feeds: 2, firming_mw: 5, standby_mw: 5}",
        "{energized_mw: unknown, onsite_plant: []}",
        "{onsite_plant: unknown, expansion: []}",
        "{expansion: [{date: 2027, mw: unknown}]}",
    ] {
        assert!(!states(power), "{power}");
    }
}

#[test]
fn score_warns_and_says_that_data_is_insufficient() {
    let done = yard().run(&["score", "none.yaml", "--output-format", "json"]);
    let said = "warning: none.yaml:3: states no megawatts, so there is no verdict";
    assert!(
        matches!(warnings(&done.stderr)[..], [one] if one.starts_with(said)),
        "{}",
        done.stderr
    );
    assert_eq!(
        done.json()["sites"][0]["verdict"]["word"],
        "insufficient-data"
    );
    assert_eq!(done.code, 0);
}

#[test]
fn check_fails_whatever_may_stay_open() {
    for file in ["none.yaml", "."] {
        let args = [
            "check",
            file,
            "--as-of",
            AS_OF,
            "--allow-open",
            "--isolated",
        ];
        let done = yard().run(&[&args[..], &["--output-format", "json"]].concat());
        assert_eq!(done.code, 1, "{}", done.stderr);
        assert_eq!(warnings(&done.stderr).len(), 1, "{}", done.stderr);
        let check = done.json();
        let sites = check["sites"].as_array().unwrap().iter();
        let failing: Vec<_> = sites
            .filter(|site| {
                let concerns = site["concerns"].as_array().unwrap();
                concerns
                    .iter()
                    .any(|c| c["rule"] == "verdict.insufficient-data" && c["gated"] == true)
            })
            .map(|site| &site["id"])
            .collect();
        assert_eq!(failing, ["none"]);
    }
}

#[test]
fn every_command_warns_once_of_each_such_site() {
    let yard = yard();
    std::fs::create_dir(yard.path("head")).unwrap();
    std::fs::write(yard.path("head/none.yaml"), NONE).unwrap();
    for (args, times) in [
        (&["score", "."][..], 2),
        (&["plan", "none.yaml"], 1),
        (&["check", "none.yaml"], 1),
        (&["diff", "none.yaml", "head"], 2),
        (&["score", "good.yaml"], 0),
    ] {
        // Two of one id are one site and an error.
        let stderr = yard.run(args).stderr;
        let times = if args == ["score", "."] { 1 } else { times };
        assert_eq!(warnings(&stderr).len(), times, "{args:?}: {stderr}");
    }
    let many = yard.run_with(
        &["score", "-"],
        &format!("{NONE}---\nname: B\n---\n{SITE}"),
        &[],
    );
    let places: Vec<_> = warnings(&many.stderr)
        .into_iter()
        .filter_map(|line| line.split(": ").nth(1))
        .collect();
    assert_eq!(places, ["stdin:3", "stdin:5"], "{}", many.stderr);
    assert_eq!(many.code, 0);
}
