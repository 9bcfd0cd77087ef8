//! A site planned on the route that was asked for, or that reaches a goal best.

use super::judged::judge;
use super::{Assessment, Assessor, Details};
use crate::hosting::Target;
use crate::plan::{Answers, NoRoute, Wish, answer, bound_by, leading};
use crate::score::{readiness_weight, score};
use crate::site::Site;

/// A site whose plan leads on the route that was asked for, and what was asked of it.
#[derive(Debug, Clone)]
pub struct Planned<'a> {
    /// The assessment, with that plan.
    pub assessment: Assessment<'a>,
    /// The rest, the other plans among it.
    pub details: Details<'a>,
    /// What was asked of the plan.
    pub answers: Answers,
}

impl<'a> Assessor<'a> {
    /// Judges a site for a target and plans it as it is wished.
    ///
    /// # Errors
    /// When the route that was asked for does not exist.
    pub fn plan(
        &self,
        site: &Site,
        target: Target<'a>,
        wish: &Wish,
    ) -> Result<Planned<'a>, NoRoute> {
        let judged = judge(site, target, self.checklist);
        let mut plans = self.drafts(site, target, &judged);
        let leads = leading(&plans, site, wish, self.prices)?;
        plans.swap(0, leads);
        let (assessment, details) = self.detail(site, target, judged, plans);
        let readiness = assessment.planned_readiness();
        let bound_by = bound_by(&assessment.plan, &assessment.capacity);
        let plan = &assessment.plan;
        Ok(Planned {
            answers: answer(plan, readiness, bound_by, &wish.ask, self.prices),
            assessment,
            details,
        })
    }
}

impl Assessment<'_> {
    /// Readiness today by the rows of the route that is planned.
    fn planned_readiness(&self) -> f64 {
        if self.plan.route != self.route {
            return self.readiness.expected;
        }
        score(&self.findings, &self.target, self.route, readiness_weight).expected
    }
}
