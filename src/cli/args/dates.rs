//! Days and months of options. Each takes both: a run is seldom about the difference.

use jiff::civil::Date;
use rackready::economics::market::Month;

/// A day, or the first of a month.
pub(super) fn start(text: &str) -> Result<Date, String> {
    either(text).map(|(first, _)| first)
}

/// A day, or the last of a month, so that what ends within the month has ended.
pub(super) fn end(text: &str) -> Result<Date, String> {
    either(text).map(|(_, last)| last)
}

/// A month, or that of a day.
pub(super) fn month(text: &str) -> Result<Month, String> {
    let month = either(text).map(|_| text.chars().take(7).collect::<String>())?;
    Month::try_from(month)
}

/// The day that is written twice, or the first and the last of a month.
fn either(text: &str) -> Result<(Date, Date), String> {
    let wrong = || "expected a date as YYYY-MM-DD or YYYY-MM".to_owned();
    let day = |text: &str| text.parse::<Date>().map_err(|_| wrong());
    match text.len() {
        7 => day(&format!("{text}-01")).map(|first| (first, first.last_of_month())),
        10 => day(text).map(|day| (day, day)),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_and_a_month_are_taken_by_each() {
        let first = date(2027, 2, 1);
        assert_eq!(
            (start("2027-02"), start("2027-02-01")),
            (Ok(first), Ok(first))
        );
        assert_eq!(end("2027-02"), Ok(date(2027, 2, 28)));
        assert_eq!(end("2027-02-03"), Ok(date(2027, 2, 3)));
        let february = Ok(Month {
            year: 2027,
            month: 2,
        });
        assert_eq!(
            (month("2027-02"), month("2027-02-03")),
            (february.clone(), february)
        );
        for wrong in [
            "2027",
            "2027-13",
            "2027-02-30",
            "soon",
            "2027-3-1",
            "2027-1é",
        ] {
            assert!(start(wrong).is_err(), "{wrong}");
            assert!(end(wrong).is_err(), "{wrong}");
            assert!(month(wrong).is_err(), "{wrong}");
        }
    }
}
