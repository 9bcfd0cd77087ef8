//! The mine's cooling system, its plant, the climate and the water.

use crate::estimate::Estimate;
use crate::site::fact::Fact;
use crate::site::shape::{section, words};
use crate::units::{Celsius, Count, GridMw, HeatMw, LitersPerMinute, Share, WaterPerDay};

words! {
    /// How the miners are cooled today.
    CoolingSystem {
        /// Outside air blown through by fans.
        OpenAir = "open-air" or "air" or "air-cooled" or "fan-cooled",
        /// Outside air over wetted pads.
        Evaporative = "evaporative",
        /// Miners in tanks of dielectric fluid.
        Immersion = "immersion",
        /// Water-cooled miners on a closed loop.
        Hydro = "hydro",
        /// Recirculated air, cooled mechanically as in a data center.
        AirConditioned = "air-conditioned",
        /// Cold plates on a treated loop with coolant distribution units.
        DirectLiquid = "direct-liquid",
        /// Nothing installed.
        None = "none",
    }
}

words! {
    /// Kind of heat-rejection plant.
    PlantKind {
        /// Finned coils and fans, no water used.
        DryCooler = "dry-cooler",
        /// Dry cooler with water sprayed on hot days.
        AdiabaticCooler = "adiabatic-cooler",
        /// Evaporative tower.
        CoolingTower = "cooling-tower",
        /// Mechanical chiller, its condenser included.
        Chiller = "chiller",
    }
}

words! {
    /// Where the water comes from.
    WaterSource {
        /// Public supply.
        Municipal = "municipal",
        /// Treated waste water.
        Reclaimed = "reclaimed",
        /// Own well.
        Well = "well",
        /// River, lake or sea.
        Surface = "surface",
        /// No water needed or had.
        None = "none",
    }
}

section! {
    /// Equal units of heat-rejection plant.
    PlantUnit {
        /// Kind of plant.
        kind: Fact<PlantKind> = "dry-cooler",
        /// Number of equal units.
        count: Fact<Estimate<Count>> = "10",
        /// Heat one unit rejects on the design day.
        mw: Fact<Estimate<HeatMw>> = "2.5",
    }
}

section! {
    /// Equal units that carry heat inside the hall: CDUs or air handlers.
    HallUnit {
        /// Number of equal units.
        count: Fact<Estimate<Count>> = "8",
        /// Heat one unit carries.
        mw: Fact<Estimate<HeatMw>> = "1.5",
    }
}

section! {
    /// Machines that are cooled in one way.
    SystemPart {
        /// How they are cooled.
        system: Fact<CoolingSystem> = "hydro",
        /// Load of them.
        mw: Fact<Estimate<GridMw>> = "40",
    }
}

section! {
    /// Cooling today, the climate it works in, and water.
    Cooling {
        /// How the miners are cooled today.
        system: Fact<CoolingSystem> = "hydro",
        /// Where parts of the mine are cooled in different ways: each way with its load. It counts in place of `system`,
        /// which names one of them.
        systems: Fact<Vec<SystemPart>> = "",
        /// Heat-rejection plant: dry coolers, towers, chillers.
        plant: Fact<Vec<PlantUnit>> = "",
        /// Coolant distribution units on a treated secondary loop.
        cdus: Fact<Vec<HallUnit>> = "",
        /// Computer-room air handlers, fan walls or rear-door exchangers.
        air_handlers: Fact<Vec<HallUnit>> = "",
        /// Share of the heat of liquid-cooled machines that chillers behind the dry coolers carry on the design day.
        trim_share: Fact<Estimate<Share>> = "0",
        /// Supply temperature of the facility water loop on the design day.
        loop_supply_c: Fact<Estimate<Celsius>> = "32",
        /// Flow that the facility water pumps deliver with one pump out.
        loop_flow_l_per_min: Fact<Estimate<LitersPerMinute>> = "30000",
        /// Pumps and controls run on UPS.
        pumps_on_ups: Fact<bool> = "true",
        /// Dry-bulb temperature of the design day.
        design_dry_bulb_c: Fact<Estimate<Celsius>> = "38",
        /// Wet-bulb temperature of the design day.
        design_wet_bulb_c: Fact<Estimate<Celsius>> = "24",
        /// Water that can be drawn on the hottest day.
        water_m3_per_day: Fact<Estimate<WaterPerDay>> = "500",
        /// Where the water comes from.
        water_source: Fact<WaterSource> = "municipal",
    }
}
