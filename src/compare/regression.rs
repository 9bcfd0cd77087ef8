//! What got worse by more than is tolerated.

use schemars::JsonSchema;
use serde::Serialize;

use super::measure::measure;
use crate::record::Row;

/// How much worse a site may get.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tolerance {
    /// Points of the mean score.
    pub score: f64,
    /// Critical IT MW planned, P50.
    pub mw: f64,
    /// M$ for each MW, P50.
    pub cost_per_mw: f64,
    /// Months to the first MW, P50.
    pub months: f64,
}

/// Differences below this are rounding of saved numbers.
const NOISE: f64 = 1e-6;

/// Something that got worse.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Regression {
    /// Id of the site in the head.
    pub site: String,
    /// The measure, or `verdict`.
    pub measure: &'static str,
    /// In the base.
    pub base: String,
    /// In the head; `none` where there is none any more.
    pub head: String,
    /// By how much it got worse; null for words and numbers that are gone.
    pub worse_by: Option<f64>,
    /// How much is tolerated; null for words and numbers that are gone.
    pub tolerated: Option<f64>,
}

/// What got worse at a site.
pub(super) fn of(base: &Row, head: &Row, tolerance: &Tolerance) -> Vec<Regression> {
    let id = &head.name.id;
    let limits = [
        ("score", -1.0, tolerance.score),
        ("planned_mw", -1.0, tolerance.mw),
        ("cost_per_mw_musd", 1.0, tolerance.cost_per_mw),
        ("first_mw_months", 1.0, tolerance.months),
    ];
    let numbers = limits.into_iter().filter_map(|(name, worse, tolerated)| {
        let measure = measure(name)?;
        let old = measure.of(base)?;
        let text = |value: f64| crate::estimate::rounded(value).to_string();
        let regression = |head: Option<f64>, worse_by: Option<f64>| Regression {
            site: id.clone(),
            measure: measure.id,
            base: text(old),
            head: head.map_or("none".to_owned(), text),
            worse_by: worse_by.map(crate::estimate::rounded),
            tolerated: worse_by.map(|_| tolerated),
        };
        match measure.of(head) {
            // A site that has lost its MW has lost these numbers for the worse.
            None => Some(regression(None, None)),
            Some(new) => {
                let worse_by = worse * (new - old);
                (worse_by > tolerated + NOISE).then(|| regression(Some(new), Some(worse_by)))
            }
        }
    });
    let verdict = (head.verdict.rank() < base.verdict.rank()).then(|| Regression {
        site: id.clone(),
        measure: "verdict",
        base: base.verdict.word().to_owned(),
        head: head.verdict.word().to_owned(),
        worse_by: None,
        tolerated: None,
    });
    verdict.into_iter().chain(numbers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::row::tests::row;
    use crate::verdict::Word;

    #[test]
    fn only_what_is_worse_by_more_than_tolerated_is_told() {
        let base = row("a", 60.0, 40.0);
        let told = |head: &Row, tolerance: &Tolerance| -> Vec<&'static str> {
            of(&base, head, tolerance)
                .iter()
                .map(|r| r.measure)
                .collect()
        };
        let strict = Tolerance::default();
        assert!(told(&base, &strict).is_empty());
        assert!(told(&row("a", 61.0, 41.0), &strict).is_empty());
        let worse = row("a", 58.0, 35.0);
        assert_eq!(told(&worse, &strict), ["score", "planned_mw"]);
        let lax = Tolerance {
            score: 2.0,
            mw: 4.0,
            ..strict
        };
        assert_eq!(told(&worse, &lax), ["planned_mw"]);
        let mut gone = row("a", 60.0, 40.0);
        gone.verdict = Word::KeepMining;
        gone.cost_per_mw = None;
        gone.first_mw_months = None;
        let all = Tolerance {
            score: 100.0,
            mw: 1e6,
            cost_per_mw: 1e6,
            months: 1e6,
        };
        assert_eq!(
            told(&gone, &all),
            ["verdict", "cost_per_mw_musd", "first_mw_months"]
        );
    }
}
