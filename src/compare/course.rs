//! A comparison as its sites come: of each no more is kept than what changed, and what it brings to the sums.

use super::attribute::{self, ORDER, Parted};
use super::measure::changes;
use super::totals::{Brought, Steps, Totals};
use super::{
    Both, Diff, Judged, Lone, Origin, Regression, SCHEMA, Said, Sides, SiteChange, Tolerance,
    contradictions, findings, market, regression, versions, waivers,
};
use crate::record::Row;
use crate::whatif::SetFact;

/// What compares two states of a site.
#[derive(Debug, Clone, Copy)]
pub struct Pairing<'t, 'a> {
    terms: Both<'t, 'a>,
    same_checklist: bool,
    tolerance: Tolerance,
}

/// What came of two states of a site.
#[derive(Debug)]
pub struct Pair {
    /// Its id in the head.
    id: String,
    change: Option<Box<SiteChange>>,
    regressions: Vec<Regression>,
    steps: Steps,
    head: Brought,
}

/// A site of one set alone.
#[derive(Debug)]
pub struct Single {
    lone: Lone,
    brings: Brought,
}

/// What came of all sites so far, in any order.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What the sites of the base bring, each with its number there.
    base: Vec<(usize, Brought)>,
    pairs: Vec<Pair>,
    removed: Vec<Single>,
    added: Vec<Single>,
}

impl<'t, 'a> Pairing<'t, 'a> {
    /// What compares sites of a base and a head that were judged by terms, none where their numbers were saved.
    #[must_use]
    pub fn of((base, head): (&Origin, &Origin), terms: Both<'t, 'a>, tolerance: Tolerance) -> Self {
        Self {
            terms,
            same_checklist: match terms {
                Some((base, head)) => base.has_checklist_of(head),
                None => base.method.checklist == head.method.checklist,
            },
            tolerance,
        }
    }

    /// Compares two states of a site.
    #[must_use]
    pub fn pair(&self, old: &Judged, new: &Judged) -> Pair {
        let new = attribute::in_draws_of(old, new, self.terms);
        let new = new.as_ref();
        let parted = Parted::of(old, new, self.terms);
        Pair {
            id: new.row.name.id.clone(),
            steps: Steps::of(&parted),
            head: Brought::by(&new.row),
            regressions: regression::of(&old.row, &new.row, &self.tolerance),
            change: site_change(old, new, parted, self.same_checklist).map(Box::new),
        }
    }
}

impl Single {
    /// A site by its row.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        Self {
            lone: Lone {
                id: row.name.id.clone(),
                name: row.name.name.clone(),
                file: row.name.file.clone(),
                verdict: Said::of(row),
                score: row.score.spread.mean,
                planned_mw: row.planned_mw.spread.p50,
                cost_musd: row.cost.p50,
            },
            brings: Brought::by(row),
        }
    }
}

impl Single {
    /// The file that it stands in.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.lone.file
    }
}

impl Comparison {
    /// Takes a site of the base with its number there, paired or not.
    pub fn base(&mut self, at: usize, brings: Brought) {
        self.base.push((at, brings));
    }

    /// Takes what came of two states of a site.
    pub fn pair(&mut self, pair: Pair) {
        self.pairs.push(pair);
    }

    /// Takes a site of the base alone.
    pub fn removed(&mut self, site: Single) {
        self.removed.push(site);
    }

    /// Takes a site of the head alone.
    pub fn added(&mut self, site: Single) {
        self.added.push(site);
    }

    /// What changed between two sets, by id whatever the order in which sites came.
    #[must_use]
    pub fn finish(self, (base, head): (Origin, Origin), terms: Both) -> Diff {
        let Self {
            base: mut of_base,
            mut pairs,
            mut removed,
            mut added,
        } = self;
        of_base.sort_by_key(|(at, _)| *at);
        pairs.sort_by(|a, b| a.id.cmp(&b.id));
        for alone in [&mut removed, &mut added] {
            alone.sort_by(|a, b| a.lone.id.cmp(&b.lone.id));
        }
        let mut totals = Totals::default();
        pairs.iter().for_each(|pair| totals.pair(&pair.steps));
        for (cause, alone, sign) in [("removed", &removed, -1.0), ("added", &added, 1.0)] {
            alone
                .iter()
                .for_each(|site| totals.add(cause, &site.brings, sign));
        }
        let of_pairs = pairs.iter().map(|pair| pair.head);
        let of_added = added.iter().map(|site| site.brings);
        let totals = totals.changes(
            of_base.into_iter().map(|(_, brings)| brings),
            of_pairs.chain(of_added),
        );
        let compared = pairs.len();
        let (mut sites, mut regressions) = (Vec::new(), Vec::new());
        for pair in pairs {
            regressions.extend(pair.regressions);
            sites.extend(pair.change.map(|change| *change));
        }
        let markets = terms.and_then(|(base, head)| base.market().zip(head.market()));
        let lone = |all: Vec<Single>| all.into_iter().map(|site| site.lone).collect();
        Diff {
            schema: SCHEMA,
            order: terms.map_or_else(Vec::new, |_| ORDER.to_vec()),
            versions: versions(&base.method, &head.method),
            base,
            head,
            figures: markets.map_or_else(Vec::new, |(base, head)| market::figures(base, head)),
            totals,
            unchanged: compared - sites.len(),
            sites,
            added: lone(added),
            removed: lone(removed),
            regressions,
        }
    }
}

/// The change of a site; nothing where none of its numbers, words, facts and findings changed.
fn site_change(
    old: &Judged,
    new: &Judged,
    parted: Parted,
    same_checklist: bool,
) -> Option<SiteChange> {
    let change = SiteChange {
        id: new.row.name.id.clone(),
        base_id: Some(old.row.name.id.clone()).filter(|id| *id != new.row.name.id),
        name: new.row.name.name.clone(),
        file: new.row.name.file.clone(),
        set: set_in_place(&old.row, &new.row),
        target: Sides {
            base: old.row.target.clone(),
            head: new.row.target.clone(),
        },
        verdict: Sides {
            base: Said::of(&old.row),
            head: Said::of(&new.row),
        },
        money: market::said(&old.row, &new.row),
        changes: changes(&old.row, &new.row),
        parts: parted.parts,
        facts: parted.facts,
        interaction: parted.interaction,
        too_many_facts: parted.too_many_facts,
        route: Sides {
            base: old.row.route.word(),
            head: new.row.route.word(),
        },
        contradictions: contradictions::changes(old, new),
        waivers: waivers::changes(old, new),
        findings: findings::changes(old, new, same_checklist),
    };
    let moved = change.set.as_ref().is_some_and(Sides::changed)
        || change.target.changed()
        || change.verdict.changed()
        || change.money.changed()
        || !change.changes.is_empty()
        || change.route.changed()
        || !change.contradictions.is_empty()
        || !change.facts.is_empty()
        || !change.waivers.is_empty()
        || !change.findings.is_empty();
    moved.then_some(change)
}

fn set_in_place(base: &Row, head: &Row) -> Option<Sides<Vec<SetFact>>> {
    let set = Sides {
        base: base.set.clone(),
        head: head.set.clone(),
    };
    (!set.base.is_empty() || !set.head.is_empty()).then_some(set)
}
