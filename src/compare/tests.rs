//! Two states of one site, judged anew.

use super::*;
use crate::checklist;
use crate::hosting::catalog;
use crate::plan;
use crate::record::row::tests::row;
use crate::site::read::read;
use crate::source::Source;
use crate::typical::{self, Sample};

const SAMPLE: Sample = Sample { draws: 16, seed: 0 };
const BASE: &str = "name: Old Mill\nlocation: {country: US}\n\
                    power: {energized_mw: 60, approved_mw: 150, firmness: unknown}";

fn terms() -> Terms<'static> {
    let target = catalog().target("nvl72").unwrap();
    Terms::new(
        checklist::built_in(),
        plan::built_in(),
        (typical::built_in(), SAMPLE),
        Some(target),
    )
}

fn set(text: &str) -> Set {
    let source = Source::from_text("mill.yaml", text).unwrap();
    let site = read(&source).unwrap();
    let loaded = Loaded {
        id: "mill".to_owned(),
        source,
        site,
        ordinal: 0,
        alone: true,
        set: Vec::new(),
        remarks: Vec::new(),
    };
    let (typical, checklist) = (typical::built_in(), checklist::built_in());
    Set {
        origin: Origin {
            path: "mill.yaml".to_owned(),
            method: Method::of(checklist, "1", typical, SAMPLE),
        },
        sites: vec![terms().judged(&row("mill", 0.0, 0.0), loaded).unwrap()],
    }
}

fn compared(base: &str, head: &str) -> Diff {
    let (base_terms, head_terms) = (terms(), terms());
    diff(
        &set(base),
        &set(head),
        Some((&base_terms, &head_terms)),
        false,
        &Tolerance::default(),
    )
}

#[test]
fn a_site_under_another_name_differs_in_nothing() {
    for head in [
        BASE.to_owned(),
        BASE.replace("Old Mill", "New Mill"),
        format!("id: x9\n{BASE}"),
    ] {
        let diff = compared(BASE, &head);
        assert_eq!(
            (diff.unchanged, diff.sites.len()),
            (1, 0),
            "{:#?}",
            diff.sites
        );
        assert!(
            diff.totals
                .iter()
                .all(|total| total.delta == 0.0 && total.parts.is_empty())
        );
        assert!(diff.regressions.is_empty());
    }
}

#[test]
fn a_firm_supply_under_another_name_is_the_one_thing_that_changed() {
    let head = BASE
        .replace("unknown", "firm")
        .replace("Old Mill", "New Mill");
    let diff = compared(BASE, &head);
    let [site] = diff.sites.as_slice() else {
        panic!("{diff:#?}")
    };
    let facts: Vec<&str> = site.facts.iter().map(|fact| fact.path.as_str()).collect();
    assert_eq!(facts, ["power.firmness"]);
    let delta = |id: &str| {
        site.changes
            .iter()
            .find(|c| c.measure == id)
            .and_then(|c| c.delta)
    };
    assert!(delta("score") > Some(0.0), "{:#?}", site.changes);
    assert_eq!(
        site.facts[0].alone.as_ref(),
        site.parts.first().map(|part| &part.effects)
    );
    let converting = |said: Said| Chances::from(said.chance).converting();
    assert!(converting(site.verdict.head) >= converting(site.verdict.base));
    assert!(
        compared(&head, BASE)
            .regressions
            .iter()
            .any(|r| r.measure == "score")
    );
}
