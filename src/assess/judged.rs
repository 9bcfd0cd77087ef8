//! One site, one target, every draw: what the shares and tenths are taken of.

use std::sync::Arc;

use super::Detail;
use super::drawn::{Desk, Outcome, carried, judge};
use super::ends::{Bounds, Ends};
use super::finances::{Finances, WithMoney};
use super::prepared::Prepared;
use super::reading::Read;
use crate::economics::estate::Estate;
use crate::economics::reckoning::economics;
use crate::economics::report::{CashFlow, cash_flows};
use crate::engineering::Value;
use crate::plan::Market;
use crate::rules::{GateState, Mark, Route, Seen};
use crate::site::Site;
use crate::spread::Spread;
use crate::typical::{Draw, Draws, Pick, Sample};
use crate::verdict::{Decision, Word, states_megawatts};

/// How much of a site is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// What a row of a ranking takes.
    Row(Detail),
    /// All that a report says.
    Whole,
}

/// A gate on the route of the median draw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate {
    /// Position of its row.
    pub(super) row: usize,
    pub(super) state: GateState,
}

/// What the rows of one route earn over the draws, row by row.
#[derive(Debug, Default)]
pub(super) struct Earned {
    /// Marks of every draw, one after the other.
    marks: Vec<Mark>,
    rows: usize,
}

impl Earned {
    fn add(&mut self, marks: &[Mark]) {
        self.rows = marks.len();
        self.marks.extend_from_slice(marks);
    }

    /// One row in every draw.
    pub(super) fn of_row(&self, row: usize) -> impl ExactSizeIterator<Item = &Mark> + Clone {
        self.marks
            .get(row..)
            .unwrap_or_default()
            .iter()
            .step_by(self.rows.max(1))
    }
}

/// A site judged in every draw.
#[derive(Debug)]
pub(super) struct Judged<'a> {
    /// What money is reckoned from, where it is.
    pub(super) estate: Option<Estate<'a>>,
    pub(super) prepared: Arc<Prepared<'a>>,
    /// The route that the median draw takes; findings, gates and plan are its own.
    pub(super) route: Route,
    /// Every route of the file, a hall that stands before one to be built.
    pub(super) routes: Vec<Route>,
    /// Convertibility on each of them in each draw.
    of_routes: Vec<Vec<f64>>,
    pub(super) median: Outcome,
    pub(super) draws: Vec<Outcome>,
    /// Whatever the unknowns hold; `None` where nobody asked.
    pub(super) bounds: Option<Bounds>,
    /// Whether no answer can lead to another word.
    pub(super) is_settled: bool,
    /// For each draw, whether that route carries the tenant's least MW.
    carrying: Vec<bool>,
    /// Gates on the route of the median draw.
    pub(super) gates: Vec<Gate>,
    /// For each row, the share of the facts that it reads in the median draw which the file states.
    pub(super) stated: Vec<f64>,
    /// The rows on that route in the draws, of the whole alone.
    pub(super) earned: Earned,
    /// The rows on that route in the median draw.
    pub(super) in_median: Vec<Mark>,
    /// What each row is measured against in the median draw.
    pub(super) shared: Vec<f64>,
    /// Facts that each row reads in the median draw.
    pub(super) facts: Vec<Vec<Seen>>,
    /// Facts that the limits on its MW read.
    pub(super) facts_of_limits: Vec<Seen>,
    /// Scores of each category in the draws.
    pub(super) categories: Vec<OfCategory>,
}

/// The scores of one category; empty where none of its rows counts.
#[derive(Debug, Default)]
pub(super) struct OfCategory {
    pub(super) readiness: Vec<f64>,
    pub(super) convertibility: Vec<f64>,
    /// Points of 100 that convertibility counts of it on the route of the median draw.
    pub(super) points: f64,
}

/// The routes of a site. Each standing hall is a route of its own; halls that are not known are one unknown hall.
pub(super) fn routes_of(site: &Site) -> Vec<Route> {
    let mut routes = match site.halls.items() {
        None => vec![Route::InPlace(None)],
        Some(halls) => (0..halls.len())
            .map(|hall| Route::InPlace(Some(hall)))
            .collect(),
    };
    routes.push(Route::NewHall);
    routes
}

/// Judges a site in every draw, calling `each` with the draws as they are judged, the median first.
pub(super) fn run<'a>(
    site: &Site,
    draws: &Draws,
    sample: Sample,
    prepared: Arc<Prepared<'a>>,
    depth: Depth,
    mut each: impl FnMut(Pick, Draw, &Outcome, &Desk),
) -> Judged<'a> {
    let named = site.halls.is_known();
    let (mut values, mut desk) = (Vec::new(), Desk::default());
    let draw = draws.draw(Pick::Median, &mut values);
    let market = prepared.market(sample);
    let median = judge(draw, market.usual(), &prepared, named, &mut desk);
    let route = median.route;
    let whole = depth == Depth::Whole;
    let read = Read::of(draw, &prepared, route, &desk.climates);
    let stated = read.known();
    let (facts, facts_of_limits) = if whole {
        (read.facts(), read.facts_of_limits())
    } else {
        Default::default()
    };
    each(Pick::Median, draw, &median, &desk);
    let routes = routes_of(site);
    let categories = prepared.rows.categories();
    let mut judged = Judged {
        estate: None,
        route,
        of_routes: vec![Vec::with_capacity(draws.count()); routes.len()],
        routes,
        median,
        draws: Vec::with_capacity(draws.count()),
        bounds: None,
        is_settled: false,
        carrying: Vec::with_capacity(draws.count()),
        gates: Vec::new(),
        stated,
        earned: Earned::default(),
        in_median: desk.marks(route).to_vec(),
        shared: desk.shared.clone(),
        facts,
        facts_of_limits,
        categories: (0..categories).map(|_| OfCategory::default()).collect(),
        prepared: Arc::clone(&prepared),
    };
    let mut parts = vec![(0.0, 0.0); categories];
    for at in 0..draws.count() {
        let pick = Pick::Draw(at);
        let draw = draws.draw(pick, &mut values);
        let outcome = judge(draw, market.in_draw(at), &prepared, named, &mut desk);
        judged.draws.push(outcome);
        let mw = if outcome.route == route {
            outcome.megawatts.carried
        } else {
            carried(draw, &prepared, route, &outcome.capacity, &desk.climates)
        };
        judged.carrying.push(prepared.carries(mw));
        if whole {
            judged.earned.add(desk.marks(route));
            judged.add_routes(&desk);
            judged.add_categories(&outcome, &desk, &mut parts);
        }
        each(pick, draw, &outcome, &desk);
    }
    judged.settle(draws, &market, depth);
    judged
}

impl Judged<'_> {
    /// What holds whatever the unknowns hold.
    fn settle(&mut self, draws: &Draws, market: &Market, depth: Depth) {
        let prepared = Arc::clone(&self.prepared);
        let ends = Ends::of(draws, &prepared, market, &self.routes);
        let route = self.routes.iter().position(|route| *route == self.route);
        let route = route.unwrap_or(0);
        let gates = prepared.on(self.route).deciding.gates();
        self.gates = gates
            .map(|(row, needed)| Gate {
                row,
                state: ends.gate(route, row, needed),
            })
            .collect();
        let word = self.median.decision.word;
        // Whether other words are possible matters where no draw has said one. A gate that is open leaves one, unless
        // another fails for good.
        self.is_settled =
            self.draws.iter().all(|o| o.decision.word == word) && ends.words().are_only(word);
        self.bounds = (depth != Depth::Row(Detail::Draws)).then(|| ends.bounds(route));
    }

    fn add_routes(&mut self, desk: &Desk) {
        for (route, points) in self.routes.iter().zip(&mut self.of_routes) {
            points.push(
                self.prepared
                    .on(*route)
                    .convertibility
                    .score(desk.earned(*route)),
            );
        }
    }

    fn add_categories(&mut self, outcome: &Outcome, desk: &Desk, parts: &mut [(f64, f64)]) {
        let prepared = &self.prepared;
        let score = |(earned, all): (f64, f64)| (all > 0.0).then(|| 100.0 * earned / all);
        let of_route = &prepared.on(outcome.route).convertibility;
        of_route.by_category(&prepared.rows, desk.earned(outcome.route), parts);
        for (category, part) in self.categories.iter_mut().zip(&*parts) {
            category.convertibility.extend(score(*part));
            if outcome.route == self.route {
                category.points = part.1;
            }
        }
        let standing = Route::InPlace(Some(outcome.readiest));
        prepared
            .as_it_stands()
            .by_category(&prepared.rows, desk.earned(standing), parts);
        for (category, part) in self.categories.iter_mut().zip(&*parts) {
            category.readiness.extend(score(*part));
        }
    }

    /// What the ways of using the site are worth, where that is reckoned and the file states megawatts.
    pub(super) fn finances(&self, site: &Site, verdict: Word) -> Option<Finances> {
        let estate = self.estate.as_ref().filter(|_| states_megawatts(site))?;
        let (economics, _) = economics(estate);
        let verdict = WithMoney::of(&economics, verdict, &self.draws);
        Some(Finances { economics, verdict })
    }

    /// What each way that can be done brings and takes, year by year.
    pub(super) fn cash_flows(&self, money: Option<&Finances>) -> Vec<CashFlow> {
        let reckoned = self.estate.as_ref().zip(money);
        reckoned.map_or_else(Vec::new, |(estate, money)| {
            cash_flows(estate, &money.economics)
        })
    }

    /// What the draws and the median come to.
    pub(super) fn decisions(&self) -> impl Iterator<Item = Decision> {
        let all = self.draws.iter().chain([&self.median]);
        all.map(|outcome| outcome.decision)
    }

    /// Something of each draw.
    pub(super) fn over(&self, of: impl Fn(&Outcome) -> f64) -> Spread {
        spread(self.draws.iter().map(&of).collect(), of(&self.median))
    }

    /// Something of each draw in which the route carries the tenant's least, or of all where it does in none.
    pub(super) fn over_carrying(&self, of: impl Fn(&Outcome) -> f64) -> Spread {
        let draws = self.draws.iter().zip(&self.carrying);
        let carrying = draws.filter(|(_, carries)| **carries);
        let values: Vec<f64> = carrying.map(|(o, _)| of(o)).collect();
        if values.is_empty() {
            self.over(of)
        } else {
            spread(values, of(&self.median))
        }
    }

    /// Share of the draws in which it does.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no run has more draws than 53 bits count"
    )]
    pub(super) fn share_carrying(&self) -> f64 {
        let carrying = self.carrying.iter().filter(|carries| **carries).count();
        carrying as f64 / self.draws.len().max(1) as f64
    }

    /// Convertibility on each route of the file over the draws.
    pub(super) fn of_routes(&self) -> impl Iterator<Item = (Route, Spread)> {
        let all = self.routes.iter().zip(&self.of_routes);
        all.map(|(route, points)| (*route, spread(points.clone(), 0.0)))
    }

    /// Share of what convertibility weighs that is known, 0 to 1.
    pub(super) fn known(&self) -> f64 {
        self.prepared
            .on(self.route)
            .convertibility
            .known(&self.stated)
    }

    /// Readiness in the median draw by the rows of a route; those of another than the better one stand as the site does.
    pub(super) fn readiness_by(&self, route: Route) -> f64 {
        if route == self.route {
            {
                let earned = self.in_median.iter().map(|mark| mark.attainment);
                self.prepared.on(route).readiness.score(earned)
            }
        } else {
            self.median.readiness
        }
    }
}

/// Over values; without draws the middle one stands for all.
pub(super) fn spread(mut values: Vec<f64>, middle: f64) -> Spread {
    Spread::of(&mut values).unwrap_or_else(|| Spread::exact(middle))
}

/// A number that a row has in a draw.
pub(super) fn number(mark: &Mark) -> Option<f64> {
    match mark.has {
        Value::Number(value) => Some(value),
        _ => None,
    }
}
