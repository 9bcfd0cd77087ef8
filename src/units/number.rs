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

/// The complaint of a reader with the number in it written short; serde writes its digits out.
pub(crate) fn shortly(complaint: &str) -> String {
    const BEFORE: &str = "floating point `";
    let shortened = || {
        let (before, rest) = complaint.split_once(BEFORE)?;
        let (digits, rest) = rest.split_once('`')?;
        let number = short(digits.parse().ok()?);
        Some(format!("{before}{BEFORE}{number}`{rest}"))
    };
    shortened().unwrap_or_else(|| complaint.to_owned())
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
        assert_eq!(shortly("floating point `x"), "floating point `x");
    }

    proptest! {
        #[test]
        fn a_number_is_short_and_reads_back(value in any::<f64>().prop_filter("a number", |v| v.is_finite())) {
            let text = short(value);
            prop_assert!(text.len() <= 24, "{}", text);
            prop_assert_eq!(text.parse::<f64>().unwrap(), value);
        }
    }
}
