//! Land, permits, neighbors and people.

use super::{Better, Effect, Kind, Metric, Role, Value, YES_NO, fact, stated, stated_word};
use crate::estimate::Bounds;
use crate::hosting::Target;
use crate::site::date::months_between;
use crate::site::land::{
    FloodZone, Hazards, Permit, PermitKind, PermitStatus, Stance, Tenure, Zoning,
};
use crate::site::shape::Word;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed};

/// Months that stand for a moratorium in force without an end.
pub(crate) const NO_END_MONTHS: f64 = 999.0;

/// Critical IT MW that land carries: acres / (acres for each MW of grid) × grid-to-IT share.
///
/// The range is wide: Denton stood on 0.08 acres for each MW before it bought more, Helios on 1.25.
#[must_use]
pub(crate) fn land_it_mw(acres: Bounds, target: &Target) -> Bounds {
    let hardware = &target.hardware.parameters;
    let (per_mw, ratio) = (
        hardware.land_acres_per_grid_mw.bounds(),
        hardware.grid_to_it.bounds(),
    );
    let mw = |acres: f64, per_mw: f64, ratio: f64| {
        if per_mw <= 0.0 {
            0.0
        } else {
            acres / per_mw * ratio
        }
    };
    Bounds {
        low: mw(acres.low, per_mw.high.unwrap_or(per_mw.likely), ratio.low),
        likely: mw(acres.likely, per_mw.likely, ratio.likely),
        high: acres
            .high
            .map(|acres| mw(acres, per_mw.low, ratio.high.unwrap_or(ratio.likely))),
    }
}

/// Words of metrics about permits, best first.
pub(super) const PERMITS: &[Word] = &[
    Word {
        name: "none-needed",
        doc: "The list of permits names none of this kind.",
    },
    Word {
        name: "granted",
        doc: "Granted and final.",
    },
    Word {
        name: "pending",
        doc: "Applied for, not decided.",
    },
    Word {
        name: "contested",
        doc: "Decided, but under appeal or in dispute.",
    },
    Word {
        name: "denied",
        doc: "Denied or withdrawn.",
    },
];

/// The worst status among permits of the kinds asked for; `none-needed` when the list names none.
pub(super) fn worst_status(permits: &[Permit], asked: impl Fn(PermitKind) -> bool) -> Value {
    let mut worst = 0;
    for permit in permits
        .iter()
        .filter(|p| p.kind.known().is_some_and(&asked))
    {
        let rank = match permit.status.known() {
            Some(PermitStatus::Granted) => 1,
            Some(PermitStatus::Pending) => 2,
            Some(PermitStatus::Contested) => 3,
            Some(PermitStatus::Denied) => 4,
            None => return Value::Unknown,
        };
        worst = worst.max(rank);
    }
    PERMITS
        .get(worst)
        .map_or(Value::Unknown, |word| Value::Word(word.name))
}

/// Metrics about land, permits and people.
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
        formula: "buildable acres / acres for each MW of grid × grid-to-IT share",
        sources: &["COLL", "HELIOS", "RR-SITES"],
        reads: &[("land.buildable_acres", Improves)],
        eval: |case, trace| {
            trace
                .quantity(fact!(case.site, land.buildable_acres))
                .map_or(Value::Unknown, |acres| {
                    Value::Number(land_it_mw(acres.into(), &case.target))
                })
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
        |w: Tenure| Value::Word(w.word())
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
            ("land.tenure_ends", Mixed),
            ("as_of", Mixed),
        ],
        eval: |case, trace| {
            if trace.read(fact!(case.site, land.tenure)) == Some(&Tenure::Freehold) {
                return Value::exact(99.0);
            }
            let ends = trace.read(fact!(case.site, land.tenure_ends)).copied();
            let as_of = trace.read(fact!(case.site, as_of)).copied();
            as_of.zip(ends).map_or(Value::Unknown, |(from, to)| {
                Value::Number(months_between(from, to).map(|m| m / 12.0))
            })
        },
    },
    stated_word!(
        "land.zoning",
        Zoning::WORDS,
        "What the zoning allows",
        land.zoning,
        |w: Zoning| Value::Word(w.word())
    ),
    stated_word!(
        "land.flood-zone",
        FloodZone::WORDS,
        "Flood risk",
        land.flood_zone,
        |w: FloodZone| Value::Word(w.word())
    ),
    stated_word!(
        "land.hazards",
        Hazards::WORDS,
        "Dangers next door",
        land.hazards,
        |w: Hazards| Value::Word(w.word())
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
    Metric {
        id: "permits.worst",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(PERMITS),
        summary: "The worst permit listed, moratoria apart",
        formula: "worst status in the order granted, pending, contested, denied",
        sources: &["RR-SITES"],
        reads: &[("permits", Mixed)],
        eval: |case, trace| {
            trace
                .read(fact!(case.site, permits))
                .map_or(Value::Unknown, |permits| {
                    worst_status(permits, |kind| kind != PermitKind::Moratorium)
                })
        },
    },
    Metric {
        id: "permits.moratorium-months",
        unit: MetricUnit::Months,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Months until a moratorium in force is lifted",
        formula: "0 when none is in force; 999 when no end is stated",
        sources: &["RR-SITES"],
        reads: &[("permits", Mixed), ("as_of", Mixed)],
        eval: |case, trace| {
            let Some(permits) = trace.read(fact!(case.site, permits)) else {
                return Value::Unknown;
            };
            let mut longest = Bounds::exact(0.0);
            for permit in permits
                .iter()
                .filter(|p| p.kind.known() == Some(PermitKind::Moratorium))
            {
                let months = match (permit.status.known(), permit.expires_on.get()) {
                    (Some(PermitStatus::Granted), _) => Bounds::exact(0.0),
                    (Some(PermitStatus::Denied), None) => Bounds::exact(NO_END_MONTHS),
                    (Some(PermitStatus::Denied), Some(end)) => {
                        match trace.read(fact!(case.site, as_of)) {
                            Some(as_of) => months_between(*as_of, *end),
                            None => Bounds {
                                low: 0.0,
                                likely: NO_END_MONTHS,
                                high: Some(NO_END_MONTHS),
                            },
                        }
                    }
                    // Proposed or contested: it may come into force.
                    _ => Bounds {
                        low: 0.0,
                        likely: 0.0,
                        high: Some(NO_END_MONTHS),
                    },
                };
                longest = longest.rising(months, f64::max);
            }
            Value::Number(longest)
        },
    },
    stated_word!(
        "community.stance",
        Stance::WORDS,
        "Stance of the neighbors",
        community.stance,
        |w: Stance| { Value::Word(w.word()) }
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
    use super::super::tests::value;
    use super::*;

    #[test]
    fn land_of_helios_carries_its_megawatts() {
        // 1,000 acres for 800 MW of grid became 526 MW of IT; the rule must not say it cannot.
        let target = crate::hosting::catalog().target("nvl72").unwrap();
        let mw = land_it_mw(Bounds::exact(1_000.0), &target);
        assert!(mw.low > 526.0, "{mw:?}");
        // Denton: 31 acres before its extension, 260 MW of IT in the end. The high end must reach it.
        let mw = land_it_mw(Bounds::exact(31.0), &target);
        assert!(mw.low < 100.0 && mw.high.unwrap() > 250.0, "{mw:?}");
    }

    #[test]
    fn the_worst_permit_counts_and_moratoria_are_apart() {
        let permits = |list: &str| format!("name: A\nas_of: 2026-01\npermits: {list}");
        let worst = |list: &str| value("permits.worst", "nvl72", &permits(list));
        assert_eq!(worst("[]"), Value::Word("none-needed"));
        assert_eq!(
            worst("[{kind: zoning, status: granted}, {kind: air, status: pending}]"),
            Value::Word("pending")
        );
        assert_eq!(
            worst("[{kind: moratorium, status: denied}]"),
            Value::Word("none-needed")
        );
        assert_eq!(worst("[{kind: zoning}]"), Value::Unknown);
        let moratorium = |list: &str| value("permits.moratorium-months", "nvl72", &permits(list));
        assert_eq!(moratorium("[]"), Value::exact(0.0));
        assert_eq!(
            moratorium("[{kind: moratorium, status: denied}]"),
            Value::exact(999.0)
        );
        assert_eq!(
            moratorium("[{kind: moratorium, status: denied, expires_on: 2027-01}]"),
            Value::exact(12.0)
        );
    }

    #[test]
    fn freehold_never_ends() {
        assert_eq!(
            value(
                "land.tenure-years",
                "nvl72",
                "name: A\nland: {tenure: freehold}"
            ),
            Value::exact(99.0)
        );
        let lease = "name: A\nas_of: 2026-01\nland: {tenure: lease, tenure_ends: 2036-01}";
        assert_eq!(
            value("land.tenure-years", "nvl72", lease),
            Value::exact(10.0)
        );
    }
}
