//! The site file: what a person may write, and nothing about what it is worth.

pub(crate) mod cooling;
pub(crate) mod country;
pub mod date;
pub(crate) mod day;
pub(crate) mod exchange;
mod explain;
pub mod fact;
mod faults;
pub mod halls;
pub mod hold;
pub(crate) mod land;
pub(crate) mod mining;
pub(crate) mod network;
pub(crate) mod not_known;
pub(crate) mod numbered;
pub(crate) mod path;
pub(crate) mod period;
pub(crate) mod power;
pub mod read;
pub(crate) mod redundancy;
pub mod schema;
pub mod shape;
pub mod template;
pub mod waivers;

pub use date::FORMS as DATE_FORMS;
pub(crate) use faults::{is_stated, suggestion};

use crate::estimate::Estimate;
use crate::units::{Kilometers, Latitude, Longitude};
use country::Country;
use date::Date;
use fact::Fact;
use shape::{section, words};

section! {
    /// Where the site is.
    Location {
        /// Two-letter country code (ISO 3166-1).
        country: Fact<Country> = "US",
        /// State, province or region.
        region: Fact<String> = "Texas",
        /// Town or county.
        locality: Fact<String> = "Childress",
        /// Degrees north.
        latitude: Fact<Estimate<Latitude>> = "34.43",
        /// Degrees east; west is negative.
        longitude: Fact<Estimate<Longitude>> = "-100.2",
        /// Transmission or market operator.
        grid_operator: Fact<String> = "ERCOT",
        /// Utility that serves the site.
        utility: Fact<String> = "AEP Texas",
        /// Nearest large metro, by people or by internet exchanges; `fiber.rtt_ms` is better where it is known.
        nearest_metro: Fact<String> = "Dallas, US",
        /// Distance to that metro as the crow flies.
        metro_distance_km: Fact<Estimate<Kilometers>> = "402",
    }
}

impl Location {
    /// The state, province or region by its name, where it is known; a code such as `TX` stands for one.
    #[must_use]
    pub(crate) fn region_shown(&self) -> Option<String> {
        let region = self.region.get()?;
        Some(country::region_shown(self.country.known(), region).into_owned())
    }
}

words! {
    /// How good the evidence for a fact is, best first.
    Grade {
        /// Measured on site.
        Measured = "measured",
        /// Stated in a signed contract or a permit.
        Contracted = "contracted",
        /// Found by a study.
        Studied = "studied",
        /// Reported by the operator or the press.
        Reported = "reported",
        /// Assumed or inferred.
        Assumed = "assumed",
    }
}

words! {
    /// Whether the source predates the deal that decided what became of the site.
    Timing {
        /// Published before the deal.
        BeforeDeal = "before-deal",
        /// Published at about the time of the deal.
        SamePeriod = "same-period",
        /// Published after the deal.
        AfterDeal = "after-deal",
    }
}

section! {
    /// Where one fact comes from.
    Evidence {
        /// Dotted path of the fact, such as `substation.transformers[0].mva`.
        path: Fact<String> = "power.approved_mw",
        /// Publisher and title, or the document.
        source: Fact<String> = "connection agreement with AEP Texas",
        /// Address of the source.
        url: Fact<String> = "https://example.com/agreement",
        /// Date of the source.
        date: Fact<Date> = "2022-01-21",
        /// How good the evidence is.
        grade: Fact<Grade> = "contracted",
        /// Whether the source predates the deal that decided what became of the site.
        timing: Fact<Timing> = "before-deal",
        /// What the source says where it says it differently, or how the value was derived.
        note: Fact<String> = "first announced as 500",
    }
}

section! {
    /// A Bitcoin-mining site at a date. Only `name` and one MW figure under `power` are required.
    Site {
        /// Name of the site.
        name: Fact<String> = "Childress",
        /// Short name used in tables and joins; when left out the file name without its ending, or the name where a file holds several sites.
        id: Fact<String> = "iren-childress-tx",
        /// Who runs the mine.
        operator: Fact<String> = "IREN",
        /// Date at which the facts hold.
        as_of: Fact<Date> = "2022-12",
        /// What is to be hosted: hardware, hardware/tenant or hardware/tenant/workload.
        target: Fact<String> = "nvl72",
        /// Where the site is.
        location: Location = "",
        /// The megawatts.
        power: power::Power = "",
        /// The substation.
        substation: power::Substation = "",
        /// Cooling, climate and water.
        cooling: cooling::Cooling = "",
        /// Fiber to the site.
        fiber: network::Fiber = "",
        /// The network inside the site.
        network: network::Network = "",
        /// Generators, UPS and distribution.
        redundancy: redundancy::Redundancy = "",
        /// Halls and the racks in them, a list since a campus is mixed.
        halls: Fact<Vec<halls::Hall>> = "",
        /// The land.
        land: land::Land = "",
        /// Permits, approvals and moratoria; an empty list says that none is needed or pending.
        permits: Fact<Vec<land::Permit>> = "",
        /// Neighbors and council.
        community: land::Community = "",
        /// People.
        workforce: land::Workforce = "",
        /// The mine today.
        mining: mining::Mining = "",
        /// What a tenant has signed for this site.
        tenancy: mining::Tenancy = "",
        /// What is owed.
        finance: mining::Finance = "",
        /// Where the facts come from, one entry for each path.
        evidence: Fact<Vec<Evidence>> = "",
        /// Exceptions to the gate of `rackready check`, one for each finding that may stand. Never scored.
        waivers: waivers::Waivers = "",
        /// Anything worth knowing that no key can hold. Never scored.
        notes: Fact<Vec<String>> = "",
    }
}

/// Keys that tell a site apart, or tell where its facts come from, and are no facts that a score reads.
pub(crate) const NO_FACTS: [&str; 7] = [
    "name", "id", "operator", "as_of", "target", "evidence", "notes",
];

impl Site {
    /// Number of facts about the site that the file states, its names, target and evidence aside.
    #[must_use]
    pub fn known_facts(&self) -> usize {
        use shape::Node;
        let none = NO_FACTS.iter().filter_map(|section| self.child(section));
        let none: usize = none.map(Node::stated_facts).sum();
        self.stated_facts() - none
    }
}
