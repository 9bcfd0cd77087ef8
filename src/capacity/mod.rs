//! Every limit as critical IT MW. The smallest binds; limits never multiply.
//!
//! *Today* counts what stands: an unknown step counts nothing at the low and likely end and leaves the
//! high end open. The *ceiling* counts what money cannot readily buy: firm grid power and land.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::engineering::cooling::{air_n_plus_1, heat_rejection_n_plus_1, liquid_n_plus_1};
use crate::engineering::halls::{area_it, racks_it};
use crate::engineering::power::{firm_share, firm_share_of, grid_right};
use crate::engineering::redundancy::{backup_n_plus_1, backup_waived, ups_n_plus_1};
use crate::engineering::substation::substation_firm;
use crate::engineering::surroundings::land_it_mw;
use crate::engineering::{Better, Case, Effect, Kind, LimitId, Metric, Role, Trace, Value, fact};
use crate::estimate::Bounds;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed};

/// One thing that limits the critical IT load.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Which.
    pub id: LimitId,
    /// What it is, in words.
    pub label: &'static str,
    /// Whether it limits today's load or the ceiling.
    pub column: Column,
    /// Critical IT MW it allows; `None` when nothing is known.
    pub mw: Option<Bounds>,
    /// The facts it was computed from.
    pub facts: Trace,
}

/// Which figure a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// What stands ready today.
    Today,
    /// What firm grid power and land allow.
    Ceiling,
}

/// The critical IT load a site carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// MW that stand ready today.
    pub today_mw: Bounds,
    /// MW that firm grid power and land allow.
    pub ceiling_mw: Bounds,
    /// Every limit, widest first within its column.
    pub limits: Vec<Limit>,
}

impl Capacity {
    /// The known limits of a column that hold the likely figure down, all that are tied.
    pub(crate) fn binding(&self, column: Column) -> impl Iterator<Item = &Limit> {
        let least = match column {
            Column::Today => self.today_mw.likely,
            Column::Ceiling => self.ceiling_mw.likely,
        };
        self.limits
            .iter()
            .filter(move |l| l.column == column && l.mw.is_some_and(|mw| mw.likely <= least + 1e-9))
    }

    /// A limit on today's load.
    #[must_use]
    pub(crate) fn today(&self, id: LimitId) -> Option<&Limit> {
        self.limits
            .iter()
            .find(|l| l.column == Column::Today && l.id == id)
    }
}

/// What an unknown step counts today.
const UNKNOWN_TODAY: Bounds = Bounds {
    low: 0.0,
    likely: 0.0,
    high: None,
};

/// The capacity of a site for a target.
#[must_use]
pub fn capacity(case: &Case) -> Capacity {
    let mut limits = today_limits(case, &Trace::default());
    let today = smallest(&limits);
    let mut facts = Trace::default();
    let grid = grid_it(case, &mut facts);
    limits.push(Limit {
        id: LimitId::Grid,
        label: "firm grid power",
        column: Column::Ceiling,
        mw: grid,
        facts,
    });
    let mut facts = Trace::default();
    let land = land_it(case, &mut facts);
    if let Some(land) = land {
        limits.push(Limit {
            id: LimitId::Land,
            label: "land",
            column: Column::Ceiling,
            mw: Some(land),
            facts,
        });
    }
    // Widest first; the sort is stable, so ties keep the order of the limits above.
    limits.sort_by(|a, b| {
        let width = |l: &Limit| l.mw.map_or(0.0, |mw| mw.likely);
        (a.column == Column::Ceiling)
            .cmp(&(b.column == Column::Ceiling))
            .then(width(b).total_cmp(&width(a)))
    });
    Capacity {
        today_mw: today,
        ceiling_mw: ceiling(grid, land),
        limits,
    }
}

/// What the grid connection allows, as critical IT MW.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct GridLimits {
    /// What energized firm power carries; `None` when unknown.
    pub energized_mw: Option<Bounds>,
    /// What the substation carries with one transformer out; `None` when unknown.
    pub substation_mw: Option<Bounds>,
    /// What firm grid power and land allow.
    pub ceiling_mw: Bounds,
}

/// What the grid connection of a site allows, without the limits behind it: all that a verdict takes.
#[must_use]
pub(crate) fn grid_limits(case: &Case) -> GridLimits {
    let trace = &mut Trace::silent();
    GridLimits {
        energized_mw: energized_it(case, trace),
        substation_mw: substation_it(case, trace),
        ceiling_mw: ceiling(grid_it(case, trace), land_it(case, trace)),
    }
}

/// Firm grid power as critical IT MW: grid MW × firm share × grid-to-IT share of the hardware.
fn grid_it(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let firm = firm_share(case, trace);
    let right = grid_right(case, trace)?;
    Some(to_it(case, right.rising(firm, |mw, share| mw * share)))
}

fn to_it(case: &Case, grid: Bounds) -> Bounds {
    let ratio = case.target.hardware.parameters.grid_to_it.bounds();
    grid.rising(ratio, |mw, ratio| mw * ratio)
}

/// Energized firm power as critical IT MW.
fn energized_it(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let energized = trace
        .quantity(fact!(case.site, power.energized_mw))
        .map(Bounds::from);
    let firm = firm_share_of(case, trace, energized);
    Some(to_it(case, energized?.rising(firm, |mw, share| mw * share)))
}

/// The substation with its largest unit out, as critical IT MW.
fn substation_it(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    Some(to_it(case, substation_firm(case, trace)?))
}

/// Land held and to be had, as critical IT MW. As long as nobody asked next door it limits nothing:
/// most disclosed conversions bought land around them.
fn land_it(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let more = trace.optional(fact!(case.site, land.obtainable_acres))?;
    let held = trace.quantity(fact!(case.site, land.area_acres))?;
    Some(land_it_mw((held + more).into(), &case.target))
}

/// Land holds the likely and high end down, the low end only where even its best case is below it:
/// acres for each MW vary so much that they must not decide a verdict.
fn ceiling(grid: Option<Bounds>, land: Option<Bounds>) -> Bounds {
    let grid = grid.unwrap_or(UNKNOWN_TODAY);
    let Some(land) = land else { return grid };
    let capped = grid.min(land);
    let low = grid.low.min(capped.high.unwrap_or(grid.low));
    Bounds {
        low,
        likely: capped.likely.max(low),
        high: capped.high,
    }
}

/// The smallest limit, an unknown one among them.
fn smallest(limits: &[Limit]) -> Bounds {
    let mw = limits.iter().map(|l| l.mw.unwrap_or(UNKNOWN_TODAY));
    mw.reduce(Bounds::min).unwrap_or(UNKNOWN_TODAY)
}

/// The limits on today's load, each with as much of a trace as the one given keeps.
fn today_limits(case: &Case, trace: &Trace) -> Vec<Limit> {
    let hardware = &case.target.hardware.parameters;
    let liquid = hardware.liquid_share.value > 0.0;
    // A tenant that expects no standby generation is not held down by backup.
    let backed = case.target.tenant.parameters.generators.value > 0.0;
    let generators = backed && backup_waived(case, &mut Trace::silent()) != Some(true);
    let limit = |id, label, eval: &dyn Fn(&mut Trace) -> Option<Bounds>| {
        let mut facts = trace.fresh();
        let mw = eval(&mut facts);
        Limit {
            id,
            label,
            column: Column::Today,
            mw,
            facts,
        }
    };
    let mut limits = vec![
        limit(LimitId::Energized, "energized firm grid power", &|t| {
            energized_it(case, t)
        }),
        limit(
            LimitId::Substation,
            "substation with one transformer out",
            &|t| substation_it(case, t),
        ),
        limit(LimitId::HeatRejection, "heat rejection at N+1", &|t| {
            heat_rejection_n_plus_1(case, t)
        }),
    ];
    if liquid {
        limits.push(limit(LimitId::Liquid, "liquid cooling at N+1", &|t| {
            liquid_n_plus_1(case, t)
        }));
    }
    limits.push(limit(LimitId::Air, "air cooling at N+1", &|t| {
        air_n_plus_1(case, t)
    }));
    if generators {
        limits.push(limit(LimitId::Backup, "generators at N+1", &|t| {
            backup_n_plus_1(case, t)
        }));
    }
    if backed {
        limits.push(limit(LimitId::Ups, "UPS at N+1", &|t| {
            ups_n_plus_1(case, t)
        }));
    }
    limits.push(limit(
        LimitId::Halls,
        "floor and racks of the halls",
        &|t| halls_it(case, t),
    ));
    limits
}

/// What the halls carry, floor or racks, whichever is less, all halls together.
fn halls_it(case: &Case, trace: &mut Trace) -> Option<Bounds> {
    let halls = trace.read(fact!(case.site, halls))?;
    let mut total = Bounds::exact(0.0);
    for index in 0..halls.len() {
        let hall = Case {
            hall: Some(index),
            ..*case
        };
        let area = area_it(&hall, trace).unwrap_or(UNKNOWN_TODAY);
        let racks = racks_it(&hall, trace).unwrap_or(UNKNOWN_TODAY);
        total = total.rising(area.min(racks), |a, b| a + b);
    }
    Some(total)
}

const FIRM_FACTS: &[(&str, Effect)] = &[
    ("power.approved_mw", Mixed),
    ("power.contracted_mw", Mixed),
    ("power.energized_mw", Mixed),
    ("power.requested_mw", Mixed),
    ("power.expansion", Mixed),
    ("power.firmness", Mixed),
    ("power.connection", Mixed),
    ("power.interruptible_hours_per_year", Mixed),
    ("power.onsite_plant", Mixed),
    ("power.standby_mw", Improves),
    ("power.firming_mw", Improves),
    ("land.area_acres", Improves),
    ("land.obtainable_acres", Improves),
];

/// Metrics of this room, read by rows about scale and N+1.
pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "capacity.grid-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::ConnectionMw,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that firm grid power allows, land apart",
        formula: "grid MW of today's right × firm share × grid-to-IT share of the hardware",
        sources: &["HELIOS", "CIFR2", "HUT8", "RR-SITES"],
        reads: FIRM_FACTS,
        eval: |case, trace| Value::from(grid_it(case, trace)),
    },
    Metric {
        id: "capacity.ceiling-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that firm grid power and land allow",
        formula: "smaller of firm grid power and land; land alone never lowers the low end unless its best case does",
        sources: &["HELIOS", "CIFR2", "HUT8", "COLL"],
        reads: FIRM_FACTS,
        eval: |case, trace| {
            let grid = grid_it(case, trace);
            let land = case
                .site
                .land
                .area_acres
                .is_known()
                .then(|| land_it(case, trace))
                .flatten();
            if grid.is_none() {
                Value::Unknown
            } else {
                Value::Number(ceiling(grid, land))
            }
        },
    },
    Metric {
        id: "capacity.energized-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Energized),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that the energized firm grid power carries",
        formula: "energized MW × firm share × grid-to-IT share of the hardware",
        sources: &["HELIOS", "CIFR2", "HUT8"],
        reads: FIRM_FACTS,
        eval: |case, trace| Value::from(energized_it(case, trace)),
    },
    Metric {
        id: "capacity.today-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Halls),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that stands ready today",
        formula: "smallest of energized power, substation N−1, cooling, backup and UPS at N+1, and halls",
        sources: &["UPT-TIER"],
        reads: &[],
        eval: |case, _| Value::Number(smallest(&today_limits(case, &Trace::silent()))),
    },
];

/// Every metric: those of engineering and those of this room.
pub fn metrics() -> impl Iterator<Item = &'static Metric> {
    crate::engineering::metrics().chain(METRICS)
}

static BY_ID: LazyLock<BTreeMap<&str, &Metric>> =
    LazyLock::new(|| metrics().map(|m| (m.id, m)).collect());

/// The metric of that id.
#[must_use]
pub fn metric(id: &str) -> Option<&'static Metric> {
    BY_ID.get(id).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engineering::tests::site;

    fn of(target: &str, text: &str) -> Capacity {
        let site = site(text);
        capacity(&Case {
            site: &site,
            target: crate::hosting::catalog().target(target).unwrap(),
            hall: None,
        })
    }

    #[test]
    fn disclosed_projects_lie_inside_the_ratio_of_their_hardware() {
        // Gross MW to critical IT MW: Helios 800 → 526, Barber Lake 300 → 207, River Bend 330 → 245.
        for (gross, critical) in [(800.0, 526.0), (300.0, 207.0), (330.0, 245.0)] {
            let mw = of(
                "nvl72",
                &format!("name: A\npower: {{approved_mw: {gross}, firmness: firm}}"),
            )
            .ceiling_mw;
            assert!(
                mw.low <= critical + 3.0 && critical <= mw.high.unwrap() + 3.0,
                "{gross}: {mw:?}"
            );
        }
    }

    #[test]
    fn a_mine_without_backup_stands_at_zero_and_the_binding_limits_are_named() {
        let capacity = of(
            "nvl72/neocloud/inference",
            "name: A\npower: {energized_mw: 100, firmness: firm}\nredundancy: {generators: [], ups: []}",
        );
        assert_eq!(capacity.today_mw, Bounds::exact(0.0));
        let binding: Vec<_> = capacity.binding(Column::Today).map(|l| l.id).collect();
        assert!(
            binding.contains(&LimitId::Backup) && binding.contains(&LimitId::Ups),
            "{binding:?}"
        );
        assert!(!binding.contains(&LimitId::Energized));
    }

    #[test]
    fn without_a_contract_the_high_end_is_open() {
        let mw = of(
            "nvl72",
            "name: A\npower: {energized_mw: 100, firmness: firm}",
        )
        .ceiling_mw;
        assert!(mw.low > 60.0 && mw.high.is_none(), "{mw:?}");
    }

    #[test]
    fn land_caps_only_where_somebody_asked_next_door() {
        let of = |land: &str| {
            let text =
                format!("name: A\npower: {{approved_mw: 297, firmness: firm}}\nland: {land}");
            of("nvl72", &text).ceiling_mw
        };
        // Denton stood on 31 acres and bought more when the tenant came.
        assert_eq!(of("{area_acres: 31}"), of("{}"));
        let fenced = of("{area_acres: 31, obtainable_acres: 0}");
        assert!(
            fenced.likely < of("{}").likely && fenced.low == of("{}").low,
            "{fenced:?}"
        );
        assert!(of("{area_acres: 1, obtainable_acres: 0}").high.unwrap() < 15.0);
    }

    #[test]
    fn limits_are_sorted_widest_first() {
        let capacity = of(
            "nvl72",
            "name: A\npower: {energized_mw: 100, firmness: firm}",
        );
        assert_eq!(
            capacity.limits.first().map(|l| l.id),
            Some(LimitId::Energized)
        );
        assert!(
            capacity
                .limits
                .windows(2)
                .all(|w| w[0].column != w[1].column
                    || w[0].mw.map_or(0.0, |m| m.likely) >= w[1].mw.map_or(0.0, |m| m.likely))
        );
    }
}
