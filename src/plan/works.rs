//! From findings to works: what closes the gaps, how much of it, at what cost.

use super::prices::{LineModel, Payer, PriceList, PriceUnit, Quantity, RouteName};
use super::scope::Scope;
use crate::capacity::Capacity;
use crate::checklist::{Remedy, Weeks as LeadTime};
use crate::engineering::{LimitId, Metric, Role, Value};
use crate::estimate::{Bounds, Estimate};
use crate::rules::{Finding, Needs, Route, Status};
use crate::site::Site;
use crate::site::date::months_between;
use crate::site::land::PermitStatus;
use crate::units::{MetricUnit, Musd, WEEKS_PER_MONTH, Weeks};

crate::words::spelled! {
    /// How sure it is that a work is needed.
    #[derive(PartialOrd, Ord)]
    pub enum Certainty {
        /// A gap is stated.
        Needed = "needed",
        /// A fact is missing, and a typical mine has the gap.
        Likely = "likely",
        /// A fact is missing, and a typical mine has no gap: ask before planning.
        Perhaps = "perhaps",
    }
}

/// One line of cost: a price times a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostLine<'a> {
    /// Id of the price.
    pub price: &'a str,
    /// How much of it, in the unit of the price.
    pub quantity: f64,
    /// Unit of the quantity.
    pub unit: &'static str,
    /// Whether it grows with the MW that are built.
    pub grows: bool,
    /// What it costs.
    pub cost: Estimate<Musd>,
}

/// One work of the plan: the remedy of one or several gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Work<'a> {
    /// The remedy.
    pub remedy: &'static Remedy,
    /// Position of its measure in the price list.
    pub measure: usize,
    /// Ids of the requirements whose gap it closes.
    pub closes: Vec<&'a str>,
    /// How sure it is that it is needed.
    pub certainty: Certainty,
    /// Who pays.
    pub payer: Payer,
    /// What it costs, line by line; soft costs come on top of the whole plan.
    pub lines: Vec<CostLine<'a>>,
    /// Weeks from start to commissioned.
    pub weeks: Estimate<Weeks>,
    /// Critical IT MW that the full plan loses if this gap alone stays open; `None` where no limit hangs on it.
    pub mw_at_stake: Option<f64>,
    /// The limit that costs them.
    pub limit: Option<LimitId>,
    /// Points of readiness that it is expected to bring.
    pub readiness_points: f64,
    /// A first phase does not wait for it.
    pub later_phase: bool,
    /// It adds MW beyond the plan, or takes longer than the tenant waits.
    pub beyond: bool,
}

impl Work<'_> {
    /// What it costs, all lines together.
    #[must_use]
    pub fn cost(&self) -> Estimate<Musd> {
        self.lines.iter().map(|l| l.cost).sum()
    }
}

/// What sizes the works of a plan.
#[derive(Clone, Copy)]
struct Size<'s, 'a> {
    scope: &'s Scope<'s, 'a>,
    /// Critical IT MW of the plan.
    planned_mw: f64,
}

/// A share of attainment above which a typical mine is taken to have what is not stated.
const TYPICAL: f64 = 0.5;

/// The works that close the open findings of a route, in the order of the checklist.
pub(super) fn works<'a>(scope: &Scope<'_, 'a>, planned_mw: f64) -> Vec<Work<'a>> {
    let Scope {
        findings,
        route,
        capacity,
        prices: list,
        ..
    } = *scope;
    let size = &Size { scope, planned_mw };
    let all: f64 = findings.iter().map(|f| f.requirement.weight).sum();
    let mut works: Vec<Work> = Vec::with_capacity(findings.len());
    let positions = list.positions();
    let short_of_power = |f: &Finding| lacks_live_power(f, size.planned_mw, capacity);
    // The row that knows how many MW stand sizes the work; rows about quality alone do not.
    let knowing: Vec<&Finding> = findings
        .iter()
        .copied()
        .filter(|f| f.requirement.metric.unit == MetricUnit::CriticalMw)
        .collect();
    for finding in findings
        .iter()
        .copied()
        .filter(|f| f.is_open() || short_of_power(f))
    {
        let row = finding.requirement;
        let Some(remedy) = row.remedy else { continue };
        let Some(&at) = positions.measures.get(&remedy.id) else {
            continue;
        };
        let measure = &list.measures[at];
        if !measure.routes.contains(&RouteName::of(route)) {
            continue;
        }
        let certainty = match finding.status {
            _ if short_of_power(finding) => Certainty::Needed,
            Status::Unknown if finding.attainment.expected >= TYPICAL => Certainty::Perhaps,
            Status::Unknown => Certainty::Likely,
            _ => Certainty::Needed,
        };
        let points = if all > 0.0 {
            100.0 * row.weight / all * (1.0 - finding.attainment.expected)
        } else {
            0.0
        };
        let same_work = |f: &&&Finding| f.requirement.remedy.is_some_and(|r| r.id == remedy.id);
        let sizing = knowing.iter().find(same_work).unwrap_or(&finding);
        let lines = lines(at, certainty, sizing, size, list);
        let stake = at_stake(row.metric, size.planned_mw, capacity, route);
        match works.iter_mut().find(|w| w.measure == at) {
            Some(work) => merge(work, &row.id, certainty, lines, stake, points),
            None => works.push(Work {
                remedy,
                measure: at,
                closes: vec![&row.id],
                certainty,
                payer: measure.payer,
                lines: lines.collect(),
                weeks: weeks(remedy, size.scope.site),
                mw_at_stake: stake.map(|(_, mw)| mw),
                limit: stake.map(|(limit, _)| limit),
                readiness_points: points,
                later_phase: measure.later_phase,
                beyond: measure.beyond,
            }),
        }
    }
    works
}

/// One work answers several gaps: it is as large as the largest of them asks, line by line.
fn merge<'a>(
    work: &mut Work<'a>,
    row: &'a str,
    certainty: Certainty,
    lines: impl Iterator<Item = CostLine<'a>>,
    stake: Option<(LimitId, f64)>,
    points: f64,
) {
    work.closes.push(row);
    work.readiness_points += points;
    if let Some((limit, mw)) = stake
        && work.mw_at_stake.is_none_or(|known| mw > known)
    {
        (work.limit, work.mw_at_stake) = (Some(limit), Some(mw));
    }
    for line in lines {
        match work.lines.iter_mut().find(|l| l.price == line.price) {
            Some(known)
                if certainty <= work.certainty && line.cost.likely() >= known.cost.likely() =>
            {
                *known = line
            }
            Some(known) if line.quantity > known.quantity => *known = line,
            Some(_) => {}
            None => work.lines.push(line),
        }
    }
    work.certainty = work.certainty.min(certainty);
}

/// What a measure costs, line by line, where a finding says how much is missing.
fn lines<'a>(
    measure: usize,
    certainty: Certainty,
    finding: &Finding,
    size: &Size,
    list: &'a PriceList,
) -> impl Iterator<Item = CostLine<'a>> {
    let prices = &list.positions().prices[measure];
    let lines = list.measures[measure].lines.iter().zip(prices);
    lines.filter_map(move |(line, price)| {
        let (price, dollars_per_unit) = (*price)?;
        let price = &list.prices[price];
        let quantity = quantity(line, finding, size);
        let factor = quantity * dollars_per_unit / 1e6;
        let cost =
            Estimate::new(price.low * factor, price.mode * factor, price.high * factor).ok()?;
        // What nobody asked about may be there already.
        let cost = match certainty {
            Certainty::Needed => cost,
            _ => Estimate::new(0.0, cost.likely(), cost.high()).unwrap_or(cost),
        };
        (quantity > 0.0).then(|| CostLine {
            price: &price.id,
            quantity,
            grows: line.quantity.grows(),
            unit: unit_of(line.quantity, price.unit),
            cost,
        })
    })
}

/// Unit of a quantity; a fixed amount has that of its price, `km` of `USD/km`.
fn unit_of(quantity: Quantity, price: PriceUnit) -> &'static str {
    match quantity {
        Quantity::PlannedMw
        | Quantity::GapMw
        | Quantity::LiquidGapMw
        | Quantity::AirGapMw
        | Quantity::GridGapMw => "MW",
        Quantity::MissingMva => "MVA",
        Quantity::MissingUnits => "units",
        Quantity::LateralKm | Quantity::RouteKm => "km",
        Quantity::MissingAcres | Quantity::PlannedAcres => "acres",
        Quantity::Racks => "racks",
        Quantity::Accelerators => "accelerators",
        Quantity::MissingCount => "units",
        Quantity::HoursMw => "MWh",
        Quantity::Once => price.of_one(),
    }
}

/// Length of a lateral that nobody stated, km (our assumption, between the near and far sites of BUILD).
const LATERAL_KM: f64 = 25.0;
/// Length of one more diverse route that nobody stated, km (our assumption).
const ROUTE_KM: f64 = 40.0;

/// How much of a thing the gap takes, in the unit of the quantity.
fn quantity(line: &LineModel, finding: &Finding, size: &Size) -> f64 {
    let hardware = &size.scope.target.hardware.parameters;
    let has = match finding.has {
        Value::Number(n) => n.likely,
        _ => 0.0,
    };
    let needs = match &finding.needs {
        Needs::Ramp { everything, .. } => everything.likely,
        _ => 0.0,
    };
    let planned = size.planned_mw;
    let gap = if finding.requirement.metric.unit == MetricUnit::CriticalMw {
        (planned - has).max(0.0)
    } else {
        planned
    };
    let liquid = hardware.liquid_share.value;
    let grid = planned / hardware.grid_to_it.value.max(0.01);
    let acres = grid * hardware.land_acres_per_grid_mw.value;
    let held = size
        .scope
        .site
        .land
        .area_acres
        .known()
        .map_or(0.0, Estimate::likely);
    let racks = (planned * 1_000.0 / hardware.rack_kw.value).ceil();
    let lateral = size
        .scope
        .site
        .fiber
        .lateral_km
        .known()
        .map(Estimate::likely);
    let firm = match finding.requirement.metric.unit {
        MetricUnit::GridMw => has,
        _ => 0.0,
    };
    let amount = match line.quantity {
        Quantity::PlannedMw => planned,
        Quantity::GapMw => gap,
        Quantity::LiquidGapMw => gap * liquid,
        Quantity::AirGapMw => gap * (1.0 - liquid).max(0.05),
        Quantity::GridGapMw => (grid - firm).max(0.0),
        Quantity::MissingMva => missing_mva(grid, size.scope.site),
        Quantity::MissingUnits => missing_units(grid, size.scope.site).0,
        Quantity::LateralKm => lateral.unwrap_or(LATERAL_KM),
        Quantity::RouteKm => lateral.map_or(ROUTE_KM, |km| km * 1.5),
        Quantity::MissingAcres => (acres - held).max(0.0),
        Quantity::PlannedAcres => acres,
        Quantity::Racks => racks,
        Quantity::Accelerators => {
            racks
                * hardware
                    .accelerators_per_rack
                    .as_ref()
                    .map_or(0.0, |p| p.value)
        }
        Quantity::MissingCount => (needs - has).max(0.0),
        Quantity::HoursMw => (needs - has).max(0.0) * planned,
        Quantity::Once => 1.0,
    };
    amount * line.times.unwrap_or(1.0)
}

/// Largest unit taken where no transformer is stated, MVA (our assumption; a usual high-voltage unit).
const UNIT_MVA: f64 = 120.0;

/// MVA to add so that the planned grid MW are carried with the largest unit out, in whole units of that size.
///
/// Where no transformer is stated but power is live, what stands is taken to carry it without a spare.
#[must_use]
pub(crate) fn missing_mva(grid_mw: f64, site: &Site) -> f64 {
    let (units, mva) = missing_units(grid_mw, site);
    units * mva
}

/// How many units those are, and the MVA of one.
fn missing_units(grid_mw: f64, site: &Site) -> (f64, f64) {
    let groups = site.substation.transformers.items().unwrap_or_default();
    let units = groups
        .iter()
        .filter_map(|g| Some((g.count.known()?.likely(), g.mva.known()?.likely())));
    let (stated, largest) = units.fold((0.0, 0.0_f64), |(sum, largest), (n, mva)| {
        (sum + n * mva, largest.max(mva))
    });
    let pf = site.power.power_factor.known().map_or(
        crate::engineering::power::DEFAULT_POWER_FACTOR,
        Estimate::likely,
    );
    let unit = if largest > 0.0 { largest } else { UNIT_MVA };
    let live = site
        .power
        .energized_mw
        .known()
        .map_or(0.0, Estimate::likely);
    let installed = if groups.is_empty() {
        live.min(grid_mw) / pf
    } else {
        stated
    };
    // N−1: what is installed must exceed the need by one of the largest unit.
    let short = grid_mw / pf + unit - installed;
    let count = if short <= 1e-9 {
        0.0
    } else {
        (short / unit - 1e-9).ceil()
    };
    (count, unit)
}

/// Whether a row speaks of live power and less of it is known to be live than the plan takes. A tenant's
/// first phase may be served; the plan is not.
fn lacks_live_power(finding: &Finding, planned_mw: f64, capacity: &Capacity) -> bool {
    finding.requirement.metric.role == Role::Limit(LimitId::Energized)
        && capacity
            .today(LimitId::Energized)
            .and_then(|l| l.mw)
            .is_some_and(|mw| mw.likely < planned_mw * 0.99)
}

/// The limit that a metric speaks of, and the MW that the full plan loses when it stays as it is today. What stands of floor is of
/// no use to a hall that is yet to be built.
fn at_stake(
    metric: &Metric,
    planned_mw: f64,
    capacity: &Capacity,
    route: Route,
) -> Option<(LimitId, f64)> {
    let Role::Limit(limit) = metric.role else {
        return None;
    };
    let today = if limit == LimitId::Halls && route == Route::NewHall {
        0.0
    } else {
        capacity
            .today(limit)?
            .mw
            .map_or(0.0, |mw: Bounds| mw.likely)
    };
    Some((limit, (planned_mw - today).max(0.0)))
}

/// Weeks of a remedy: those of the checklist, or those to the date a pending permit is to be decided.
fn weeks(remedy: &Remedy, site: &Site) -> Estimate<Weeks> {
    let LeadTime { low, likely, high } = remedy.weeks;
    let usual = Estimate::new(low, likely, high).unwrap_or(Estimate::exact(likely));
    let Some(as_of) = site.as_of.known() else {
        return usual;
    };
    let permits = site.permits.items().unwrap_or_default().iter();
    let pending = permits.filter(|p| {
        p.kind
            .known()
            .is_some_and(|kind| remedy.awaits.contains(&kind))
            && p.status.known() == Some(PermitStatus::Pending)
    });
    let dated = pending
        .filter_map(|p| p.decision_on.known())
        .map(|date| months_between(as_of, date));
    let last = dated.reduce(|a, b| a.rising(b, f64::max));
    last.and_then(|m| {
        let weeks = |months: f64| months * WEEKS_PER_MONTH;
        Estimate::new(
            weeks(m.low),
            weeks(m.likely),
            weeks(m.high.unwrap_or(m.likely)),
        )
        .ok()
    })
    .unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> Site {
        crate::source::yaml::built_in(text)
    }

    #[test]
    fn transformers_are_added_in_whole_units_until_one_may_fail() {
        // 285 MW at 0.95 are 300 MVA; three units of 120 carry 240 with one out: one more is needed.
        let three = site(
            "name: A\npower: {power_factor: 0.95}\nsubstation: {transformers: [{count: 3, mva: 120}]}",
        );
        assert_eq!(missing_mva(285.0, &three), 120.0);
        assert_eq!(missing_mva(228.0, &three), 0.0);
        // Power is live and nothing stated: what stands carries it, a spare is missing.
        let live = site("name: A\npower: {power_factor: 0.95, energized_mw: 300}");
        assert_eq!(missing_mva(285.0, &live), 120.0);
        // Nothing live, nothing stated: 300 MVA and one spare of 120, in units of 120.
        assert_eq!(
            missing_mva(285.0, &site("name: A\npower: {power_factor: 0.95}")),
            480.0
        );
    }
}
