//! What a run holds does not grow with its sites: the peak that the system reports, at two numbers of them. What single
//! formats hold is counted in `check::formats::waiting`.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::support::{Folder, PROGRAM};

/// Numbers of sites; many more than are under way at a time.
const FEW: usize = 64;
const MANY: usize = 192;

/// KiB by which the peak may grow: pieces wait in memory up to 4 MiB, of a site is kept what one can count in bytes. What
/// is held of a site that is held is from 70 KiB to more than a thousand.
const MORE: u64 = 5 << 10;

/// A folder of sites of which little is unknown, so that they are judged fast. Of every tenth something may be changed.
fn sites(folder: &Folder, name: &str, sites: usize, changed: bool) {
    let text = fs::read_to_string(crate::support::sites().join("example-complete.yaml")).unwrap();
    let text: String = text
        .lines()
        .filter(|line| !line.starts_with("id:"))
        .map(|line| format!("{line}\n"))
        .collect();
    fs::create_dir(folder.path(name)).unwrap();
    for at in 0..sites {
        let path = folder.path(&format!("{name}/site-{at:04}.yaml"));
        let other = if changed && at % 10 == 0 {
            text.replacen("energized_mw: 90", "energized_mw: 91", 1)
        } else {
            text.clone()
        };
        fs::write(path, other).unwrap();
    }
}

/// The largest resident memory of a run in KiB, as the system keeps it.
fn peak(folder: &Folder, args: &[&str]) -> u64 {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .args(["--target", "nvl72", "--draws", "1"])
        .current_dir(folder.path(""))
        // So many sites are under way on any machine.
        .env("RAYON_NUM_THREADS", "2")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
        peak = kib.unwrap_or(peak);
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        sleep(Duration::from_millis(2));
    };
    assert!(matches!(ended.code(), Some(0 | 1)), "{args:?}: {ended}");
    assert!(peak > 0);
    peak
}

#[test]
fn three_times_as_many_sites_are_held_in_no_more_memory() {
    let folder = Folder::with(&[]);
    for (name, number, changed) in [
        ("few", FEW, false),
        ("many", MANY, false),
        ("few-changed", FEW, true),
        ("many-changed", MANY, true),
    ] {
        sites(&folder, name, number, changed);
    }
    let quick = "--without-economics";
    for args in [
        vec![
            "check",
            "SITES",
            "--isolated",
            "--as-of",
            "2026-11-22",
            "--output-format",
            "junit",
            quick,
        ],
        vec!["plan", "SITES", "--output-format", "html", quick],
        vec!["economics", "SITES", "--output-format", "text"],
        vec![
            "diff",
            "SITES",
            "SITES-changed",
            "--output-format",
            "json",
            quick,
        ],
    ] {
        let of = |sites: &str| {
            let args: Vec<String> = args.iter().map(|arg| arg.replace("SITES", sites)).collect();
            peak(
                &folder,
                &args.iter().map(String::as_str).collect::<Vec<_>>(),
            )
        };
        let (few, many) = (of("few"), of("many"));
        let more = many.saturating_sub(few);
        assert!(more <= MORE, "{}: {few} KiB, {many} KiB", args[0]);
    }
}
