//! A policy file as it is written, before its ids mean anything.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;

use crate::gate::limits::End;
use crate::hosting::catalog;
use crate::rules::limits::{Asked, ChanceOf, Limit};
use crate::site::date::Date;
use crate::site::fact::Stated;
use crate::source::reading::{self, Dated};
use crate::source::tree::Tree;
use crate::source::{Problem, Source};

/// A policy file as written. Paths in it count from its folder.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPolicy {
    /// Version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub version: u32,
    /// What is to be hosted, in place of what a site file names: hardware, hardware/tenant or
    /// hardware/tenant/workload.
    pub target: Option<String>,
    /// Checklist of your own, a path.
    pub checklist: Option<String>,
    /// Prices of your own, a path.
    pub prices: Option<String>,
    /// Figures of a market of your own, a path.
    pub market: Option<String>,
    /// Priors of your own, a path.
    pub typical: Option<String>,
    /// What every site is held to.
    pub check: Option<RawLimits>,
    /// Baseline, a path: what it holds fails nothing.
    pub baseline: Option<String>,
    /// What groups of sites are held to; a later group overrides an earlier one key by key.
    #[serde(default)]
    pub groups: Vec<RawGroup>,
    /// Findings that may stand for a while.
    #[serde(default)]
    pub waivers: Vec<RawWaiver>,
}

/// What sites are held to beside gates and contradictions, which always count.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLimits {
    /// The end that numbers are read at: expected (the mean of a score and of NPV, P50 of MW, cost and months), p10 or
    /// worst (of cost and months both P90, of NPV both P10); expected when left out.
    #[schemars(extend("enum" = End::ALL))]
    pub on: Option<String>,
    /// Whether gates pass that a missing fact leaves open.
    pub allow_open: Option<bool>,
    /// Least convertibility, points.
    #[schemars(range(min = 0, max = 100))]
    pub min_score: Option<f64>,
    /// Least critical IT MW after the plan.
    #[schemars(range(min = 0))]
    pub min_mw: Option<f64>,
    /// Most that each critical IT MW may cost the owner, M$.
    #[schemars(range(min = 0))]
    pub max_cost_per_mw_musd: Option<f64>,
    /// Most months to the first MW.
    #[schemars(range(min = 0))]
    pub max_months: Option<f64>,
    /// Least share of what counts whose facts are known, for files that leave much open.
    #[schemars(range(min = 0, max = 1))]
    pub min_known: Option<f64>,
    /// Least share of the draws that come to a verdict.
    pub min_chance: Option<RawChances>,
    /// Least NPV of the best way of using the connection for each of its MW, M$.
    #[schemars(range(min = 0))]
    pub min_npv_per_mw_musd: Option<f64>,
    /// Least share of the draws in which a lease, a cloud or a hybrid is worth most.
    #[schemars(range(min = 0, max = 1))]
    pub min_chance_money: Option<f64>,
    /// Gaps that fail: those of a severity (blocker, major, minor, info) or worse, of a category, or of one
    /// requirement; `waiver.unused` for waivers that cover nothing.
    pub fail_on: Option<Vec<String>>,
}

impl RawLimits {
    pub(super) fn asked(&self) -> Asked {
        let nothing = RawChances::default();
        let chances = self.min_chance.as_ref().unwrap_or(&nothing);
        let chance = |of, share| (Limit::MinChance(of), share);
        let numbers = [
            (Limit::MinScore, self.min_score),
            (Limit::MinMw, self.min_mw),
            (Limit::MaxCostPerMw, self.max_cost_per_mw_musd),
            (Limit::MaxMonths, self.max_months),
            (Limit::MinKnown, self.min_known),
            chance(ChanceOf::Converting, chances.converting),
            chance(ChanceOf::Convert, chances.convert),
            chance(ChanceOf::ConvertInPhases, chances.convert_in_phases),
            chance(ChanceOf::Bridge, chances.bridge),
            chance(ChanceOf::KeepMining, chances.keep_mining),
            (Limit::MinNpvPerMw, self.min_npv_per_mw_musd),
            (Limit::MinChanceMoney, self.min_chance_money),
        ];
        numbers.into_iter().collect()
    }
}

/// Least shares of the draws, from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawChances {
    /// That convert, at once or in phases.
    #[schemars(range(min = 0, max = 1))]
    pub converting: Option<f64>,
    /// That convert at once.
    #[schemars(range(min = 0, max = 1))]
    pub convert: Option<f64>,
    /// That convert in phases.
    #[schemars(range(min = 0, max = 1))]
    pub convert_in_phases: Option<f64>,
    /// That take a bridge.
    #[schemars(range(min = 0, max = 1))]
    pub bridge: Option<f64>,
    /// That keep to mining.
    #[schemars(range(min = 0, max = 1))]
    pub keep_mining: Option<f64>,
}

/// A group of sites.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGroup {
    /// Globs such as `sites/texas/*.yaml`; a folder means all below it.
    #[schemars(length(min = 1))]
    pub paths: Vec<String>,
    /// What the group is held to.
    pub check: RawLimits,
}

/// A finding that may stand for a while.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWaiver {
    /// Id of the requirement, contradiction or threshold.
    pub requirement: String,
    /// Id of the site for which it counts; either this or `path`.
    pub site: Option<String>,
    /// Glob of the site files for which it counts.
    pub path: Option<String>,
    /// Why it may stand.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Last day on which it counts; of a month or year its last day.
    #[serde(deserialize_with = "date")]
    #[schemars(with = "String", regex(pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))]
    pub expires: Date,
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    Date::read(from)?.ok_or_else(|| D::Error::custom("a waiver ends on a day"))
}

/// The schema of a policy file, JSON Schema draft-07.
#[must_use]
pub fn schema() -> Value {
    let settings = SchemaSettings::draft07().with(|s| s.inline_subschemas = true);
    let generator = settings.into_generator();
    generator.into_root_schema_for::<RawPolicy>().to_value()
}

impl RawPolicy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// Everything wrong with its keys and values, in the order of the text. Ids of the checklist are looked up
    /// later, since the policy may name the checklist.
    pub fn read(source: &Source) -> Result<Self, Vec<Problem>> {
        reading::read(source, &schema(), &DAY, |tree| {
            let target = tree
                .root
                .as_ref()
                .and_then(|root| root.get("target")?.text());
            let problem = target.and_then(|id| target_problem(source, tree, id));
            problem.into_iter().collect()
        })
    }
}

/// The end of a waiver. A year alone is a date, though YAML takes it for a number.
const DAY: Dated = Dated {
    takes: "a date",
    help: "write `YYYY-MM-DD`, or the month or year at whose end it counts no more",
    fits: |text| text.parse::<Date>().is_ok(),
};

fn target_problem(source: &Source, tree: &Tree, id: &str) -> Option<Problem> {
    let error = catalog().target(id).err()?;
    let span = tree.span_of(source, "target");
    Some(error.at(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_read_with_all_that_it_says_and_refused_with_all_that_is_wrong() {
        let read =
            |text: &str| RawPolicy::read(&Source::from_text(".rackready.yaml", text).unwrap());
        let policy =
            read("version: 1\ntarget: nvl72\ncheck: {min_score: 60}\nbaseline: b.json").unwrap();
        assert_eq!(
            (policy.version, policy.target.as_deref()),
            (1, Some("nvl72"))
        );
        assert_eq!(policy.check.unwrap().min_score, Some(60.0));
        assert_eq!(policy.baseline.as_deref(), Some("b.json"));
        let problems = read("version: 1\ntarget: nvl73\nchek: {}").unwrap_err();
        assert!(!problems.is_empty());
        assert!(read("version: 1\ntarget: nvl73").is_err());
    }
}
