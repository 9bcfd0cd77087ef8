//! What waits, what doesn't apply, what is replaced.

use proptest::prelude::*;

use super::*;

#[test]
fn an_unsigned_lease_waits_and_may_never_come() {
    let mut stage = stage();
    let signed = stage.worth(Alternative::Lease).unwrap();
    stage.signing = Signing {
        month: Some(12.0),
        ..stage.sample.signing
    };
    let later = stage.worth(Alternative::Lease).unwrap();
    assert!(later < signed);
    let first_rent = |flows: &Flows| {
        flows
            .of(Earner::Lease)
            .iter()
            .position(|flow| *flow > 0.0)
            .unwrap()
    };
    assert_eq!(
        first_rent(&stage.flows(Alternative::Lease)),
        9,
        "12 months, 70 % of 18, and a ramp"
    );
    stage.obstacle_month = None;
    assert_eq!(
        first_rent(&stage.flows(Alternative::Bridge)),
        10,
        "12 months and all of 18"
    );
    // Never: mining, less half of the early works.
    stage.signing.month = None;
    let never = stage.flows(Alternative::Lease);
    near(
        never.of(Earner::Lease).iter().sum(),
        -0.05 * 1400.0 * 0.5,
        1e-9,
    );
    let mine = stage.flows(Alternative::Mine);
    assert_eq!(never.of(Earner::Mining), mine.of(Earner::Mining));
    assert_eq!(
        stage.worth(Alternative::Bridge),
        stage.worth(Alternative::Mine)
    );
}

#[test]
fn a_bridge_decides_by_what_is_known() {
    let mut stage = stage();
    assert_eq!(
        stage.worth(Alternative::Bridge),
        Err(Reason::NothingToWaitFor)
    );
    stage.obstacle_month = Some(24.0);
    let rent = |stage: &Stage| {
        stage
            .flows(Alternative::Bridge)
            .of(Earner::Lease)
            .iter()
            .any(|flow| *flow > 0.0)
    };
    assert!(rent(&stage));
    let spent = stage.flows(Alternative::Bridge);
    assert!(
        spent.of(Earner::Lease)[..8].iter().all(|flow| *flow == 0.0),
        "nothing before the obstacle is gone"
    );
    // At a rent that doesn't pay, it mines on.
    stage.sample.lease.rent_usd_per_kw_month = 70.0;
    assert!(!rent(&stage));
    assert_eq!(
        stage.worth(Alternative::Bridge),
        stage.worth(Alternative::Mine)
    );
    // And where the best machines on the cheapest power beat the tenant.
    stage.sample.lease.rent_usd_per_kw_month = 128.0;
    stage.fleet = stage.fleet.map(|fleet| Fleet {
        j_per_th: 10.0,
        power_usd_per_mwh: 5.0,
        ..fleet
    });
    assert!(!rent(&stage));
}

#[test]
fn a_hybrid_needs_something_to_mine_with() {
    let mut stage = stage();
    // All machines make way; inference leaves troughs, training none.
    let fill = fillable(&stage.requests, 0.35, 0.05);
    assert!((0.11..0.125).contains(&fill), "{fill}");
    assert_eq!(fillable(&[], 0.35, 0.05), 0.0);
    assert!(stage.worth(Alternative::Hybrid).is_ok());
    stage.requests.clear();
    assert_eq!(stage.worth(Alternative::Hybrid), Err(Reason::NothingLeft));
    // With half of the machines left, it is the lease, a percent of its rent, and what they earn.
    stage.blocks.truncate(1);
    let (hybrid, lease) = (
        stage.flows(Alternative::Hybrid),
        stage.flows(Alternative::Lease),
    );
    near(
        hybrid.of(Earner::Lease)[40] / lease.of(Earner::Lease)[40],
        1.0,
        0.02,
    );
    assert!(hybrid.of(Earner::Lease)[40] < lease.of(Earner::Lease)[40]);
    assert_eq!(lease.of(Earner::Mining)[40], 0.0);
    let alone = stage.flows(Alternative::Mine);
    near(
        hybrid.of(Earner::Mining)[40],
        0.5 * alone.of(Earner::Mining)[40],
        1e-9,
    );
}

#[test]
fn a_cloud_waits_for_accelerators_and_replaces_them_only_where_it_pays() {
    let mut stage = stage();
    stage.blocks = vec![block(70.0, 190.0, 0.0, 3.0)];
    stage.sample.cloud.contract_share = 1.0;
    let flows = stage.flows(Alternative::Cloud);
    let cloud = flows.of(Earner::Cloud);
    near(cloud[0], -700.0, 1e-9);
    assert_eq!(cloud[1..3], [0.0; 2]);
    assert!(
        cloud[3] < -1800.0,
        "70 MW of 29 M$ each, delivered after nine months"
    );
    assert!(cloud[4] > 100.0);
    // The tenant that was asked for pays nothing here.
    assert!(flows.of(Earner::Lease).iter().all(|flow| *flow == 0.0));
    // At 80 % of the income the next generation does not earn its price: it ends with what the first one fetches.
    near(cloud[23], 70.0 * 29.0 * 0.2, 0.01);
    assert!(cloud[24..].iter().all(|flow| *flow == 0.0));
    stage.sample.cloud.contract_usd_per_hour = 6.0;
    assert!(stage.flows(Alternative::Cloud).of(Earner::Cloud)[24] > 0.0);
}

#[test]
fn what_does_not_apply_says_why() {
    let mut stage = stage();
    let fleet = stage.fleet;
    stage.fleet = None;
    assert_eq!(stage.worth(Alternative::Mine), Err(Reason::NoFleet));
    assert!(stage.worth(Alternative::Lease).is_ok());
    stage.fleet = fleet.map(|fleet| Fleet {
        allowed_until_month: 0.0,
        ..fleet
    });
    assert_eq!(stage.worth(Alternative::Mine), Err(Reason::Forbidden));
    assert_eq!(stage.worth(Alternative::Hybrid), Err(Reason::Forbidden));
    stage.fleet = fleet.map(|fleet| Fleet {
        allowed_until_month: 10.0,
        ..fleet
    });
    let mining = stage.flows(Alternative::Mine);
    let kept = stage.course.resale_usd_per_th[3] / 19.0 * 190.0;
    assert!(
        mining.of(Earner::Mining)[3] > kept,
        "a month of mining, and the machines are sold"
    );
    assert!(
        mining.of(Earner::Mining)[4..]
            .iter()
            .all(|flow| *flow == 0.0)
    );
    stage.blocks.clear();
    for way in [
        Alternative::Lease,
        Alternative::Hybrid,
        Alternative::Cloud,
        Alternative::Bridge,
    ] {
        assert_eq!(stage.worth(way), Err(Reason::NoMegawatts));
    }
    assert!(stage.worth(Alternative::Sale).is_ok());
}

#[test]
fn new_machines_are_bought_where_they_pay() {
    let mut stage = stage();
    // Cheap power and old machines: they are renewed, and it is worth it.
    stage.fleet = stage.fleet.map(|fleet| Fleet {
        power_usd_per_mwh: 25.0,
        j_per_th: 30.0,
        age_years: 4.0,
        ..fleet
    });
    let renewed = stage.worth(Alternative::Mine).unwrap();
    stage.fleet = stage.fleet.map(|fleet| Fleet {
        renews: false,
        ..fleet
    });
    assert!(renewed > stage.worth(Alternative::Mine).unwrap() + 10.0);
    // Dear power: never.
    stage.fleet = stage.fleet.map(|fleet| Fleet {
        power_usd_per_mwh: 90.0,
        renews: true,
        ..fleet
    });
    let flows = stage.flows(Alternative::Mine);
    assert!(flows.of(Earner::Mining).iter().all(|flow| *flow > -1.0));
}

#[test]
fn machines_are_not_replaced_before_half_of_their_life() {
    let bought_in = |age_years: f64| {
        let mut stage = stage();
        stage.fleet = stage.fleet.map(|fleet| Fleet {
            power_usd_per_mwh: 15.0,
            j_per_th: 30.0,
            age_years,
            life_years: 4.0,
            ..fleet
        });
        let renewed = stage.flows(Alternative::Mine);
        stage.fleet = stage.fleet.map(|fleet| Fleet {
            renews: false,
            ..fleet
        });
        let kept = stage.flows(Alternative::Mine);
        let (renewed, kept) = (renewed.of(Earner::Mining), kept.of(Earner::Mining));
        renewed.iter().zip(kept).position(|(a, b)| a != b)
    };
    // At 15 $/MWh new ones pay at once; an owner asks once a year, from the second year of their age on.
    assert_eq!(bought_in(2.0), Some(0));
    assert_eq!(bought_in(1.0), Some(4));
    assert_eq!(bought_in(0.5), Some(8));
    assert_eq!(bought_in(0.0), Some(8));
}

#[test]
fn customers_of_a_host_stop_when_they_lose() {
    let mut stage = stage();
    stage.fleet = stage.fleet.map(|fleet| Fleet {
        hosted_usd_per_mwh: Some(60.0),
        ..fleet
    });
    let flows = stage.flows(Alternative::Mine);
    near(
        flows.of(Earner::Mining)[0],
        (60.0 - 52.0) * 8760.0 / 4.0 * 0.90 * 190.0 / 1e6,
        1e-9,
    );
    assert!(flows.of(Earner::Mining)[8] < 0.0);
}

#[test]
fn debt_lifts_the_return_of_the_owner() {
    let stage = stage();
    let flows = stage.flows(Alternative::Lease);
    let live = 9;
    let income: Vec<f64> = flows.of(Earner::Lease)[live..]
        .iter()
        .map(|flow| flow.max(0.0))
        .collect();
    let debt = cash::sculpted(&income, 0.0619, 1.31, 0.8 * 1400.0).unwrap();
    let with = cash::irr(0.0, &flows.with_debt(&debt, 0.0619, live)).unwrap();
    let without = flows.irr().unwrap();
    assert!(with > without + 0.02, "{with} {without}");
    assert!(flows.payback_years().is_some());
    near(
        flows.years().iter().sum(),
        flows.quarters().iter().sum::<f64>() + flows.now,
        1e-9,
    );
}

#[test]
fn levers() {
    let stage = stage();
    let later = stage.blocks[0].delayed(52.0);
    assert_eq!(
        (
            later.live_month,
            later.mining_until_month,
            later.spend_from_month
        ),
        (30.0, 30.0, 0.0)
    );
    assert_eq!(stage.blocks[0].costing(1.5).capex_musd, 1050.0);
    // Until the term of the last block is over; what never comes has none.
    assert_eq!(horizon(&stage.blocks, 15.0), 69);
    assert_eq!(horizon(&stage.blocks[..1], 15.0), 66);
    assert_eq!(horizon(&[], 15.0), 60);
    // A last few decide nothing.
    let late = Lot {
        critical_mw: 1.0,
        live_month: 200.0,
        ..stage.blocks[0]
    };
    assert_eq!(horizon(&[&stage.blocks[..], &[late]].concat(), 15.0), 69);
    assert_eq!(horizon(&stage.blocks, 100.0), 160);
}

proptest! {
    #[test]
    fn whatever_comes_is_a_number(
        mw in 0.0..500.0_f64, from in -24.0..60.0_f64, takes in 0.0..80.0_f64, signed in -1.0..200.0_f64,
        obstacle in -5.0..250.0_f64, age in 0.0..12.0_f64, until in -1.0..300.0_f64, j_per_th in 5.0..60.0_f64,
    ) {
        let mut stage = stage();
        stage.blocks = vec![block(mw, 0.7 * mw, from, from + takes), block(mw, 0.7 * mw, from, f64::INFINITY)];
        stage.signing = Signing { month: (signed >= 0.0).then_some(signed), ..stage.sample.signing };
        stage.obstacle_month = Some(obstacle);
        stage.fleet = stage.fleet.map(|fleet| Fleet { age_years: age, allowed_until_month: until, j_per_th, ..fleet });
        for way in Alternative::ALL {
            if let Ok(worth) = stage.worth(way) {
                prop_assert!(worth.is_finite(), "{way:?}");
            }
        }
    }
}
