//! What a ranking keeps of a site: one small row.

use crate::assess::{Assessment, Chosen};
use crate::capacity::Column;
use crate::estimate::{Bounds, Estimate};
use crate::plan::Plan;
use crate::rules::{GateState, Route};
use crate::score::Score;
use crate::site::Site;
use crate::units::{Musd, WEEKS_PER_MONTH};
use crate::verdict::Word;

/// Where a site stands, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Short name of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
}

/// One site in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it stands, and what it is called.
    pub name: Name,
    /// Who runs it.
    pub operator: Option<String>,
    /// Two-letter code of its country.
    pub country: Option<String>,
    /// State, province or the like.
    pub region: Option<String>,
    /// Operator of its grid.
    pub grid: Option<String>,
    /// The target it was judged for.
    pub target: String,
    /// How the target came about.
    pub chosen: Chosen,
    /// What to do.
    pub verdict: Word,
    /// Whether a missing answer can change the verdict.
    pub provisional: bool,
    /// Convertibility, 0 to 100.
    pub score: Score,
    /// What an empty file scores for the same target.
    pub empty: Score,
    /// Readiness today, 0 to 100.
    pub readiness: Score,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: f64,
    /// Number of facts that the file states.
    pub known_facts: usize,
    /// The better route.
    pub route: Route,
    /// Critical IT MW that stand ready today.
    pub today_mw: Bounds,
    /// Critical IT MW after the plan of the better route.
    pub planned_mw: Bounds,
    /// Critical IT MW that firm grid power and land allow.
    pub ceiling_mw: Bounds,
    /// Ids of the limits that hold today's MW down.
    pub binding_today: String,
    /// Ids of the limits that hold the ceiling down.
    pub binding_ceiling: String,
    /// Ids of the gates that fail.
    pub gates_failed: String,
    /// Ids of the gates that a missing fact decides.
    pub gates_open: String,
    /// Number of contradictions in the file.
    pub contradictions: usize,
    /// What the owner pays for the plan, soft costs included, M$.
    pub cost: Estimate<Musd>,
    /// The same for each critical IT MW planned; `None` without MW.
    pub cost_per_mw: Option<Estimate<Musd>>,
    /// Months from the start of the plan to the first MW; `None` without MW.
    pub first_mw_months: Option<f64>,
    /// Months from the start of the plan to its end; `None` without MW.
    pub full_months: Option<f64>,
}

impl Row {
    /// The row of an assessed site.
    #[must_use]
    pub fn of(
        name: Name,
        site: &Site,
        chosen: Chosen,
        assessment: &Assessment,
        empty: Score,
    ) -> Self {
        let location = &site.location;
        let capacity = &assessment.capacity;
        let plan = &assessment.plan;
        let binding = |column| joined(capacity.binding(column).map(|limit| limit.id.word()));
        let gates = |state| {
            let counted = assessment.findings.iter().filter(|f| assessment.counts(f));
            let gates = counted.filter(|f| f.gate() == Some(state));
            joined(gates.map(|f| f.requirement.id.as_str()))
        };
        Self {
            name,
            operator: site.operator.get().cloned(),
            country: location.country.get().cloned(),
            region: location.region.get().cloned(),
            grid: location.grid_operator.get().cloned(),
            target: assessment.target.id(),
            chosen,
            verdict: assessment.verdict.word,
            provisional: assessment.verdict.provisional,
            score: assessment.convertibility,
            empty,
            readiness: assessment.readiness,
            confidence: assessment.confidence,
            known_facts: site.known_facts(),
            route: assessment.route,
            today_mw: capacity.today_mw,
            planned_mw: plan.planned_mw,
            ceiling_mw: capacity.ceiling_mw,
            binding_today: binding(Column::Today),
            binding_ceiling: binding(Column::Ceiling),
            gates_failed: gates(GateState::Failed),
            gates_open: gates(GateState::Open),
            contradictions: assessment.contradictions.len(),
            cost: plan.owner_total,
            cost_per_mw: plan.per_mw,
            first_mw_months: first_mw_months(plan),
            full_months: full_months(plan),
        }
    }

    /// What stops the site first: a gate that fails, else what holds its MW down.
    #[must_use]
    pub fn binding(&self) -> &str {
        if self.gates_failed.is_empty() {
            &self.binding_ceiling
        } else {
            &self.gates_failed
        }
    }

    /// Whether the verdict is convert, convert-in-phases or bridge.
    #[must_use]
    pub fn converts(&self) -> bool {
        matches!(
            self.verdict,
            Word::Convert | Word::ConvertInPhases | Word::Bridge
        )
    }
}

/// Months from the start of a plan to its first MW; `None` without MW.
#[must_use]
pub fn first_mw_months(plan: &Plan) -> Option<f64> {
    plan.phases
        .first()
        .map(|phase| phase.weeks / WEEKS_PER_MONTH)
}

/// Months from the start of a plan to its end; `None` without MW.
#[must_use]
pub fn full_months(plan: &Plan) -> Option<f64> {
    (plan.planned_mw.likely > 0.0).then(|| plan.schedule.full_weeks / WEEKS_PER_MONTH)
}

fn joined<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A row that converts, at 10 M$ for each MW, its first MW after 24 months.
    pub(crate) fn row(id: &str, score: f64, mw: f64) -> Row {
        let score = Score {
            worst: score - 20.0,
            p10: score - 5.0,
            expected: score,
            p90: score + 5.0,
            best: score + 20.0,
        };
        Row {
            name: Name {
                id: id.to_owned(),
                name: id.to_owned(),
                file: format!("{id}.yaml"),
                line: 1,
            },
            operator: None,
            country: None,
            region: None,
            grid: None,
            target: "nvl72/neocloud/training".to_owned(),
            chosen: Chosen::ByUser,
            verdict: Word::Convert,
            provisional: false,
            score,
            empty: score,
            readiness: score,
            confidence: 0.5,
            known_facts: 10,
            route: Route::NewHall,
            today_mw: Bounds::exact(0.0),
            planned_mw: Bounds::exact(mw),
            ceiling_mw: Bounds::exact(mw),
            binding_today: "halls".to_owned(),
            binding_ceiling: "grid".to_owned(),
            gates_failed: String::new(),
            gates_open: String::new(),
            contradictions: 0,
            cost: Estimate::exact(10.0 * mw),
            cost_per_mw: Some(Estimate::exact(10.0)),
            first_mw_months: Some(24.0),
            full_months: Some(36.0),
        }
    }
}
