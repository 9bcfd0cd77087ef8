//! The tree of facts that the columns of a table are about.

use super::facts::{self, Fact};
use crate::site::shape::Shape;
use crate::source::Step;

/// A part of a site that some columns are about.
#[derive(Debug)]
pub(super) enum Branch {
    /// A single fact, in a column.
    Cell(usize, Shape),
    /// A section.
    Section(Vec<(&'static str, Branch)>),
    /// A list: as a whole in a column, by its items, or both.
    List(Option<(usize, Shape)>, Vec<Branch>),
}

impl Branch {
    fn for_shape(shape: Shape, column: usize) -> Self {
        match shape {
            Shape::Section(_) => Self::Section(Vec::new()),
            Shape::List(_) => Self::List(None, Vec::new()),
            _ => Self::Cell(column, shape),
        }
    }

    /// Adds a column; whether its place in a list can exist among so many columns.
    pub(super) fn grow(&mut self, fact: &Fact, columns: usize, column: usize) -> bool {
        let mut branch = self;
        for (step, shape) in fact.steps() {
            branch = match (step, branch) {
                (Step::Key(key), Self::Section(parts)) => {
                    let at = parts.iter().position(|(name, _)| *name == key);
                    let at = at.unwrap_or(parts.len());
                    if at == parts.len() {
                        // A path was checked against the shapes, whose names live as long as the program.
                        parts.push((facts::name(key), Self::for_shape(shape, column)));
                    }
                    &mut parts[at].1
                }
                (Step::Item(item), Self::List(_, items)) if item < columns => {
                    while items.len() <= item {
                        items.push(Self::for_shape(shape, usize::MAX));
                    }
                    if let Self::Cell(place, _) = &mut items[item] {
                        *place = column;
                    }
                    &mut items[item]
                }
                _ => return false,
            };
        }
        if let Self::List(whole, _) = branch {
            *whole = Some((column, fact.shape));
        }
        true
    }

    /// Whether every item of every list has a column.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Cell(column, _) => *column != usize::MAX,
            Self::Section(parts) => parts.iter().all(|(_, part)| part.is_whole()),
            Self::List(_, items) => items.iter().all(|item| {
                item.is_whole() && !matches!(item, Self::Section(parts) if parts.is_empty())
            }),
        }
    }
}
