//! From the draws of a row to its finding.

use super::judged::{Judged, number};
use crate::checklist::{Checklist, Requirement};
use crate::engineering::Value;
use crate::rules::{Attainment, Finding, Has, Mark, Needs, Ready, Seen, Status};
use crate::spread::Spread;

/// One finding for each row of the checklist, in its order; what the target does not ask for is there too.
pub(super) fn findings<'a>(checklist: &'a Checklist, judged: &Judged<'a>) -> Vec<Finding<'a>> {
    let mut asked = judged.prepared.rows.iter().enumerate().peekable();
    let all = checklist.requirements.iter();
    all.map(|requirement| {
        match asked.next_if(|(_, row)| std::ptr::eq(row.requirement, requirement)) {
            Some((at, row)) => finding(judged, at, row),
            None => not_asked(requirement),
        }
    })
    .collect()
}

fn not_asked(requirement: &Requirement) -> Finding<'_> {
    Finding {
        requirement,
        status: Status::NotApplicable,
        has: Has::Absent,
        drawn: None,
        needs: Needs::Nothing,
        attainment: Attainment::exact(1.0),
        points: 0.0,
        facts: Vec::new(),
    }
}

fn finding<'a>(judged: &Judged<'a>, at: usize, row: &Ready<'a>) -> Finding<'a> {
    let marks = || judged.earned.of_row(at);
    let facts = judged.facts[at].clone();
    let ends = judged
        .bounds
        .as_ref()
        .and_then(|bounds| bounds.rows.get(at));
    let drawn = drawn(marks());
    Finding {
        requirement: row.requirement,
        status: status(marks()),
        has: has(row, marks(), drawn, &facts),
        drawn,
        needs: row.needs(&judged.shared),
        attainment: attainment(marks(), *ends.unwrap_or(&[0.0, 1.0])),
        points: judged.prepared.on(judged.route).convertibility.of_row(at),
        facts,
    }
}

/// How a row stands where all draws agree.
fn status<'m>(mut marks: impl Iterator<Item = &'m Mark>) -> Status {
    let of = |mark: &Mark| match mark.attainment {
        x if x >= 1.0 => Status::Met,
        x if x <= 0.0 => Status::Gap,
        _ => Status::Partial,
    };
    let first = marks.next().map_or(Status::Unknown, of);
    if marks.all(|mark| of(mark) == first) {
        first
    } else {
        Status::Unknown
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no run has more draws than 53 bits count"
)]
fn attainment<'m>(
    draws: impl ExactSizeIterator<Item = &'m Mark>,
    [worst, best]: [f64; 2],
) -> Attainment {
    let all = draws.len().max(1) as f64;
    let (mut sum, mut met) = (0.0, 0.0);
    for mark in draws {
        sum += mark.attainment;
        met += f64::from(u8::from(mark.attainment >= 1.0));
    }
    Attainment {
        worst,
        expected: (sum / all).clamp(worst, best),
        best,
        chance_met: met / all,
    }
}

/// The numbers of a row in the draws that have any.
fn drawn<'m>(marks: impl Iterator<Item = &'m Mark>) -> Option<Spread> {
    let mut values: Vec<f64> = marks.filter_map(number).collect();
    Spread::of(&mut values)
}

/// What the site has: what all draws agree on, or what stated ranges leave open; what hangs on a fact that is
/// missing is unknown.
fn has<'m>(
    row: &Ready,
    mut marks: impl Iterator<Item = &'m Mark> + Clone,
    drawn: Option<Spread>,
    facts: &[Seen],
) -> Has {
    let mut all = marks.clone();
    let Some(first) = marks.next() else {
        return Has::Unknown;
    };
    if all.all(|mark| mark.has == first.has) {
        return match first.has {
            Value::Number(value) => Has::Number(Spread::exact(value)),
            Value::Word(at) => row
                .requirement
                .metric
                .word(at)
                .map_or(Has::Unknown, Has::Word),
            Value::Waived => Has::Waived,
            Value::Absent => Has::Absent,
        };
    }
    match drawn {
        Some(spread) if facts.iter().all(|fact| fact.known) => Has::Number(spread),
        _ => Has::Unknown,
    }
}
