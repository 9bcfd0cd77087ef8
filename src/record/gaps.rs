//! What a gap report shows of a site: the answer, what is missing, what closes it, and what to ask. It is made of a
//! record, and no record can be made of it again. Its texts stand in it, as it is read alone.

use schemars::JsonSchema;
use serde::Serialize;

use super::finding::FindingEntry;
use super::plan::{TrancheEntry, WorkEntry};
use super::quantity::{Megawatts, Money, Months, Points, Rounded};
use super::question::{AnswerEntry, QuestionEntry};
use super::short::ShortAmount;
use super::site::{CategoryEntry, GateEntry, SiteRecord, VerdictEntry};
use crate::checklist::Whom;
use crate::rules::{GateState, Status};
use crate::verdict::Word;

/// Most works and questions that are listed. Gaps are all there.
const FIRST: usize = 10;

/// The gap report on one site.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapReport {
    /// Short name of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub operator: Option<String>,
    /// Two-letter code of its country.
    pub country: Option<String>,
    /// State, province or the like.
    pub region: Option<String>,
    /// Date at which the facts hold.
    pub as_of: Option<String>,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// The same in words.
    pub target_name: String,
    /// Convertibility, 0 to 100.
    pub score: Points,
    /// Readiness today, 0 to 100.
    pub readiness: Points,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: Rounded,
    /// ranked, or ask-first where less than the line of the document is known.
    pub list: String,
    /// What to do.
    pub verdict: VerdictEntry,
    /// The better route in words.
    pub route: String,
    /// Gates that fail or that a missing fact decides.
    pub gates: Vec<GateEntry>,
    /// The critical IT load it carries.
    pub capacity: GapCapacity,
    /// What closing the gaps costs the owner, M$, soft costs included.
    pub cost_musd: Money,
    /// The same for each critical IT MW; null without MW.
    pub cost_per_mw_musd: Option<Money>,
    /// Months to the first MW; null without MW.
    pub first_mw_months: Option<Months>,
    /// Families of the retrofit checklist, then what comes with the site.
    pub categories: Vec<GapCategory>,
    /// Gaps that count, what convertibility loses most by first.
    pub gaps: Vec<Gap>,
    /// Number of requirements of which a fact is missing that decides them.
    pub unknown: usize,
    /// The first ten works of the plan, the one that must start first in front.
    pub works: Vec<GapWork>,
    /// Number of all works.
    pub all_works: usize,
    /// The first ten questions on whose answer anything hangs.
    pub questions: Vec<GapQuestion>,
}

/// The critical IT load a site carries.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapCapacity {
    /// MW that stand ready today.
    pub today_mw: Megawatts,
    /// MW after the plan of the better route.
    pub planned_mw: Megawatts,
    /// MW that firm grid power and land allow.
    pub ceiling_mw: Megawatts,
    /// What holds today's MW down, in words.
    pub binding: Vec<String>,
    /// What holds the ceiling down, in words.
    pub binding_ceiling: Vec<String>,
    /// When they come on the better route.
    pub tranches: Vec<TrancheEntry>,
}

/// A family of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapCategory {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Mean readiness today; null where no row counts.
    pub readiness: Option<Rounded>,
    /// M$ that the owner pays to close it, P50; null where nothing is to be done.
    pub cost_musd: Option<Rounded>,
    /// Months until all of it is closed, P50; null where it never is, or nothing is to be done.
    pub months: Option<Rounded>,
}

/// A gap.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Gap {
    /// Id of the row.
    pub requirement: String,
    /// What it asks, in short.
    pub title: String,
    /// gap or partial.
    #[schemars(with = "String")]
    pub status: Status,
    /// What the site has, in words.
    pub has: String,
    /// What earns everything, in words.
    pub needs: String,
    /// Points of convertibility that it is expected to cost.
    pub points: Rounded,
    /// What closes it; left out where money cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// What that costs, M$: P10, P50, P90 and mean, or one number; left out where there is no such work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_musd: Option<ShortAmount>,
    /// Weeks that takes, in the same way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weeks: Option<ShortAmount>,
    /// Critical IT MW that hang on it; left out where none do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mw_at_stake: Option<Rounded>,
    /// Line at which the fact stands, from 1.
    pub line: usize,
    /// What set the fact; left out where the site's file states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<String>,
}

/// A work.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapWork {
    /// Id of the remedy.
    pub remedy: String,
    /// Its name.
    pub name: String,
    /// owner, tenant or utility.
    pub payer: String,
    /// What it costs, M$, before soft costs: P10, P50, P90 and mean, or one number.
    pub cost_musd: ShortAmount,
    /// Earliest start, weeks from the start of the plan.
    pub start_week: Rounded,
    /// Earliest finish.
    pub finish_week: Rounded,
    /// Critical IT MW that the full plan loses if this alone stays open; left out where none hang on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mw_at_stake: Option<Rounded>,
}

/// A question, and what its answers do.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapQuestion {
    /// Whom to ask.
    #[schemars(with = "String")]
    pub ask: Whom,
    /// The question.
    pub question: String,
    /// Paths of the facts.
    pub facts: Vec<String>,
    /// An answer that turns out well.
    pub good: GapAnswer,
    /// One that doesn't.
    pub bad: GapAnswer,
}

/// An answer, and what comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapAnswer {
    /// In words.
    pub answer: String,
    /// Convertibility, 0 to 100.
    pub score: Rounded,
    /// Critical IT MW that convert.
    pub mw: Rounded,
    /// What to do.
    #[schemars(with = "String")]
    pub verdict: Word,
}

impl From<&SiteRecord> for GapReport {
    fn from(site: &SiteRecord) -> Self {
        let gates = site.gates.iter();
        let gaps = site.worst_first(&[Status::Gap, Status::Partial]);
        let summary = &site.plan.summary;
        Self {
            id: site.id.clone(),
            name: site.name.clone(),
            operator: site.operator.clone(),
            country: site.country.clone(),
            region: site.region.clone(),
            as_of: site.as_of.clone(),
            file: site.file.clone(),
            line: site.line,
            target: site.target.clone(),
            target_name: site.target_name.clone(),
            score: site.score,
            readiness: site.readiness,
            confidence: site.confidence,
            list: site.list.word().to_owned(),
            verdict: site.verdict.clone(),
            route: site.route.name.clone(),
            gates: gates
                .filter(|gate| gate.state != GateState::Passed)
                .cloned()
                .collect(),
            capacity: GapCapacity::from(site),
            cost_musd: summary.owner_total_musd,
            cost_per_mw_musd: summary.per_mw_musd,
            first_mw_months: summary.first_mw_months,
            categories: site.categories.iter().map(GapCategory::from).collect(),
            gaps: gaps
                .into_iter()
                .filter(|gap| gap.counts)
                .map(Gap::from)
                .collect(),
            unknown: site.worst_first(&[Status::Unknown]).len(),
            works: site
                .plan
                .works
                .iter()
                .take(FIRST)
                .map(GapWork::from)
                .collect(),
            all_works: site.plan.works.len(),
            questions: site
                .asking
                .that_matter()
                .take(FIRST)
                .map(GapQuestion::from)
                .collect(),
        }
    }
}

impl From<&SiteRecord> for GapCapacity {
    fn from(site: &SiteRecord) -> Self {
        let capacity = &site.capacity;
        let label = |id: &String| {
            let limit = capacity.limits.iter().find(|limit| limit.id == *id);
            limit.map_or_else(|| id.clone(), |limit| limit.label.clone())
        };
        Self {
            today_mw: capacity.today_mw,
            planned_mw: capacity.planned_mw,
            ceiling_mw: capacity.ceiling_mw,
            binding: capacity.binding.iter().map(label).collect(),
            binding_ceiling: capacity.binding_ceiling.iter().map(label).collect(),
            tranches: capacity.tranches.clone(),
        }
    }
}

impl From<&CategoryEntry> for GapCategory {
    fn from(category: &CategoryEntry) -> Self {
        Self {
            id: category.id.clone(),
            name: category.name.clone(),
            readiness: category.readiness.map(|points| points.mean),
            cost_musd: category.cost_musd.map(|cost| cost.p50),
            months: category.months.and_then(|months| months.p50),
        }
    }
}

impl From<&FindingEntry> for Gap {
    fn from(finding: &FindingEntry) -> Self {
        let closing = finding.closing.as_ref();
        Self {
            requirement: finding.requirement.clone(),
            title: finding.title.clone(),
            status: finding.status,
            has: finding.has.clone(),
            needs: finding.needs.clone(),
            points: finding.worth,
            remedy: closing.map(|closing| closing.name.clone()),
            cost_musd: closing.and_then(|closing| closing.cost_musd.map(ShortAmount::from)),
            weeks: closing.and_then(|closing| closing.weeks.map(ShortAmount::from)),
            mw_at_stake: closing.and_then(|closing| closing.mw_at_stake),
            line: finding.line,
            set_by: finding.set_by.clone(),
        }
    }
}

impl From<&WorkEntry> for GapWork {
    fn from(work: &WorkEntry) -> Self {
        Self {
            remedy: work.remedy.clone(),
            name: work.name.clone(),
            payer: work.payer.clone(),
            cost_musd: work.cost_musd.into(),
            start_week: work.start_week,
            finish_week: work.finish_week,
            mw_at_stake: work.mw_at_stake,
        }
    }
}

impl From<&QuestionEntry> for GapQuestion {
    fn from(asked: &QuestionEntry) -> Self {
        Self {
            ask: asked.ask,
            question: asked.question.clone(),
            facts: asked.facts.clone(),
            good: GapAnswer::from(&asked.good),
            bad: GapAnswer::from(&asked.bad),
        }
    }
}

impl From<&AnswerEntry> for GapAnswer {
    fn from(answer: &AnswerEntry) -> Self {
        Self {
            answer: answer.answer.clone(),
            score: answer.score,
            mw: answer.mw,
            verdict: answer.verdict,
        }
    }
}
