//! What a row must hold to be shown.

use std::str::FromStr;

use super::asked::Asked;
use super::field::{Cell, FieldError};
use super::value;
use crate::record::Row;
use crate::site::fact::UNKNOWN;

/// How a column is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    AtLeast,
    AtMost,
    More,
    Less,
}

/// The longer signs stand first, so that `>=` is not read as `>`.
const SIGNS: [(&str, Comparison); 6] = [
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    ("!=", Comparison::Unequal),
    ("=", Comparison::Equal),
    (">", Comparison::More),
    ("<", Comparison::Less),
];

/// What a row must hold to be shown, such as `planned_mw>=100` or `country=US`.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    asked: Asked,
    comparison: Comparison,
    value: String,
    number: Option<f64>,
}

impl FromStr for Condition {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let sign = SIGNS
            .iter()
            .filter_map(|(sign, comparison)| Some((text.find(sign)?, *sign, *comparison)))
            .min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())));
        let Some((at, sign, comparison)) = sign else {
            return Err(FieldError(format!(
                "expected COLUMN=VALUE or with !=, >=, <=, > or <, found `{text}`"
            )));
        };
        let asked: Asked = text[..at].trim().parse()?;
        let value = text[at + sign.len()..].trim().to_owned();
        let number = value.parse().ok().filter(|n: &f64| n.is_finite());
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
        if ordered && number.is_none() {
            return Err(FieldError(format!(
                "expected a number behind `{}{sign}`, found `{value}`",
                asked.name()
            )));
        }
        if ordered && !asked.is_number() {
            return Err(FieldError(format!(
                "`{}` holds no numbers: ask with = or !=, found `{sign}`",
                asked.name()
            )));
        }
        if !ordered {
            value::check(&asked, &value)?;
        }
        Ok(Self {
            asked,
            comparison,
            value,
            number,
        })
    }
}

impl Condition {
    /// The column or fact.
    pub(super) fn asked(&self) -> &Asked {
        &self.asked
    }

    /// Whether a row holds it. What is unknown is neither large nor small; `=unknown` finds it.
    #[must_use]
    pub(crate) fn holds(&self, row: &Row) -> bool {
        let cell = self.asked.of(row);
        let equal = match &cell {
            Cell::Unknown => self.value.eq_ignore_ascii_case(UNKNOWN),
            Cell::Text(text) => self.asked.key(row, text) == self.asked.key(row, &self.value),
            // The user asks for this very number.
            Cell::Number(number) => self.number == Some(*number),
        };
        let number = if let Cell::Number(number) = cell {
            Some(number)
        } else {
            None
        };
        let against = |holds: fn(&f64, &f64) -> bool| {
            number.zip(self.number).is_some_and(|(a, b)| holds(&a, &b))
        };
        match self.comparison {
            Comparison::Equal => equal,
            Comparison::Unequal => !equal,
            Comparison::AtLeast => against(f64::ge),
            Comparison::AtMost => against(f64::le),
            Comparison::More => against(f64::gt),
            Comparison::Less => against(f64::lt),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::row::tests::row;

    #[test]
    fn a_condition_asks_for_what_it_says() {
        let mut site = row("a", 61.5, 100.0);
        site.country = Some("US".to_owned());
        let holds = |text: &str| text.parse::<Condition>().unwrap().holds(&site);
        for yes in [
            "score>=61.5",
            "score>61",
            "score < 62",
            "planned_mw=100",
            "country=us",
            "country!=CA",
            "region=unknown",
            "region!=Texas",
            "id=a",
            "verdict=convert",
            "score_p10>=56",
            "converting_chance>=0.6",
            "final=yes",
            "Country=US",
            "country=United States",
            "location.country=us",
            "Verdict=CONVERT",
            "region=Unknown",
        ] {
            assert!(holds(yes), "{yes}");
        }
        for no in [
            "score>61.5",
            "planned_mw!=100",
            "country=CA",
            "country!=US",
            "region!=unknown",
            "country>=1",
        ] {
            assert!(!holds(no), "{no}");
        }
        let mut without = row("a", 1.0, 0.0);
        without.cost_per_mw = None;
        assert!(
            !"cost_per_mw_musd<=1000"
                .parse::<Condition>()
                .unwrap()
                .holds(&without)
        );
    }

    #[test]
    fn a_slip_of_the_pen_is_told() {
        let wrong = |text: &str| text.parse::<Condition>().unwrap_err().to_string();
        assert_eq!(
            wrong("planed_mw>=3"),
            "no column is called `planed_mw`; did you mean `planned_mw`?"
        );
        assert_eq!(
            wrong("score>=good"),
            "expected a number behind `score>=`, found `good`"
        );
        assert!(wrong("score").contains("COLUMN=VALUE"));
        assert!(wrong("power.firmness>=3").contains("holds no numbers"));
    }
}
