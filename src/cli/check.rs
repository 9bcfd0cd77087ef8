//! `check`: sites held to a policy. Here alone is a clock, for the day at which waivers expire.

mod against;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use jiff::civil::Date;
use rackready::checklist::Checklist;
use rackready::gate::check::{Gate, Subject, invalid};
use rackready::gate::course::Course;
use rackready::gate::limits::{End, FailOn, Overlay};
use rackready::gate::outcome::{Check, SiteCheck};
use rackready::gate::sites::{Sites, Waiting};
use rackready::input::load::Loaded;
use rackready::report::ShortReport;
use rackready::report::check::text::Show;
use rackready::source::real;

use super::Outcome;
use super::args::{CheckArgs, EndWord, JudgeArgs, ShowWord};
use super::console::Console;
use super::formats::assembly::WAITING;
use super::formats::check::CheckFormat;
use super::judge::Judge;
use super::outputs::Outputs;
use super::policy::PolicyFile;
use super::sites::Taken;
use super::stream::Inputs;
use against::{Against, Held};

/// Checks every site behind the paths.
pub(crate) fn run(args: &CheckArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, CheckFormat::Text, &mut console.written)?;
    if let Some(file) = &args.write_baseline {
        console.written.add(file)?;
    }
    let found = match PolicyFile::read(args) {
        Ok(found) => found,
        Err(refused) => {
            console.refused(&refused);
            return Ok(Outcome::Invalid);
        }
    };
    if let Some(policy) = &found {
        console.written.spares(&policy.file)?;
    }
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
    let Some(inputs) = Inputs::changed(&args.sites, console)? else {
        return Ok(Outcome::Invalid);
    };
    let gate = Gate {
        checklist,
        policy: policy.as_ref(),
        paths: found
            .as_ref()
            .map_or_else(BTreeMap::new, |found| found.paths(inputs.names())),
        over: overlay(args, checklist)?,
        as_of: args.as_of.unwrap_or_else(today),
        waivers: !args.no_waivers,
    };
    reckons(&judging, &gate, gate.paths.keys().map(String::as_str))?;
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
    let mut check = held(args, of_policy, inputs, &judge, &gate, console)?;
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

/// Holds every site to the gate. They wait outside of memory until all of them are counted: what fails is told first,
/// and whether an entry of a baseline has moved is known when the last file is.
fn held(
    args: &CheckArgs,
    of_policy: Option<PathBuf>,
    inputs: Inputs,
    judge: &Judge,
    gate: &Gate,
    console: &mut Console,
) -> anyhow::Result<Check<Waiting>> {
    let method = judge.method();
    let mut course = Course::of(gate);
    let mut sites = Waiting::default();
    let mut nothing = Vec::new();
    let mut against = Against::of(args, of_policy, &method, console)?;
    let judged = |_: usize, loaded: &Loaded| Ok(site(gate, &judge.short(loaded)?));
    let take = |taken: Taken<(Loaded, SiteCheck)>, console: &mut Console| {
        let mut site = match taken {
            Taken::Site((loaded, site)) => {
                let limits = gate.limits(Some(loaded.source.name()));
                console.detail(&format!("{}: held to: {limits}", loaded.source.name()));
                site
            }
            Taken::Refused(refused) => {
                console.refused(&refused);
                invalid(&refused)
            }
            Taken::Nothing(why) => {
                console.note(&format!("nothing to evaluate: {why}"));
                nothing.push(why);
                return Ok(());
            }
            Taken::Told(notes) => {
                console.notes(&notes);
                return Ok(());
            }
        };
        match &mut against {
            Some(against) => against.look_at(&site),
            None => course.settle(&mut site, None),
        }
        sites.push(&site).context(WAITING)
    };
    inputs.each(judged, take, console)?;
    let Some(against) = against else {
        return Ok(course.finish(sites, nothing, None, method));
    };
    let baseline = against.baseline(console)?;
    let mut matching = baseline.as_ref().map(Held::matching);
    let mut settled = Waiting::default();
    sites
        .each_owned(&mut |mut site| {
            course.settle(&mut site, matching.as_mut());
            settled.push(&site)
        })
        .context(WAITING)?;
    let name = baseline.as_ref().map(Held::name);
    Ok(course.finish(settled, nothing, name, method))
}

/// Writes a finished check to its outputs.
pub(super) fn deliver<S: Sites>(
    outputs: &Outputs<CheckFormat>,
    check: &Check<S>,
    checklist: &Checklist,
    show: Show,
    console: &mut Console,
) -> anyhow::Result<()> {
    outputs.pour(console, |format, style, out| {
        format.write(check, checklist, show, style, out)
    })
}

/// How a check ended.
pub(super) fn outcome<S>(check: &Check<S>) -> Outcome {
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

/// Whether a run is of the place of a group: it lies in a folder of the run. One that is not there at all is a slip
/// of the pen, which a run of any folder tells.
fn is_asked_for(args: &CheckArgs, found: Option<&PolicyFile>, place: &Path) -> bool {
    let Some(found) = found else { return false };
    let place = real(&found.folder.join(place));
    let mut folders = args.sites.files.paths.iter().filter(|path| path.is_dir());
    folders.any(|folder| place.starts_with(real(folder)) || !place.exists())
}
