//! Draws of sites, held against what their facts and priors say.

use std::collections::BTreeSet;

use super::*;
use crate::site::date::Date;
use crate::site::land::PermitKind;
use crate::site::path::fact_path;

fn site(text: &str) -> Site {
    crate::source::yaml::built_in(text)
}

const LISTS: &str = "name: A\npower: {approved_mw: 100}\nhalls: [{area_m2: 900}, {}]\n\
    redundancy: {generators: [{mw: 2.5}]}\npermits: [{kind: air}]";

#[test]
fn each_slot_is_that_of_its_path() {
    let site = site(LISTS);
    let draws = Draws::of(built_in(), &site, Sample::default());
    let layout = draws.layout();
    let paths: Vec<String> = (0..layout.slots()).map(|slot| layout.path(slot)).collect();
    assert!(paths.contains(&"halls[1].area_m2".to_owned()));
    for (slot, path) in paths.iter().enumerate() {
        // Facts of no entry stand in the format all the same.
        if !path.contains("[]") {
            assert_eq!(layout.slot(path), Some(slot), "{path}");
        }
    }
}

#[test]
fn there_are_as_many_entries_as_a_draw_counts_and_no_two_of_a_kind_that_was_added() {
    let site = site(LISTS);
    let draws = Draws::of(built_in(), &site, Sample::default());
    let layout = draws.layout();
    let (mut values, mut added) = (Vec::new(), 0);
    for at in 0..draws.count() {
        let draw = draws.draw(Pick::Draw(at), &mut values);
        let mut kinds = BTreeSet::new();
        for (slot, value) in draw.values().iter().enumerate() {
            let (_, Some((list, index))) = layout.fact(slot) else {
                continue;
            };
            let there = draw.values()[list];
            if value.is_nan() {
                continue;
            }
            assert!(
                index as f64 <= there - 1.0,
                "{}: {there}",
                layout.path(slot)
            );
            if layout.path(slot).ends_with("].kind") {
                assert!(
                    kinds.insert((list, value.to_bits())),
                    "{}",
                    layout.path(slot)
                );
                added += index;
            }
        }
    }
    assert!(added > 50, "{added}");
}

#[test]
fn each_kind_is_added_in_as_many_draws_as_its_share_says() {
    let site = site("name: A\nlocation: {country: PY}\ncommunity: {stance: neutral}");
    let draws = Draws::of(built_in(), &site, Sample::default());
    let mut values = Vec::new();
    let drawn = (0..draws.count()).map(|at| {
        let draw = draws.draw(Pick::Draw(at), &mut values);
        let permits = draw.list(fact_path!("permits"));
        let kinds = permits.filter_map(|permit| permit.word(fact_path!("permits[].kind")));
        kinds.map(PermitKind::word).collect()
    });
    let drawn: Vec<Vec<&str>> = drawn.collect();
    let prior = built_in().prior("permits").unwrap();
    let Values::List(prior::ListPrior::Kinds { shares, .. }) = &prior.values else {
        panic!("{:?}", prior.values);
    };
    assert!(shares.len() > 5);
    for (kind, share) in shares {
        let has = |kinds: &&Vec<&str>| kinds.contains(&kind.as_str());
        let count = drawn.iter().filter(has).count() as f64;
        // One draw in each of as many equal strata: the last of a share may hold it or not.
        let off = count - share * drawn.len() as f64;
        assert!(off.abs() <= 1.0, "{kind}: {count} for {share}");
    }
}

#[test]
fn what_is_drawn_lies_between_the_facts_that_bound_it() {
    let site = site("name: A\npower: {approved_mw: 40 to 400}");
    let draws = Draws::of(built_in(), &site, Sample::default());
    let mut values = Vec::new();
    let mut held = 0;
    for at in 0..draws.count() {
        let draw = draws.draw(Pick::Draw(at), &mut values);
        let value = |path: &str| {
            let slot = draw.layout().slot(path)?;
            Some(draw.values()[slot]).filter(|value| !value.is_nan())
        };
        for prior in built_in().priors() {
            let Some(of) = value(&prior.fact) else {
                continue;
            };
            for above in prior.at_most.iter().filter_map(|fact| value(fact)) {
                assert!(
                    of <= above.max(prior.may_hold[0]) + 1e-9,
                    "{}: {of}, {above}",
                    prior.fact
                );
                held += 1;
            }
        }
    }
    assert!(held > 500, "{held}");
}

#[test]
fn a_fact_is_told_by_what_stands_beside_it_alone() {
    let site = site(LISTS);
    let draws = Draws::of(built_in(), &site, Sample::default());
    let layout = draws.layout();
    for prior in built_in()
        .priors()
        .iter()
        .filter(|prior| prior.entry.is_none())
    {
        let told = prior.told_by.iter().any(|by| {
            by == "silence" || layout.slot(by).is_some_and(|slot| layout.is_stated(slot))
        });
        let slot = layout.slot(&prior.fact).unwrap();
        assert_eq!(layout.goes_without_saying(slot), told, "{}", prior.fact);
    }
}

#[test]
fn a_condition_asks_of_a_date_its_year_and_of_a_list_how_many() {
    let from_2024 = Test::Between(2024.0, 2026.0);
    let date = |text: &str| Some(Held::Date(text.parse::<Date>().unwrap()));
    let dates = ["2023-12", "2024-01", "2025-12", "2026-01", "2024"];
    let passed = dates.map(|text| passes(&from_2024, date(text)));
    assert_eq!(passed, [false, true, true, false, true]);
    let two = Test::Between(2.0, 3.0);
    assert!(passes(&two, Some(Held::List(2))) && !passes(&two, Some(Held::List(3))));
    assert!(passes(&two, Some(Held::Number([0.0, 2.5, 9.0]))) && !passes(&two, None));
}
