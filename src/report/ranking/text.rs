//! A ranking for a terminal.

use anstyle::{Effects, Style as Ansi};

use unicode_width::UnicodeWidthStr;

use super::super::numbers::{counted, number, points};
use super::super::sheet::{Sheet, align_right, broken, never_broken, plain_table};
use super::super::{Style, plain};
use super::asking::ask_first;
use super::totals::totals;
use crate::ranking::{Portfolio, Row};
use crate::report::site::head::set_in_place;
use crate::verdict::OPEN_BELOW;

/// Columns that stand between the name of a site and what binds it, with those of its number.
const BETWEEN: usize = 55;
/// The most columns a name may take.
const WIDEST_NAME: usize = 36;
/// The least columns of what binds a site, unless all of it is shorter.
const BOUND_BY: usize = 12;
/// The most columns of it: the longest id of a gate and a count.
const WIDEST_BOUND_BY: usize = 20;
/// Columns of the way that is worth most and of its NPV, and the least columns of a page that has room for them.
const MONEY: usize = 15;
const ROOM_FOR_MONEY: usize = 100;
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
    if portfolio.is_empty() {
        sheet.line("No site holds the conditions.");
        return sheet.finish();
    }
    if portfolio.rows.is_empty() {
        sheet.line("No site here is known well enough to rank it; --known sets how well that is.");
    } else {
        table(&mut sheet, portfolio);
    }
    ask_first(&mut sheet, portfolio);
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
    let asked = match portfolio.ask_first.len() {
        0 => String::new(),
        asked => format!(", {asked} to ask first"),
    };
    let ranked = if n == 0 && !asked.is_empty() {
        "No site ranked".to_owned()
    } else {
        format!("{shown} by {field}")
    };
    let title = format!("{ranked}{asked}");
    let title = sheet.paint(Ansi::new().effects(Effects::BOLD), &title);
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
    set_in_place(sheet, portfolio.set());
    sheet.line("");
}

fn table(sheet: &mut Sheet, portfolio: &Portfolio) {
    let best = format!("Best\n{}\n%", portfolio.best);
    let shown = &portfolio.rows[..portfolio.shown];
    let money = sheet.style.width >= ROOM_FOR_MONEY && shown.iter().any(|row| row.money.is_some());
    let mut header = vec![
        "#",
        "Site",
        "Score",
        "Known\n%",
        "Verdict",
        "Con-\nvert\n%",
        "MW",
        "M$\n/MW",
        "First\nMW",
        &best,
    ];
    if money {
        header.extend(["NPV\n/grid MW", "Way"]);
    }
    header.push("Bound by");
    let last = header.len() - 1;
    let mut table = plain_table(header.into_iter().map(str::to_owned).collect());
    align_right(&mut table, 0..1);
    align_right(&mut table, 3..4);
    align_right(&mut table, 5..10);
    if money {
        align_right(&mut table, 10..11);
    }
    table.add_row(empty_row(portfolio));
    let beside = BETWEEN + if money { MONEY } else { 0 };
    let room = sheet.style.width.saturating_sub(beside);
    let most = room.saturating_sub(NAME).clamp(BOUND_BY, WIDEST_BOUND_BY);
    let bound_by: Vec<String> = shown.iter().map(|row| bound_by(row, most)).collect();
    let lines = bound_by.iter().flat_map(|text| text.lines());
    let widest = lines.map(UnicodeWidthStr::width).max().unwrap_or_default();
    let width = room.saturating_sub(widest.max("Bound by".len()));
    let width = width.min(WIDEST_NAME);
    for ((at, row), bound_by) in shown.iter().enumerate().zip(bound_by) {
        let mut cells = site_row(at, row, portfolio.among_best[at], width);
        if money {
            let [way, npv] = super::best_way(row);
            cells.extend([npv, way]);
        }
        cells.push(bound_by);
        table.add_row(cells);
    }
    never_broken(&mut table, 1);
    never_broken(&mut table, last);
    sheet.tight_table(table);
    let text = format!(
        "Score: mean, P10–P90; Known: share of what counts that the file states; Convert: chance of converting, at \
         once or in phases; `?`: the verdict is open, more than {:.0} % of the draws say another; MW: critical IT after \
         the plan, P50, as M$/MW; First MW: months to it, P50; Best {}: probability to be among the best {} if scores \
         are as sure as their P10–P90 and independent. CSV and JSON have the P10 and P90 of each.",
        100.0 * (1.0 - OPEN_BELOW),
        portfolio.best,
        portfolio.best
    );
    let near = super::near_line(portfolio.known, shown.iter());
    let text = near.map_or(text.clone(), |near| format!("{text} {near}"));
    let text = if money {
        format!(
            "{text} NPV: M$ of the way that is worth most, mean, for each MW of the connection; `rackready economics` has \
             the rest."
        )
    } else {
        text
    };
    sheet.wrap("", "", &text);
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
        "0".to_owned(),
    ];
    cells.resize(11, String::new());
    cells
}

fn site_row(at: usize, row: &Row, among_best: f64, width: usize) -> Vec<String> {
    let score = row.score.spread;
    vec![
        (at + 1).to_string(),
        broken(&format!("{}{}", row.name.called(), super::mark(row)), width),
        format!(
            "{} {}–{}",
            points(score.mean),
            points(score.p10),
            points(score.p90)
        ),
        super::known(row),
        format!("{}{}", row.verdict.short(), super::question(row)),
        super::percent(row.chance.converting()),
        number(row.planned_mw.spread.p50),
        row.cost_per_mw
            .map_or("–".to_owned(), |cost| number(cost.p50)),
        super::months(row.first_mw_months),
        super::percent(among_best),
    ]
}

fn groups(sheet: &mut Sheet, portfolio: &Portfolio) {
    let Some((by, groups)) = &portfolio.groups else {
        return;
    };
    let by = by.name();
    sheet.heading(&if portfolio.ask_first.is_empty() {
        format!("By {by}")
    } else {
        format!("Ranked sites by {by}")
    });
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
            number(totals.planned_mw),
            number(totals.cost),
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
    let of = if portfolio.ask_first.is_empty() {
        ""
    } else {
        " of the ranked"
    };
    sheet.heading(&format!(
        "Supply{of}: critical IT MW by what each costs at most, cheapest first"
    ));
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
    sheet.gap();
    sheet.title("Dominated: another site is no worse in score, chance, MW, M$/MW and months, and better in one");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::ways::Alternative;
    use crate::ranking::View;
    use crate::record::row::RowMoney;
    use crate::record::row::tests::row;
    use crate::spread::Spread;
    use crate::verdict::Word;

    const STYLE: Style = Style {
        width: 80,
        color: false,
        bars: false,
    };

    fn view() -> View {
        View {
            best: 2,
            ..View::default()
        }
    }

    fn page(rows: Vec<Row>) -> String {
        ranking(&Portfolio::of(rows, 0, &view()), "ai-hpc", "prices", &STYLE)
    }

    #[test]
    fn a_verdict_that_draws_contradict_is_marked_and_one_that_they_agree_on_is_not() {
        let mut open = row("open", 60.0, 100.0);
        (open.chance.convert, open.chance.keep_mining) = (0.57, 0.43);
        open.is_final = false;
        let page = page(vec![open, row("sure", 70.0, 100.0)]);
        let line = |id: &str| {
            page.lines()
                .find(|line| line.contains(&format!(" {id} ")))
                .unwrap()
        };
        let cells = |id: &str| {
            line(id)
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            cells("open"),
            [
                "2", "open", "60", "55–65", "50", "convert?", "57", "100", "10", "24", "100",
                "grid"
            ]
        );
        assert_eq!(cells("sure")[5..7], ["convert", "100"]);
        assert!(
            page.contains("VERDICTS   2 convert (1 open, 1 final)\n"),
            "{page}"
        );
        assert!(
            page.lines().all(|line| line.width() <= STYLE.width),
            "{page}"
        );
    }

    #[test]
    fn the_best_way_stands_where_a_page_has_room_for_it() {
        let mut site = row("site", 60.0, 100.0);
        site.money = Some(RowMoney {
            best: Some(Alternative::Sale),
            npv_musd: 50.0,
            npv_per_grid_mw_musd: 0.5,
            converting: 0.1,
            word: Word::KeepMining,
        });
        let portfolio = Portfolio::of(vec![site, row("other", 50.0, 10.0)], 0, &view());
        let page = |width| {
            let style = Style { width, ..STYLE };
            ranking(&portfolio, "ai-hpc", "prices", &style)
        };
        let line = |page: &str, id: &str| {
            let mut lines = page.lines().map(|line| line.split_whitespace());
            let found = lines.find(|words| words.clone().nth(1) == Some(id));
            found.unwrap().map(str::to_owned).collect::<Vec<_>>()
        };
        let (narrow, wide) = (page(99), page(100));
        assert_eq!(line(&narrow, "site").last().unwrap(), "grid");
        assert!(!line(&narrow, "site").contains(&"sale".to_owned()));
        assert_eq!(line(&wide, "site")[11..], ["0.50", "sale", "grid"]);
        assert_eq!(line(&wide, "other")[11..], ["–", "–", "grid"]);
        assert!(wide.lines().all(|line| line.width() <= 100), "{wide}");
        assert!(wide.contains("\nMONEY      50 M$") && narrow.contains("\nMONEY      50 M$"));
    }

    #[test]
    fn months_that_never_come_are_told_as_such_and_none_as_none() {
        let mut never = row("later", 60.0, 100.0);
        never.first_mw_months = Some(Spread::exact(f64::INFINITY));
        let mut none = row("none", 50.0, 0.0);
        none.verdict = Word::KeepMining;
        (none.cost_per_mw, none.first_mw_months) = (None, None);
        let page = page(vec![never, none]);
        assert!(page.contains(" never "), "{page}");
        assert!(page.contains("keep?"), "{page}");
        assert!(
            page.contains("1 site whose verdict is to convert or bridge: 100 MW"),
            "{page}"
        );
    }
}
