//! A mine in a market that never moves, worked out by hand.

use std::sync::{Arc, LazyLock};

use super::*;
use crate::economics::cash::discounts;
use crate::economics::holdings::{MineToday, SignedLease};
use crate::economics::market::{MarketFigures, RawMarket, built_in};
use crate::economics::near;
use crate::economics::reckoning::{economics, mean, more};
use crate::economics::tornado::tornado;
use crate::economics::ways::{Rates, Reason};
use crate::hosting::catalog;
use crate::plan::Waits;
use crate::typical::Sample;

const SAMPLE: Sample = Sample { draws: 64, seed: 0 };

/// A market of which every figure is likely, nothing walks and nothing halves, in which every lease is signed today.
static CALM: LazyLock<MarketFigures> = LazyLock::new(|| {
    let mut written: RawMarket = built_in().written().clone();
    for figure in &mut written.figures {
        let likely = match figure.quantity {
            Quantity::PriceVolatility
            | Quantity::DifficultyVolatility
            | Quantity::PowerVolatility
            | Quantity::GpuVolatility
            | Quantity::PowerGrowth
            | Quantity::CostInflation
            | Quantity::PriceDrift
            | Quantity::EfficiencyGain
            | Quantity::FeeShare
            | Quantity::BlockRamp
            | Quantity::DefaultBackstopped => 0.0,
            // Nobody buys new machines at that.
            Quantity::NewMachinePrice => 1_000.0,
            // Where the marginal miner earns its cost at the hashprice of today, difficulty stands still.
            Quantity::Hashprice => 0.024 * 25.0 * 50.0,
            Quantity::MarginalMachine => 25.0,
            Quantity::MarginalCost => 50.0,
            Quantity::HalvingNext => 2200.0,
            _ => figure.likely,
        };
        (figure.low, figure.likely, figure.high) = (likely, likely, likely);
    }
    written.checked().unwrap()
});

fn courses(market: &'static MarketFigures) -> Arc<Courses<'static>> {
    Arc::new(Courses::new(market, Rates::of(market), SAMPLE))
}

const JUDGED: Judgment = Judgment {
    converts: true,
    convertibility: 85.0,
};

/// 200 MW, 190 of them mining at 20 J/TH and 40 $/MWh.
fn holdings() -> Holdings {
    Holdings {
        connection_mw: 200.0,
        sold_mw: 200.0,
        held_until_month: f64::INFINITY,
        owned: true,
        mine: MineToday {
            fleet_mw: 190.0,
            j_per_th: 20.0,
            pue: 1.0,
            uptime: 0.9,
            pool_fee: 0.02,
            power_usd_per_mwh: 40.0,
            follows: false,
            flexibility_musd: 0.0,
            hosted_usd_per_mwh: Some(0.0),
            allowed_until_month: f64::INFINITY,
        },
        signed: Some(SignedLease {
            rent_usd_per_kw_month: 150.0,
            escalator: 0.0,
            term_years: 10.0,
            ramp_months: 0.0,
            credit: TenantCredit::Backed,
            prepaid_musd: 0.0,
        }),
        debt_musd: 0.0,
    }
}

/// 100 critical MW on 150 MW of grid, live in month 12, at 10 M$ each, paid in the year before.
fn outlay() -> Outlay {
    Outlay {
        critical_mw: 100.0,
        grid_mw: 150.0,
        live_grid_mw: 200.0,
        in_place: false,
        owner_musd: 1000.0,
        live_month: 12.0,
        paid_over_months: 12.0,
        waits: Waits::Works,
        installed_over_months: 6.0,
    }
}

fn estate(
    market: &'static MarketFigures,
    holdings: Holdings,
    blocks: &[Outlay],
) -> Estate<'static> {
    let target = catalog().target("nvl72").unwrap();
    let mut estate = Estate::begin(courses(market), &target, "A", None);
    estate.set_median(holdings, JUDGED, blocks);
    for _ in 0..SAMPLE.draws {
        estate.add(holdings, JUDGED, blocks);
    }
    estate
}

fn worth(estate: &Estate, way: Alternative) -> f64 {
    let worths = estate.worths(&WhatIf::NONE);
    let musd = worths.of(way).unwrap();
    assert!(musd.iter().all(|one| (one - musd[0]).abs() < 1e-9));
    mean(musd)
}

#[test]
fn a_lease_is_what_a_spreadsheet_says() {
    // A hosting customer that pays nothing leaves the mine standing still: the lease alone.
    let mut holdings = holdings();
    holdings.mine.fleet_mw = 0.0;
    let estate = estate(&CALM, holdings, &[outlay()]);
    assert_eq!(estate.years(), 11.0);
    // Year one: 250 M$ a quarter out. Then ten years of 100 MW × (150 × 12 − 234) k$, running cost growing by 3 % a year.
    let factors = discounts(0.10, 44);
    let out: f64 = factors[..4].iter().map(|factor| -250.0 * factor).sum();
    let year = |nth: i32| 100.0 * (1.8 - 0.234 * 1.03_f64.powi(nth)) / 4.0;
    let income: f64 = (0..10)
        .flat_map(|nth| [year(nth); 4])
        .zip(&factors[4..])
        .map(|(musd, factor)| musd * factor)
        .sum();
    let site = 200.0 * 0.525 * discounts(0.12, 44)[43];
    near(
        worth(&estate, Alternative::Lease),
        out + income + site,
        1e-9,
    );
    // 1 000 M$ out half a year from now on average; 153 M$ a year on average in, ten years at 10 % from the second on.
    near(out, -953.0, 1e-3);
    near(income, 901.3, 1e-3);
    near(worth(&estate, Alternative::Sale), 105.0, 1e-9);
}

#[test]
fn a_mine_is_what_a_spreadsheet_says() {
    let mut holdings = holdings();
    holdings.mine.hosted_usd_per_mwh = None;
    holdings.signed = None;
    let estate = estate(&CALM, holdings, &[]);
    // 30 $/PH/day × 0.98 ÷ (0.024 × 20) = 61.25 $/MWh, less 40 and 7 of other cost: 14.25 on 190 MW and 0.9 of 8 760 h.
    let margin = 190.0 * 8_760.0 * 0.9 * (30.0 * 0.98 / 0.48 - 47.0) / 1e6;
    near(margin, 21.35, 1e-3);
    let quarters = estate.quarters();
    assert_eq!(quarters, 60, "the tenant's fifteen years, without a block");
    let mined: f64 = discounts(0.20, quarters)
        .iter()
        .map(|f| f * margin / 4.0)
        .sum();
    let site = 200.0 * 0.525 * discounts(0.12, quarters)[quarters - 1];
    near(worth(&estate, Alternative::Mine), mined + site, 1e-9);
    let worths = estate.worths(&WhatIf::NONE);
    assert_eq!(
        worths
            .0
            .iter()
            .find(|of| of.way == Alternative::Lease)
            .unwrap()
            .reason(),
        Some(Reason::NoMegawatts)
    );
}

#[test]
fn a_likely_lease_is_of_the_credit_that_signed() {
    let credit = |signed: Option<TenantCredit>| {
        let mut holdings = holdings();
        holdings.signed = holdings
            .signed
            .zip(signed)
            .map(|(lease, credit)| SignedLease { credit, ..lease });
        estate(&CALM, holdings, &[outlay()]).credit()
    };
    assert_eq!(
        credit(None),
        catalog().target("nvl72").unwrap().tenant.credit
    );
    for signed in [TenantCredit::Unrated, TenantCredit::InvestmentGrade] {
        assert_eq!(credit(Some(signed)), signed);
    }
}

#[test]
fn halls_take_from_the_mine_what_power_they_need() {
    let fleet = holdings();
    let mined = |blocks: &[Outlay]| -> Vec<f64> {
        lots(&fleet, JUDGED, blocks)
            .iter()
            .map(|lot| lot.mining_mw)
            .collect()
    };
    // 10 of 200 MW are free: 150 for the hall leave 50 for the mine.
    assert_eq!(mined(&[outlay()]), [140.0]);
    let second = Outlay {
        grid_mw: 100.0,
        live_grid_mw: 320.0,
        ..outlay()
    };
    // 120 MW more come with the second, which then takes nothing.
    assert_eq!(mined(&[outlay(), second]), [140.0, 0.0]);
    let crowded = Outlay {
        grid_mw: 100.0,
        ..outlay()
    };
    assert_eq!(mined(&[outlay(), crowded]), [140.0, 50.0]);
    let in_place = Outlay {
        in_place: true,
        ..outlay()
    };
    let until = |block: Outlay| lots(&fleet, JUDGED, &[block])[0].mining_until_month;
    assert_eq!((until(outlay()), until(in_place)), (12.0, 6.0));
    let prepaid = Holdings {
        signed: fleet.signed.map(|lease| SignedLease {
            prepaid_musd: 250.0,
            ..lease
        }),
        ..fleet
    };
    assert_eq!(lots(&prepaid, JUDGED, &[outlay()])[0].capex_musd, 750.0);
    let barred = Judgment {
        converts: false,
        ..JUDGED
    };
    assert!(lots(&fleet, barred, &[outlay()]).is_empty());
}

#[test]
fn the_cost_of_a_plan_moves_a_lease_against_a_sale_by_what_it_pays_out() {
    let target = catalog().target("nvl72").unwrap();
    let mut holdings = holdings();
    holdings.mine.fleet_mw = 0.0;
    let mut estate = Estate::begin(courses(&CALM), &target, "A", None);
    estate.set_median(holdings, JUDGED, &[outlay()]);
    // 8 M$ for each of 100 MW in half of the draws, 16 in the others.
    let musd = |draw: u64| {
        if draw.is_multiple_of(2) {
            800.0
        } else {
            1600.0
        }
    };
    for draw in 0..SAMPLE.draws as u64 {
        let block = Outlay {
            owner_musd: musd(draw),
            ..outlay()
        };
        estate.add(holdings, JUDGED, &[block]);
    }
    let pair = (Alternative::Lease, Alternative::Sale);
    let worths = estate.worths_of(&[pair.0, pair.1], &WhatIf::NONE);
    let (lease, sale) = (worths.of(pair.0).unwrap(), worths.of(pair.1).unwrap());
    let differences = more(&worths, pair.0, pair.1).unwrap();
    assert_eq!(differences.len(), SAMPLE.draws);
    for (draw, musd) in differences.iter().enumerate() {
        near(*musd, lease[draw] - sale[draw], 1e-12);
    }
    // A fourth of it in each of the first four quarters, by the middle of each.
    let out: f64 = discounts(0.10, 4).iter().sum::<f64>() / 4.0;
    near(differences[0] - differences[1], 800.0 * out, 1e-9);
    let bars = tornado(&estate, pair, &[]);
    let of_cost = |bar: &&crate::economics::tornado::Moved| bar.path == "plan.capex_musd_per_mw";
    let swing = bars.iter().find(of_cost).unwrap().swing;
    assert_eq!((swing.low, swing.high), (8.0, 16.0));
    near(swing.at_low - swing.at_high, 800.0 * out, 1e-9);
}

#[test]
fn what_a_draw_cannot_do_is_mined_and_wins_nothing() {
    let target = catalog().target("nvl72").unwrap();
    let mut holdings = holdings();
    holdings.mine.hosted_usd_per_mwh = None;
    let mut estate = Estate::begin(courses(&CALM), &target, "A", None);
    estate.set_median(holdings, JUDGED, &[outlay()]);
    for draw in 0..SAMPLE.draws {
        let judged = Judgment {
            converts: draw % 2 == 0,
            ..JUDGED
        };
        estate.add(holdings, judged, &[outlay()]);
    }
    let worths = estate.worths(&WhatIf::NONE);
    let (lease, mine) = (
        worths.of(Alternative::Lease).unwrap(),
        worths.of(Alternative::Mine).unwrap(),
    );
    assert_eq!(lease[1], mine[1]);
    assert_ne!(lease[0], mine[0]);
    let (economics, _) = economics(&estate);
    let hindsight = economics.of(Alternative::Lease).unwrap().hindsight;
    assert!(hindsight <= 0.5, "{hindsight}");
    let all: f64 = economics
        .ways
        .iter()
        .filter_map(|valued| valued.worth.as_ref().ok())
        .map(|worth| worth.hindsight)
        .sum();
    near(all, 1.0, 1e-9);
}

#[test]
fn every_input_moves_the_answer_as_in_life() {
    let mut base = holdings();
    // What is worth something is worth less later.
    base.signed = base.signed.map(|lease| SignedLease {
        rent_usd_per_kw_month: 250.0,
        ..lease
    });
    base.mine.hosted_usd_per_mwh = None;
    let lease = |holdings: Holdings, block: Outlay| {
        worth(&estate(&CALM, holdings, &[block]), Alternative::Lease)
    };
    let mine = |mine: MineToday| {
        let holdings = Holdings { mine, ..base };
        worth(&estate(&CALM, holdings, &[outlay()]), Alternative::Mine)
    };
    let now = lease(base, outlay());
    let signed = |change: fn(&mut SignedLease)| {
        let mut holdings = base;
        change(holdings.signed.as_mut().unwrap());
        lease(holdings, outlay())
    };
    assert!(signed(|lease| lease.rent_usd_per_kw_month = 260.0) > now);
    assert!(signed(|lease| lease.escalator = 0.03) > now);
    assert!(signed(|lease| lease.term_years = 15.0) > now);
    assert!(signed(|lease| lease.ramp_months = 12.0) < now);
    assert!(signed(|lease| lease.prepaid_musd = 100.0) > now);
    // What a tenant prepays of its lease helps no cloud.
    let cloud = |prepaid_musd: f64| {
        let mut holdings = base;
        holdings.signed.as_mut().unwrap().prepaid_musd = prepaid_musd;
        let estate = estate(&CALM, holdings, &[outlay()]);
        worth(&estate, Alternative::Cloud)
    };
    near(cloud(100.0), cloud(0.0), 1e-12);
    let block = |change: fn(&mut Outlay)| {
        let mut block = outlay();
        change(&mut block);
        lease(base, block)
    };
    assert!(block(|block| block.owner_musd = 1100.0) < now);
    assert!(block(|block| block.live_month = 18.0) < now);
    assert!(block(|block| block.paid_over_months = 6.0) > now);
    let mines = mine(base.mine);
    let with = |change: fn(&mut MineToday)| {
        let mut changed = base.mine;
        change(&mut changed);
        mine(changed)
    };
    assert!(with(|mine| mine.power_usd_per_mwh = 50.0) < mines);
    assert!(with(|mine| mine.j_per_th = 16.0) > mines);
    assert!(with(|mine| mine.pue = 1.1) < mines);
    assert!(with(|mine| mine.uptime = 0.8) < mines);
    assert!(with(|mine| mine.pool_fee = 0.04) < mines);
    assert!(with(|mine| mine.flexibility_musd = 0.03) > mines);
    assert!(with(|mine| mine.allowed_until_month = 24.0) < mines);
    assert!(with(|mine| mine.fleet_mw = 150.0) < mines);
}

#[test]
fn a_plan_that_starts_before_the_market_is_told_and_a_later_one_meets_a_later_market() {
    let target = catalog().target("nvl72").unwrap();
    let of = |month: Option<f64>| Estate::begin(courses(&CALM), &target, "A", month);
    let dated = CALM.as_of.months();
    assert_eq!(of(None).early_months(), 0.0);
    assert_eq!(of(Some(dated - 30.0)).early_months(), 30.0);
    assert_eq!(
        (
            of(Some(dated + 7.0)).start,
            of(Some(dated + 7.0)).early_months()
        ),
        (2, 0.0)
    );
    assert_eq!(
        of(Some(dated + 9_000.0)).start,
        super::super::courses::LATEST_START
    );
}
