//! A ranking for a terminal.

use anstyle::{Effects, Style as Ansi};

use comfy_table::{ColumnConstraint, Table};
use unicode_width::UnicodeWidthStr;

use super::super::numbers::{counted, number, points, range};
use super::super::sheet::{Sheet, align_right, plain_table};
use super::super::{Style, plain};
use crate::ranking::{Portfolio, Row, Totals};

/// Columns that stand between the name of a site and what binds it, with those of its number.
const BETWEEN: usize = 51;
/// The most columns a name may take.
const WIDEST_NAME: usize = 36;
/// The least columns of what binds a site, unless all of it is shorter.
const BOUND_BY: usize = 12;
/// The most columns of it: the longest id of a gate and a count.
const WIDEST_BOUND_BY: usize = 20;
/// Columns of a name that go before those of what binds a site.
const NAME: usize = 21;
/// Columns that stand beside the word that sites are grouped by.
const BESIDE_GROUP: usize = 65;
/// Lines of the supply curve; the rest stands in CSV and JSON.
const SUPPLY_LINES: usize = 8;
/// Dominated sites that are named; the rest are counted.
const DOMINATED: usize = 8;

/// The ranking with what it comes to.
#[must_use]
pub fn ranking(portfolio: &Portfolio, checklist: &str, prices: &str, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    head(&mut sheet, portfolio, checklist, prices);
    if portfolio.rows.is_empty() {
        sheet.line("No site holds the conditions.");
        return sheet.finish();
    }
    table(&mut sheet, portfolio);
    totals(&mut sheet, portfolio);
    groups(&mut sheet, portfolio);
    supply(&mut sheet, portfolio);
    dominated(&mut sheet, portfolio);
    sheet.finish()
}

fn head(sheet: &mut Sheet, portfolio: &Portfolio, checklist: &str, prices: &str) {
    let n = portfolio.rows.len();
    let shown = if portfolio.shown < n {
        format!("The first {} of {}", portfolio.shown, sites(n))
    } else {
        sites(n)
    };
    let field = portfolio.order.field().name;
    let title = sheet.paint(
        Ansi::new().effects(Effects::BOLD),
        &format!("{shown} by {field}"),
    );
    sheet.line(&title);
    if portfolio.left_out > 0 {
        let text = format!("{} not hold the conditions", does(portfolio.left_out));
        sheet.wrap("without ", "        ", &text);
    }
    let targets = portfolio.empty_scores();
    let text = match targets.as_slice() {
        [] => String::new(),
        [(target, _)] => (*target).to_owned(),
        several => format!(
            "{} different ones, as each file asks or as fits it best; scores of different targets do not compare: \
             --target sets one for all",
            several.len()
        ),
    };
    if !text.is_empty() {
        sheet.wrap("target  ", "        ", &text);
    }
    let text = format!(
        "by checklist {}, prices {}",
        plain(checklist),
        plain(prices)
    );
    sheet.wrap("judged  ", "        ", &text);
    sheet.line("");
}

fn table(sheet: &mut Sheet, portfolio: &Portfolio) {
    let best = format!("Best\n{}", portfolio.best);
    let header = [
        "#",
        "Site",
        "Score",
        "Known",
        "Verdict",
        "MW",
        "M$\n/MW",
        "First\nMW",
        &best,
        "Bound by",
    ];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    align_right(&mut table, 0..1);
    align_right(&mut table, 3..4);
    align_right(&mut table, 5..9);
    table.add_row(empty_row(portfolio));
    let room = sheet.style.width.saturating_sub(BETWEEN);
    let most = room.saturating_sub(NAME).clamp(BOUND_BY, WIDEST_BOUND_BY);
    let shown = &portfolio.rows[..portfolio.shown];
    let bound_by: Vec<String> = shown.iter().map(|row| bound_by(row, most)).collect();
    let lines = bound_by.iter().flat_map(|text| text.lines());
    let widest = lines.map(UnicodeWidthStr::width).max().unwrap_or_default();
    let width = room.saturating_sub(widest.max("Bound by".len()));
    let width = width.min(WIDEST_NAME);
    for ((at, row), bound_by) in shown.iter().enumerate().zip(bound_by) {
        table.add_row(site_row(at, row, portfolio.among_best[at], width, bound_by));
    }
    never_broken(&mut table, 1);
    never_broken(&mut table, 9);
    sheet.tight_table(table);
    let text = format!(
        "Score: expected, P10–P90; Known: share of what counts that the file states; `?`: a missing answer can \
         change the verdict; MW: critical IT after the plan; First MW: months to it; Best {}: probability \
         to be among the best {} if the likely ranges hold and are independent.",
        portfolio.best, portfolio.best
    );
    sheet.wrap("", "", &text);
}

fn never_broken(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// An id in lines of a width, broken behind hyphens so that nothing of it is lost.
fn broken(id: &str, width: usize) -> String {
    let options =
        textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::HyphenSplitter);
    textwrap::wrap(&plain(id), options).join("\n")
}

/// The first id of what binds a site, and how many follow.
fn bound_by(row: &Row, width: usize) -> String {
    let mut ids = row.binding().split(' ');
    let first = match ids.next() {
        None | Some("") => "unknown",
        Some(first) => first,
    };
    let fits = first.split_inclusive('-').all(|part| part.width() <= width);
    let first = &if fits {
        first.to_owned()
    } else {
        first.replacen('.', ". ", 1)
    };
    match ids.count() {
        0 => broken(first, width),
        more => broken(&format!("{first} +{more}"), width),
    }
}

/// What priors alone give, so that nobody takes them for evidence.
fn empty_row(portfolio: &Portfolio) -> Vec<String> {
    let scores = portfolio
        .empty_scores()
        .into_iter()
        .map(|(_, score)| points(score));
    let mut scores: Vec<String> = scores.collect();
    scores.sort();
    scores.dedup();
    let text = match scores.as_slice() {
        [low, .., high] => format!("{low}–{high}"),
        [one] => one.clone(),
        [] => String::new(),
    };
    let mut cells = vec![
        "–".to_owned(),
        "an empty file".to_owned(),
        text,
        "0 %".to_owned(),
    ];
    cells.resize(10, String::new());
    cells
}

fn site_row(at: usize, row: &Row, among_best: f64, width: usize, bound_by: String) -> Vec<String> {
    let optional =
        |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.0}"));
    let question = if row.provisional { "?" } else { "" };
    vec![
        (at + 1).to_string(),
        broken(&format!("{}{}", row.name.id, super::mark(row)), width),
        format!(
            "{} {}–{}",
            points(row.score.expected),
            points(row.score.p10),
            points(row.score.p90)
        ),
        format!("{:.0} %", 100.0 * row.confidence),
        format!("{}{question}", row.verdict.short()),
        number(row.planned_mw.likely),
        row.cost_per_mw
            .map_or("–".to_owned(), |cost| number(cost.likely())),
        optional(row.first_mw_months),
        format!("{:.0} %", 100.0 * among_best),
        bound_by,
    ]
}

fn totals(sheet: &mut Sheet, portfolio: &Portfolio) {
    sheet.line("");
    let totals = &portfolio.totals;
    let counted = totals.verdicts.iter().filter(|(_, sites, _)| *sites > 0);
    let verdicts: Vec<String> = counted
        .map(|(word, sites, provisional)| match provisional {
            0 => format!("{sites} {}", word.word()),
            _ => format!("{sites} {} ({provisional} provisional)", word.word()),
        })
        .collect();
    sheet.wrap("VERDICTS   ", "           ", &verdicts.join(", "));
    sheet.wrap("TOTAL      ", "           ", &what_they_carry(totals));
    if let (Some(score), Some(confidence)) = (totals.mean_score, totals.mean_confidence) {
        let text = format!(
            "score {}, {:.0} % of what counts is known",
            points(score),
            100.0 * confidence
        );
        sheet.wrap("MEAN       ", "           ", &text);
    }
    if let Some(text) = super::marked(totals) {
        sheet.wrap("MARKED !   ", "           ", &text);
    }
}

fn what_they_carry(totals: &Totals) -> String {
    let Some(per_mw) = totals.cost_per_mw else {
        return "no MW at sites whose verdict is to convert or bridge".to_owned();
    };
    let others = totals.sites - totals.converting;
    let not_counted = match others {
        0 => String::new(),
        _ => format!(
            "; {} MW of {others} other{} not counted",
            number(totals.other_mw),
            if others == 1 { "" } else { "s" }
        ),
    };
    format!(
        "{} whose verdict is to convert or bridge: {} MW of critical IT ({}) for {} M$ ({}), {} M$/MW{not_counted}",
        sites(totals.converting),
        number(totals.planned_mw.likely),
        range(totals.planned_mw),
        number(totals.cost.likely()),
        range(totals.cost.into()),
        number(per_mw)
    )
}

fn groups(sheet: &mut Sheet, portfolio: &Portfolio) {
    let Some((by, groups)) = &portfolio.groups else {
        return;
    };
    sheet.heading(&format!("By {}", by.word()));
    let header = [
        "", "Sites", "Convert", "MW", "M$", "M$/MW", "Score", "First",
    ];
    let mut table = plain_table(header.map(str::to_owned).to_vec());
    align_right(&mut table, 1..7);
    let width = sheet.style.width.saturating_sub(BESIDE_GROUP);
    let width = width.clamp(1, WIDEST_NAME);
    for group in groups {
        let totals = &group.totals;
        let optional = |value: Option<f64>| value.map_or("–".to_owned(), number);
        table.add_row(vec![
            group
                .key
                .as_deref()
                .map_or("(not stated)".to_owned(), |key| broken(key, width)),
            totals.sites.to_string(),
            totals.converting.to_string(),
            number(totals.planned_mw.likely),
            number(totals.cost.likely()),
            optional(totals.cost_per_mw),
            totals.mean_score.map_or("–".to_owned(), points),
            broken(&group.first, WIDEST_NAME / 2),
        ]);
    }
    never_broken(&mut table, 0);
    never_broken(&mut table, 7);
    sheet.table(table);
}

/// A few steps of the supply curve, spread over its MW.
fn supply(sheet: &mut Sheet, portfolio: &Portfolio) {
    let curve = &portfolio.supply_curve;
    if curve.len() < 2 {
        return;
    }
    sheet.heading("Supply: critical IT MW by what each costs at most, cheapest sites first");
    let mut table = plain_table(
        ["M$/MW", "MW", "M$", "Sites", "Last"]
            .map(str::to_owned)
            .to_vec(),
    );
    align_right(&mut table, 0..4);
    let lines = SUPPLY_LINES.min(curve.len());
    for line in 1..=lines {
        let at = (line * curve.len()).div_ceil(lines) - 1;
        let step = &curve[at];
        table.add_row(vec![
            // Steps differ by little.
            format!("{:.2}", step.cost_per_mw_musd),
            number(step.cumulative_mw),
            number(step.cumulative_musd),
            (at + 1).to_string(),
            plain(&portfolio.rows[step.row].name.id),
        ]);
    }
    sheet.table(table);
}

fn dominated(sheet: &mut Sheet, portfolio: &Portfolio) {
    let by = portfolio.dominated_by.iter().enumerate();
    let pairs: Vec<(usize, usize)> = by.filter_map(|(at, by)| Some((at, (*by)?))).collect();
    if pairs.is_empty() {
        return;
    }
    let id = |at: usize| plain(&portfolio.rows[at].name.id);
    let named: Vec<String> = pairs
        .iter()
        .take(DOMINATED)
        .map(|(at, by)| format!("{} by {}", id(*at), id(*by)))
        .collect();
    let more = match pairs.len().saturating_sub(DOMINATED) {
        0 => String::new(),
        more => format!("; {more} more in JSON, and in CSV with --sort"),
    };
    sheet.heading(
        "Dominated: another site is no worse in score, MW, M$/MW and months, and better in one",
    );
    sheet.wrap(
        "",
        "",
        &format!(
            "{} of {}: {}{more}",
            pairs.len(),
            portfolio.rows.len(),
            named.join(", ")
        ),
    );
}

fn sites(n: usize) -> String {
    counted(n, "site", "sites")
}

fn does(n: usize) -> String {
    counted(n, "site does", "sites do")
}
