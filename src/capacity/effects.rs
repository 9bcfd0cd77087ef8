//! What metrics say that more of a fact does to them, held against what it does.

use proptest::prelude::*;

use super::metrics;
use crate::engineering::tests::site;
use crate::engineering::{Better, Case, Effect, Kind, Metric, Value};
use crate::site::path;
use crate::site::shape::Shape;
use crate::typical::{Draw, Draws, Layout, Pick, Sample, built_in};

const SITES: [&str; 4] = [
    "name: A\npower: {approved_mw: 100}",
    "name: B\npower: {energized_mw: 40, approved_mw: 90, connection: behind-the-meter, firmness: interruptible,\n\
     onsite_plant: [{mw: 20, count: 3}, {mw: 50}], expansion: [{mw: 10}, {mw: 80, readiness: studied}]}\n\
     substation: {transformers: [{mva: 50, count: 2}, {count: 3}]}\n\
     cooling: {water_m3_per_day: 600, plant: [{mw: 1}, {count: 9}], cdus: [{}], air_handlers: [{}, {}]}\n\
     redundancy: {generators: [{mw: 2.5}, {count: 60}], ups: [{}, {topology: 2n}, {topology: n+1}]}\n\
     halls: [{}, {building: containers}]\npermits: [{kind: moratorium}, {kind: air}, {}]\nfiber: {metros: [{}, {rtt_ms: 9}]}",
    "name: D\npower: {energized_mw: 2, approved_mw: 40, contracted_mw: 30, expansion: [{mw: 30, readiness: agreed},\n\
     {mw: 9, readiness: energized}], energization: [{mw: 8}, {mw: 12}, {mw: 30}]}",
    "name: C\nland: {tenure: lease}\npermits: [{kind: moratorium, status: denied}, {kind: moratorium, status: pending}]",
];

/// How good a value is for a row that asks for more of it: what is not there is no good, what is waived all of it.
fn worth(metric: &Metric, value: Value) -> f64 {
    match (value, metric.kind) {
        (Value::Absent, _) => f64::NEG_INFINITY,
        (Value::Waived, _) => f64::INFINITY,
        (Value::Number(number), Kind::Number(Better::Higher)) => number,
        (Value::Number(number), _) => -number,
        // Words of permits stand best first.
        (Value::Word(at), _) => -f64::from(at),
    }
}

/// Whether a number is another or more, but for the last digits.
fn at_least(more: f64, less: f64) -> bool {
    more >= less || less - more <= 1e-9 * less.abs()
}

/// The same values with one a step further.
fn moved(layout: &Layout, values: &[f64], slot: usize, step: f64) -> Option<Vec<f64>> {
    let now = *values.get(slot).filter(|value| !value.is_nan())?;
    let to = match path::shape(layout.fact(slot).0)? {
        Shape::Quantity { min, max, .. } => (now + step * now.abs().max(1.0)).clamp(min, max),
        Shape::Date => now + (step * 24.0).round(),
        _ => return None,
    };
    let mut values = values.to_vec();
    values[slot] = to;
    Some(values)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn more_of_a_fact_does_what_its_metric_says(
        at in 0..SITES.len(),
        draw in 0..128_usize,
        step in 0.01..3.0_f64,
        target in prop::sample::select(vec!["nvl72", "nvl72/neocloud/inference", "hpc/research", "air-colo"]),
    ) {
        let site = site(SITES[at]);
        let draws = Draws::of(built_in(), &site, Sample::default());
        let mut values = Vec::new();
        let _ = draws.draw(Pick::Draw(draw), &mut values);
        let layout = draws.layout();
        let target = crate::hosting::catalog().target(target).unwrap();
        let of = |metric: &Metric, values: &[f64]| {
            let case = Case { draw: Draw::of(layout, values), target, hall: Some(1), climates: None, limits: None };
            worth(metric, (metric.eval)(&case))
        };
        for metric in metrics() {
            let before = of(metric, &values);
            for slot in 0..values.len() {
                let path = path::text(layout.fact(slot).0);
                let effect = metric.reads.iter().find(|(read, _)| *read == path).map(|(_, effect)| *effect);
                let (Some(effect), Some(values)) = (effect, moved(layout, &values, slot, step)) else {
                    continue;
                };
                // Where the air is dry a megawatt leaves more of its heat to water, so that what little there is serves fewer.
                if path == "cooling.design_wet_bulb_c" {
                    continue;
                }
                let after = of(metric, &values);
                let is_well = match effect {
                    Effect::Improves => at_least(after, before),
                    Effect::Worsens => at_least(before, after),
                    Effect::Mixed => true,
                };
                prop_assert!(is_well, "{} by {path}: {before} → {after}", metric.id);
            }
        }
    }
}
