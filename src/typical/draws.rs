//! Every draw of a site, one after the other.

use std::sync::Arc;

use super::Typical;
use super::bound::Bound;
use super::draw::{Draw, Layout};
use super::moved::Move;
use super::prior::Prior;
use super::stated::State;
use super::tables::{Column, Pick, Tables};
use super::uniforms::{Luck, Sample};
use crate::site::Site;
use crate::site::date::Date;
use crate::site::fact::Fact;
use crate::site::hold::{Held, Hold};
use crate::site::path;
use crate::site::shape::Shape;

/// The draws of one site.
#[derive(Debug)]
pub struct Draws<'a> {
    site: &'a Site,
    pub(super) bound: Bound<'a>,
    pub(super) priors: &'a [Prior],
    draws: usize,
    /// How many of them are looked at.
    looked: usize,
    /// What is moved in each of them.
    moves: Vec<Move>,
}

impl<'a> Draws<'a> {
    /// The draws of a site, each under the luck of what it goes by.
    #[must_use]
    pub fn of(typical: &'a Typical, site: &'a Site, sample: Sample) -> Self {
        let program = typical.program();
        let tables: Arc<Tables> = program.tables(sample);
        Self {
            site,
            bound: Bound::of(
                program,
                &typical.priors,
                &typical.spread,
                site,
                &tables,
                Luck::of(Self::goes_by(site), sample),
            ),
            priors: &typical.priors,
            draws: sample.draws,
            looked: sample.draws,
            moves: Vec::new(),
        }
    }

    /// The first of these draws, with some facts moved in each.
    #[must_use]
    pub(crate) fn first(self, most: usize, moves: Vec<Move>) -> Self {
        Self {
            looked: self.draws.min(most),
            moves,
            ..self
        }
    }

    /// What tells the luck of a site: its name, else its id. An id may come of the file that the site stands in, and
    /// the same text is the same site wherever it stands.
    #[must_use]
    pub fn goes_by(site: &Site) -> &str {
        site.name.get().or(site.id.get()).map_or("", String::as_str)
    }

    pub(super) fn bound(&self) -> &Bound<'a> {
        &self.bound
    }

    /// Where the facts stand.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.bound.layout
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.looked
    }

    /// The site in one draw, its values kept in `values`.
    #[must_use]
    pub fn draw<'v>(&'v self, pick: Pick, values: &'v mut Vec<f64>) -> Draw<'v> {
        if self.moves.is_empty() {
            self.bound.run(self.column(pick), values);
        } else {
            self.bound
                .run_moved(self.column(pick), self.draws, &self.moves, values);
        }
        self.without_texts(values)
    }

    /// A draw for calculators, which read no texts.
    pub(super) fn without_texts<'v>(&'v self, values: &'v mut [f64]) -> Draw<'v> {
        for slot in &self.bound.texts {
            values[*slot] = f64::NAN;
        }
        Draw::of(&self.bound.layout, values)
    }

    /// What a draw has at a slot, as a file would state it.
    pub(crate) fn held_at(&self, slot: usize, values: &[f64]) -> Option<(String, Held<'a>)> {
        let value = values.get(slot).copied().filter(|value| !value.is_nan())?;
        let path = self.bound.layout.path(slot);
        let held = self.held(&path, value)?;
        Some((path, held))
    }

    /// One draw as a site that states everything. It carries neither evidence nor notes: its values are nobody's
    /// statement, and no calculator reads them.
    #[must_use]
    pub fn site(&self, pick: Pick) -> Site {
        let mut site = Site {
            evidence: Fact::default(),
            notes: Fact::default(),
            ..self.site.clone()
        };
        let mut values = Vec::new();
        self.bound.run(self.column(pick), &mut values);
        for slot in 0..values.len() {
            if self.bound.states[slot] != State::Exact
                && let Some((path, held)) = self.held_at(slot, &values)
            {
                site.hold(&path, held);
            }
        }
        site
    }

    /// How many draws were made, of which some may not be looked at.
    pub(super) fn drawn(&self) -> usize {
        self.draws
    }

    fn column(&self, pick: Pick) -> Column {
        Column::of(pick, self.draws)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positions, lengths and months"
    )]
    fn held(&self, path: &str, value: f64) -> Option<Held<'a>> {
        Some(match path::shape(path::find(path)?)? {
            Shape::Quantity { .. } => Held::Number([value; 3]),
            Shape::Word(words) => Held::Word(words.get(value as usize)?.name),
            Shape::Flag => Held::Flag(value > 0.5),
            Shape::Text | Shape::Country => {
                Held::Text(self.bound.program.texts.get(value as usize)?)
            }
            Shape::Date => Held::Date(Date::of_month(value as i32)),
            Shape::List(_) => Held::List(value as usize),
            Shape::Section(_) => return None,
        })
    }
}
