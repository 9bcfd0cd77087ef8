//! The plans of any number of sites as one table: a row for each work, then soft costs and totals.

use csv::Writer;

use super::route_name;
use crate::record::plan::{ChosenWorks, PlanEntry};
use crate::record::{Rounded, SiteRecord};
use crate::report::spreadsheet::{cell, written};
use crate::spread::Spread;
use crate::whatif::in_short;

/// Names of the columns, each with its unit.
pub(crate) const COLUMNS: [&str; 26] = [
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
    "chance",
    "chosen",
    "payer",
    "p50_musd",
    "p10_musd",
    "p90_musd",
    "p50_weeks",
    "p10_weeks",
    "p90_weeks",
    "start_week",
    "finish_week",
    "float_weeks",
    "at_stake_mw",
    "cumulative_mw",
    "set",
];

/// The line with the names of the columns.
///
/// # Errors
/// Never for a table in memory; the type of the writer asks for it.
pub fn header() -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    written(writer)
}

/// The rows of a site.
///
/// # Errors
/// As [`header`].
pub fn rows_of(site: &SiteRecord) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    for row in rows(site) {
        writer.write_record(row)?;
    }
    written(writer)
}

/// What a row says behind the columns of its site.
#[derive(Default)]
struct Row {
    kind: &'static str,
    number: Option<usize>,
    id: String,
    name: String,
    closes: String,
    certainty: String,
    chance: Option<Rounded>,
    /// `yes` or `no` where a goal chose works, empty where none was given or none reaches it.
    chosen: &'static str,
    payer: String,
    cost: Option<Spread>,
    weeks: Option<Spread>,
    /// Start, finish and float.
    when: Option<[Rounded; 3]>,
    at_stake: Option<Rounded>,
    cumulative: Option<Rounded>,
}

fn rows(site: &SiteRecord) -> Vec<Vec<String>> {
    let plan = &site.plan;
    let front = [
        &site.id,
        &site.file,
        &site.target,
        route_name(site, plan.summary.route()),
        &plan.prices,
    ];
    let front: Vec<String> = front.into_iter().map(cell).collect();
    let set = cell(&in_short(&site.set));
    let chosen = plan.choice.as_ref().and_then(|c| c.chosen.as_ref());
    plan_rows(plan, chosen)
        .into_iter()
        .map(|row| [front.clone(), row.cells(), vec![set.clone()]].concat())
        .collect()
}

fn plan_rows(plan: &PlanEntry, chosen: Option<&ChosenWorks>) -> Vec<Row> {
    let works = plan.works.iter().enumerate().map(|(at, work)| Row {
        kind: "work",
        number: Some(at + 1),
        id: work.remedy.clone(),
        name: work.name.clone(),
        closes: work.closes.join(" "),
        certainty: work.certainty.clone(),
        chance: Some(work.chance),
        chosen: chosen.map_or("", |choice| {
            if choice.works.contains(&work.remedy) {
                "yes"
            } else {
                "no"
            }
        }),
        payer: work.payer.clone(),
        cost: Some(work.cost_musd.into()),
        weeks: Some(work.weeks.into()),
        when: Some([work.start_week, work.finish_week, work.float_weeks]),
        at_stake: work.mw_at_stake,
        cumulative: Some(work.cumulative_mw),
    });
    let soft = plan.soft_costs.iter().map(|soft| Row {
        kind: "soft-cost",
        id: soft.price.clone(),
        name: soft.item.clone(),
        payer: "owner".to_owned(),
        cost: Some(soft.cost_musd.into()),
        ..Row::default()
    });
    let total = |id: &str, name: &str, payer: &str, cost| Row {
        kind: "total",
        id: id.to_owned(),
        name: name.to_owned(),
        payer: payer.to_owned(),
        cost: Some(cost),
        ..Row::default()
    };
    let goal = chosen.map(|choice| {
        let name = "The works chosen, soft costs included";
        total(
            "choice",
            name,
            "owner",
            Spread::exact(choice.cost_musd.get()),
        )
    });
    let sums = &plan.totals;
    let totals = [
        total(
            "owner",
            "Works and soft costs",
            "owner",
            sums.owner_musd.spread(),
        ),
        total("tenant", "Works", "tenant", sums.tenant_musd.into()),
        total("utility", "Works", "utility", sums.utility_musd.into()),
        total(
            "credits",
            "What the mine brings",
            "",
            sums.credits_musd.into(),
        ),
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
            &self.certainty,
            &number(self.chance.map(Rounded::get)),
            self.chosen,
            &self.payer,
        ];
        let mut cells: Vec<String> = texts.iter().map(|text| cell(text)).collect();
        let parts = |spread: Spread| [spread.p50, spread.p10, spread.p90];
        cells.extend(three(self.cost.map(parts)));
        cells.extend(three(self.weeks.map(parts)));
        cells.extend(three(self.when.map(|when| when.map(Rounded::get))));
        cells.extend([self.at_stake, self.cumulative].map(|n| number(n.map(Rounded::get))));
        cells
    }
}
