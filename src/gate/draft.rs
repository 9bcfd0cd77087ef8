//! What stands against a site, before anybody looks for its place.

use super::outcome::{Kind, ReadAt, Severity};

/// A concern whose places are not looked up yet.
pub(super) struct Draft {
    pub(super) rule: String,
    pub(super) kind: Kind,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) points: Option<f64>,
    pub(super) mw: Option<f64>,
    pub(super) short_by: Option<f64>,
    pub(super) read_at: Option<ReadAt>,
    pub(super) gated: bool,
    pub(super) path: String,
    pub(super) related: Vec<String>,
}

impl Draft {
    /// The gate fails on it, nobody knows what helps, and nothing is at stake that has a number.
    pub(super) fn new(
        rule: &str,
        kind: Kind,
        severity: Severity,
        message: String,
        path: &str,
    ) -> Self {
        Self {
            rule: rule.to_owned(),
            kind,
            severity,
            message,
            help: None,
            points: None,
            mw: None,
            short_by: None,
            read_at: None,
            gated: true,
            path: path.to_owned(),
            related: Vec::new(),
        }
    }
}
