//! How megawatts follow one another: halls, crews, the test before the first.

use serde::{Deserialize, Serialize};

use super::market::Ware;
use crate::citations::{Basis, Confidence};
use crate::units::WEEKS_PER_MONTH;

/// What sets the pace of a campus.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pace {
    /// Critical IT MW by which it grows.
    pub hall_mw: Term,
    /// Crews that build at a time.
    pub crews: Term,
    /// Critical IT MW that one of them brings live in a month.
    pub mw_per_crew_month: Term,
    /// Weeks of the test of the whole site before its first MW.
    pub integrated_test_weeks: Term,
}

/// One number of it.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What it is.
    pub what: String,
    /// Its unit.
    pub unit: String,
    /// Low.
    pub low: f64,
    /// Most likely.
    pub likely: f64,
    /// High.
    pub high: f64,
    /// Whether it is read, computed or assumed.
    pub basis: Basis,
    /// Grade of the deciding source.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Keys of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is ours, or where sources disagree.
    #[serde(default)]
    pub note: Option<String>,
}

impl Pace {
    /// What a draw takes of it: weeks for each MW behind the first hall, and those of the test.
    pub(super) fn wares(&self) -> Vec<Ware> {
        let ware = |id: &str, range| Ware {
            id: id.to_owned(),
            range,
        };
        let Term {
            low, likely, high, ..
        } = self.mw_per_crew_month;
        let for_each = |rate: f64| WEEKS_PER_MONTH / (rate * self.crews.likely).max(0.1);
        let test = &self.integrated_test_weeks;
        vec![
            ware("build-rate", [high, likely, low].map(for_each)),
            ware("integrated-test", [test.low, test.likely, test.high]),
        ]
    }

    /// Its numbers by their names in the list.
    pub fn terms(&self) -> [(&'static str, &Term); 4] {
        [
            ("hall-mw", &self.hall_mw),
            ("crews", &self.crews),
            ("mw-per-crew-month", &self.mw_per_crew_month),
            ("integrated-test-weeks", &self.integrated_test_weeks),
        ]
    }
}

/// How long a new site takes to its first MW.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    /// Grid operators that it is told of; none for all others.
    pub grids: Vec<String>,
    /// Months when all goes well.
    pub low: f64,
    /// Most likely.
    pub likely: f64,
    /// When it does not.
    pub high: f64,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// What the range covers.
    #[serde(default)]
    pub note: Option<String>,
}

impl NewSite {
    /// Of a grid, the first that fits.
    #[must_use]
    pub fn on<'l>(sites: &'l [Self], grid: Option<&str>) -> Option<&'l Self> {
        let is_of = |site: &&Self| {
            site.grids.is_empty() || grid.is_some_and(|grid| site.grids.iter().any(|g| g == grid))
        };
        sites.iter().find(is_of)
    }
}

/// A disclosed project to set the weeks of a plan against: from its tenant's contract to its first MW.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DisclosedTime {
    /// Its id.
    pub id: String,
    /// The site, by the name of its file.
    pub site: String,
    /// What it is.
    pub what: String,
    /// Weeks at least.
    pub low: f64,
    /// Most likely.
    pub likely: f64,
    /// At most.
    pub high: f64,
    /// Whether it was announced and has not come yet.
    pub is_plan: bool,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// Where sources disagree.
    #[serde(default)]
    pub note: Option<String>,
}
