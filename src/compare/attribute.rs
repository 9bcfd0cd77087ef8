//! Why the numbers of a site changed: one input after the other is exchanged, and one fact alone after the other.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::market::{MoneySaid, said};
use super::measure::{Effect, effects, remainder};
use super::{Both, Judged, Sides};
use crate::assess::{Assessor, Books, Chosen};
use crate::checklist::Checklist;
use crate::economics::market::MarketFigures;
use crate::hosting::{Target, catalog};
use crate::input::load::Loaded;
use crate::plan::PriceList;
use crate::ranking::field::{FIELDS, detail_of};
use crate::record::{Row, ShortReport};
use crate::site::Site;
use crate::site::exchange::{differences, with_fact};
use crate::source::locate;
use crate::source::tree::{Tree, Value};
use crate::typical::{Draws, Sample, Typical};

/// The order in which inputs are exchanged.
pub(super) const ORDER: [&str; 4] = ["facts", "checklist", "prices", "market"];

/// Sections that no number is made of: their changes are no changed facts.
const NO_NUMBERS: [&str; 4] = ["name", "id", "notes", "waivers"];

/// More facts than this are not tried one by one; that many changes are another site.
const MOST_FACTS: usize = 64;

/// Characters of a value that are shown.
const SHOWN: usize = 60;

/// What judges one side. It keeps what it prepares for a target, so that the many states of a comparison are cheap.
#[derive(Debug)]
pub struct Terms<'a> {
    checklist: &'a Checklist,
    prices: &'a PriceList,
    /// What money is reckoned by; `None` where it is left out.
    books: Option<Books<'a>>,
    target: Option<Target<'a>>,
    assessor: Assessor<'a>,
}

impl<'a> Terms<'a> {
    /// A checklist, prices, draws, and a target where one holds for all sites; money is left out.
    #[must_use]
    pub fn new(
        checklist: &'a Checklist,
        prices: &'a PriceList,
        (typical, sample): (&'a Typical, Sample),
        target: Option<Target<'a>>,
    ) -> Self {
        Self {
            checklist,
            prices,
            books: None,
            target,
            assessor: Assessor::of(checklist)
                .at(prices)
                .drawn(typical, sample)
                .reckoned(None),
        }
    }

    /// The same with money reckoned by books; by `None` it is left out.
    #[must_use]
    pub fn reckoned(self, books: Option<Books<'a>>) -> Self {
        Self {
            assessor: self.assessor.reckoned(books.clone()),
            books,
            ..self
        }
    }

    /// The same at the prices of another, and with money reckoned as there.
    fn with_prices_of(&self, other: &Self) -> Self {
        let money = self.with_money_of(other);
        Self {
            prices: other.prices,
            assessor: money.assessor.at(other.prices),
            ..money
        }
    }

    /// The same with money reckoned as in another.
    fn with_money_of(&self, other: &Self) -> Self {
        let books = other.books.clone();
        Self {
            assessor: self.assessor.clone().reckoned(books.clone()),
            books,
            ..*self
        }
    }

    /// What money is reckoned by.
    pub(super) fn market(&self) -> Option<&'a MarketFigures> {
        self.books.as_ref().map(Books::market)
    }

    /// Whether money is reckoned by the very same market as on the other side.
    fn has_market_of(&self, other: &Self) -> bool {
        let at = |terms: &Self| terms.market().map(std::ptr::from_ref);
        at(self) == at(other)
    }

    /// Whether the other side is judged by the very same checklist.
    pub(super) fn has_checklist_of(&self, other: &Self) -> bool {
        std::ptr::eq(self.checklist, other.checklist)
    }

    /// The target of a site; nothing where it asks for one that does not exist.
    fn target_of(&self, like: &Row, site: &Site) -> Option<(Target<'a>, Chosen)> {
        match self.target {
            Some(target) => Some((target, like.chosen)),
            None => self.assessor.choose_target(site, catalog()).ok(),
        }
    }

    /// The numbers of a site; nothing where it asks for a target that does not exist.
    fn row(&self, like: &Row, site: &Site) -> Option<Row> {
        let (target, chosen) = self.target_of(like, site)?;
        let compared = FIELDS.iter().filter(|field| field.compared.is_some());
        let detail = detail_of(compared.copied());
        let brief = self.assessor.brief(site, target, detail);
        Some(Row::of(like.name.clone(), site, chosen, like.known, &brief))
    }

    /// A site judged, as a site of a set that stands at a place and is called by a name.
    pub(super) fn judged(&self, like: &Row, loaded: Loaded) -> Option<Judged> {
        let (target, chosen) = self.target_of(like, &loaded.site)?;
        let assessment = self.assessor.assess(&loaded.site, target);
        let name = like.name.clone();
        let report = ShortReport {
            id: name.id,
            name: name.name,
            file: name.file,
            line: name.line,
            site: &loaded.site,
            source: Some(&loaded.source),
            set: &loaded.set,
            chosen,
            known: like.known,
            assessment,
        };
        let judged = Judged::of(&report, self.checklist);
        Some(judged.read_from(loaded))
    }
}

/// A site under the names of another: the luck of its draws hangs on them alone.
fn named_like(site: &Site, other: &Site) -> Site {
    Site {
        id: other.id.clone(),
        name: other.name.clone(),
        ..site.clone()
    }
}

/// The head in the draws of the base: where another name gave it another luck, it is judged anew, so that what differs
/// is the site and never the luck.
pub(super) fn in_draws_of<'h>(base: &Judged, head: &'h Judged, terms: Both) -> Cow<'h, Judged> {
    let both = base.loaded.as_ref().zip(head.loaded.as_ref()).zip(terms);
    let anew = both.and_then(|((base, loaded), (_, terms))| {
        let same = Draws::goes_by(&base.site) == Draws::goes_by(&loaded.site);
        let site = (!same).then(|| named_like(&loaded.site, &base.site))?;
        terms.judged(
            &head.row,
            Loaded {
                site,
                ..loaded.clone()
            },
        )
    });
    anew.map_or(Cow::Borrowed(head), Cow::Owned)
}

/// What an input adds to the numbers of a site.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Part {
    /// facts, checklist, prices or market.
    pub input: &'static str,
    /// What it adds; numbers that it leaves alone are not there.
    pub effects: Vec<Effect>,
    /// What the money says before and behind it; null where that is the same.
    pub money: Option<Sides<Option<MoneySaid>>>,
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
            money: Some(said(before, after)).filter(Sides::changed),
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
            parts: parts
                .filter(|part| !part.effects.is_empty() || part.money.is_some())
                .collect(),
            steps,
            facts,
            interaction,
            too_many_facts,
        }
    }
}

/// The numbers from base to head with one input exchanged after the other.
fn rows<'a>(
    old: &Judged,
    new: &Judged,
    (base, head): (&Terms<'a>, &Terms<'a>),
    (old_site, new_site): (&Site, &Site),
) -> [Row; 5] {
    let same_checklist = base.has_checklist_of(head);
    let same_prices = std::ptr::eq(base.prices, head.prices);
    let same_market = base.has_market_of(head);
    let same_target = base.target.map(|t| t.id()) == head.target.map(|t| t.id());
    // A state that is that of a side needs no further judgment.
    let facts = if same_checklist && same_prices && same_market && same_target {
        new.row.clone()
    } else if old_site == new_site {
        old.row.clone()
    } else {
        base.row(&old.row, new_site)
            .unwrap_or_else(|| old.row.clone())
    };
    let at_last = |terms: &Terms| {
        let row = terms.row(&new.row, new_site);
        row.unwrap_or_else(|| new.row.clone())
    };
    let checklist = if same_prices && same_market {
        new.row.clone()
    } else if same_checklist {
        facts.clone()
    } else {
        at_last(&head.with_prices_of(base))
    };
    let prices = if same_market {
        new.row.clone()
    } else if same_prices {
        checklist.clone()
    } else {
        at_last(&head.with_money_of(base))
    };
    [old.row.clone(), facts, checklist, prices, new.row.clone()]
}

/// Whether numbers are made of what stands at a path; of an evidence it is the fact that it is about, and its grade.
fn is_fact(path: &str) -> bool {
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let of_evidence = path.starts_with("evidence[");
    !NO_NUMBERS.contains(&&path[..end])
        && (!of_evidence || path.ends_with("].path") || path.ends_with("].grade"))
}

/// Facts that differ, with what both sides state and where.
fn changed_facts(old: &Loaded, new: &Loaded) -> Vec<FactChange> {
    let mut paths = differences(&old.site, &new.site);
    paths.retain(|path| is_fact(path));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::read::read;
    use crate::source::Source;

    #[test]
    fn evidence_moves_numbers_by_its_grade_and_names_move_none() {
        for path in [
            "power.approved_mw",
            "evidence",
            "evidence[1].grade",
            "halls[0].name",
        ] {
            assert!(is_fact(path), "{path}");
        }
        for path in [
            "name",
            "id",
            "notes",
            "waivers[0].owner",
            "evidence[1].source",
        ] {
            assert!(!is_fact(path), "{path}");
        }
    }

    #[test]
    fn another_name_is_no_other_site() {
        let site = |text: &str| read(&Source::from_text("a.yaml", text).unwrap()).unwrap();
        let base = site("name: Old Mill\npower: {approved_mw: 150}");
        let head = site("id: mill\nname: Mill\npower: {approved_mw: 100}");
        let named = named_like(&head, &base);
        assert_eq!((named.id.get(), named.name.get()), (None, base.name.get()));
        assert_eq!(named.power, head.power);
    }
}
