//! A value of a cell as text, in one way for each kind.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

use super::super::kind::{Kind, Unread};

/// Digits that a spreadsheet shows of a number; those behind come of binary fractions.
const DIGITS: usize = 15;
/// The number of 9999-12-31, counted from 1900 and from 1904.
const LAST_DAYS: [f64; 2] = [2_958_465.0, 2_957_003.0];

/// What a cell says; nothing where it is empty.
pub(super) fn of_ref(value: &DataRef<'_>) -> Option<(Kind, String)> {
    match value {
        DataRef::Int(number) => Some((Kind::Value, number.to_string())),
        DataRef::Float(value) => Some((Kind::Value, number(*value))),
        DataRef::String(said) => text(said),
        DataRef::SharedString(said) => text(said),
        DataRef::Bool(flag) => Some((Kind::Value, flag.to_string())),
        DataRef::DateTime(date) => Some(day(date)),
        DataRef::DateTimeIso(date) => Some((Kind::Value, iso(date))),
        DataRef::DurationIso(said) => text(said),
        DataRef::Error(error) => Some(fault(error)),
        DataRef::Empty => None,
    }
}

/// The same of a value that is held.
pub(super) fn of_data(value: &Data) -> Option<(Kind, String)> {
    match value {
        Data::Int(number) => Some((Kind::Value, number.to_string())),
        Data::Float(value) => Some((Kind::Value, number(*value))),
        Data::String(said) => text(said),
        Data::Bool(flag) => Some((Kind::Value, flag.to_string())),
        Data::DateTime(date) => Some(day(date)),
        Data::DateTimeIso(date) => Some((Kind::Value, iso(date))),
        Data::DurationIso(said) => text(said),
        Data::Error(error) => Some(fault(error)),
        Data::Empty => None,
        // A kind of cell that a later version of the crate knows.
        #[allow(unreachable_patterns)]
        _ => None,
    }
}

fn text(said: &str) -> Option<(Kind, String)> {
    (!said.trim().is_empty()).then(|| (Kind::Text, said.to_owned()))
}

fn fault(error: &CellErrorType) -> (Kind, String) {
    (Kind::Text, error.to_string())
}

/// A number with the digits that a spreadsheet shows of it.
fn number(value: f64) -> String {
    let shown = format!("{value:.*e}", DIGITS - 1);
    shown.parse::<f64>().unwrap_or(value).to_string()
}

/// A date as ISO 8601 writes it, with a time where it has one.
fn day(date: &ExcelDateTime) -> (Kind, String) {
    let serial = date.as_f64();
    if date.is_duration() || serial < 1.0 {
        return (Kind::Value, number(serial));
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    // The crate gives the last day for whatever lies behind it, and one of 1899 for what is no number.
    let is_last = (year, month, day) == (9999, 12, 31) && !LAST_DAYS.contains(&serial.floor());
    if is_last || serial.is_nan() {
        return (Kind::Unread(Unread::NoDay), number(serial));
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    let text = match (hour, minute, second) {
        (0, 0, 0) => date,
        (hour, minute, second) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
    };
    (Kind::Value, text)
}

fn iso(date: &str) -> String {
    let date = date.trim_end_matches('Z');
    let day = date
        .split_once('T')
        .filter(|(_, time)| time.chars().all(|c| matches!(c, '0' | ':' | '.')));
    day.map_or(date, |(day, _)| day).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn values_read_as_a_spreadsheet_shows_them() {
        let told = |value: &DataRef<'_>| of_ref(value).map(|(_, text)| text);
        let float = |value| told(&DataRef::Float(value)).unwrap();
        assert_eq!(float(90.0), "90");
        assert_eq!(float(0.1 + 0.2), "0.3");
        assert_eq!(float(-1234.5), "-1234.5");
        assert_eq!(told(&DataRef::Bool(true)).unwrap(), "true");
        assert_eq!(told(&DataRef::Error(CellErrorType::Ref)).unwrap(), "#REF!");
        assert_eq!(told(&DataRef::String("  ".to_owned())), None);
        let date = |value| ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
        assert_eq!(
            told(&DataRef::DateTime(date(45943.0))).unwrap(),
            "2025-10-13"
        );
        assert_eq!(
            told(&DataRef::DateTime(date(45943.5))).unwrap(),
            "2025-10-13T12:00:00"
        );
        assert_eq!(
            told(&DataRef::DateTime(date(2_958_465.5))).unwrap(),
            "9999-12-31T12:00:00"
        );
        for beyond in [2_958_466.0, 1e15, f64::INFINITY, f64::NAN] {
            let read = of_ref(&DataRef::DateTime(date(beyond)));
            let (kind, _) = read.unwrap();
            assert_eq!(kind, Kind::Unread(Unread::NoDay), "{beyond}");
        }
        let iso = |text: &str| told(&DataRef::DateTimeIso(text.to_owned())).unwrap();
        assert_eq!(iso("2027-03-01T00:00:00"), "2027-03-01");
        assert_eq!(iso("2027-03-01T10:00:00"), "2027-03-01T10:00:00");
    }
}
