//! Priors as written: the shape of `typical.yaml` and of a user's file.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::prior::{Better, Form, Ground};
use crate::citations::Citation;

/// Words or paths with a number each, in the order in which they are written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shares(pub Vec<(String, f64)>);

impl Serialize for Shares {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(word, share)| (word, share)))
    }
}

impl<'de> Deserialize<'de> for Shares {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Shares;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("words with their shares")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shares, A::Error> {
        let mut shares = Vec::new();
        while let Some(entry) = map.next_entry()? {
            shares.push(entry);
        }
        Ok(Shares(shares))
    }
}

impl schemars::JsonSchema for Shares {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Shares".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<String, f64>::json_schema(generator)
    }
}

/// A number by three points of its distribution.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNumber {
    /// A tenth of mines lies below.
    pub low: f64,
    /// Half of the mines lie below.
    pub likely: f64,
    /// Nine tenths of mines lie below.
    pub high: f64,
    /// How the rest lies about these.
    pub form: Form,
    /// Share of mines at which it is exactly 0; low, likely and high are of the others.
    #[serde(default)]
    pub none: f64,
    /// Ends of the number before it is multiplied; those of `may_hold` where it is not.
    #[serde(default)]
    pub within: Option<[f64; 2]>,
    /// Facts that it is multiplied with, such as the MW that it grows with. A list counts its entries.
    #[serde(default)]
    pub times: Vec<String>,
    /// Facts that it is divided by.
    #[serde(default)]
    pub over: Vec<String>,
    /// Of a date: the other date from which years are counted. Without it the number is a year.
    #[serde(default)]
    pub after: Option<String>,
}

/// A list of which nothing is stated.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawList {
    /// Share of mines that have none; the others have one typical entry, each field from its own prior.
    #[serde(default)]
    pub none: Option<f64>,
    /// Of a list by kinds: the fact that tells the kind of an entry.
    #[serde(default)]
    pub kind: Option<String>,
    /// Of a list by kinds: share of mines that have one of each kind. A list that names some kinds says nothing
    /// of the others.
    #[serde(default)]
    pub shares: Shares,
}

/// What a fact that is tested must be: a word, one of several, or a number within limits.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum RawTest {
    /// Yes or no.
    Flag(bool),
    /// This word or text.
    Word(String),
    /// One of these.
    AnyOf(Vec<String>),
    /// A number, or of a date its year, from one value to below another.
    Between {
        /// The smallest.
        #[serde(default)]
        from: Option<f64>,
        /// What it must be below.
        #[serde(default)]
        below: Option<f64>,
    },
}

/// What it is likely to be where other facts are known.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWhen {
    /// Facts and what they must be, drawn or stated.
    #[serde(default, rename = "if")]
    pub tests: BTreeMap<String, RawTest>,
    /// Facts that the file must state. What is stated depends on nothing, so that two facts may each say
    /// what the other is likely to be.
    #[serde(default)]
    pub stated: Vec<String>,
    /// Of a fact of words or a flag.
    #[serde(default)]
    pub shares: Option<Shares>,
    /// Of a number or date.
    #[serde(default)]
    pub number: Option<RawNumber>,
    /// Of a list.
    #[serde(default)]
    pub list: Option<RawList>,
    /// Where this narrows what it may hold.
    #[serde(default)]
    pub may_hold: Option<[f64; 2]>,
}

/// What one fact is likely to be at a mine.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPrior {
    /// Its path, `halls[].area_m2` for any entry of a list.
    pub fact: String,
    /// Which way it is better; words stand from worse to better.
    pub better: Better,
    /// Of a fact of words or a flag.
    #[serde(default)]
    pub shares: Option<Shares>,
    /// Of a number or date.
    #[serde(default)]
    pub number: Option<RawNumber>,
    /// Of a list.
    #[serde(default)]
    pub list: Option<RawList>,
    /// What it may hold at a mine at all; of a date in years.
    #[serde(default)]
    pub may_hold: Option<[f64; 2]>,
    /// The first of these that fits is taken instead.
    #[serde(default)]
    pub when: Vec<RawWhen>,
    /// There is such a fact only where these hold; elsewhere it stays unknown and nobody reads it.
    #[serde(default)]
    pub only_when: BTreeMap<String, RawTest>,
    /// Facts of which one that is stated tells as much of it as anybody would, or `silence`. It counts as known then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told_by: Vec<String>,
    /// Facts that it never exceeds.
    #[serde(default)]
    pub at_most: Vec<String>,
    /// What the spread by grade is a share of, where it isn't the number itself, such as that of a temperature.
    #[serde(default)]
    pub spread_of: Option<f64>,
    /// Why it is so.
    pub why: String,
    /// What it rests on.
    pub basis: Ground,
    /// How many of how many sites say so.
    #[serde(default)]
    pub count: Option<String>,
    /// Keys of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// The design day of a place.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClimate {
    /// Two-letter country code.
    pub country: String,
    /// State, province or region as people write it; all that no other place of the country names when left out.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Dry bulb of the design day, °C: low, likely, high over the mining places of the region.
    pub dry_bulb_c: [f64; 3],
    /// Wet bulb of the design day, °C.
    pub wet_bulb_c: [f64; 3],
    /// Height of the mining places above the sea, m, where it is not that of plains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elevation_m: Option<[f64; 3]>,
    /// What it rests on.
    pub basis: Ground,
    /// Keys of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is ours.
    #[serde(default)]
    pub note: Option<String>,
}

/// Half the width of what a stated number may be, as a share of it, by the grade of its evidence.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// Measured on site.
    pub measured: f64,
    /// Stated in a signed contract or permit.
    pub contracted: f64,
    /// Found by a study.
    pub studied: f64,
    /// Reported by the operator or the press.
    pub reported: f64,
    /// Assumed or inferred.
    pub assumed: f64,
    /// Stated without evidence.
    pub ungraded: f64,
    /// Why these.
    pub why: String,
    /// What they rest on.
    pub basis: Ground,
}

/// The built-in priors as written.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTypical {
    /// Version, stamped in every result.
    pub version: String,
    /// What a stated number may be.
    pub spread: Spread,
    /// Design days by place.
    pub climate: Vec<RawClimate>,
    /// One prior for each fact that a calculator reads.
    pub priors: Vec<RawPrior>,
}

/// A user's priors: they replace built-in ones by fact.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserTypical {
    /// Version, stamped in every result.
    pub version: String,
    /// What a stated number may be.
    #[serde(default)]
    pub spread: Option<Spread>,
    /// Design days by place, before the built-in ones.
    #[serde(default)]
    pub climate: Vec<RawClimate>,
    /// Priors, each in place of the built-in one of its fact.
    #[serde(default)]
    pub priors: Vec<RawPrior>,
    /// Sources of the user's own.
    #[serde(default)]
    pub citations: Vec<Citation>,
}
