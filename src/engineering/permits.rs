//! Permits and moratoria: how far they are, and for how long they hold up what is built.

use super::{Better, Effect, Kind, Metric, Role, Value};
use crate::site::land::{PermitKind, PermitStatus};
use crate::site::path::fact_path;
use crate::site::shape::Word;
use crate::typical::Draw;
use crate::typical::draw::Entry;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

/// Months that stand for a moratorium in force without an end.
pub(crate) const NO_END_MONTHS: f64 = 999.0;

/// Words of metrics about permits, best first.
pub(super) const PERMITS: &[Word] = &[
    Word {
        name: "none-needed",
        doc: "The list of permits names none of this kind.",
        also: &[],
    },
    Word {
        name: "granted",
        doc: "Granted and final.",
        also: &[],
    },
    Word {
        name: "pending",
        doc: "Applied for, not decided.",
        also: &[],
    },
    Word {
        name: "contested",
        doc: "Decided, but under appeal or in dispute.",
        also: &[],
    },
    Word {
        name: "denied",
        doc: "Denied or withdrawn.",
        also: &[],
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

/// Months from the date of the facts to a date, which may be past.
#[must_use]
pub(super) fn months_to(draw: &Draw, date: f64) -> f64 {
    let from = draw.get(fact_path!("as_of"));
    from.map_or(NO_END_MONTHS, |from| date - from)
}

/// Months until the last moratorium is lifted that is in force, or sought and enacted. One that is contested is not.
#[must_use]
fn moratorium_months(draw: &Draw) -> f64 {
    let in_force = draw.list(fact_path!("permits")).filter(|permit| {
        permit.word(fact_path!("permits[].kind")) == Some(PermitKind::Moratorium)
            && match permit.word(fact_path!("permits[].status")) {
                Some(PermitStatus::Denied) => true,
                Some(PermitStatus::Pending) => permit.flag(fact_path!("permits[].enacted")),
                _ => false,
            }
    });
    let months = in_force.map(|permit| {
        let end = permit.get(fact_path!("permits[].expires_on"));
        end.map_or(NO_END_MONTHS, |end| months_to(draw, end))
    });
    months.fold(0.0, f64::max)
}

/// What becomes of a permit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Outlook {
    /// It stands.
    Stands,
    /// It will stand when it is decided.
    Awaited,
    /// It is denied, and decided anew in so many months.
    Anew(f64),
    /// It is denied for good.
    Never,
}

/// A denial is final unless a later decision is dated; so is one that a contest ends in.
#[must_use]
pub(super) fn outlook(draw: &Draw, permit: &Entry) -> Outlook {
    match permit.word(fact_path!("permits[].status")) {
        None | Some(PermitStatus::Granted) => Outlook::Stands,
        Some(PermitStatus::Pending) => Outlook::Awaited,
        Some(PermitStatus::Contested) if permit.flag(fact_path!("permits[].upheld")) => {
            Outlook::Awaited
        }
        Some(PermitStatus::Contested) => Outlook::Never,
        Some(PermitStatus::Denied) => {
            decided_in(draw, permit).map_or(Outlook::Never, Outlook::Anew)
        }
    }
}

/// Months to the decision on a permit; `None` where none is to come.
fn decided_in(draw: &Draw, permit: &Entry) -> Option<f64> {
    let on = permit.get(fact_path!("permits[].decision_on"))?;
    Some(months_to(draw, on)).filter(|months| *months > 0.0)
}

/// The latest of what the permits come to without which no hall is built or connected.
fn latest(draw: &Draw, months: impl Fn(&Entry) -> f64) -> f64 {
    let mut latest = 0.0_f64;
    for permit in draw.list(fact_path!("permits")) {
        let kind = permit.word(fact_path!("permits[].kind"));
        if matches!(
            kind,
            Some(PermitKind::Zoning | PermitKind::Building | PermitKind::Grid)
        ) {
            latest = latest.max(months(&permit));
        }
        // Nothing comes later than never, whatever the rest is.
        if latest >= NO_END_MONTHS {
            break;
        }
    }
    latest
}

/// Months until the last of these permits may be decided anew, of those that are denied.
#[must_use]
fn denied_months(draw: &Draw) -> f64 {
    latest(draw, |permit| match outlook(draw, permit) {
        Outlook::Stands | Outlook::Awaited => 0.0,
        Outlook::Anew(months) => months,
        Outlook::Never => NO_END_MONTHS,
    })
}

/// Months for which moratoria and permits hold up every hall: 0 where none does, [`NO_END_MONTHS`] where that never
/// ends.
#[must_use]
pub(crate) fn permit_hold_months(draw: &Draw) -> f64 {
    let decided = latest(draw, |permit| match outlook(draw, permit) {
        Outlook::Stands => 0.0,
        Outlook::Awaited => decided_in(draw, permit).unwrap_or(0.0),
        Outlook::Anew(months) => months,
        Outlook::Never => NO_END_MONTHS,
    });
    decided.max(moratorium_months(draw)).min(NO_END_MONTHS)
}

/// Metrics about permits.
pub(crate) const METRICS: &[Metric] = &[
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
        summary: "Months until a moratorium is lifted that is in force, or sought and enacted",
        formula: "0 when there is none; 999 when it has no end",
        sources: &["RR-SITES"],
        reads: &[
            ("permits[].kind", Mixed),
            ("permits[].status", Mixed),
            ("permits[].enacted", Mixed),
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
        formula: "0 when none of them is denied; else months to the later decision that is dated; 999 when a denial is \
                  final, or a contested permit doesn't stand",
        sources: &["RR-SITES"],
        reads: &[
            ("permits[].kind", Mixed),
            ("permits[].status", Mixed),
            ("permits[].upheld", Mixed),
            ("permits[].decision_on", Mixed),
            ("as_of", Mixed),
        ],
        eval: |case| Value::Number(denied_months(&case.draw)),
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{at_median, number, word};
    use super::*;

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

    /// Months of denial and of all that holds up a hall.
    fn held(list: &str) -> (f64, f64) {
        let text = format!("name: A\nas_of: 2026-01\npermits: {list}");
        let hold = at_median("nvl72", &text, |case| permit_hold_months(&case.draw));
        (number("permits.denied-months", "nvl72", &text), hold)
    }

    #[test]
    fn a_denial_is_final_unless_it_is_decided_anew() {
        for kind in ["zoning", "building", "grid"] {
            let of = |rest: &str| held(&format!("[{{kind: {kind}, status: {rest}}}]"));
            assert_eq!(of("granted"), (0.0, 0.0));
            assert_eq!(of("denied"), (NO_END_MONTHS, NO_END_MONTHS));
            assert_eq!(of("denied, decision_on: 2027-03"), (14.0, 14.0));
            // What was decided is decided.
            assert_eq!(
                of("denied, decision_on: 2025-03"),
                (NO_END_MONTHS, NO_END_MONTHS)
            );
        }
        for kind in ["air", "water", "noise"] {
            assert_eq!(
                held(&format!("[{{kind: {kind}, status: denied}}]")),
                (0.0, 0.0)
            );
        }
    }

    #[test]
    fn what_is_open_is_waited_for_and_what_falls_is_denied() {
        let of = |rest: &str| held(&format!("[{{kind: zoning, {rest}}}]"));
        assert_eq!(of("status: pending, decision_on: 2026-09"), (0.0, 8.0));
        assert_eq!(of("status: pending, decision_on: 2025-09"), (0.0, 0.0));
        let contested = "status: contested, decision_on: 2027-01";
        assert_eq!(of(&format!("{contested}, upheld: true")), (0.0, 12.0));
        assert_eq!(
            of(&format!("{contested}, upheld: false")),
            (NO_END_MONTHS, NO_END_MONTHS)
        );
        // Nobody contests what is granted.
        assert_eq!(of("status: granted, upheld: false"), (0.0, 0.0));
    }

    #[test]
    fn the_last_of_all_holds_up() {
        let until = |end: &str| {
            held(&format!(
                "[{{kind: moratorium, status: denied{end}}}, {{kind: grid, status: pending, decision_on: 2027-01}}, \
                 {{kind: building, status: denied, decision_on: 2026-06}}]"
            ))
        };
        assert_eq!(until(", expires_on: 2026-03"), (5.0, 12.0));
        assert_eq!(until(", expires_on: 2028-01"), (5.0, 24.0));
        assert_eq!(until(", expires_on: 9999"), (5.0, NO_END_MONTHS));
    }
}
