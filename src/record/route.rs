//! A route as a record writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::Points;
use crate::rules::Route;

/// Ways to convert a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteWord {
    /// In a hall that stands.
    InPlace,
    /// In a new hall.
    NewHall,
}

impl RouteWord {
    /// The word of a route, and the position of its hall where it names one.
    #[must_use]
    pub fn of(route: Route) -> (Self, Option<usize>) {
        match route {
            Route::InPlace(hall) => (Self::InPlace, hall),
            Route::NewHall => (Self::NewHall, None),
        }
    }

    /// The route of this word and that hall.
    #[must_use]
    pub fn route(self, hall: Option<usize>) -> Route {
        match self {
            Self::InPlace => Route::InPlace(hall),
            Self::NewHall => Route::NewHall,
        }
    }
}

/// A route and what it scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RouteEntry {
    /// in-place or new-hall.
    #[schemars(with = "String")]
    pub word: RouteWord,
    /// Position of the hall in the file, from 0; left out where it is none of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hall: Option<usize>,
    /// The route in words.
    pub name: String,
    /// Convertibility on this route.
    pub score: Points,
}

impl RouteEntry {
    /// The route itself.
    #[must_use]
    pub fn route(&self) -> Route {
        self.word.route(self.hall)
    }
}
