//! Buildings and the racks in them. A campus is mixed, so halls are a list.

use crate::estimate::Estimate;
use crate::site::fact::Fact;
use crate::site::shape::{section, words};
use crate::units::{
    AngstromPerMonth, Class, Count, ItMw, Kilograms, Kilopascal, Meters, RackKw, SquareMeters, Volt,
};

words! {
    /// What kind of building the hall is.
    Building {
        /// Open ground, nothing built.
        None = "none",
        /// Shipping containers or mining boxes.
        Containers = "containers",
        /// Roofed shed with open or louvered walls.
        OpenShed = "open-shed",
        /// Closed hall built for mining.
        Hall = "hall",
        /// Closed warehouse or factory.
        Warehouse = "warehouse",
        /// Building made as a data center.
        DataCenter = "data-center",
    }
}

words! {
    /// What the machines stand in.
    RackStandard {
        /// Mining shelves or boxes.
        Shelves = "shelves",
        /// Immersion tanks.
        Tanks = "tanks",
        /// 19-inch racks (EIA-310).
        Eia19 = "eia-19",
        /// Open Rack V3 with a DC busbar.
        Orv3 = "orv3",
        /// NVIDIA MGX racks.
        Mgx = "mgx",
        /// A vendor's own HPC cabinet.
        Vendor = "vendor",
    }
}

words! {
    /// How hot and cold air are kept apart.
    Containment {
        /// Not at all.
        None = "none",
        /// Cold aisle enclosed.
        ColdAisle = "cold-aisle",
        /// Hot aisle enclosed.
        HotAisle = "hot-aisle",
    }
}

words! {
    /// Fire protection.
    Fire {
        /// None.
        None = "none",
        /// Detection only.
        Detection = "detection",
        /// Detection and sprinklers or gas.
        Suppression = "suppression",
        /// Suppression, and battery rooms to NFPA 855.
        Nfpa855 = "nfpa-855",
    }
}

words! {
    /// Security of the premises.
    Security {
        /// None to speak of.
        None = "none",
        /// Fence, guard or cameras.
        Perimeter = "perimeter",
        /// Electronic access control and video throughout.
        AccessControl = "access-control",
        /// Access control under a current SOC 2 Type II or ISO 27001 audit.
        Audited = "audited",
    }
}

section! {
    /// One hall, or several equal ones.
    Hall {
        /// Name of the hall.
        name: Fact<String> = "Hall A",
        /// Number of equal halls this entry stands for; 1 when left out.
        count: Fact<Estimate<Count>> = "2",
        /// Kind of building.
        building: Fact<Building> = "hall",
        /// Gross floor area of one hall.
        area_m2: Fact<Estimate<SquareMeters>> = "6000",
        /// Clear height under obstructions.
        clear_height_m: Fact<Estimate<Meters>> = "6",
        /// Uniform load the floor carries.
        floor_load_kpa: Fact<Estimate<Kilopascal>> = "15",
        /// The floor is a ground-bearing concrete slab.
        slab_on_grade: Fact<bool> = "true",
        /// What the machines stand in.
        rack_standard: Fact<RackStandard> = "shelves",
        /// Racks or frames of one hall.
        racks: Fact<Estimate<Count>> = "400",
        /// Load that power and cooling of one rack position carry today.
        rack_kw: Fact<Estimate<RackKw>> = "40",
        /// Load the whole hall is fed for.
        it_mw: Fact<Estimate<ItMw>> = "20",
        /// Voltage supplied to the rack.
        supply_v: Fact<Estimate<Volt>> = "415",
        /// How hot and cold air are kept apart.
        containment: Fact<Containment> = "none",
        /// ISO 14644-1 cleanliness class that measurement shows.
        iso_class: Fact<Estimate<Class>> = "8",
        /// Corrosion of a copper coupon.
        copper_angstrom_per_month: Fact<Estimate<AngstromPerMonth>> = "200",
        /// Fire protection.
        fire: Fact<Fire> = "detection",
        /// Security of the premises.
        security: Fact<Security> = "perimeter",
        /// Heaviest crate that dock, doors and ramps take to the floor.
        move_route_kg: Fact<Estimate<Kilograms>> = "2000",
    }
}
