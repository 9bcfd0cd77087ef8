//! The plans of any number of sites as one table: a row for each work, then soft costs and totals.

use csv::Writer;

use super::route_name;
use crate::estimate::Estimate;
use crate::plan::prices::Payer;
use crate::plan::select::Choice;
use crate::plan::{Plan, Span};
use crate::report::SiteReport;
use crate::report::spreadsheet::cell;
use crate::units::Musd;

/// Names of the columns, each with its unit.
pub const COLUMNS: [&str; 24] = [
    "site",
    "file",
    "target",
    "route",
    "price_list",
    "kind",
    "number",
    "id",
    "name",
    "closes",
    "certainty",
    "chosen",
    "payer",
    "low_musd",
    "likely_musd",
    "high_musd",
    "low_weeks",
    "likely_weeks",
    "high_weeks",
    "start_week",
    "finish_week",
    "float_weeks",
    "at_stake_mw",
    "cumulative_mw",
];

/// The table.
///
/// # Errors
/// Never for a table in memory; the type of the writer asks for it.
pub fn table(reports: &[SiteReport]) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for report in reports {
        for row in rows(report) {
            writer.write_record(row)?;
        }
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What a row says behind the columns of its site.
#[derive(Default)]
struct Row {
    kind: &'static str,
    number: Option<usize>,
    id: String,
    name: String,
    closes: String,
    certainty: &'static str,
    /// `yes` or `no` where a goal chose works, empty where none was given or none reaches it.
    chosen: &'static str,
    payer: &'static str,
    cost: Option<Estimate<Musd>>,
    weeks: Option<[f64; 3]>,
    when: Option<Span>,
    at_stake: Option<f64>,
    cumulative: Option<f64>,
}

fn rows(report: &SiteReport) -> Vec<Vec<String>> {
    let assessment = &report.assessment;
    let site = [
        report.id.clone(),
        report.file.clone(),
        assessment.target.id(),
        route_name(report.site, assessment.plan.route),
        assessment.plan.prices.to_owned(),
    ];
    let front: Vec<String> = site.iter().map(|text| cell(text)).collect();
    let chosen = report
        .answers
        .as_ref()
        .and_then(|a| a.choice.as_ref()?.as_ref().ok());
    plan_rows(&assessment.plan, chosen)
        .into_iter()
        .map(|row| [front.clone(), row.cells()].concat())
        .collect()
}

fn plan_rows(plan: &Plan, chosen: Option<&Choice>) -> Vec<Row> {
    let works = plan.works.iter().enumerate().map(|(at, work)| Row {
        kind: "work",
        number: Some(at + 1),
        id: work.remedy.id.clone(),
        name: work.remedy.name.clone(),
        closes: work.closes.join(" "),
        certainty: work.certainty.word(),
        chosen: chosen.map_or("", |choice| {
            if choice.works.contains(&at) {
                "yes"
            } else {
                "no"
            }
        }),
        payer: payer(work.payer),
        cost: Some(work.cost()),
        weeks: Some(work.weeks.parts()),
        when: Some(plan.schedule.of_work(at)),
        at_stake: work.mw_at_stake,
        cumulative: plan.cumulative_mw.get(at).copied(),
    });
    let soft = plan.soft.iter().map(|soft| Row {
        kind: "soft-cost",
        id: soft.price.to_owned(),
        name: soft.item.to_owned(),
        payer: "owner",
        cost: Some(soft.cost),
        ..Row::default()
    });
    let total = |id: &str, name: &str, payer, cost| Row {
        kind: "total",
        id: id.to_owned(),
        name: name.to_owned(),
        payer,
        cost: Some(cost),
        ..Row::default()
    };
    let goal = chosen.map(|choice| {
        total(
            "choice",
            "The works chosen, soft costs included",
            "owner",
            Estimate::exact(choice.cost_musd),
        )
    });
    let totals = [
        total("owner", "Works and soft costs", "owner", plan.owner_total),
        total("tenant", "Works", "tenant", plan.paid_by(Payer::Tenant)),
        total("utility", "Works", "utility", plan.paid_by(Payer::Utility)),
        total("credits", "What the mine brings", "", plan.credits()),
    ];
    works.chain(soft).chain(totals).chain(goal).collect()
}

impl Row {
    fn cells(self) -> Vec<String> {
        let number = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.3}"));
        let three =
            |parts: Option<[f64; 3]>| parts.map_or([None; 3], |parts| parts.map(Some)).map(number);
        let texts = [
            self.kind,
            &self.number.map_or(String::new(), |n| n.to_string()),
            &self.id,
            &self.name,
            &self.closes,
            self.certainty,
            self.chosen,
            self.payer,
        ];
        let when = self.when.map(|s| [s.start, s.finish, s.float]);
        let mut cells: Vec<String> = texts.iter().map(|text| cell(text)).collect();
        cells.extend(three(self.cost.map(Estimate::parts)));
        cells.extend(three(self.weeks));
        cells.extend(three(when));
        cells.extend([self.at_stake, self.cumulative].map(number));
        cells
    }
}

pub(super) fn payer(payer: Payer) -> &'static str {
    match payer {
        Payer::Owner => "owner",
        Payer::Tenant => "tenant",
        Payer::Utility => "utility",
    }
}
