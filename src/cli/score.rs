//! `score`: files in, a report on each out.

use rackready::report::{json, text};

use super::Outcome;
use super::args::{ReportFormat, ScoreArgs};
use super::console::Console;
use super::outputs::Outputs;
use super::sites::{Sites, in_turn};

/// Scores every site behind the paths.
pub(crate) fn run(args: &ScoreArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, ReportFormat::Text)?;
    let Some(sites) = Sites::read(&args.sites, console)? else {
        return Ok(Outcome::Invalid);
    };
    let reports = sites.reports(console)?;
    outputs.deliver(console, |format, style| match format {
        ReportFormat::Text => Ok(in_turn(&reports, style, |r| text::site(r, style))),
        ReportFormat::Json => Ok(json::to_string(&json::document(
            &reports,
            &sites.errors(),
            sites.checklist(),
            &sites.prices().version,
        ))?),
    })?;
    Ok(sites.outcome(false, console))
}
