//! What the answer hangs on: where it turns, what is worth knowing, and how it looks under other choices.

use super::shown::{musd, per_mw, tenths};
use super::ways::rate;
use crate::economics::report::{CAPITAL_CHARGE, Premise};
use crate::economics::turn::Lever;
use crate::record::SiteRecord;
use crate::record::economics::{EconomicsEntry, LikelyLeaseEntry};
use crate::record::quantity::{Amount, Rounded};
use crate::report::numbers::{number, percent};
use crate::report::plain;
use crate::report::sheet::Sheet;

/// Where two ways change places.
pub(super) fn turns(sheet: &mut Sheet, economics: &EconomicsEntry) {
    let Some(turn) = &economics.break_even else {
        return;
    };
    let [one, other] = turn.between;
    sheet.heading(&format!(
        "Where {} and {} change places, all else as it is",
        one.word(),
        other.word()
    ));
    let mut lines = vec![["", "Now", "Turns at"].map(str::to_owned).to_vec()];
    lines.extend(Lever::ALL.into_iter().map(|lever| {
        let at = turn.of(lever).map(number);
        vec![
            label(lever).to_owned(),
            turn.now.of(lever).map_or("–".to_owned(), number),
            at.unwrap_or("nothing turns it".to_owned()),
        ]
    }));
    sheet.fitted(&lines, |column| column >= 1);
}

fn label(lever: Lever) -> &'static str {
    match lever {
        Lever::Hashprice => "hashprice and its course, $ per PH and day",
        Lever::Rent => "rent of year one, $ per kW and month",
        Lever::Capex => "capital, M$ per critical MW",
        Lever::Delay => "delay of all that is built, weeks",
    }
}

/// What to find out first, with what each answer is worth before choosing.
pub(super) fn knowing(sheet: &mut Sheet, site: &SiteRecord, economics: &EconomicsEntry) {
    let Some(knowing) = &economics.worth_of_knowing else {
        return;
    };
    sheet.heading("What to find out first, M$ that an answer is worth before choosing");
    let all = economics.worth_of_knowing_all_musd.map(Rounded::get);
    let all = all.map_or(String::new(), |all| {
        format!("; to know everything would be worth {} M$", musd(all))
    });
    if knowing.is_empty() {
        let none = format!("No single answer would change the choice{all}.");
        sheet.wrap("", "", &none);
        return;
    }
    for known in knowing {
        let lead = format!("{:>7}  ", musd(known.worth_musd.get()));
        let asked = site.asking.questions.iter();
        let ask = asked
            .into_iter()
            .find(|ask| ask.facts.contains(&known.path));
        let ask = ask.map_or(String::new(), |ask| {
            format!(" · {}: {}", ask.ask.word(), ask.question)
        });
        sheet.paragraph(&lead, &format!("{}{ask}", known.path));
    }
    sheet.wrap("", "", &format!("They don't add up{all}."));
}

/// The same under other choices than ours.
pub(super) fn premises(sheet: &mut Sheet, economics: &EconomicsEntry) {
    let Some(premises) = &economics.premises else {
        return;
    };
    sheet.heading("What the answer hangs on: the same under other choices of ours");
    let header = ["", "Best", "Converting\nbeats mining", "Difference\nM$/MW"];
    let mut lines = vec![header.map(str::to_owned).to_vec()];
    // Without mining there is nothing to beat.
    let against = economics.against_mining.is_some();
    let shown = |text: String| if against { text } else { "–".to_owned() };
    lines.extend(premises.iter().map(|premise| {
        let difference = premise.npv_difference_per_grid_mw_musd.get();
        vec![
            choice(premise.id).to_owned(),
            premise.best.map_or("–", |best| best.word()).to_owned(),
            shown(percent(premise.chance.get())),
            shown(per_mw(difference)),
        ]
    }));
    sheet.fitted(&lines, |column| column >= 2);
}

fn choice(premise: Premise) -> &'static str {
    match premise {
        Premise::AsItIs => "as it is",
        Premise::ExitValue => "halls are worth their exit value",
        Premise::OneRate => "one rate of discount for all",
        Premise::Signed => "a lease is signed today",
        Premise::Unsigned => "no lease is signed yet",
    }
}

/// A lease that a person can follow by hand.
pub(super) fn lease(sheet: &mut Sheet, economics: &EconomicsEntry) {
    let Some(lease) = &economics.likely_lease else {
        return;
    };
    sheet.heading("A likely lease: signed when it likely is, at likely figures, without luck");
    sheet.wrap("", "", &format!("{}.", earns(lease)));
    sheet.wrap("", "", &format!("{}.", borrows(lease)));
    if let Some(exit) = lease.exit_value_musd {
        let text = format!(
            "Beside, in no worth: at the horizon its halls would fetch {} M$ of today beyond the bare site.",
            musd(exit.get())
        );
        sheet.wrap("", "", &text);
    }
    let parity = lease
        .parity_hashprice_capital_free_usd_per_ph_day
        .zip(lease.parity_hashprice_usd_per_ph_day);
    if let Some((free, charged)) = parity {
        let text = format!(
            "A MW of the mine leaves as much at {} $ per PH and day with capital free, as analysts print it, and at {} \
             with {} % a year on capital.",
            number(free.get()),
            number(charged.get()),
            number(100.0 * CAPITAL_CHARGE)
        );
        sheet.wrap("", "", &text);
    }
}

fn earns(lease: &LikelyLeaseEntry) -> String {
    let irr = lease.irr.map(|irr| format!("IRR {}", rate(irr.get())));
    let cost = lease
        .yield_on_cost
        .map(|cost| format!("a yield on cost of {}", rate(cost.get())));
    let first = format!(
        "{} M$ of net operating income in the first full year on {} M$ of capital",
        musd(lease.first_noi_musd.get()),
        musd(lease.capex_musd.get())
    );
    let parts: Vec<String> = [Some(first), cost, irr].into_iter().flatten().collect();
    parts.join(", ")
}

fn borrows(lease: &LikelyLeaseEntry) -> String {
    let Some(debt) = lease.debt_musd else {
        return "Lenders give nothing on it".to_owned();
    };
    let cover = lease
        .debt_cover
        .map(|cover| format!("income covers its service {:.2} times", cover.get()));
    let irr = lease
        .irr_with_debt
        .map(|irr| format!("IRR {} on what is left", rate(irr.get())));
    let given = format!(
        "Lenders give {} M$ at {}",
        musd(debt.get()),
        rate(lease.coupon.get())
    );
    let parts: Vec<String> = [Some(given), cover, irr].into_iter().flatten().collect();
    parts.join(", ")
}

/// What stands beside the worths and is in none.
pub(super) fn beside(sheet: &mut Sheet, economics: &EconomicsEntry) {
    let figures = economics.beside.as_deref().unwrap_or_default();
    let exit = economics.exit_value_musd;
    if figures.is_empty() && exit.is_none() {
        return;
    }
    sheet.heading("Beside, in no worth");
    if let Some(exit) = exit {
        let text = format!(
            "{} M$ of today in the mean ({})",
            musd(exit.mean.get()),
            tenths(exit, musd)
        );
        sheet.wrap("exit value of leased halls: ", "  ", &text);
    }
    for figure in figures {
        let [low, likely, high] = figure.range.map(|figure| number(figure.get()));
        let text = format!(
            "{}: {likely} ({low} to {high}) {}, {}",
            figure.name, figure.unit, figure.dated
        );
        sheet.wrap("", "  ", &plain(&text));
    }
}

/// Megawatts or money over the draws, where they differ at all.
pub(super) fn spread(amount: Amount) -> String {
    let mean = number(amount.mean.get());
    if amount.p10 == amount.p90 {
        mean
    } else {
        format!("{mean} ({})", tenths(amount, number))
    }
}
