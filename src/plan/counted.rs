//! What a limit reads of a plan: over all draws, those that carry no tenant included.

use crate::spread::Spread;
use crate::units::WEEKS_PER_MONTH;

/// What a plan comes to over all draws. A draw below the tenant's least counts as 0 MW and as never.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    /// Critical IT MW.
    pub mw: Spread,
    /// M$ that the owner pays for each of them.
    pub per_mw: Spread,
    /// Weeks from the start of the plan to the first of them.
    pub first_weeks: Spread,
}

impl Counted {
    /// Months from the start of the plan to the first of them.
    #[must_use]
    pub fn first_months(&self) -> Spread {
        self.first_weeks.map(|weeks| weeks / WEEKS_PER_MONTH)
    }
}

/// One draw that carries the tenant's least.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carrying {
    pub mw: f64,
    pub owner_total: f64,
    pub first_weeks: f64,
}

impl Counted {
    /// Over draws, of which there is at least one; `None` for one below the tenant's least.
    pub(super) fn over(draws: &[Option<Carrying>]) -> Self {
        let spread = |of: fn(&Carrying) -> f64, without: f64| {
            let each = draws.iter().map(|draw| draw.as_ref().map_or(without, of));
            Spread::of(&mut each.collect::<Vec<f64>>()).unwrap_or(Spread::exact(without))
        };
        Self {
            mw: spread(|draw| draw.mw, 0.0),
            per_mw: spread(|draw| draw.owner_total / draw.mw, f64::INFINITY),
            first_weeks: spread(|draw| draw.first_weeks, f64::INFINITY),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carrying(mw: f64, owner_total: f64, first_weeks: f64) -> Option<Carrying> {
        Some(Carrying {
            mw,
            owner_total,
            first_weeks,
        })
    }

    /// Eleven draws, so that each tenth falls on one: three below the least, eight of 10 to 80 MW at 5 M$ each.
    #[test]
    fn a_draw_below_the_tenants_least_counts_as_no_mw_and_as_never() {
        let mut draws: Vec<_> = (1..=8)
            .map(f64::from)
            .map(|n| carrying(10.0 * n, 50.0 * n, 4.0 * n))
            .collect();
        draws.extend([None; 3]);
        let Counted {
            mw,
            per_mw,
            first_weeks,
        } = Counted::over(&draws);
        // In order: 0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80.
        assert_eq!((mw.p10, mw.p50, mw.p90), (0.0, 30.0, 70.0));
        assert!((mw.mean - 360.0 / 11.0).abs() < 1e-12);
        assert_eq!((per_mw.p10, per_mw.p50), (5.0, 5.0));
        assert_eq!((per_mw.p90, per_mw.mean), (f64::INFINITY, f64::INFINITY));
        // In order: 4, 8, 12, 16, 20, 24, 28, 32, never, never, never.
        assert_eq!((first_weeks.p10, first_weeks.p50), (8.0, 24.0));
        assert_eq!(first_weeks.p90, f64::INFINITY);
    }

    #[test]
    fn where_all_draws_carry_it_nothing_is_added() {
        let counted = Counted::over(&[carrying(10.0, 20.0, 6.0); 4]);
        assert_eq!(counted.mw, Spread::exact(10.0));
        assert_eq!(counted.per_mw, Spread::exact(2.0));
        assert_eq!(counted.first_weeks, Spread::exact(6.0));
    }

    #[test]
    fn where_none_does_there_is_nothing() {
        let counted = Counted::over(&[None; 4]);
        assert_eq!(counted.mw, Spread::exact(0.0));
        assert_eq!(counted.per_mw, Spread::exact(f64::INFINITY));
        assert_eq!(counted.first_weeks, Spread::exact(f64::INFINITY));
    }
}
