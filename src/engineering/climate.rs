//! How a hardware is cooled in the air of a site: on its design day, and over a year.

use std::cell::Cell;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Case;
use super::Effect::{self, Improves, Worsens};
use crate::hosting::{Hardware, Parameter, Target, Tenant};
use crate::site::path::fact_path;

/// Losses, efficiencies and approaches; `overhead.yaml` says what each is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assumed {
    transformer_loss: Parameter,
    distribution_loss: Parameter,
    ups_loss: Parameter,
    dc_saving: Parameter,
    pumps: Parameter,
    air_fans: Parameter,
    cooler_fans: Parameter,
    chiller_fans: Parameter,
    chiller_share_of_ideal: Parameter,
    condensing_above_air_k: Parameter,
    evaporating_below_water_k: Parameter,
    least_lift_k: Parameter,
    pub(super) chiller_rated_at_c: Parameter,
    pub(super) chiller_loss_per_k: Parameter,
    air_loss_per_100_m: Parameter,
    pub(super) cooler_loss_of_air: Parameter,
    pub(super) chiller_loss_of_air: Parameter,
    coolant_kj_per_l_k: Parameter,
    air_handler_approach_k: Parameter,
    chilled_water_rise_k: Parameter,
    tower_approach_k: Parameter,
    water_m3_per_day_per_mw: Parameter,
    design_above_mean_k: Parameter,
    auxiliary: Parameter,
    pub(super) reserve: Parameter,
}

pub(super) static ASSUMED: LazyLock<Assumed> = LazyLock::new(|| {
    crate::source::built_in(include_str!(concat!(env!("OUT_DIR"), "/overhead.json")))
});

/// What more of each fact does to the critical IT that grid power carries.
pub(crate) const CLIMATE: &[(&str, Effect)] = &[
    ("cooling.design_dry_bulb_c", Worsens),
    ("cooling.design_wet_bulb_c", Worsens),
    ("cooling.water_m3_per_day", Improves),
    ("land.elevation_m", Worsens),
];

/// The same of what some critical IT takes of the grid.
pub(crate) const LESS_CLIMATE: &[(&str, Effect)] = &[
    ("cooling.design_dry_bulb_c", Improves),
    ("cooling.design_wet_bulb_c", Improves),
    ("cooling.water_m3_per_day", Worsens),
    ("land.elevation_m", Improves),
];

/// K by which a coolant warms at a flow for each kW: 1.5 L/min of water by 9.6 K.
#[must_use]
pub(super) fn coolant_rise_k(l_per_min_per_kw: f64) -> f64 {
    60.0 / (l_per_min_per_kw.max(0.01) * ASSUMED.coolant_kj_per_l_k.value)
}

/// Heat of a critical IT MW that leaves in water of one temperature.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loop {
    /// MW for each MW of critical IT.
    pub(super) heat: f64,
    /// Warmest water accepted from the plant, °C.
    supply_c: f64,
    /// K by which it comes back warmer.
    rise_k: f64,
}

impl Loop {
    /// By how much a plant is too warm that delivers water of some temperature, K.
    fn shortfall_k(self, plant_c: f64) -> f64 {
        plant_c - self.supply_c
    }

    /// Share of its heat for chillers, behind a plant that delivers water of some temperature: none up to the warmest
    /// accepted, all where the plant is no colder than what comes back.
    fn chilled(self, plant_c: f64) -> f64 {
        (self.shortfall_k(plant_c) / self.rise_k).clamp(0.0, 1.0)
    }

    /// MW that a chiller takes for each MW of its heat.
    fn chiller(self, air_c: f64, air_density: f64) -> f64 {
        let evaporating = self.supply_c - ASSUMED.evaporating_below_water_k.value;
        let condensing = air_c + ASSUMED.condensing_above_air_k.value;
        let lift = (condensing - evaporating).max(ASSUMED.least_lift_k.value);
        let ideal = ASSUMED.chiller_share_of_ideal.value * (evaporating + 273.15);
        lift / ideal + ASSUMED.chiller_fans.value / air_density
    }
}

/// Air over a site, and what some of its water could do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Air {
    pub(super) dry_c: f64,
    wet_c: f64,
    /// As a share of that at sea level.
    pub(super) density: f64,
}

impl Air {
    fn on_the_design_day(case: &Case) -> Self {
        let lost =
            ASSUMED.air_loss_per_100_m.value * case.draw.number(fact_path!("land.elevation_m"));
        Self {
            dry_c: case.draw.number(fact_path!("cooling.design_dry_bulb_c")),
            wet_c: case.draw.number(fact_path!("cooling.design_wet_bulb_c")),
            density: (1.0 - lost / 100.0).max(0.5),
        }
    }

    fn warmer_by(self, kelvin: f64) -> Self {
        Self {
            dry_c: self.dry_c + kelvin,
            wet_c: self.wet_c + kelvin,
            ..self
        }
    }
}

/// How a critical IT MW is cooled in some air.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cooled {
    /// Heat for chillers of both loops, and for dry coolers, MW for each MW of critical IT.
    pub(super) chilled_liquid: f64,
    pub(super) chilled_air: f64,
    pub(super) dry: f64,
    /// MW for all of it.
    power: f64,
}

/// What a hardware leaves to the plant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heat {
    pub(super) liquid: Loop,
    air: Loop,
    dry_cooler_approach_k: f64,
    losses: f64,
}

impl Heat {
    fn of(target: &Target) -> Self {
        let hardware = &target.hardware.parameters;
        let share = hardware.liquid_share.value;
        // A tenant that asks for no standby generation asks for no UPS either.
        let backed = target.tenant.parameters.generators.value > 0.0;
        let ups = if backed { ASSUMED.ups_loss.value } else { 0.0 };
        let direct = hardware.dc_share.as_ref().map_or(0.0, |dc| dc.value);
        let indoors = ASSUMED.distribution_loss.value + ups - ASSUMED.dc_saving.value * direct;
        let limit = hardware.supply_limit_c.as_ref().map_or(0.0, |c| c.value);
        let flow = hardware.coolant_l_per_min_per_kw.as_ref();
        Self {
            liquid: Loop {
                heat: share,
                supply_c: limit - hardware.cdu_approach_k.value,
                rise_k: flow.map_or(ASSUMED.chilled_water_rise_k.value, |flow| {
                    coolant_rise_k(flow.value)
                }),
            },
            air: Loop {
                heat: 1.0 - share + indoors.max(0.0),
                supply_c: hardware.air_inlet_c.value - ASSUMED.air_handler_approach_k.value,
                rise_k: ASSUMED.chilled_water_rise_k.value,
            },
            dry_cooler_approach_k: hardware.dry_cooler_approach_k.value,
            losses: ASSUMED.transformer_loss.value + indoors.max(0.0),
        }
    }

    /// By dry coolers and chillers, or by what evaporates water where that is colder.
    fn cooled(self, air: Air, wet: bool) -> Cooled {
        let dry_c = air.dry_c + self.dry_cooler_approach_k;
        let plant_c = if wet {
            dry_c.min(air.wet_c + ASSUMED.tower_approach_k.value)
        } else {
            dry_c
        };
        let [liquid, of_air] =
            [self.liquid, self.air].map(|part| part.heat * part.chilled(plant_c));
        let dry = self.liquid.heat + self.air.heat - liquid - of_air;
        let moved = self.liquid.heat * ASSUMED.pumps.value + self.air.heat * ASSUMED.air_fans.value;
        let chillers = liquid * self.liquid.chiller(air.dry_c, air.density)
            + of_air * self.air.chiller(air.dry_c, air.density);
        Cooled {
            chilled_liquid: liquid,
            chilled_air: of_air,
            dry,
            power: moved + chillers + dry * ASSUMED.cooler_fans.value / air.density,
        }
    }

    /// MW drawn for a critical IT MW.
    pub(super) fn drawn(self, cooled: Cooled) -> f64 {
        1.0 + self.losses + cooled.power + ASSUMED.auxiliary.value
    }
}

/// Room between the warmest coolant accepted and what dry coolers deliver on the design day with the chillers that stand
/// behind them, in K; `None` for hardware that takes no coolant.
///
/// Limit − (dry bulb + dry-cooler approach + CDU approach). A 45 °C limit with approaches of 8 and 4 K bears 33 °C; a
/// 35 °C limit bears 23 °C. Chillers for a share of the heat cool by as much of the rise; where they carry what is
/// missing, nothing is.
#[must_use]
pub(crate) fn dry_margin_k(case: &Case) -> Option<f64> {
    case.hardware().supply_limit_c.as_ref()?;
    let heat = Heat::of(&case.target);
    let dry_bulb = case.draw.get(fact_path!("cooling.design_dry_bulb_c"))?;
    let plant_c = dry_bulb + heat.dry_cooler_approach_k;
    let stands = trim_share(case);
    let margin = stands * heat.liquid.rise_k - heat.liquid.shortfall_k(plant_c);
    Some(if stands >= heat.liquid.chilled(plant_c) {
        margin.max(0.0)
    } else {
        margin
    })
}

/// Share of the liquid heat that dry coolers leave to chillers on the design day of a site.
#[must_use]
pub(crate) fn trim_asked(case: &Case) -> f64 {
    let heat = Heat::of(&case.target);
    let air = Air::on_the_design_day(case);
    heat.liquid.chilled(air.dry_c + heat.dry_cooler_approach_k)
}

/// Share of the liquid heat that standing chillers carry.
pub(super) fn trim_share(case: &Case) -> f64 {
    case.draw.number(fact_path!("cooling.trim_share"))
}

/// Deviations from the mean at the middle of each tenth of the hours of a year, as shares of that of the hottest in a
/// hundred, of a normal distribution.
const TENTHS: [f64; 10] = [
    -0.707, -0.4455, -0.29, -0.1656, -0.054, 0.054, 0.1656, 0.29, 0.4455, 0.707,
];

/// Hardware in some air.
#[derive(Debug, Clone, Copy)]
pub(super) struct Climate {
    pub(super) heat: Heat,
    pub(super) air: Air,
    /// A critical IT MW with water and without.
    pub(super) wet: Cooled,
    pub(super) dry: Cooled,
    /// MWh drawn over a year for each MWh of critical IT, dry.
    pub(super) pue: f64,
}

impl Climate {
    pub(super) fn of(case: &Case) -> Self {
        let air = Air::on_the_design_day(case);
        match case.climates {
            Some(climates) => climates.of(&case.target, air),
            None => Self::in_air(&case.target, air),
        }
    }

    fn in_air(target: &Target, air: Air) -> Self {
        let heat = Heat::of(target);
        let above_mean = ASSUMED.design_above_mean_k.value;
        let hours = TENTHS.map(|at| air.warmer_by((at - 1.0) * above_mean));
        let drawn = hours.map(|air| heat.drawn(heat.cooled(air, false)));
        Self {
            heat,
            air,
            wet: heat.cooled(air, true),
            dry: heat.cooled(air, false),
            pue: drawn.iter().sum::<f64>() / 10.0,
        }
    }

    /// Critical IT MW whose heat the water of a site keeps from chillers; without end where none would be kept.
    pub(super) fn watered_mw(&self, case: &Case) -> f64 {
        let water = case.draw.number(fact_path!("cooling.water_m3_per_day"));
        let evaporated = (self.wet.dry - self.dry.dry) * ASSUMED.water_m3_per_day_per_mw.value;
        if evaporated > 1e-9 {
            water / evaporated
        } else {
            f64::MAX
        }
    }
}

/// The climate of the last case, kept for the next: a dozen calculators ask for that of one draw, and most draws of a
/// site are in the same air.
#[derive(Debug, Default)]
pub struct Climates(Cell<Option<(Asked, Climate)>>);

/// What a climate hangs on: the air, and the hardware and the tenant by their places.
type Asked = (Air, *const Hardware, *const Tenant);

impl Climates {
    fn of(&self, target: &Target, air: Air) -> Climate {
        let asked = (air, &raw const *target.hardware, &raw const *target.tenant);
        if let Some((of, climate)) = self.0.get()
            && of == asked
        {
            return climate;
        }
        let climate = Climate::in_air(target, air);
        self.0.set(Some((asked, climate)));
        climate
    }
}
