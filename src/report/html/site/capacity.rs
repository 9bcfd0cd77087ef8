//! How many megawatts, by when, and what holds them down.

use super::super::block::{Block, Cell, Figure, Table};
use super::super::chart;
use super::super::page::Section;
use super::head::sentence;
use crate::capacity::Column;
use crate::record::site::LimitEntry;
use crate::record::{Megawatts, Rounded, SiteRecord};
use crate::report::numbers::{middle, number, percent};
use crate::report::plan::shown::counted_from;
use crate::report::site::head::{bound, short};
use crate::spread::Bounded;

/// Critical IT MW by date.
pub(super) fn by_date(site: &SiteRecord) -> Option<Section> {
    let capacity = &site.capacity;
    let start = site.plan.schedule.start.as_ref();
    let svg = chart::mw_by_date::picture_of(capacity, start)?;
    let month = |month: Option<Rounded>| month.map_or("never".to_owned(), |m| number(m.get()));
    let rows = capacity.tranches.iter().map(|tranche| {
        let months = tranche.months;
        vec![
            number(tranche.mw.get()).into(),
            Cell::or_dash(tranche.date.clone()),
            month(tranche.month).into(),
            month(months.p10).into(),
            month(months.p50).into(),
            month(months.p90).into(),
            tranche.waits_for.join(" → ").into(),
        ]
    });
    let columns = [
        "MW",
        "Date",
        "Median draw#",
        "P10#",
        "P50#",
        "P90#",
        "Waits for",
    ];
    let numbers = Table::of(
        format!(
            "Megawatts by date, months from {}",
            counted_from(&site.plan)
        ),
        &columns,
    )
    .with(rows);
    let figure = Figure {
        svg,
        caption: format!(
            "Steps: when half of the draws have as many MW. Band: P10 to P90. Dashed: what firm grid power and land \
             allow, P50. Months from {}.",
            counted_from(&site.plan)
        ),
        numbers,
    };
    let mut blocks: Vec<Block> = vec![figure.into()];
    blocks.extend(short(capacity).map(|text| Block::Text(sentence(&text))));
    Some(Section::new("mw", "Megawatts by date", blocks))
}

/// Every limit, and what binds.
pub(super) fn limits(site: &SiteRecord) -> Option<Section> {
    let capacity = &site.capacity;
    if capacity.limits.is_empty() {
        return None;
    }
    let mut limits: Vec<&LimitEntry> = capacity.limits.iter().collect();
    limits.sort_by(|a, b| b.mw.p50.get().total_cmp(&a.mw.p50.get()));
    let rows = limits.into_iter().map(|limit| {
        let column = match limit.column {
            Column::Today => "today",
            Column::Ceiling => "ceiling",
        };
        vec![
            limit.label.clone().into(),
            column.into(),
            middle(Bounded::from(limit.mw).spread).into(),
            percent(limit.binds.get()).into(),
        ]
    });
    let total = |name: &str, mw: Megawatts| {
        vec![
            name.into(),
            "".into(),
            middle(mw.spread()).into(),
            "".into(),
        ]
    };
    let totals = [
        total("all together, today", capacity.today_mw),
        total("all together, after the plan", capacity.planned_mw),
        total("all together, at the ceiling", capacity.ceiling_mw),
    ];
    let columns = ["Limit", "Holds down", "MW, P50 (P10–P90)#", "Binds in#"];
    let table = Table::of("Critical IT MW by limit", &columns)
        .with(rows)
        .with(totals);
    let figure = Figure {
        svg: chart::limits::picture_of(capacity),
        caption: "Widest limit first; the smallest binds, in red. Bars: P50; lines: P10 to P90. What is wider than all \
                  that can be used ends at the edge."
            .to_owned(),
        numbers: table,
    };
    let mut blocks = vec![figure.into()];
    blocks.extend(bound(capacity).map(|text| Block::Text(sentence(&text))));
    Some(Section::new("limits", "What limits the megawatts", blocks))
}
