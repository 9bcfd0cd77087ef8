use super::*;
use crate::checklist::{self, Checklist};
use crate::engineering::{Case, LimitId};
use crate::hosting::catalog;
use crate::plan::{Plan, built_in, planned_mw};
use crate::rules::{Route, Rows};
use crate::site::Site;
use crate::typical::{self, Draws, Pick, Watch};

pub(in crate::plan) const MINE: &str = "name: Mill Creek\n\
    power: {approved_mw: 150, energized_mw: 90, firmness: firm, connection: grid}\n\
    cooling: {water_m3_per_day: 0}\nland: {area_acres: 200}\nhalls: [{area_m2: 6000, count: 3}]";

pub(in crate::plan) fn site(text: &str) -> Site {
    crate::source::yaml::built_in(text)
}

/// Costs every draw of a site on a route for NVL72, showing each as it is added.
pub(in crate::plan) fn costed<'a, T>(
    checklist: &'a Checklist,
    site: &Site,
    in_place: bool,
    mut each: impl FnMut(&Costing, &Standing),
    of: impl FnOnce(&Costing<'_, 'a>) -> T,
) -> T {
    let target = catalog().target("nvl72").unwrap();
    let rows = Rows::of(checklist, &target);
    let blueprint = Blueprint::of(&rows, target, in_place, built_in());
    let sample = Sample::default();
    let draws = Draws::of(typical::built_in(), site, sample);
    let mut costing: Option<Costing<'_, 'a>> = None;
    let (mut values, mut shared, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    let picks = [Pick::Median]
        .into_iter()
        .chain((0..sample.draws).map(Pick::Draw));
    for pick in picks {
        let draw = draws.draw(pick, &mut values);
        let case = Case {
            draw,
            target,
            hall: in_place.then_some(0),
            climates: None,
            limits: None,
        };
        let limits = crate::capacity::capacity(&case);
        rows.share(&case, &mut shared);
        rows.judge(&case, &shared, &mut marks);
        let standing = Standing {
            case: &case,
            rows: &rows,
            marks: &marks,
            shared: &shared,
            limits: &limits,
            carries_least: limits.ceiling_mw() >= target.tenant.parameters.min_mw.value,
        };
        match (pick, &mut costing) {
            (Pick::Median, _) => costing = Some(blueprint.costing(sample, &standing)),
            (Pick::Draw(draw), Some(costing)) => costing.add(draw, &standing, None),
            _ => {}
        }
        each(costing.as_ref().unwrap(), &standing);
    }
    of(&costing.unwrap())
}

pub(in crate::plan) fn planned(site: &Site, route: Route) -> Plan<'static> {
    let in_place = route != Route::NewHall;
    costed(
        checklist::built_in(),
        site,
        in_place,
        |_, _| (),
        |costing| costing.finish(route),
    )
}

#[test]
fn a_plan_is_no_larger_than_any_limit_of_its_route_and_no_work_waits_in_vain() {
    for text in [
        MINE,
        "name: A",
        "name: B\nland: {area_acres: 20, buildable_acres: 10, obtainable_acres: 0}",
    ] {
        for in_place in [true, false] {
            let check = |costing: &Costing, standing: &Standing| {
                let Standing { case, limits, .. } = *standing;
                let run = costing.runs.last().unwrap();
                let planned = planned_mw(case, limits, in_place);
                assert!(planned <= limits.ceiling_mw());
                assert!(planned <= crate::plan::size::ground_mw(case, in_place));
                assert!(run.owner_total.is_finite());
                let last = costing.runs.len() - 1;
                let tranches = costing.tranches(last);
                assert_eq!(tranches.last().map_or(0.0, |t| t.mw), planned);
                assert!(tranches.is_sorted_by(|a, b| a.mw < b.mw && a.weeks <= b.weeks));
                let (times, mut finishes) = (costing.times(last), Vec::new());
                let course = &costing.blueprint.course;
                course.run(times, planned, 1.0, &mut finishes);
                assert!(course.holds(times, planned, 1.0, &finishes));
            };
            costed(checklist::built_in(), &site(text), in_place, check, |_| ());
        }
    }
}

#[test]
fn a_work_is_needed_in_the_draws_in_which_its_rows_are_not_met() {
    let mut open = std::collections::BTreeMap::new();
    let mut draws = 0;
    let site = site(MINE);
    let count = |costing: &Costing, standing: &Standing| {
        if !(2..=129).contains(&costing.runs.len()) || draws == 128 {
            return;
        }
        draws += 1;
        for row in standing.rows.iter().zip(standing.marks) {
            let Some(remedy) = row.0.requirement.remedy.filter(|_| row.0.counts(false)) else {
                continue;
            };
            let is_open = row.1.attainment < row.0.requirement.enough;
            open.entry(remedy.id.clone())
                .or_insert_with(Vec::new)
                .push((draws, is_open));
        }
    };
    let plan = costed(checklist::built_in(), &site, false, count, |c| {
        c.finish(Route::NewHall)
    });
    assert!(!plan.works.is_empty() && !plan.beyond.is_empty());
    for work in plan.works.iter().chain(&plan.beyond) {
        // What is live serves a first phase and not the plan, which its row doesn't say.
        if work.limit == Some(LimitId::Energized) {
            continue;
        }
        let in_draw = |draw: i32| open[&work.remedy.id].contains(&(draw, true));
        let share = (1..=128).filter(|draw| in_draw(*draw)).count() as f64 / 128.0;
        // Of what is missing for the planned MW there may be nothing where the row asks more, and of nothing no work.
        let bounds = share - 0.1..=share;
        assert!(bounds.contains(&work.chance), "{} {share}", work.remedy.id);
    }
}

#[test]
fn the_total_of_a_draw_is_its_works_and_soft_costs() {
    costed(
        checklist::built_in(),
        &site(MINE),
        false,
        |_, _| (),
        |costing| {
            for run in costing.draws() {
                let works = costing.blueprint.works.iter().enumerate();
                let owner = works.filter(|(at, w)| {
                    costing.needs(run, *at) && !w.beyond && w.payer == Payer::Owner
                });
                let sum: f64 = owner
                    .flat_map(|(_, w)| w.lines.clone())
                    .map(|line| costing.cost(run, line))
                    .sum();
                let at = costing.runs[run].at;
                let total = costing
                    .market
                    .soft(at)
                    .iter()
                    .fold(sum, |sum, share| sum * (1.0 + share));
                assert!((total - costing.runs[run].owner_total).abs() <= 1e-9 * total);
            }
        },
    );
}

#[test]
fn a_row_that_counts_the_megawatts_of_a_plan_is_short_of_them_and_no_other_is() {
    costed(
        checklist::built_in(),
        &site(MINE),
        false,
        |_, _| (),
        |costing| {
            let rows = &costing.blueprint.rows;
            let short = |gap: &crate::plan::blueprint::Gap, has| gap.leaves_short(has, 40.0);
            let counting = rows.iter().filter(|gap| short(gap, 39.0)).count();
            assert!(counting > 0 && counting < rows.len(), "{counting}");
            for gap in rows {
                assert_eq!(
                    short(gap, 39.0),
                    gap.is_capped && gap.knows_mw && gap.requirement.enough > 0.0
                );
                assert!(!short(gap, 40.0) && !short(gap, 41.0));
            }
        },
    );
}

#[test]
fn what_waits_for_a_decision_on_its_permit_comes_no_sooner_than_that() {
    use crate::plan::bound::Bound;
    costed(
        checklist::built_in(),
        &site(MINE),
        false,
        |_, _| (),
        |costing| {
            let first = |months: f64| {
                let timing = costing.blueprint.timing(&Bound {
                    now: costing.market.usual(),
                    planned_mw: 40.0,
                    first_power_months: 0.0,
                    all_power_months: 0.0,
                    hold_months: 0.0,
                    earns: &|_| 0.0,
                    has: &|_| 0.0,
                    limit: &|_| 0.0,
                    awaited: &|_| months,
                });
                timing.first
            };
            // Where none is pending a permit takes its usual time, which a day that is soon makes shorter.
            let (usual, decided) = (first(0.0), first(300.0));
            assert!(usual > 20.0 && usual < 300.0, "{usual}");
            assert!(decided > 300.0 * crate::units::WEEKS_PER_MONTH, "{decided}");
        },
    );
}

#[test]
fn a_hall_of_cold_plates_is_cooled_by_liquid() {
    let plan = planned(&site(MINE), Route::NewHall);
    let works = plan.works.iter().chain(&plan.beyond);
    let words: Vec<String> = works.map(|work| format!("{:?}", work.writes)).collect();
    assert!(words.iter().any(|word| word.contains("direct-liquid")));
    assert!(!words.iter().any(|word| word.contains("air-conditioned")));
}

#[test]
fn a_glimpse_of_a_draft_is_what_its_run_costs() {
    let check = |costing: &Costing, standing: &Standing| {
        let nth = costing.runs.len() - 1;
        let run = &costing.runs[nth];
        let now = Conditions {
            market: &costing.market,
            at: run.at,
        };
        let mut draft = Draft::default();
        costing.blueprint.draft(now, standing, &mut draft);
        let glimpse = costing.blueprint.glimpse(now, &draft);
        assert!((glimpse.owner_total - run.owner_total).abs() <= 1e-9 * run.owner_total);
        let first = costing
            .tranches(nth)
            .first()
            .map_or(f64::INFINITY, |t| t.weeks);
        assert_eq!(glimpse.first_weeks, first);
    };
    costed(checklist::built_in(), &site(MINE), false, check, |_| ());
}

#[test]
fn a_site_of_which_all_is_known_is_spread_in_cost_and_months_alone() {
    let known = typical::built_in().median(&site(MINE));
    let plan = planned(&known, Route::NewHall);
    let figures = plan.figures;
    assert!(figures.planned_mw.spread.is_exact());
    assert!(
        plan.works
            .iter()
            .all(|w| w.certainty == crate::plan::Certainty::Needed)
    );
    let total = figures.owner_total;
    assert!(
        total.p10 < 0.95 * total.p50 && 1.05 * total.p50 < total.p90,
        "{total:?}"
    );
    assert!(figures.all.weeks.p10 < figures.all.weeks.p50);
    assert!(figures.all.weeks.p50 < figures.all.p80 && figures.all.p80 < figures.all.weeks.p90);
    // The same prices make each work as dear as it is likely in the median draw.
    for work in &plan.works {
        let once: f64 = work.lines.iter().map(|l| l.median_cost).sum();
        assert!(
            work.cost.p10 <= once && once <= work.cost.p90,
            "{}",
            work.remedy.id
        );
    }
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let mut raw = checklist::built_in().raw.clone();
    raw.requirements.reverse();
    raw.extends = None;
    let turned = checklist::extend(raw).unwrap();
    let of = |checklist: &Checklist| {
        costed(
            checklist,
            &site(MINE),
            true,
            |_, _| (),
            |costing| {
                let plan = costing.finish(Route::InPlace(Some(0)));
                let works: Vec<_> = plan
                    .works
                    .iter()
                    .map(|w| (w.remedy.id.clone(), w.cost, w.chance))
                    .collect();
                (
                    plan.figures,
                    works,
                    plan.schedule,
                    format!("{:?}", plan.arrivals),
                )
            },
        )
    };
    assert_eq!(of(checklist::built_in()), of(&turned));
}

#[test]
fn what_a_plan_reads_is_told() {
    let text = format!(
        "{MINE}\nas_of: 2026-01\npermits: [{{kind: air, status: pending, decision_on: 2027-01}}]\n\
         substation: {{transformers: [{{count: 1, mva: 60}}]}}\nfiber: {{lateral_km: 9}}\n\
         redundancy: {{generators: [{{}}]}}"
    )
    .replace(
        "connection: grid",
        "connection: grid, expansion: [{mw: 20, date: 2028-01, readiness: agreed}]",
    )
    .replace("firmness: firm", "firmness: interruptible");
    let mixed = format!("{text}\nmining: {{machines: [{{mw: 5, efficiency_j_per_th: 20}}]}}");
    let read: std::collections::BTreeSet<String> = [text, mixed]
        .iter()
        .flat_map(|text| read_by_a_plan(text))
        .collect();
    // A list is read through its entries.
    let is_list = |path: &&str| read.iter().any(|of| of.starts_with(&format!("{path}[]")));
    let leaves: Vec<&str> = read
        .iter()
        .map(String::as_str)
        .filter(|path| !is_list(path))
        .collect();
    assert_eq!(leaves, crate::plan::READS);
}

/// Facts that a plan reads of a site on both routes.
fn read_by_a_plan(text: &str) -> Vec<String> {
    let site = site(text);
    let target = catalog().target("nvl72").unwrap();
    let rows = Rows::of(checklist::built_in(), &target);
    let sample = Sample { draws: 1, seed: 0 };
    let draws = Draws::of(typical::built_in(), &site, sample);
    let (watch, mut values) = (Watch::default(), Vec::new());
    let case = Case {
        draw: draws.draw(Pick::Median, &mut values).watched(&watch),
        target,
        hall: Some(0),
        climates: None,
        limits: None,
    };
    let limits = crate::capacity::capacity(&case);
    let (mut shared, mut marks) = (Vec::new(), Vec::new());
    rows.share(&case, &mut shared);
    rows.judge(&case, &shared, &mut marks);
    watch.take();
    let standing = Standing {
        case: &case,
        rows: &rows,
        marks: &marks,
        shared: &shared,
        limits: &limits,
        carries_least: true,
    };
    for in_place in [true, false] {
        let blueprint = Blueprint::of(&rows, target, in_place, built_in());
        let _ = blueprint.costing(sample, &standing);
    }
    let fact = |slot: usize| crate::site::path::text(draws.layout().fact(slot).0).to_owned();
    watch.take().into_iter().map(fact).collect()
}
