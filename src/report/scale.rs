//! From quantities to places along a line: what bars of characters and pictures have in common.

/// A range of a quantity along a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) struct Scale {
    pub(in crate::report) low: f64,
    pub(in crate::report) high: f64,
}

impl Scale {
    /// From nothing to the largest.
    pub(in crate::report) fn up_to(largest: f64) -> Self {
        Self::over([largest.max(0.0)])
    }

    /// Over all of these, and nothing.
    pub(in crate::report) fn over(values: impl IntoIterator<Item = f64>) -> Self {
        Self::around(values.into_iter().chain([0.0]))
    }

    /// From the least to the most of some values; what is no number has no place on it.
    pub(in crate::report) fn around(values: impl IntoIterator<Item = f64>) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let ends = finite.fold(None, |ends: Option<(f64, f64)>, value| {
            let (low, high) = ends.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        });
        let (low, high) = ends.unwrap_or_default();
        Self { low, high }
    }

    /// The same with room behind what is largest, and before what is negative.
    pub(in crate::report) fn with_margin(self) -> Self {
        let Self { low, high } = self;
        let margin = 0.04 * (high - low);
        Self {
            low: if low < 0.0 { low - margin } else { low },
            // A picture of nothing has a width all the same.
            high: if high > low { high + margin } else { low + 1.0 },
        }
    }

    /// Where a value lies, as a share; outside stands at the edge. Without a width all lies at its begin, and so does what
    /// is no number.
    pub(in crate::report) fn at(self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        }
    }

    /// Round values along it, about so many.
    pub(in crate::report) fn ticks(self, about: u32) -> Vec<f64> {
        let rough = (self.high - self.low) / f64::from(about.max(1));
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .map(|times| times * power)
            .into_iter()
            .find(|step| *step >= rough * 0.999)
            .unwrap_or(rough);
        let first = (self.low / step).ceil();
        (0..=2 * about)
            .map(|nth| (first + f64::from(nth)) * step)
            .take_while(|tick| *tick <= self.high)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let ticks = |low, high| Scale { low, high }.ticks(4);
        assert_eq!(ticks(0.0, 430.0), [0.0, 200.0, 400.0]);
        assert_eq!(ticks(-120.0, 60.0), [-100.0, -50.0, 0.0, 50.0]);
        let tenths = ticks(0.0, 0.8)
            .into_iter()
            .map(|tick| (10.0 * tick).round());
        assert_eq!(tenths.collect::<Vec<_>>(), [0.0, 2.0, 4.0, 6.0, 8.0]);
    }

    #[test]
    fn nothing_has_a_width_and_what_lies_outside_stands_at_the_edge() {
        let scale = Scale::up_to(0.0).with_margin();
        assert_eq!(
            (scale.at(0.0), scale.at(9.0), scale.at(-1.0)),
            (0.0, 1.0, 0.0)
        );
        let scale = Scale::over([-50.0, f64::INFINITY, 50.0]).with_margin();
        assert_eq!(scale.at(0.0), 0.5);
        let none = Scale::around([f64::NAN, f64::INFINITY]);
        assert_eq!((none.at(0.0), none.at(f64::NAN)), (0.0, 0.0));
        assert_eq!(Scale::around([70.0, 80.0]).at(75.0), 0.5);
    }
}
