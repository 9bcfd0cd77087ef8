//! What two sets come to, and what each cause adds.

use super::{Judged, TotalChange, TotalPart, attribute};
use crate::estimate::rounded;
use crate::record::Row;

/// Sums over sites with a route to a conversion, in the order in which causes are told.
#[derive(Default)]
pub(super) struct Totals(Vec<(&'static str, [f64; 2])>);

const CAUSES: [&str; 6] = [
    "removed",
    "facts",
    "checklist",
    "prices",
    "changed",
    "added",
];

/// What a row brings to the sums: MW and M$ where there is a route to a conversion.
fn brought(row: &Row) -> [f64; 2] {
    if row.converts() {
        [row.expected_mw(), row.expected_musd()]
    } else {
        [0.0, 0.0]
    }
}

fn sums<'s>(sites: impl Iterator<Item = &'s Judged>) -> [f64; 2] {
    sites
        .map(|judged| brought(&judged.row))
        .fold([0.0; 2], |sum, [mw, cost]| [sum[0] + mw, sum[1] + cost])
}

impl Totals {
    pub(super) fn add(&mut self, cause: &'static str, row: &Row, sign: f64) {
        self.take(cause, brought(row).map(|x| sign * x));
    }

    fn take(&mut self, cause: &'static str, delta: [f64; 2]) {
        match self.0.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, sum)) => {
                sum[0] += delta[0];
                sum[1] += delta[1];
            }
            None => self.0.push((cause, delta)),
        }
    }

    pub(super) fn pair(&mut self, parted: &attribute::Parted) {
        for (cause, before, after) in &parted.steps {
            let (before, after) = (brought(before), brought(after));
            self.take(cause, [after[0] - before[0], after[1] - before[1]]);
        }
    }

    pub(super) fn changes<'s>(
        mut self,
        base: impl Iterator<Item = &'s Judged>,
        head: impl Iterator<Item = &'s Judged>,
    ) -> Vec<TotalChange> {
        self.0
            .sort_by_key(|(cause, _)| CAUSES.iter().position(|c| c == cause));
        let (base, head) = (sums(base), sums(head));
        let measures = ["planned_mw", "cost_musd"].into_iter().enumerate();
        measures
            .map(|(at, measure)| {
                let (base, head) = (base[at], head[at]);
                let parts = self.0.iter().map(|(cause, delta)| TotalPart {
                    cause,
                    delta: delta[at],
                });
                TotalChange {
                    measure,
                    base,
                    head,
                    delta: head - base,
                    parts: parts.filter(|part| rounded(part.delta) != 0.0).collect(),
                }
            })
            .collect()
    }
}
