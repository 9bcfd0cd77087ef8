//! Sites that nobody would choose: another is no worse in anything that counts and better in something.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::record::Row;
use crate::spread::Spread;

/// How many numbers count.
const MERITS: usize = 5;

/// For each row the index of one that dominates it: no worse in mean score, chance of converting, and the P50 of
/// planned MW, cost for each MW and months to the first MW, and better in one of them. Sites judged for different
/// targets are not compared.
#[must_use]
pub(crate) fn dominated(rows: &[Row]) -> Vec<Option<usize>> {
    let merits: Vec<[f64; MERITS]> = rows.iter().map(merits).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // Whatever dominates a row stands before it in this order, so one pass finds it.
    order.sort_by(|&a, &b| {
        let greater = |x: &[f64; MERITS], y: &[f64; MERITS]| {
            x.iter()
                .zip(y)
                .map(|(x, y)| y.total_cmp(x))
                .find(|o| o.is_ne())
        };
        greater(&merits[a], &merits[b])
            .unwrap_or(Ordering::Equal)
            .then(a.cmp(&b))
    });
    let mut fronts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by = vec![None; rows.len()];
    for at in order {
        let front = fronts.entry(&rows[at].target).or_default();
        by[at] = front
            .iter()
            .copied()
            .find(|&other| dominates(&merits[other], &merits[at]));
        if by[at].is_none() {
            front.push(at);
        }
    }
    by
}

/// What counts, each the more the better. What is unknown or out of reach is worse than any number.
///
/// MW, cost and months are over the draws that carry the tenant's least, however few: without the chance a site
/// that hardly ever converts could dominate one that surely does.
fn merits(row: &Row) -> [f64; MERITS] {
    let less = |spread: Option<Spread>| spread.map_or(f64::NEG_INFINITY, |spread| -spread.p50);
    [
        row.score.spread.mean,
        row.chance.converting(),
        row.planned_mw.spread.p50,
        less(row.cost_per_mw),
        less(row.first_mw_months),
    ]
}

fn dominates(a: &[f64; MERITS], b: &[f64; MERITS]) -> bool {
    let pairs = || a.iter().zip(b);
    pairs().all(|(a, b)| a >= b) && pairs().any(|(a, b)| a > b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::row::tests::row;

    #[test]
    fn a_site_is_dominated_by_one_that_is_nowhere_worse_and_somewhere_better() {
        let good = row("good", 70.0, 100.0);
        let same = row("same", 70.0, 100.0);
        let less = row("less", 60.0, 90.0);
        let larger = row("larger", 60.0, 200.0);
        let mut late = row("late", 70.0, 100.0);
        late.first_mw_months = Some(Spread::exact(90.0));
        let mut other = row("other", 10.0, 1.0);
        other.target = "hgx".to_owned();
        let rows = [less, good, same, larger, late, other];
        assert_eq!(dominated(&rows), [Some(1), None, None, None, Some(1), None]);
    }

    #[test]
    fn months_that_never_come_are_later_than_any() {
        let mut never = row("never", 70.0, 100.0);
        never.first_mw_months = Some(Spread::exact(f64::INFINITY));
        assert_eq!(
            dominated(&[never, row("some", 70.0, 100.0)]),
            [Some(1), None]
        );
    }

    #[test]
    fn a_site_is_not_dominated_by_one_that_converts_less_surely() {
        let mut unsure = row("unsure", 80.0, 500.0);
        unsure.chance.convert = 0.1;
        assert_eq!(dominated(&[row("sure", 60.0, 100.0), unsure]), [None, None]);
    }

    #[test]
    fn a_site_without_mw_is_worse_than_any_with_some() {
        let mut none = row("none", 70.0, 0.0);
        (none.cost_per_mw, none.first_mw_months) = (None, None);
        assert_eq!(dominated(&[none, row("some", 70.0, 1.0)]), [Some(1), None]);
    }
}
