//! What a megawatt of machines earns.
//!
//! Hashprice is in dollars per PH and day, efficiency in J/TH, power and other running cost in dollars per MWh.

/// Hours of a year.
pub const HOURS_PER_YEAR: f64 = 8760.0;
/// MWh that a PH draws in a day per J/TH: 1 000 TH at 1 J/TH are 1 kW, in 24 hours 0.024 MWh.
pub const MWH_PER_PH_DAY: f64 = 0.024;

/// Income of a MWh for each dollar of hashprice, dollars, after the pool's fee (a share).
#[must_use]
pub fn usd_per_mwh_per_hashprice(j_per_th: f64, pool_fee: f64) -> f64 {
    (1.0 - pool_fee) / MWH_PER_PH_DAY / j_per_th
}

/// The hours that a MW of machines runs in some time, and what it is paid beside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Running {
    /// M$ for each dollar that a MWh leaves: millions of hours.
    pub musd_per_usd: f64,
    /// M$ that demand response and curtailment bring in that time.
    pub flexibility_musd: f64,
}

impl Running {
    /// Of so many years; `uptime` is the share of hours that machines run, and 1 where the hashrate is an average already,
    /// `flexibility_musd` that of one year.
    #[must_use]
    pub fn years(years: f64, uptime: f64, flexibility_musd: f64) -> Self {
        Self {
            musd_per_usd: years * HOURS_PER_YEAR * uptime / 1e6,
            flexibility_musd: years * flexibility_musd,
        }
    }

    /// What a MW leaves whose MWh earn and cost so many dollars, M$; below zero where it had better stop.
    #[must_use]
    pub fn margin_musd(self, income_usd_per_mwh: f64, cost_usd_per_mwh: f64) -> f64 {
        (income_usd_per_mwh - cost_usd_per_mwh) * self.musd_per_usd + self.flexibility_musd
    }

    /// What is left of a MW that stands still, M$, never above zero: people, rent and insurance, the share `idle` of its
    /// running cost without power, don't stop with the machines. Flexibility is paid to load that can be shed, and there
    /// is none.
    #[must_use]
    pub fn idle_musd(self, idle: f64, opex_usd_per_mwh: f64) -> f64 {
        -idle * opex_usd_per_mwh * self.musd_per_usd
    }
}

/// Hashprice at which a fleet earns its power and other running cost.
#[must_use]
pub fn break_even_hashprice_usd(
    j_per_th: f64,
    power_usd_per_mwh: f64,
    opex_usd_per_mwh: f64,
    pool_fee: f64,
) -> f64 {
    MWH_PER_PH_DAY * j_per_th * (power_usd_per_mwh + opex_usd_per_mwh) / (1.0 - pool_fee)
}

/// What mining must beat: a conversion for each gross MW of the connection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversion {
    /// Net operating income of a critical MW, M$ a year.
    pub noi_musd: f64,
    /// Capital of a critical MW, M$.
    pub capex_musd: f64,
    /// Share of the capital that a year must earn; 0 leaves capital out, as analysts print it.
    pub capital_charge: f64,
    /// Critical MW of a gross MW.
    pub critical_per_gross: f64,
}

/// Hashprice at which a MW of mining leaves as much as the conversion does. `fleet` is the fleet's break-even
/// hashprice, which pays its power, other cost and pool; `uptime` as in [`Running::years`].
#[must_use]
pub fn parity_hashprice_usd(
    break_even_usd: f64,
    j_per_th: f64,
    pool_fee: f64,
    uptime: f64,
    conversion: Conversion,
) -> f64 {
    let year = conversion.critical_per_gross
        * (conversion.noi_musd - conversion.capital_charge * conversion.capex_musd);
    let per_mwh = year * 1e6 / (HOURS_PER_YEAR * uptime);
    break_even_usd + MWH_PER_PH_DAY * j_per_th * per_mwh / (1.0 - pool_fee)
}

/// M$ of the machines of a MW: 1e6 / efficiency TH at so many dollars each.
#[must_use]
pub fn machines_musd_per_mw(usd_per_th: f64, j_per_th: f64) -> f64 {
    usd_per_th / j_per_th
}

/// When the block subsidy halves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Halvings {
    /// Year of the next, with its fraction.
    pub next_year: f64,
    /// Years from one to the next.
    pub every_years: f64,
}

impl Halvings {
    /// Share of today's subsidy that is left at some year.
    #[must_use]
    pub fn share_left(self, year: f64) -> f64 {
        if year < self.next_year || self.every_years <= 0.0 {
            return 1.0;
        }
        let passed = ((year - self.next_year) / self.every_years).floor() + 1.0;
        libm::exp2(-passed)
    }
}

/// How much of the way to what the marginal miner can bear difficulty goes in some years, with half of it gone in
/// `half_life_years`.
#[must_use]
pub fn pull(half_life_years: f64, years: f64) -> f64 {
    1.0 - libm::exp2(-years / half_life_years)
}

/// Logarithm by which difficulty moves in a step: toward where the marginal miner earns its cash cost, and by chance.
#[must_use]
pub fn difficulty_step(pull: f64, hashprice_usd: f64, marginal_usd: f64, shock: f64) -> f64 {
    pull * libm::log(hashprice_usd / marginal_usd) + shock
}

/// What is known of the years of a machine that is bought today, each worth what it is today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ahead {
    /// Sum of the hashprices that are expected of its years, dollars per PH and day times years.
    pub hashprice_years: f64,
    /// How many times its cost of today its years will cost.
    pub cost_years: f64,
}

impl Ahead {
    /// What machines are worth that earn so much a year for each dollar of hashprice, and cost so much a year now; never
    /// below zero, as they may stand still.
    #[must_use]
    pub fn worth(self, a_year_per_usd: f64, cost: f64) -> f64 {
        (a_year_per_usd * self.hashprice_years - cost * self.cost_years).max(0.0)
    }
}

/// Whether new machines earn their price at what is known today: what they are worth more than the old ones, which are
/// sold for `resale`. All for a MW.
#[must_use]
pub fn renewal_pays(new_worth: f64, old_worth: f64, price: f64, resale: f64) -> bool {
    new_worth - old_worth > price - resale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::market::{Quantity, built_in};
    use crate::economics::near;

    /// Bitcoins of a PH and day: `reward_btc` is subsidy plus fees of a block. A PH mines 86 400e15 / 2^32 in a day for
    /// each of them over difficulty. Source: definition of difficulty; rulebook of Bitnomial's hashrate futures.
    fn btc_per_ph_day(reward_btc: f64, difficulty: f64) -> f64 {
        2.011_656_761_169_433_6e10 * reward_btc / difficulty
    }

    /// Bitcoins that so many EH/s, averaged over so many days, mine.
    fn mined_btc(eh_per_s: f64, days: f64, reward_btc: f64, difficulty: f64) -> f64 {
        eh_per_s * 1e3 * days * btc_per_ph_day(reward_btc, difficulty)
    }

    #[test]
    fn the_market_s_hashprice_is_what_its_note_says() {
        // 62,583 $ a bitcoin at a difficulty of 133.87 T.
        let usd = btc_per_ph_day(3.125, 133.87e12) * 62_583.0;
        near(built_in().range(Quantity::Hashprice).likely, usd, 1e-3);
    }

    /// IREN, five months (example 1): hashrate, days, difficulty, published bitcoins.
    const IREN: [(f64, f64, f64, f64, f64); 5] = [
        (28.1, 31.0, 106.18e12, 515.7, 529.0),
        (29.0, 31.0, 109.83e12, 514.6, 521.0),
        (28.7, 28.0, 111.61e12, 452.6, 459.0),
        (30.3, 31.0, 112.12e12, 526.6, 533.0),
        (36.6, 30.0, 120.86e12, 571.1, 579.0),
    ];

    #[test]
    fn iren_mined_what_it_reports_less_fees() {
        for (eh, days, difficulty, computed, published) in IREN {
            let btc = mined_btc(eh, days, 3.125, difficulty);
            near(btc, computed, 1e-3);
            let off = btc / published - 1.0;
            assert!((-0.0255..=-0.0115).contains(&off), "{off}");
            // Fees of 1 to 2.4 % of the reward are what is missing.
            let fees = published / btc - 1.0;
            assert!((0.01..=0.0265).contains(&fees), "{fees}");
        }
    }

    #[test]
    fn iren_first_quarter_of_2025() {
        // Example 2. The quarter's mean of the three months' difficulty, weighted by days.
        let inverse = (31.0 / 109.83 + 28.0 / 111.61 + 31.0 / 112.12) / 90.0;
        let btc = mined_btc(29.4, 90.0, 3.125, 1e12 / inverse);
        near(btc, 1496.0, 2e-3);
        near(btc, 1514.0, 0.015);
        let with_fees = mined_btc(29.4, 90.0, 3.125 * 1.0125, 1e12 / inverse);
        near(with_fees, 1514.0, 2e-3);
        // Monthly revenue per bitcoin, weighted: 139.9 M$ before fees against 141.2.
        let usd = (521.0 * 99789.0 + 459.0 * 95570.0 + 533.0 * 85012.0) / 1513.0;
        near(btc * usd / 1e6, 141.2, 0.015);
        // 441 MW at 15 J/TH, whose power cost 38 $/MWh; what is left of the hashprice is 0.96 M$/MW-year.
        let mwh = 441.0 * 24.0 * 90.0;
        near(36.5e6 / mwh, 38.0, 0.015);
        let hashprice_usd = btc * usd / (29.4e3 * 90.0);
        let income = hashprice_usd * usd_per_mwh_per_hashprice(15.0, 0.0);
        near(income * mwh, btc * usd, 1e-9);
        let year = Running::years(1.0, 1.0, 0.0);
        near(year.margin_musd(income, 36.5e6 / mwh), 0.96, 0.015);
    }

    #[test]
    fn hashrate_that_did_not_run() {
        // Example 3, CleanSpark January to March 2026: 47.3 EH/s would have mined 1 905.
        let inverse = (31.0 / 145.42 + 28.0 / 135.12 + 31.0 / 140.70) / 90.0;
        let all = mined_btc(47.3, 90.0, 3.125, 1e12 / inverse);
        near(all, 1905.0, 0.01);
        near(1795.0 / all, 0.94, 0.01);
        // TeraWulf April to June 2025: 12.8 EH/s nameplate; power 45 555 $/BTC at 53 $/MWh.
        let inverse = (30.0 / 120.86 + 31.0 / 120.81 + 30.0 / 126.09) / 91.0;
        let all = mined_btc(12.8, 91.0, 3.125, 1e12 / inverse);
        near(485.0 / all, 0.81, 0.01);
        let mwh = 485.0 * 45555.0 / 53.0;
        near(mwh / 1e3, 417.0, 0.01);
        near(mwh / (91.0 * 24.0), 191.0, 0.01);
    }

    #[test]
    fn analysts_break_evens() {
        // Example 6: CoinShares, Luxor's table, Luxor's BTC hashprice of 3 March 2025.
        let coinshares = break_even_hashprice_usd(21.5, 60.0, 0.0, 0.0);
        near(coinshares, 30.96, 1e-9);
        near(coinshares, 30.0, 0.035);
        for (j_per_th, usd) in [(17.0, 97.0), (22.0, 75.0), (32.0, 51.0)] {
            let income = 39.53 * usd_per_mwh_per_hashprice(j_per_th, 0.0);
            assert!((income - usd).abs() < 0.5);
        }
        let fees = 62.0 / 1008.0;
        let btc = btc_per_ph_day(3.125 + fees, 110.57e12);
        near(btc, 0.000_579_72, 1e-4);
        near(btc, 0.000_576_12, 0.007);
    }

    #[test]
    fn margins_of_the_reference() {
        for (j_per_th, kusd, even) in [
            (13.5, 305.0, 17.0),
            (17.5, 139.0, 22.0),
            (20.0, 70.0, 25.0),
            (30.0, -93.0, 38.0),
        ] {
            let income = 29.4 * 1.01 * usd_per_mwh_per_hashprice(j_per_th, 0.02);
            let year = Running::years(1.0, 0.92, 0.0);
            let got = year.margin_musd(income, 45.0 + 7.0) * 1e3;
            assert!((got - kusd).abs() < 1.5, "{j_per_th}: {got}");
            assert!((break_even_hashprice_usd(j_per_th, 45.0, 7.0, 0.02) - even).abs() < 0.5);
        }
        near(machines_musd_per_mw(7.5, 17.5), 0.43, 0.01);
        // A quarter of all hours: 2190 of them, and guards for a quarter of 7 $ where machines stand still.
        let quarter = Running::years(0.25, 1.0, 0.04);
        near(quarter.margin_musd(70.0, 63.0), 7.0 * 2190e-6 + 0.01, 1e-12);
        near(quarter.idle_musd(0.25, 7.0), -1.75 * 2190e-6, 1e-12);
    }

    #[test]
    fn hashprice_at_which_mining_equals_converting() {
        let table = [
            (13.5, 56.0, 30.0, 25.0),
            (17.5, 72.0, 39.0, 32.0),
            (20.0, 83.0, 44.0, 37.0),
            (30.0, 124.0, 66.0, 55.0),
        ];
        for (j_per_th, free, ten, twelve) in table {
            for (capital_charge, usd) in [(0.0, free), (0.10, ten), (0.12, twelve)] {
                let even = break_even_hashprice_usd(j_per_th, 52.0, 0.0, 0.0);
                let conversion = Conversion {
                    noi_musd: 1.5,
                    capex_musd: 10.0,
                    capital_charge,
                    critical_per_gross: 0.7,
                };
                let got = parity_hashprice_usd(even, j_per_th, 0.0, 1.0, conversion);
                assert!(
                    (got - usd).abs() < 0.6,
                    "{j_per_th} {capital_charge}: {got}"
                );
            }
        }
        let even = break_even_hashprice_usd(20.0, 52.0, 0.0, 0.02);
        let conversion = Conversion {
            noi_musd: 1.5,
            capex_musd: 10.0,
            capital_charge: 0.0,
            critical_per_gross: 0.7,
        };
        assert!((parity_hashprice_usd(even, 20.0, 0.02, 0.92, conversion) - 89.0).abs() < 0.6);
    }

    #[test]
    fn subsidy_halves_and_difficulty_gives_way() {
        let halvings = Halvings {
            next_year: 2028.27,
            every_years: 3.97,
        };
        for (year, share) in [
            (2026.9, 1.0),
            (2028.26, 1.0),
            (2028.28, 0.5),
            (2032.3, 0.25),
            (2044.3, 0.03125),
        ] {
            assert_eq!(halvings.share_left(year), share, "{year}");
        }
        // A network at its margin whose income halves: in three months of a half-life of 1.1 years it gives up the 9.8 %
        // that it gave up after April 2024.
        let step = difficulty_step(pull(1.1, 0.25), 14.5, 29.0, 0.0);
        assert!((step.exp() - 0.902).abs() < 0.003, "{}", step.exp());
    }

    #[test]
    fn renews_only_where_it_pays() {
        let ahead = Ahead {
            hashprice_years: 29.7 * 2.757,
            cost_years: 3.15,
        };
        assert_eq!(ahead.worth(0.3 / 29.7, 0.4), 0.0);
        // At 29.7 $/PH/day, 52 $/MWh and 90 % of hours: from 30 to 13.5 J/TH.
        let (new, old) = (
            ahead.worth(0.708 / 29.7, 0.410),
            ahead.worth(0.319 / 29.7, 0.410),
        );
        assert!(renewal_pays(new, old, 0.52, 0.0), "{new}");
        assert!(!renewal_pays(new, old, 0.74, 0.0));
        assert!(renewal_pays(new, old, 0.74, 0.1));
    }
}
