//! Numbers as bars of characters: how far a value reaches, and where a range lies.

use super::scale::Scale;

/// A line of columns that values from the least to the most share.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Line {
    scale: Scale,
    columns: usize,
}

/// The last column of a bar that ends within it, from one eighth to seven.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

impl Line {
    /// A line for values of which none is negative.
    pub(in crate::report) fn up_to(most: f64, columns: usize) -> Self {
        let scale = Scale::up_to(most);
        Self { scale, columns }
    }

    /// A line for some values, zero among them.
    pub(in crate::report) fn over(values: impl Iterator<Item = f64>, columns: usize) -> Self {
        let scale = Scale::over(values);
        Self { scale, columns }
    }

    /// A line from the least to the most of some values; what is no number has no place on it.
    pub(in crate::report) fn around(values: impl Iterator<Item = f64>, columns: usize) -> Self {
        let scale = Scale::around(values);
        Self { scale, columns }
    }

    /// So many columns of a share, and eighths of one.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of the columns of a page"
    )]
    fn parts(&self, share: f64, of_one: usize) -> usize {
        (share * (self.columns * of_one) as f64).round() as usize
    }

    /// A bar from the begin of the line to a value, to an eighth of a column. What is more than nothing shows.
    pub(in crate::report) fn reaching(&self, value: f64) -> String {
        let share = self.scale.at(value);
        let least = usize::from(share > 0.0);
        let eighths = self.parts(share, 8).max(least).min(8 * self.columns);
        let mut bar = "█".repeat(eighths / 8);
        bar.extend((eighths % 8).checked_sub(1).map(|part| EIGHTHS[part]));
        bar
    }

    /// A bar to the first value that goes on lighter to the second and lightest to the third.
    pub(in crate::report) fn fading(&self, values: [f64; 3]) -> String {
        let [dark, middle, light] = values.map(|value| self.parts(self.scale.at(value), 1));
        let middle = middle.max(dark);
        format!(
            "{}{}{}",
            "█".repeat(dark),
            "▓".repeat(middle - dark),
            "░".repeat(light.max(middle) - middle)
        )
    }

    /// The column of a value, where there is any.
    fn column(&self, value: f64) -> usize {
        let last = Self {
            columns: self.columns.saturating_sub(1),
            ..*self
        };
        last.parts(self.scale.at(value), 1)
    }

    /// The whole line with the columns between two values filled, and a stroke at zero where the line crosses it.
    pub(in crate::report) fn between(&self, one: f64, other: f64) -> String {
        let ends = [self.column(one), self.column(other)];
        let (left, right) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let crosses = self.scale.low <= 0.0 && self.scale.high >= 0.0;
        let zero = crosses.then(|| self.column(0.0));
        let shown = |column| match column {
            _ if Some(column) == zero => '│',
            _ if (left..=right).contains(&column) => '█',
            _ => ' ',
        };
        (0..self.columns).map(shown).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bar_reaches_as_far_as_its_share_to_an_eighth() {
        let line = Line::up_to(80.0, 10);
        assert_eq!(line.reaching(0.0), "");
        assert_eq!(line.reaching(0.001), "▏");
        assert_eq!(line.reaching(20.0), "██▌");
        assert_eq!(line.reaching(40.0), "█████");
        assert_eq!(line.reaching(80.0), "██████████");
        assert_eq!(line.reaching(800.0), "██████████");
        assert_eq!(line.reaching(-8.0), "");
    }

    #[test]
    fn a_bar_fades_from_what_is_sure_to_what_is_rare() {
        let line = Line::up_to(10.0, 10);
        assert_eq!(line.fading([2.0, 5.0, 9.0]), "██▓▓▓░░░░");
        assert_eq!(line.fading([5.0; 3]), "█████");
        assert_eq!(line.fading([0.0, 0.0, 3.0]), "░░░");
        assert_eq!(line.fading([0.0; 3]), "");
    }

    #[test]
    fn a_bar_between_two_values_has_a_stroke_at_zero_on_a_scale_that_all_share() {
        let line = Line::over([-10.0, 30.0].into_iter(), 9);
        assert_eq!(line.between(0.0, 30.0), "  │██████");
        assert_eq!(line.between(0.0, -10.0), "██│      ");
        assert_eq!(line.between(-10.0, 10.0), "██│██    ");
        assert_eq!(line.between(0.0, 0.0), "  │      ");
        let far = Line::around([70.0, 80.0].into_iter(), 5);
        assert_eq!(far.between(70.0, 75.0), "███  ");
        assert_eq!(Line::over([0.0].into_iter(), 3).between(0.0, 0.0), "│  ");
        assert_eq!(Line::over([1.0].into_iter(), 0).between(0.0, 1.0), "");
    }

    #[test]
    fn what_is_no_number_is_nothing_and_what_never_ends_is_full() {
        let none = Line::around([f64::NAN, f64::INFINITY].into_iter(), 4);
        assert_eq!(none.reaching(f64::NAN), "");
        let line = Line::up_to(8.0, 4);
        assert_eq!(line.reaching(f64::NAN), "");
        assert_eq!(line.reaching(f64::INFINITY), "████");
        assert_eq!(line.fading([f64::NAN, 4.0, f64::INFINITY]), "▓▓░░");
        assert_eq!(Line::up_to(f64::NAN, 4).reaching(1.0), "████");
    }

    proptest! {
        #[test]
        fn no_bar_is_wider_than_asked_and_more_is_never_shorter(
            most in 0.0..1e6_f64, columns in 0..60_usize, one in any::<f64>(), other in any::<f64>(), third in any::<f64>(),
        ) {
            let line = Line::over([most, -most / 3.0].into_iter(), columns);
            let width = |bar: String| bar.chars().count();
            prop_assert!(width(line.reaching(one)) <= columns);
            prop_assert!(width(line.fading([one, other, third])) <= columns);
            prop_assert_eq!(width(line.between(one, other)), columns);
            if one <= other {
                prop_assert!(width(line.reaching(one)) <= width(line.reaching(other)));
            }
        }
    }
}
