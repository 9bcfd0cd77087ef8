//! What to ask next: each unknown fact, with what its answer is worth.

use std::collections::BTreeMap;

use super::convertibility_weight;
use crate::checklist::{Whom, question};
use crate::rules::{Finding, GateState, Route, counted};
use crate::target::Target;

/// One question: the facts it asks for, and what the answer is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Whom to ask.
    pub whom: Whom,
    /// The question.
    pub question: String,
    /// Dotted paths of the facts.
    pub facts: Vec<String>,
    /// Width in points that the answer takes from worst–best.
    pub points: f64,
    /// Ids of the gates that the answer can decide.
    pub gates: Vec<String>,
    /// Width in critical IT MW of the site's ceiling that hangs on the answer; `None` when open or none.
    pub moves_mw: Option<f64>,
}

/// The metric whose range says how many MW hang on a fact.
const MEGAWATTS: &str = "capacity.grid-mw";

/// The questions of a site, the most valuable first: what decides a gate, then what moves MW, then points.
/// Facts that the same rows miss together are one question.
#[must_use]
pub fn questions(findings: &[Finding], target: &Target, route: Route) -> Vec<Ask> {
    let rows: Vec<&Finding> = counted(findings, target, route).collect();
    let total: f64 = rows.iter().map(|f| convertibility_weight(f, target)).sum();
    let mut missed_by: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, finding) in rows.iter().enumerate() {
        for path in finding.missing() {
            missed_by.entry(path).or_default().push(row);
        }
    }
    let mut together: BTreeMap<&[usize], Vec<&str>> = BTreeMap::new();
    for (path, rows) in &missed_by {
        together.entry(rows).or_default().push(path);
    }
    let mut asks: Vec<Ask> = together
        .into_iter()
        .map(|(missing, paths)| {
            let missing: Vec<&Finding> = missing.iter().map(|row| rows[*row]).collect();
            ask(&missing, &paths, target, total)
        })
        .collect();
    asks.sort_by(|a, b| {
        (b.gates.len().min(1), b.moves_mw.is_some())
            .cmp(&(a.gates.len().min(1), a.moves_mw.is_some()))
            .then(b.points.total_cmp(&a.points))
            .then(a.facts.cmp(&b.facts))
    });
    asks
}

fn ask(missing: &[&Finding], paths: &[&str], target: &Target, total: f64) -> Ask {
    let points = missing
        .iter()
        .map(|f| {
            let part = if total > 0.0 {
                100.0 * convertibility_weight(f, target) / total
            } else {
                0.0
            };
            part * (f.attainment.best - f.attainment.worst)
        })
        .sum();
    let open = |f: &&&Finding| f.gate() == Some(GateState::Open);
    let moves_mw = missing
        .iter()
        .find(|f| f.requirement.metric.id == MEGAWATTS)
        .and_then(|f| match f.has {
            crate::engineering::Value::Number(mw) => mw
                .high
                .map(|high| high - mw.low)
                .filter(|width| *width > 0.5),
            _ => None,
        });
    let known: Vec<_> = paths.iter().filter_map(|p| question(p)).collect();
    let mut sentences: Vec<&str> = Vec::new();
    for question in &known {
        if !sentences.contains(&question.question.as_str()) {
            sentences.push(&question.question);
        }
    }
    Ask {
        whom: known.first().map_or(Whom::Operator, |q| q.ask),
        question: if sentences.is_empty() {
            format!("What is {}?", paths.join(", "))
        } else {
            sentences.join(" ")
        },
        facts: paths.iter().map(|p| (*p).to_owned()).collect(),
        points,
        gates: missing
            .iter()
            .filter(open)
            .map(|f| f.requirement.id.clone())
            .collect(),
        moves_mw,
    }
}
