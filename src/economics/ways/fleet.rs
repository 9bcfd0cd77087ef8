//! What a MW of a site's machines leaves in each quarter, as they stand and renewed.

use crate::economics::cash::{MONTHS_PER_QUARTER, QUARTERS_PER_YEAR};
use crate::economics::lease::{as_count, quarter_of};
use crate::economics::mining::{self, Running};
use crate::economics::path::{Expectation, Window};

/// Machines of a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fleet {
    /// MW drawn for them, cooling included.
    pub mw: f64,
    /// Their efficiency by their own power, J/TH; above zero.
    pub j_per_th: f64,
    /// MW drawn for each MW of the machines; at least 1.
    pub pue: f64,
    /// Their age at the plan's start, years.
    pub age_years: f64,
    /// Years that machines live.
    pub life_years: f64,
    /// Share of the hours that they run.
    pub uptime: f64,
    /// Share that the pool takes.
    pub pool_fee: f64,
    /// Price of power, dollars per MWh.
    pub power_usd_per_mwh: f64,
    /// How far it follows the market: 0 fixed, 1 indexed.
    pub power_follows: f64,
    /// Other running cost, dollars per MWh.
    pub opex_usd_per_mwh: f64,
    /// Share of that which stays when machines stand still.
    pub idle_share: f64,
    /// What demand response and curtailment bring, M$ per MW and year.
    pub flexibility_musd: f64,
    /// What a customer pays for hosting, dollars per MWh; none where the machines are the owner's. A customer whose
    /// machines don't earn that stops.
    pub hosted_usd_per_mwh: Option<f64>,
    /// Month until which mining is allowed; infinite where nothing ends it.
    pub allowed_until_month: f64,
    /// Whether the owner buys new machines where they pay.
    pub renews: bool,
}

impl Fleet {
    /// J/TH by what is drawn, cooling included, of machines of some efficiency.
    pub(in crate::economics) fn drawn_j_per_th(&self, j_per_th: f64) -> f64 {
        j_per_th * self.pue
    }

    /// Dollars of a MWh that is drawn for each dollar of hashprice, by machines of such an efficiency by what is drawn.
    fn per_hashprice(&self, drawn_j_per_th: f64) -> f64 {
        mining::usd_per_mwh_per_hashprice(drawn_j_per_th, self.pool_fee)
    }

    /// Income of a MWh that is drawn, dollars, of which its machines earn so much. A customer pays for what they take.
    fn income(&self, earned: f64, cost: f64) -> f64 {
        let Some(rate) = self.hosted_usd_per_mwh else {
            return earned;
        };
        let paid = rate * cost / self.pue;
        if earned >= paid { paid } else { 0.0 }
    }

    /// A MW of it in so many years.
    fn running(&self, years: f64) -> Running {
        Running::years(years, self.uptime, self.flexibility_musd)
    }

    /// Price of power after the market moved, dollars per MWh.
    pub(super) fn power(&self, index: f64) -> f64 {
        self.power_usd_per_mwh * (1.0 + self.power_follows * (index - 1.0))
    }

    /// M$ of a MW's machines, used, at some price per TH.
    pub(super) fn resale_musd_per_mw(&self, usd_per_th: f64) -> f64 {
        if self.hosted_usd_per_mwh.is_some() {
            0.0
        } else {
            mining::machines_musd_per_mw(usd_per_th, self.drawn_j_per_th(self.j_per_th))
        }
    }

    /// What a MW of the machines as they stand will leave by what is expected of hashprice, worth at a quarter, with
    /// `factors` from there on. M$.
    pub(super) fn expected(
        &self,
        hashprice: impl Iterator<Item = f64>,
        power: f64,
        cost: f64,
        factors: impl Iterator<Item = f64>,
    ) -> f64 {
        let quarter = self.running(1.0 / QUARTERS_PER_YEAR);
        let per_hashprice = self.per_hashprice(self.drawn_j_per_th(self.j_per_th));
        let out = self.power(power) + self.opex_usd_per_mwh * cost;
        let each = hashprice.zip(factors).map(|(usd, factor)| {
            let income = self.income(usd * per_hashprice, cost);
            factor * quarter.margin_musd(income, out).max(0.0)
        });
        each.sum()
    }
}

/// What a MW leaves in each quarter, M$. Kept from draw to draw, so that a draw allocates nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Margins {
    kept: Vec<f64>,
    renewed: Vec<f64>,
}

impl Margins {
    /// Of the machines as they stand.
    #[must_use]
    pub fn kept(&self) -> &[f64] {
        &self.kept
    }

    /// With new machines where they paid, their price in the quarter they were bought.
    #[must_use]
    pub fn renewed(&self) -> &[f64] {
        &self.renewed
    }

    /// Works both out for a draw; the plan starts in quarter `start` of the outlook. Without machines all is nothing.
    pub fn fill(
        &mut self,
        fleet: Option<&Fleet>,
        market: &Window,
        (outlook, start): (&Expectation, usize),
        quarters: usize,
    ) {
        let quarters = quarters.min(market.quarters());
        for margins in [&mut self.kept, &mut self.renewed] {
            margins.clear();
            margins.resize(quarters, 0.0);
        }
        let Some(fleet) = fleet else { return };
        let own = fleet.hosted_usd_per_mwh.is_none();
        let year = fleet.running(1.0).musd_per_usd;
        let running = fleet.running(1.0 / QUARTERS_PER_YEAR);
        let end = (as_count(quarters) * MONTHS_PER_QUARTER).min(fleet.allowed_until_month);
        let last = quarter_of(end - fleet.life_years * 12.0, quarters).unwrap_or(0);
        let mut j_per_th = fleet.drawn_j_per_th(fleet.j_per_th);
        // Worked out once for a fleet instead of in each quarter: it divides.
        let as_stands = fleet.per_hashprice(j_per_th);
        let mut now = as_stands;
        let (mut age, mut closed) = (fleet.age_years, false);
        let (mut bought, mut scrapped, mut so_far) = (false, false, 0.0);
        let until = fleet.allowed_until_month / MONTHS_PER_QUARTER;
        let courses = market
            .hashprice_usd
            .iter()
            .zip(market.power)
            .zip(market.cost)
            .take(quarters);
        let out_to = self.kept.iter_mut().zip(&mut self.renewed);
        let mut left = until;
        for (quarter, (((usd, power), cost), (kept_to, renewed_to))) in
            courses.zip(out_to).enumerate()
        {
            let (usd, cost) = (*usd, *cost);
            let open = left.clamp(0.0, 1.0);
            left -= 1.0;
            let opex = fleet.opex_usd_per_mwh * cost;
            let out = fleet.power(*power) + opex;
            let leaves = |per_hashprice: f64| {
                let income = fleet.income(usd * per_hashprice, cost);
                let idle = running.idle_musd(fleet.idle_share, opex);
                open * running.margin_musd(income, out).max(idle)
            };
            let mut kept = leaves(as_stands);
            // Machines past their life that lose money are shut for good: nobody pays guards for scrap.
            scrapped |= kept < 0.0 && fleet.age_years + so_far >= fleet.life_years;
            if scrapped {
                kept = 0.0;
            }
            *kept_to = kept;

            let mut price = 0.0;
            // Once a year, from half of a life on, an owner asks whether new machines pay; not so late that the horizon
            // or the law would take them away.
            let asks = fleet.renews
                && own
                && quarter % 4 == 0
                && quarter < last
                && age >= 0.5 * fleet.life_years;
            if asks && open == 1.0 {
                let new_j_per_th = fleet.drawn_j_per_th(market.new_j_per_th[quarter]);
                let new = fleet.per_hashprice(new_j_per_th);
                let ahead = outlook.ahead(start + quarter, usd);
                let (after, before) = (
                    ahead.worth(new * year, out * year),
                    ahead.worth(now * year, out * year),
                );
                let buys =
                    mining::machines_musd_per_mw(market.new_usd_per_th[quarter], new_j_per_th);
                let used =
                    mining::machines_musd_per_mw(market.resale_usd_per_th[quarter], j_per_th);
                let sells = if closed { 0.0 } else { used };
                if mining::renewal_pays(after, before, buys, sells) {
                    (price, now, j_per_th) = (buys - sells, new, new_j_per_th);
                    (age, closed, bought) = (0.0, false, true);
                }
            }
            let margin = if bought { leaves(now) } else { kept };
            closed = if bought {
                closed || margin < 0.0 && age >= fleet.life_years
            } else {
                scrapped
            };
            *renewed_to = if closed { 0.0 } else { margin } - price;
            age += 0.25;
            so_far += 0.25;
        }
    }
}
