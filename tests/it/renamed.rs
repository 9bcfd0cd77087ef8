//! Names steer nothing: with every id of rows, metrics, remedies and prices another one, all numbers stay.

use std::fmt::Write;

use rackready::assess::Assessor;
use rackready::checklist::{self, Checklist, Remedy, Scale, Threshold};
use rackready::engineering::Metric;
use rackready::hosting::catalog;
use rackready::plan::prices::{Measure, Price};
use rackready::plan::select::Goal;
use rackready::plan::{Ask, Plan, PriceList, Wish, built_in};
use rackready::site::Site;

use crate::support::{site_files, site_in, stem};

/// Another id in another order; nothing of the old one is left to be found.
fn renamed(id: &str) -> String {
    let turned = |c: char| match c {
        'a'..='z' => char::from(b'a' + (c as u8 - b'a' + 13) % 26),
        '.' | '-' => '_',
        other => other,
    };
    id.chars().rev().map(turned).collect()
}

fn metric(old: &Metric) -> &'static Metric {
    Box::leak(Box::new(Metric {
        id: Box::leak(renamed(old.id).into_boxed_str()),
        ..*old
    }))
}

fn remedy(old: &Remedy) -> &'static Remedy {
    Box::leak(Box::new(Remedy {
        id: renamed(&old.id),
        ..old.clone()
    }))
}

fn threshold(threshold: &mut Threshold) {
    if let Threshold::Metric { metric: old, .. } = threshold {
        *old = metric(old);
    }
}

/// The built-in checklist under other names.
fn renamed_checklist() -> Checklist {
    let mut raw = checklist::built_in().raw.clone();
    for row in &mut raw.requirements {
        row.id = renamed(&row.id);
        row.category = row.category.as_deref().map(renamed);
    }
    for category in &mut raw.categories {
        category.id = renamed(&category.id);
    }
    let mut checklist = checklist::extend(raw).unwrap();
    for row in &mut checklist.requirements {
        row.metric = metric(row.metric);
        row.remedy = row.remedy.map(remedy);
        if let Scale::Ramp {
            nothing,
            everything,
        } = &mut row.scale
        {
            threshold(nothing);
            threshold(everything);
        }
    }
    checklist
}

/// The built-in prices under other names.
fn renamed_prices() -> PriceList {
    let mut list = built_in().clone();
    let of_price = |price: &mut Price| price.id = renamed(&price.id);
    list.prices.iter_mut().for_each(of_price);
    list.soft_costs.iter_mut().for_each(of_price);
    for salvage in &mut list.salvage {
        salvage.id = renamed(&salvage.id);
    }
    let of_measure = |measure: &mut Measure| {
        measure.remedy = renamed(&measure.remedy);
        for line in &mut measure.lines {
            line.price = renamed(&line.price);
        }
        for after in &mut measure.after {
            after.remedy = renamed(&after.remedy);
        }
        for freed in &mut measure.salvage {
            *freed = renamed(freed);
        }
    };
    list.measures.iter_mut().for_each(of_measure);
    list
}

/// The numbers of a plan; works that take as long stand in the order of their names, so they are sorted anew. The luck
/// of a price hangs on its id, so that a price more leaves the luck of the others; money is that of the median draw.
fn of_plan(plan: &Plan, told: &mut String) {
    let mut works: Vec<String> = (plan.works.iter().chain(&plan.beyond))
        .map(|w| {
            let lines = w.lines.iter().map(|l| (l.quantity, l.median_cost));
            let lines: Vec<(f64, f64)> = lines.collect();
            let (chance, weeks, points) = (w.chance, w.median_weeks(), w.readiness_points);
            let stake = (w.mw_at_stake, w.limit);
            format!("{chance} {weeks} {points} {stake:?} {lines:?}")
        })
        .collect();
    works.sort_unstable();
    let (share, mw) = (plan.figures.share, plan.figures.planned_mw);
    let arrivals = plan
        .arrivals
        .iter()
        .map(|a| (a.mw, a.median_weeks, a.waits));
    let arrivals: Vec<_> = arrivals.collect();
    writeln!(
        told,
        "{:?} {share} {mw:?} {:?} {arrivals:?} {works:#?}",
        plan.route, plan.median
    )
    .unwrap();
}

/// Every number that is said of a site, without a name.
fn told(site: &Site, target: &str, checklist: &Checklist, prices: &PriceList) -> String {
    let assessor = Assessor::of(checklist).at(prices);
    let target = catalog().target(target).unwrap();
    let goal = Goal {
        mw: Some(20.0),
        ..Goal::default()
    };
    let wish = Wish {
        route: None,
        ask: Ask {
            goal,
            curve: false,
            whole: false,
        },
    };
    let planned = assessor.plan(site, target, &wish).unwrap();
    let (a, details) = (&planned.assessment, &planned.details);
    // How lucky deliveries are hangs on the ids of works, and with it which MW come while the tenant waits.
    let mut told = format!(
        "{:?} {:?} {:?} {} {:?} {:?}\n",
        a.verdict.chance.keep_mining,
        a.convertibility,
        a.readiness,
        a.confidence,
        a.routes,
        a.capacity,
    );
    for finding in &a.findings {
        let (status, has) = (finding.status, finding.has);
        writeln!(
            told,
            "{status:?} {has:?} {:?} {}",
            finding.attainment, finding.points
        )
        .unwrap();
    }
    // A checklist keeps the built-in categories, which no renamed row is in.
    for category in details.categories.iter().filter(|c| c.share > 0.0) {
        let (readiness, convertibility) = (category.readiness, category.convertibility);
        writeln!(told, "{readiness:?} {convertibility:?} {}", category.share).unwrap();
    }
    of_plan(&a.plan, &mut told);
    for plan in &details.other_plans {
        of_plan(plan, &mut told);
    }
    let choice = planned.answers.choice.as_ref();
    let choice = choice.map(|c| c.as_ref().map(|c| (c.mw, c.cost_musd)).ok());
    writeln!(
        told,
        "{:?} {choice:?}",
        details.after_best_three.map(|chance| chance.keep_mining)
    )
    .unwrap();
    told
}

#[test]
fn under_other_names_every_number_stays() {
    let (checklist, prices) = (renamed_checklist(), renamed_prices());
    for file in site_files() {
        let site = site_in(&file);
        for target in ["nvl72", "hgx/enterprise/inference"] {
            let before = told(&site, target, checklist::built_in(), built_in());
            let after = told(&site, target, &checklist, &prices);
            let differs = before.lines().zip(after.lines()).find(|(a, b)| a != b);
            assert_eq!(differs, None, "{} for {target}", stem(&file));
            assert_eq!(before.lines().count(), after.lines().count());
        }
    }
}
