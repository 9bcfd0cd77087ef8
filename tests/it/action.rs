//! The action of this repository, its script run by the shell as GitHub runs it.

use std::collections::BTreeMap;
use std::fs;

use serde_yaml::Value;

use crate::support::{BAD, Folder, PROGRAM, SITE, good, root};

fn action() -> Value {
    let file = root().join("action.yml");
    serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// What a run left behind.
struct Ran {
    code: i32,
    log: String,
    outputs: BTreeMap<String, String>,
    summary: String,
}

/// Runs the step that checks, with inputs, in a folder with sites and a runner's surroundings.
fn run(folder: &Folder, inputs: &[(&str, &str)]) -> Ran {
    let action = action();
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let step = steps.iter().find(|step| step["id"] == "check").unwrap();
    let bin = folder.path("temp/rackready/bin");
    fs::create_dir_all(&bin).unwrap();
    let _ = std::os::unix::fs::symlink(PROGRAM, bin.join("rackready"));
    for file in ["output", "summary"] {
        fs::write(folder.path(file), "").unwrap();
    }
    let mut command = folder.bash(step["run"].as_str().unwrap());
    command
        .env("RUNNER_TEMP", folder.path("temp"))
        .env("GITHUB_OUTPUT", folder.path("output"))
        .env("GITHUB_STEP_SUMMARY", folder.path("summary"));
    for (name, value) in step["env"].as_mapping().unwrap() {
        let value = value.as_str().unwrap();
        let input = value
            .strip_prefix("${{ inputs.")
            .unwrap()
            .strip_suffix(" }}")
            .unwrap();
        let given = inputs.iter().find(|(name, _)| *name == input);
        let default = action["inputs"][input]["default"].as_str();
        command.env(
            name.as_str().unwrap(),
            given.map_or_else(|| default.unwrap(), |(_, value)| *value),
        );
    }
    let done = command.output().unwrap();
    let lines = folder.text("output");
    let outputs = lines.lines().map(|line| line.split_once('=').unwrap());
    Ran {
        code: done.status.code().unwrap(),
        log: String::from_utf8(done.stdout).unwrap(),
        outputs: outputs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        summary: folder.text("summary"),
    }
}

fn yard() -> Folder {
    Folder::with(&[
        ("good site.yaml", &good()),
        ("open.yaml", SITE),
        ("bad.yaml", BAD),
        ("none/readme.md", "no site"),
    ])
}

#[test]
fn its_exit_code_and_outputs_are_those_of_the_check() {
    for (paths, code, passed) in [
        ("good site.yaml", 0, "true"),
        ("open.yaml", 1, "false"),
        ("good site.yaml\n\nopen.yaml\n", 1, "false"),
        ("bad.yaml", 2, "false"),
        ("none", 3, "false"),
    ] {
        let ran = run(&yard(), &[("paths", paths)]);
        assert_eq!(ran.code, code, "{paths}: {}", ran.log);
        assert_eq!(ran.outputs["exit-code"], code.to_string());
        assert_eq!(ran.outputs["passed"], passed, "{paths}");
        assert!(
            ran.log.contains("::notice title=rackready::"),
            "{}",
            ran.log
        );
        assert!(!ran.summary.is_empty());
    }
}

#[test]
fn each_output_that_is_declared_is_set_and_its_file_is_there() {
    let folder = yard();
    let ran = run(&folder, &[("paths", "open.yaml")]);
    let action = action();
    let declared = action["outputs"].as_mapping().unwrap();
    let declared: Vec<&str> = declared.keys().map(|k| k.as_str().unwrap()).collect();
    let mut set: Vec<&str> = ran.outputs.keys().map(String::as_str).collect();
    set.sort_by_key(|name| declared.iter().position(|d| d == name));
    assert_eq!(set, declared);
    for (format, begins) in [("json", "{"), ("sarif", "{"), ("junit", "<?xml")] {
        let text = fs::read_to_string(&ran.outputs[format]).unwrap();
        assert!(text.starts_with(begins), "{format}: {text}");
    }
}

#[test]
fn a_gate_that_only_reports_lets_the_step_pass_and_still_says_that_it_failed() {
    let ran = run(
        &yard(),
        &[("paths", "open.yaml"), ("args", "--exit-zero\n")],
    );
    assert_eq!((ran.code, ran.outputs["passed"].as_str()), (0, "false"));
}

#[test]
fn a_check_that_cannot_start_leaves_no_file_of_an_earlier_one() {
    let folder = yard();
    run(&folder, &[("paths", "open.yaml")]);
    for inputs in [
        [("paths", "open.yaml"), ("policy", "gone.yaml")],
        [("paths", "open.yaml"), ("args", "--no-such-flag")],
    ] {
        let ran = run(&folder, &inputs);
        assert_eq!(ran.code, 2, "{}", ran.log);
        assert_eq!(ran.outputs["passed"], "false");
        assert!(!ran.outputs.contains_key("sarif"), "{:?}", ran.outputs);
    }
}

#[test]
fn inputs_are_never_run_and_paths_are_never_flags() {
    let folder = yard();
    for paths in [
        "$(touch ran)",
        "`touch ran`",
        "a; touch ran",
        "--exit-zero",
        "a\"; touch ran; \"",
    ] {
        let ran = run(&folder, &[("paths", paths), ("summary", "$(touch ran)")]);
        assert_eq!(ran.code, 2, "{paths}: {}", ran.log);
        assert!(!folder.path("ran").exists(), "{paths}");
    }
    for step in action()["runs"]["steps"].as_sequence().unwrap() {
        assert!(!step["run"].as_str().unwrap().contains("${{"), "{step:?}");
    }
}
