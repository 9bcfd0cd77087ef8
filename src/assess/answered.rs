//! What the best answers make of a verdict, worked out over all draws.

use super::drawn::{Desk, judge};
use super::moving::Mover;
use super::prepared::Prepared;
use super::sweep::{Answer, Sweep, sweep};
use crate::site::Site;
use crate::typical::{Draws, Pick, Sample, Typical};
use crate::verdict::Chances;

/// So many answers are worked out over all draws.
const BEST: usize = 3;

/// The sweep of a site, and the chances of its verdict after the best answers together; `None` where nothing hangs
/// on any.
pub(super) fn answered(
    typical: &Typical,
    sample: Sample,
    site: &Site,
    prepared: &Prepared,
) -> (Sweep, Option<Chances>) {
    let draws = Draws::of(typical, site, sample);
    let mut mover = Mover::of(site, &draws, prepared, sample);
    let mut sweep = sweep(&mut mover, prepared);
    let market = prepared.market(sample);
    let chances = |answered: &Site| {
        let draws = Draws::of(typical, answered, sample);
        let named = answered.halls.is_known();
        let (mut values, mut desk) = (Vec::new(), Desk::default());
        Chances::of((0..draws.count()).map(|at| {
            let draw = draws.draw(Pick::Draw(at), &mut values);
            judge(draw, market.in_draw(at), prepared, named, &mut desk)
                .decision
                .word
        }))
    };
    let mut together = site.clone();
    let mut best = 0;
    for asked in sweep.inquiries.iter_mut().take(BEST) {
        if !asked.matters() {
            break;
        }
        best += 1;
        let mut chance_with = |answer: &Answer| {
            let mut answered = site.clone();
            mover.draw(&answer.moves);
            mover.state(&asked.slots, &mut answered);
            chances(&answered).converting()
        };
        let (good, bad) = (chance_with(&asked.good), chance_with(&asked.bad));
        asked.good.converting = Some(good);
        asked.bad.converting = Some(bad);
        mover.draw(&asked.good.moves);
        mover.state(&asked.slots, &mut together);
    }
    let after = (best > 0).then(|| chances(&together));
    (sweep, after)
}
