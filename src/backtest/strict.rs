//! What could be known of a site before the deal that decided what became of it.

use crate::site::date::Date;
use crate::site::shape::Node;
use crate::site::{Evidence, NO_FACTS, Site, Timing};

/// The facts of a site that `keep` accepts by their path, such as `halls[0].building`; all else stays.
#[must_use]
pub(crate) fn kept(site: &Site, mut keep: impl FnMut(&str) -> bool) -> Site {
    let mut site = site.clone();
    site.retain_facts("", &mut |path: &str| {
        let section = path.split(['.', '[']).next().unwrap_or(path);
        NO_FACTS.contains(&section) || keep(path)
    });
    site
}

/// Paths of the single facts that a site states; names, dates of the file, evidence and notes are none.
#[must_use]
pub fn known_facts(site: &Site) -> Vec<String> {
    let mut paths = Vec::new();
    let _ = kept(site, |path| {
        paths.push(path.to_owned());
        true
    });
    paths
}

/// The site with what could be known before a deal, and nothing else.
///
/// A fact is judged by the most specific entry of `evidence` that covers it:
///
/// - marked `same-period` or `after-deal`: removed at every site
/// - where there was a deal, kept when it is marked `before-deal` and its source is not dated after the deal, or
///   when it has no mark and its source is surely dated before the deal; removed otherwise, without evidence too
/// - where there was no deal there is nothing to date it against: kept
#[must_use]
pub fn strict(site: &Site, deal: Option<Date>) -> Site {
    let evidence = site.evidence.items().unwrap_or_default();
    kept(site, |path| could_be_known(covering(evidence, path), deal))
}

fn could_be_known(evidence: Option<&Evidence>, deal: Option<Date>) -> bool {
    let timing = evidence.and_then(|e| e.timing.known());
    let dated = evidence.and_then(|e| e.date.known());
    match (timing, deal) {
        (Some(Timing::SamePeriod | Timing::AfterDeal), _) => false,
        (_, None) => true,
        (Some(Timing::BeforeDeal), Some(deal)) => {
            dated.is_none_or(|dated| !deal.surely_before(dated))
        }
        (None, Some(deal)) => dated.is_some_and(|dated| dated.surely_before(deal)),
    }
}

/// The entry that covers a path most closely.
fn covering<'a>(evidence: &'a [Evidence], path: &str) -> Option<&'a Evidence> {
    let covers = |covered: &str| {
        path.strip_prefix(covered)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let entries = evidence
        .iter()
        .filter_map(|e| e.path.get().map(|path| (path, e)))
        .filter(|(path, _)| covers(path));
    entries.max_by_key(|(path, _)| path.len()).map(|(_, e)| e)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    pub(super) fn site(text: &str) -> Site {
        let source = Source::from_text("a.yaml", text).unwrap();
        crate::site::read::read(&source).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    const TEXT: &str = "\
name: A
power:
  energized_mw: 50
  approved_mw: 100
  contracted_mw: 90
  requested_mw: 200
location: {country: US, region: Texas, latitude: 31}
halls:
  - {building: hall, count: 2}
  - {building: containers}
permits: []
evidence:
  - {path: power, source: a, date: 2023, timing: before-deal}
  - {path: power.approved_mw, source: b, date: 2025-07, timing: before-deal}
  - {path: power.contracted_mw, source: c, date: 2023, timing: same-period}
  - {path: location, source: d, date: 2024-02}
  - {path: location.latitude, source: e, date: 2025}
  - {path: halls, source: f, timing: after-deal}
  - {path: 'halls[0].count', source: f, timing: before-deal}
";

    #[test]
    fn a_deal_leaves_what_surely_predates_it() {
        let strict = strict(&site(TEXT), Some("2025-06".parse().unwrap()));
        assert_eq!(
            known_facts(&strict),
            [
                "location.country",
                "location.region",
                "power.energized_mw",
                "power.requested_mw",
                "halls[0].count"
            ]
        );
        assert_eq!(strict.halls.items().map(<[_]>::len), Some(2));
        assert_eq!(strict.name, site(TEXT).name);
        assert_eq!(strict.evidence, site(TEXT).evidence);
    }

    #[test]
    fn without_a_deal_only_what_is_marked_as_later_goes() {
        let strict = strict(&site(TEXT), None);
        let gone: Vec<String> = known_facts(&site(TEXT))
            .into_iter()
            .filter(|fact| !known_facts(&strict).contains(fact))
            .collect();
        assert_eq!(
            gone,
            [
                "power.contracted_mw",
                "halls[0].building",
                "halls[1].building"
            ]
        );
    }

    #[test]
    fn a_list_of_which_nothing_is_left_is_unknown_and_not_empty() {
        let nothing = kept(&site(TEXT), |_| false);
        assert!(known_facts(&nothing).is_empty());
        assert!(!nothing.halls.is_known() && !nothing.permits.is_known());
        let empty_list = kept(&site(TEXT), |path| path == "permits");
        assert_eq!(empty_list.permits.items().map(<[_]>::len), Some(0));
        assert_eq!(kept(&site(TEXT), |_| true), site(TEXT));
    }
}
