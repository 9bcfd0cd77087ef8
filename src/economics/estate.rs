//! A site as money sees it: what is held and built in every draw, and what each way of using it is worth there.

mod blocks;
mod worths;

use std::borrow::Cow;
use std::sync::Arc;

use super::cash::MONTHS_PER_QUARTER;
use super::courses::Courses;
use super::holdings::Holdings;
use super::lease::{Lease, as_count};
use super::market::Quantity;
use super::path::MarketPath;
use super::sample::{MarketDraw, Signing};
use super::ways::{
    Alternative, Appraisal, Discounts, Flows, Lot, Margins, Present, Property, World, horizon,
};
use crate::hosting::Target;
use crate::plan::Outlay;
use crate::site::mining::TenantCredit;
use crate::typical::uniforms::stable_hash;
use blocks::{fleet, follows, lots, obstacle};
use worths::WorthOf;
pub(crate) use worths::Worths;

/// What a tenant is, as money sees it.
#[derive(Debug, Clone, Copy)]
struct Lessee<'m> {
    credit: TenantCredit,
    term_years: f64,
    /// Requests by hour; none where troughs are too short to be filled.
    requests: &'m [f64],
}

/// A draw of a site.
#[derive(Debug, Clone, Copy)]
struct HeldDraw {
    holdings: Holdings,
    /// 0 to 100.
    convertibility: f64,
    /// Month in which a dated obstacle is gone.
    obstacle_month: Option<f64>,
    /// Where its blocks end.
    lots: usize,
}

/// A site in every draw.
#[derive(Debug, Clone)]
pub(crate) struct Estate<'m> {
    courses: Arc<Courses<'m>>,
    tenant: Lessee<'m>,
    /// Quarters from the market's date to the plan's start.
    start: usize,
    /// Months that the plan starts before the market's date.
    early_months: f64,
    quarters: usize,
    /// Where the luck of its tenant stands among all.
    luck: usize,
    draws: Vec<HeldDraw>,
    lots: Vec<Lot>,
    /// The median draw, at likely figures.
    median: Option<(Holdings, f64, Vec<Lot>)>,
}

/// What is looked at once more with something changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WhatIf {
    /// Hashprice, and machines with it, times so much.
    pub hashprice: f64,
    /// First-year rent times so much.
    pub rent: f64,
    /// Capital times so much.
    pub capex: f64,
    /// All blocks so much later.
    pub delay_weeks: f64,
    /// Whether a lease is signed today, whatever the file says.
    pub signed: Option<bool>,
    /// Another cost of each critical MW, M$.
    pub capex_musd_per_mw: Option<f64>,
    /// Another month in which the last block is live.
    pub full_month: Option<f64>,
}

impl WhatIf {
    /// As it is.
    pub(crate) const NONE: Self = Self {
        hashprice: 1.0,
        rent: 1.0,
        capex: 1.0,
        delay_weeks: 0.0,
        signed: None,
        capex_musd_per_mw: None,
        full_month: None,
    };
}

/// What is asked of a draw when it is added.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judgment {
    /// Whether it converts, at once, in phases or behind a dated obstacle.
    pub converts: bool,
    /// Convertibility.
    pub convertibility: f64,
}

impl<'m> Estate<'m> {
    /// A site that goes by a name and starts to build in a month, counted as dates are; nothing is held yet.
    pub(crate) fn begin(
        courses: Arc<Courses<'m>>,
        target: &Target,
        name: &str,
        start_month: Option<f64>,
    ) -> Self {
        let market = courses.market;
        let dated = market.as_of.months();
        let ahead = start_month.map_or(0.0, |month| month - dated);
        let shape = target.workload.load_shape.as_deref();
        let draws = as_places(courses.draws(TenantCredit::Backed).len());
        Self {
            tenant: Lessee {
                credit: target.tenant.credit,
                term_years: target.tenant.parameters.lease_years.value,
                requests: shape
                    .and_then(|id| market.load_shape(id))
                    .map_or(&[], |shape| &shape.requests),
            },
            start: super::lease::quarter_of(ahead.max(0.0), super::courses::LATEST_START + 1)
                .unwrap_or(super::courses::LATEST_START),
            early_months: (-ahead).max(0.0),
            quarters: 0,
            luck: usize::try_from(stable_hash(name) % draws).unwrap_or(0),
            draws: Vec::with_capacity(courses.draws(TenantCredit::Backed).len()),
            lots: Vec::new(),
            median: None,
            courses,
        }
    }

    /// The median draw, which sets how far is looked ahead.
    pub(crate) fn set_median(&mut self, holdings: Holdings, judged: Judgment, outlays: &[Outlay]) {
        let lots = lots(&holdings, judged, outlays);
        self.median = Some((holdings, judged.convertibility, lots));
        self.look_as_far_as(&holdings);
    }

    /// The term of no draw is cut off: a lease that may be long would else be worth less than its mean.
    fn look_as_far_as(&mut self, holdings: &Holdings) {
        let signed = holdings.signed.map(|lease| lease.term_years);
        let term = signed.unwrap_or(self.tenant.term_years);
        let lots = self.median.as_ref().map_or(&[][..], |(.., lots)| lots);
        self.quarters = self.quarters.max(horizon(lots, term));
    }

    /// The next draw.
    pub(crate) fn add(&mut self, holdings: Holdings, judged: Judgment, outlays: &[Outlay]) {
        self.look_as_far_as(&holdings);
        self.lots.extend(lots(&holdings, judged, outlays));
        self.draws.push(HeldDraw {
            holdings,
            convertibility: judged.convertibility,
            obstacle_month: obstacle(outlays),
            lots: self.lots.len(),
        });
    }

    /// The first of these draws in another market.
    pub(crate) fn in_market(&self, courses: Arc<Courses<'m>>, draws: usize) -> Self {
        let mut estate = Self {
            courses,
            ..self.clone()
        };
        estate.draws.truncate(draws);
        estate
    }

    /// The market.
    pub(crate) fn courses(&self) -> &Courses<'m> {
        &self.courses
    }

    /// The market, to be had by others.
    pub(crate) fn market(&self) -> Arc<Courses<'m>> {
        Arc::clone(&self.courses)
    }

    /// Quarters of the market's course that are looked at.
    fn reach(&self) -> usize {
        self.start + self.quarters
    }

    /// How far is looked ahead, years.
    pub(crate) fn years(&self) -> f64 {
        as_count(self.quarters) / 4.0
    }

    /// Months that the plan starts before the market's date; figures of that date stand for them.
    pub(crate) fn early_months(&self) -> f64 {
        self.early_months
    }

    /// Something of each draw.
    pub(crate) fn of_draws<T>(&self, of: impl Fn(&Holdings, &[Lot]) -> T) -> Vec<T> {
        let all = self.draws.iter().enumerate();
        all.map(|(at, held)| of(&held.holdings, self.lots_of(at)))
            .collect()
    }

    /// What the market holds in each draw.
    pub(crate) fn market_draws(&self) -> &[MarketDraw] {
        self.courses.draws(self.tenant.credit)
    }

    /// How good the tenant's promise to pay is in the median draw.
    pub(crate) fn credit(&self) -> TenantCredit {
        let median = self.median.as_ref();
        median.map_or(self.tenant.credit, |(holdings, ..)| {
            self.credit_of(holdings)
        })
    }

    /// The credit of whoever has signed, else of the usual tenant.
    fn credit_of(&self, holdings: &Holdings) -> TenantCredit {
        holdings
            .signed
            .map_or(self.tenant.credit, |lease| lease.credit)
    }

    /// Quarters that are looked at.
    pub(crate) fn quarters(&self) -> usize {
        self.quarters
    }

    /// The draw of the market that tells what becomes of the tenant in a draw: every site has a tenant of its own.
    fn of_tenant(&self, draw: usize) -> usize {
        (draw + self.luck) % self.courses.count()
    }

    /// First-year rent of each draw, dollars per kW and month: what is signed, else what a tenant pays who is found.
    pub(crate) fn rents(&self) -> Vec<f64> {
        let rent = |(at, held): (usize, &HeldDraw)| match held.holdings.signed {
            Some(lease) => Some(lease.rent_usd_per_kw_month),
            None => {
                let figures = self.courses.draws(self.tenant.credit).get(at)?;
                Some(figures.lease.rent_usd_per_kw_month)
            }
        };
        self.draws.iter().enumerate().filter_map(rent).collect()
    }

    /// Months until a lease is signed in each draw, beyond all others where none ever is.
    pub(crate) fn signing_months(&self) -> Vec<f64> {
        const NEVER: f64 = 1_200.0;
        let figures = self.market_draws();
        let all = self.draws.iter().enumerate();
        let month = |(at, held): (usize, &HeldDraw)| {
            if held.holdings.signed.is_some() {
                return 0.0;
            }
            let figures = figures.get(self.of_tenant(at));
            figures
                .and_then(|figures| figures.signing.month)
                .unwrap_or(NEVER)
        };
        all.map(month).collect()
    }

    /// M$ of today that leased halls would fetch at the horizon beyond the bare site, in each draw.
    pub(crate) fn exits(&self) -> Vec<f64> {
        let mut rates = self
            .market_draws()
            .iter()
            .map(|market| market.exit_cap_rate);
        let mut exits = Vec::with_capacity(self.draws.len());
        self.each(&WhatIf::NONE, |case| {
            let today = rates.next().and_then(|rate| case.exit_beside(rate));
            exits.push(today.map_or(0.0, |(_, today)| today));
        });
        exits
    }

    /// Each draw, with something changed.
    pub(crate) fn each(&self, change: &WhatIf, each: impl FnMut(&Appraisal)) {
        self.each_at(&self.courses.discounts, change, each);
    }

    fn each_at(&self, discounts: &Discounts, change: &WhatIf, mut each: impl FnMut(&Appraisal)) {
        let mut margins = Margins::default();
        let mut changed = Vec::new();
        let paths = self.courses.paths(self.reach());
        for (at, (held, path)) in self.draws.iter().zip(&*paths).enumerate() {
            let figures = self.courses.draws(self.credit_of(&held.holdings));
            let (Some(figures), Some(of_tenant)) =
                (figures.get(at), figures.get(self.of_tenant(at)))
            else {
                return;
            };
            changed.clear();
            changed.extend_from_slice(self.lots_of(at));
            change.lots(&mut changed);
            let setting = Setting {
                held,
                lots: &changed,
                figures,
                of_tenant,
                requests: self.tenant.requests,
                term_years: self.tenant.term_years,
            };
            let path = if change.hashprice == 1.0 {
                Cow::Borrowed(path)
            } else {
                Cow::Owned(path.with_hashprice(change.hashprice))
            };
            let looked = Looked { change, discounts };
            self.appraise(&setting, &path, looked, &mut margins, &mut each);
        }
    }

    /// The median draw at likely figures, with the lease signed when it likely is: the one case that a person can follow
    /// through.
    pub(crate) fn likely(&self, each: impl FnMut(&Appraisal)) {
        let Some((holdings, convertibility, lots)) = &self.median else {
            return;
        };
        let likely = &self.courses.likely(self.credit());
        let path = MarketPath::new(&likely.start, self.reach(), |_| {
            [0.0; super::market::Shock::COUNT]
        });
        let held = HeldDraw {
            holdings: *holdings,
            convertibility: *convertibility,
            obstacle_month: None,
            lots: lots.len(),
        };
        let setting = Setting {
            held: &held,
            lots,
            figures: likely,
            of_tenant: likely,
            requests: self.tenant.requests,
            term_years: self.tenant.term_years,
        };
        let looked = Looked {
            change: &WhatIf::NONE,
            discounts: &self.courses.discounts,
        };
        self.appraise(&setting, &path, looked, &mut Margins::default(), each);
    }

    fn appraise(
        &self,
        setting: &Setting,
        path: &MarketPath,
        Looked { change, discounts }: Looked,
        margins: &mut Margins,
        mut each: impl FnMut(&Appraisal),
    ) {
        let courses = &self.courses;
        let (figures, held) = (setting.figures, setting.held);
        let mine = &held.holdings.mine;
        let musd_per_mw = figures.sale.musd_per_mw(held.convertibility);
        let rate = discounts.rates().site;
        let holdings = &held.holdings;
        let property = Property {
            gross_mw: holdings.connection_mw,
            sale_musd: holdings.sold_mw * musd_per_mw * holdings.held_share(rate, 0.0),
            kept_musd: holdings.connection_mw
                * musd_per_mw
                * holdings.held_share(rate, as_count(self.quarters) * MONTHS_PER_QUARTER),
            held_until_month: holdings.held_until_month,
            fleet: Some(fleet(mine, figures)),
            requests: setting.requests,
            obstacle_month: held.obstacle_month,
            quarters: self.quarters,
        };
        let world = World {
            market: path.from(self.start, self.quarters),
            outlook: (&courses.outlook, self.start),
            lease: setting.lease(change.rent),
            signing: if change.signed.unwrap_or(held.holdings.signed.is_some()) {
                Signing::SIGNED
            } else {
                setting.of_tenant.signing
            },
            cloud: figures.cloud,
            gpu_fall: -courses.market.range(Quantity::GpuChange).likely,
            power: (mine.power_usd_per_mwh, follows(mine)),
            beside: figures.beside,
        };
        margins.fill(
            property.fleet.as_ref(),
            &world.market,
            world.outlook,
            self.quarters,
        );
        each(&Appraisal {
            site: &property,
            blocks: setting.lots,
            world: &world,
            margins,
            discounts,
        });
    }

    fn lots_of(&self, draw: usize) -> &[Lot] {
        let begin = draw
            .checked_sub(1)
            .and_then(|before| self.draws.get(before))
            .map_or(0, |held| held.lots);
        let end = self.draws.get(draw).map_or(begin, |held| held.lots);
        self.lots.get(begin..end).unwrap_or_default()
    }

    /// What each way is worth in each draw.
    pub(crate) fn worths(&self, change: &WhatIf) -> Worths {
        self.worths_of(&Alternative::ALL, change)
    }

    /// What some ways are worth in each draw.
    pub(crate) fn worths_of(&self, ways: &[Alternative], change: &WhatIf) -> Worths {
        self.looked(ways, &self.courses.discounts, change)
    }

    /// What each way is worth at other rates.
    pub(crate) fn worths_at(&self, discounts: &Discounts, change: &WhatIf) -> Worths {
        self.looked(&Alternative::ALL, discounts, change)
    }

    fn looked(&self, ways: &[Alternative], discounts: &Discounts, change: &WhatIf) -> Worths {
        let mut all: Vec<WorthOf> = ways.iter().map(|way| WorthOf::new(*way)).collect();
        self.each_at(discounts, change, |case| {
            for of in &mut all {
                let mut present = Present::new(case.discounts);
                let reason = case.settle(of.way, &mut present);
                of.add(present.musd(), reason);
            }
        });
        Worths(all)
    }

    /// Flows of some ways, each by its place among them, in each draw, and whether it can be done there.
    pub(crate) fn flows(&self, ways: &[Alternative], mut each: impl FnMut(usize, &Flows, bool)) {
        self.each(&WhatIf::NONE, |case| {
            for (at, way) in ways.iter().enumerate() {
                let mut flows = Flows::new(case.site.quarters);
                let reason = case.settle(*way, &mut flows);
                each(at, &flows, reason.is_none());
            }
        });
    }
}

/// How a draw is looked at.
#[derive(Clone, Copy)]
struct Looked<'l> {
    change: &'l WhatIf,
    discounts: &'l Discounts,
}

/// One draw of a site in one draw of the market.
struct Setting<'s> {
    held: &'s HeldDraw,
    lots: &'s [Lot],
    figures: &'s MarketDraw,
    /// The draw that tells what becomes of the tenant: every site has a tenant of its own.
    of_tenant: &'s MarketDraw,
    requests: &'s [f64],
    term_years: f64,
}

impl Setting<'_> {
    fn lease(&self, rent: f64) -> Lease {
        let unsigned = Lease {
            term_years: self.term_years,
            default_after_months: self.of_tenant.lease.default_after_months,
            ..self.figures.lease
        };
        let lease = self.held.holdings.signed.map_or(unsigned, |signed| Lease {
            rent_usd_per_kw_month: signed.rent_usd_per_kw_month,
            escalator: signed.escalator,
            term_years: signed.term_years,
            ramp_months: signed.ramp_months,
            ..unsigned
        });
        Lease {
            rent_usd_per_kw_month: lease.rent_usd_per_kw_month * rent,
            ..lease
        }
    }
}

fn as_places(count: usize) -> u64 {
    u64::try_from(count.max(1)).unwrap_or(1)
}

#[cfg(test)]
mod tests;
