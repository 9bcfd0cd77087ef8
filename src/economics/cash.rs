//! Flows of money over time: worth, return, payback, annuities, debt.

/// Months of a quarter.
pub const MONTHS_PER_QUARTER: f64 = 3.0;
/// Quarters of a year.
pub const QUARTERS_PER_YEAR: f64 = 4.0;

/// Factors by which money in the middle of each quarter counts today, at a rate per year above −1.
#[must_use]
pub fn discounts(rate: f64, quarters: usize) -> Vec<f64> {
    let step = libm::pow(1.0 + rate, -1.0 / QUARTERS_PER_YEAR);
    std::iter::successors(Some(step.sqrt()), |factor| Some(factor * step))
        .take(quarters)
        .collect()
}

/// Worth today of a sum at once and of flows in the middle of quarters, by their [`discounts`].
#[must_use]
pub fn npv(now: f64, quarters: &[f64], discounts: &[f64]) -> f64 {
    let later = quarters.iter().zip(discounts);
    now + later.map(|(flow, factor)| flow * factor).sum::<f64>()
}

/// Rate per year at which quarterly flows, counted in the middle of their quarters, are worth nothing. `None` where no
/// rate does that (all paid or all received, or a loss beyond −95 %), and where several do, since none is then *the*
/// return.
#[must_use]
pub fn irr(now: f64, quarters: &[f64]) -> Option<f64> {
    only_root(now, quarters, 0.5, 2.2).map(|step| libm::pow(step, -QUARTERS_PER_YEAR) - 1.0)
}

/// The only discount factor of a step between a thousandth and `most` at which flows are worth nothing; the first lies
/// `lag` steps from now. A scan first, since a sum may cross zero more than once.
fn only_root(now: f64, flows: &[f64], lag: f64, most: f64) -> Option<f64> {
    const CELLS: u32 = 240;
    const LEAST: f64 = 1e-3;
    let mut all = flows.iter().copied().chain([now]);
    if !all.all(f64::is_finite) {
        return None;
    }
    let worth = |step: f64| {
        let later = flows.iter().rev().fold(0.0, |sum, flow| sum * step + flow);
        now + libm::pow(step, lag) * later
    };
    // Even steps of the logarithm, so that low and high rates are looked at alike.
    let at = |cell: u32| LEAST * libm::pow(most / LEAST, f64::from(cell) / f64::from(CELLS));
    let mut found = None;
    let mut before = worth(at(0));
    for cell in 1..=CELLS {
        let here = worth(at(cell));
        if here == 0.0 && before == 0.0 {
            return None;
        }
        if before != 0.0 && (here == 0.0 || before.signum() != here.signum()) {
            if found.is_some() {
                return None;
            }
            found = Some((at(cell - 1), at(cell)));
        }
        before = here;
    }
    let (low, high) = found?;
    Some(bisected(&worth, low, high))
}

/// Where a function that changes its sign between two places crosses zero.
fn bisected(worth: &impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let below = worth(low).signum();
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if worth(middle).signum() == below {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Years until the sum of all flows stays at zero or above, within the quarter by a straight line; `None` where it
/// never does. Nothing is discounted.
#[must_use]
pub fn payback_years(now: f64, quarters: &[f64]) -> Option<f64> {
    let mut sum = now;
    let mut paid = (sum >= 0.0).then_some(0.0);
    for (quarter, flow) in (0_u32..).zip(quarters) {
        let before = sum;
        sum += flow;
        if sum < 0.0 {
            paid = None;
        } else if paid.is_none() {
            let within = if *flow > 0.0 { -before / flow } else { 1.0 };
            paid = Some((f64::from(quarter) + within) / QUARTERS_PER_YEAR);
        }
    }
    paid
}

/// Worth today of 1 at the end of each of so many years, growing by a rate.
#[must_use]
pub fn growing_annuity(rate: f64, growth: f64, years: f64) -> f64 {
    if (rate - growth).abs() < 1e-9 {
        return years / (1.0 + rate);
    }
    (1.0 - libm::pow((1.0 + growth) / (1.0 + rate), years)) / (rate - growth)
}

/// Debt that is repaid along what it is repaid from.
#[derive(Debug, Clone, PartialEq)]
pub struct Debt {
    /// What is borrowed, M$.
    pub principal: f64,
    /// What each quarter pays, interest and principal, M$.
    pub service: Vec<f64>,
    /// Income over service in a quarter that pays; the same in all of them, and of the whole life.
    pub cover: f64,
}

/// Debt sculpted to cover: each quarter pays its income divided by `cover`, the loan is what that is worth at the coupon,
/// at most `most`. Quarters without income pay nothing. `None` without income, at a cover of zero or below, or without a
/// loan to take.
#[must_use]
pub fn sculpted(income: &[f64], coupon: f64, cover: f64, most: f64) -> Option<Debt> {
    if cover <= 0.0 || most <= 0.0 {
        return None;
    }
    let positive: Vec<f64> = income.iter().map(|income| income.max(0.0)).collect();
    let worth = npv(0.0, &positive, &discounts(coupon, income.len()));
    let principal = (worth / cover).min(most);
    if principal <= 0.0 {
        return None;
    }
    let cover = worth / principal;
    let service = positive.iter().map(|income| income / cover).collect();
    Some(Debt {
        principal,
        service,
        cover,
    })
}

/// What a loan takes in interest while its money is drawn evenly over some years: on half of it.
#[must_use]
pub fn interest_while_building(principal: f64, coupon: f64, years: f64) -> f64 {
    0.5 * principal * coupon * years
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::near;
    use proptest::prelude::*;

    fn noi(first: f64, growth: f64, years: usize) -> Vec<f64> {
        std::iter::successors(Some(first), |noi| Some(noi * (1.0 + growth)))
            .take(years)
            .collect()
    }

    /// Rate at which a sum now and flows at the end of years, as sources print them, are worth nothing.
    fn irr_annual(now: f64, years: &[f64]) -> Option<f64> {
        only_root(now, years, 1.0, 20.0).map(|step| 1.0 / step - 1.0)
    }

    #[test]
    fn river_bend_returns_what_was_computed() {
        // Example 5: 371 M$ growing by 3 % over 15 years on 2 450 M$.
        let years = noi(371.0, 0.03, 15);
        near(irr_annual(-2450.0, &years).unwrap(), 0.154, 5e-3);
        let at_years_end: Vec<f64> = (1..=15).map(|year| 1.06192_f64.powi(-year)).collect();
        near(npv(0.0, &years, &at_years_end) / 3250.0, 1.31, 5e-3);
        let quarters: Vec<f64> = years.iter().flat_map(|year| [year / 4.0; 4]).collect();
        let at_quarters_end =
            |now, quarters: &[f64]| only_root(now, quarters, 1.0, 2.2).unwrap().powi(-4) - 1.0;
        near(at_quarters_end(-2450.0, &quarters), 0.165, 5e-3);
        // In the middle of quarters, as everything here is counted, a little more.
        near(irr(-2450.0, &quarters).unwrap(), 0.1695, 5e-3);
        // 18 months of build, paid at the start of each quarter.
        let mut built = vec![-2450.0 / 6.0; 5];
        built.push(0.0);
        built.extend(&quarters);
        near(at_quarters_end(-2450.0 / 6.0, &built), 0.141, 5e-3);
    }

    #[test]
    fn iren_for_microsoft_pays_back() {
        let year = 1940.0 * 0.85;
        near(5800.0 / year, 3.5, 0.01);
        near(irr_annual(-5800.0, &[year; 5]).unwrap(), 0.130, 5e-3);
        let mut years = [year; 5];
        years[4] += 200.0 * 15.0;
        near(irr_annual(-8800.0, &years).unwrap(), 0.074, 0.01);
        let quarters = [year / 4.0; 20];
        near(payback_years(-5800.0, &quarters).unwrap(), 3.5, 0.01);
    }

    #[test]
    fn annuities() {
        near(growing_annuity(0.10, 0.03, 15.0), 8.958, 1e-3);
        near(growing_annuity(0.03, 0.03, 15.0), 15.0 / 1.03, 1e-12);
        // What a year must pay so that five years return 1 at 10 %.
        near(1.0 / growing_annuity(0.10, 0.0, 5.0), 0.2638, 1e-3);
    }

    #[test]
    fn no_return_where_none_is() {
        assert_eq!(irr(-1.0, &[]), None);
        assert_eq!(irr(1.0, &[1.0, 2.0]), None);
        assert_eq!(irr(0.0, &[0.0; 8]), None);
        assert_eq!(irr(-1.0, &[f64::NAN]), None);
        // Two rates: 10 % and 40 % a period.
        assert_eq!(irr_annual(-1.0, &[2.5, -1.54]), None);
        assert_eq!(payback_years(-1.0, &[0.2, 0.2]), None);
        assert_eq!(payback_years(0.0, &[1.0]), Some(0.0));
        // Paid once, then in debt again.
        assert_eq!(
            payback_years(-1.0, &[2.0, -3.0, 4.0]),
            Some((2.0 + 0.5) / 4.0)
        );
    }

    #[test]
    fn debt_is_what_its_service_is_worth() {
        let income: Vec<f64> = noi(371.0, 0.03, 15)
            .iter()
            .flat_map(|year| [year / 4.0; 4])
            .collect();
        let debt = sculpted(&income, 0.06192, 1.31, f64::INFINITY).unwrap();
        let back = npv(0.0, &debt.service, &discounts(0.06192, 60));
        near(back, debt.principal, 1e-9);
        // River Bend's loan; half a year more of interest, as money comes in the middle of quarters and not after years.
        near(debt.principal, 3250.0 * 1.06192_f64.sqrt(), 5e-3);
        // A lender's cap on the loan leaves more cover.
        let less = sculpted(&income, 0.06192, 1.31, 2000.0).unwrap();
        assert_eq!(less.principal, 2000.0);
        assert!(less.cover > 1.31);
        assert_eq!(sculpted(&[0.0; 4], 0.06, 1.3, 10.0), None);
        near(interest_while_building(100.0, 0.08, 1.5), 6.0, 1e-12);
    }

    proptest! {
        #[test]
        fn a_return_is_worth_nothing(capital in 1.0..100.0_f64, flows in proptest::collection::vec(0.0..10.0_f64, 1..120)) {
            if let Some(rate) = irr(-capital, &flows) {
                let worth = npv(-capital, &flows, &discounts(rate, flows.len()));
                prop_assert!(worth.abs() < 1e-6 * capital.max(1.0), "{worth}");
            } else {
                // One payment, then income: without a rate the loss is beyond all measure.
                prop_assert!(flows.iter().sum::<f64>() < capital);
            }
        }

        #[test]
        fn more_time_is_never_a_shorter_payback(flows in proptest::collection::vec(-5.0..5.0_f64, 1..60)) {
            let years = payback_years(-3.0, &flows);
            prop_assert!(years.is_none_or(|years| (0.0..=15.0).contains(&years)));
        }
    }
}
