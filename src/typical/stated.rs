//! What is stated: how far it is taken, and what it leaves to what is drawn beside it.

use super::fill::{Filling, Pick, date_of};
use super::is_stated;
use super::prior::{Prior, in_range};
use crate::site::Site;
use crate::site::hold::{Held, Hold};

impl Filling<'_> {
    /// Whether a stated fact is a range, open to the grade of its evidence, or a date without a month.
    pub(super) fn is_inexact(&self, at: usize, path: &str) -> bool {
        match self.site.held(path) {
            Some(Held::Number(parts)) => {
                let [low, _, high] = self.spread_out(&self.typical.priors()[at], path, parts);
                low < high
            }
            Some(Held::Date(date)) => date.earliest_month() < date.latest_month(),
            _ => false,
        }
    }

    /// Gives a stated range, a number that its evidence leaves open, and a date without a month one value.
    pub(super) fn fix(
        &self,
        prior: &Prior,
        path: &str,
        filled: &mut Site,
        done: &[bool],
        pick: Pick,
    ) {
        match self.site.held(path) {
            Some(Held::Number(parts)) => {
                let range = self.spread_out(prior, path, parts);
                if range[0] < range[2] {
                    let uniform = self.uniform(path, prior.better, pick, filled);
                    let value = in_range(range, uniform);
                    let value = self.bounded(prior, value, [range[0], range[2]], filled, done);
                    let value = if prior.whole { value.round() } else { value };
                    filled.hold(path, Held::Number([value; 3]));
                }
            }
            Some(Held::Date(date)) if date.earliest_month() < date.latest_month() => {
                let uniform = self.uniform(path, prior.better, pick, filled);
                let (first, last) = (date.earliest_month(), date.latest_month());
                let months = f64::from(last - first + 1) * uniform;
                let month = f64::from(first) + months.floor();
                let ends = [f64::from(first), f64::from(last)];
                let month = self.bounded(prior, month, ends, filled, done);
                filled.hold(path, Held::Date(date_of(month)));
            }
            _ => {}
        }
    }

    /// What a stated number may be: its range, or as much about it as the grade of its evidence leaves open.
    pub(super) fn spread_out(&self, prior: &Prior, path: &str, parts: [f64; 3]) -> [f64; 3] {
        let [low, value, high] = parts;
        if low < high {
            return parts;
        }
        let width = self.spread(path) * prior.spread_of.unwrap_or(value.abs());
        let [least, most] = prior.unit;
        [(value - width).max(least), value, (value + width).min(most)]
    }

    /// The spread of the evidence on a fact or on the nearest section above it.
    pub(super) fn spread(&self, path: &str) -> f64 {
        let covers = |of: &str| {
            path.strip_prefix(of)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let nearest = self
            .spreads
            .iter()
            .filter(|(of, _)| covers(of))
            .max_by_key(|(of, _)| of.len());
        nearest.map_or(self.typical.spread.ungraded, |(_, spread)| *spread)
    }

    /// A value brought between what must not exceed it and what it must not exceed: those that have a value
    /// already, and the ends of those that are stated as ranges. Where the file contradicts itself, its own.
    pub(super) fn bounded(
        &self,
        prior: &Prior,
        value: f64,
        own: [f64; 2],
        filled: &Site,
        done: &[bool],
    ) -> f64 {
        let [mut low, mut high] = own;
        for fact in &prior.at_least {
            low = low.max(
                self.limits_of(fact, filled, done)
                    .map_or(low, |[low, _]| low),
            );
        }
        for fact in &prior.at_most {
            high = high.min(
                self.limits_of(fact, filled, done)
                    .map_or(high, |[_, high]| high),
            );
        }
        if low <= high {
            value.clamp(low, high)
        } else {
            value.clamp(own[0], own[1])
        }
    }

    pub(super) fn limits_of(&self, fact: &str, filled: &Site, done: &[bool]) -> Option<[f64; 2]> {
        let at = self.typical.position(fact)?;
        let prior = &self.typical.priors()[at];
        match filled.held(fact)? {
            Held::Number([value, _, high]) if done[at] || !is_stated(self.site, fact) => {
                Some([value, high])
            }
            Held::Number(parts) => {
                let [low, _, high] = self.spread_out(prior, fact, parts);
                Some([low, high])
            }
            Held::Date(date) => Some([
                f64::from(date.earliest_month()),
                f64::from(date.latest_month()),
            ]),
            _ => None,
        }
    }
}
