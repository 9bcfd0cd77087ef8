//! The sources that thresholds, parameters and lead times cite, by key.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// How much weight a source bears.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, schemars::JsonSchema,
)]
pub enum Confidence {
    /// Standard, regulator, vendor document or first-party disclosure.
    A,
    /// Trade press, analyst or engineering firm.
    B,
    /// Blog, study guide or unreviewed page.
    C,
}

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Read from a source.
    Sourced,
    /// Computed by us from sourced numbers.
    Derived,
    /// Our working assumption.
    Assumed,
}

impl Basis {
    /// The word as written in the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sourced => "sourced",
            Self::Derived => "derived",
            Self::Assumed => "assumed",
        }
    }
}

/// One published source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Short name by which data cites it.
    pub key: String,
    /// Who published it.
    pub publisher: String,
    /// Its title or content.
    pub title: String,
    /// When, as far as known.
    pub date: String,
    /// Where to read it, where a stable address exists.
    pub url: Option<String>,
    /// How much weight it bears.
    pub grade: Confidence,
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}, {} ({})", self.publisher, self.title, self.date)?;
        self.url.as_ref().map_or(Ok(()), |url| write!(f, ", {url}"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    citations: Vec<Citation>,
}

static CITATIONS: LazyLock<Vec<Citation>> = LazyLock::new(|| {
    crate::source::built_in::<File>(include_str!(concat!(env!("OUT_DIR"), "/citations.json")))
        .citations
});

/// Every source that built-in data cites.
#[must_use]
pub fn all() -> &'static [Citation] {
    &CITATIONS
}

/// The source behind a key.
#[must_use]
pub fn find(key: &str) -> Option<&'static Citation> {
    all().iter().find(|c| c.key == key)
}
