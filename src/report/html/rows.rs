//! The record of many sites on a page: their rows, which is all that a ranking is made of.

use serde::{Deserialize, Serialize};

use crate::assess::{Chosen, Method};
use crate::checklist::Whom;
use crate::economics::ways::Alternative;
use crate::ranking::{Portfolio, View};
use crate::record::question::BestAnswer;
use crate::record::route::RouteWord;
use crate::record::row::{Name, RowMoney};
use crate::record::site::ChanceEntry;
use crate::record::stated::StatedFact;
use crate::record::{FileError, KnownLine, Rounded, Row};
use crate::spread::{Bounded, Spread};
use crate::verdict::Word;
use crate::whatif::SetFact;

/// Name and version of the contract.
pub const SCHEMA: &str = "rackready/rows/v2";

/// The ranking of many sites as its page carries it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// Always `rackready/rows/v2`.
    schema: String,
    /// Versions of everything that decides a number.
    pub method: Method,
    /// The line between the two lists.
    pub known: KnownLine,
    /// Column and direction of the order, as `--sort` takes them.
    order: String,
    /// How many of the first are shown.
    top: Option<usize>,
    /// The k of the probability to be among the best k.
    best: usize,
    /// What sites are grouped by.
    group_by: Option<String>,
    /// Number of sites that do not hold the conditions of the run.
    left_out: usize,
    /// Files that could not be assessed.
    pub errors: Vec<FileError>,
    /// The ranked, then those to ask first.
    rows: Vec<RowEntry>,
}

/// P10, P50, P90 and mean; null where it never comes.
type Four = [Option<Rounded>; 4];
/// The same, then worst and best; null where nothing bounds it, or nobody asked.
type Six = [Option<Rounded>; 6];

/// One row; numbers of a kind stand together, so that a thousand rows are a small file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct RowEntry {
    id: String,
    name: String,
    file: String,
    line: usize,
    operator: Option<String>,
    country: Option<String>,
    region: Option<String>,
    grid: Option<String>,
    target: String,
    target_chosen: Chosen,
    verdict: Word,
    chance: ChanceEntry,
    #[serde(rename = "final")]
    is_final: bool,
    score: Six,
    empty_score: Six,
    readiness: Six,
    confidence: Rounded,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    set: Vec<SetFact>,
    known_facts: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    facts: Vec<StatedFact>,
    route: RouteWord,
    hall: Option<usize>,
    today_mw: Six,
    planned_mw: Six,
    ceiling_mw: Six,
    share: Rounded,
    binding_today: String,
    binding_ceiling: String,
    gates_failed: String,
    gates_open: String,
    contradictions: usize,
    cost_musd: Four,
    cost_per_mw_musd: Option<Four>,
    first_mw_months: Option<Four>,
    full_months: Option<Four>,
    money: Option<MoneyEntry>,
    best_answer: Option<BestEntry>,
}

/// What a row says of money.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct MoneyEntry {
    best: Option<Alternative>,
    npv_musd: Rounded,
    npv_per_grid_mw_musd: Rounded,
    converting: Rounded,
    word: Word,
}

/// The answer that is worth most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct BestEntry {
    whom: Whom,
    question: String,
    facts: Vec<String>,
    mw: Rounded,
    points: Rounded,
}

impl Rows {
    /// The rows of a finished ranking.
    pub(super) fn of(portfolio: &Portfolio, method: &Method, errors: &[FileError]) -> Self {
        let direction = if portfolio.order.is_descending() {
            "desc"
        } else {
            "asc"
        };
        let all = portfolio.rows.iter().chain(&portfolio.ask_first);
        Self {
            schema: SCHEMA.to_owned(),
            method: method.clone(),
            known: portfolio.known,
            order: format!("{}:{direction}", portfolio.order.field().name),
            top: (portfolio.shown < portfolio.rows.len()).then_some(portfolio.shown),
            best: portfolio.best,
            group_by: portfolio
                .groups
                .as_ref()
                .map(|(by, _)| by.name().to_owned()),
            left_out: portfolio.left_out,
            errors: errors.to_vec(),
            rows: all.map(RowEntry::from).collect(),
        }
    }

    /// The ranking again.
    #[must_use]
    pub fn ranking(&self) -> Portfolio {
        let view = View {
            known: self.known,
            order: self.order.parse().unwrap_or_default(),
            top: self.top,
            best: self.best,
            group_by: self.group_by.as_ref().and_then(|by| by.parse().ok()),
            ..View::default()
        };
        let rows = self.rows.iter().map(|row| row.read(self.known)).collect();
        Portfolio::of(rows, self.left_out, &view)
    }
}

fn finite(value: f64) -> Option<Rounded> {
    value.is_finite().then(|| value.into())
}

fn four(spread: Spread) -> Four {
    [spread.p10, spread.p50, spread.p90, spread.mean].map(finite)
}

fn six(bounded: Bounded) -> Six {
    let [p10, p50, p90, mean] = four(bounded.spread);
    let end = |end: Option<f64>| end.and_then(finite);
    [p10, p50, p90, mean, end(bounded.worst), end(bounded.best)]
}

fn spread([p10, p50, p90, mean]: Four) -> Spread {
    let number = |value: Option<Rounded>| value.map_or(f64::INFINITY, Rounded::get);
    Spread {
        p10: number(p10),
        p50: number(p50),
        p90: number(p90),
        mean: number(mean),
    }
}

fn bounded([p10, p50, p90, mean, worst, best]: Six) -> Bounded {
    Bounded {
        spread: spread([p10, p50, p90, mean]),
        worst: worst.map(Rounded::get),
        best: best.map(Rounded::get),
    }
}

impl From<&Row> for RowEntry {
    fn from(row: &Row) -> Self {
        let row = row.clone();
        let (route, hall) = RouteWord::of(row.route);
        Self {
            id: row.name.id,
            name: row.name.name,
            file: row.name.file,
            line: row.name.line,
            operator: row.operator,
            country: row.country,
            region: row.region,
            grid: row.grid,
            target: row.target,
            target_chosen: row.chosen,
            verdict: row.verdict,
            chance: row.chance.into(),
            is_final: row.is_final,
            score: six(row.score),
            empty_score: six(row.empty),
            readiness: six(row.readiness),
            confidence: row.confidence.into(),
            set: row.set,
            known_facts: row.known_facts,
            facts: row.facts,
            route,
            hall,
            today_mw: six(row.today_mw),
            planned_mw: six(row.planned_mw),
            ceiling_mw: six(row.ceiling_mw),
            share: row.share.into(),
            binding_today: row.binding_today,
            binding_ceiling: row.binding_ceiling,
            gates_failed: row.gates_failed,
            gates_open: row.gates_open,
            contradictions: row.contradictions,
            cost_musd: four(row.cost),
            cost_per_mw_musd: row.cost_per_mw.map(four),
            first_mw_months: row.first_mw_months.map(four),
            full_months: row.full_months.map(four),
            money: row.money.map(MoneyEntry::from),
            best_answer: row.best_answer.map(BestEntry::from),
        }
    }
}

impl RowEntry {
    fn read(&self, known: KnownLine) -> Row {
        let entry = self.clone();
        Row {
            name: Name {
                id: entry.id,
                name: entry.name,
                file: entry.file,
                line: entry.line,
            },
            operator: entry.operator,
            country: entry.country,
            region: entry.region,
            grid: entry.grid,
            target: entry.target,
            chosen: entry.target_chosen,
            verdict: entry.verdict,
            chance: entry.chance.into(),
            is_final: entry.is_final,
            score: bounded(entry.score),
            empty: bounded(entry.empty_score),
            readiness: bounded(entry.readiness),
            confidence: entry.confidence.get(),
            known,
            set: entry.set,
            known_facts: entry.known_facts,
            facts: entry.facts,
            route: entry.route.route(entry.hall),
            today_mw: bounded(entry.today_mw),
            planned_mw: bounded(entry.planned_mw),
            ceiling_mw: bounded(entry.ceiling_mw),
            share: entry.share.get(),
            binding_today: entry.binding_today,
            binding_ceiling: entry.binding_ceiling,
            gates_failed: entry.gates_failed,
            gates_open: entry.gates_open,
            contradictions: entry.contradictions,
            cost: spread(entry.cost_musd),
            cost_per_mw: entry.cost_per_mw_musd.map(spread),
            first_mw_months: entry.first_mw_months.map(spread),
            full_months: entry.full_months.map(spread),
            money: entry.money.map(RowMoney::from),
            best_answer: entry.best_answer.map(BestAnswer::from),
        }
    }
}

impl From<RowMoney> for MoneyEntry {
    fn from(money: RowMoney) -> Self {
        Self {
            best: money.best,
            npv_musd: money.npv_musd.into(),
            npv_per_grid_mw_musd: money.npv_per_grid_mw_musd.into(),
            converting: money.converting.into(),
            word: money.word,
        }
    }
}

impl From<MoneyEntry> for RowMoney {
    fn from(entry: MoneyEntry) -> Self {
        Self {
            best: entry.best,
            npv_musd: entry.npv_musd.get(),
            npv_per_grid_mw_musd: entry.npv_per_grid_mw_musd.get(),
            converting: entry.converting.get(),
            word: entry.word,
        }
    }
}

impl From<BestAnswer> for BestEntry {
    fn from(answer: BestAnswer) -> Self {
        Self {
            whom: answer.whom,
            question: answer.question,
            facts: answer.facts,
            mw: answer.mw.into(),
            points: answer.points.into(),
        }
    }
}

impl From<BestEntry> for BestAnswer {
    fn from(entry: BestEntry) -> Self {
        Self {
            whom: entry.whom,
            question: entry.question,
            facts: entry.facts,
            mw: entry.mw.get(),
            points: entry.points.get(),
        }
    }
}
