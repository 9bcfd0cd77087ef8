//! What limits the critical IT MW, widest first; the smallest binds.

use super::bars::{Bar, picture};
use super::svg::Ink;
use crate::record::Megawatts;
use crate::record::site::{CapacityEntry, LimitEntry};
use crate::report::numbers::{middle, number};
use crate::report::scale::Scale;
use crate::spread::{Bounded, Spread};

/// Every limit, then what all of them leave: today, after the plan, at the ceiling.
pub(in crate::report::html) fn picture_of(capacity: &CapacityEntry) -> String {
    let totals = [
        ("Together, today", capacity.today_mw),
        ("Together, after the plan", capacity.planned_mw),
        ("Together, at the ceiling", capacity.ceiling_mw),
    ];
    let most = totals
        .iter()
        .map(|(_, mw)| mw.p90.get())
        .fold(0.0, f64::max);
    // What is far wider than all that can be used would press the rest together.
    let scale = Scale::up_to(1.3 * most.max(1.0)).with_margin();
    let mut limits: Vec<&LimitEntry> = capacity.limits.iter().collect();
    limits.sort_by(|a, b| b.mw.p50.get().total_cmp(&a.mw.p50.get()));
    let mut bars: Vec<Bar> = limits
        .into_iter()
        .map(|limit| bar_of(capacity, limit))
        .collect();
    bars.extend(totals.map(|(name, mw)| total(name, mw)));
    picture(
        "Critical IT megawatts that each limit allows",
        &bars,
        scale,
        "MW",
    )
}

fn bar_of(capacity: &CapacityEntry, limit: &LimitEntry) -> Bar {
    let spread = Bounded::from(limit.mw).spread;
    let binds =
        capacity.binding.contains(&limit.id) || capacity.binding_ceiling.contains(&limit.id);
    let said = format!("{} MW", number(spread.p50));
    let said = if binds {
        format!("binds · {said}")
    } else {
        said
    };
    let ink = if binds { Ink::Red } else { Ink::Gray };
    bar(&limit.label, said, spread, ink)
}

fn total(name: &str, mw: Megawatts) -> Bar {
    let said = format!("{} MW", middle(mw.spread()));
    Bar {
        bold: true,
        ..bar(name, said, mw.spread(), Ink::Blue)
    }
}

fn bar(name: &str, said: String, spread: Spread, ink: Ink) -> Bar {
    Bar::to(name, said, spread.p50, ink).around(spread.p10, spread.p90)
}
