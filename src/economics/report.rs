//! What only a report asks of an estate: returns, cash flows, what turns the answer, what moves it, what is worth knowing.

use super::beside::{Beside, beside};
use super::cash::{self, irr};
use super::estate::{Estate, WhatIf, Worths};
use super::lease::{as_count, quarter_of};
use super::market::Quantity;
use super::mining;
use super::reckoning::{Economics, against, best_to_convert, instead, mean, more, over};
use super::standing::Contender;
use super::tornado::{Moved, MovedFact, tornado};
use super::turn::{Lever, worth_of_knowing, worth_of_knowing_all};
use super::ways::{
    Alternative, Appraisal, Discounts, Earner, Flows, MOST_QUARTERS, Rates, capex_musd,
    critical_mw, full_month,
};
use crate::spread::Spread;
use crate::typical::draw::Locale;

/// What a report says of an estate beyond what its ways are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Reckoning {
    /// Each way that can be done.
    pub ways: Vec<WayCourse>,
    /// The pair that everything below compares: the best way to convert, and mining, or where nothing may be mined, a sale.
    pub pair: Option<(Alternative, Alternative)>,
    /// Where that difference turns.
    pub turns: Vec<Turn>,
    /// What moves it, the widest first.
    pub tornado: Vec<Moved>,
    /// What each answer is worth before choosing, M$, the most first.
    pub knowing: Vec<(String, f64)>,
    /// What knowing everything would be worth, M$.
    pub knowing_all: f64,
    /// The lease at likely figures, where there is one.
    pub lease: Option<LikelyLease>,
    /// The same under other choices of ours.
    pub views: Vec<Premised>,
    /// Figures that stand beside.
    pub beside: Vec<Beside>,
}

/// The course of a way.
#[derive(Debug, Clone, PartialEq)]
pub struct WayCourse {
    /// The way.
    pub way: Alternative,
    /// Rate of return a year of the mean flows of what is built; `None` where nothing is, or none is *the* return.
    pub irr: Option<f64>,
    /// Years until what is built has paid for itself, over the draws that build; infinite where it never does.
    pub payback_years: Option<Spread>,
    /// NPV for each M$ that is put in; `None` where nothing is.
    pub per_invested: Option<f64>,
}

/// What a way brings and takes.
#[derive(Debug, Clone, PartialEq)]
pub struct CashFlow {
    /// The way.
    pub way: Alternative,
    /// M$ of each year from the plan's start.
    pub years: Vec<Spread>,
}

/// Where a lever turns the answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// The lever.
    pub lever: Lever,
    /// Where it stands.
    pub now: f64,
    /// Where the difference changes its sign; `None` where it nowhere does.
    pub at: Option<f64>,
}

/// A lease that is signed when it likely is, at likely figures and without luck: the case that a person can follow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LikelyLease {
    /// M$ of net operating income in the first full year.
    pub first_noi_musd: f64,
    /// M$ of capital.
    pub capex_musd: f64,
    /// The first over the second.
    pub yield_on_cost: Option<f64>,
    /// Rate of return without debt.
    pub irr: Option<f64>,
    /// Rate of return with it.
    pub irr_with_debt: Option<f64>,
    /// M$ that lenders give.
    pub debt_musd: Option<f64>,
    /// Coupon, a share a year.
    pub coupon: f64,
    /// Income over service.
    pub cover: Option<f64>,
    /// M$ of today that the halls would fetch at the horizon beyond the bare site.
    pub exit_beside_musd: Option<f64>,
    /// Hashprice at which a MW of the mine leaves as much as the halls that its power feeds, dollars per PH and day: with
    /// capital free, as analysts print it, and with a year's charge on it.
    pub parity_hashprice_usd: Option<[f64; 2]>,
}

/// The answer under another choice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Premised {
    /// Which.
    pub choice: Premise,
    /// The best way by its mean.
    pub best: Option<Alternative>,
    /// Share of the draws in which the best way to convert beats mining, or a sale where nothing may be mined.
    pub chance: f64,
    /// Mean difference to that, M$ for each MW of the connection.
    pub per_grid_mw: f64,
}

crate::words::spelled! {
    /// A choice that decides more than any fact of a site.
    pub enum Premise {
        /// As it is.
        AsItIs = "as-it-is",
        /// Leased halls are worth their exit value at the horizon.
        ExitValue = "exit-value",
        /// One rate of 12 % for every way.
        OneRate = "one-rate",
        /// A lease is signed today.
        Signed = "signed",
        /// None is signed yet.
        Unsigned = "unsigned",
    }
}

/// The one rate at which ways are held against each other.
const ONE_RATE: f64 = 0.12;

/// An input of every draw; a word as its place.
pub(crate) struct Input {
    pub(crate) path: String,
    pub(crate) of_draws: Vec<f64>,
}

/// As many answers are told.
const MOST_ANSWERS: usize = 12;

/// Less than this is nothing that anybody asks for, M$.
const LEAST_WORTH_MUSD: f64 = 0.05;

impl Reckoning {
    /// Of an estate: with the facts that its file leaves open in every draw, and at both their ends.
    pub(crate) fn of(
        estate: &Estate,
        worths: &Worths,
        facts: Vec<Input>,
        moved: &[MovedFact],
        locale: &Locale,
    ) -> Self {
        let pair = best_to_convert(worths).zip(instead(worths));
        let ways: Vec<&[f64]> = worths.done().into_iter().map(|of| of.musd).collect();
        Self {
            ways: courses(estate, worths),
            turns: pair.map_or_else(Vec::new, |pair| turns(estate, pair)),
            pair,
            tornado: pair.map_or_else(Vec::new, |pair| tornado(estate, pair, moved)),
            knowing_all: worth_of_knowing_all(&ways),
            knowing: knowing(estate, &ways, facts),
            lease: likely_lease(estate),
            views: views(estate, worths),
            beside: beside(estate.courses().market, locale),
        }
    }
}

/// What each answer is worth before choosing, the most first.
fn knowing(estate: &Estate, ways: &[&[f64]], facts: Vec<Input>) -> Vec<(String, f64)> {
    let all = facts
        .into_iter()
        .chain(of_plan(estate))
        .chain(of_market(estate));
    let mut knowing: Vec<(String, f64)> = all
        .map(|input| (worth_of_knowing(&input.of_draws, ways), input.path))
        .filter(|(worth, _)| *worth > LEAST_WORTH_MUSD)
        .map(|(worth, path)| (path, worth))
        .collect();
    knowing.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    knowing.truncate(MOST_ANSWERS);
    knowing
}

/// What each way that can be done brings and takes, year by year.
pub(crate) fn cash_flows(estate: &Estate, economics: &Economics) -> Vec<CashFlow> {
    let done = economics.ways.iter().filter(|valued| valued.worth.is_ok());
    let ways: Vec<Alternative> = done.map(|valued| valued.way).collect();
    let mut years: Vec<Vec<Vec<f64>>> = vec![Vec::new(); ways.len()];
    estate.flows(&ways, |at, flows, _| {
        let (of_way, of_draw) = (&mut years[at], flows.years());
        of_way.resize_with(of_draw.len().max(of_way.len()), Vec::new);
        for (year, musd) in of_way.iter_mut().zip(of_draw) {
            year.push(musd);
        }
    });
    let flow = |(way, years): (Alternative, Vec<Vec<f64>>)| CashFlow {
        way,
        years: years.into_iter().map(over).collect(),
    };
    ways.into_iter().zip(years).map(flow).collect()
}

/// What the ways that can be done return on what is built.
fn courses(estate: &Estate, worths: &Worths) -> Vec<WayCourse> {
    let done = worths.done();
    let ways: Vec<Alternative> = done.iter().map(|of| of.way).collect();
    let start = (Flows::new(estate.quarters()), Vec::new());
    let mut courses: Vec<(Flows, Vec<f64>)> = vec![start; ways.len()];
    estate.flows(&ways, |at, flows, can_be_done| {
        let (sum, paybacks) = &mut courses[at];
        sum.add(flows);
        // Where nobody ever signs nothing is built but early works.
        if can_be_done && flows.halls().iter().any(|musd| *musd > 0.0) {
            paybacks.push(flows.payback_years().unwrap_or(f64::INFINITY));
        }
    });
    let each = done.into_iter().zip(courses);
    each.map(|(of, (sum, paybacks))| course(&of, &sum, paybacks))
        .collect()
}

fn course(of: &Contender, sum: &Flows, mut paybacks: Vec<f64>) -> WayCourse {
    let invested: f64 = sum.halls().iter().map(|musd| (-musd).max(0.0)).sum();
    let built = of.way.converts() && invested > 0.0;
    let per_draw = invested / as_count(of.musd.len().max(1));
    WayCourse {
        way: of.way,
        irr: sum.irr().filter(|_| built),
        payback_years: Spread::of(&mut paybacks).filter(|_| built),
        per_invested: built.then(|| mean(of.musd) / per_draw),
    }
}

fn turns(estate: &Estate, (one, other): (Alternative, Alternative)) -> Vec<Turn> {
    let difference = |change: &WhatIf| {
        let worths = estate.worths_of(&[one, other], change);
        more(&worths, one, other).map_or(f64::NAN, |more| mean(&more))
    };
    let market = estate.courses().market;
    let likely = |quantity| market.range(quantity).likely;
    let hashprice = likely(Quantity::Hashprice) * (1.0 + likely(Quantity::FeeShare));
    let rent = mean(&estate.rents());
    let per_mw = capex_per_mw(estate);
    let at = |lever: Lever, value: f64| match lever {
        Lever::Hashprice => WhatIf {
            hashprice: value / hashprice,
            ..WhatIf::NONE
        },
        Lever::Rent => WhatIf {
            rent: value / rent.max(f64::MIN_POSITIVE),
            ..WhatIf::NONE
        },
        Lever::Capex => WhatIf {
            capex: value / per_mw.max(f64::MIN_POSITIVE),
            ..WhatIf::NONE
        },
        Lever::Delay => WhatIf {
            delay_weeks: value,
            ..WhatIf::NONE
        },
    };
    let turn = |lever: Lever| {
        let now = match lever {
            Lever::Hashprice => hashprice,
            Lever::Rent => rent,
            Lever::Capex => per_mw,
            Lever::Delay => 0.0,
        };
        Turn {
            lever,
            now,
            at: lever.turning(now, |value| difference(&at(lever, value))),
        }
    };
    Lever::ALL.into_iter().map(turn).collect()
}

/// M$ of each critical MW of all that is built: draws that build little count little.
fn capex_per_mw(estate: &Estate) -> f64 {
    let built = estate.of_draws(|_, lots| (capex_musd(lots), critical_mw(lots)));
    let sum = |of: fn(&(f64, f64)) -> f64| built.iter().map(of).sum::<f64>();
    let mw = sum(|(_, mw)| *mw);
    if mw > 0.0 {
        sum(|(musd, _)| *musd) / mw
    } else {
        0.0
    }
}

/// What the plan draws itself. Where a draw builds nothing, nothing is due.
fn of_plan(estate: &Estate) -> Vec<Input> {
    let of = |path: &str, of_draws: Vec<f64>| Input {
        path: path.to_owned(),
        of_draws,
    };
    vec![
        of(
            "plan.capex_musd_per_mw",
            estate.of_draws(|_, lots| capex_musd(lots) / critical_mw(lots).max(1.0)),
        ),
        of(
            "plan.critical_mw",
            estate.of_draws(|_, lots| critical_mw(lots)),
        ),
        of(
            "plan.full_months",
            estate.of_draws(|_, lots| full_month(lots)),
        ),
    ]
}

fn of_market(estate: &Estate) -> Vec<Input> {
    // Debt and exit value stand beside the worths.
    let inside = Quantity::ALL
        .iter()
        .filter(|quantity| !quantity.stands_beside());
    let drawn = inside.filter_map(|quantity| {
        Some(Input {
            path: format!("market.{quantity}"),
            of_draws: estate.courses().values(*quantity)?,
        })
    });
    let signed = estate.of_draws(|holdings, _| holdings.signed.is_some());
    // How a lease ends up is the tenant's luck; it moves nothing where one is signed everywhere.
    let signing = (!signed.iter().all(|signed| *signed)).then(|| Input {
        path: "market.lease-signed".to_owned(),
        of_draws: estate.signing_months(),
    });
    drawn.chain(signing).collect()
}

fn likely_lease(estate: &Estate) -> Option<LikelyLease> {
    let mut found = None;
    let market = estate.courses().market;
    let coupon = estate.courses().likely(estate.credit()).coupon;
    let likely = |quantity| market.range(quantity).likely;
    estate.likely(|case| {
        let Ok(flows) = case.flows(Alternative::Lease) else {
            return;
        };
        let halls = flows.of(Earner::Lease);
        let live = case
            .blocks
            .iter()
            .map(|lot| lot.live_month)
            .fold(f64::INFINITY, f64::min);
        let live = quarter_of(live, halls.len()).unwrap_or(0);
        let first = halls.iter().position(|musd| *musd > 0.0).unwrap_or(live);
        let income = halls.get(first..).unwrap_or_default();
        let capex = capex_musd(case.blocks);
        let debt = cash::sculpted(
            income,
            coupon,
            likely(Quantity::Cover),
            likely(Quantity::LoanToCost) * capex,
        );
        let noi = case.first_noi_musd();
        let with_debt = debt
            .as_ref()
            .and_then(|debt| irr(0.0, &flows.with_debt(debt, coupon, first)));
        found = Some(LikelyLease {
            first_noi_musd: noi,
            capex_musd: capex,
            yield_on_cost: super::lease::yield_on_cost(noi, capex),
            irr: flows.irr(),
            irr_with_debt: with_debt,
            debt_musd: debt.as_ref().map(|debt| debt.principal),
            coupon,
            cover: debt.map(|debt| debt.cover),
            parity_hashprice_usd: parity(case, noi, capex),
            exit_beside_musd: case
                .exit_beside(likely(Quantity::ExitCap))
                .map(|(_, today)| today),
        });
    });
    found
}

/// A year's charge on capital at which hashprices are held against each other, as the sources do.
pub(crate) const CAPITAL_CHARGE: f64 = 0.12;

/// Hashprices at which mining leaves as much as the conversion; `None` without a mine or a hall.
fn parity(case: &Appraisal, noi_musd: f64, capex_musd: f64) -> Option<[f64; 2]> {
    let fleet = case.site.fleet.as_ref().filter(|fleet| fleet.mw > 0.0)?;
    let critical_mw = critical_mw(case.blocks);
    if critical_mw <= 0.0 || fleet.uptime <= 0.0 || case.site.gross_mw <= 0.0 {
        return None;
    }
    let drawn_j_per_th = fleet.drawn_j_per_th(fleet.j_per_th);
    let even = mining::break_even_hashprice_usd(
        drawn_j_per_th,
        fleet.power_usd_per_mwh,
        fleet.opex_usd_per_mwh,
        fleet.pool_fee,
    );
    let at = |capital_charge| {
        let conversion = mining::Conversion {
            noi_musd: noi_musd / critical_mw,
            capex_musd: capex_musd / critical_mw,
            capital_charge,
            critical_per_gross: critical_mw / case.site.gross_mw,
        };
        mining::parity_hashprice_usd(
            even,
            drawn_j_per_th,
            fleet.pool_fee,
            fleet.uptime,
            conversion,
        )
    };
    Some([at(0.0), at(CAPITAL_CHARGE)])
}

/// The answer under each choice.
fn views(estate: &Estate, worths: &Worths) -> Vec<Premised> {
    let one_rate = Discounts::new(Rates::one(ONE_RATE), MOST_QUARTERS);
    let signed = |signed: bool| WhatIf {
        signed: Some(signed),
        ..WhatIf::NONE
    };
    let view = |choice: &Premise| {
        let looked = match choice {
            Premise::AsItIs => worths.clone(),
            Premise::ExitValue => with_exit(estate, worths),
            Premise::OneRate => estate.worths_at(&one_rate, &WhatIf::NONE),
            Premise::Signed => estate.worths(&signed(true)),
            Premise::Unsigned => estate.worths(&signed(false)),
        };
        seen(estate, *choice, &looked)
    };
    Premise::ALL.iter().map(view).collect()
}

fn seen(estate: &Estate, choice: Premise, worths: &Worths) -> Premised {
    let done = worths.done();
    let means: Vec<_> = done.iter().map(|of| (of.way, mean(of.musd))).collect();
    let against = instead(worths).and_then(|other| against(estate, worths, other));
    Premised {
        choice,
        best: super::ways::best(&means),
        chance: against.map_or(0.0, |against| against.chance),
        per_grid_mw: against.map_or(0.0, |against| against.per_grid_mw.mean),
    }
}

/// With the exit value of what is leased inside.
fn with_exit(estate: &Estate, worths: &Worths) -> Worths {
    let mut with = worths.clone();
    let exits = estate.exits();
    for of in &mut with.0 {
        if matches!(of.way, Alternative::Lease | Alternative::Hybrid) {
            for (musd, exit) in of.musd.iter_mut().zip(&exits) {
                *musd += exit;
            }
        }
    }
    with
}

impl Flows {
    /// Adds others to these.
    fn add(&mut self, other: &Self) {
        use super::ways::Till;
        self.now(other.now);
        for earner in [
            Earner::Mining,
            Earner::Lease,
            Earner::Cloud,
            Earner::Property,
        ] {
            self.list(0, earner, 1.0, other.of(earner));
        }
    }
}
