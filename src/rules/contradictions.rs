//! What cannot be true at the same time inside one file.

use crate::engineering::power::plant_n_minus_1;
use crate::engineering::substation::installed_mva;
use crate::estimate::Estimate;
use crate::site::Site;
use crate::site::cooling::PlantKind;
use crate::site::land::Tenure;
use crate::site::power::{Connection, Firmness};
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

/// The id of every contradiction there is, for whoever refers to one.
pub const CONTRADICTIONS: &[&str] = &[
    "energized-above-contracted",
    "energized-above-approved",
    "contracted-above-approved",
    "approved-above-requested",
    "fleet-above-energized",
    "transformers-below-load",
    "halls-above-grid",
    "racks-above-hall",
    "wet-bulb-above-dry-bulb",
    "supply-below-dry-bulb",
    "tier-without-second-path",
    "tier-without-maintainability",
    "certified-without-tier",
    "firm-but-interruptible",
    "firm-from-one-unit",
    "off-grid-with-standby",
    "off-grid-with-feeds",
    "buildable-above-area",
    "freehold-with-end",
    "fact-after-its-date",
];

type Check = fn(&Site, &mut Vec<Contradiction>);

/// The checks, in the order of the report.
const CHECKS: &[Check] = &[
    megawatts_in_order,
    transformers_carry_the_load,
    halls_below_the_grid,
    racks_below_the_hall,
    wet_bulb_below_dry_bulb,
    dry_coolers_above_the_air,
    tier_has_its_paths,
    firm_is_not_interrupted,
    one_unit_is_not_firm,
    off_grid_has_no_grid,
    land_adds_up,
    dates_in_order,
];

/// Every contradiction of a file, in a fixed order.
#[must_use]
pub fn contradictions(site: &Site) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for check in CHECKS {
        check(site, &mut found);
    }
    found
}

fn add(found: &mut Vec<Contradiction>, id: &'static str, message: String, paths: &[&str]) {
    debug_assert!(
        CONTRADICTIONS.contains(&id),
        "{id} is not in the list of ids"
    );
    found.push(Contradiction {
        id,
        message,
        paths: paths.iter().map(|p| (*p).to_owned()).collect(),
    });
}

/// Whether the first is above the second even at their most favorable ends.
fn above<U: Unit>(a: Option<Estimate<U>>, b: Option<Estimate<U>>) -> Option<(f64, f64)> {
    let (a, b) = (a?, b?);
    (a.low() > b.high() + 1e-9).then_some((a.low(), b.high()))
}

fn megawatts_in_order(site: &Site, found: &mut Vec<Contradiction>) {
    let power = &site.power;
    let energized = power.energized_mw.known();
    let (approved, contracted) = (power.approved_mw.known(), power.contracted_mw.known());
    if let Some((a, b)) = above(energized, contracted) {
        let message = format!("energized {a} MW is above the contracted {b} MW");
        add(
            found,
            "energized-above-contracted",
            message,
            &["power.energized_mw", "power.contracted_mw"],
        );
    }
    if let Some((a, b)) = above(energized, approved) {
        let message = format!("energized {a} MW is above the approved {b} MW");
        add(
            found,
            "energized-above-approved",
            message,
            &["power.energized_mw", "power.approved_mw"],
        );
    }
    if let Some((a, b)) = above(contracted, approved) {
        let message = format!("contracted {a} MW is above the approved {b} MW");
        add(
            found,
            "contracted-above-approved",
            message,
            &["power.contracted_mw", "power.approved_mw"],
        );
    }
    if let Some((a, b)) = above(approved, power.requested_mw.known()) {
        let message = format!("approved {a} MW is above the {b} MW requested in all");
        add(
            found,
            "approved-above-requested",
            message,
            &["power.approved_mw", "power.requested_mw"],
        );
    }
    if let Some((a, b)) = above(site.mining.fleet_mw.known(), energized) {
        let message = format!("the fleet draws {a} MW, more than the energized {b} MW");
        add(
            found,
            "fleet-above-energized",
            message,
            &["mining.fleet_mw", "power.energized_mw"],
        );
    }
}

fn transformers_carry_the_load(site: &Site, found: &mut Vec<Contradiction>) {
    let Some(groups) = site
        .substation
        .transformers
        .items()
        .filter(|g| !g.is_empty())
    else {
        return;
    };
    let Some(installed) = installed_mva(groups) else {
        return;
    };
    // Even at unity power factor and with every unit in service.
    if let Some((mw, mva)) = above(site.power.energized_mw.known(), Some(installed)) {
        let message = format!("{mva} MVA of transformers cannot carry the energized {mw} MW");
        add(
            found,
            "transformers-below-load",
            message,
            &["substation.transformers", "power.energized_mw"],
        );
    }
}

fn halls_below_the_grid(site: &Site, found: &mut Vec<Contradiction>) {
    let Some(halls) = site.halls.items() else {
        return;
    };
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
    let most = grid
        .into_iter()
        .filter_map(|f| f.known())
        .map(Estimate::<GridMw>::high)
        .reduce(f64::max);
    if let Some(most) = most.filter(|most| it > most + 1e-9) {
        let message = format!(
            "the halls are fed for {it} MW, more than the {most} MW of the grid connection"
        );
        add(found, "halls-above-grid", message, &["halls", "power"]);
    }
}

fn racks_below_the_hall(site: &Site, found: &mut Vec<Contradiction>) {
    for (index, hall) in site.halls.items().unwrap_or_default().iter().enumerate() {
        let (Some(racks), Some(kw), Some(mw)) =
            (hall.racks.known(), hall.rack_kw.known(), hall.it_mw.known())
        else {
            continue;
        };
        let load = racks.low() * kw.low() / 1_000.0;
        if load > mw.high() + 1e-9 {
            let paths = [
                format!("halls[{index}].racks"),
                format!("halls[{index}].it_mw"),
            ];
            let message = format!(
                "{} racks × {} kW are {load} MW, more than the {} MW of the hall",
                racks.low(),
                kw.low(),
                mw.high()
            );
            found.push(Contradiction {
                id: "racks-above-hall",
                message,
                paths: paths.to_vec(),
            });
        }
    }
}

fn wet_bulb_below_dry_bulb(site: &Site, found: &mut Vec<Contradiction>) {
    let cooling = &site.cooling;
    if let Some((wet, dry)) = above(
        cooling.design_wet_bulb_c.known(),
        cooling.design_dry_bulb_c.known(),
    ) {
        let message = format!("a wet bulb of {wet} °C cannot lie above a dry bulb of {dry} °C");
        add(
            found,
            "wet-bulb-above-dry-bulb",
            message,
            &["cooling.design_wet_bulb_c", "cooling.design_dry_bulb_c"],
        );
    }
}

fn dry_coolers_above_the_air(site: &Site, found: &mut Vec<Contradiction>) {
    let cooling = &site.cooling;
    let Some(plant) = cooling.plant.items().filter(|p| !p.is_empty()) else {
        return;
    };
    if !plant
        .iter()
        .all(|g| g.kind.known() == Some(PlantKind::DryCooler))
    {
        return;
    }
    if let Some((dry, supply)) = above(
        cooling.design_dry_bulb_c.known(),
        cooling.loop_supply_c.known(),
    ) {
        let message =
            format!("dry coolers alone cannot deliver {supply} °C when the air is at {dry} °C");
        add(
            found,
            "supply-below-dry-bulb",
            message,
            &["cooling.loop_supply_c", "cooling.design_dry_bulb_c"],
        );
    }
}

fn tier_has_its_paths(site: &Site, found: &mut Vec<Contradiction>) {
    let redundancy = &site.redundancy;
    let Some(tier) = redundancy.claimed_tier.known() else {
        if redundancy.tier_certified.known() == Some(true) {
            let message = "a class is certified, but none is claimed".to_owned();
            add(
                found,
                "certified-without-tier",
                message,
                &["redundancy.tier_certified", "redundancy.claimed_tier"],
            );
        }
        return;
    };
    if tier < Tier::TierIII {
        return;
    }
    if redundancy
        .distribution_paths
        .known()
        .is_some_and(|p| p.high() < 2.0)
    {
        let message = format!("{} implies a second distribution path", tier.word());
        add(
            found,
            "tier-without-second-path",
            message,
            &["redundancy.claimed_tier", "redundancy.distribution_paths"],
        );
    }
    if redundancy.concurrently_maintainable.known() == Some(false) {
        let message = format!("{} implies concurrent maintainability", tier.word());
        let paths = [
            "redundancy.claimed_tier",
            "redundancy.concurrently_maintainable",
        ];
        add(found, "tier-without-maintainability", message, &paths);
    }
}

fn firm_is_not_interrupted(site: &Site, found: &mut Vec<Contradiction>) {
    let power = &site.power;
    let hours = power.interruptible_hours_per_year.known();
    if let (Some(Firmness::Firm), Some(hours)) =
        (power.firmness.known(), hours.filter(|h| h.low() > 0.0))
    {
        let message = format!(
            "a firm supply is not interruptible for {} hours a year",
            hours.low()
        );
        add(
            found,
            "firm-but-interruptible",
            message,
            &["power.firmness", "power.interruptible_hours_per_year"],
        );
    }
}

fn one_unit_is_not_firm(site: &Site, found: &mut Vec<Contradiction>) {
    let power = &site.power;
    let Some(plant) = power.onsite_plant.items().filter(|p| !p.is_empty()) else {
        return;
    };
    let alone = power
        .connection
        .known()
        .is_some_and(|c| c != Connection::Grid);
    let spare = [&power.standby_mw, &power.firming_mw]
        .into_iter()
        .all(|f| f.known().is_none_or(|mw| mw.high() <= 0.0));
    if power.firmness.known() == Some(Firmness::Firm)
        && alone
        && spare
        && plant_n_minus_1(plant).high.is_some_and(|mw| mw <= 0.0)
    {
        let message =
            "a plant of one unit without standby is not firm: its outage is the site's".to_owned();
        add(
            found,
            "firm-from-one-unit",
            message,
            &["power.firmness", "power.onsite_plant"],
        );
    }
}

fn off_grid_has_no_grid(site: &Site, found: &mut Vec<Contradiction>) {
    let power = &site.power;
    if power.connection.known() != Some(Connection::OffGrid) {
        return;
    }
    if power.standby_mw.known().is_some_and(|mw| mw.low() > 0.0) {
        let message = "a site off the grid has no grid standby".to_owned();
        add(
            found,
            "off-grid-with-standby",
            message,
            &["power.connection", "power.standby_mw"],
        );
    }
    if power.feeds.known().is_some_and(|n| n.low() > 0.0) {
        let message = "a site off the grid has no utility feeds".to_owned();
        add(
            found,
            "off-grid-with-feeds",
            message,
            &["power.connection", "power.feeds"],
        );
    }
}

fn land_adds_up(site: &Site, found: &mut Vec<Contradiction>) {
    let land = &site.land;
    if let Some((free, all)) = above(land.buildable_acres.known(), land.area_acres.known()) {
        let message = format!("{free} acres to build on are more than the {all} acres held");
        add(
            found,
            "buildable-above-area",
            message,
            &["land.buildable_acres", "land.area_acres"],
        );
    }
    if let (Some(Tenure::Freehold), Some(end)) = (land.tenure.known(), land.tenure_ends.known()) {
        let message = format!("freehold land has no end, but one is stated: {end}");
        add(
            found,
            "freehold-with-end",
            message,
            &["land.tenure", "land.tenure_ends"],
        );
    }
}

fn dates_in_order(site: &Site, found: &mut Vec<Contradiction>) {
    let Some(as_of) = site.as_of.known() else {
        return;
    };
    let power = &site.power;
    for (path, date) in [
        ("power.approved_on", &power.approved_on),
        ("power.contracted_on", &power.contracted_on),
    ] {
        if let Some(date) = date
            .known()
            .filter(|d| d.earliest_month() > as_of.latest_month())
        {
            let message = format!("{date} lies after the date of the facts, {as_of}");
            add(found, "fact-after-its-date", message, &[path, "as_of"]);
        }
    }
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
        ];
        for (id, bad, good) in cases {
            assert!(ids(bad).contains(id), "{id} not found in {bad}");
            assert!(!ids(good).contains(id), "{id} found in {good}");
        }
        let of_cases: Vec<&str> = cases.iter().map(|(id, _, _)| *id).collect();
        assert_eq!(of_cases, CONTRADICTIONS, "the list of ids is complete");
    }
}
