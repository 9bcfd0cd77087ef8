//! Whole processes from start to end. All that is compared takes turns, and of each the fastest turn counts.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rackready::input::collect::{Collection, Wanted};
use rackready::input::columns::Columns;
use rackready::input::records::{Entry, Records};
use rackready::input::stream;
use rackready::{checklist, hosting, plan};

use super::corpus::Corpus;

/// The program.
pub(crate) const RACKREADY: &str = env!("CARGO_BIN_EXE_rackready");

/// What every run is asked for: rows, or all of a site, without money.
const CSV: [&str; 5] = asked("csv");
const NDJSON: [&str; 5] = asked("ndjson");

const fn asked(format: &'static str) -> [&'static str; 5] {
    [
        "--target",
        "nvl72",
        "--without-economics",
        "--output-format",
        format,
    ]
}

/// The same in so many draws.
fn drawn(asked: [&'static str; 5], draws: &'static str) -> Vec<&'static str> {
    asked.into_iter().chain(["--draws", draws]).collect()
}

/// Turns of runs that take seconds.
const TURNS: usize = 3;
/// Turns of runs that take milliseconds.
const SHORT_TURNS: usize = 60;

/// Seconds of the fastest turn by what ran. What cannot run here is missing.
pub(crate) type Runs = BTreeMap<&'static str, f64>;

/// Whether this process is one that [`measure`] started.
pub(crate) fn is_helper(arguments: &[String]) -> bool {
    let first = arguments.first().map(String::as_str);
    matches!(first, Some("parse-only" | "first-use"))
}

/// What a process does that [`measure`] started.
pub(crate) fn help(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    match arguments {
        [_, path] => parse_only(Path::new(path)),
        _ => {
            let began = Instant::now();
            let _ = (hosting::catalog(), checklist::built_in(), plan::built_in());
            println!("{}", began.elapsed().as_nanos());
            Ok(())
        }
    }
}

/// The floor below every run: the sites are found, read on all cores and thrown away.
fn parse_only(path: &Path) -> Result<(), Box<dyn Error>> {
    let collection = Collection::new(Wanted {
        trust_paths: false,
        paths: vec![path.to_owned()],
        files_from: None,
        no_ignore: false,
        stdin_filename: None,
    })?;
    let read = |entry| match entry {
        Entry::Site(record) => record.read().map_err(|refused| format!("{refused:?}")),
        other => Err(format!("{other:?}")),
    };
    let mut sites = 0;
    stream::ordered(
        Records::of(collection.inputs(), Columns::default()),
        read,
        |loaded| loaded.map(|_| sites += 1),
    )?;
    println!("{sites}");
    Ok(())
}

/// One run that takes its turns.
struct Run {
    name: &'static str,
    command: Command,
}

impl Run {
    fn new(name: &'static str, mut command: Command) -> Self {
        command.stdout(Stdio::null());
        Self { name, command }
    }

    fn time(&mut self) -> Result<Duration, Box<dyn Error>> {
        let began = Instant::now();
        let status = self.command.status()?;
        let took = began.elapsed();
        if status.success() {
            Ok(took)
        } else {
            Err(format!("{}: {status}", self.name).into())
        }
    }
}

/// Measures every run that this machine can do.
pub(crate) fn measure(corpus: &Corpus) -> Result<Runs, Box<dyn Error>> {
    let (one, files) = (corpus.one(), corpus.files());
    let [_, _, most] = corpus.sizes();
    let lines = corpus.lines(most);

    let mut short = vec![
        Run::new("start", program(&["--version"])),
        Run::new("one site", score(&one, &[])),
        Run::new("one site, parse only", helper(&["parse-only"], Some(&one))?),
    ];
    let mut long = vec![
        Run::new("YAML, parse only", helper(&["parse-only"], Some(&files))?),
        Run::new("YAML to CSV", score(&files, &CSV)),
        Run::new("YAML to CSV, one draw", score(&files, &drawn(CSV, "1"))),
        Run::new("YAML to NDJSON", score(&files, &NDJSON)),
        Run::new("NDJSON, parse only", helper(&["parse-only"], Some(&lines))?),
        Run::new("NDJSON to CSV", score(&lines, &CSV)),
        Run::new("NDJSON to CSV, 16 draws", score(&lines, &drawn(CSV, "16"))),
        Run::new("NDJSON to NDJSON", score(&lines, &NDJSON)),
    ];
    if let Some(other) = std::env::var_os("RACKREADY_BENCH_BESIDE") {
        // What an older version knows of: it has no money to leave out.
        for (name, format) in [
            ("NDJSON to CSV, other", "csv"),
            ("NDJSON to NDJSON, other", "ndjson"),
        ] {
            let mut command = Command::new(&other);
            command.arg("score").arg(&lines);
            command.args(["--target", "nvl72", "--output-format", format]);
            long.push(Run::new(name, command));
        }
    }
    if pinned(&["true"], "0,1").status().is_ok_and(|s| s.success()) {
        let files = files.to_string_lossy();
        let csv = [
            RACKREADY,
            "score",
            &files,
            "--target",
            "nvl72",
            "--without-economics",
            "--output-format",
            "csv",
            "--jobs",
        ];
        long.push(Run::new(
            "YAML to CSV, one core",
            pinned(&[&csv[..], &["1"]].concat(), "0"),
        ));
        long.push(Run::new(
            "YAML to CSV, two cores",
            pinned(&[&csv[..], &["2"]].concat(), "0,1"),
        ));
    } else {
        eprintln!("no `taskset` or no second core: one core against two is left out");
    }
    let mut python = Command::new("python3");
    python
        .args(["-c", "import yaml; yaml.CSafeLoader"])
        .stderr(Stdio::null());
    if python.status().is_ok_and(|s| s.success()) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/pyyaml.py");
        let mut python = Command::new("python3");
        python.arg(script).arg(&files);
        long.push(Run::new("Python script", python));
    } else {
        eprintln!("no `python3` with the C loader of PyYAML: the script is left out");
    }

    let mut runs = in_turn(&mut short, SHORT_TURNS)?;
    runs.extend(in_turn(&mut long, TURNS)?);
    runs.insert("built-in data", first_use()?);
    for (name, seconds) in &runs {
        eprintln!("{name:<24} {:>12.3} ms", seconds * 1e3);
    }
    Ok(runs)
}

fn in_turn(runs: &mut [Run], turns: usize) -> Result<Runs, Box<dyn Error>> {
    let mut fastest = Runs::new();
    for _ in 0..turns {
        for run in &mut *runs {
            let seconds = run.time()?.as_secs_f64();
            let best = fastest.entry(run.name).or_insert(f64::INFINITY);
            *best = best.min(seconds);
        }
    }
    Ok(fastest)
}

/// Seconds until targets, checklist and prices are at hand, in processes that have not touched them yet.
fn first_use() -> Result<f64, Box<dyn Error>> {
    let mut fastest = f64::INFINITY;
    for _ in 0..SHORT_TURNS {
        let output = helper(&["first-use"], None)?.output()?;
        let nanoseconds: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
        fastest = fastest.min(nanoseconds / 1e9);
    }
    Ok(fastest)
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(RACKREADY);
    command.args(arguments);
    command
}

fn score(path: &Path, arguments: &[&str]) -> Command {
    let mut command = program(&["score"]);
    command.arg(path).args(arguments);
    command
}

/// This program as its own helper.
pub(crate) fn helper(arguments: &[&str], path: Option<&Path>) -> std::io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments).args(path);
    Ok(command)
}

/// A command on some cores alone.
fn pinned(command: &[&str], cores: &str) -> Command {
    let mut pinned = Command::new("taskset");
    pinned.args(["--cpu-list", cores]).args(command);
    pinned
}
