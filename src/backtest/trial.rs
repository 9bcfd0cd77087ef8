//! One trial: facts of a site are hidden, and one draw of the full file is held against what the rest says.

use std::cmp::Ordering;

use rand::SeedableRng;
use rand_pcg::Pcg64;

use super::hide::hidden;
use super::settings::Settings;
use crate::assess::{Assessor, Brief, Detail, SingleDraw};
use crate::hosting::Target;
use crate::site::Site;
use crate::spread::Bounded;
use crate::typical::uniforms::stable_hash;
use crate::typical::{Draws, Sample};
use crate::verdict::Word;

/// Shares of what a site states that are hidden.
pub(super) const SHARES: [f64; 3] = [0.25, 0.5, 0.75];

/// Where a number lies in what was said of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lies {
    /// Below P10, from P10 to P90, above P90.
    pub(super) side: Ordering,
    /// P90 less P10.
    pub(super) width: f64,
}

/// The named verdict of the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Named {
    /// Its chance.
    pub(super) chance: f64,
    pub(super) is_final: bool,
    /// Whether the draw of the full file says the same.
    pub(super) is_drawn: bool,
    /// Whether the full file has that verdict.
    pub(super) is_full: bool,
}

/// What comes of one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trial {
    /// Share of the facts that is hidden.
    pub(super) hidden: f64,
    pub(super) score: Lies,
    /// Whether the score of the draw is between worst and best.
    pub(super) score_between: bool,
    /// Where the draw carries the tenant's least: its MW among the draws of the rest that do.
    pub(super) mw: Option<Lies>,
    pub(super) mw_between: bool,
    /// Share of the draws of the rest that carry the tenant's least.
    pub(super) share: f64,
    /// `None` where the rest states no MW, so that it has no verdict.
    pub(super) named: Option<Named>,
}

/// A number and another that differ by less are the same: additions in another order.
const SAME: f64 = 1e-9;

/// Whether a number is between worst and best; where nothing bounds it, it is.
fn is_between(value: f64, said: &Bounded) -> bool {
    said.worst.is_none_or(|worst| value >= worst - SAME)
        && said.best.is_none_or(|best| value <= best + SAME)
}

fn lies(value: f64, said: &Bounded) -> Lies {
    let spread = said.spread;
    let side = if value < spread.p10 - SAME {
        Ordering::Less
    } else if value > spread.p90 + SAME {
        Ordering::Greater
    } else {
        Ordering::Equal
    };
    Lies {
        side,
        width: spread.p90 - spread.p10,
    }
}

/// The trials of each site: of each share as many hidings as asked for, each with a draw of the full file of its own.
///
/// Every site has a luck of its own, and what is drawn of the full file has another than what is drawn of the rest. No
/// two hidings of a site share one either: the draws of one seed are the same at all sites up to their order, and what
/// they happen to miss would be missed at all of them.
pub(super) fn trials<'a>(
    sites: &[&Site],
    shares: &[f64],
    target: Target<'a>,
    assessor: &Assessor<'a>,
    settings: Settings,
) -> Vec<Vec<Trial>> {
    let count = shares.len() * settings.hidings;
    let luck = |what: &str, at: usize, of: &str| {
        stable_hash(&format!("{what} {at} {} {of}", settings.seed))
    };
    let full = |site: &&Site| {
        let sample = Sample {
            draws: count,
            seed: luck("full", 0, Draws::goes_by(site)),
        };
        let draws = assessor.single_draws(site, target, sample);
        (draws, assessor.brief(site, target, Detail::Ends))
    };
    let full: Vec<(Vec<SingleDraw>, Brief)> = sites.iter().map(full).collect();
    let mut trials = vec![Vec::with_capacity(count); sites.len()];
    for (at, share) in (0..count).zip(shares.iter().cycle()) {
        let sample = Sample {
            seed: luck("rest", at, ""),
            ..assessor.sample()
        };
        let other = assessor.clone().drawn(assessor.typical(), sample);
        for ((site, (draws, full)), trials) in sites.iter().zip(&full).zip(&mut trials) {
            let seed = luck("hidden", at, Draws::goes_by(site));
            let rest = hidden(site, *share, &mut Pcg64::seed_from_u64(seed));
            let rest = other.brief(&rest, target, Detail::Ends);
            trials.extend(draws.get(at).map(|draw| trial(*share, *draw, full, &rest)));
        }
    }
    trials
}

fn trial(hidden: f64, draw: SingleDraw, full: &Brief, rest: &Brief) -> Trial {
    let mw = &rest.capacity.ceiling_mw;
    Trial {
        hidden,
        score: lies(draw.convertibility, &rest.convertibility),
        score_between: is_between(draw.convertibility, &rest.convertibility),
        mw: draw.carries_least.then(|| lies(draw.ceiling_mw, mw)),
        mw_between: is_between(draw.ceiling_mw, mw),
        share: rest.capacity.share,
        named: (rest.word != Word::InsufficientData).then(|| Named {
            chance: rest.chance.of_word(rest.word),
            is_final: rest.is_final,
            // Converting at once or in phases has one chance.
            is_drawn: draw.word.rank() == rest.word.rank(),
            is_full: full.word.rank() == rest.word.rank(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::hold::{Held, Hold};
    use crate::source::Source;
    use crate::typical::{self, Typical};
    use crate::{checklist, hosting};

    const SETTINGS: Settings = Settings {
        seed: 3,
        resamples: 0,
        thinnings: 0,
        hidings: 8,
    };

    fn named(name: usize) -> Site {
        let text = format!("name: Mine {name}\n");
        let source = Source::from_text("a.yaml", &text).unwrap();
        crate::site::read::read(&source).unwrap()
    }

    /// Mines of which everything is stated, drawn from the built-in priors.
    fn drawn(count: usize) -> Vec<Site> {
        let drawn = |name| {
            let sample = Sample {
                draws: 1,
                seed: stable_hash(&format!("mine {name}")),
            };
            typical::built_in().draw(&named(name), sample, 0)
        };
        (0..count).map(drawn).collect()
    }

    fn tried(sites: &[Site], hidden: f64, typical: &Typical) -> Vec<Trial> {
        let target = hosting::catalog().target("nvl72").unwrap();
        let assessor = Assessor::of(checklist::built_in()).drawn(typical, Sample::default());
        let sites: Vec<&Site> = sites.iter().collect();
        trials(&sites, &[hidden], target, &assessor, SETTINGS).concat()
    }

    fn inside(trials: &[Trial], of: impl Fn(&Trial) -> Option<Lies>) -> f64 {
        let lies: Vec<Lies> = trials.iter().filter_map(of).collect();
        let inside = lies.iter().filter(|lies| lies.side == Ordering::Equal);
        inside.count() as f64 / lies.len() as f64
    }

    fn score(trial: &Trial) -> Option<Lies> {
        Some(trial.score)
    }

    fn mw(trial: &Trial) -> Option<Lies> {
        trial.mw
    }

    /// Of 320 trials 2.3 points are chance, and 128 draws place P10 and P90 to within 2.
    const TOLERANCE: f64 = 0.06;

    #[test]
    fn draws_of_a_file_that_states_nothing_lie_inside_as_often_as_is_meant() {
        let empty: Vec<Site> = (0..40).map(named).collect();
        let trials = tried(&empty, 0.0, typical::built_in());
        assert_eq!(trials.len(), 320);
        for inside in [inside(&trials, score), inside(&trials, mw)] {
            assert!((inside - 0.8).abs() < TOLERANCE, "{inside}");
        }
        assert!(
            trials.iter().all(|t| t.named.is_none()),
            "no MW, no verdict"
        );
        let said: f64 = trials.iter().map(|t| t.share).sum::<f64>() / 320.0;
        let came = trials.iter().filter(|t| t.mw.is_some()).count() as f64 / 320.0;
        assert!((said - came).abs() < TOLERANCE, "{said} {came}");
        assert!(trials.iter().all(|t| t.score_between && t.mw_between));
    }

    /// Of permits that are named the others are open, of none there are no others.
    fn without_permits(mut site: Site) -> Site {
        assert!(site.hold("permits", Held::List(0)));
        site
    }

    #[test]
    fn a_full_file_of_which_nothing_is_hidden_holds_its_draw_without_width() {
        let full: Vec<Site> = drawn(5).into_iter().map(without_permits).collect();
        let trials = tried(&full, 0.0, typical::built_in());
        assert_eq!(trials.len(), 40);
        assert!(inside(&trials, score) >= 1.0);
        assert!(trials.iter().all(|t| t.score.width < SAME));
        assert!(
            trials
                .iter()
                .filter_map(mw)
                .all(|m| m.side == Ordering::Equal && m.width < SAME)
        );
        // The word of a full file hangs on how lucky deliveries are, and on nothing else.
        for named in trials.iter().filter_map(|t| t.named) {
            assert!(named.is_full && (named.is_drawn || named.chance < 1.0 - SAME));
        }
    }

    #[test]
    fn drawn_files_lie_inside_unless_priors_are_too_narrow() {
        let narrow = "version: narrow\npriors:\n  - fact: power.approved_mw\n    better: higher\n    \
                      number: {low: 125, likely: 130, high: 136, form: log}\n    may_hold: [0, 5000]\n    \
                      why: Every mine is alike.\n    basis: judgment\n";
        let narrow = typical::read(&Source::from_text("narrow.yaml", narrow).unwrap()).unwrap();
        let mines = drawn(40);
        let right = tried(&mines, 1.0, typical::built_in());
        for inside in [inside(&right, score), inside(&right, mw)] {
            assert!(
                (inside - 0.8).abs() < 2.0 * TOLERANCE,
                "{inside}: one draw of each of 40 mines"
            );
        }
        let wrong = inside(&tried(&mines, 1.0, &narrow), mw);
        assert!(wrong < inside(&right, mw) - 2.0 * TOLERANCE, "{wrong}");
    }

    #[test]
    fn trials_hang_on_the_seed_and_on_no_other_site() {
        let mines = drawn(3);
        let all = tried(&mines, 0.5, typical::built_in());
        assert_eq!(tried(&mines, 0.5, typical::built_in()), all);
        assert_eq!(tried(&mines[1..2], 0.5, typical::built_in()), all[8..16]);
        let others = Settings {
            seed: 4,
            ..SETTINGS
        };
        let target = hosting::catalog().target("nvl72").unwrap();
        let assessor = Assessor::of(checklist::built_in());
        let mine = [&mines[1]];
        assert_ne!(
            trials(&mine, &[0.5], target, &assessor, others)[0],
            all[8..16]
        );
    }
}
