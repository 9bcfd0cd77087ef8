//! What became of a site, and how good the record of that is.

use crate::site::date::Date;

crate::words::spelled! {
    /// What became of a site.
    #[derive(PartialOrd, Ord)]
    pub enum Class {
        /// A tenant signed for the site, or its owner runs HPC on a substantial share of its power.
        Converted = "converted",
        /// Talks, plans, letters of intent or construction without a tenant.
        Evaluating = "evaluating",
        /// Still a mine, sold as one, or closed.
        NotConverted = "not_converted",
    }
}

crate::words::spelled! {
    /// How good the record of the outcome is.
    #[derive(PartialOrd, Ord)]
    pub enum RecordGrade {
        /// Good enough for a test.
        A = "A",
        /// Good enough for a test, with gaps.
        B = "B",
        /// Context only.
        C = "C",
    }
}

crate::words::spelled! {
    /// What a row is about.
    pub enum RecordKind {
        /// One site.
        SingleSite = "single_site",
        /// Several sites told of together.
        Group = "group",
        /// Mobile units at many places.
        Fleet = "fleet",
    }
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
