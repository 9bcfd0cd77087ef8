//! What an interruption of the supply costs, and when nothing carries it.

use rackready::assess::Assessment;
use rackready::verdict::Word;

use crate::engine::{BASE, assess, changed};

/// The mine interrupted for so many hours a year, with what is said of it beside.
pub(crate) fn interrupted(hours: &str) -> (&'static str, &'static str) {
    let text = format!(
        "firmness: interruptible\n  firming_mw: 0\n  interruptible_hours_per_year: {hours}"
    );
    ("firmness: firm", text.leak())
}

#[test]
fn interrupted_for_no_hour_is_firm() {
    let (firm, _) = assess(BASE);
    let (never, _) = assess(&changed(&[interrupted("0")]));
    assert_eq!(
        (never.verdict.word, never.capacity.ceiling_mw),
        (firm.verdict.word, firm.capacity.ceiling_mw)
    );
    assert_eq!(
        never.plan.figures.owner_total,
        firm.plan.figures.owner_total
    );
}

const STANDING: (&str, &str) = (
    "generators: []",
    "generators: [{count: 116, mw: 2.5, fuel_hours: 24}]",
);

/// M$ to carry the interruptions, 0 where nothing is to be carried.
fn carrying(assessment: &Assessment) -> f64 {
    let works = &assessment.plan.works;
    let work = works.iter().find(|w| w.remedy.id == "firm-supply");
    work.map_or(0.0, |work| work.cost.p50)
}

#[test]
fn an_interruption_has_a_price_that_rises_with_its_hours_and_costs_no_mw() {
    let (firm, _) = assess(BASE);
    let hours = ["0", "1", "40", "300"];
    let costs = hours.map(|hours| {
        let (site, _) = assess(&changed(&[interrupted(&format!(
            "{hours}\n  interruption_hours_each: 4"
        ))]));
        assert_eq!(site.verdict.word, firm.verdict.word, "{hours}");
        assert_eq!(
            site.capacity.ceiling_mw, firm.capacity.ceiling_mw,
            "{hours}"
        );
        assert_eq!(site.plan.figures.planned_mw, firm.plan.figures.planned_mw);
        assert_eq!(site.capacity.today_mw.spread.p50, 0.0);
        carrying(&site)
    });
    assert!(
        costs[0] == 0.0 && costs.windows(2).all(|pair| pair[0] < pair[1]),
        "{costs:?}"
    );
    // An hour costs little beside the plan: a cliff would be the MW themselves.
    assert!(
        costs[1] < 0.03 * firm.plan.figures.owner_total.p50,
        "{costs:?}"
    );
}

#[test]
fn engines_that_stand_carry_it_with_their_permit_and_fuel() {
    let hours = interrupted("40\n  interruption_hours_each: 4");
    let (bought, _) = assess(&changed(&[hours]));
    let (standing, _) = assess(&changed(&[hours, STANDING]));
    assert_eq!(standing.capacity.ceiling_mw, bought.capacity.ceiling_mw);
    let (standing, bought) = (carrying(&standing), carrying(&bought));
    // 138 MW × 1.25 for 40 hours a year, ten years of fuel at 0.25 $/kWh: 17 M$.
    assert!((10.0..25.0).contains(&standing), "{standing}");
    assert!(standing < bought, "{standing} {bought}");
}

#[test]
fn what_nothing_carries_is_no_mw_and_storage_carries_what_is_short() {
    let denied = ("permits: []", "permits: [{kind: air, status: denied}]");
    let of = |each: &str| {
        let hours = interrupted(Box::leak(
            format!("300\n  interruption_hours_each: {each}").into_boxed_str(),
        ));
        // A supply that is out so seldom needs no standby, which the permit denies too.
        let seldom = ("outage_hours_per_year: 2.0", "outage_hours_per_year: 0.1");
        assess(&changed(&[hours, denied, seldom])).0
    };
    let mw = |site: &Assessment| site.capacity.ceiling_mw.spread.p50.round();
    let (short, long, longest) = (of("4"), of("24"), of("200"));
    assert_eq!((mw(&short), mw(&long), mw(&longest)), (132.0, 46.0, 6.0));
    // In 300 hours of 8 760 cells give 85 % of what they took in the others.
    let filled = 0.85 * 8_460.0 / (300.0 + 0.85 * 8_460.0);
    assert!((138.0 * filled - mw(&short)).abs() < 1.0);
    assert!(carrying(&short) > 200.0, "{}", carrying(&short));
    assert_eq!(longest.verdict.word, Word::KeepMining);
}
