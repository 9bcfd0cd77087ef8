//! Whom to ask for what is missing.

use crate::assess::Assessment;
use crate::checklist::question;
use crate::rules::{Finding, GateState};

/// No more questions are named beside one concern.
const FIRST: usize = 3;

/// How to ask for the first of some facts that there is a question for.
pub(super) fn ask<'p>(mut missing: impl Iterator<Item = &'p str>) -> Option<String> {
    let (path, q) = missing.find_map(|path| Some((path, question(path)?)))?;
    Some(format!("ask the {}: {} ({path})", q.ask.word(), q.question))
}

/// The first questions of a site: for open gates, then for the rows on which most points hang.
pub(super) fn first_questions(assessment: &Assessment) -> Option<String> {
    let is_open = |finding: &Finding| finding.gate() == Some(GateState::Open);
    let counting = assessment.findings.iter().filter(|f| assessment.counts(f));
    let mut counting: Vec<(bool, f64, &Finding)> = counting
        .map(|f| (is_open(f), f.points_unknown(), f))
        .collect();
    counting.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let mut questions: Vec<String> = Vec::new();
    for question in counting.iter().filter_map(|(_, _, f)| ask(f.missing())) {
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    questions.truncate(FIRST);
    (!questions.is_empty()).then(|| questions.join("; "))
}
