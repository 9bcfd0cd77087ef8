//! The parameters of a target, each with what it means and where its value comes from.

use serde::Deserialize;

use crate::citations::{Basis, Confidence};

/// One number that a hardware, tenant or workload asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The likely value.
    pub value: f64,
    /// The low end, where sources give a range.
    pub low: Option<f64>,
    /// The high end, where sources give a range.
    pub high: Option<f64>,
    /// Whether the value is read, computed or assumed.
    pub basis: Basis,
    /// Grade of the deciding source.
    pub confidence: Confidence,
    /// Keys of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Why this value, where sources disagree or the value is ours.
    pub note: Option<String>,
}

impl Parameter {
    /// The ends of its range, where sources give one; else the value twice.
    #[must_use]
    pub fn ends(&self) -> (f64, f64) {
        (
            self.low.unwrap_or(self.value),
            self.high.unwrap_or(self.value),
        )
    }
}

/// Declares a set of parameters; those behind `optional` may be missing where they do not apply.
macro_rules! parameters {
    ($(#[doc = $doc:literal])* $name:ident {
        $(#[doc = $rdoc:literal] $required:ident,)*
        optional:
        $(#[doc = $odoc:literal] $optional:ident,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[doc = $rdoc] pub $required: Parameter,)*
            $(#[doc = $odoc] pub $optional: Option<Parameter>,)*
        }

        impl $name {
            /// Names of the parameters.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($required),)* $(stringify!($optional),)*];

            /// What each parameter means, with its unit, in the order of the names.
            pub const DOCS: &'static [&'static str] = &[$($rdoc,)* $($odoc,)*];

            /// What reads each parameter, in the order of the names.
            const READS: &'static [fn(&Self) -> Option<&Parameter>] =
                &[$(|all| Some(&all.$required),)* $(|all| all.$optional.as_ref(),)*];

            /// The parameter of that name.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<&Parameter> {
                self.at(Self::NAMES.iter().position(|n| *n == name)?)
            }

            /// The parameter at a position of the names.
            #[must_use]
            pub fn at(&self, position: usize) -> Option<&Parameter> {
                Self::READS.get(position)?(self)
            }
        }
    };
}

parameters! {
    /// What a hardware asks of a building.
    HardwareParameters {
        /// Design load of one rack, kW.
        rack_kw,
        /// Independent power and cooling block in which N+1 is counted, MW IT.
        block_mw,
        /// Share of the heat that goes to liquid.
        liquid_share,
        /// Approach of a coolant distribution unit, K.
        cdu_approach_k,
        /// Approach of a dry cooler, K.
        dry_cooler_approach_k,
        /// Warmest recommended server inlet, °C.
        air_inlet_c,
        /// Uniform floor load, kPa.
        floor_load_kpa,
        /// Clear height under obstructions, m.
        clear_height_m,
        /// Mass of a loaded rack, kg.
        rack_mass_kg,
        /// Mass of a crated rack on its way to the floor, kg.
        move_route_kg,
        /// Whether a ground-bearing slab is needed, 0 or 1.
        slab,
        /// Gross building area, m² for each MW IT.
        area_m2_per_mw,
        /// Land, acres for each MW of grid.
        land_acres_per_grid_mw,
        /// Lowest supply voltage at the rack that is no gap, V.
        supply_v,
        /// Feed capacity over rack load.
        feed_headroom,
        /// Scale-out port rate, Gb/s.
        fabric_gbps,
        /// Strands of fiber into the site.
        fiber_strands,
        /// Cable length between halls that a cluster tolerates, m.
        hall_spread_m,
        /// Make-up water where heat is rejected evaporatively, m³/day for each MW.
        water_m3_per_day_per_mw,
        /// Annual PUE that tenants expect.
        pue_design,
        /// Site labor and works, times as much as in a hall for NVL72.
        works_factor,
        optional:
        /// Share of critical IT in racks of this kind; the rest is processors, storage and network.
        accelerator_rack_share,
        /// Load of one rack of that rest, kW.
        support_rack_kw,
        /// Share of critical IT that is fed with direct current of 800 V.
        dc_share,
        /// Accelerators in one rack.
        accelerators_per_rack,
        /// Warmest coolant accepted at the rack, °C.
        supply_limit_c,
        /// Design coolant flow, L/min for each kW of liquid-cooled load.
        coolant_l_per_min_per_kw,
    }
}

parameters! {
    /// What a tenant asks of a site.
    TenantParameters {
        /// Least critical IT it takes at one site, MW.
        min_mw,
        /// Size beyond which more brings no further points, MW IT.
        ideal_mw,
        /// Size of the first phase it expects, MW IT.
        first_tranche_mw,
        /// Longest wait to the first critical MW, months.
        window_months,
        /// Usual term of its lease, years.
        lease_years,
        /// Facility class expected, 1 to 4.
        tier,
        /// Share of a year with power at the rack.
        availability,
        /// MW with expansion over MW of the first phase.
        growth_ratio,
        /// Carriers expected.
        carriers,
        /// Physically diverse fiber routes expected.
        fiber_routes,
        /// Meet-me rooms expected.
        meet_me_rooms,
        /// Minutes of UPS expected.
        ups_minutes,
        /// Hours of fuel expected.
        fuel_hours,
        /// Whether standby generators are expected unless the workload waives them, 0 or 1.
        generators,
        /// Hours of contractual interruption the tenant bears in a year.
        tenant_interruption_h_per_year,
        /// Whether each block has units to spare of its own, 0 or 1; else those of the whole site are shared.
        spare_in_each_block,
        optional:
    }
}

parameters! {
    /// What a workload asks of supply and network.
    WorkloadParameters {
        /// Round trip to the nearest major metro that earns everything, ms.
        rtt_good_ms,
        /// Round trip that earns nothing, ms.
        rtt_max_ms,
        /// Hours of contractual interruption tolerated in a year.
        interruption_h_per_year,
        /// Grid availability at and above which generators are waived; 1 means never.
        backup_waiver_availability,
        optional:
        /// Lowest over highest power in normal operation.
        load_swing,
    }
}
