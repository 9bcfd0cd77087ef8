//! Land, permits, neighbors and people.

use crate::estimate::Estimate;
use crate::site::date::Date;
use crate::site::fact::Fact;
use crate::site::shape::{section, words};
use crate::units::{Acres, BackupMw, Count, Dba, Meters};

words! {
    /// Right to the land.
    Tenure {
        /// Owned outright.
        Freehold = "freehold",
        /// Leased for twenty years or more, options included.
        LongLease = "long-lease",
        /// Leased for a middling or unstated term.
        Lease = "lease",
        /// Leased for five years or less, options included.
        ShortLease = "short-lease",
    }
}

words! {
    /// What the zoning allows.
    Zoning {
        /// Data centers are a permitted use.
        Permitted = "permitted",
        /// Industrial zone; data centers not named.
        Industrial = "industrial",
        /// Allowed by special exception or with conditions.
        Conditional = "conditional",
        /// Not allowed as zoned.
        NotPermitted = "not-permitted",
    }
}

words! {
    /// Flood risk.
    FloodZone {
        /// Above the 500-year level.
        Outside500 = "outside-500-year",
        /// Between the 100-year and the 500-year level.
        Outside100 = "outside-100-year",
        /// In the 100-year floodplain.
        Inside100 = "inside-100-year",
    }
}

words! {
    /// Dangers next door: refinery, fuel depot, rail yard, flight path.
    Hazards {
        /// None adjacent.
        None = "none",
        /// At least one adjacent.
        Adjacent = "adjacent",
    }
}

words! {
    /// What a permit is for.
    PermitKind {
        /// Zoning, land use or site plan.
        Zoning = "zoning",
        /// Building or occupancy.
        Building = "building",
        /// Air emissions of engines or plant.
        Air = "air",
        /// Water withdrawal or discharge.
        Water = "water",
        /// Noise.
        Noise = "noise",
        /// Grid connection, supply contract or change of load type, as a regulator decides it.
        Grid = "grid",
        /// A moratorium, ban or freeze on the use or its power.
        Moratorium = "moratorium",
    }
}

words! {
    /// How far a permit has come.
    PermitStatus {
        /// Granted and final. For a moratorium: lifted.
        Granted = "granted",
        /// Applied for, not decided. For a moratorium: sought, not in force.
        Pending = "pending",
        /// Decided, but under appeal or in dispute.
        Contested = "contested",
        /// Denied or withdrawn. For a moratorium: in force.
        Denied = "denied",
    }
}

words! {
    /// Stance of the neighbors and their council.
    Stance {
        /// Wanted and helped.
        Welcoming = "welcoming",
        /// Nothing heard either way.
        Neutral = "neutral",
        /// Complaints, contested votes.
        SomeOpposition = "some-opposition",
        /// Lawsuits, organized groups, a permit fought.
        OrganizedOpposition = "organized-opposition",
    }
}

words! {
    /// Who holds the mine and its site.
    Ownership {
        /// The operator, alone.
        Owner = "owner",
        /// The operator together with others.
        JointVenture = "joint-venture",
        /// The operator runs its own mine on a site that another built and lets.
        Tenant = "tenant",
        /// Another: its hall hosts the operator's machines.
        Hosted = "hosted",
    }
}

words! {
    /// Who lets the land of a leased site.
    Landlord {
        /// A person or a company.
        Private = "private",
        /// A town, county, port, tribe or state.
        Public = "public",
        /// The owner of the power plant that feeds the site.
        PowerPlant = "power-plant",
    }
}

words! {
    /// What whoever is to build the halls has built before.
    Builder {
        /// Halls for AI or HPC that are in service.
        Proven = "proven",
        /// Mines or other large electrical works.
        Experienced = "experienced",
        /// Nothing of that size.
        FirstProject = "first-project",
    }
}

section! {
    /// The land under and around the site.
    Land {
        /// Land held.
        area_acres: Fact<Estimate<Acres>> = "420",
        /// Land free to build on.
        buildable_acres: Fact<Estimate<Acres>> = "250",
        /// Land next door that could be had.
        obtainable_acres: Fact<Estimate<Acres>> = "160",
        /// Right to the land.
        tenure: Fact<Tenure> = "freehold",
        /// Date the lease ends, options included.
        tenure_ends: Fact<Date> = "2052",
        /// The lease can be extended over a tenant's term: an option, or the landlord agrees.
        tenure_extension: Fact<bool> = "true",
        /// Who holds the mine and its site.
        ownership: Fact<Ownership> = "owner",
        /// Who lets the land, where it is leased.
        landlord: Fact<Landlord> = "private",
        /// What the zoning allows.
        zoning: Fact<Zoning> = "industrial",
        /// Where the use is not allowed as zoned: a rezoning or an exception is granted, or sure to be.
        rezoning: Fact<bool> = "false",
        /// Flood risk.
        flood_zone: Fact<FloodZone> = "outside-500-year",
        /// Dangers next door.
        hazards: Fact<Hazards> = "none",
        /// Height above the sea, 0 where below it.
        elevation_m: Fact<Estimate<Meters>> = "700",
        /// Distance to the nearest home.
        residence_m: Fact<Estimate<Meters>> = "900",
        /// Night noise measured at the nearest home.
        night_noise_dba: Fact<Estimate<Dba>> = "48",
    }
}

section! {
    /// One permit, approval or moratorium.
    Permit {
        /// What it is for.
        kind: Fact<PermitKind> = "air",
        /// How far it has come.
        status: Fact<PermitStatus> = "pending",
        /// A contested permit stands in the end: the appeal is lost or settled, or sure to be.
        upheld: Fact<bool> = "true",
        /// A moratorium that is sought comes into force in the end, or is sure to.
        enacted: Fact<bool> = "false",
        /// Engines that an air permit allows, all together.
        cap_mw: Fact<Estimate<BackupMw>> = "300",
        /// Date it was or will be decided.
        decision_on: Fact<Date> = "2026-03",
        /// Date it ends; for a moratorium the date it is to be lifted.
        expires_on: Fact<Date> = "2031",
        /// Who decides, and anything else worth knowing.
        note: Fact<String> = "state environmental agency",
    }
}

section! {
    /// Neighbors and council.
    Community {
        /// Stance of the neighbors and their council.
        stance: Fact<Stance> = "welcoming",
    }
}

section! {
    /// People.
    Workforce {
        /// Permanent staff on site today.
        staff: Fact<Estimate<Count>> = "40",
        /// Crews for liquid cooling and high voltage can be hired within commuting distance.
        skilled_labor: Fact<bool> = "true",
        /// What whoever is to build the halls has built before.
        builder: Fact<Builder> = "experienced",
    }
}
