//! Days and months as people and spreadsheets write them, where a file takes `2027-03-31`.

use super::date::Date;
use super::period::month_named;

/// What a text may mean as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// One date alone.
    One(Date),
    /// One date alone, its year in two digits.
    Short(Date),
    /// The month first, or the day first.
    Either(Date, Date),
}

/// Longest text that is a date.
const LONGEST: usize = 64;

/// The day or month that a text names, such as `31-Dec-27`, `12/31/2027`, `1 December 2027`, `2027/03/01` or
/// `2027-03-01T00:00:00`; a time of day is left out.
pub(crate) fn read(text: &str) -> Option<Written> {
    if text.len() > LONGEST {
        return None;
    }
    let small = text.trim().to_lowercase();
    let day = without_time(&small);
    if let Ok(date) = day.parse::<Date>() {
        return Some(Written::One(date));
    }
    let sign = day.chars().find(|c| matches!(c, '/' | '.' | '-'));
    let parts: Vec<&str> = day
        .split(['/', '.', '-', ' ', ','])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(without_ordinal)
        .collect();
    match parts[..] {
        [a, b] => month_and_year(a, b).or_else(|| month_and_year(b, a)),
        [a, b, c] => of_three(a, b, c, sign == Some('.')),
        // `Friday, 31 December 2027`
        [week_day, a, b, c] if is_week_day(week_day) => of_three(a, b, c, false),
        _ => None,
    }
}

/// Day, month and year in any order that leaves no doubt; with points between them the day stands first.
fn of_three(a: &str, b: &str, c: &str, points: bool) -> Option<Written> {
    if a.len() == 4 {
        return day(year(a)?.0, month(b)?, number(c)?).map(Written::One);
    }
    let (year, short) = year(c)?;
    let found = |date: Option<Date>| date.map(if short { Written::Short } else { Written::One });
    match (number(a), number(b)) {
        (Some(a), Some(b)) => {
            let (day_first, month_first) = (day(year, b, a), day(year, a, b));
            match (day_first, month_first) {
                (Some(day_first), Some(month_first)) if !points && day_first != month_first => {
                    Some(Written::Either(month_first, day_first))
                }
                (day_first, month_first) => found(day_first.or(month_first.filter(|_| !points))),
            }
        }
        (Some(of_month), None) => found(day(year, month_named(b)?, of_month)),
        (None, Some(of_month)) => found(day(year, month_named(a)?, of_month)),
        (None, None) => None,
    }
}

fn month_and_year(of_year: &str, year_part: &str) -> Option<Written> {
    let (year, short) = year(year_part)?;
    let month = match number(of_year) {
        Some(month) if !short => month,
        Some(_) => return None,
        None => month_named(of_year)?,
    };
    let at = year * 12 + month - 1;
    let date = (1..=12)
        .contains(&month)
        .then(|| Date::of_period(at, at))
        .flatten()?;
    Some(if short {
        Written::Short(date)
    } else {
        Written::One(date)
    })
}

fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::of_day(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
}

/// One or two digits.
fn number(text: &str) -> Option<i32> {
    let digits = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn month(text: &str) -> Option<i32> {
    number(text).or_else(|| month_named(text))
}

/// A year, and whether it is written in two digits.
fn year(text: &str) -> Option<(i32, bool)> {
    let text = text.trim_start_matches(['\'', '’']);
    let year: i32 = text
        .parse()
        .ok()
        .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))?;
    match text.len() {
        4 => Some((year, false)),
        2 => Some((2000 + year, true)),
        _ => None,
    }
}

/// `1st` is 1.
fn without_ordinal(part: &str) -> &str {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| part.strip_suffix(end));
    digits
        .filter(|digits| number(digits).is_some() && !digits.is_empty())
        .unwrap_or(part)
}

fn is_week_day(word: &str) -> bool {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    word.len() >= 3
        && days.iter().any(|day| word.starts_with(day))
        && (word.len() == 3 || word.ends_with("day"))
}

/// A date without the time of day behind it.
fn without_time(text: &str) -> &str {
    let starts = text.match_indices(['t', ' ']);
    let mut starts = starts.map(|(at, sign)| (&text[..at], &text[at + sign.len()..]));
    let is_time = |time: &str| {
        let time = time.trim();
        let clock = |c: char| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    ':' | '.' | '+' | '-' | 'z' | ' ' | 'a' | 'p' | 'm' | 'u' | 't' | 'c'
                )
        };
        time.starts_with(|c: char| c.is_ascii_digit())
            && time.contains(':')
            && time.chars().all(clock)
    };
    let date = starts.find(|(_, time)| is_time(time));
    date.map_or(text, |(date, _)| date.trim_end_matches([',', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_other_spellings_are_read_where_they_are_clear() {
        for (text, date) in [
            ("2024/12/01", "2024-12-01"),
            ("2024-1", "2024-01"),
            ("2024-1-5", "2024-01-05"),
            ("12/2024", "2024-12"),
            ("Dec 2024", "2024-12"),
            ("December 1, 2024", "2024-12-01"),
            ("1 December 2024", "2024-12-01"),
            ("1st of March 2027", "-"),
            ("1st March 2027", "2027-03-01"),
            ("2024-12-01T08:00:00Z", "2024-12-01"),
            ("2027-03-01 00:00", "2027-03-01"),
            ("2027-03-01 00:00:00", "2027-03-01"),
            ("2027-03-01T00:00:00", "2027-03-01"),
            ("2027-03-01T00:00:00+02:00", "2027-03-01"),
            ("12/31/2027 12:00:00 AM", "2027-12-31"),
            ("12/31/2027", "2027-12-31"),
            ("31/12/2027", "2027-12-31"),
            ("3/3/2027", "2027-03-03"),
            ("31.12.2027", "2027-12-31"),
            ("03.04.2027", "2027-04-03"),
            ("31-12-2027", "2027-12-31"),
            ("31-Dec-2027", "2027-12-31"),
            ("Dec 31 2027", "2027-12-31"),
            ("Friday, 31 December 2027", "2027-12-31"),
            ("Aug 5, 2027", "2027-08-05"),
            ("October 2027", "2027-10"),
            ("Oct-2027", "2027-10"),
            ("soon", "-"),
            ("2024-13", "-"),
            ("2024-13-01", "-"),
            ("31/04/2027", "-"),
            ("13/13/2027", "-"),
            ("04.13.2027", "-"),
            ("03/27", "-"),
            ("1:30", "-"),
            ("", "-"),
            ("45292", "-"),
        ] {
            let read = match read(text) {
                Some(Written::One(date)) => date.to_string(),
                _ => "-".to_owned(),
            };
            assert_eq!(read, date, "{text}");
        }
        let date = |text: &str| text.parse::<Date>().unwrap();
        let either = Written::Either(date("2027-03-04"), date("2027-04-03"));
        assert_eq!(read("03/04/2027"), Some(either));
        assert_eq!(read("3-4-2027"), Some(either));
        assert_eq!(read("31-Dec-27"), Some(Written::Short(date("2027-12-31"))));
        assert_eq!(read("12/31/27"), Some(Written::Short(date("2027-12-31"))));
    }

    proptest::proptest! {
        #[test]
        fn any_text_may_stand_for_a_day(text in "([0-9]{1,4}|[/. :t,-]|dec|th|é){0,12}") {
            let _ = read(&text);
        }
    }
}
