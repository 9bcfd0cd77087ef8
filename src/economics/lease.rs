//! A lease of critical megawatts to an AI tenant: rent, running cost, net operating income.

use std::ops::Range;

use crate::economics::cash::MONTHS_PER_QUARTER;

/// What a first year's sum has grown to after some years.
#[must_use]
pub fn after_years(first: f64, growth: f64, years: f64) -> f64 {
    first * libm::pow(1.0 + growth, years)
}

/// Dollars per kW and month as M$ per MW and year.
#[must_use]
pub fn musd_per_mw_year(usd_per_kw_month: f64) -> f64 {
    usd_per_kw_month * 12.0 / 1e3
}

/// What the landlord pays to run a leased hall; the tenant pays for power in both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Opex {
    /// Modified gross: M$ per critical MW in the first year, growing.
    Gross {
        /// First year.
        musd_per_mw: f64,
        /// Growth a year.
        growth: f64,
    },
    /// Triple net: a share of the rent.
    Net {
        /// The share.
        share: f64,
    },
}

/// A lease in one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lease {
    /// First year's rent, dollars per critical kW and month.
    pub rent_usd_per_kw_month: f64,
    /// What the rent grows by each year.
    pub escalator: f64,
    /// Years from the day a block goes live.
    pub term_years: f64,
    /// What the landlord pays.
    pub opex: Opex,
    /// Months in which a block goes from nothing to its full rent, evenly.
    pub ramp_months: f64,
    /// Months from its first day on the campus until the tenant stops paying; infinite where it never does.
    pub default_after_months: f64,
    /// Months that a hall then stands empty.
    pub vacant_months: f64,
    /// Share of the old rent that the next tenant pays.
    pub relet_share: f64,
}

impl Lease {
    /// Net operating income of a critical MW at full rent in the year that begins after so many years, M$.
    #[must_use]
    pub fn noi_musd_per_mw(&self, years: f64) -> f64 {
        let rent = after_years(
            musd_per_mw_year(self.rent_usd_per_kw_month),
            self.escalator,
            years,
        );
        match self.opex {
            Opex::Gross {
                musd_per_mw,
                growth,
            } => rent - after_years(musd_per_mw, growth, years),
            Opex::Net { share } => rent * (1.0 - share),
        }
    }
}

/// Rent and running cost of a critical MW in a quarter, M$: `each` gets quarters, one after another, in which both are the
/// same. The tenant came to the campus in `first_month`; years of the lease count from the block's own `live_month`; the
/// last quarter that counts is the one before `end_quarter`.
pub fn by_quarter(
    lease: &Lease,
    first_month: f64,
    live_month: f64,
    end_quarter: usize,
    mut each: impl FnMut(Range<usize>, f64, f64),
) {
    let until = live_month + lease.term_years * 12.0;
    let mut rent = musd_per_mw_year(lease.rent_usd_per_kw_month) / 4.0;
    let (mut fixed, growth, share) = match lease.opex {
        Opex::Gross {
            musd_per_mw,
            growth,
        } => (musd_per_mw / 4.0, growth, 0.0),
        Opex::Net { share } => (0.0, 0.0, share),
    };
    let Some(mut quarter) = quarter_of(live_month, end_quarter) else {
        return;
    };
    let stops = first_month + lease.default_after_months;
    // Quarters in which the tenant pays in full are most of them, and go by the year.
    let calm_from = live_month + lease.ramp_months;
    let calm_until = until.min(stops);
    let calm_end = quarter_of(calm_until, end_quarter).unwrap_or(end_quarter);
    // A year that ends inside a quarter counts from the quarter that begins after it.
    let mut turn = quarter + 4 + usize::from(live_month > MONTHS_PER_QUARTER * as_count(quarter));
    while quarter < end_quarter {
        let start = MONTHS_PER_QUARTER * as_count(quarter);
        if start >= until {
            break;
        }
        if quarter >= turn {
            turn += 4;
            rent *= 1.0 + lease.escalator;
            fixed *= 1.0 + growth;
        }
        let end = start + MONTHS_PER_QUARTER;
        if start >= calm_from && end <= calm_until {
            let stop = turn.min(calm_end).max(quarter + 1);
            each(quarter..stop, rent, fixed + rent * share);
            quarter = stop;
        } else {
            let ages = start.max(live_month) - live_month..end.min(until) - live_month;
            let open = (ages.end - ages.start) / MONTHS_PER_QUARTER;
            let middle = start + 0.5 * MONTHS_PER_QUARTER;
            let paid = open * rent * ramped(lease.ramp_months, ages) * paying(lease, stops, middle);
            each(quarter..quarter + 1, paid, open * fixed + paid * share);
            quarter += 1;
        }
    }
}

/// Mean share of the full rent between two ages of a block, in months, where it grows evenly over some months.
fn ramped(ramp_months: f64, ages: Range<f64>) -> f64 {
    let months = ages.end - ages.start;
    if months <= 0.0 || ages.start >= ramp_months {
        return 1.0;
    }
    let growing = ages.end.min(ramp_months);
    let paid = 0.5 * (growing + ages.start) * (growing - ages.start) / ramp_months;
    (paid + ages.end - growing) / months
}

/// Share of the rent that a tenant pays in some month of the plan: all, and what follows a default.
fn paying(lease: &Lease, stops: f64, month: f64) -> f64 {
    if month < stops {
        1.0
    } else if month < stops + lease.vacant_months {
        0.0
    } else {
        lease.relet_share
    }
}

/// The quarter a month lies in; `None` where that is not before an end.
#[must_use]
pub fn quarter_of(month: f64, end_quarter: usize) -> Option<usize> {
    let quarter = (month / MONTHS_PER_QUARTER).max(0.0);
    if !quarter.is_finite() || quarter >= as_count(end_quarter) {
        return None;
    }
    // Within 0..end_quarter by the line above.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Some(quarter as usize)
}

/// A count as a number; counts of quarters are far below 2^32.
pub(crate) fn as_count(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// First year's net operating income over capital. Press figures divide the mean of all years instead and read three to
/// four points higher.
#[must_use]
pub fn yield_on_cost(first_noi: f64, capex: f64) -> Option<f64> {
    (capex > 0.0).then(|| first_noi / capex)
}

/// What a leased hall would sell for at the end: the year after over a cap rate. It stands beside a worth, never in it.
#[must_use]
pub fn exit_value(noi_after: f64, cap_rate: f64) -> Option<f64> {
    (cap_rate > 0.0).then(|| noi_after / cap_rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::cash::growing_annuity;
    use crate::economics::near;

    fn lease() -> Lease {
        Lease {
            rent_usd_per_kw_month: 128.0,
            escalator: 0.03,
            term_years: 15.0,
            opex: Opex::Gross {
                musd_per_mw: 0.234,
                growth: 0.03,
            },
            ramp_months: 0.0,
            default_after_months: f64::INFINITY,
            vacant_months: 12.0,
            relet_share: 0.75,
        }
    }

    /// First year's rent of a disclosed total over so many years with an escalator, in the unit of the total.
    fn first_rent(total: f64, escalator: f64, years: f64) -> f64 {
        total / growing_annuity(0.0, escalator, years)
    }

    #[test]
    fn abernathy() {
        // Example 4: 168 MW, 9.5 B$ over 25 years at 3 %, running cost 42.7 M$.
        let rent = first_rent(9500.0, 0.03, 25.0);
        near(rent, 260.6, 1e-3);
        let lease = Lease {
            rent_usd_per_kw_month: 129.2,
            term_years: 25.0,
            opex: Opex::Gross {
                musd_per_mw: 42.7 / 168.0,
                growth: 0.03,
            },
            ..lease()
        };
        let noi = |years: f64| 168.0 * lease.noi_musd_per_mw(years);
        near(noi(0.0), 217.9, 2e-3);
        near(noi(0.0) / rent, 0.84, 0.01);
        near(noi(5.0), 252.6, 2e-3);
        near(noi(5.0), 251.0, 0.01);
        let mut total = 0.0;
        by_quarter(&lease, 0.0, 0.0, 120, |quarters, rent, _| {
            total += 168.0 * as_count(quarters.len()) * rent;
        });
        near(total, 9500.0, 2e-3);
    }

    #[test]
    fn river_bend() {
        // Example 5.
        let noi = first_rent(6900.0, 0.03, 15.0);
        near(noi, 371.0, 1e-3);
        near(6900.0 / 15.0, 460.0, 1e-9);
        near(6900.0 / 15.0, 454.0, 0.015);
        near(after_years(noi, 0.03, 14.0), 561.0, 1e-3);
        near(yield_on_cost(noi, 2450.0).unwrap(), 0.151, 5e-3);
        near(460.0 / 2450.0, 0.185, 0.02);
    }

    #[test]
    fn barber_lake() {
        // Rent 3.0 B$ over ten years, running cost 36 M$: 85 to 90 % stay.
        let rent = first_rent(3000.0, 0.03, 10.0);
        near(rent, 261.7, 1e-3);
        near(1.0 - 36.0 / rent, 0.862, 1e-3);
    }

    #[test]
    fn quarters_add_up_to_years() {
        let lease = lease();
        let (mut rents, mut costs) = ([0.0; 80], [0.0; 80]);
        by_quarter(&lease, 6.0, 6.0, 80, |quarters, rent, cost| {
            rents[quarters.clone()].fill(rent);
            costs[quarters].fill(cost);
        });
        assert_eq!(rents[..2], [0.0, 0.0]);
        let year = |of: &[f64; 80], year: usize| of[2 + 4 * year..6 + 4 * year].iter().sum::<f64>();
        near(year(&rents, 0), 1.536, 1e-9);
        near(year(&rents, 14), 1.536 * 1.03_f64.powi(14), 1e-9);
        near(year(&costs, 5), 0.234 * 1.03_f64.powi(5), 1e-9);
        assert!(
            rents[62..].iter().all(|rent| *rent == 0.0),
            "the term is over"
        );
    }

    #[test]
    fn parts_of_quarters_ramp_and_default() {
        let mut lease = lease();
        lease.ramp_months = 6.0;
        lease.default_after_months = 20.0;
        lease.opex = Opex::Net { share: 0.014 };
        let mut rents = [0.0; 24];
        by_quarter(&lease, 4.0, 4.0, 24, |quarters, rent, cost| {
            near(cost, rent * 0.014, 1e-9);
            rents[quarters].fill(rent);
        });
        let full = 0.384;
        assert_eq!(rents[0], 0.0);
        // Of two months, the mean of nothing and a third of the ramp.
        near(rents[1], full * 2.0 / 3.0 * (2.0 / 6.0) / 2.0, 1e-9);
        near(rents[2], full * 3.5 / 6.0, 1e-9);
        near(rents[4], full, 1e-9);
        assert_eq!(rents[8..12], [0.0; 4]);
        near(rents[12], full * 1.03 * 1.03 * 0.75, 1e-9);
        let mut never = 0;
        by_quarter(&lease, 0.0, f64::INFINITY, 24, |_, _, _| never += 1);
        assert_eq!(never, 0);
    }

    #[test]
    fn a_ramp_pays_from_the_first_day_wherever_in_a_quarter_it_lies() {
        let lease = Lease {
            escalator: 0.0,
            ramp_months: 4.0,
            ..lease()
        };
        let paid = |live_month: f64| {
            let mut sum = 0.0;
            by_quarter(&lease, live_month, live_month, 24, |quarters, rent, _| {
                sum += as_count(quarters.len()) * rent;
            });
            sum
        };
        // Two months of the ramp are lost, and from the end each month that it begins later.
        for live_month in [0.0, 0.5, 1.5, 2.5, 2.9, 3.0, 7.25] {
            near(paid(live_month), 0.128 * (72.0 - live_month - 2.0), 1e-9);
        }
    }

    #[test]
    fn beside() {
        near(exit_value(8.5, 0.085).unwrap(), 100.0, 1e-12);
        assert_eq!(exit_value(8.5, 0.0), None);
        assert_eq!(yield_on_cost(1.0, 0.0), None);
    }
}
