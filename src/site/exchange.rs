//! Two versions of a site: in which facts they differ, and one with some facts of the other.

use super::Site;
use super::country::Country;
use super::date::Date;
use super::fact::Fact;
use crate::estimate::Estimate;
use crate::units::Unit;

/// A part of a site that can take over facts of another version of itself.
pub(crate) trait Exchange: Clone + PartialEq {
    /// Takes over each fact of `other` here and below that differs and that `take` accepts by its path.
    ///
    /// Lists of equal length are compared item by item; else a list is one fact.
    fn exchange(&mut self, other: &Self, path: &str, take: &mut dyn FnMut(&str) -> bool) {
        if self != other && take(path) {
            *self = other.clone();
        }
    }
}

impl Exchange for bool {}
impl Exchange for String {}
impl Exchange for Date {}
impl Exchange for Country {}
impl<U: Unit> Exchange for Estimate<U> {}

impl<T: Exchange> Exchange for Vec<T> {
    fn exchange(&mut self, other: &Self, path: &str, take: &mut dyn FnMut(&str) -> bool) {
        if self.len() == other.len() {
            for (at, (mine, theirs)) in self.iter_mut().zip(other).enumerate() {
                mine.exchange(theirs, &format!("{path}[{at}]"), take);
            }
        } else if take(path) {
            self.clone_from(other);
        }
    }
}

impl<T: Exchange> Exchange for Fact<T> {
    fn exchange(&mut self, other: &Self, path: &str, take: &mut dyn FnMut(&str) -> bool) {
        match (&mut self.0, &other.0) {
            (Some(mine), Some(theirs)) => mine.exchange(theirs, path, take),
            (mine, theirs) if mine != theirs && take(path) => mine.clone_from(theirs),
            _ => {}
        }
    }
}

/// Paths in which two versions of a site differ, in the order of the format.
#[must_use]
pub(crate) fn differences(base: &Site, head: &Site) -> Vec<String> {
    let mut paths = Vec::new();
    base.clone().exchange(head, "", &mut |path| {
        paths.push(path.to_owned());
        false
    });
    paths
}

/// The site with the fact of another version at one path.
#[must_use]
pub(crate) fn with_fact(base: &Site, head: &Site, path: &str) -> Site {
    let mut site = base.clone();
    site.exchange(head, "", &mut |p| p == path);
    site
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> Site {
        crate::source::yaml::built_in(text)
    }

    #[test]
    fn differing_facts_are_named_and_can_be_taken_over_one_by_one() {
        let base = site(
            "name: A\npower: {energized_mw: 10, firmness: firm}\nhalls: [{racks: 1}, {racks: 2}]\nnotes: [a]\n",
        );
        let head = site(
            "name: A\npower: {energized_mw: 12, approved_mw: 5}\nhalls: [{racks: 1}, {racks: 3}]\nnotes: [a, b]\n",
        );
        let paths = differences(&base, &head);
        assert_eq!(
            paths,
            [
                "power.energized_mw",
                "power.approved_mw",
                "power.firmness",
                "halls[1].racks",
                "notes"
            ]
        );
        assert!(differences(&head, &head).is_empty());
        let one = with_fact(&base, &head, "halls[1].racks");
        assert_eq!(differences(&base, &one), ["halls[1].racks"]);
        let all = paths
            .iter()
            .fold(base.clone(), |site, path| with_fact(&site, &head, path));
        assert_eq!(all, head);
    }
}
