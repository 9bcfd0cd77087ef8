//! Heat: what the plant carries at N+1, the coolant it needs, the climate and the water.

use super::{
    Better, Case, Effect, Kind, LimitId, Metric, Role, Trace, Value, YES_NO, fact, groups_n_plus_1,
    stated_word,
};
use crate::estimate::Bounds;
use crate::site::cooling::{CoolingSystem, WaterSource};
use crate::units::MetricUnit;
use Effect::{Improves, Worsens};

/// Coolant flow for a liquid-cooled load, in L/min. 132 kW at 87 % liquid and 1.5 L/min/kW take 172 L/min.
#[must_use]
pub(crate) fn coolant_flow_l_per_min(
    load_kw: f64,
    liquid_share: f64,
    l_per_min_per_kw: f64,
) -> f64 {
    load_kw * liquid_share * l_per_min_per_kw
}

/// Critical IT MW whose liquid heat a flow carries at the design flow for each kW.
#[must_use]
pub(crate) fn loop_flow_it_mw(
    flow_l_per_min: f64,
    liquid_share: f64,
    l_per_min_per_kw: f64,
) -> f64 {
    let per_mw = coolant_flow_l_per_min(1_000.0, liquid_share, l_per_min_per_kw);
    if per_mw <= 0.0 {
        0.0
    } else {
        flow_l_per_min / per_mw
    }
}

/// Room between the warmest coolant accepted and what dry coolers alone deliver on the design day, in K.
///
/// Limit − (dry bulb + dry-cooler approach + CDU approach). A 45 °C limit with approaches of 8 and 4 K
/// bears 33 °C; a 35 °C limit bears 23 °C (the approaches are our assumption).
#[must_use]
pub(crate) fn dry_margin_k(
    limit_c: f64,
    dry_bulb_c: f64,
    dry_cooler_approach_k: f64,
    cdu_approach_k: f64,
) -> f64 {
    limit_c - (dry_bulb_c + dry_cooler_approach_k + cdu_approach_k)
}

/// Whether the design day is known to be cool enough for dry coolers alone, so that no water is needed.
fn dry_suffices(case: &Case, trace: &mut Trace) -> bool {
    let hardware = &case.target.hardware.parameters;
    let Some(limit) = hardware.supply_limit_c.as_ref().map(|p| p.value) else {
        return false;
    };
    let dry_bulb = trace.optional(fact!(case.site, cooling.design_dry_bulb_c));
    dry_bulb.is_some_and(|c| {
        let (dry, cdu) = (
            hardware.dry_cooler_approach_k.value,
            hardware.cdu_approach_k.value,
        );
        dry_margin_k(limit, c.high(), dry, cdu) >= 0.0
    })
}

/// Critical IT MW for heat carried on one side of the split, given that side's share of the heat.
/// Critical IT MW whose heat the plant rejects at N+1 in each block.
pub(crate) fn heat_rejection_n_plus_1(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let block = case.target.hardware.parameters.block_mw.value;
    let plant = trace.read(fact!(case.site, cooling.plant))?;
    let units = plant.iter().map(|g| (&g.count, &g.mw));
    Some(groups_n_plus_1(units, block))
}

/// Critical IT MW whose liquid-cooled part the CDUs carry at N+1 in each block.
pub(crate) fn liquid_n_plus_1(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let hardware = &case.target.hardware.parameters;
    let share = hardware.liquid_share.value;
    let cdus = trace.read(fact!(case.site, cooling.cdus))?;
    let units = cdus.iter().map(|g| (&g.count, &g.mw));
    of_share(
        groups_n_plus_1(units, hardware.block_mw.value * share),
        share,
    )
}

/// Critical IT MW whose air-cooled part the air handlers carry at N+1 in each block.
pub(crate) fn air_n_plus_1(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let hardware = &case.target.hardware.parameters;
    let share = (1.0 - hardware.liquid_share.value).max(0.05);
    let handlers = trace.read(fact!(case.site, cooling.air_handlers))?;
    let units = handlers.iter().map(|g| (&g.count, &g.mw));
    of_share(
        groups_n_plus_1(units, hardware.block_mw.value * share),
        share,
    )
}

/// Critical IT MW of which a share of the heat is carried away.
fn of_share(heat: Bounds, share: f64) -> Option<Bounds> {
    (share > 0.0).then(|| heat.map(|mw| mw / share))
}

pub(crate) const METRICS: &[Metric] = &[
    stated_word!(
        "cooling.system",
        CoolingSystem::WORDS,
        "How the machines are cooled today",
        cooling.system,
        |w: CoolingSystem| { Value::Word(w.word()) }
    ),
    Metric {
        id: "cooling.heat-rejection-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::HeatRejection),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose heat the plant rejects on the design day with one unit out in each block",
        formula: "floor(units / (ceil(block / unit MW) + 1)) × block MW, group by group",
        sources: &["UPT-TIER"],
        reads: &[("cooling.plant", Improves)],
        eval: |case, trace| Value::from(heat_rejection_n_plus_1(case, trace)),
    },
    Metric {
        id: "cooling.cdu-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Liquid),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose liquid-cooled part the CDUs carry with one out in each block",
        formula: "N+1 MW in blocks of block MW × liquid share, divided by the liquid share",
        sources: &["DESCH", "UPT-TIER"],
        reads: &[("cooling.cdus", Improves)],
        eval: |case, trace| Value::from(liquid_n_plus_1(case, trace)),
    },
    Metric {
        id: "cooling.air-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Air),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose air-cooled part the air handlers carry with one out in each block",
        formula: "N+1 MW in blocks of block MW × air share, divided by the air share; where all heat goes to liquid \
                  5 % is still left for network and power rooms",
        sources: &["NV-45C", "GLXY-R"],
        reads: &[("cooling.air_handlers", Improves)],
        eval: |case, trace| Value::from(air_n_plus_1(case, trace)),
    },
    Metric {
        id: "cooling.loop-margin-k",
        unit: MetricUnit::Kelvin,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Room between the warmest coolant accepted and what the standing loop delivers through a CDU",
        formula: "supply limit − (loop supply + CDU approach)",
        sources: &["KLACH", "NV-45C", "RZ-CDU"],
        reads: &[("cooling.loop_supply_c", Worsens)],
        eval: |case, trace| {
            let hardware = &case.target.hardware.parameters;
            let supply = trace.quantity(fact!(case.site, cooling.loop_supply_c));
            let limit = hardware.supply_limit_c.as_ref().map(|p| p.value);
            Value::from(limit.zip(supply).map(|(limit, supply)| {
                supply
                    .map::<crate::units::Celsius>(|c| limit - (c + hardware.cdu_approach_k.value))
                    .into()
            }))
        },
    },
    Metric {
        id: "cooling.dry-margin-k",
        unit: MetricUnit::Kelvin,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Room for cooling without chillers or water on the design day",
        formula: "supply limit − (design dry bulb + dry-cooler approach + CDU approach)",
        sources: &["NV-45C", "JCI", "RZ-CDU"],
        reads: &[("cooling.design_dry_bulb_c", Worsens)],
        eval: |case, trace| {
            let hardware = &case.target.hardware.parameters;
            let dry_bulb = trace.quantity(fact!(case.site, cooling.design_dry_bulb_c));
            let limit = hardware.supply_limit_c.as_ref().map(|p| p.value);
            Value::from(limit.zip(dry_bulb).map(|(limit, dry_bulb)| {
                let margin = |c| {
                    dry_margin_k(
                        limit,
                        c,
                        hardware.dry_cooler_approach_k.value,
                        hardware.cdu_approach_k.value,
                    )
                };
                dry_bulb.map::<crate::units::Celsius>(margin).into()
            }))
        },
    },
    Metric {
        id: "cooling.wet-bulb-c",
        unit: MetricUnit::Celsius,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Wet-bulb temperature of the design day, where heat is rejected with water",
        formula: "as stated; waived where dry coolers alone suffice",
        sources: &["MINERB"],
        reads: &[
            ("cooling.design_wet_bulb_c", Worsens),
            ("cooling.design_dry_bulb_c", Worsens),
        ],
        eval: |case, trace| {
            if dry_suffices(case, trace) {
                return Value::Waived;
            }
            let wet = trace.quantity(fact!(case.site, cooling.design_wet_bulb_c));
            Value::from(wet.map(Bounds::from))
        },
    },
    Metric {
        id: "cooling.water-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose heat the water could reject evaporatively",
        formula: "water a day / make-up for each MW of the hardware; waived where dry coolers alone suffice",
        sources: &["NV-45C-DT"],
        reads: &[
            ("cooling.water_m3_per_day", Improves),
            ("cooling.design_dry_bulb_c", Worsens),
        ],
        eval: |case, trace| {
            if dry_suffices(case, trace) {
                return Value::Waived;
            }
            let per_mw = case
                .target
                .hardware
                .parameters
                .water_m3_per_day_per_mw
                .value
                .max(0.1);
            let water = trace.quantity(fact!(case.site, cooling.water_m3_per_day));
            Value::from(water.map(|w| Bounds::from(w).map(|m3| m3 / per_mw)))
        },
    },
    Metric {
        id: "cooling.water-source",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(WaterSource::WORDS),
        summary: "Where the water comes from",
        formula: "as stated; waived where dry coolers alone suffice",
        sources: &[],
        reads: &[
            ("cooling.water_source", Effect::Mixed),
            ("cooling.design_dry_bulb_c", Worsens),
        ],
        eval: |case, trace| {
            if dry_suffices(case, trace) {
                return Value::Waived;
            }
            let source = trace.read(fact!(case.site, cooling.water_source));
            source.map_or(Value::Unknown, |word| Value::Word(word.word()))
        },
    },
    Metric {
        id: "cooling.loop-flow-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose liquid heat the facility pumps carry at the design flow",
        formula: "loop flow / (1000 kW × liquid share × L/min for each kW)",
        sources: &["OCP-FLOW"],
        reads: &[("cooling.loop_flow_l_per_min", Improves)],
        eval: |case, trace| {
            let hardware = &case.target.hardware.parameters;
            let flow = trace.quantity(fact!(case.site, cooling.loop_flow_l_per_min));
            let design = hardware.coolant_l_per_min_per_kw.as_ref().map(|p| p.value);
            Value::from(design.zip(flow).map(|(design, flow)| {
                Bounds::from(flow).map(|l| loop_flow_it_mw(l, hardware.liquid_share.value, design))
            }))
        },
    },
    stated_word!(
        "cooling.pumps-on-ups",
        YES_NO,
        "Pumps and controls run on UPS",
        cooling.pumps_on_ups,
        Value::flag
    ),
];

#[cfg(test)]
mod tests {
    use super::super::tests::value;
    use super::*;

    #[test]
    fn flow_of_one_rack_lies_in_the_published_band() {
        // 80 to 180 L/min are quoted for one NVL72 rack.
        let flow = coolant_flow_l_per_min(132.0, 0.87, 1.5);
        assert!((flow - 172.3).abs() < 0.1);
        assert!((loop_flow_it_mw(flow, 0.87, 1.5) - 0.132).abs() < 1e-9);
    }

    #[test]
    fn dry_coolers_alone_bear_33_degrees_for_rubin_and_23_for_nvl72() {
        assert_eq!(dry_margin_k(45.0, 33.0, 8.0, 4.0), 0.0);
        assert_eq!(dry_margin_k(35.0, 23.0, 8.0, 4.0), 0.0);
        let hot = "name: A\ncooling: {design_dry_bulb_c: 38}";
        assert_eq!(
            value("cooling.dry-margin-k", "rubin", hot),
            Value::exact(-5.0)
        );
        assert_eq!(
            value("cooling.dry-margin-k", "air-colo", hot),
            Value::Unknown
        );
    }

    #[test]
    fn evaporative_water_as_published() {
        // 2.6 million US gallons a year and MW are 9,842 m³ a year, 27 a day.
        assert!((2.6e6_f64 * 0.003_785_41 / 365.0 - 27.0).abs() < 0.05);
        assert_eq!(
            value(
                "cooling.water-mw",
                "nvl72",
                "name: A\ncooling: {water_m3_per_day: 2700}"
            ),
            Value::exact(100.0)
        );
    }

    #[test]
    fn water_is_not_asked_for_where_dry_coolers_suffice() {
        let cool = "name: A\ncooling: {design_dry_bulb_c: 15, water_m3_per_day: 0}";
        assert_eq!(value("cooling.water-mw", "nvl72", cool), Value::Waived);
        let hot = cool.replace("15", "38");
        assert_eq!(value("cooling.water-mw", "nvl72", &hot), Value::exact(0.0));
    }

    #[test]
    fn plant_counts_at_n_plus_1_in_blocks() {
        // Blocks of 4.8 MW take two units of 2.5 MW and one spare: ten units make three blocks.
        let text = "name: A\ncooling: {plant: [{kind: dry-cooler, count: 10, mw: 2.5}]}";
        let Value::Number(mw) = value("cooling.heat-rejection-n1-mw", "nvl72", text) else {
            panic!()
        };
        assert!((mw.likely - 14.4).abs() < 1e-9);
        assert_eq!(
            value(
                "cooling.heat-rejection-n1-mw",
                "nvl72",
                "name: A\ncooling: {plant: []}"
            ),
            Value::exact(0.0)
        );
        assert_eq!(
            value("cooling.heat-rejection-n1-mw", "nvl72", "name: A"),
            Value::Unknown
        );
    }
}
