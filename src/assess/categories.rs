//! From the draws of each category to its scores.

use super::judged::{Judged, bounded};
use crate::checklist::Checklist;
use crate::score::CategoryScore;
use crate::spread::Bounded;

pub(super) fn categories(checklist: &Checklist, judged: &Judged) -> Vec<CategoryScore> {
    let all = checklist.categories.iter().enumerate();
    all.map(|(at, category)| {
        let of = judged.categories.get(at);
        CategoryScore {
            id: category.id.clone(),
            name: category.name.clone(),
            readiness: of.and_then(|c| scored(&c.readiness)),
            convertibility: of.and_then(|c| scored(&c.convertibility)),
            share: of.map_or(0.0, |c| c.points / 100.0),
        }
    })
    .collect()
}

/// The scores of draws, those of both ends behind them.
fn scored(points: &[f64]) -> Option<Bounded> {
    let (draws, ends) = points.split_at(points.len().checked_sub(2)?);
    let ends = [*ends.first()?, *ends.last()?];
    Some(bounded(&mut draws.to_vec(), ends, ends[0]))
}
