//! A report in every format, each as whole as the record it is made of.

use std::sync::LazyLock;

use jsonschema::Validator;
use rackready::assess::Detail;
use rackready::ranking::{Portfolio, Row, View};
use rackready::record::{self, Legend, Report};
use rackready::report::html::rows::Rows;
use rackready::report::html::{self, Focus};
use rackready::report::ranking::{csv, json as ranked, markdown, text};
use rackready::report::site::{json, text as report_of};
use rackready::report::{budget, economics, plan};

use super::oracles::{self, STYLE, harmless, page, table};

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| oracles::schema(&json::schema()));

/// A report in every format; what its JSON says is the report.
pub(super) fn every(report: &Report) {
    let (method, known, errors) = (&report.method, report.known, report.errors.as_slice());
    let sites = report.sites.as_slice();
    as_json(report);
    for site in sites {
        for full in [false, true] {
            page("text", &report_of::site(site, method, &STYLE, full));
        }
        harmless("markdown", &markdown::site(site, method));
        page("plan", &plan::text::site(site, method, &STYLE));
        page("economics", &economics::text::site(site, method, &STYLE));
    }
    let mut plans = plan::csv::header().unwrap();
    let mut ways = economics::csv::header().unwrap();
    let mut lines = economics::sites::Lines::new(&STYLE);
    for site in sites {
        plans += &plan::csv::rows_of(site).unwrap();
        ways += &economics::csv::rows_of(site, method).unwrap();
        lines.add(site);
    }
    lines.sort();
    table("plan as a table", &plans);
    table("economics as a table", &ways);
    page("economics of sites", &lines.table(&STYLE));
    if let Some(of) = &report.budget {
        page("budget", &budget::text(of, method, &STYLE));
        table("budget as a table", &budget::table_of(of).unwrap());
    }
    for focus in [Focus::Site, Focus::Plan, Focus::Economics] {
        let made = html::sites(
            focus,
            method,
            known,
            sites,
            report.portfolio.as_ref(),
            errors,
        );
        oracles::html("html", &made.unwrap());
    }
    let rows = sites
        .iter()
        .map(|site| Row::read(site, known).at(Detail::Ends));
    let portfolio = ranking(rows.collect(), report);
    ranked_pages(&portfolio, report);
}

/// The document and its lines, each read back as the report that it says.
fn as_json(report: &Report) {
    let Report {
        method,
        known,
        sites,
        portfolio,
        budget,
        errors,
    } = report;
    let document = json::document(method, *known, sites, portfolio.as_ref(), errors);
    let text = json::text(&document.with_budget(budget.as_ref())).unwrap();
    oracles::fits("json", &SCHEMA, &oracles::json("json", &text));
    let read = record::read("again", &text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    assert!(
        read == *report,
        "another report comes back:\n{text}\n{read:#?}"
    );
    let mut lines = Vec::new();
    if !sites.is_empty() {
        let legend = Legend::of_all(sites);
        json::write_legend_line(&legend, method, *known, &mut lines).unwrap();
    }
    for site in sites {
        json::write_line(site, method, *known, &mut lines).unwrap();
    }
    for error in errors {
        json::write_error_line(error, method, *known, &mut lines).unwrap();
    }
    if !lines.is_empty() {
        let lines = String::from_utf8(lines).unwrap();
        let read =
            record::read("again", &lines).unwrap_or_else(|error| panic!("{error} in:\n{lines}"));
        assert!(
            read.sites == *sites && read.errors == *errors,
            "other sites come back:\n{lines}"
        );
    }
}

fn ranking(rows: Vec<Row>, report: &Report) -> Portfolio {
    let view = View {
        known: report.known,
        detail: Detail::Ends,
        group_by: "country".parse().ok(),
        ..View::default()
    };
    Portfolio::of(rows, 0, &view)
}

/// Rows as a ranking.
fn ranked_pages(portfolio: &Portfolio, report: &Report) {
    let method = &report.method;
    page(
        "ranking",
        &text::ranking(portfolio, &method.checklist, &method.prices, &STYLE),
    );
    harmless("ranking in markdown", &markdown::ranking(portfolio, method));
    let mut all = Vec::new();
    csv::ranking(portfolio, method, &mut all).unwrap();
    let (mut groups, mut supply) = (Vec::new(), Vec::new());
    csv::groups(portfolio, &mut groups).unwrap();
    csv::supply(portfolio, &mut supply).unwrap();
    for (what, bytes) in [("ranking", all), ("groups", groups), ("supply", supply)] {
        table(what, std::str::from_utf8(&bytes).unwrap());
    }
    let mut lines = Vec::new();
    ranked::write_groups(portfolio, &mut lines).unwrap();
    ranked::write_supply(portfolio, &mut lines).unwrap();
    for line in String::from_utf8(lines).unwrap().lines() {
        oracles::json("lines of a ranking", line);
    }
    let made = html::ranking(portfolio, method, &report.errors).unwrap();
    oracles::html("html of a ranking", &made);
    let rows = html::record_in(&made).map(serde_json::from_str::<Rows>);
    rows.unwrap()
        .unwrap_or_else(|error| panic!("{error} in:\n{made}"));
}

/// The rows that a page of many sites carries, as `render` takes them.
pub(super) fn rows(rows: &Rows) {
    let portfolio = rows.ranking();
    let report = Report {
        method: rows.method.clone(),
        known: rows.known,
        sites: Vec::new(),
        portfolio: None,
        budget: None,
        errors: rows.errors.clone(),
    };
    ranked_pages(&portfolio, &report);
}
