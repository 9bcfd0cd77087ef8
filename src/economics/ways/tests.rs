mod mines;
mod when;

use std::sync::LazyLock;

use super::*;
use crate::economics::cash::{self, growing_annuity};
use crate::economics::lease::Opex;
use crate::economics::market::{MarketFigures, Shock, built_in};
use crate::economics::near;
use crate::economics::path::MarketPath;
use crate::economics::sample::{Laws, MarketDraw, buyer};
use crate::site::mining::TenantCredit;

const QUARTERS: usize = 66;

/// Everything that a case borrows.
struct Stage {
    sample: MarketDraw,
    course: MarketPath,
    outlook: Expectation,
    blocks: Vec<Lot>,
    fleet: Option<Fleet>,
    requests: Vec<f64>,
    obstacle_month: Option<f64>,
    signing: Signing,
    discounts: Discounts,
}

fn block(critical_mw: f64, mining_mw: f64, from: f64, live: f64) -> Lot {
    Lot {
        critical_mw,
        mining_mw,
        spend_from_month: from,
        live_month: live,
        mining_until_month: live,
        capex_musd: 10.0 * critical_mw,
        prepaid_musd: 0.0,
    }
}

fn fleet() -> Fleet {
    Fleet {
        mw: 190.0,
        j_per_th: 19.0,
        pue: 1.0,
        age_years: 2.0,
        life_years: 5.0,
        uptime: 0.90,
        pool_fee: 0.02,
        power_usd_per_mwh: 45.0,
        power_follows: 0.0,
        opex_usd_per_mwh: 7.0,
        idle_share: 0.35,
        flexibility_musd: 0.0,
        hosted_usd_per_mwh: None,
        allowed_until_month: f64::INFINITY,
        renews: true,
    }
}

/// The likely market, read once.
static MARKET: LazyLock<(MarketFigures, MarketDraw, MarketPath, Expectation)> =
    LazyLock::new(|| {
        let market = built_in().clone();
        let sample = Laws::new(&market).likely(&market, TenantCredit::Backed);
        let course = MarketPath::new(&sample.start, QUARTERS, |_| [0.0; Shock::COUNT]);
        let outlook = Expectation::new(&sample.start, buyer(&market, 0.20), QUARTERS);
        (market, sample, course, outlook)
    });

/// 200 MW of connection, 190 of machines, 140 critical in two blocks, signed, in the likely market without shocks.
fn stage() -> Stage {
    let (market, sample, course, outlook) = &*MARKET;
    Stage {
        sample: *sample,
        course: course.clone(),
        outlook: outlook.clone(),
        blocks: vec![block(70.0, 95.0, 0.0, 18.0), block(70.0, 95.0, 9.0, 27.0)],
        fleet: Some(fleet()),
        requests: market.load_shape("inference").unwrap().requests.clone(),
        obstacle_month: None,
        signing: Signing::SIGNED,
        discounts: Discounts::new(Rates::of(market), QUARTERS),
    }
}

impl Stage {
    fn with<T>(&self, look: impl FnOnce(&Appraisal) -> T) -> T {
        let site = Property {
            gross_mw: 200.0,
            sale_musd: 85.0,
            kept_musd: 85.0,
            held_until_month: f64::INFINITY,
            fleet: self.fleet,
            requests: &self.requests,
            obstacle_month: self.obstacle_month,
            quarters: QUARTERS,
        };
        let world = World {
            market: self.course.from(0, QUARTERS),
            outlook: (&self.outlook, 0),
            lease: self.sample.lease,
            signing: self.signing,
            cloud: self.sample.cloud,
            gpu_fall: 0.3,
            power: (45.0, 0.0),
            beside: self.sample.beside,
        };
        let mut margins = Margins::default();
        margins.fill(site.fleet.as_ref(), &world.market, world.outlook, QUARTERS);
        look(&Appraisal {
            site: &site,
            blocks: &self.blocks,
            world: &world,
            margins: &margins,
            discounts: &self.discounts,
        })
    }

    fn worth(&self, way: Alternative) -> Result<f64, Reason> {
        self.with(|case| case.worth(way))
    }

    fn flows(&self, way: Alternative) -> Flows {
        self.with(|case| case.flows(way)).unwrap()
    }
}

#[test]
fn a_worth_is_what_its_flows_are_worth() {
    let mut stage = stage();
    stage.obstacle_month = Some(14.0);
    for signing in [
        Signing::SIGNED,
        Signing {
            month: Some(7.5),
            ..stage.sample.signing
        },
        Signing {
            month: None,
            ..stage.sample.signing
        },
    ] {
        stage.signing = signing;
        for way in Alternative::ALL {
            let flows = stage.flows(way);
            let sum: f64 = [
                Earner::Mining,
                Earner::Lease,
                Earner::Cloud,
                Earner::Property,
            ]
            .into_iter()
            .flat_map(|earner| {
                let of = stage.discounts.factor(0, earner);
                assert!(of < 1.0);
                flows
                    .of(earner)
                    .iter()
                    .enumerate()
                    .map(move |(quarter, flow)| (quarter, earner, *flow))
                    .collect::<Vec<_>>()
            })
            .map(|(quarter, earner, flow)| flow * stage.discounts.factor(quarter, earner))
            .sum();
            let worth = stage.worth(way).unwrap();
            assert!(
                (worth - sum - flows.now).abs() < 1e-9 * worth.abs().max(1.0),
                "{way:?}"
            );
        }
    }
}

#[test]
fn a_lease_recomputed_by_hand() {
    // One block of 100 MW, live at once, paid at once, no mine: 15 years of rent at 3 % less running cost, at 10 %.
    let mut stage = stage();
    stage.fleet = None;
    stage.blocks = vec![block(100.0, 0.0, 0.0, 0.0)];
    stage.sample.lease.ramp_months = 0.0;
    stage.discounts = Discounts::new(Rates::one(0.10), QUARTERS);
    let noi = 100.0 * (128.0 * 12.0 / 1e3 - 0.234);
    // Quarters of a year, in the middle of each, against the year's end.
    let within: f64 = (0..4)
        .map(|quarter| 1.1_f64.powf(-(f64::from(quarter) + 0.5) / 4.0))
        .sum::<f64>()
        / 4.0
        * 1.1;
    let rents = noi * growing_annuity(0.10, 0.03, 15.0) * within;
    let capex = 1000.0 * 1.1_f64.powf(-0.125);
    let site = 200.0 * 0.425 * 1.1_f64.powf(-(65.0 + 0.5) / 4.0);
    near(
        stage.worth(Alternative::Lease).unwrap(),
        rents - capex + site,
        1e-9,
    );
    // Beside it, never in it.
    let (then, today) = stage.with(|case| case.exit_beside(0.085)).unwrap();
    near(then, noi * 1.03_f64.powi(15) / 0.085 - 85.0, 1e-9);
    near(today, then * 1.1_f64.powf(-65.5 / 4.0), 1e-9);
    assert_eq!(stage.with(|case| case.exit_beside(0.0)), None);
    near(stage.with(|case| case.first_noi_musd()), noi, 1e-12);
    assert_eq!(
        stage.flows(Alternative::Lease).of(Earner::Lease)[60..],
        [0.0; 6]
    );
}

#[test]
fn a_mine_recomputed_by_hand() {
    let mut stage = stage();
    stage.fleet = stage.fleet.map(|fleet| Fleet {
        renews: false,
        idle_share: 0.0,
        ..fleet
    });
    let flows = stage.flows(Alternative::Mine);
    // First quarter: 29.694 $/PH/day at 19 J/TH and 2 % leaves 63.8 $/MWh; power and other cost take 52.
    let margin = 29.4 * 1.01 * 0.98 / (0.024 * 19.0) - 52.0;
    near(
        flows.of(Earner::Mining)[0],
        margin * 8760.0 / 4.0 * 0.90 * 190.0 / 1e6,
        1e-9,
    );
    // After the halving the machines stand still and cost nothing.
    assert_eq!(flows.of(Earner::Mining)[7], 0.0);
    let by_hand = cash::npv(
        0.0,
        flows.of(Earner::Mining),
        &cash::discounts(0.20, QUARTERS),
    ) + 200.0 * 0.425 * 1.12_f64.powf(-65.5 / 4.0);
    near(stage.worth(Alternative::Mine).unwrap(), by_hand, 1e-9);
}

#[test]
fn every_way_that_keeps_the_site_has_it_at_the_end_and_nothing_else() {
    let mut stage = stage();
    stage.obstacle_month = Some(12.0);
    for way in Alternative::ALL {
        let flows = stage.flows(way);
        let site = flows.of(Earner::Property);
        if way == Alternative::Sale {
            assert_eq!(flows.quarters().iter().sum::<f64>(), 0.0);
            near(flows.now, 200.0 * 0.425 + 190.0 * 3.0 / 19.0, 1e-9);
        } else {
            assert_eq!(site[QUARTERS - 1], 85.0, "{way:?}");
            assert!(site[..QUARTERS - 1].iter().all(|flow| *flow == 0.0));
        }
    }
}

#[test]
fn mining_goes_on_until_each_hall_takes_its_place() {
    let flows = stage().flows(Alternative::Lease);
    let mining = flows.of(Earner::Mining);
    let alone = stage().flows(Alternative::Mine);
    // Nobody buys machines with the halving ahead.
    for (with_halls, without) in mining.iter().zip(alone.of(Earner::Mining)).take(6) {
        near(*with_halls, *without, 1e-9);
    }
    // The first hall comes after six quarters and sells half of the machines, the second after nine; in between a halving
    // leaves nothing but what guards cost.
    assert!(mining[6] > mining[5]);
    assert!(mining[8] < 0.0 && mining[8] > -2.0);
    assert!(mining[9] > 0.0);
    assert!(mining[10..].iter().all(|flow| *flow == 0.0));
    let lease = flows.of(Earner::Lease);
    assert!(lease[..6].iter().all(|flow| *flow < 0.0));
    near(lease[..6].iter().sum(), -700.0 - 350.0, 1e-9);
    assert!(lease[9..65].iter().all(|flow| *flow > 0.0));
}

#[test]
fn all_of_the_capital_is_spent() {
    let mut stage = stage();
    stage.sample.lease.rent_usd_per_kw_month = 0.0;
    stage.sample.lease.opex = Opex::Net { share: 0.0 };
    for (from, live) in [
        (0.0, 18.0),
        (-6.0, 10.0),
        (4.0, 4.0),
        (1.0, 1.5),
        (2.5, 29.2),
    ] {
        stage.blocks = vec![block(70.0, 95.0, from, live)];
        near(
            stage
                .flows(Alternative::Lease)
                .of(Earner::Lease)
                .iter()
                .sum(),
            -700.0,
            1e-9,
        );
    }
    // A hall that never comes costs nothing, and the mine goes on.
    stage.blocks = vec![block(70.0, 190.0, 0.0, f64::INFINITY)];
    near(
        stage.worth(Alternative::Lease).unwrap(),
        stage.worth(Alternative::Mine).unwrap(),
        1e-12,
    );
}

#[test]
fn cooling_takes_its_share_of_what_is_drawn() {
    let mined = |change: &dyn Fn(Fleet) -> Fleet| {
        let mut stage = stage();
        stage.fleet = stage.fleet.map(|fleet| {
            change(Fleet {
                renews: false,
                ..fleet
            })
        });
        stage.flows(Alternative::Mine).of(Earner::Mining)[4]
    };
    let plain = mined(&|fleet| fleet);
    let cooled = mined(&|fleet| Fleet { pue: 1.1, ..fleet });
    assert!(cooled < plain);
    // As many machines as a tenth more J/TH would leave.
    near(
        cooled,
        mined(&|fleet| Fleet {
            j_per_th: 19.0 * 1.1,
            ..fleet
        }),
        1e-12,
    );
    // A customer pays for what its machines take, not for what cools them.
    let hosted = |pue: f64, usd: f64| {
        mined(&|fleet| Fleet {
            pue,
            hosted_usd_per_mwh: Some(usd),
            ..fleet
        })
    };
    near(hosted(1.25, 60.0), hosted(1.0, 48.0), 1e-12);
}
