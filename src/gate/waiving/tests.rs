//! Which finding a waiver covers, and what is said of those that cover none.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::*;
use crate::checklist::built_in;
use crate::gate::limits::Overlay;
use crate::gate::outcome::Place;

const TODAY: Date = date(2026, 6, 30);

fn waiver(rule: &str, last_day: Date, line: usize) -> Waiver {
    Waiver {
        rule: rule.to_owned(),
        last_day,
        waived: Waived {
            reason: "agreed".to_owned(),
            owner: "grid@example.com".to_owned(),
            expires: last_day.to_string(),
            place: Place {
                file: "a.yaml".to_owned(),
                line,
                column: 1,
                end_line: line,
                end_column: 9,
                pointer: String::new(),
            },
        },
    }
}

/// A gap of a requirement.
fn found(rule: &str) -> Concern {
    let any = waiver(rule, TODAY, 1);
    Concern {
        kind: Kind::Requirement,
        ..any.concern("a", rule, Severity::Major, "too little".to_owned(), None)
    }
}

fn gate() -> Gate<'static> {
    Gate {
        checklist: built_in(),
        policy: None,
        paths: BTreeMap::new(),
        over: Overlay::default(),
        as_of: TODAY,
        waivers: true,
    }
}

#[test]
fn a_waiver_covers_its_own_rule_to_the_end_of_its_last_day_and_nothing_twice() {
    let covers = |waiver: &Waiver, concern: &Concern| waiver.covers(concern, TODAY);
    let today = waiver("power.firm", TODAY, 1);
    assert!(covers(&today, &found("power.firm")));
    assert!(covers(
        &waiver("power.firm", date(2027, 1, 1), 1),
        &found("power.firm")
    ));
    assert!(!covers(
        &waiver("power.firm", date(2026, 6, 29), 1),
        &found("power.firm")
    ));
    assert!(!covers(&today, &found("power.feeds")));
    let waived = Concern {
        waiver: Some(today.waived.clone()),
        ..found("power.firm")
    };
    assert!(!covers(&today, &waived));
}

#[test]
fn a_waiver_of_the_policy_is_told_where_no_site_of_its_scope_has_use_for_it() {
    let ids: Vec<&str> = built_in()
        .requirements
        .iter()
        .map(|r| r.id.as_str())
        .collect();
    let waiver = |site: &str, rule: &str| {
        format!("- {{requirement: {rule}, site: {site}, reason: x, owner: y, expires: 2026}}\n")
    };
    let text = format!(
        "version: 1\nwaivers:\n{}{}{}{}",
        waiver("used", ids[0]),
        waiver("idle", ids[1]),
        waiver("broken", ids[2]),
        waiver("elsewhere", ids[3])
    );
    let source = Source::from_text(".rackready.yaml", &text).unwrap();
    let raw = super::super::policy::RawPolicy::read(&source).unwrap();
    let policy = Policy::of(&raw, &source, built_in()).unwrap();
    let judged = super::super::check::tests::checked("name: A\npower: {approved_mw: 150}");
    let site = |id: &str, result: bool, concerns: Vec<Concern>| SiteCheck {
        id: id.to_owned(),
        result: judged.result.clone().filter(|_| result),
        concerns,
        ..judged.clone()
    };
    let covered = Concern {
        waiver: Some(Waiver::from(&policy.waivers[0]).waived),
        ..found(ids[0])
    };
    let sites = [
        site("used", true, vec![covered]),
        site("idle", true, Vec::new()),
        // What cannot be read may have use for it.
        site("broken", false, Vec::new()),
    ];
    let remark = |written| {
        let mut of_run = Use::of(written);
        sites.iter().for_each(|site| of_run.take(site, &gate()));
        of_run.remark(&gate())
    };
    let remarks: Vec<Concern> = policy.waivers.iter().filter_map(remark).collect();
    let told: Vec<_> = remarks.iter().map(|c| (c.place.line, c.severity)).collect();
    assert_eq!(told, [(4, Severity::Minor), (6, Severity::Info)]);
    assert!(
        remarks
            .iter()
            .all(|c| c.rule == WAIVER_UNUSED && !c.fails())
    );
}

#[test]
fn the_first_of_two_waivers_has_a_finding_and_what_covers_none_is_told() {
    let ids: Vec<&str> = built_in()
        .requirements
        .iter()
        .map(|r| r.id.as_str())
        .collect();
    let [one, two, three, ..] = ids[..] else {
        panic!("{ids:?}");
    };
    let waivers = [
        waiver(one, TODAY, 1),
        waiver(one, TODAY, 2),
        waiver(two, TODAY, 3),
        waiver(three, date(2026, 6, 29), 4),
        waiver("no.such-rule", TODAY, 5),
    ];
    let mut concerns = vec![found(one), found(three)];
    apply(&waivers, &mut concerns, TODAY);
    let lines = |c: &Concern| c.waiver.as_ref().map(|w| w.place.line);
    assert_eq!(
        concerns.iter().map(lines).collect::<Vec<_>>(),
        [Some(1), None]
    );
    let remarks = remarks(&waivers, &concerns, &gate(), "a", &Limits::default());
    let told: Vec<(&str, usize)> = remarks
        .iter()
        .map(|c| (c.rule.as_str(), c.place.line))
        .collect();
    assert_eq!(
        told,
        [
            (WAIVER_UNUSED, 2),
            (WAIVER_UNUSED, 3),
            (WAIVER_EXPIRED, 4),
            (WAIVER_UNKNOWN, 5)
        ]
    );
    assert!(remarks[0].message.ends_with("another one covers the same"));
    assert!(
        remarks[1]
            .message
            .ends_with("nothing is found that it could cover")
    );
    // Who is not there to be waived fails; what is merely of no use does not.
    assert_eq!(
        remarks.iter().map(Concern::fails).collect::<Vec<_>>(),
        [false, false, true, true]
    );
}
