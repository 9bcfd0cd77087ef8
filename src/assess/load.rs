//! From the limits of all draws to what a site carries.

use super::ends::{Bounds, Open};
use super::judged::{Judged, spread};
use crate::capacity::Column;
use crate::engineering::LimitId;
use crate::spread::Bounded;

/// One limit over the draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Which.
    pub id: LimitId,
    /// Whether it limits today's load or the ceiling.
    pub column: Column,
    /// Critical IT MW it allows.
    pub mw: Bounded,
    /// Share of the draws in which it is what holds its column down.
    pub binds: f64,
}

/// The critical IT load a site carries, over the draws that carry the tenant's least; over all where none does.
#[derive(Debug, Clone, PartialEq)]
pub struct CriticalLoad {
    /// Share of the draws that carry the tenant's least MW.
    pub share: f64,
    /// MW that stand ready today.
    pub today_mw: Bounded,
    /// MW that firm grid power and land allow.
    pub ceiling_mw: Bounded,
    /// Every limit that counts for the target, widest first within its column.
    pub limits: Vec<Limit>,
}

impl CriticalLoad {
    /// What holds a column down in half of the draws and more, else what does so most often.
    pub(crate) fn binding(&self, column: Column) -> impl Iterator<Item = &Limit> {
        let of_column = move |l: &&Limit| l.column == column && l.binds > 0.0;
        let most = self
            .limits
            .iter()
            .filter(of_column)
            .map(|l| l.binds)
            .fold(0.0, f64::max);
        self.limits
            .iter()
            .filter(of_column)
            .filter(move |l| l.binds >= most.min(0.5))
    }
}

pub(super) fn critical_load(judged: &Judged) -> CriticalLoad {
    let ids = LimitId::ALL
        .iter()
        .copied()
        .filter(|id| judged.median.capacity.limit(*id).is_some() || counts(judged, *id));
    let mut limits: Vec<Limit> = ids.map(|id| limit(judged, id)).collect();
    // Widest first; the sort is stable, so ties keep the order of the limits.
    limits.sort_by(|a, b| {
        (a.column == Column::Ceiling)
            .cmp(&(b.column == Column::Ceiling))
            .then(b.mw.spread.p50.total_cmp(&a.mw.spread.p50))
    });
    let column = |column| ends(judged, |bounds| bounds.column_mw(column));
    let today_mw = judged.over_carrying(|o| o.capacity.today_mw());
    let ceiling_mw = judged.over_carrying(|o| o.capacity.ceiling_mw());
    CriticalLoad {
        share: judged.share_carrying(),
        today_mw: Bounded::within(today_mw, column(Column::Today)),
        ceiling_mw: Bounded::within(ceiling_mw, column(Column::Ceiling)),
        limits,
    }
}

/// What bounds something, where that was asked for.
pub(super) fn ends(judged: &Judged, of: impl Fn(&Bounds) -> Open) -> Open {
    judged.bounds.as_ref().map_or([None; 2], of)
}

fn counts(judged: &Judged, id: LimitId) -> bool {
    judged.draws.iter().any(|o| o.capacity.limit(id).is_some())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no run has more draws than 53 bits count"
)]
fn limit(judged: &Judged, id: LimitId) -> Limit {
    let column = id.column();
    // A workload that does without in some draws has no limit there.
    let values: Vec<f64> = judged
        .draws
        .iter()
        .filter_map(|o| o.capacity.limit(id))
        .collect();
    let middle = judged
        .median
        .capacity
        .limit(id)
        .or(values.first().copied())
        .unwrap_or(0.0);
    let binding = judged
        .draws
        .iter()
        .filter(|o| o.capacity.binding(column).any(|other| other == id))
        .count();
    Limit {
        id,
        column,
        mw: Bounded::within(
            spread(values, middle),
            ends(judged, |bounds| bounds.limit_mw(id)),
        ),
        binds: binding as f64 / judged.draws.len().max(1) as f64,
    }
}
