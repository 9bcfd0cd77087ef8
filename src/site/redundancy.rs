//! Generators, UPS and distribution paths.

use crate::estimate::Estimate;
use crate::site::date::Date;
use crate::site::fact::Fact;
use crate::site::shape::{section, words};
use crate::units::{BackupMw, Count, Hours, Minutes};

words! {
    /// How UPS modules are arranged.
    UpsTopology {
        /// Just enough modules.
        N = "n",
        /// One module more than enough.
        NPlus1 = "n+1",
        /// Two full systems.
        TwoN = "2n",
        /// Shared spare systems.
        DistributedRedundant = "distributed-redundant",
        /// Batteries in the rack or row.
        RackBattery = "rack-battery",
    }
}

words! {
    /// Facility class as Uptime Institute numbers it.
    Tier {
        /// Basic capacity.
        One = "tier-i" or "tier 1" or "t1" or "1" or "i",
        /// Redundant components.
        Two = "tier-ii" or "tier 2" or "t2" or "2" or "ii",
        /// Concurrently maintainable.
        Three = "tier-iii" or "tier 3" or "t3" or "3" or "iii",
        /// Fault tolerant.
        Four = "tier-iv" or "tier 4" or "t4" or "4" or "iv",
    }
}

words! {
    /// How core switches and storage are doubled.
    Core {
        /// Just enough of them.
        N = "n",
        /// One more than enough.
        NPlus1 = "n+1",
        /// Two full sets.
        TwoN = "2n",
        /// Two full sets, and what storage takes is cached and verified before it counts as written.
        CachedAndVerified = "cached-and-verified",
    }
}

section! {
    /// Equal generators.
    GeneratorGroup {
        /// Number of equal units.
        count: Fact<Estimate<Count>> = "12",
        /// Standby output of one unit.
        mw: Fact<Estimate<BackupMw>> = "2.5",
        /// Hours of fuel on site at full load.
        fuel_hours: Fact<Estimate<Hours>> = "24",
    }
}

section! {
    /// Equal UPS modules.
    UpsGroup {
        /// Arrangement of the modules.
        topology: Fact<UpsTopology> = "n+1",
        /// Number of equal modules.
        count: Fact<Estimate<Count>> = "8",
        /// Output of one module.
        mw: Fact<Estimate<BackupMw>> = "1.5",
        /// Minutes at full load.
        minutes: Fact<Estimate<Minutes>> = "5",
    }
}

section! {
    /// What keeps the load up when something fails.
    Redundancy {
        /// Standby generators; an empty list says there are none.
        generators: Fact<Vec<GeneratorGroup>> = "",
        /// Uninterruptible power supplies; an empty list says there are none.
        ups: Fact<Vec<UpsGroup>> = "",
        /// The tenant has agreed to do without standby generators.
        generators_optional: Fact<bool> = "false",
        /// The tenant has agreed to do without UPS: it brings batteries in its racks, or restarts.
        ups_optional: Fact<bool> = "false",
        /// Date on which generators still to come were ordered; leave out when none is on order.
        generators_ordered_on: Fact<Date> = "2026-02",
        /// Date on which UPS still to come were ordered; leave out when none is on order.
        ups_ordered_on: Fact<Date> = "2026-02",
        /// Independent distribution paths to the rack.
        distribution_paths: Fact<Estimate<Count>> = "1",
        /// Any component can be serviced without shutting IT down.
        concurrently_maintainable: Fact<bool> = "false",
        /// How core switches and storage are doubled.
        core: Fact<Core> = "n",
        /// Facility class the owner claims.
        claimed_tier: Fact<Tier> = "tier-iii",
        /// The class is certified by its issuer.
        tier_certified: Fact<bool> = "false",
    }
}
