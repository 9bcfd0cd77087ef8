//! Runs the real program in a folder of its own, away from everything that surrounds the tests.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A site that reads without problems.
pub(crate) const SITE: &str = "\
name: Mill Creek
power:
  energized_mw: 60
  approved_mw: 100
  connection: grid
  firmness: firm
";

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

    /// The program, ready to run in it. NO_COLOR, CI, COLUMNS and all the rest are not there.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rackready"));
        command.args(args).current_dir(self.0.path()).env_clear();
        // Windows starts no process without it.
        command.envs(std::env::var_os("SYSTEMROOT").map(|root| ("SYSTEMROOT", root)));
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
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
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }
}

/// Sites of the repository.
pub(crate) fn sites() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sites")
}

/// A report without what tells the files of a site apart.
pub(crate) fn without_places(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Array(items) => items.into_iter().map(without_places).collect(),
        serde_json::Value::Object(entries) => {
            let entries = entries.into_iter();
            // An id that had to be written down is a stated fact more.
            let of_file = |key: &str| matches!(key, "file" | "line" | "location" | "known_facts");
            let kept = entries.filter(|(key, _)| !of_file(key));
            kept.map(|(key, value)| (key, without_places(value)))
                .collect()
        }
        other => other,
    }
}
