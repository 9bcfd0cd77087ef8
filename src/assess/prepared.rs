//! A checklist made ready for a target: what no site and no draw changes.

use std::sync::{Arc, OnceLock};

use super::effects::{DATES, Effects};
use crate::capacity::Column;
use crate::checklist::Checklist;
use crate::engineering::expansion::FIRST_POWER;
use crate::engineering::{LimitId, Metric};
use crate::hosting::Target;
use crate::plan::{Blueprint, GROUND, Market, PriceList};
use crate::rules::{Route, Rows};
use crate::score::{Points, convertibility_weight, readiness_weight};
use crate::spread::Bounded;
use crate::typical::Sample;
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
}

impl<'a> Prepared<'a> {
    pub(super) fn of(checklist: &'a Checklist, target: Target<'a>, prices: &'a PriceList) -> Self {
        let rows = Rows::of(checklist, &target);
        let on = |in_place| OnRoute {
            convertibility: Points::of(&rows, &target, in_place, convertibility_weight),
            readiness: Points::of(&rows, &target, in_place, readiness_weight),
            deciding: Deciding::of(&rows, in_place),
            blueprint: Blueprint::of(&rows, target, in_place, prices),
        };
        Self {
            target,
            empty: OnceLock::new(),
            effects: EffectsOf::of(&rows),
            in_place: on(true),
            new_hall: on(false),
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
