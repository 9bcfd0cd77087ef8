//! A finished ranking: what is shown of many sites, and in which order.

use super::asked::Asked;
use super::behind::Ranked;
use super::best::among_best;
use super::condition::Condition;
use super::dominance::dominated;
use super::field::detail_of;
use super::order::{Order, ask_first};
use super::summary::{Group, Step, Totals, groups, supply_curve};
use crate::assess::Detail;
use crate::record::{KnownLine, Listing, Row};
use crate::whatif::SetFact;

/// What is asked of a ranking.
#[derive(Debug, Clone)]
pub struct View {
    /// What a site must hold to be in it; all of these.
    pub conditions: Vec<Condition>,
    /// The line between the two lists.
    pub known: KnownLine,
    /// What is worked out of each site, whatever the columns that are asked for and sorted by need.
    pub detail: Detail,
    /// The order of the ranked.
    pub order: Order,
    /// How many of the first ranked are shown; all without it.
    pub top: Option<usize>,
    /// The k of the probability to be among the best k.
    pub best: usize,
    /// What sites are grouped by.
    pub group_by: Option<Asked>,
}

impl Default for View {
    /// All sites by mean score, of each what its draws say, and the chance to be among the best ten.
    fn default() -> Self {
        Self {
            conditions: Vec::new(),
            known: KnownLine::default(),
            detail: Detail::Draws,
            order: Order::default(),
            top: None,
            best: 10,
            group_by: None,
        }
    }
}

impl View {
    /// Whether a row is in the ranking.
    #[must_use]
    pub fn holds(&self, row: &Row) -> bool {
        self.conditions.iter().all(|condition| condition.holds(row))
    }

    /// What has to be worked out of each site.
    #[must_use]
    pub fn detail(&self) -> Detail {
        let asked = self.asked().map(Asked::detail).max();
        let sorted = detail_of(std::iter::once(self.order.field()));
        self.detail.max(sorted).max(asked.unwrap_or(Detail::Draws))
    }

    /// Paths of the facts that conditions and groups ask for.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.asked().filter_map(Asked::fact)
    }

    fn asked(&self) -> impl Iterator<Item = &Asked> {
        let conditions = self.conditions.iter().map(Condition::asked);
        conditions.chain(&self.group_by)
    }
}

/// A finished ranking. It does not depend on the order of the input.
#[derive(Debug, Clone)]
pub struct Portfolio {
    /// Every site that holds the conditions and of which enough is known, in order.
    pub rows: Vec<Row>,
    /// How many of the first are shown.
    pub shown: usize,
    /// Every other site that holds the conditions, in the order of [`ask_first`].
    pub ask_first: Vec<Row>,
    /// The line between the two.
    pub known: KnownLine,
    /// Number of sites that do not hold the conditions.
    pub left_out: usize,
    /// The k of the probability to be among the best k.
    pub best: usize,
    /// For each ranked row the probability that its score is among the best k.
    pub among_best: Vec<f64>,
    /// For each ranked row the position of one that dominates it.
    pub dominated_by: Vec<Option<usize>>,
    /// What the ranked come to.
    pub totals: Totals,
    /// What those come to that are asked first; in no other sum.
    pub ask_first_totals: Totals,
    /// What the ranked are sorted by.
    pub order: Order,
    /// What the ranked are grouped by, and the groups.
    pub groups: Option<(Asked, Vec<Group>)>,
    /// Cumulative MW of the ranked by cost for each MW.
    pub supply_curve: Vec<Step>,
}

impl Portfolio {
    /// What stands in place of what the files say: settings are those of the run, so that any row speaks for all.
    #[must_use]
    pub(crate) fn set(&self) -> &[SetFact] {
        let first = self.rows.first().or(self.ask_first.first());
        first.map_or(&[], |row| &row.set)
    }

    /// What the ranking knows of the row at a position.
    #[must_use]
    pub(crate) fn ranked(&self, at: usize) -> Ranked<'_> {
        let dominating = self.dominated_by.get(at).copied().flatten();
        Ranked {
            rank: at + 1,
            among_best: self.among_best.get(at).copied().unwrap_or_default(),
            dominated_by: dominating
                .and_then(|by| self.rows.get(by))
                .map(|row| row.name.id.as_str()),
        }
    }

    /// Ranks rows. Those that do not hold the conditions of the view must be left out already; `left_out`
    /// says how many. What is shown and added up is rounded behind the order, as in the report of each site.
    #[must_use]
    pub fn of(rows: Vec<Row>, left_out: usize, view: &View) -> Self {
        let is_ranked = |row: &Row| row.listing() == Listing::Ranked;
        let (mut rows, mut asked): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(is_ranked);
        view.order.sort(&mut rows);
        asked.sort_by(ask_first);
        let [rows, asked] =
            [rows, asked].map(|rows| -> Vec<Row> { rows.into_iter().map(Row::rounded).collect() });
        let scores: Vec<_> = rows.iter().map(|row| row.score.spread).collect();
        Self {
            shown: view.top.unwrap_or(rows.len()).min(rows.len()),
            left_out,
            best: view.best,
            among_best: among_best(&scores, view.best),
            dominated_by: dominated(&rows),
            totals: Totals::of(rows.iter()),
            ask_first_totals: Totals::of(asked.iter()),
            known: view.known,
            ask_first: asked,
            order: view.order,
            groups: view.group_by.clone().map(|by| {
                let groups = groups(&rows, &by);
                (by, groups)
            }),
            supply_curve: supply_curve(&rows),
            rows,
        }
    }

    /// Whether no site holds the conditions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.ask_first.is_empty()
    }

    /// The targets that sites were judged for, each with what an empty file scores for it in the mean.
    #[must_use]
    pub(crate) fn empty_scores(&self) -> Vec<(&str, f64)> {
        let mut targets: Vec<(&str, f64)> = Vec::new();
        for row in self.rows.iter().chain(&self.ask_first) {
            if !targets.iter().any(|(target, _)| *target == row.target) {
                targets.push((&row.target, row.empty.spread.mean));
            }
        }
        targets.sort_by(|a, b| a.0.cmp(b.0));
        targets
    }
}
