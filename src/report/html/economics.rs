//! What each way of using the connection is worth, on a page.

use super::amount_text;
use super::block::{Block, Cell, Figure, Table};
use super::chart;
use super::page::Section;
use crate::economics::report::Premise;
use crate::economics::turn::Lever;
use crate::economics::ways::Alternative;
use crate::record::economics::{AlternativeEntry, EconomicsEntry};
use crate::record::quantity::Amount;
use crate::record::{Rounded, SiteRecord};
use crate::report::numbers::{number, percent};
use crate::report::site::answer::in_words;

/// The money of a site, as far as it was reckoned.
pub(super) fn sections(site: &SiteRecord) -> Vec<Section> {
    let Some(money) = &site.economics else {
        return Vec::new();
    };
    let sections = [ways(site, money), turns(money), knowing(money), cash(money)];
    sections.into_iter().flatten().collect()
}

/// A way as a person says it.
pub(super) fn name(way: Alternative) -> &'static str {
    match way {
        Alternative::Mine => "Keep mining",
        Alternative::Lease => "Lease to a tenant",
        Alternative::Cloud => "Own GPU cloud",
        Alternative::Hybrid => "Lease, mine with the rest",
        Alternative::Bridge => "Mine until more is known",
        Alternative::Sale => "Sell the powered site",
    }
}

/// Numbers of money have a real minus.
fn money(text: &str) -> Cell {
    Cell::Text(text.replace('-', "−"))
}

fn amount(amount: Option<Amount>) -> Cell {
    Cell::or_dash(amount.map(amount_text))
}

fn some(value: Option<Rounded>) -> Cell {
    value.map_or(Cell::or_dash(None), |value| money(&number(value.get())))
}

fn share(value: Option<Rounded>) -> Cell {
    value.map_or(Cell::or_dash(None), |value| money(&percent(value.get())))
}

fn ways(site: &SiteRecord, entry: &EconomicsEntry) -> Option<Section> {
    let open: Vec<(&str, Alternative, Amount)> = entry
        .alternatives
        .iter()
        .filter_map(|way| Some((name(way.id), way.id, way.npv_musd?)))
        .collect();
    let columns = [
        "Way",
        "NPV, M$#",
        "For each grid MW#",
        "Mean, M$#",
        "Best in#",
        "Return#",
        "Pays back, years#",
    ];
    let about = format!(
        "Net present value, M$: P50 (P10–P90); market {} as of {}, over {} years",
        entry.market.version,
        entry.market.as_of,
        number(entry.years.get())
    );
    let numbers = Table::of(about, &columns).with(entry.alternatives.iter().map(way_row));
    let figure = Figure {
        svg: chart::ways::picture_of(&open, entry.best),
        caption: "P10 to P90 of the net present value, before tax, in nominal M$ of today; the dot is the mean, green \
                  the way of the highest mean. What is far wider than the rest ends at the edge."
            .to_owned(),
        numbers,
    };
    let mut blocks: Vec<Block> = Vec::new();
    blocks.extend(entry.best.map(|best| {
        Block::text(format!(
            "Of the highest mean: {}. A lease, an own cloud or a hybrid is best in {} of the draws.",
            name(best).to_lowercase(),
            percent(entry.converting.get())
        ))
    }));
    blocks.extend(site.verdict.with_money.as_ref().map(|with| {
        Block::text(format!(
            "Engineering and money together say: {}, in {} of the draws ({}).",
            in_words(with.word),
            percent(with.chance.get()),
            with.reason
        ))
    }));
    blocks.push(figure.into());
    blocks.extend(against(entry));
    blocks.extend(entry.exit_value_musd.map(|exit| {
        Block::text(format!(
            "Beside, in no worth above: leased halls would fetch {} M$ of today at the horizon, beyond the bare site.",
            amount_text(exit)
        ))
    }));
    let rates = &entry.rates;
    let rate = |rate: Rounded| percent(rate.get());
    blocks.push(Block::text(format!(
        "Rates a year: miners {}, leased halls {}, own accelerators {}, the bare site {}.",
        rate(rates.mining),
        rate(rates.lease),
        rate(rates.cloud),
        rate(rates.site)
    )));
    Some(Section::new(
        "money",
        "Money: ways of using the connection",
        blocks,
    ))
}

fn way_row(way: &AlternativeEntry) -> Vec<Cell> {
    let called = match &way.reason {
        Some(reason) => Cell::Both(name(way.id).to_owned(), reason.clone()),
        None => name(way.id).into(),
    };
    let back = way.payback_years.map(|years| {
        years
            .p50
            .map_or("never".to_owned(), |years| number(years.get()))
    });
    vec![
        called,
        amount(way.npv_musd),
        amount(way.npv_per_grid_mw_musd),
        some(way.npv_musd.map(|npv| npv.mean)),
        share(way.hindsight),
        share(way.irr),
        Cell::or_dash(back),
    ]
}

/// The best way to convert against mining.
fn against(entry: &EconomicsEntry) -> Option<Block> {
    let against = entry.against_mining?;
    let called = format!("{} less mining", name(against.id));
    let row = vec![
        called.clone().into(),
        amount(Some(against.npv_musd)),
        amount(Some(against.npv_per_grid_mw_musd)),
        share(Some(against.chance)),
    ];
    let columns = [
        "Difference",
        "M$#",
        "M$ for each grid MW#",
        "Worth more in#",
    ];
    let figure = Figure {
        svg: chart::ways::against(&called, against.npv_musd),
        caption: format!(
            "The best way to convert against keeping to mine: worth more in {} of the draws.",
            percent(against.chance.get())
        ),
        numbers: Table::of("Difference to mining: P50 (P10–P90)", &columns).with([row]),
    };
    Some(figure.into())
}

/// What moves the answer, and where it turns.
fn turns(entry: &EconomicsEntry) -> Option<Section> {
    let mut blocks: Vec<Block> = Vec::new();
    let swings = entry.tornado.as_deref().unwrap_or_default();
    if !swings.is_empty() {
        let rows = swings.iter().map(|swing| {
            vec![
                Cell::Code(swing.path.clone()),
                some(Some(swing.low)),
                some(Some(swing.high)),
                some(Some(swing.npv_difference_low_musd)),
                some(Some(swing.npv_difference_high_musd)),
            ]
        });
        let columns = ["Input", "P10#", "P90#", "M$ at P10#", "M$ at P90#"];
        let figure = Figure {
            svg: chart::swings::picture_of(swings),
            caption: "Mean difference between the best way to convert and mining, each input at its P10 (the dot) and \
                      at its P90."
                .to_owned(),
            numbers: Table::of("What moves the difference", &columns).with(rows),
        };
        blocks.push(figure.into());
    }
    blocks.extend(break_even(entry).map(Block::Table));
    blocks.extend(premises(entry).map(Block::Table));
    (!blocks.is_empty())
        .then(|| Section::new("turns", "What moves the answer, and where it turns", blocks))
}

fn break_even(entry: &EconomicsEntry) -> Option<Table> {
    let turns = entry.break_even.as_ref()?;
    let [first, second] = turns.between.map(|way| name(way).to_lowercase());
    let rows = Lever::ALL.map(|lever| {
        let (what, now) = match lever {
            Lever::Hashprice => (
                "hashprice, $ per PH and day",
                turns.now.hashprice_usd_per_ph_day,
            ),
            Lever::Rent => (
                "first-year rent, $ per kW and month",
                turns.now.rent_usd_per_kw_month,
            ),
            Lever::Capex => ("capital, M$ per critical MW", turns.now.capex_musd_per_mw),
            Lever::Delay => ("delay of all, weeks", None),
        };
        let at = turns
            .of(lever)
            .map_or("nothing turns it".to_owned(), number);
        vec![what.into(), some(now), at.into()]
    });
    let about =
        format!("Where the mean difference between “{first}” and “{second}” changes its sign");
    Some(Table::of(about, &["What", "Now#", "Turns at#"]).with(rows))
}

fn premises(entry: &EconomicsEntry) -> Option<Table> {
    let premises = entry.premises.as_ref()?;
    let rows = premises.iter().map(|premise| {
        let called = match premise.id {
            Premise::AsItIs => "as it is",
            Premise::ExitValue => "leased halls worth their exit value",
            Premise::OneRate => "one rate for every way",
            Premise::Signed => "a lease signed today",
            Premise::Unsigned => "no lease signed",
        };
        vec![
            called.into(),
            Cell::or_dash(premise.best.map(|way| name(way).to_owned())),
            share(Some(premise.chance)),
            some(Some(premise.npv_difference_per_grid_mw_musd)),
        ]
    });
    let columns = [
        "Choice of ours",
        "Highest mean",
        "Converting beats mining in#",
        "Difference, M$ for each grid MW#",
    ];
    Some(Table::of("The same under other choices of ours", &columns).with(rows))
}

/// What answers are worth, and a lease at likely figures.
fn knowing(entry: &EconomicsEntry) -> Option<Section> {
    let mut blocks: Vec<Block> = Vec::new();
    let worth = entry.worth_of_knowing.as_deref().unwrap_or_default();
    if !worth.is_empty() {
        let rows = worth
            .iter()
            .map(|known| vec![Cell::Code(known.path.clone()), some(Some(known.worth_musd))]);
        let about = "By how much the choice is better on average once it is known, M$";
        blocks.push(Table::of(about, &["Input", "M$#"]).with(rows).into());
    }
    blocks.extend(entry.worth_of_knowing_all_musd.map(|all| {
        Block::text(format!(
            "Knowing everything before choosing would be worth {} M$.",
            number(all.get())
        ))
    }));
    blocks.extend(entry.likely_lease.map(|lease| {
        let rows = [
            (
                "net operating income of the first full year, M$",
                some(Some(lease.first_noi_musd)),
            ),
            ("capital, M$", some(Some(lease.capex_musd))),
            ("yield on cost", share(lease.yield_on_cost)),
            ("return without debt", share(lease.irr)),
            ("return with debt", share(lease.irr_with_debt)),
            ("debt, M$", some(lease.debt_musd)),
            ("coupon", share(Some(lease.coupon))),
            ("income over debt service", some(lease.debt_cover)),
            (
                "exit value beyond the bare site, M$",
                some(lease.exit_value_musd),
            ),
        ];
        let rows = rows.map(|(what, value)| vec![what.into(), value]);
        Block::Table(
            Table::of(
                "A lease signed when it likely is, at likely figures",
                &["What", "Figure#"],
            )
            .with(rows),
        )
    }));
    (!blocks.is_empty()).then(|| {
        Section::new(
            "knowing",
            "What knowing is worth, and a likely lease",
            blocks,
        )
    })
}

/// What each way brings and takes, year by year.
fn cash(entry: &EconomicsEntry) -> Option<Section> {
    let flows = entry.cash_flow.as_ref().filter(|flows| !flows.is_empty())?;
    let ways: Vec<(&str, &[Amount])> = flows
        .iter()
        .map(|flow| (name(flow.id), flow.years_musd.as_slice()))
        .collect();
    let rows = flows.iter().flat_map(|flow| {
        flow.years_musd.iter().zip(1_usize..).map(|(year, nth)| {
            vec![
                name(flow.id).into(),
                nth.to_string().into(),
                some(Some(year.p10)),
                some(Some(year.p50)),
                some(Some(year.p90)),
                some(Some(year.mean)),
            ]
        })
    });
    let columns = ["Way", "Year#", "P10#", "P50#", "P90#", "Mean#"];
    let figure = Figure {
        svg: chart::cash::picture_of(&ways),
        caption: "Mean of each year in M$, not discounted, each way on a scale of its own; the line spans P10 to P90."
            .to_owned(),
        numbers: Table::of("Cash flow by year, M$", &columns).with(rows),
    };
    Some(Section::new(
        "cash",
        "Cash flow by year",
        vec![figure.into()],
    ))
}
