use super::*;
use crate::economics::near;
use proptest::prelude::*;

/// A uniform that follows from the draw and the dimension (splitmix64).
fn scattered(draw: u32, dimension: u32) -> f64 {
    let mut bits =
        (u64::from(draw) << 8 | u64::from(dimension)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    f64::from((bits >> 32) as u32) / 4_294_967_296.0
}

#[test]
fn normal_quantiles() {
    for (share, at) in [
        (0.5, 0.0),
        (0.9, 1.281_551_565_544_600_4),
        (0.975, 1.959_963_984_540_054),
        (0.001, -3.090_232_306_167_813_5),
        (1e-10, -6.361_340_902_404_056),
    ] {
        assert!((normal_quantile(share) - at).abs() < 1e-9, "{share}");
        assert!((normal_share(at) - share).abs() < 1e-12, "{at}");
    }
    assert!(normal_quantile(0.0).is_finite() && normal_quantile(1.0).is_finite());
    assert_eq!(normal_share(40.0), 1.0);
}

#[test]
fn pert_agrees_with_its_moments() {
    // Mean (low + 4 likely + high) / 6, variance (mean - low)(high - mean) / 7.
    let pert = Pert::new(112.0, 128.0, 157.0);
    let draws: Vec<f64> = (0..4000)
        .map(|draw| pert.quantile((f64::from(draw) + 0.5) / 4000.0))
        .collect();
    let mean = draws.iter().sum::<f64>() / 4000.0;
    near(mean, (112.0 + 4.0 * 128.0 + 157.0) / 6.0, 1e-4);
    let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 4000.0;
    near(variance, (mean - 112.0) * (157.0 - mean) / 7.0, 0.01);
    // A symmetric one is a beta(3, 3): a tenth lies below 0.2466.
    near(Pert::new(0.0, 0.5, 1.0).quantile(0.1), 0.246_636, 2e-3);
    assert_eq!(Pert::new(3.0, 3.0, 3.0).quantile(0.7), 3.0);
    assert_eq!(pert.quantile(0.0), 112.0);
    assert_eq!(pert.quantile(1.0), 157.0);
}

#[test]
fn unlisted_pairs_follow() {
    // 0 - 1 - 2: what 0 and 2 share goes through 1. Hung on the middle or on an end, it is the same law.
    for root in 0..3 {
        let tree = ShockTree::<3>::new(&[(0, 1, 0.8), (1, 2, -0.6)], &[root], &[0, 1, 2]).unwrap();
        let mut sums = [[0.0; 3]; 3];
        let draws = 40_000;
        for draw in 0..draws {
            let uniforms: Vec<f64> = (0..3).map(|dimension| scattered(draw, dimension)).collect();
            let shocks = tree.shocks(&uniforms, &[]);
            for (one, row) in sums.iter_mut().enumerate() {
                for (other, sum) in row.iter_mut().enumerate() {
                    *sum += shocks[one] * shocks[other] / f64::from(draws);
                }
            }
        }
        for (one, other, r) in [
            (0, 1, 0.8),
            (1, 2, -0.6),
            (0, 2, -0.48),
            (0, 0, 1.0),
            (2, 2, 1.0),
        ] {
            assert!(
                (sums[one][other] - r).abs() < 0.02,
                "{root}: {one} {other} {}",
                sums[one][other]
            );
        }
    }
}

#[test]
fn only_what_is_wanted_is_drawn() {
    let pairs = [(0, 1, 0.5), (1, 2, 0.5), (1, 3, 0.5)];
    assert_eq!(ShockTree::<5>::new(&pairs, &[0], &[1]).unwrap().len(), 2);
    assert_eq!(ShockTree::<5>::new(&pairs, &[3], &[0]).unwrap().len(), 3);
    assert_eq!(
        ShockTree::<5>::new(&pairs, &[], &[0, 1, 2, 3, 4])
            .unwrap()
            .len(),
        5
    );
    assert!(ShockTree::<5>::new(&pairs, &[], &[]).unwrap().is_empty());
}

#[test]
fn what_is_given_carries_on() {
    let tree = ShockTree::<2>::new(&[(0, 1, 0.5)], &[1], &[0, 1]).unwrap();
    let shocks = tree.shocks(&[0.3, 0.5], &[(1, 2.0)]);
    assert_eq!(shocks, [1.0, 2.0]);
}

#[test]
fn what_is_no_tree() {
    let circle = [(0, 1, 0.5), (1, 2, 0.5), (2, 0, 0.5)];
    assert_eq!(
        ShockTree::<3>::new(&circle, &[], &[0]),
        Err(TreeError::Circle(2))
    );
    assert_eq!(
        ShockTree::<3>::new(&[(0, 1, 1.0)], &[], &[0]),
        Err(TreeError::Outside(0))
    );
    assert_eq!(
        ShockTree::<3>::new(&[(0, 1, f64::NAN)], &[], &[0]),
        Err(TreeError::Outside(0))
    );
    assert_eq!(
        ShockTree::<3>::new(&[(0, 3, 0.1)], &[], &[0]),
        Err(TreeError::Unknown(0))
    );
}

proptest! {
    #[test]
    fn quantiles_rise(low in -10.0..0.0_f64, width in 0.1..20.0_f64, turn in 0.0..1.0_f64, one in 0.0..1.0_f64, other in 0.0..1.0_f64) {
        let (likely, high) = (low + turn * width, low + width);
        let pert = Pert::new(low, likely, high);
        let (less, more) = (one.min(other), one.max(other));
        prop_assert!(pert.quantile(less) <= pert.quantile(more) + 1e-9);
        prop_assert!((low..=high).contains(&pert.quantile(one)));
    }

    #[test]
    fn a_quantile_is_the_other_way_round(share in 1e-6..0.999_999_f64) {
        prop_assert!((normal_share(normal_quantile(share)) - share).abs() < 1e-12);
    }
}
