//! From findings to readiness, convertibility, confidence, and what each unknown is worth.
//!
//! - **readiness** = 100 · Σ w·a / Σ w over the rows of the site as it stands
//! - **convertibility** = 100 · Σ w(1−f)·a / Σ w(1−f): how much of what money cannot readily buy is there
//! - **confidence** = the share of w(1−f) whose facts are known
//!
//! w weight, a attainment, f the share of a row that money can buy for this tenant.

mod questions;

pub(crate) use questions::{Ask, questions};

use crate::checklist::{Checklist, Requirement};
use crate::hosting::Target;
use crate::rules::{Attainment, Finding, Route, counted};
use crate::site::path::FACTS;

/// A score from 0 to 100 and how sure it is: worst ≤ P10 ≤ expected ≤ P90 ≤ best.
#[derive(
    Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub struct Score {
    /// With every unknown at its worst.
    pub worst: f64,
    /// One chance in ten that it is lower, if typical mines are a guide.
    pub p10: f64,
    /// Expected, if typical mines are a guide.
    pub expected: f64,
    /// One chance in ten that it is higher.
    pub p90: f64,
    /// With every unknown at its best.
    pub best: f64,
}

impl Score {
    /// The better of two at each point: the owner takes the better route once the facts are known.
    #[must_use]
    pub(crate) fn better(self, other: Self) -> Self {
        Self {
            worst: self.worst.max(other.worst),
            p10: self.p10.max(other.p10),
            expected: self.expected.max(other.expected),
            p90: self.p90.max(other.p90),
            best: self.best.max(other.best),
        }
    }
}

/// What a row counts in a score.
type Weight = fn(&Requirement, &Target) -> f64;

/// The weight of a row in readiness.
#[must_use]
pub(crate) fn readiness_weight(row: &Requirement, _: &Target) -> f64 {
    row.weight
}

/// The weight of a row in convertibility: what money cannot readily buy of it.
#[must_use]
pub(crate) fn convertibility_weight(row: &Requirement, target: &Target) -> f64 {
    row.weight * (1.0 - row.fixable_share(target))
}

/// 10 % and 90 % points of a normal distribution lie this many standard deviations from its mean.
const P90_DEVIATIONS: f64 = 1.281_552;

/// The score of the rows that count on a route. Rows that hang on the same fact move together, others apart.
#[must_use]
pub(crate) fn score(findings: &[Finding], target: &Target, route: Route, weight: Weight) -> Score {
    of_rows(&weighed(findings, target, route, weight))
}

/// A row that counts, and what it counts.
type Row<'f, 'a> = (&'f Finding<'a>, f64);

fn weighed<'f, 'a>(
    findings: &'f [Finding<'a>],
    target: &Target,
    route: Route,
    weight: Weight,
) -> Vec<Row<'f, 'a>> {
    counted(findings, route)
        .map(|f| (f, weight(f.requirement, target)))
        .collect()
}

/// The part of 100 points that a weight is of all weights.
fn part(weight: f64, total: f64) -> f64 {
    100.0 * weight / total
}

/// Points at worst, expected and at best of attainments and their weights; `None` where nothing weighs.
pub(crate) fn points(
    rows: impl Iterator<Item = (Attainment, f64)> + Clone,
) -> Option<(f64, f64, f64)> {
    let total: f64 = rows.clone().map(|(_, weight)| weight).sum();
    if total <= 0.0 {
        return None;
    }
    let (mut worst, mut expected, mut best) = (0.0, 0.0, 0.0);
    for (attainment, weight) in rows {
        let part = part(weight, total);
        worst += part * attainment.worst;
        expected += part * attainment.expected;
        best += part * attainment.best;
    }
    let worst = worst.clamp(0.0, 100.0);
    let best = best.clamp(0.0, 100.0).max(worst);
    Some((worst, expected.clamp(worst, best), best))
}

fn of_rows(rows: &[Row]) -> Score {
    let marks = rows.iter().map(|(f, weight)| (f.attainment, *weight));
    let Some((worst, expected, best)) = points(marks) else {
        return Score {
            worst: 0.0,
            p10: 0.0,
            expected: 0.0,
            p90: 0.0,
            best: 0.0,
        };
    };
    let deviation = deviation(rows);
    Score {
        worst,
        p10: (expected - P90_DEVIATIONS * deviation).max(worst),
        expected,
        p90: (expected + P90_DEVIATIONS * deviation).min(best),
        best,
    }
}

/// Standard deviation of a sum: spreads add within a group of rows that share a fact, squares across groups.
///
/// One list of findings is about one hall at most, so the number of a fact tells it from every other.
fn deviation(rows: &[Row]) -> f64 {
    let total = sum_of(rows);
    let mut group: Vec<usize> = (0..rows.len()).collect();
    let mut first_with = [None::<usize>; FACTS];
    for (row, (finding, _)) in rows.iter().enumerate() {
        if finding.attainment.spread <= 0.0 {
            continue;
        }
        // A row without missing facts spreads because a stated fact is a range.
        let some_missing = finding.facts.some_missing();
        for seen in finding.facts.seen() {
            if some_missing && seen.known {
                continue;
            }
            let other = *first_with[usize::from(seen.number)].get_or_insert(row);
            let (a, b) = (root(&group, row), root(&group, other));
            group[a.max(b)] = a.min(b);
        }
    }
    let mut sums = vec![0.0; rows.len()];
    for (row, (finding, weight)) in rows.iter().enumerate() {
        sums[root(&group, row)] += part(*weight, total) * finding.attainment.spread;
    }
    sums.iter().map(|s| s * s).sum::<f64>().sqrt()
}

fn root(group: &[usize], mut row: usize) -> usize {
    while group[row] != row {
        row = group[row];
    }
    row
}

fn sum_of(rows: &[Row]) -> f64 {
    rows.iter().map(|(_, weight)| weight).sum()
}

/// Share of what convertibility weighs whose facts are all known, 0 to 1.
#[must_use]
pub(crate) fn confidence(findings: &[Finding], target: &Target, route: Route) -> f64 {
    let (mut known, mut all) = (0.0, 0.0);
    for finding in counted(findings, route) {
        let weight = convertibility_weight(finding.requirement, target);
        all += weight;
        if !finding.facts.some_missing() {
            known += weight;
        }
    }
    if all > 0.0 { known / all } else { 0.0 }
}

/// Both scores of one category.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryScore {
    /// Id of the category.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Readiness of the site as it stands; `None` where no row counts.
    pub readiness: Option<Score>,
    /// Convertibility on the better route; `None` where no row counts.
    pub convertibility: Option<Score>,
    /// Share of all of convertibility that the category weighs.
    pub share: f64,
}

/// The scores of each category: readiness of the site as it stands, convertibility on a route.
#[must_use]
pub(crate) fn categories(
    checklist: &Checklist,
    standing: (&[Finding], Route),
    better: (&[Finding], Route),
    target: &Target,
) -> Vec<CategoryScore> {
    let standing = weighed(standing.0, target, standing.1, readiness_weight);
    let better = weighed(better.0, target, better.1, convertibility_weight);
    let all = sum_of(&better);
    let of = |rows: &[Row], category| {
        let rows: Vec<Row> = rows
            .iter()
            .filter(|(f, _)| f.requirement.category == category)
            .copied()
            .collect();
        let sum = sum_of(&rows);
        (sum > 0.0).then(|| (of_rows(&rows), sum))
    };
    checklist
        .categories
        .iter()
        .enumerate()
        .map(|(index, category)| {
            let convertibility = of(&better, index);
            CategoryScore {
                id: category.id.clone(),
                name: category.name.clone(),
                readiness: of(&standing, index).map(|(score, _)| score),
                convertibility: convertibility.map(|(score, _)| score),
                share: convertibility
                    .map_or(0.0, |(_, sum)| if all > 0.0 { sum / all } else { 0.0 }),
            }
        })
        .collect()
}
