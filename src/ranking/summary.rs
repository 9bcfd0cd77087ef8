//! What many sites come to: totals, groups and the supply curve.

use std::collections::{BTreeMap, HashMap};

use super::asked::Asked;
use super::field::Cell;
use crate::economics::ways::Alternative;
use crate::hosting::catalog;
use crate::record::Row;
use crate::record::row::RowMoney;
use crate::verdict::Word;

/// The verdicts, best first.
const WORDS: [Word; 5] = [
    Word::Convert,
    Word::ConvertInPhases,
    Word::Bridge,
    Word::KeepMining,
    Word::InsufficientData,
];

/// The sites of one verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfVerdict {
    /// The verdict.
    pub word: Word,
    /// Number of sites.
    pub sites: usize,
    /// How many of them have another verdict in so many draws that theirs is open.
    pub open: usize,
    /// How many of them no missing answer can change.
    pub is_final: usize,
}

impl OfVerdict {
    fn of<'r>(word: Word, rows: impl Iterator<Item = &'r Row>) -> Self {
        let none = Self {
            word,
            sites: 0,
            open: 0,
            is_final: 0,
        };
        rows.filter(|row| row.verdict == word)
            .fold(none, |counted, row| Self {
                word,
                sites: counted.sites + 1,
                open: counted.open + usize::from(row.is_open()),
                is_final: counted.is_final + usize::from(row.is_final),
            })
    }
}

/// What a set of sites comes to. Means add up, tenths do not: sums are those of the means.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// Number of sites.
    pub sites: usize,
    /// Number of sites by verdict, best first.
    pub verdicts: Vec<OfVerdict>,
    /// Number of sites whose verdict is convert, convert-in-phases or bridge.
    pub converting: usize,
    /// Number of sites whose file contradicts itself. They count in every sum.
    pub contradicting: usize,
    /// Critical IT MW planned at those.
    pub planned_mw: f64,
    /// What the owners pay for that, M$.
    pub cost: f64,
    /// Critical IT MW planned at the other sites; in no other sum.
    pub other_mw: f64,
    /// Cost for each MW; `None` without MW.
    pub cost_per_mw: Option<f64>,
    /// Mean score of all sites, 0 to 100; `None` without sites.
    pub mean_score: Option<f64>,
    /// Mean confidence of all sites, 0 to 1; `None` without sites.
    pub mean_confidence: Option<f64>,
    /// What the money of all sites comes to; `None` where it was left out at each.
    pub money: Option<MoneyTotals>,
    /// Whether there are several sites for a workload that runs on one fabric, which they are not.
    pub apart: bool,
}

/// What the best ways of several sites come to.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyTotals {
    /// Sum of the means, each site used the way that is worth most, M$.
    pub npv_musd: f64,
    /// Number of sites by the way that is worth most; ways that are best nowhere are left out.
    pub best: Vec<(Alternative, usize)>,
}

impl MoneyTotals {
    /// What sites come to; `None` where money was left out at each.
    pub(crate) fn of(sites: impl Iterator<Item = Option<RowMoney>> + Clone) -> Option<Self> {
        let money = sites.flatten();
        money.clone().next()?;
        let best = |way| money.clone().filter(move |money| money.best == Some(way));
        let counted = Alternative::ALL.map(|way| (way, best(way).count()));
        Some(Self {
            npv_musd: money.map(|money| money.npv_musd).sum(),
            best: counted
                .into_iter()
                .filter(|(_, sites)| *sites > 0)
                .collect(),
        })
    }
}

/// Whether a target is for a workload that runs on one fabric. One that a saved report alone knows says nothing.
pub(crate) fn runs_on_one_fabric(target: &str) -> bool {
    let target = catalog().target(target);
    target.is_ok_and(|target| target.workload.one_fabric)
}

impl Totals {
    #[must_use]
    pub(crate) fn of<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> Self {
        let converting = || rows.clone().filter(|row| row.converts());
        let planned_mw: f64 = converting().map(|row| row.expected_mw()).sum();
        let cost: f64 = converting().map(|row| row.expected_musd()).sum();
        let mean = |value: fn(&Row) -> f64| {
            let (sum, n) = rows
                .clone()
                .fold((0.0, 0.0), |(sum, n), row| (sum + value(row), n + 1.0));
            (n > 0.0).then(|| sum / n)
        };
        let verdicts = WORDS.iter().map(|word| OfVerdict::of(*word, rows.clone()));
        Self {
            sites: rows.clone().count(),
            verdicts: verdicts.collect(),
            converting: converting().count(),
            contradicting: rows.clone().filter(|row| row.contradictions > 0).count(),
            planned_mw,
            other_mw: rows
                .clone()
                .filter(|row| !row.converts())
                .map(Row::expected_mw)
                .sum(),
            cost,
            cost_per_mw: (planned_mw > 0.0).then(|| cost / planned_mw),
            mean_score: mean(|row| row.score.spread.mean),
            mean_confidence: mean(|row| row.confidence),
            money: MoneyTotals::of(rows.clone().map(|row| row.money)),
            apart: rows
                .filter(|row| runs_on_one_fabric(&row.target))
                .nth(1)
                .is_some(),
        }
    }
}

/// Sites that share a word, and what they come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The word; `None` for sites that do not state it.
    pub key: Option<String>,
    /// What they come to.
    pub totals: Totals,
    /// Id of the first of them in the order of the ranking.
    pub first: String,
}

/// Rows by what is the same in them whatever its case and spelling, most planned MW first; ties by the word. The
/// spelling that most rows have is shown, the first in the ranking of several.
#[must_use]
pub(crate) fn groups(rows: &[Row], by: &Asked) -> Vec<Group> {
    let mut by_key: BTreeMap<Option<String>, Vec<(&Row, String)>> = BTreeMap::new();
    for row in rows {
        let said = match by.of(row) {
            Cell::Unknown => None,
            Cell::Number(number) => Some(number.to_string()),
            Cell::Text(text) => Some(text.into_owned()),
        };
        let key = said.as_deref().map(|said| by.key(row, said));
        by_key
            .entry(key)
            .or_default()
            .push((row, said.unwrap_or_default()));
    }
    let mut groups: Vec<Group> = by_key
        .into_iter()
        .map(|(key, rows)| Group {
            key: key.map(|_| most_frequent(rows.iter().map(|(_, said)| said.as_str()))),
            totals: Totals::of(rows.iter().map(|(row, _)| *row)),
            first: rows
                .first()
                .map_or(String::new(), |(row, _)| row.name.id.clone()),
        })
        .collect();
    groups.sort_by(|a, b| {
        let mw = |group: &Group| group.totals.planned_mw;
        mw(b).total_cmp(&mw(a))
    });
    groups
}

/// The text that stands there most often, the first of several.
fn most_frequent<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for text in texts {
        let at = *places.entry(text).or_insert(counts.len());
        if at == counts.len() {
            counts.push((text, 0));
        }
        counts[at].1 += 1;
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    let first = counts.iter().find(|(_, count)| Some(*count) == most);
    first.map_or(String::new(), |(text, _)| (*text).to_owned())
}

/// A step of the supply curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Position of the row.
    pub row: usize,
    /// Cost of each MW, M$, P50.
    pub cost_per_mw_musd: f64,
    /// Critical IT MW of the site, mean.
    pub mw: f64,
    /// Critical IT MW of this and all cheaper sites.
    pub cumulative_mw: f64,
    /// What this and all cheaper sites cost, M$, mean.
    pub cumulative_musd: f64,
}

/// Cumulative MW by cost for each MW, cheapest first; sites whose verdict is neither to convert nor to bridge are not in it.
#[must_use]
pub(crate) fn supply_curve(rows: &[Row]) -> Vec<Step> {
    let mut priced: Vec<(f64, usize)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.converts())
        .filter_map(|(at, row)| Some((row.cost_per_mw?.p50, at)))
        .collect();
    priced.sort_by(|a, b| {
        a.0.total_cmp(&b.0)
            .then_with(|| rows[a.1].name.id.cmp(&rows[b.1].name.id))
    });
    let (mut cumulative_mw, mut cumulative_musd) = (0.0, 0.0);
    priced
        .into_iter()
        .map(|(cost_per_mw_musd, row)| {
            let mw = rows[row].expected_mw();
            cumulative_mw += mw;
            cumulative_musd += rows[row].expected_musd();
            Step {
                row,
                cost_per_mw_musd,
                mw,
                cumulative_mw,
                cumulative_musd,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::row::RowMoney;
    use crate::record::row::tests::row;
    use crate::spread::Spread;

    #[test]
    fn totals_count_what_converts() {
        let mut keep = row("keep", 20.0, 500.0);
        keep.verdict = Word::KeepMining;
        let mut open = row("open", 60.0, 100.0);
        open.planned_mw.spread.mean = 80.0;
        open.cost.mean = 700.0;
        (open.chance.convert, open.chance.keep_mining) = (0.55, 0.45);
        open.is_final = false;
        let rows = [row("a", 70.0, 100.0), keep, open];
        let totals = Totals::of(rows.iter());
        assert_eq!((totals.sites, totals.converting), (3, 2));
        // The means of both; the one that keeps mining stands apart.
        assert_eq!((totals.planned_mw, totals.cost), (180.0, 1_700.0));
        assert_eq!(totals.cost_per_mw, Some(1_700.0 / 180.0));
        assert_eq!(totals.other_mw, 500.0);
        assert_eq!(totals.mean_score, Some(50.0));
        let converting = OfVerdict {
            word: Word::Convert,
            sites: 2,
            open: 1,
            is_final: 1,
        };
        assert_eq!(totals.verdicts[0], converting);
        let none = Totals::of(std::iter::empty());
        assert_eq!(
            (none.sites, none.cost_per_mw, none.mean_score),
            (0, None, None)
        );
    }

    #[test]
    fn money_adds_up_over_the_sites_that_have_any() {
        let worth = |id: &str, way: Alternative, npv_musd: f64| {
            let mut site = row(id, 60.0, 50.0);
            site.money = Some(RowMoney {
                best: Some(way),
                npv_musd,
                npv_per_grid_mw_musd: npv_musd / 100.0,
                converting: 0.2,
                word: Word::KeepMining,
            });
            site
        };
        let rows = [
            worth("a", Alternative::Sale, 60.0),
            row("without", 60.0, 50.0),
            worth("b", Alternative::Lease, -10.0),
            worth("c", Alternative::Sale, 30.0),
        ];
        let money = Totals::of(rows.iter()).money.unwrap();
        assert_eq!(money.npv_musd, 80.0);
        assert_eq!(
            money.best,
            [(Alternative::Lease, 1), (Alternative::Sale, 2)]
        );
        assert_eq!(Totals::of(rows[1..2].iter()).money, None);
    }

    #[test]
    fn sites_for_one_machine_are_told_apart_and_one_alone_is_not() {
        let mut rows = [row("a", 60.0, 50.0), row("b", 60.0, 50.0)];
        assert!(Totals::of(rows.iter()).apart);
        assert!(!Totals::of(rows[..1].iter()).apart);
        rows[1].target = "nvl72/neocloud/inference".to_owned();
        assert!(!Totals::of(rows.iter()).apart);
    }

    #[test]
    fn groups_stand_by_mw_and_those_without_a_word_are_one() {
        let mut rows = [
            row("a", 70.0, 10.0),
            row("b", 60.0, 30.0),
            row("c", 50.0, 30.0),
        ];
        rows[0].region = Some("Texas".to_owned());
        let groups = groups(&rows, &"region".parse().unwrap());
        let seen: Vec<_> = groups
            .iter()
            .map(|g| (g.key.as_deref(), g.totals.sites, g.first.as_str()))
            .collect();
        assert_eq!(seen, [(None, 2, "b"), (Some("Texas"), 1, "a")]);
    }

    #[test]
    fn the_supply_curve_rises_in_cost_and_adds_up_mw() {
        let mut rows = [
            row("a", 70.0, 10.0),
            row("b", 60.0, 30.0),
            row("c", 50.0, 5.0),
        ];
        rows[1].cost_per_mw = Some(Spread::exact(8.0));
        rows[1].cost = Spread::exact(240.0);
        rows[2].verdict = Word::KeepMining;
        let curve = supply_curve(&rows);
        let seen: Vec<_> = curve
            .iter()
            .map(|s| (s.row, s.cumulative_mw, s.cumulative_musd))
            .collect();
        assert_eq!(seen, [(1, 30.0, 240.0), (0, 40.0, 340.0)]);
    }
}
