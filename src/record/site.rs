//! The record of one site, and the row that a ranking keeps of it. Names and meanings of the record never change
//! within `v3`, once 0.2.0 is released.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::asking::Asking;
use super::economics::{EconomicsEntry, WithMoneyEntry};
use super::finding::{ContradictionEntry, FindingEntry, RemarkEntry};
use super::listing::{KnownLine, Listing};
use super::plan::{PlanEntry, TrancheEntry};
use super::quantity::{Amount, Megawatts, Money, Months, Points, Rounded};
use super::question::{BestAnswer, QuestionEntry};
use super::route::RouteEntry;
use super::short::six;
use super::stated::{FactValue, StatedFact};
use crate::assess::{Chosen, Detail};
use crate::capacity::Column;
use crate::economics::ways::Alternative;
use crate::rules::{GateState, Route, Status};
use crate::spread::{Bounded, Spread};
use crate::verdict::{Chances, Word};
use crate::whatif::SetFact;

/// The report on one site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Entry")]
pub struct SiteRecord {
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
    /// Operator of its grid.
    pub grid: Option<String>,
    /// Date at which the facts hold.
    pub as_of: Option<String>,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
    /// What stands in place of what the file says; left out where nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<SetFact>,
    /// Number of facts that the file states.
    pub known_facts: usize,
    /// The target, hardware/tenant/workload.
    pub target: String,
    /// The same in words.
    #[serde(skip)]
    pub target_name: String,
    /// How the target came about: by-user, by-file, best-fit.
    #[schemars(with = "String")]
    pub target_chosen: Chosen,
    /// Convertibility, 0 to 100.
    pub score: Points,
    /// Readiness today, 0 to 100.
    pub readiness: Points,
    /// Convertibility of an empty file, which rests on priors alone.
    pub empty_score: Points,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: Rounded,
    /// The list of a ranking that it stands in: ranked, or ask-first where less than the line of the document is known.
    #[schemars(with = "String")]
    pub list: Listing,
    /// Whether its share known is within two points of that line.
    pub near_line: bool,
    /// What to do.
    pub verdict: VerdictEntry,
    /// The better route.
    pub route: RouteEntry,
    /// Every route tried.
    pub routes: Vec<RouteEntry>,
    /// Rows that decide a verdict by themselves.
    pub gates: Vec<GateEntry>,
    /// The critical IT load it carries.
    pub capacity: CapacityEntry,
    /// Scores of each category.
    pub categories: Vec<CategoryEntry>,
    /// One entry for each row of the checklist.
    pub findings: Vec<FindingEntry>,
    /// What cannot be true at the same time.
    pub contradictions: Vec<ContradictionEntry>,
    /// Stated facts that no mine was thought to hold; they are taken as stated.
    pub remarks: Vec<RemarkEntry>,
    /// What is unknown, what to ask, and what each answer does.
    #[schemars(with = "super::asking::Written")]
    pub asking: Asking,
    /// One entry for each hardware.
    pub fit: Vec<FitEntry>,
    /// What closing the gaps costs, in what order, by when.
    pub plan: PlanEntry,
    /// What each way of using the connection is worth by the plan that is shown; null where money was left out, where
    /// nothing is to be reckoned, and where the plan is that of another route.
    pub economics: Option<EconomicsEntry>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictEntry {
    /// convert, convert-in-phases, bridge, keep-mining or insufficient-data.
    #[schemars(with = "String")]
    pub word: Word,
    /// Whether every gate and dated obstacle is settled at its worst and best, and all draws say this word.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Share of the draws that say each word.
    pub chance: ChanceEntry,
    /// Why.
    pub reason: String,
    /// Paths of the missing facts that can change it.
    pub hangs_on: Vec<String>,
    /// Share of the draws that say each word once the first three questions have turned out well; null where nothing
    /// hangs on any.
    pub after_best_three: Option<ChanceEntry>,
    /// The less hopeful of this and of what money says; null where money was left out.
    pub with_money: Option<WithMoneyEntry>,
}

/// Share of the draws that say each word, 0 to 1. Converting at once and in phases count together as converting.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ChanceEntry {
    /// Converting at once.
    pub convert: Rounded,
    /// Converting in phases.
    pub convert_in_phases: Rounded,
    /// A bridge.
    pub bridge: Rounded,
    /// Keeping to mine.
    pub keep_mining: Rounded,
}

impl From<Chances> for ChanceEntry {
    fn from(chances: Chances) -> Self {
        Self {
            convert: chances.convert.into(),
            convert_in_phases: chances.convert_in_phases.into(),
            bridge: chances.bridge.into(),
            keep_mining: chances.keep_mining.into(),
        }
    }
}

impl From<ChanceEntry> for Chances {
    fn from(entry: ChanceEntry) -> Self {
        Self {
            convert: entry.convert.get(),
            convert_in_phases: entry.convert_in_phases.get(),
            bridge: entry.bridge.get(),
            keep_mining: entry.keep_mining.get(),
        }
    }
}

impl SiteRecord {
    /// Name of the hardware of the target. The contract has it within the name of the target alone, in front of
    /// the power of a rack.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn hardware_name(&self) -> &str {
        let name = self.target_name.split(" kW/rack").next();
        name.and_then(|text| text.rsplit_once(", "))
            .map_or(&self.target, |(name, _)| name)
    }

    /// Whether `plan` made it: no other command samples dates.
    #[must_use]
    pub fn is_plan(&self) -> bool {
        self.plan.dates.is_some()
    }

    /// Whether what a plan was to reach is out of reach.
    #[must_use]
    pub fn misses_its_goal(&self) -> bool {
        let choice = self.plan.choice.as_ref();
        choice.is_some_and(|choice| choice.out_of_reach.is_some())
    }

    /// Whether `economics` made it: no other command looks at other choices.
    #[must_use]
    pub fn is_reckoned(&self) -> bool {
        let economics = self.economics.as_ref();
        economics.is_some_and(|economics| economics.premises.is_some())
    }

    /// Findings of some status: those that count first, then those that cost most points. Every output that
    /// orders them has this order.
    #[must_use]
    pub fn worst_first(&self, status: &[Status]) -> Vec<&FindingEntry> {
        let mut found: Vec<&FindingEntry> = self
            .findings
            .iter()
            .filter(|f| status.contains(&f.status))
            .filter(|f| f.counts || f.of_standing_hall)
            .collect();
        let weight = |f: &FindingEntry| f.weight.get() * (1.0 - f.attainment.expected.get());
        found.sort_by(|a, b| {
            b.counts
                .cmp(&a.counts)
                .then(b.worth.get().total_cmp(&a.worth.get()))
                .then(weight(b).total_cmp(&weight(a)))
                .then(a.requirement.cmp(&b.requirement))
        });
        found
    }
}

/// A row that decides a verdict by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateEntry {
    /// Id of the row.
    pub requirement: String,
    /// passed, open or failed.
    #[schemars(with = "String")]
    pub state: GateState,
    /// What it needs to pass, in words; that may be less than what earns everything.
    pub needs: String,
}

/// The critical IT load a site carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CapacityEntry {
    /// MW that stand ready today.
    pub today_mw: Megawatts,
    /// MW after the plan of the better route.
    pub planned_mw: Megawatts,
    /// MW that firm grid power and land allow.
    pub ceiling_mw: Megawatts,
    /// When they come on the better route.
    pub tranches: Vec<TrancheEntry>,
    /// Ids of the limits that hold today's MW down in half of the draws, else the one that does most often.
    pub binding: Vec<String>,
    /// Ids of the limits that hold the ceiling down.
    pub binding_ceiling: Vec<String>,
    /// Every limit, widest first within its column.
    pub limits: Vec<LimitEntry>,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LimitEntry {
    /// Its id.
    pub id: String,
    /// What it is.
    #[serde(skip)]
    pub label: String,
    /// today or ceiling.
    #[schemars(with = "String")]
    pub column: Column,
    /// Critical IT MW it allows, over all draws: worst, P10, P50, P90, best and mean; null where nothing bounds worst or
    /// best.
    #[serde(with = "six")]
    #[schemars(with = "six::Six")]
    pub mw: Points,
    /// Share of the draws in which it holds its column down, 0 to 1; left out where in none.
    #[serde(default, skip_serializing_if = "Rounded::is_zero")]
    pub binds: Rounded,
}

/// Scores of one category; null where no row counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CategoryEntry {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// Whether it is a family of the retrofit checklist, which is closed by works; the others come with the site.
    #[serde(skip)]
    pub retrofit: bool,
    /// Share of all of convertibility that it weighs, 0 to 1.
    pub share: Rounded,
    /// Readiness today.
    pub readiness: Option<Points>,
    /// M$ that the owner pays to close it, soft costs included; left out where nothing is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_musd: Option<Money>,
    /// Months from the start of the plan until all of it is closed; left out where nothing is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<Months>,
    /// Convertibility on the better route.
    pub convertibility: Option<Points>,
}

/// How the site suits one hardware.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FitEntry {
    /// Id of the hardware.
    pub hardware: String,
    /// One entry for each tenant.
    pub tenants: Vec<FitCell>,
}

/// How the site suits a hardware for a tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FitCell {
    /// Id of the tenant.
    pub tenant: String,
    /// Verdict in the median draw.
    #[schemars(with = "String")]
    pub verdict: Word,
    /// Why, where that is to keep mining.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Convertibility in the median draw.
    pub score: Rounded,
}

/// Where a site stands, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Short name of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// Line of the file at which the site begins, from 1.
    pub line: usize,
}

impl Name {
    /// What to call the site in a list: its id, and its name where the id says nothing of it.
    #[must_use]
    pub fn called(&self) -> String {
        let plain = |text: &str| -> String {
            let letters = text.to_lowercase();
            letters.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let id = plain(&self.id);
        let words = self.name.split(|c: char| !c.is_alphanumeric());
        let mut words = words.map(plain).filter(|word| word.chars().count() > 2);
        let says = id == plain(&self.name) || words.any(|word| id.contains(&word));
        if says || self.name.trim().is_empty() {
            self.id.clone()
        } else {
            format!("{} · {}", self.name, self.id)
        }
    }
}

/// What a ranking keeps of a site, made before anything else of its record, and at once where no more is asked
/// for. Limits and orders are decided by what was worked out; [`Row::rounded`] is what the record says.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it stands, and what it is called.
    pub name: Name,
    /// Who runs it.
    pub operator: Option<String>,
    /// Two-letter code of its country.
    pub country: Option<String>,
    /// State, province or the like.
    pub region: Option<String>,
    /// Operator of its grid.
    pub grid: Option<String>,
    /// The target it was judged for.
    pub target: String,
    /// How the target came about.
    pub chosen: Chosen,
    /// What to do.
    pub verdict: Word,
    /// How likely each word is.
    pub chance: Chances,
    /// Whether no answer can change the verdict.
    pub is_final: bool,
    /// Convertibility, 0 to 100.
    pub score: Bounded,
    /// What an empty file scores for the same target.
    pub empty: Bounded,
    /// Readiness today, 0 to 100.
    pub readiness: Bounded,
    /// Share of what convertibility weighs whose facts are known, 0 to 1.
    pub confidence: f64,
    /// The line between the two lists of the ranking.
    pub known: KnownLine,
    /// What stands in place of what the file says.
    pub set: Vec<SetFact>,
    /// Number of facts that the file states.
    pub known_facts: usize,
    /// Facts that conditions or groups ask for; a saved report holds none.
    pub facts: Vec<StatedFact>,
    /// The better route.
    pub route: Route,
    /// Critical IT MW that stand ready today.
    pub today_mw: Bounded,
    /// Critical IT MW after the plan of the better route.
    pub planned_mw: Bounded,
    /// Critical IT MW that firm grid power and land allow.
    pub ceiling_mw: Bounded,
    /// Share of the draws that carry the tenant's least; MW, money and months are over those.
    pub share: f64,
    /// Ids of the limits that hold today's MW down.
    pub binding_today: String,
    /// Ids of the limits that hold the ceiling down.
    pub binding_ceiling: String,
    /// Ids of the gates that fail.
    pub gates_failed: String,
    /// Ids of the gates that a missing fact decides.
    pub gates_open: String,
    /// Number of contradictions in the file.
    pub contradictions: usize,
    /// What the owner pays for the plan, soft costs included, M$.
    pub cost: Spread,
    /// The same for each critical IT MW planned; `None` without MW.
    pub cost_per_mw: Option<Spread>,
    /// Months from the start of the plan to the first MW; `None` without MW.
    pub first_mw_months: Option<Spread>,
    /// Months from the start of the plan to its end; `None` without MW.
    pub full_months: Option<Spread>,
    /// What the money says; `None` where it was left out or nothing is to be reckoned.
    pub money: Option<RowMoney>,
    /// The answer that is worth most; `None` where nothing is unknown or it was not worked out.
    pub best_answer: Option<BestAnswer>,
}

/// What a row says of the money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowMoney {
    /// The way of the highest mean; `None` where nothing can be done.
    pub best: Option<Alternative>,
    /// Its mean NPV, M$.
    pub npv_musd: f64,
    /// The same for each MW of the connection, M$.
    pub npv_per_grid_mw_musd: f64,
    /// Share of the draws in which a lease, a cloud or a hybrid is best, 0 to 1.
    pub converting: f64,
    /// The less hopeful of both verdicts.
    pub word: Word,
}

impl RowMoney {
    fn read(site: &SiteRecord) -> Option<Self> {
        let economics = site.economics.as_ref()?;
        let best = economics
            .alternatives
            .iter()
            .find(|way| Some(way.id) == economics.best);
        let mean = |amount: Option<Amount>| amount.map_or(0.0, |amount| amount.mean.get());
        Some(Self {
            best: economics.best,
            npv_musd: best.map_or(0.0, |way| mean(way.npv_musd)),
            npv_per_grid_mw_musd: best.map_or(0.0, |way| mean(way.npv_per_grid_mw_musd)),
            converting: economics.converting.get(),
            word: site.verdict.with_money.as_ref()?.word,
        })
    }
}

impl Row {
    /// What the file states of a fact that was asked for.
    pub(crate) fn stated(&self, path: &str) -> Option<&FactValue> {
        let mut facts = self.facts.iter();
        facts.find(|fact| fact.path == path)?.value.as_ref()
    }

    /// The row of a record that was read, in the lists of a line.
    #[must_use]
    pub fn read(site: &SiteRecord, known: KnownLine) -> Self {
        let capacity = &site.capacity;
        let summary = &site.plan.summary;
        let gates = |state| {
            let found = site.gates.iter().filter(|gate| gate.state == state);
            joined(found.map(|gate| gate.requirement.as_str()))
        };
        Self {
            name: Name {
                id: site.id.clone(),
                name: site.name.clone(),
                file: site.file.clone(),
                line: site.line,
            },
            operator: site.operator.clone(),
            country: site.country.clone(),
            region: site.region.clone(),
            grid: site.grid.clone(),
            target: site.target.clone(),
            chosen: site.target_chosen,
            verdict: site.verdict.word,
            chance: site.verdict.chance.into(),
            is_final: site.verdict.is_final,
            score: site.score.into(),
            empty: site.empty_score.into(),
            readiness: site.readiness.into(),
            confidence: site.confidence.get(),
            known,
            set: site.set.clone(),
            known_facts: site.known_facts,
            facts: Vec::new(),
            route: site.route.route(),
            today_mw: capacity.today_mw.bounded(),
            planned_mw: capacity.planned_mw.bounded(),
            ceiling_mw: capacity.ceiling_mw.bounded(),
            share: capacity.ceiling_mw.share.get(),
            binding_today: capacity.binding.join(" "),
            binding_ceiling: capacity.binding_ceiling.join(" "),
            gates_failed: gates(GateState::Failed),
            gates_open: gates(GateState::Open),
            contradictions: site.contradictions.len(),
            cost: summary.owner_total_musd.spread(),
            cost_per_mw: summary.per_mw_musd.map(Money::spread),
            first_mw_months: summary.first_mw_months.map(Months::spread),
            full_months: summary.full_months.map(Months::spread),
            money: RowMoney::read(site),
            best_answer: site
                .asking
                .questions
                .first()
                .and_then(QuestionEntry::best_answer),
        }
    }

    /// The same without what the detail leaves out.
    #[must_use]
    pub fn at(self, detail: Detail) -> Self {
        match detail {
            Detail::Ends => self,
            Detail::Draws => Self {
                best_answer: None,
                score: self.score.without_ends(),
                readiness: self.readiness.without_ends(),
                today_mw: self.today_mw.without_ends(),
                planned_mw: self.planned_mw.without_ends(),
                ceiling_mw: self.ceiling_mw.without_ends(),
                ..self
            },
        }
    }

    /// The same with the numbers of the record, so that a ranking shows of a site what its report says.
    #[must_use]
    pub fn rounded(self) -> Self {
        let number = |value: f64| Rounded::from(value).get();
        let points = |score: Bounded| Bounded::from(Points::from(score));
        let megawatts = |mw: Bounded| Megawatts::of(mw, 1.0).bounded();
        let money = |cost: Spread| Money::of(cost, 1.0).spread();
        let months = |months: Spread| Months::of(months, 1.0).spread();
        Self {
            score: points(self.score),
            empty: points(self.empty),
            readiness: points(self.readiness),
            confidence: number(self.confidence),
            chance: ChanceEntry::from(self.chance).into(),
            today_mw: megawatts(self.today_mw),
            planned_mw: megawatts(self.planned_mw),
            ceiling_mw: megawatts(self.ceiling_mw),
            share: number(self.share),
            cost: money(self.cost),
            cost_per_mw: self.cost_per_mw.map(money),
            first_mw_months: self.first_mw_months.map(months),
            full_months: self.full_months.map(months),
            money: self.money.map(|money| RowMoney {
                npv_musd: number(money.npv_musd),
                npv_per_grid_mw_musd: number(money.npv_per_grid_mw_musd),
                converting: number(money.converting),
                ..money
            }),
            ..self
        }
    }

    /// MW to count on: the mean over the draws that carry the tenant's least, times their share. It adds up over sites.
    #[must_use]
    pub(crate) fn expected_mw(&self) -> f64 {
        self.share * self.planned_mw.spread.mean
    }

    /// M$ to count on, in the same way.
    #[must_use]
    pub(crate) fn expected_musd(&self) -> f64 {
        self.share * self.cost.mean
    }

    /// The list that it stands in.
    #[must_use]
    pub fn listing(&self) -> Listing {
        self.known.listing(self.confidence)
    }

    /// Whether a little more or less known would put it into the other list.
    #[must_use]
    pub(crate) fn is_near_line(&self) -> bool {
        self.known.is_near(self.confidence)
    }

    /// What stops the site first: a gate that fails, else what holds its MW down.
    #[must_use]
    pub(crate) fn binding(&self) -> &str {
        if self.gates_failed.is_empty() {
            &self.binding_ceiling
        } else {
            &self.gates_failed
        }
    }

    /// Whether its verdict is too unlikely to stand without a mark.
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        self.chance.leave_open(self.verdict)
    }

    /// Whether the verdict is convert, convert-in-phases or bridge.
    #[must_use]
    pub(crate) fn converts(&self) -> bool {
        matches!(
            self.verdict,
            Word::Convert | Word::ConvertInPhases | Word::Bridge
        )
    }
}

pub(super) fn joined<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A row that converts, at 10 M$ for each MW, its first MW after 24 months.
    pub(crate) fn row(id: &str, score: f64, mw: f64) -> Row {
        let score = Bounded {
            spread: Spread {
                p10: score - 5.0,
                p50: score,
                p90: score + 5.0,
                mean: score,
            },
            worst: Some(score - 20.0),
            best: Some(score + 20.0),
        };
        Row {
            name: Name {
                id: id.to_owned(),
                name: id.to_owned(),
                file: format!("{id}.yaml"),
                line: 1,
            },
            operator: None,
            country: None,
            region: None,
            grid: None,
            target: "nvl72/neocloud/training".to_owned(),
            chosen: Chosen::ByUser,
            verdict: Word::Convert,
            chance: Chances {
                convert: 1.0,
                ..Chances::default()
            },
            is_final: true,
            score,
            empty: score,
            readiness: score,
            confidence: 0.5,
            known: KnownLine::default(),
            set: Vec::new(),
            known_facts: 10,
            facts: Vec::new(),
            route: Route::NewHall,
            today_mw: Bounded::exact(0.0),
            planned_mw: Bounded::exact(mw),
            ceiling_mw: Bounded::exact(mw),
            share: 1.0,
            binding_today: "halls".to_owned(),
            binding_ceiling: "grid".to_owned(),
            gates_failed: String::new(),
            gates_open: String::new(),
            contradictions: 0,
            cost: Spread::exact(10.0 * mw),
            cost_per_mw: Some(Spread::exact(10.0)),
            first_mw_months: Some(Spread::exact(24.0)),
            full_months: Some(Spread::exact(36.0)),
            money: None,
            best_answer: None,
        }
    }
}
