//! What a megawatt of machines earns.
//!
//! Hashprice is in dollars per PH and day, efficiency in J/TH, power and other running cost in dollars per MWh.

/// Hours of a year.
pub const HOURS_PER_YEAR: f64 = 8760.0;
/// Bitcoins that a PH mines in a day per bitcoin of block reward, times difficulty: 86 400e15 / 2^32. Source:
/// definition of difficulty; rulebook of Bitnomial's hashrate futures.
pub const PH_DAYS_PER_DIFFICULTY: f64 = 2.011_656_761_169_433_6e10;
/// MWh that a PH draws in a day per J/TH: 1 000 TH at 1 J/TH are 1 kW, in 24 hours 0.024 MWh.
pub const MWH_PER_PH_DAY: f64 = 0.024;

/// Bitcoins of a PH and day; `reward_btc` is subsidy plus fees of a block, `difficulty` the network's. Both above zero.
#[must_use]
pub fn btc_per_ph_day(reward_btc: f64, difficulty: f64) -> f64 {
    PH_DAYS_PER_DIFFICULTY * reward_btc / difficulty
}

/// Bitcoins that so many EH/s, averaged over so many days, mine.
#[must_use]
pub fn mined_btc(eh_per_s: f64, days: f64, reward_btc: f64, difficulty: f64) -> f64 {
    eh_per_s * 1e3 * days * btc_per_ph_day(reward_btc, difficulty)
}

/// Share of the hashrate on the nameplates that was at work, from what was mined.
#[must_use]
pub fn delivered(mined_btc: f64, nameplate_btc: f64) -> f64 {
    mined_btc / nameplate_btc
}

/// Hashprice, dollars per PH and day, before the pool's fee.
#[must_use]
pub fn hashprice_usd(reward_btc: f64, difficulty: f64, usd_per_btc: f64) -> f64 {
    btc_per_ph_day(reward_btc, difficulty) * usd_per_btc
}

/// Income of a MWh, dollars, after the pool's fee (a share).
#[must_use]
pub fn revenue_usd_per_mwh(hashprice_usd: f64, j_per_th: f64, pool_fee: f64) -> f64 {
    hashprice_usd * (1.0 - pool_fee) / (MWH_PER_PH_DAY * j_per_th)
}

/// Income of a MWh at which a mine had better stop: what power may cost in real time, dollars per MWh.
#[must_use]
pub fn strike_usd_per_mwh(revenue_usd_per_mwh: f64, opex_usd_per_mwh: f64) -> f64 {
    revenue_usd_per_mwh - opex_usd_per_mwh
}

/// What a MWh leaves, dollars. A mine that would lose more by running stops, and `idle` of its other running cost stays:
/// people, rent and insurance don't stop with the machines.
#[must_use]
pub fn margin_usd_per_mwh(
    revenue_usd_per_mwh: f64,
    power_usd_per_mwh: f64,
    opex_usd_per_mwh: f64,
    idle: f64,
) -> f64 {
    (revenue_usd_per_mwh - power_usd_per_mwh - opex_usd_per_mwh).max(-idle * opex_usd_per_mwh)
}

/// M$ that a MW leaves in a year; `uptime` is the share of hours that machines run, and 1 where the hashrate is an
/// average already. `flexibility_musd` is what demand response and curtailment bring.
#[must_use]
pub fn margin_musd_per_mw_year(margin_usd_per_mwh: f64, uptime: f64, flexibility_musd: f64) -> f64 {
    margin_usd_per_mwh * HOURS_PER_YEAR * uptime / 1e6 + flexibility_musd
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
/// hashprice, which pays its power, other cost and pool; `uptime` as in [`margin_musd_per_mw_year`].
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

/// MW that so many EH/s draw.
#[must_use]
pub fn mw_of(eh_per_s: f64, j_per_th: f64) -> f64 {
    eh_per_s * j_per_th
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
    use crate::economics::near;

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
        let mw = mw_of(29.4, 15.0);
        near(mw, 441.0, 1e-9);
        let mwh = mw * 24.0 * 90.0;
        near(36.5e6 / mwh, 38.0, 0.015);
        near((139.9 - 36.5) / mw * 365.0 / 90.0, 0.96, 0.015);
    }

    #[test]
    fn hashrate_that_did_not_run() {
        // Example 3, CleanSpark January to March 2026: 47.3 EH/s would have mined 1 905.
        let inverse = (31.0 / 145.42 + 28.0 / 135.12 + 31.0 / 140.70) / 90.0;
        let all = mined_btc(47.3, 90.0, 3.125, 1e12 / inverse);
        near(all, 1905.0, 0.01);
        near(delivered(1795.0, all), 0.94, 0.01);
        // TeraWulf April to June 2025: 12.8 EH/s nameplate; power 45 555 $/BTC at 53 $/MWh.
        let inverse = (30.0 / 120.86 + 31.0 / 120.81 + 30.0 / 126.09) / 91.0;
        let all = mined_btc(12.8, 91.0, 3.125, 1e12 / inverse);
        near(delivered(485.0, all), 0.81, 0.01);
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
            assert!((revenue_usd_per_mwh(39.53, j_per_th, 0.0) - usd).abs() < 0.5);
        }
        let fees = 62.0 / 1008.0;
        let btc = btc_per_ph_day(3.125 + fees, 110.57e12);
        near(btc, 0.000_579_72, 1e-4);
        near(btc, 0.000_576_12, 0.007);
    }

    #[test]
    fn riot_second_quarter_of_2025() {
        near(1.0 - 1426.0 * 48992.0 / 140.9e6, 0.504, 1e-3);
    }

    #[test]
    fn margins_of_the_reference() {
        for (j_per_th, kusd, even) in [
            (13.5, 305.0, 17.0),
            (17.5, 139.0, 22.0),
            (20.0, 70.0, 25.0),
            (30.0, -93.0, 38.0),
        ] {
            let revenue = revenue_usd_per_mwh(29.4 * 1.01, j_per_th, 0.02);
            let usd = revenue - 45.0 - 7.0;
            let got = margin_musd_per_mw_year(usd, 0.92, 0.0) * 1e3;
            assert!((got - kusd).abs() < 1.5, "{j_per_th}: {got}");
            assert!((break_even_hashprice_usd(j_per_th, 45.0, 7.0, 0.02) - even).abs() < 0.5);
        }
        near(machines_musd_per_mw(7.5, 17.5), 0.43, 0.01);
        assert_eq!(margin_usd_per_mwh(40.0, 45.0, 7.0, 0.25), -1.75);
        assert_eq!(strike_usd_per_mwh(70.0, 7.0), 63.0);
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
