//! The most memory that a streaming run ever holds, by the number of its sites. Linux alone tells it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::corpus::Corpus;
use super::whole::{RACKREADY, helper};

/// Peaks of the resident memory in KiB by what ran, one for each size of the corpus.
pub(crate) type Peaks = BTreeMap<&'static str, Vec<f64>>;

/// Measures every run at every size of the corpus.
pub(crate) fn measure(corpus: &Corpus) -> Result<Peaks, Box<dyn Error>> {
    let mut peaks = Peaks::new();
    if !cfg!(target_os = "linux") {
        eprintln!("no /proc: memory is left out");
        return Ok(peaks);
    }
    for sites in corpus.sizes() {
        let lines = corpus.lines(sites);
        let runs = [
            ("parse only", helper(&["parse-only"], Some(&lines))?),
            ("csv", streamed(&lines, "csv")?),
            ("ndjson", streamed(&lines, "ndjson")?),
        ];
        for (name, mut command) in runs {
            let kib = peak(command.stdout(Stdio::null()).spawn()?)?;
            eprintln!("{name:<12} {sites:>8} sites {:>8.1} MiB", kib / 1024.0);
            peaks.entry(name).or_default().push(kib);
        }
    }
    Ok(peaks)
}

/// A run that gets its sites through standard input.
fn streamed(lines: &Path, format: &str) -> Result<Command, Box<dyn Error>> {
    let mut command = Command::new(RACKREADY);
    command
        .args(["score", "-", "--stdin-filename", "x.ndjson"])
        .args(["--target", "nvl72", "--without-economics"])
        .args(["--output-format", format])
        .stdin(File::open(lines)?);
    Ok(command)
}

fn peak(mut child: Child) -> Result<f64, Box<dyn Error>> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    let ended = loop {
        // The system keeps the peak itself, so that nothing between two looks is missed.
        peak = high_water(&status).or(peak);
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    match peak {
        Some(kib) if ended.success() => Ok(kib),
        _ => Err(format!("the peak of a run is not known: {ended}").into()),
    }
}

fn high_water(status: &str) -> Option<f64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
