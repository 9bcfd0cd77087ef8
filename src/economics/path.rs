//! One course of the market by quarter: hashprice, power, accelerators, machines. Worked out once for a draw, whatever
//! the sites.

use crate::economics::cash::QUARTERS_PER_YEAR;
use crate::economics::lease::as_count;
use crate::economics::market::Shock;
use crate::economics::mining::{Ahead, Halvings, MWH_PER_PH_DAY, difficulty_step, pull};

/// What a course of the market starts from, in one draw; changes are logarithms a year unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// Year of the market's date, with its fraction.
    pub year: f64,
    /// Hashprice without fees, dollars per PH and day.
    pub hashprice_usd: f64,
    /// Fees over subsidy of a block; the fees of a block stay the same in bitcoins.
    pub fee_share: f64,
    /// When the subsidy halves.
    pub halvings: Halvings,
    /// Drift of the price of bitcoin at first; what was measured over two years says little about ten, so it fades.
    pub price_drift: f64,
    /// Years until half of that drift is gone.
    pub drift_half_life_years: f64,
    /// Volatility of the price of bitcoin.
    pub price_volatility: f64,
    /// Volatility of difficulty.
    pub difficulty_volatility: f64,
    /// Years until half of what the marginal miner earns too much or too little is gone.
    pub difficulty_half_life_years: f64,
    /// Efficiency of the marginal machine, J/TH.
    pub marginal_j_per_th: f64,
    /// Cash cost of the marginal miner, dollars per MWh.
    pub marginal_usd_per_mwh: f64,
    /// Share of their J/TH that machines lose a year.
    pub efficiency_gain: f64,
    /// Efficiency of new machines, J/TH.
    pub new_j_per_th: f64,
    /// J/TH that new machines don't get below.
    pub floor_j_per_th: f64,
    /// Price of new machines, dollars per TH.
    pub new_usd_per_th: f64,
    /// What used machines fetch, dollars per TH.
    pub resale_usd_per_th: f64,
    /// How fast that falls with age.
    pub resale_fall: f64,
    /// Percent by which machines move with one percent of hashprice.
    pub machine_elasticity: f64,
    /// Growth of other running cost a year, a share.
    pub cost_inflation: f64,
    /// Drift of the price of power.
    pub power_drift: f64,
    /// Volatility of the price of power.
    pub power_volatility: f64,
    /// Drift of the rent of one accelerator model.
    pub gpu_drift: f64,
    /// Its volatility.
    pub gpu_volatility: f64,
}

/// A course of the market, a number for each quarter from the market's date.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MarketPath {
    /// Hashprice with fees, dollars per PH and day.
    pub hashprice_usd: Vec<f64>,
    /// Price of power against the start.
    pub power: Vec<f64>,
    /// Rent of one accelerator model against the start.
    pub gpu: Vec<f64>,
    /// Other running cost against the start.
    pub cost: Vec<f64>,
    /// Efficiency of new machines, J/TH.
    pub new_j_per_th: Vec<f64>,
    /// Their price, dollars per TH.
    pub new_usd_per_th: Vec<f64>,
    /// What the machines of today fetch used, dollars per TH.
    pub resale_usd_per_th: Vec<f64>,
}

/// A course from the quarter in which a plan starts.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    /// Hashprice with fees, dollars per PH and day.
    pub hashprice_usd: &'a [f64],
    /// Price of power against the market's date.
    pub power: &'a [f64],
    /// Rent of one accelerator model against the market's date.
    pub gpu: &'a [f64],
    /// Other running cost against the market's date.
    pub cost: &'a [f64],
    /// Efficiency of new machines, J/TH.
    pub new_j_per_th: &'a [f64],
    /// Their price, dollars per TH.
    pub new_usd_per_th: &'a [f64],
    /// What the machines of today fetch used, dollars per TH.
    pub resale_usd_per_th: &'a [f64],
}

impl MarketPath {
    /// A course of so many quarters. `shocks` gives those of each quarter, standard normal.
    #[must_use]
    pub fn new(
        start: &Start,
        quarters: usize,
        mut shocks: impl FnMut(usize) -> [f64; Shock::COUNT],
    ) -> Self {
        let mut course = Self::default();
        let dt = 1.0 / QUARTERS_PER_YEAR;
        let root = dt.sqrt();
        let toward = pull(start.difficulty_half_life_years, dt);
        let fade = libm::exp2(-dt / start.drift_half_life_years);
        let (mut price, mut difficulty, mut power, mut gpu) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        let today = start.halvings.share_left(start.year);
        let mut drift = start.price_drift;
        for quarter in 0..quarters {
            let years = as_count(quarter) * dt;
            let subsidy = start.halvings.share_left(start.year + years) / today;
            let hashprice =
                start.hashprice_usd * libm::exp(price - difficulty) * (subsidy + start.fee_share);
            let moved = hashprice / (start.hashprice_usd * (1.0 + start.fee_share));
            let cost = libm::pow(1.0 + start.cost_inflation, years);
            let new_j_per_th = start.new_after(years);
            let machines = if start.machine_elasticity == 1.0 {
                moved
            } else {
                libm::pow(moved, start.machine_elasticity)
            };
            course.hashprice_usd.push(hashprice);
            course.power.push(libm::exp(power));
            course.gpu.push(libm::exp(gpu));
            course.cost.push(cost);
            course.new_j_per_th.push(new_j_per_th);
            course.new_usd_per_th.push(start.new_usd_per_th * machines);
            course
                .resale_usd_per_th
                .push(start.resale_usd_per_th * machines * libm::exp(-start.resale_fall * years));

            let shock = shocks(quarter);
            let marginal = start.marginal_usd(new_j_per_th, cost);
            price += drift * dt + start.price_volatility * root * shock[Shock::Price.place()];
            let chance = start.difficulty_volatility * root * shock[Shock::Difficulty.place()];
            difficulty += difficulty_step(toward, hashprice, marginal, chance);
            power += start.power_drift * dt
                + start.power_volatility * root * shock[Shock::Power.place()];
            gpu +=
                start.gpu_drift * dt + start.gpu_volatility * root * shock[Shock::GpuRent.place()];
            drift *= fade;
        }
        course
    }

    /// The same with hashprice so many times as high, and machines with it.
    #[must_use]
    pub fn with_hashprice(&self, factor: f64) -> Self {
        let times = |all: &[f64]| all.iter().map(|one| one * factor).collect();
        Self {
            hashprice_usd: times(&self.hashprice_usd),
            new_usd_per_th: times(&self.new_usd_per_th),
            resale_usd_per_th: times(&self.resale_usd_per_th),
            ..self.clone()
        }
    }

    /// Quarters of it.
    #[must_use]
    pub fn quarters(&self) -> usize {
        self.hashprice_usd.len()
    }

    /// The course from some quarter on, for at most so many quarters.
    #[must_use]
    pub fn from(&self, quarter: usize, quarters: usize) -> Window<'_> {
        let end = self
            .hashprice_usd
            .len()
            .min(quarter.saturating_add(quarters));
        let of = |all: &'_ Vec<f64>| -> std::ops::Range<usize> {
            quarter.min(all.len())..end.max(quarter).min(all.len())
        };
        Window {
            hashprice_usd: &self.hashprice_usd[of(&self.hashprice_usd)],
            power: &self.power[of(&self.power)],
            gpu: &self.gpu[of(&self.gpu)],
            cost: &self.cost[of(&self.cost)],
            new_j_per_th: &self.new_j_per_th[of(&self.new_j_per_th)],
            new_usd_per_th: &self.new_usd_per_th[of(&self.new_usd_per_th)],
            resale_usd_per_th: &self.resale_usd_per_th[of(&self.resale_usd_per_th)],
        }
    }
}

impl Window<'_> {
    /// Quarters of it.
    #[must_use]
    pub fn quarters(&self) -> usize {
        self.hashprice_usd.len()
    }
}

impl Start {
    /// Efficiency of new machines after some years, J/TH.
    fn new_after(&self, years: f64) -> f64 {
        (self.new_j_per_th * libm::pow(1.0 - self.efficiency_gain, years)).max(self.floor_j_per_th)
    }

    /// Hashprice at which the marginal miner earns cash cost, when new machines are so efficient and cost has moved so far:
    /// what stands at the margin keeps its distance from what is new.
    fn marginal_usd(&self, new_j_per_th: f64, cost: f64) -> f64 {
        let j_per_th = self.marginal_j_per_th * new_j_per_th / self.new_j_per_th;
        MWH_PER_PH_DAY * j_per_th * self.marginal_usd_per_mwh * cost
    }
}

/// What somebody who knows today's hashprice alone expects of the next years: the likely course without shocks, halvings
/// in it, and a distance from it that closes as difficulty follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The likely course, dollars per PH and day.
    hashprice_usd: Vec<f64>,
    /// Share of a distance that is left after so many quarters.
    left: Vec<f64>,
    /// For a machine bought in each quarter, dollars per PH and day times years: of the likely course, and of each dollar
    /// above it.
    of_machine: Vec<(f64, f64)>,
    /// How many times its cost of today a machine's years cost.
    cost_years: f64,
}

/// How somebody who buys machines reckons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Buyer {
    /// Rate a year.
    pub rate: f64,
    /// Years that machines live.
    pub life_years: f64,
}

impl Expectation {
    /// From the likely start of a market, for so many quarters.
    #[must_use]
    pub fn new(likely: &Start, buyer: Buyer, quarters: usize) -> Self {
        let settled = Start {
            price_drift: 0.0,
            hashprice_usd: likely.marginal_usd(likely.new_j_per_th, 1.0) / (1.0 + likely.fee_share),
            ..*likely
        };
        let life = crate::economics::lease::quarter_of(buyer.life_years * 12.0, 400)
            .unwrap_or(400)
            .max(1);
        let course = MarketPath::new(&settled, quarters + life, |_| [0.0; Shock::COUNT]);
        let keeps = libm::exp2(-1.0 / QUARTERS_PER_YEAR / likely.difficulty_half_life_years);
        let left: Vec<f64> = std::iter::successors(Some(1.0), |left| Some(left * keeps))
            .take(quarters.max(life))
            .collect();
        let factors = crate::economics::cash::discounts(buyer.rate, life);
        // A distance is taken by its dollars here, not by its logarithm, so that two sums do for every hashprice.
        let of_machine = |years: &[f64]| {
            let each = years.iter().zip(&factors).zip(&left);
            each.fold((0.0, 0.0), |(likely, more), ((usd, factor), left)| {
                let worth = usd * factor / QUARTERS_PER_YEAR;
                (likely + worth, more + worth * left / years[0])
            })
        };
        let of_machine = course
            .hashprice_usd
            .windows(life)
            .take(quarters)
            .map(of_machine)
            .collect();
        let rise = libm::pow(1.0 + likely.cost_inflation, 1.0 / QUARTERS_PER_YEAR);
        let costs = factors.iter().scan(1.0 / rise, |cost, factor| {
            *cost *= rise;
            Some(*cost * factor / QUARTERS_PER_YEAR)
        });
        let mut hashprice_usd = course.hashprice_usd;
        hashprice_usd.truncate(quarters);
        Self {
            hashprice_usd,
            left,
            of_machine,
            cost_years: costs.sum(),
        }
    }

    /// Hashprice that is expected of the quarters from one on, in which it is known.
    pub fn from(&self, quarter: usize, known_usd: f64) -> impl Iterator<Item = f64> {
        let ahead = self.hashprice_usd.get(quarter..).unwrap_or_default();
        let distance = ahead
            .first()
            .map_or(0.0, |likely| libm::log(known_usd / likely));
        ahead
            .iter()
            .zip(&self.left)
            .map(move |(likely, left)| likely * libm::exp(distance * left))
    }

    /// What is known of the years of a machine that is bought in a quarter, at the hashprice of that quarter.
    #[must_use]
    pub fn ahead(&self, quarter: usize, known_usd: f64) -> Ahead {
        let (likely, more) = self.of_machine.get(quarter).copied().unwrap_or_default();
        let distance = known_usd
            - self
                .hashprice_usd
                .get(quarter)
                .copied()
                .unwrap_or(known_usd);
        Ahead {
            hashprice_years: (likely + distance * more).max(0.0),
            cost_years: self.cost_years,
        }
    }
}

#[cfg(test)]
#[path = "path_tests.rs"]
mod tests;
