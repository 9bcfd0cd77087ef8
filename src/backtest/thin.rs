//! Sites of which the same number of facts is known, for some are better documented than others.

use std::collections::BTreeSet;

use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::strict::{kept, known_facts};
use crate::site::Site;

/// The site with so many of its known facts, drawn at random. A site that states fewer stays as it is.
#[must_use]
pub(crate) fn thinned(site: &Site, to: usize, generator: &mut Pcg64) -> Site {
    let mut facts = known_facts(site);
    if facts.len() <= to {
        return site.clone();
    }
    let (drawn, _) = facts.partial_shuffle(generator, to);
    let drawn: BTreeSet<&str> = drawn.iter().map(String::as_str).collect();
    kept(site, |path| drawn.contains(path))
}

/// The number to thin to: the fewest facts known of any site of which anything is known. No larger number
/// could be the same for all.
#[must_use]
pub(crate) fn fewest(counts: impl IntoIterator<Item = usize>) -> usize {
    let known = counts.into_iter().filter(|count| *count > 0);
    known.min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::source::Source;

    #[test]
    fn every_draw_leaves_the_same_number_and_not_always_the_same_facts() {
        let text = "name: A\npower: {energized_mw: 5, approved_mw: 9, feeds: 2}\npermits: []\n\
                    halls: [{building: hall}, {building: containers, count: 3}]\n";
        let source = Source::from_text("a.yaml", text).unwrap();
        let site = crate::site::read::read(&source).unwrap();
        assert_eq!(known_facts(&site).len(), 7);
        let mut generator = Pcg64::seed_from_u64(1);
        let mut seen = BTreeSet::new();
        for _ in 0..200 {
            let facts = known_facts(&thinned(&site, 3, &mut generator));
            assert_eq!(facts.len(), 3, "{facts:?}");
            seen.extend(facts);
        }
        assert_eq!(seen.len(), 7, "each fact is drawn at some time");
        assert_eq!(thinned(&site, 7, &mut generator), site);
        assert_eq!(thinned(&site, 99, &mut generator), site);
    }

    #[test]
    fn sites_are_thinned_to_the_least_known_of_which_anything_is_known() {
        assert_eq!(fewest([9, 0, 5, 7]), 5);
        assert_eq!(fewest([0]), 0);
        assert_eq!(fewest([]), 0);
    }
}
