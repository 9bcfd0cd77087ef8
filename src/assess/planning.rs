//! A site planned on the route that was asked for, or that reaches a goal best.

use super::judged::routes_of;
use super::{Assessment, Assessor, Details};
use crate::hosting::Target;
use crate::plan::{Answers, NoRoute, Wish, answer, leading};
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
        let (judged, mut plans) = self.planned(site, target, &routes_of(site));
        let leads = leading(&plans, site, wish, self.prices)?;
        plans.swap(0, leads);
        let (assessment, details) = self.detail(site, &judged, plans);
        let readiness = judged.readiness_by(assessment.plan.route);
        let plan = &assessment.plan;
        Ok(Planned {
            answers: answer(plan, readiness, &wish.ask, self.prices),
            assessment,
            details,
        })
    }
}
