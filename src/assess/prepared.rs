//! A checklist made ready for a target: what no site and no draw changes.

use std::sync::{Arc, OnceLock};

use super::effects::{DATES, Effects};
use crate::capacity::{Column, capacity};
use crate::checklist::Checklist;
use crate::engineering::expansion::FIRST_POWER;
use crate::engineering::{Case, LimitId, Metric};
use crate::hosting::Target;
use crate::plan::{Blueprint, Fix, GROUND, Market, PriceList, Standing};
use crate::rules::{Route, Rows};
use crate::score::Points;
use crate::site::Site;
use crate::spread::Bounded;
use crate::typical::{Draws, Pick, Sample, Typical};
use crate::verdict::Deciding;

/// The rows of a target with what they count and decide on each kind of route.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) target: Target<'a>,
    pub(super) rows: Rows<'a>,
    /// Convertibility of an empty file.
    pub(super) empty: OnceLock<Bounded>,
    pub(super) effects: EffectsOf,
    in_place: OnRoute<'a>,
    new_hall: OnRoute<'a>,
}

/// What more of each fact does to what is worked out.
#[derive(Debug)]
pub(super) struct EffectsOf {
    /// To the metric of each row.
    pub(super) rows: Vec<Effects>,
    /// To the metrics that rows are measured against.
    pub(super) shared: Vec<Effects>,
    /// To the limits on today's load and on the ceiling.
    pub(super) today: Effects,
    pub(super) ceiling: Effects,
    /// To what the ground of a route carries.
    pub(super) ground: Effects,
    /// To when power carries the tenant's first MW, and to when all power and the permits come.
    pub(super) first_power: Effects,
    pub(super) dates: Effects,
}

impl EffectsOf {
    fn of(rows: &Rows) -> Self {
        let of = |metric: &Metric| Effects::of(metric.reads);
        Self {
            rows: rows.iter().map(|row| of(row.requirement.metric)).collect(),
            shared: rows.shared().iter().map(|metric| of(metric)).collect(),
            today: Effects::of(LimitId::Energized.effects()),
            ceiling: Effects::of(LimitId::Grid.effects()),
            ground: Effects::of(GROUND),
            first_power: Effects::of(FIRST_POWER),
            dates: Effects::of(DATES),
        }
    }

    pub(super) fn of_limit(&self, limit: LimitId) -> &Effects {
        match limit.column() {
            Column::Today => &self.today,
            Column::Ceiling => &self.ceiling,
        }
    }
}

/// What rows count and decide on a kind of route.
#[derive(Debug)]
pub(super) struct OnRoute<'a> {
    pub(super) convertibility: Points,
    /// What rows count in readiness there.
    pub(super) readiness: Points,
    pub(super) deciding: Deciding,
    /// The works that can close its gaps.
    pub(super) blueprint: Blueprint<'a>,
    /// What closing each row takes at a mine of which nothing is known.
    pub(super) fixes: Vec<Fix>,
}

impl<'a> OnRoute<'a> {
    /// On the route of a standing hall or of a new one; an ordinary mine is one of which nothing is known.
    fn of(
        rows: &Rows<'a>,
        target: Target<'a>,
        in_place: bool,
        prices: &'a PriceList,
        ordinary: &Standing,
        sample: Sample,
    ) -> Self {
        let blueprint = Blueprint::of(rows, target, in_place, prices);
        let fixes = blueprint.fixes(blueprint.market(sample).usual(), ordinary);
        let left = |row: usize| 1.0 - fixes[row].share();
        Self {
            convertibility: Points::of(rows, in_place, left),
            readiness: Points::of(rows, in_place, |_| 1.0),
            deciding: Deciding::of(rows, in_place),
            blueprint,
            fixes,
        }
    }
}

impl<'a> Prepared<'a> {
    pub(super) fn of(
        checklist: &'a Checklist,
        target: Target<'a>,
        prices: &'a PriceList,
        typical: &Typical,
        sample: Sample,
    ) -> Self {
        let rows = Rows::of(checklist, &target);
        let site = Site::default();
        let draws = Draws::of(typical, &site, sample);
        let (mut values, mut shared, mut marks) = (Vec::new(), Vec::new(), Vec::new());
        let case = Case {
            draw: draws.draw(Pick::Median, &mut values),
            target,
            hall: Some(0),
            climates: None,
            limits: None,
        };
        rows.share(&case, &mut shared);
        rows.judge(&case, &shared, &mut marks);
        let ordinary = Standing {
            case: &case,
            rows: &rows,
            marks: &marks,
            shared: &shared,
            limits: &capacity(&case),
            carries_least: true,
        };
        let on = |in_place| OnRoute::of(&rows, target, in_place, prices, &ordinary, sample);
        let (in_place, new_hall) = (on(true), on(false));
        Self {
            target,
            empty: OnceLock::new(),
            effects: EffectsOf::of(&rows),
            in_place,
            new_hall,
            rows,
        }
    }

    /// What rows count in readiness: a site as it stands is judged in a standing hall.
    pub(super) fn as_it_stands(&self) -> &Points {
        &self.in_place.readiness
    }

    pub(super) fn on(&self, route: Route) -> &OnRoute<'a> {
        match route {
            Route::InPlace(_) => &self.in_place,
            Route::NewHall => &self.new_hall,
        }
    }

    /// What things cost and how long they take in the draws of a sample.
    pub(super) fn market(&self, sample: Sample) -> Arc<Market> {
        self.new_hall.blueprint.market(sample)
    }

    /// Whether some MW are the tenant's least or more.
    pub(super) fn carries(&self, mw: f64) -> bool {
        mw >= self.target.tenant.parameters.min_mw.value
    }

    /// Whether it is for a target.
    pub(super) fn is_for(&self, target: &Target) -> bool {
        std::ptr::eq(self.target.hardware, target.hardware)
            && std::ptr::eq(self.target.tenant, target.tenant)
            && std::ptr::eq(self.target.workload, target.workload)
    }
}
