//! Exceptions to the gate that stand in the site file. They are no facts: no score reads them.

use super::date::Date;
use super::fact::Fact;
use super::shape::{Node, Shape, Shaped, section};
use crate::site::exchange::Exchange;
use crate::site::hold::{Held, Hold};
use crate::site::numbered::{Numbered, Place, Plain};

section! {
    /// Why the gate lets one finding pass for a while.
    Waiver {
        /// Id of the requirement, contradiction or threshold, such as `network.diverse-routes` or `threshold.min-mw`.
        requirement: Fact<String> = "network.diverse-routes",
        /// Why it may stand.
        reason: Fact<String> = "second route is under construction",
        /// Who answers for it.
        owner: Fact<String> = "A. Example, network",
        /// Last day on which it counts; of a month or year its last day.
        expires: Fact<Date> = "2027-06-30",
    }
}

/// The waivers of a site file. Unlike other lists they count as no stated fact, since they say nothing of the
/// site.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(transparent)]
pub struct Waivers(Fact<Vec<Waiver>>);

impl Waivers {
    /// The waivers in the order of the file.
    #[must_use]
    pub(crate) fn items(&self) -> &[Waiver] {
        self.0.items().unwrap_or_default()
    }
}

impl Shaped for Waivers {
    const SHAPE: Shape = <Fact<Vec<Waiver>> as Shaped>::SHAPE;
}

// Nobody draws a waiver.
impl Hold for Waivers {
    fn held(&self, _: &str) -> Option<Held<'_>> {
        None
    }
    fn hold(&mut self, _: &str, _: Held) -> bool {
        false
    }
    fn made_of(_: Held) -> Option<Self> {
        None
    }
}

impl Numbered for Waivers {
    const KEYS: usize = <Fact<Vec<Waiver>> as Numbered>::KEYS;

    fn show<'a>(&'a self, _: usize, _: Option<usize>, _: &mut dyn FnMut(Place, Plain<'a>)) {}
}

// They change no score; that some came or went is told by themselves.
impl Exchange for Waivers {}

impl Node for Waivers {
    fn is_stated(&self) -> bool {
        self.0.is_stated()
    }
    fn child(&self, key: &str) -> Option<&dyn Node> {
        self.0.child(key)
    }
    fn item(&self, index: usize) -> Option<&dyn Node> {
        self.0.item(index)
    }
    fn stated_facts(&self) -> usize {
        0
    }
    fn retain_facts(&mut self, _: &str, _: &mut dyn FnMut(&str) -> bool) -> bool {
        self.is_stated()
    }
}
