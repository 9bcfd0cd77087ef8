//! What a grid connection carries at its voltage, and how much of a swinging load it bears.

use std::sync::LazyLock;

use serde::Deserialize;

use super::power::{LESS_RIGHT, grid_right};
use super::{Better, Case, Effect, Kind, Metric, Role, Value, joined, stated};
use crate::hosting::Parameter;
use crate::site::path::fact_path;
use crate::site::power::Connection;
use crate::typical::Draw;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed};

/// What connections of each voltage carry and tolerate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Grid {
    /// Lowest voltage first.
    lines: Vec<LineClass>,
    /// Lowest voltage first.
    harmonics: Vec<HarmonicLimits>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineClass {
    kv: f64,
    mva: Parameter,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HarmonicLimits {
    up_to_kv: f64,
    /// From which short-circuit ratio on, and the distortion allowed there.
    limits: Vec<(f64, f64)>,
}

static GRID: LazyLock<Grid> =
    LazyLock::new(|| crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/grid.json"))));

/// The voltage at which the lines to a site carry some grid MW: its own, or the lowest class that does, else the highest.
#[must_use]
pub(crate) fn node_kv(draw: &Draw, grid_mw: f64) -> f64 {
    let lines = draw.number(fact_path!("power.feeds")).max(1.0);
    let power_factor = draw.number(fact_path!("power.power_factor")).max(0.01);
    let needed = grid_mw / lines / power_factor;
    let kv = draw.number(fact_path!("power.voltage_kv"));
    let fits = |class: &&LineClass| class.kv >= kv && class.mva.value >= needed;
    let class = GRID.lines.iter().find(fits).or(GRID.lines.last());
    class.map_or(kv, |class| class.kv.max(kv))
}

/// MVA that one line carries at a voltage: straight between the classes, and as far below the lowest as the voltage.
#[must_use]
pub(crate) fn line_mva(kv: f64) -> f64 {
    let mut below = (0.0, 0.0);
    for class in &GRID.lines {
        let here = (class.kv, class.mva.value);
        if kv <= class.kv {
            return below.1 + (here.1 - below.1) * (kv - below.0) / (here.0 - below.0);
        }
        below = here;
    }
    below.1
}

/// Grid MW that the lines to a site carry at their voltage; `None` where no grid feeds it: a plant next door brings a
/// yard of its own.
#[must_use]
pub(crate) fn lines_mw(draw: &Draw) -> Option<f64> {
    let connection: Option<Connection> = draw.word(fact_path!("power.connection"));
    if connection != Some(Connection::Grid) {
        return None;
    }
    // What hangs on a grid hangs on one line at least.
    let lines = draw.number(fact_path!("power.feeds")).max(1.0);
    let mva = line_mva(draw.number(fact_path!("power.voltage_kv")));
    Some(lines * mva * draw.number(fact_path!("power.power_factor")))
}

/// Loads below this are none, MW: a ratio to nothing would say nothing.
const LEAST_MW: f64 = 1.0;

/// Short-circuit level of the grid over the load: 6 000 MVA over 200 MW are 30.
#[must_use]
fn short_circuit_ratio(draw: &Draw) -> Option<f64> {
    let level = draw.get(fact_path!("power.short_circuit_mva"))?;
    Some(level / grid_right(draw).max(LEAST_MW))
}

/// Distortion of the current that IEEE 519 allows at a voltage, as a share of the demand.
///
/// At 138 kV a ratio of 30 allows 4 %, at 345 kV 2.5 %, at 12.47 kV 8 %.
#[must_use]
fn harmonic_limit(kv: f64, ratio: f64) -> f64 {
    let table = GRID.harmonics.iter().find(|table| kv <= table.up_to_kv);
    let allowed = table.or(GRID.harmonics.last()).map(|table| {
        let reached = table.limits.iter().filter(|(from, _)| ratio >= *from);
        reached.map(|(_, share)| *share).fold(0.0, f64::max)
    });
    allowed.unwrap_or(0.0)
}

/// Grid MW by which a synchronous job moves the load from one moment to the next; none where the workload does not.
#[must_use]
fn load_swing(case: &Case) -> f64 {
    let lowest = case.target.workload.parameters.load_swing.as_ref();
    lowest.map_or(0.0, |lowest| grid_right(&case.draw) * (1.0 - lowest.value))
}

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "power.short-circuit-ratio",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Short-circuit level of the grid over the load",
        formula: "MVA of a short circuit at the connection / grid MW of today's right",
        sources: &["IEEE519"],
        reads: joined!(&[("power.short_circuit_mva", Improves)], LESS_RIGHT),
        eval: |case| Value::from(short_circuit_ratio(&case.draw)),
    },
    Metric {
        id: "power.harmonic-limit",
        unit: MetricUnit::Share,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Distortion of the current that the grid bears, as a share of the demand",
        formula: "IEEE 519 by voltage and power.short-circuit-ratio: up to 69 kV 5, 8, 12, 15, 20 % from a ratio of 0, \
                  20, 50, 100, 1 000 on; up to 161 kV half of that; above 1.5, 2.5, 3.75 % from 0, 25, 50 on",
        sources: &["IEEE519"],
        reads: joined!(
            &[
                ("power.voltage_kv", Mixed),
                ("power.short_circuit_mva", Improves)
            ],
            LESS_RIGHT
        ),
        eval: |case| {
            let kv = case.draw.get(fact_path!("power.voltage_kv"));
            let both = kv.zip(short_circuit_ratio(&case.draw));
            Value::from(both.map(|(kv, ratio)| harmonic_limit(kv, ratio)))
        },
    },
    stated!(
        "power.ramp-limit",
        MetricUnit::MwPerMinute,
        Higher,
        "Change of load within a minute that the grid operator allows",
        power.ramp_limit_mw_per_min
    ),
    Metric {
        id: "power.load-swing-mw",
        unit: MetricUnit::GridMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "MW by which a synchronous job moves the load within seconds",
        formula: "grid MW of today's right × (1 − lowest over highest power of the workload)",
        sources: &["ECO-SWING", "ORNL-PMC"],
        reads: LESS_RIGHT,
        eval: |case| Value::Number(load_swing(case)),
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{at_median, number};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_carries_what_its_voltage_lets_it() {
        for (kv, mva) in [
            (12.47, 13.0),
            (34.5, 30.0),
            (138.0, 250.0),
            (184.0, 375.0),
            (345.0, 1_200.0),
            (2.08, 1.75),
            (1_000.0, 5_000.0),
        ] {
            assert!((line_mva(kv) - mva).abs() < 1e-9, "{kv}: {}", line_mva(kv));
        }
    }

    #[test]
    fn every_class_of_line_lies_between_its_ends_and_above_the_one_before() {
        for pair in GRID.lines.windows(2) {
            assert!(pair[0].kv < pair[1].kv && pair[0].mva.value < pair[1].mva.value);
        }
        for class in &GRID.lines {
            let (low, high) = class.mva.ends();
            assert!(
                low <= class.mva.value && class.mva.value <= high,
                "{}",
                class.kv
            );
            let of_a_known = |key: &String| crate::citations::find(key).is_some();
            assert!(class.mva.sources.iter().all(of_a_known), "{}", class.kv);
        }
    }

    #[test]
    fn lines_carry_together_and_a_plant_next_door_needs_none() {
        let of = |power: &str| {
            let text = format!("name: A\npower: {{approved_mw: 200, power_factor: 0.97, {power}}}");
            at_median("nvl72", &text, |case| lines_mw(&case.draw))
        };
        // Two feeders of 13 MVA at 0.97.
        let two = of("connection: grid, voltage_kv: 12.47, feeds: 2").unwrap();
        assert!((two - 25.22).abs() < 1e-9, "{two}");
        assert_eq!(
            of("connection: grid, voltage_kv: 12.47, feeds: 0"),
            Some(two / 2.0)
        );
        assert_eq!(of("connection: behind-the-meter, voltage_kv: 12.47"), None);
        assert_eq!(of("connection: off-grid"), None);
    }

    #[test]
    fn a_stiff_grid_bears_more() {
        let power =
            "power: {approved_mw: 200, expansion: [], short_circuit_mva: 6000, voltage_kv: 138}";
        let text = format!("name: A\n{power}");
        assert_eq!(number("power.short-circuit-ratio", "nvl72", &text), 30.0);
        assert_eq!(number("power.harmonic-limit", "nvl72", &text), 0.04);
        // The limits of IEEE 519 by voltage and ratio.
        for (kv, ratio, share) in [
            (12.47, 30.0, 0.08),
            (69.0, 19.9, 0.05),
            (115.0, 20.0, 0.04),
            (161.0, 5.0, 0.025),
            (345.0, 30.0, 0.025),
            (345.0, 60.0, 0.0375),
        ] {
            assert_eq!(harmonic_limit(kv, ratio), share, "{kv} {ratio}");
        }
    }

    #[test]
    fn a_synchronous_job_swings_and_answers_to_users_do_not() {
        let text = "name: A\npower: {approved_mw: 200, expansion: []}";
        let swing = |target: &str| number("power.load-swing-mw", target, text);
        assert!((swing("nvl72/neocloud/training") - 120.0).abs() < 1e-9);
        assert_eq!(swing("nvl72/neocloud/inference"), 0.0);
    }

    proptest! {
        #[test]
        fn more_kilovolts_never_carry_less(kv in 0.1..1_200.0_f64, more in 0.0..500.0_f64) {
            prop_assert!(line_mva(kv + more) >= line_mva(kv));
        }
    }
}
