//! `render`: a saved report in, any of its formats out. Nothing is judged again.

use anyhow::bail;
use rackready::assess::Detail;
use rackready::checklist;
use rackready::gate::outcome::{self, Check};
use rackready::ranking::{Portfolio, Row, View};
use rackready::record::{
    self, Legend, Report, SCHEMA, SavedError, SiteRecord, unknown_schema, within_bounds,
};
use rackready::report::check::text::Show;
use rackready::report::html::Focus;
use rackready::report::html::rows::{self, Rows};
use rackready::report::site::json;
use rackready::report::{self, Style};
use serde::de::DeserializeOwned;

use super::Outcome;
use super::args::{RenderArgs, RenderFormat, TableKind};
use super::check;
use super::console::Console;
use super::formats::assembly::{Assembly, Format, Run, shows_whole};
use super::formats::layout::Layout;
use super::formats::score::ReportFormat;
use super::formats::{economics, plan};
use super::outputs::{Outputs, among};

/// Renders a saved report.
pub(crate) fn run(args: &RenderArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(
        &args.output_format,
        RenderFormat::Text,
        &mut console.written,
    )?;
    super::saved::spared(&args.file, console)?;
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

/// A document whose contract is known, within the bounds of one.
fn typed<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, SavedError> {
    let document =
        serde_json::from_str(text).map_err(|error| SavedError::of(file, text, &error))?;
    within_bounds(file, text)?;
    Ok(document)
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
    let some_empty = portfolio.is_empty() && portfolio.left_out == 0 && rows.errors.is_empty();
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
    let left_out = report.portfolio.as_ref().map_or(0, |all| all.left_out);
    let some_empty = report.sites.is_empty() && report.errors.is_empty() && left_out == 0;
    if some_empty {
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
    outputs.deliver(console, |format, style| {
        if let Some(bought) = bought(&report, format, layout, style)? {
            return Ok(bought);
        }
        let format = format_of(focus, format, layout, *style)?;
        whole(&*format, &report, Detail::with(args.ends))
    })?;
    super::saved::tell(file, &report.errors, console);
    let some_failed = report.sites.iter().any(SiteRecord::misses_its_goal);
    Ok(Outcome::of(
        !report.errors.is_empty(),
        some_failed,
        some_empty,
    ))
}

/// What the command was about that wrote a report: `score` alone writes a portfolio.
fn focus_of(report: &Report) -> Focus {
    if report.portfolio.is_some() {
        Focus::Site
    } else if report.sites.iter().any(SiteRecord::is_plan) {
        Focus::Plan
    } else if report.sites.iter().any(SiteRecord::is_reckoned) {
        Focus::Economics
    } else {
        Focus::Site
    }
}

/// The format as that command writes it, else as `score` does.
fn format_of(
    focus: Focus,
    format: ReportFormat,
    layout: Layout,
    style: Style,
) -> anyhow::Result<Box<dyn Format>> {
    let of_command = match focus {
        Focus::Site => None,
        Focus::Plan => among(&format).map(|format| plan::of(format, style, layout)),
        Focus::Economics => among(&format).map(|format| economics::of(format, style, layout)),
    };
    of_command.map_or_else(|| format.of(layout, style), Ok)
}

/// What a budget buys of the sites together, in the formats that show it.
fn bought(
    report: &Report,
    format: ReportFormat,
    layout: Layout,
    style: &Style,
) -> anyhow::Result<Option<String>> {
    let Some(budget) = &report.budget else {
        return Ok(None);
    };
    let Report {
        method,
        known,
        sites,
        portfolio,
        errors,
        ..
    } = report;
    Ok(Some(match format {
        ReportFormat::Text => report::budget::text(budget, method, style),
        ReportFormat::Csv => report::budget::table_of(budget)?,
        ReportFormat::Html => bail!("what a budget buys has no format `html`"),
        ReportFormat::Json if layout.short.is_none() => {
            let document = json::document(method, *known, sites, portfolio.as_ref(), errors);
            json::text(&document.with_budget(Some(budget)))?
        }
        _ => return Ok(None),
    }))
}

/// A saved report in a format.
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
