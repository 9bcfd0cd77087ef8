//! A month of a year, as the figures of a market are dated.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::source::reading::Dated;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    /// The year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
}

/// How a month is written in a file.
pub(super) const WRITTEN: Dated = Dated {
    takes: "a month",
    help: "write one as 2026-07",
    fits: |text| Month::try_from(text.to_owned()).is_ok(),
};

impl Month {
    /// Months from another to this one; below zero before it.
    #[must_use]
    pub fn since(self, other: Self) -> i32 {
        let months = |of: Self| i32::from(of.year) * 12 + i32::from(of.month);
        months(self) - months(other)
    }

    /// Months to its end, counted as the dates of a draw are.
    #[must_use]
    pub(crate) fn months(self) -> f64 {
        f64::from(self.year) * 12.0 + f64::from(self.month)
    }

    /// The year with the fraction that has passed when the month ends.
    #[must_use]
    pub fn end_year(self) -> f64 {
        f64::from(self.year) + f64::from(self.month) / 12.0
    }
}

impl TryFrom<String> for Month {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let parts = text
            .split_once('-')
            .filter(|(year, month)| text.len() == 7 && digits(year) && digits(month))
            .and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
        match parts {
            Some((year, month)) if (1..=12).contains(&month) => Ok(Self { year, month }),
            _ => Err(format!("`{text}` is no month; {}", WRITTEN.help)),
        }
    }
}

impl std::str::FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.to_owned().try_into()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl JsonSchema for Month {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"})
    }
}
