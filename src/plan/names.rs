//! What the names inside a price list mean: positions, found once for all plans drafted from it.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::lengths::Length;
use super::measure::{Measure, Step};
use super::price::Price;
use crate::site::land::PermitKind;

/// The names of a list, resolved on first use. A copy resolves anew, since a copy is made to be changed.
#[derive(Debug, Default)]
pub(super) struct Names(OnceLock<Positions>);

/// Positions in a price list.
#[derive(Debug)]
pub(super) struct Positions {
    /// Of the measure of each remedy.
    pub(super) measures: HashMap<String, usize>,
    /// For each measure, of the price of each of its lines; `None` for a name that the list lacks.
    pub(super) prices: Vec<Vec<Option<usize>>>,
    /// For each measure, the steps that its work takes.
    pub(super) steps: Vec<Vec<StepModel>>,
}

/// A step that a work takes.
#[derive(Debug)]
pub(super) struct StepModel {
    pub(super) length: Length,
    /// Whether it is not begun before zoning, building and grid permits are there.
    pub(super) held: bool,
    /// What it waits for beside the step before it: the position of a measure, and of the last of its steps
    /// that must be finished.
    pub(super) waits_for: Vec<(usize, usize)>,
}

impl Positions {
    /// A step of a measure, where it takes it.
    pub(super) fn step(&self, measure: usize, step: Step) -> Option<&StepModel> {
        let mut steps = self.steps.get(measure)?.iter();
        steps.find(|model| model.length.step == step)
    }
}

impl Names {
    pub(super) fn resolved(&self, prices: &[Price], measures: &[Measure]) -> &Positions {
        self.0.get_or_init(|| Positions::of(prices, measures))
    }
}

impl Clone for Names {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Positions {
    fn of(prices: &[Price], measures: &[Measure]) -> Self {
        let price = |id: &str| prices.iter().position(|p| p.id == id);
        let measure = |id: &str| measures.iter().position(|m| m.remedy == id);
        let by_remedy = |at: usize| (measures[at].remedy.clone(), at);
        Self {
            // The first of equals answers: it is inserted last.
            measures: (0..measures.len()).rev().map(by_remedy).collect(),
            prices: measures
                .iter()
                .map(|m| m.lines.iter().map(|l| price(&l.price)).collect())
                .collect(),
            steps: measures
                .iter()
                .map(|m| {
                    let model = |step: Step| StepModel {
                        length: length(m, step),
                        held: m.after.iter().any(|a| {
                            a.step == step
                                && step == Step::Install
                                && measure(&a.remedy).is_some_and(|at| is_permit(&measures[at]))
                        }),
                        waits_for: m
                            .after
                            .iter()
                            .filter(|a| a.step == step)
                            .filter_map(|a| {
                                let other = measure(&a.remedy)?;
                                let until = steps(&measures[other]).filter(|s| *s <= a.until);
                                Some((other, until.count().checked_sub(1)?))
                            })
                            .collect(),
                    };
                    steps(m).map(model).collect()
                })
                .collect(),
        }
    }
}

fn length(measure: &Measure, step: Step) -> Length {
    let share = measure.steps.share(step);
    let lot = measure.first_lot.filter(|_| step == Step::Deliver);
    Length {
        step,
        share,
        first: share * lot.unwrap_or(1.0),
    }
}

/// Whether a work is the wait for permits without which nothing is built.
fn is_permit(measure: &Measure) -> bool {
    let to_build = |kind: &PermitKind| {
        matches!(
            kind,
            PermitKind::Zoning | PermitKind::Building | PermitKind::Grid
        )
    };
    measure.awaits.iter().any(to_build)
}

/// The steps that the work of a measure takes: those that last, and those that wait for something.
fn steps(measure: &Measure) -> impl Iterator<Item = Step> {
    let taken = |step: &Step| {
        measure.steps.share(*step) > 0.0 || measure.after.iter().any(|a| a.step == *step)
    };
    Step::ALL.iter().copied().filter(taken)
}
