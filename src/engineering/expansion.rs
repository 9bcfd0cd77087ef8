//! Growth of the grid connection, and when its steps come.

use super::power::{grid_right, steps};
use super::{Better, Case, Effect, Kind, Metric, Role, Trace, Value, fact};
use crate::estimate::Estimate;
use crate::site::date::Date;
use crate::site::date::months_between;
use crate::site::power::Readiness;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed};

/// Grid MW with its stated steps of expansion, studied ones at half, over the grid MW of today's right.
fn growth_ratio(case: &Case, trace: &mut Trace) -> Value {
    let Some(list) = trace.read(fact!(case.site, power.expansion)) else {
        return Value::Unknown;
    };
    let Some(right) = grid_right(case, trace) else {
        return Value::Unknown;
    };
    let agreed = steps(Some(list), |r| f64::from(r >= Readiness::Agreed));
    let studied = steps(
        Some(list),
        |r| if r == Readiness::Studied { 0.5 } else { 0.0 },
    );
    let base = (right.likely - agreed).max(1.0);
    Value::exact((base + agreed + studied) / base)
}

/// Months from the date of the facts until the tenant's least MW is live, as far as dates are stated.
fn first_power_months(case: &Case, trace: &mut Trace) -> Value {
    let target = case.target;
    let need = target.tenant.parameters.min_mw.value / target.hardware.parameters.grid_to_it.value;
    let energized = trace.quantity(fact!(case.site, power.energized_mw));
    if energized.is_some_and(|mw| mw.low() >= need) {
        return Value::exact(0.0);
    }
    let Some(as_of) = trace.read(fact!(case.site, as_of)).copied() else {
        return Value::Unknown;
    };
    let Some(list) = trace.read(fact!(case.site, power.expansion)) else {
        return Value::Unknown;
    };
    let mut dated: Vec<(Date, f64)> = list
        .iter()
        .filter_map(|s| Some((*s.date.get()?, s.mw.known()?.likely())))
        .collect();
    dated.sort_by_key(|(date, _)| *date);
    let mut live = energized.map_or(0.0, Estimate::likely);
    for (date, mw) in dated {
        live += mw;
        if live >= need {
            return Value::Number(months_between(as_of, date));
        }
    }
    Value::Unknown
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
            ("power.expansion", Mixed),
            ("power.approved_mw", Mixed),
            ("power.contracted_mw", Mixed),
            ("power.energized_mw", Mixed),
            ("power.requested_mw", Mixed),
        ],
        eval: growth_ratio,
    },
    Metric {
        id: "scale.first-power-months",
        unit: MetricUnit::Months,
        role: Role::FirstPower,
        kind: Kind::Number(Better::Lower),
        summary: "Months until the tenant's least MW is live, from stated dates alone",
        formula: "0 when energized MW × grid-to-IT share covers it; else the date of the expansion step that does",
        sources: &["RR-SITES"],
        reads: &[
            ("power.energized_mw", Improves),
            ("as_of", Mixed),
            ("power.expansion", Mixed),
        ],
        eval: first_power_months,
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::value;
    use super::*;

    #[test]
    fn first_power_reads_stated_dates_alone() {
        let text = "name: A\nas_of: 2026-01\npower: {energized_mw: 300}";
        assert_eq!(
            value("scale.first-power-months", "nvl72/neocloud", text),
            Value::exact(0.0)
        );
        let text = "name: A\nas_of: 2026-01\npower: {energized_mw: 5, approved_mw: 600}";
        assert_eq!(
            value("scale.first-power-months", "nvl72/neocloud", text),
            Value::Unknown
        );
        let text = "name: A\nas_of: 2026-01\npower: {energized_mw: 5, expansion: [{mw: 300, date: 2028-01}]}";
        assert_eq!(
            value("scale.first-power-months", "nvl72/neocloud", text),
            Value::exact(24.0)
        );
    }
}
