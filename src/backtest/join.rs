//! Sites and outcomes brought together by id.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::outcome::{Class, Outcome, RecordGrade, RecordKind};
use crate::site::Site;

/// A site to test on.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// Its id, by which outcomes are found.
    pub id: &'a str,
    /// The file as the user named it.
    pub file: &'a str,
    /// The site.
    pub site: &'a Site,
}

/// A site that is no part of the test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Id of the site.
    pub id: String,
    /// The file as the user named it.
    pub file: String,
    /// What became of it, where the table says so.
    pub class: Option<Class>,
    /// Why it is left out.
    pub why: String,
}

/// What comes of bringing sites and outcomes together; all lists in the order of ids.
#[derive(Debug, Default)]
pub(super) struct Joined<'a> {
    pub(super) tested: Vec<(Given<'a>, &'a Outcome, Class)>,
    /// Sites of the table that are one mine, however good the record of their outcome is.
    pub(super) mines: Vec<Given<'a>>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) without_outcome: Vec<LeftOut>,
    pub(super) outcomes_without_site: Vec<String>,
}

pub(super) fn join<'a>(given: &[Given<'a>], outcomes: &'a [Outcome]) -> Joined<'a> {
    let mut given = given.to_vec();
    given.sort_by_key(|g| (g.id, g.file));
    let of: BTreeMap<&str, &Outcome> = outcomes.iter().map(|o| (o.id.as_str(), o)).collect();
    let mut joined = Joined::default();
    let mut first: Option<Given> = None;
    for site in given {
        let outcome = of.get(site.id).copied();
        let out = |why: String| LeftOut {
            id: site.id.to_owned(),
            file: site.file.to_owned(),
            class: outcome.and_then(|o| o.class),
            why,
        };
        match first.filter(|first| first.id == site.id) {
            Some(first) => {
                let why = format!("has the id of `{}`", first.file);
                joined.left_out.push(out(why));
                continue;
            }
            None => first = Some(site),
        }
        if outcome.is_some_and(|outcome| no_mine(outcome).is_none()) {
            joined.mines.push(site);
        }
        match outcome.map(|outcome| (outcome, outcome.class)) {
            None => joined
                .without_outcome
                .push(out("not in the table".to_owned())),
            Some((_, None)) => joined.without_outcome.push(out("class unknown".to_owned())),
            Some((outcome, Some(class))) => match unfit(outcome) {
                Some(why) => joined.left_out.push(out(why.to_owned())),
                None => joined.tested.push((site, outcome, class)),
            },
        }
    }
    let sites: BTreeSet<&str> = joined
        .tested
        .iter()
        .map(|(site, ..)| site.id)
        .chain(joined.left_out.iter().map(|out| out.id.as_str()))
        .chain(joined.without_outcome.iter().map(|out| out.id.as_str()))
        .collect();
    let missing = of.keys().filter(|id| !sites.contains(*id));
    let missing = missing.map(|id| (*id).to_owned()).collect();
    joined.outcomes_without_site = missing;
    joined
}

/// Why a record cannot test a score, if so. What a record does not say does not count against it.
fn unfit(outcome: &Outcome) -> Option<&'static str> {
    let weak = outcome.grade == Some(RecordGrade::C);
    no_mine(outcome).or(weak.then_some("the record of its outcome has grade C"))
}

/// Why a record is not about one mine, if so.
fn no_mine(outcome: &Outcome) -> Option<&'static str> {
    if outcome.was_mining_site == Some(false) {
        Some("a control: it was never a mine")
    } else if matches!(
        outcome.record_kind,
        Some(RecordKind::Group | RecordKind::Fleet)
    ) {
        Some("a group of sites, not one")
    } else {
        None
    }
}
