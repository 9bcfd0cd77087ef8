//! The order in which facts are drawn: each after those that it hangs on.

use std::collections::BTreeSet;

use super::prior::{Number, Prior};
use crate::source::Flaw;

/// The priors in an order in which each follows what it hangs on, with everything that bounds it by way of
/// others named in each.
pub(super) fn in_order(mut priors: Vec<Prior>) -> Result<Vec<Prior>, Vec<Flaw>> {
    close_bounds(&mut priors)?;
    let waits: Vec<BTreeSet<usize>> = priors.iter().map(|p| waits_for(p, &priors)).collect();
    let mut done = vec![false; priors.len()];
    let mut order = Vec::new();
    while order.len() < priors.len() {
        let ready = |at: &usize| !done[*at] && waits[*at].iter().all(|other| done[*other]);
        let Some(next) = (0..priors.len()).find(ready) else {
            let left = (0..priors.len()).filter(|at| !done[*at]).collect();
            let around = in_circles(left, &waits);
            return Err(around.map(|at| circle(at, &priors[at])).collect());
        };
        done[next] = true;
        order.push(next);
    }
    let mut placed: Vec<Option<Prior>> = priors.into_iter().map(Some).collect();
    Ok(order
        .into_iter()
        .filter_map(|at| placed[at].take())
        .collect())
}

/// Of priors that wait for each other without end those that others wait for in turn: the rest only hang on
/// the circle.
fn in_circles(mut left: BTreeSet<usize>, waits: &[BTreeSet<usize>]) -> impl Iterator<Item = usize> {
    loop {
        let awaited = |at: &usize| left.iter().any(|other| waits[*other].contains(at));
        let around: BTreeSet<usize> = left.iter().copied().filter(awaited).collect();
        if around.len() == left.len() {
            return around.into_iter();
        }
        left = around;
    }
}

fn circle(at: usize, prior: &Prior) -> Flaw {
    let message = format!("`{}` hangs on itself by way of others", prior.fact);
    Flaw::new(format!("priors[{at}]"), message)
}

/// Positions of the priors that must be drawn before.
fn waits_for(prior: &Prior, priors: &[Prior]) -> BTreeSet<usize> {
    let mut facts: Vec<&str> = Vec::new();
    facts.extend(prior.entry.iter().map(|(list, _)| list.as_str()));
    facts.extend(prior.only_when.iter().map(|c| c.fact.as_str()));
    facts.extend(prior.values.number().into_iter().flat_map(Number::sized_by));
    for when in &prior.when {
        let tested = when.conditions.iter().map(|c| c.fact.as_str());
        let sizing = when.values.number().into_iter().flat_map(Number::sized_by);
        // What the file states is there before anything is drawn.
        let drawn = |fact: &&str| !when.stated.iter().any(|stated| stated == fact);
        facts.extend(tested.chain(sizing).filter(drawn));
    }
    let position = |fact: &str| priors.iter().position(|p| p.fact == fact);
    facts.into_iter().filter_map(position).collect()
}

/// Bounds by way of others, and their other side: what is at most energized is at most approved too.
fn close_bounds(priors: &mut [Prior]) -> Result<(), Vec<Flaw>> {
    let direct: Vec<(String, Vec<String>)> = priors
        .iter()
        .map(|p| (p.fact.clone(), p.at_most.clone()))
        .collect();
    let above = |fact: &str| {
        direct
            .iter()
            .find(|(f, _)| f == fact)
            .map(|(_, above)| above)
    };
    for at in 0..priors.len() {
        let mut all: Vec<String> = Vec::new();
        let mut open = priors[at].at_most.clone();
        while let Some(fact) = open.pop() {
            if fact == priors[at].fact {
                return Err(vec![circle(at, &priors[at])]);
            }
            if !all.contains(&fact) {
                open.extend(above(&fact).into_iter().flatten().cloned());
                all.push(fact);
            }
        }
        for fact in &all {
            let own = priors[at].fact.clone();
            if let Some(other) = priors.iter_mut().find(|p| p.fact == *fact) {
                other.at_least.push(own);
            }
        }
        priors[at].at_most = all;
    }
    Ok(())
}
