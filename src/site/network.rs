//! Fiber to the site, and the network inside it.

use crate::estimate::Estimate;
use crate::site::fact::Fact;
use crate::site::shape::{section, words};
use crate::units::{Count, Gbps, Kilometers, Meters, Milliseconds};

words! {
    /// Cabling between the racks today.
    Cabling {
        /// None but power.
        None = "none",
        /// Copper, as miners use it.
        Copper = "copper",
        /// Multimode fiber, good to 50 m.
        Multimode = "multimode",
        /// Structured single-mode fiber.
        SingleMode = "single-mode",
    }
}

section! {
    /// A metro within reach.
    Metro {
        /// The metro or exchange.
        metro: Fact<String> = "Austin",
        /// Measured round-trip time to it.
        rtt_ms: Fact<Estimate<Milliseconds>> = "9",
    }
}

section! {
    /// Fiber to the site.
    Fiber {
        /// Routes that share no trench, pole line or building entry.
        diverse_routes: Fact<Estimate<Count>> = "2",
        /// Carriers that can serve the site.
        carriers: Fact<Estimate<Count>> = "3",
        /// Dark fiber can be had.
        dark_fiber: Fact<bool> = "true",
        /// Length of the lateral to the nearest backbone.
        lateral_km: Fact<Estimate<Kilometers>> = "4",
        /// Measured round-trip time to the metro named in `rtt_metro`.
        rtt_ms: Fact<Estimate<Milliseconds>> = "6",
        /// The metro or exchange to which `rtt_ms` was measured.
        rtt_metro: Fact<String> = "Dallas",
        /// Further metros with measured round trips; the shortest of all counts.
        metros: Fact<Vec<Metro>> = "",
        /// Strands in the entering cables, all routes together.
        strands: Fact<Estimate<Count>> = "864",
        /// Lit capacity contracted.
        capacity_gbps: Fact<Estimate<Gbps>> = "400",
        /// Meet-me rooms with entries of their own.
        meet_me_rooms: Fact<Estimate<Count>> = "2",
    }
}

section! {
    /// The network inside the site today.
    Network {
        /// Fastest port of the internal fabric; 0 where there is none.
        fabric_gbps: Fact<Estimate<Gbps>> = "1",
        /// Cabling between racks.
        cabling: Fact<Cabling> = "copper",
        /// Cable length between the two farthest halls of one cluster.
        hall_spread_m: Fact<Estimate<Meters>> = "350",
        /// A management network separate from the production network.
        out_of_band: Fact<bool> = "true",
    }
}
