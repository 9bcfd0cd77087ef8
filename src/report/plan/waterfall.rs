//! What limits the critical IT MW: today, after the plan, at the ceiling.

use crate::capacity::Column;
use crate::record::SiteRecord;
use crate::record::site::{CapacityEntry, LimitEntry};
use crate::report::numbers::{middle, number, percent};
use crate::report::plain;
use crate::report::sheet::{Sheet, align_right, plain_table};
use crate::report::site::head::short;
use crate::rules::Route;
use crate::spread::Bounded;

/// Every limit today, after the plan and at the ceiling, then what binds.
pub(super) fn table(sheet: &mut Sheet, site: &SiteRecord) {
    let capacity = &site.capacity;
    let plan = &site.plan.summary;
    sheet.heading("Critical IT MW by limit, widest first; the smallest binds");
    let header = ["Limit", "Today", "Planned", "Ceiling", "Binds"];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    let mut limits: Vec<&LimitEntry> = capacity.limits.iter().collect();
    limits.sort_by(|a, b| median(b).total_cmp(&median(a)));
    for limit in limits {
        let shown = middle(Bounded::from(limit.mw).spread);
        let none = "–".to_owned();
        let cells = match limit.column {
            Column::Today if median(limit) >= plan.planned_mw.p50.get() => {
                [shown.clone(), shown, none]
            }
            Column::Today => [shown, "lifted".to_owned(), none],
            Column::Ceiling => [none, shown.clone(), shown],
        };
        let [today, planned, ceiling] = cells;
        let binds = percent(limit.binds.get());
        table.add_row([plain(&limit.label), today, planned, ceiling, binds]);
    }
    if matches!(plan.route(), Route::InPlace(_)) {
        let floor = middle(plan.planned_mw.spread());
        table.add_row(["floor of the standing hall", "–", &floor, "–", "–"]);
    }
    if plan.route() == Route::NewHall && plan.planned_mw.p50 < capacity.ceiling_mw.p50 {
        let plot = middle(plan.planned_mw.spread());
        table.add_row(["plot of the new hall", "–", &plot, "–", "–"]);
    }
    table.add_row([
        "all together".to_owned(),
        middle(capacity.today_mw.spread()),
        middle(plan.planned_mw.spread()),
        middle(capacity.ceiling_mw.spread()),
        String::new(),
    ]);
    align_right(&mut table, 1..5);
    sheet.table(table);
    for (lead, column) in [("Today:   ", Column::Today), ("Ceiling: ", Column::Ceiling)] {
        sheet.wrap(lead, "         ", &bound(capacity, column));
    }
    if let Some(text) = short(capacity) {
        sheet.wrap("", "", &text);
    }
}

fn median(limit: &LimitEntry) -> f64 {
    limit.mw.p50.get()
}

/// What binds a column, all that are tied, and what binds next.
fn bound(capacity: &CapacityEntry, column: Column) -> String {
    let labels = |limits: &[&LimitEntry]| {
        let labels: Vec<String> = limits.iter().map(|l| plain(&l.label)).collect();
        labels.join(", ")
    };
    let ids = match column {
        Column::Today => &capacity.binding,
        Column::Ceiling => &capacity.binding_ceiling,
    };
    let of_column = capacity.limits.iter().filter(|l| l.column == column);
    let (binding, rest): (Vec<&LimitEntry>, Vec<&LimitEntry>) =
        of_column.partition(|l| ids.contains(&l.id));
    let rest = rest.into_iter();
    let next = rest.min_by(|a, b| median(a).total_cmp(&median(b)));
    let mut parts = vec![if binding.is_empty() {
        "nothing binds".to_owned()
    } else {
        format!("bound by {}", labels(&binding))
    }];
    parts.extend(next.map(|l| format!("next {} at {} MW", plain(&l.label), number(median(l)))));
    parts.join("; ")
}
