//! Heat: what the plant carries at N+1, the coolant it needs, the climate and the water.

use super::climate::dry_margin_k;
use super::systems::System;
use super::{Better, Case, Effect, Kind, LimitId, Metric, Role, Value, YES_NO, stated_word, units};
use crate::site::cooling::{CoolingSystem, WaterSource};
use crate::site::path::fact_path;
use crate::typical::draw::Entry;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

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

/// Where the design day is cool enough for dry coolers alone, nobody asks for water.
fn where_water_is_needed(case: &Case, of: impl Fn() -> Value) -> Value {
    if dry_margin_k(case).is_some_and(|margin| margin >= 0.0) {
        Value::Waived
    } else {
        of()
    }
}

/// Critical IT MW whose heat the plant rejects at N+1.
#[must_use]
pub(crate) fn heat_rejection_n_plus_1(case: &Case) -> f64 {
    System::coolers(case).carried(units!(case.draw, "cooling.plant", "mw"))
}

/// Critical IT MW whose liquid-cooled part the CDUs carry at N+1; `None` where no heat goes to liquid.
#[must_use]
pub(crate) fn liquid_n_plus_1(case: &Case) -> Option<f64> {
    System::cdus(case).map(|cdus| cdus.carried(units!(case.draw, "cooling.cdus", "mw")))
}

/// Critical IT MW whose air-cooled part the air handlers carry at N+1.
#[must_use]
pub(crate) fn air_n_plus_1(case: &Case) -> f64 {
    System::air_handlers(case).carried(units!(case.draw, "cooling.air_handlers", "mw"))
}

/// Share of the mine's cooling that is reused, each system by its load where the file tells parts apart.
#[must_use]
fn reuse(case: &Case, of: fn(CoolingSystem) -> f64) -> Option<f64> {
    let parts = || case.draw.list(fact_path!("cooling.systems"));
    let share = |part: &Entry| part.word(fact_path!("cooling.systems[].system")).map(of);
    let (mut all, mut reused) = (0.0, 0.0);
    match parts().take(2).count() {
        0 => return case.draw.word(fact_path!("cooling.system")).map(of),
        1 => return parts().next().as_ref().and_then(share),
        _ => {}
    }
    for part in parts() {
        let mw = part.number(fact_path!("cooling.systems[].mw"));
        all += mw;
        reused += mw * share(&part).unwrap_or(0.0);
    }
    Some(if all > 0.0 { reused / all } else { 0.0 })
}

/// Share of a system that hardware on cold plates reuses: about a fifth of a mine's plant is judged reusable,
/// immersion fluid and tanks not at all (ours).
fn reused_by_liquid(system: CoolingSystem) -> f64 {
    match system {
        CoolingSystem::None | CoolingSystem::OpenAir => 0.0,
        CoolingSystem::Evaporative => 0.05,
        CoolingSystem::Immersion => 0.15,
        CoolingSystem::AirConditioned => 0.2,
        CoolingSystem::Hydro => 0.4,
        CoolingSystem::DirectLiquid => 1.0,
    }
}

/// Share of a system that hardware on air reuses (ours).
fn reused_by_air(system: CoolingSystem) -> f64 {
    match system {
        CoolingSystem::None | CoolingSystem::OpenAir => 0.0,
        CoolingSystem::Immersion => 0.05,
        CoolingSystem::Hydro => 0.1,
        CoolingSystem::Evaporative => 0.15,
        CoolingSystem::DirectLiquid => 0.7,
        CoolingSystem::AirConditioned => 1.0,
    }
}

/// What tells how a mine is cooled.
const SYSTEMS: &[(&str, Effect)] = &[
    ("cooling.system", Mixed),
    ("cooling.systems[].system", Mixed),
    ("cooling.systems[].mw", Mixed),
];

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "cooling.liquid-reuse",
        unit: MetricUnit::Share,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Share of today's cooling that liquid-cooled hardware reuses",
        formula: "1 of direct liquid, 0.4 of hydro, 0.2 of air conditioning, 0.15 of immersion, 0.05 of evaporative, 0 of \
                  open air; by megawatts where several are told",
        sources: &["NV-GBUG", "ANTSP", "CORZ-SEP", "SABRE2"],
        reads: SYSTEMS,
        eval: |case| Value::from(reuse(case, reused_by_liquid)),
    },
    Metric {
        id: "cooling.air-reuse",
        unit: MetricUnit::Share,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Share of today's cooling that hardware on air reuses",
        formula: "1 of air conditioning, 0.7 of direct liquid, 0.15 of evaporative, 0.1 of hydro, 0.05 of immersion, 0 of \
                  open air; by megawatts where several are told",
        sources: &["ASHRAE21", "H1", "SABRE2"],
        reads: SYSTEMS,
        eval: |case| Value::from(reuse(case, reused_by_air)),
    },
    Metric {
        id: "cooling.heat-rejection-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::HeatRejection),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose heat the plant rejects on the design day with one unit out",
        formula: "blocks of ceil(block / unit MW) units and one to spare, group by group, the last as large as its units \
                  and no block smaller than one; all units but the largest for a tenant who shares them. Coolers and \
                  chillers are sold in 0.25, 0.5, 1, 1.5, 2, 2.5 MW, and bought as engines are \
                  (redundancy.backup-n1-mw), six at most to a block",
        sources: &["UPT-TIER"],
        reads: &[
            ("cooling.plant[].count", Improves),
            ("cooling.plant[].mw", Improves),
        ],
        eval: |case| Value::Number(heat_rejection_n_plus_1(case)),
    },
    Metric {
        id: "cooling.cdu-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Liquid),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose liquid-cooled part the CDUs carry with one out",
        formula: "N+1 MW in blocks of block MW × liquid share, or without the largest where units to spare are shared, \
                  divided by the liquid share; waived where no heat goes to liquid. No block is smaller than a unit. CDUs \
                  are sold in 0.6, 1, 1.35, 2, 2.6 MW, and bought as engines are (redundancy.backup-n1-mw), six at \
                  most to a block",
        sources: &["DESCH", "UPT-TIER", "TECHST"],
        reads: &[
            ("cooling.cdus[].count", Improves),
            ("cooling.cdus[].mw", Improves),
        ],
        eval: |case| liquid_n_plus_1(case).map_or(Value::Waived, Value::Number),
    },
    Metric {
        id: "cooling.air-n1-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Air),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose air-cooled part the air handlers carry with one out",
        formula: "N+1 MW in blocks of block MW × air share, or without the largest where units to spare are shared, \
                  divided by the air share; where all heat goes to liquid 5 % is still left for network and power \
                  rooms. No block is smaller than a unit. Air handlers are sold in 0.05, 0.1, 0.15, 0.2, 0.3, 0.5 MW, and \
                  bought as engines are (redundancy.backup-n1-mw), eight at most to a block",
        sources: &["NV-45C", "GLXY-R"],
        reads: &[
            ("cooling.air_handlers[].count", Improves),
            ("cooling.air_handlers[].mw", Improves),
        ],
        eval: |case| Value::Number(air_n_plus_1(case)),
    },
    Metric {
        id: "cooling.loop-margin-k",
        unit: MetricUnit::Kelvin,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Room between the warmest coolant accepted and what the standing loop delivers through a CDU",
        formula: "supply limit − (loop supply + CDU approach); waived for hardware that takes no coolant",
        sources: &["KLACH", "NV-45C", "RZ-CDU"],
        reads: &[("cooling.loop_supply_c", Worsens)],
        eval: |case| {
            let hardware = case.hardware();
            let Some(limit) = &hardware.supply_limit_c else {
                return Value::Waived;
            };
            let supply = case.draw.get(fact_path!("cooling.loop_supply_c"));
            Value::from(supply.map(|c| limit.value - (c + hardware.cdu_approach_k.value)))
        },
    },
    Metric {
        id: "cooling.dry-margin-k",
        unit: MetricUnit::Kelvin,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Room for cooling without more chillers or water on the design day",
        formula: "supply limit − (design dry bulb + dry-cooler approach + CDU approach) + share of the liquid heat for \
                  which chillers stand × rise of the coolant; waived for hardware that takes no coolant",
        sources: &["NV-45C", "JCI", "RZ-CDU"],
        reads: &[
            ("cooling.design_dry_bulb_c", Worsens),
            ("cooling.trim_share", Improves),
        ],
        eval: |case| dry_margin_k(case).map_or(Value::Waived, Value::Number),
    },
    Metric {
        id: "cooling.wet-bulb-c",
        unit: MetricUnit::Celsius,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Wet-bulb temperature of the design day, where heat is rejected with water",
        formula: "as stated; waived where dry coolers suffice with the chillers that stand",
        sources: &["MINERB"],
        reads: &[
            ("cooling.design_wet_bulb_c", Worsens),
            ("cooling.design_dry_bulb_c", Worsens),
            ("cooling.trim_share", Improves),
        ],
        eval: |case| {
            where_water_is_needed(case, || {
                Value::from(case.draw.get(fact_path!("cooling.design_wet_bulb_c")))
            })
        },
    },
    Metric {
        id: "cooling.water-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose heat the water could reject evaporatively",
        formula: "water a day / make-up for each MW of the hardware; waived where dry coolers suffice with the chillers that stand",
        sources: &["NV-45C-DT"],
        reads: &[
            ("cooling.water_m3_per_day", Improves),
            ("cooling.design_dry_bulb_c", Worsens),
            ("cooling.trim_share", Improves),
        ],
        eval: |case| {
            where_water_is_needed(case, || {
                let per_mw = case.hardware().water_m3_per_day_per_mw.value.max(0.1);
                let water = case.draw.get(fact_path!("cooling.water_m3_per_day"));
                Value::from(water.map(|m3| m3 / per_mw))
            })
        },
    },
    Metric {
        id: "cooling.water-source",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(WaterSource::WORDS),
        summary: "Where the water comes from",
        formula: "as stated; waived where dry coolers suffice with the chillers that stand",
        sources: &[],
        reads: &[
            ("cooling.water_source", Effect::Mixed),
            ("cooling.design_dry_bulb_c", Worsens),
            ("cooling.trim_share", Improves),
        ],
        eval: |case| {
            where_water_is_needed(case, || {
                let source = case.draw.get(fact_path!("cooling.water_source"));
                source.map_or(Value::Absent, Value::word)
            })
        },
    },
    Metric {
        id: "cooling.loop-flow-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT whose liquid heat the facility pumps carry at the design flow",
        formula: "loop flow / (1000 kW × liquid share × L/min for each kW); waived for hardware that takes no coolant",
        sources: &["OCP-FLOW"],
        reads: &[("cooling.loop_flow_l_per_min", Improves)],
        eval: |case| {
            let hardware = case.hardware();
            let Some(design) = &hardware.coolant_l_per_min_per_kw else {
                return Value::Waived;
            };
            let flow = case.draw.get(fact_path!("cooling.loop_flow_l_per_min"));
            Value::from(flow.map(|l| loop_flow_it_mw(l, hardware.liquid_share.value, design.value)))
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
    use super::super::tests::{number, value};
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
        let at = |c: f64| format!("name: A\ncooling: {{design_dry_bulb_c: {c}}}");
        let hot = &at(38.0);
        assert_eq!(number("cooling.dry-margin-k", "rubin", &at(33.0)), 0.0);
        assert_eq!(number("cooling.dry-margin-k", "nvl72", &at(23.0)), 0.0);
        assert_eq!(number("cooling.dry-margin-k", "rubin", hot), -5.0);
        assert_eq!(
            value("cooling.dry-margin-k", "air-colo", hot),
            Value::Waived
        );
    }

    #[test]
    fn a_mine_cooled_by_air_has_no_loop() {
        let margin = |cooling: &str| {
            let text = format!("name: A\ncooling: {cooling}");
            value("cooling.loop-margin-k", "rubin", &text)
        };
        assert_eq!(margin("{system: open-air}"), Value::Absent);
        assert_eq!(
            margin("{system: hydro, loop_supply_c: 34}"),
            Value::Number(7.0)
        );
    }

    #[test]
    fn evaporative_water_as_published() {
        // 2.6 million US gallons a year and MW are 9,842 m³ a year, 27 a day.
        assert!((2.6e6_f64 * 0.003_785_41 / 365.0 - 27.0).abs() < 0.05);
        let text = "name: A\ncooling: {design_dry_bulb_c: 38, water_m3_per_day: 2700}";
        assert_eq!(number("cooling.water-mw", "nvl72", text), 100.0);
    }

    #[test]
    fn water_is_not_asked_for_where_dry_coolers_suffice() {
        let cool = "name: A\ncooling: {design_dry_bulb_c: 15, water_m3_per_day: 0}";
        assert_eq!(value("cooling.water-mw", "nvl72", cool), Value::Waived);
        let hot = cool.replace("15", "38");
        assert_eq!(number("cooling.water-mw", "nvl72", &hot), 0.0);
    }

    #[test]
    fn plant_counts_at_n_plus_1_in_blocks() {
        let plant = |list: &str| {
            let text = format!("name: A\ncooling: {{plant: {list}}}");
            number("cooling.heat-rejection-n1-mw", "nvl72", &text)
        };
        // Blocks of 4.8 MW take two units of 2.5 MW and one spare: ten units make three blocks.
        let ten = plant("[{kind: dry-cooler, count: 10, mw: 2.5}]");
        assert!((ten - 14.4).abs() < 1e-9);
        assert_eq!(plant("[]"), 0.0);
    }

    #[test]
    fn each_side_of_the_heat_counts_for_its_share() {
        let text = "name: A\ncooling: {cdus: [{count: 6, mw: 2.1}], air_handlers: []}";
        // 87 % of a block of 4.8 MW are 4.2 MW: two units and a spare, so six units make two blocks.
        let mw = number("cooling.cdu-n1-mw", "nvl72", text);
        assert!((mw - 9.6).abs() < 1e-9, "{mw}");
        assert_eq!(value("cooling.cdu-n1-mw", "air-colo", text), Value::Waived);
        assert_eq!(number("cooling.air-n1-mw", "air-colo", text), 0.0);
    }
}
