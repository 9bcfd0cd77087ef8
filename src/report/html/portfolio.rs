//! The page of many sites: how they rank, what they carry and cost together, and whom to ask first.

use super::block::{Block, Cell, Figure, Hero, Key, Table};
use super::page::{Chapter, Page, Section};
use super::rows::Rows;
use super::site::{RENDERED, draws, foot, judged_by, sentence, set_in_place};
use super::{PageError, chart, embed};
use crate::assess::Method;
use crate::economics::ways::Alternative;
use crate::ranking::{Portfolio, Row, Totals};
use crate::record::FileError;
use crate::record::row::RowMoney;
use crate::report::economics::shown;
use crate::report::numbers::{at_stake, counted, middle, number, percent, points, score};
use crate::report::ranking::totals::{verdicts, what_they_carry};
use crate::report::ranking::{asked_first, known, mark, marked, months, near_line, question};

/// Sites whose range is drawn.
const DRAWN: usize = 30;

/// The page of many sites, which carries their rows.
///
/// # Errors
/// Never for rows of this program; the types of templates and serializers ask for it.
pub fn ranking(
    portfolio: &Portfolio,
    method: &Method,
    errors: &[FileError],
) -> Result<String, PageError> {
    let all = portfolio.rows.len() + portfolio.ask_first.len();
    let title = counted(all, "site", "sites");
    let sections = [
        ranked(portfolio),
        against_cost(portfolio),
        supply(portfolio),
        ranges(portfolio),
        groups(portfolio),
        ask_first(portfolio),
    ];
    let chapter = Chapter {
        title: title.clone(),
        facts: facts(portfolio, method),
        lead: lead(portfolio),
        sections: sections.into_iter().flatten().collect(),
    };
    Page {
        title: format!("{title} · rackready"),
        chapters: vec![chapter],
        foot: foot(errors, method, RENDERED),
        record: embed::element(&Rows::of(portfolio, method, errors))?,
    }
    .finish()
}

fn facts(portfolio: &Portfolio, method: &Method) -> Vec<(&'static str, String)> {
    let targets = portfolio.empty_scores().into_iter();
    let targets: Vec<String> = targets
        .map(|(target, empty)| format!("{target} (an empty file scores {})", points(empty)))
        .collect();
    let mut facts = vec![
        ("Targets", targets.join(", ")),
        ("Ranked by", portfolio.order.field().name.to_owned()),
        ("Judged by", judged_by(method)),
        ("Draws of what is unknown", draws(method)),
    ];
    if portfolio.left_out > 0 {
        facts.push((
            "Left out by conditions",
            counted(portfolio.left_out, "site", "sites"),
        ));
    }
    facts
}

fn lead(portfolio: &Portfolio) -> Vec<Block> {
    let totals = &portfolio.totals;
    let mean = |value: Option<f64>, shown: fn(f64) -> String| value.map_or("–".to_owned(), shown);
    let money = totals.money.as_ref().map(|money| Key {
        label: "Worth, each site used its best way",
        value: musd(money.npv_musd),
        note: shown::ways(money),
    });
    let mut hero = Hero {
        tone: if totals.converting > 0 {
            "phases"
        } else {
            "keep"
        },
        word: format!("{} MW", number(totals.planned_mw)),
        behind: format!(
            " of critical IT at {} whose verdict is to convert or bridge",
            counted(totals.converting, "site", "sites")
        ),
        figures: vec![
            Key {
                label: "Cost to the owners",
                value: format!("{} M$", number(totals.cost)),
                note: totals
                    .cost_per_mw
                    .map_or(String::new(), |cost| format!("{} M$/MW", number(cost))),
            },
            Key {
                label: "Verdicts",
                value: counted(totals.sites, "site ranked", "sites ranked"),
                note: verdicts(totals),
            },
            Key {
                label: "Mean score",
                value: mean(totals.mean_score, points),
                note: format!(
                    "{} of what counts is known",
                    mean(totals.mean_confidence, percent)
                ),
            },
            Key {
                label: "Ask first",
                value: counted(portfolio.ask_first.len(), "site", "sites"),
                note: "too little known to rank; in no sum".to_owned(),
            },
        ],
    };
    hero.figures.splice(1..1, money);
    let mut blocks: Vec<Block> = Vec::new();
    blocks.extend(set_in_place(portfolio.set()));
    blocks.push(Block::Hero(hero));
    blocks.extend(
        marked(portfolio).map(|text| Block::Warning(sentence(&format!("Marked !: {text}")))),
    );
    if totals.apart {
        blocks.push(Block::Text(sentence(shown::ONE_FABRIC)));
    }
    blocks
}

fn named(row: &Row) -> Cell {
    Cell::Both(
        format!("{}{}", row.name.name, mark(row)),
        row.name.id.clone(),
    )
}

fn ranked(portfolio: &Portfolio) -> Option<Section> {
    let shown = portfolio
        .rows
        .get(..portfolio.shown)
        .filter(|rows| !rows.is_empty())?;
    let best = format!("Best {}#", portfolio.best);
    let columns = [
        "Rank#",
        "Site",
        "Verdict",
        "With money",
        "Converting#",
        "Score#",
        "MW#",
        "M$/MW#",
        "M$#",
        "Months to first MW#",
        "Worth most",
        "NPV, M$/MW#",
        "Known, %#",
        &best,
        "Bound by",
    ];
    let rows = shown.iter().enumerate().map(|(at, row)| {
        let standing = portfolio.ranked(at);
        let of_money = |text: fn(RowMoney) -> String| Cell::or_dash(row.money.map(text));
        vec![
            standing.rank.to_string().into(),
            named(row),
            format!("{}{}", row.verdict.word(), question(row)).into(),
            of_money(|money| money.word.word().to_owned()),
            percent(row.chance.converting()).into(),
            score(row.score.spread).into(),
            middle(row.planned_mw.spread).into(),
            Cell::or_dash(row.cost_per_mw.map(|cost| number(cost.p50))),
            number(row.cost.p50).into(),
            months(row.first_mw_months).into(),
            of_money(|money| money.best.map_or("nothing", Alternative::word).to_owned()),
            of_money(|money| per_mw(money.npv_per_grid_mw_musd)),
            known(row).into(),
            percent(standing.among_best).into(),
            row.binding().replace(' ', ", ").into(),
        ]
    });
    let about = format!(
        "Ranked by {}; P50 or mean, P10–P90; NPV is the mean for each MW of the connection",
        portfolio.order.field().name
    );
    let mut table = Table::of(about, &columns).with(rows);
    if shown.iter().all(|row| row.money.is_none()) {
        table.retain(|name| !MONEY.contains(&name));
    }
    table.sortable = true;
    let mut blocks: Vec<Block> = vec![table.into()];
    blocks
        .extend(near_line(portfolio.known, shown.iter()).map(|text| Block::Text(sentence(&text))));
    blocks.push(Block::text(format!(
        "In all: {}.",
        what_they_carry(&portfolio.totals, "ranked ")
    )));
    Some(Section::new("ranking", "Ranking", blocks))
}

/// Columns of the ranking that are left out where nobody reckoned money.
const MONEY: [&str; 3] = ["With money", "Worth most", "NPV, M$/MW"];

/// M$ with a real minus.
fn musd(musd: f64) -> String {
    format!("{} M$", number(musd)).replace('-', "−")
}

fn per_mw(musd: f64) -> String {
    shown::per_mw(musd).replace('-', "−")
}

fn against_cost(portfolio: &Portfolio) -> Option<Section> {
    let priced = portfolio.rows.iter().enumerate().filter_map(|(at, row)| {
        let cost = row.cost_per_mw?;
        Some(vec![
            (at + 1).to_string().into(),
            row.name.name.clone().into(),
            row.verdict.word().into(),
            percent(row.chance.converting()).into(),
            number(row.planned_mw.spread.p50).into(),
            number(cost.p50).into(),
        ])
    });
    let columns = ["Rank#", "Site", "Verdict", "Converting#", "MW#", "M$/MW#"];
    let numbers =
        Table::of("Planned MW and cost of each MW, P50", &columns).with(priced.take(DRAWN));
    let figure = Figure {
        svg: chart::bubbles::picture_of(&portfolio.rows),
        caption: format!(
            "Each dot a site: critical IT MW after the plan, each tenfold as wide, against what each MW costs its \
             owner, P50. Larger dots convert more likely; numbers are ranks. The table holds the first {DRAWN}; the \
             ranking has all."
        ),
        numbers,
    };
    (!portfolio.rows.is_empty())
        .then(|| Section::new("map", "Megawatts against cost", vec![figure.into()]))
}

fn supply(portfolio: &Portfolio) -> Option<Section> {
    let svg = chart::supply::picture_of(portfolio)?;
    let columns = ["Site", "M$/MW#", "MW#", "MW so far#", "M$ so far#"];
    let rows = portfolio.supply_curve.iter().map(|step| {
        let row = portfolio.rows.get(step.row);
        vec![
            row.map_or(String::new(), |row| row.name.id.clone()).into(),
            number(step.cost_per_mw_musd).into(),
            number(step.mw).into(),
            number(step.cumulative_mw).into(),
            number(step.cumulative_musd).into(),
        ]
    });
    let figure = Figure {
        svg,
        caption: "Sites whose verdict is to convert or bridge, cheapest first: as wide as their expected MW, as high \
                  as what each MW costs."
            .to_owned(),
        numbers: Table::of("The supply curve", &columns).with(rows),
    };
    Some(Section::new("supply", "Supply curve", vec![figure.into()]))
}

fn ranges(portfolio: &Portfolio) -> Option<Section> {
    let drawn = portfolio
        .rows
        .get(..portfolio.shown.min(DRAWN))
        .filter(|rows| !rows.is_empty())?;
    let columns = [
        "Rank#",
        "Site",
        "Score#",
        "Worst to best#",
        "Among the best#",
        "No better than",
    ];
    let rows = drawn.iter().enumerate().map(|(at, row)| {
        let standing = portfolio.ranked(at);
        let ends = row.score.worst.zip(row.score.best);
        vec![
            standing.rank.to_string().into(),
            row.name.name.clone().into(),
            score(row.score.spread).into(),
            Cell::or_dash(ends.map(|(worst, best)| format!("{}–{}", points(worst), points(best)))),
            percent(standing.among_best).into(),
            Cell::or_dash(standing.dominated_by.map(str::to_owned)),
        ]
    });
    let figure = Figure {
        svg: chart::ranks::picture_of(drawn),
        caption: format!(
            "P10 to P90 of each score, the dot its mean: where bars overlap, so do the ranks. In the table the chance \
             to be among the best {}.",
            portfolio.best
        ),
        numbers: Table::of("Scores and ranks", &columns).with(rows),
    };
    Some(Section::new(
        "ranks",
        "How sure the ranks are",
        vec![figure.into()],
    ))
}

fn groups(portfolio: &Portfolio) -> Option<Section> {
    let (by, groups) = portfolio.groups.as_ref()?;
    let columns = [
        by.name(),
        "Sites#",
        "Converting#",
        "MW#",
        "M$#",
        "M$/MW#",
        "Mean score#",
        "First",
    ];
    let rows = groups.iter().map(|group| {
        let Totals {
            sites,
            converting,
            planned_mw,
            cost,
            cost_per_mw,
            mean_score,
            ..
        } = &group.totals;
        vec![
            group
                .key
                .clone()
                .unwrap_or_else(|| "not stated".to_owned())
                .into(),
            sites.to_string().into(),
            converting.to_string().into(),
            number(*planned_mw).into(),
            number(*cost).into(),
            Cell::or_dash(cost_per_mw.map(number)),
            Cell::or_dash(mean_score.map(points)),
            group.first.clone().into(),
        ]
    });
    let mut table = Table::of(format!("The ranked by {}", by.name()), &columns).with(rows);
    table.sortable = true;
    Some(Section::new(
        "groups",
        format!("By {}", by.name()),
        vec![table.into()],
    ))
}

fn ask_first(portfolio: &Portfolio) -> Option<Section> {
    let asked = &portfolio.ask_first;
    let any_answer = asked.iter().any(|row| row.best_answer.is_some());
    let columns = [
        "Site",
        "Known, %#",
        "Verdict",
        "Converting#",
        "MW#",
        "Worth, MW#",
        "Worth, points#",
        "Ask",
    ];
    // What was not worked out has no columns.
    let columns = if any_answer {
        &columns[..]
    } else {
        &columns[..5]
    };
    let rows = asked.iter().map(|row| {
        let best = row.best_answer.as_ref();
        let mut cells: Vec<Cell> = vec![
            named(row),
            known(row).into(),
            format!("{}{}", row.verdict.word(), question(row)).into(),
            percent(row.chance.converting()).into(),
            middle(row.planned_mw.spread).into(),
            Cell::or_dash(best.map(|best| number(best.mw))),
            Cell::or_dash(best.map(|best| at_stake(best.points))),
            Cell::or_dash(best.map(|best| format!("{}: {}", best.whom.word(), best.question))),
        ];
        cells.truncate(columns.len());
        cells
    });
    let mut table = Table::of(asked_first(portfolio), columns).with(rows);
    table.sortable = true;
    let mut blocks = vec![
        Block::text(
            "Too little is known of these to rank them: their places would be those of typical mines.",
        ),
        table.into(),
    ];
    if !any_answer {
        blocks.push(Block::text(
            "What the best answer of each is worth was not worked out; --ends does.",
        ));
    }
    (!asked.is_empty()).then(|| Section::new("ask", "Ask first", blocks))
}
