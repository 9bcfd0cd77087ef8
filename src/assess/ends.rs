//! What a site comes to *whatever its unknowns hold*: outer bounds that more freedom never narrows.
//!
//! Each row and each limit is bounded by itself, by all that the facts may hold which it reads; scores are sums of
//! rows, MW the smallest of limits. No draw is asked: what is likely bounds nothing.

mod explore;
#[cfg(test)]
mod tests;
mod timing;

use std::cell::{OnceCell, RefCell};

use explore::Explorer;

use super::drawn::hall_of;
use super::prepared::Prepared;
use crate::capacity::{Column, limit_mw};
use crate::engineering::{Case, LimitId, Role};
use crate::plan::{Market, ground_mw};
use crate::rules::{GateState, Reach, Route};
use crate::score::Points;
use crate::typical::Draws;
use crate::typical::free::Freedom;
use crate::verdict::{AtEnds, Words, possible};

/// The worst and the best.
pub(super) type Pair = [f64; 2];

/// What a site comes to at its worst and at its best.
#[derive(Debug, Clone)]
pub(super) struct Bounds {
    pub(super) convertibility: Pair,
    pub(super) readiness: Pair,
    today_mw: Pair,
    ceiling_mw: Pair,
    planned_mw: Pair,
    limits: [Pair; LimitId::ALL.len()],
    /// What each row earns on the route of the median draw.
    pub(super) rows: Vec<Pair>,
    /// For each route its convertibility and its MW.
    routes: Vec<[Pair; 2]>,
    /// Readiness and convertibility of each category.
    pub(super) categories: Vec<[Option<Pair>; 2]>,
}

impl Bounds {
    pub(super) fn column_mw(&self, column: Column) -> Open {
        open(match column {
            Column::Today => self.today_mw,
            Column::Ceiling => self.ceiling_mw,
        })
    }

    pub(super) fn planned_mw(&self) -> Open {
        open(self.planned_mw)
    }

    pub(super) fn limit_mw(&self, id: LimitId) -> Open {
        open(self.limits[id as usize])
    }

    /// Convertibility on a route, by its place.
    pub(super) fn convertibility_on(&self, route: usize) -> Open {
        self.routes
            .get(route)
            .map_or([None; 2], |[points, _]| points.map(Some))
    }

    /// The MW that a route carries.
    pub(super) fn planned_on(&self, route: usize) -> Open {
        self.routes
            .get(route)
            .map_or([None; 2], |[_, mw]| open(*mw))
    }
}

/// Two ends, `None` where nothing bounds.
pub(super) type Open = [Option<f64>; 2];

/// MW beyond which nothing bounds them.
const UNBOUNDED_MW: f64 = 1e9;

fn open(mw: Pair) -> Open {
    mw.map(|mw| (mw < UNBOUNDED_MW).then_some(mw))
}

/// The ends of one site for one target, worked out as they are asked for.
pub(super) struct Ends<'d> {
    prepared: &'d Prepared<'d>,
    market: &'d Market,
    routes: &'d [Route],
    explorer: RefCell<Explorer<'d>>,
    shared: OnceCell<Vec<Reach>>,
    /// By route, then by row.
    rows: RefCell<Vec<Vec<Option<AtEnds>>>>,
    limits: OnceCell<[Pair; LimitId::ALL.len()]>,
    /// By route.
    planned: OnceCell<Vec<Pair>>,
    candidates: OnceCell<Vec<usize>>,
}

impl<'d> Ends<'d> {
    pub(super) fn of(
        draws: &'d Draws,
        prepared: &'d Prepared<'d>,
        market: &'d Market,
        routes: &'d [Route],
    ) -> Self {
        let explorer = Explorer::of(Freedom::of(draws), prepared.target);
        Self {
            prepared,
            market,
            routes,
            rows: RefCell::new(vec![vec![None; prepared.rows.iter().len()]; routes.len()]),
            explorer: RefCell::new(explorer),
            shared: OnceCell::new(),
            limits: OnceCell::new(),
            planned: OnceCell::new(),
            candidates: OnceCell::new(),
        }
    }

    /// The metrics that rows are measured against.
    fn shared(&self) -> &[Reach] {
        self.shared.get_or_init(|| {
            let mut explorer = self.explorer.borrow_mut();
            let Prepared { rows, effects, .. } = self.prepared;
            let all = rows.shared().iter().zip(&effects.shared);
            all.map(|(metric, effects)| explorer.metric(metric, effects, None))
                .collect()
        })
    }

    fn limits(&self) -> &[Pair; LimitId::ALL.len()] {
        self.limits.get_or_init(|| {
            let mut explorer = self.explorer.borrow_mut();
            let mut limits = [Pair::default(); LimitId::ALL.len()];
            for (id, at) in LimitId::ALL.iter().zip(&mut limits) {
                // A target that has no such limit is not held down by it.
                let mw = |case: &Case| limit_mw(*id, case).unwrap_or(f64::INFINITY);
                *at = explorer.mw(&mw, self.prepared.effects.of_limit(*id), None);
            }
            limits
        })
    }

    /// The MW that each route carries.
    fn carried(&self) -> &[Pair] {
        self.planned.get_or_init(|| {
            let ceiling = self.column(Column::Ceiling);
            let routes = self.routes.iter();
            routes
                .map(|route| least([ceiling, self.ground(*route)]))
                .collect()
        })
    }

    fn ground(&self, route: Route) -> Pair {
        let in_place = matches!(route, Route::InPlace(_));
        let mw = |case: &Case| ground_mw(case, in_place);
        self.explorer
            .borrow_mut()
            .mw(&mw, &self.prepared.effects.ground, Some(hall_of(route)))
    }

    /// A limit on the MW.
    fn limit(&self, id: LimitId) -> Pair {
        self.limits()[id as usize]
    }

    /// The smallest limit of a column.
    fn column(&self, column: Column) -> Pair {
        let of_column = LimitId::ALL.iter().filter(|id| id.column() == column);
        least(of_column.map(|id| self.limit(*id)))
    }

    /// A row on a route.
    fn row(&self, route: usize, at: usize) -> AtEnds {
        // Rows that are not about a hall are the same on every route.
        let row = self.prepared.rows.get(at);
        let of_hall = row.is_some_and(|row| row.requirement.metric.is_per_hall());
        let kept = if of_hall { route } else { 0 };
        let known = |rows: &Vec<Vec<Option<AtEnds>>>| *rows.get(kept)?.get(at)?;
        if let Some(known) = known(&self.rows.borrow()) {
            return known;
        }
        let nothing = AtEnds {
            earns: [0.0; 2],
            reach: Reach::NOTHING,
        };
        let (Some(row), Some(effects)) = (row, self.prepared.effects.rows.get(at)) else {
            return nothing;
        };
        let metric = row.requirement.metric;
        // Halls are asked for by all that stands ready, and each limit on that is bounded by itself.
        let reach = if metric.role == Role::Limit(LimitId::Halls) {
            Reach::between(self.column(Column::Today))
        } else {
            let hall = self.routes.get(route).map(|route| hall_of(*route));
            self.explorer.borrow_mut().metric(metric, effects, hall)
        };
        let found = AtEnds {
            earns: row.ends(&reach, || self.shared()),
            reach,
        };
        if let Some(place) = self
            .rows
            .borrow_mut()
            .get_mut(kept)
            .and_then(|rows| rows.get_mut(at))
        {
            *place = Some(found);
        }
        found
    }

    /// What each row earns on a route at its worst, or at its best.
    fn earned(&self, route: usize, end: usize) -> impl Iterator<Item = f64> {
        (0..self.prepared.rows.iter().len()).map(move |at| self.row(route, at).earns[end])
    }

    /// Convertibility on a route.
    fn convertibility_on(&self, route: usize) -> Pair {
        let points = &self.prepared.on(self.routes[route]).convertibility;
        [0, 1].map(|end| points.score(self.earned(route, end)))
    }

    /// Routes that carry the tenant's least whatever the unknowns hold, or may carry it: at its worst, or its best.
    fn carrying(&self, end: usize) -> impl Iterator<Item = usize> {
        let all = 0..self.routes.len();
        all.filter(move |route| self.prepared.carries(self.carried()[*route][end]))
    }

    /// Routes that may be the better one.
    fn candidates(&self) -> &[usize] {
        self.candidates.get_or_init(|| self.rivals())
    }

    /// One that carries the least comes before one that doesn't, then the score decides.
    fn rivals(&self) -> Vec<usize> {
        let all: Vec<usize> = (0..self.routes.len()).collect();
        let (sure, may) = (self.carrying(0), self.carrying(1));
        let (sure, may): (Vec<usize>, Vec<usize>) = (sure.collect(), may.collect());
        // Where some route may carry the least and none does for sure, a lower score may win.
        let (rivals, beaten_by) = match (sure.is_empty(), may.is_empty()) {
            (false, _) => (may, sure),
            (true, true) => (all.clone(), all),
            (true, false) => return all,
        };
        if rivals.len() < 2 {
            return rivals;
        }
        let worst = beaten_by
            .into_iter()
            .map(|route| self.convertibility_on(route)[0]);
        let beaten = worst.fold(f64::NEG_INFINITY, f64::max);
        let rivals = rivals.into_iter();
        rivals
            .filter(|route| self.convertibility_on(*route)[1] >= beaten)
            .collect()
    }

    /// Convertibility on the better route.
    fn convertibility(&self) -> Pair {
        let on = |route| self.convertibility_on(route);
        let most = |routes: &mut dyn Iterator<Item = usize>, end: usize| {
            routes.map(|route| on(route)[end]).reduce(f64::max)
        };
        let best = most(&mut self.candidates().iter().copied(), 1).unwrap_or(0.0);
        // The better of the routes that carry the least wins; which these are may be open.
        let worst = most(&mut self.carrying(0), 0).unwrap_or_else(|| {
            let of_any = most(&mut (0..self.routes.len()), 0).unwrap_or(0.0);
            self.carrying(1)
                .map(|route| on(route)[0])
                .fold(of_any, f64::min)
        });
        [worst, best]
    }

    /// MW that the better route carries.
    fn planned(&self) -> Pair {
        let of = self.candidates().iter().map(|route| self.carried()[*route]);
        let [worst, best] = of.reduce(wider).unwrap_or_default();
        let sure = self.carrying(0).next().is_some();
        let least = self.prepared.target.tenant.parameters.min_mw.value;
        [if sure { worst.max(least) } else { worst }, best]
    }

    /// Places of the routes on which a site as it stands is judged: those of its halls, or the only one there is.
    fn standing(&self) -> Vec<usize> {
        let in_place = |route: &usize| matches!(self.routes[*route], Route::InPlace(_));
        let halls: Vec<usize> = (0..self.routes.len()).filter(in_place).collect();
        if halls.is_empty() { vec![0] } else { halls }
    }

    fn readiness_on(&self, route: usize) -> Pair {
        [0, 1].map(|end| self.prepared.as_it_stands().score(self.earned(route, end)))
    }

    /// Readiness of the readiest hall.
    fn readiness(&self) -> Pair {
        let halls = self
            .standing()
            .into_iter()
            .map(|route| self.readiness_on(route));
        halls
            .reduce(|a, b| [a[0].max(b[0]), a[1].max(b[1])])
            .unwrap_or_default()
    }

    /// The scores of each category on a route; `None` where none of its rows counts.
    fn categories_on(&self, points: &Points, route: usize) -> Vec<Option<Pair>> {
        let rows = &self.prepared.rows;
        let [worst, best] = [0, 1].map(|end| {
            let mut parts = vec![(0.0, 0.0); rows.categories()];
            points.by_category(rows, self.earned(route, end), &mut parts);
            parts
        });
        let both = worst.into_iter().zip(best);
        both.map(|((worst, all), (best, _))| {
            (all > 0.0).then(|| [worst, best].map(|earned| 100.0 * earned / all))
        })
        .collect()
    }

    /// Readiness and convertibility of each category, on all routes that may be the better one.
    fn categories(&self) -> Vec<[Option<Pair>; 2]> {
        let readiest = self.readiness()[0];
        let may_be_readiest = |hall: &usize| self.readiness_on(*hall)[1] >= readiest;
        let halls = self.standing().into_iter().filter(may_be_readiest);
        let readiness = halls.map(|hall| self.categories_on(self.prepared.as_it_stands(), hall));
        let routes = self.candidates().iter();
        let convertibility = routes.map(|route| {
            let points = &self.prepared.on(self.routes[*route]).convertibility;
            self.categories_on(points, *route)
        });
        let scores: [Vec<Vec<Option<Pair>>>; 2] = [readiness.collect(), convertibility.collect()];
        let of = |category: usize| {
            scores.each_ref().map(|routes| {
                let counted = routes.iter().filter_map(|all| *all.get(category)?);
                counted.reduce(wider)
            })
        };
        (0..self.prepared.rows.categories()).map(of).collect()
    }

    /// All of it, the rows on one of the routes.
    pub(super) fn bounds(&self, route: usize) -> Bounds {
        let rows = 0..self.prepared.rows.iter().len();
        let routes = 0..self.routes.len();
        Bounds {
            convertibility: self.convertibility(),
            readiness: self.readiness(),
            today_mw: self.column(Column::Today),
            ceiling_mw: self.column(Column::Ceiling),
            planned_mw: self.planned(),
            limits: *self.limits(),
            rows: rows.map(|at| self.row(route, at).earns).collect(),
            routes: routes
                .map(|at| [self.convertibility_on(at), self.carried()[at]])
                .collect(),
            categories: self.categories(),
        }
    }

    /// How a gate stands on a route.
    pub(super) fn gate(&self, route: usize, row: usize, needed: f64) -> GateState {
        GateState::of(self.row(route, row).earns, needed)
    }

    /// The words that the verdict may come to.
    pub(super) fn words(&self) -> Words {
        let prepared = self.prepared;
        let of = |route: usize| {
            let deciding = &prepared.on(self.routes[route]).deciding;
            let carried = self.carried()[route];
            possible(
                &prepared.target,
                deciding,
                |at| self.row(route, at),
                carried,
                || self.timing(route, carried),
            )
        };
        self.candidates()
            .iter()
            .copied()
            .map(of)
            .fold(Words::default(), Words::or)
    }
}

/// The smallest of several at their worst and at their best.
fn least(all: impl IntoIterator<Item = Pair>) -> Pair {
    let both = |a: Pair, b: Pair| [a[0].min(b[0]), a[1].min(b[1])];
    all.into_iter().reduce(both).unwrap_or_default()
}

/// The worst and the best of two.
fn wider(a: Pair, b: Pair) -> Pair {
    [a[0].min(b[0]), a[1].max(b[1])]
}
