//! What to ask next: each unknown fact, with what its answer is worth.

use smallvec::SmallVec;

use super::convertibility_weight;
use crate::checklist::{Whom, question_of};
use crate::engineering::Role;
use crate::hosting::Target;
use crate::rules::{Finding, GateState, Route, Seen, counted};
use crate::site::path::FACTS;

/// One question: the facts it asks for, and what the answer is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Whom to ask.
    pub whom: Whom,
    /// The question.
    pub question: String,
    /// Dotted paths of the facts.
    pub facts: Vec<String>,
    /// Points between the worst and the best that hang on the answer.
    pub points: f64,
    /// Ids of the gates that the answer can decide.
    pub gates: Vec<String>,
    /// Critical IT MW between the tenth and the ninth tenth of the draws that hang on the answer; `None` for none.
    pub moves_mw: Option<f64>,
}

/// A row that counts, and its points of 100.
type Row<'f, 'a> = (&'f Finding<'a>, f64);

/// A fact that rows miss: its path, and the positions of those rows.
struct Missed<'f> {
    seen: &'f Seen,
    by: SmallVec<[usize; 8]>,
}

/// The questions of a site, the most valuable first: what decides a gate, then what moves MW, then points.
/// Facts that the same rows miss together are one question.
#[must_use]
pub(crate) fn questions(findings: &[Finding], target: &Target, route: Route) -> Vec<Ask> {
    let weight = |f: &Finding| convertibility_weight(f.requirement, target);
    let total: f64 = counted(findings, route).map(weight).sum();
    let points = |f: &Finding| {
        if total > 0.0 {
            100.0 * weight(f) / total
        } else {
            0.0
        }
    };
    let rows: Vec<Row> = counted(findings, route).map(|f| (f, points(f))).collect();
    let mut missed = missed_facts(&rows);
    missed.sort_unstable_by(|a, b| (&a.by, &a.seen.path).cmp(&(&b.by, &b.seen.path)));
    let mut asks: Vec<Ask> = missed
        .chunk_by(|a, b| a.by == b.by)
        .map(|together| ask(together, &rows))
        .collect();
    asks.sort_unstable_by(|a, b| {
        (b.gates.len().min(1), b.moves_mw.is_some())
            .cmp(&(a.gates.len().min(1), a.moves_mw.is_some()))
            .then(b.points.total_cmp(&a.points))
            .then(a.facts.cmp(&b.facts))
    });
    asks
}

/// Every missing fact once; one list of findings is about one hall at most, so its number tells it.
fn missed_facts<'f>(rows: &[Row<'f, '_>]) -> Vec<Missed<'f>> {
    let mut missed: Vec<Missed> = Vec::new();
    let mut place = [None::<usize>; FACTS];
    for (row, (finding, _)) in rows.iter().enumerate() {
        for seen in finding.facts.iter().filter(|s| !s.known) {
            let at = *place[usize::from(seen.number)].get_or_insert_with(|| {
                let by = SmallVec::new();
                missed.push(Missed { seen, by });
                missed.len() - 1
            });
            missed[at].by.push(row);
        }
    }
    missed
}

/// The question for facts that the same rows miss.
fn ask(together: &[Missed], rows: &[Row]) -> Ask {
    let by = together.first().map_or(&[][..], |m| &m.by);
    let missing = || by.iter().map(|row| rows[*row]);
    let points = missing()
        .map(|(f, points)| points * (f.attainment.best - f.attainment.worst))
        .sum();
    let moves_mw = missing()
        .find(|(f, _)| f.requirement.metric.role == Role::ConnectionMw)
        .and_then(|(f, _)| f.drawn)
        .map(|mw| mw.p90 - mw.p10)
        .filter(|width| *width > 0.5);
    let paths = || together.iter().map(|m| &*m.seen.path);
    let known = together.iter().filter_map(|m| question_of(m.seen.number));
    let mut sentences: SmallVec<[&str; 4]> = SmallVec::new();
    for question in known.clone() {
        if !sentences.contains(&question.question.as_str()) {
            sentences.push(&question.question);
        }
    }
    Ask {
        whom: known.clone().next().map_or(Whom::Operator, |q| q.ask),
        question: if sentences.is_empty() {
            format!("What is {}?", paths().collect::<Vec<_>>().join(", "))
        } else {
            sentences.join(" ")
        },
        facts: paths().map(str::to_owned).collect(),
        points,
        gates: missing()
            .filter(|(f, _)| f.gate() == Some(GateState::Open))
            .map(|(f, _)| f.requirement.id.clone())
            .collect(),
        moves_mw,
    }
}
