//! Requirements as rows of data: a metric, two thresholds, a weight, and why.
//!
//! Adding a row needs no code. The built-in list is `ai-hpc.yaml`; a user's file extends or
//! overrides it. At load every name is resolved once, and what makes no sense is an error.

mod load;
mod raw;
mod remedies;
mod row;

pub use load::{built_in, extend, read};
pub(crate) use raw::{Applies, Category};
pub use raw::{Fixability, RawChecklist, RawThreshold, RowRoute};
pub use remedies::{Question, Remedy, Weeks, Whom, question, questions, remedies, remedy};
pub(crate) use remedies::{Together, question_of, together_of};

use std::collections::BTreeMap;

use crate::citations::{Basis, Citation};
use crate::engineering::Metric;
use crate::hosting::{ParameterAt, Target};

/// A checklist whose every name is resolved.
#[derive(Debug)]
pub struct Checklist {
    /// Name, stamped in every result.
    pub name: String,
    /// Version, stamped in every result.
    pub version: String,
    /// Categories in the order of the report.
    pub categories: Vec<Category>,
    /// The rows that are switched on, in the order of the file.
    pub requirements: Vec<Requirement>,
    /// Sources of the user's own.
    pub citations: Vec<Citation>,
    /// The rows as written, the user's changes applied.
    pub raw: RawChecklist,
}

/// One row, complete and checked.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// Its id.
    pub id: String,
    /// Position of its category in the checklist.
    pub category: usize,
    /// Title, a few words.
    pub title: String,
    /// Why a tenant asks for it.
    pub why: String,
    /// The metric it judges.
    pub metric: &'static Metric,
    /// How a value becomes points.
    pub scale: Scale,
    /// Its weight.
    pub weight: f64,
    /// Attainment that must be reached, where it is a gate.
    pub gate: Option<f64>,
    /// Whether the value counts months to a stated date.
    pub dated: bool,
    /// Attainment that a tenant takes as it is; closing the rest earns points alone.
    pub enough: f64,
    /// How readily money buys what is missing.
    pub fixability: Fixability,
    /// On which route it counts.
    pub route: RowRoute,
    /// For which targets it counts.
    pub applies: Applies,
    /// The words that earn most, where the metric has words.
    pub best_words: Vec<String>,
    /// The action that closes the gap.
    pub remedy: Option<&'static Remedy>,
    /// Whether thresholds are read, computed or assumed.
    pub basis: Basis,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// Where sources disagree, or what is ours.
    pub note: Option<String>,
}

/// How a value becomes points between nothing and everything.
#[derive(Debug, Clone)]
pub enum Scale {
    /// A straight ramp between two thresholds.
    Ramp {
        /// The value that earns nothing.
        nothing: Threshold,
        /// The value that earns everything.
        everything: Threshold,
    },
    /// What each word earns.
    Levels(BTreeMap<String, f64>),
}

/// A threshold whose names are resolved.
#[derive(Debug, Clone)]
pub enum Threshold {
    /// The same for every target.
    Number(f64),
    /// A parameter of the target: value × factor + addend.
    Parameter {
        /// Its name.
        name: String,
        /// Where it is found.
        at: ParameterAt,
        /// The factor.
        times: f64,
        /// The addend.
        plus: f64,
    },
    /// Another metric, of which no more counts than the cap: value × factors + addend.
    Metric {
        /// The metric.
        metric: &'static Metric,
        /// The most of it that counts.
        most: Option<Box<OfTarget>>,
        /// The factor.
        times: f64,
        /// One more of the target.
        per: Option<Box<OfTarget>>,
        /// The addend.
        plus: f64,
    },
    /// A number for each hardware.
    Hardware {
        /// By hardware id.
        by_id: BTreeMap<String, f64>,
        /// For hardware not named.
        otherwise: Option<f64>,
    },
}

/// A parameter of the target, times a factor.
#[derive(Debug, Clone)]
pub struct OfTarget {
    /// Name of the parameter.
    pub name: String,
    /// Where it is found.
    at: ParameterAt,
    /// Factor on it.
    pub times: f64,
}

impl OfTarget {
    /// What it is for a target.
    #[must_use]
    pub fn for_target(&self, target: &Target) -> Option<f64> {
        Some(target.parameter_at(self.at)?.value * self.times)
    }
}

impl Requirement {
    /// Whether it asks no more of a site than a tenant has use for, of which a plan may build more.
    #[must_use]
    pub(crate) fn is_capped(&self) -> bool {
        let Scale::Ramp { everything, .. } = &self.scale else {
            return false;
        };
        matches!(everything, Threshold::Metric { most: Some(_), .. })
    }

    /// Whether the row counts for a target. It depends on the target alone, never on the site.
    #[must_use]
    pub fn applies_to(&self, target: &Target) -> bool {
        let named = |list: &Option<Vec<String>>, id: &str| {
            list.as_ref().is_none_or(|l| l.iter().any(|x| x == id))
        };
        named(&self.applies.hardware, &target.hardware.id)
            && named(&self.applies.tenant, &target.tenant.id)
            && named(&self.applies.workload, &target.workload.id)
    }
}

impl Threshold {
    /// The number for a target, unless it is another metric or the target lacks it.
    #[must_use]
    pub fn for_target(&self, target: &Target) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Parameter {
                at, times, plus, ..
            } => Some(target.parameter_at(*at)?.value * times + plus),
            Self::Hardware { by_id, otherwise } => {
                by_id.get(&target.hardware.id).copied().or(*otherwise)
            }
            Self::Metric { .. } => None,
        }
    }
}
