//! From a saved site to the row of a ranking.

use super::Row;
use super::row::Name;
use crate::estimate::Estimate;
use crate::record::site::{Range, RouteWord, Site};
use crate::rules::{GateState, Route};
use crate::units::Unit;

impl Site {
    /// What a ranking keeps of it. Numbers are those of the report, to three decimals.
    #[must_use]
    pub fn row(&self) -> Row {
        let capacity = &self.capacity;
        let summary = &self.plan.summary;
        let gates = |state| {
            let found = self.gates.iter().filter(|gate| gate.state == state);
            found
                .map(|g| g.requirement.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        Row {
            name: Name {
                id: self.id.clone(),
                name: self.name.clone(),
                file: self.file.clone(),
                line: self.line,
            },
            operator: self.operator.clone(),
            country: self.country.clone(),
            region: self.region.clone(),
            grid: self.grid.clone(),
            target: self.target.clone(),
            chosen: self.target_chosen,
            verdict: self.verdict.word,
            provisional: self.verdict.provisional,
            score: self.score,
            empty: self.empty_score,
            readiness: self.readiness,
            confidence: self.confidence,
            known_facts: self.known_facts,
            route: match self.route.word {
                RouteWord::InPlace => Route::InPlace(self.route.hall),
                RouteWord::NewHall => Route::NewHall,
            },
            today_mw: capacity.today_mw.into(),
            planned_mw: capacity.planned_mw.into(),
            ceiling_mw: capacity.ceiling_mw.into(),
            binding_today: capacity.binding.join(" "),
            binding_ceiling: capacity.binding_ceiling.join(" "),
            gates_failed: gates(GateState::Failed),
            gates_open: gates(GateState::Open),
            contradictions: self.contradictions.len(),
            cost: estimate(summary.owner_total_musd),
            cost_per_mw: summary.per_mw_musd.map(estimate),
            first_mw_months: summary.first_mw_months,
            full_months: summary.full_months,
        }
    }
}

/// Ends that are not in order, which no report of this program has, become the likely value.
fn estimate<U: Unit>(range: Range) -> Estimate<U> {
    let high = range.high.unwrap_or(range.likely);
    Estimate::new(range.low, range.likely, high).unwrap_or(Estimate::exact(range.likely))
}
