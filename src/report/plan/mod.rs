//! The plan of a site: what its works cost, in what order, by when. One file for each format.

#[cfg(feature = "cli")]
pub(in crate::report) mod answers;
pub mod csv;
#[cfg(feature = "cli")]
mod gantt;
#[cfg(feature = "cli")]
pub(in crate::report) mod shown;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
mod waterfall;

use crate::record::SiteRecord;
use crate::rules::Route;

/// The name of a route that was tried.
pub(in crate::report) fn route_name(site: &SiteRecord, route: Route) -> &str {
    let found = site.routes.iter().find(|tried| tried.route() == route);
    found.map_or(site.route.name.as_str(), |tried| tried.name.as_str())
}
