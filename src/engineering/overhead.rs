//! What critical IT takes of the grid beside itself: losses, pumps, fans and chillers, on the design day and over a year.

use super::Effect::Worsens;
use super::climate::{ASSUMED, CLIMATE, Climate, Cooled, trim_share};
use super::power::{LESS_RIGHT, grid_right};
use super::{Better, Case, Kind, Metric, Role, Value, joined};
use crate::hosting::Parameter;
use crate::units::MetricUnit;

/// What critical IT takes on the design day of a site.
///
/// As far as water reaches, what evaporates it cools; dry coolers and chillers do the rest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Overhead {
    /// MW of grid for each MW of critical IT, with water and without.
    wet: f64,
    dry: f64,
    /// Critical IT MW for which there is water.
    watered_mw: f64,
}

impl Overhead {
    #[must_use]
    pub(crate) fn of(case: &Case) -> Self {
        let climate = Climate::of(case);
        let grid = |cooled| climate.heat.drawn(cooled) * (1.0 + ASSUMED.reserve.value);
        Self {
            wet: grid(climate.wet),
            dry: grid(climate.dry),
            watered_mw: climate.watered_mw(case),
        }
    }

    /// Critical IT MW that some grid MW carry.
    #[must_use]
    pub(crate) fn it_mw(self, grid_mw: f64) -> f64 {
        let watered = grid_mw / self.wet;
        if watered <= self.watered_mw {
            watered
        } else {
            self.watered_mw + (grid_mw - self.watered_mw * self.wet) / self.dry
        }
    }

    /// Grid MW that some critical IT MW take.
    #[must_use]
    pub(crate) fn grid_mw(self, it_mw: f64) -> f64 {
        let watered = it_mw.min(self.watered_mw);
        watered * self.wet + (it_mw - watered) * self.dry
    }
}

/// Critical IT MW that some grid MW carry on the design day.
#[must_use]
pub(crate) fn to_it(case: &Case, grid_mw: f64) -> f64 {
    Overhead::of(case).it_mw(grid_mw)
}

/// Grid MW that some critical IT MW take on the design day.
#[must_use]
pub(crate) fn to_grid(case: &Case, it_mw: f64) -> f64 {
    Overhead::of(case).grid_mw(it_mw)
}

/// Plant of some critical IT MW, in MW of equipment as it is rated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct HeatPlant {
    /// Chillers for the liquid loop, in series with its dry coolers.
    pub(crate) trim_mw: f64,
    /// Chillers for the air.
    pub(crate) air_chiller_mw: f64,
    /// Dry or adiabatic coolers, for what no chiller carries.
    pub(crate) cooler_mw: f64,
}

impl HeatPlant {
    /// Of which so many MW are cooled and take a plant, the heat of their power rooms included; of the chillers of the
    /// liquid loop those that don't stand yet.
    #[must_use]
    pub(crate) fn of(case: &Case, it_mw: f64) -> Self {
        let climate = Climate::of(case);
        let Climate {
            heat,
            air,
            wet,
            dry,
            ..
        } = climate;
        let watered = it_mw.min(climate.watered_mw(case));
        let both = |of: fn(Cooled) -> f64| watered * of(wet) + (it_mw - watered) * of(dry);
        let hotter = (air.dry_c - ASSUMED.chiller_rated_at_c.value).max(0.0);
        let left = |of_loss: &Parameter| 1.0 - of_loss.value * (1.0 - air.density);
        let chillers =
            (1.0 - ASSUMED.chiller_loss_per_k.value * hotter) * left(&ASSUMED.chiller_loss_of_air);
        Self {
            trim_mw: (both(|cooled| cooled.chilled_liquid)
                - it_mw * heat.liquid.heat * trim_share(case))
            .max(0.0)
                / chillers,
            air_chiller_mw: both(|cooled| cooled.chilled_air) / chillers,
            cooler_mw: both(|cooled| cooled.dry) / left(&ASSUMED.cooler_loss_of_air),
        }
    }
}

/// MWh drawn over a year for each MWh of critical IT, dry.
#[must_use]
pub(crate) fn pue(case: &Case) -> f64 {
    Climate::of(case).pue
}

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "power.grid-to-it",
        unit: MetricUnit::Share,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT MW for each MW of the grid right, on the design day",
        formula: "1 / ((1 + electrical losses + pumps and fans + chillers + auxiliary) × (1 + reserve)). Losses 0.07 of \
                  critical IT (0.035 for tenants that ask for no standby, 0.02 less where direct current of 800 V feeds it), of which 0.05 is \
                  heat to air; pumps 0.02 of the liquid heat, air handlers 0.045 of the heat to air, auxiliary 0.02, \
                  reserve 0.1. Of each heat the share for chillers is min(1, shortfall / rise): water of the plant (dry \
                  bulb + dry-cooler approach; wet bulb + 5 K where water evaporates) \
                  less the warmest accepted (supply limit − CDU approach; air inlet − 5 K), over the rise (14.5 K / L/min \
                  for each kW; 10 K of chilled water). A chiller takes (dry bulb + 15 K − water + 4 K, no less than 12 K) / (0.6 × \
                  evaporating kelvin, which is water − 4 K) + 0.04, water being the warmest accepted, and a dry cooler 0.02; \
                  both fans ÷ (1 − 0.01 for each 100 m of elevation). Water goes to so many MW whose heat it keeps from \
                  chillers, 44 m³ a day for each MW of that heat; the rest is dry. So the share is that of these MW: a limit \
                  that takes fewer has more of its MW on water",
        sources: &["HELIOS", "CIFR2", "HUT8", "AHRI550", "NV-45C-DT"],
        reads: joined!(LESS_RIGHT, CLIMATE),
        eval: |case| {
            let right = grid_right(&case.draw).max(1.0);
            Value::Number(to_it(case, right) / right)
        },
    },
    Metric {
        id: "cooling.pue",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Energy drawn over a year for each unit of critical IT energy",
        formula: "1 + what power.grid-to-it counts without water and reserve, on average over the year, which is 19 K \
                  cooler than the design day and spread so that one hour in a hundred is hotter",
        sources: &["AHRI550"],
        reads: &[
            ("cooling.design_dry_bulb_c", Worsens),
            ("land.elevation_m", Worsens),
            ("cooling.design_wet_bulb_c", Worsens),
        ],
        eval: |case| Value::Number(pue(case)),
    },
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::climate::coolant_rise_k;
    use super::super::tests::{at_median, hot_ratio, number};
    use super::*;

    const HARDWARE: [&str; 6] = ["air-colo", "hgx", "nvl72", "rubin", "kyber", "hpc"];

    fn place(dry_c: f64, wet_c: f64, water: f64, height: f64) -> String {
        format!(
            "name: A\npower: {{approved_mw: 200, energized_mw: 200, expansion: []}}\nland: {{elevation_m: {height}}}\n\
             cooling: {{design_dry_bulb_c: {dry_c}, design_wet_bulb_c: {wet_c}, water_m3_per_day: {water}}}"
        )
    }

    fn near(is: f64, should: f64) {
        assert!((is / should - 1.0).abs() < 1e-3, "{is} for {should}");
    }

    #[test]
    fn at_38_degrees_chillers_carry_all_liquid_heat_of_nvl72() {
        // A dry cooler leaves 46 °C, 31 are wanted and come back 9.64 K warmer, colder than the cooler leaves them.
        near(coolant_rise_k(1.5), 9.639);
        let margin = |c| number("cooling.dry-margin-k", "nvl72", &place(c, 15.0, 0.0, 0.0));
        assert_eq!((margin(38.0), margin(20.0)), (-15.0, 3.0));
        let plant = |c| {
            at_median("nvl72", &place(c, 15.0, 0.0, 0.0), |case| {
                HeatPlant::of(case, 100.0)
            })
        };
        // 87 MW of rated chillers at 35 °C, 2.4 % more at 38; air heat is 13 and 5 MW of losses indoors.
        near(plant(35.0).trim_mw, 87.0);
        near(plant(38.0).trim_mw, 87.0 / (1.0 - 3.0 * 0.008));
        near(plant(38.0).air_chiller_mw, 18.0 / (1.0 - 3.0 * 0.008));
        assert!(plant(38.0).cooler_mw.abs() < 1e-9);
        assert_eq!(plant(20.0).trim_mw, 0.0);
        // 28 °C are 5 K too warm, of 9.64.
        near(plant(28.0).trim_mw, 87.0 * 5.0 / 9.639);
        // Of the air, 28 °C against 22 over 10 K.
        near(plant(20.0).air_chiller_mw, 18.0 * 0.6);
        near(plant(20.0).cooler_mw, 87.0 + 18.0 * 0.4);
    }

    #[test]
    fn the_design_day_is_worked_out_by_hand() {
        // Chillers lift liquid heat from 27 to 53 °C, 26 / (0.6 × 300.15) + 0.04 = 0.1844, air heat from 18 to 53,
        // 35 / (0.6 × 291.15) + 0.04 = 0.2404. In all 1 + 0.07 + 0.87 × (0.02 + 0.1844) + 0.18 × (0.045 + 0.2404) +
        // 0.02 = 1.3192, and a tenth in reserve.
        near(hot_ratio(), 1.0 / 1.4511);
        // 46 °C: 34 K and 43 K, 0.2288 and 0.2862.
        let ratio = number("power.grid-to-it", "nvl72", &place(46.0, 20.0, 0.0, 0.0));
        near(ratio, 1.0 / (1.1 * (1.09 + 0.87 * 0.2488 + 0.18 * 0.3312)));
    }

    #[test]
    fn water_spares_chillers_as_far_as_it_reaches() {
        // A tower gives 29 °C, less than NVL72 wants; the air heat still asks for 0.7 of its chillers.
        let it = |water| {
            at_median("nvl72", &place(38.0, 24.0, water, 0.0), |case| {
                to_it(case, 200.0)
            })
        };
        let (none, all) = (it(0.0), it(1e5));
        near(
            all,
            200.0 / (1.1 * (1.09 + 0.87 * 0.04 + 0.18 * (0.045 + 0.7 * 0.2404 + 0.3 * 0.02))),
        );
        // 87 + 0.3 × 18 MW of heat evaporate 4 066 m³ a day for 100 MW.
        let some = it(4_065.6);
        near((some - none) / (all - none), 100.0 / all);
        // Where the air is moist no water helps.
        let moist = |water| {
            at_median("nvl72", &place(38.0, 37.5, water, 0.0), |case| {
                to_it(case, 200.0)
            })
        };
        assert_eq!(moist(0.0), moist(1e5));
    }

    #[test]
    fn each_input_moves_what_the_grid_carries() {
        let of = |hardware: &str, text: &str| number("power.grid-to-it", hardware, text);
        let base = place(38.0, 24.0, 0.0, 0.0);
        for hardware in HARDWARE {
            let ratio = of(hardware, &base);
            assert!((0.6..0.8).contains(&ratio), "{hardware} {ratio}");
            for other in [place(30.0, 24.0, 0.0, 0.0), place(38.0, 10.0, 1e5, 0.0)] {
                assert!(of(hardware, &other) > ratio + 0.005, "{hardware}");
            }
            assert!(
                of(hardware, &place(38.0, 24.0, 0.0, 1_500.0)) < ratio,
                "{hardware}"
            );
        }
        // The warmer the water a hardware takes, the less of the grid its cooling does; direct current spares more.
        let order =
            ["hgx", "air-colo", "nvl72", "rubin", "kyber"].map(|hardware| of(hardware, &base));
        assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
        // Thin air at 1 500 m: coolers lose three quarters of the 15 % that the air does.
        let plant = |height| {
            at_median("rubin", &place(30.0, 20.0, 0.0, height), |case| {
                HeatPlant::of(case, 100.0)
            })
        };
        near(
            plant(1_500.0).cooler_mw,
            plant(0.0).cooler_mw / (1.0 - 0.75 * 0.15),
        );
    }

    #[test]
    fn a_year_takes_less_than_its_design_day() {
        for hardware in HARDWARE {
            let pue = |c| number("cooling.pue", hardware, &place(c, 20.0, 0.0, 0.0));
            let of =
                |c| 1.0 / number("power.grid-to-it", hardware, &place(c, 20.0, 0.0, 0.0)) / 1.1;
            assert!(
                1.05 < pue(20.0) && pue(20.0) < pue(38.0) && pue(38.0) < pue(46.0),
                "{hardware}"
            );
            assert!(pue(38.0) < of(38.0), "{hardware}");
        }
        // Built halls report 1.18 to 1.3.
        let nvl72 = number("cooling.pue", "nvl72", &place(38.0, 24.0, 0.0, 0.0));
        assert!((1.12..1.25).contains(&nvl72), "{nvl72}");
    }

    proptest! {
        #[test]
        fn a_warmer_place_carries_no_more_and_nothing_jumps(
            hardware in prop::sample::select(HARDWARE.to_vec()),
            (dry_c, wet_c) in (10.0..50.0_f64, 4.0..34.0_f64),
            water in prop::sample::select(vec![0.0, 500.0, 5_000.0]),
            height in 0.0..3_000.0_f64,
            step in 0.0..3.0_f64,
        ) {
            let at = |dry_c, wet_c, water, height| {
                at_median(hardware, &place(dry_c, wet_c, water, height), |case| {
                    let it = to_it(case, 200.0);
                    let plant = HeatPlant::of(case, 100.0);
                    (it, to_grid(case, it), plant.trim_mw + plant.air_chiller_mw)
                })
            };
            let (it, grid, chillers) = at(dry_c, wet_c, water, height);
            prop_assert!((grid - 200.0).abs() < 1e-6, "{grid}");
            let warmer = at(dry_c + step, wet_c, water, height);
            prop_assert!(warmer.0 <= it + 1e-9 && warmer.2 >= chillers - 1e-9);
            // A kelvin moves a few percent.
            prop_assert!(warmer.0 >= it * (1.0 - 0.03 * step) - 1e-9);
            prop_assert!(warmer.2 <= chillers + 20.0 * step + 1e-9);
            for other in [at(dry_c, wet_c + step, water, height), at(dry_c, wet_c, water, height + 100.0 * step)] {
                prop_assert!(other.0 <= it + 1e-9);
            }
            prop_assert!(at(dry_c, wet_c, water + 50.0 * step, height).0 >= it - 1e-9);
        }
    }
}
