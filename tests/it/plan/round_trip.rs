//! What a plan buys, written back into the file, passes the calculators that found the gaps.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use rackready::assess::{Assessment, Assessor};
use rackready::checklist;
use rackready::engineering::LimitId;
use rackready::hosting::{Target, catalog};
use rackready::plan::{Plan, built_in};
use rackready::rules::Status;
use rackready::site::Site;
use rackready::site::hold::{Held, Hold};
use rackready::typical::{self, Sample};
use rackready::units::MetricUnit;

use crate::engine::BASE;
use crate::support::{site_in, site_of, sites};

/// Works that change no fact, each with its reason.
const WRITE_NOTHING: &[(&str, &str)] = &[
    (
        "line-works",
        "the utility hardens its line; outages are counted years later",
    ),
    (
        "load-smoothing",
        "storage tames the load; what the grid bears stays as it is",
    ),
    ("grid-expansion", "adds MW beyond the plan"),
    ("expansion-agreement", "adds MW beyond the plan"),
    (
        "early-power",
        "engines bridge to the date of the grid, which stays as it is",
    ),
    (
        "community-agreement",
        "neighbors say when they are settled with",
    ),
    ("buffer-land", "houses stay where they are"),
];

/// Rows that stay open when their work is done, each with its reason: what they tell is no purchase.
const STAY_OPEN: &[(&str, &str)] = &[
    (
        "power.harmonics",
        "filters act on the load; the limit at the connection stays",
    ),
    (
        "power.voltage-node",
        "the lowest voltage that carries the load is bought",
    ),
    (
        "site.land-area",
        "land for the planned MW is bought, no reserve beside it",
    ),
    ("scale.ready-today", "told by today's MW below"),
];

/// What is left to buy has other works than the first plan only for these reasons.
const BOUGHT_AGAIN: &[(&str, &str)] = &[("power-quality", "harmonics, above")];

const REAL: [&str; 12] = [
    "applied-digital-ellendale-nd",
    "bitdeer-clarington-oh",
    "cipher-barber-lake-tx",
    "core-scientific-denton-tx",
    "galaxy-helios-tx",
    "hive-grand-falls-nb",
    "hut8-river-bend-la",
    "iren-childress-tx",
    "mara-hannibal-oh",
    "riot-rockdale-tx",
    "soluna-kati-tx",
    "terawulf-lake-mariner-ny",
];

/// Works after which a site carries something else than was planned, each with its reason: such plans are left out.
const ANOTHER_SITE: &[(&str, &str)] = &[
    (
        "firm-supply",
        "once firming stands, as many engines again may firm the rest: the ceiling rises",
    ),
    (
        "substation-control",
        "the service agreement that told what is firm ends with the purchase",
    ),
];

fn named<'t>(list: &[(&'t str, &str)]) -> BTreeSet<&'t str> {
    list.iter().map(|(id, _)| *id).collect()
}

/// A site of which everything is stated that its median draw tells.
fn fully_stated(site: &Site) -> Site {
    let mut stated = typical::built_in().median(site);
    if let Some(Held::List(listed @ 1..)) = stated.held("permits") {
        // A kind that a list doesn't name can be any, so each is named.
        let kinds = ["zoning", "air", "building", "water", "noise", "grid"];
        for (at, kind) in (listed..).zip(kinds) {
            stated.hold("permits", Held::List(at + 1));
            stated.hold(&format!("permits[{at}].kind"), Held::Word(kind));
            stated.hold(&format!("permits[{at}].status"), Held::Word("granted"));
        }
        stated = typical::built_in().median(&stated);
    }
    assert_eq!(typical::built_in().open(&stated), Vec::<String>::new());
    stated
}

/// Where all is stated, one draw tells all.
static ASSESSOR: LazyLock<Assessor<'static>> = LazyLock::new(|| {
    let sample = Sample {
        draws: 1,
        ..Sample::default()
    };
    Assessor::of(checklist::built_in()).drawn(typical::built_in(), sample)
});

fn plans(site: &Site, target: Target<'static>) -> (Assessment<'static>, Vec<Plan<'static>>) {
    let (assessment, details) = ASSESSOR.assess_in_detail(site, target);
    let mut plans = vec![assessment.plan.clone()];
    plans.extend(details.other_plans);
    (assessment, plans)
}

/// What of a plan its purchases leave undone, once they are written into the site.
fn left_undone(site: &Site, plan: &Plan, target: Target<'static>) -> Vec<String> {
    let mut after = site.clone();
    let route = plan.write_back(&mut after);
    let planned = plan.median.planned_mw;
    let (assessment, seconds) = plans(&after, target);
    let mut left = Vec::new();
    let Some(second) = seconds.iter().find(|second| second.route == route) else {
        return vec![format!("no plan on {route:?}")];
    };
    if second.median.planned_mw < planned - 1e-6 {
        left.push(format!("planned {} of {planned}", second.median.planned_mw));
    }
    let asked = || {
        let rows = assessment.findings.iter();
        rows.filter(|f| f.status != Status::NotApplicable)
    };
    for limit in &assessment.capacity.limits {
        // A plan takes 99 % of its megawatts live for all of them, and energizes no more.
        let asked = match limit.id {
            LimitId::Energized => 0.99 * planned,
            _ => planned,
        };
        if limit.mw.spread.p50 < asked - 1e-6 {
            left.push(format!(
                "{:?} {:.3} of {planned:.3}",
                limit.id, limit.mw.spread.p50
            ));
        }
    }
    let (nothing, again) = (named(WRITE_NOTHING), named(BOUGHT_AGAIN));
    for work in &second.works {
        let id = work.remedy.id.as_str();
        if !nothing.contains(id) && !again.contains(id) {
            left.push(format!("{id} for {:?}", work.closes));
        }
    }
    let open = named(STAY_OPEN);
    for work in plan
        .works
        .iter()
        .filter(|work| !nothing.contains(work.remedy.id.as_str()))
    {
        for row in &work.closes {
            let finding = asked().find(|f| f.requirement.id == *row);
            let Some(finding) = finding.filter(|f| !open.contains(&*f.requirement.id)) else {
                continue;
            };
            let counts_mw = matches!(
                finding.requirement.metric.unit,
                MetricUnit::CriticalMw | MetricUnit::GridMw | MetricUnit::MegawattHours
            );
            let enough = finding.attainment.expected >= finding.requirement.enough - 1e-9;
            let in_hall = finding.requirement.metric.is_per_hall();
            if !counts_mw && !in_hall && !enough {
                left.push(format!("{row} {:?} {:?}", finding.has, finding.needs));
            }
        }
    }
    left
}

fn check(name: &str, site: &Site, target: Target<'static>, failures: &mut Vec<String>) {
    let stated = fully_stated(site);
    let another = named(ANOTHER_SITE);
    let (assessment, plans) = plans(&stated, target);
    // Where engines may not run, a permit that is settled lifts the ceiling.
    let limits = assessment.capacity.limits.iter();
    let mut engines = limits.filter(|limit| limit.id == LimitId::Engines);
    if engines.any(|limit| limit.binds > 0.0) {
        return;
    }
    for plan in &plans {
        if plan
            .works
            .iter()
            .any(|work| another.contains(work.remedy.id.as_str()))
        {
            continue;
        }
        // A route that carries no first phase is none.
        if plan.median.planned_mw < target.tenant.parameters.first_tranche_mw.value {
            continue;
        }
        let left = left_undone(&stated, plan, target);
        if !left.is_empty() {
            failures.push(format!("{name} {} {:?}: {left:?}", target.id(), plan.route));
        }
    }
}

#[test]
fn works_that_change_no_fact_are_these() {
    let silent = built_in().measures.iter().filter(|m| m.writes.is_empty());
    let silent: BTreeSet<&str> = silent.map(|m| m.remedy.as_str()).collect();
    assert_eq!(silent, named(WRITE_NOTHING));
}

#[test]
fn what_is_written_is_in_the_format() {
    use rackready::site::shape::Shaped;
    for measure in &built_in().measures {
        for fact in measure.writes.keys() {
            let path = fact.replace("[]", "[0]");
            assert!(
                Site::SHAPE.at(&path).is_some(),
                "{}: {fact}",
                measure.remedy
            );
        }
    }
}

#[test]
fn a_complete_mine_passes_with_what_it_buys() {
    let mut failures = Vec::new();
    let site = site_of(BASE);
    for target in catalog().every() {
        check("base", &site, target, &mut failures);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn real_sites_pass_with_what_they_buy() {
    let mut failures = Vec::new();
    let of_site = ["nvl72", "air-colo", "hpc/research/training"];
    for name in REAL {
        let site = site_in(&sites().join(format!("{name}.yaml")));
        for target in of_site {
            check(
                name,
                &site,
                catalog().target(target).unwrap(),
                &mut failures,
            );
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn generated_sites_pass_with_what_they_buy(
        mw in 20_u16..900,
        draw in 0_usize..64,
        target in prop::sample::select(catalog().every().collect::<Vec<_>>()),
    ) {
        let site = site_of(&format!("name: A\nas_of: 2026-06\npower: {{approved_mw: {mw}}}"));
        let site = typical::built_in().draw(&site, Sample::default(), draw);
        let mut failures = Vec::new();
        check(&format!("{mw} MW, draw {draw}"), &site, target, &mut failures);
        prop_assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}
