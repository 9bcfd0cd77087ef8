//! Single draws of a site under a luck of their own, for whoever holds them against what a report says.

use super::Assessor;
use super::drawn::{Desk, carried, judge};
use crate::hosting::Target;
use crate::site::Site;
use crate::typical::{Draws, Pick, Sample};
use crate::verdict::Word;

/// What one draw of a site comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SingleDraw {
    /// What to do.
    pub(crate) word: Word,
    /// Convertibility.
    pub(crate) convertibility: f64,
    /// Critical IT MW that firm grid power and land allow.
    pub(crate) ceiling_mw: f64,
    /// Whether it carries the tenant's least MW on the route of the median draw, as the MW of a report count draws.
    pub(crate) carries_least: bool,
}

impl<'a> Assessor<'a> {
    /// A site in each draw of another sample than that of its report.
    #[must_use]
    pub(crate) fn single_draws(
        &self,
        site: &Site,
        target: Target<'a>,
        sample: Sample,
    ) -> Vec<SingleDraw> {
        let prepared = self.prepared(target);
        let draws = Draws::of(self.typical, site, sample);
        let named = site.halls.is_known();
        let (mut values, mut desk) = (Vec::new(), Desk::default());
        let median = draws.draw(Pick::Median, &mut values);
        let market = prepared.market(sample);
        let route = judge(median, market.usual(), &prepared, named, &mut desk).route;
        let mut single = |at| {
            let draw = draws.draw(Pick::Draw(at), &mut values);
            let outcome = judge(draw, market.in_draw(at), &prepared, named, &mut desk);
            let mw = carried(draw, &prepared, route, &outcome.capacity, &desk.climates);
            SingleDraw {
                word: outcome.decision.word,
                convertibility: outcome.convertibility,
                ceiling_mw: outcome.capacity.ceiling_mw(),
                carries_least: prepared.carries(mw),
            }
        };
        (0..draws.count()).map(&mut single).collect()
    }
}
