//! Ends by hand, and draws held against them.

use super::*;
use crate::assess::Assessor;
use crate::assess::drawn::{Desk, judge};
use crate::assess::judged::{Depth, Judged, routes_of, run};
use crate::checklist;
use crate::engineering::tests::{HOT, hot_ratio, site};
use crate::hosting::catalog;
use crate::typical::Pick;

fn judged(text: &str) -> Judged<'static> {
    let assessor = Assessor::of(checklist::built_in());
    let prepared = assessor.prepared(catalog().target("nvl72").unwrap());
    let site = site(text);
    let draws = assessor.draws(&site);
    let sample = assessor.sample();
    run(
        &site,
        &draws,
        sample,
        prepared,
        Depth::Whole,
        |_, _, _, _| (),
    )
}

fn bounds(text: &str) -> Bounds {
    judged(text).bounds.unwrap()
}

/// On a stated design day.
fn ceiling(power: &str) -> Open {
    bounds(&format!(
        "name: A\npower: {{{power}}}\n{HOT}\nland: {{area_acres: 500, obtainable_acres: 0, elevation_m: 0}}\npermits: []"
    ))
    .column_mw(Column::Ceiling)
}

fn near(ends: Open, worst: f64, best: f64) -> bool {
    let near = |end: Option<f64>, mw: f64| end.is_some_and(|end| (end - mw).abs() < 1e-6);
    near(ends[0], worst) && near(ends[1], best)
}

#[test]
fn mw_are_bounded_by_what_is_stated_and_by_nothing_else() {
    let firm =
        "approved_mw: 100, contracted_mw: 100, energized_mw: 100, expansion: [], firmness: firm";
    let all = 100.0 * hot_ratio();
    assert!(near(ceiling(firm), all, all));
    // Who doesn't say that it is firm may be interrupted all year without engines: storage gives 8 of 8784 hours.
    let interrupted = ceiling(&firm.replace(", firmness: firm", ""));
    assert!(near(interrupted, 135_000.0 / 8784.0 / 1.25, all));
    // A larger right may be approved than the one that is used.
    let open = ceiling("contracted_mw: 100, energized_mw: 100, expansion: [], firmness: firm");
    assert!(near([open[0], Some(0.0)], all, 0.0));
    // Then the land bounds: 500 acres at 0.2 for each grid MW.
    assert!(near([open[1], Some(0.0)], 500.0 / 0.2 * hot_ratio(), 0.0));
    let nowhere = bounds("name: A\npower: {energized_mw: 100, firmness: firm}");
    assert_eq!(nowhere.column_mw(Column::Ceiling)[1], None);
}

#[test]
fn a_list_has_none_or_enough() {
    let of = |list: &str| {
        let text = format!(
            "name: A\npower: {{power_factor: 1}}\n{HOT}\nland: {{elevation_m: 0}}\nsubstation: {{owner: customer{list}}}"
        );
        bounds(&text).limit_mw(LimitId::Substation)
    };
    assert_eq!(of(""), [Some(0.0), None]);
    assert!(near(of(", transformers: []"), 0.0, 0.0));
    assert!(near(
        of(", transformers: [{count: 3, mva: 100}]"),
        200.0 * hot_ratio(),
        200.0 * hot_ratio()
    ));
    // One of them gives nothing when it is out.
    assert!(near(of(", transformers: [{count: 1}]"), 0.0, 0.0));
}

#[test]
fn a_range_is_bounded_by_its_own_ends() {
    let of = "approved_mw: 80 to 120, contracted_mw: 60, energized_mw: 60, expansion: [], firmness: firm";
    assert!(near(ceiling(of), 80.0 * hot_ratio(), 120.0 * hot_ratio()));
}

#[test]
fn land_holds_down_the_end_at_which_it_is_small() {
    let of = |land: &str, end: usize| {
        let text = format!(
            "name: A\npower: {{approved_mw: 100, contracted_mw: 100, energized_mw: 100, expansion: [], firmness: firm}}\n\
             {HOT}\nland: {{{land}, elevation_m: 0}}\npermits: []"
        );
        bounds(&text).column_mw(Column::Ceiling)[end].unwrap() / hot_ratio()
    };
    let near = |got: f64, grid_mw: f64| assert!((got - grid_mw).abs() < 1e-6, "{got}");
    // At 0.2 acres for each grid MW: 50 MW on 10 acres, more than the line on 400.
    let range = "area_acres: 10 to 400, obtainable_acres: 0";
    near(of(range, 0), 50.0);
    near(of(range, 1), 100.0);
    // What may be had next door helps the best end alone, unless it is stated.
    near(of("area_acres: 10", 0), 50.0);
    near(of("area_acres: 10", 1), 100.0);
    near(of("area_acres: 10, obtainable_acres: 4 to 6", 0), 70.0);
    near(of("area_acres: 10, obtainable_acres: 4 to 6", 1), 80.0);
    // Nobody says how much land there is: it may be none.
    near(of("obtainable_acres: 0", 0), 0.0);
}

#[test]
fn an_entry_says_nothing_of_kinds_that_it_does_not_name() {
    let gates = |permits: &str| {
        let judged = judged(&format!("name: A\npermits: {permits}"));
        let of = |gate: &crate::assess::judged::Gate| {
            let row = judged.prepared.rows.get(gate.row).unwrap().requirement;
            row.dated.then_some(gate.state)
        };
        judged.gates.iter().find_map(of).unwrap()
    };
    assert_eq!(gates("[]"), GateState::Passed);
    assert_eq!(gates("[{kind: zoning, status: granted}]"), GateState::Open);
    assert_eq!(
        gates("[{kind: moratorium, status: granted}]"),
        GateState::Passed
    );
    assert_eq!(gates("[{status: denied}]"), GateState::Open);
}

#[test]
fn every_word_of_a_draw_is_possible_and_every_score_within_the_ends() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/sites")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let is_yaml = |file: &std::path::PathBuf| file.extension().is_some_and(|ext| ext == "yaml");
    let files: Vec<_> = files.filter(is_yaml).collect();
    assert!(files.len() > 40);
    let assessor = Assessor::of(checklist::built_in());
    for target in ["nvl72", "air-colo", "hpc/research"] {
        let prepared = assessor.prepared(catalog().target(target).unwrap());
        for file in &files {
            let site = site(&std::fs::read_to_string(file).unwrap());
            let draws = assessor.draws(&site);
            let routes = routes_of(&site);
            let market = prepared.market(assessor.sample());
            let ends = Ends::of(&draws, &prepared, &market, &routes);
            let (words, scores) = (ends.words(), ends.convertibility());
            let (mut values, mut desk) = (Vec::new(), Desk::default());
            for at in 0..draws.count() {
                // Ends are those of the facts: how lucky deliveries are is no fact of the site.
                let draw = draws.draw(Pick::Draw(at), &mut values);
                let named = site.halls.is_known();
                let draw = judge(draw, market.usual(), &prepared, named, &mut desk);
                assert!(
                    words.hold(draw.decision.word),
                    "{file:?}: {:?}",
                    draw.decision
                );
                let score = draw.convertibility;
                assert!(
                    scores[0] <= score + 1e-9 && score <= scores[1] + 1e-9,
                    "{file:?}: {score}"
                );
            }
        }
    }
}
