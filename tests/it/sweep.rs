//! What each unknown does to a site, and what to ask first.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::support::{root, site_files, site_in, site_of};
use rackready::assess::{Assessment, Assessor, Details, Inquiry};
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::site::Site;

/// The complete fictional mine, some of its lines replaced.
fn base(changes: &[(&str, &str)]) -> Site {
    let path = root().join("tests/data/base-200-mw.yaml");
    let mut text = std::fs::read_to_string(path).unwrap();
    for (line, other) in changes {
        assert!(text.contains(line), "{line}");
        text = text.replacen(line, other, 1);
    }
    site_of(&text)
}

fn detail(site: &Site) -> (Assessment<'static>, Details<'static>) {
    let assessor = Assessor::of(checklist::built_in());
    assessor.assess_in_detail(site, catalog().target("nvl72").unwrap())
}

fn asked_for<'d>(details: &'d Details, fact: &str) -> Option<&'d Inquiry> {
    let mut all = details.sweep.inquiries.iter();
    all.find(|asked| asked.facts.iter().any(|path| path == fact))
}

const UNKNOWN: &str = "  firmness: unknown\n";

#[test]
fn a_good_and_a_bad_answer_do_what_the_file_with_them_does() {
    let (_, details) = detail(&base(&[("  firmness: firm\n", UNKNOWN)]));
    let asked = asked_for(&details, "power.firmness").unwrap();
    assert_eq!(asked.whom.word(), "utility");
    for (answer, stated) in [(&asked.good, "firm"), (&asked.bad, "interruptible")] {
        let stated = format!("  firmness: {stated}\n");
        let (with, _) = detail(&base(&[("  firmness: firm\n", &stated)]));
        assert!(
            answer
                .words
                .contains(stated.trim_start_matches("  firmness: ").trim())
        );
        let converting = with.verdict.chance.converting();
        assert_eq!(answer.converting, Some(converting));
        assert_eq!(answer.turnout.word.rank(), with.verdict.word.rank());
        let mw = if converting > 0.5 {
            with.plan.figures.planned_mw.spread.p50
        } else {
            0.0
        };
        assert!(
            (answer.turnout.mw - mw).abs() < 1e-9,
            "{} {mw}",
            answer.turnout.mw
        );
    }
    let (firm, _) = detail(&base(&[]));
    assert!((asked.good.turnout.score - firm.convertibility.spread.p50).abs() < 1e-9);
    // An interruption is carried at a price, and no MW are lost.
    assert!(asked.good.turnout.mw > 100.0);
    assert_eq!(asked.bad.turnout.mw, asked.good.turnout.mw);
    assert_eq!(asked.worth().mw, 0.0);
    assert!(asked.bad.turnout.musd > asked.good.turnout.musd);
    assert!(asked.gates.is_empty());
}

#[test]
fn money_and_months_of_an_answer_are_those_of_the_plan_with_it() {
    let ranged = [("  lateral_km: 12\n", "  lateral_km: unknown\n")];
    let (_, details) = detail(&base(&ranged));
    let asked = asked_for(&details, "fiber.lateral_km").unwrap();
    let (good, bad) = (&asked.good.turnout, &asked.bad.turnout);
    // A longer lateral costs more; nothing else of the site hangs on it but its points.
    assert!(good.musd.unwrap() < bad.musd.unwrap(), "{asked:?}");
    assert!(asked.worth().musd < 0.0);
    let per_mw = bad.musd.unwrap() / bad.musd_per_mw.unwrap();
    assert!((per_mw - bad.mw).abs() < 1e-6 || bad.mw == 0.0);
    let (known, _) = detail(&base(&[]));
    let (p10, p90) = (
        known.plan.figures.owner_total.p10,
        known.plan.figures.owner_total.p90,
    );
    assert!(
        (p10..p90).contains(&good.musd.unwrap()),
        "{p10} {p90} {good:?}"
    );
}

#[test]
fn what_nothing_reads_is_not_asked_and_what_changes_nothing_comes_last() {
    let (_, known) = detail(&base(&[("  firmness: firm\n", UNKNOWN)]));
    assert!(
        known
            .sweep
            .bars
            .iter()
            .all(|bar| bar.fact != "mining.since")
    );
    let (_, details) = detail(&base(&[
        ("  firmness: firm\n", UNKNOWN),
        ("  fleet_mw: 190\n", ""),
        ("  since: 2022-01\n", ""),
        ("  efficiency_j_per_th: 19\n", ""),
    ]));
    let unread = "mining.since";
    assert!(asked_for(&details, unread).is_none());
    assert!(details.sweep.bars.iter().all(|bar| bar.fact != unread));
    let fleet = asked_for(&details, "mining.fleet_mw").unwrap();
    assert!(!fleet.matters());
    assert_eq!(fleet.worth(), rackready::assess::Worth::default());
    let position = |fact: &str| {
        let mut all = details.sweep.inquiries.iter();
        all.position(|asked| asked.facts.contains(&fact.to_owned()))
            .unwrap()
    };
    assert!(position("mining.fleet_mw") > position("power.firmness"));
    let behind = &details.sweep.inquiries[position("mining.fleet_mw")..];
    assert!(behind.iter().all(|asked| !asked.matters()));
}

#[test]
fn no_question_comes_twice_and_every_unknown_is_asked_once() {
    for file in site_files() {
        let (_, details) = detail(&site_in(&file));
        let inquiries = &details.sweep.inquiries;
        let questions: BTreeSet<&str> = inquiries.iter().map(|a| a.question.as_str()).collect();
        assert_eq!(questions.len(), inquiries.len(), "{}", file.display());
        let facts: Vec<&String> = inquiries.iter().flat_map(|asked| &asked.facts).collect();
        let once: BTreeSet<&&String> = facts.iter().collect();
        assert_eq!(once.len(), facts.len(), "{}", file.display());
        for bar in &details.sweep.bars {
            assert!(
                facts.contains(&&bar.fact),
                "{} {}",
                file.display(),
                bar.fact
            );
        }
        for asked in inquiries {
            let unasked = format!("What is {}?", asked.facts[0]);
            assert_ne!(asked.question, unasked, "{}", file.display());
            let worth = asked.worth();
            assert!(
                worth.mw.is_finite() && worth.points.is_finite(),
                "{asked:?}"
            );
        }
    }
}

#[test]
fn the_first_answer_of_a_ranking_is_that_of_the_report() {
    let assessor = Assessor::of(checklist::built_in());
    let target = catalog().target("nvl72").unwrap();
    let site = site_in(&root().join("sites/iren-childress-tx.yaml"));
    let (_, details) = detail(&site);
    let (_, again) = detail(&site);
    assert_eq!(details.sweep, again.sweep);
    let best = assessor.first_question(&site, target).unwrap();
    let first = &details.sweep.inquiries[0];
    assert_eq!(
        (&best.question, &best.facts),
        (&first.question, &first.facts)
    );
    assert_eq!(best.worth(), first.worth());
    // Whoever states everything that counts is asked nothing.
    let tier = "  claimed_tier: tier-i\n  tier_certified: false\n  distribution_paths: 1\n";
    let complete = base(&[("  distribution_paths: 1\n", tier)]);
    let asked = assessor.first_question(&complete, target);
    assert!(asked.is_none_or(|asked| !asked.matters()));
}

#[test]
fn an_unknown_list_is_none_or_a_typical_entry() {
    let (_, details) = detail(&base(&[("  ups: []\n", "  ups: unknown\n")]));
    let asked = asked_for(&details, "redundancy.ups").unwrap();
    assert_eq!(asked.facts[0], "redundancy.ups");
    assert!(
        asked
            .facts
            .iter()
            .all(|fact| fact.starts_with("redundancy.ups"))
    );
    assert!(asked.bad.words.ends_with("none"), "{}", asked.bad.words);
    assert!(asked.good.words.contains("count: "), "{}", asked.good.words);
    assert!(asked.good.turnout.musd.unwrap() < asked.bad.turnout.musd.unwrap());
}

#[test]
fn of_facts_that_one_answer_tells_each_is_asked_for_alone_where_it_alone_is_missing() {
    let question = |changes: &[(&str, &str)]| {
        let (_, details) = detail(&base(changes));
        let asked = asked_for(&details, "power.outages_per_year").unwrap();
        (asked.facts.len(), asked.question.clone())
    };
    let first = ("  outages_per_year: 0.7\n", "");
    let (one, alone) = question(&[first]);
    let (two, both) = question(&[first, ("  outage_hours_per_year: 2.0\n", "")]);
    assert_eq!((one, two), (1, 2));
    assert_ne!(alone, both);
}

#[test]
fn the_questions_of_real_sites_stay_as_they_are() {
    let mut told = String::new();
    for id in ["iren-childress-tx", "example-minimal"] {
        let (assessment, details) = detail(&site_in(&root().join(format!("sites/{id}.yaml"))));
        let now = assessment.verdict.chance.converting();
        writeln!(told, "{id}: converting {now:.2}").unwrap();
        for asked in details.sweep.inquiries.iter().take(8) {
            writeln!(told, "{}: {}", asked.whom.word(), asked.facts.join(", ")).unwrap();
            for answer in [&asked.good, &asked.bad] {
                let turnout = &answer.turnout;
                writeln!(
                    told,
                    "  {} -> {} {:.1} MW {:.1} points {:.0?} M$ {:.1?} months {:.2?}",
                    answer.words,
                    turnout.word.word(),
                    turnout.mw,
                    turnout.score,
                    turnout.musd,
                    turnout.months,
                    answer.converting
                )
                .unwrap();
            }
        }
        let after = details.after_best_three.unwrap().converting();
        writeln!(told, "after the best three: {after:.2}\n").unwrap();
    }
    insta::assert_snapshot!(told);
}
