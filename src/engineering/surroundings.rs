//! Land, permits, neighbors and people.

use super::{Better, Effect, Kind, Metric, Role, Value, YES_NO, stated, stated_word};
use crate::hosting::Target;
use crate::site::land::{FloodZone, Hazards, PermitKind, PermitStatus, Stance, Tenure, Zoning};
use crate::site::path::fact_path;
use crate::site::shape::Word;
use crate::typical::Draw;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

/// Months that stand for a moratorium in force without an end.
pub(crate) const NO_END_MONTHS: f64 = 999.0;

/// Critical IT MW that land carries: acres / (acres for each MW of grid) × grid-to-IT share.
#[must_use]
pub(crate) fn land_it_mw(acres: f64, target: &Target) -> f64 {
    let hardware = &target.hardware.parameters;
    let per_mw = hardware.land_acres_per_grid_mw.value;
    if per_mw <= 0.0 {
        0.0
    } else {
        acres / per_mw * hardware.grid_to_it.value
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
#[must_use]
pub(super) fn worst_status(draw: &Draw, asked: impl Fn(PermitKind) -> bool) -> Value {
    let listed = draw.list(fact_path!("permits")).filter(|permit| {
        let kind = permit.word(fact_path!("permits[].kind"));
        kind.is_some_and(&asked)
    });
    let rank = listed.map(|permit| match permit.word(fact_path!("permits[].status")) {
        None => 0,
        Some(PermitStatus::Granted) => 1,
        Some(PermitStatus::Pending) => 2,
        Some(PermitStatus::Contested) => 3,
        Some(PermitStatus::Denied) => 4,
    });
    Value::Word(rank.max().unwrap_or(0))
}

/// Months until the last moratorium in force is lifted. One that is only proposed or contested is not in force.
#[must_use]
fn moratorium_months(draw: &Draw) -> f64 {
    let in_force = draw.list(fact_path!("permits")).filter(|permit| {
        permit.word(fact_path!("permits[].kind")) == Some(PermitKind::Moratorium)
            && permit.word(fact_path!("permits[].status")) == Some(PermitStatus::Denied)
    });
    let months = in_force.map(|permit| {
        let end = permit.get(fact_path!("permits[].expires_on"));
        let as_of = draw.get(fact_path!("as_of"));
        as_of.zip(end).map_or(NO_END_MONTHS, |(from, to)| to - from)
    });
    months.fold(0.0, f64::max)
}

/// Months until the last of the permits without which no hall is built may be decided anew, of those that are denied.
/// A denial is final unless a later decision is dated.
#[must_use]
fn denied_months(draw: &Draw) -> f64 {
    let denied = draw.list(fact_path!("permits")).filter(|permit| {
        let kind = permit.word(fact_path!("permits[].kind"));
        matches!(
            kind,
            Some(PermitKind::Zoning | PermitKind::Building | PermitKind::Grid)
        ) && permit.word(fact_path!("permits[].status")) == Some(PermitStatus::Denied)
    });
    let months = denied.map(|permit| {
        let anew = permit.get(fact_path!("permits[].decision_on"));
        let months = anew
            .zip(draw.get(fact_path!("as_of")))
            .map(|(on, from)| on - from);
        months
            .filter(|months| *months > 0.0)
            .unwrap_or(NO_END_MONTHS)
    });
    months.fold(0.0, f64::max)
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
        eval: |case| {
            let acres = case.draw.get(fact_path!("land.buildable_acres"));
            Value::from(acres.map(|acres| land_it_mw(acres, &case.target)))
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
    Metric {
        id: "permits.worst",
        unit: MetricUnit::Plain,
        role: Role::Plain,
        kind: Kind::Words(PERMITS),
        summary: "The worst permit listed, moratoria apart",
        formula: "worst status in the order granted, pending, contested, denied",
        sources: &["RR-SITES"],
        reads: &[("permits[].kind", Mixed), ("permits[].status", Improves)],
        eval: |case| worst_status(&case.draw, |kind| kind != PermitKind::Moratorium),
    },
    Metric {
        id: "permits.moratorium-months",
        unit: MetricUnit::Months,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Months until a moratorium in force is lifted",
        formula: "0 when none is in force; 999 when it has no end",
        sources: &["RR-SITES"],
        reads: &[
            ("permits[].kind", Mixed),
            ("permits[].status", Improves),
            ("permits[].expires_on", Worsens),
            ("as_of", Improves),
        ],
        eval: |case| Value::Number(moratorium_months(&case.draw)),
    },
    Metric {
        id: "permits.denied-months",
        unit: MetricUnit::Months,
        role: Role::Plain,
        kind: Kind::Number(Better::Lower),
        summary: "Months until a denied zoning, building or grid permit may be decided anew",
        formula: "0 when none of them is denied; else months to the later decision that is dated; 999 when a denial is final",
        sources: &["RR-SITES"],
        reads: &[
            ("permits[].kind", Mixed),
            ("permits[].status", Improves),
            ("permits[].decision_on", Mixed),
            ("as_of", Mixed),
        ],
        eval: |case| Value::Number(denied_months(&case.draw)),
    },
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
    use super::*;

    #[test]
    fn land_of_helios_carries_its_megawatts() {
        // 1,000 acres for 800 MW of grid became 526 MW of IT; the rule must not say it cannot.
        let target = crate::hosting::catalog().target("nvl72").unwrap();
        assert!(land_it_mw(1_000.0, &target) > 526.0);
        // Denton: 31 acres before its extension, too few for the 260 MW of IT that it came to.
        assert!(land_it_mw(31.0, &target) < 260.0);
        let text = "name: A\nland: {buildable_acres: 100}";
        let mw = number("land.buildable-mw", "nvl72", text);
        assert!((mw - 345.0).abs() < 1e-9, "{mw}");
    }

    #[test]
    fn the_worst_permit_counts_and_moratoria_are_apart() {
        let permits = |list: &str| format!("name: A\nas_of: 2026-01\npermits: {list}");
        let worst = |list: &str| word("permits.worst", "nvl72", &permits(list));
        assert_eq!(worst("[]"), "none-needed");
        let two = "[{kind: zoning, status: granted}, {kind: air, status: pending}]";
        assert_eq!(worst(two), "pending");
        let air = |list: &str| word("redundancy.backup-permit", "nvl72", &permits(list));
        assert_eq!(air(two), "pending");
        let halted = "[{kind: moratorium, status: denied}]";
        assert_eq!(worst(halted), "none-needed");
        let months = |list: &str| number("permits.moratorium-months", "nvl72", &permits(list));
        assert_eq!(months("[]"), 0.0);
        let until = "[{kind: moratorium, status: denied, expires_on: 2027-01}]";
        assert_eq!(months(until), 12.0);
        assert_eq!(months(&until.replace("denied", "pending")), 0.0);
        assert_eq!(months(&until.replace("2027", "2020")), 0.0);
    }

    #[test]
    fn freehold_never_ends() {
        let years = |text: &str| number("land.tenure-years", "nvl72", text);
        assert_eq!(years("name: A\nland: {tenure: freehold}"), 99.0);
        let lease = "name: A\nas_of: 2026-01\nland: {tenure: lease, tenure_ends: 2036-01}";
        assert_eq!(years(lease), 10.0);
    }
}

/// TEMP
pub(crate) fn permit_hold_months(draw: &Draw) -> f64 {
    moratorium_months(draw).max(denied_months(draw))
}
