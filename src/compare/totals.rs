//! What two sets come to, and what each cause adds.

use super::{TotalChange, TotalPart, attribute};
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

/// What a site brings to the sums, and whether its money was reckoned.
#[derive(Debug, Clone, Copy)]
pub struct Brought {
    sums: Sums,
    money: bool,
}

impl Brought {
    /// What a row brings.
    #[must_use]
    pub fn by(row: &Row) -> Self {
        Self {
            sums: brought(row),
            money: row.money.is_some(),
        }
    }
}

/// What each cause adds to the sums at a site.
#[derive(Debug)]
pub(super) struct Steps(Vec<(&'static str, Sums)>);

impl Steps {
    /// What the steps of a change add.
    pub(super) fn of(parted: &attribute::Parted) -> Self {
        let steps = parted.steps.iter().map(|(cause, before, after)| {
            let less = brought(before).map(|x| -x);
            (*cause, plus(brought(after), less))
        });
        let moved = |(_, delta): &(_, Sums)| delta.iter().any(|x| *x != 0.0);
        Self(steps.filter(moved).collect())
    }
}

fn plus(one: Sums, other: Sums) -> Sums {
    [0, 1, 2].map(|at| one[at] + other[at])
}

fn sums(sites: impl Iterator<Item = Brought>) -> (Sums, bool) {
    sites.fold(([0.0; 3], false), |(sum, money), site| {
        (plus(sum, site.sums), money || site.money)
    })
}

impl Totals {
    pub(super) fn add(&mut self, cause: &'static str, site: &Brought, sign: f64) {
        self.take(cause, site.sums.map(|x| sign * x));
    }

    fn take(&mut self, cause: &'static str, delta: Sums) {
        match self.0.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, sum)) => *sum = plus(*sum, delta),
            None => self.0.push((cause, delta)),
        }
    }

    pub(super) fn pair(&mut self, steps: &Steps) {
        for (cause, delta) in &steps.0 {
            self.take(cause, *delta);
        }
    }

    pub(super) fn changes(
        mut self,
        base: impl Iterator<Item = Brought>,
        head: impl Iterator<Item = Brought>,
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
