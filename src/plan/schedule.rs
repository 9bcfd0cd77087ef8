//! When the works of a plan run: activities, what each waits for, the critical path.

use super::lengths::Length;
use super::prices::Step;

/// One step of one work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Activity {
    /// Position of its work in the plan.
    pub work: usize,
    /// Which step of it, and how long such a step takes.
    pub(super) length: Length,
    /// Likely duration, weeks.
    pub weeks: f64,
    /// Weeks before which it must not begin.
    pub(super) earliest: f64,
    /// Earliest start, weeks from the start of the plan.
    pub start: f64,
    /// Earliest finish.
    pub finish: f64,
    /// Weeks it can slip without moving the end.
    pub float: f64,
    /// Where in the schedule's list of links those of this activity begin and end.
    pub(super) links: (usize, usize),
}

impl Activity {
    /// Which step of its work.
    #[must_use]
    pub fn step(&self) -> Step {
        self.length.step
    }

    /// The part of a list of links that is this activity's.
    pub(super) fn of<'l>(&self, links: &'l [usize]) -> &'l [usize] {
        &links[self.links.0..self.links.1]
    }
}

/// When a work runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    /// Earliest start, weeks from the start of the plan.
    pub start: f64,
    /// Earliest finish.
    pub finish: f64,
    /// Weeks it can slip without moving the end.
    pub float: f64,
}

impl Span {
    /// The span of a work without activities.
    pub(super) const NONE: Self = Self {
        start: f64::MAX,
        finish: 0.0,
        float: f64::MAX,
    };

    pub(super) fn with(self, activity: &Activity) -> Self {
        Self {
            start: self.start.min(activity.start),
            finish: self.finish.max(activity.finish),
            float: self.float.min(activity.float),
        }
    }
}

/// The network of activities at their likely durations.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Activities, each behind those it waits for.
    pub activities: Vec<Activity>,
    /// Positions of the activities that others wait for, activity by activity.
    pub(super) links: Vec<usize>,
    /// For each work, when it runs.
    pub(super) spans: Vec<Span>,
    /// Weeks until the last work is done, of which not all bring megawatts.
    pub full_weeks: f64,
}

/// Weeks of float below which there is none.
pub(crate) const NO_FLOAT: f64 = 1e-6;

impl Schedule {
    /// Positions of the activities that an activity waits for.
    #[must_use]
    pub fn waits_for(&self, activity: &Activity) -> &[usize] {
        activity.of(&self.links)
    }

    /// One chain of activities that ends last, each the one its successor waits for longest; it fills the
    /// plan from its start to its end.
    #[must_use]
    pub fn critical_path(&self) -> Vec<&Activity> {
        let positions = self.critical_positions().into_iter();
        positions.map(|at| &self.activities[at]).collect()
    }

    /// Positions of the activities of that chain.
    #[must_use]
    pub(crate) fn critical_positions(&self) -> Vec<usize> {
        let finish = |at: &usize| self.activities[*at].finish;
        let later = |a: &usize, b: &usize| finish(a).total_cmp(&finish(b));
        let mut path = Vec::new();
        let mut next = (0..self.activities.len()).max_by(later);
        while let Some(at) = next {
            path.push(at);
            let waits_for = self.waits_for(&self.activities[at]).iter().copied();
            next = waits_for.max_by(later);
        }
        path.reverse();
        path.retain(|at| self.activities[*at].weeks > 0.0);
        path
    }

    /// Earliest start, finish and least float of a work.
    #[must_use]
    pub(crate) fn of_work(&self, work: usize) -> Span {
        self.spans.get(work).copied().unwrap_or(Span::NONE)
    }
}
