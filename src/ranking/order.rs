//! What a ranking is sorted by.

use std::cmp::Ordering;
use std::str::FromStr;

use super::field::{Cell, Field, FieldError, First, SCORE};
use crate::record::{Rounded, Row, SiteRecord};

/// A column and a direction to sort by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    field: Field,
    first: First,
}

impl Order {
    /// The column.
    #[must_use]
    pub fn field(&self) -> Field {
        self.field
    }

    /// Whether the largest come first.
    #[must_use]
    pub fn is_descending(&self) -> bool {
        self.first == First::Largest
    }

    /// Sorts; rows that are equal in the column go by mean score, then by id, so that the order of the
    /// input never matters.
    pub fn sort(&self, rows: &mut [Row]) {
        rows.sort_by(|a, b| self.compare(a, b));
    }

    /// The order of two rows.
    #[must_use]
    pub fn compare(&self, a: &Row, b: &Row) -> Ordering {
        self.by_field(a, b).then_with(|| by_score(a, b))
    }

    /// Verdicts sort by how well a site fits, then by the chance of converting; numbers by size, texts by letters;
    /// what is unknown comes last.
    fn by_field(&self, a: &Row, b: &Row) -> Ordering {
        let turned = |order: Ordering| {
            if self.is_descending() {
                order.reverse()
            } else {
                order
            }
        };
        let hope = |row: &Row| self.field.hope.and_then(|hope| hope(row));
        if let (Some((a, a_chance)), Some((b, b_chance))) = (hope(a), hope(b)) {
            return turned(a.cmp(&b).then_with(|| a_chance.total_cmp(&b_chance)));
        }
        match (self.field.of(a), self.field.of(b)) {
            (Cell::Number(a), Cell::Number(b)) => turned(a.total_cmp(&b)),
            (Cell::Text(a), Cell::Text(b)) => turned(a.cmp(&b)),
            (a, b) => (a == Cell::Unknown).cmp(&(b == Cell::Unknown)),
        }
    }
}

/// The order of *ask first*: what the best answer is worth in MW and in points, where it was worked out; then by the
/// share known, then by mean score. As it is shown: what a saved report says gives the same order.
#[must_use]
pub fn ask_first(a: &Row, b: &Row) -> Ordering {
    let worth = |row: &Row| {
        let best = row.best_answer.as_ref();
        best.map(|answer| (answer.mw, answer.points))
    };
    let known = |row: &Row| Rounded::from(row.confidence);
    let most_first = |order: Option<Ordering>| order.map_or(Ordering::Equal, Ordering::reverse);
    most_first(worth(a).partial_cmp(&worth(b)))
        .then_with(|| most_first(known(a).partial_cmp(&known(b))))
        .then_with(|| by_score(a, b))
}

/// Where a site comes whose money is held against that of others: what the best way to convert is worth beyond mining
/// for each MW of the connection, the most first; those without such a difference last, by the chance that converting is
/// best.
#[derive(Debug, Clone)]
pub struct ByMoney {
    beyond: Option<Rounded>,
    converting: Option<Rounded>,
    id: String,
    file: String,
    line: usize,
}

impl ByMoney {
    /// The place of a site.
    #[must_use]
    pub fn of(site: &SiteRecord) -> Self {
        let economics = site.economics.as_ref();
        let against = economics.and_then(|economics| economics.against_mining);
        Self {
            beyond: against.map(|against| against.npv_per_grid_mw_musd.mean),
            converting: economics.map(|economics| economics.converting),
            id: site.id.clone(),
            file: site.file.clone(),
            line: site.line,
        }
    }

    /// Which of two comes first.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        let most_first = |order: Option<Ordering>| order.map_or(Ordering::Equal, Ordering::reverse);
        most_first(self.beyond.partial_cmp(&other.beyond))
            .then_with(|| most_first(self.converting.partial_cmp(&other.converting)))
            .then_with(|| {
                (&self.id, &self.file, self.line).cmp(&(&other.id, &other.file, other.line))
            })
    }
}

/// By mean score, then by id.
fn by_score(a: &Row, b: &Row) -> Ordering {
    let score = |row: &Row| row.score.spread.mean;
    score(b)
        .total_cmp(&score(a))
        .then_with(|| a.name.id.cmp(&b.name.id))
        .then_with(|| (&a.name.file, a.name.line).cmp(&(&b.name.file, b.name.line)))
}

impl Default for Order {
    /// By mean score, the highest first.
    fn default() -> Self {
        Self {
            field: SCORE,
            first: First::Largest,
        }
    }
}

impl FromStr for Order {
    type Err = FieldError;

    /// `FIELD`, `FIELD:asc` or `FIELD:desc`; without a direction the better end comes first.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let (name, direction) = text
            .split_once(':')
            .map_or((text, None), |(n, d)| (n, Some(d)));
        let field: Field = name.parse()?;
        let first = match direction {
            None => field.first,
            Some("asc") => First::Smallest,
            Some("desc") => First::Largest,
            Some(other) => {
                return Err(FieldError(format!(
                    "expected `asc` or `desc` behind `{name}:`, found `{other}`"
                )));
            }
        };
        Ok(Self { field, first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Whom;
    use crate::economics::ways::Alternative;
    use crate::record::question::BestAnswer;
    use crate::record::row::RowMoney;
    use crate::record::row::tests::row;
    use crate::spread::Spread;
    use crate::verdict::Word;

    #[test]
    fn a_direction_that_there_is_not_is_told() {
        let order = |text: &str| text.parse::<Order>().unwrap_err().to_string();
        assert_eq!(
            order("score:up"),
            "expected `asc` or `desc` behind `score:`, found `up`"
        );
    }

    #[test]
    fn the_better_end_comes_first_and_the_unknown_last() {
        let mut rows = [
            row("a", 50.0, 10.0),
            row("b", 60.0, 0.0),
            row("c", 60.0, 20.0),
        ];
        rows[1].cost_per_mw = None;
        let order = |by: &str, rows: &mut [Row; 3]| {
            by.parse::<Order>().unwrap().sort(rows);
            rows.each_ref().map(|r| r.name.id.clone())
        };
        assert_eq!(order("score", &mut rows), ["b", "c", "a"]);
        assert_eq!(order("score:asc", &mut rows), ["a", "b", "c"]);
        assert_eq!(order("planned_mw", &mut rows), ["c", "a", "b"]);
        assert_eq!(order("cost_per_mw_musd", &mut rows)[2], "b");
        assert_eq!(order("cost_per_mw_musd:desc", &mut rows)[2], "b");
        // What never comes is later than any month, and last from either end.
        rows[0].first_mw_months = Some(Spread::exact(f64::INFINITY));
        let late = rows[0].name.id.clone();
        assert_eq!(order("first_mw_months", &mut rows)[2], late);
        assert_eq!(order("first_mw_months:desc", &mut rows)[2], late);
    }

    #[test]
    fn what_is_asked_first_goes_by_worth_then_by_what_is_known() {
        let answer = |mw: f64, points: f64| {
            Some(BestAnswer {
                whom: Whom::Utility,
                question: String::new(),
                facts: Vec::new(),
                mw,
                points,
            })
        };
        let mut rows = ["a", "b", "c", "d", "e", "f"].map(|id| row(id, 50.0, 10.0));
        // Which of these shares is larger no report shows.
        (rows[0].confidence, rows[1].confidence) = (0.0502, 0.0504);
        rows[2].confidence = 0.02;
        rows[0].score.spread.mean = 51.0;
        (rows[3].best_answer, rows[4].best_answer) = (answer(80.0, 9.0), answer(90.0, 1.0));
        rows[5].best_answer = answer(90.0, 2.0);
        rows.sort_by(ask_first);
        assert_eq!(rows.map(|r| r.name.id), ["f", "e", "d", "a", "b", "c"]);
    }

    #[test]
    fn a_verdict_with_money_sorts_as_a_verdict_and_without_money_comes_last() {
        let money = |word, converting| {
            Some(RowMoney {
                best: Some(Alternative::Lease),
                npv_musd: 1.0,
                npv_per_grid_mw_musd: 0.1,
                converting,
                word,
            })
        };
        let mut rows = ["a", "b", "c", "d"].map(|id| row(id, 50.0, 10.0));
        rows[1].money = money(Word::KeepMining, 0.4);
        rows[2].money = money(Word::Convert, 0.2);
        rows[3].money = money(Word::Convert, 0.3);
        Order::from_str("verdict_with_money")
            .unwrap()
            .sort(&mut rows);
        assert_eq!(rows.map(|r| r.name.id), ["d", "c", "b", "a"]);
    }

    #[test]
    fn of_one_verdict_the_surer_site_comes_first() {
        let mut rows = [
            row("a", 70.0, 10.0),
            row("b", 60.0, 10.0),
            row("c", 50.0, 10.0),
        ];
        (rows[0].chance.convert, rows[0].chance.bridge) = (0.5, 0.3);
        rows[2].verdict = Word::Bridge;
        Order::from_str("verdict").unwrap().sort(&mut rows);
        assert_eq!(rows.map(|r| r.name.id), ["b", "a", "c"]);
    }
}
