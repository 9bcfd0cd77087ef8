//! Grid power and how firm it is.

use super::{
    Better, Case, Effect, Kind, Metric, Role, Trace, Value, YES_NO, fact, stated, stated_word,
};
use crate::estimate::{Bounds, Estimate};
use crate::site::date::months_between;
use crate::site::path::fact_path;
use crate::site::power::{Connection, ExpansionStep, Firmness, PlantGroup, Readiness};
use crate::units::{GridMw, MetricUnit, Share};
use Effect::{Improves, Mixed, Worsens};

/// Power factor taken where the file states none (our assumption; DCCOM asks 0.95 of power supplies).
pub(crate) const DEFAULT_POWER_FACTOR: f64 = 0.95;

/// Grid MW that the site has a right to: the largest of what is approved, contracted and energized,
/// and the agreed steps of expansion on top.
///
/// Without an approval or contract the energized MW are the low end; the high end is what is asked for, or open.
/// `None` when nothing is stated.
pub(crate) fn grid_right(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let power = &case.site.power;
    let approved = trace.optional(fact!(case.site, power.approved_mw));
    let contracted = trace.optional(fact!(case.site, power.contracted_mw));
    let energized = trace.optional(fact!(case.site, power.energized_mw));
    let agreed = steps(power.expansion.items(), |r| {
        f64::from(r >= Readiness::Agreed)
    });
    if agreed > 0.0 {
        trace.note(fact_path!("power.expansion"), true);
    }
    let granted = [approved, contracted]
        .into_iter()
        .flatten()
        .reduce(Estimate::max);
    let right = match (granted, energized) {
        (Some(granted), None) => granted.into(),
        (Some(granted), Some(energized)) => granted.max(energized).into(),
        (None, Some(energized)) => {
            trace.note(fact_path!("power.approved_mw"), false);
            let requested = trace.optional(fact!(case.site, power.requested_mw));
            let high = requested.map(|mw| mw.high().max(energized.high()));
            Bounds {
                high,
                ..Bounds::open(energized.low(), energized.likely())
            }
        }
        (None, None) => {
            trace.note(fact_path!("power.approved_mw"), false);
            let requested = trace.optional(fact!(case.site, power.requested_mw));
            let wished = power
                .expansion
                .items()
                .map_or(0.0, |_| steps(power.expansion.items(), |_| 1.0));
            let high = requested.map_or(0.0, Estimate::high).max(wished);
            if high <= 0.0 {
                return None;
            }
            return Some(Bounds {
                low: agreed,
                likely: agreed,
                high: Some(high.max(agreed)),
            });
        }
    };
    Some(right.map(|mw| mw + agreed))
}

/// MW of expansion, each step times a weight by its readiness; steps without MW count nothing.
pub(super) fn steps(steps: Option<&[ExpansionStep]>, weight: impl Fn(Readiness) -> f64) -> f64 {
    steps
        .unwrap_or_default()
        .iter()
        .map(|s| {
            s.mw.known().map_or(0.0, Estimate::likely)
                * weight(s.readiness.known().unwrap_or(Readiness::None))
        })
        .sum()
}

/// MW that a plant of several units delivers with its largest unit out.
///
/// Four units of 55 MW give 165 MW; a single unit gives none.
#[must_use]
pub(crate) fn plant_n_minus_1(groups: &[PlantGroup]) -> Bounds {
    let mut total = Bounds::exact(0.0);
    let mut largest: f64 = 0.0;
    for group in groups {
        match (group.count.known(), group.mw.known()) {
            (Some(count), Some(mw)) => {
                if count.high() >= 1.0 {
                    largest = largest.max(mw.likely());
                }
                let group: Estimate<GridMw> = count.rising(mw, |n, mw| n * mw);
                total = total.rising(group.into(), |a, b| a + b);
            }
            (Some(count), None) if count.high() <= 1.0 && groups.len() == 1 => {
                return Bounds::exact(0.0);
            }
            _ => total = total.rising(Bounds::open(0.0, 0.0), |a, b| a + b),
        }
    }
    total.map(|mw| (mw - largest).max(0.0))
}

/// Share of the supply that is firm, from 0 to 1.
///
/// A firm contract is 1. A supply that may be interrupted for longer than the workload tolerates
/// is as firm as the firming stated for it. A plant behind the meter is at best as firm as its output
/// without the largest unit, plus standby and firming; the file says whether its contract is firm.
pub(crate) fn firm_share(case: &Case, trace: &mut Trace) -> Bounds {
    let right = grid_right(case, &mut Trace::silent());
    firm_share_of(case, trace, right)
}

/// Share of a load that is firm. A load smaller than the grid right is firmed by as many MW, so by a larger share.
pub(crate) fn firm_share_of(case: &Case, trace: &mut Trace, load_mw: Option<Bounds>) -> Bounds {
    let power = &case.site.power;
    let unknown = |likely| Bounds {
        low: 0.0,
        likely,
        high: Some(1.0),
    };
    let connection = power.connection.known();
    let from_plant = matches!(
        connection,
        Some(Connection::BehindTheMeter | Connection::OffGrid)
    );
    match trace.read(fact!(case.site, power.firmness)).copied() {
        Some(Firmness::Firm) => Bounds::exact(1.0),
        Some(Firmness::Interruptible) => {
            let tolerated = tolerated_interruption(case);
            if tolerated > 0.0 {
                match trace.quantity(fact!(case.site, power.interruptible_hours_per_year)) {
                    Some(hours) if hours.high() <= tolerated => return Bounds::exact(1.0),
                    Some(hours) if hours.low() <= tolerated => return unknown(0.0),
                    Some(_) => {}
                    None => return unknown(0.0),
                }
            }
            share_of(case, trace, Bounds::exact(0.0), load_mw)
        }
        None if from_plant => {
            trace.read(fact!(case.site, power.connection));
            let Some(plant) = trace.read(fact!(case.site, power.onsite_plant)) else {
                return unknown(0.0);
            };
            let mut firm = plant_n_minus_1(plant);
            match trace.quantity(fact!(case.site, power.standby_mw)) {
                Some(standby) => firm = firm.rising(standby.into(), |a, b| a + b),
                None => firm.high = None,
            }
            // A plant may be interruptible by contract too: until somebody says, that is its worst case.
            Bounds {
                low: 0.0,
                ..share_of(case, trace, firm, load_mw)
            }
        }
        // Until somebody asks, a grid supply is taken as firm at the likely value.
        None => unknown(1.0),
    }
}

/// Hours of contractual interruption that tenant or workload bear, the larger of the two.
fn tolerated_interruption(case: &Case) -> f64 {
    let workload = case
        .target
        .workload
        .parameters
        .interruption_h_per_year
        .value;
    workload.max(
        case.target
            .tenant
            .parameters
            .tenant_interruption_h_per_year
            .value,
    )
}

fn share_of(case: &Case, trace: &mut Trace, firm: Bounds, load_mw: Option<Bounds>) -> Bounds {
    let firming = trace.optional(fact!(case.site, power.firming_mw));
    let firm = firming.map_or(firm, |f| firm.rising(f.into(), |a, b| a + b));
    if firm == Bounds::exact(0.0) {
        return firm;
    }
    let Some(right) = load_mw else {
        return Bounds {
            low: 0.0,
            likely: 0.0,
            high: Some(1.0),
        };
    };
    let share = |mw: f64, of: f64| if of <= 0.0 { 1.0 } else { (mw / of).min(1.0) };
    let low = right.high.map_or(0.0, |of| share(firm.low, of));
    let likely = share(firm.likely, right.likely).max(low);
    Bounds {
        low,
        likely,
        high: Some(firm.high.map_or(1.0, |mw| share(mw, right.low)).max(likely)),
    }
}

/// Share of the year with supply: 1 − outage hours / 8760.
#[must_use]
pub(crate) fn availability(outage_hours: f64) -> f64 {
    (1.0 - outage_hours / 8760.0).clamp(0.0, 1.0)
}

/// Share of the year that the line's own history shows.
pub(crate) fn grid_availability(case: &Case, trace: &mut Trace) -> Option<Estimate<Share>> {
    Some(
        trace
            .quantity(fact!(case.site, power.outage_hours_per_year))?
            .map(availability),
    )
}

/// The facts that decide how many MW the grid connection gives.
pub(crate) const GRID_FACTS: &[(&str, Effect)] = &[
    ("power.approved_mw", Improves),
    ("power.contracted_mw", Improves),
    ("power.energized_mw", Improves),
    ("power.requested_mw", Improves),
    ("power.expansion", Mixed),
];

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "power.grid-right-mw",
        unit: MetricUnit::GridMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Grid MW that the site has a right to",
        formula: "largest of approved, contracted and energized MW, plus agreed expansion steps; without approval or \
                  contract the high end is open; what is only requested counts at the high end",
        sources: &["RR-SITES"],
        reads: GRID_FACTS,
        eval: |case, trace| Value::from(grid_right(case, trace)),
    },
    Metric {
        id: "power.firm-share",
        unit: MetricUnit::Share,
        role: Role::FirmShare,
        kind: Kind::Number(Better::Higher),
        summary: "Share of the supply that is firm",
        formula: "1 for a firm contract; firming MW / grid MW for an interruptible one beyond the hours the workload \
                  tolerates; (plant without its largest unit + standby + firming) / grid MW behind the meter",
        sources: &["DENTON", "RR-SITES"],
        reads: &[
            ("power.firmness", Mixed),
            ("power.connection", Mixed),
            ("power.interruptible_hours_per_year", Worsens),
            ("power.onsite_plant", Mixed),
            ("power.standby_mw", Improves),
            ("power.firming_mw", Improves),
            ("power.approved_mw", Mixed),
            ("power.contracted_mw", Mixed),
            ("power.energized_mw", Mixed),
            ("power.requested_mw", Mixed),
            ("power.expansion", Mixed),
        ],
        eval: |case, trace| {
            let share = firm_share(case, trace);
            let open = share.low <= 0.0 && share.high == Some(1.0);
            if open {
                Value::Unknown
            } else {
                Value::Number(share)
            }
        },
    },
    Metric {
        id: "power.interruptible-hours",
        unit: MetricUnit::HoursPerYear,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Hours a year that the supplier may interrupt",
        formula: "0 for a firm supply, else as stated",
        sources: &["DUKE-S"],
        reads: &[
            ("power.firmness", Mixed),
            ("power.interruptible_hours_per_year", Worsens),
        ],
        eval: |case, trace| {
            if trace.read(fact!(case.site, power.firmness)) == Some(&Firmness::Firm) {
                return Value::exact(0.0);
            }
            trace
                .quantity(fact!(case.site, power.interruptible_hours_per_year))
                .map_or(Value::Unknown, |h| Value::Number(h.into()))
        },
    },
    stated!(
        "power.feeds",
        MetricUnit::Plain,
        Higher,
        "Independent utility lines or feeds",
        power.feeds
    ),
    stated!(
        "power.voltage-kv",
        MetricUnit::Kilovolts,
        Higher,
        "Voltage of the grid connection",
        power.voltage_kv
    ),
    Metric {
        id: "power.grid-availability",
        unit: MetricUnit::Share,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Share of the year with supply, from the line's own history",
        formula: "1 − outage hours / 8760",
        sources: &["EIA113"],
        reads: &[("power.outage_hours_per_year", Worsens)],
        eval: |case, trace| {
            grid_availability(case, trace).map_or(Value::Unknown, |a| Value::Number(a.into()))
        },
    },
    stated!(
        "power.outages-per-year",
        MetricUnit::PerYear,
        Lower,
        "Supply interruptions in a year",
        power.outages_per_year
    ),
    stated!(
        "power.power-factor",
        MetricUnit::Plain,
        Higher,
        "Power factor at the grid connection",
        power.power_factor
    ),
    stated_word!(
        "power.ride-through",
        YES_NO,
        "Rides through voltage and frequency dips",
        power.ride_through,
        Value::flag
    ),
    Metric {
        id: "power.supply-years",
        unit: MetricUnit::Years,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Years from the date of the facts to the end of the supply agreement",
        formula: "months between the two dates / 12",
        sources: &[],
        reads: &[("power.supply_ends", Mixed), ("as_of", Mixed)],
        eval: |case, trace| {
            let ends = trace.read(fact!(case.site, power.supply_ends)).copied();
            let as_of = trace.read(fact!(case.site, as_of)).copied();
            let years = as_of
                .zip(ends)
                .map(|(from, to)| months_between(from, to).map(|m| m / 12.0));
            Value::from(years)
        },
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::value;
    use super::*;

    #[test]
    fn megawatts_are_never_summed_but_agreed_steps_are_added() {
        let text = "name: A\npower: {energized_mw: 200, approved_mw: 800, contracted_mw: 600, requested_mw: 2700}";
        assert_eq!(
            value("power.grid-right-mw", "nvl72", text),
            Value::exact(800.0)
        );
        let text = "name: A\npower: {approved_mw: 600, expansion: [{mw: 150, readiness: agreed}, {mw: 99, readiness: none}]}";
        assert_eq!(
            value("power.grid-right-mw", "nvl72", text),
            Value::exact(750.0)
        );
        let text = "name: A\npower: {energized_mw: 50}";
        assert_eq!(
            value("power.grid-right-mw", "nvl72", text),
            Value::Number(Bounds::open(50.0, 50.0))
        );
        let text = "name: A\npower: {requested_mw: 300}";
        let wished = Bounds {
            low: 0.0,
            likely: 0.0,
            high: Some(300.0),
        };
        assert_eq!(
            value("power.grid-right-mw", "nvl72", text),
            Value::Number(wished)
        );
    }

    #[test]
    fn a_plant_is_as_firm_as_it_is_without_its_largest_unit() {
        let plant = "name: A\npower: {approved_mw: 220, connection: behind-the-meter, standby_mw: 0, \
                     onsite_plant: [{count: 4, mw: 55}]}";
        let at_best = Value::Number(Bounds {
            low: 0.0,
            likely: 0.75,
            high: Some(0.75),
        });
        assert_eq!(value("power.firm-share", "nvl72", plant), at_best);
        let single = "name: A\npower: {approved_mw: 110, connection: behind-the-meter, standby_mw: 0, \
                      onsite_plant: [{count: 1, mw: 115}]}";
        assert_eq!(
            value("power.firm-share", "nvl72", single),
            Value::exact(0.0)
        );
        let standby = single.replace("standby_mw: 0", "standby_mw: 110");
        assert_eq!(value("power.firm-share", "nvl72", &standby), Value::Unknown);
        let firm = plant.replace("connection:", "firmness: firm, connection:");
        assert_eq!(value("power.firm-share", "nvl72", &firm), Value::exact(1.0));
    }

    #[test]
    fn interruptible_supply_is_not_firm_unless_it_is_firmed() {
        let text = "name: A\npower: {approved_mw: 100, connection: grid, firmness: interruptible, interruptible_hours_per_year: 300}";
        assert_eq!(value("power.firm-share", "nvl72", text), Value::exact(0.0));
        let firmed = text.replace("firmness:", "firming_mw: 60, firmness:");
        assert_eq!(
            value("power.firm-share", "nvl72", &firmed),
            Value::exact(0.6)
        );
        assert_eq!(
            value(
                "power.firm-share",
                "nvl72",
                "name: A\npower: {approved_mw: 100}"
            ),
            Value::Unknown
        );
    }

    #[test]
    fn availability_matches_the_hours_of_the_nines() {
        // 99.99 % is 0.88 h a year, 99.9 % is 8.8 h.
        assert!((availability(0.876) - 0.9999).abs() < 1e-9);
        assert!((availability(8.76) - 0.999).abs() < 1e-9);
    }
}
