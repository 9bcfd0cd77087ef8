//! The policy of `check`: where it is found, what overrides what, and everything that can be wrong with it.

use crate::support::{Done, Folder, good, validator};

use super::{CHECK, JSON, check, check_hgx, json, of_mw};

const MIN_100: &str = "version: 1\ncheck: {min_mw: 100}\n";

/// Exit code of a run in a folder below.
fn code_in(folder: &Folder, below: &str, args: &[&str], env: &[(&str, &str)]) -> i32 {
    let mut command = folder.command(&[&["check"], args].concat());
    let command = command
        .current_dir(folder.path(below))
        .envs(env.iter().copied());
    command.status().unwrap().code().unwrap()
}

#[test]
fn it_is_found_upwards_to_the_root_of_the_repository_and_no_further() {
    let site = good();
    let folder = Folder::with(&[
        (".rackready.yaml", MIN_100),
        ("loose/a.yaml", &site),
        ("repo/.git/HEAD", ""),
        ("repo/sites/a.yaml", &site),
        ("held/.git/HEAD", ""),
        ("held/.rackready.yaml", MIN_100),
        ("held/sites/deep/a.yaml", &site),
    ]);
    assert_eq!(
        code_in(&folder, "repo/sites", &["a.yaml"], &[]),
        0,
        "not beyond the root"
    );
    assert_eq!(
        code_in(&folder, "loose", &["a.yaml"], &[]),
        0,
        "no repository, no search"
    );
    assert_eq!(
        code_in(&folder, ".", &["loose/a.yaml"], &[]),
        1,
        "the present folder"
    );
    assert_eq!(code_in(&folder, "held/sites/deep", &["a.yaml"], &[]), 1);
    let mut command = folder.command(&["check", "a.yaml", "-v", "--output-format", "json"]);
    let command = command.current_dir(folder.path("held/sites/deep"));
    let done: Done = command.output().unwrap().into();
    assert_eq!(done.json()["terms"]["policy"], "../../.rackready.yaml");
    assert!(
        done.stderr.contains("policy ../../.rackready.yaml"),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr
            .contains("a.yaml: held to: on expected, min_mw 100"),
        "{}",
        done.stderr
    );
}

#[test]
fn the_command_line_goes_before_the_environment_and_that_before_the_policy() {
    let site = good();
    let folder = Folder::with(&[
        (".rackready.yaml", MIN_100),
        ("other.yaml.txt", "version: 1\n"),
        ("a.yaml", &site),
    ]);
    for (args, env, code) in [
        (&["a.yaml"][..], &[][..], 1),
        (&["a.yaml"], &[("RACKREADY_MIN_MW", "5")], 0),
        (
            &["a.yaml", "--min-mw", "100"],
            &[("RACKREADY_MIN_MW", "5")],
            1,
        ),
        (
            &["a.yaml", "--min-mw", "5"],
            &[("RACKREADY_MIN_MW", "100")],
            0,
        ),
        (&["a.yaml", "--isolated"], &[], 0),
        (&["a.yaml"], &[("RACKREADY_ISOLATED", "1")], 0),
        (&["a.yaml"], &[("RACKREADY_ISOLATED", "0")], 1),
        (&["a.yaml", "--policy", "other.yaml.txt"], &[], 0),
        (&["a.yaml"], &[("RACKREADY_POLICY", "other.yaml.txt")], 0),
        (
            &["a.yaml", "--isolated"],
            &[("RACKREADY_POLICY", ".rackready.yaml")],
            0,
        ),
        (
            &["a.yaml", "--isolated"],
            &[("RACKREADY_MIN_SCORE", "99")],
            1,
        ),
        (
            &["a.yaml", "--isolated"],
            &[("RACKREADY_FAIL_ON", "cooling,major")],
            1,
        ),
        (
            &["a.yaml", "--isolated"],
            &[("RACKREADY_MIN_MW", "many")],
            2,
        ),
        (
            &["a.yaml", "--isolated"],
            &[("RACKREADY_TARGET", "nvl7")],
            2,
        ),
    ] {
        let done = folder.run_with(&[CHECK, args].concat(), "", env);
        assert_eq!(
            done.code, code,
            "{args:?} {env:?}: {}{}",
            done.stdout, done.stderr
        );
    }
}

#[test]
fn groups_override_key_by_key_and_the_later_one_wins() {
    let site = good();
    let policy = "version: 1\ncheck: {min_mw: 100, min_score: 90}\n\
                  groups:\n- {paths: [small], check: {min_mw: 5}}\n\
                  - {paths: ['small/o*.yaml'], check: {min_score: 1}}\n";
    let folder = Folder::with(&[
        (
            "policy/.rackready.yaml",
            &policy.replace("small", "../none"),
        ),
        (".rackready.yaml", policy),
        ("a.yaml", &site),
        ("small/deep/one.yaml", &site),
        ("small/one.yaml", &site),
    ]);
    let report = json(&folder, &["."]);
    let missed = |at: usize| {
        let site = &report["sites"][at];
        let concerns = site["concerns"].as_array().unwrap().iter();
        let rules = concerns.filter(|c| c["kind"] == "threshold");
        let rules: Vec<&str> = rules.map(|c| c["rule"].as_str().unwrap()).collect();
        (site["file"].as_str().unwrap().to_owned(), rules)
    };
    let both = vec!["threshold.min-score", "threshold.min-mw"];
    assert_eq!(missed(0), ("a.yaml".to_owned(), both.clone()));
    assert_eq!(missed(1), ("small/deep/one.yaml".to_owned(), vec![both[0]]));
    assert_eq!(missed(2), ("small/one.yaml".to_owned(), vec![]));
}

#[test]
fn it_names_target_checklist_priors_and_baseline_from_its_own_folder() {
    let site = good();
    let list = "name: mine\nversion: '7'\nextends: ai-hpc\nrequirements: []\n";
    let policy = "version: 1\ntarget: hgx/enterprise\nchecklist: lists/mine.yml\n\
                  typical: lists/priors.yml\nbaseline: b.json\n";
    let folder = Folder::with(&[
        ("repo/.git/HEAD", ""),
        ("repo/.rackready.yaml", policy),
        ("repo/lists/mine.yml", list),
        ("repo/lists/priors.yml", "version: ours\n"),
        ("repo/sites/a.yaml", &site),
    ]);
    let inside = |args: &[&str]| -> Done {
        let mut command = folder.command(&[&["check", "a.yaml"], args].concat());
        command
            .current_dir(folder.path("repo/sites"))
            .output()
            .unwrap()
            .into()
    };
    let done = inside(&[]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr
            .contains("the baseline `../b.json` cannot be read"),
        "{}",
        done.stderr
    );
    assert_eq!(inside(&["--write-baseline", "../b.json"]).code, 0);
    let told = inside(&["-v"]).stderr;
    assert!(told.contains("priors 2026-11 with ours"), "{told}");
    let report = inside(JSON).json();
    assert_eq!(report["method"]["checklist"], "mine 7");
    assert_eq!(report["terms"]["baseline"], "../b.json");
    assert_eq!(
        report["sites"][0]["result"]["target"],
        "hgx/enterprise/mixed"
    );
    let other = inside(&[&["--target", "nvl72"], JSON].concat()).json();
    assert_eq!(
        other["sites"][0]["result"]["target"],
        "nvl72/neocloud/training"
    );
}

#[test]
fn everything_wrong_with_it_is_told_with_its_place_and_the_nearest() {
    let shapes = "version: 2\ntarget: nvl27\nchek: {}\ncheck:\n  on: wurst\n  min_mw: lots\n  \
                  min_score: 500\n  min_known: 50\n  min_chance: {convertng: 0.6, bridge: 1.6, convert: }\n  allow_open: yes\n  max_months:\n  min_mw: 5\ngroups:\n- paths: []\n  \
                  check: {fail_on: cooling}\nwaivers:\n- requirement: power.firm-supply\n  expires: 2027-13\n";
    let ids = "version: 1\ncheck: {fail_on: [mayor, power.firm-suply, xyzzy]}\ngroups:\n\
               - {paths: ['a[b'], check: {fail_on: [coling]}}\nwaivers:\n\
               - {requirement: power.firm-supply, reason: x, owner: y, expires: 2027}\n";
    for (name, policy) in [
        ("shapes", shapes),
        ("ids", ids),
        ("broken", "version: [\n"),
        ("empty", ""),
    ] {
        let folder = Folder::with(&[("a.yaml", &good()), (".rackready.yaml", policy)]);
        let done = check(&folder, &["a.yaml"]);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""));
        insta::assert_snapshot!(format!("bad_policy_{name}"), done.stderr);
    }
    let folder = Folder::with(&[("a.yaml", &good())]);
    let done = check(&folder, &["a.yaml", "--fail-on", "coling"]);
    assert!(done.stderr.contains("--fail-on: no severity") && done.stderr.contains("`cooling`"));
}

#[test]
fn what_is_read_fits_the_schema_and_what_is_refused_does_not() {
    let validator = validator("policy");
    let waiver = serde_json::json!({"requirement": "a", "site": "b", "reason": "c", "owner": "d", "expires": "2027-01"});
    let good = serde_json::json!({"version": 1, "check": {"on": "p10", "fail_on": ["major"], "min_known": 0.5, "min_chance": {"convert-in-phases": 0.6}},
        "groups": [{"paths": ["a"], "check": {"min_mw": 5}}], "waivers": [waiver]});
    assert!(validator.is_valid(&good));
    for bad in [
        serde_json::json!({"version": 2}),
        serde_json::json!({"version": 1, "check": {"on": "best"}}),
        serde_json::json!({"version": 1, "check": {"min_known": 50}}),
        serde_json::json!({"version": 1, "check": {"min_chance": {"converted": 0.6}}}),
        serde_json::json!({"version": 1, "groups": [{"paths": [], "check": {}}]}),
        serde_json::json!({"version": 1, "waivers": [{"requirement": "a"}]}),
        serde_json::json!({"version": 1, "extra": 1}),
    ] {
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}

#[test]
fn a_group_that_no_site_is_in_is_told_and_one_outside_is_an_error() {
    let policy = |path: &str| {
        let folder = Folder::with(&[
            ("sites/mud.yaml", &of_mw(60)),
            (
                ".rackready.yaml",
                &format!(
                    "version: 1\ngroups:\n- paths: [\"{path}\"]\n  check: {{min_score: 99}}\n"
                ),
            ),
        ]);
        check_hgx(&folder, &[])
    };
    let idle = policy("sties/");
    assert!(
        idle.stderr
            .contains("no site of this run is in the group `sties/`"),
        "{}",
        idle.stderr
    );
    let held = policy("sites/");
    assert!(
        held.code == 1 && !held.stderr.contains("no site of this run"),
        "{}",
        held.stderr
    );
    for outside in ["/srv/sites", "../sites"] {
        let outside = policy(outside);
        assert!(
            outside.code == 2 && outside.stderr.contains("leads out of the folder"),
            "{}",
            outside.stderr
        );
    }
}

#[test]
fn a_group_that_the_run_did_not_ask_for_is_not_told() {
    let group = |path: &str| format!("- paths: [\"{path}\"]\n  check: {{min_score: 1}}\n");
    let groups =
        group("sites/") + &group("pilots/**/new-*.yaml") + &group("./pilots/") + &group("*.yaml");
    let folder = Folder::with(&[
        ("sites/mud.yaml", &of_mw(60)),
        ("sites/mill.yaml", &of_mw(70).replace("Mud", "Mill")),
        ("pilots/notes.md", "none yet"),
        (".rackready.yaml", &format!("version: 1\ngroups:\n{groups}")),
    ]);
    let told = |paths: &[&str]| {
        check(&folder, paths)
            .stderr
            .matches("no site of this run")
            .count()
    };
    assert_eq!(told(&["sites"]), 0);
    assert_eq!(told(&["sites/mud.yaml", "pilots/notes.md"]), 0);
    assert_eq!(told(&["sites", "pilots"]), 2, "both of pilots");
    assert_eq!(told(&["."]), 3, "that of the folder of the policy too");
}

#[test]
fn the_other_ending_is_found_too_and_two_files_in_one_folder_are_an_error() {
    let folder = Folder::with(&[
        (".git/HEAD", ""),
        ("sites/mud.yaml", &of_mw(60)),
        (".rackready.yml", MIN_100),
    ]);
    let run = |at: &str| {
        let mut command = folder.command(&["check", ".", "--allow-open", "--verbose"]);
        Done::from(command.current_dir(folder.path(at)).output().unwrap())
    };
    for (at, named) in [(".", ".rackready.yml"), ("sites", "../.rackready.yml")] {
        let done = run(at);
        assert_eq!(done.code, 1, "{}", done.stderr);
        assert!(done.stdout.contains("threshold.min-mw"), "{}", done.stdout);
        assert!(
            done.stderr.contains(&format!("policy {named}\n")),
            "{}",
            done.stderr
        );
    }
    std::fs::write(folder.path(".rackready.yaml"), MIN_100).unwrap();
    for at in [".", "sites"] {
        let done = run(at);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""));
        let both = done.stderr.contains(".rackready.yaml` and `")
            && done.stderr.contains(".rackready.yml`");
        assert!(both && done.stderr.contains("keep one"), "{}", done.stderr);
    }
    // Who names one, or wants none, has no doubt.
    let named = check(
        &folder,
        &["sites", "--allow-open", "--policy", ".rackready.yml"],
    );
    assert_eq!(named.code, 1, "{}", named.stderr);
    assert_eq!(
        check(&folder, &["sites", "--allow-open", "--isolated"]).code,
        0
    );
}
