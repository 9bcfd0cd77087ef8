//! A finished test: what was asked, what came of it, what it is worth.

use std::collections::BTreeMap;

use serde::Serialize;

use super::auc::quantile;
use super::calibration::Calibration;
use super::join::LeftOut;
use super::outcome::Class;
use super::readings::{Owners, Reading, mean};
use super::settings::Settings;
use super::site::{Measure, Tested};

/// A test of scores against outcomes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// Name and version of the checklist.
    pub checklist: String,
    /// The target of all sites.
    pub target: String,
    /// What was sampled.
    pub settings: Settings,
    /// Sites of the test, by id.
    pub tested: Vec<Tested>,
    /// Sites whose record cannot test a score.
    pub left_out: Vec<LeftOut>,
    /// Sites without an outcome.
    pub without_outcome: Vec<LeftOut>,
    /// Ids of outcomes without a site.
    pub outcomes_without_site: Vec<String>,
    /// Mean score of a site of which nothing is known.
    pub empty_score: f64,
    /// What is measured.
    pub measures: Vec<Measure>,
    /// The readings, the main one first; none where a group is empty.
    pub readings: Vec<Reading>,
    /// Number of facts that sites are thinned to, of those that could be known before a deal.
    pub thinned_to: usize,
    /// Number of facts that sites are thinned to, of all that the files state.
    pub filed_thinned_to: usize,
    /// The main reading without each owner.
    pub owners: Owners,
    /// Verdicts against classes.
    pub verdicts: Vec<VerdictRow>,
    /// Ids of the converted sites with the lowest scores, lowest first.
    pub lowest_converted: Vec<String>,
    /// Ids of the sites not converted with the highest scores, highest first.
    pub highest_not_converted: Vec<String>,
    /// How much was known.
    pub known: Vec<ClassKnown>,
    /// Whether spreads and chances mean what they say; nothing where no site states enough.
    pub calibration: Option<Calibration>,
    /// The judgment behind the weight of each category.
    pub weights: Vec<CategoryWeight>,
    /// What the numbers cannot bear, in plain words.
    pub caveats: Vec<String>,
}

/// A verdict and how many sites of each class got it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictRow {
    /// The verdict.
    pub verdict: &'static str,
    /// How many sites of each class got it.
    pub classes: BTreeMap<Class, VerdictCount>,
}

/// How many sites got a verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct VerdictCount {
    /// Number of sites.
    pub sites: usize,
    /// How many of them not for good: a missing answer can change it.
    pub provisional: usize,
}

/// How much was known of the sites of a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassKnown {
    /// The class.
    pub class: Class,
    /// Number of sites.
    pub sites: usize,
    /// Number of owners.
    pub owners: usize,
    /// Score.
    pub score: OverSites,
    /// Share of what convertibility weighs that is known, 0 to 1.
    pub confidence: OverSites,
    /// Number of single facts that could be known before a deal.
    pub known_facts: OverSites,
    /// Number of facts removed, as they could not be known.
    pub removed_facts: OverSites,
}

/// Some numbers over sites.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OverSites {
    /// Mean.
    pub mean: f64,
    /// Lowest.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// Highest.
    pub high: f64,
}

impl OverSites {
    pub(super) fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let at = |share| quantile(&numbers, share).unwrap_or(0.0);
        Self {
            mean: mean(&numbers),
            low: at(0.0),
            median: at(0.5),
            high: at(1.0),
        }
    }
}

/// What a category weighs, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryWeight {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Share of convertibility that it weighs for the target, 0 to 1.
    pub share: f64,
    /// The judgment behind it.
    pub why: String,
}

impl Backtest {
    /// The main reading, unless one of its groups is empty.
    #[must_use]
    pub fn main(&self) -> Option<&Reading> {
        self.readings.first()
    }

    /// A site of the test by its id.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn site(&self, id: &str) -> Option<&Tested> {
        self.tested.iter().find(|t| t.id == id)
    }
}
