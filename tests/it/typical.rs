//! What must hold for every draw of a site: whatever is hidden, everything else keeps its luck; nothing stays
//! unknown; nothing leaves what a mine may hold; facts that say the same thing agree.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rackready::rules::contradictions;
use rackready::site::Site;
use rackready::site::fact::Fact;
use rackready::site::halls::Hall;
use rackready::site::hold::{Held, Hold};
use rackready::site::shape::Node;
use rackready::typical::prior::{ListPrior, Number, Prior, Values};
use rackready::typical::{Draws, Pick, Sample, Typical, built_in};

use crate::support::{site_files, site_in, site_of};

const SAMPLE: Sample = Sample { draws: 64, seed: 7 };

/// Paths of all single facts that a site states.
fn leaves(site: &Site) -> Vec<String> {
    let mut paths = Vec::new();
    site.clone().retain_facts("", &mut |path| {
        paths.push(path.to_owned());
        true
    });
    paths
}

fn real_sites() -> Vec<Site> {
    site_files().iter().map(|file| site_in(file)).collect()
}

/// `halls[].racks` of `halls[2].racks`.
pub(crate) fn any_entry(path: &str) -> String {
    path.split_inclusive('[')
        .map(|part| {
            part.split_once(']')
                .map_or(part.to_owned(), |(_, rest)| format!("]{rest}"))
        })
        .collect()
}

/// Facts that a prior names in any way.
fn hangs_on(prior: &Prior) -> BTreeSet<&str> {
    let mut facts: BTreeSet<&str> = BTreeSet::new();
    facts.extend(prior.entry.iter().map(|(list, _)| list.as_str()));
    facts.extend(prior.only_when.iter().map(|c| c.fact.as_str()));
    if let Values::List(ListPrior::Kinds { .. }) = &prior.values {
        // Which kinds are left to draw hangs on those that are named.
        facts.insert("permits[].kind");
    }
    let values = std::iter::once(&prior.values).chain(prior.when.iter().map(|w| &w.values));
    facts.extend(values.filter_map(Values::number).flat_map(Number::sized_by));
    for when in &prior.when {
        facts.extend(when.conditions.iter().map(|c| c.fact.as_str()));
        facts.extend(when.stated.iter().map(String::as_str));
    }
    facts.extend(
        prior
            .at_most
            .iter()
            .chain(&prior.at_least)
            .map(String::as_str),
    );
    facts
}

/// A fact and all that hangs on it, by way of others too.
fn reached_from(typical: &Typical, fact: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::from([fact.to_owned()]);
    loop {
        let more = typical
            .priors()
            .iter()
            .filter(|p| hangs_on(p).iter().any(|f| reached.contains(*f)))
            .map(|p| p.fact.clone());
        let all: BTreeSet<String> = reached.iter().cloned().chain(more).collect();
        if all.len() == reached.len() {
            return all;
        }
        reached = all;
    }
}

/// Paths of priors in a site, entry by entry.
fn paths(prior: &Prior, site: &Site) -> Vec<String> {
    match &prior.entry {
        None => vec![prior.fact.clone()],
        Some((list, key)) => match site.held(list) {
            Some(Held::List(length)) => (0..length)
                .map(|at| format!("{list}[{at}].{key}"))
                .collect(),
            _ => Vec::new(),
        },
    }
}

#[test]
fn hiding_a_fact_leaves_the_draws_of_all_that_does_not_hang_on_it() {
    let typical = built_in();
    let mut compared = 0;
    for site in real_sites() {
        let before = typical.draw(&site, SAMPLE, 5);
        for leaf in leaves(&site) {
            // What names a site or an entry tells whose luck it is.
            let hidden_fact = any_entry(&leaf);
            if typical.prior(&leaf).is_none() {
                continue;
            }
            let mut hidden = site.clone();
            hidden.retain_facts("", &mut |path| path != leaf);
            let mut touched = reached_from(typical, &hidden_fact);
            if let Some((list, _)) = hidden_fact.split_once("[]")
                && hidden.held(list).is_none()
            {
                touched.extend(reached_from(typical, list));
            }
            let after = typical.draw(&hidden, SAMPLE, 5);
            for prior in typical
                .priors()
                .iter()
                .filter(|p| !touched.contains(&p.fact))
            {
                for path in paths(prior, &before) {
                    assert_eq!(
                        before.held(&path),
                        after.held(&path),
                        "{leaf} hidden changes {path}"
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

fn assert_sound(site: &Site, filled: &Site) -> Result<(), TestCaseError> {
    let typical = built_in();
    prop_assert_eq!(typical.open(filled), Vec::<String>::new());
    for prior in typical.priors() {
        for path in paths(prior, filled) {
            let stated = (site as &dyn Node).at(&path).is_some_and(Node::is_stated);
            let Some(Held::Number([value, _, high])) = filled.held(&path) else {
                continue;
            };
            prop_assert!(value.is_finite() && value == high, "{path}: {value}");
            if let (true, Some(Held::Number([low, _, high]))) = (stated, site.held(&path)) {
                let off =
                    0.15 * value.abs().max(prior.spread_of.unwrap_or(0.0)) / 0.85 + 0.5 + 1e-9;
                prop_assert!(value >= low - off && value <= high + off, "{path}: {value}");
            } else {
                let [least, most] = prior.may_hold;
                prop_assert!(
                    least <= value && value <= most,
                    "{path}: {value} not in {least}..{most}"
                );
                prop_assert!(!prior.whole || value.fract() == 0.0, "{path}: {value}");
            }
        }
    }
    let clean = contradictions(site).is_empty();
    let found = contradictions(filled);
    // What is stated of some entries, or to the digits of its evidence, is taken as it is; a sum over entries
    // or a product of stated numbers then comes to what it comes to.
    let halls = site.halls.items().unwrap_or_default();
    // Racks that are stated take the least there is each, however few MW are drawn for them.
    let fed = |h: &Hall| h.it_mw.is_known() || h.racks.is_known();
    let fed = halls.iter().any(fed);
    let rated = site.substation.transformers.items().unwrap_or_default();
    let rated = rated.iter().any(|t| t.mva.is_known());
    let left = |id: &str| match id {
        // Racks and their power are drawn apart: a few racks of little power may pass a hall that is drawn as empty.
        "racks-above-hall" => true,
        // So are lines and what is live: a voltage that nobody states may be one of a smaller mine.
        "lines-below-load" => true,
        "halls-above-grid" => fed,
        "transformers-below-load" => rated,
        _ => LEFT.contains(&id),
    };
    let told = found.iter().find(|c| clean && !left(c.id));
    prop_assert!(told.is_none(), "{:?}", told);
    Ok(())
}

/// Contradictions that draws may hold: they say that a plant or a class is odd, not that two facts say the
/// same thing differently.
const LEFT: &[&str] = &[
    "supply-below-dry-bulb",
    "firm-from-one-unit",
    "firm-from-weather",
];

#[test]
fn real_sites_are_filled_soundly() {
    let typical = built_in();
    for site in real_sites() {
        let draws = Draws::of(typical, &site, SAMPLE);
        let name = site.name.get().unwrap();
        let sound = |filled: &Site| {
            assert_sound(&site, filled).unwrap_or_else(|e| panic!("{name}: {e}"));
        };
        (0..SAMPLE.draws).for_each(|draw| sound(&draws.site(Pick::Draw(draw))));
        sound(&draws.site(Pick::Median));
    }
}

/// Any part of the site that states everything.
fn part_of_the_complete_site() -> impl Strategy<Value = Part> {
    let complete = site_files()
        .iter()
        .map(|file| site_in(file))
        .find(|s| s.id.get().is_some_and(|id| id == "example-complete"))
        .unwrap();
    let count = leaves(&complete).len();
    let luck = prop::collection::vec(0.0..1.0, count);
    (luck, 0.0..1.0).prop_map(move |(luck, kept)| {
        let mut site = complete.clone();
        let mut at = 0;
        site.retain_facts("", &mut |path| {
            at += 1;
            luck[at - 1] < kept || path == "name" || path == "id"
        });
        Part(site)
    })
}

/// A site whose failure shows what it states in few lines.
struct Part(Site);

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_list().entries(leaves(&self.0)).finish()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_part_of_a_site_is_filled_soundly(Part(site) in part_of_the_complete_site(), draw in 0usize..64) {
        let typical = built_in();
        let filled = typical.draw(&site, SAMPLE, draw);
        assert_sound(&site, &filled)?;
        // Filled once is filled: nothing is drawn anew.
        // But for kinds of permits, of which a list that names some says nothing.
        let mut plain = filled.clone();
        (plain.evidence, plain.permits) = (Fact::default(), Fact(Some(Vec::new())));
        prop_assert!(typical.draw(&plain, SAMPLE, draw + 1) == plain);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let site = site_of("name: A\nid: a\npower: {approved_mw: 90 to 120}\n");
    let bytes = |sample| format!("{:?}", built_in().draw(&site, sample, 3));
    let here = bytes(SAMPLE);
    let there = std::thread::scope(|s| s.spawn(|| bytes(SAMPLE)).join().unwrap());
    assert_eq!(here, there);
    assert_ne!(here, bytes(Sample { seed: 8, ..SAMPLE }));
}

/// A site of which the MW need not be known, as a file needs them.
fn mine(text: &str) -> Site {
    if text.contains("_mw:") {
        return site_of(text);
    }
    let mut site = if text.contains("power: {") {
        site_of(&text.replace("power: {", "power: {requested_mw: 1, "))
    } else {
        site_of(&format!("{text}power: {{requested_mw: 1}}\n"))
    };
    site.power.requested_mw = Fact::default();
    site
}

/// Draws of a fact over a site, one by one.
fn drawn(text: &str, path: &str, draws: usize) -> Vec<String> {
    let site = mine(text);
    let all = Draws::of(built_in(), &site, Sample { draws, seed: 1 });
    (0..draws)
        .map(|draw| match all.site(Pick::Draw(draw)).held(path) {
            Some(Held::Number([value, ..])) => format!("{value}"),
            Some(Held::Word(word)) => word.to_owned(),
            Some(Held::Flag(flag)) => flag.to_string(),
            Some(Held::List(length)) => format!("{length}"),
            other => format!("{other:?}"),
        })
        .collect()
}

fn numbers(text: &str, path: &str, draws: usize) -> Vec<f64> {
    let mut numbers: Vec<f64> = drawn(text, path, draws)
        .iter()
        .map(|x| x.parse().unwrap_or_else(|_| panic!("{path}: {x}")))
        .collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

#[test]
fn drawn_numbers_and_words_follow_their_priors() {
    const DRAWS: usize = 200;
    let typical = built_in();
    let site = mine("name: A\n");
    let sample = Sample {
        draws: DRAWS,
        seed: 1,
    };
    let draws = Draws::of(typical, &site, sample);
    let all: Vec<Site> = (0..DRAWS)
        .map(|draw| draws.site(Pick::Draw(draw)))
        .collect();
    let mut seen = 0;
    for prior in typical.priors() {
        let free = prior.when.is_empty()
            && prior.entry.is_none()
            && prior.only_when.is_empty()
            && prior.at_most.is_empty()
            && prior.at_least.is_empty();
        match &prior.values {
            Values::Number(number) if free && number.sized_by().next().is_none() => {
                let mut values: Vec<f64> = all
                    .iter()
                    .map(|site| match site.held(&prior.fact) {
                        Some(Held::Number([value, ..])) => value,
                        other => panic!("{}: {other:?}", prior.fact),
                    })
                    .collect();
                values.sort_by(f64::total_cmp);
                for (share, point) in [0.1, 0.5, 0.9].into_iter().zip(number.points) {
                    let place = number.none + (1.0 - number.none) * share;
                    // A step of the hypercube to either side bounds the quantile.
                    let at = (place * DRAWS as f64) as usize;
                    let (below, above) = (
                        values[at.saturating_sub(2)],
                        values[(at + 2).min(DRAWS - 1)],
                    );
                    let near = if prior.whole { 0.5 } else { 1e-9 };
                    assert!(
                        below - near <= point && point <= above + near,
                        "{}: {point} not in {below}..{above}",
                        prior.fact
                    );
                }
                seen += 1;
            }
            Values::Words(words) if free => {
                for (word, share) in words {
                    let has = |site: &&Site| site.held(&prior.fact) == Some(Held::Word(word));
                    let count = all.iter().filter(has).count() as f64;
                    let wanted = share * DRAWS as f64;
                    assert!(
                        (count - wanted).abs() <= 1.5,
                        "{}: {word} {count}",
                        prior.fact
                    );
                }
                seen += 1;
            }
            _ => {}
        }
    }
    assert!(seen > 12, "{seen}");
}

#[test]
fn conditions_change_what_is_drawn() {
    let firm = |connection: &str| {
        let text = format!("name: A\npower: {{connection: {connection}}}\n");
        let draws = drawn(&text, "power.firmness", 200);
        draws.iter().filter(|word| *word == "firm").count()
    };
    assert!((155..=165).contains(&firm("grid")), "{}", firm("grid"));
    assert!((10..=40).contains(&firm("behind-the-meter")));
    let median = |text: &str, path: &str| numbers(text, path, 101)[50];
    let kv = |mw: u32| {
        median(
            &format!("name: A\npower: {{approved_mw: {mw}}}\n"),
            "power.voltage_kv",
        )
    };
    assert!(kv(10) < kv(60) && kv(60) < kv(200) && kv(200) < kv(800));
    let dry = |place: &str| {
        median(
            &format!("name: A\nlocation: {place}\n"),
            "cooling.design_dry_bulb_c",
        )
    };
    assert!((dry("{country: US, region: texas}") - 38.0).abs() < 0.3);
    assert!((dry("{country: US, region: Hawaii}") - 34.0).abs() < 0.3);
    assert!((dry("{country: \"NO\"}") - 24.0).abs() < 0.3);
}

#[test]
fn lists_say_what_they_say_and_no_more() {
    let none = "name: A\npermits: []\nhalls: []\nredundancy: {generators: []}\n";
    for path in ["permits", "halls", "redundancy.generators"] {
        assert!(drawn(none, path, 32).iter().all(|n| n == "0"), "{path}");
    }
    // A list that names one kind says nothing of the others.
    let some = "name: A\npermits: [{kind: air, status: granted}]\n";
    let counts = numbers(some, "permits", 64);
    assert!(counts[0] >= 1.0 && counts[63] > 1.0);
    let site = mine(some);
    let draws = Draws::of(built_in(), &site, SAMPLE);
    for draw in 0..64 {
        let filled = draws.site(Pick::Draw(draw));
        let kinds: Vec<_> = filled
            .permits
            .items()
            .unwrap()
            .iter()
            .map(|p| p.kind.known())
            .collect();
        let apart: BTreeSet<_> = kinds.iter().collect();
        assert_eq!(kinds.len(), apart.len(), "a kind twice");
    }
    // An absent count is unknown, not 1.
    let counts = numbers(
        "name: A\nhalls: [{building: containers}]\n",
        "halls[0].count",
        64,
    );
    assert!(counts[0] < 6.0 && counts[63] > 40.0);
}

#[test]
fn the_grade_of_the_evidence_decides_how_far_a_stated_number_is_taken() {
    let draws = |grade: &str| {
        let evidence = format!("evidence: [{{path: power, grade: {grade}}}]\n");
        let text = format!("name: A\npower: {{approved_mw: 200}}\n{evidence}");
        numbers(&text, "power.approved_mw", 101)
    };
    for grade in ["measured", "contracted"] {
        assert!(draws(grade).iter().all(|mw| *mw == 200.0), "{grade}");
    }
    let width = |grade: &str| {
        let mw = draws(grade);
        assert!((mw[50] - 200.0).abs() < 1.0, "{grade}");
        mw[100] - mw[0]
    };
    assert!(width("studied") < width("reported") && width("reported") < width("assumed"));
    assert!(draws("assumed")[100] <= 230.0 + 1e-9);
    let plain = numbers(
        "name: A\npower: {approved_mw: 200}\n",
        "power.approved_mw",
        16,
    );
    assert!(plain.iter().all(|mw| *mw == 200.0));
}

#[test]
fn what_no_mine_was_thought_to_hold_is_told_and_taken_all_the_same() {
    let site = mine("name: A\npower: {energized_mw: 40, feeds: 9}\n");
    let outside = built_in().outside(&site);
    let paths: Vec<&str> = outside.iter().map(|o| o.path.as_str()).collect();
    assert_eq!(paths, ["power.feeds"]);
    assert_eq!(outside[0].may_hold, "0 to 8");
    assert!(
        numbers("name: A\npower: {feeds: 9}\n", "power.feeds", 4)
            .iter()
            .all(|n| *n == 9.0)
    );
    for site in real_sites() {
        let outside = built_in().outside(&site);
        assert!(outside.is_empty(), "{:?}: {outside:?}", site.name);
    }
}

#[test]
fn every_fact_that_a_metric_reads_has_a_prior() {
    let typical = built_in();
    for metric in rackready::capacity::metrics() {
        for (path, _) in metric.reads {
            assert!(typical.prior(path).is_some(), "{} reads {path}", metric.id);
        }
    }
}
