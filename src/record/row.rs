//! What a ranking keeps of a site: small enough to keep a million of.

use super::listing::{KnownLine, Listing};
use super::quantity::{Amount, Megawatts, Money, Months, Points, Rounded};
use super::question::{BestAnswer, QuestionEntry};
use super::site::{ChanceEntry, SiteRecord};
use super::stated::{FactValue, StatedFact};
use crate::assess::{Chosen, Detail};
use crate::economics::ways::Alternative;
use crate::rules::{GateState, Route};
use crate::spread::{Bounded, Spread};
use crate::verdict::{Chances, Word};
use crate::whatif::SetFact;

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
