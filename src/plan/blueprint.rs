//! What a route may take of a target: every work that closes a row, made ready once for all sites and draws.

use std::ops::Range;

use super::course::{Course, Part};
use super::prices::{Payer, PriceList, Quantity, RouteName};
use crate::checklist::{Remedy, Requirement};
use crate::engineering::{LimitId, Role};
use crate::hosting::Target;
use crate::rules::Rows;
use crate::site::land::PermitKind;
use crate::site::path::FactPath;
use crate::units::MetricUnit;

/// The works of a kind of route, in the order of the price list.
#[derive(Debug)]
pub(crate) struct Blueprint<'a> {
    pub(super) list: &'a PriceList,
    pub(super) target: Target<'a>,
    pub(super) in_place: bool,
    pub(super) works: Vec<Candidate<'a>>,
    /// The rows that works close, work by work.
    pub(super) rows: Vec<Gap<'a>>,
    /// What works cost, work by work.
    pub(super) lines: Vec<Line>,
    pub(super) course: Course,
}

/// A work that a site may need.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    pub remedy: &'a Remedy,
    /// Permits whose day of decision tells its weeks.
    pub awaits: &'a [PermitKind],
    /// Position of its measure in the price list.
    pub measure: usize,
    pub rows: Range<usize>,
    pub lines: Range<usize>,
    pub payer: Payer,
    pub later_phase: bool,
    pub beyond: bool,
    pub gating: Gating,
    /// The fact that tells on which day what is still to come was ordered.
    pub ordered_on: Option<FactPath>,
    /// Whether a line takes the MW that its rows miss.
    pub sized_by_rows: bool,
    /// Whether a line takes what its rows miss in their own unit.
    pub counts: bool,
}

/// Which megawatts wait for a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gating {
    /// None.
    Nothing,
    /// None: power comes at dates of its own, which tell how long the work takes.
    Power,
    /// Those beyond what stands by the limits that its rows speak of.
    Limits,
    /// All.
    All,
}

impl Gating {
    fn of(rows: &[Gap], beyond: bool, later_phase: bool) -> Self {
        let limits = || rows.iter().filter_map(|gap| gap.limit);
        let live = |gap: &&Gap| gap.limit == Some(LimitId::Energized);
        let by_mw = |gap: &Gap| gap.limit.is_some() || gap.knows_mw;
        if beyond {
            Self::Nothing
        } else if rows.iter().filter(|gap| !live(gap)).any(by_mw) {
            Self::Limits
        } else if limits().next().is_some() {
            Self::Power
        } else if later_phase {
            Self::Nothing
        } else {
            Self::All
        }
    }
}

/// A row that a work closes.
#[derive(Debug)]
pub(super) struct Gap<'a> {
    /// Position among the rows of the target.
    pub row: usize,
    pub requirement: &'a Requirement,
    /// Points of readiness that it counts.
    pub points: f64,
    /// Whether it knows how many MW stand: such rows size the work, rows about quality alone do not.
    pub knows_mw: bool,
    /// Whether it asks no more MW than a tenant has use for.
    pub is_capped: bool,
    /// The limit on today's MW that it speaks of.
    pub limit: Option<LimitId>,
}

/// MW closer to each other than this are the same.
pub(super) const EVEN: f64 = 1e-6;

/// A price times a quantity.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Position of the price in the list.
    pub price: usize,
    pub quantity: Quantity,
    pub times: f64,
}

impl<'a> Gap<'a> {
    /// Of a row at a position; all rows weigh so much together.
    fn of(row: usize, requirement: &'a Requirement, weight: f64) -> Self {
        Self {
            row,
            requirement,
            points: 100.0 * requirement.weight / weight.max(f64::MIN_POSITIVE),
            knows_mw: requirement.metric.unit == MetricUnit::CriticalMw,
            is_capped: requirement.is_capped(),
            limit: match requirement.metric.role {
                Role::Limit(limit) => Some(limit),
                _ => None,
            },
        }
    }

    /// Whether fewer MW stand than are planned, though a small tenant may need no more. What no tenant asks for is
    /// never short.
    pub(super) fn leaves_short(&self, has: f64, planned_mw: f64) -> bool {
        let asked = self.is_capped && self.knows_mw && self.enough() > 0.0;
        asked && has < planned_mw - EVEN
    }

    /// The attainment that a tenant takes as it is.
    pub(super) fn enough(&self) -> f64 {
        self.requirement.enough
    }
}

impl<'a> Blueprint<'a> {
    /// What the rows of a target may take on the route of a standing hall or of a new one.
    #[must_use]
    pub(crate) fn of(
        rows: &Rows<'a>,
        target: Target<'a>,
        in_place: bool,
        list: &'a PriceList,
    ) -> Self {
        let all = || rows.iter().enumerate().filter(|(_, r)| r.counts(in_place));
        let weight: f64 = all().map(|(_, r)| r.requirement.weight).sum();
        let positions = list.positions();
        let route = if in_place {
            RouteName::InPlace
        } else {
            RouteName::NewHall
        };
        let mut blueprint = Self {
            list,
            target,
            in_place,
            works: Vec::new(),
            rows: Vec::new(),
            lines: Vec::new(),
            course: Course::of(&[], list),
        };
        for (measure, model) in list.measures.iter().enumerate() {
            // Of two measures for a remedy the first answers.
            let is_first = positions.measures.get(&model.remedy) == Some(&measure);
            if !is_first || !model.routes.contains(&route) {
                continue;
            }
            let closed = all().filter_map(|(row, ready)| {
                let by = ready.requirement.remedy?;
                (by.id == model.remedy).then(|| Gap::of(row, ready.requirement, weight))
            });
            blueprint.take(measure, closed.collect());
        }
        let planned = blueprint
            .works
            .iter()
            .enumerate()
            .filter(|(_, w)| !w.beyond);
        let parts: Vec<Part> = planned
            .map(|(work, candidate)| Part {
                work,
                measure: candidate.measure,
            })
            .collect();
        blueprint.course = Course::of(&parts, list);
        blueprint
    }

    /// Takes in the work of a measure for the rows that it closes; for none there is none.
    fn take(&mut self, measure: usize, closed: Vec<Gap<'a>>) {
        let Some(remedy) = closed.first().and_then(|gap| gap.requirement.remedy) else {
            return;
        };
        let model = &self.list.measures[measure];
        let priced = model.lines.iter();
        let priced = priced.zip(&self.list.positions().prices[measure]);
        let lines: Vec<Line> = priced
            .filter_map(|(line, price)| {
                Some(Line {
                    price: (*price)?,
                    quantity: line.quantity,
                    times: line.times.unwrap_or(1.0),
                })
            })
            .collect();
        let some = |is: fn(Quantity) -> bool| lines.iter().any(|line| is(line.quantity));
        self.works.push(Candidate {
            gating: Gating::of(&closed, model.beyond, model.later_phase),
            ordered_on: model.ordered_on.as_deref().and_then(FactPath::named),
            remedy,
            awaits: &remedy.awaits,
            measure,
            rows: self.rows.len()..self.rows.len() + closed.len(),
            sized_by_rows: some(Quantity::is_missing_mw),
            counts: some(Quantity::is_counted),
            lines: self.lines.len()..self.lines.len() + lines.len(),
            payer: model.payer,
            later_phase: model.later_phase,
            beyond: model.beyond,
        });
        self.rows.extend(closed);
        self.lines.extend(lines);
    }

    pub(super) fn rows_of(&self, work: &Candidate) -> &[Gap<'a>] {
        self.rows.get(work.rows.clone()).unwrap_or_default()
    }

    pub(super) fn lines_of(&self, work: &Candidate) -> &[Line] {
        self.lines.get(work.lines.clone()).unwrap_or_default()
    }
}
