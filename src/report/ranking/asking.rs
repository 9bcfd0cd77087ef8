//! The list *ask first* for a terminal.

use super::super::numbers::{number, range};
use super::super::plain;
use super::super::sheet::{Sheet, align_right, broken, never_broken, plain_table};
use crate::ranking::{Portfolio, Row};
use crate::record::question::BestAnswer;

/// Sites that are shown; the rest are counted.
const SHOWN: usize = 10;
/// The most columns an id may take.
const WIDEST_NAME: usize = 30;

/// The sites of which too little is known to rank them, with what to ask where that was worked out.
pub(super) fn ask_first(sheet: &mut Sheet, portfolio: &Portfolio) {
    let rows = &portfolio.ask_first;
    if rows.is_empty() {
        return;
    }
    let asked = rows.iter().any(|row| row.best_answer.is_some());
    sheet.heading(&super::asked_first(portfolio));
    let mut header = vec!["Site", "Known\n%", "Verdict", "Convert\n%", "MW\nP10–P90"];
    if asked {
        header.extend(["Worth\nMW", "Worth\npoints"]);
    }
    let mut table = plain_table(header.into_iter().map(str::to_owned).collect());
    align_right(&mut table, 1..2);
    align_right(&mut table, 3..7);
    for row in rows.iter().take(SHOWN) {
        let mut cells = site(row);
        if asked {
            cells.extend(row.best_answer.as_ref().map_or_else(Default::default, best));
        }
        table.add_row(cells);
    }
    (0..7).for_each(|column| never_broken(&mut table, column));
    sheet.tight_table(table);
    for row in rows.iter().take(SHOWN) {
        if let Some(best) = &row.best_answer {
            let ask = format!("{}: {}", best.whom.word(), plain(&best.question));
            sheet.wrap(&format!("{} · ", plain(&row.name.called())), "    ", &ask);
        }
    }
    if rows.len() > SHOWN {
        let more = rows.len() - SHOWN;
        sheet.wrap("", "", &format!("… {more} more in CSV and JSON"));
    }
    let mut notes = Vec::new();
    if !portfolio.rows.is_empty() {
        notes.push("None of them has a rank or a chance to be among the best.".to_owned());
    }
    notes.extend(super::near_line(portfolio.known, rows.iter().take(SHOWN)));
    if !asked {
        let each = "--ends says what the best answer of each is worth; the report of a site has all that there is to ask.";
        notes.push(each.to_owned());
    }
    sheet.wrap("", "", &notes.join(" "));
}

fn site(row: &Row) -> Vec<String> {
    vec![
        broken(
            &format!("{}{}", row.name.called(), super::mark(row)),
            WIDEST_NAME,
        ),
        super::known(row),
        format!("{}{}", row.verdict.short(), super::question(row)),
        super::percent(row.chance.converting()),
        range(row.planned_mw.spread),
    ]
}

/// What an answer is worth.
fn best(answer: &BestAnswer) -> Vec<String> {
    vec![number(answer.mw), number(answer.points)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Detail;
    use crate::checklist::Whom;
    use crate::ranking::View;
    use crate::record::row::tests::row;
    use crate::report::Style;
    use crate::report::ranking::text;

    const STYLE: Style = Style {
        width: 80,
        color: false,
        bars: false,
    };

    fn page(rows: Vec<Row>) -> String {
        let view = View {
            detail: Detail::Ends,
            best: 2,
            ..View::default()
        };
        let portfolio = Portfolio::of(rows, 0, &view);
        text::ranking(&portfolio, "ai-hpc", "prices", &STYLE)
    }

    #[test]
    fn what_to_ask_stands_beside_what_it_is_worth_most_first() {
        let asked = |id: &str, mw: f64| Row {
            confidence: 0.05,
            best_answer: Some(BestAnswer {
                whom: Whom::Utility,
                question: "How many MW are firm, and from when?".to_owned(),
                facts: vec!["power.firmness".to_owned()],
                mw,
                points: 9.5,
            }),
            ..row(id, 60.0, 100.0)
        };
        let page = page(vec![
            asked("little", 12.0),
            asked("much", 120.0),
            row("known", 50.0, 9.0),
        ]);
        let (before, list) = page.split_once("\nAsk first: 2 sites").unwrap();
        assert!(
            before.contains(" known ") && !before.contains("much"),
            "{page}"
        );
        assert!(list.starts_with(", less than 15 % known, by the worth of the best answer\n"));
        let words: Vec<&str> = list.split_whitespace().collect();
        let at = |word: &str| words.iter().position(|w| *w == word).unwrap();
        assert!(at("much") < at("little"), "{page}");
        assert_eq!(
            words[at("much")..][..7],
            ["much", "5", "convert", "100", "100", "120", "9.5"]
        );
        assert!(list.contains("\nmuch · utility: How many"), "{page}");
        assert!(
            page.lines().all(|line| line.chars().count() <= STYLE.width),
            "{page}"
        );
    }

    #[test]
    fn many_are_cut_with_their_number_and_where_none_is_ranked_that_is_said() {
        let unknown = |at: usize| Row {
            confidence: 0.01,
            ..row(&format!("s{at}"), 60.0, 100.0)
        };
        let page = page((0..SHOWN + 3).map(unknown).collect());
        assert!(
            page.starts_with("No site ranked, 13 to ask first\n"),
            "{page}"
        );
        assert!(page.contains("\n… 3 more in CSV and JSON\n"), "{page}");
        assert!(
            page.contains("No site here is known") && !page.contains("TOTAL"),
            "{page}"
        );
        assert!(page.contains("ASK FIRST  13 convert"), "{page}");
    }
}
