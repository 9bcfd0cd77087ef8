//! One draw: a straight run over an array of numbers, in which nothing is looked up and nothing made.

use super::bound::{Bound, Fix, Limits, Open, Step};
use super::checks::{Check, Place, Size, position};
use super::prior::in_range;
use super::program::{Drawn, Kind};
use super::stated::Range;
use super::tables::Column;

impl Bound<'_> {
    /// Fills in what is drawn, texts as their codes.
    pub(super) fn run(&self, column: Column, values: &mut Vec<f64>) {
        values.clear();
        values.extend_from_slice(&self.start);
        for fix in &self.fixes {
            self.fix(fix, column, values);
        }
        for step in &self.steps {
            self.step(step, column, values);
        }
    }

    pub(super) fn fix(&self, fix: &Fix, column: Column, values: &mut [f64]) {
        let op = &self.program.ops[fix.op];
        let uniform = self.rows[fix.row].at(op.uniforms, column.from(fix.offset));
        values[fix.slot] = match fix.range {
            Range::Number(range) => {
                let own = [range[0], range[2]];
                let value = self.bounded(in_range(range, uniform), own, &fix.limits, values);
                if op.whole { value.round() } else { value }
            }
            Range::Months([first, last]) => {
                let month = first + ((last - first + 1.0) * uniform).floor();
                month_of(self.bounded(month, [first, last], &fix.limits, values))
            }
        };
    }

    #[inline]
    pub(super) fn step(&self, step: &Step, column: Column, values: &mut [f64]) {
        if let Some([list, index]) = step.there
            && position(values[list.at()]) <= index.at()
        {
            return;
        }
        let first = step.first.at();
        let op = || &self.program.ops[step.op.at()];
        if step.only_when && !self.all(&op().only_when, first, values) {
            return;
        }
        let row = step.row.at() + step.kind.map_or(0, |slot| position(values[slot.at()]));
        let (row, at) = (&self.rows[row], column.from(step.offset.at()));
        let Some(open) = self.fitting(step, values) else {
            return;
        };
        let value = row.at(open.table.at(), at);
        if !open.plain {
            self.work_out(step, open, value, column, values);
        } else if step.named.is_none() {
            // A stated list has what it has.
            values[step.slot.at()] = value;
        }
    }

    /// The cases that the site leaves open.
    #[inline]
    fn cases_of(&self, step: &Step) -> &[Open] {
        &self.cases[step.cases[0].at()..step.cases[1].at()]
    }

    /// The first of them that holds where the facts have these values.
    #[inline]
    pub(super) fn fitting(&self, step: &Step, values: &[f64]) -> Option<&Open> {
        let cases = &self.program.ops[step.op.at()].cases;
        let fits = |open: &&Open| {
            !open.checked || self.all(&cases[open.case.at()].checks, step.first.at(), values)
        };
        self.cases_of(step).iter().find(fits)
    }

    /// Does with the value of a table what else there is to do.
    fn work_out(&self, step: &Step, open: &Open, value: f64, column: Column, values: &mut [f64]) {
        let op = &self.program.ops[step.op.at()];
        let case = &op.cases[open.case.at()];
        let limits = step.limits.and_then(|at| self.limits.get(at.at()));
        let bounded = |value, own: [f64; 2]| match limits {
            None => value,
            Some(limits) => self.bounded(value, own, limits, values),
        };
        let value = match &case.drawn {
            Drawn::Kinds(_) => {
                self.add_kinds(step, open, column, values);
                return;
            }
            Drawn::Plain => bounded(value, case.own),
            Drawn::Sized { times, over } => {
                let value = sized(value, times, over, op.whole, step.first.at(), values);
                bounded(value.clamp(case.own[0], case.own[1]), case.own)
            }
            Drawn::Date { after } => {
                let from = after.as_ref().map(|of| of.read(step.first.at(), values));
                let from = from.filter(|years| !years.is_nan()).unwrap_or(0.0);
                let month = (from * 12.0).round() + value;
                month_of(bounded(month.clamp(MONTHS[0], MONTHS[1]), MONTHS))
            }
        };
        values[step.slot.at()] = if op.whole { value.round() } else { value };
    }

    /// Adds entries of kinds that the list doesn't name.
    fn add_kinds(&self, step: &Step, open: &Open, column: Column, values: &mut [f64]) {
        let at = column.from(step.offset.at());
        let there = |kind: &Kind| self.rows[0].at(kind.table, at) > 0.5;
        self.add_those(step, std::slice::from_ref(open), there, values);
    }

    /// Adds entries of some kinds of these cases.
    #[expect(clippy::cast_precision_loss, reason = "words and entries are few")]
    pub(super) fn add_those(
        &self,
        step: &Step,
        cases: &[Open],
        there: impl Fn(&Kind) -> bool,
        values: &mut [f64],
    ) {
        let op = &self.program.ops[step.op.at()];
        let Some((list, field)) = op.kinds else {
            return;
        };
        let mut named = step.named.unwrap_or(0);
        let mut length = position(values[step.slot.at()]);
        for open in cases {
            let Drawn::Kinds(kinds) = &op.cases[open.case.at()].drawn else {
                continue;
            };
            for kind in kinds {
                if there(kind) && named >> kind.word & 1 == 0 {
                    named |= 1 << kind.word;
                    values[self.layout.first(list, length) + field] = kind.word as f64;
                    length += 1;
                }
            }
        }
        values[step.slot.at()] = length as f64;
    }

    #[inline]
    fn all(&self, checks: &[Check], first: usize, values: &[f64]) -> bool {
        checks.iter().all(|check| match check.place {
            Place::Slot(slot) => check.passes(values[slot]),
            Place::Beside(field) => check.passes(values[first + field]),
            Place::Any(list, field) => {
                let length = position(values[self.program.lists[list].number]);
                let mut entries = 0..length.min(self.layout.most(list));
                entries.any(|at| check.passes(values[self.layout.first(list, at) + field]))
            }
        })
    }

    /// A value brought between what must not exceed it and what it must not exceed. Where the file contradicts
    /// itself, its own ends.
    fn bounded(&self, value: f64, own: [f64; 2], limits: &Limits, values: &[f64]) -> f64 {
        let [first, middle, last] = limits.bounds;
        // What is not there is NaN, which bounds nothing.
        let at_least = self.bounds[first..middle].iter().map(|slot| values[*slot]);
        let at_most = self.bounds[middle..last].iter().map(|slot| values[*slot]);
        let low = at_least.fold(own[0].max(limits.ends[0]), f64::max);
        let high = at_most.fold(own[1].min(limits.ends[1]), f64::min);
        if low <= high {
            value.clamp(low, high)
        } else {
            value.clamp(own[0], own[1])
        }
    }
}

/// Months that the file format can write.
pub(super) const MONTHS: [f64; 2] = [0.0, 119_987.0];

#[expect(clippy::cast_possible_truncation, reason = "clamped")]
fn month_of(month: f64) -> f64 {
    f64::from(month.clamp(MONTHS[0], MONTHS[1]) as i32)
}

/// A number grown with the facts that size it. What is counted never comes to more than what sizes it.
fn sized(
    value: f64,
    times: &[Size],
    over: &[Size],
    whole: bool,
    first: usize,
    values: &[f64],
) -> f64 {
    let read = |size: &Size| size.read(first, values);
    let times: f64 = times.iter().map(read).filter(|x| !x.is_nan()).product();
    let over: f64 = over.iter().map(read).filter(|x| *x > 0.0).product();
    let size = value * times / over;
    if whole { size.floor() } else { size }
}

impl Size {
    #[inline]
    fn read(&self, first: usize, values: &[f64]) -> f64 {
        let value = match self.place {
            Place::Slot(slot) => values[slot],
            Place::Beside(field) => values[first + field],
            Place::Any(..) => f64::NAN,
        };
        if self.months { value / 12.0 } else { value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_month_is_a_whole_one_that_can_be_written() {
        let months = [24_311.0, 24_311.9, -5.0, 1e9].map(month_of);
        assert_eq!(months, [24_311.0, 24_311.0, 0.0, 119_987.0]);
    }
}
