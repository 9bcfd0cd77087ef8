//! `diff`: two sets of sites or two saved reports in, what changed and why out.
//!
//! Of a site no more is kept than what changed, and what it brings to the sums. Saved reports are held whole.

mod sides;
mod unread;

use std::io::{self, BufRead};
use std::path::Path;

use anyhow::bail;
use rackready::compare::{Diff, Judged, Origin, Set, Terms, Tolerance, diff, set_aside};
use rackready::record;
use rackready::report::FileError;
use rackready::report::compare::{json, markdown, text};
use rackready::report::html;
use rackready::typical::Sample;

use super::Outcome;
use super::args::{
    ChecklistArgs, DiffArgs, DiffFormat, JudgeArgs, MarketArgs, MoneyArgs, PathArgs, PriceArgs,
};
use super::console::Console;
use super::judge::Judge;
use super::outputs::Outputs;
use super::saved as input;
use super::stream::Inputs;
use sides::Sides;
use unread::{readable, tell_aside, unread};

/// Compares what the two paths hold.
pub(crate) fn run(args: &DiffArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, DiffFormat::Text, &mut console.written)?;
    if [&args.base, &args.head]
        .iter()
        .all(|path| input::is_stdin(path))
    {
        bail!("BASE and HEAD cannot both be standard input");
    }
    input::spared(&args.base, console)?;
    input::spared(&args.head, console)?;
    let compared = match (is_report(&args.base)?, is_report(&args.head)?) {
        (true, true) => of_reports(args, console)?,
        (false, false) => of_sites(args, console)?,
        (base, _) => {
            let (report, other) = if base {
                (&args.base, &args.head)
            } else {
                (&args.head, &args.base)
            };
            bail!(
                "`{}` is a saved report and `{}` is not: compare two of a kind",
                report.display(),
                other.display()
            );
        }
    };
    let Some((diff, outcome)) = compared else {
        return Ok(Outcome::Invalid);
    };
    outputs.deliver(console, |format, style| match format {
        DiffFormat::Text => Ok(text::page(&diff, args.full, style)),
        DiffFormat::Json => Ok(json::to_string(&diff)?),
        DiffFormat::Markdown => Ok(markdown::comment(&diff)),
        DiffFormat::Html => Ok(html::diff(&diff)?),
    })?;
    Ok(outcome)
}

/// Whether a path holds a saved report rather than sites. Both may be JSON; a report names its contract.
fn is_report(path: &Path) -> anyhow::Result<bool> {
    if input::is_stdin(path) {
        // Looked at without taking it, so that a site file is still there to be read.
        let mut stdin = io::stdin().lock();
        let begin = stdin.fill_buf()?.trim_ascii_start();
        return Ok(begin.first() == Some(&b'{'));
    }
    let ending = path.extension().and_then(|ending| ending.to_str());
    if !matches!(ending, Some("json" | "ndjson" | "jsonl" | "html")) || !path.is_file() {
        return Ok(false);
    }
    Ok(record::schema_of(&input::text(path)?).is_some())
}

fn tolerance(args: &DiffArgs) -> Tolerance {
    Tolerance {
        score: args.gate.tolerate_score,
        mw: args.gate.tolerate_mw,
        cost_per_mw: args.gate.tolerate_cost_per_mw,
        months: args.gate.tolerate_months,
    }
}

/// Whether the gate fails on a comparison.
fn fails(args: &DiffArgs, diff: &Diff) -> bool {
    args.gate.fail_on_regression && !diff.regressions.is_empty()
}

/// The comparison of saved reports; `None` when there is nothing to compare, and that is told.
fn of_reports(args: &DiffArgs, console: &mut Console) -> anyhow::Result<Option<(Diff, Outcome)>> {
    let (sample, usual) = (args.judge.draws.sample(), Sample::default());
    let judging = [
        ("--target", args.judge.target.is_some()),
        ("--columns", args.tables.columns.is_some()),
        ("--sheet", args.tables.sheet.is_some()),
        ("--lenient", args.tables.lenient),
        ("--checklist", args.judge.checklist.file.is_some()),
        ("--prices", args.judge.prices.file.is_some()),
        ("--typical", args.judge.draws.typical.file.is_some()),
        ("--draws", sample.draws != usual.draws),
        ("--seed", sample.seed != usual.seed),
        ("--base-checklist", args.base_checklist.is_some()),
        ("--base-prices", args.base_prices.is_some()),
        ("--market", args.judge.money.market.file.is_some()),
        ("--base-market", args.base_market.is_some()),
        ("--discount", args.judge.money.discount.is_some()),
        ("--without-economics", args.judge.money.without_economics),
    ];
    if let Some((flag, _)) = judging.iter().find(|(_, given)| *given) {
        bail!("{flag} judges site files; saved reports are compared as they are");
    }
    let read = |path: &Path| -> anyhow::Result<(Set, Vec<FileError>)> {
        let text = input::text(path)?;
        let report = record::read(&input::name(path), &text)?;
        let set = Set {
            origin: Origin {
                path: path.display().to_string(),
                method: report.method,
            },
            sites: report.sites.into_iter().map(Judged::from).collect(),
        };
        Ok((set, report.errors))
    };
    let ((mut base, base_errors), (mut head, head_errors)) = (read(&args.base)?, read(&args.head)?);
    for (set, errors) in [(&base, &base_errors), (&head, &head_errors)] {
        input::tell(&set.origin.path, errors, console);
        if errors.is_empty() && set.sites.is_empty() {
            console.note(&format!(
                "nothing to evaluate: no site in `{}`",
                set.origin.path
            ));
        }
    }
    let sides = [
        (&base.origin, base.sites.len(), base_errors.as_slice()),
        (&head.origin, head.sites.len(), head_errors.as_slice()),
    ];
    if !readable(sides, console) {
        return Ok(None);
    }
    let unread_of_base = unread(&base_errors, &base.origin);
    let unread_of_head = unread(&head_errors, &head.origin);
    let aside = set_aside((&mut base, &unread_of_base), (&mut head, &unread_of_head));
    tell_aside(aside, &base.origin, &head.origin, console);
    let some_empty = base.sites.is_empty() || head.sites.is_empty();
    let diff = diff(&base, &head, None, true, &tolerance(args));
    let outcome = Outcome::of(
        !(base_errors.is_empty() && head_errors.is_empty()),
        fails(args, &diff),
        some_empty,
    );
    Ok(Some((diff, outcome)))
}

/// The comparison of site files; `None` when something cannot be used, and all of that is told.
fn of_sites(args: &DiffArgs, console: &mut Console) -> anyhow::Result<Option<(Diff, Outcome)>> {
    let Some(head_judge) = Judge::load(&args.judge, console)? else {
        return Ok(None);
    };
    let base_judge = match base_judging(args) {
        None => None,
        Some(judging) => match Judge::load(&judging, console)? {
            None => return Ok(None),
            judge => judge,
        },
    };
    let base_judge = base_judge.as_ref().unwrap_or(&head_judge);
    // The same prices and market in both where only the checklist of the base is another, so that nothing is parted in
    // vain.
    let checklist = match args.base_checklist {
        Some(_) => base_judge.checklist(),
        None => head_judge.checklist(),
    };
    let prices = match args.base_prices {
        Some(_) => base_judge.prices(),
        None => head_judge.prices(),
    };
    let books = match args.base_market {
        Some(_) => base_judge.books(),
        None => head_judge.books(),
    };
    let base_terms =
        Terms::new(checklist, prices, base_judge.drawn(), base_judge.target()).reckoned(books);
    let head_terms = Terms::new(
        head_judge.checklist(),
        head_judge.prices(),
        head_judge.drawn(),
        head_judge.target(),
    )
    .reckoned(head_judge.books());
    let read = |path: &Path, console: &mut Console| Inputs::of(&paths(path, args), console);
    let (Some(base), Some(head)) = (read(&args.base, console)?, read(&args.head, console)?) else {
        return Ok(None);
    };
    let origin = |path: &Path, judge: &Judge| Origin {
        path: path.display().to_string(),
        method: judge.method(),
    };
    let sides = Sides {
        judges: (base_judge, &head_judge),
        origins: (
            origin(&args.base, base_judge),
            origin(&args.head, &head_judge),
        ),
        terms: (&base_terms, &head_terms),
        tolerance: tolerance(args),
        as_one: !args.base.is_dir() && !args.head.is_dir(),
    };
    let Some((diff, base_tally, head_tally)) = sides.compared(base, head, console)? else {
        return Ok(None);
    };
    let outcomes = [
        base_tally.outcome(false, console),
        head_tally.outcome(fails(args, &diff), console),
    ];
    let some = |outcome| outcomes.contains(&outcome);
    let outcome = Outcome::of(
        some(Outcome::Invalid),
        some(Outcome::GateFailed),
        some(Outcome::NothingToEvaluate),
    );
    Ok(Some((diff, outcome)))
}

/// What judges the base, where that is not what judges the head.
fn base_judging(args: &DiffArgs) -> Option<JudgeArgs> {
    let others = [&args.base_checklist, &args.base_prices, &args.base_market];
    if others.iter().all(|file| file.is_none()) {
        return None;
    }
    let or = |own: &Option<_>, of_head: &Option<_>| own.as_ref().or(of_head.as_ref()).cloned();
    Some(JudgeArgs {
        target: args.judge.target.clone(),
        checklist: ChecklistArgs {
            file: or(&args.base_checklist, &args.judge.checklist.file),
        },
        prices: PriceArgs {
            file: or(&args.base_prices, &args.judge.prices.file),
        },
        money: MoneyArgs {
            market: MarketArgs {
                file: or(&args.base_market, &args.judge.money.market.file),
            },
            ..args.judge.money
        },
        draws: args.judge.draws.clone(),
    })
}

fn paths(path: &Path, args: &DiffArgs) -> PathArgs {
    PathArgs {
        paths: vec![path.to_owned()],
        files_from: None,
        no_ignore: args.no_ignore,
        tables: args.tables.clone(),
        stdin_filename: None,
        trust_paths: args.trust_paths,
    }
}
