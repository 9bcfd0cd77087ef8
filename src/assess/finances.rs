//! What money says of a site beside what the engineering does.

use super::drawn::Outcome;
use crate::economics::reckoning::{Economics, Means};
use crate::economics::ways::Alternative;
use crate::rules::numbers;
use crate::verdict::Word;

/// What money says of a site beside what the engineering does.
#[derive(Debug, Clone, PartialEq)]
pub struct Finances {
    /// What each way of using it is worth.
    pub economics: Economics,
    /// The less hopeful of both verdicts.
    pub verdict: WithMoney,
}

/// The less hopeful of what engineering and money say.
#[derive(Debug, Clone, PartialEq)]
pub struct WithMoney {
    /// What to do.
    pub word: Word,
    /// Share of the draws in which both together say so; of a bridge or converting, so or something more hopeful.
    pub chance: f64,
    /// Why.
    pub reason: String,
}

impl WithMoney {
    pub(super) fn of(economics: &Economics, verdict: Word, draws: &[Outcome]) -> Self {
        let word = less_hopeful(verdict, economics.best);
        let pairs = draws.iter().zip(&economics.winners);
        let alike = pairs.filter(|(draw, best)| {
            let says = less_hopeful(draw.decision.word, **best).rank();
            if word.rank() > Word::KeepMining.rank() {
                says >= word.rank()
            } else {
                says == word.rank()
            }
        });
        #[expect(
            clippy::cast_precision_loss,
            reason = "no run has more draws than 53 bits count"
        )]
        let chance = alike.count() as f64 / draws.len().max(1) as f64;
        Self {
            word,
            chance,
            reason: reason(economics, verdict, word),
        }
    }
}

fn less_hopeful(verdict: Word, best: Option<Alternative>) -> Word {
    let word = match best.map(Alternative::means) {
        Some(Means::Converting) => return verdict,
        Some(Means::Bridge) => Word::Bridge,
        Some(Means::KeepMining) | None => Word::KeepMining,
    };
    if word.rank() < verdict.rank() {
        word
    } else {
        verdict
    }
}

/// Why money says so; where it says nothing less hopeful than the engineering, what it says all the same.
fn reason(economics: &Economics, verdict: Word, word: Word) -> String {
    let Some(best) = economics.best else {
        return "nothing can be done with the connection".to_owned();
    };
    let more = economics.against_mining.map(|against| {
        let more = against.per_grid_mw.mean;
        let than = if more < 0.0 { "less" } else { "more" };
        format!(
            "{} is worth {} M$ {than} than keeping to mine for each MW of the connection",
            against.way.does(),
            numbers::number((more.abs() * 100.0).round() / 100.0)
        )
    });
    let says = match best {
        Alternative::Mine => "keeping to mine is worth most",
        Alternative::Sale => "selling the powered site is worth most",
        Alternative::Bridge => "mining until a lease is signed or the way is free is worth most",
        Alternative::Lease => "a lease is worth most",
        Alternative::Hybrid => "a lease with mining beside it is worth most",
        Alternative::Cloud => "an own cloud is worth most",
    };
    let agreed = if word == verdict && !best.converts() {
        "; the engineering says no more"
    } else {
        ""
    };
    more.map_or_else(
        || format!("{says}{agreed}"),
        |more| format!("{says}: {more}{agreed}"),
    )
}
