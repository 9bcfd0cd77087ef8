//! What a plan is drafted from.

use super::prices::PriceList;
use crate::capacity::Capacity;
use crate::hosting::Target;
use crate::rules::{Finding, Route};
use crate::site::Site;

/// What a plan of a route is drafted from.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'s, 'a> {
    /// The site.
    pub site: &'s Site,
    /// What is to be hosted.
    pub target: Target<'s>,
    /// The findings that count on the route.
    pub findings: &'s [&'s Finding<'a>],
    /// The route.
    pub route: Route,
    /// What the site carries.
    pub capacity: &'s Capacity,
    /// What work costs.
    pub prices: &'a PriceList,
}
