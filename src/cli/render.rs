//! `render`: a saved report in, any of its formats out. Nothing is judged again.

use anyhow::bail;
use rackready::assess::Detail;
use rackready::checklist;
use rackready::gate::outcome::{self, Check};
use rackready::ranking::{Portfolio, Row, View};
use rackready::record::{self, Legend, Report, SCHEMA, SavedError, SiteRecord, unknown_schema};
use rackready::report;
use rackready::report::check::text::Show;
use rackready::report::html::rows::{self, Rows};
use rackready::report::html::{self, Focus};
use rackready::report::site::json;
use serde::de::DeserializeOwned;

use super::Outcome;
use super::args::{RenderArgs, RenderFormat, TableKind};
use super::check;
use super::console::Console;
use super::formats::assembly::{Assembly, Format, Run, shows_whole};
use super::formats::layout::Layout;
use super::formats::score::ReportFormat;
use super::outputs::{Outputs, among};
use super::sites::in_turn;

/// Renders a saved report.
pub(crate) fn run(args: &RenderArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, RenderFormat::Text)?;
    let text = super::saved::text(&args.file)?;
    let file = super::saved::name(&args.file);
    match record::schema_of(&text).as_deref() {
        // Text without a contract gets the complaint of the reader, with its place.
        Some(SCHEMA) | None => {
            let outputs = outputs.each_as("a report of `score`", among)?;
            sites(args, &outputs, &file, &text, console)
        }
        Some(outcome::SCHEMA) => {
            let outputs = outputs.each_as("a report of `check`", among)?;
            let check: Check = typed(&file, &text)?;
            let checklist = checklist::built_in();
            check::deliver(&outputs, &check, checklist, Show::Gated, console)?;
            Ok(check::outcome(&check))
        }
        Some(rows::SCHEMA) => {
            let kind = "a page of many sites, which carries their rows alone,";
            let outputs = outputs.each_as(kind, |format| of_rows(*format))?;
            let rows: Rows = typed(&file, &text)?;
            ranking(&outputs, &file, &rows, console)
        }
        Some(other) => bail!("{file}: {}", unknown_schema(other)),
    }
}

/// A document whose contract is known.
fn typed<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, SavedError> {
    serde_json::from_str(text).map_err(|error| SavedError::of(file, text, &error))
}

/// The formats that are made of rows.
fn of_rows(format: RenderFormat) -> Option<ReportFormat> {
    let format = among(&format)?;
    let whole = matches!(format, ReportFormat::Json | ReportFormat::Ndjson);
    (!whole).then_some(format)
}

/// The rows that a page carries, in a format.
fn ranking(
    outputs: &Outputs<ReportFormat>,
    file: &str,
    rows: &Rows,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let portfolio = rows.ranking();
    let layout = Layout {
        table: TableKind::Sites,
        full: false,
        ranked: true,
        known: rows.known,
        short: None,
    };
    outputs.deliver(console, |format, style| {
        let format = format.of(layout, *style)?;
        let mut out = Vec::new();
        let run = Run {
            alone: false,
            errors: &rows.errors,
            method: &rows.method,
            portfolio: &portfolio,
            saved: None,
        };
        Assembly::new(&*format).end(run, &mut |bytes| {
            out.extend_from_slice(bytes);
            Ok(())
        })?;
        Ok(String::from_utf8(out)?)
    })?;
    super::saved::tell(file, &rows.errors, console);
    let some_empty = portfolio.is_empty() && rows.errors.is_empty();
    Ok(Outcome::of(!rows.errors.is_empty(), false, some_empty))
}

fn sites(
    args: &RenderArgs,
    outputs: &Outputs<ReportFormat>,
    file: &str,
    text: &str,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let report = record::read(file, text)?;
    let mut formats = outputs.each().iter().map(|output| output.format);
    args.detail.fits(formats.any(ReportFormat::has_details))?;
    if report.sites.is_empty() && report.errors.is_empty() {
        console.note(&format!("nothing to evaluate: no site in `{file}`"));
    }
    let layout = Layout {
        table: TableKind::Sites,
        full: args.full,
        ranked: false,
        known: report.known,
        short: args.detail.short(),
    };
    let focus = focus_of(&report);
    let alone = report.sites.len() == 1 && report.errors.is_empty();
    let budget = report.budget.as_ref();
    outputs.deliver(console, |format, style| match (focus, format) {
        (Focus::Plan, ReportFormat::Text) => Ok(in_turn(&report.sites, style, |site| {
            report::plan::text::site(site, &report.method, style)
        })),
        (Focus::Plan, ReportFormat::Csv) => Ok(report::plan::csv::table(&report.sites)?),
        (Focus::Economics, ReportFormat::Text) => Ok(match budget {
            Some(budget) => report::budget::text(budget, &report.method, style),
            None => report::economics::sites::page(
                &report.sites,
                alone,
                &report.method,
                style,
                args.full,
            ),
        }),
        (Focus::Economics, ReportFormat::Csv) => Ok(match budget {
            Some(budget) => report::budget::table_of(budget)?,
            None => report::economics::csv::table(&report.sites, &report.method)?,
        }),
        (Focus::Economics, ReportFormat::Html) if budget.is_some() => {
            bail!("what a budget buys has no format `html`")
        }
        (Focus::Plan | Focus::Economics, ReportFormat::Json) if layout.short.is_none() => {
            let document = json::document(
                &report.method,
                report.known,
                &report.sites,
                report.portfolio.as_ref(),
                &report.errors,
            );
            Ok(json::text(&document.with_budget(budget))?)
        }
        (Focus::Plan | Focus::Economics, ReportFormat::Html) => Ok(html::sites(
            focus,
            &report.method,
            report.known,
            &report.sites,
            report.portfolio.as_ref(),
            &report.errors,
        )?),
        (_, format) => whole(
            &*format.of(layout, *style)?,
            &report,
            Detail::with(args.ends),
        ),
    })?;
    super::saved::tell(file, &report.errors, console);
    let some_empty = report.sites.is_empty() && report.errors.is_empty();
    Ok(Outcome::of(!report.errors.is_empty(), false, some_empty))
}

/// What the command was about that wrote a report.
fn focus_of(report: &Report) -> Focus {
    if report.sites.iter().any(SiteRecord::is_plan) {
        Focus::Plan
    } else if report.budget.is_some() || report.sites.iter().any(SiteRecord::is_reckoned) {
        Focus::Economics
    } else {
        Focus::Site
    }
}

/// A saved report in a format, as `score` writes it.
fn whole(format: &dyn Format, report: &Report, detail: Detail) -> anyhow::Result<String> {
    let (method, errors) = (&report.method, report.errors.as_slice());
    let view = View {
        known: report.known,
        detail,
        ..View::default()
    };
    let mut assembly = Assembly::new(format);
    let mut rows = Vec::new();
    let mut out = format.front(method)?;
    for (at, site) in report.sites.iter().enumerate() {
        let row = Row::read(site, report.known).at(view.detail());
        let piece = if shows_whole(format, at) {
            format.of_site(site, method)?
        } else {
            format.of_row(&row, method)?
        };
        let legend = if format.explains() {
            Legend::of(site)
        } else {
            Legend::default()
        };
        out.extend(assembly.site(&row, piece, &legend, method, &view)?);
        rows.push(row);
    }
    for error in errors {
        out.extend(format.of_error(error, method)?);
    }
    let run = Run {
        alone: report.sites.len() == 1 && errors.is_empty(),
        errors,
        method,
        portfolio: &Portfolio::of(rows, 0, &view),
        saved: report.portfolio.as_ref(),
    };
    assembly.end(run, &mut |bytes| {
        out.extend_from_slice(bytes);
        Ok(())
    })?;
    Ok(String::from_utf8(out)?)
}
