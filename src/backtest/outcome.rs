//! What became of a site, and how good the record of that is.

use serde::Serialize;

use crate::site::date::Date;

/// What became of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A tenant signed for the site, or its owner runs HPC on a substantial share of its power.
    Converted,
    /// Talks, plans, letters of intent or construction without a tenant.
    Evaluating,
    /// Still a mine, sold as one, or closed.
    NotConverted,
}

impl Class {
    /// Every class, in the order of tables.
    pub(crate) const ALL: [Self; 3] = [Self::Converted, Self::Evaluating, Self::NotConverted];

    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Converted => "converted",
            Self::Evaluating => "evaluating",
            Self::NotConverted => "not_converted",
        }
    }
}

/// How good the record of the outcome is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum RecordGrade {
    /// Good enough for a test.
    A,
    /// Good enough for a test, with gaps.
    B,
    /// Context only.
    C,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// One site.
    SingleSite,
    /// Several sites told of together.
    Group,
    /// Mobile units at many places.
    Fleet,
}

/// One row. `None` is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Id of the site, as in its file.
    pub id: String,
    /// What became of it.
    pub class: Option<Class>,
    /// The class more closely, in the words of whoever filed it.
    pub subclass: Option<String>,
    /// How good the record is.
    pub grade: Option<RecordGrade>,
    /// One site or several.
    pub record_kind: Option<RecordKind>,
    /// Whether the site was ever a mine; powered land that was none is a control.
    pub was_mining_site: Option<bool>,
    /// Who decided about the mine, spelled alike in all rows.
    pub owner: Option<String>,
    /// When the deal was first signed; unknown or none where empty.
    pub deal_date: Option<Date>,
    /// When the outcome was as told.
    pub as_of: Option<Date>,
    /// Why, as far as sources say.
    pub reasons: Option<String>,
    /// Publisher and title of the source.
    pub source: Option<String>,
    /// Address of the source.
    pub url: Option<String>,
    /// Date of the source.
    pub source_date: Option<Date>,
}
