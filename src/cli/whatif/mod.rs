//! What if: cases of sites side by side, as scenarios, a sweep or targets.

mod cases;

use std::collections::BTreeSet;

use anyhow::bail;
use clap::ValueEnum;
use rackready::assess::Chosen;
use rackready::gate::check::Gate;
use rackready::gate::limits::Overlay;
use rackready::gate::outcome::Concern;
use rackready::input::load::Loaded;
use rackready::input::stream;
use rackready::record::whatif::{
    CaseEntry, Compared, FiguresEntry, SCHEMA, SiteCases, WhatIfEntry,
};
use rackready::report::site::json;
use rackready::report::whatif::{csv, text};
use rackready::report::{ShortReport, html};
use rackready::source::Refused;
use rackready::whatif::Setting;
use rackready::whatif::sweep::MOST_POINTS;

use super::Outcome;
use super::check;
use super::console::Console;
use super::judge::{Judge, Like};
use super::outputs::{Outputs, among};
use super::settings::settings;
use super::sites::Sites;
pub(super) use cases::Asked;
use cases::{Case, Comparison, Gating, comparison};

/// Formats of cases side by side.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum CaseFormat {
    Text,
    Json,
    Csv,
    Html,
}

/// Sets cases of all sites side by side, where that is asked for.
pub(super) fn run<F: ValueEnum>(
    asked: Asked,
    outputs: &Outputs<F>,
    judge: &Judge,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let outputs = outputs.each_as("a comparison of cases", among)?;
    let set = settings(&asked.sites.changes, console);
    let asked_for = comparison(&asked, console)?;
    let (Some(set), Some(all)) = (set, asked_for) else {
        return Ok(Outcome::Invalid);
    };
    let Some(sites) = Sites::read(&asked.sites.files, console)? else {
        return Ok(Outcome::Invalid);
    };
    let points = all.cases.len() * sites.len();
    if all.compared == Compared::Sweep && points > MOST_POINTS {
        bail!(
            "{} points of a sweep at {} sites are more than {MOST_POINTS}: take wider steps or fewer sites",
            all.cases.len(),
            sites.len()
        );
    }
    let (loaded, mut tally) = sites.into_parts();
    let mut bases = Vec::with_capacity(loaded.len());
    for site in loaded {
        match site.clone().with(&set) {
            Ok(base) => bases.push((site, base)),
            Err(refused) => tally.put_back(refused, console),
        }
    }
    let sites = compared(&all, &bases, &set, judge, console)?;
    let some_lack = sites
        .iter()
        .flat_map(|site| &site.cases)
        .any(|case| case.error.is_some());
    let entry = WhatIfEntry {
        schema: SCHEMA.to_owned(),
        method: judge.method(),
        compared: all.compared,
        axes: all.axes,
        sites,
        errors: tally.errors.clone(),
    };
    outputs.deliver(console, |format, style| match format {
        CaseFormat::Text => Ok(text::page(&entry, style)),
        CaseFormat::Json => Ok(json::to_string(&entry)?),
        CaseFormat::Csv => Ok(csv::table(&entry)?),
        CaseFormat::Html => Ok(html::whatif(&entry)?),
    })?;
    let outcome = tally.outcome(false, console);
    Ok(if some_lack { Outcome::Invalid } else { outcome })
}

/// The cases of every site, each a file as it was read and with what is set in every case.
fn compared(
    all: &Comparison,
    bases: &[(Loaded, Loaded)],
    set: &[Setting],
    judge: &Judge,
    console: &mut Console,
) -> anyhow::Result<Vec<SiteCases>> {
    let mut sites: Vec<SiteCases> = Vec::with_capacity(bases.len());
    let mut likes: Vec<Like> = Vec::with_capacity(bases.len());
    let first = |(_, base): &(Loaded, Loaded)| {
        let like = judge.target_of(&base.site)?;
        let row = judge.case(base, like);
        let figures = FiguresEntry::of(&row, &base.site);
        anyhow::Ok((base.set.clone(), like, row, figures))
    };
    stream::ordered(bases.iter(), first, |judged| {
        let (set, like, row, figures) = judged?;
        let name = row.name.clone();
        // No target is the one that others are held against, so that it is to be seen which it is.
        let of_target = match all.compared {
            Compared::Targets => format!(": {}", row.target),
            _ => String::new(),
        };
        sites.push(SiteCases {
            id: name.id,
            name: name.name,
            file: name.file,
            line: name.line,
            base: CaseEntry {
                name: format!("as it is{of_target}"),
                values: Vec::new(),
                set,
                by: None,
                figures: Some(figures),
                change: None,
                error: None,
            },
            cases: Vec::with_capacity(all.cases.len()),
        });
        likes.push(like);
        anyhow::Ok(())
    })?;
    let work = (0..bases.len()).flat_map(|site| all.cases.iter().map(move |case| (site, case)));
    let judged = |(site, case): (usize, &Case)| {
        let (file, base) = &bases[site];
        let entry = judged(all, case, (file, base), set, judge, likes[site]);
        (site, entry)
    };
    // What every point of a sweep lacks is told once.
    let mut told = BTreeSet::new();
    stream::ordered(work, judged, |(site, entry)| {
        let (mut entry, refused) = entry?;
        if let Some(refused) = refused
            && told.insert((site, entry.error.clone()))
        {
            console.refused(&refused);
        }
        let base = sites[site].base.figures.as_ref();
        let both = entry.figures.as_ref().zip(base);
        entry.change = both.map(|(figures, base)| figures.less(base));
        sites[site].cases.push(entry);
        anyhow::Ok(())
    })?;
    Ok(sites)
}

/// A case of a site, and why it could not be judged.
fn judged(
    all: &Comparison,
    case: &Case,
    (file, base): (&Loaded, &Loaded),
    set: &[Setting],
    judge: &Judge,
    like: Like,
) -> anyhow::Result<(CaseEntry, Option<Refused>)> {
    let terms = case.terms.and_then(|at| all.terms.get(at));
    let other = terms.map_or(judge, |terms| &terms.judge);
    let method = other.method();
    let mut entry = CaseEntry {
        name: case.name.clone(),
        values: case.values.clone(),
        set: Vec::new(),
        by: (method != judge.method()).then_some(method),
        figures: None,
        change: None,
        error: None,
    };
    // The last one wins: an option beats a scenario, and what is swept differs from point to point.
    let (first, last) = match all.compared {
        Compared::Sweep => (set, case.settings.as_slice()),
        _ => (case.settings.as_slice(), set),
    };
    let settings: Vec<Setting> = first.iter().chain(last).cloned().collect();
    let mut site = match file.clone().with(&settings) {
        Ok(site) => site,
        Err(refused) => {
            let problems = refused.problems.iter();
            let messages: Vec<&str> = problems.map(|problem| problem.message.as_str()).collect();
            entry.error = Some(messages.join("; "));
            return Ok((entry, Some(refused)));
        }
    };
    // The luck of the draws hangs on the names, and what differs is to be the facts.
    site.site.name = base.site.name.clone();
    site.site.id = base.site.id.clone();
    entry.set.clone_from(&site.set);
    let like = match case.target {
        Some(target) => (target, Chosen::ByUser),
        None => other.target_like(&site.site, like)?,
    };
    let policy = terms.and_then(|terms| terms.policy.as_ref());
    entry.figures = Some(if case.target.is_some() || policy.is_some() {
        let report = other.short_for(&site, like);
        let verdict = &report.assessment.verdict;
        FiguresEntry {
            reason: case.target.map(|_| verdict.reason.clone()),
            gate_fails: policy
                .map(|policy| gate_fails(other, policy, &report))
                .transpose()?,
            ..FiguresEntry::of(&report.row().rounded(), &site.site)
        }
    } else {
        FiguresEntry::of(&other.case(&site, like), &site.site)
    });
    Ok((entry, None))
}

/// Rules of a policy that a site fails. Waivers don't count, for what they let pass hangs on the day.
fn gate_fails(judge: &Judge, by: &Gating, report: &ShortReport) -> anyhow::Result<Vec<String>> {
    let file = || std::iter::once(report.file.as_str());
    let gate = Gate {
        checklist: judge.checklist(),
        policy: Some(&by.policy),
        paths: by.file.paths(file()),
        over: Overlay::default(),
        as_of: jiff::civil::Date::ZERO,
        waivers: false,
    };
    check::reckons(&by.judging, &gate, file())?;
    let check = check::site(&gate, report);
    // Put in the order of a check.
    let check = gate.finish(vec![check], Vec::new(), None, judge.method());
    let concerns = check.sites.iter().flat_map(|site| &site.concerns);
    let mut rules: Vec<String> = Vec::new();
    for concern in concerns.filter(|concern| Concern::fails(concern)) {
        if !rules.contains(&concern.rule) {
            rules.push(concern.rule.clone());
        }
    }
    Ok(rules)
}
