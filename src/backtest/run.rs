//! The whole test: sites and outcomes in, every number of the report out.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand_pcg::Pcg64;

use super::calibration::calibration;
use super::caveats::caveats;
use super::cohort::Cohort;
use super::finished::{Backtest, CategoryWeight, ClassKnown, OverSites, VerdictCount, VerdictRow};
use super::join::{Given, join};
use super::outcome::{Class, Outcome};
use super::readings::{Groups, ReadingId, leave_one_owner_out, reading};
use super::settings::Settings;
use super::site::{self, SCORE, Tested, Values, baselines};
use super::thin::{fewest, thinned};
use crate::assess::{Assessor, Detail};
use crate::checklist::Checklist;
use crate::hosting::Target;
use crate::site::Site;
use crate::verdict::Word;

/// How many misses of each kind are told.
const MISSES: usize = 3;

/// Tests scores against outcomes. The order of the sites changes nothing.
#[must_use]
pub fn backtest<'a>(
    given: &[Given],
    outcomes: &[Outcome],
    target: Target<'a>,
    assessor: &Assessor<'a>,
    settings: Settings,
) -> Backtest {
    let checklist = assessor.checklist();
    let joined = join(given, outcomes);
    let (tested, strict): (Vec<Tested>, Vec<Site>) = joined
        .tested
        .iter()
        .map(|(given, outcome, class)| site::test(*given, outcome, *class, target, assessor))
        .unzip();
    let strict: Vec<&Site> = strict.iter().collect();
    let as_filed: Vec<&Site> = joined.tested.iter().map(|(given, ..)| given.site).collect();
    let filed: Vec<Values> = as_filed
        .iter()
        .map(|site| site::values(site, target, assessor))
        .collect();
    let cohort = Cohort::of(&tested);
    let (in_main, all) = (&cohort.in_main, &cohort.all);
    let thinned_to = fewest(cohort.main().map(|site| site.known_facts));
    let filed_facts = |site: &Tested| site.known_facts + site.removed_facts;
    let filed_thinned_to = fewest(cohort.main().map(filed_facts));
    let measures = site::measures(checklist);
    let measured = |at: usize| tested[at].measures.clone();
    let filed_values = |at: usize| filed[at].clone();
    let thin = |sites: &[&Site], to: usize| -> Vec<Groups> {
        let sites: Vec<(usize, &Site)> = in_main.iter().map(|at| (*at, sites[*at])).collect();
        let thinnings = thinnings(&sites, to, target, assessor, settings);
        let of =
            |values: &BTreeMap<usize, Values>| cohort.grouped(in_main, |at| values[&at].clone());
        thinnings.iter().map(of).collect()
    };
    let readings = [
        (ReadingId::Main, vec![cohort.grouped(in_main, measured)]),
        (ReadingId::AllOthers, vec![cohort.grouped(all, measured)]),
        (ReadingId::Thinned, thin(&strict, thinned_to)),
        (
            ReadingId::AsFiled,
            vec![cohort.grouped(in_main, filed_values)],
        ),
        (ReadingId::AsFiledThinned, thin(&as_filed, filed_thinned_to)),
    ];
    let readings = readings
        .into_iter()
        .filter(|_| cohort.is_testable())
        .filter_map(|(id, groups)| {
            reading(id, &groups, &measures, (settings.resamples, settings.seed))
        })
        .collect();
    let owners = leave_one_owner_out(&cohort.owned());
    let mut backtest = Backtest {
        checklist: format!("{} {}", checklist.name, checklist.version),
        target: target.id(),
        settings,
        left_out: joined.left_out,
        without_outcome: joined.without_outcome,
        outcomes_without_site: joined.outcomes_without_site,
        empty_score: assessor.of_empty_file(target).spread.mean,
        measures,
        readings,
        thinned_to,
        filed_thinned_to,
        owners,
        verdicts: verdicts(&tested),
        lowest_converted: extremes(&tested, Class::Converted, 1.0),
        highest_not_converted: extremes(&tested, Class::NotConverted, -1.0),
        known: Class::ALL
            .iter()
            .map(|class| known(&tested, *class))
            .collect(),
        weights: weights(target, checklist, assessor),
        calibration: calibration(&joined.mines, target, assessor, settings),
        tested,
        caveats: Vec::new(),
    };
    backtest.caveats = caveats(&backtest);
    backtest
}

/// Score and baselines of each site by its position, in each thinning of its facts.
fn thinnings<'a>(
    sites: &[(usize, &Site)],
    to: usize,
    target: Target<'a>,
    assessor: &Assessor<'a>,
    settings: Settings,
) -> Vec<BTreeMap<usize, Values>> {
    let mut generator = Pcg64::seed_from_u64(settings.seed);
    let mut values = |(at, site): (usize, &Site)| {
        let site = thinned(site, to, &mut generator);
        let mut values = baselines(&site);
        let brief = assessor.brief(&site, target, Detail::Draws);
        let score = brief.convertibility.spread.mean;
        values.insert(SCORE.to_owned(), score);
        (at, values)
    };
    (0..settings.thinnings)
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
            classes: Class::ALL.iter().copied().map(of).collect(),
        }
    };
    words.into_iter().map(row).collect()
}

/// The sites of a class by score: the lowest with a sign of 1, the highest with −1.
fn extremes(tested: &[Tested], class: Class, sign: f64) -> Vec<String> {
    let mut sites: Vec<&Tested> = tested.iter().filter(|t| t.class == class).collect();
    let by = |t: &Tested| sign * t.score.mean;
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
    let spread = |of: &dyn Fn(&Tested) -> f64| OverSites::of(sites.iter().map(|t| of(t)).collect());
    let mut owners: Vec<&String> = sites.iter().filter_map(|t| t.owner.as_ref()).collect();
    owners.sort_unstable();
    owners.dedup();
    ClassKnown {
        class,
        sites: sites.len(),
        owners: owners.len(),
        score: spread(&|t| t.score.mean),
        confidence: spread(&|t| t.confidence),
        known_facts: spread(&|t| t.known_facts as f64),
        removed_facts: spread(&|t| t.removed_facts as f64),
    }
}

fn weights<'a>(
    target: Target<'a>,
    checklist: &Checklist,
    assessor: &Assessor<'a>,
) -> Vec<CategoryWeight> {
    let (_, details) = assessor.assess_in_detail(&Site::default(), target);
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
