//! What changed between two sets of sites. One file for each format.

pub mod json;
pub mod markdown;
#[cfg(feature = "cli")]
pub mod text;

use crate::compare::measure::{Effect, measure};
use crate::compare::{
    ContradictionChange, Diff, FigureChange, FigureSaid, FindingChange, MoneySaid, Part,
    Regression, Said, Sides, SiteChange, Standing,
};
use crate::economics::market::Law;
use crate::report::numbers::{counted, number, with_unit};
use crate::rules::Status;
use crate::verdict::Chances;
use crate::whatif;

/// The measures that a line of text names; tables and JSON have all.
const MAIN: [&str; 7] = [
    "score",
    "readiness",
    "planned_mw",
    "cost_musd",
    "cost_per_mw_musd",
    "first_mw_months",
    "npv_per_grid_mw_musd",
];

/// The sums that are told.
const TOTALS: [&str; 3] = ["planned_mw", "cost_musd", "npv_musd"];

/// A finding in a line.
pub(in crate::report) fn finding_line(finding: &FindingChange) -> String {
    let (base, head) = (finding.base.as_ref(), finding.head.as_ref());
    let status = |standing: Option<&Standing>| standing.map_or("no such row".to_owned(), status);
    let mut text = format!("{} ", finding.requirement);
    if status(base) == status(head) {
        text.push_str(&status(head));
    } else {
        text.push_str(&format!("{} → {}", status(base), status(head)));
    }
    if let (Some(base), Some(head)) = (base, head) {
        if base.has != head.has {
            text.push_str(&format!(", has {} → {}", base.has, head.has));
        }
        if base.needs != head.needs {
            text.push_str(&format!(", needs {} → {}", base.needs, head.needs));
        }
    }
    let place = match &finding.set_by {
        Some(by) => by.clone(),
        None => format!("line {}", finding.line),
    };
    text.push_str(&format!(
        "; {} points · {} · {place}",
        signed(finding.points_lost),
        finding.because.join(", ")
    ));
    text
}

/// What stood in place of what the files of a site say, where anything did.
pub(in crate::report) fn set_in_place(site: &SiteChange) -> Option<String> {
    let set = site.set.as_ref()?;
    let [base, head] = [&set.base, &set.head]
        .map(|set| whatif::told(set).unwrap_or_else(|| "the file as it is".to_owned()));
    Some(if base == head {
        base
    } else {
        format!("{base} → {head}")
    })
}

/// A contradiction that came or went.
pub(in crate::report) fn contradicts(change: &ContradictionChange) -> String {
    let since = if is_new(change) {
        "contradicts itself now"
    } else {
        "no longer contradicts itself"
    };
    format!("{since}: {}", change.message)
}

/// What stands behind a site that contradicts itself where it did not.
pub(in crate::report) fn mark(site: &SiteChange) -> &'static str {
    let any = site.contradictions.iter().any(is_new);
    if any { " !" } else { "" }
}

/// What that mark says, where there is one.
pub(in crate::report) fn marked(diff: &Diff) -> Option<&'static str> {
    let any = diff.sites.iter().any(|site| !mark(site).is_empty());
    any.then_some(
        "!: facts contradict each other that did not; one of them is wrong, and so may be every number",
    )
}

fn is_new(change: &ContradictionChange) -> bool {
    change.change == "added"
}

/// How a finding stands; of what nobody knows how likely it is to be met.
fn status(standing: &Standing) -> String {
    let word = standing.status.word();
    match standing.status {
        Status::Unknown => format!("{word} ({:.0} % met)", 100.0 * standing.chance_met),
        _ => word.to_owned(),
    }
}

/// A verdict with its chance: `convert 64 %`, and `(open)` where that is little.
pub(in crate::report) fn said(said: &Said) -> String {
    let word = said.word.word();
    let Some(chance) = said.chance_of_word() else {
        return word.to_owned();
    };
    let open = if Chances::from(said.chance).leave_open(said.word) {
        " (open)"
    } else {
        ""
    };
    format!("{word} {:.0} %{open}", 100.0 * chance)
}

/// The verdicts of both sets, one where they read alike.
pub(in crate::report) fn verdicts(verdicts: &Sides<Said>) -> String {
    let (base, head) = (said(&verdicts.base), said(&verdicts.head));
    if base == head {
        head
    } else {
        format!("{base} → {head}")
    }
}

/// A difference with its sign.
pub(in crate::report) fn signed(value: f64) -> String {
    let size = value.abs();
    // Below one, two decimals tell enough of a difference, unless nothing would be left of it.
    let text = if (0.01..1.0).contains(&size) {
        number((size * 100.0).round() / 100.0)
    } else {
        number(size)
    };
    match text.as_str() {
        "0" => text,
        _ if value < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

pub(in crate::report) fn label(id: &str) -> &str {
    measure(id).map_or(id, |m| m.label)
}

pub(in crate::report) fn unit(id: &str) -> &'static str {
    measure(id).map_or("", |m| m.unit)
}

/// Effects on the main measures, as `score −1.2, planned −20 MW`.
pub(in crate::report) fn in_words(effects: &[Effect]) -> String {
    let named = effects.iter().filter(|e| MAIN.contains(&e.measure));
    let words: Vec<String> = named
        .map(|effect| {
            let change = effect.delta.map_or("comes or goes".to_owned(), |delta| {
                with_unit(signed(delta), unit(effect.measure))
            });
            format!("{} {change}", label(effect.measure))
        })
        .collect();
    if words.is_empty() {
        "none of the main numbers".to_owned()
    } else {
        words.join(", ")
    }
}

/// What is told first: how many sites changed.
pub(in crate::report) fn changed(diff: &Diff) -> String {
    let compared = diff.sites.len() + diff.unchanged;
    let mut parts = vec![format!(
        "{} of {} changed",
        diff.sites.len(),
        sites(compared)
    )];
    for (n, what) in [(diff.added.len(), "added"), (diff.removed.len(), "removed")] {
        if n > 0 {
            parts.push(format!("{n} {what}"));
        }
    }
    parts.join(", ")
}

fn sites(n: usize) -> String {
    counted(n, "site", "sites")
}

/// How the change was taken apart.
pub(in crate::report) fn method_of(diff: &Diff) -> String {
    if diff.order.is_empty() && diff.versions.is_empty() {
        "Saved reports of the same versions: only facts, or what was asked for, can have changed."
            .to_owned()
    } else if diff.order.is_empty() {
        "Saved reports: each finding says why it changed; what the versions did cannot be parted from it.".to_owned()
    } else {
        format!(
            "Taken apart by exchanging one input after the other: base → {} → head. In another order the parts \
             can differ, their sum cannot.",
            diff.order.join(" → ")
        )
    }
}

/// A total in words: `−12 MW planned (408 → 396)`.
pub(in crate::report) fn total(diff: &Diff, id: &str) -> Option<(String, String)> {
    let total = diff.totals.iter().find(|t| t.measure == id)?;
    let text = format!(
        "{} {} (from {} to {})",
        with_unit(signed(total.delta), unit(id)),
        label(id),
        number(total.base),
        number(total.head)
    );
    let parts = total.parts.iter();
    let parts: Vec<String> = parts
        .map(|part| format!("{} {}", part.cause, signed(part.delta)))
        .collect();
    Some((text, parts.join(", ")))
}

/// What an input adds, in words: numbers, and what the money says differently.
pub(in crate::report) fn part(part: &Part) -> String {
    let money = part.money.as_ref().map(money);
    match money {
        Some(money) if part.effects.is_empty() => money,
        Some(money) => format!("{}; {money}", in_words(&part.effects)),
        None => in_words(&part.effects),
    }
}

/// What the money says on both sides: `best lease → mine, with money convert → keep-mining`.
pub(in crate::report) fn money(sides: &Sides<Option<MoneySaid>>) -> String {
    let (base, head) = (sides.base, sides.head);
    let best = |said: MoneySaid| said.best.map_or("nothing", |way| way.word());
    let both = [
        ("best", base.map(best), head.map(best)),
        (
            "with money",
            base.map(|said| said.with_money.word()),
            head.map(|said| said.with_money.word()),
        ),
    ];
    let told = both.into_iter().filter(|(_, base, head)| base != head);
    let told = told.map(|(what, base, head)| {
        let word = |word: Option<&'static str>| word.unwrap_or("not reckoned");
        format!("{what} {} → {}", word(base), word(head))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The inputs by which the money says something else, where they are told apart.
#[cfg(feature = "cli")]
pub(in crate::report) fn by(site: &SiteChange) -> String {
    let parts = site.parts.iter().filter(|part| part.money.is_some());
    let inputs: Vec<&str> = parts.map(|part| part.input).collect();
    if inputs.is_empty() {
        String::new()
    } else {
        format!(", by {}", inputs.join(", "))
    }
}

/// A figure of the market on both sides.
pub(in crate::report) fn figure(change: &FigureChange) -> String {
    let said = |said: Option<FigureSaid>| {
        said.map_or("none".to_owned(), |said| {
            let law = said.law.map_or(String::new(), |law| match law {
                Law::Pert => String::new(),
                law => format!(", {}", law.word()),
            });
            format!(
                "{} ({}–{}{law})",
                number(said.likely),
                number(said.low),
                number(said.high)
            )
        })
    };
    let text = format!(
        "{} {} → {}",
        change.figure,
        said(change.base),
        said(change.head)
    );
    with_unit(text, change.unit)
}

/// A regression in words, behind its site.
pub(in crate::report) fn worse(regression: &Regression) -> String {
    let unit = unit(regression.measure);
    let by = match (regression.worse_by, regression.tolerated) {
        (Some(by), Some(tolerated)) if tolerated > 0.0 => format!(
            ", worse by {} where {} is tolerated",
            with_unit(number(by), unit),
            with_unit(number(tolerated), unit)
        ),
        (Some(by), _) => format!(", worse by {}", with_unit(number(by), unit)),
        _ => String::new(),
    };
    format!(
        "{} {} → {}{by}",
        label(regression.measure),
        regression.base,
        regression.head
    )
}

/// A number of a site in both sets.
fn change_of(site: &SiteChange, id: &str) -> String {
    let change = site.changes.iter().find(|c| c.measure == id);
    change.map_or("·".to_owned(), |change| {
        match (change.delta, change.head) {
            (Some(delta), _) => signed(delta),
            (None, Some(_)) => "new".to_owned(),
            (None, None) => "gone".to_owned(),
        }
    })
}

/// The numbers that a table of changed sites has: measure, heading, heading where there is little room.
pub(in crate::report) const COLUMNS: [(&str, &str, &str); 6] = [
    ("score", "Score", "Score"),
    ("planned_mw", "MW", "MW"),
    ("cost_musd", "M$", "M$"),
    ("cost_per_mw_musd", "M$/MW", "M$/MW"),
    ("first_mw_months", "Months to first MW", "First\nMW"),
    ("npv_per_grid_mw_musd", "NPV, M$ a grid MW", "NPV"),
];

/// A site in these columns.
pub(in crate::report) fn changes(site: &SiteChange) -> impl Iterator<Item = String> {
    COLUMNS.iter().map(move |(id, ..)| change_of(site, id))
}

/// A value, or a dash.
#[cfg(feature = "cli")]
fn shown(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), number)
}

/// What an input adds to a measure.
#[cfg(feature = "cli")]
fn part_of(site: &SiteChange, input: &str, measure: &crate::compare::measure::Measure) -> String {
    let part = site.parts.iter().find(|part| part.input == input);
    let effect = part.and_then(|p| p.effects.iter().find(|e| e.measure == measure.id));
    effect.map_or("·".to_owned(), |effect| {
        effect.delta.map_or("±".to_owned(), signed)
    })
}

/// A fact in both sets: `80 → 100`.
pub(in crate::report) fn from_to(base: Option<&str>, head: Option<&str>) -> String {
    format!(
        "{} → {}",
        base.unwrap_or("not stated"),
        head.unwrap_or("not stated")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_a_sign_unless_it_is_none() {
        for (value, text) in [
            (1.25, "+1.25"),
            (0.7454, "+0.75"),
            (0.004, "+0.004"),
            (-12.0, "−12"),
            (0.0, "0"),
            (-1e-9, "0"),
        ] {
            assert_eq!(signed(value), text);
        }
    }
}
