//! One site of the test: what is measured on it, and what would explain a miss.

use std::collections::BTreeMap;

use serde::Serialize;

use super::join::Given;
use super::outcome::{Class, Outcome, RecordGrade};
use super::strict::{known_facts, strict};
use crate::assess::{Assessment, Assessor, Details};
use crate::checklist::Checklist;
use crate::hosting::Target;
use crate::rules::GateState;
use crate::site::Site;
use crate::site::power::Power;
use crate::spread::Bounded;

/// How many of the largest losses of a site are kept.
const LOSSES: usize = 3;

/// Id of the score that is tested.
pub(super) const SCORE: &str = "score";
/// Id of the score of what stands today.
const READINESS: &str = "readiness";
/// Id of the baseline of MW on paper.
pub(super) const PAPER_MW: &str = "baseline.paper-mw";
/// Id of the baseline of contracted MW as stated.
const CONTRACTED_MW: &str = "baseline.contracted-mw";
/// Id of the baseline of the number of facts.
pub(super) const KNOWN_FACTS: &str = "baseline.known-facts";
/// Baselines that the score is to beat.
pub(super) const BASELINES: [&str; 2] = [PAPER_MW, KNOWN_FACTS];

/// The measures of a site by their ids.
pub(super) type Values = BTreeMap<String, f64>;

/// Something measured on each site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Its id.
    pub id: String,
    /// Its name in tables.
    pub name: String,
}

/// What is measured, in the order of tables.
pub(super) fn measures(checklist: &Checklist) -> Vec<Measure> {
    let measure = |id: &str, name: &str| Measure {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    let categories = checklist
        .categories
        .iter()
        .map(|c| measure(&category_measure(&c.id), &c.name));
    [
        measure(SCORE, "Score"),
        measure(PAPER_MW, "Baseline paper MW"),
        measure(CONTRACTED_MW, "Baseline contracted MW"),
        measure(KNOWN_FACTS, "Baseline known facts"),
        measure(READINESS, "Readiness"),
    ]
    .into_iter()
    .chain(categories)
    .collect()
}

fn category_measure(category: &str) -> String {
    format!("category.{category}")
}

/// A requirement that costs a site points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loss {
    /// Its id.
    pub requirement: String,
    /// Gap, partial or unknown.
    pub status: &'static str,
    /// Points of convertibility that it is expected to lose.
    pub points: f64,
}

/// A gate that does not pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// Id of its requirement.
    pub requirement: String,
    /// Open or failed.
    pub state: &'static str,
}

/// What a site scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Convertibility {
    /// With every unknown at its worst.
    pub worst: Option<f64>,
    /// One draw in ten scores less.
    pub p10: f64,
    /// The mean, which is tested.
    #[serde(rename = "expected")]
    pub mean: f64,
    /// Nine draws in ten score less.
    pub p90: f64,
    /// With every unknown at its best.
    pub best: Option<f64>,
}

impl From<Bounded> for Convertibility {
    fn from(score: Bounded) -> Self {
        Self {
            worst: score.worst,
            p10: score.spread.p10,
            mean: score.spread.mean,
            p90: score.spread.p90,
            best: score.best,
        }
    }
}

/// A site of the test, judged by what could be known before the deal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// Who decided about it.
    pub owner: Option<String>,
    /// What became of it.
    pub class: Class,
    /// The class more closely.
    pub subclass: Option<String>,
    /// How good the record of that is.
    pub grade: Option<RecordGrade>,
    /// When the deal was first signed.
    pub deal_date: Option<String>,
    /// Why, as far as sources say.
    pub recorded_reason: Option<String>,
    /// Publisher and title of the source.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Convertibility.
    pub score: Convertibility,
    /// Each measure by its id. Unknown MW count as 0, the lowest.
    pub measures: BTreeMap<String, f64>,
    /// Share of what convertibility weighs that is known, 0 to 1.
    pub confidence: f64,
    /// Number of single facts known.
    pub known_facts: usize,
    /// Number of facts removed, as they could not be known before the deal.
    pub removed_facts: usize,
    /// The verdict.
    pub verdict: &'static str,
    /// Whether the verdict is not final: a missing answer can change it.
    pub provisional: bool,
    /// Its reason.
    pub verdict_reason: String,
    /// Gates that do not pass.
    pub gates: Vec<Gate>,
    /// What convertibility loses most by.
    pub losses: Vec<Loss>,
}

/// Judges a site by what could be known of it, and gives that site too.
pub(super) fn test<'a>(
    given: Given,
    outcome: &Outcome,
    class: Class,
    target: Target<'a>,
    assessor: &Assessor<'a>,
) -> (Tested, Site) {
    let site = strict(given.site, outcome.deal_date);
    let (assessment, details) = assessor.assess_in_detail(&site, target);
    let known = known_facts(&site).len();
    let tested = Tested {
        id: given.id.to_owned(),
        name: site.name.get().cloned().unwrap_or_default(),
        file: given.file.to_owned(),
        owner: outcome.owner.clone(),
        class,
        subclass: outcome.subclass.clone(),
        grade: outcome.grade,
        deal_date: outcome.deal_date.map(|date| date.to_string()),
        recorded_reason: outcome.reasons.clone(),
        source: outcome.source.clone(),
        url: outcome.url.clone(),
        score: assessment.convertibility.into(),
        measures: values_of(&assessment, &details, &site),
        confidence: assessment.confidence,
        known_facts: known,
        removed_facts: known_facts(given.site).len() - known,
        verdict: assessment.verdict.word.word(),
        provisional: !assessment.verdict.is_final,
        verdict_reason: assessment.verdict.reason.clone(),
        gates: gates(&assessment),
        losses: losses(&assessment),
    };
    (tested, site)
}

/// Every measure of a site.
pub(super) fn values<'a>(site: &Site, target: Target<'a>, assessor: &Assessor<'a>) -> Values {
    let (assessment, details) = assessor.assess_in_detail(site, target);
    values_of(&assessment, &details, site)
}

fn values_of(assessment: &Assessment, details: &Details, site: &Site) -> Values {
    let mut values = baselines(site);
    values.insert(SCORE.to_owned(), assessment.convertibility.spread.mean);
    values.insert(READINESS.to_owned(), assessment.readiness.spread.mean);
    for category in &details.categories {
        if let Some(score) = category.convertibility {
            values.insert(category_measure(&category.id), score.spread.mean);
        }
    }
    values
}

/// What can be read off a site without judging it.
#[expect(
    clippy::cast_precision_loss,
    reason = "a site states some dozens of facts"
)]
pub(super) fn baselines(site: &Site) -> Values {
    let contracted = site.power.contracted_mw.known();
    BTreeMap::from([
        (PAPER_MW.to_owned(), paper_mw(&site.power)),
        (
            CONTRACTED_MW.to_owned(),
            contracted.map_or(0.0, |mw| mw.likely()),
        ),
        (KNOWN_FACTS.to_owned(), known_facts(site).len() as f64),
    ])
}

/// The MW a site holds on paper: contracted, else approved, else energized. Public facts say for few mines
/// under which of the three names they hold them, and what runs is contracted at least.
fn paper_mw(power: &Power) -> f64 {
    let mw = power.contracted_mw.known();
    let mw = mw.or(power.approved_mw.known());
    mw.or(power.energized_mw.known())
        .map_or(0.0, |mw| mw.likely())
}

fn gates(assessment: &Assessment) -> Vec<Gate> {
    let findings = assessment.findings.iter().filter(|f| assessment.counts(f));
    let shut = findings.filter_map(|f| f.gate().map(|gate| (f, gate)));
    shut.filter(|(_, gate)| *gate != GateState::Passed)
        .map(|(f, gate)| Gate {
            requirement: f.requirement.id.clone(),
            state: gate.word(),
        })
        .collect()
}

fn losses(assessment: &Assessment) -> Vec<Loss> {
    let mut losses: Vec<Loss> = assessment
        .findings
        .iter()
        .map(|f| Loss {
            requirement: f.requirement.id.clone(),
            status: f.status.word(),
            points: f.points_at_stake(),
        })
        .filter(|loss| loss.points > 0.0)
        .collect();
    losses.sort_by(|a, b| b.points.total_cmp(&a.points));
    losses.truncate(LOSSES);
    losses
}
