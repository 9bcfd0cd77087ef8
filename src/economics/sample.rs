//! One draw of the market's figures, from uniforms that somebody else made.
//!
//! Each quantity has a uniform of its own, so that two sites, or two versions of one, may be set under the same luck. Where
//! a quantity belongs to a shock, the shock takes its place.

use crate::economics::cloud::Cloud;
use crate::economics::draw::{Pert, normal_quantile, normal_share};
use crate::economics::lease::{Lease, Opex};
use crate::economics::market::{Law, MarketFigures, Quantity, Shock};
use crate::economics::mining::Halvings;
use crate::economics::path::{Buyer, Start};
use crate::site::mining::TenantCredit;

/// The laws of all quantities, worked out once for a market.
#[derive(Debug, Clone, PartialEq)]
pub struct Laws {
    laws: Vec<Drawn>,
    year: f64,
}

#[derive(Debug, Clone, PartialEq)]
enum Drawn {
    Fixed(f64),
    Normal { mean: f64, below: f64, above: f64 },
    Pert(Box<Pert>),
}

/// The uniforms and shocks of a draw.
#[derive(Debug, Clone, Copy)]
pub struct Uniforms<'a> {
    /// A uniform in 0..1 for each quantity, at its place; what is missing counts as likely.
    pub figures: &'a [f64],
    /// Lasting shocks, standard normal, at their places.
    pub shocks: &'a [f64; Shock::COUNT],
    /// Decides when a tenant defaults.
    pub default: f64,
    /// Decides whether a lease is signed.
    pub signing: f64,
}

/// Before a lease is signed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signing {
    /// Month from the plan's start in which it is signed; `None` where it never is.
    pub month: Option<f64>,
    /// Share of the capital that is spent before.
    pub early_share: f64,
    /// Share of that which comes back where nobody signs.
    pub early_kept: f64,
    /// Share of the building time that it saves.
    pub head_start: f64,
}

impl Signing {
    /// Of a lease that is signed.
    pub const SIGNED: Self = Self {
        month: Some(0.0),
        early_share: 0.0,
        early_kept: 0.0,
        head_start: 0.0,
    };
}

/// Running a mine beside a tenant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beside {
    /// Power of an idle inference server over its peak.
    pub idle_power: f64,
    /// Share of the committed power that stays free.
    pub reserve: f64,
    /// Share of the rent given up.
    pub rent_discount: f64,
    /// M$ for a MW that fills troughs.
    pub capex_musd_per_mw: f64,
}

/// Prices of a bare powered site by how convertible it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SalePrices {
    /// M$ per MW of a weak site, of a competitive one midway, and of one of the best.
    pub musd_per_mw: [f64; 3],
    /// Convertibility of a weak one.
    pub weak_at: f64,
    /// Convertibility of one of the best.
    pub best_at: f64,
}

impl SalePrices {
    /// M$ of a MW at some convertibility, by two straight lines.
    #[must_use]
    pub fn musd_per_mw(&self, convertibility: f64) -> f64 {
        let width = (self.best_at - self.weak_at).max(f64::MIN_POSITIVE);
        let place = ((convertibility - self.weak_at) / width).clamp(0.0, 1.0);
        let [weak, competitive, best] = self.musd_per_mw;
        if place < 0.5 {
            weak + 2.0 * place * (competitive - weak)
        } else {
            competitive + (2.0 * place - 1.0) * (best - competitive)
        }
    }
}

/// Years of a base term that most disclosed leases run; a tenant's own takes its place.
pub const DISCLOSED_TERM_YEARS: f64 = 15.0;

/// What a draw says of the market.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarketDraw {
    /// What the course of the market starts from.
    pub start: Start,
    /// An unsigned lease of the target; what is signed replaces it.
    pub lease: Lease,
    /// Accelerators.
    pub cloud: Cloud,
    /// Whether and when a lease is signed.
    pub signing: Signing,
    /// Mining beside a tenant.
    pub beside: Beside,
    /// What the bare powered site sells for.
    pub sale: SalePrices,
    /// Running cost of a mine, dollars per MWh.
    pub mining_opex_usd_per_mwh: f64,
    /// Share of it that stays when machines stand still.
    pub idle_share: f64,
    /// Years that machines live.
    pub machine_life_years: f64,
    /// Cap rate of the exit value that stands beside.
    pub exit_cap_rate: f64,
    /// Coupon of debt for the credit.
    pub coupon: f64,
}

impl Laws {
    /// The laws of a market.
    #[must_use]
    pub fn new(market: &MarketFigures) -> Self {
        let law = |quantity: &Quantity| {
            let figure = market.figure(*quantity);
            let (low, likely, high) = (figure.low, figure.likely, figure.high);
            match figure.law() {
                Law::Normal => Drawn::Normal {
                    mean: likely,
                    below: likely - low,
                    above: high - likely,
                },
                Law::Pert if high > low => Drawn::Pert(Box::new(Pert::new(low, likely, high))),
                Law::Pert | Law::Fixed => Drawn::Fixed(likely),
            }
        };
        Self {
            laws: Quantity::ALL.iter().map(law).collect(),
            year: market.as_of.end_year(),
        }
    }

    fn at(&self, quantity: Quantity, share: f64) -> f64 {
        match &self.laws[quantity.place()] {
            Drawn::Fixed(value) => *value,
            Drawn::Normal { mean, below, above } => {
                let shock = normal_quantile(share);
                mean + shock * if shock < 0.0 { below } else { above }
            }
            Drawn::Pert(pert) => pert.quantile(share),
        }
    }

    /// What a quantity is in a draw, by its own uniform or by the shock that it moves with.
    #[must_use]
    pub(crate) fn value(&self, quantity: Quantity, own: f64, shocks: &[f64; Shock::COUNT]) -> f64 {
        let share = quantity
            .shock()
            .map_or(own, |shock| normal_share(shocks[shock.place()]));
        self.at(quantity, share)
    }

    /// A draw.
    #[must_use]
    pub fn sample(&self, credit: TenantCredit, luck: &Uniforms) -> MarketDraw {
        self.sample_with(credit, luck, None)
    }

    /// A draw in which a quantity has a value of its own.
    #[must_use]
    pub(crate) fn sample_with(
        &self,
        credit: TenantCredit,
        luck: &Uniforms,
        fixed: Option<(Quantity, f64)>,
    ) -> MarketDraw {
        self.sampled(credit, luck.default, luck.signing, |quantity| {
            if let Some((_, value)) = fixed.filter(|(of, _)| *of == quantity) {
                return value;
            }
            let own = luck.figures.get(quantity.place()).copied();
            self.value(quantity, own.unwrap_or(0.5), luck.shocks)
        })
    }

    /// Every figure at likely, no default, signed when it likely is: what is looked at before anything is drawn.
    #[must_use]
    pub fn likely(&self, market: &MarketFigures, credit: TenantCredit) -> MarketDraw {
        self.sampled(credit, 0.0, 0.0, |quantity| market.range(quantity).likely)
    }

    fn sampled(
        &self,
        credit: TenantCredit,
        default: f64,
        signing: f64,
        at: impl Fn(Quantity) -> f64,
    ) -> MarketDraw {
        use Quantity as Q;
        let (hazard, coupon) = match credit {
            TenantCredit::InvestmentGrade => (Q::DefaultHyperscaler, Q::CouponGuaranteed),
            TenantCredit::Backed => (Q::DefaultBackstopped, Q::CouponGuaranteed),
            TenantCredit::Unrated => (Q::DefaultNeocloud, Q::CouponMiner),
        };
        MarketDraw {
            start: start(self.year, &at),
            lease: Lease {
                rent_usd_per_kw_month: at(Q::Rent),
                escalator: at(Q::Escalator),
                term_years: DISCLOSED_TERM_YEARS,
                opex: Opex::Gross {
                    musd_per_mw: at(Q::OpexGross) / 1e3,
                    growth: at(Q::OpexGrowth),
                },
                ramp_months: at(Q::BlockRamp),
                default_after_months: default_month(at(hazard), default),
                vacant_months: at(Q::Vacant),
                relet_share: at(Q::Relet),
            },
            cloud: Cloud {
                gpus_per_mw: at(Q::GpusPerMw),
                musd_per_gpu: at(Q::GpuCapex) / 1e3,
                life_years: at(Q::GpuLife),
                residual: at(Q::GpuResidual),
                merchant_usd_per_hour: at(Q::GpuPrice),
                contract_usd_per_hour: at(Q::GpuContract),
                contract_share: at(Q::GpuContractShare),
                utilization: at(Q::GpuUtilization),
                opex_usd_per_hour: at(Q::GpuOpex),
                pue: at(Q::Pue),
                refresh_revenue: at(Q::GpuRefresh),
                delivery_months: at(Q::GpuDelivery),
            },
            signing: Signing {
                month: (signing < at(Q::SignChance)).then(|| at(Q::SignMonths)),
                early_share: at(Q::EarlyShare),
                early_kept: at(Q::EarlyKept),
                head_start: at(Q::HeadStart),
            },
            beside: Beside {
                idle_power: at(Q::IdlePower),
                reserve: at(Q::Reserve),
                rent_discount: at(Q::HybridDiscount),
                capex_musd_per_mw: at(Q::HybridCapex),
            },
            sale: SalePrices {
                musd_per_mw: [at(Q::SaleWeak), at(Q::SaleCompetitive), at(Q::SaleBest)],
                weak_at: at(Q::SaleWeakAt),
                best_at: at(Q::SaleBestAt),
            },
            mining_opex_usd_per_mwh: at(Q::MiningOpex),
            idle_share: at(Q::IdleShare),
            machine_life_years: at(Q::MachineLife),
            exit_cap_rate: at(Q::ExitCap),
            coupon: at(coupon),
        }
    }
}

fn start(year: f64, at: &impl Fn(Quantity) -> f64) -> Start {
    use Quantity as Q;
    Start {
        year,
        hashprice_usd: at(Q::Hashprice),
        fee_share: at(Q::FeeShare),
        halvings: Halvings {
            next_year: at(Q::HalvingNext),
            every_years: at(Q::HalvingInterval),
        },
        price_drift: at(Q::PriceDrift),
        drift_half_life_years: at(Q::PriceDriftHalfLife),
        price_volatility: at(Q::PriceVolatility),
        difficulty_volatility: at(Q::DifficultyVolatility),
        difficulty_half_life_years: at(Q::DifficultyHalfLife),
        marginal_j_per_th: at(Q::MarginalMachine),
        marginal_usd_per_mwh: at(Q::MarginalCost),
        efficiency_gain: at(Q::EfficiencyGain),
        new_j_per_th: at(Q::NewMachine),
        floor_j_per_th: at(Q::MachineFloor),
        new_usd_per_th: at(Q::NewMachinePrice),
        resale_usd_per_th: at(Q::Resale),
        resale_fall: at(Q::ResaleFall),
        machine_elasticity: at(Q::MachineElasticity),
        cost_inflation: at(Q::CostInflation),
        power_drift: libm::log(1.0 + at(Q::PowerGrowth)),
        power_volatility: at(Q::PowerVolatility),
        gpu_drift: libm::log(1.0 + at(Q::GpuChange)),
        gpu_volatility: at(Q::GpuVolatility),
    }
}

/// Months until a tenant that defaults with a chance a year does, by a uniform.
fn default_month(chance: f64, uniform: f64) -> f64 {
    let rate = -libm::log((1.0 - chance).max(1e-12)) / 12.0;
    // At a uniform of 0, never, whatever the chance: the likely draw has no default.
    if rate > 0.0 && uniform > 0.0 {
        -libm::log(uniform) / rate
    } else {
        f64::INFINITY
    }
}

/// How owners of machines reckon, by likely figures.
#[must_use]
pub fn buyer(market: &MarketFigures, rate: f64) -> Buyer {
    Buyer {
        rate,
        life_years: market.range(Quantity::MachineLife).likely,
    }
}

impl Quantity {
    /// The shock that it moves with.
    #[must_use]
    pub const fn shock(self) -> Option<Shock> {
        match self {
            Self::PriceDrift => Some(Shock::Price),
            // Faster machines are what difficulty grows by in the long run.
            Self::EfficiencyGain => Some(Shock::Difficulty),
            Self::Resale => Some(Shock::MachineResale),
            Self::GpuChange => Some(Shock::GpuRent),
            Self::GpuUtilization => Some(Shock::Utilization),
            Self::Rent => Some(Shock::LeaseRent),
            Self::PowerGrowth => Some(Shock::Power),
            Self::CouponGuaranteed | Self::CouponMiner => Some(Shock::Coupon),
            Self::ExitCap => Some(Shock::CapRate),
            _ => None,
        }
    }
}

#[cfg(test)]
#[path = "sample_tests.rs"]
mod tests;
