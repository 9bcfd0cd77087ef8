//! `check`: sites held to a policy. Here alone is a clock, for the day at which waivers expire.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use jiff::civil::Date;
use rackready::assess::Method;
use rackready::bounds::BASELINE;
use rackready::checklist::Checklist;
use rackready::compare::VersionChange;
use rackready::gate::baseline::{Accepted, Baseline, BaselineError, Carried, FilePlace};
use rackready::gate::check::{Gate, Subject, invalid};
use rackready::gate::limits::{End, FailOn, Overlay};
use rackready::gate::outcome::{Check, SiteCheck};
use rackready::input::load::Loaded;
use rackready::report::ShortReport;
use rackready::report::check::text::Show;
use rackready::report::numbers::counted;
use rackready::source::{real, text_within};

use super::Outcome;
use super::args::{CheckArgs, EndWord, JudgeArgs, ShowWord};
use super::console::Console;
use super::formats::check::CheckFormat;
use super::judge::Judge;
use super::outputs::Outputs;
use super::policy::PolicyFile;
use super::replacement::write_whole;
use super::settings;
use super::sites::{self, Taken};

/// Checks every site behind the paths.
pub(crate) fn run(args: &CheckArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, CheckFormat::Text)?;
    let found = match PolicyFile::read(args) {
        Ok(found) => found,
        Err(refused) => {
            console.refused(&refused);
            return Ok(Outcome::Invalid);
        }
    };
    let of_policy = || found.as_ref().and_then(PolicyFile::allows_open);
    let allows_open = args.limits.allow_open.or_else(of_policy) == Some(true);
    if args.sites.files.tables.lenient && !allows_open {
        bail!(
            "--lenient takes what cannot be read as unknown, and a gate fails on what is unknown: give --allow-open \
             too (`check: {{allow_open: true}}` in a policy), or mend the cells"
        );
    }
    let (judging, of_policy) = match found.as_ref().map(|found| found.names(args)) {
        None => (args.sites.judge.clone(), None),
        Some(Ok(named)) => named,
        Some(Err(refused)) => {
            console.refused(&refused);
            return Ok(Outcome::Invalid);
        }
    };
    let Some(judge) = Judge::load(&judging, console)? else {
        return Ok(Outcome::Invalid);
    };
    let checklist = judge.checklist();
    let policy = match found.as_ref().map(|found| found.resolve(checklist)) {
        None => None,
        Some(Ok(policy)) => Some(policy),
        Some(Err(refused)) => {
            console.refused(&refused);
            return Ok(Outcome::Invalid);
        }
    };
    let Some(settings) = settings::settings(&args.sites.changes, console) else {
        return Ok(Outcome::Invalid);
    };
    let Some(taken) = sites::read_all(&args.sites.files, &settings, console)? else {
        return Ok(Outcome::Invalid);
    };
    let gate = Gate {
        checklist,
        policy: policy.as_ref(),
        paths: found
            .as_ref()
            .map_or_else(BTreeMap::new, |found| found.paths(names(&taken))),
        over: overlay(args, checklist)?,
        as_of: args.as_of.unwrap_or_else(today),
        waivers: !args.no_waivers,
    };
    reckons(&judging, &gate, names(&taken))?;
    tell(&gate, console);
    if let Some(policy) = gate.policy {
        let files: Vec<&str> = gate.paths.values().map(String::as_str).collect();
        let asked = |place: &Path| is_asked_for(args, found.as_ref(), place);
        for group in policy.idle_groups(&files, asked) {
            console.note(&format!(
                "no site of this run is in the group `{group}` of the policy; paths count from its folder"
            ));
        }
    }
    let mut judged = Vec::new();
    let mut nothing = Vec::new();
    for taken in taken {
        match taken {
            Taken::Site(loaded) => {
                let limits = gate.limits(Some(loaded.source.name()));
                console.detail(&format!("{}: held to: {limits}", loaded.source.name()));
                judged.push(site(&gate, &judge.short(&loaded)?));
            }
            Taken::Refused(refused) => {
                console.refused(&refused);
                judged.push(invalid(&refused));
            }
            Taken::Nothing(why) => {
                console.note(&format!("nothing to evaluate: {why}"));
                nothing.push(why);
            }
            Taken::Told(notes) => console.notes(&notes),
        }
    }
    let method = judge.method();
    let baseline = baseline(args, of_policy, &judged, &method, console)?;
    let baseline = baseline.as_ref().map(|(file, b)| (file.as_str(), b));
    let mut check = gate.finish(judged, nothing, baseline, method);
    if args.exit_zero && check.exit_code == 1 {
        check.exit_code = 0;
    }
    let show = match args.show {
        ShowWord::Failures => Show::Failures,
        ShowWord::Gated => Show::Gated,
        ShowWord::All => Show::All,
    };
    deliver(&outputs, &check, checklist, show, console)?;
    Ok(outcome(&check))
}

/// Writes a finished check to its outputs.
pub(super) fn deliver(
    outputs: &Outputs<CheckFormat>,
    check: &Check,
    checklist: &Checklist,
    show: Show,
    console: &mut Console,
) -> anyhow::Result<()> {
    outputs.deliver(console, |format, style| {
        format.page(check, checklist, show, style)
    })
}

/// How a check ended.
pub(super) fn outcome(check: &Check) -> Outcome {
    match check.exit_code {
        0 => Outcome::Done,
        1 => Outcome::GateFailed,
        3 => Outcome::NothingToEvaluate,
        _ => Outcome::Invalid,
    }
}

/// A site as the gate judges it.
pub(super) fn site(gate: &Gate, report: &ShortReport) -> SiteCheck {
    gate.site(&Subject {
        id: &report.id,
        name: &report.name,
        file: &report.file,
        source: report.source,
        set: report.set,
        site: report.site,
        assessment: &report.assessment,
    })
}

/// Today in UTC, the same wherever a job runs.
fn today() -> Date {
    let now = jiff::Timestamp::now();
    now.to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn tell(gate: &Gate, console: &mut Console) {
    match gate.policy {
        Some(policy) => console.detail(&format!("policy {}", policy.file)),
        None => console.detail("policy: none"),
    }
    if gate.waivers {
        console.detail(&format!("waivers as of {}", gate.as_of));
    } else {
        console.detail("waivers do not count");
    }
}

/// What the command line and the environment ask for on top of the policy.
fn overlay(args: &CheckArgs, checklist: &Checklist) -> anyhow::Result<Overlay> {
    let limits = &args.limits;
    let fail_on = limits.fail_on.iter().map(|word| {
        FailOn::of(word, checklist)
            .map_err(|(message, help)| anyhow!("--fail-on: {message}; {help}"))
    });
    let fail_on: Vec<FailOn> = fail_on.collect::<anyhow::Result<_>>()?;
    Ok(Overlay {
        on: limits.on.map(|end| match end {
            EndWord::Expected => End::Expected,
            EndWord::P10 => End::P10,
            EndWord::Worst => End::Worst,
        }),
        allow_open: limits.allow_open,
        asked: limits.numbers.0.clone(),
        fail_on: (!fail_on.is_empty()).then_some(fail_on),
    })
}

/// Who leaves money out can't ask for it.
pub(super) fn reckons<'a>(
    judging: &JudgeArgs,
    gate: &Gate,
    files: impl Iterator<Item = &'a str>,
) -> anyhow::Result<()> {
    if !judging.money.without_economics {
        return Ok(());
    }
    let mut terms = std::iter::once(None).chain(files.map(Some));
    match terms.find_map(|file| gate.limits(file).asked.of_money()) {
        None => Ok(()),
        Some(rule) => Err(anyhow!(
            "--without-economics leaves out what --{} reads (`{}` in a policy): keep one of them",
            rule.option(),
            rule.key
        )),
    }
}

/// The baseline that is written or read, with its name.
fn baseline(
    args: &CheckArgs,
    of_policy: Option<PathBuf>,
    judged: &[SiteCheck],
    method: &Method,
    console: &mut Console,
) -> anyhow::Result<Option<(String, Baseline)>> {
    if let Some(file) = &args.write_baseline {
        if judged.iter().any(|site| site.result.is_none()) {
            console.error("no baseline is written while files cannot be read");
            return Ok(None);
        }
        let mut baseline = Baseline::of(judged, method);
        let found = baseline.accepted.len();
        let older = older(file, console);
        let run: BTreeSet<PathBuf> = judged.iter().map(|s| real(Path::new(&s.file))).collect();
        let carried = baseline.carry_over(older, |entry| place_of(entry, file, &run));
        write_whole(file, &baseline.to_text()?)?;
        console.note(&written(file, found, carried));
        return Ok(Some((file.display().to_string(), baseline)));
    }
    let Some(file) = args.baseline.clone().or(of_policy) else {
        return Ok(None);
    };
    let name = file.display().to_string();
    let text = text_within(&file, BASELINE).with_context(|| {
        format!("the baseline `{name}` cannot be read; --write-baseline writes one")
    })?;
    let baseline = Baseline::parse(&text);
    if let Err(BaselineError::Older(_)) = &baseline {
        let renew = renewal(&name, std::env::args_os().skip(1));
        return Err(anyhow!(
            "the baseline `{name}` is of version 1, and this program reads version 2, whose numbers are those of draws; \
             renew it over all sites with `{renew}`"
        ));
    }
    let baseline = baseline.with_context(|| format!("the baseline `{name}`"))?;
    for VersionChange { what, base, head } in baseline.written_otherwise(method) {
        console.note(&format!(
            "`{name}` was written with {what} {base}, this run has {head}: numbers may differ for that alone"
        ));
    }
    Ok(Some((name, baseline)))
}

/// The command of this run, writing the baseline in place of reading it.
fn renewal(baseline: &str, args: impl Iterator<Item = OsString>) -> String {
    let mut words = vec!["rackready".to_owned()];
    let mut args = args.map(|arg| arg.to_string_lossy().into_owned());
    while let Some(arg) = args.next() {
        if arg == "--baseline" {
            args.next();
        } else if !arg.starts_with("--baseline=") {
            words.push(arg);
        }
    }
    words.extend(["--write-baseline".to_owned(), baseline.to_owned()]);
    let words = words.iter().map(|word| quoted(word));
    words.collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// What the baseline held that is about to be written anew.
fn older(file: &Path, console: &mut Console) -> Vec<Accepted> {
    let Ok(text) = text_within(file, BASELINE) else {
        return Vec::new();
    };
    Baseline::parse(&text).map_or_else(
        |_| {
            let name = file.display();
            console.note(&format!(
                "`{name}` was no baseline of this version; nothing of it is kept"
            ));
            Vec::new()
        },
        |baseline| baseline.accepted,
    )
}

/// Where the file of an entry is: it is named as seen from where the baseline was written, which is here or, from
/// a folder below, beside the baseline.
fn place_of(entry: &str, baseline: &Path, run: &BTreeSet<PathBuf>) -> FilePlace {
    let beside = baseline.parent().map(|folder| folder.join(entry));
    let seen = std::iter::once(PathBuf::from(entry)).chain(beside);
    let mut places = seen.map(|path| real(&path));
    let there = |place: &PathBuf| run.contains(place) || place.is_file();
    match places.find(there) {
        Some(place) if run.contains(&place) => FilePlace::InRun,
        Some(_) => FilePlace::Elsewhere,
        None => FilePlace::Gone,
    }
}

/// What a baseline that was written accepts, and what became of the entries of files outside of the run.
fn written(file: &Path, found: usize, carried: Carried) -> String {
    let mut text = format!(
        "`{}` accepts {}",
        file.display(),
        counted(found, "finding", "findings")
    );
    if carried.kept > 0 {
        let kept = counted(carried.kept, "entry", "entries");
        text += &format!(", and {kept} kept of files that are not in this run");
    }
    if carried.dropped > 0 {
        let dropped = counted(carried.dropped, "entry", "entries");
        text += &format!("; dropped {dropped} of files that are gone");
    }
    text
}

/// Whether a run is of the place of a group: it lies in a folder of the run. One that is not there at all is a slip
/// of the pen, which a run of any folder tells.
fn is_asked_for(args: &CheckArgs, found: Option<&PolicyFile>, place: &Path) -> bool {
    let Some(found) = found else { return false };
    let place = real(&found.folder.join(place));
    let mut folders = args.sites.files.paths.iter().filter(|path| path.is_dir());
    folders.any(|folder| place.starts_with(real(folder)) || !place.exists())
}

/// The files of a run by their names in the report.
fn names(taken: &[Taken<Loaded>]) -> impl Iterator<Item = &str> {
    taken.iter().filter_map(|taken| match taken {
        Taken::Site(loaded) => Some(loaded.source.name()),
        Taken::Refused(refused) => Some(refused.source.name()),
        Taken::Nothing(_) | Taken::Told(_) => None,
    })
}
