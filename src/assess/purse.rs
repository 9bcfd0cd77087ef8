//! The site as money sees it, draw by draw.

use std::sync::Arc;

use super::books::Books;
use super::drawn::Outcome;
use crate::economics::courses::Courses;
use crate::economics::estate::{Estate, Judgment};
use crate::economics::holdings::Holdings;
use crate::hosting::Target;
use crate::plan::Costing;
use crate::site::Site;
use crate::site::path::fact_path;
use crate::typical::{Draw, Draws, Sample};
use crate::verdict::Word;

/// Takes in what money needs of a site while its draws are judged.
pub(super) struct Purse<'a> {
    estate: Option<Estate<'a>>,
    begin: Option<(Arc<Courses<'a>>, Target<'a>, String)>,
}

impl<'a> Purse<'a> {
    /// Of a site; nothing is kept without books.
    pub(super) fn open(
        books: Option<&Books<'a>>,
        sample: Sample,
        site: &Site,
        target: &Target<'a>,
    ) -> Self {
        Self {
            estate: None,
            begin: books.map(|books| {
                let name = Draws::goes_by(site).to_owned();
                (books.courses(sample), *target, name)
            }),
        }
    }

    /// The next draw, the median first, with what its better route costs.
    pub(super) fn put(&mut self, draw: &Draw, outcome: &Outcome, costing: Option<&Costing>) {
        let courses = match (&self.begin, &self.estate) {
            (Some((courses, ..)), _) => courses,
            (None, Some(estate)) => estate.courses(),
            (None, None) => return,
        };
        let holdings = Holdings::of(draw, courses.discounts.rates().site);
        let outlays = costing.map_or_else(Vec::new, Costing::last_outlays);
        let judgment = Judgment {
            converts: outcome.decision.word.rank() > Word::KeepMining.rank(),
            convertibility: outcome.convertibility,
        };
        if let Some((courses, target, name)) = self.begin.take() {
            let start = draw.get(fact_path!("as_of"));
            let mut estate = Estate::begin(courses, &target, &name, start);
            estate.set_median(holdings, judgment, &outlays);
            self.estate = Some(estate);
        } else if let Some(estate) = &mut self.estate {
            estate.add(holdings, judgment, &outlays);
        }
    }

    pub(super) fn estate(self) -> Option<Estate<'a>> {
        self.estate
    }
}
