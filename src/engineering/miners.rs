//! The machines of a mine.

use crate::site::mining::Machines;
use crate::site::path::fact_path;
use crate::typical::Draw;

/// The machines of a mine in one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Miners {
    /// MW drawn for them, cooling included.
    pub(crate) mw: f64,
    /// Their efficiency by their own power, J/TH; at least 1.
    pub(crate) j_per_th: f64,
    /// MW drawn for each MW of them; at least 1.
    pub(crate) pue: f64,
    /// Whether they are customers'.
    pub(crate) hosted: bool,
}

impl Miners {
    /// Those of a draw; of several classes all together, whose efficiency is that of their hashrate.
    #[must_use]
    pub(crate) fn of(draw: &Draw) -> Self {
        let (mut mw, mut hashrate) = (0.0, 0.0);
        for class in draw.list(fact_path!("mining.machines")) {
            let of_class = class.number(fact_path!("mining.machines[].mw"));
            let j_per_th = class.number(fact_path!("mining.machines[].efficiency_j_per_th"));
            mw += of_class;
            hashrate += of_class / j_per_th.max(1.0);
        }
        let (mw, j_per_th) = if hashrate > 0.0 {
            (mw, mw / hashrate)
        } else {
            let j_per_th = draw.number(fact_path!("mining.efficiency_j_per_th"));
            (
                draw.number(fact_path!("mining.fleet_mw")),
                j_per_th.max(1.0),
            )
        };
        Self {
            mw,
            j_per_th,
            pue: draw.number(fact_path!("mining.pue")).max(1.0),
            hosted: draw.word(fact_path!("mining.hosting")) == Some(Machines::Hosted),
        }
    }

    /// EH/s that the owner's machines hash on some MW of what is drawn; none where they are customers'.
    #[must_use]
    pub(crate) fn own_eh(&self, mw: f64) -> f64 {
        if self.hosted {
            0.0
        } else {
            // A MW at 1 J/TH is 1 EH/s.
            mw.min(self.mw) / (self.j_per_th * self.pue)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::at_median;
    use super::*;

    fn of(mining: &str) -> Miners {
        at_median("nvl72", &format!("name: A\nmining: {{{mining}}}"), |case| {
            Miners::of(&case.draw)
        })
    }

    #[test]
    fn classes_of_machines_are_one_fleet_of_their_hashrate() {
        let mixed = of("fleet_mw: 500, efficiency_j_per_th: 50, \
                        machines: [{mw: 60, efficiency_j_per_th: 15}, {mw: 30, efficiency_j_per_th: 30}]");
        assert_eq!((mixed.mw, mixed.j_per_th), (90.0, 18.0));
        let one = of("fleet_mw: 50, efficiency_j_per_th: 20, pue: 1.25");
        assert_eq!((one.mw, one.j_per_th, one.pue), (50.0, 20.0, 1.25));
    }

    #[test]
    fn hashrate_is_what_the_machines_take_of_what_is_drawn() {
        let own = of("fleet_mw: 50, efficiency_j_per_th: 20, pue: 1.25, hosting: own");
        assert_eq!((own.own_eh(100.0), own.own_eh(25.0)), (2.0, 1.0));
        let hosted = of("fleet_mw: 50, efficiency_j_per_th: 20, hosting: hosted");
        assert_eq!(hosted.own_eh(100.0), 0.0);
    }
}
