//! Which sign marks decimals and which thousands, from all numbers of a table.

use super::manner::{Decimal, LONGEST};
use crate::site::shape::Shape;

/// The marked numbers of one column.
#[derive(Debug, Clone, Default)]
pub(in crate::input) struct Marks {
    /// Largest value that the column can hold, where that is known.
    most: Option<f64>,
    /// The first number that can be read both ways with each sign before its decimals.
    either: [Option<String>; 2],
    /// Whether a number can be read with a point, or with a comma, before its decimals alone.
    settled: [bool; 2],
}

/// Why nobody can tell decimals from thousands: the table holds `1.200` and nothing that settles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input) struct Ambiguous {
    /// A number that can be read both ways.
    pub(in crate::input) example: String,
    /// Its mark.
    pub(in crate::input) mark: char,
}

impl Marks {
    /// The marks of a column that holds facts of a shape: what a fact cannot hold settles a number too, so that
    /// `34.430` degrees north are no thousands. Columns that hold no numbers have no marks.
    pub(in crate::input) fn of(shape: Shape) -> Self {
        let most = match shape {
            Shape::Quantity { max, .. } => max,
            _ => -1.0,
        };
        Self {
            most: Some(most),
            ..Self::default()
        }
    }

    /// Takes in the text of a cell; one without a marked number says nothing.
    pub(in crate::input) fn add(&mut self, text: &str) {
        if self.most == Some(-1.0) || text.len() > LONGEST {
            return;
        }
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’');
        for number in text.split(|c| !is_part(c)) {
            let number = number.trim_end_matches(['.', ',', '\'', '’']);
            if number.contains(['.', ',']) && number.contains(|c: char| c.is_ascii_digit()) {
                self.take(number);
            }
        }
    }

    fn take(&mut self, number: &str) {
        let signs: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
        let Some(last) = signs
            .last()
            .copied()
            .filter(|sign| matches!(sign, '.' | ','))
        else {
            return;
        };
        let decimal = if last == '.' {
            Decimal::Point
        } else {
            Decimal::Comma
        };
        let other = if last == '.' {
            Decimal::Comma
        } else {
            Decimal::Point
        };
        let (before, behind) = number.rsplit_once(last).unwrap_or((number, ""));
        match signs.as_slice() {
            // `1'200.5`, `1.200,5`: the last of two signs stands before decimals.
            [.., before_last, _] if *before_last != last => self.settle(decimal),
            // `1,200,000`: no number has two decimal marks.
            [_, _, ..] => self.settle(other),
            _ => {
                let thousands = behind.len() == 3
                    && (1..=3).contains(&before.len())
                    && !before.starts_with('0');
                let as_thousands = format!("{before}{behind}").parse::<f64>().ok();
                let too_large = self
                    .most
                    .zip(as_thousands)
                    .is_some_and(|(most, value)| value > most);
                if !thousands || too_large {
                    self.settle(decimal);
                } else if self.either[decimal as usize].is_none() {
                    self.either[decimal as usize] = Some(number.to_owned());
                }
            }
        }
    }

    fn settle(&mut self, decimal: Decimal) {
        self.settled[decimal as usize] = true;
    }
}

/// The sign before decimals of a table, from the marks of its columns of numbers.
///
/// Where columns contradict each other the point stands before decimals, and what does not fit is a mistake of its
/// cell.
///
/// # Errors
/// When a column can be read both ways and no number of the table settles it.
pub(in crate::input) fn settle<'a>(
    columns: impl Iterator<Item = &'a Marks>,
) -> Result<Decimal, Ambiguous> {
    let mut settled = [false; 2];
    let mut either: [Option<&String>; 2] = [None; 2];
    for column in columns {
        for at in 0..2 {
            settled[at] |= column.settled[at];
            either[at] = either[at].or(column.either[at].as_ref());
        }
    }
    match (settled, either) {
        ([true, _], _) => Ok(Decimal::Point),
        ([false, true], _) => Ok(Decimal::Comma),
        (_, [Some(point), _]) => Err(Ambiguous {
            example: point.clone(),
            mark: '.',
        }),
        (_, [None, Some(comma)]) => Err(Ambiguous {
            example: comma.clone(),
            mark: ',',
        }),
        _ => Ok(Decimal::Point),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(columns: &[&[&str]]) -> Result<Decimal, char> {
        let columns: Vec<Marks> = columns
            .iter()
            .map(|cells| {
                let mut marks = Marks::default();
                cells.iter().for_each(|cell| marks.add(cell));
                marks
            })
            .collect();
        settle(columns.iter()).map_err(|ambiguous| ambiguous.mark)
    }

    #[test]
    fn a_column_of_thousands_or_decimals_is_asked_and_one_that_is_settled_is_not() {
        for columns in [
            &[&["1.200", "2.000"][..]][..],
            &[&["1.200", "90"]],
            &[&["1.200"], &["2.000"]],
            &[&["1.200"], &["90", "150"]],
            &[&["1.200 kW", "~2.000"]],
            &[&["-100.200"]],
        ] {
            assert_eq!(settled(columns), Err('.'), "{columns:?}");
        }
        assert_eq!(settled(&[&["1,200", "2,000"]]), Err(','));
        for columns in [
            &[&["1.25"][..]][..],
            &[&["45.5", "1.200"]],
            &[&["1.200"], &["45.5"]],
            &[&["0.500"]],
            &[&["1200.500"]],
            &[&["1,200.5"], &["1.200"]],
            &[&["1,234,567"]],
            &[&["1'200.5"]],
            &[&["90", "150"]],
            &[&[""]],
            &[],
            &[&["200-250"]],
            &[&["300."]],
        ] {
            assert_eq!(settled(columns), Ok(Decimal::Point), "{columns:?}");
        }
        for columns in [
            &[&["1.200,5"][..]][..],
            &[&["1.200"], &["45,5"]],
            &[&["1.200.000"]],
            &[&["0,500", "1.200"]],
        ] {
            assert_eq!(settled(columns), Ok(Decimal::Comma), "{columns:?}");
        }
        // Columns that contradict each other: what does not fit is told in its cell.
        assert_eq!(settled(&[&["45.5"], &["45,5"]]), Ok(Decimal::Point));
    }

    #[test]
    fn what_a_fact_cannot_hold_settles_a_number() {
        use crate::estimate::Estimate;
        use crate::site::shape::Shaped;
        let mut latitudes = Marks::of(Estimate::<crate::units::Latitude>::SHAPE);
        latitudes.add("34.430");
        assert_eq!(settle([&latitudes].into_iter()), Ok(Decimal::Point));
        let mut texts = Marks::of(Shape::Text);
        texts.add("1.200");
        assert_eq!(settle([&texts].into_iter()), Ok(Decimal::Point));
    }
}
