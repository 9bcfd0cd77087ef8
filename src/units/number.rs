//! How a number stands in a message: as people write it, and never three hundred digits of it.

/// From here on a number is not written out.
pub(crate) const WRITTEN_OUT: f64 = 1e15;

/// A number as it is written: in full where that is short, else by its power of ten.
pub(crate) fn short(value: f64) -> String {
    if value != 0.0 && !(1e-6..WRITTEN_OUT).contains(&value.abs()) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// Digits of a number that somebody may have meant to read.
const READ: usize = 20;

/// A message with its numbers written short, whoever wrote their digits out: serde does, and so does the language.
pub(crate) fn shortly(message: &str) -> String {
    let mut said = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(begin);
        let end = from
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(from.len());
        let digits = from[..end].trim_end_matches('.');
        let number = (digits.len() > READ).then(|| digits.parse().ok()).flatten();
        said += before;
        said += &number.map_or_else(|| digits.to_owned(), short);
        rest = &from[digits.len()..];
    }
    said + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_long_is_written_by_its_power_of_ten() {
        for (value, text) in [
            (0.0, "0"),
            (1200.0, "1200"),
            (-0.25, "-0.25"),
            (999_999_999_999_999.0, "999999999999999"),
            (1e15, "1e15"),
            (-1e308, "-1e308"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn a_reader_complains_shortly() {
        let complaint = serde::de::Unexpected::Float(1e308).to_string();
        assert!(complaint.len() > 300);
        assert_eq!(
            shortly(&format!("invalid type: {complaint}, expected a string")),
            "invalid type: floating point `1e308`, expected a string"
        );
        let long = format!("from {} to {}.", -1e-300, 1e300);
        assert_eq!(shortly(&long), "from -1e-300 to 1e300.");
        for as_it_is in ["", "at most 1000000000.5.", "1.2.3 of 2026-07"] {
            assert_eq!(shortly(as_it_is), as_it_is);
        }
    }

    proptest! {
        #[test]
        fn a_number_is_short_and_reads_back(value in any::<f64>().prop_filter("a number", |v| v.is_finite())) {
            let text = short(value);
            // A sign, 0., five zeros and seventeen digits.
            prop_assert!(text.len() <= 25, "{}", text);
            prop_assert_eq!(text.parse::<f64>().unwrap(), value);
        }
    }
}
