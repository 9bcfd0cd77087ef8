//! From findings to readiness, convertibility, confidence, and what each unknown is worth.
//!
//! - **readiness** = 100 · Σ w·a / Σ w over the rows of the site as it stands
//! - **convertibility** = 100 · Σ w(1−f)·a / Σ w(1−f): how much of what money cannot readily buy is there
//! - **confidence** = the share of w(1−f) whose facts are known
//!
//! w weight, a attainment, f the share of a row that money can buy for this tenant.

mod questions;

pub use questions::{Ask, questions};

use std::collections::BTreeMap;

use crate::checklist::Checklist;
use crate::rules::{Finding, Route, counted};
use crate::target::Target;

/// A score from 0 to 100 and how sure it is: worst ≤ P10 ≤ expected ≤ P90 ≤ best.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, schemars::JsonSchema)]
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
    pub fn better(self, other: Self) -> Self {
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
type Weight = fn(&Finding, &Target) -> f64;

/// The weight of a row in readiness.
#[must_use]
pub fn readiness_weight(finding: &Finding, _: &Target) -> f64 {
    finding.requirement.weight
}

/// The weight of a row in convertibility: what money cannot readily buy of it.
#[must_use]
pub fn convertibility_weight(finding: &Finding, target: &Target) -> f64 {
    finding.requirement.weight * (1.0 - finding.requirement.fixable_share(target))
}

/// 10 % and 90 % points of a normal distribution lie this many standard deviations from its mean.
const P90_DEVIATIONS: f64 = 1.281_552;

/// The score of the rows that count on a route. Rows that hang on the same fact move together, others apart.
#[must_use]
pub fn score(findings: &[Finding], target: &Target, route: Route, weight: Weight) -> Score {
    let rows: Vec<&Finding> = counted(findings, target, route).collect();
    of_rows(&rows, target, weight)
}

fn of_rows(rows: &[&Finding], target: &Target, weight: Weight) -> Score {
    let total: f64 = rows.iter().map(|f| weight(f, target)).sum();
    if total <= 0.0 {
        return Score {
            worst: 0.0,
            p10: 0.0,
            expected: 0.0,
            p90: 0.0,
            best: 0.0,
        };
    }
    let part = |f: &Finding| 100.0 * weight(f, target) / total;
    let sum = |pick: fn(&Finding) -> f64| rows.iter().map(|f| part(f) * pick(f)).sum::<f64>();
    let (worst, best) = (
        sum(|f| f.attainment.worst).clamp(0.0, 100.0),
        sum(|f| f.attainment.best).clamp(0.0, 100.0),
    );
    let best = best.max(worst);
    let expected = sum(|f| f.attainment.expected).clamp(worst, best);
    let spreads: Vec<f64> = rows.iter().map(|f| part(f) * f.attainment.spread).collect();
    let deviation = deviation(rows, &spreads);
    Score {
        worst,
        p10: (expected - P90_DEVIATIONS * deviation).max(worst),
        expected,
        p90: (expected + P90_DEVIATIONS * deviation).min(best),
        best,
    }
}

/// Standard deviation of a sum: spreads add within a group of rows that share a fact, squares across groups.
fn deviation(rows: &[&Finding], spreads: &[f64]) -> f64 {
    let mut group: Vec<usize> = (0..rows.len()).collect();
    let mut first_with: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, finding) in rows
        .iter()
        .enumerate()
        .filter(|(row, _)| spreads[*row] > 0.0)
    {
        let missing: Vec<&str> = finding.missing().collect();
        let seen = finding.facts.seen().iter().map(|s| &*s.path);
        // A row without missing facts spreads because a stated fact is a range.
        let shared: Vec<&str> = if missing.is_empty() {
            seen.collect()
        } else {
            missing
        };
        for path in shared {
            let other = *first_with.entry(path).or_insert(row);
            let (a, b) = (root(&group, row), root(&group, other));
            group[a.max(b)] = a.min(b);
        }
    }
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (row, spread) in spreads.iter().enumerate() {
        *sums.entry(root(&group, row)).or_default() += spread;
    }
    sums.values().map(|s| s * s).sum::<f64>().sqrt()
}

fn root(group: &[usize], mut row: usize) -> usize {
    while group[row] != row {
        row = group[row];
    }
    row
}

/// Share of what convertibility weighs whose facts are all known, 0 to 1.
#[must_use]
pub fn confidence(findings: &[Finding], target: &Target, route: Route) -> f64 {
    let (mut known, mut all) = (0.0, 0.0);
    for finding in counted(findings, target, route) {
        let weight = convertibility_weight(finding, target);
        all += weight;
        if finding.missing().next().is_none() {
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
pub fn categories(
    checklist: &Checklist,
    standing: (&[Finding], Route),
    better: (&[Finding], Route),
    target: &Target,
) -> Vec<CategoryScore> {
    let all: f64 = counted(better.0, target, better.1)
        .map(|f| convertibility_weight(f, target))
        .sum();
    let of = |(findings, route): (&[Finding], Route), category, weight: Weight| {
        let rows: Vec<&Finding> = counted(findings, target, route)
            .filter(|f| f.requirement.category == category)
            .collect();
        let sum: f64 = rows.iter().map(|f| weight(f, target)).sum();
        (sum > 0.0).then(|| (of_rows(&rows, target, weight), sum))
    };
    checklist
        .categories
        .iter()
        .enumerate()
        .map(|(index, category)| {
            let convertibility = of(better, index, convertibility_weight);
            CategoryScore {
                id: category.id.clone(),
                name: category.name.clone(),
                readiness: of(standing, index, readiness_weight).map(|(score, _)| score),
                convertibility: convertibility.map(|(score, _)| score),
                share: convertibility
                    .map_or(0.0, |(_, sum)| if all > 0.0 { sum / all } else { 0.0 }),
            }
        })
        .collect()
}
