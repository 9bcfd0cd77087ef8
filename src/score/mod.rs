//! From what rows earn to readiness and convertibility, and the share known.
//!
//! - **readiness** = 100 · Σ w·a / Σ w over the rows of the site as it stands
//! - **convertibility** = 100 · Σ w(1−f)·a / Σ w(1−f): how much of what money cannot readily buy is there
//! - **known** = Σ w(1−f)·k / Σ w(1−f), k the share of the facts read by a row that the file states
//!
//! w weight, a attainment in one draw, f the share of a row that money buys in the tenant's time on the route.

use crate::rules::Rows;
use crate::spread::Bounded;

/// What each row counts on a route, of 100 points; nothing where it does not count.
#[derive(Debug)]
pub(crate) struct Points(Vec<f64>);

impl Points {
    /// The points of each row of a target, on the route of a standing hall or of a new one, of each weighed by what is
    /// left of it.
    #[must_use]
    pub(crate) fn of(rows: &Rows, in_place: bool, left: impl Fn(usize) -> f64) -> Self {
        let weigh = |(nth, row): (usize, &crate::rules::Ready)| {
            if row.counts(in_place) {
                row.requirement.weight * left(nth)
            } else {
                0.0
            }
        };
        let mut weights: Vec<f64> = rows.iter().enumerate().map(weigh).collect();
        let total: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight = if total > 0.0 {
                100.0 * *weight / total
            } else {
                0.0
            };
        }
        Self(weights)
    }

    /// The points of a row.
    #[must_use]
    pub(crate) fn of_row(&self, row: usize) -> f64 {
        self.0.get(row).copied().unwrap_or(0.0)
    }

    /// The score of what each row earns.
    #[must_use]
    pub(crate) fn score(&self, earned: impl Iterator<Item = f64>) -> f64 {
        let earned = self.0.iter().zip(earned);
        let earned = earned.map(|(points, share)| points * share);
        earned.sum::<f64>().clamp(0.0, 100.0)
    }

    /// The score of the rows of each category, with the points that they count.
    pub(crate) fn by_category(
        &self,
        rows: &Rows,
        earned: impl Iterator<Item = f64>,
        into: &mut [(f64, f64)],
    ) {
        into.fill((0.0, 0.0));
        for ((row, points), share) in rows.iter().zip(&self.0).zip(earned) {
            if let Some((sum, all)) = into.get_mut(row.requirement.category) {
                *sum += points * share;
                *all += points;
            }
        }
    }

    /// Share of the points that is known, 0 to 1, of the share of each row's facts that is stated.
    #[must_use]
    pub(crate) fn known(&self, stated: &[f64]) -> f64 {
        let known = self.0.iter().zip(stated);
        known.map(|(points, stated)| points * stated).sum::<f64>() / 100.0
    }
}

/// Both scores of one category.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryScore {
    /// Id of the category.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a family of the retrofit checklist.
    pub retrofit: bool,
    /// Readiness of the site as it stands; `None` where no row counts.
    pub readiness: Option<Bounded>,
    /// Convertibility on the better route of each draw; `None` where no row counts.
    pub convertibility: Option<Bounded>,
    /// Share of all of convertibility that the category weighs.
    pub share: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist;
    use crate::hosting::catalog;

    fn near(got: f64, want: f64) {
        assert!((got - want).abs() < 1e-9, "{got} instead of {want}");
    }

    #[test]
    fn points_are_shares_of_a_hundred_by_weight_and_what_is_left_of_it() {
        let target = catalog().target("nvl72").unwrap();
        let rows = Rows::of(checklist::built_in(), &target);
        let counting = |in_place| {
            let all = rows.iter().enumerate();
            all.filter(move |(_, row)| row.counts(in_place))
        };
        for in_place in [true, false] {
            let all = counting(in_place).count();
            assert!(all > 20 && all < rows.iter().len());
            let weight: f64 = counting(in_place).map(|(_, r)| r.requirement.weight).sum();
            let points = Points::of(&rows, in_place, |_| 1.0);
            let sum: f64 = (0..rows.iter().len()).map(|row| points.of_row(row)).sum();
            near(sum, 100.0);
            for (at, row) in rows.iter().enumerate() {
                let counts = row.counts(in_place);
                let share = row.requirement.weight / weight;
                near(points.of_row(at), if counts { 100.0 * share } else { 0.0 });
            }
            // Of two rows a quarter and three quarters are left, and nothing of the others.
            let [(one, a), (other, b)] = [0, 1].map(|nth| counting(in_place).nth(nth).unwrap());
            let left = |row: usize| match row {
                row if row == one => 0.25,
                row if row == other => 0.75,
                _ => 0.0,
            };
            let points = Points::of(&rows, in_place, left);
            let (a, b) = (0.25 * a.requirement.weight, 0.75 * b.requirement.weight);
            near(points.of_row(one), 100.0 * a / (a + b));
            near(points.of_row(other), 100.0 * b / (a + b));
            near(points.score(rows.iter().map(|_| 1.0)), 100.0);
            // Where nothing is left there are no points, and no score.
            let none = Points::of(&rows, in_place, |_| 0.0);
            assert!((0..rows.iter().len()).all(|row| none.of_row(row) == 0.0));
            assert_eq!(none.score(rows.iter().map(|_| 1.0)), 0.0);
        }
    }

    #[test]
    fn a_score_is_what_is_earned_of_the_points_and_what_is_known_the_share_of_them_that_is_stated()
    {
        let points = Points(vec![50.0, 30.0, 20.0]);
        near(points.score([1.0, 0.5, 0.0].into_iter()), 65.0);
        near(points.score([1.0, 1.0, 1.0].into_iter()), 100.0);
        near(points.known(&[1.0, 0.5, 0.0]), 0.65);
        near(points.known(&[0.0, 0.0, 0.0]), 0.0);
        near(points.known(&[1.0, 1.0, 1.0]), 1.0);
        assert_eq!((points.of_row(1), points.of_row(3)), (30.0, 0.0));
    }
}
