//! The whole test: sites and outcomes in, every number of the report out.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand_pcg::Pcg64;
use serde::Serialize;

use super::auc::quantile;
use super::caveats::caveats;
use super::join::{Given, LeftOut, join};
use super::outcome::{Class, Outcome};
use super::readings::{
    Draw, Owned, Owners, Reading, ReadingId, Values, leave_one_owner_out, mean, reading,
};
use super::site::{self, Measure, SCORE, Tested, baselines};
use super::thin::{fewest, thinned};
use crate::assess::Assessor;
use crate::checklist::Checklist;
use crate::hosting::Target;
use crate::site::Site;
use crate::verdict::Word;

/// How many misses of each kind are told.
const MISSES: usize = 3;

/// What is drawn, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Seed of all draws.
    pub seed: u64,
    /// Number of bootstrap samples.
    pub resamples: usize,
    /// Number of times that facts are thinned.
    pub draws: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            resamples: 2000,
            draws: 100,
        }
    }
}

/// A test of scores against outcomes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// Name and version of the checklist.
    pub checklist: String,
    /// The target of all sites.
    pub target: String,
    /// What was drawn.
    pub settings: Settings,
    /// Sites of the test, by id.
    pub tested: Vec<Tested>,
    /// Sites whose record cannot test a score.
    pub left_out: Vec<LeftOut>,
    /// Sites without an outcome.
    pub without_outcome: Vec<LeftOut>,
    /// Ids of outcomes without a site.
    pub outcomes_without_site: Vec<String>,
    /// Score of a site of which nothing is known.
    pub empty_score: f64,
    /// What is measured.
    pub measures: Vec<Measure>,
    /// The readings, the main one first; none where a group is empty.
    pub readings: Vec<Reading>,
    /// Number of facts that sites are thinned to, of those that could be known before a deal.
    pub thinned_to: usize,
    /// Number of facts that sites are thinned to, of all that the files state.
    pub filed_thinned_to: usize,
    /// The main reading without each owner.
    pub owners: Owners,
    /// Verdicts against classes.
    pub verdicts: Vec<VerdictRow>,
    /// Ids of the converted sites with the lowest scores, lowest first.
    pub lowest_converted: Vec<String>,
    /// Ids of the sites not converted with the highest scores, highest first.
    pub highest_not_converted: Vec<String>,
    /// How much was known.
    pub known: Vec<ClassKnown>,
    /// The judgment behind the weight of each category.
    pub weights: Vec<CategoryWeight>,
    /// What the numbers cannot bear, in plain words.
    pub caveats: Vec<String>,
}

/// A verdict and how many sites of each class got it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictRow {
    /// The verdict.
    pub verdict: &'static str,
    /// How many sites of each class got it.
    pub classes: BTreeMap<Class, VerdictCount>,
}

/// How many sites got a verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct VerdictCount {
    /// Number of sites.
    pub sites: usize,
    /// How many of them provisionally.
    pub provisional: usize,
}

/// How much was known of the sites of a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassKnown {
    /// The class.
    pub class: Class,
    /// Number of sites.
    pub sites: usize,
    /// Number of owners.
    pub owners: usize,
    /// Score.
    pub score: Spread,
    /// Share of what convertibility weighs that is known, 0 to 1.
    pub confidence: Spread,
    /// Number of single facts that could be known before a deal.
    pub known_facts: Spread,
    /// Number of facts removed, as they could not be known.
    pub removed_facts: Spread,
}

/// Mean and spread of some numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Lowest.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// Highest.
    pub high: f64,
}

impl Spread {
    fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let at = |share| quantile(&numbers, share).unwrap_or(0.0);
        Self {
            mean: mean(&numbers),
            low: at(0.0),
            median: at(0.5),
            high: at(1.0),
        }
    }
}

/// What a category weighs, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryWeight {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Share of convertibility that it weighs for the target, 0 to 1.
    pub share: f64,
    /// The judgment behind it.
    pub why: String,
}

impl Backtest {
    /// The main reading, unless one of its groups is empty.
    #[must_use]
    pub fn main(&self) -> Option<&Reading> {
        self.readings.first()
    }

    /// A site of the test by its id.
    #[must_use]
    pub fn site(&self, id: &str) -> Option<&Tested> {
        self.tested.iter().find(|t| t.id == id)
    }
}

/// Tests scores against outcomes. The order of the sites changes nothing.
#[must_use]
pub fn backtest(
    given: &[Given],
    outcomes: &[Outcome],
    target: Target,
    checklist: &Checklist,
    settings: Settings,
) -> Backtest {
    let joined = join(given, outcomes);
    let (tested, strict): (Vec<Tested>, Vec<Site>) = joined
        .tested
        .iter()
        .map(|(given, outcome, class)| site::test(*given, outcome, *class, target, checklist))
        .unzip();
    let filed: Vec<Values> = joined
        .tested
        .iter()
        .map(|(given, ..)| site::values(given.site, target, checklist))
        .collect();
    let in_main: Vec<usize> = (0..tested.len())
        .filter(|at| tested[*at].class != Class::Evaluating)
        .collect();
    let filed_facts = |at: usize| tested[at].known_facts + tested[at].removed_facts;
    let thinned_to = fewest(in_main.iter().map(|at| tested[*at].known_facts));
    let filed_thinned_to = fewest(in_main.iter().map(|at| filed_facts(*at)));
    let measures = site::measures(checklist);
    let is_converted = |at: usize| tested[at].class == Class::Converted;
    let draw = |at: &[usize], values: &dyn Fn(usize) -> Values| {
        let (converted, others): (Vec<usize>, Vec<usize>) =
            at.iter().copied().partition(|at| is_converted(*at));
        Draw {
            converted: converted.into_iter().map(values).collect(),
            others: others.into_iter().map(values).collect(),
        }
    };
    let all: Vec<usize> = (0..tested.len()).collect();
    let measured = |at: usize| tested[at].measures.clone();
    let thin = |sites: Vec<(usize, &Site)>, to: usize| -> Vec<Draw> {
        let draws = thin_draws(&sites, to, target, checklist, settings);
        let of = |values: &BTreeMap<usize, Values>| draw(&in_main, &|at| values[&at].clone());
        draws.iter().map(of).collect()
    };
    let strict = in_main.iter().map(|at| (*at, &strict[*at])).collect();
    let as_filed = in_main
        .iter()
        .map(|at| (*at, joined.tested[*at].0.site))
        .collect();
    let readings = [
        (ReadingId::Main, vec![draw(&in_main, &measured)]),
        (ReadingId::AllOthers, vec![draw(&all, &measured)]),
        (ReadingId::Thinned, thin(strict, thinned_to)),
        (
            ReadingId::AsFiled,
            vec![draw(&in_main, &|at| filed[at].clone())],
        ),
        (ReadingId::AsFiledThinned, thin(as_filed, filed_thinned_to)),
    ];
    // Without both groups of the main reading there is no test.
    let testable =
        in_main.iter().any(|at| is_converted(*at)) && in_main.iter().any(|at| !is_converted(*at));
    let readings = readings
        .into_iter()
        .filter(|_| testable)
        .filter_map(|(id, draws)| {
            reading(id, &draws, &measures, (settings.resamples, settings.seed))
        })
        .collect();
    let owned: Vec<Owned> = in_main
        .iter()
        .map(|at| Owned {
            owner: tested[*at].owner.as_deref(),
            converted: is_converted(*at),
            score: tested[*at].score.expected,
        })
        .collect();
    let mut backtest = Backtest {
        checklist: format!("{} {}", checklist.name, checklist.version),
        target: target.id(),
        settings,
        left_out: joined.left_out,
        without_outcome: joined.without_outcome,
        outcomes_without_site: joined.outcomes_without_site,
        empty_score: Assessor::of(checklist)
            .brief(&Site::default(), target)
            .convertibility
            .expected,
        measures,
        readings,
        thinned_to,
        filed_thinned_to,
        owners: leave_one_owner_out(&owned),
        verdicts: verdicts(&tested),
        lowest_converted: extremes(&tested, Class::Converted, 1.0),
        highest_not_converted: extremes(&tested, Class::NotConverted, -1.0),
        known: Class::ALL.map(|class| known(&tested, class)).to_vec(),
        weights: weights(target, checklist),
        tested,
        caveats: Vec::new(),
    };
    backtest.caveats = caveats(&backtest);
    backtest
}

/// Score and baselines of each site by its position, in each draw of its facts.
fn thin_draws(
    sites: &[(usize, &Site)],
    to: usize,
    target: Target,
    checklist: &Checklist,
    settings: Settings,
) -> Vec<BTreeMap<usize, Values>> {
    let mut generator = Pcg64::seed_from_u64(settings.seed);
    let mut values = |(at, site): (usize, &Site)| {
        let site = thinned(site, to, &mut generator);
        let mut values = baselines(&site);
        let score = Assessor::of(checklist)
            .brief(&site, target)
            .convertibility
            .expected;
        values.insert(SCORE.to_owned(), score);
        (at, values)
    };
    (0..settings.draws)
        .map(|_| sites.iter().map(|site| values(*site)).collect())
        .collect()
}

fn verdicts(tested: &[Tested]) -> Vec<VerdictRow> {
    let words = [
        Word::Convert,
        Word::ConvertInPhases,
        Word::Bridge,
        Word::KeepMining,
        Word::InsufficientData,
    ];
    let row = |word: Word| {
        let verdict = word.word();
        let of = |class: Class| {
            let sites = tested.iter().filter(move |t| t.class == class);
            let sites: Vec<&Tested> = sites.filter(|t| t.verdict == verdict).collect();
            let provisional = sites.iter().filter(|t| t.provisional).count();
            let count = VerdictCount {
                sites: sites.len(),
                provisional,
            };
            (class, count)
        };
        VerdictRow {
            verdict,
            classes: Class::ALL.into_iter().map(of).collect(),
        }
    };
    words.into_iter().map(row).collect()
}

/// The sites of a class by score: the lowest with a sign of 1, the highest with −1.
fn extremes(tested: &[Tested], class: Class, sign: f64) -> Vec<String> {
    let mut sites: Vec<&Tested> = tested.iter().filter(|t| t.class == class).collect();
    let by = |t: &Tested| sign * t.score.expected;
    sites.sort_by(|a, b| by(a).total_cmp(&by(b)));
    let ids = sites.iter().take(MISSES).map(|t| t.id.clone());
    ids.collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a site states some dozens of facts"
)]
fn known(tested: &[Tested], class: Class) -> ClassKnown {
    let sites: Vec<&Tested> = tested.iter().filter(|t| t.class == class).collect();
    let spread = |of: &dyn Fn(&Tested) -> f64| Spread::of(sites.iter().map(|t| of(t)).collect());
    let mut owners: Vec<&String> = sites.iter().filter_map(|t| t.owner.as_ref()).collect();
    owners.sort_unstable();
    owners.dedup();
    ClassKnown {
        class,
        sites: sites.len(),
        owners: owners.len(),
        score: spread(&|t| t.score.expected),
        confidence: spread(&|t| t.confidence),
        known_facts: spread(&|t| t.known_facts as f64),
        removed_facts: spread(&|t| t.removed_facts as f64),
    }
}

fn weights(target: Target, checklist: &Checklist) -> Vec<CategoryWeight> {
    let empty = Site::default();
    let (_, details) = Assessor::of(checklist).assess_in_detail(&empty, target);
    let categories = checklist.categories.iter().zip(details.categories);
    categories
        .map(|(category, scored)| CategoryWeight {
            id: category.id.clone(),
            name: category.name.clone(),
            share: scored.share,
            why: category
                .why_weight
                .clone()
                .unwrap_or_else(|| category.why.clone()),
        })
        .collect()
}
