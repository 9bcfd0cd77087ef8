//! Many targets for one site: which fits best, and how well each suits.

use super::Assessor;
use super::drawn::{Desk, Outcome, judge};
use super::prepared::Prepared;
use crate::hosting::{Catalog, Hardware, Target, TargetError};
use crate::site::Site;
use crate::typical::Pick;
use crate::verdict::{Usual, Word, reason, states_megawatts};

/// What a choice among targets takes, in the median draw.
#[derive(Debug, Clone, Copy)]
pub struct Glance<'a> {
    /// What is to be hosted.
    pub target: Target<'a>,
    /// What to do.
    pub word: Word,
    /// Convertibility.
    pub convertibility: f64,
    /// Critical IT MW that its better route carries.
    pub carried_mw: f64,
}

impl<'a> Assessor<'a> {
    /// Looks at a site for some targets in its median draw alone, each with what else is made of that draw.
    pub(super) fn glances<'g, T>(
        &'g self,
        site: &'g Site,
        targets: impl IntoIterator<Item = Target<'a>> + 'g,
        also: impl Fn(&Prepared, &Outcome) -> T,
    ) -> Vec<(Glance<'a>, T)> {
        let draws = self.draws(site);
        let (mut values, mut desk) = (Vec::new(), Desk::default());
        let draw = draws.draw(Pick::Median, &mut values);
        let some_mw = states_megawatts(site);
        let glance = |target| {
            let prepared = self.prepared(target);
            let outcome = judge(
                draw,
                prepared.market(self.sample).usual(),
                &prepared,
                site.halls.is_known(),
                &mut desk,
            );
            let word = if some_mw {
                outcome.decision.word
            } else {
                Word::InsufficientData
            };
            let glance = Glance {
                target,
                word,
                convertibility: outcome.convertibility,
                carried_mw: outcome.megawatts.carried,
            };
            (glance, also(&prepared, &outcome))
        };
        targets.into_iter().map(glance).collect()
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
        let on_the_market = catalog
            .usual()?
            .into_iter()
            .filter(|t| t.hardware.on_the_market);
        let glances = self.glances(site, on_the_market, |_, _| ()).into_iter();
        let best = glances.map(|(glance, ())| glance).reduce(|best, next| {
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
        let usual = |hardware: &'a Hardware| {
            catalog
                .workloads
                .iter()
                .find(|w| w.id == hardware.usual_workload)
        };
        let targets = catalog.hardware.iter().flat_map(|hardware| {
            let workload = usual(hardware);
            catalog.tenants.iter().filter_map(move |tenant| {
                Some(Target {
                    hardware,
                    tenant,
                    workload: workload?,
                })
            })
        });
        let why = |prepared: &Prepared, outcome: &Outcome| {
            (outcome.decision.word == Word::KeepMining).then(|| why_kept(site, prepared, outcome))
        };
        let glances = self.glances(site, targets, why).into_iter();
        let mut glances = glances.peekable();
        let of = |hardware: &'a Hardware| {
            let mut row = Vec::new();
            let is_of_it =
                |(glance, _): &(Glance, _)| std::ptr::eq(glance.target.hardware, hardware);
            while let Some((glance, why)) = glances.next_if(is_of_it) {
                // Where too little is known to say anything there is nothing to keep for.
                let reason = why.filter(|_| glance.word == Word::KeepMining);
                row.push(Suits { glance, reason });
            }
            FitRow {
                hardware,
                tenants: row,
            }
        };
        catalog.hardware.iter().map(of).collect()
    }
}

/// Why a draw keeps mining: a gate or too few megawatts, and no dates.
fn why_kept(site: &Site, prepared: &Prepared, outcome: &Outcome) -> String {
    let usual = Usual {
        megawatts: outcome.megawatts,
        months: 0.0,
        all_months: 0.0,
        longest: None,
    };
    let why = outcome.decision.why;
    reason(site, &prepared.target, &prepared.rows, why, usual)
}

/// Whether one target fits a site better than another: by verdict, then by the MW such a tenant values, then by
/// score. A large site is judged for a tenant that takes a large site.
fn fits_better(a: &Glance, b: &Glance) -> bool {
    let valued = |g: &Glance| g.carried_mw.min(g.target.tenant.parameters.ideal_mw.value);
    let rank = |g: &Glance| (g.word.rank(), valued(g));
    let ((word_a, mw_a), (word_b, mw_b)) = (rank(a), rank(b));
    // The hardware changes the MW a little; within a tenth the score decides.
    let alike = (mw_a - mw_b).abs() <= 0.1 * mw_a.max(mw_b);
    match word_a.cmp(&word_b) {
        std::cmp::Ordering::Equal if alike => a.convertibility > b.convertibility,
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
    pub tenants: Vec<Suits<'a>>,
}

/// How a site suits a tenant with a hardware.
#[derive(Debug, Clone)]
pub struct Suits<'a> {
    /// What it takes in the median draw.
    pub glance: Glance<'a>,
    /// Why, where that is to keep mining.
    pub reason: Option<String>,
}
