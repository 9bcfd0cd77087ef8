//! What published fleets leave, by what the ways reckon with.

use super::*;

/// Machines of a MW at a hashprice that stays, and a plan that neither renews nor pays guards.
fn standing(j_per_th: f64, hashprice_usd: f64, fleet: Fleet) -> Stage {
    let mut stage = stage();
    stage.course.hashprice_usd = vec![hashprice_usd; QUARTERS];
    stage.course.cost = vec![1.0; QUARTERS];
    stage.fleet = Some(Fleet {
        mw: 1.0,
        j_per_th,
        renews: false,
        idle_share: 1.0,
        ..fleet
    });
    stage
}

/// M$ that a MW leaves in the first year.
fn year(stage: &Stage) -> f64 {
    stage.with(|case| case.margins.kept()[..4].iter().sum())
}

#[test]
fn fleets_leave_what_the_reference_says() {
    // At 29.4 $/PH/day, fees of 1 %, 2 % to the pool, 45 and 7 $/MWh and 92 % of the hours, k$ of a MW and year.
    for (j_per_th, kusd) in [(13.5, 305.0), (17.5, 139.0), (20.0, 70.0), (30.0, -93.0)] {
        let fleet = Fleet {
            uptime: 0.92,
            ..fleet()
        };
        let stage = standing(j_per_th, 29.4 * 1.01, fleet);
        let got = year(&stage) * 1e3;
        // The worst of them stands still: it pays its guards and not its power.
        let want = f64::max(kusd, -7.0 * 8.760 * 0.92);
        assert!((got - want).abs() < 1.5, "{j_per_th}: {got}");
        let expected = stage.with(|case| {
            let fleet = case.site.fleet.as_ref().unwrap();
            let four = [29.4 * 1.01; 4].into_iter();
            fleet.expected(four, 1.0, 1.0, [1.0; 4].into_iter())
        });
        near(expected, year(&stage).max(0.0), 1e-12);
    }
}

#[test]
fn iren_s_first_quarter_of_2025() {
    // Example 2: 29.4 EH/s of 15 J/TH earned 139.9 M$ in 90 days and paid 36.5 for power: 0.96 M$ a MW and year.
    let fleet = Fleet {
        uptime: 1.0,
        pool_fee: 0.0,
        power_usd_per_mwh: 36.5e6 / (441.0 * 24.0 * 90.0),
        opex_usd_per_mwh: 0.0,
        ..fleet()
    };
    let stage = standing(15.0, 139.9e6 / (29.4e3 * 90.0), fleet);
    near(year(&stage), 0.96, 0.015);
}
