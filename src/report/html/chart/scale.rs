//! From quantities to places in a picture.

/// A range of a quantity over the width of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Scale {
    /// From nothing to a little more than the largest.
    pub(super) fn up_to(largest: f64) -> Self {
        Self::over([0.0, largest])
    }

    /// Over all of these, and nothing.
    pub(super) fn over(values: impl IntoIterator<Item = f64>) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let margin = 0.04 * (high - low);
        Self {
            low: if low < 0.0 { low - margin } else { 0.0 },
            // A picture of nothing has a width all the same.
            high: if high > low { high + margin } else { low + 1.0 },
        }
    }

    /// Where a value lies, as a share; outside stands at the edge.
    pub(super) fn at(self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Round values along it, about so many.
    pub(super) fn ticks(self, about: u32) -> Vec<f64> {
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
        let scale = Scale::up_to(0.0);
        assert_eq!(
            (scale.at(0.0), scale.at(9.0), scale.at(-1.0)),
            (0.0, 1.0, 0.0)
        );
        let scale = Scale::over([-50.0, f64::INFINITY, 50.0]);
        assert_eq!(scale.at(0.0), 0.5);
    }
}
