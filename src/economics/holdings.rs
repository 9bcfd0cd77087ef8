//! What money reads of a site in one draw.

use crate::engineering::expansion::power_steps;
use crate::engineering::miners::Miners;
use crate::engineering::power::grid_right;
use crate::site::land::{Ownership, Tenure};
use crate::site::mining::{Allowed, TenantCredit};
use crate::site::path::fact_path;
use crate::site::power::PriceForm;
use crate::typical::Draw;

/// Facts that the worth of a site hangs on, beside those that its plan reads.
pub const READS: &[&str] = &[
    "as_of",
    "finance.debt_musd",
    "land.ownership",
    "land.tenure",
    "land.tenure_ends",
    "land.tenure_extension",
    "mining.allowed",
    "mining.allowed_until",
    "mining.efficiency_j_per_th",
    "mining.fleet_mw",
    "mining.hosting",
    "mining.hosting_fee_usd_per_mwh",
    "mining.machines",
    "mining.machines[].efficiency_j_per_th",
    "mining.machines[].mw",
    "mining.pool_fee",
    "mining.pue",
    "mining.uptime",
    "power.approved_mw",
    "power.contracted_mw",
    "power.curtailment_usd_per_mw_year",
    "power.energization",
    "power.energization[].date",
    "power.energization[].mw",
    "power.energized_mw",
    "power.expansion",
    "power.expansion[].date",
    "power.expansion[].mw",
    "power.expansion[].readiness",
    "power.fully_energized_on",
    "power.price_form",
    "power.price_usd_per_mwh",
    "power.supply_ends",
    "power.supply_extension",
    "tenancy.credit",
    "tenancy.escalator",
    "tenancy.prepaid_capex_musd",
    "tenancy.ramp_months",
    "tenancy.rent_usd_per_kw_month",
    "tenancy.signed",
    "tenancy.term_years",
];

/// What an owner holds in one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Holdings {
    /// MW of the connection: what is granted, and the agreed steps on top.
    pub connection_mw: f64,
    /// MW that a buyer of the site pays for: each counts as much less as it is worth less that it is live later.
    pub sold_mw: f64,
    /// Months from the date of the facts until the right to the land or the supply ends and is not extended; infinite
    /// where neither does.
    pub held_until_month: f64,
    /// Whether there is a site to sell: where a hall of others hosts the machines there is none.
    pub owned: bool,
    /// The mine.
    pub mine: MineToday,
    /// What a tenant has signed.
    pub signed: Option<SignedLease>,
    /// M$ that are owed; the same whatever is done.
    pub debt_musd: f64,
}

/// The mine of a draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct MineToday {
    /// MW that it draws, its cooling included.
    pub fleet_mw: f64,
    /// Efficiency of its machines by their own power, J/TH.
    pub j_per_th: f64,
    /// MW drawn for each MW of the machines, at least 1.
    pub pue: f64,
    /// Share of the hours that they run.
    pub uptime: f64,
    /// Share that the pool takes.
    pub pool_fee: f64,
    /// Price of power, dollars per MWh.
    pub power_usd_per_mwh: f64,
    /// Whether that follows the market.
    pub follows: bool,
    /// What demand response and curtailment bring, M$ per MW and year.
    pub flexibility_musd: f64,
    /// What a customer pays for hosting, dollars per MWh.
    pub hosted_usd_per_mwh: Option<f64>,
    /// Months from the date of the facts until mining is no longer allowed, or has no land or supply; infinite where
    /// nothing ends it.
    pub allowed_until_month: f64,
}

/// A lease that is signed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SignedLease {
    pub rent_usd_per_kw_month: f64,
    pub escalator: f64,
    pub term_years: f64,
    pub ramp_months: f64,
    pub credit: TenantCredit,
    /// M$ of the building that the tenant pays before it moves in.
    pub prepaid_musd: f64,
}

impl Holdings {
    /// Of a draw; what a site earns is discounted at a rate a year.
    #[must_use]
    pub(crate) fn of(draw: &Draw, site_rate: f64) -> Self {
        let held_until_month = held_until_month(draw);
        let mut steps = Vec::new();
        power_steps(draw, &mut steps);
        let sold = steps
            .iter()
            .map(|(months, mw)| mw * libm::pow(1.0 + site_rate, -months / 12.0));
        Self {
            connection_mw: grid_right(draw),
            sold_mw: sold.sum(),
            held_until_month,
            owned: draw.word(fact_path!("land.ownership")) != Some(Ownership::Hosted),
            mine: MineToday::of(draw, held_until_month),
            signed: SignedLease::of(draw),
            debt_musd: draw.number(fact_path!("finance.debt_musd")),
        }
    }
}

impl Holdings {
    /// What the site is worth in a month as a share of one whose right to land and supply never ends: what an even income
    /// of the years that are left is worth at a rate a year, against one without end.
    #[must_use]
    pub(crate) fn held_share(&self, rate: f64, month: f64) -> f64 {
        if !self.owned {
            return 0.0;
        }
        let years = (self.held_until_month - month).max(0.0) / 12.0;
        1.0 - libm::pow(1.0 + rate, -years)
    }
}

/// Months until land or supply is lost, whichever is first.
fn held_until_month(draw: &Draw) -> f64 {
    let as_of = fact_path!("as_of");
    let until = |ends, extension| {
        let extended = draw.flag(extension);
        let months = draw.months(as_of, ends).filter(|_| !extended);
        months.unwrap_or(f64::INFINITY)
    };
    let supply = until(
        fact_path!("power.supply_ends"),
        fact_path!("power.supply_extension"),
    );
    let land = if draw.word(fact_path!("land.tenure")) == Some(Tenure::Freehold) {
        f64::INFINITY
    } else {
        until(
            fact_path!("land.tenure_ends"),
            fact_path!("land.tenure_extension"),
        )
    };
    supply.min(land)
}

impl MineToday {
    fn of(draw: &Draw, held_until_month: f64) -> Self {
        let miners = Miners::of(draw);
        let form = draw.word(fact_path!("power.price_form"));
        let fee = draw.get(fact_path!("mining.hosting_fee_usd_per_mwh"));
        Self {
            fleet_mw: miners.mw,
            j_per_th: miners.j_per_th,
            pue: miners.pue,
            uptime: draw.number(fact_path!("mining.uptime")),
            pool_fee: draw.number(fact_path!("mining.pool_fee")),
            power_usd_per_mwh: draw.number(fact_path!("power.price_usd_per_mwh")),
            follows: form != Some(PriceForm::Fixed),
            flexibility_musd: draw.number(fact_path!("power.curtailment_usd_per_mw_year")) / 1e6,
            hosted_usd_per_mwh: fee.filter(|_| miners.hosted),
            allowed_until_month: match draw.word(fact_path!("mining.allowed")) {
                Some(Allowed::No) => 0.0,
                Some(Allowed::Until) => draw
                    .months(fact_path!("as_of"), fact_path!("mining.allowed_until"))
                    .unwrap_or(f64::INFINITY),
                Some(Allowed::Yes) | None => f64::INFINITY,
            }
            .min(held_until_month),
        }
    }
}

impl SignedLease {
    fn of(draw: &Draw) -> Option<Self> {
        let credit = draw.word(fact_path!("tenancy.credit"));
        draw.flag(fact_path!("tenancy.signed")).then(|| Self {
            rent_usd_per_kw_month: draw.number(fact_path!("tenancy.rent_usd_per_kw_month")),
            escalator: draw.number(fact_path!("tenancy.escalator")),
            term_years: draw.number(fact_path!("tenancy.term_years")).max(1.0),
            ramp_months: draw.number(fact_path!("tenancy.ramp_months")),
            credit: credit.unwrap_or(TenantCredit::Unrated),
            prepaid_musd: draw.number(fact_path!("tenancy.prepaid_capex_musd")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typical::{self, Draws, Pick, Sample, Watch};

    fn of(text: &str) -> Holdings {
        let site = crate::source::yaml::built_in(text);
        let draws = Draws::of(typical::built_in(), &site, Sample::default());
        Holdings::of(&draws.draw(Pick::Median, &mut Vec::new()), 0.12)
    }

    #[test]
    fn a_buyer_pays_less_for_what_comes_later() {
        let sold = |expansion: &str| {
            of(&format!(
                "name: A\nas_of: 2026-01\npower: {{approved_mw: 200, energized_mw: 200, expansion: [{expansion}]}}"
            ))
            .sold_mw
        };
        assert!((sold("") - 200.0).abs() < 1e-9);
        let later = sold("{mw: 400, date: 2036-01, readiness: agreed}");
        assert!(
            (later - 200.0 - 400.0 / 1.12_f64.powi(10)).abs() < 1e-6,
            "{later}"
        );
    }

    #[test]
    fn what_is_held_for_a_while_is_worth_these_years() {
        let held = |rest: &str| of(&format!("name: A\nas_of: 2026-01\n{rest}"));
        let supply =
            "land: {tenure: freehold}\npower: {supply_ends: 2031-01, supply_extension: false}";
        let ends = held(supply);
        assert_eq!(
            (ends.held_until_month, ends.mine.allowed_until_month),
            (60.0, 60.0)
        );
        assert!((ends.held_share(0.12, 0.0) - (1.0 - 1.12_f64.powi(-5))).abs() < 1e-12);
        assert_eq!(ends.held_share(0.12, 61.0), 0.0);
        let extended = held(&supply.replace("extension: false", "extension: true"));
        assert_eq!(
            (extended.held_until_month, extended.held_share(0.12, 240.0)),
            (f64::INFINITY, 1.0)
        );
        let land = "land: {tenure: lease, tenure_ends: 2028-01, tenure_extension: false}\n\
                    power: {supply_extension: true}";
        assert_eq!(held(land).held_until_month, 24.0);
        let hosted = format!(
            "land: {{ownership: hosted, tenure: freehold}}\n{}",
            "power: {supply_extension: true}"
        );
        assert_eq!(held(&hosted).held_share(0.12, 0.0), 0.0);
    }

    #[test]
    fn the_law_ends_a_mine() {
        let until = |text: &str| {
            of(&format!("name: A\nas_of: 2026-06\n{text}"))
                .mine
                .allowed_until_month
        };
        assert_eq!(until("mining: {allowed: yes}"), f64::INFINITY);
        assert_eq!(
            until("mining: {allowed: until, allowed_until: 2027-06}"),
            12.0
        );
        assert_eq!(until("mining: {allowed: no}"), 0.0);
        assert_eq!(until("location: {country: CN}"), 0.0);
        assert_eq!(until("location: {country: US}"), f64::INFINITY);
    }

    #[test]
    fn what_is_signed_and_hosted_is_read_where_it_is() {
        let holdings = of(
            "name: A\ntenancy: {signed: true, rent_usd_per_kw_month: 140, credit: investment-grade}\n\
             mining: {hosting: hosted, hosting_fee_usd_per_mwh: 70}\n\
             power: {price_form: real-time, demand_response: true, curtailment_usd_per_mw_year: 30000}",
        );
        let lease = holdings.signed.unwrap();
        assert_eq!(lease.rent_usd_per_kw_month, 140.0);
        assert_eq!(lease.credit, TenantCredit::InvestmentGrade);
        assert_eq!(holdings.mine.hosted_usd_per_mwh, Some(70.0));
        assert!(holdings.mine.follows);
        assert!((holdings.mine.flexibility_musd - 0.03).abs() < 1e-12);
        let nothing = of(
            "name: A\nmining: {hosting: own}\npower: {demand_response: false, price_form: fixed}",
        );
        assert_eq!(
            (nothing.signed, nothing.mine.hosted_usd_per_mwh),
            (None, None)
        );
        assert_eq!(
            (nothing.mine.flexibility_musd, nothing.mine.follows),
            (0.0, false)
        );
    }

    #[test]
    fn what_money_reads_is_told() {
        let text = "name: A\nmining: {hosting: hosted, machines: [{mw: 5, efficiency_j_per_th: 20}], allowed: until}\n\
             tenancy: {signed: true}\npower: {demand_response: true, expansion: [{mw: 5, readiness: agreed}], \
             approved_mw: 100, energized_mw: 20, energization: [{mw: 5, date: 2027-01}]}";
        let mut read: Vec<String> = Vec::new();
        for text in [text, "name: A"] {
            let site = crate::source::yaml::built_in(text);
            let draws = Draws::of(typical::built_in(), &site, Sample::default());
            let (watch, mut values) = (Watch::default(), Vec::new());
            let draw = draws.draw(Pick::Median, &mut values).watched(&watch);
            let _ = Holdings::of(&draw, 0.12);
            let layout = draw.layout();
            read.extend(
                watch
                    .take()
                    .into_iter()
                    .map(|slot| crate::site::path::text(layout.fact(slot).0).to_owned()),
            );
        }
        read.sort();
        read.dedup();
        assert_eq!(read, READS);
    }
}
