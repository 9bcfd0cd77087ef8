use super::*;
use crate::economics::draw::normal_quantile;
use crate::economics::market::built_in;
use crate::economics::near;
use crate::economics::sample::Laws;
use crate::site::mining::TenantCredit;

fn likely() -> Start {
    let market = built_in().clone();
    Laws::new(&market)
        .likely(&market, TenantCredit::Backed)
        .start
}

/// A uniform that follows from its place (splitmix64).
fn scattered(place: u64) -> f64 {
    let mut bits = place
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(0x1234_5678);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    f64::from(((bits ^ (bits >> 31)) >> 32) as u32) / 4_294_967_296.0
}

const CALM: [f64; Shock::COUNT] = [0.0; Shock::COUNT];

#[test]
fn begins_where_the_market_stands() {
    let course = MarketPath::new(&likely(), 40, |_| CALM);
    near(course.hashprice_usd[0], 29.4 * 1.01, 1e-9);
    assert_eq!(
        (course.power[0], course.gpu[0], course.cost[0]),
        (1.0, 1.0, 1.0)
    );
    near(course.gpu[4], 0.70, 1e-9);
    near(course.power[40 - 1], 1.025_f64.powf(9.75), 1e-9);
}

#[test]
fn a_halving_costs_half_and_comes_back() {
    let start = likely();
    let course = MarketPath::new(&start, 24, |_| CALM);
    // April 2028 lies in the seventh quarter from the end of July 2026.
    let (before, after) = (course.hashprice_usd[6], course.hashprice_usd[7]);
    near(after / before, 0.5, 0.03);
    // In a year and a quarter half of it is made up, but for what machines got better meanwhile.
    let back = course.hashprice_usd[12] / before;
    assert!((0.62..0.75).contains(&back), "{back}");
    // Difficulty falls in the first three months as it did in 2024, by 9.8 %: ours follows a little more slowly.
    let rise = course.hashprice_usd[8] / after;
    assert!((1.06..1.12).contains(&rise), "{rise}");
}

#[test]
fn hashprice_falls_as_machines_get_better() {
    let mut start = likely();
    start.halvings.next_year = 3000.0;
    let course = MarketPath::new(&start, 80, |_| CALM);
    let yearly = (course.hashprice_usd[47] / course.hashprice_usd[23]).powf(1.0 / 6.0);
    near(yearly, 0.93 * 1.03, 0.01);
    // Machines come to their floor after fourteen years; from then on cost alone moves what the marginal miner needs.
    assert!(course.hashprice_usd[79] > course.hashprice_usd[67]);
}

#[test]
fn volatility_of_hashprice_is_the_measured_one() {
    // 36.7 % a year by month means: sigmas 40 and 15 % with a correlation of 0.41.
    let market = built_in().clone();
    let start = Start {
        efficiency_gain: 0.0,
        ..likely()
    };
    let quarters = 4000;
    let width = market.passing.len();
    let course = MarketPath::new(&start, quarters, |quarter| {
        let uniforms: Vec<f64> = (0..width)
            .map(|of| scattered((quarter * width + of) as u64))
            .collect();
        market.passing.shocks(&uniforms, &[])
    });
    // Differences within the years before any halving would be few; taken over the ones without.
    let steps: Vec<f64> = course.hashprice_usd[..400]
        .windows(2)
        .map(|pair| (pair[1] / pair[0]).ln())
        .filter(|step| step.abs() < 0.68)
        .collect();
    let mean = steps.iter().sum::<f64>() / steps.len() as f64;
    let variance = steps.iter().map(|step| (step - mean).powi(2)).sum::<f64>() / steps.len() as f64;
    let year = (4.0 * variance).sqrt();
    assert!((0.33..0.42).contains(&year), "{year}");
    assert!(normal_quantile(scattered(7)).is_finite());
}

#[test]
fn a_view_is_a_piece_of_the_course() {
    let course = MarketPath::new(&likely(), 40, |_| CALM);
    let view = course.from(8, 100);
    assert_eq!(view.quarters(), 32);
    assert_eq!(view.hashprice_usd[0], course.hashprice_usd[8]);
    assert_eq!(course.from(50, 4).quarters(), 0);
}

#[test]
fn expectations_start_from_what_is_known() {
    let start = likely();
    let outlook = Expectation::new(
        &start,
        Buyer {
            rate: 0.20,
            life_years: 5.0,
        },
        60,
    );
    for known in [20.0, 60.0] {
        let ahead: Vec<f64> = outlook.from(4, known).collect();
        assert_eq!(ahead.len(), 56);
        near(ahead[0], known, 1e-9);
        // Fifteen years on, what is known today no longer matters.
        near(ahead[55], outlook.hashprice_usd[59], 0.02);
    }
    assert_eq!(outlook.from(60, 30.0).count(), 0);
}

#[test]
fn a_buyer_knows_when_the_subsidy_halves() {
    let start = likely();
    let buyer = Buyer {
        rate: 0.20,
        life_years: 5.0,
    };
    let outlook = Expectation::new(&start, buyer, 60);
    let at = |quarter: usize, usd: f64| outlook.ahead(quarter, usd).hashprice_years / usd;
    // Each dollar of today stands for fewer just before the halving of the seventh quarter than just after it.
    assert!(
        at(6, 29.0) < 0.8 * at(8, 15.0),
        "{} {}",
        at(6, 29.0),
        at(8, 15.0)
    );
    // As expected one by one, near the likely course.
    let usd = 1.05 * outlook.hashprice_usd[20];
    let one_by_one = crate::economics::cash::npv(
        0.0,
        &outlook
            .from(20, usd)
            .take(20)
            .map(|usd| usd / 4.0)
            .collect::<Vec<_>>(),
        &crate::economics::cash::discounts(0.20, 20),
    );
    near(outlook.ahead(20, usd).hashprice_years, one_by_one, 5e-3);
    near(outlook.ahead(0, 29.0).cost_years, 3.483, 1e-3);
}
