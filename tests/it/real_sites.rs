//! Every real site, scored for every hardware: a change of any number shows here.

use std::fmt::Write;
use std::fs;

use rackready::assess::Assessor;
use rackready::checklist;
use rackready::hosting::{Target, catalog};
use rackready::site::Site;
use rackready::site::shape::Node;

use crate::support::{site_files, site_in, sites, stem};

#[test]
fn forty_real_sites_and_more_are_scored_for_every_hardware() {
    let mut table = String::new();
    let files = site_files();
    assert!(files.len() >= 42, "{}", files.len());
    for file in files {
        let site = site_in(&file);
        let stem = stem(&file);
        for target in catalog().usual().unwrap() {
            let a = Assessor::of(checklist::built_in()).assess(&site, target);
            let provisional = if a.verdict.provisional { "?" } else { "" };
            let (c, r) = (a.convertibility, a.readiness);
            writeln!(
                table,
                "{stem:<36} {:<9} {:>3.0} ({:>2.0}–{:>2.0}; {:>2.0}–{:>3.0}) ready {:>2.0} known {:>3.0} % {:>5.0} MW {}{provisional}",
                target.hardware.id, c.expected, c.p10, c.p90, c.worst, c.best, r.expected,
                100.0 * a.confidence, a.capacity.ceiling_mw.likely, a.verdict.word.word(),
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!("scores", table);
}

#[test]
fn a_glance_and_a_brief_see_what_the_whole_assessment_sees() {
    let assessor = Assessor::of(checklist::built_in());
    let sites = site_files().into_iter().map(|file| site_in(&file));
    for site in sites.chain([Site::default()]) {
        let name = |target: &Target| format!("{:?} {}", site.name.get(), target.id());
        for target in catalog().every() {
            let (brief, glance) = (
                assessor.brief(&site, target),
                assessor.glance(&site, target),
            );
            let expected = (
                brief.verdict.word,
                brief.verdict.provisional,
                brief.convertibility.expected,
                brief.ceiling_mw,
            );
            let seen = (
                glance.verdict.word,
                glance.verdict.provisional,
                glance.expected,
                glance.ceiling_mw,
            );
            assert_eq!(seen, expected, "{}", name(&target));
        }
        for target in catalog().usual().unwrap() {
            let (brief, whole) = (
                assessor.brief(&site, target),
                assessor.assess(&site, target),
            );
            assert_eq!(brief.verdict, whole.verdict, "{}", name(&target));
            assert_eq!(
                brief.convertibility,
                whole.convertibility,
                "{}",
                name(&target)
            );
            assert_eq!(
                brief.ceiling_mw,
                whole.capacity.ceiling_mw.likely,
                "{}",
                name(&target)
            );
        }
    }
}

#[test]
fn real_sites_keep_their_outcomes_out_and_their_evidence_in() {
    for file in site_files() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("outcome:"), "{}", file.display());
        let site = site_in(&file);
        if stem(&file).starts_with("example-") {
            continue;
        }
        let evidence = site.evidence.items().unwrap_or_default();
        let covered = |path: &str| {
            evidence.iter().filter_map(|e| e.path.get()).any(|e| {
                path == e
                    || path.starts_with(&format!("{e}."))
                    || path.starts_with(&format!("{e}["))
                    || e.starts_with(path)
            })
        };
        for path in [
            "power.energized_mw",
            "power.approved_mw",
            "power.contracted_mw",
            "power.voltage_kv",
            "power.connection",
            "power.firmness",
            "power.expansion",
            "land.area_acres",
            "land.tenure",
            "fiber.diverse_routes",
            "halls",
            "permits",
            "community.stance",
            "location.metro_distance_km",
        ] {
            let stated = (&site as &dyn Node).at(path).is_some_and(Node::is_stated);
            assert!(
                !stated || covered(path),
                "{}: no evidence for {path}",
                file.display()
            );
        }
    }
}

#[test]
fn the_complete_example_uses_every_section() {
    let site = site_in(&sites().join("example-complete.yaml"));
    let rackready::site::shape::Shape::Section(fields) =
        <Site as rackready::site::shape::Shaped>::SHAPE
    else {
        panic!()
    };
    for field in fields {
        assert!(
            site.child(field.name).is_some_and(Node::is_stated),
            "{} is not used",
            field.name
        );
    }
}

#[test]
fn facts_are_counted_as_the_backtest_lists_them() {
    use rackready::backtest::known_facts;
    for file in site_files() {
        let site = site_in(&file);
        assert_eq!(
            site.known_facts(),
            known_facts(&site).len(),
            "{}",
            file.display()
        );
    }
}
