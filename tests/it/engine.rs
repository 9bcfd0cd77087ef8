//! One change to a complete mine, and what it must do.

use proptest::prelude::*;
use rackready::assess::{Assessment, Assessor};
use rackready::checklist;
use rackready::engineering::LimitId;
use rackready::hosting::catalog;
use rackready::plan::Plan;
use rackready::rules::GateState;
use rackready::verdict::Word;

use crate::interruption::interrupted;
use crate::support::site_of;

/// A fictional mine of 200 MW of which everything is stated.
pub(crate) const BASE: &str = include_str!("../data/base-200-mw.yaml");

/// The mine with other lines in place of some of its own.
pub(crate) fn changed(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn land(area: &str, buildable: &str, obtainable: &str) -> [(&'static str, String); 3] {
    let line = |key: &str, value: &str| match value {
        "" => String::new(),
        value => format!("{key}: {value}"),
    };
    [
        ("area_acres: 200", line("area_acres", area)),
        ("buildable_acres: 100", line("buildable_acres", buildable)),
        (
            "obtainable_acres: 100",
            line("obtainable_acres", obtainable),
        ),
    ]
}

fn on_land(area: &str, buildable: &str, obtainable: &str, more: &[(&str, &str)]) -> String {
    let land = land(area, buildable, obtainable);
    let changes: Vec<(&str, &str)> = land.iter().map(|(from, to)| (*from, to.as_str())).collect();
    changed(&[&changes, more].concat())
}

/// The mine assessed, with the plan of each of its routes.
pub(crate) fn assess(text: &str) -> (Assessment<'static>, Vec<Plan<'static>>) {
    let target = catalog().target("nvl72").unwrap();
    let assessor = Assessor::of(checklist::built_in());
    let (assessment, details) = assessor.assess_in_detail(&site_of(text), target);
    let mut plans = vec![assessment.plan.clone()];
    plans.extend(details.other_plans);
    (assessment, plans)
}

#[test]
fn heat_costs_chillers_and_takes_grid_power_and_nothing_jumps() {
    let in_heat = |dry_bulb: &str| {
        let text = changed(&[
            (
                "design_dry_bulb_c: 38",
                &format!("design_dry_bulb_c: {dry_bulb}"),
            ),
            ("design_wet_bulb_c: 24", "design_wet_bulb_c: 16"),
        ]);
        let (assessment, _) = assess(&text);
        let summary = &assessment.plan.figures;
        let mw = summary.planned_mw.spread.p50;
        (mw, summary.owner_total.p50 / mw)
    };
    let all = [
        "20", "22", "24", "26", "28", "30", "32", "33", "38", "42", "46",
    ]
    .map(in_heat);
    for pair in all.windows(2) {
        let [(mw, cost), (hotter_mw, hotter_cost)] = [pair[0], pair[1]];
        assert!(hotter_mw < mw && hotter_mw > 0.94 * mw, "{all:?}");
        assert!(
            hotter_cost > cost - 0.005 && hotter_cost < cost + 0.2,
            "{all:?}"
        );
    }
    // Chillers of 0.87 × 1.2 × 450 $/kW in place of dry coolers at 165, and a tenth of soft costs and the like: 0.3 to
    // 0.6 M$/MW with what other works cost more for each of fewer MW.
    let more = all[8].1 - all[0].1;
    assert!((0.3..0.6).contains(&more), "{more}");
    assert!(all[10].1 > all[8].1, "{all:?}");
}

fn limit(assessment: &Assessment, id: LimitId) -> f64 {
    let limit = assessment.capacity.limits.iter().find(|l| l.id == id);
    limit.unwrap().mw.spread.p50
}

#[test]
fn a_fully_stated_mine_has_no_spread_but_that_of_prices_and_deliveries() {
    let tier = "  claimed_tier: tier-i\n  tier_certified: false\n  distribution_paths: 1\n";
    let owned = ("tenure: freehold", "tenure: freehold\n  ownership: owner");
    let (base, plans) = assess(&changed(&[("  distribution_paths: 1\n", tier), owned]));
    for quantity in [
        base.convertibility,
        base.readiness,
        base.capacity.ceiling_mw,
        base.capacity.today_mw,
    ] {
        assert!(
            quantity.spread.is_exact() && quantity.worst == quantity.best,
            "{quantity:?}"
        );
    }
    assert_eq!(base.capacity.share, 1.0);
    // How lucky deliveries are tells whether the first MW come while the tenant waits, and nothing stops the site.
    assert_eq!(base.verdict.chance.keep_mining, 0.0);
    assert!(base.verdict.chance.converting() > 0.8);
    for plan in plans {
        assert!(plan.figures.planned_mw.spread.is_exact());
        let cost = plan.figures.owner_total;
        assert!(cost.p10 < cost.p50 && cost.p50 < cost.p90, "{cost:?}");
        let weeks = plan.figures.all.weeks;
        assert!(weeks.p10 < weeks.p90, "{weeks:?}");
    }
}

#[test]
fn no_route_carries_more_than_the_land() {
    let (site, plans) = assess(&on_land("20", "10", "0", &[]));
    assert_eq!(limit(&site, LimitId::Land).round(), 69.0);
    for plan in plans {
        assert!(
            plan.figures
                .planned_mw
                .best
                .is_some_and(|best| best <= 69.5),
            "{:?}: {:?}",
            plan.route,
            plan.figures.planned_mw
        );
    }
}

#[test]
fn a_new_hall_carries_at_most_what_its_plot_carries() {
    let (_, plans) = assess(&on_land("", "5", "0", &[]));
    let new_hall = plans
        .iter()
        .find(|p| p.route == rackready::rules::Route::NewHall)
        .unwrap();
    assert!(
        new_hall.figures.planned_mw.spread.p90 <= 46.0,
        "{:?}",
        new_hall.figures.planned_mw
    );
    assert!(new_hall.figures.planned_mw.spread.p50 > 10.0);
}

#[test]
fn a_large_connection_is_bound_by_the_same_land() {
    let grid = [
        ("energized_mw: 200", "energized_mw: 2000"),
        ("approved_mw: 200", "approved_mw: 2000"),
        ("contracted_mw: 200", "contracted_mw: 2000"),
    ];
    let (site, plans) = assess(&on_land("200", "100", "100", &grid));
    // 300 acres at 0.2 for each MW of grid, by the ratio of the place.
    assert_eq!(limit(&site, LimitId::Land).round(), 1_033.0);
    assert_eq!(site.capacity.ceiling_mw.spread.p50.round(), 1_033.0);
    for plan in plans {
        assert!(
            plan.figures
                .planned_mw
                .best
                .is_some_and(|best| best <= 1_035.5),
            "{:?}",
            plan.figures.planned_mw
        );
    }
}

#[test]
fn a_fact_that_turns_out_well_helps_and_one_that_turns_out_badly_does_not() {
    let hidden = changed(&[("  firmness: firm\n", "")]);
    let interruptible = changed(&[
        interrupted("300\n  interruption_hours_each: 24"),
        ("permits: []", "permits: [{kind: air, status: denied}]"),
    ]);
    let carries = |text: &str| assess(text).0.capacity.ceiling_mw.spread.mean;
    let (firm, hidden, interruptible) = (carries(BASE), carries(&hidden), carries(&interruptible));
    assert!(
        interruptible < hidden && hidden < firm,
        "{interruptible} {hidden} {firm}"
    );
}

/// The verdict's word, whether it is final, and the failed gates of the mine with other permits.
fn permitted(permits: &str) -> (Word, bool, Vec<String>) {
    let (site, _) = assess(&changed(&[("permits: []", &format!("permits: {permits}"))]));
    let failed = site
        .findings
        .iter()
        .filter(|f| f.gate() == Some(GateState::Failed));
    let failed = failed.map(|f| f.requirement.id.clone()).collect();
    (site.verdict.word, site.verdict.is_final, failed)
}

#[test]
fn a_denied_permit_without_which_nothing_is_built_stops_the_site() {
    for kind in ["zoning", "building", "grid"] {
        let (word, is_final, failed) = permitted(&format!("[{{kind: {kind}, status: denied}}]"));
        assert_eq!((word, is_final), (Word::KeepMining, true), "{kind}");
        assert_eq!(failed, ["site.denied-permits"]);
        // Granted, or asked for, it stops nothing.
        for status in ["granted", "pending", "contested"] {
            let (_, is_final, failed) = permitted(&format!("[{{kind: {kind}, status: {status}}}]"));
            assert!(!is_final && failed.is_empty(), "{kind} {status}");
        }
    }
    // Without these a hall can be built.
    for kind in ["air", "water", "noise"] {
        let (_, _, failed) = permitted(&format!("[{{kind: {kind}, status: denied}}]"));
        assert!(failed.is_empty(), "{kind}");
    }
    let all = "[{kind: zoning, status: denied}, {kind: air, status: denied}, {kind: building, status: denied}]";
    assert_eq!(permitted(all).0, Word::KeepMining);
}

#[test]
fn a_denial_with_a_later_decision_is_a_date_and_later_is_never_better() {
    let until = |date: &str| {
        permitted(&format!(
            "[{{kind: building, status: denied, decision_on: {date}}}]"
        ))
    };
    // The tenant waits two years from 2026-11.
    let words = [
        "2026-12", "2027-06", "2028-06", "2028-12", "2032-01", "2040-01",
    ]
    .map(|date| until(date).0.rank());
    assert!(words.windows(2).all(|pair| pair[0] >= pair[1]), "{words:?}");
    assert_eq!(until("2027-06").0.rank(), Word::Convert.rank());
    assert_eq!(until("2032-01").0, Word::Bridge);
    // What was decided is decided.
    assert_eq!(until("2026-01").0, Word::KeepMining);
}

/// The verdict's word, whether it is final, the chance that nothing stops the mine with changes, and its failed gates.
fn judged(changes: &[(&str, &str)]) -> (Word, bool, f64, Vec<String>) {
    let (site, _) = assess(&changed(changes));
    let failed = site
        .findings
        .iter()
        .filter(|f| f.gate() == Some(GateState::Failed));
    let failed = failed.map(|f| f.requirement.id.clone()).collect();
    let verdict = &site.verdict;
    (
        verdict.word,
        verdict.is_final,
        1.0 - verdict.chance.keep_mining,
        failed,
    )
}

#[test]
fn a_contested_permit_stands_or_falls() {
    for kind in ["zoning", "building", "grid"] {
        let of = |rest: &str| {
            let permits = format!("permits: [{{kind: {kind}, status: contested{rest}}}]");
            judged(&[("permits: []", &permits)])
        };
        let (word, is_final, chance, failed) = of(", upheld: false");
        assert_eq!((word, is_final, chance), (Word::KeepMining, true, 0.0));
        assert_eq!(failed, ["site.denied-permits"]);
        let (_, _, stands, failed) = of(", upheld: true");
        // A list says nothing of the kinds that it doesn't name.
        assert!(stands > 0.85 && failed.is_empty(), "{kind} {stands}");
        let (_, is_final, open, failed) = of("");
        assert!(!is_final && failed.is_empty(), "{kind}");
        assert!(0.5 < open && open < stands - 0.1, "{kind} {open}");
    }
}

#[test]
fn organized_opposition_takes_chance_from_what_is_contested() {
    let contested = (
        "permits: []",
        "permits: [{kind: zoning, status: contested}]",
    );
    let under =
        |stance: &str| judged(&[contested, ("stance: neutral", &format!("stance: {stance}"))]).2;
    let chances = [
        "welcoming",
        "neutral",
        "some-opposition",
        "organized-opposition",
    ]
    .map(under);
    assert!(
        chances.windows(2).all(|pair| pair[0] > pair[1]),
        "{chances:?}"
    );
}

#[test]
fn zoning_that_forbids_stops_a_site_unless_it_is_rezoned() {
    let of = |rest: &str| judged(&[("zoning: permitted", &format!("zoning: not-permitted{rest}"))]);
    let (word, is_final, _, failed) = of("\n  rezoning: false");
    assert_eq!((word, is_final), (Word::KeepMining, true));
    assert_eq!(failed, ["site.zoning-allows"]);
    let (word, _, chance, failed) = of("\n  rezoning: true");
    assert!(word != Word::KeepMining && chance == 1.0 && failed.is_empty());
    let (_, is_final, chance, _) = of("");
    assert!(!is_final && 0.0 < chance && chance < 1.0, "{chance}");
    // Nobody rezones what is permitted.
    let (word, _, chance, _) = judged(&[(
        "zoning: permitted",
        "zoning: conditional\n  rezoning: false",
    )]);
    assert!(word != Word::KeepMining && chance == 1.0);
}

#[test]
fn an_end_on_file_stops_nothing_by_itself_and_leaves_the_verdict_open() {
    let tenure = |rest: &str| {
        (
            "tenure: freehold",
            format!("tenure: short-lease\n  tenure_ends: 2028-01{rest}"),
        )
    };
    let supply = |rest: &str| {
        (
            "supply_ends: 2045-12",
            format!("supply_ends: 2027-06{rest}"),
        )
    };
    let yes = ["\n  tenure_extension: true", "\n  supply_extension: true"];
    let no = ["\n  tenure_extension: false", "\n  supply_extension: false"];
    let of = |changes: &[(&str, String)]| {
        let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (*a, b.as_str())).collect();
        judged(&changes)
    };
    let (_, is_final, both, failed) = of(&[tenure(""), supply("")]);
    assert!(!is_final && failed.is_empty());
    let (_, is_final, of_supply, _) = of(&[supply("")]);
    assert!(
        !is_final && of_supply > 0.8 && of_supply < 1.0,
        "{of_supply}"
    );
    assert!(both < of_supply && both > 0.3, "{both}");
    let (word, _, chance, failed) = of(&[tenure(yes[0]), supply(yes[1])]);
    assert!(word != Word::KeepMining && chance == 1.0 && failed.is_empty());
    for (change, gate) in [
        (tenure(no[0]), "site.tenure-holds"),
        (supply(no[1]), "power.supply-holds"),
    ] {
        let (word, is_final, _, failed) = of(&[change]);
        assert_eq!((word, is_final), (Word::KeepMining, true), "{gate}");
        assert_eq!(failed, [gate]);
    }
    // A plant behind the meter may find another buyer.
    let plant = (
        "connection: grid",
        "connection: behind-the-meter\n  onsite_plant: [{fuel: gas, count: 9, mw: 60, owner: third-party}]".to_owned(),
    );
    let (_, _, of_plant, _) = of(&[plant, supply("")]);
    assert!(of_plant < of_supply, "{of_plant} {of_supply}");
}

#[test]
fn engines_without_a_permit_leave_what_needs_none() {
    let engines = |permits: &str, power: &str| {
        let permits = format!("permits: {permits}");
        let power = format!("price_usd_per_mwh: 45\n  {power}");
        let changes = [
            ("permits: []", permits.as_str()),
            ("price_usd_per_mwh: 45", power.as_str()),
        ];
        let (site, plans) = assess(&changed(&changes));
        let ceiling = site.capacity.ceiling_mw.spread.p50;
        for plan in plans {
            let planned = plan.figures.planned_mw.best.unwrap();
            assert!(planned <= ceiling + 1e-6, "{planned} {ceiling}");
        }
        (ceiling, site.verdict.word)
    };
    let firming = "firming_mw: 0\n  onsite_plant: []";
    let none = engines("[]", firming);
    assert_eq!(none.0.round(), 138.0);
    let denied = "[{kind: air, status: denied}]";
    assert_eq!(engines(denied, firming), (0.0, Word::KeepMining));
    // 60 MW of storage carry 48 MW of IT, a fourth more for cooling and losses.
    let stored = "firming_mw: 60\n  onsite_plant: []";
    assert_eq!(engines(denied, stored).0.round(), 48.0);
    let capped = |mw: &str| {
        engines(
            &format!("[{{kind: air, status: granted, cap_mw: {mw}}}]"),
            firming,
        )
        .0
    };
    let mw = ["0", "50", "100", "200", "400", "1000"].map(capped);
    assert!(mw.windows(2).all(|pair| pair[0] <= pair[1]), "{mw:?}");
    // 66 engines of 1.5 MW: 13 blocks of 4.8 MW, each four and one to spare.
    assert_eq!((mw[0], mw[2].round(), mw[5].round()), (0.0, 62.0, 138.0));
    // Decided anew, it is a date; a grid as good as this needs no engines for training.
    let anew = "[{kind: air, status: denied, decision_on: 2027-03}]";
    assert_eq!(engines(anew, firming).0, none.0);
    let steady = changed(&[
        ("permits: []", "permits: [{kind: air, status: denied}]"),
        ("outage_hours_per_year: 2.0", "outage_hours_per_year: 0.5"),
    ]);
    assert_eq!(
        assess(&steady).0.capacity.ceiling_mw.spread.p50.round(),
        138.0
    );
}

/// The mine with a moratorium in force.
fn frozen(until: &str) -> (Word, bool, Vec<String>) {
    let end = match until {
        "" => String::new(),
        until => format!(", expires_on: {until}"),
    };
    permitted(&format!("[{{kind: moratorium, status: denied{end}}}]"))
}

#[test]
fn a_freeze_that_ends_is_a_date_and_one_threshold_tells_whether_it_is_late() {
    // The tenant waits two years from 2026-11 for its first MW, and a hall takes months more behind the freeze.
    for until in ["2027-01", "2027-06", "2027-12"] {
        let (word, _, failed) = frozen(until);
        assert_eq!(word.rank(), Word::Convert.rank(), "{until}");
        assert!(failed.is_empty(), "{until} {failed:?}");
    }
    for until in ["2028-09", "2028-10", "2028-11", "2029-01", "2032-01"] {
        assert_eq!(frozen(until).0, Word::Bridge, "{until}");
    }
    assert_eq!(frozen("9999").0, Word::KeepMining);
    // Nobody says how long this one lasts.
    let (_, is_final, failed) = frozen("");
    assert!(!is_final && failed.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_holds_up_longer_is_never_better(
        stance in prop::sample::select(vec!["neutral", "organized-opposition"]),
        permit in prop::sample::select(vec![
            "kind: moratorium, status: denied, expires_on:",
            "kind: building, status: denied, decision_on:",
            "kind: zoning, status: contested, decision_on:",
            "kind: grid, status: pending, decision_on:",
        ]),
        first in 0_u32..120,
        more in 0_u32..60,
    ) {
        let of = |months: u32| {
            let (year, month) = (2027 + months / 12, months % 12 + 1);
            let permits = format!("permits: [{{{permit} {year}-{month:02}}}]");
            let (site, _) = assess(&changed(&[
                ("permits: []", permits.as_str()),
                ("stance: neutral", &format!("stance: {stance}")),
            ]));
            let chance = site.verdict.chance;
            (chance.converting(), 1.0 - chance.keep_mining)
        };
        let (sooner, later) = (of(first), of(first + more));
        prop_assert!(sooner.0 >= later.0 && sooner.1 >= later.1, "{sooner:?} {later:?}");
    }
}

/// The mine with other lines on its power: what live, of how much that is granted, and what comes.
fn powered(live: u32, granted: u32, more: &str) -> Assessment<'static> {
    let [energized, approved, contracted] = [
        format!("energized_mw: {live}"),
        format!("approved_mw: {granted}"),
        format!("contracted_mw: {granted}"),
    ];
    let text = changed(&[
        ("energized_mw: 200", &energized),
        ("approved_mw: 200", &approved),
        ("contracted_mw: 200", &contracted),
        ("expansion: []", more),
    ]);
    assess(&text).0
}

/// What the row on first power earns: in the mean of the draws, at its worst and at its best.
fn first_power(site: &Assessment) -> [f64; 3] {
    let is_first = |f: &&rackready::rules::Finding| {
        f.requirement.metric.role == rackready::engineering::Role::FirstPower
    };
    let row = site.findings.iter().find(is_first).unwrap();
    let a = row.attainment;
    [a.expected, a.worst, a.best]
}

#[test]
fn what_is_live_is_first_power() {
    assert_eq!(first_power(&powered(200, 200, "expansion: []")), [1.0; 3]);
    // Of 400 MW 380 live: the first tranche waits for nothing that is open.
    assert_eq!(first_power(&powered(380, 400, "expansion: []")), [1.0; 3]);
}

#[test]
fn granted_power_without_a_date_is_never_final() {
    let open = powered(0, 400, "expansion: []");
    let [expected, worst, best] = first_power(&open);
    assert_eq!([worst, best], [0.0, 1.0]);
    assert!(0.0 < expected && expected < 1.0, "{expected}");
    assert!(!open.verdict.is_final);
    // A step agreed for 2032 dates itself alone: what is granted may come before it.
    let later = "expansion: [{mw: 50, readiness: agreed, date: 2032-06}]";
    let [with_step, worst, best] = first_power(&powered(0, 400, later));
    assert_eq!([worst, best], [0.0, 1.0]);
    assert_eq!(with_step, expected);
    // Whoever dates it settles it.
    let dated = "energization: []\n  fully_energized_on: 2027-05\n  expansion: []";
    assert_eq!(first_power(&powered(0, 400, dated)), [1.0; 3]);
    let step = "energization: [{mw: 50, date: 2027-05}]\n  expansion: []";
    assert_eq!(first_power(&powered(0, 400, step)), [1.0; 3]);
}

#[test]
fn an_agreed_step_dates_power_and_a_wish_does_not() {
    let of = |readiness: &str, date: &str| {
        let step = format!("expansion: [{{mw: 50, readiness: {readiness}, date: {date}}}]");
        first_power(&powered(0, 0, &step))
    };
    assert_eq!(of("agreed", "2032-06"), [0.0; 3]);
    assert_eq!(of("agreed", "2027-06"), [1.0; 3]);
    assert_eq!(of("under-construction", "2027-06"), [1.0; 3]);
    for wish in ["none", "studied"] {
        assert_eq!(of(wish, "2027-06"), [0.0; 3]);
    }
}

#[test]
fn power_that_goes_live_later_is_never_better() {
    // The tenant waits two years from 2026-11.
    let months = [
        "2026-12", "2027-06", "2027-11", "2028-03", "2028-06", "2028-12", "2032-01", "2045-01",
    ];
    for fact in [
        "energization: []\n  fully_energized_on: DATE\n  expansion: []",
        "energization: [{mw: 50, date: DATE}]\n  fully_energized_on: 2045-01\n  expansion: []",
    ] {
        let sites = months.map(|date| powered(2, 200, &fact.replace("DATE", date)));
        let earned = sites.each_ref().map(|site| first_power(site)[0]);
        assert!(earned.is_sorted_by(|a, b| a >= b), "{fact}: {earned:?}");
        assert_eq!((earned[0], earned[7]), (1.0, 0.0));
        let words = sites.each_ref().map(|site| site.verdict.word.rank());
        assert!(words.is_sorted_by(|a, b| a >= b), "{fact}: {words:?}");
        let scores = sites.each_ref().map(|site| site.convertibility.spread.mean);
        assert!(scores.is_sorted_by(|a, b| a >= b), "{fact}: {scores:?}");
    }
}

/// Months until so many MW run, in the median draw.
fn months_until(text: &str, mw: f64) -> f64 {
    let (assessment, _) = assess(text);
    let arrival = assessment.plan.arrivals.iter().find(|a| a.mw >= mw - 0.01);
    arrival.unwrap().median_weeks / (365.25 / 12.0 / 7.0)
}

#[test]
fn engines_that_are_missing_hold_up_the_megawatts_behind_them_alone() {
    let with = |engines: u32| {
        let some = format!("generators: [{{count: {engines}, mw: 3, fuel_hours: 48}}]");
        changed(&[("generators: []", &some)])
    };
    let (none, some, all) = (BASE.to_owned(), with(80), with(110));
    // 80 engines carry 127 of 138 MW: what runs on them is as early as where no engine is missing, the rest as late as
    // where all are.
    for mw in [56.0, 96.0, 127.0] {
        assert!(
            (months_until(&some, mw) - months_until(&all, mw)).abs() < 0.5,
            "{mw}"
        );
    }
    assert!(months_until(&none, 96.0) > months_until(&some, 96.0) + 1.0);
    assert!(months_until(&some, 137.0) > months_until(&all, 137.0) + 1.0);
}

#[test]
fn power_that_is_years_away_quickens_nothing() {
    let with = |date: &str| {
        let step = format!("expansion: [{{mw: 200, readiness: agreed, date: {date}}}]");
        changed(&[("expansion: []", &step)])
    };
    for mw in [56.0, 96.0, 136.0] {
        let alone = months_until(BASE, mw);
        assert!(
            (months_until(&with("2042-01"), mw) - alone).abs() < 1e-6,
            "{mw}"
        );
        // Power that is there when halls are is ordered for at once, and units come one after the other.
        let soon = months_until(&with("2027-06"), mw);
        let later = months_until(&with("2028-06"), mw);
        assert!(
            soon < later && later < alone,
            "{mw}: {soon} {later} {alone}"
        );
    }
}

#[test]
fn a_block_has_its_date_in_every_draw_whatever_tenths_it_has_there() {
    let text = include_str!("../data/base-half-live.yaml");
    let (assessment, _) = assess(text);
    let plan = &assessment.plan;
    // 82.5 MW on power that is live today, one more time in each draw; the rest in 2032.
    let row = plan
        .arrivals
        .iter()
        .find(|row| (row.mw - 82.5).abs() < 0.1)
        .unwrap();
    assert!(
        row.weeks.weeks.p90 < 200.0 && row.weeks.weeks.p50 < 1.2 * row.median_weeks,
        "{row:?}"
    );
    let (last, all) = (plan.arrivals.last().unwrap(), plan.figures.all.weeks);
    assert!(
        (last.weeks.weeks.p50 - all.p50).abs() < 2.0,
        "{last:?} {all:?}"
    );
}
