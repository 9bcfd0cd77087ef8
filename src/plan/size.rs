//! How large the works of a plan are in one draw.

use super::Limits;
use super::blueprint::Line;
use super::firming::Firming;
use super::prices::Quantity;
use crate::engineering::climate::CLIMATE;
use crate::engineering::halls::floor_it_mw;
use crate::engineering::overhead::{HeatPlant, to_grid};
use crate::engineering::redundancy::fuel_mwh;
use crate::engineering::substation::served_mw;
use crate::engineering::surroundings::land_it_mw;
use crate::engineering::systems::{BACKUP_OVER_IT, Plant, Units, air_share};
use crate::engineering::{Case, Effect, joined};
use crate::hosting::{HardwareParameters, Parameter};
use crate::site::path::fact_path;
use crate::typical::Draw;

/// Critical IT MW that the ground of a route carries: the floor of the standing hall, or for a new one the land to
/// build on, held or to be had next door.
#[must_use]
pub(crate) fn ground_mw(case: &Case, in_place: bool) -> f64 {
    if in_place {
        return case
            .hall()
            .map_or(0.0, |hall| floor_it_mw(&hall, &case.target));
    }
    let build_on = case.draw.number(fact_path!("land.buildable_acres"));
    let more = case.draw.number(fact_path!("land.obtainable_acres"));
    land_it_mw(build_on + more, case)
}

/// What more of each fact does to what the ground carries.
pub(crate) const GROUND: &[(&str, Effect)] = joined!(
    &[
        ("halls[].area_m2", Effect::Improves),
        ("halls[].count", Effect::Improves),
        ("land.buildable_acres", Effect::Improves),
        ("land.obtainable_acres", Effect::Improves),
    ],
    CLIMATE
);

/// Critical IT MW after the plan: what can be bought cuts nothing.
#[must_use]
pub(crate) fn planned_mw(case: &Case, limits: &Limits, in_place: bool) -> f64 {
    limits.ceiling_mw().min(ground_mw(case, in_place))
}

/// What sizes the works of a plan.
#[derive(Clone, Copy)]
pub(super) struct Size<'d> {
    case: Case<'d>,
    planned_mw: f64,
    /// Acres that the planned MW take, and those there are for them.
    acres: f64,
    held_acres: f64,
    /// Grid MW of the planned ones.
    grid_mw: f64,
    /// Transformers to add, in MVA.
    transformers: Units,
    /// Units of their size that feed the site already and that no list tells.
    fed: f64,
    firming: Firming,
}

/// What the rows of a work miss.
#[derive(Clone, Copy)]
pub(super) struct Missing {
    /// Planned critical IT MW less those that stand at N+1; all of them where no row counts MW.
    pub mw: f64,
    /// Of what its rows count themselves.
    pub count: f64,
}

impl<'d> Size<'d> {
    /// At some prices, by which the cheapest way to carry interruptions is found among the lines of cost.
    pub(super) fn of(
        case: &Case<'d>,
        limits: &Limits,
        planned_mw: f64,
        in_place: bool,
        on_offer: (&[Line], &[f64]),
    ) -> Self {
        let hardware = case.hardware();
        let grid_mw = to_grid(case, planned_mw);
        let (transformers, fed) = missing_transformers(grid_mw, &case.draw);
        // A standing hall takes no plot.
        let held = if in_place {
            fact_path!("land.area_acres")
        } else {
            fact_path!("land.buildable_acres")
        };
        Self {
            case: *case,
            planned_mw,
            grid_mw,
            acres: grid_mw * hardware.land_acres_per_grid_mw.value,
            held_acres: case.draw.number(held),
            transformers,
            fed,
            firming: Firming::cheapest(case, limits, planned_mw, on_offer),
        }
    }

    pub(super) fn planned_mw(&self) -> f64 {
        self.planned_mw
    }

    pub(super) fn grid_mw(&self) -> f64 {
        self.grid_mw
    }

    pub(super) fn acres(&self) -> f64 {
        self.acres
    }

    /// The units that stand new where a quantity is bought; `None` where it counts none.
    pub(super) fn units(&self, quantity: Quantity, missing: Missing) -> Option<Units> {
        match quantity {
            Quantity::MissingMva => Some(Units {
                count: self.transformers.count + self.fed,
                ..self.transformers
            }),
            other => Some(other.plant()?.purchase(&self.case, missing.mw)),
        }
    }

    /// How many laterals the missing routes are long: the first is one, each further one goes another way around.
    fn routes_in_laterals(&self) -> f64 {
        let stand = self
            .case
            .draw
            .number(fact_path!("fiber.diverse_routes"))
            .floor();
        let asked = self.case.target.tenant.parameters.fiber_routes.value;
        let first = (1.0 - stand).clamp(0.0, 1.0);
        first + 1.5 * (asked - stand - first).max(0.0)
    }

    /// How much of a thing it takes, in the unit of the quantity.
    pub(super) fn quantity(&self, quantity: Quantity, missing: Missing) -> f64 {
        let lateral = || self.case.draw.number(fact_path!("fiber.lateral_km"));
        let hardware = self.case.hardware();
        // Coolers and chillers are spared alike, whatever the climate asks of each.
        let spared = |mw: f64, of: fn(HeatPlant) -> f64| {
            let bought = Plant::Coolers.purchase(&self.case, mw).nameplate_mw();
            of(HeatPlant::of(&self.case, mw)) * bought / mw.max(f64::MIN_POSITIVE)
        };
        let liquid_share = hardware.liquid_share.value;
        let bought_mw = || {
            let units = self.units(quantity, missing);
            units.map_or(0.0, Units::nameplate_mw)
        };
        let hall_m2 = || self.planned_mw * hardware.area_m2_per_mw.value;
        match quantity {
            Quantity::PlannedMw => self.planned_mw,
            Quantity::GapMw => missing.mw,
            Quantity::LiquidGapMw => missing.mw * liquid_share,
            Quantity::AirGapMw => missing.mw * air_share(&self.case),
            Quantity::EngineMw | Quantity::UpsMw | Quantity::CduMw | Quantity::AirHandlerMw => {
                bought_mw()
            }
            Quantity::MissingMva => self.transformers.nameplate_mw(),
            Quantity::CoolerMw => spared(missing.mw, |heat| heat.cooler_mw),
            Quantity::AirChillerMw => spared(missing.mw, |heat| heat.air_chiller_mw),
            Quantity::TrimMw => spared(self.planned_mw, |heat| heat.trim_mw),
            Quantity::MissingUnits => self.transformers.count,
            Quantity::LateralKm => lateral(),
            Quantity::RouteKm => lateral() * self.routes_in_laterals(),
            Quantity::MissingAcres => (self.acres - self.held_acres).max(0.0),
            Quantity::PlannedAcres => self.acres,
            Quantity::HallM2 => hall_m2(),
            Quantity::FloorLoad => {
                hall_m2() * (hardware.floor_load_kpa.value - ORDINARY_SLAB_KPA).max(0.0)
            }
            Quantity::FeedMw => self.planned_mw * hardware.feed_headroom.value,
            Quantity::DcMw => self.planned_mw * value_or(hardware.dc_share.as_ref(), 0.0),
            Quantity::Racks => {
                kind_racks(hardware, self.planned_mw) + support_racks(hardware, self.planned_mw)
            }
            Quantity::LiquidRacks if liquid_share > 0.0 => kind_racks(hardware, missing.mw),
            Quantity::LiquidRacks => 0.0,
            Quantity::Accelerators => {
                let each = value_or(hardware.accelerators_per_rack.as_ref(), 0.0);
                kind_racks(hardware, self.planned_mw) * each
            }
            Quantity::MissingCount => missing.count,
            Quantity::FuelMwh => {
                let hours = self.case.target.tenant.parameters.fuel_hours.value;
                let asked = self.planned_mw * BACKUP_OVER_IT * hours;
                (asked - fuel_mwh(&self.case.draw)).max(0.0)
            }
            Quantity::Once => 1.0,
            of_firming => self.firming.amount(of_firming),
        }
    }
}

/// What a ground slab carries that no hardware asks for, kPa (TIA-942 Rated 3).
const ORDINARY_SLAB_KPA: f64 = 12.0;

fn value_or(parameter: Option<&Parameter>, without: f64) -> f64 {
    parameter.map_or(without, |p| p.value)
}

/// Whole racks, the dust of arithmetic aside.
fn whole(racks: f64) -> f64 {
    (racks - 1e-6).ceil().max(0.0)
}

/// Racks of the kind that is hosted in some critical IT MW.
fn kind_racks(hardware: &HardwareParameters, mw: f64) -> f64 {
    let share = value_or(hardware.accelerator_rack_share.as_ref(), 1.0);
    whole(mw * share * 1_000.0 / hardware.rack_kw.value)
}

/// Racks of processors, storage and network beside them.
fn support_racks(hardware: &HardwareParameters, mw: f64) -> f64 {
    let share = 1.0 - value_or(hardware.accelerator_rack_share.as_ref(), 1.0);
    let rack_kw = value_or(hardware.support_rack_kw.as_ref(), hardware.rack_kw.value);
    whole(mw * share * 1_000.0 / rack_kw)
}

/// MVA of one unit where no transformer stands (our assumption; a usual high-voltage unit).
const UNIT_MVA: f64 = 120.0;

/// Transformers to add so that the planned grid MW are carried with the largest unit out, all of its size, in MVA; and
/// how many of that size feed the site unlisted.
///
/// Where the site has no transformer but live power, what feeds it is taken to carry that without a spare; where it is
/// served, its agreement counts a spare already.
fn missing_transformers(grid_mw: f64, draw: &Draw) -> (Units, f64) {
    let groups = draw.list(fact_path!("substation.transformers"));
    let (stands, largest) = groups.fold((0.0, 0.0_f64), |(sum, largest), group| {
        let mva = group.number(fact_path!("substation.transformers[].mva"));
        let count = group.number(fact_path!("substation.transformers[].count"));
        (sum + count * mva, largest.max(mva))
    });
    let power_factor = draw.number(fact_path!("power.power_factor")).max(0.01);
    let (unit, installed, fed) = if largest > 0.0 {
        (largest, stands, 0.0)
    } else {
        let live = draw.number(fact_path!("power.energized_mw"));
        let mva = live.min(grid_mw) / power_factor;
        (UNIT_MVA, mva, (mva / UNIT_MVA - 1e-9).ceil())
    };
    // N−1: what is installed must exceed the need by one of the largest unit.
    let short = match served_mw(draw) {
        Some(firm) => (grid_mw - firm) / power_factor,
        None => grid_mw / power_factor + unit - installed,
    };
    let count = if short <= 1e-9 {
        0.0
    } else {
        (short / unit - 1e-9).ceil()
    };
    let bought = Units {
        count,
        unit_mw: unit,
    };
    (bought, fed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engineering::tests::at_median;
    use crate::hosting::catalog;

    #[test]
    fn transformers_are_added_in_whole_units_until_one_may_fail() {
        let missing = |grid_mw: f64, text: &str| {
            let text = format!("name: A\n{text}");
            let (units, _) = at_median("nvl72", &text, |case| {
                missing_transformers(grid_mw, &case.draw)
            });
            units.nameplate_mw()
        };
        // 285 MW at 0.95 are 300 MVA; three units of 120 carry 240 with one out: one more is needed.
        let three =
            "power: {power_factor: 0.95}\nsubstation: {transformers: [{count: 3, mva: 120}]}";
        assert_eq!(missing(285.0, three), 120.0);
        assert_eq!(missing(228.0, three), 0.0);
        // Power is live and no transformer stands: what feeds it carries it, a spare is missing.
        let live = "power: {power_factor: 0.95, energized_mw: 300}\nsubstation: {transformers: []}";
        assert_eq!(missing(285.0, live), 120.0);
        // Nothing live, none stands: 300 MVA and one spare of 120, in units of 120.
        let none = "power: {power_factor: 0.95, energized_mw: 0}\nsubstation: {transformers: []}";
        assert_eq!(missing(285.0, none), 480.0);
    }

    #[test]
    fn a_second_route_is_half_as_long_again_as_the_lateral() {
        let km = |quantity: Quantity, routes: &str| {
            let text = format!("name: A\nfiber: {{lateral_km: 4, diverse_routes: {routes}}}");
            at_median("nvl72", &text, |case| {
                let limits = crate::capacity::capacity(case);
                let size = Size::of(case, &limits, 50.0, false, (&[], &[]));
                size.quantity(
                    quantity,
                    Missing {
                        mw: 0.0,
                        count: 0.0,
                    },
                )
            })
        };
        assert_eq!(km(Quantity::LateralKm, "1"), 4.0);
        let routes = ["0", "1", "2", "3"].map(|routes| km(Quantity::RouteKm, routes));
        assert_eq!(routes, [10.0, 6.0, 0.0, 0.0]);
    }

    #[test]
    fn accelerators_are_those_of_a_disclosed_campus() {
        // IREN and Microsoft: 76,000 GB300 on 200 MW of critical IT.
        let nvl72 = &catalog().target("nvl72").unwrap().hardware.parameters;
        let accelerators =
            kind_racks(nvl72, 200.0) * value_or(nvl72.accelerators_per_rack.as_ref(), 0.0);
        assert!((accelerators - 76_000.0).abs() < 760.0, "{accelerators}");
        // 60 MW of 200 are left for racks of 20 kW.
        assert_eq!(support_racks(nvl72, 200.0), 3_000.0);
        let colo = &catalog().target("air-colo").unwrap().hardware.parameters;
        assert_eq!(
            (kind_racks(colo, 15.0), support_racks(colo, 15.0)),
            (1_000.0, 0.0)
        );
    }

    #[test]
    fn a_plot_is_planned_with_what_can_be_built_on_it() {
        let planned = |land: &str| {
            let text = format!(
                "name: A\npower: {{approved_mw: 200, energized_mw: 200, firmness: firm, connection: grid, expansion: []}}\n\
                 cooling: {{water_m3_per_day: 0}}\nland: {land}"
            );
            at_median("nvl72", &text, |case| {
                let planned = planned_mw(case, &crate::capacity::capacity(case), false);
                (planned, land_it_mw(10.0, case))
            })
        };
        let (mw, plot) = planned("{area_acres: 20, buildable_acres: 10, obtainable_acres: 0}");
        assert_eq!(mw, plot);
        let (mw, plot) = planned("{area_acres: 20, buildable_acres: 10, obtainable_acres: 10}");
        assert!((mw - 2.0 * plot).abs() < 1e-9, "{mw} {plot}");
    }
}
