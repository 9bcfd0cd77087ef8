//! Periods of months as people name them: quarters, halves, seasons, months by name, from one to another.

/// Months by name; three letters of one are enough.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words for a part of a year: its first month and how many. Seasons are those of the northern half of the earth;
/// winter is none, as it lies in two years.
const PARTS: &[(&[&str], i32, i32)] = &[
    (&["spring"], 3, 3),
    (&["summer"], 6, 3),
    (&["fall", "autumn"], 9, 3),
    (&["early"], 1, 4),
    (&["mid", "middle"], 5, 4),
    (&["late"], 9, 4),
    (&["beginning", "start"], 1, 3),
    (&["end", "yearend", "ye", "eoy"], 10, 3),
];

/// Quarters and halves in words.
const ORDINALS: [(&str, &str); 14] = [
    ("first quarter", "q1"),
    ("second quarter", "q2"),
    ("third quarter", "q3"),
    ("fourth quarter", "q4"),
    ("1st quarter", "q1"),
    ("2nd quarter", "q2"),
    ("3rd quarter", "q3"),
    ("4th quarter", "q4"),
    ("first half", "h1"),
    ("second half", "h2"),
    ("1st half", "h1"),
    ("2nd half", "h2"),
    ("year-end", "end"),
    ("year end", "end"),
];

/// First and last month of a period, both counted from the first of year 0.
type Months = (i32, i32);

/// Longest text that names a period.
const LONGEST: usize = 64;

/// The period that a text names, such as `Q4 2027`, `4Q27`, `H1 2027`, `spring 2027`, `early 2027`, `end of 2026`,
/// `Mar 2027`, `03/2027` or `2027-03 to 2027-08`.
pub(crate) fn read(text: &str) -> Option<Months> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.to_lowercase();
    single(&text).or_else(|| from_to(&text))
}

/// `A to B`, `A – B`: from the first month of the one to the last of the other.
fn from_to(text: &str) -> Option<Months> {
    for sign in [" to ", " through ", " until ", "–", "—", " - ", "-", "/"] {
        let Some((from, to)) = text.split_once(sign) else {
            continue;
        };
        let (from, to) = (from.trim(), to.trim());
        let Some((_, last)) = whole(to) else { continue };
        // The year stands once: `Q1-Q2 2027`.
        let dated = format!("{from} {}", last / 12);
        if let Some((first, _)) = whole(from).or_else(|| single(&dated)) {
            return (first <= last).then_some((first, last));
        }
    }
    None
}

/// A period or a plain year or month.
fn whole(text: &str) -> Option<Months> {
    let digits =
        |text: &str, width| text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        None if digits(text, 4) => year_and(text.parse().ok()?, 1, 12),
        Some((year, month)) if digits(year, 4) && digits(month, 2) => {
            year_and(year.parse().ok()?, month.parse().ok()?, 1)
        }
        _ => single(text),
    }
}

/// A part of one year.
fn single(text: &str) -> Option<Months> {
    let text = text.replacen(" of ", " ", 1).replacen(" in ", " ", 1);
    let text = ORDINALS
        .iter()
        .fold(text, |text, (words, part)| text.replacen(words, part, 1));
    if let Some((month, year)) = text.split_once('/')
        && (1..=2).contains(&month.len())
        && month.bytes().all(|b| b.is_ascii_digit())
    {
        return year_and(
            year_of(year).filter(|_| year.len() == 4)?,
            month.parse().ok()?,
            1,
        );
    }
    let (a, b) = two_parts(&text)?;
    let named = |part: &str, year: &str| {
        let (first, months) = part_of_year(part)?;
        year_and(year_of(year)?, first, months)
    };
    named(a, b).or_else(|| named(b, a))
}

/// The two halves of `Q4 2027`, `2027-Q4`, `Q4'27`, `4Q27`, `Mar-27` and `mid-2027`.
fn two_parts(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let parts = |sign: &[char]| {
        let mut parts = text
            .split(sign)
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let two = parts.next().zip(parts.next());
        two.filter(|_| parts.next().is_none())
    };
    parts(&[' ', '-', ',', '.', '\'', '’', '_', '/'])
        .or_else(|| {
            // `4Q27`, `1H2027`: the letter parts the two.
            let at = text.find(['q', 'h'])? + 1;
            (at == 2).then(|| text.split_at(at))
        })
        .or_else(|| {
            // `2027Q4`
            let at = text.find(['q', 'h'])?;
            (at == 4).then(|| text.split_at(at))
        })
}

/// First month of a part of a year, and how many months it has.
fn part_of_year(word: &str) -> Option<(i32, i32)> {
    let numbered = |letter: char, most: i32| {
        let number = word.strip_prefix(letter).or(word.strip_suffix(letter))?;
        let number = number.parse::<i32>().ok().filter(|_| number.len() == 1)?;
        (1..=most).contains(&number).then_some(number - 1)
    };
    if let Some(quarter) = numbered('q', 4) {
        return Some((quarter * 3 + 1, 3));
    }
    if let Some(half) = numbered('h', 2) {
        return Some((half * 6 + 1, 6));
    }
    if let Some((_, first, months)) = PARTS.iter().find(|(words, ..)| words.contains(&word)) {
        return Some((*first, *months));
    }
    month_named(word).map(|month| (month, 1))
}

/// A month by its name or by the beginning of it, from 1.
pub(crate) fn month_named(word: &str) -> Option<i32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let named = |name: &&str| name.starts_with(&word) || (*name == "september" && word == "sept");
    let at = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && named(name))?;
    i32::try_from(at).ok().map(|at| at + 1)
}

/// A year in four digits, or in two of this century.
fn year_of(text: &str) -> Option<i32> {
    let year = text.parse::<i32>().ok()?;
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        4 if digits => Some(year),
        2 if digits => Some(2000 + year),
        _ => None,
    }
}

fn year_and(year: i32, month: i32, months: i32) -> Option<Months> {
    let first = year * 12 + month - 1;
    (1..=12)
        .contains(&month)
        .then_some((first, first + months - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::date::Date;

    #[test]
    fn periods_are_read_as_people_name_them() {
        for (text, period) in [
            ("2027-Q1", "2027-Q1"),
            ("2027Q1", "2027-Q1"),
            ("2027 Q1", "2027-Q1"),
            ("Q4 2027", "2027-Q4"),
            ("q4-2027", "2027-Q4"),
            ("Q4'27", "2027-Q4"),
            ("4Q27", "2027-Q4"),
            ("4Q 2027", "2027-Q4"),
            ("Q4/27", "2027-Q4"),
            ("2027/Q4", "2027-Q4"),
            ("fourth quarter of 2027", "2027-Q4"),
            ("1st half 2027", "2027-H1"),
            ("second half of 2027", "2027-H2"),
            ("year-end 2027", "2027-Q4"),
            ("EOY 2027", "2027-Q4"),
            ("4q2027", "2027-Q4"),
            ("Q4 of 2027", "2027-Q4"),
            ("H1 2027", "2027-H1"),
            ("1H27", "2027-H1"),
            ("2H 2026", "2026-H2"),
            ("2026-H2", "2026-H2"),
            ("spring 2027", "2027-03 to 2027-05"),
            ("Summer 2027", "2027-06 to 2027-08"),
            ("Fall 2026", "2026-09 to 2026-11"),
            ("autumn 2026", "2026-09 to 2026-11"),
            ("early 2027", "2027-01 to 2027-04"),
            ("mid-2027", "2027-05 to 2027-08"),
            ("Mid 2027", "2027-05 to 2027-08"),
            ("late 2027", "2027-09 to 2027-12"),
            ("end of 2026", "2026-Q4"),
            ("Mar 2027", "2027-03"),
            ("March 2027", "2027-03"),
            ("Sept. 2027", "2027-09"),
            ("Mar-27", "2027-03"),
            ("2027 March", "2027-03"),
            ("03/2027", "2027-03"),
            ("3/2027", "2027-03"),
            ("Q1-Q2 2027", "2027-H1"),
            ("Jan - Mar 2027", "2027-Q1"),
            ("2026 to 2027", "2026-01 to 2027-12"),
            ("2026-2027", "2026-01 to 2027-12"),
            ("2026–2027", "2026-01 to 2027-12"),
            ("2027-03 to 2027-08", "2027-03 to 2027-08"),
            ("Q4 2026 - Q1 2027", "2026-10 to 2027-03"),
        ] {
            let (first, last) = read(text).unwrap_or_default();
            let read = Date::of_period(first, last).map(|date| date.to_string());
            assert_eq!(read.as_deref(), Some(period), "{text}");
        }
    }

    #[test]
    fn what_names_no_period_is_none() {
        for text in [
            "",
            "Q5 2027",
            "Q0 2027",
            "Q 2027",
            "winter 2027",
            "2027",
            "soon",
            "H3 2027",
            "13/2027",
            "03/27",
            "00/2027",
            "ma 2027",
            "Q1",
            "FY2027",
            "Q2-Q1 2027",
            "2027-03-01",
            "1/2/2027",
            "5Q27",
            "2027-Q1-Q2-Q3",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"-".repeat(1 << 20)), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([0-9]{1,5}|[qh/ -]|to|mar|spring|é|’|[a-z]){0,12}") {
            if let Ok(date) = text.parse::<Date>() {
                proptest::prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            }
        }
    }
}
