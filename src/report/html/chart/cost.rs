//! What each work costs, and who pays.

use super::bars::{Bar, picture};
use super::svg::Ink;
use crate::record::plan::PlanEntry;
use crate::report::numbers::middle;
use crate::report::scale::Scale;
use crate::spread::Spread;

/// Works that have a bar of their own.
const SHOWN: usize = 14;

/// The dearest works and soft costs, dearest first; `None` where nothing costs anything.
pub(in crate::report::html) fn picture_of(plan: &PlanEntry) -> Option<String> {
    let works = plan.works.iter().map(|work| {
        let ink = match work.payer.as_str() {
            "owner" => Ink::Blue,
            "tenant" => Ink::Violet,
            _ => Ink::Green,
        };
        (
            work.name.as_str(),
            work.payer.as_str(),
            ink,
            Spread::from(work.cost_musd),
        )
    });
    let soft = plan.soft_costs.iter().map(|soft| {
        (
            soft.item.as_str(),
            "owner",
            Ink::Blue,
            Spread::from(soft.cost_musd),
        )
    });
    let mut costs: Vec<_> = works.chain(soft).filter(|cost| cost.3.p90 > 0.0).collect();
    costs.sort_by(|a, b| b.3.p50.total_cmp(&a.3.p50));
    costs.truncate(SHOWN);
    let bars: Vec<Bar> = costs
        .into_iter()
        .map(|(name, payer, ink, cost)| {
            let name = match payer {
                "owner" => name.to_owned(),
                other => format!("{name} · {other}"),
            };
            Bar::to(name, middle(cost), cost.p50, ink).around(cost.p10, cost.p90)
        })
        .collect();
    let scale = Scale::over(bars.iter().flat_map(Bar::every_value)).with_margin();
    let picture = || {
        picture(
            "Cost of each work in millions of dollars",
            &bars,
            scale,
            "M$",
        )
    };
    (!bars.is_empty()).then(picture)
}
