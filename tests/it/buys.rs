//! What money buys of a row, and what the families of the checklist take together.

use rackready::assess::Assessor;
use rackready::capacity::Column;
use rackready::checklist;
use rackready::engineering::Role;
use rackready::hosting::catalog;
use rackready::plan::Fix;
use rackready::rules::{Finding, Status};

use crate::engine::{BASE, assess};

/// What closing a row takes in a new hall.
fn fix(target: &str, requirement: &str) -> Fix {
    let target = catalog().target(target).unwrap();
    let assessor = Assessor::of(checklist::built_in());
    let [_, new_hall] = assessor.fixes(target, requirement).unwrap();
    new_hall
}

#[test]
fn what_a_contractor_digs_and_sets_is_bought_and_what_others_must_allow_is_not() {
    let bought = |row| fix("nvl72", row).share();
    // A second fiber route takes a year and a few million of a thousand; a first lot of engines comes from stock.
    assert!(bought("network.diverse-routes") > 0.8);
    assert!(bought("redundancy.standby-generation") > 0.8);
    // A line is not built while a neocloud waits, many have to be won over for a rezoning, and nobody moves a city.
    assert!(bought("power.utility-feeds") < 0.1);
    assert!((0.3..0.5).contains(&bought("site.zoning")));
    assert_eq!(
        fix("nvl72/neocloud/inference", "network.latency").share(),
        0.0
    );
}

#[test]
fn what_takes_long_is_bought_by_who_waits_long() {
    let in_time = |target| fix(target, "power.utility-feeds").in_time;
    assert!(in_time("nvl72/neocloud") + 0.3 < in_time("nvl72/hyperscaler"));
}

#[test]
fn engines_cost_their_share_of_all_that_is_to_be_bought() {
    // About 1.3 to 1.5 M$ of 9 for each MW.
    let engines = fix("nvl72", "redundancy.standby-generation");
    assert!((0.1..0.2).contains(&engines.cost), "{engines:?}");
    assert_eq!((engines.in_time, engines.succeeds), (1.0, 1.0));
}

#[test]
fn the_categories_of_the_checklist_make_the_owners_total() {
    let (assessment, plans) = assess(BASE);
    for plan in plans {
        let of_categories: f64 = plan.closings.iter().map(|closing| closing.cost.mean).sum();
        let total = plan.figures.owner_total.mean;
        assert!(
            (of_categories / total - 1.0).abs() < 1e-9,
            "{of_categories} {total}"
        );
        let last = plan
            .closings
            .iter()
            .map(|c| c.weeks.weeks.p50)
            .fold(0.0, f64::max);
        assert!(
            last > 0.0 && last <= plan.figures.all.weeks.p50 * 1.5,
            "{last}"
        );
    }
    assert!(assessment.plan.closings.len() >= 6);
}

#[test]
fn whatever_holds_the_megawatts_down_has_a_row_a_question_and_a_work() {
    let assessor = Assessor::of(checklist::built_in());
    let site = crate::support::site_of(BASE);
    for target in catalog().every() {
        let assessment = assessor.assess(&site, target);
        for limit in assessment
            .capacity
            .limits
            .iter()
            .filter(|l| l.id.column() == Column::Today)
        {
            let speaks = |f: &&Finding| {
                f.requirement.metric.role == Role::Limit(limit.id)
                    && f.status != Status::NotApplicable
            };
            let row = assessment.findings.iter().find(speaks);
            let row = row.unwrap_or_else(|| panic!("{} {:?}", target.id(), limit.id));
            assert!(row.requirement.remedy.is_some(), "{:?}", limit.id);
            let asked = row
                .requirement
                .metric
                .reads
                .iter()
                .any(|(fact, _)| checklist::question(&fact.replace("[]", "[0]")).is_some());
            assert!(asked, "{:?}", limit.id);
        }
    }
}
