//! A date as people know it: a day, a month, a quarter, a year, or a period of months.

use std::fmt;
use std::str::FromStr;

use super::period;

/// A calendar date: a day, or a period of whole months in which it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The first month that it can mean, from the first of year 0.
    first: i32,
    /// The last one.
    last: i32,
    /// The day of the month, where it is a day.
    day: Option<i8>,
}

/// The text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date: {FORMS}")]
pub struct DateError;

/// How a date is written.
pub const FORMS: &str = "a day or month (`2027-03-31`, `2027-03`), a quarter, half or year (`2027-Q1`, `2027-H1`, `2027`), or `2027-03 to 2027-08`";

/// Months of years with four digits.
const MONTHS: std::ops::RangeInclusive<i32> = 0..=9_999 * 12 + 11;

impl Date {
    /// The month that lies so many months after the first of year 0, within years of four digits.
    #[must_use]
    pub fn of_month(months: i32) -> Self {
        let month = months.clamp(*MONTHS.start(), *MONTHS.end());
        Self {
            first: month,
            last: month,
            day: None,
        }
    }

    /// A time of unknown day between the first of one month and the end of another, both counted from the first of
    /// year 0; nothing where it runs backwards or leaves years of four digits.
    #[must_use]
    pub(crate) fn of_period(first: i32, last: i32) -> Option<Self> {
        let fits = first <= last && MONTHS.contains(&first) && MONTHS.contains(&last);
        fits.then_some(Self {
            first,
            last,
            day: None,
        })
    }

    /// A day; nothing where the calendar has none.
    #[must_use]
    pub(crate) fn of_day(year: i16, month: i8, day: i8) -> Option<Self> {
        let there = jiff::civil::Date::new(year, month, day).is_ok() && year >= 0;
        there.then(|| {
            let month = i32::from(year) * 12 + i32::from(month) - 1;
            Self {
                first: month,
                last: month,
                day: Some(day),
            }
        })
    }

    /// Months since year 0 of the first moment the date can mean.
    #[must_use]
    pub(crate) fn earliest_month(self) -> i32 {
        self.first
    }

    /// Months since year 0 of the last moment the date can mean.
    #[must_use]
    pub(crate) fn latest_month(self) -> i32 {
        self.last
    }

    /// Whether every moment the date can mean lies before every moment that another can mean.
    #[must_use]
    pub(crate) fn surely_before(self, other: Self) -> bool {
        let days = self.day.zip(other.day);
        self.last < other.first || (self.last == other.first && days.is_some_and(|(a, b)| a < b))
    }

    /// The first day that the date can mean.
    #[must_use]
    pub(crate) fn first_day(self) -> jiff::civil::Date {
        let (year, month) = year_and_month(self.first);
        // Never: the parts were a day of the calendar when they were read.
        jiff::civil::Date::new(year, month, self.day.unwrap_or(1)).unwrap_or(jiff::civil::Date::MIN)
    }

    /// The last day that the date can mean.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn last_day(self) -> jiff::civil::Date {
        let (year, month) = year_and_month(self.last);
        let day = |day| jiff::civil::Date::new(year, month, day).ok();
        match self.day {
            Some(written) => day(written),
            None => day(1).map(jiff::civil::Date::last_of_month),
        }
        // Never: the parts were a day of the calendar when they were read.
        .unwrap_or(jiff::civil::Date::MAX)
    }
}

/// A month counted from the first of year 0, in its parts.
#[expect(clippy::cast_possible_truncation, reason = "years of four digits")]
fn year_and_month(months: i32) -> (i16, i8) {
    (
        months.div_euclid(12) as i16,
        months.rem_euclid(12) as i8 + 1,
    )
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let period = || period::read(text).and_then(|(first, last)| Self::of_period(first, last));
        plain(text).or_else(period).ok_or(DateError)
    }
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn plain(text: &str) -> Option<Date> {
    let mut parts = [None; 3];
    for (at, part) in text.split('-').enumerate() {
        let width = if at == 0 { 4 } else { 2 };
        let digits = part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
        *parts.get_mut(at)? = Some(part.parse::<i16>().ok().filter(|_| digits)?);
    }
    let year = parts[0]?;
    let of_month = |month: i16| {
        let month = i32::from(month);
        (1..=12)
            .contains(&month)
            .then(|| i32::from(year) * 12 + month - 1)
    };
    match (parts[1], parts[2]) {
        (None, _) => Date::of_period(of_month(1)?, of_month(12)?),
        (Some(month), None) => Date::of_period(of_month(month)?, of_month(month)?),
        (Some(month), Some(day)) => {
            Date::of_day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (year, month) = year_and_month(self.first);
        match (self.last - self.first, month, self.day) {
            (0, _, Some(day)) => write!(f, "{year:04}-{month:02}-{day:02}"),
            (0, ..) => write!(f, "{year:04}-{month:02}"),
            (2, 1 | 4 | 7 | 10, _) => write!(f, "{year:04}-Q{}", month / 3 + 1),
            (5, 1 | 7, _) => write!(f, "{year:04}-H{}", month / 6 + 1),
            (11, 1, _) => write!(f, "{year:04}"),
            _ => {
                let (last_year, last_month) = year_and_month(self.last);
                write!(f, "{year:04}-{month:02} to {last_year:04}-{last_month:02}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_may_lack_its_day_or_month() {
        for text in ["2022", "2022-12", "2024-02-29"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        let year: Date = "2027".parse().unwrap();
        assert_eq!(year.latest_month() - year.earliest_month(), 11);
        for (text, last) in [
            ("2027", "2027-12-31"),
            ("2028-02", "2028-02-29"),
            ("2028-02-03", "2028-02-03"),
        ] {
            let last_day = text.parse::<Date>().unwrap().last_day();
            assert_eq!(last_day.to_string(), last);
        }
    }

    #[test]
    fn a_period_is_shown_as_it_is_read() {
        for (text, shown, first, last) in [
            ("2027-Q1", "2027-Q1", "2027-01", "2027-03"),
            ("Q4 2027", "2027-Q4", "2027-10", "2027-12"),
            ("2027-H2", "2027-H2", "2027-07", "2027-12"),
            ("spring 2027", "2027-03 to 2027-05", "2027-03", "2027-05"),
            (
                "2026-11 to 2027-02",
                "2026-11 to 2027-02",
                "2026-11",
                "2027-02",
            ),
            ("2027-01 to 2027-12", "2027", "2027-01", "2027-12"),
        ] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.to_string(), shown);
            assert_eq!(Date::of_month(date.earliest_month()).to_string(), first);
            assert_eq!(Date::of_month(date.latest_month()).to_string(), last);
            assert_eq!(shown.parse::<Date>().unwrap(), date);
        }
    }

    #[test]
    fn a_month_is_what_it_counts_to() {
        for text in ["2022-01", "2024-12", "0000-01"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(Date::of_month(date.earliest_month()), date);
        }
        assert_eq!(Date::of_month(i32::MAX).to_string(), "9999-12");
    }

    #[test]
    fn one_date_is_before_another_only_where_no_reading_says_otherwise() {
        let before = |a: &str, b: &str| {
            let date = |text: &str| text.parse::<Date>().unwrap();
            date(a).surely_before(date(b))
        };
        assert!(before("2024-12", "2025") && before("2025-08-29", "2025-08-30"));
        assert!(before("2025-08-29", "2025-09"));
        for (a, b) in [
            ("2025-03", "2025"),
            ("2025-08", "2025-08-30"),
            ("2025", "2025"),
        ] {
            assert!(!before(a, b) && !before(b, a), "{a} {b}");
        }
    }

    #[test]
    fn what_is_no_day_of_the_calendar_is_refused() {
        for text in [
            "2023-02-29",
            "2022-13",
            "22-12",
            "2022-1",
            "2022/12",
            "Q5 2024",
            "2022-00",
            "2022-12-01-01",
            "",
        ] {
            assert_eq!(text.parse::<Date>(), Err(DateError), "{text}");
        }
    }
}
