//! Why the numbers of a site changed: one input after the other is exchanged, and one fact alone after the other.

use schemars::JsonSchema;
use serde::Serialize;

use super::measure::{Effect, effects, remainder};
use super::{Both, Judged};
use crate::assess::{Assessor, EmptyFile};
use crate::checklist::Checklist;
use crate::hosting::{Target, catalog};
use crate::input::load::Loaded;
use crate::plan::PriceList;
use crate::ranking::Row;
use crate::site::Site;
use crate::site::exchange::{differences, with_fact};
use crate::source::locate;
use crate::source::tree::{Tree, Value};

/// The order in which inputs are exchanged.
pub(super) const ORDER: [&str; 3] = ["facts", "checklist", "prices"];

/// Sections that no number is made of: their changes are no changed facts.
const NO_FACTS: [&str; 5] = ["name", "id", "evidence", "notes", "waivers"];

/// More facts than this are not tried one by one; that many changes are another site.
const MOST_FACTS: usize = 64;

/// Characters of a value that are shown.
const SHOWN: usize = 60;

/// What judges one side.
#[derive(Debug)]
pub struct Terms<'a> {
    checklist: &'a Checklist,
    prices: &'a PriceList,
    target: Option<Target<'a>>,
    empty: EmptyFile<'a>,
}

impl<'a> Terms<'a> {
    /// A checklist, prices, and a target where one holds for all sites.
    #[must_use]
    pub fn new(
        checklist: &'a Checklist,
        prices: &'a PriceList,
        target: Option<Target<'a>>,
    ) -> Self {
        Self {
            checklist,
            prices,
            target,
            empty: EmptyFile::new(checklist),
        }
    }

    /// Whether the other side is judged by the very same checklist.
    pub(super) fn has_checklist_of(&self, other: &Self) -> bool {
        std::ptr::eq(self.checklist, other.checklist)
    }

    /// The numbers of a site; nothing where it asks for a target that does not exist.
    fn row(&self, like: &Row, site: &Site) -> Option<Row> {
        let assessor = Assessor::of(self.checklist).at(self.prices);
        let (target, chosen) = match self.target {
            Some(target) => (target, like.chosen),
            None => assessor.choose_target(site, catalog()).ok()?,
        };
        let assessment = assessor.assess(site, target);
        let empty = self.empty.convertibility(target);
        Some(Row::of(like.name.clone(), site, chosen, &assessment, empty))
    }
}

/// What an input adds to the numbers of a site.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Part {
    /// facts, checklist or prices.
    pub input: &'static str,
    /// What it adds; numbers that it leaves alone are not there.
    pub effects: Vec<Effect>,
}

/// A fact that differs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FactChange {
    /// Dotted path.
    pub path: String,
    /// What the base states; null where it states nothing.
    pub base: Option<String>,
    /// What the head states; null where it states nothing.
    pub head: Option<String>,
    /// Line in the head, of its nearest parent where it is gone, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What this fact alone would change at the base; null where there are too many to try.
    pub alone: Option<Vec<Effect>>,
}

/// A change taken apart.
#[derive(Default)]
pub(super) struct Parted {
    /// Each cause with the numbers before and behind it.
    pub(super) steps: Vec<(&'static str, Row, Row)>,
    pub(super) parts: Vec<Part>,
    pub(super) facts: Vec<FactChange>,
    pub(super) interaction: Vec<Effect>,
    pub(super) too_many_facts: bool,
}

impl Parted {
    /// The change between two states of a site.
    pub(super) fn of(old: &Judged, new: &Judged, terms: Both) -> Self {
        let Some(((base, head), (old_text, new_text))) =
            terms.zip(old.loaded.as_ref().zip(new.loaded.as_ref()))
        else {
            return Self {
                steps: vec![("changed", old.row.clone(), new.row.clone())],
                ..Self::default()
            };
        };
        let rows = rows(old, new, (base, head), (&old_text.site, &new_text.site));
        let steps = ORDER.iter().zip(rows.windows(2));
        let steps: Vec<(&'static str, Row, Row)> = steps
            .map(|(cause, rows)| (*cause, rows[0].clone(), rows[1].clone()))
            .collect();
        let parts = steps.iter().map(|(input, before, after)| Part {
            input,
            effects: effects(before, after),
        });
        let mut facts = changed_facts(old_text, new_text);
        let too_many_facts = facts.len() > MOST_FACTS;
        let mut interaction = Vec::new();
        if !too_many_facts {
            for fact in &mut facts {
                let site = with_fact(&old_text.site, &new_text.site, &fact.path);
                let row = base.row(&old.row, &site);
                fact.alone = row.map(|row| effects(&old.row, &row));
            }
            let alone = facts.iter().filter_map(|fact| fact.alone.as_deref());
            interaction = remainder(&effects(&rows[0], &rows[1]), alone);
        }
        Self {
            parts: parts.filter(|part| !part.effects.is_empty()).collect(),
            steps,
            facts,
            interaction,
            too_many_facts,
        }
    }
}

/// The numbers from base to head with one input exchanged after the other.
fn rows(
    old: &Judged,
    new: &Judged,
    (base, head): (&Terms, &Terms),
    (old_site, new_site): (&Site, &Site),
) -> [Row; 4] {
    let same_checklist = base.has_checklist_of(head);
    let same_prices = std::ptr::eq(base.prices, head.prices);
    let same_target = base.target.map(|t| t.id()) == head.target.map(|t| t.id());
    // A state that is that of a side needs no further judgment.
    let facts = if same_checklist && same_prices && same_target {
        new.row.clone()
    } else if old_site == new_site {
        old.row.clone()
    } else {
        base.row(&old.row, new_site)
            .unwrap_or_else(|| old.row.clone())
    };
    let checklist = if same_prices {
        new.row.clone()
    } else if same_checklist {
        facts.clone()
    } else {
        let mixed = Terms::new(head.checklist, base.prices, head.target);
        mixed
            .row(&new.row, new_site)
            .unwrap_or_else(|| new.row.clone())
    };
    [old.row.clone(), facts, checklist, new.row.clone()]
}

/// Facts that differ, with what both sides state and where.
fn changed_facts(old: &Loaded, new: &Loaded) -> Vec<FactChange> {
    let section = |path: &str| {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        NO_FACTS.contains(&&path[..end])
    };
    let mut paths = differences(&old.site, &new.site);
    paths.retain(|path| !section(path));
    if paths.is_empty() {
        return Vec::new();
    }
    let (before, after) = (Tree::of(&old.source), Tree::of(&new.source));
    let keys: Vec<&str> = paths.iter().map(String::as_str).collect();
    let places = locate(&new.source, &keys);
    let changes = paths.iter().zip(places).map(|(path, place)| FactChange {
        path: path.clone(),
        base: stated(old, &before, path),
        head: stated(new, &after, path),
        line: place.line,
        column: place.column,
        alone: None,
    });
    changes.collect()
}

/// The value at a path as it is written, in one line; of a list how many items it has.
fn stated(loaded: &Loaded, tree: &Tree, path: &str) -> Option<String> {
    let node = tree.root.as_ref()?.at(path)?;
    let text = match &node.value {
        Value::Scalar(text, _) => text.clone(),
        Value::Sequence(items) if items.len() == 1 => "1 item".to_owned(),
        Value::Sequence(items) => format!("{} items", items.len()),
        _ => loaded.source.text().get(node.range.clone())?.to_owned(),
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    Some(shown).filter(|shown| !shown.is_empty())
}
