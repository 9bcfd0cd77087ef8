//! `render`: a saved report in, any of its formats out. Nothing is judged again.

use anyhow::{Context, bail};
use rackready::checklist;
use rackready::gate::outcome::{self, Check};
use rackready::ranking::{Order, Portfolio, Row, View};
use rackready::record::{self, Report, SCHEMA, SiteRecord, unknown_schema};
use rackready::report::check::text::Show;
use rackready::report::ranking::json::entry;
use rackready::report::ranking::{csv, markdown, text};
use rackready::report::site::json;
use rackready::report::{self, Style};

use super::Outcome;
use super::args::{RenderArgs, RenderFormat, ReportFormat};
use super::check;
use super::console::Console;
use super::outputs::Outputs;
use super::sites::in_turn;

/// The k of the probability to be among the best k, as `score` has it without `--best`.
const BEST: usize = 10;

/// Renders a saved report.
pub(crate) fn run(args: &RenderArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let outputs = Outputs::settle(&args.output_format, RenderFormat::Text)?;
    let text = super::saved::text(&args.file)?;
    let file = super::saved::name(&args.file);
    match record::schema_of(&text).as_deref() {
        // Text without a contract gets the complaint of the reader, with its place.
        Some(SCHEMA) | None => {
            let outputs = outputs.each_as("a report of `score`", |format| format.of_score())?;
            sites(args, &outputs, &file, &text, console)
        }
        Some(outcome::SCHEMA) => {
            let outputs = outputs.each_as("a report of `check`", |format| format.of_check())?;
            let check: Check = serde_json::from_str(&text).with_context(|| file.clone())?;
            let checklist = checklist::built_in();
            check::deliver(&outputs, &check, checklist, Show::Gated, console)?;
            Ok(Outcome::of(false, false, check.sites.is_empty()))
        }
        Some(other) => bail!("{file}: {}", unknown_schema(other)),
    }
}

fn sites(
    args: &RenderArgs,
    outputs: &Outputs<ReportFormat>,
    file: &str,
    text: &str,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    let report = record::read(file, text)?;
    if report.sites.is_empty() && report.errors.is_empty() {
        console.note(&format!("nothing to evaluate: no site in `{file}`"));
    }
    let portfolio = portfolio(&report);
    outputs.deliver(console, |format, style| match format {
        ReportFormat::Text => Ok(page(args, &report, &portfolio, style)),
        ReportFormat::Markdown => Ok(match alone(&report) {
            Some(site) => markdown::site(site, &report.method),
            None => markdown::ranking(&portfolio, &report.method),
        }),
        ReportFormat::Json => document(&report, &portfolio),
        ReportFormat::Ndjson => lines(&report),
        ReportFormat::Csv => table(&report),
    })?;
    let some_empty = report.sites.is_empty() && report.errors.is_empty();
    Ok(Outcome::of(false, false, some_empty))
}

/// The document as it was; lines become one, with the portfolio that they come to. A plan has none.
fn document(report: &Report, portfolio: &Portfolio) -> anyhow::Result<String> {
    let saved = report.portfolio.clone();
    let portfolio = saved.or_else(|| (!of_plan(report)).then(|| entry(portfolio)));
    let document = json::document(
        &report.method,
        &report.sites,
        portfolio.as_ref(),
        &report.errors,
    );
    Ok(json::to_string(&document)?)
}

/// The sites of a report, then its errors, a line for each.
fn lines(report: &Report) -> anyhow::Result<String> {
    let mut out = Vec::new();
    for site in &report.sites {
        json::write_line(site, &report.method, &mut out)?;
    }
    for error in &report.errors {
        json::write_error_line(error, &report.method, &mut out)?;
    }
    Ok(String::from_utf8(out)?)
}

fn table(report: &Report) -> anyhow::Result<String> {
    if of_plan(report) {
        return Ok(report::plan::csv::table(&report.sites)?);
    }
    let mut out = Vec::new();
    csv::header(&mut out)?;
    for site in &report.sites {
        csv::row(&Row::read(site), None, &report.method, &mut out)?;
    }
    Ok(String::from_utf8(out)?)
}

/// Whether a report is one of `plan`.
fn of_plan(report: &Report) -> bool {
    report.sites.iter().any(SiteRecord::is_plan)
}

fn portfolio(report: &Report) -> Portfolio {
    let view = View {
        conditions: Vec::new(),
        order: Order::default(),
        top: None,
        best: BEST,
        group_by: None,
    };
    let rows = report.sites.iter().map(Row::read).collect();
    Portfolio::of(rows, 0, &view)
}

/// The site of a report that is about one alone.
fn alone(report: &Report) -> Option<&SiteRecord> {
    match (report.sites.as_slice(), report.errors.as_slice()) {
        ([site], []) => Some(site),
        _ => None,
    }
}

/// The report on the one site, or the ranking of several.
fn page(args: &RenderArgs, report: &Report, portfolio: &Portfolio, style: &Style) -> String {
    let of_site = |site: &SiteRecord| report::site::text::site(site, &report.method, style);
    if of_plan(report) {
        return in_turn(&report.sites, style, |site| {
            report::plan::text::site(site, &report.method, style)
        });
    }
    if let Some(site) = alone(report) {
        return of_site(site);
    }
    if report.sites.is_empty() {
        return String::new();
    }
    let method = &report.method;
    let mut page = text::ranking(portfolio, &method.checklist, &method.prices, style);
    if args.full {
        let rule = format!("\n{}\n\n", "─".repeat(style.width));
        for row in &portfolio.rows {
            let mut sites = report.sites.iter();
            if let Some(site) = sites.find(|site| site.id == row.name.id) {
                page += &rule;
                page += &of_site(site);
            }
        }
    }
    page
}
