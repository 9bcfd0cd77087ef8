//! A day of use: a folder of sites that somebody edits while reports are written and runs are ended at random. After every
//! step each output is the last whole one or the new whole one, and a run that ends by itself leaves nothing else behind.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::Child;
use std::time::{Duration, Instant, SystemTime};

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use serde_json::Value;

use crate::support::{Folder, entries, sites};

/// Steps of the day in the suite; `RACKREADY_DAY_STEPS` makes it longer.
const STEPS: usize = 30;

/// Sites of the folder at the beginning.
const SITES: [&str; 4] = [
    "cango-georgia-us",
    "core-scientific-pecos-tx",
    "mara-hannibal-oh",
    "northern-data-corpus-christi-tx",
];

/// What is run, and the files that it writes.
const RUNS: [(&[&str], &[&str]); 5] = [
    (
        &["score", "sites"],
        &[
            "json=score.json",
            "ndjson=score.ndjson",
            "csv=score.csv",
            "html=score.html",
        ],
    ),
    (
        &[
            "check",
            "sites",
            "--isolated",
            "--as-of",
            "2026-11-22",
            "--allow-open",
        ],
        &[
            "json=check.json",
            "sarif=check.sarif",
            "junit=check.xml",
            "markdown=check.md",
        ],
    ),
    (
        &[
            "check",
            "sites",
            "--isolated",
            "--as-of",
            "2026-11-22",
            "--write-baseline",
            "baseline.json",
        ],
        &["text=check.txt"],
    ),
    (
        &["diff", "before", "sites"],
        &["json=diff.json", "markdown=diff.md", "html=diff.html"],
    ),
    (
        &["render", "score.json"],
        &["html=again.html", "csv=again.csv", "ndjson=again.ndjson"],
    ),
];

/// What happened, to be told at the end of a long day.
#[derive(Debug, Default)]
struct Told {
    ended_by_signal: usize,
    ended_before_it: usize,
    /// Outputs that a signal left as they were, and those that were new already.
    old: usize,
    new: usize,
    leavings: usize,
    codes: BTreeMap<i32, usize>,
    changes: BTreeMap<&'static str, usize>,
}

struct Day {
    folder: Folder,
    random: Pcg64,
    added: usize,
    /// How long each run took last.
    took: [Duration; RUNS.len()],
    told: Told,
}

#[test]
#[expect(clippy::print_stderr, reason = "a long day says what happened")]
fn whatever_is_changed_and_ended_every_output_is_whole() {
    let steps = std::env::var("RACKREADY_DAY_STEPS");
    let steps = steps.map_or(STEPS, |steps| steps.parse().unwrap());
    let mut day = Day::begin();
    for step in 0..steps {
        day.change();
        // Every run has its turn, in an order of its own.
        let run = (step + step / RUNS.len()) % RUNS.len();
        if day.random.random_bool(0.6) {
            let signal = ["TERM", "KILL"][day.random.random_range(0..2)];
            day.ended(run, signal, step);
        } else {
            day.whole(run, step);
        }
    }
    let told = &day.told;
    if steps > STEPS {
        eprintln!("{steps} steps: {told:?}");
        assert!(told.old > 0 && told.new > 0 && told.leavings > 0);
    }
    assert!(told.ended_by_signal > 0 && told.codes.len() > 1, "{told:?}");
}

impl Day {
    fn begin() -> Self {
        let folder = Folder::with(&[]);
        for name in ["before", "sites"] {
            std::fs::create_dir(folder.path(name)).unwrap();
            for site in SITES {
                let site = format!("{site}.yaml");
                let copy = folder.path(name).join(&site);
                std::fs::copy(sites().join(&site), copy).unwrap();
            }
        }
        let mut day = Self {
            folder,
            random: Pcg64::seed_from_u64(17),
            added: 0,
            took: [Duration::ZERO; RUNS.len()],
            told: Told::default(),
        };
        for run in 0..RUNS.len() {
            day.whole(run, 0);
        }
        day
    }

    /// Edits a number, breaks or mends a file, takes one away or adds one.
    fn change(&mut self) {
        let files = entries(&self.folder.path("sites"));
        let file = &files[self.random.random_range(0..files.len())];
        let text = std::fs::read_to_string(file).unwrap();
        let what = match self.random.random_range(0..10) {
            0 if files.len() > 2 => {
                std::fs::remove_file(file).unwrap();
                "deleted"
            }
            1 if files.len() < 8 => {
                self.added += 1;
                let from = SITES[self.random.random_range(0..SITES.len())];
                let text = std::fs::read_to_string(sites().join(format!("{from}.yaml"))).unwrap();
                let new = format!("new-{}.yaml", self.added);
                let text = text.replacen("name: ", &format!("name: {} ", self.added), 1);
                let without_id = text.lines().filter(|line| !line.starts_with("id:"));
                let text: String = without_id.map(|line| format!("{line}\n")).collect();
                std::fs::write(self.folder.path("sites").join(new), text).unwrap();
                "added"
            }
            2 => {
                std::fs::write(file, format!("{text}\nspeed: 3 {{\n")).unwrap();
                "broken"
            }
            3..6 if text.contains("speed: 3 {") => {
                std::fs::write(file, text.replace("\nspeed: 3 {\n", "")).unwrap();
                "mended"
            }
            _ => {
                let number = self.random.random_range(10..400);
                let edited = edited(&text, number);
                std::fs::write(file, edited).unwrap();
                "edited"
            }
        };
        *self.told.changes.entry(what).or_default() += 1;
    }

    /// A run that ends by itself: everything is whole, and nothing else is there.
    fn whole(&mut self, run: usize, step: usize) {
        let begun = Instant::now();
        let done = self.spawn(run).wait_with_output().unwrap();
        self.took[run] = begun.elapsed();
        let code = done.status.code().unwrap();
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert!((0..=3).contains(&code), "step {step}: {code}\n{stderr}");
        assert!(!stderr.contains("panicked"), "step {step}: {stderr}");
        *self.told.codes.entry(code).or_default() += 1;
        for (name, text) in self.outputs(run) {
            whole(&name, &text, step);
        }
        assert_eq!(self.leavings(), Vec::<PathBuf>::new(), "step {step}");
    }

    /// A run that is ended at a random moment, and one that makes up for it.
    fn ended(&mut self, run: usize, signal: &str, step: usize) {
        let before = self.outputs(run);
        let mut child = self.spawn(run);
        let moment = self.took[run].mul_f64(self.random.random_range(0.0..1.1));
        std::thread::sleep(moment);
        let kill = std::process::Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .stderr(std::process::Stdio::null())
            .status();
        kill.unwrap();
        let status = child.wait().unwrap();
        if status.signal().is_some() {
            self.told.ended_by_signal += 1;
        } else {
            self.told.ended_before_it += 1;
        }
        let left = self.leavings();
        self.told.leavings += left.len();
        if signal == "TERM" {
            assert_eq!(left, Vec::<PathBuf>::new(), "step {step}: told to end");
        }
        for path in left {
            // Later runs take away what is older than any run.
            let old = SystemTime::now() - Duration::from_secs(86_400);
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.set_modified(old).unwrap();
        }
        let then = self.outputs(run);
        self.whole(run, step);
        let after = self.outputs(run);
        for (name, text) in &then {
            let is_old = before.get(name) == Some(text);
            let is_new = after.get(name) == Some(text);
            assert!(is_old || is_new, "step {step}: {name} is neither");
            match (is_old, is_new) {
                (true, false) => self.told.old += 1,
                (false, true) => self.told.new += 1,
                _ => {}
            }
        }
        for name in before.keys() {
            assert!(then.contains_key(name), "step {step}: {name} is gone");
        }
    }

    fn spawn(&self, run: usize) -> Child {
        let (args, outputs) = RUNS[run];
        let outputs = outputs.iter().map(|o| format!("--output-format={o}"));
        let mut args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        args.extend(outputs);
        if args[0] != "render" {
            args.extend(["--target", "nvl72", "--draws", "2"].map(str::to_owned));
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        self.folder.command(&args).spawn().unwrap()
    }

    /// What a run writes, as it is.
    fn outputs(&self, run: usize) -> BTreeMap<String, String> {
        let names = RUNS[run].1.iter().map(|o| o.split_once('=').unwrap().1);
        let baseline = RUNS[run]
            .0
            .iter()
            .copied()
            .filter(|arg| *arg == "baseline.json");
        let there = names.chain(baseline).filter_map(|name| {
            let text = std::fs::read_to_string(self.folder.path(name)).ok()?;
            Some((name.to_owned(), text))
        });
        there.collect()
    }

    /// Whatever is in the folder that nobody asked for.
    fn leavings(&self) -> Vec<PathBuf> {
        let mut paths = entries(&self.folder.path("."));
        let asked = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            let outputs = RUNS.iter().flat_map(|(_, outputs)| *outputs);
            let mut outputs = outputs.map(|o| o.split_once('=').unwrap().1);
            ["before", "sites", "baseline.json"].contains(&name) || outputs.any(|o| o == name)
        };
        paths.retain(|path| !asked(path));
        paths
    }
}

/// A file with another number in one of its lines of power.
fn edited(text: &str, number: u32) -> String {
    let mut done = false;
    let lines = text.lines().map(|line| {
        let key = line.trim_start();
        let is_it = key.starts_with("approved_mw:") || key.starts_with("energized_mw:");
        if is_it && !done {
            done = true;
            let (key, _) = line.split_once(':').unwrap();
            return format!("{key}: {number}\n");
        }
        format!("{line}\n")
    });
    lines.collect()
}

/// Holds an output to end as its format does.
fn whole(name: &str, text: &str, step: usize) {
    let told = || format!("step {step}: {name}\n{text}");
    let (_, ending) = name.rsplit_once('.').unwrap();
    match ending {
        "json" | "sarif" => {
            assert!(serde_json::from_str::<Value>(text).is_ok(), "{}", told());
        }
        "ndjson" => {
            let mut lines = text.lines();
            assert!(
                lines.all(|line| serde_json::from_str::<Value>(line).is_ok()),
                "{}",
                told()
            );
        }
        "csv" => {
            let mut rows = csv::Reader::from_reader(text.as_bytes());
            assert!(rows.records().all(|row| row.is_ok()), "{}", told());
        }
        "xml" => assert!(uppsala::parse(text).is_ok(), "{}", told()),
        "html" => assert!(text.trim_end().ends_with("</html>"), "{}", told()),
        _ => assert!(!text.trim().is_empty(), "{}", told()),
    }
    let ends = text.is_empty() || text.ends_with('\n') || ending == "html";
    assert!(ends, "{}", told());
}
