//! What an answer is worth.

use crate::checklist::Whom;

/// The answer that is worth most.
#[derive(Debug, Clone, PartialEq)]
pub struct BestAnswer {
    /// Whom to ask.
    pub whom: Whom,
    /// What to ask.
    pub question: String,
    /// Paths of the facts that it states.
    pub facts: Vec<String>,
    /// What a good answer brings over a bad one.
    pub worth: Worth,
}

/// How far an answer moves the site in the median draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Points of convertibility.
    pub points: f64,
    /// Critical IT MW after the plan.
    pub mw: f64,
    /// What the owner pays, M$.
    pub musd: f64,
    /// Months to the first MW.
    pub months: f64,
}
