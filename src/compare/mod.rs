//! Two sets of sites compared: what changed, by how much, and why.
//!
//! Sites are joined by their id. Where both are there to be judged, the change is taken apart by exchanging one
//! input after the other in a fixed order: base → facts → checklist → prices → market → head. The parts add up to the whole.
//! Both states are judged in the same draws, those of the base, so that what did not change differs in nothing. Of
//! saved reports only the numbers are there: each finding says why it changed, and the versions say the rest.

mod attribute;
mod contradictions;
mod course;
mod findings;
mod market;
pub(crate) mod measure;
pub(crate) mod regression;
#[cfg(test)]
mod tests;
mod totals;
mod unread;
mod waivers;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

pub use attribute::Terms;
pub(crate) use attribute::{FactChange, Part};
pub(crate) use contradictions::ContradictionChange;
pub use course::{Comparison, Pair, Pairing, Single};
pub(crate) use findings::{FindingChange, Standing};
pub(crate) use market::{FigureChange, FigureSaid, MoneySaid};
use measure::Change;
pub(crate) use regression::Regression;
pub use regression::Tolerance;
pub use totals::Brought;
pub use unread::{Unread, set_aside};
pub(crate) use waivers::WaiverChange;

use crate::assess::Method;
use crate::checklist::Checklist;
use crate::input::load::Loaded;
use crate::record::finding::{ContradictionSaid, FindingEntry};
use crate::record::site::ChanceEntry;
use crate::record::{self, KnownLine, Row, ShortReport, SiteRecord};
use crate::verdict::{Chances, Word};
use crate::whatif::SetFact;

/// Name and version of the contract.
pub(crate) const SCHEMA: &str = "rackready/diff/v2";

/// What changed between two sets of sites.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Diff {
    /// Always `rackready/diff/v2`.
    pub schema: &'static str,
    /// What was compared.
    pub base: Origin,
    /// With what.
    pub head: Origin,
    /// In which order inputs were exchanged; empty where saved reports were compared.
    pub order: Vec<&'static str>,
    /// Versions that differ.
    pub versions: Vec<VersionChange>,
    /// Figures of the market that differ and decide what ways are worth; empty where saved reports were compared.
    pub figures: Vec<FigureChange>,
    /// What both sets come to.
    pub totals: Vec<TotalChange>,
    /// Sites that are in both and changed, by id.
    pub sites: Vec<SiteChange>,
    /// Number of sites that are in both and did not change.
    pub unchanged: usize,
    /// Sites of the head alone, by id.
    pub added: Vec<Lone>,
    /// Sites of the base alone, by id.
    pub removed: Vec<Lone>,
    /// What got worse by more than is tolerated; removed sites are not among it.
    pub regressions: Vec<Regression>,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Origin {
    /// The path as the user named it.
    pub path: String,
    /// Versions of everything that decided its numbers.
    pub method: Method,
}

/// A version that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionChange {
    /// rackready, checklist, targets, prices, market, priors or draws.
    pub what: &'static str,
    /// In the base.
    pub base: String,
    /// In the head.
    pub head: String,
}

/// A sum over all sites with a route to a conversion, of NPV over all whose money is reckoned: of means, which add up
/// where percentiles do not.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TotalChange {
    /// `planned_mw`, `cost_musd` or, where money is reckoned, `npv_musd`.
    pub measure: &'static str,
    /// In the base.
    #[serde(serialize_with = "measure::round")]
    pub base: f64,
    /// In the head.
    #[serde(serialize_with = "measure::round")]
    pub head: f64,
    /// Head less base.
    #[serde(serialize_with = "measure::round")]
    pub delta: f64,
    /// What each cause adds; the sum is the delta. `changed` stands for all causes where saved reports were compared.
    pub parts: Vec<TotalPart>,
}

/// What a cause adds to a sum.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TotalPart {
    /// removed, facts, checklist, prices, market, changed or added.
    pub cause: &'static str,
    /// What it adds.
    #[serde(serialize_with = "measure::round")]
    pub delta: f64,
}

/// A site that is in one set alone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Lone {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Verdict.
    pub verdict: Said,
    /// Convertibility, mean.
    #[serde(serialize_with = "measure::round")]
    pub score: f64,
    /// Critical IT MW planned, P50.
    #[serde(serialize_with = "measure::round")]
    pub planned_mw: f64,
    /// What the owner pays, M$, P50.
    #[serde(serialize_with = "measure::round")]
    pub cost_musd: f64,
}

/// What changed at a site.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SiteChange {
    /// Its id in the head.
    pub id: String,
    /// Its id in the base, where two files of one site each were compared and it differs.
    pub base_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its file in the head.
    pub file: String,
    /// What stood in place of what the files say; left out where nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<Sides<Vec<SetFact>>>,
    /// What it was judged for; scores of different targets do not compare.
    pub target: Sides<String>,
    /// Verdict, with `?` where a missing answer can change it.
    pub verdict: Sides<Said>,
    /// What the money says; null where it was left out or nothing is to be reckoned. It fails nothing.
    pub money: Sides<Option<MoneySaid>>,
    /// Every number that changed.
    pub changes: Vec<Change>,
    /// What each input adds, in the order of exchange; empty where saved reports were compared.
    pub parts: Vec<Part>,
    /// Facts that differ, with what each alone would change.
    pub facts: Vec<FactChange>,
    /// What the facts change together beyond what each alone would; empty for a single fact.
    pub interaction: Vec<measure::Effect>,
    /// Whether there were too many facts to try each alone.
    pub too_many_facts: bool,
    /// The route that it is planned on: in-place or new-hall.
    pub route: Sides<&'static str>,
    /// Contradictions of its facts that came or went; one of the facts is wrong, and so may be every number.
    pub contradictions: Vec<ContradictionChange>,
    /// Waivers of the site file that came or went; they change no number.
    pub waivers: Vec<WaiverChange>,
    /// Findings that changed, what costs or brings most points first.
    pub findings: Vec<FindingChange>,
}

/// A text or a verdict in both sets.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Sides<T> {
    /// In the base.
    pub base: T,
    /// In the head.
    pub head: T,
}

impl<T: PartialEq> Sides<T> {
    #[must_use]
    pub(crate) fn changed(&self) -> bool {
        self.base != self.head
    }
}

/// What a verdict says, and how likely it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Said {
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    #[schemars(with = "String")]
    pub word: Word,
    /// Whether no answer can change it.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Share of the draws that say each word.
    pub chance: ChanceEntry,
}

impl Said {
    fn of(row: &Row) -> Self {
        Self {
            word: row.verdict,
            is_final: row.is_final,
            chance: row.chance.into(),
        }
    }

    /// The chance of its word; of either way to convert, that of both together. None where no word is said.
    #[must_use]
    pub(crate) fn chance_of_word(&self) -> Option<f64> {
        (self.word != Word::InsufficientData).then(|| Chances::from(self.chance).of_word(self.word))
    }
}

/// A site of one set, judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its numbers.
    pub row: Row,
    /// How it stands row by row.
    pub findings: Vec<FindingEntry>,
    /// What it contradicts in itself.
    pub contradictions: Vec<ContradictionSaid>,
    /// What it was read from; nothing of a saved report.
    pub loaded: Option<Loaded>,
}

impl Judged {
    /// A site by its report.
    #[must_use]
    pub fn of(report: &ShortReport, checklist: &Checklist) -> Self {
        let contradictions = report.assessment.contradictions.iter();
        Self {
            row: report.row(),
            findings: record::findings(report, checklist),
            contradictions: contradictions.map(ContradictionSaid::from).collect(),
            loaded: None,
        }
    }

    /// The same with what it was read from.
    #[must_use]
    pub fn read_from(self, loaded: Loaded) -> Self {
        Self {
            loaded: Some(loaded),
            ..self
        }
    }
}

impl From<SiteRecord> for Judged {
    fn from(site: SiteRecord) -> Self {
        Self {
            row: Row::read(&site, KnownLine::default()),
            findings: site.findings,
            contradictions: site
                .contradictions
                .into_iter()
                .map(ContradictionSaid::from)
                .collect(),
            loaded: None,
        }
    }
}

/// One set of sites.
#[derive(Debug)]
pub struct Set {
    /// Where it comes from.
    pub origin: Origin,
    /// Its sites, no id twice.
    pub sites: Vec<Judged>,
}

/// What both sets were judged by; nothing where their numbers were saved.
pub(crate) type Both<'t, 'a> = Option<(&'t Terms<'a>, &'t Terms<'a>)>;

/// Compares two sets.
///
/// `as_one` pairs the only site of each side whatever their ids, for two versions of a file under two names.
#[must_use]
pub fn diff(base: &Set, head: &Set, terms: Both, as_one: bool, tolerance: &Tolerance) -> Diff {
    let (pairs, removed, added) = joined(&base.sites, &head.sites, as_one);
    let pairing = Pairing::of((&base.origin, &head.origin), terms, *tolerance);
    let mut comparison = Comparison::default();
    for (at, site) in base.sites.iter().enumerate() {
        comparison.base(at, Brought::by(&site.row));
    }
    for (old, new) in pairs {
        comparison.pair(pairing.pair(old, new));
    }
    removed
        .iter()
        .for_each(|site| comparison.removed(Single::of(&site.row)));
    added
        .iter()
        .for_each(|site| comparison.added(Single::of(&site.row)));
    comparison.finish((base.origin.clone(), head.origin.clone()), terms)
}

type Joined<'s> = (
    Vec<(&'s Judged, &'s Judged)>,
    Vec<&'s Judged>,
    Vec<&'s Judged>,
);

/// Pairs, sites of the base alone and of the head alone, each by id.
fn joined<'s>(base: &'s [Judged], head: &'s [Judged], as_one: bool) -> Joined<'s> {
    if let ([old], [new], true) = (base, head, as_one) {
        return (vec![(old, new)], Vec::new(), Vec::new());
    }
    let by_id = |sites: &'s [Judged]| -> BTreeMap<&'s str, &'s Judged> {
        sites.iter().map(|s| (s.row.name.id.as_str(), s)).collect()
    };
    let (old, new) = (by_id(base), by_id(head));
    let alone = |these: &BTreeMap<&'s str, &'s Judged>, those: &BTreeMap<&'s str, &'s Judged>| {
        let alone = these.iter().filter(|(id, _)| !those.contains_key(*id));
        alone.map(|(_, site)| *site).collect::<Vec<_>>()
    };
    let pairs = new
        .iter()
        .filter_map(|(id, new)| Some((*old.get(id)?, *new)));
    (pairs.collect(), alone(&old, &new), alone(&new, &old))
}

/// What decides numbers and differs.
pub(crate) fn versions(base: &Method, head: &Method) -> Vec<VersionChange> {
    let draws = |method: &Method| format!("{} with seed {}", method.draws, method.seed);
    let market = |method: &Method| method.market.clone().unwrap_or("none".to_owned());
    let all = [
        ("rackready", base.rackready.clone(), head.rackready.clone()),
        ("checklist", base.checklist.clone(), head.checklist.clone()),
        ("targets", base.targets.clone(), head.targets.clone()),
        ("prices", base.prices.clone(), head.prices.clone()),
        ("market", market(base), market(head)),
        ("priors", base.typical.clone(), head.typical.clone()),
        ("draws", draws(base), draws(head)),
    ];
    let changed = all.into_iter().filter(|(_, base, head)| base != head);
    changed
        .map(|(what, base, head)| VersionChange { what, base, head })
        .collect()
}
