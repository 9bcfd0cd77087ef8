//! The one judge of sites.

use std::sync::{Arc, Mutex, PoisonError};

use super::answered::answered;
use super::books::Books;
use super::drawn::standing;
use super::judged::{Depth, Judged, routes_of, run};
use super::load::ends;
use super::moving::Mover;
use super::prepared::Prepared;
use super::purse::Purse;
use super::sweep::{Inquiry, sweep};
use super::{Assessment, Brief, Detail, Details, categories, deciding, findings, load};
use crate::checklist::Checklist;
use crate::economics::market;
use crate::hosting::Target;
use crate::plan::select::Menu;
use crate::plan::{self, Costing, Figures, Fix, Plan, PriceList, Scope};
use crate::rules::{Route, contradictions};
use crate::site::Site;
use crate::spread::Bounded;
use crate::typical::{self, Draws, Pick, Sample, Typical};

/// Judges sites by a checklist, and drafts plans at a price list.
#[derive(Debug, Clone)]
pub struct Assessor<'a> {
    pub(super) checklist: &'a Checklist,
    pub(super) prices: &'a PriceList,
    pub(super) typical: &'a Typical,
    pub(super) sample: Sample,
    /// What money is reckoned by; `None` where it is left out.
    pub(super) books: Option<Books<'a>>,
    /// Sites of a portfolio are judged for few targets.
    prepared: Arc<Mutex<Vec<Arc<Prepared<'a>>>>>,
}

impl<'a> Assessor<'a> {
    /// Judges by a checklist, at the built-in prices, in the usual draws from the built-in priors.
    #[must_use]
    pub fn of(checklist: &'a Checklist) -> Self {
        Self {
            checklist,
            prices: plan::built_in(),
            typical: typical::built_in(),
            sample: Sample::default(),
            books: Some(Books::at(market::built_in())),
            prepared: Arc::default(),
        }
    }

    /// The same at other prices.
    #[must_use]
    pub fn at(self, prices: &'a PriceList) -> Self {
        Self {
            prices,
            prepared: Arc::default(),
            ..self
        }
    }

    /// The same in other draws.
    #[must_use]
    pub fn drawn(self, typical: &'a Typical, sample: Sample) -> Self {
        Self {
            typical,
            sample,
            books: self.books.map(|books| books.anew()),
            prepared: Arc::default(),
            ..self
        }
    }

    /// The same with money reckoned by other books; by `None` it is left out.
    #[must_use]
    pub fn reckoned(self, books: Option<Books<'a>>) -> Self {
        Self { books, ..self }
    }

    /// The checklist that judges.
    #[must_use]
    pub fn checklist(&self) -> &'a Checklist {
        self.checklist
    }

    /// The priors that draw.
    #[must_use]
    pub fn typical(&self) -> &'a Typical {
        self.typical
    }

    /// The draws of a report.
    #[must_use]
    pub fn sample(&self) -> Sample {
        self.sample
    }

    pub(super) fn prepared(&self, target: Target<'a>) -> Arc<Prepared<'a>> {
        let mut all = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.iter().find(|p| p.is_for(&target)) {
            return Arc::clone(known);
        }
        let prepared = Arc::new(Prepared::of(
            self.checklist,
            target,
            self.prices,
            self.typical,
            self.sample,
        ));
        all.push(Arc::clone(&prepared));
        prepared
    }

    /// What closing a row of the target takes, on the route of a standing hall and of a new one; `None` where the
    /// target does not ask for it.
    #[must_use]
    pub fn fixes(&self, target: Target<'a>, requirement: &str) -> Option<[Fix; 2]> {
        let prepared = self.prepared(target);
        let row = prepared
            .rows
            .iter()
            .position(|row| row.requirement.id == requirement)?;
        Some([Route::InPlace(None), Route::NewHall].map(|route| prepared.on(route).fixes[row]))
    }

    pub(super) fn draws<'s>(&'s self, site: &'s Site) -> Draws<'s> {
        Draws::of(self.typical, site, self.sample)
    }

    /// Judges a site for a target as far as a row of a ranking shows it: the same as [`assess`](Self::assess) says, in
    /// a fraction of the time.
    #[must_use]
    pub fn brief(&self, site: &Site, target: Target<'a>, detail: Detail) -> Brief<'a> {
        let prepared = self.prepared(target);
        let (judged, mut figures) = self.judge(
            site,
            &prepared,
            Depth::Row(detail),
            &Routes::BETTER,
            |costings| costings[0].costing.figures(),
        );
        bound(&mut figures, &judged, judged.route);
        let (word, chance, is_final) = deciding::word(site, &judged);
        let id = |row| {
            prepared
                .rows
                .get(row)
                .map_or("", |row| row.requirement.id.as_str())
        };
        Brief {
            target,
            word,
            chance,
            is_final,
            convertibility: convertibility(&judged),
            readiness: readiness(&judged),
            empty: self.of_empty_file(target),
            confidence: judged.known(),
            route: judged.route,
            capacity: load::critical_load(&judged),
            gates: judged
                .gates
                .iter()
                .map(|gate| (id(gate.row), gate.state))
                .collect(),
            contradictions: contradictions(site).len(),
            figures,
            money: judged.finances(site, word),
        }
    }

    /// Convertibility of an empty file, which rests on priors alone; worked out once for each target.
    #[must_use]
    pub fn of_empty_file(&self, target: Target<'a>) -> Bounded {
        let prepared = self.prepared(target);
        *prepared.empty.get_or_init(|| {
            let site = Site::default();
            let draws = self.draws(&site);
            let judged = run(
                &site,
                &draws,
                self.sample,
                Arc::clone(&prepared),
                Depth::Row(Detail::Ends),
                |_, _, _, _| (),
            );
            convertibility(&judged)
        })
    }

    /// Judges a site for a target, and plans the better route.
    #[must_use]
    pub fn assess(&self, site: &Site, target: Target<'a>) -> Assessment<'a> {
        let (judged, mut plans) = self.planned(site, target, &Routes::BETTER);
        let plan = plans.remove(0);
        self.finish(site, &judged, plan)
    }

    /// Judges a site for a target, and plans every route.
    #[must_use]
    pub fn assess_in_detail(
        &self,
        site: &Site,
        target: Target<'a>,
    ) -> (Assessment<'a>, Details<'a>) {
        let (judged, plans) = self.planned(site, target, &Routes::all(site));
        let (assessment, mut details) = self.detail(site, &judged, plans);
        details.cash_flows = judged.cash_flows(assessment.money.as_ref());
        (assessment, details)
    }

    /// What to ask first of a site, at the cost of the sweep alone.
    #[must_use]
    pub fn first_question(&self, site: &Site, target: Target<'a>) -> Option<Inquiry> {
        let prepared = self.prepared(target);
        let draws = self.draws(site);
        let mut mover = Mover::of(site, &draws, &prepared, self.sample);
        sweep(&mut mover, &prepared).inquiries.into_iter().next()
    }

    /// The site in every draw, and the plans: of the better route, then of others that are asked for.
    pub(super) fn planned(
        &self,
        site: &Site,
        target: Target<'a>,
        routes: &Routes,
    ) -> (Judged<'a>, Vec<Plan<'a>>) {
        let prepared = self.prepared(target);
        let (judged, mut plans): (_, Vec<Plan>) =
            self.judge(site, &prepared, Depth::Whole, routes, |costings| {
                let costings = costings.iter();
                costings
                    .map(|costed| costed.costing.finish(costed.route))
                    .collect()
            });
        for plan in &mut plans {
            bound(&mut plan.figures, &judged, plan.route);
        }
        (judged, plans)
    }

    /// The site in every draw, and what is made of the costings of its routes, of which there is at least one.
    pub(super) fn judge<'p, T>(
        &self,
        site: &Site,
        prepared: &'p Arc<Prepared<'a>>,
        depth: Depth,
        routes: &Routes,
        then: impl FnOnce(&[Costed<'p, 'a>]) -> T,
    ) -> (Judged<'a>, T) {
        self.judge_in(&self.draws(site), site, prepared, depth, routes, then)
    }

    /// The same in some draws of the site.
    pub(super) fn judge_in<'p, T>(
        &self,
        draws: &Draws,
        site: &Site,
        prepared: &'p Arc<Prepared<'a>>,
        depth: Depth,
        routes: &Routes,
        then: impl FnOnce(&[Costed<'p, 'a>]) -> T,
    ) -> (Judged<'a>, T) {
        let mut costings: Vec<Costed> = Vec::with_capacity(1 + routes.others.len());
        let mut purse = Purse::open(self.books.as_ref(), self.sample, site, &prepared.target);
        let mut judged = run(
            site,
            draws,
            self.sample,
            Arc::clone(prepared),
            depth,
            |pick, draw, outcome, desk| {
                let case = |route| super::drawn::case(draw, prepared, route, &desk.climates);
                if pick == Pick::Median {
                    costings.extend(routes.costed(outcome.route).map(|route| {
                        let case = case(route);
                        let standing = standing(&case, route, prepared, &outcome.capacity, desk);
                        let blueprint = &prepared.on(route).blueprint;
                        let market = prepared.market(self.sample);
                        Costed {
                            route,
                            menu: routes
                                .menus
                                .then(|| blueprint.menu(market.usual(), &standing)),
                            costing: blueprint.costing_of(
                                routes.scope(route),
                                self.sample,
                                &standing,
                            ),
                        }
                    }));
                    purse.put(
                        &draw,
                        outcome,
                        costings.first().map(|costed| &costed.costing),
                    );
                    return;
                }
                for Costed { route, costing, .. } in &mut costings {
                    let case = case(*route);
                    let standing = standing(&case, *route, prepared, &outcome.capacity, desk);
                    if let Pick::Draw(at) = pick {
                        let drafted = (*route == outcome.route).then_some(&desk.draft);
                        costing.add(at, &standing, drafted);
                    }
                }
                purse.put(
                    &draw,
                    outcome,
                    costings.first().map(|costed| &costed.costing),
                );
            },
        );
        judged.estate = purse.estate();
        let made = then(&costings);
        (judged, made)
    }

    /// All of it but flows by year, which are those of the plan that is shown in the end; the first of the plans leads.
    pub(super) fn detail(
        &self,
        site: &Site,
        judged: &Judged<'a>,
        mut plans: Vec<Plan<'a>>,
    ) -> (Assessment<'a>, Details<'a>) {
        let plan = plans.remove(0);
        let assessment = self.finish(site, judged, plan);
        let (sweep, after_best_three) = answered(self.typical, self.sample, site, &judged.prepared);
        let details = Details {
            categories: categories::categories(self.checklist, judged),
            sweep,
            after_best_three,
            outside: self.typical.outside(site),
            other_plans: plans,
            cash_flows: Vec::new(),
        };
        (assessment, details)
    }

    fn finish(&self, site: &Site, judged: &Judged<'a>, plan: Plan<'a>) -> Assessment<'a> {
        let target = judged.prepared.target;
        let findings = findings::findings(self.checklist, judged);
        let verdict = deciding::verdict(site, judged, &findings, &plan);
        Assessment {
            target,
            checklist: format!("{} {}", self.checklist.name, self.checklist.version),
            convertibility: convertibility(judged),
            readiness: readiness(judged),
            empty: self.of_empty_file(target),
            confidence: judged.known(),
            route: judged.route,
            routes: routes(judged),
            capacity: load::critical_load(judged),
            findings,
            contradictions: contradictions(site),
            plan,
            money: judged.finances(site, verdict.word),
            verdict,
        }
    }
}

/// Which routes are costed, and what is made of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes {
    /// Routes beside the better one.
    pub(super) others: Vec<Route>,
    /// Whether the menus of them are wanted.
    pub(super) menus: bool,
    /// The part of a route that alone is built.
    pub(super) part: Option<(Route, Scope)>,
}

impl Routes {
    /// The better one alone.
    pub(super) const BETTER: Self = Self {
        others: Vec::new(),
        menus: false,
        part: None,
    };

    /// Every route of a site.
    pub(super) fn all(site: &Site) -> Self {
        Self {
            others: routes_of(site),
            ..Self::BETTER
        }
    }

    /// The routes that are costed, the better one in front; of a part that alone.
    fn costed(&self, better: Route) -> impl Iterator<Item = Route> {
        let part = self.part.as_ref().map(|(route, _)| *route);
        let others = self.others.iter().copied();
        std::iter::once(part.unwrap_or(better)).chain(others.filter(move |route| *route != better))
    }

    fn scope(&self, route: Route) -> Option<Scope> {
        let part = self.part.as_ref().filter(|(of, _)| *of == route);
        part.map(|(_, scope)| scope.clone())
    }
}

/// A route with what it costs.
pub(super) struct Costed<'p, 'a> {
    pub(super) route: Route,
    pub(super) costing: Costing<'p, 'a>,
    /// What can be chosen of it, where that is wanted.
    pub(super) menu: Option<Menu>,
}

/// Sets what bounds the MW of a plan: of the better route those of any that may be it.
pub(super) fn bound(figures: &mut Figures, judged: &Judged, route: Route) {
    let [worst, best] = ends(judged, |bounds| {
        let place = judged.routes.iter().position(|other| *other == route);
        match place {
            Some(place) if route != judged.route => bounds.planned_on(place),
            _ => bounds.planned_mw(),
        }
    });
    let mw = &mut figures.planned_mw;
    *mw = Bounded::within(mw.spread, [worst, best]);
}

fn convertibility(judged: &Judged) -> Bounded {
    let ends = ends(judged, |bounds| bounds.convertibility.map(Some));
    Bounded::within(judged.over(|o| o.convertibility), ends)
}

fn readiness(judged: &Judged) -> Bounded {
    let ends = ends(judged, |bounds| bounds.readiness.map(Some));
    Bounded::within(judged.over(|o| o.readiness), ends)
}

/// Convertibility on each route.
fn routes(judged: &Judged) -> Vec<(Route, Bounded)> {
    let all = judged.of_routes().enumerate();
    all.map(|(at, (route, spread))| {
        let ends = ends(judged, |bounds| bounds.convertibility_on(at));
        (route, Bounded::within(spread, ends))
    })
    .collect()
}
