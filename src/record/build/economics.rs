//! What the ways of using a connection are worth, as the record says it.

use super::super::economics::{
    AgainstEntry, AlternativeEntry, BesideEntry, BreakEvenEntry, CashFlowEntry, EconomicsEntry,
    KnowingEntry, LeversEntry, LikelyLeaseEntry, MarketEntry, PremiseEntry, RatesEntry, SwingEntry,
    WithMoneyEntry, YearsEntry,
};
use crate::assess::{Finances, WithMoney};
use crate::economics::reckoning::{Economics, Valued};
use crate::economics::report::{CashFlow, Reckoning, WayCourse};
use crate::economics::turn::Lever;
use crate::economics::ways::Alternative;
use crate::spread::Spread;

/// In the order in which people think of them: what is, then what may be.
const SHOWN: [Alternative; 6] = [
    Alternative::Mine,
    Alternative::Lease,
    Alternative::Cloud,
    Alternative::Hybrid,
    Alternative::Bridge,
    Alternative::Sale,
];

pub(super) fn entry(
    finances: &Finances,
    flows: &[CashFlow],
    reckoning: Option<&Reckoning>,
) -> EconomicsEntry {
    let Economics {
        market,
        old,
        ways,
        best,
        against_mining,
        rates,
        ..
    } = &finances.economics;
    let economics = &finances.economics;
    let found = |way| ways.iter().find(|valued: &&Valued| valued.way == way);
    EconomicsEntry {
        market: MarketEntry::of(market, old.as_deref()),
        rates: RatesEntry {
            mining: rates.mining.into(),
            lease: rates.lease.into(),
            cloud: rates.cloud.into(),
            site: rates.site.into(),
        },
        years: economics.years.into(),
        early_months: economics.early_months.into(),
        signed: economics.signed.into(),
        grid_mw: economics.grid_mw.into(),
        debt_musd: economics.debt.into(),
        alternatives: SHOWN
            .into_iter()
            .filter_map(found)
            .map(|valued| alternative(valued, reckoning))
            .collect(),
        best: *best,
        converting: economics.converting().into(),
        against_mining: against_mining.map(|against| AgainstEntry {
            id: against.way,
            npv_musd: against.musd.into(),
            npv_per_grid_mw_musd: against.per_grid_mw.into(),
            chance: against.chance.into(),
        }),
        exit_value_musd: economics.exit_beside.map(Into::into),
        break_even: reckoning.and_then(break_even),
        tornado: reckoning.map(tornado),
        worth_of_knowing: reckoning.map(knowing),
        worth_of_knowing_all_musd: reckoning.map(|of| of.knowing_all.into()),
        likely_lease: reckoning.and_then(likely_lease),
        premises: reckoning.map(premises),
        cash_flow: Some(cash_flow(flows)),
        beside: reckoning.map(beside),
    }
}

pub(super) fn with_money(verdict: &WithMoney) -> WithMoneyEntry {
    WithMoneyEntry {
        word: verdict.word,
        chance: verdict.chance.into(),
        reason: verdict.reason.clone(),
    }
}

fn alternative(valued: &Valued, reckoning: Option<&Reckoning>) -> AlternativeEntry {
    let worth = valued.worth.as_ref().ok();
    let course = reckoning.and_then(|of| course(of, valued.way));
    AlternativeEntry {
        id: valued.way,
        npv_musd: worth.map(|worth| worth.npv.into()),
        npv_per_grid_mw_musd: worth.map(|worth| worth.per_grid_mw.into()),
        hindsight: worth.map(|worth| worth.hindsight.into()),
        irr: course.and_then(|course| course.irr).map(Into::into),
        payback_years: course.and_then(|course| course.payback_years).map(years),
        npv_per_invested: course
            .and_then(|course| course.per_invested)
            .map(Into::into),
        reason: valued.worth.as_ref().err().map(ToString::to_string),
    }
}

fn course(reckoning: &Reckoning, way: Alternative) -> Option<&WayCourse> {
    reckoning.ways.iter().find(|course| course.way == way)
}

fn years(spread: Spread) -> YearsEntry {
    let year = |year: f64| year.is_finite().then(|| year.into());
    YearsEntry {
        p10: year(spread.p10),
        p50: year(spread.p50),
        p90: year(spread.p90),
        mean: year(spread.mean),
    }
}

fn break_even(reckoning: &Reckoning) -> Option<BreakEvenEntry> {
    let (one, other) = reckoning.pair?;
    let turn = |lever| reckoning.turns.iter().find(|turn| turn.lever == lever);
    let at = |lever| turn(lever).and_then(|turn| turn.at).map(Into::into);
    let now = |lever| turn(lever).map(|turn| turn.now.into());
    Some(BreakEvenEntry {
        between: [one, other],
        hashprice_usd_per_ph_day: at(Lever::Hashprice),
        rent_usd_per_kw_month: at(Lever::Rent),
        capex_musd_per_mw: at(Lever::Capex),
        delay_weeks: at(Lever::Delay),
        now: LeversEntry {
            hashprice_usd_per_ph_day: now(Lever::Hashprice),
            rent_usd_per_kw_month: now(Lever::Rent),
            capex_musd_per_mw: now(Lever::Capex),
        },
    })
}

fn tornado(reckoning: &Reckoning) -> Vec<SwingEntry> {
    let bars = reckoning.tornado.iter();
    bars.map(|moved| SwingEntry {
        path: moved.path.clone(),
        low: moved.swing.low.into(),
        high: moved.swing.high.into(),
        npv_difference_low_musd: moved.swing.at_low.into(),
        npv_difference_high_musd: moved.swing.at_high.into(),
    })
    .collect()
}

fn knowing(reckoning: &Reckoning) -> Vec<KnowingEntry> {
    let all = reckoning.knowing.iter();
    all.map(|(path, musd)| KnowingEntry {
        path: path.clone(),
        worth_musd: (*musd).into(),
    })
    .collect()
}

fn likely_lease(reckoning: &Reckoning) -> Option<LikelyLeaseEntry> {
    reckoning.lease.map(|lease| LikelyLeaseEntry {
        first_noi_musd: lease.first_noi_musd.into(),
        capex_musd: lease.capex_musd.into(),
        yield_on_cost: lease.yield_on_cost.map(Into::into),
        irr: lease.irr.map(Into::into),
        irr_with_debt: lease.irr_with_debt.map(Into::into),
        debt_musd: lease.debt_musd.map(Into::into),
        coupon: lease.coupon.into(),
        debt_cover: lease.cover.map(Into::into),
        exit_value_musd: lease.exit_beside_musd.map(Into::into),
        parity_hashprice_capital_free_usd_per_ph_day: lease
            .parity_hashprice_usd
            .map(|[free, _]| free.into()),
        parity_hashprice_usd_per_ph_day: lease
            .parity_hashprice_usd
            .map(|[_, charged]| charged.into()),
    })
}

fn premises(reckoning: &Reckoning) -> Vec<PremiseEntry> {
    let all = reckoning.views.iter();
    all.map(|view| PremiseEntry {
        id: view.choice,
        best: view.best,
        chance: view.chance.into(),
        npv_difference_per_grid_mw_musd: view.per_grid_mw.into(),
    })
    .collect()
}

fn cash_flow(flows: &[CashFlow]) -> Vec<CashFlowEntry> {
    let flow = |way: Alternative| flows.iter().find(|flow| flow.way == way);
    let shown = SHOWN.into_iter().filter_map(flow);
    shown
        .map(|flow| CashFlowEntry {
            id: flow.way,
            years_musd: flow.years.iter().map(|year| (*year).into()).collect(),
        })
        .collect()
}

fn beside(reckoning: &Reckoning) -> Vec<BesideEntry> {
    let all = reckoning.beside.iter();
    all.map(|figure| BesideEntry {
        id: figure.id.clone(),
        name: figure.name.clone(),
        range: figure.range.map(Into::into),
        unit: figure.unit.clone(),
        dated: figure.dated.to_string(),
    })
    .collect()
}
