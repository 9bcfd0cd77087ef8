//! The only front door: site + target + checklist + prices → assessment.

mod answered;
mod assessor;
mod books;
mod categories;
mod choice;
mod deciding;
mod drawn;
mod effects;
mod ends;
mod finances;
mod findings;
mod grouping;
mod judged;
mod load;
mod money;
mod moving;
mod planning;
mod prepared;
mod purse;
mod reading;
mod single;
mod sweep;

pub use assessor::Assessor;
pub use books::Books;
pub use choice::Chosen;
pub(crate) use choice::{FitRow, Suits};
pub use finances::{Finances, WithMoney};
pub use load::{CriticalLoad, Limit};
pub use moving::Turnout;
pub(crate) use single::SingleDraw;
pub use sweep::{Answer, Bar, Inquiry, Sweep, Worth};

use crate::checklist::Checklist;
use crate::economics::market::MarketFigures;
use crate::economics::report::CashFlow;
use crate::hosting::Target;
use crate::plan::{Figures, Plan};
use crate::rules::{Contradiction, Finding, GateState, Route, counted};
use crate::score::CategoryScore;
use crate::spread::Bounded;
use crate::typical::{Outside, Sample, Typical};
use crate::verdict::{Chances, Verdict, Word};

/// Versions of everything that decides a number.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub struct Method {
    /// Version of the program.
    pub rackready: String,
    /// Name and version of the checklist.
    pub checklist: String,
    /// Version of the targets.
    pub targets: String,
    /// Version of the price list.
    pub prices: String,
    /// Version of the market, and the month of its newest data; null where money is left out.
    pub market: Option<String>,
    /// Version of the priors.
    pub typical: String,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
}

impl Method {
    /// The versions of this program and its data, of a checklist and of a price list, and the draws.
    #[must_use]
    pub fn of(checklist: &Checklist, prices: &str, typical: &Typical, sample: Sample) -> Self {
        Self {
            rackready: env!("CARGO_PKG_VERSION").to_owned(),
            checklist: format!("{} {}", checklist.name, checklist.version),
            targets: crate::hosting::catalog().version.clone(),
            prices: prices.to_owned(),
            market: None,
            typical: typical.version.clone(),
            draws: sample.draws,
            seed: sample.seed,
        }
    }

    /// The same with money reckoned by a market; `None` where it is left out.
    #[must_use]
    pub fn reckoned(self, market: Option<&MarketFigures>) -> Self {
        Self {
            market: market.map(MarketFigures::label),
            ..self
        }
    }
}

/// What there is to say about a site for a target: all that a gate or a row of a ranking takes.
#[derive(Debug, Clone)]
pub struct Assessment<'a> {
    /// What is to be hosted.
    pub target: Target<'a>,
    /// Name and version of the checklist that judged.
    pub checklist: String,
    /// What to do.
    pub verdict: Verdict,
    /// How much of what money cannot readily buy is there, on the better route of each draw.
    pub convertibility: Bounded,
    /// How much of the checklist stands today.
    pub readiness: Bounded,
    /// What an empty file scores, so that nobody takes priors for evidence.
    pub empty: Bounded,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: f64,
    /// The better route of the median draw.
    pub route: Route,
    /// Convertibility on each route, in the order they were tried.
    pub routes: Vec<(Route, Bounded)>,
    /// The critical IT load it carries.
    pub capacity: CriticalLoad,
    /// One finding for each row of the checklist, in its order, judged on that route.
    pub findings: Vec<Finding<'a>>,
    /// What cannot be true at the same time.
    pub contradictions: Vec<Contradiction>,
    /// What closing the gaps costs, in what order, by when: on the better route, unless another was asked for.
    pub plan: Plan<'a>,
    /// What the ways of using the site are worth on the better route; `None` where that was left out.
    pub money: Option<Finances>,
}

/// What a report says beyond that.
#[derive(Debug, Clone)]
pub struct Details<'a> {
    /// Scores of each category.
    pub categories: Vec<CategoryScore>,
    /// What to ask, and what each unknown is worth.
    pub sweep: Sweep,
    /// How likely each word is once the three best answers have turned out well; `None` where nothing hangs on any.
    pub after_best_three: Option<Chances>,
    /// Stated facts that no mine was thought to hold; they are taken as stated.
    pub outside: Vec<Outside>,
    /// Plans of the other routes, in the order they were tried.
    pub other_plans: Vec<Plan<'a>>,
    /// What each way of using the connection brings and takes by the plan that is shown; nothing where money is left out.
    pub cash_flows: Vec<CashFlow>,
}

impl Assessment<'_> {
    /// Whether a finding counts in convertibility on the better route.
    #[must_use]
    pub(crate) fn counts(&self, finding: &Finding) -> bool {
        finding.counts(self.route)
    }
}

/// How much of a site is worked out for a row of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// What the draws say.
    Draws,
    /// What the unknowns may hold at worst and at best too, and the answer that is worth most.
    Ends,
}

impl Detail {
    /// With the ends, or without.
    #[must_use]
    pub fn with(ends: bool) -> Self {
        if ends { Self::Ends } else { Self::Draws }
    }
}

/// What a row of a ranking takes of a site.
#[derive(Debug, Clone)]
pub struct Brief<'a> {
    /// What is to be hosted.
    pub target: Target<'a>,
    /// What to do.
    pub word: Word,
    /// How likely each word is.
    pub chance: Chances,
    /// Whether no answer can change it.
    pub is_final: bool,
    /// Convertibility.
    pub convertibility: Bounded,
    /// Readiness today.
    pub readiness: Bounded,
    /// What an empty file scores.
    pub empty: Bounded,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: f64,
    /// The better route of the median draw.
    pub route: Route,
    /// The critical IT load it carries.
    pub capacity: CriticalLoad,
    /// Ids of the gates on that route, and how they stand.
    pub gates: Vec<(&'a str, GateState)>,
    /// Number of contradictions in the file.
    pub contradictions: usize,
    /// What the plan comes to.
    pub figures: Figures,
    /// What the ways of using the site are worth; `None` where that was left out.
    pub money: Option<Finances>,
}

impl<'a> Assessment<'a> {
    /// What a row of a ranking takes of it.
    #[must_use]
    pub fn brief(&self) -> Brief<'a> {
        let gates = counted(&self.findings, self.route);
        Brief {
            target: self.target,
            word: self.verdict.word,
            chance: self.verdict.chance,
            is_final: self.verdict.is_final,
            convertibility: self.convertibility,
            readiness: self.readiness,
            empty: self.empty,
            confidence: self.confidence,
            route: self.route,
            capacity: self.capacity.clone(),
            gates: gates
                .filter_map(|f| Some((f.requirement.id.as_str(), f.gate()?)))
                .collect(),
            contradictions: self.contradictions.len(),
            figures: self.plan.figures,
            money: self.money.clone(),
        }
    }
}
