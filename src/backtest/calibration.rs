//! Whether P10 to P90 and chances mean what they say: facts of documented sites are hidden, and what is said of the
//! rest is held against one draw of the full file.
//!
//! The same priors draw the full file and judge the rest, so this tests whether a file with fewer facts claims to know
//! more than it can. It cannot tell whether the priors are true of what nobody states.

use std::cmp::Ordering;

use serde::Serialize;

use super::auc::{Estimated, Resample, resamples};
use super::join::Given;
use super::readings::mean;
use super::settings::Settings;
use super::strict::known_facts;
use super::trial::{Lies, SHARES, Trial, trials};
use crate::assess::Assessor;
use crate::hosting::Target;
use crate::site::Site;

/// Facts with a prior that a site has to state to be tried: a quarter of them is two.
const FEWEST: usize = 8;

/// What P10 to P90 claims to hold.
const NOMINAL: f64 = 0.8;

/// Chances are told apart at these.
const BANDS: [(f64, f64, &str); 4] = [
    (0.0, 0.4, "0-40"),
    (0.4, 0.6, "40-60"),
    (0.6, 0.8, "60-80"),
    (0.8, f64::INFINITY, "80-100"),
];

/// What came of all trials.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Facts that a site has to state to be tried.
    pub fewest_facts: usize,
    /// Share of the trials that P10 to P90 claims to hold.
    pub nominal: f64,
    /// Number of trials.
    pub trials: usize,
    /// Trials in which the rest states no MW, so that it has no verdict.
    pub without_verdict: usize,
    /// Score and MW, over all trials and by the share hidden.
    pub spreads: Vec<Coverage>,
    /// How often the tenant's least was carried, as said and as it came.
    pub carrying: Vec<Reliability>,
    /// The named verdict, by its chance.
    pub verdicts: Vec<Reliability>,
    /// Each site that was tried, by id.
    pub sites: Vec<SiteTried>,
}

/// A quantity of which a spread is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SpreadOf {
    /// Convertibility.
    Score,
    /// Critical IT MW of draws that carry the tenant's least.
    Mw,
}

/// How often a spread held the draw of the full file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Of what.
    pub of: SpreadOf,
    /// Share of the facts that was hidden; all of them together without one.
    pub hidden: Option<f64>,
    /// Number of trials.
    pub trials: usize,
    /// Share of them from P10 to P90.
    pub inside: Estimated,
    /// Share below P10.
    pub below: f64,
    /// Share above P90.
    pub above: f64,
    /// Mean of P90 less P10.
    pub width: f64,
    /// Number of trials held against worst and best, those that carry nothing too.
    pub held_against_ends: usize,
    /// How many of them lie outside.
    pub beyond_ends: usize,
}

/// How often something came that was said to come with a chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// Of which trials: a band of chances in percent, `final`, or a share hidden.
    pub band: String,
    /// Number of trials.
    pub trials: usize,
    /// Mean of the chance that was said.
    pub chance: f64,
    /// Share in which the draw of the full file has it.
    pub came: Estimated,
    /// Share in which the full file has that verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<Estimated>,
}

/// A site that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteTried {
    /// Its id.
    pub id: String,
    /// Facts with a prior that it states.
    pub facts: usize,
    /// Number of trials.
    pub trials: usize,
    /// Trials in which the score was from P10 to P90.
    pub score_inside: usize,
    /// Trials in which the draw carried the tenant's least.
    pub mw_trials: usize,
    /// How many of them from P10 to P90.
    pub mw_inside: usize,
}

/// Tries each site that states enough; `None` where none does.
pub(super) fn calibration<'a>(
    sites: &[Given],
    target: Target<'a>,
    assessor: &Assessor<'a>,
    settings: Settings,
) -> Option<Calibration> {
    let documented: Vec<(&Given, usize)> = sites
        .iter()
        .map(|given| (given, facts_with_prior(given, assessor)))
        .filter(|(_, facts)| *facts >= FEWEST)
        .collect();
    let full: Vec<&Site> = documented.iter().map(|(given, _)| given.site).collect();
    let tried = trials(&full, &SHARES, target, assessor, settings);
    let of_all = Tried {
        resamples: resamples(tried.len(), 0, settings.resamples, settings.seed),
        sites: &tried,
    };
    let trials = tried.iter().map(Vec::len).sum();
    let all = || tried.iter().flatten();
    (trials > 0).then(|| Calibration {
        fewest_facts: FEWEST,
        nominal: NOMINAL,
        trials,
        without_verdict: all().filter(|trial| trial.named.is_none()).count(),
        spreads: [SpreadOf::Score, SpreadOf::Mw]
            .into_iter()
            .flat_map(|of| hidings().map(move |hidden| (of, hidden)))
            .filter_map(|(of, hidden)| of_all.coverage(of, hidden))
            .collect(),
        carrying: hidings()
            .filter_map(|hidden| of_all.carrying(hidden))
            .collect(),
        verdicts: of_all.verdicts(),
        sites: documented
            .iter()
            .zip(&tried)
            .map(|((given, facts), trials)| site_tried(given.id, *facts, trials))
            .collect(),
    })
}

/// All together, then each share.
fn hidings() -> impl Iterator<Item = Option<f64>> {
    std::iter::once(None).chain(SHARES.into_iter().map(Some))
}

fn facts_with_prior(given: &Given, assessor: &Assessor) -> usize {
    let facts = known_facts(given.site);
    let has_prior = |path: &&String| assessor.typical().prior(path).is_some();
    facts.iter().filter(has_prior).count()
}

fn site_tried(id: &str, facts: usize, trials: &[Trial]) -> SiteTried {
    let inside = |place: &Lies| place.side == Ordering::Equal;
    let mw = || trials.iter().filter_map(|trial| trial.mw.as_ref());
    SiteTried {
        id: id.to_owned(),
        facts,
        trials: trials.len(),
        score_inside: trials.iter().filter(|trial| inside(&trial.score)).count(),
        mw_trials: mw().count(),
        mw_inside: mw().filter(|place| inside(place)).count(),
    }
}

/// Trials by site, and the sites of each bootstrap sample: trials of one site hang together.
struct Tried<'t> {
    sites: &'t [Vec<Trial>],
    resamples: Vec<Resample>,
}

impl Tried<'_> {
    fn each<'s, T>(&'s self, of: impl Fn(&'s Trial) -> Option<T>) -> Vec<T> {
        self.sites.iter().flatten().filter_map(of).collect()
    }

    /// The share of trials that are so, of those that count; `None` where none does.
    fn share(&self, is_so: impl Fn(&Trial) -> Option<bool>) -> Option<Estimated> {
        let counted = |trials: &Vec<Trial>| {
            let so = trials.iter().filter_map(&is_so);
            so.fold((0_u32, 0_u32), |(yes, all), so| {
                (yes + u32::from(so), all + 1)
            })
        };
        let counts: Vec<(u32, u32)> = self.sites.iter().map(counted).collect();
        let share = |counts: &mut dyn Iterator<Item = &(u32, u32)>| {
            let (yes, all) = counts.fold((0, 0), |(yes, all), site| (yes + site.0, all + site.1));
            (all > 0).then(|| f64::from(yes) / f64::from(all))
        };
        let of_sample = |sample: &Resample| {
            share(&mut sample.converted.iter().filter_map(|at| counts.get(*at)))
        };
        let value = share(&mut counts.iter())?;
        let samples = self.resamples.iter().filter_map(of_sample).collect();
        Some(Estimated::of(value, samples))
    }

    fn coverage(&self, of: SpreadOf, hidden: Option<f64>) -> Option<Coverage> {
        let counts = |trial: &Trial| hidden.is_none_or(|hidden| trial.hidden == hidden);
        let place = |trial: &Trial| {
            let place = match of {
                SpreadOf::Score => Some(trial.score),
                SpreadOf::Mw => trial.mw,
            };
            place.filter(|_| counts(trial))
        };
        let on = |side: Ordering| self.share(|trial| Some(place(trial)?.side == side));
        let widths = self.each(|trial| Some(place(trial)?.width));
        let between = self.each(|trial| {
            counts(trial).then_some(match of {
                SpreadOf::Score => trial.score_between,
                SpreadOf::Mw => trial.mw_between,
            })
        });
        Some(Coverage {
            of,
            hidden,
            trials: widths.len(),
            inside: on(Ordering::Equal)?,
            below: on(Ordering::Less)?.value,
            above: on(Ordering::Greater)?.value,
            width: mean(&widths),
            held_against_ends: between.len(),
            beyond_ends: between.iter().filter(|between| !**between).count(),
        })
    }

    fn carrying(&self, hidden: Option<f64>) -> Option<Reliability> {
        let counts = |trial: &Trial| hidden.is_none_or(|hidden| trial.hidden == hidden);
        let said = self.each(|trial| counts(trial).then_some(trial.share));
        Some(Reliability {
            band: hidden.map_or("all".to_owned(), |share| format!("{:.0}", 100.0 * share)),
            trials: said.len(),
            chance: mean(&said),
            came: self.share(|trial| counts(trial).then_some(trial.mw.is_some()))?,
            full: None,
        })
    }

    /// Verdicts that are not final by their chance, then the final ones.
    fn verdicts(&self) -> Vec<Reliability> {
        let open = BANDS.map(|(from, to, band)| (band, false, from..to));
        let of_final = [("final", true, 0.0..f64::INFINITY)];
        let bands = open.into_iter().chain(of_final);
        bands
            .filter_map(|(band, is_final, chances)| {
                let of = |trial: &Trial| {
                    let named = trial.named.filter(|named| named.is_final == is_final);
                    named.filter(|named| chances.contains(&named.chance))
                };
                let said = self.each(|trial| Some(of(trial)?.chance));
                Some(Reliability {
                    band: band.to_owned(),
                    trials: said.len(),
                    chance: mean(&said),
                    came: self.share(|trial| Some(of(trial)?.is_drawn))?,
                    full: self.share(|trial| Some(of(trial)?.is_full)),
                })
            })
            .collect()
    }
}
