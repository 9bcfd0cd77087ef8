//! What limits the critical IT MW: today, after the plan, at the ceiling.

use crate::capacity::Column;
use crate::estimate::Bounds;
use crate::record::SiteRecord;
use crate::record::site::{CapacityEntry, LimitEntry};
use crate::report::numbers::{number, range};
use crate::report::plain;
use crate::report::sheet::{Sheet, align_right, plain_table};
use crate::rules::Route;

/// Every limit today, after the plan and at the ceiling, then what binds.
pub(super) fn table(sheet: &mut Sheet, site: &SiteRecord) {
    let capacity = &site.capacity;
    let plan = &site.plan.summary;
    sheet.heading("Critical IT MW by limit, widest first; the smallest binds");
    let header = ["Limit", "Today", "Planned", "Ceiling"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    let mut limits: Vec<&LimitEntry> = capacity.limits.iter().collect();
    limits.sort_by(|a, b| likely(b).total_cmp(&likely(a)));
    for limit in limits {
        let shown = limit
            .mw
            .map_or("unknown".to_owned(), |mw| megawatts(mw.into()));
        let none = "–".to_owned();
        let cells = match limit.column {
            Column::Today if likely(limit) >= plan.planned_mw.likely() => {
                [shown.clone(), shown, none]
            }
            Column::Today => [shown, "lifted".to_owned(), none],
            Column::Ceiling => [none, shown.clone(), shown],
        };
        table.add_row([vec![plain(&limit.label)], cells.to_vec()].concat());
    }
    if matches!(plan.route(), Route::InPlace(_)) {
        let floor = megawatts(plan.planned_mw.into());
        table.add_row(["floor of the standing hall", "–", &floor, "–"]);
    }
    table.add_row([
        "all together".to_owned(),
        megawatts(capacity.today_mw.into()),
        megawatts(plan.planned_mw.into()),
        megawatts(capacity.ceiling_mw.into()),
    ]);
    align_right(&mut table, 1..4);
    sheet.table(table);
    for (lead, column) in [("Today:   ", Column::Today), ("Ceiling: ", Column::Ceiling)] {
        sheet.wrap(lead, "         ", &bound(capacity, column));
    }
}

/// Megawatts as `likely (low–high)`.
fn megawatts(mw: Bounds) -> String {
    if mw.is_exact() {
        number(mw.likely)
    } else {
        format!("{} ({})", number(mw.likely), range(mw))
    }
}

fn likely(limit: &LimitEntry) -> f64 {
    limit.mw.map_or(0.0, |mw| mw.likely())
}

/// What binds a column, all that are tied, what binds next, and what nobody stated.
fn bound(capacity: &CapacityEntry, column: Column) -> String {
    let labels = |limits: &[&LimitEntry]| {
        let labels: Vec<String> = limits.iter().map(|l| plain(&l.label)).collect();
        labels.join(", ")
    };
    let ids = match column {
        Column::Today => &capacity.binding,
        Column::Ceiling => &capacity.binding_ceiling,
    };
    let of_column = || capacity.limits.iter().filter(|l| l.column == column);
    let (binding, rest): (Vec<&LimitEntry>, Vec<&LimitEntry>) = of_column()
        .filter(|l| l.mw.is_some())
        .partition(|l| ids.contains(&l.id));
    let unknown: Vec<&LimitEntry> = of_column().filter(|l| l.mw.is_none()).collect();
    let rest = rest.into_iter();
    let next = rest.min_by(|a, b| likely(a).total_cmp(&likely(b)));
    let mut parts = vec![if binding.is_empty() {
        "nothing known binds".to_owned()
    } else {
        format!("bound by {}", labels(&binding))
    }];
    parts.extend(next.map(|l| format!("next {} at {} MW", plain(&l.label), number(likely(l)))));
    if !unknown.is_empty() {
        parts.push(format!("not stated: {}", labels(&unknown)));
    }
    parts.join("; ")
}
