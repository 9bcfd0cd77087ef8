//! The dates of cells.

use super::manner::{Cell, LONGEST, quoted};
use crate::site::date::{Date, FORMS};
use crate::site::day::{self, Written};
use crate::source::tree::Value;

/// Words before a date that say how sure it is; what it can mean is drawn within all the same.
const UNSURE: &[&str] = &[
    "expected",
    "exp.",
    "estimated",
    "est.",
    "est",
    "approximately",
    "approx.",
    "approx",
    "about",
    "around",
    "circa",
    "ca.",
    "ca",
    "c.",
    "~",
    "≈",
    "target",
    "targeted",
    "planned",
    "in",
    "during",
];

/// What a cell says in the place of a date.
pub(super) fn read(text: &str) -> Cell {
    if text.len() > LONGEST {
        return Cell::mistake(
            format!("expected a date, found {}", quoted(text)),
            format!("write {FORMS}"),
        );
    }
    let bare = text.trim_end_matches(['*', '†', '‡']).trim();
    if let Some(cell) = dated(bare) {
        let remark = (bare != text).then(|| format!("{} read as {}", quoted(text), said(&cell)));
        return cell.remarked(remark);
    }
    let small = bare.to_lowercase();
    let sure = without_doubt(&small);
    if sure != small
        && let Some(Cell::Value(reading)) = dated(sure)
        && let Value::Scalar(date, _) = &reading.value
    {
        let date = date
            .parse::<Date>()
            .map_or_else(|_| date.clone(), |date| date.to_string());
        let remark = format!("{} read as {date}", quoted(text));
        return Cell::plain(date).remarked(remark);
    }
    let digits = bare.bytes().all(|b| b.is_ascii_digit());
    let help = if digits && bare.len() == 5 {
        "it looks like the number of a day in a spreadsheet: give the cell the form of a date and save the table again".to_owned()
    } else if small.starts_with("fy") {
        "a fiscal year may begin in any month: write the months, such as `2027-04 to 2028-03`"
            .to_owned()
    } else if small.contains("winter") {
        "a winter lies in two years: write the months, such as `2026-12 to 2027-02`".to_owned()
    } else {
        format!("write {FORMS}, or leave the cell empty where it is not known")
    };
    Cell::mistake(format!("expected a date, found {}", quoted(text)), help)
}

/// A date without the words that say how sure it is.
fn without_doubt(small: &str) -> &str {
    let mut sure = small;
    for behind in [
        "(est.)",
        "(est)",
        "(expected)",
        "(e)",
        "est.",
        "(planned)",
        "(target)",
    ] {
        sure = sure.strip_suffix(behind).map_or(sure, str::trim);
    }
    // `2027E`
    let year = sure
        .strip_suffix('e')
        .filter(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()));
    sure = year.unwrap_or(sure);
    // `expected in Q1 2027` has two.
    for _ in 0..2 {
        let rest = UNSURE.iter().find_map(|word| {
            let rest = sure.strip_prefix(word)?;
            let apart = !word.ends_with(char::is_alphabetic) || rest.starts_with(' ');
            apart.then_some(rest.trim_start_matches([' ', ':']))
        });
        sure = rest.unwrap_or(sure);
    }
    sure
}

fn said(cell: &Cell) -> &str {
    match cell {
        Cell::Value(reading) => match &reading.value {
            Value::Scalar(text, _) => text,
            _ => "",
        },
        _ => "",
    }
}

/// A text that is a date and nothing else.
fn dated(text: &str) -> Option<Cell> {
    // What YAML reads stays as it is written.
    if text.parse::<Date>().is_ok() {
        let short = !text
            .as_bytes()
            .windows(4)
            .any(|four| four.iter().all(u8::is_ascii_digit));
        let date = text.parse::<Date>().ok()?.to_string();
        let remark = short.then(|| format!("{} read as {date}", quoted(text)));
        return Some(Cell::plain(if short { date } else { text.to_owned() }).remarked(remark));
    }
    // A year as a spreadsheet's number.
    if let Some(year) = text.strip_suffix(".0").filter(|year| year.len() == 4)
        && year.parse::<Date>().is_ok()
    {
        return Some(Cell::plain(year));
    }
    match day::read(text)? {
        Written::One(date) => Some(Cell::plain(date.to_string())),
        Written::Short(date) => {
            let remark = format!("{} read as {date}", quoted(text));
            Some(Cell::plain(date.to_string()).remarked(remark))
        }
        Written::Either(month_first, day_first) => Some(Cell::mistake(
            format!("{} may be {month_first} or {day_first}", quoted(text)),
            format!("write `{month_first}` or `{day_first}`"),
        )),
    }
}
