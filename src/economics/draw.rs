//! Quantiles of the laws that figures follow, and shocks that move together.
//!
//! Listed correlations form trees. Along a tree each shock is a share of its parent's and a rest of its own, so every
//! correlation between −1 and 1 can be had, and pairs that nobody listed follow: theirs is the product along the way. A
//! full matrix of the same figures breaks inside its own printed ranges.

use std::f64::consts::{PI, SQRT_2};

/// The number below which a share of a standard normal lies; shares are kept inside 1e-12..1 − 1e-12. Source: Wichura,
/// algorithm AS 241, to sixteen digits.
#[must_use]
pub fn normal_quantile(share: f64) -> f64 {
    let share = share.clamp(1e-12, 1.0 - 1e-12);
    let off = share - 0.5;
    if off.abs() <= 0.425 {
        let r = 0.180_625 - off * off;
        return off * ratio(r, &CENTER_UP, &CENTER_DOWN);
    }
    let tail = if off < 0.0 { share } else { 1.0 - share };
    let r = (-libm::log(tail)).sqrt();
    let far = if r <= 5.0 {
        ratio(r - 1.6, &MIDDLE_UP, &MIDDLE_DOWN)
    } else {
        ratio(r - 5.0, &FAR_UP, &FAR_DOWN)
    };
    far.copysign(off)
}

fn ratio(at: f64, up: &[f64; 8], down: &[f64; 8]) -> f64 {
    let sum = |of: &[f64; 8]| of.iter().rev().fold(0.0, |sum, of| sum * at + of);
    sum(up) / sum(down)
}

const CENTER_UP: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTER_DOWN: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const MIDDLE_UP: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const MIDDLE_DOWN: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_UP: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_DOWN: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_7e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

/// Share of a standard normal below a number. Source: Hart in West, *Better approximations to cumulative normal
/// functions*, 2005; to fourteen digits.
#[must_use]
pub fn normal_share(at: f64) -> f64 {
    const UP: [f64; 7] = [
        220.206_867_912_376,
        221.213_596_169_931,
        112.079_291_497_871,
        33.912_866_078_383,
        6.373_962_203_531_65,
        0.700_383_064_443_688,
        0.035_262_496_599_891_1,
    ];
    const DOWN: [f64; 8] = [
        440.413_735_824_752,
        793.826_512_519_948,
        637.333_633_378_831,
        296.564_248_779_674,
        86.780_732_202_946_1,
        16.064_177_579_207,
        1.755_667_163_182_64,
        0.088_388_347_648_318_4,
    ];
    let far = at.abs();
    if at.is_nan() {
        return 0.5;
    }
    let bell = libm::exp(-0.5 * far * far);
    let tail = if far > 37.0 {
        0.0
    } else if far < 7.071_067_811_865_47 {
        let sum = |of: &[f64]| of.iter().rev().fold(0.0, |sum, of| sum * far + of);
        bell * sum(&UP) / sum(&DOWN)
    } else {
        let fraction = far + 1.0 / (far + 2.0 / (far + 3.0 / (far + 4.0 / (far + 0.65))));
        bell / fraction / (SQRT_2 * PI.sqrt())
    };
    if at > 0.0 { 1.0 - tail } else { tail }
}

/// The two exponents of the beta distribution of a PERT, whose mean weighs likely four times. Source: Malcolm and others
/// 1959; law of `market.md` section 3.
fn beta_of(low: f64, likely: f64, high: f64) -> (f64, f64) {
    let part = 4.0 / (high - low);
    (1.0 + part * (likely - low), 1.0 + part * (high - likely))
}

/// Density of a beta distribution in an angle whose squared sine is the place in 0..1: smooth at both ends.
fn density(a: f64, b: f64, angle: f64) -> f64 {
    let (sine, cosine) = (libm::sin(angle).abs(), libm::cos(angle).abs());
    libm::pow(sine, 2.0 * a - 1.0) * libm::pow(cosine, 2.0 * b - 1.0)
}

/// Steps of a table of quantiles.
const STEPS: usize = 256;

/// Quantiles of a PERT, worked out once and read by straight lines between them: a draw costs a nanosecond.
#[derive(Debug, Clone, PartialEq)]
pub struct Pert {
    at: [f64; STEPS + 1],
}

impl Pert {
    /// Of low, likely and high.
    #[must_use]
    pub fn new(low: f64, likely: f64, high: f64) -> Self {
        const CELLS: u16 = 512;
        let mut at = [likely; STEPS + 1];
        let width = high - low;
        if width <= 0.0 {
            return Self { at };
        }
        // One walk over the angle with Simpson's rule in each cell, and the quantiles read off on the way.
        let (a, b) = beta_of(low, likely, high);
        let step = PI / 2.0 / f64::from(CELLS);
        let cell = |number: u16| {
            let from = step * f64::from(number);
            density(a, b, from)
                + 4.0 * density(a, b, from + 0.5 * step)
                + density(a, b, from + step)
        };
        let all: f64 = (0..CELLS).map(cell).sum();
        let (mut sum, mut place) = (0.0, 1_usize);
        for number in 0..CELLS {
            let part = cell(number) / all;
            while place < STEPS && sum + part >= crate::economics::lease::as_count(place) / 256.0 {
                let within = (crate::economics::lease::as_count(place) / 256.0 - sum) / part;
                let sine = libm::sin(step * (f64::from(number) + within));
                at[place] = low + width * sine * sine;
                place += 1;
            }
            sum += part;
        }
        at[0] = low;
        at[STEPS] = high;
        Self { at }
    }

    /// The number below which a share lies.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        let place = share.clamp(0.0, 1.0) * 256.0;
        // Within 0..STEPS, as `place` is within 0..=256; NaN becomes 0.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let step = (place as usize).min(STEPS - 1);
        let within = place - crate::economics::lease::as_count(step);
        let (below, above) = (self.at[step], self.at[step + 1]);
        below + within * (above - below)
    }
}

/// One shock given another.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Branch {
    node: usize,
    parent: Option<usize>,
    with_parent: f64,
    own: f64,
}

/// Why correlations are no trees.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TreeError {
    /// The pairs close a circle.
    #[error("the correlations close a circle at the pair number {0}; drop one pair of it")]
    Circle(usize),
    /// A correlation outside −1..1, or not a number.
    #[error("the correlation number {0} must lie between -1 and 1")]
    Outside(usize),
    /// A shock that does not exist, or a pair of one with itself.
    #[error("the correlation number {0} names a shock that does not exist, or one twice")]
    Unknown(usize),
}

/// Shocks of `N` quantities along the trees of their listed correlations.
#[derive(Debug, Clone, PartialEq)]
pub struct ShockTree<const N: usize> {
    order: Vec<Branch>,
}

impl<const N: usize> ShockTree<N> {
    /// Hangs each tree on the earliest of `roots` it holds, else on its first quantity. `wanted` leaves out what nothing
    /// wanted hangs on.
    ///
    /// # Errors
    /// When pairs close a circle, or a correlation is not one.
    pub fn new(
        pairs: &[(usize, usize, f64)],
        roots: &[usize],
        wanted: &[usize],
    ) -> Result<Self, TreeError> {
        let mut group: [usize; N] = std::array::from_fn(|node| node);
        for (number, &(one, other, r)) in pairs.iter().enumerate() {
            if one >= N || other >= N || one == other {
                return Err(TreeError::Unknown(number));
            }
            if r.is_nan() || r.abs() >= 1.0 {
                return Err(TreeError::Outside(number));
            }
            let (from, to) = (group[one], group[other]);
            if from == to {
                return Err(TreeError::Circle(number));
            }
            group
                .iter_mut()
                .filter(|of| **of == from)
                .for_each(|of| *of = to);
        }
        let mut order: Vec<Branch> = Vec::with_capacity(N);
        for root in roots.iter().copied().chain(0..N).filter(|root| *root < N) {
            if order.iter().any(|branch| branch.node == root) {
                continue;
            }
            let mut next = order.len();
            order.push(Branch {
                node: root,
                parent: None,
                with_parent: 0.0,
                own: 1.0,
            });
            while let Some(branch) = order.get(next).copied() {
                next += 1;
                for &(one, other, r) in pairs {
                    let child = match branch.node {
                        node if node == one => other,
                        node if node == other => one,
                        _ => continue,
                    };
                    if Some(child) != branch.parent {
                        order.push(Branch {
                            node: child,
                            parent: Some(branch.node),
                            with_parent: r,
                            own: (1.0 - r * r).sqrt(),
                        });
                    }
                }
            }
        }
        let mut kept = [false; N];
        for branch in order.iter().rev() {
            kept[branch.node] |= wanted.contains(&branch.node);
            if let (true, Some(parent)) = (kept[branch.node], branch.parent) {
                kept[parent] = true;
            }
        }
        order.retain(|branch| kept[branch.node]);
        Ok(Self { order })
    }

    /// How many numbers of its own a draw needs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether it draws nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Shocks, standard normal each, from uniforms in 0..1, one for each quantity in the order of the tree; what is missing
    /// counts as 0.5. A shock in `given` is taken as it is: its tree should hang on it, or nothing else on it.
    #[must_use]
    pub fn shocks(&self, uniforms: &[f64], given: &[(usize, f64)]) -> [f64; N] {
        let mut shocks = [0.0; N];
        for (place, branch) in self.order.iter().enumerate() {
            let stated = given.iter().find(|(node, _)| *node == branch.node);
            shocks[branch.node] = stated.map_or_else(
                || {
                    let own = normal_quantile(uniforms.get(place).copied().unwrap_or(0.5));
                    branch.parent.map_or(own, |parent| {
                        branch.with_parent * shocks[parent] + branch.own * own
                    })
                },
                |(_, shock)| *shock,
            );
        }
        shocks
    }
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
