//! Facts of a site hidden at random, as by somebody who leaves them out.

use std::collections::BTreeSet;

use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::strict::{kept, known_facts};
use crate::site::Site;

/// What can be hidden: each fact by itself, and each list as a whole with all that its entries say. A list that is
/// not hidden keeps its entries, of which all may be unknown then.
fn hideable(site: &Site) -> Vec<String> {
    let facts = known_facts(site);
    let of_entries = facts.iter().filter_map(|path| path.split_once('['));
    let lists: BTreeSet<&str> = of_entries.map(|(list, _)| list).collect();
    let lists: Vec<String> = lists.into_iter().map(str::to_owned).collect();
    facts.into_iter().chain(lists).collect()
}

/// The site with a share of what can be hidden made unknown, drawn at random.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a site states some dozens of facts"
)]
#[must_use]
pub(super) fn hidden(site: &Site, share: f64, generator: &mut Pcg64) -> Site {
    let mut paths = hideable(site);
    let count = (share * paths.len() as f64).round() as usize;
    let (hidden, _) = paths.partial_shuffle(generator, count);
    let hidden: BTreeSet<&str> = hidden.iter().map(String::as_str).collect();
    kept(site, |path| {
        let list = path.split_once('[').map(|(list, _)| list);
        !hidden.contains(path) && !list.is_some_and(|list| hidden.contains(list))
    })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::source::Source;

    #[test]
    fn facts_and_whole_lists_are_hidden_and_no_entry_is_lost() {
        let text = "name: A\npower: {energized_mw: 5, approved_mw: 9, feeds: 2}\npermits: []\n\
                    halls: [{building: hall}, {building: containers, count: 3}]\n";
        let source = Source::from_text("a.yaml", text).unwrap();
        let site = crate::site::read::read(&source).unwrap();
        assert_eq!(hideable(&site).len(), 8, "seven facts and the halls");
        let mut generator = Pcg64::seed_from_u64(1);
        assert_eq!(hidden(&site, 0.0, &mut generator), site);
        assert!(known_facts(&hidden(&site, 1.0, &mut generator)).is_empty());
        let (mut lists, mut empty) = (BTreeSet::new(), BTreeSet::new());
        for _ in 0..200 {
            let half = hidden(&site, 0.5, &mut generator);
            assert!(
                known_facts(&half)
                    .iter()
                    .all(|fact| known_facts(&site).contains(fact))
            );
            assert!(known_facts(&half).len() <= 4);
            assert_eq!(half.name, site.name);
            lists.insert(half.halls.items().map(<[_]>::len));
            empty.insert(half.permits.items().map(<[_]>::len));
        }
        assert_eq!(lists, BTreeSet::from([None, Some(2)]));
        assert_eq!(empty, BTreeSet::from([None, Some(0)]));
    }
}
