//! A checklist made ready for a target, and its rows judged in one draw.

use super::attain::{EarningScale, Needs, Ramp, earned};
use crate::checklist::{Checklist, OfTarget, Requirement, RowRoute, Scale, Threshold};
use crate::engineering::{Better, Case, Kind, Metric, Value};
use crate::hosting::Target;

/// The rows of a checklist that a target asks for, their thresholds and words resolved.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    rows: Vec<Ready<'a>>,
    /// Metrics of the whole site that rows are measured against.
    shared: Vec<&'static Metric>,
}

/// One row, ready.
#[derive(Debug)]
pub(crate) struct Ready<'a> {
    /// The row.
    pub(crate) requirement: &'a Requirement,
    scale: ReadyScale,
}

#[derive(Debug)]
pub(super) enum ReadyScale {
    Ramp {
        nothing: At,
        everything: At,
        better: Better,
        relative: bool,
    },
    Levels(Vec<f64>),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    Number(f64),
    /// A shared metric, by its position.
    Metric {
        nth: usize,
        most: f64,
        times: f64,
        plus: f64,
    },
}

/// A row in one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mark {
    /// What the site has.
    pub has: Value,
    /// What it earns, 0 to 1.
    pub attainment: f64,
}

impl<'a> Rows<'a> {
    /// The rows of a checklist that a target asks for.
    #[must_use]
    pub(crate) fn of(checklist: &'a Checklist, target: &Target) -> Self {
        let mut shared = Vec::new();
        let asked = checklist
            .requirements
            .iter()
            .filter(|r| r.applies_to(target));
        let rows = asked
            .map(|requirement| Ready {
                requirement,
                scale: scale(requirement, target, &mut shared),
            })
            .collect();
        Self { rows, shared }
    }

    /// The rows in the order of the checklist.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Ready<'a>> {
        self.rows.iter()
    }

    /// The row at a position.
    pub(crate) fn get(&self, row: usize) -> Option<&Ready<'a>> {
        self.rows.get(row)
    }

    /// The values of the shared metrics in a draw.
    pub(crate) fn share(&self, case: &Case, values: &mut Vec<f64>) {
        values.clear();
        values.extend(self.shared.iter().map(|metric| match (metric.eval)(case) {
            Value::Number(value) => value,
            _ => 0.0,
        }));
    }

    /// The metrics that rows are measured against.
    pub(crate) fn shared(&self) -> &[&'static Metric] {
        &self.shared
    }

    /// Every row in a draw.
    pub(crate) fn judge(&self, case: &Case, shared: &[f64], marks: &mut Vec<Mark>) {
        marks.clear();
        marks.extend(self.rows.iter().map(|row| row.mark(case, shared)));
    }

    /// The rows about the standing hall again for another hall, the others taken over from `of_site`.
    pub(crate) fn judge_hall(
        &self,
        case: &Case,
        shared: &[f64],
        of_site: &[Mark],
        marks: &mut Vec<Mark>,
    ) {
        marks.clear();
        let all = self.rows.iter().zip(of_site);
        marks.extend(all.map(|(row, of_site)| {
            if row.requirement.metric.is_per_hall() {
                row.mark(case, shared)
            } else {
                *of_site
            }
        }));
    }

    /// How many categories the rows have.
    #[must_use]
    pub(crate) fn categories(&self) -> usize {
        self.rows
            .iter()
            .map(|row| row.requirement.category + 1)
            .max()
            .unwrap_or(0)
    }

    /// Reads in a watched draw all that a row reads.
    pub(crate) fn read(&self, row: &Ready, case: &Case) {
        (row.requirement.metric.eval)(case);
        if let ReadyScale::Ramp {
            nothing,
            everything,
            ..
        } = &row.scale
        {
            for at in [nothing, everything] {
                if let At::Metric { nth, .. } = at {
                    (self.shared[*nth].eval)(case);
                }
            }
        }
    }
}

impl<'a> Ready<'a> {
    /// The row in a draw.
    #[inline]
    pub(crate) fn mark(&self, case: &Case, shared: &[f64]) -> Mark {
        let has = (self.requirement.metric.eval)(case);
        Mark {
            has,
            attainment: earned(has, &self.scale.at(shared)),
        }
    }

    pub(super) fn scale(&self) -> &ReadyScale {
        &self.scale
    }

    /// What the target needs, in words or as the ramp of a draw.
    #[must_use]
    pub(crate) fn needs(&self, shared: &[f64]) -> Needs<'a> {
        match self.scale.at(shared) {
            EarningScale::Ramp(ramp) => Needs::Ramp(ramp),
            EarningScale::Levels(_) => Needs::Words(&self.requirement.best_words),
        }
    }

    /// Whether it counts on the route of a standing hall or of a new one.
    #[must_use]
    pub(crate) fn counts(&self, in_place: bool) -> bool {
        match self.requirement.route {
            RowRoute::Both => true,
            RowRoute::InPlace => in_place,
            RowRoute::NewHall => !in_place,
        }
    }
}

impl ReadyScale {
    #[inline]
    fn at(&self, shared: &[f64]) -> EarningScale<'_> {
        match self {
            Self::Ramp {
                nothing,
                everything,
                better,
                relative,
            } => EarningScale::Ramp(Ramp {
                nothing: nothing.value(shared),
                everything: everything.value(shared),
                better: *better,
                relative: *relative,
            }),
            Self::Levels(levels) => EarningScale::Levels(levels),
        }
    }
}

impl At {
    fn value(self, shared: &[f64]) -> f64 {
        match self {
            Self::Number(number) => number,
            Self::Metric {
                nth,
                most,
                times,
                plus,
            } => {
                let value = shared.get(nth).map(|value| value.min(most));
                value.map_or(0.0, |value| value * times + plus)
            }
        }
    }
}

fn scale(
    requirement: &Requirement,
    target: &Target,
    shared: &mut Vec<&'static Metric>,
) -> ReadyScale {
    match (&requirement.scale, requirement.metric.kind) {
        (
            Scale::Ramp {
                nothing,
                everything,
            },
            Kind::Number(better),
        ) => {
            let mut at = |threshold| at(threshold, target, shared);
            let (nothing, everything) = (at(nothing), at(everything));
            let is_metric = |at| matches!(at, At::Metric { .. });
            ReadyScale::Ramp {
                nothing,
                everything,
                better,
                relative: is_metric(nothing) || is_metric(everything),
            }
        }
        (Scale::Levels(levels), Kind::Words(words)) => {
            let level = |word: &str| levels.get(word).copied().unwrap_or(0.0);
            ReadyScale::Levels(words.iter().map(|word| level(word.name)).collect())
        }
        // A checklist is checked when it is read: a scale is one of its metric's kind.
        _ => ReadyScale::Levels(Vec::new()),
    }
}

fn at(threshold: &Threshold, target: &Target, shared: &mut Vec<&'static Metric>) -> At {
    match threshold {
        Threshold::Metric {
            metric,
            most,
            times,
            per,
            plus,
        } => {
            let known = shared.iter().position(|m| std::ptr::eq(*m, *metric));
            let nth = known.unwrap_or_else(|| {
                shared.push(metric);
                shared.len() - 1
            });
            let of = |param: &Option<Box<OfTarget>>| param.as_ref()?.for_target(target);
            At::Metric {
                nth,
                most: of(most).unwrap_or(f64::INFINITY),
                times: times * of(per).unwrap_or(1.0),
                plus: *plus,
            }
        }
        other => At::Number(other.for_target(target).unwrap_or(0.0)),
    }
}
