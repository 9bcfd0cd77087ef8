//! What one draw takes of a route: the works it needs, how large and how long they are, and when megawatts come.

use std::sync::Arc;

use super::blueprint::{Blueprint, Candidate, EVEN, Gap, Gating};
use super::change::Written;
use super::course::{FOR_POINTS, NO_MW_WAIT, NOT_NEEDED, Times, WORTHWHILE};
use super::lengths::Duration;
use super::market::{At, Market};
use super::region::Region;
use super::size::{Missing, Size, planned_mw};
use super::standing::Standing;
use super::terms::{Terms, widened};
use super::tranches::{Dates, Room, Timing, Tranche, Waits, mw_by, up_to};
use super::written::Done;
use crate::engineering::expansion::power_steps;
use crate::engineering::overhead::Overhead;
use crate::engineering::surroundings::permit_hold_months;
use crate::engineering::{LimitId, Value};
use crate::rules::Needs;
use crate::site::land::{PermitKind, PermitStatus};
use crate::site::path::fact_path;
use crate::typical::{Draw, Sample};
use crate::units::WEEKS_PER_MONTH;

/// One draw of a route; room that is used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(super) planned_mw: f64,
    pub(super) overhead: Overhead,
    /// For each work, the MW that stand without it.
    pub(super) stands: Vec<f64>,
    pub(super) durations: Vec<Duration>,
    /// For each line, how much it takes.
    pub(super) quantities: Vec<f64>,
    pub(super) hold: f64,
    /// What makes prices and weeks those of the site and its hardware.
    pub(super) terms: Terms,
    pub(super) tranches: Vec<Tranche>,
    /// Critical IT MW of live power, and the weeks from which it does; ascending.
    pub(super) power: Vec<(f64, f64)>,
    steps: Vec<(f64, f64)>,
    pub(super) room: Room,
}

impl Draft {
    /// When its megawatts come.
    #[must_use]
    pub(crate) fn timing(&self) -> Timing {
        Timing::of(&self.tranches)
    }

    /// Critical IT MW that run some weeks from the start.
    #[must_use]
    pub(crate) fn mw_by(&self, weeks: f64) -> f64 {
        mw_by(&self.tranches, weeks)
    }

    /// What its first megawatts wait for the longest.
    #[must_use]
    pub(crate) fn first_waits(&self) -> Waits {
        let first = self.tranches.first();
        first.map_or(Waits::Nothing, |tranche| tranche.waits)
    }

    /// Whether a work would earn points that no tenant asks for.
    pub(super) fn is_worthwhile(&self, work: usize) -> bool {
        self.stands.get(work) == Some(&WORTHWHILE)
    }

    /// Whether it needs a work.
    pub(super) fn needs(&self, work: usize) -> bool {
        self.stands.get(work).is_some_and(|s| *s >= 0.0)
    }
}

/// What of a route is built.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scope {
    /// Critical IT MW, where a draw carries as many.
    pub most_mw: f64,
    /// Places of the works that are done for their points alone.
    pub worthwhile: Vec<usize>,
}

/// A draw of which a part is built, as its works see it.
#[derive(Clone, Copy)]
struct Narrowed<'s> {
    scope: &'s Scope,
    whole_mw: f64,
}

impl Narrowed<'_> {
    /// MW that stand without a work when `built_mw` of all are built.
    fn stands(self, at: usize, stands: f64, built_mw: f64, powered: bool) -> f64 {
        if stands == WORTHWHILE && self.scope.worthwhile.contains(&at) {
            return FOR_POINTS;
        }
        let spared = powered || (built_mw - EVEN..self.whole_mw).contains(&stands);
        if built_mw < self.whole_mw && spared {
            NOT_NEEDED
        } else {
            stands
        }
    }
}

/// Less than this of anything is arithmetic, not a work.
const DUST: f64 = 1e-9;

/// So much of the planned MW live is all of them.
pub(super) const LIT: f64 = 0.99;

/// Which works of a draw are sized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sized {
    /// Those that it needs.
    Needed,
    /// Every work.
    All,
}

/// What things cost and how long they take in a draw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conditions<'m> {
    pub(super) market: &'m Market,
    pub(super) at: At,
}

impl Market {
    /// At likely prices and times.
    #[must_use]
    pub(crate) fn usual(&self) -> Conditions<'_> {
        Conditions {
            market: self,
            at: self.likely(),
        }
    }

    /// Of one draw.
    #[must_use]
    pub(crate) fn in_draw(&self, draw: usize) -> Conditions<'_> {
        Conditions {
            market: self,
            at: self.draw(draw),
        }
    }
}

impl Blueprint<'_> {
    /// What things cost and how long they take in the draws of a sample.
    #[must_use]
    pub(crate) fn market(&self, sample: Sample) -> Arc<Market> {
        self.list.market(sample)
    }

    /// Works one draw out.
    pub(crate) fn draft(&self, now: Conditions, standing: &Standing, draft: &mut Draft) {
        self.draft_sized(now, standing, Sized::Needed, None, draft);
    }

    pub(super) fn draft_sized(
        &self,
        now: Conditions,
        standing: &Standing,
        sized: Sized,
        scope: Option<&Scope>,
        draft: &mut Draft,
    ) {
        let case = standing.case;
        let planned = planned_mw(case, standing.limits, self.in_place);
        draft.planned_mw = planned;
        let overhead = Overhead::of(case);
        draft.overhead = overhead;
        power_steps(&case.draw, &mut draft.steps);
        draft.power.clear();
        let mut live = 0.0;
        for (months, mw) in &draft.steps {
            live += mw;
            draft
                .power
                .push((overhead.it_mw(live), months.max(0.0) * WEEKS_PER_MONTH));
        }
        draft.hold = permit_hold_months(&case.draw) * WEEKS_PER_MONTH;
        self.works_of(now, standing, sized, None, draft);
        let times = Times {
            stands: &draft.stands,
            durations: &draft.durations,
            hold: draft.hold,
        };
        let dates = self.dates(now, times, &draft.power);
        dates.tranches(planned, &mut draft.room, &mut draft.tranches);
        // A part of the plan has the dates that it has in the whole.
        if let Some(scope) = scope {
            draft.planned_mw = planned.min(scope.most_mw);
            up_to(&mut draft.tranches, draft.planned_mw);
            let narrowed = Narrowed {
                scope,
                whole_mw: planned,
            };
            self.works_of(now, standing, sized, Some(narrowed), draft);
        }
    }

    /// What sets the dates of works and power.
    pub(super) fn dates<'d>(
        &'d self,
        now: Conditions,
        times: Times<'d>,
        power: &'d [(f64, f64)],
    ) -> Dates<'d> {
        let [weeks_per_mw, test_weeks] = now.market.pace(now.at);
        Dates {
            course: &self.course,
            times,
            power,
            first_mw: self.target.tenant.parameters.first_tranche_mw.value,
            hall_mw: self.list.pace.hall_mw.likely,
            weeks_per_mw,
            test_weeks,
        }
    }

    /// The works of a draft at other MW than it plans, with the power that it has.
    pub(super) fn size_at(&self, mw: f64, now: Conditions, standing: &Standing, draft: &mut Draft) {
        draft.planned_mw = mw;
        self.works_of(now, standing, Sized::All, None, draft);
    }

    fn works_of(
        &self,
        now: Conditions,
        standing: &Standing,
        sized: Sized,
        narrowed: Option<Narrowed>,
        draft: &mut Draft,
    ) {
        let planned = draft.planned_mw;
        let size = self.size(now, standing, planned);
        let short_of_power = draft
            .power
            .first()
            .is_none_or(|(mw, _)| *mw < planned * LIT);
        let powers = draft.power.iter().find(|(mw, _)| *mw >= planned - EVEN);
        let powers = powers.map(|(_, weeks)| *weeks).filter(|weeks| *weeks > 0.0);
        let (usual, likely_weeks) = (
            now.market.weeks(now.at),
            now.market.weeks(now.market.likely()),
        );
        draft.terms = self.terms(now, standing);
        let permits = Permits::of(&standing.case.draw);
        reset(&mut draft.stands, self.works.len(), NOT_NEEDED);
        reset(&mut draft.durations, self.works.len(), Duration::default());
        reset(&mut draft.quantities, self.lines.len(), 0.0);
        for (at, work) in self.works.iter().enumerate() {
            let stands = self.stands(work, standing, planned, short_of_power);
            let powered = work.gating == Gating::Power && !short_of_power;
            let stands = narrowed.map_or(stands, |n| n.stands(at, stands, planned, powered));
            if stands <= NOT_NEEDED && sized == Sized::Needed {
                continue;
            }
            let of_measure = |weeks: &[f64]| weeks.get(work.measure).copied().unwrap_or(0.0);
            let of_measure = widened(
                of_measure(usual),
                of_measure(likely_weeks),
                draft.terms.overrun.weeks,
            );
            let weeks = match work.gating {
                Gating::Power => powers,
                _ => permits.weeks(work.awaits),
            };
            draft.durations[at] = Duration {
                weeks: weeks.unwrap_or(of_measure),
                ordered: weeks_since(work, &standing.case.draw),
            };
            let missing = missing(self, work, standing, planned);
            let mut taken = work.lines.is_empty();
            for nth in work.lines.clone() {
                let line = &self.lines[nth];
                let quantity = size.quantity(line.quantity, missing) * line.times;
                taken |= quantity > DUST;
                draft.quantities[nth] = quantity;
            }
            // A work of no quantity does not exist.
            if taken {
                draft.stands[at] = stands;
            }
        }
    }

    fn size<'d>(&self, now: Conditions, standing: &Standing<'d>, planned_mw: f64) -> Size<'d> {
        let likely = now.market.prices(now.market.likely());
        let on_offer = (self.lines.as_slice(), likely);
        Size::of(
            standing.case,
            standing.limits,
            planned_mw,
            self.in_place,
            on_offer,
        )
    }

    /// For each work that a draft needs, what it changes of the facts.
    pub(super) fn written(
        &self,
        now: Conditions,
        standing: &Standing,
        draft: &Draft,
    ) -> Vec<Vec<Written>> {
        let size = self.size(now, standing, draft.planned_mw);
        let works = self.works.iter().enumerate();
        let written = works.map(|(at, work)| {
            if !draft.needs(at) {
                return Vec::new();
            }
            let done = Done {
                blueprint: self,
                work,
                standing,
                size: &size,
                missing: missing(self, work, standing, draft.planned_mw),
            };
            done.written()
        });
        written.collect()
    }

    fn terms(&self, now: Conditions, standing: &Standing) -> Terms {
        let draw = &standing.case.draw;
        let region = self.region(standing);
        Terms {
            overrun: self.list.builders.overrun(draw),
            works: now.market.region(now.at, region) * standing.case.hardware().works_factor.value,
        }
    }

    /// Position of the region of the price list that a site lies in.
    pub(super) fn region(&self, standing: &Standing) -> Option<usize> {
        Region::of(&self.list.regions, standing.case.draw.layout().locale())
    }

    /// MW that stand without a work; below 0 where none of its rows is open.
    fn stands(
        &self,
        work: &Candidate,
        standing: &Standing,
        planned: f64,
        short_of_power: bool,
    ) -> f64 {
        // By the rows that speak of MW, and by the others.
        let (mut by_mw, mut stands) = (NOT_NEEDED, NOT_NEEDED);
        // Where nothing is built nothing is needed for it.
        if planned <= EVEN {
            return stands;
        }
        for gap in self.rows_of(work) {
            let Some(mark) = standing.marks.get(gap.row) else {
                continue;
            };
            let has = match mark.has {
                Value::Number(mw) => mw,
                _ => 0.0,
            };
            // A tenant's first phase may be served by what is live, and a small tenant by less than is planned; the
            // plan is not.
            let unserved = match mark.has {
                Value::Number(_) if gap.is_capped => gap.leaves_short(has, planned),
                _ => short_of_power && gap.limit == Some(LimitId::Energized),
            };
            let asked = unserved || self.is_unbuilt(gap);
            if mark.attainment >= 1.0 && !asked {
                continue;
            }
            let without = if mark.attainment < gap.enough() || asked {
                self.without(work, gap, has, |limit| standing.limits.limit(limit))
            } else {
                WORTHWHILE
            };
            let of = if gap.limit.is_some() || gap.knows_mw {
                &mut by_mw
            } else {
                &mut stands
            };
            *of = least_standing(*of, without);
        }
        // What stands of engines serves as many MW; those that are missing hold up the MW behind them alone, whatever
        // else they are good for.
        if by_mw >= 0.0 {
            by_mw
        } else {
            least_standing(by_mw, stands)
        }
    }

    /// Whether a row speaks of halls on the route of a new one: what stands of them is not that one.
    pub(super) fn is_unbuilt(&self, gap: &Gap) -> bool {
        !self.in_place && gap.limit == Some(LimitId::Halls)
    }

    /// MW that stand without a work that closes a row, which has so much now.
    pub(super) fn without(
        &self,
        work: &Candidate,
        gap: &Gap,
        has: f64,
        limit: impl Fn(LimitId) -> Option<f64>,
    ) -> f64 {
        match (work.gating, gap.limit) {
            (Gating::Nothing | Gating::Power, _) => NO_MW_WAIT,
            (Gating::Limits, _) if self.is_unbuilt(gap) => 0.0,
            (Gating::Limits, Some(of)) => limit(of).unwrap_or(NO_MW_WAIT),
            (Gating::Limits, None) if gap.knows_mw => has.max(0.0),
            (_, None) if work.later_phase => NO_MW_WAIT,
            (Gating::All, _) | (_, None) => 0.0,
        }
    }
}

/// The fewer of MW that stand by two rows; a row that needs no work, or none that MW wait for, takes nothing from the
/// other.
fn least_standing(one: f64, other: f64) -> f64 {
    if one < 0.0 || other < 0.0 {
        one.max(other)
    } else {
        one.min(other)
    }
}

/// Weeks since the parts of a work were ordered; below 0 where nothing is on order.
fn weeks_since(work: &Candidate, draw: &Draw) -> f64 {
    let ordered = work.ordered_on.and_then(|fact| draw.get(fact));
    let months = ordered.zip(draw.get(fact_path!("as_of")));
    months.map_or(-1.0, |(on, from)| (from - on).max(0.0) * WEEKS_PER_MONTH)
}

fn reset<T: Clone>(room: &mut Vec<T>, width: usize, to: T) {
    room.clear();
    room.resize(width, to);
}

/// What the rows of a work miss: it is as large as the largest of them asks.
fn missing(blueprint: &Blueprint, work: &Candidate, standing: &Standing, planned: f64) -> Missing {
    let has = |row: usize| match standing.marks.get(row).map(|mark| mark.has) {
        Some(Value::Number(value)) => value,
        _ => 0.0,
    };
    let rows = blueprint.rows_of(work).iter();
    let knowing = rows.clone().filter(|gap| gap.knows_mw);
    let mw = if work.sized_by_rows {
        knowing
            .map(|gap| planned - has(gap.row))
            .map(|mw| if mw > EVEN { mw } else { 0.0 })
            .reduce(f64::max)
    } else {
        None
    };
    let short = |row: usize| match standing.rows.iter().nth(row)?.needs(standing.shared) {
        Needs::Ramp(ramp) => Some((ramp.everything - has(row)).max(0.0)),
        _ => None,
    };
    let count = if work.counts {
        rows.filter_map(|gap| short(gap.row)).fold(0.0, f64::max)
    } else {
        0.0
    };
    Missing {
        mw: mw.unwrap_or(planned),
        count,
    }
}

/// Months to the day on which pending permits of each kind are to be decided.
pub(super) struct Permits([Option<f64>; PermitKind::WORDS.len()]);

impl Permits {
    pub(super) fn of(draw: &Draw) -> Self {
        let mut months = [None::<f64>; PermitKind::WORDS.len()];
        let Some(as_of) = draw.get(fact_path!("as_of")) else {
            return Self(months);
        };
        for permit in draw.list(fact_path!("permits")) {
            let pending =
                permit.word(fact_path!("permits[].status")) == Some(PermitStatus::Pending);
            let kind: Option<PermitKind> = permit.word(fact_path!("permits[].kind"));
            let decided = permit.get(fact_path!("permits[].decision_on"));
            if let (true, Some(kind), Some(decided)) = (pending, kind, decided) {
                let last = &mut months[kind as usize];
                *last = Some(last.unwrap_or(0.0).max(decided - as_of));
            }
        }
        Self(months)
    }

    /// Weeks of a work that ends on such a day.
    pub(super) fn weeks(&self, awaits: &[PermitKind]) -> Option<f64> {
        let awaited = awaits.iter().filter_map(|kind| self.0[*kind as usize]);
        awaited
            .reduce(f64::max)
            .map(|months| months * WEEKS_PER_MONTH)
    }
}
