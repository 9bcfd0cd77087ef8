//! What many sites come to, for a terminal.

use super::super::economics::shown;
use super::super::numbers::{number, points};
use super::super::sheet::Sheet;
use crate::ranking::{OfVerdict, Portfolio, Totals};

/// What the ranked come to, and apart from them those that are asked first.
pub(super) fn totals(sheet: &mut Sheet, portfolio: &Portfolio) {
    sheet.line("");
    let (ranked, asked) = (&portfolio.totals, &portfolio.ask_first_totals);
    let of_both = asked.sites > 0;
    let kind = if of_both { "ranked " } else { "" };
    if ranked.sites > 0 {
        sheet.wrap("VERDICTS   ", "           ", &verdicts(ranked));
        sheet.wrap("TOTAL      ", "           ", &what_they_carry(ranked, kind));
    }
    if let Some(money) = &ranked.money {
        sheet.wrap("MONEY      ", "           ", &shown::totals(money));
    }
    if ranked.apart {
        sheet.wrap("MIND       ", "           ", shown::ONE_FABRIC);
    }
    if let (Some(score), Some(confidence)) = (ranked.mean_score, ranked.mean_confidence) {
        let text = format!(
            "score {}, {:.0} % of what counts is known",
            points(score),
            100.0 * confidence
        );
        sheet.wrap("MEAN       ", "           ", &text);
    }
    if of_both {
        let text = format!(
            "{}; {}. In no total above",
            verdicts(asked),
            what_they_carry(asked, "")
        );
        sheet.wrap("ASK FIRST  ", "           ", &text);
    }
    if let Some(text) = super::marked(portfolio) {
        sheet.wrap("MARKED !   ", "           ", &text);
    }
}

pub(in crate::report) fn verdicts(totals: &Totals) -> String {
    let counted = totals.verdicts.iter().filter(|of| of.sites > 0);
    counted.map(of_verdict).collect::<Vec<_>>().join(", ")
}

fn of_verdict(of: &OfVerdict) -> String {
    let standing = [(of.open, "open"), (of.is_final, "final")];
    let standing = standing.into_iter().filter(|(sites, _)| *sites > 0);
    let standing: Vec<String> = standing
        .map(|(sites, word)| format!("{sites} {word}"))
        .collect();
    let said = format!("{} {}", of.sites, of.word.word());
    if standing.is_empty() {
        said
    } else {
        format!("{said} ({})", standing.join(", "))
    }
}

/// The MW of sites that are called `kind`.
pub(in crate::report) fn what_they_carry(totals: &Totals, kind: &str) -> String {
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
        "{} {kind}{} whose verdict is to convert or bridge: {} MW of critical IT for {} M$, {} M$/MW, each by its chance to carry the least{not_counted}",
        totals.converting,
        if totals.converting == 1 {
            "site"
        } else {
            "sites"
        },
        number(totals.planned_mw),
        number(totals.cost),
        number(per_mw)
    )
}
