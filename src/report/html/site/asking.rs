//! What to do first and what to ask first.

use super::super::block::{Block, Cell, Figure, Item, Table};
use super::super::chart;
use super::super::page::Section;
use crate::record::question::{BarEntry, MovedEntry, QuestionEntry};
use crate::record::{Rounded, SiteRecord};
use crate::report::numbers::{at_stake, counted, middle, number, points};
use crate::report::site::answer::{QUESTIONS, answer, in_words, together};

/// Works that are named first.
const WORKS: usize = 3;
/// Unknowns in the picture.
const BARS: usize = 10;

/// What to do first, what to ask first.
pub(super) fn sections(site: &SiteRecord) -> Vec<Section> {
    let mut sections = Vec::new();
    sections.extend(first_works(site));
    sections.extend(questions(site));
    sections.extend(tornado(site));
    sections
}

fn first_works(site: &SiteRecord) -> Option<Section> {
    let works = site.plan.works.iter().take(WORKS).map(|work| {
        let mw = work.mw_at_stake.map_or(String::new(), |mw| {
            format!("; {} MW are lost if it stays open", number(mw.get()))
        });
        let points = work.readiness_points.get();
        let points = if points > 0.0 {
            format!("; it brings {} points of readiness", at_stake(points))
        } else {
            String::new()
        };
        Item {
            head: work.name.clone(),
            lines: vec![format!(
                "{} weeks, {} M$ paid by the {}{mw}{points}.",
                middle(work.weeks.into()),
                middle(work.cost_musd.into()),
                work.payer
            )],
        }
    });
    let items: Vec<Item> = works.collect();
    let blocks = vec![
        Block::text("The works that must start first, so that the end does not move:"),
        Block::List {
            ordered: true,
            items,
        },
    ];
    (!site.plan.works.is_empty()).then(|| Section::new("first", "What to do first", blocks))
}

fn questions(site: &SiteRecord) -> Option<Section> {
    let asked: Vec<&QuestionEntry> = site.asking.that_matter().collect();
    if asked.is_empty() {
        return None;
    }
    let first = asked.iter().take(QUESTIONS).map(|ask| {
        let mut lines = vec![answer(&ask.good)];
        if ask.bad.answer != ask.good.answer {
            lines.push(answer(&ask.bad));
        }
        Item {
            head: format!("Ask the {}: {}", ask.ask.word(), ask.question),
            lines,
        }
    });
    let mut blocks = vec![
        Block::text("What an answer does where all else is middling; the better answer first."),
        Block::List {
            ordered: true,
            items: first.collect(),
        },
    ];
    blocks.extend(together(site).map(Block::Text));
    let columns = [
        "Question",
        "Ask",
        "Points#",
        "MW#",
        "M$#",
        "Months#",
        "Good answer",
        "Bad answer",
    ];
    let signed =
        |change: Option<Rounded>| Cell::or_dash(change.map(|change| change_of(change.get())));
    let rows = asked.iter().map(|ask| {
        vec![
            Cell::Both(ask.question.clone(), ask.facts.join(", ")),
            ask.ask.word().into(),
            signed(Some(ask.worth.score)),
            signed(Some(ask.worth.mw)),
            signed(ask.worth.musd),
            signed(ask.worth.months),
            Cell::Both(
                ask.good.answer.clone(),
                in_words(ask.good.verdict).to_owned(),
            ),
            Cell::Both(ask.bad.answer.clone(), in_words(ask.bad.verdict).to_owned()),
        ]
    });
    let about = "Every question, with what its good answer brings over its bad one";
    let summary = format!("All {}", counted(asked.len(), "question", "questions"));
    blocks.push(Block::fold(
        summary,
        vec![Table::of(about, &columns).with(rows).into()],
    ));
    Some(Section::new("ask", "What to ask first", blocks))
}

fn tornado(site: &SiteRecord) -> Option<Section> {
    let open: Vec<&BarEntry> = site.asking.that_move().collect();
    if open.is_empty() {
        return None;
    }
    let columns = ["Fact", "Low", "High", "MW#", "Score#", "M$#", "Months#"];
    let change = |bar: &BarEntry, of: fn(&MovedEntry) -> Option<Rounded>| {
        let both = of(&bar.low).zip(of(&bar.high));
        Cell::or_dash(both.map(|(low, high)| change_of(high.get() - low.get())))
    };
    let rows = open.iter().map(|bar| {
        vec![
            Cell::Code(bar.fact.clone()),
            bar.low.value.clone().into(),
            bar.high.value.clone().into(),
            change(bar, |moved| Some(moved.mw)),
            Cell::Text(format!(
                "{} → {}",
                points(bar.low.score.get()),
                points(bar.high.score.get())
            )),
            change(bar, |moved| moved.musd),
            change(bar, |moved| moved.months),
        ]
    });
    let about = "Each unknown by itself, from its low to its high end";
    let shown: Vec<&BarEntry> = open.iter().take(BARS).copied().collect();
    let figure = Figure {
        svg: chart::tornado::picture_of(&shown),
        caption: "Each unknown moved by itself from its P10 (the dot) to its P90, all else in the middle: what that \
                  does to the megawatts that convert and to the score. Orange falls as the fact rises."
            .to_owned(),
        numbers: Table::of(about, &columns).with(rows),
    };
    Some(Section::new(
        "tornado",
        "What each answer is worth",
        vec![figure.into()],
    ))
}

/// A change with its sign; none as 0.
pub(super) fn change_of(change: f64) -> String {
    let text = number(change);
    match text.strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None if text == "0" => text,
        None => format!("+{text}"),
    }
}
