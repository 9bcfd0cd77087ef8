//! A date as people know it: a year, a month or a day.

use std::fmt;
use std::str::FromStr;

/// A calendar date that may lack its day or its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// The text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date as YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct DateError;

impl Date {
    /// The month that lies so many months after the first of year 0, within years of four digits.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to years of four digits"
    )]
    pub fn of_month(months: i32) -> Self {
        let months = months.clamp(0, 9_999 * 12 + 11);
        Self {
            year: (months / 12) as i16,
            month: Some((months % 12 + 1) as i8),
            day: None,
        }
    }

    /// Months since year 0 of the first moment the date can mean.
    #[must_use]
    pub(crate) fn earliest_month(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month.unwrap_or(1)) - 1
    }

    /// Months since year 0 of the last moment the date can mean.
    #[must_use]
    pub(crate) fn latest_month(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month.unwrap_or(12)) - 1
    }

    /// Whether every moment the date can mean lies before every moment that another can mean.
    #[must_use]
    pub(crate) fn surely_before(self, other: Self) -> bool {
        let (latest, earliest) = (self.latest_month(), other.earliest_month());
        let days = self.day.zip(other.day);
        latest < earliest || (latest == earliest && days.is_some_and(|(a, b)| a < b))
    }

    /// The first day that the date can mean.
    #[must_use]
    pub(crate) fn first_day(self) -> jiff::civil::Date {
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        // Never: the parts were a day of the calendar when they were read.
        jiff::civil::Date::new(self.year, month, day).unwrap_or(jiff::civil::Date::MIN)
    }

    /// The last day that the date can mean.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn last_day(self) -> jiff::civil::Date {
        let month = self.month.unwrap_or(12);
        let day = |day| jiff::civil::Date::new(self.year, month, day).ok();
        match self.day {
            Some(written) => day(written),
            None => day(1).map(jiff::civil::Date::last_of_month),
        }
        // Never: the parts were a day of the calendar when they were read.
        .unwrap_or(jiff::civil::Date::MAX)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let parts: Vec<&str> = text.split('-').collect();
        let widths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
        if !matches!(widths.as_slice(), [4] | [4, 2] | [4, 2, 2])
            || !parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()))
        {
            return Err(DateError);
        }
        let year = parts[0].parse().map_err(|_| DateError)?;
        let part = |i: usize| {
            parts
                .get(i)
                .map(|p| p.parse::<i8>().map_err(|_| DateError))
                .transpose()
        };
        let (month, day) = (part(1)?, part(2)?);
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1))
            .map_err(|_| DateError)?;
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
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
            "Q4 2024",
            "2022-12-01-01",
            "",
        ] {
            assert_eq!(text.parse::<Date>(), Err(DateError), "{text}");
        }
    }
}
