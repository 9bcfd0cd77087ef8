//! Every limit as critical IT MW, in one draw. The smallest binds; limits never multiply.
//!
//! *Today* counts what stands. The *ceiling* counts what money cannot readily buy: grid power that is firm or can be
//! made firm, the land held or to be had next door, and the engines that an air permit lets run.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::engineering::climate::CLIMATE;
use crate::engineering::connection::lines_mw;
use crate::engineering::cooling::{air_n_plus_1, heat_rejection_n_plus_1, liquid_n_plus_1};
use crate::engineering::firming::{FIRM_TODAY, firm_today, firmable};
use crate::engineering::halls::{floor_it_mw, racks_it_mw};
use crate::engineering::overhead::to_it;
use crate::engineering::power::{CARRIED, RIGHT, SUPPLY};
use crate::engineering::redundancy::{
    backup_n_plus_1, backup_waived, permitted_n_plus_1, ups_n_plus_1, ups_waived,
};
use crate::engineering::substation::substation_firm;
use crate::engineering::surroundings::land_it_mw;
use crate::engineering::{Better, Case, Effect, Kind, LimitId, Metric, Role, Value, joined};
use crate::site::path::fact_path;
use crate::units::MetricUnit;
use Effect::{Improves, Mixed, Worsens};

/// Which figure a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// What stands ready today.
    Today,
    /// What firm grid power, land and air permits allow.
    Ceiling,
}

impl LimitId {
    /// Which figure it bounds.
    #[must_use]
    pub const fn column(self) -> Column {
        match self {
            Self::Grid | Self::Land | Self::Engines => Column::Ceiling,
            _ => Column::Today,
        }
    }

    /// What more of each fact does to it.
    #[must_use]
    pub(crate) const fn effects(self) -> &'static [(&'static str, Effect)] {
        match self.column() {
            Column::Today => TODAY,
            Column::Ceiling => CEILING,
        }
    }

    /// What it is, in words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Energized => "energized grid power",
            Self::Firm => "firm supply",
            Self::Voltage => "lines at their voltage",
            Self::Substation => "substation with one transformer out",
            Self::HeatRejection => "heat rejection at N+1",
            Self::Liquid => "liquid cooling at N+1",
            Self::Air => "air cooling at N+1",
            Self::Backup => "generators at N+1",
            Self::Ups => "UPS at N+1",
            Self::Halls => "floor and racks of the halls",
            Self::Grid => "firm grid power",
            Self::Land => "land",
            Self::Engines => "engines that may run",
        }
    }
}

/// The critical IT MW that each limit allows in one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capacity([Option<f64>; LimitId::ALL.len()]);

impl Capacity {
    /// MW that stand ready today.
    #[must_use]
    pub fn today_mw(&self) -> f64 {
        self.least(Column::Today)
    }

    /// MW that firm grid power, land and air permits allow.
    #[must_use]
    pub fn ceiling_mw(&self) -> f64 {
        self.least(Column::Ceiling)
    }

    /// MW that a limit allows; `None` where the target has no such limit.
    #[must_use]
    pub fn limit(&self, id: LimitId) -> Option<f64> {
        self.0[id as usize]
    }

    /// What each limit allows, in their order.
    pub(crate) fn limits_mw(&self) -> &[Option<f64>; LimitId::ALL.len()] {
        &self.0
    }

    /// The limits of a column that the target has, with the MW that they allow.
    pub fn limits(&self, column: Column) -> impl Iterator<Item = (LimitId, f64)> {
        let all = LimitId::ALL.iter().zip(self.0);
        all.filter(move |(id, _)| id.column() == column)
            .filter_map(|(id, mw)| Some((*id, mw?)))
    }

    /// The limits that hold a column down, all that are tied.
    pub fn binding(&self, column: Column) -> impl Iterator<Item = LimitId> {
        let least = self.least(column);
        self.limits(column)
            .filter(move |(_, mw)| *mw <= least + 1e-9)
            .map(|(id, _)| id)
    }

    fn least(&self, column: Column) -> f64 {
        least(column, |id| self.limit(id))
    }
}

/// The smallest limit of a column; a target always has some.
fn least(column: Column, mw: impl Fn(LimitId) -> Option<f64>) -> f64 {
    let of_column = LimitId::ALL.iter().filter(|id| id.column() == column);
    let least = of_column.filter_map(|id| mw(*id)).reduce(f64::min);
    least.unwrap_or(0.0)
}

/// The capacity of a site for a target.
#[must_use]
pub fn capacity(case: &Case) -> Capacity {
    let mut all = [None; LimitId::ALL.len()];
    for (id, mw) in LimitId::ALL.iter().zip(&mut all) {
        *mw = limit_mw(*id, case);
    }
    Capacity(all)
}

/// Critical IT MW that a limit allows; `None` where the target has no such limit.
#[must_use]
pub(crate) fn limit_mw(id: LimitId, case: &Case) -> Option<f64> {
    if let Some(known) = case.limits {
        return known[id as usize];
    }
    // A tenant that expects no standby generation is not held down by backup.
    let backed = || case.target.tenant.parameters.generators.value > 0.0;
    match id {
        LimitId::Energized => Some(energized_it(case)),
        LimitId::Firm => Some(firm_it(case)),
        LimitId::Voltage => lines_it(case),
        LimitId::Substation => Some(to_it(case, substation_firm(&case.draw))),
        LimitId::HeatRejection => Some(heat_rejection_n_plus_1(case)),
        LimitId::Liquid => liquid_n_plus_1(case),
        LimitId::Air => Some(air_n_plus_1(case)),
        LimitId::Backup => (backed() && !backup_waived(case)).then(|| backup_n_plus_1(case)),
        LimitId::Engines if backed() && !backup_waived(case) => permitted_n_plus_1(case),
        LimitId::Engines => None,
        LimitId::Ups => (backed() && !ups_waived(case)).then(|| ups_n_plus_1(case)),
        LimitId::Halls => Some(halls_it(case)),
        LimitId::Grid => Some(grid_it(case)),
        LimitId::Land => Some(land_it(case)),
    }
}

/// Grid power that is firm or can be made firm, as critical IT MW.
fn grid_it(case: &Case) -> f64 {
    to_it(case, firmable(case))
}

/// Grid power that is firm today, live or not, as critical IT MW.
fn firm_it(case: &Case) -> f64 {
    to_it(case, firm_today(case))
}

/// Energized power as critical IT MW, firm or not.
fn energized_it(case: &Case) -> f64 {
    to_it(case, case.draw.number(fact_path!("power.energized_mw")))
}

/// What the lines carry at their voltage, as critical IT MW.
fn lines_it(case: &Case) -> Option<f64> {
    lines_mw(&case.draw).map(|mw| to_it(case, mw))
}

/// Land held and to be had, as critical IT MW: most disclosed conversions bought land around them.
fn land_it(case: &Case) -> f64 {
    let held = case.draw.number(fact_path!("land.area_acres"));
    let more = case.draw.number(fact_path!("land.obtainable_acres"));
    land_it_mw(held + more, case)
}

/// Critical IT MW that a column allows.
#[must_use]
pub(crate) fn column_mw(column: Column, case: &Case) -> f64 {
    least(column, |id| limit_mw(id, case))
}

/// What the halls carry, floor or racks, whichever is less, all halls together.
fn halls_it(case: &Case) -> f64 {
    let halls = case.draw.list(fact_path!("halls"));
    halls
        .map(|hall| floor_it_mw(&hall, &case.target).min(racks_it_mw(&hall, &case.target)))
        .sum()
}

/// What more of each fact does to the limits on today's load.
const TODAY: &[(&str, Effect)] = joined!(
    FIRM_TODAY,
    CLIMATE,
    &[
        ("power.outage_hours_per_year", Worsens),
        ("power.voltage_kv", Improves),
        ("power.feeds", Improves),
        ("substation.owner", Mixed),
        ("substation.service_firm_mw", Improves),
        ("substation.transformers[].count", Improves),
        ("substation.transformers[].mva", Improves),
        ("power.power_factor", Improves),
        ("cooling.plant[].count", Improves),
        ("cooling.plant[].mw", Improves),
        ("cooling.cdus[].count", Improves),
        ("cooling.cdus[].mw", Improves),
        ("cooling.air_handlers[].count", Improves),
        ("cooling.air_handlers[].mw", Improves),
        ("redundancy.generators[].count", Improves),
        ("redundancy.generators[].mw", Improves),
        ("redundancy.ups[].count", Improves),
        ("redundancy.ups[].mw", Improves),
        ("redundancy.ups[].topology", Mixed),
        ("redundancy.generators_optional", Improves),
        ("redundancy.ups_optional", Improves),
        ("halls[].count", Improves),
        ("halls[].area_m2", Improves),
        ("halls[].racks", Improves),
        ("halls[].rack_kw", Improves)
    ]
);

/// What more of each fact does to the limits on the ceiling.
const CEILING: &[(&str, Effect)] = joined!(
    RIGHT,
    SUPPLY,
    &[("power.interruption_hours_each", Worsens)],
    CARRIED,
    CLIMATE,
    &[
        ("land.area_acres", Improves),
        ("land.obtainable_acres", Improves),
        ("redundancy.generators_optional", Improves),
        ("power.outage_hours_per_year", Worsens),
        ("permits[].kind", Mixed),
        ("permits[].status", Mixed),
        ("permits[].upheld", Mixed),
        ("permits[].decision_on", Mixed),
        ("permits[].cap_mw", Improves),
        ("as_of", Mixed)
    ]
);

/// Metrics of this room, read by rows about scale and N+1.
pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "capacity.grid-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::ConnectionMw,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that grid power allows which is firm or can be made firm, land apart",
        formula: "grid MW of today's right × power.firmable-share × power.grid-to-it",
        sources: &["HELIOS", "CIFR2", "HUT8", "RR-SITES"],
        reads: joined!(
            RIGHT,
            SUPPLY,
            &[("power.interruption_hours_each", Worsens)],
            CARRIED,
            CLIMATE,
            &[("permits[].kind", Mixed), ("permits[].status", Improves)]
        ),
        eval: |case| Value::from(limit_mw(LimitId::Grid, case)),
    },
    Metric {
        id: "capacity.ceiling-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Plain,
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that land, air permits and a grid power allow which is firm or can be made firm",
        formula: "smallest of capacity.grid-mw, of the land held and to be had next door, and of the engines that may run \
                  where the air permit is denied or capped and the tenant asks for them: what the cap buys anew \
                  (redundancy.backup-n1-mw), and without a permit (firming MW + the plant of the site without its largest \
                  unit) / 1.25",
        sources: &["HELIOS", "CIFR2", "HUT8", "COLL"],
        reads: CEILING,
        eval: |case| Value::Number(column_mw(Column::Ceiling, case)),
    },
    Metric {
        id: "capacity.energized-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Energized),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that the energized grid power carries, firm or not",
        formula: "energized MW × power.grid-to-it",
        sources: &["HELIOS", "CIFR2", "HUT8"],
        reads: joined!(&[("power.energized_mw", Improves)], CLIMATE),
        eval: |case| Value::from(limit_mw(LimitId::Energized, case)),
    },
    Metric {
        id: "capacity.line-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Voltage),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that the lines to the site carry at their voltage",
        formula: "lines × MVA of one × power factor × power.grid-to-it. A line carries 3.5 MVA at 4.16 \
                  kV, 13 at 12.47, 20 at 24.9, 30 at 34.5, 120 at 69, 200 at 115, 250 at 138, 500 at 230, 1200 at 345, \
                  2500 at 500, 5000 at 765, straight between; waived where a plant feeds the site",
        sources: &["LINEMAN", "FEEDER", "OHL-MVA"],
        reads: joined!(
            &[
                ("power.connection", Mixed),
                ("power.voltage_kv", Improves),
                ("power.feeds", Improves),
                ("power.power_factor", Improves),
            ],
            CLIMATE
        ),
        eval: |case| limit_mw(LimitId::Voltage, case).map_or(Value::Waived, Value::Number),
    },
    Metric {
        id: "capacity.firm-supply-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Firm),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that grid power carries which is firm today",
        formula: "(all of the grid right for a firm contract, or hours that tenant or workload bear; else firming, \
                  and behind the meter standby and the plant that runs at will without its largest unit) × \
                  power.grid-to-it",
        sources: &["DENTON", "RR-SITES"],
        reads: joined!(FIRM_TODAY, CLIMATE),
        eval: |case| Value::from(limit_mw(LimitId::Firm, case)),
    },
    Metric {
        id: "capacity.today-mw",
        unit: MetricUnit::CriticalMw,
        role: Role::Limit(LimitId::Halls),
        kind: Kind::Number(Better::Higher),
        summary: "Critical IT that stands ready today",
        formula: "smallest of energized power, firm supply, lines at their voltage, substation N−1, cooling, backup and UPS at N+1, and halls",
        sources: &["UPT-TIER"],
        reads: TODAY,
        eval: |case| Value::Number(column_mw(Column::Today, case)),
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
mod effects;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::engineering::tests::{HOT, at_median, hot_ratio, site};
    use crate::typical::draw::Watch;
    use crate::typical::{Draws, Pick, Sample, built_in};

    fn of(target: &str, text: &str) -> Capacity {
        at_median(target, text, capacity)
    }

    #[test]
    fn disclosed_projects_lie_near_the_ratio_of_their_hardware_where_they_stand() {
        // Gross MW to critical IT MW, on the design day and at the height of the place, none with water but Lake
        // Mariner, which has the intake of the plant that it stands beside.
        let disclosed = [
            ("Helios", 800.0, 526.0, "38, 22, 0, 700"),
            ("Childress", 75.0, 50.0, "38, 23, 0, 570"),
            ("Barber Lake", 300.0, 207.0, "38, 23, 0, 640"),
            ("Denton", 394.0, 260.0, "38, 24.5, 0, 200"),
            ("Muskogee", 100.0, 70.0, "37.5, 24.5, 0, 180"),
            ("River Bend", 330.0, 245.0, "35, 26.5, 0, 30"),
            ("Ellendale", 280.0, 200.0, "32.5, 21.5, 0, 440"),
            ("Lake Mariner", 250.0, 200.0, "30, 22.5, 10000, 90"),
        ];
        for (project, gross, critical, place) in disclosed {
            let mut place = place.split(", ");
            let mut next = || place.next().unwrap();
            let text = format!(
                "name: A\npower: {{approved_mw: {gross}, energized_mw: {gross}, expansion: [], firmness: firm}}\n\
                 cooling: {{design_dry_bulb_c: {}, design_wet_bulb_c: {}, water_m3_per_day: {}}}\nland: {{elevation_m: {}}}",
                next(),
                next(),
                next(),
                next(),
            );
            let mw = of("nvl72", &text).limit(LimitId::Grid).unwrap();
            assert!((mw / critical - 1.0).abs() < 0.08, "{project}: {mw:?}");
        }
    }

    #[test]
    fn a_mine_without_backup_stands_at_zero_and_the_binding_limits_are_named() {
        let capacity = of(
            "nvl72/neocloud/inference",
            "name: A\npower: {energized_mw: 100, firmness: firm}\nredundancy: {generators: [], ups: []}",
        );
        assert_eq!(capacity.today_mw(), 0.0);
        let binding: Vec<_> = capacity.binding(Column::Today).collect();
        assert!(
            binding.contains(&LimitId::Backup) && binding.contains(&LimitId::Ups),
            "{binding:?}"
        );
        assert!(!binding.contains(&LimitId::Energized));
    }

    #[test]
    fn land_caps_what_the_grid_allows() {
        let of = |land: &str| {
            let text = format!(
                "name: A\npower: {{approved_mw: 297, expansion: [], firmness: firm}}\n{HOT}\nland: {land}"
            );
            of("nvl72", &text)
        };
        let wide = of("{area_acres: 400, obtainable_acres: 0}");
        assert_eq!(Some(wide.ceiling_mw()), wide.limit(LimitId::Grid));
        // Denton stood on 31 acres and bought more when the tenant came.
        let fenced = of("{area_acres: 31, obtainable_acres: 0, elevation_m: 0}");
        assert!((fenced.ceiling_mw() - 31.0 / 0.2 * hot_ratio()).abs() < 1e-9);
        let binding: Vec<_> = fenced.binding(Column::Ceiling).collect();
        assert_eq!(binding, [LimitId::Land]);
        let bought = of("{area_acres: 31, obtainable_acres: 369}");
        assert_eq!(bought.ceiling_mw(), wide.ceiling_mw());
    }

    #[test]
    fn a_target_is_held_down_by_what_it_asks_for_alone() {
        let text = "name: A\npower: {outage_hours_per_year: 0.5}";
        let has = |target: &str, id| of(target, text).limit(id).is_some();
        assert!(has("nvl72", LimitId::Liquid) && !has("air-colo", LimitId::Liquid));
        assert!(has("nvl72/neocloud/inference", LimitId::Backup));
        assert!(!has("nvl72/neocloud/training", LimitId::Backup));
        assert!(!has("hpc/research", LimitId::Ups) && has("nvl72", LimitId::Ups));
    }

    #[test]
    fn in_every_draw_the_smallest_limit_of_a_column_is_what_it_carries() {
        let text = format!(
            "name: A\npower: {{approved_mw: 40 to 160, expansion: [], firmness: firm}}\n{HOT}\n\
             land: {{area_acres: 5 to 35, obtainable_acres: 0, elevation_m: 0}}\npermits: []"
        );
        let site = site(&text);
        let draws = Draws::of(built_in(), &site, Sample::default());
        let target = crate::hosting::catalog().target("nvl72").unwrap();
        let (mut by_land, mut by_grid) = (0, 0);
        for at in 0..draws.count() {
            let mut values = Vec::new();
            let draw = draws.draw(Pick::Draw(at), &mut values);
            let grid = draw.number(fact_path!("power.approved_mw")) * hot_ratio();
            let land = draw.number(fact_path!("land.area_acres")) / 0.2 * hot_ratio();
            let capacity = capacity(&Case {
                draw,
                target,
                hall: None,
                climates: None,
                limits: None,
            });
            let ceiling = capacity.ceiling_mw();
            assert!((ceiling - grid.min(land)).abs() < 1e-6, "{ceiling}");
            assert!(
                capacity
                    .limits(Column::Today)
                    .all(|(_, mw)| mw >= capacity.today_mw())
            );
            by_land += usize::from(land < grid);
            by_grid += usize::from(grid < land);
        }
        // 25 to 175 MW of land beside 40 to 160 of grid: each is the smaller about half the time.
        assert!(by_land > 20 && by_grid > 20, "{by_land}, {by_grid}");
    }

    #[test]
    fn a_tenant_that_does_without_generators_is_held_down_by_none() {
        // No engine, and none may come: the permit is refused for good.
        let of = |target: &str, agreed: bool, outage_hours: f64| {
            let text = format!(
                "name: A\npower: {{energized_mw: 100, firmness: firm, outage_hours_per_year: {outage_hours}}}\n\
                 redundancy: {{generators: [], generators_optional: {agreed}, ups_optional: {agreed}}}\n\
                 permits: [{{kind: air, status: denied}}]"
            );
            let capacity = of(target, &text);
            let held = |id| capacity.limit(id).is_some();
            [LimitId::Backup, LimitId::Engines, LimitId::Ups].map(held)
        };
        let (training, inference) = ("nvl72/neocloud/training", "nvl72/neocloud/inference");
        assert_eq!(of(inference, false, 0.5), [true, true, true]);
        assert_eq!(of(inference, true, 9.0), [false, false, false]);
        // Training bears a grid that is there 99.99 % of the time, 0.876 of 8760 hours without; it asks for UPS still.
        assert_eq!(of(training, false, 0.87), [false, false, true]);
        assert_eq!(of(training, false, 0.89), [true, true, true]);
        assert_eq!(of(training, true, 0.89), [false, false, false]);
    }

    #[test]
    fn a_limit_stands_where_its_id_says() {
        for (at, id) in LimitId::ALL.iter().enumerate() {
            assert_eq!(*id as usize, at);
        }
    }

    /// A fact as metrics name it.
    fn named(path: &str) -> String {
        match path.split_once(['[', ']']) {
            Some((list, entry)) => {
                let fact = entry.split_once('.').map_or("", |(_, fact)| fact);
                format!("{list}[].{fact}")
            }
            None => path.to_owned(),
        }
    }

    #[test]
    fn a_metric_reads_what_it_names_and_nothing_else() {
        let texts = [
            "name: A\npower: {approved_mw: 100}",
            "name: B\npower: {energized_mw: 40, connection: behind-the-meter, expansion: [{}]}\n\
             substation: {owner: utility}\ncooling: {design_dry_bulb_c: 40, system: hydro, cdus: [{}], plant: [{}], air_handlers: [{}]}\n\
             redundancy: {generators: [{}], ups: [{}]}\nland: {tenure: lease}\n\
             halls: [{}, {building: containers}]\n\
             permits: [{kind: moratorium, status: denied}, {kind: moratorium, status: pending}, {kind: air}, {kind: air, status: denied, decision_on: 2060},
             {kind: zoning, status: contested}, {kind: grid, status: denied, decision_on: 2060}]",
            "name: D\ncooling: {systems: [{}, {}]}\nfiber: {metros: [{}]}\nland: {zoning: not-permitted, tenure: short-lease, ownership: tenant}",
            "name: C\npower: {energized_mw: 1, approved_mw: 10, energization: [{}], expansion: [{readiness: agreed}]}",
        ];
        for metric in metrics() {
            let mut seen = BTreeSet::new();
            for text in texts {
                let site = site(text);
                let draws = Draws::of(built_in(), &site, Sample::default());
                let mut values = Vec::new();
                for draw in 0..24 {
                    let watch = Watch::default();
                    let draw = draws.draw(Pick::Draw(draw), &mut values);
                    for target in ["nvl72/neocloud/training", "hpc/research"] {
                        let target = crate::hosting::catalog().target(target).unwrap();
                        let draw = draw.watched(&watch);
                        let hall = Some(1);
                        (metric.eval)(&Case {
                            draw,
                            target,
                            hall,
                            climates: None,
                            limits: None,
                        });
                    }
                    let slots = watch.take().into_iter();
                    seen.extend(slots.map(|slot| named(&draws.layout().path(slot))));
                }
            }
            let reads: BTreeSet<&str> = metric.reads.iter().map(|(path, _)| *path).collect();
            for path in &seen {
                // A fact of an entry is found by way of its list.
                let is_list = reads.iter().any(|read| {
                    read.strip_prefix(path.as_str())
                        .is_some_and(|rest| rest.starts_with("[]"))
                });
                assert!(
                    reads.contains(path.as_str()) || is_list,
                    "{} reads {path}",
                    metric.id
                );
            }
            for path in reads {
                assert!(seen.contains(path), "{} does not read {path}", metric.id);
            }
        }
    }
}
