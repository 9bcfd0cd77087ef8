//! All that there is to say of the money of a site.

use super::assessor::Routes;
use super::books::Books;
use super::judged::{Depth, Judged};
use super::{Assessment, Assessor, Detail, Details};
use crate::economics::budget::Offer;
use crate::economics::estate::{Estate, WhatIf};
use crate::economics::holdings;
use crate::economics::market::MarketFigures;
use crate::economics::report::{Input, Reckoning};
use crate::economics::tornado::{LOOKED, MovedFact};
use crate::hosting::Target;
use crate::plan;
use crate::site::Site;
use crate::site::path::{shape, text as path_text};
use crate::site::shape::Shape;
use crate::spread::Spread;
use crate::typical::{Draws, Move, Pick, To};
use crate::verdict::states_megawatts;

impl<'a> Assessor<'a> {
    /// Judges a site for a target, and says of its money all that there is; `None` where that is left out, or where the
    /// file states no megawatts.
    #[must_use]
    pub fn economics(
        &self,
        site: &Site,
        target: Target<'a>,
    ) -> (Assessment<'a>, Details<'a>, Option<Reckoning>) {
        let (judged, plans) = self.planned(site, target, &Routes::all(site));
        let (assessment, mut details) = self.detail(site, &judged, plans);
        details.cash_flows = judged.cash_flows(assessment.money.as_ref());
        let estate = judged.estate.as_ref().filter(|_| states_megawatts(site));
        let reckoning = estate.map(|estate| {
            let worths = estate.worths(&WhatIf::NONE);
            let draws = self.draws(site);
            let open = left_open(&draws, &judged);
            let moved = self.moved(site, &judged, &details, &open);
            let inputs = open.into_iter().map(|open| open.input).collect();
            Reckoning::of(estate, &worths, inputs, &moved, draws.layout().locale())
        });
        (assessment, details, reckoning)
    }

    /// The market that money is reckoned by; `None` where it is left out.
    #[must_use]
    pub fn market(&self) -> Option<&'a MarketFigures> {
        self.books.as_ref().map(Books::market)
    }

    /// What a site offers a budget on its better route; `None` where money is left out, or where the file states no
    /// megawatts.
    #[must_use]
    pub fn offer(&self, site: &Site, target: Target<'a>) -> Option<Offer> {
        let prepared = self.prepared(target);
        let depth = Depth::Row(Detail::Draws);
        let (judged, ()) = self.judge(site, &prepared, depth, &Routes::BETTER, |_| ());
        let estate = judged.estate.as_ref().filter(|_| states_megawatts(site));
        estate.map(Offer::of)
    }

    /// The site with each of the numbers that move most at both its ends: those of money, and those that the sweep found
    /// to move megawatts, M$ or months.
    fn moved(
        &self,
        site: &Site,
        judged: &Judged<'a>,
        details: &Details,
        open: &[Open],
    ) -> Vec<MovedFact<'a>> {
        let reach = |open: &Open| {
            let bar = details
                .sweep
                .bars
                .iter()
                .find(|bar| bar.fact == open.input.path);
            bar.map_or(0.0, |bar| {
                let (low, high) = (&bar.low.turnout, &bar.high.turnout);
                let apart =
                    |a: Option<f64>, b: Option<f64>| a.zip(b).map_or(0.0, |(a, b)| (a - b).abs());
                10.0 * (low.mw - high.mw).abs()
                    + apart(low.musd, high.musd)
                    + apart(low.months, high.months)
            })
        };
        let (money, mut others): (Vec<&Open>, Vec<&Open>) = open
            .iter()
            .filter(|open| open.is_number && (open.of_money || reach(open) > 0.0))
            .partition(|open| open.of_money);
        others.sort_by(|a, b| reach(b).total_cmp(&reach(a)).then(a.slot.cmp(&b.slot)));
        others.truncate(MOST_MOVED);
        let moved = money.into_iter().chain(others).filter_map(|open| {
            let tenths = Spread::of(&mut open.input.of_draws.clone())?;
            let slot = open.slot;
            let at = |to| self.estate_with(site, judged, Move { slot, to });
            Some(MovedFact {
                path: open.input.path.clone(),
                ends: [tenths.p10, tenths.p90],
                estates: [at(To::Low)?, at(To::High)?],
            })
        });
        moved.collect()
    }

    /// The first draws of a site with a fact moved in all of them, as money sees it.
    fn estate_with(&self, site: &Site, judged: &Judged<'a>, moved: Move) -> Option<Estate<'a>> {
        let draws = self.draws(site).first(LOOKED, vec![moved]);
        let depth = Depth::Row(Detail::Draws);
        let prepared = &judged.prepared;
        let routes = &Routes::BETTER;
        let (judged, ()) = self.judge_in(&draws, site, prepared, depth, routes, |_| ());
        judged.estate
    }
}

/// Facts that the file leaves open and that a plan, a row or money reads, in every draw.
fn left_open(draws: &Draws, judged: &Judged) -> Vec<Open> {
    let (mut values, mut columns): (Vec<f64>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
    for at in 0..draws.count() {
        let draw = draws.draw(Pick::Draw(at), &mut values);
        columns.resize_with(draw.layout().slots(), Vec::new);
        for (column, value) in columns.iter_mut().zip(draw.values()) {
            column.push(*value);
        }
    }
    let layout = draws.layout();
    let read_by_a_row = |path: &str| {
        let facts = judged.facts.iter().chain([&judged.facts_of_limits]);
        facts.flatten().any(|seen| seen.path == path)
    };
    let open = columns
        .into_iter()
        .enumerate()
        .filter_map(|(slot, of_draws)| {
            let moves = of_draws.windows(2).any(|pair| pair[0] != pair[1]);
            let whole = of_draws.iter().all(|value| value.is_finite());
            let (path, number) = (layout.path(slot), layout.fact(slot).0);
            let fact = path_text(number);
            let of_money = holdings::READS.contains(&fact);
            let matters = of_money || plan::READS.contains(&fact) || read_by_a_row(&path);
            (moves && whole && matters && fact != "as_of").then(|| Open {
                slot,
                of_money,
                is_number: matches!(shape(number), Some(Shape::Quantity { .. })),
                input: Input { path, of_draws },
            })
        });
    open.collect()
}

/// Facts beside those of money of which both ends are looked at.
const MOST_MOVED: usize = 12;

/// A fact that the file leaves open.
struct Open {
    slot: usize,
    of_money: bool,
    is_number: bool,
    input: Input,
}
