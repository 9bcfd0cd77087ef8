//! What money says, in the words of text and Markdown.

use crate::economics::ways::Alternative;
use crate::ranking::MoneyTotals;
use crate::record::SiteRecord;
#[cfg(feature = "cli")]
use crate::record::economics::AgainstEntry;
use crate::record::economics::{AlternativeEntry, EconomicsEntry};
use crate::record::quantity::Amount;
use crate::report::numbers::{number, percent};
use crate::report::plain;

/// M$ for each MW of a connection. Ways differ by hundredths, and columns of them line up.
pub(in crate::report) fn per_mw(musd: f64) -> String {
    let text = format!("{musd:.2}");
    if text == "-0.00" {
        "0.00".to_owned()
    } else {
        text
    }
}

/// Four of five draws. A dash between numbers that may be negative would be read as a sign.
pub(super) fn tenths(amount: Amount, shown: fn(f64) -> String) -> String {
    let [p10, p90] = [amount.p10, amount.p90].map(|end| shown(end.get()));
    format!("P10 {p10}, P90 {p90}")
}

/// M$, no finer than ten thousand dollars.
pub(super) fn musd(musd: f64) -> String {
    number((musd * 100.0).round() / 100.0)
}

/// A way that is asked for by its id.
pub(super) fn way(economics: &EconomicsEntry, id: Alternative) -> Option<&AlternativeEntry> {
    economics.alternatives.iter().find(|way| way.id == id)
}

/// What money says in a line: the best way, converting against mining, and by which market.
pub(in crate::report) fn line(economics: &EconomicsEntry) -> String {
    let market = &economics.market;
    format!(
        "{}; {} · market {} of {}",
        best(economics),
        against(economics),
        plain(&market.version),
        plain(&market.as_of)
    )
}

/// The best way and converting against mining, in short.
#[cfg(feature = "cli")]
pub(in crate::report) fn worth(economics: &EconomicsEntry) -> String {
    format!(
        "{}; {}",
        most(economics, false),
        difference_to_mining(economics, false)
    )
}

/// The way that is worth most, as a clause.
pub(in crate::report) fn best(economics: &EconomicsEntry) -> String {
    most(economics, true)
}

fn most(economics: &EconomicsEntry, with_tenths: bool) -> String {
    let Some(best) = economics.best else {
        return "nothing can be done with the connection".to_owned();
    };
    let worth = way(economics, best).and_then(|way| way.npv_per_grid_mw_musd);
    let worth = worth.map_or(String::new(), |worth| {
        let mean = per_mw(worth.mean.get());
        let tenths = tenths_of(worth, with_tenths);
        format!(", {mean} M$ per MW of connection{tenths}")
    });
    format!("{} is worth most{worth}", best.does())
}

fn tenths_of(worth: Amount, shown: bool) -> String {
    let tenths = shown.then(|| format!(" ({})", tenths(worth, per_mw)));
    tenths.unwrap_or_default()
}

/// The best way to convert against mining, or why the two can't be held against each other.
fn against(economics: &EconomicsEntry) -> String {
    difference_to_mining(economics, true)
}

fn difference_to_mining(economics: &EconomicsEntry, with_tenths: bool) -> String {
    let Some(against) = economics.against_mining else {
        return no_difference(economics);
    };
    let subject = if economics.best == Some(against.id) {
        "it"
    } else {
        against.id.does()
    };
    let worth = against.npv_per_grid_mw_musd;
    let (more, than) = more_or_less(worth.mean.get());
    format!(
        "{subject} is worth {} {than} than mining{}, better in {} of draws",
        per_mw(more),
        tenths_of(worth, with_tenths),
        percent(against.chance.get())
    )
}

/// Why there is no difference to mining.
pub(super) fn no_difference(economics: &EconomicsEntry) -> String {
    let why = |id: Alternative| way(economics, id).and_then(|way| way.reason.as_deref());
    if let Some(reason) = why(Alternative::Mine) {
        return format!("no mining to hold it against: {}", plain(reason));
    }
    let converting = economics.alternatives.iter();
    let mut reasons = converting.filter(|way| way.id.converts());
    reasons
        .find_map(|way| way.reason.as_deref())
        .map_or("nothing converts".to_owned(), |reason| {
            format!("nothing converts: {}", plain(reason))
        })
}

/// A difference as so much more or less.
fn more_or_less(difference: f64) -> (f64, &'static str) {
    let than = if difference < 0.0 { "less" } else { "more" };
    (difference.abs(), than)
}

/// The difference to mining in whole, a sentence.
#[cfg(feature = "cli")]
pub(super) fn difference(against: &AgainstEntry) -> String {
    let (whole, each) = (against.npv_musd, against.npv_per_grid_mw_musd);
    format!(
        "the difference of {} to keeping to mine is {} M$ ({}), {} M$ for each MW of the connection ({}); it is worth more \
         in {} of the draws",
        against.id.does(),
        musd(whole.mean.get()),
        tenths(whole, musd),
        per_mw(each.mean.get()),
        tenths(each, per_mw),
        percent(against.chance.get())
    )
}

/// What money makes of the verdict, where it says another word than the engineering.
pub(in crate::report) fn by_money(site: &SiteRecord) -> Option<String> {
    let economics = site.economics.as_ref()?;
    let says = economics.best.map_or(
        "nothing can be done with the connection".to_owned(),
        |best| format!("{} is worth most", best.does()),
    );
    Some(format!("by money: {says}"))
}

/// What the ways of several sites come to.
pub(in crate::report) fn totals(money: &MoneyTotals) -> String {
    format!(
        "{} M$, each site used the way that is worth most: {}",
        musd(money.npv_musd),
        ways(money)
    )
}

/// How many of several sites each way is best for.
pub(in crate::report) fn ways(money: &MoneyTotals) -> String {
    let best = money.best.iter();
    let best: Vec<String> = best
        .map(|(way, sites)| format!("{sites} {}", way.word()))
        .collect();
    if best.is_empty() {
        "none can be used".to_owned()
    } else {
        best.join(", ")
    }
}

/// What several sites are not, where their workload runs on all megawatts as one machine.
pub(in crate::report) const ONE_FABRIC: &str = "their workload runs on one fabric: four sites of 50 MW are not one of 200 MW, \
     whatever they add up to";
