use super::*;
use proptest::prelude::*;

/// Offers of which each block is told by what it costs and what it is worth beyond those before it.
fn offers(sites: &[Vec<(u8, i8)>]) -> Vec<Offer> {
    let offer = |blocks: &Vec<(u8, i8)>| {
        let mut all = Stage::NOTHING;
        let stages = blocks.iter().map(|(capital, value)| {
            all.add(Stage {
                mw: 1.0,
                capital_musd: f64::from(*capital),
                value_musd: f64::from(*value),
            });
            all
        });
        Offer {
            stages: stages.collect(),
            share: 1.0,
        }
    };
    sites.iter().map(offer).collect()
}

fn some_offers() -> impl Strategy<Value = Vec<Offer>> {
    let blocks = prop::collection::vec((0_u8..60, -20_i8..30), 0..4);
    prop::collection::vec(blocks, 0..5).prop_map(|sites| offers(&sites))
}

/// Capital and worth of every choice there is.
fn every_choice(offers: &[Offer]) -> Vec<(f64, f64)> {
    let mut choices = vec![(0.0, 0.0)];
    for offer in offers {
        let stages: Vec<Stage> = (0..=offer.stages.len()).map(|n| offer.first(n)).collect();
        let with = |(capital, value): &(f64, f64)| -> Vec<(f64, f64)> {
            let each = stages.iter();
            each.map(|stage| (capital + stage.capital_musd, value + stage.value_musd))
                .collect()
        };
        choices = choices.iter().flat_map(with).collect();
    }
    choices
}

fn most(choices: &[(f64, f64)], budget: f64) -> f64 {
    let within = choices
        .iter()
        .filter(|(capital, _)| *capital <= budget + 1e-9);
    within.map(|(_, value)| *value).fold(0.0, f64::max)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_budget_buys_the_best_of_every_choice(offers in some_offers(), budget in 0_u8..200) {
        let choices = every_choice(&offers);
        let budget = f64::from(budget);
        let Spending { bought, next, .. } = spend(&offers, budget).unwrap();
        let best = most(&choices, budget);
        prop_assert!(close(bought.value_musd, best), "{best} {bought:?}");
        prop_assert_eq!(bought.gap, 0.0);
        prop_assert!(bought.capital_musd <= budget + 1e-6);
        let stages: Vec<Stage> =
            offers.iter().zip(&bought.blocks).map(|(offer, blocks)| offer.first(*blocks)).collect();
        let sum = |of: fn(&Stage) -> f64| stages.iter().map(of).sum::<f64>();
        prop_assert!(close(sum(|stage| stage.capital_musd), bought.capital_musd));
        prop_assert!(close(sum(|stage| stage.value_musd), bought.value_musd));

        // The next is the best of the least budget that buys more.
        let better = choices.iter().filter(|(_, value)| *value > best + 0.5);
        let least = better.map(|(capital, _)| *capital).reduce(f64::min);
        match (least, next) {
            (None, None) => {}
            (Some(least), Some(next)) => {
                prop_assert!(least > budget && close(next.capital_musd, least), "{least} {next:?}");
                prop_assert!(close(next.value_musd, most(&choices, least)));
            }
            (least, next) => prop_assert!(false, "{least:?} {next:?}"),
        }
    }

    #[test]
    fn more_budget_is_never_worth_less_and_is_worth_its_shadow_at_most(
        offers in some_offers(), a in 0_u8..200, b in 0_u8..200
    ) {
        let of = |budget: u8| spend(&offers, f64::from(budget)).unwrap();
        let (small, large) = (of(a.min(b)), of(a.max(b)));
        prop_assert!(large.bought.value_musd >= small.bought.value_musd - 1e-6);
        prop_assert!(large.shadow <= small.shadow + 1e-6, "{} {}", small.shadow, large.shadow);
    }
}

#[test]
fn nothing_is_built_where_all_lose() {
    let all_lose = offers(&[vec![(10, -5), (10, 4)], vec![(0, -1)], vec![]]);
    for (offers, budget) in [
        (all_lose, 1e6),
        (Vec::new(), 1e6),
        (offers(&[vec![(10, 5)]]), 9.0),
    ] {
        let spending = spend(&offers, budget).unwrap();
        assert!(spending.bought.blocks.iter().all(|blocks| *blocks == 0));
        let none = (spending.bought.capital_musd, spending.bought.value_musd);
        assert_eq!(none, (0.0, 0.0));
    }
}

#[test]
fn a_block_that_loses_is_built_for_one_behind_it_that_earns() {
    let offers = offers(&[vec![(10, -5), (10, 8)], vec![(20, 2)]]);
    let spending = spend(&offers, 20.0).unwrap();
    assert_eq!(spending.bought.blocks, [2, 0]);
    let next = spending.next.unwrap();
    assert_eq!((next.blocks, next.capital_musd), (vec![2, 1], 40.0));
    assert!(close(spending.shadow, 0.1), "{}", spending.shadow);
}

/// Sites of some blocks whose worth for each M$ falls along a site and differs little from site to site: what a solver
/// finds hardest to tell apart.
fn alike(sites: u32, blocks: u32) -> Vec<Offer> {
    let site = |at: u32| {
        let mut all = Stage::NOTHING;
        let stages = (0..blocks).map(|block| {
            let luck = f64::from((at * 37 + block * 17) % 101) / 101.0;
            let capital_musd = 40.0 + 30.0 * luck + f64::from(at % 7);
            let each = 0.3 - 0.02 * f64::from(block) + 0.05 * luck;
            all.add(Stage {
                mw: 1.0,
                capital_musd,
                value_musd: each * capital_musd,
            });
            all
        });
        Offer {
            stages: stages.collect(),
            share: 1.0,
        }
    };
    (0..sites).map(site).collect()
}

#[test]
fn a_portfolio_is_proven_and_a_large_one_nearly_so() {
    for (sites, blocks, gap) in [(20, 4, 0.0), (60, 10, 0.001)] {
        let offers = alike(sites, blocks);
        let all: f64 = offers
            .iter()
            .map(|offer| offer.first(usize::try_from(blocks).unwrap()).capital_musd)
            .sum();
        let Spending { bought, next, .. } = spend(&offers, all / 3.0).unwrap();
        assert!(bought.gap <= gap, "{sites}: {}", bought.gap);
        assert!(bought.capital_musd > all / 3.0 - 40.0);
        assert!(next.unwrap().value_musd > bought.value_musd);
    }
}
