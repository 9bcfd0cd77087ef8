//! What must not get better when a fact is hidden.

use std::collections::BTreeMap;

use rackready::assess::{Assessment, Assessor};
use rackready::hosting::Target;
use rackready::rules::GateState;
use rackready::site::Site;
use rackready::site::shape::Node;

/// What must not get better when a fact is hidden.
pub struct Ends {
    numbers: Vec<(&'static str, Option<f64>, Option<f64>)>,
    /// Whether no answer can change the verdict.
    pub is_final: bool,
    gates: BTreeMap<String, GateState>,
}

/// How a site stands for a target.
pub fn ends<'a>(assessor: &Assessor<'a>, site: &Site, target: Target<'a>) -> Ends {
    let assessed = assessor.assess(site, target);
    let Assessment {
        convertibility,
        readiness,
        capacity,
        plan,
        findings,
        verdict,
        ..
    } = &assessed;
    let numbers = [
        ("score", *convertibility),
        ("readiness", *readiness),
        ("today_mw", capacity.today_mw),
        ("ceiling_mw", capacity.ceiling_mw),
        ("planned_mw", plan.figures.planned_mw),
    ];
    let gates = findings
        .iter()
        .filter_map(|f| Some((f.requirement.id.clone(), f.gate()?)));
    Ends {
        numbers: numbers.map(|(name, of)| (name, of.worst, of.best)).to_vec(),
        is_final: verdict.is_final,
        gates: gates.collect(),
    }
}

/// Paths of all facts that a site states, and of its lists.
pub fn leaves(site: &Site) -> Vec<String> {
    let mut paths = Vec::new();
    site.clone().retain_facts("", &mut |path| {
        paths.push(path.to_owned());
        true
    });
    let lists: Vec<String> = paths
        .iter()
        .filter_map(|path| Some(path.split_once('[')?.0.to_owned()))
        .collect();
    paths.extend(lists);
    paths.sort();
    paths.dedup();
    // What a site goes by is its luck; the rest says nothing about it.
    let other = [
        "name", "id", "as_of", "target", "evidence", "waivers", "notes",
    ];
    paths.retain(|path| {
        !other
            .iter()
            .any(|other| path == other || path.starts_with(&format!("{other}[")))
    });
    paths
}

/// A site without a fact, or without all that stands below it.
pub fn hidden(site: &Site, leaf: &str) -> Site {
    let mut site = site.clone();
    let below = [format!("{leaf}["), format!("{leaf}.")];
    site.retain_facts("", &mut |path| {
        path != leaf && !below.iter().any(|b| path.starts_with(b))
    });
    site
}

/// What is lost to rounding.
pub const SLACK: f64 = 1e-9;

/// What gets better at a site when a fact is hidden.
pub fn gains(before: &Ends, after: &Ends) -> Vec<String> {
    let mut gains = Vec::new();
    for ((name, worst, best), (_, worst_after, best_after)) in
        before.numbers.iter().zip(&after.numbers)
    {
        let low = |end: &Option<f64>| end.unwrap_or(f64::NEG_INFINITY);
        let high = |end: &Option<f64>| end.unwrap_or(f64::INFINITY);
        if low(worst_after) > low(worst) + SLACK {
            gains.push(format!("{name} at worst {worst:?} → {worst_after:?}"));
        }
        if high(best_after) < high(best) - SLACK {
            gains.push(format!("{name} at best {best:?} → {best_after:?}"));
        }
    }
    if after.is_final && !before.is_final {
        gains.push("the verdict becomes final".to_owned());
    }
    for (gate, state) in &before.gates {
        if *state != GateState::Passed && after.gates.get(gate) == Some(&GateState::Passed) {
            gains.push(format!("{gate} passes"));
        }
    }
    gains
}
