//! A checklist as written: every key of a row may be missing, so that a user's file can change one.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::citations::Basis;

/// A checklist file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChecklist {
    /// Name of the checklist, stamped in every result.
    pub name: String,
    /// Version of the checklist, stamped in every result.
    pub version: String,
    /// Name of the checklist this one changes; only `ai-hpc` is built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// What the checklist is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Sources of the user's own that rows cite.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<crate::citations::Citation>,
    /// Categories, in the order of the report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    /// The rows.
    #[serde(default)]
    pub requirements: Vec<RawRequirement>,
}

/// A group of requirements.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its id, such as `cooling`.
    pub id: String,
    /// Its name in reports.
    pub name: String,
    /// Whether it is a family of the retrofit checklist, which is closed by works; the others come with the site.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retrofit: bool,
    /// What the category is about, and what decides in it.
    pub why: String,
    /// The judgment behind its weight: from tenants, standards and the record of mines, never fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_weight: Option<String>,
}

/// One row. In a file that extends another, only the keys that change.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRequirement {
    /// Id of the row: category, dot, the need as a noun.
    pub id: String,
    /// `false` switches the row off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Id of its category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Title, a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why a tenant asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Id of the metric it judges; see `rackready list metrics`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The value that earns nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing: Option<RawThreshold>,
    /// The value that earns everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub everything: Option<RawThreshold>,
    /// For metrics with words: what each word earns, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<BTreeMap<String, f64>>,
    /// Weight of the row, above 0 and at most 20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Attainment that must be reached, 0 to 1, where the row decides a verdict by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<f64>,
    /// The value counts months to a stated date: a failure is an obstacle that ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<bool>,
    /// Attainment that a tenant takes as it is, 0 to 1: closing the rest earns points alone, and is no part of a plan.
    /// 1 when left out, so that all of it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enough: Option<f64>,
    /// How readily money buys what is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixability: Option<Fixability>,
    /// On which route the row counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<RowRoute>,
    /// For which targets the row counts; all where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<Applies>,
    /// Id of the remedy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Whether thresholds are read, computed or assumed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Keys of the sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<String>>,
    /// Where sources disagree, or what is ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

crate::words::spelled! {
    /// How readily money buys what is missing.
    #[derive(PartialOrd, Ord)]
    pub enum Fixability {
        /// Usual scope of a conversion.
        Routine = "routine",
        /// A large package: capital, or about a year.
        Major = "major",
        /// Depends on others and may fail.
        Hard = "hard",
        /// Cannot be bought.
        Immovable = "immovable",
    }
}

impl Fixability {
    /// Share of the points that money can buy (design constants, our judgement).
    #[must_use]
    pub fn share(self) -> f64 {
        match self {
            Self::Routine => 0.95,
            Self::Major => 0.7,
            Self::Hard => 0.35,
            Self::Immovable => 0.0,
        }
    }
}

crate::words::spelled! {
    /// On which route a row counts.
    #[derive(Default)]
    pub enum RowRoute {
        /// About the hall that stands.
        InPlace = "in-place",
        /// About a new hall on the same connection.
        NewHall = "new-hall",
        /// On either.
        #[default]
        Both = "both",
    }
}

/// For which targets a row counts. A key left out means all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// Ids of hardware.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<Vec<String>>,
    /// Ids of tenants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<Vec<String>>,
    /// Ids of workloads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workload: Option<Vec<String>>,
}

/// A threshold: a number, or where to take it from.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum RawThreshold {
    /// The same number for every target.
    Number(f64),
    /// Taken from the target, from another metric, or different for each hardware.
    Reference(Reference),
}

/// Where a threshold is taken from: exactly one of `param`, `metric`, `hardware`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// A parameter of the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// Another metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// Factor on the parameter or metric; 1 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<f64>,
    /// The most of the metric that counts: what a tenant has no use for is not asked of a site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<OfParam>,
    /// So often the metric: hours of fuel for each megawatt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<OfParam>,
    /// Added to the parameter or metric; 0 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plus: Option<f64>,
    /// A number for each hardware id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<BTreeMap<String, f64>>,
    /// The number for hardware not named.
    #[serde(default, rename = "else", skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<f64>,
}

/// A parameter of the target, times a factor.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfParam {
    /// The parameter.
    pub param: String,
    /// Factor on it; 1 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<f64>,
}

impl<'de> Deserialize<'de> for RawThreshold {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = RawThreshold;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number, or one of {param: …}, {metric: …}, {hardware: {…}, else: …}")
            }
            fn visit_f64<E: Error>(self, v: f64) -> Result<RawThreshold, E> {
                Ok(RawThreshold::Number(v))
            }
            #[expect(clippy::cast_precision_loss, reason = "thresholds are small")]
            fn visit_i64<E: Error>(self, v: i64) -> Result<RawThreshold, E> {
                Ok(RawThreshold::Number(v as f64))
            }
            #[expect(clippy::cast_precision_loss, reason = "thresholds are small")]
            fn visit_u64<E: Error>(self, v: u64) -> Result<RawThreshold, E> {
                Ok(RawThreshold::Number(v as f64))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawThreshold, A::Error> {
                Reference::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    .map(RawThreshold::Reference)
            }
        }
        from.deserialize_any(Read)
    }
}
