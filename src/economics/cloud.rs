//! A cloud of the owner's own accelerators in the plan's halls: price of an hour, utilization, running cost, refresh.

use crate::economics::cash::growing_annuity;
use crate::economics::mining::HOURS_PER_YEAR;

/// Accelerators and what becomes of them, in one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cloud {
    /// Accelerators of a critical MW.
    pub gpus_per_mw: f64,
    /// M$ of one with servers and network.
    pub musd_per_gpu: f64,
    /// Years until it is replaced.
    pub life_years: f64,
    /// Share of its cost that it then fetches.
    pub residual: f64,
    /// Dollars of an hour on the open market, the day it is new.
    pub merchant_usd_per_hour: f64,
    /// Dollars of an hour under a contract, fixed for its life.
    pub contract_usd_per_hour: f64,
    /// Share of the hours under contract.
    pub contract_share: f64,
    /// Share of the other hours that is sold.
    pub utilization: f64,
    /// Running cost of an hour without power, dollars, at the plan's start.
    pub opex_usd_per_hour: f64,
    /// Energy of the hall over energy of its machines.
    pub pue: f64,
    /// What a generation earns for its capital against the one before.
    pub refresh_revenue: f64,
    /// Months from the order to the delivery.
    pub delivery_months: f64,
}

impl Cloud {
    /// M$ of the accelerators of a critical MW.
    #[must_use]
    pub fn musd_per_mw(&self) -> f64 {
        self.gpus_per_mw * self.musd_per_gpu
    }

    /// What a critical MW leaves in a year. `generation` is what its machines earn against those of the plan's start,
    /// `index` how far the open market has moved since they were new. Hours that would earn less than their cash cost are
    /// not sold; a contract is served at any cost.
    #[must_use]
    pub fn margin(
        &self,
        generation: f64,
        index: f64,
        power_usd_per_mwh: f64,
        cost_index: f64,
    ) -> Margin {
        let hours = self.gpus_per_mw * HOURS_PER_YEAR / 1e6;
        let power = self.pue * power_usd_per_mwh / self.gpus_per_mw;
        let cash = self.opex_usd_per_hour * cost_index + power;
        let merchant =
            (self.merchant_usd_per_hour * generation * index - cash).max(0.0) * self.utilization;
        let contract = self.contract_usd_per_hour * generation - cash;
        Margin {
            contract_musd: hours * self.contract_share * contract,
            merchant_musd: hours * (1.0 - self.contract_share) * merchant,
        }
    }

    /// Whether a new generation earns its price back by what is known the day it is bought: what a first year leaves over
    /// its life at a rate, the open market falling by a share each year.
    #[must_use]
    pub fn refresh_pays(&self, first_year: Margin, fall: f64, rate: f64) -> bool {
        let worth = first_year.contract_musd * growing_annuity(rate, 0.0, self.life_years)
            + first_year.merchant_musd * growing_annuity(rate, -fall, self.life_years);
        let residual = self.residual * self.musd_per_mw() * libm::pow(1.0 + rate, -self.life_years);
        worth + residual > self.musd_per_mw()
    }
}

/// What a critical MW of accelerators leaves in a year, M$.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin {
    /// Under contract.
    pub contract_musd: f64,
    /// On the open market.
    pub merchant_musd: f64,
}

impl Margin {
    /// Both.
    #[must_use]
    pub fn musd(self) -> f64 {
        self.contract_musd + self.merchant_musd
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::near;

    fn cloud() -> Cloud {
        Cloud {
            gpus_per_mw: 380.0,
            musd_per_gpu: 0.0763,
            life_years: 5.0,
            residual: 0.2,
            merchant_usd_per_hour: 4.2,
            contract_usd_per_hour: 2.91,
            contract_share: 1.0,
            utilization: 0.8,
            opex_usd_per_hour: 0.35,
            pue: 1.22,
            refresh_revenue: 0.8,
            delivery_months: 9.0,
        }
    }

    #[test]
    fn iren_for_microsoft() {
        // 1.94 B$ a year from 76 000 machines, 9.7 M$ a critical MW; 2.91 $ an hour.
        let free = Cloud {
            opex_usd_per_hour: 0.0,
            ..cloud()
        };
        near(free.margin(1.0, 1.0, 0.0, 1.0).musd(), 9.7, 2e-3);
        near(cloud().musd_per_mw(), 29.0, 1e-3);
        // 85 % of the income is published to stay; our opex and power of 45 $/MWh leave 83.
        let left = cloud().margin(1.0, 1.0, 45.0, 1.0).musd();
        near(left / 9.7, 0.85, 0.03);
    }

    /// Dollars of an hour under contract from which accelerators pay, where 15 % of the income and so many dollars an hour
    /// go to running them.
    fn break_even_usd_per_hour(residual: f64, beside_usd: f64) -> f64 {
        let pays = |usd: f64| {
            let cloud = Cloud {
                residual,
                contract_usd_per_hour: usd,
                opex_usd_per_hour: 0.15 * usd + beside_usd,
                ..cloud()
            };
            cloud.refresh_pays(cloud.margin(1.0, 1.0, 0.0, 1.0), 0.3, 0.10)
        };
        let mut prices = (0..10_000).map(|step| f64::from(step) / 1e3);
        prices.find(|usd| pays(*usd)).unwrap()
    }

    #[test]
    fn hours_that_pay_for_their_machines() {
        // Section 2.3: 3.34 $ pay for all, 12 % a year of a hall of 15 M$ a MW in it, 2.70 without the hall.
        let hall_usd = 15e6 / 380.0 * 0.12 / HOURS_PER_YEAR;
        near(break_even_usd_per_hour(0.0, hall_usd), 3.34, 2e-3);
        near(break_even_usd_per_hour(0.0, 0.0), 2.70, 2e-3);
        // At 10 % over five years a machine costs 26.38 % a year, and a fifth of it that is left saves 16.38 % of that
        // fifth: 23.10 %, 17,628 $ over 8,760 hours at 85 %.
        near(break_even_usd_per_hour(0.2, 0.0), 2.3675, 1e-3);
    }

    #[test]
    fn no_hour_is_sold_below_its_cash_cost() {
        let merchant = Cloud {
            contract_share: 0.0,
            ..cloud()
        };
        assert_eq!(merchant.margin(1.0, 0.05, 45.0, 1.0).musd(), 0.0);
        let full = merchant.margin(1.0, 1.0, 45.0, 1.0).musd();
        near(
            full,
            380.0 * 8760.0 * 0.8 * (4.2 - 0.35 - 1.22 * 45.0 / 380.0) / 1e6,
            1e-9,
        );
    }

    #[test]
    fn a_refresh_pays_under_contract() {
        let signed = Margin {
            contract_musd: 9.0,
            merchant_musd: 0.0,
        };
        assert!(cloud().refresh_pays(signed, 0.30, 0.15));
        let open = Margin {
            contract_musd: 0.0,
            merchant_musd: 9.0,
        };
        assert!(!cloud().refresh_pays(open, 0.30, 0.15));
    }
}
