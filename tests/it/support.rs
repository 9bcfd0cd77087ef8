//! What several subjects need. Above all: the real program, run in a folder of its own, away from everything that
//! surrounds the tests.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jsonschema::Validator;
use proptest::prelude::*;
use rackready::hosting::catalog;
use rackready::site::Site;
use rackready::site::read::read;
use rackready::source::Source;
use serde_json::Value;

/// A site that reads without problems.
pub(crate) const SITE: &str = "\
name: Mill Creek
power:
  energized_mw: 60
  approved_mw: 100
  connection: grid
  firmness: firm
";

/// A site that cannot be read.
pub(crate) const BAD: &str = "name: A\npower: {energized_mw: 5 MW}\n";

/// The day on which waivers are judged.
pub(crate) const AS_OF: &str = "2026-11-22";

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_rackready");

/// A folder with files, gone at the end of a test.
pub(crate) struct Folder(tempfile::TempDir);

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Done {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Folder {
    /// A folder that holds files, given as path and text.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = folder.path(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    /// The path of a file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The text of a file in it.
    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program in it.
    pub(crate) fn run(&self, args: &[&str]) -> Done {
        self.run_with(args, "", &[])
    }

    /// Runs the program in it, with text on standard input and variables of the environment.
    pub(crate) fn run_with(&self, args: &[&str], stdin: &str, env: &[(&str, &str)]) -> Done {
        let mut child = self
            .command(args)
            .envs(env.iter().copied())
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read its input may have closed it.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        child.wait_with_output().unwrap().into()
    }

    /// The program, ready to run in it.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        command(self.0.path(), args)
    }

    /// A script of a CI job, ready to run in it by the shell as GitHub runs it.
    #[cfg(unix)]
    pub(crate) fn bash(&self, script: &str) -> Command {
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c"])
            .arg(script)
            .current_dir(self.0.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("RACKREADY_AS_OF", AS_OF);
        command
    }
}

/// The program, ready to run in a folder. NO_COLOR, CI, COLUMNS and all the rest are not there.
fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(args).current_dir(folder).env_clear();
    // Windows starts no process without it.
    command.envs(std::env::var_os("SYSTEMROOT").map(|root| ("SYSTEMROOT", root)));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the program in the repository.
pub(crate) fn run_at_root(args: &[&str]) -> Done {
    command(root(), args).output().unwrap().into()
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Done {
    /// Standard output, where all went well.
    #[track_caller]
    pub(crate) fn data(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }

    /// Standard output as JSON, whatever the exit code.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }
}

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Sites of the repository.
pub(crate) fn sites() -> PathBuf {
    root().join("sites")
}

/// What a folder holds, in order.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The files of the sites of the repository, in order.
pub(crate) fn site_files() -> Vec<PathBuf> {
    let mut files = entries(&sites());
    files.retain(|file| file.extension().is_some_and(|e| e == "yaml"));
    files
}

/// The name of a file without its ending: the id of a site that states none.
pub(crate) fn stem(file: &Path) -> &str {
    file.file_stem().unwrap().to_str().unwrap()
}

/// The site in a file.
#[track_caller]
pub(crate) fn site_in(file: &Path) -> Site {
    read(&Source::load(file).unwrap())
        .unwrap_or_else(|problems| panic!("{}: {problems:?}", file.display()))
}

/// The site that a text says.
#[track_caller]
pub(crate) fn site_of(text: &str) -> Site {
    let source = Source::from_text("site.yaml", text).unwrap();
    read(&source).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"))
}

/// A site whose gates all pass, whatever nobody states: all is said that its MW and its gates hang on.
pub(crate) fn good() -> String {
    format!("{SITE}{SETTLED}")
}

/// What [`SITE`] leaves open and MW and gates hang on; it follows the power of the site.
const SETTLED: &str = "  contracted_mw: 100
  requested_mw: 100
  expansion: []
  onsite_plant: []
  power_factor: 0.97
  supply_extension: true
substation: {service_firm_mw: 100}
land: {area_acres: 300, buildable_acres: 200, obtainable_acres: 0, tenure: freehold, zoning: permitted}
halls: []
permits: []
";

/// Full ids of targets, which print better than targets do.
pub(crate) fn targets() -> impl Strategy<Value = String> {
    prop::sample::select(catalog().every().map(|t| t.id()).collect::<Vec<_>>())
}

/// The JSON Schema of a format, as the program gives it.
pub(crate) fn schema(format: &str) -> Value {
    Folder::with(&[]).run(&["schema", format]).json()
}

/// The lines of a report without those of its legend.
pub(crate) fn told_lines(text: &str) -> Vec<Value> {
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines
        .filter(|line: &Value| line.get("legend").is_none())
        .collect()
}

/// Holds documents to the JSON Schema of a format, which is a valid one.
pub(crate) fn validator(format: &str) -> Validator {
    let schema = schema(format);
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    jsonschema::draft7::meta::validate(&schema).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

/// What a JSON Schema has against a document, with the place.
pub(crate) fn misfits(validator: &Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect()
}

/// A report without what tells the files of a site apart.
pub(crate) fn without_places(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_places).collect(),
        Value::Object(entries) => {
            let entries = entries.into_iter();
            // An id that had to be written down is a stated fact more.
            let of_file = |key: &str| {
                matches!(
                    key,
                    "file" | "line" | "column" | "pointer" | "set_by" | "known_facts"
                )
            };
            let kept = entries.filter(|(key, _)| !of_file(key));
            kept.map(|(key, value)| (key, without_places(value)))
                .collect()
        }
        other => other,
    }
}
