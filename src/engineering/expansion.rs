//! Growth of the grid connection, and when its steps come.

use super::power::{agreed, granted, steps};
use super::{Better, Case, Effect, Kind, Metric, Role, Value};
use crate::site::path::fact_path;
use crate::site::power::Readiness;
use crate::units::MetricUnit;
use Effect::{Improves, Worsens};

/// Grid MW with the steps of expansion, studied ones at half, over the grid MW granted today.
fn growth_ratio(case: &Case) -> Value {
    let draw = &case.draw;
    let granted = granted(draw).max(1.0);
    let studied = steps(draw, |readiness| readiness == Readiness::Studied);
    Value::Number((granted + agreed(draw) + 0.5 * studied) / granted)
}

/// Months from the date of the facts until the tenant's least MW is live by the dates of the steps of expansion;
/// absent where all of them together are too few, which is never.
fn first_power_months(case: &Case) -> Value {
    let draw = &case.draw;
    let need = case.target.tenant.parameters.min_mw.value / case.hardware().grid_to_it.value;
    let energized = draw.number(fact_path!("power.energized_mw"));
    if energized >= need {
        return Value::Number(0.0);
    }
    let dated = || {
        draw.list(fact_path!("power.expansion")).filter_map(|step| {
            let month = step.get(fact_path!("power.expansion[].date"))?;
            Some((month, step.number(fact_path!("power.expansion[].mw"))))
        })
    };
    let live = |month: f64| -> f64 {
        let until = dated().filter(|(date, _)| *date <= month);
        energized + until.map(|(_, mw)| mw).sum::<f64>()
    };
    let months = dated().map(|(date, _)| date);
    let first = months.filter(|date| live(*date) >= need).reduce(f64::min);
    let as_of = draw.get(fact_path!("as_of"));
    Value::from(
        first
            .zip(as_of)
            .map(|(first, from)| (first - from).max(0.0)),
    )
}

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "scale.growth-ratio",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Grid MW with stated expansion over the grid MW of today's right",
        formula: "(grid MW + agreed steps + half of studied steps) / grid MW",
        sources: &["RR-SITES"],
        reads: &[
            ("power.expansion[].mw", Improves),
            ("power.expansion[].readiness", Improves),
            ("power.approved_mw", Worsens),
            ("power.contracted_mw", Worsens),
            ("power.energized_mw", Worsens),
        ],
        eval: growth_ratio,
    },
    Metric {
        id: "scale.first-power-months",
        unit: MetricUnit::Months,
        role: Role::FirstPower,
        kind: Kind::Number(Better::Lower),
        summary: "Months until the tenant's least MW is live",
        formula: "0 when energized MW × grid-to-IT share covers it; else the date of the expansion step that does, and \
                  never where none does",
        sources: &["RR-SITES"],
        reads: &[
            ("power.energized_mw", Improves),
            ("as_of", Improves),
            ("power.expansion[].mw", Improves),
            ("power.expansion[].date", Worsens),
        ],
        eval: first_power_months,
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{number, value};
    use super::*;

    #[test]
    fn first_power_comes_with_the_step_that_reaches_the_least_megawatts() {
        let months = |power: &str| {
            let text = format!("name: A\nas_of: 2026-01\npower: {power}");
            value("scale.first-power-months", "nvl72/neocloud", &text)
        };
        assert_eq!(months("{energized_mw: 300}"), Value::Number(0.0));
        assert_eq!(
            months("{energized_mw: 5, expansion: [{mw: 300, date: 2028-01}]}"),
            Value::Number(24.0)
        );
        // Whichever is written first.
        assert_eq!(
            months(
                "{energized_mw: 5, expansion: [{mw: 300, date: 2029-01}, {mw: 300, date: 2028-01}]}"
            ),
            Value::Number(24.0)
        );
        assert_eq!(
            months(
                "{energized_mw: 0, expansion: [{mw: 1, date: 2028-01}, {mw: 300, date: 2029-01}]}"
            ),
            Value::Number(36.0)
        );
        let never = "{energized_mw: 5, approved_mw: 600, expansion: []}";
        assert_eq!(months(never), Value::Absent);
    }

    #[test]
    fn agreed_steps_grow_a_site_in_full_and_studied_ones_by_half() {
        let ratio = |steps: &str| {
            let text = format!("name: A\npower: {{approved_mw: 100, expansion: {steps}}}");
            number("scale.growth-ratio", "nvl72", &text)
        };
        assert_eq!(ratio("[]"), 1.0);
        assert_eq!(ratio("[{mw: 100, readiness: agreed}]"), 2.0);
        assert_eq!(ratio("[{mw: 100, readiness: studied}]"), 1.5);
        assert_eq!(ratio("[{mw: 100, readiness: none}]"), 1.0);
    }
}

/// TEMP
pub(crate) fn power_steps(draw: &crate::typical::Draw, into: &mut Vec<(f64, f64)>) {
    into.clear();
    let energized = draw.number(fact_path!("power.energized_mw"));
    into.push((0.0, energized));
    into.push((10.0, (super::power::grid_right(draw) - energized).max(0.0)));
}
