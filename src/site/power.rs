//! The grid connection, plants on site, and the substation.

use crate::estimate::Estimate;
use crate::site::date::Date;
use crate::site::fact::Fact;
use crate::site::shape::{section, words};
use crate::units::{
    Count, FaultMva, GridMw, Hours, HoursPerYear, Kilovolt, Mva, MwPerMinute, PerYear, PowerFactor,
    UsdPerMwYear, UsdPerMwh,
};

words! {
    /// Where the site takes its power from.
    Connection {
        /// Metered by a utility or transmission operator.
        Grid = "grid" or "on-grid" or "front-of-the-meter" or "grid-connected",
        /// Behind the meter of a power plant or wind farm.
        BehindTheMeter = "behind-the-meter" or "btm",
        /// Not connected to any grid.
        OffGrid = "off-grid" or "island",
    }
}

words! {
    /// Whether the supplier may interrupt the load by contract.
    Firmness {
        /// Supplied around the clock; only faults interrupt it.
        Firm = "firm" or "non-interruptible" or "uninterruptible" or "not interruptible",
        /// The contract or tariff allows interruption.
        Interruptible = "interruptible" or "non-firm" or "not firm" or "unfirm" or "curtailable",
    }
}

words! {
    /// How far a step of grid expansion has come.
    Readiness {
        /// Wished for; no study filed.
        None = "none",
        /// The utility or grid operator studies it or has studied it.
        Studied = "studied",
        /// Agreement signed or regulator approved.
        Agreed = "agreed",
        /// Works on site or in the grid have begun.
        UnderConstruction = "under-construction",
        /// Live.
        Energized = "energized",
    }
}

words! {
    /// Who owns a thing on or next to the site.
    Owner {
        /// The site's operator or owner.
        Customer = "customer",
        /// The utility or transmission operator.
        Utility = "utility",
        /// Somebody else, such as the owner of a power plant.
        ThirdParty = "third-party",
    }
}

words! {
    /// What a power plant runs on.
    PlantFuel {
        /// Natural gas, flare gas included.
        Gas = "gas",
        /// Coal or its waste.
        Coal = "coal",
        /// Oil products.
        Oil = "oil",
        /// Uranium.
        Nuclear = "nuclear",
        /// Water, stored or running.
        Hydro = "hydro",
        /// Heat of the earth.
        Geothermal = "geothermal",
        /// Wood, waste or biogas.
        Biomass = "biomass",
        /// Wind, which comes when it will.
        Wind = "wind",
        /// Sun, which sets every day.
        Solar = "solar",
    }
}

words! {
    /// Cooling stage at which a transformer rating is stated.
    CoolingRating {
        /// Oil and air by natural flow (formerly OA).
        Onan = "onan",
        /// Forced air (formerly FA).
        Onaf = "onaf",
        /// Forced oil and forced air (formerly FOA).
        Ofaf = "ofaf",
    }
}

words! {
    /// Arrangement of the high- or medium-voltage switchgear.
    Switchgear {
        /// One bus, one source.
        Radial = "radial",
        /// Two buses with a tie between them.
        DoubleEnded = "double-ended",
        /// A ring in which any section can be taken out.
        Ring = "ring",
        /// Three breakers for two circuits.
        BreakerAndAHalf = "breaker-and-a-half",
        /// Two full buses.
        DoubleBus = "double-bus",
    }
}

words! {
    /// How the price of power is set.
    PriceForm {
        /// Agreed for the term.
        Fixed = "fixed",
        /// Follows an index such as gas or a tariff.
        Indexed = "indexed",
        /// The market's, hour by hour.
        RealTime = "real-time",
    }
}

section! {
    /// A part of the approved or contracted power that is yet to go live.
    EnergizationStep {
        /// Grid power that goes live with this step.
        mw: Fact<Estimate<GridMw>> = "50",
        /// Date it goes live.
        date: Fact<Date> = "2027-03",
    }
}

section! {
    /// One step of a planned grid expansion.
    ExpansionStep {
        /// Grid power this step adds.
        mw: Fact<Estimate<GridMw>> = "250",
        /// Date it is to be energized; counts only for a step that is agreed or under construction, as a wish dates
        /// nothing.
        date: Fact<Date> = "2027-06",
        /// How far the step has come.
        readiness: Fact<Readiness> = "agreed",
    }
}

section! {
    /// Equal units of a power plant on or next to the site.
    PlantGroup {
        /// Number of equal units.
        count: Fact<Estimate<Count>> = "4",
        /// Net output of one unit.
        mw: Fact<Estimate<GridMw>> = "55",
        /// What it runs on.
        fuel: Fact<PlantFuel> = "gas",
        /// Who owns the plant.
        owner: Fact<Owner> = "third-party",
        /// Date the plant is to be retired.
        retires_on: Fact<Date> = "2035",
    }
}

section! {
    /// The megawatts: what is live, what is agreed, what is asked for. Never summed.
    Power {
        /// Grid power that can be drawn today.
        energized_mw: Fact<Estimate<GridMw>> = "200",
        /// Grid power that the utility, grid operator or regulator has approved.
        approved_mw: Fact<Estimate<GridMw>> = "600",
        /// Date of the approval.
        approved_on: Fact<Date> = "2022-01-21",
        /// Grid power under a signed connection or supply agreement.
        contracted_mw: Fact<Estimate<GridMw>> = "600",
        /// Date of the agreement.
        contracted_on: Fact<Date> = "2022-01-21",
        /// Grid power asked for in all, the approved part included.
        requested_mw: Fact<Estimate<GridMw>> = "750",
        /// Steps in which what is approved or contracted goes live, beyond what is live today; part of it, never on top.
        energization: Fact<Vec<EnergizationStep>> = "",
        /// Date by which all that is approved or contracted is live; the steps of energization come no later.
        fully_energized_on: Fact<Date> = "2027-12",
        /// Steps of expansion beyond what is approved or contracted.
        expansion: Fact<Vec<ExpansionStep>> = "",
        /// Voltage of the grid connection.
        voltage_kv: Fact<Estimate<Kilovolt>> = "345",
        /// Independent utility lines or feeds to the site.
        feeds: Fact<Estimate<Count>> = "2",
        /// Where the site takes its power from.
        connection: Fact<Connection> = "grid",
        /// Whether the supplier may interrupt the load by contract.
        firmness: Fact<Firmness> = "firm",
        /// Hours of interruption a year that the contract allows, or that were used.
        interruptible_hours_per_year: Fact<Estimate<HoursPerYear>> = "0",
        /// Hours that the longest interruption lasts which the contract allows, or that was used.
        interruption_hours_each: Fact<Estimate<Hours>> = "4",
        /// Firm power that storage, a firming contract, or generation that may run for it adds to a supply that is not firm.
        firming_mw: Fact<Estimate<GridMw>> = "0",
        /// Power plants on or next to the site that feed it directly.
        onsite_plant: Fact<Vec<PlantGroup>> = "",
        /// Grid standby contracted for the time a plant is out.
        standby_mw: Fact<Estimate<GridMw>> = "0",
        /// Grid power that is paid for whether it is drawn or not.
        take_or_pay_mw: Fact<Estimate<GridMw>> = "0",
        /// Price of energy and delivery, all in.
        price_usd_per_mwh: Fact<Estimate<UsdPerMwh>> = "38",
        /// How that price is set.
        price_form: Fact<PriceForm> = "fixed",
        /// Date the supply agreement ends.
        supply_ends: Fact<Date> = "2032",
        /// The supply agreement can be extended over a tenant's term: an option, a tariff, or the supplier agrees.
        supply_extension: Fact<bool> = "true",
        /// Power factor at the grid connection.
        power_factor: Fact<Estimate<PowerFactor>> = "0.97",
        /// Supply interruptions in a year, from the line's own history.
        outages_per_year: Fact<Estimate<PerYear>> = "0.5",
        /// Hours without supply in a year, from the line's own history.
        outage_hours_per_year: Fact<Estimate<HoursPerYear>> = "0.6",
        /// The load takes part in demand response or sells ancillary services.
        demand_response: Fact<bool> = "false",
        /// What demand response, curtailment and power sold back bring, for each MW of the fleet.
        curtailment_usd_per_mw_year: Fact<Estimate<UsdPerMwYear>> = "40000",
        /// The load has been shown to ride through voltage and frequency dips as the grid operator asks.
        ride_through: Fact<bool> = "true",
        /// Three-phase short-circuit level of the grid where the site connects, as the utility states it.
        short_circuit_mva: Fact<Estimate<FaultMva>> = "6000",
        /// Largest change of load within a minute that the grid operator or utility allows; where none is set, the
        /// load itself.
        ramp_limit_mw_per_min: Fact<Estimate<MwPerMinute>> = "200",
    }
}

section! {
    /// Equal transformers.
    TransformerGroup {
        /// Number of equal units in service.
        count: Fact<Estimate<Count>> = "3",
        /// Rating of one unit at the stated cooling stage.
        mva: Fact<Estimate<Mva>> = "120",
        /// Cooling stage of the rating.
        rating: Fact<CoolingRating> = "onaf",
    }
}

section! {
    /// The substation between the grid and the site's medium voltage.
    Substation {
        /// Who owns the transformers.
        owner: Fact<Owner> = "customer",
        /// Transformers in service.
        transformers: Fact<Vec<TransformerGroup>> = "",
        /// Date on which transformers still to come were ordered; leave out when none is on order.
        transformers_ordered_on: Fact<Date> = "2026-02",
        /// A spare transformer stands on site or is contracted.
        spare_transformer: Fact<bool> = "true",
        /// Arrangement of the switchgear.
        switchgear: Fact<Switchgear> = "ring",
        /// Date on which switchgear still to come was ordered; leave out when none is on order.
        switchgear_ordered_on: Fact<Date> = "2026-02",
        /// Firm power in the service agreement, where the utility owns the substation.
        service_firm_mw: Fact<Estimate<GridMw>> = "600",
        /// Medium voltage distributed on site.
        distribution_kv: Fact<Estimate<Kilovolt>> = "34.5",
    }
}
