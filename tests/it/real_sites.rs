//! Every real site, scored for every hardware: a change of any number shows here.

use std::fmt::Write;
use std::fs;

use rackready::assess::{Assessor, Detail};
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::site::Site;
use rackready::site::shape::Node;

use crate::support::{site_files, site_in, sites, stem};

#[test]
fn forty_real_sites_and_more_are_scored_for_every_hardware() {
    let mut table = String::new();
    let files = site_files();
    let assessor = Assessor::of(checklist::built_in());
    assert!(files.len() >= 42, "{}", files.len());
    for file in files {
        let site = site_in(&file);
        let stem = stem(&file);
        for target in catalog().usual().unwrap() {
            let a = assessor.assess(&site, target);
            let (c, r, mw) = (a.convertibility, a.readiness, a.capacity.ceiling_mw.spread);
            let (mean, s) = (c.spread.mean, c.spread);
            writeln!(
                table,
                "{stem:<36} {:<9} {mean:>3.0} ({:>2.0}–{:>2.0}; {:>2.0}–{:>3.0}) ready {:>2.0} known {:>3.0} % \
                 {:>5.0} MW ({:.0}–{:.0}) in {:>3.0} % {} {:.0} %{}",
                target.hardware.id, s.p10, s.p90, c.worst.unwrap(), c.best.unwrap(), r.spread.mean,
                100.0 * a.confidence, mw.p50, mw.p10, mw.p90, 100.0 * a.capacity.share,
                a.verdict.word.word(), 100.0 * a.verdict.chance_of_word(),
                if a.verdict.is_final { " final" } else { "" },
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!("scores", table);
}

#[test]
fn a_brief_sees_what_the_whole_assessment_sees() {
    let assessor = Assessor::of(checklist::built_in());
    let sites = site_files().into_iter().map(|file| site_in(&file));
    for site in sites.chain([Site::default()]) {
        for target in catalog().usual().unwrap() {
            let name = format!("{:?} {}", site.name.get(), target.id());
            let brief = assessor.brief(&site, target, Detail::Ends);
            let whole = assessor.assess(&site, target).brief();
            assert_eq!(format!("{brief:?}"), format!("{whole:?}"), "{name}");
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
