//! Many targets for one site: which fits best, and how well each suits.

use super::Assessor;
use super::judged::{best_of, first_case, further_cases, is_stuck, list_of, routes_of};
use crate::capacity::grid_limits;
use crate::hosting::{Catalog, Hardware, Target, TargetError, Tenant};
use crate::rules::{Mark, Route, marks, marks_for_hall};
use crate::score::{convertibility_weight, points};
use crate::site::Site;
use crate::verdict::{Decision, Megawatts, decide};

/// What a choice among targets takes: the decision, the expected score and the MW, without any reason.
#[derive(Debug, Clone, Copy)]
pub struct Glance<'a> {
    /// What is to be hosted.
    pub target: Target<'a>,
    /// What to do.
    pub verdict: Decision<'a>,
    /// Expected convertibility.
    pub expected: f64,
    /// Likely critical IT MW of the ceiling.
    pub ceiling_mw: f64,
}

impl<'a> Assessor<'a> {
    /// Judges a site for a target without reasons: the same word, score and MW as [`assess`](Self::assess), in a fraction of the time.
    #[must_use]
    pub fn glance(&self, site: &Site, target: Target<'a>) -> Glance<'a> {
        let case = first_case(site, target);
        let mut lists = vec![marks(self.checklist, &case)];
        for case in further_cases(case) {
            lists.push(marks_for_hall(&lists[0], &case));
        }
        let weigh = |m: &Mark| convertibility_weight(m.requirement, &target);
        let weights: Vec<f64> = lists[0].iter().map(weigh).collect();
        let counted = |route: Route| {
            let list = lists[list_of(route)].iter().zip(&weights);
            list.filter(move |(m, _)| route.counts(m.requirement.route))
        };
        let expected = |route: &Route| {
            let rows = counted(*route).map(|(m, weight)| (m.attainment, *weight));
            points(rows).map_or(0.0, |(_, expected, _)| expected)
        };
        let routes = routes_of(site);
        let expected: Vec<f64> = routes.iter().map(expected).collect();
        let best = best_of(expected.iter().copied());
        let marks = counted(routes[best]).map(|(m, _)| m);
        let stuck = marks.clone().any(|m| is_stuck(m.requirement, &target));
        let grid = grid_limits(&case);
        Glance {
            target,
            verdict: decide(site, &target, marks, Megawatts::of(&grid, stuck)),
            expected: expected[best],
            ceiling_mw: grid.ceiling_mw.likely,
        }
    }

    /// The target the file asks for, or the best-fitting one.
    ///
    /// # Errors
    /// When the file names a target that does not exist.
    pub fn choose_target(
        &self,
        site: &Site,
        catalog: &'a Catalog,
    ) -> Result<(Target<'a>, Chosen), TargetError> {
        if let Some(text) = site.target.get() {
            return Ok((catalog.target(text)?, Chosen::ByFile));
        }
        let best = catalog
            .usual()?
            .into_iter()
            .filter(|t| t.hardware.on_the_market)
            .map(|t| self.glance(site, t))
            .reduce(|best, next| {
                if fits_better(&next, &best) {
                    next
                } else {
                    best
                }
            });
        best.map(|b| (b.target, Chosen::BestFit))
            .ok_or_else(|| TargetError::Shape(String::new()))
    }

    /// How a site suits every hardware and tenant, each hardware with its usual workload.
    #[must_use]
    pub fn fit(&self, site: &Site, catalog: &'a Catalog) -> Vec<FitRow<'a>> {
        catalog
            .hardware
            .iter()
            .map(|hardware| {
                let workload = catalog
                    .workloads
                    .iter()
                    .find(|w| w.id == hardware.usual_workload);
                let tenants = catalog.tenants.iter().filter_map(|tenant| {
                    let target = Target {
                        hardware,
                        tenant,
                        workload: workload?,
                    };
                    Some((tenant, self.glance(site, target)))
                });
                FitRow {
                    hardware,
                    tenants: tenants.collect(),
                }
            })
            .collect()
    }
}

/// Whether one target fits a site better than another: by verdict, then by the MW such a tenant values, then by
/// score. A large site is judged for a tenant that takes a large site.
fn fits_better(a: &Glance, b: &Glance) -> bool {
    let valued = |g: &Glance| g.ceiling_mw.min(g.target.tenant.parameters.ideal_mw.value);
    let rank = |g: &Glance| (g.verdict.word.rank(), valued(g));
    let ((word_a, mw_a), (word_b, mw_b)) = (rank(a), rank(b));
    // The hardware changes the MW a little; within a tenth the score decides.
    let alike = (mw_a - mw_b).abs() <= 0.1 * mw_a.max(mw_b);
    match word_a.cmp(&word_b) {
        std::cmp::Ordering::Equal if alike => a.expected > b.expected,
        std::cmp::Ordering::Equal => mw_a > mw_b,
        order => order.is_gt(),
    }
}

crate::words::spelled! {
    /// How the target came about.
    pub enum Chosen {
        /// Asked for on the command line.
        ByUser = "by-user",
        /// Named in the file.
        ByFile = "by-file",
        /// The one that fits best.
        BestFit = "best-fit",
    }
}

/// One line of the fit table: a hardware, and how the site suits each tenant with it.
#[derive(Debug, Clone)]
pub struct FitRow<'a> {
    /// The hardware.
    pub hardware: &'a Hardware,
    /// Each tenant with verdict and score, in the order of the catalog.
    pub tenants: Vec<(&'a Tenant, Glance<'a>)>,
}
