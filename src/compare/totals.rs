//! What two sets come to, and what each cause adds.

use super::{Judged, TotalChange, TotalPart, attribute};
use crate::estimate::rounded;
use crate::record::Row;

/// MW and M$ of sites with a route to a conversion, and NPV of all.
type Sums = [f64; 3];

/// Sums over sites, in the order in which causes are told.
#[derive(Default)]
pub(super) struct Totals(Vec<(&'static str, Sums)>);

const CAUSES: [&str; 7] = [
    "removed",
    "facts",
    "checklist",
    "prices",
    "market",
    "changed",
    "added",
];

/// What a row brings to the sums: MW and M$ where there is a route to a conversion, and what its best way is worth.
fn brought(row: &Row) -> Sums {
    let npv = row.money.map_or(0.0, |money| money.npv_musd);
    if row.converts() {
        [row.expected_mw(), row.expected_musd(), npv]
    } else {
        [0.0, 0.0, npv]
    }
}

fn plus(one: Sums, other: Sums) -> Sums {
    [0, 1, 2].map(|at| one[at] + other[at])
}

fn sums<'s>(sites: impl Iterator<Item = &'s Judged>) -> (Sums, bool) {
    sites.fold(([0.0; 3], false), |(sum, money), judged| {
        let row = &judged.row;
        (plus(sum, brought(row)), money || row.money.is_some())
    })
}

impl Totals {
    pub(super) fn add(&mut self, cause: &'static str, row: &Row, sign: f64) {
        self.take(cause, brought(row).map(|x| sign * x));
    }

    fn take(&mut self, cause: &'static str, delta: Sums) {
        match self.0.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, sum)) => *sum = plus(*sum, delta),
            None => self.0.push((cause, delta)),
        }
    }

    pub(super) fn pair(&mut self, parted: &attribute::Parted) {
        for (cause, before, after) in &parted.steps {
            let less = brought(before).map(|x| -x);
            self.take(cause, plus(brought(after), less));
        }
    }

    pub(super) fn changes<'s>(
        mut self,
        base: impl Iterator<Item = &'s Judged>,
        head: impl Iterator<Item = &'s Judged>,
    ) -> Vec<TotalChange> {
        self.0
            .sort_by_key(|(cause, _)| CAUSES.iter().position(|c| c == cause));
        let ((base, had_money), (head, has_money)) = (sums(base), sums(head));
        let measures = ["planned_mw", "cost_musd", "npv_musd"];
        let told = if had_money || has_money { 3 } else { 2 };
        let measures = measures.into_iter().take(told).enumerate();
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
