//! From the draws of each category to its scores.

use super::judged::{Judged, spread};
use crate::checklist::Checklist;
use crate::score::CategoryScore;
use crate::spread::Bounded;

pub(super) fn categories(checklist: &Checklist, judged: &Judged) -> Vec<CategoryScore> {
    let all = checklist.categories.iter().enumerate();
    all.map(|(at, category)| {
        let of = judged.categories.get(at);
        let bounds = judged.bounds.as_ref().and_then(|b| b.categories.get(at));
        let ends = |score: usize| bounds.and_then(|bounds| bounds[score]);
        CategoryScore {
            id: category.id.clone(),
            name: category.name.clone(),
            retrofit: category.retrofit,
            readiness: of.and_then(|c| scored(&c.readiness, ends(0))),
            convertibility: of.and_then(|c| scored(&c.convertibility, ends(1))),
            share: of.map_or(0.0, |c| c.points / 100.0),
        }
    })
    .collect()
}

fn scored(points: &[f64], ends: Option<[f64; 2]>) -> Option<Bounded> {
    let spread = spread(points.to_vec(), *points.first()?);
    Some(Bounded::within(
        spread,
        ends.map_or([None; 2], |ends| ends.map(Some)),
    ))
}
