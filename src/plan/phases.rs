//! How many megawatts stand after each work, and what binds them: the plan of the median draw.

use super::Limits;
use super::blueprint::Blueprint;
use super::size::ground_mw;
use super::standing::Standing;
use super::works::Work;
use crate::capacity::Column;
use crate::engineering::LimitId;

/// What megawatts hang on in the median draw.
#[derive(Debug)]
pub(super) struct Middle {
    pub limits: Limits,
    /// What holds the planned MW down.
    pub bound_by: Vec<&'static str>,
}

/// Of the standing of a site in its median draw.
pub(super) fn middle(blueprint: &Blueprint, median: &Standing) -> Middle {
    let in_place = blueprint.in_place;
    let bound_by = if ground_mw(median.case, in_place) >= median.limits.ceiling_mw() {
        let binding = median.limits.binding(Column::Ceiling);
        binding.map(LimitId::label).collect()
    } else if in_place {
        vec!["the floor of the standing hall"]
    } else {
        vec!["land to build on"]
    };
    Middle {
        limits: *median.limits,
        bound_by,
    }
}

impl Middle {
    /// The limit that a work lifts, and the MW that the full plan loses when it stays as it is today. What stands of
    /// floor is of no use to a hall that is yet to be built.
    pub(super) fn at_stake(&self, limit: LimitId, planned: f64, in_place: bool) -> Option<f64> {
        let today = if limit == LimitId::Halls && !in_place {
            0.0
        } else {
            self.limits.limit(limit)?
        };
        Some((planned - today).max(0.0))
    }

    /// MW that stand after each work in order: the smallest of the limits that no finished work has lifted.
    pub(super) fn cumulative(&self, works: &[Work], planned: f64) -> Vec<f64> {
        let stated = self.limits.today_mw().min(planned);
        let mut standing = vec![planned; works.len()];
        let mut least = planned;
        // From the last work to the first: what stands after a work is bound by the works behind it.
        for (standing, work) in standing.iter_mut().zip(works).rev() {
            *standing = least.max(stated);
            least = work
                .mw_at_stake
                .map_or(least, |stake| least.min(planned - stake));
        }
        standing
    }
}
