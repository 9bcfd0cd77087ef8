//! What cannot be true at the same time inside one file.

use super::entry::{Entry, Kind, Severity};
use crate::engineering::connection::line_mva;
use crate::estimate::Estimate;
use crate::site::Site;
use crate::site::cooling::{PlantKind, SystemPart};
use crate::site::date::Date;
use crate::site::fact::Fact;
use crate::site::land::Tenure;
use crate::site::power::{
    Connection, EnergizationStep, Firmness, PlantFuel, PlantGroup, Readiness, TransformerGroup,
};
use crate::site::redundancy::Tier;
use crate::units::{GridMw, Unit};

/// Two facts that exclude each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Its id, such as `energized-above-contracted`.
    pub id: &'static str,
    /// What excludes what.
    pub message: String,
    /// Dotted paths of the facts, the one to look at first in front.
    pub paths: Vec<String>,
}

/// What excludes what, and the paths of the facts, the one to look at first in front.
type Clash = (String, Vec<String>);

/// Facts that exclude each other, and how they are found.
#[derive(Debug)]
pub(crate) struct Exclusion {
    /// Stable for good: waivers and baselines name it.
    pub id: &'static str,
    title: &'static str,
    why: &'static str,
    find: fn(&Site) -> Vec<Clash>,
}

impl Exclusion {
    /// Its entry in the register.
    #[must_use]
    pub(crate) fn entry(&self) -> Entry<'static> {
        Entry {
            id: self.id,
            title: self.title,
            why: self.why,
            kind: Kind::Contradiction,
            severity: Severity::Blocker,
            mend: Some("Check the facts named against their sources and correct the wrong one."),
        }
    }
}

/// Every contradiction of a file, in a fixed order.
#[must_use]
pub fn contradictions(site: &Site) -> Vec<Contradiction> {
    let clashes = CONTRADICTIONS
        .iter()
        .flat_map(|e| (e.find)(site).into_iter().map(|clash| (e.id, clash)));
    clashes
        .map(|(id, (message, paths))| Contradiction { id, message, paths })
        .collect()
}

/// Every contradiction there is, in the order of the report.
pub(crate) const CONTRADICTIONS: &[Exclusion] = &[
    Exclusion {
        id: "energized-above-contracted",
        title: "Energized above contracted",
        why: "More MW are energized than are contracted.",
        find: |site| {
            above(
                site.power.energized_mw.known(),
                site.power.contracted_mw.known(),
            )
            .map(|(a, b)| format!("energized {a} MW is above the contracted {b} MW"))
            .at(["power.energized_mw", "power.contracted_mw"])
        },
    },
    Exclusion {
        id: "energized-above-approved",
        title: "Energized above approved",
        why: "More MW are energized than are approved.",
        find: |site| {
            above(
                site.power.energized_mw.known(),
                site.power.approved_mw.known(),
            )
            .map(|(a, b)| format!("energized {a} MW is above the approved {b} MW"))
            .at(["power.energized_mw", "power.approved_mw"])
        },
    },
    Exclusion {
        id: "contracted-above-approved",
        title: "Contracted above approved",
        why: "More MW are contracted than are approved.",
        find: |site| {
            above(
                site.power.contracted_mw.known(),
                site.power.approved_mw.known(),
            )
            .map(|(a, b)| format!("contracted {a} MW is above the approved {b} MW"))
            .at(["power.contracted_mw", "power.approved_mw"])
        },
    },
    Exclusion {
        id: "approved-above-requested",
        title: "Approved above requested",
        why: "More MW are approved than were requested in all.",
        find: |site| {
            above(
                site.power.approved_mw.known(),
                site.power.requested_mw.known(),
            )
            .map(|(a, b)| format!("approved {a} MW is above the {b} MW requested in all"))
            .at(["power.approved_mw", "power.requested_mw"])
        },
    },
    Exclusion {
        id: "fleet-above-energized",
        title: "Fleet above energized",
        why: "The miners draw more MW than are energized.",
        find: |site| {
            above(
                site.mining.fleet_mw.known(),
                site.power.energized_mw.known(),
            )
            .map(|(a, b)| format!("the fleet draws {a} MW, more than the energized {b} MW"))
            .at(["mining.fleet_mw", "power.energized_mw"])
        },
    },
    Exclusion {
        id: "transformers-below-load",
        title: "Transformers below load",
        why: "The transformers cannot carry the energized MW even at unity power factor.",
        find: transformers_below_load,
    },
    Exclusion {
        id: "lines-below-load",
        title: "Lines below load",
        why: "Lines of that voltage cannot carry the energized MW, even twice as much as they usually do.",
        find: lines_below_load,
    },
    Exclusion {
        id: "halls-above-grid",
        title: "Halls above grid",
        why: "The halls take more IT MW than the grid brings.",
        find: halls_above_grid,
    },
    Exclusion {
        id: "racks-above-hall",
        title: "Racks above hall",
        why: "The racks of a hall take more MW than the hall has.",
        find: racks_above_hall,
    },
    Exclusion {
        id: "wet-bulb-above-dry-bulb",
        title: "Wet bulb above dry bulb",
        why: "A wet bulb temperature cannot lie above the dry bulb temperature.",
        find: |site| {
            above(
                site.cooling.design_wet_bulb_c.known(),
                site.cooling.design_dry_bulb_c.known(),
            )
            .map(|(a, b)| format!("a wet bulb of {a} °C cannot lie above a dry bulb of {b} °C"))
            .at(["cooling.design_wet_bulb_c", "cooling.design_dry_bulb_c"])
        },
    },
    Exclusion {
        id: "supply-below-dry-bulb",
        title: "Supply below dry bulb",
        why: "Dry coolers alone cannot deliver water colder than the air.",
        find: supply_below_dry_bulb,
    },
    Exclusion {
        id: "tier-without-second-path",
        title: "Tier without second path",
        why: "The tier stated implies a second distribution path, and none is there.",
        find: |site| {
            let paths = site.redundancy.distribution_paths.known();
            implied_tier(site)
                .filter(|_| paths.is_some_and(|p| p.high() < 2.0))
                .map(|tier| format!("{} implies a second distribution path", tier.word()))
                .at(["redundancy.claimed_tier", "redundancy.distribution_paths"])
        },
    },
    Exclusion {
        id: "tier-without-maintainability",
        title: "Tier without maintainability",
        why: "The tier stated implies concurrent maintainability, and it is denied.",
        find: |site| {
            let maintainable = site.redundancy.concurrently_maintainable.known();
            implied_tier(site)
                .filter(|_| maintainable == Some(false))
                .map(|tier| format!("{} implies concurrent maintainability", tier.word()))
                .at([
                    "redundancy.claimed_tier",
                    "redundancy.concurrently_maintainable",
                ])
        },
    },
    Exclusion {
        id: "certified-without-tier",
        title: "Certified without tier",
        why: "A certificate of a tier is stated, but no tier.",
        find: |site| {
            let redundancy = &site.redundancy;
            (redundancy.claimed_tier.known().is_none()
                && redundancy.tier_certified.known() == Some(true))
            .then(|| "a class is certified, but none is claimed".to_owned())
            .at(["redundancy.tier_certified", "redundancy.claimed_tier"])
        },
    },
    Exclusion {
        id: "firm-but-interruptible",
        title: "Firm but interruptible",
        why: "The supply is called firm, and hours of interruption are stated.",
        find: |site| {
            let power = &site.power;
            let hours = power
                .interruptible_hours_per_year
                .known()
                .map(Estimate::low);
            hours
                .filter(|hours| *hours > 0.0 && power.firmness.known() == Some(Firmness::Firm))
                .map(|hours| format!("a firm supply is not interruptible for {hours} hours a year"))
                .at(["power.firmness", "power.interruptible_hours_per_year"])
        },
    },
    Exclusion {
        id: "firm-from-one-unit",
        title: "Firm from one unit",
        why: "The supply is called firm, and it hangs on a single generating unit.",
        find: firm_from_one_unit,
    },
    Exclusion {
        id: "firm-from-weather",
        title: "Firm from weather",
        why: "The supply is called firm, and it comes from wind or sun alone.",
        find: firm_from_weather,
    },
    Exclusion {
        id: "off-grid-with-standby",
        title: "Off grid with standby",
        why: "The site is off the grid, and standby power from the grid is stated.",
        find: |site| {
            let standby = site
                .power
                .standby_mw
                .known()
                .is_some_and(|mw| mw.low() > 0.0);
            (is_off_grid(site) && standby)
                .then(|| "a site off the grid has no grid standby".to_owned())
                .at(["power.connection", "power.standby_mw"])
        },
    },
    Exclusion {
        id: "off-grid-with-feeds",
        title: "Off grid with feeds",
        why: "The site is off the grid, and utility feeds are stated.",
        find: |site| {
            let feeds = site.power.feeds.known().is_some_and(|n| n.low() > 0.0);
            (is_off_grid(site) && feeds)
                .then(|| "a site off the grid has no utility feeds".to_owned())
                .at(["power.connection", "power.feeds"])
        },
    },
    Exclusion {
        id: "buildable-above-area",
        title: "Buildable above area",
        why: "More land is free to build on than is held.",
        find: |site| {
            above(
                site.land.buildable_acres.known(),
                site.land.area_acres.known(),
            )
            .map(|(a, b)| format!("{a} acres to build on are more than the {b} acres held"))
            .at(["land.buildable_acres", "land.area_acres"])
        },
    },
    Exclusion {
        id: "freehold-with-end",
        title: "Freehold with end",
        why: "Freehold land has no end, but one is stated.",
        find: |site| {
            let land = &site.land;
            let end = land.tenure_ends.known();
            end.filter(|_| land.tenure.known() == Some(Tenure::Freehold))
                .map(|end| format!("freehold land has no end, but one is stated: {end}"))
                .at(["land.tenure", "land.tenure_ends"])
        },
    },
    Exclusion {
        id: "fact-after-its-date",
        title: "Fact after its date",
        why: "A date of something done lies after the date of the facts.",
        find: facts_after_their_date,
    },
    Exclusion {
        id: "energization-after-its-end",
        title: "Energization after its end",
        why: "A step of energization goes live after the date by which all is.",
        find: steps_after_all_is_live,
    },
    Exclusion {
        id: "cooling-system-not-among-parts",
        title: "Cooling system not among the parts",
        why: "The parts of the mine are cooled in other ways than the one that is named.",
        find: |site| {
            let (Some(system), Some(parts)) =
                (site.cooling.system.get(), site.cooling.systems.items())
            else {
                return Vec::new();
            };
            let differs = |part: &SystemPart| part.system.get().is_some_and(|of| of != system);
            let clash = !parts.is_empty() && parts.iter().all(differs);
            clash
                .then(|| format!("`{}` is none of the systems listed", system.word()))
                .at(["cooling.system", "cooling.systems"])
        },
    },
];

/// What is wrong, with the facts that say so.
trait At {
    fn at(self, paths: [&str; 2]) -> Vec<Clash>;
}

impl At for Option<String> {
    fn at(self, paths: [&str; 2]) -> Vec<Clash> {
        let clash = self.map(|message| (message, paths.map(str::to_owned).to_vec()));
        clash.into_iter().collect()
    }
}

/// Whether the first is above the second even at their most favorable ends.
fn above<U: Unit>(a: Option<Estimate<U>>, b: Option<Estimate<U>>) -> Option<(f64, f64)> {
    let (a, b) = (a?, b?);
    (a.low() > b.high() + 1e-9).then_some((a.low(), b.high()))
}

/// The tier claimed, where it is one that implies a second path and maintenance without a stop.
fn implied_tier(site: &Site) -> Option<Tier> {
    let tier = site.redundancy.claimed_tier.known();
    tier.filter(|tier| *tier >= Tier::Three)
}

fn is_off_grid(site: &Site) -> bool {
    site.power.connection.known() == Some(Connection::OffGrid)
}

/// The most MVA that stated groups may have, where every group states count and rating.
fn installed_mva(groups: &[TransformerGroup]) -> Option<f64> {
    let group = |g: &TransformerGroup| Some(g.count.known()?.high() * g.mva.known()?.high());
    groups.iter().map(group).sum()
}

/// Whether a plant is one unit at most; a group of unknown size may be several.
fn is_one_unit(plant: &[PlantGroup]) -> bool {
    let units: Option<f64> = plant
        .iter()
        .map(|g| g.count.known().map(Estimate::high))
        .sum();
    units.is_some_and(|units| units <= 1.0)
}

fn transformers_below_load(site: &Site) -> Vec<Clash> {
    let groups = site.substation.transformers.items();
    let installed = groups.filter(|g| !g.is_empty()).and_then(installed_mva);
    // Even at unity power factor and with every unit in service.
    let energized = site.power.energized_mw.known().map(Estimate::low);
    energized
        .zip(installed)
        .filter(|(mw, mva)| *mw > mva + 1e-9)
        .map(|(mw, mva)| format!("{mva} MVA of transformers cannot carry the energized {mw} MW"))
        .at(["substation.transformers", "power.energized_mw"])
}

/// By how much a line may carry more than its class usually does before nobody believes it.
const UNUSUAL: f64 = 2.0;

fn lines_below_load(site: &Site) -> Vec<Clash> {
    let power = &site.power;
    // A plant next door brings a yard of its own.
    if power
        .connection
        .get()
        .is_some_and(|of| *of != Connection::Grid)
    {
        return Vec::new();
    }
    let (voltage, feeds) = (power.voltage_kv.known(), power.feeds.known());
    let carried = voltage.zip(feeds).map(|(kv, feeds)| {
        let (kv, feeds) = (kv.high(), feeds.high().max(1.0));
        (kv, feeds, feeds * line_mva(kv))
    });
    let energized = power.energized_mw.known().map(Estimate::low);
    energized
        .zip(carried)
        .filter(|(mw, (_, _, mva))| *mw > UNUSUAL * mva)
        .map(|(mw, (kv, feeds, mva))| {
            format!("{feeds} lines at {kv} kV carry some {mva:.0} MVA, the energized {mw} MW are more than twice that")
        })
        .at(["power.voltage_kv", "power.energized_mw"])
}

fn halls_above_grid(site: &Site) -> Vec<Clash> {
    let halls = site.halls.items().unwrap_or_default();
    let it: f64 = halls
        .iter()
        .filter_map(|h| Some(h.it_mw.known()?.low() * h.count.known().map_or(1.0, Estimate::low)))
        .sum();
    let power = &site.power;
    let grid = [
        &power.energized_mw,
        &power.approved_mw,
        &power.contracted_mw,
    ];
    grid.into_iter()
        .filter_map(|f| f.known())
        .map(Estimate::<GridMw>::high)
        .reduce(f64::max)
        .filter(|most| it > most + 1e-9)
        .map(|most| {
            format!("the halls are fed for {it} MW, more than the {most} MW of the grid connection")
        })
        .at(["halls", "power"])
}

fn racks_above_hall(site: &Site) -> Vec<Clash> {
    let halls = site.halls.items().unwrap_or_default().iter().enumerate();
    let clash = halls.filter_map(|(index, hall)| {
        let (racks, kw) = (hall.racks.known()?.low(), hall.rack_kw.known()?.low());
        let (load, mw) = (racks * kw / 1_000.0, hall.it_mw.known()?.high());
        (load > mw + 1e-9).then(|| {
            let message =
                format!("{racks} racks × {kw} kW are {load} MW, more than the {mw} MW of the hall");
            let facts = ["racks", "it_mw"].map(|fact| format!("halls[{index}].{fact}"));
            (message, facts.to_vec())
        })
    });
    clash.collect()
}

fn supply_below_dry_bulb(site: &Site) -> Vec<Clash> {
    let cooling = &site.cooling;
    let plant = cooling.plant.items().unwrap_or_default();
    let is_dry = !plant.is_empty()
        && plant
            .iter()
            .all(|g| g.kind.known() == Some(PlantKind::DryCooler));
    above(
        cooling.design_dry_bulb_c.known(),
        cooling.loop_supply_c.known(),
    )
    .filter(|_| is_dry)
    .map(|(dry, supply)| {
        format!("dry coolers alone cannot deliver {supply} °C when the air is at {dry} °C")
    })
    .at(["cooling.loop_supply_c", "cooling.design_dry_bulb_c"])
}

/// The plants that alone feed a site whose supply is called firm: no grid beside them, nothing that stands in.
fn alone_and_firm(site: &Site) -> Option<&[PlantGroup]> {
    let power = &site.power;
    let is_alone = power
        .connection
        .known()
        .is_some_and(|c| c != Connection::Grid);
    let has_spare = [&power.standby_mw, &power.firming_mw]
        .into_iter()
        .any(|f| f.known().is_some_and(|mw| mw.high() > 0.0));
    let is_firm = power.firmness.known() == Some(Firmness::Firm);
    let plant = power.onsite_plant.items().unwrap_or_default();
    (!plant.is_empty() && is_firm && is_alone && !has_spare).then_some(plant)
}

fn firm_from_one_unit(site: &Site) -> Vec<Clash> {
    alone_and_firm(site)
        .filter(|plant| is_one_unit(plant))
        .map(|_| {
            "a plant of one unit without standby is not firm: its outage is the site's".to_owned()
        })
        .at(["power.firmness", "power.onsite_plant"])
}

fn firm_from_weather(site: &Site) -> Vec<Clash> {
    let follows_weather =
        |g: &PlantGroup| matches!(g.fuel.get(), Some(PlantFuel::Wind | PlantFuel::Solar));
    alone_and_firm(site)
        .filter(|plant| plant.iter().all(follows_weather))
        .map(|_| {
            "wind and sun alone are not firm: nothing carries the load without them".to_owned()
        })
        .at(["power.firmness", "power.onsite_plant"])
}

fn facts_after_their_date(site: &Site) -> Vec<Clash> {
    let (power, substation, redundancy) = (&site.power, &site.substation, &site.redundancy);
    let done = [
        ("power.approved_on", &power.approved_on),
        ("power.contracted_on", &power.contracted_on),
        (
            "substation.transformers_ordered_on",
            &substation.transformers_ordered_on,
        ),
        (
            "substation.switchgear_ordered_on",
            &substation.switchgear_ordered_on,
        ),
        (
            "redundancy.generators_ordered_on",
            &redundancy.generators_ordered_on,
        ),
        ("redundancy.ups_ordered_on", &redundancy.ups_ordered_on),
    ];
    let done = done.map(|(path, date)| (path.to_owned(), date));
    let steps = power.expansion.items().unwrap_or_default();
    let live = steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.readiness.known() == Some(Readiness::Energized))
        .map(|(at, step)| (format!("power.expansion[{at}].date"), &step.date));
    let clash = |(path, date): (String, &Fact<Date>)| {
        let (date, as_of) = (date.known()?, site.as_of.known()?);
        let late = date.earliest_month() > as_of.latest_month();
        late.then(|| format!("{date} lies after the date of the facts, {as_of}"))
            .map(|message| (message, vec![path, "as_of".to_owned()]))
    };
    done.into_iter().chain(live).filter_map(clash).collect()
}

fn steps_after_all_is_live(site: &Site) -> Vec<Clash> {
    let steps = site.power.energization.items().unwrap_or_default();
    let clash = |(at, step): (usize, &EnergizationStep)| {
        let (date, all) = (step.date.known()?, site.power.fully_energized_on.known()?);
        let late = date.earliest_month() > all.latest_month();
        let paths = [
            format!("power.energization[{at}].date"),
            "power.fully_energized_on".to_owned(),
        ];
        late.then(|| {
            (
                format!("a step goes live in {date}, after all is live in {all}"),
                paths.to_vec(),
            )
        })
    };
    steps.iter().enumerate().filter_map(clash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        contradictions(&crate::engineering::tests::site(text))
            .into_iter()
            .map(|c| c.id)
            .collect()
    }

    #[test]
    fn each_check_fires_and_only_on_its_case() {
        let cases: &[(&str, &str, &str)] = &[
            (
                "energized-above-contracted",
                "power: {energized_mw: 120, contracted_mw: 100}",
                "power: {energized_mw: 100, contracted_mw: 100}",
            ),
            (
                "energized-above-approved",
                "power: {energized_mw: 120, approved_mw: 100}",
                "power: {energized_mw: 90 to 120, approved_mw: 100}",
            ),
            (
                "contracted-above-approved",
                "power: {contracted_mw: 120, approved_mw: 100}",
                "power: {contracted_mw: 90, approved_mw: 100}",
            ),
            (
                "approved-above-requested",
                "power: {approved_mw: 120, requested_mw: 100}",
                "power: {approved_mw: 100, requested_mw: 100}",
            ),
            (
                "fleet-above-energized",
                "power: {energized_mw: 50}\nmining: {fleet_mw: 60}",
                "power: {energized_mw: 50}\nmining: {fleet_mw: 50}",
            ),
            (
                "transformers-below-load",
                "power: {energized_mw: 210}\nsubstation: {transformers: [{count: 2, mva: 100}]}",
                "power: {energized_mw: 190}\nsubstation: {transformers: [{count: 2, mva: 100}]}",
            ),
            (
                "lines-below-load",
                "power: {energized_mw: 60, voltage_kv: 12.47, feeds: 2}",
                "power: {energized_mw: 50, voltage_kv: 12.47, feeds: 2}",
            ),
            (
                "halls-above-grid",
                "power: {energized_mw: 50}\nhalls: [{it_mw: 30, count: 2}]",
                "power: {energized_mw: 50}\nhalls: [{it_mw: 25, count: 2}]",
            ),
            (
                "racks-above-hall",
                "power: {energized_mw: 50}\nhalls: [{racks: 100, rack_kw: 132, it_mw: 10}]",
                "power: {energized_mw: 50}\nhalls: [{racks: 100, rack_kw: 100, it_mw: 10}]",
            ),
            (
                "wet-bulb-above-dry-bulb",
                "cooling: {design_wet_bulb_c: 30, design_dry_bulb_c: 28}",
                "cooling: {design_wet_bulb_c: 28, design_dry_bulb_c: 28}",
            ),
            (
                "supply-below-dry-bulb",
                "cooling: {plant: [{kind: dry-cooler}], loop_supply_c: 27, design_dry_bulb_c: 38}",
                "cooling: {plant: [{kind: chiller}], loop_supply_c: 27, design_dry_bulb_c: 38}",
            ),
            (
                "tier-without-second-path",
                "redundancy: {claimed_tier: tier-iii, distribution_paths: 1}",
                "redundancy: {claimed_tier: tier-ii, distribution_paths: 1}",
            ),
            (
                "tier-without-maintainability",
                "redundancy: {claimed_tier: tier-iv, concurrently_maintainable: false}",
                "redundancy: {claimed_tier: tier-iv, concurrently_maintainable: true}",
            ),
            (
                "certified-without-tier",
                "redundancy: {tier_certified: true}",
                "redundancy: {tier_certified: false}",
            ),
            (
                "firm-but-interruptible",
                "power: {firmness: firm, interruptible_hours_per_year: 300}",
                "power: {firmness: firm, interruptible_hours_per_year: 0}",
            ),
            (
                "firm-from-one-unit",
                "power: {firmness: firm, connection: off-grid, onsite_plant: [{count: 1, mw: 50}]}",
                "power: {firmness: firm, connection: off-grid, onsite_plant: [{count: 2, mw: 50}]}",
            ),
            (
                "firm-from-weather",
                "power: {firmness: firm, connection: behind-the-meter, onsite_plant: [{fuel: wind}, {fuel: solar}]}",
                "power: {firmness: firm, connection: behind-the-meter, onsite_plant: [{fuel: wind}, {fuel: gas}]}",
            ),
            (
                "off-grid-with-standby",
                "power: {connection: off-grid, standby_mw: 10}",
                "power: {connection: off-grid, standby_mw: 0}",
            ),
            (
                "off-grid-with-feeds",
                "power: {connection: off-grid, feeds: 2}",
                "power: {connection: grid, feeds: 2}",
            ),
            (
                "buildable-above-area",
                "land: {area_acres: 30, buildable_acres: 40}",
                "land: {area_acres: 30, buildable_acres: 30}",
            ),
            (
                "freehold-with-end",
                "land: {tenure: freehold, tenure_ends: 2030}",
                "land: {tenure: lease, tenure_ends: 2030}",
            ),
            (
                "fact-after-its-date",
                "as_of: 2022\npower: {approved_on: 2023-01}",
                "as_of: 2022\npower: {approved_on: 2022-06}",
            ),
            (
                "energization-after-its-end",
                "power: {fully_energized_on: 2027, energization: [{mw: 5, date: 2028-01}]}",
                "power: {fully_energized_on: 2027, energization: [{mw: 5, date: 2027-12}]}",
            ),
            (
                "cooling-system-not-among-parts",
                "cooling: {system: immersion, systems: [{system: hydro, mw: 40}, {system: open-air}]}",
                "cooling: {system: hydro, systems: [{system: hydro, mw: 40}, {system: open-air}]}",
            ),
        ];
        for (id, bad, good) in cases {
            assert!(ids(bad).contains(id), "{id} not found in {bad}");
            assert!(!ids(good).contains(id), "{id} found in {good}");
        }
        let of_cases: Vec<&str> = cases.iter().map(|(id, _, _)| *id).collect();
        let all: Vec<&str> = CONTRADICTIONS.iter().map(|e| e.id).collect();
        assert_eq!(of_cases, all, "every row has its case");
    }
}
