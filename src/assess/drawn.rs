//! One draw of a site judged for a target: its routes, scores, MW and word.

use super::prepared::Prepared;
use crate::capacity::{Capacity, capacity};
use crate::engineering::{Case, Climates};
use crate::plan::{Conditions, Draft, Standing, Timing, planned_mw};
use crate::rules::{Mark, Route};
use crate::site::path::fact_path;
use crate::typical::Draw;
use crate::verdict::{Decision, Megawatts, decide};

/// What one draw comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    /// The better route.
    pub(super) route: Route,
    /// Convertibility on it.
    pub(super) convertibility: f64,
    /// Readiness of the readiest hall.
    pub(super) readiness: f64,
    /// Where that hall stands in the file.
    pub(super) readiest: usize,
    pub(super) capacity: Capacity,
    pub(super) megawatts: Megawatts,
    /// When they come.
    pub(super) timing: Timing,
    pub(super) decision: Decision,
}

/// Room for one draw, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// What the calculators of a draw share.
    pub(super) climates: Climates,
    /// Values of the metrics that rows are measured against.
    pub(super) shared: Vec<f64>,
    /// The marks for each hall; those of the first stand where there is none.
    halls: Vec<Vec<Mark>>,
    /// How many halls the draw has.
    standing: usize,
    /// The plan of the better route.
    pub(super) draft: Draft,
}

impl Desk {
    /// The marks on a route; a hall that the draw has not is judged as no hall.
    pub(super) fn marks(&self, route: Route) -> &[Mark] {
        self.halls
            .get(hall_of(route))
            .or(self.halls.first())
            .map_or(&[], Vec::as_slice)
    }
}

impl Desk {
    /// What each row earns on a route.
    pub(super) fn earned(&self, route: Route) -> impl Iterator<Item = f64> {
        self.marks(route).iter().map(|mark| mark.attainment)
    }
}

/// Critical IT MW that a route carries in a draw: no more than power and land allow, nor its floor or plot.
pub(super) fn carried(
    draw: Draw,
    prepared: &Prepared,
    route: Route,
    capacity: &Capacity,
    climates: &Climates,
) -> f64 {
    let case = case(draw, prepared, route, climates);
    planned_mw(&case, capacity, matches!(route, Route::InPlace(_)))
}

/// Position of the hall whose rows a route is judged by: the first stands for one that nobody names.
pub(super) fn hall_of(route: Route) -> usize {
    match route {
        Route::InPlace(hall) => hall.unwrap_or(0),
        Route::NewHall => 0,
    }
}

/// The case of a draw on a route.
pub(super) fn case<'a>(
    draw: Draw<'a>,
    prepared: &Prepared<'a>,
    route: Route,
    climates: &'a Climates,
) -> Case<'a> {
    let hall = hall_of(route);
    Case {
        draw,
        target: prepared.target,
        hall: (hall < halls(&draw)).then_some(hall),
        climates: Some(climates),
        limits: None,
    }
}

/// What the plan of a route reads of a draw.
pub(super) fn standing<'d>(
    case: &'d Case<'d>,
    route: Route,
    prepared: &'d Prepared<'d>,
    capacity: &'d Capacity,
    desk: &'d Desk,
) -> Standing<'d> {
    Standing {
        case,
        rows: &prepared.rows,
        marks: desk.marks(route),
        shared: &desk.shared,
        limits: capacity,
        carries_least: prepared.carries(carried(
            case.draw,
            prepared,
            route,
            capacity,
            &desk.climates,
        )),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the length of a list"
)]
fn halls(draw: &Draw) -> usize {
    draw.number(fact_path!("halls")) as usize
}

/// Judges a draw. `named` tells whether the file names its halls, or one unknown hall stands for all.
pub(super) fn judge(
    draw: Draw,
    now: Conditions,
    prepared: &Prepared,
    named: bool,
    desk: &mut Desk,
) -> Outcome {
    desk.standing = halls(&draw);
    let Desk {
        climates,
        shared,
        halls,
        standing,
        ..
    } = desk;
    let first = case(draw, prepared, Route::NewHall, climates);
    let capacity = capacity(&first);
    let first = Case {
        limits: Some(capacity.limits_mw()),
        ..first
    };
    prepared.rows.share(&first, shared);
    halls.resize_with((*standing).max(1), Vec::new);
    let (of_site, further) = halls.split_at_mut(1);
    prepared.rows.judge(&first, shared, &mut of_site[0]);
    for (hall, marks) in (1..).zip(further) {
        let case = Case {
            hall: Some(hall),
            ..first
        };
        prepared.rows.judge_hall(&case, shared, &of_site[0], marks);
    }
    let in_place = |hall| Route::InPlace(named.then_some(hall));
    // A route that carries the tenant's least comes before one that doesn't, then the score decides; a standing hall
    // comes before one to be built where both are as good, and the first hall before others.
    let of = |route: Route| {
        let score = prepared.on(route).convertibility.score(desk.earned(route));
        let mw = carried(draw, prepared, route, &capacity, &desk.climates);
        ((prepared.carries(mw), score), route, mw)
    };
    let mut best = of(Route::NewHall);
    for hall in (0..desk.standing).rev().map(in_place) {
        let next = of(hall);
        if next.0 >= best.0 {
            best = next;
        }
    }
    let ((_, convertibility), route, carried_mw) = best;
    let (mut readiest, mut readiness) =
        (0, prepared.as_it_stands().score(desk.earned(in_place(0))));
    for hall in 1..desk.standing {
        let points = prepared
            .as_it_stands()
            .score(desk.earned(Route::InPlace(Some(hall))));
        if points > readiness {
            (readiest, readiness) = (hall, points);
        }
    }
    let on_route = prepared.on(route);
    let mut draft = std::mem::take(&mut desk.draft);
    let of_route = case(draw, prepared, route, &desk.climates);
    let stands = self::standing(&of_route, route, prepared, &capacity, desk);
    on_route.blueprint.draft(now, &stands, &mut draft);
    let timing = draft.timing();
    let window = prepared.target.window_weeks();
    let megawatts = Megawatts {
        carried: carried_mw,
        in_window: draft.mw_by(window),
    };
    let waits = draft.first_waits();
    desk.draft = draft;
    Outcome {
        route,
        convertibility,
        readiness,
        readiest,
        capacity,
        megawatts,
        timing,
        decision: decide(
            &prepared.target,
            &on_route.deciding,
            desk.marks(route),
            megawatts,
            timing,
            waits,
        ),
    }
}
