//! Land, neighbors and people.

pub(crate) use super::permits::{NO_END_MONTHS, permit_hold_months};

use super::climate::CLIMATE;
use super::overhead::to_it;
use super::permits::months_to;
use super::{Better, Case, Effect, Kind, Metric, Role, Value, YES_NO, joined, stated, stated_word};
use crate::site::land::{FloodZone, Hazards, Landlord, Ownership, Stance, Tenure, Zoning};
use crate::site::path::{FactPath, fact_path};
use crate::site::shape::Word;
use crate::typical::Draw;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

/// Critical IT MW that land carries.
#[must_use]
pub(crate) fn land_it_mw(acres: f64, case: &Case) -> f64 {
    let per_mw = case.hardware().land_acres_per_grid_mw.value;
    if per_mw <= 0.0 {
        0.0
    } else {
        to_it(case, acres / per_mw)
    }
}

/// What becomes of a right that a tenant needs for as long as its lease runs.
const HOLDS: &[Word] = &[
    Word {
        name: "holds",
        doc: "It has no end, or outlasts the tenant's term.",
        also: &[],
    },
    Word {
        name: "extended",
        doc: "It ends before, and can be extended.",
        also: &[],
    },
    Word {
        name: "ends",
        doc: "It ends before, and can't be extended.",
        also: &[],
    },
];

/// One of [`HOLDS`], of a right that ends at a date where it has an end.
#[must_use]
fn holds(case: &Case, ends: FactPath, extension: FactPath) -> Value {
    let term = case.target.tenant.parameters.lease_years.value * 12.0;
    let left = case.draw.get(ends).map(|end| months_to(&case.draw, end));
    Value::Word(match left {
        Some(months) if months < term && !case.draw.flag(extension) => 2,
        Some(months) if months < term => 1,
        _ => 0,
    })
}

/// What whoever wants to pledge the site to a lender has to ask, least first.
const PLEDGE: &[Word] = &[
    Word {
        name: "own",
        doc: "The operator owns site and land.",
        also: &[],
    },
    Word {
        name: "shared",
        doc: "The land is owned; partners must agree.",
        also: &[],
    },
    Word {
        name: "private-landlord",
        doc: "A private landlord must agree.",
        also: &[],
    },
    Word {
        name: "public-landlord",
        doc: "A public landlord must agree, by a vote.",
        also: &[],
    },
    Word {
        name: "plant-landlord",
        doc: "The owner of the power plant must agree, who may want the power back.",
        also: &[],
    },
    Word {
        name: "none",
        doc: "The site is another's, who hosts the machines.",
        also: &[],
    },
];

/// One of [`PLEDGE`].
#[must_use]
fn pledge(draw: &Draw) -> Value {
    let ownership = draw.word(fact_path!("land.ownership"));
    let leased = || {
        ownership == Some(Ownership::Tenant)
            || draw.word(fact_path!("land.tenure")) != Some(Tenure::Freehold)
    };
    Value::Word(match ownership {
        Some(Ownership::Hosted) => 5,
        _ if leased() => match draw.word(fact_path!("land.landlord")) {
            Some(Landlord::PowerPlant) => 4,
            Some(Landlord::Public) => 3,
            _ => 2,
        },
        Some(Ownership::JointVenture) => 1,
        _ => 0,
    })
}

/// Whether zoning lets the site be used.
const ALLOWS: &[Word] = &[
    Word {
        name: "allowed",
        doc: "Permitted, industrial, or allowed with conditions.",
        also: &[],
    },
    Word {
        name: "rezoned",
        doc: "Not allowed as zoned; rezoned or excepted.",
        also: &[],
    },
    Word {
        name: "forbidden",
        doc: "Not allowed as zoned, and that stays so.",
        also: &[],
    },
];

/// One of [`ALLOWS`].
#[must_use]
fn zoning(draw: &Draw) -> Value {
    let is_forbidden = draw.word(fact_path!("land.zoning")) == Some(Zoning::NotPermitted);
    Value::Word(match is_forbidden {
        true if draw.flag(fact_path!("land.rezoning")) => 1,
        true => 2,
        false => 0,
    })
}

/// Metrics about land and people.
pub(crate) const METRICS: &[Metric] = &[
    stated!(
        "land.area-acres",
        MetricUnit::Acres,
        Higher,
        "Land held",
        land.area_acres
    ),
    Metric {
        id: "land.buildable-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that the free land carries in new halls",
        formula: "buildable acres / acres for each MW of grid × power.grid-to-it",
        sources: &["COLL", "HELIOS", "RR-SITES"],
        reads: joined!(&[("land.buildable_acres", Improves)], CLIMATE),
        eval: |case| {
            let acres = case.draw.get(fact_path!("land.buildable_acres"));
            Value::from(acres.map(|acres| land_it_mw(acres, case)))
        },
    },
    stated!(
        "land.extension-acres",
        MetricUnit::Acres,
        Higher,
        "Land next door that could be had",
        land.obtainable_acres
    ),
    stated_word!(
        "land.tenure",
        Tenure::WORDS,
        "Right to the land",
        land.tenure,
        Value::word
    ),
    Metric {
        id: "land.tenure-years",
        unit: MetricUnit::Years,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Years from the date of the facts to the end of the lease",
        formula: "months between the two dates / 12; 99 for freehold",
        sources: &[],
        reads: &[
            ("land.tenure", Mixed),
            ("land.tenure_ends", Improves),
            ("as_of", Worsens),
        ],
        eval: |case| {
            if case.draw.word(fact_path!("land.tenure")) == Some(Tenure::Freehold) {
                return Value::Number(99.0);
            }
            let (from, to) = (fact_path!("as_of"), fact_path!("land.tenure_ends"));
            Value::from(case.draw.months(from, to).map(|months| months / 12.0))
        },
    },
    stated_word!(
        "land.zoning",
        Zoning::WORDS,
        "What the zoning allows",
        land.zoning,
        Value::word
    ),
    Metric {
        id: "land.tenure-holds",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(HOLDS),
        summary: "Whether the right to the land outlasts the tenant's term",
        formula: "holds where it is freehold or a lease ends no earlier than the date of the facts plus the tenant's \
                  term; else extended or ends, by whether the lease can be extended",
        sources: &["RR-SITES"],
        reads: &[
            ("land.tenure", Mixed),
            ("land.tenure_ends", Improves),
            ("land.tenure_extension", Mixed),
            ("as_of", Worsens),
        ],
        eval: |case| {
            if case.draw.word(fact_path!("land.tenure")) == Some(Tenure::Freehold) {
                return Value::Word(0);
            }
            holds(
                case,
                fact_path!("land.tenure_ends"),
                fact_path!("land.tenure_extension"),
            )
        },
    },
    Metric {
        id: "power.supply-holds",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(HOLDS),
        summary: "Whether the supply agreement outlasts the tenant's term",
        formula: "holds where it ends no earlier than the date of the facts plus the tenant's term; else extended or \
                  ends, by whether it can be extended",
        sources: &["RR-SITES"],
        reads: &[
            ("power.supply_ends", Improves),
            ("power.supply_extension", Mixed),
            ("as_of", Worsens),
        ],
        eval: |case| {
            holds(
                case,
                fact_path!("power.supply_ends"),
                fact_path!("power.supply_extension"),
            )
        },
    },
    Metric {
        id: "land.pledge",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(PLEDGE),
        summary: "Who must agree before the site is pledged to a lender",
        formula: "none where it is hosted; by landlord where the site is let or the land leased; else shared in a joint \
                  venture, own for an owner",
        sources: &[],
        reads: &[
            ("land.ownership", Mixed),
            ("land.tenure", Mixed),
            ("land.landlord", Mixed),
        ],
        eval: |case| pledge(&case.draw),
    },
    Metric {
        id: "land.zoning-allows",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(ALLOWS),
        summary: "Whether zoning lets a data center be built",
        formula: "forbidden or rezoned where it is not permitted as zoned; else allowed",
        sources: &["RR-SITES"],
        reads: &[("land.zoning", Mixed), ("land.rezoning", Mixed)],
        eval: |case| zoning(&case.draw),
    },
    stated_word!(
        "land.flood-zone",
        FloodZone::WORDS,
        "Flood risk",
        land.flood_zone,
        Value::word
    ),
    stated_word!(
        "land.hazards",
        Hazards::WORDS,
        "Dangers next door",
        land.hazards,
        Value::word
    ),
    stated!(
        "land.residence-m",
        MetricUnit::Meters,
        Higher,
        "Distance to the nearest home",
        land.residence_m
    ),
    stated!(
        "land.night-noise-dba",
        MetricUnit::Dba,
        Lower,
        "Night noise at the nearest home",
        land.night_noise_dba
    ),
    stated_word!(
        "community.stance",
        Stance::WORDS,
        "Stance of the neighbors",
        community.stance,
        Value::word
    ),
    stated!(
        "workforce.staff",
        MetricUnit::Plain,
        Higher,
        "Permanent staff on site",
        workforce.staff
    ),
    stated_word!(
        "workforce.skilled-labor",
        YES_NO,
        "Crews for liquid cooling and high voltage can be hired",
        workforce.skilled_labor,
        Value::flag
    ),
];

#[cfg(test)]
mod tests {
    use super::super::tests::{number, word};

    #[test]
    fn land_of_helios_carries_its_megawatts() {
        // 1,000 acres for 800 MW of grid became 526 MW of IT; the rule must not say it cannot.
        let mw = |acres: f64| {
            let text = format!(
                "name: A\nlocation: {{country: US, region: Texas}}\nland: {{buildable_acres: {acres}}}"
            );
            number("land.buildable-mw", "nvl72", &text)
        };
        assert!(mw(1_000.0) > 526.0);
        // Denton: 31 acres before its extension, too few for the 260 MW of IT that it came to.
        assert!(mw(31.0) < 260.0);
        // 0.2 acres for each MW of grid.
        assert!((320.0..360.0).contains(&mw(100.0)), "{}", mw(100.0));
    }

    #[test]
    fn freehold_never_ends() {
        let years = |text: &str| number("land.tenure-years", "nvl72", text);
        assert_eq!(years("name: A\nland: {tenure: freehold}"), 99.0);
        let lease = "name: A\nas_of: 2026-01\nland: {tenure: lease, tenure_ends: 2036-01}";
        assert_eq!(years(lease), 10.0);
    }

    #[test]
    fn an_end_within_the_term_holds_only_where_it_is_extended() {
        // Neocloud leases run fifteen years.
        let land = |tenure: &str| {
            let text = format!("name: A\nas_of: 2026-01\nland: {{tenure: {tenure}}}");
            word("land.tenure-holds", "nvl72", &text)
        };
        assert_eq!(land("freehold"), "holds");
        assert_eq!(land("lease, tenure_ends: 2041-01"), "holds");
        let short = "lease, tenure_ends: 2040-12, tenure_extension:";
        assert_eq!(land(&format!("{short} true")), "extended");
        assert_eq!(land(&format!("{short} false")), "ends");
        let supply = |rest: &str| {
            let text = format!("name: A\nas_of: 2026-01\npower: {{supply_ends: {rest}}}");
            word("power.supply-holds", "nvl72", &text)
        };
        assert_eq!(supply("2041-01, supply_extension: false"), "holds");
        assert_eq!(supply("2027-06, supply_extension: true"), "extended");
        assert_eq!(supply("2027-06, supply_extension: false"), "ends");
        // What has ended is no supply of a tenant either.
        assert_eq!(supply("2020-01, supply_extension: false"), "ends");
    }

    #[test]
    fn whoever_else_has_a_say_in_the_site_is_named() {
        let who = |land: &str| {
            word(
                "land.pledge",
                "nvl72",
                &format!("name: A\nland: {{{land}}}"),
            )
        };
        assert_eq!(who("ownership: owner, tenure: freehold"), "own");
        assert_eq!(who("ownership: joint-venture, tenure: freehold"), "shared");
        let leased = |rest: &str| who(&format!("tenure: long-lease, {rest}"));
        assert_eq!(
            leased("ownership: owner, landlord: private"),
            "private-landlord"
        );
        assert_eq!(
            leased("ownership: joint-venture, landlord: public"),
            "public-landlord"
        );
        assert_eq!(
            leased("ownership: tenant, landlord: power-plant"),
            "plant-landlord"
        );
        assert_eq!(leased("ownership: hosted, landlord: private"), "none");
    }

    #[test]
    fn only_what_is_not_permitted_as_zoned_needs_a_rezoning() {
        let of = |land: &str| {
            word(
                "land.zoning-allows",
                "nvl72",
                &format!("name: A\nland: {{{land}}}"),
            )
        };
        for allowed in ["permitted", "industrial", "conditional"] {
            assert_eq!(
                of(&format!("zoning: {allowed}, rezoning: false")),
                "allowed"
            );
        }
        assert_eq!(of("zoning: not-permitted, rezoning: true"), "rezoned");
        assert_eq!(of("zoning: not-permitted, rezoning: false"), "forbidden");
    }
}
