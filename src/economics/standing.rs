//! How the ways stand beside each other over the same draws.

use crate::economics::lease::as_count;
use crate::economics::ways::{Alternative, best};
use crate::spread::Spread;

/// How a way stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// The way.
    pub way: Alternative,
    /// What it is worth.
    pub npv: Spread,
    /// Share of the draws in which it is the best; ties go to the earlier of [`Alternative::ALL`].
    pub hindsight: f64,
}

/// What a way is worth in each draw, and in which draws it can be done at all.
#[derive(Debug, Clone, Copy)]
pub struct Contender<'w> {
    /// The way.
    pub way: Alternative,
    /// What it is worth; where it can't be done, what its owner falls back on.
    pub musd: &'w [f64],
    /// Whether it can be done. What merely falls back on another is never the best.
    pub done: &'w [bool],
}

/// How ways stand that were worked out in the same draws, in the order of [`Alternative::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub struct Standings {
    /// Each of them.
    pub ways: Vec<Ranked>,
    /// The best by its mean.
    pub best: Option<Alternative>,
    /// The best of each draw.
    pub winners: Vec<Option<Alternative>>,
}

/// How ways stand.
#[must_use]
pub fn standings(contenders: &[Contender]) -> Standings {
    let draws = contenders
        .iter()
        .map(|way| way.musd.len().min(way.done.len()))
        .min()
        .unwrap_or(0);
    let in_order = || {
        Alternative::ALL
            .into_iter()
            .filter_map(|way| contenders.iter().find(|of| of.way == way))
    };
    let winner = |draw: usize| {
        let mut most: Option<(Alternative, f64)> = None;
        for of in in_order().filter(|of| of.done[draw]) {
            if most.is_none_or(|(_, most)| of.musd[draw] > most) {
                most = Some((of.way, of.musd[draw]));
            }
        }
        most.map(|(way, _)| way)
    };
    let winners: Vec<Option<Alternative>> = (0..draws).map(winner).collect();
    let ranked = |of: &Contender| {
        let wins = winners.iter().filter(|won| **won == Some(of.way)).count();
        Some(Ranked {
            way: of.way,
            npv: Spread::of(&mut of.musd[..draws].to_vec())?,
            hindsight: as_count(wins) / as_count(draws.max(1)),
        })
    };
    let ways: Vec<Ranked> = in_order().filter_map(ranked).collect();
    let means: Vec<_> = ways.iter().map(|of| (of.way, of.npv.mean)).collect();
    Standings {
        best: best(&means),
        ways,
        winners,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_to_the_lease() {
        let (lease, mine, hybrid) = (
            [1.0, 3.0, 0.0, 2.0],
            [1.0, 2.0, 4.0, 1.0],
            [1.0, 3.0, -8.0, 2.0],
        );
        let can = [true; 4];
        let contender = |way, musd| Contender {
            way,
            musd,
            done: &can,
        };
        let all = [
            contender(Alternative::Mine, &mine[..]),
            contender(Alternative::Lease, &lease[..]),
            contender(Alternative::Hybrid, &hybrid[..]),
        ];
        let stand = standings(&all);
        let shares: Vec<_> = stand
            .ways
            .iter()
            .map(|standing| (standing.way, standing.hindsight))
            .collect();
        assert_eq!(
            shares,
            [
                (Alternative::Lease, 0.75),
                (Alternative::Hybrid, 0.0),
                (Alternative::Mine, 0.25)
            ]
        );
        assert_eq!(stand.best, Some(Alternative::Mine));
        assert_eq!(
            super::best(&[
                (Alternative::Mine, 1.0),
                (Alternative::Lease, 1.0),
                (Alternative::Hybrid, 1.0)
            ]),
            Some(Alternative::Lease)
        );
        assert_eq!(standings(&[]).best, None);
    }

    #[test]
    fn what_falls_back_on_mining_is_not_the_best_for_it() {
        let (mine, lease) = ([1.0, 1.0], [1.0, 3.0]);
        let stand = standings(&[
            Contender {
                way: Alternative::Lease,
                musd: &lease,
                done: &[false, true],
            },
            Contender {
                way: Alternative::Mine,
                musd: &mine,
                done: &[true, true],
            },
        ]);
        assert_eq!(
            stand.winners,
            [Some(Alternative::Mine), Some(Alternative::Lease)]
        );
        assert_eq!(stand.ways[0].hindsight, 0.5);
    }
}
