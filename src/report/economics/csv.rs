//! The ways of using connections as a table: a row for each site and way, what is said of the site again in each.

use csv::Writer;

use crate::assess::Method;
use crate::economics::report::Premise;
use crate::economics::turn::Lever;
use crate::record::SiteRecord;
use crate::record::economics::{
    AgainstEntry, AlternativeEntry, EconomicsEntry, PremiseEntry, YearsEntry,
};
use crate::record::quantity::{Amount, Rounded};
use crate::report::spreadsheet::{cell, written};
use crate::whatif::in_short;

/// What a row is made of.
struct Line<'a> {
    site: &'a SiteRecord,
    economics: &'a EconomicsEntry,
    way: &'a AlternativeEntry,
    method: &'a Method,
}

impl Line<'_> {
    fn against(&self, of: fn(&AgainstEntry) -> Rounded) -> String {
        number(self.economics.against_mining.as_ref().map(of))
    }

    fn turns(&self, lever: Lever) -> String {
        let turn = self.economics.break_even.as_ref();
        number(turn.and_then(|turn| turn.of(lever)).map(Rounded::from))
    }

    fn premise(&self, id: Premise) -> Option<&PremiseEntry> {
        let premises = self.economics.premises.as_deref().unwrap_or_default();
        premises.iter().find(|premise| premise.id == id)
    }

    fn best_under(&self, id: Premise) -> String {
        let best = self.premise(id).and_then(|premise| premise.best);
        best.map_or(String::new(), |best| best.word().to_owned())
    }

    /// Without mining there is nothing to beat.
    fn chance_under(&self, id: Premise) -> String {
        let against = self.economics.against_mining;
        number(
            against
                .and_then(|_| self.premise(id))
                .map(|premise| premise.chance),
        )
    }
}

/// A column: its name, and what stands in it.
type Column = (&'static str, fn(&Line) -> String);

/// Every column, in order.
const COLUMNS: &[Column] = &[
    ("id", |of| cell(&of.site.id)),
    ("file", |of| cell(&of.site.file)),
    ("target", |of| cell(&of.site.target)),
    ("way", |of| of.way.id.word().to_owned()),
    ("npv_p10_musd", |of| amount(of.way.npv_musd, |npv| npv.p10)),
    ("npv_p50_musd", |of| amount(of.way.npv_musd, |npv| npv.p50)),
    ("npv_p90_musd", |of| amount(of.way.npv_musd, |npv| npv.p90)),
    ("npv_mean_musd", |of| {
        amount(of.way.npv_musd, |npv| npv.mean)
    }),
    ("npv_per_grid_mw_p10_musd", |of| {
        amount(of.way.npv_per_grid_mw_musd, |npv| npv.p10)
    }),
    ("npv_per_grid_mw_p50_musd", |of| {
        amount(of.way.npv_per_grid_mw_musd, |npv| npv.p50)
    }),
    ("npv_per_grid_mw_p90_musd", |of| {
        amount(of.way.npv_per_grid_mw_musd, |npv| npv.p90)
    }),
    ("npv_per_grid_mw_mean_musd", |of| {
        amount(of.way.npv_per_grid_mw_musd, |npv| npv.mean)
    }),
    ("hindsight", |of| number(of.way.hindsight)),
    ("irr", |of| number(of.way.irr)),
    ("payback_p50_years", |of| {
        of.way.payback_years.map_or(String::new(), half)
    }),
    ("npv_per_invested", |of| number(of.way.npv_per_invested)),
    ("reason", |of| {
        cell(of.way.reason.as_deref().unwrap_or_default())
    }),
    ("best_way", |of| {
        of.economics
            .best
            .map_or(String::new(), |best| best.word().to_owned())
    }),
    ("converting_by_money", |of| {
        number(Some(of.economics.converting))
    }),
    ("verdict", |of| of.site.verdict.word.word().to_owned()),
    ("verdict_with_money", |of| {
        let with = of.site.verdict.with_money.as_ref();
        with.map_or(String::new(), |with| with.word.word().to_owned())
    }),
    ("grid_mw", |of| number(Some(of.economics.grid_mw.mean))),
    ("horizon_years", |of| number(Some(of.economics.years))),
    ("signed", |of| number(Some(of.economics.signed))),
    ("debt_musd", |of| number(Some(of.economics.debt_musd.mean))),
    ("exit_value_musd", |of| {
        amount(of.economics.exit_value_musd, |exit| exit.mean)
    }),
    ("against_mining_way", |of| {
        let against = of.economics.against_mining;
        against.map_or(String::new(), |against| against.id.word().to_owned())
    }),
    ("against_mining_p10_musd", |of| {
        of.against(|against| against.npv_musd.p10)
    }),
    ("against_mining_p90_musd", |of| {
        of.against(|against| against.npv_musd.p90)
    }),
    ("against_mining_mean_musd", |of| {
        of.against(|against| against.npv_musd.mean)
    }),
    ("against_mining_per_grid_mw_mean_musd", |of| {
        of.against(|against| against.npv_per_grid_mw_musd.mean)
    }),
    ("against_mining_chance", |of| {
        of.against(|against| against.chance)
    }),
    ("turns_between", |of| {
        let turn = of.economics.break_even.as_ref();
        turn.map_or(String::new(), |turn| {
            turn.between.map(|way| way.word()).join(" ")
        })
    }),
    ("turns_at_hashprice_usd_per_ph_day", |of| {
        of.turns(Lever::Hashprice)
    }),
    ("turns_at_rent_usd_per_kw_month", |of| of.turns(Lever::Rent)),
    ("turns_at_capex_musd_per_mw", |of| of.turns(Lever::Capex)),
    ("turns_at_delay_weeks", |of| of.turns(Lever::Delay)),
    ("best_with_exit_value", |of| {
        of.best_under(Premise::ExitValue)
    }),
    ("chance_with_exit_value", |of| {
        of.chance_under(Premise::ExitValue)
    }),
    ("best_at_one_rate", |of| of.best_under(Premise::OneRate)),
    ("chance_at_one_rate", |of| of.chance_under(Premise::OneRate)),
    ("best_if_signed", |of| of.best_under(Premise::Signed)),
    ("chance_if_signed", |of| of.chance_under(Premise::Signed)),
    ("best_if_unsigned", |of| of.best_under(Premise::Unsigned)),
    ("chance_if_unsigned", |of| {
        of.chance_under(Premise::Unsigned)
    }),
    ("market", |of| cell(&of.economics.market.version)),
    ("market_as_of", |of| cell(&of.economics.market.as_of)),
    ("rackready", |of| cell(&of.method.rackready)),
    ("draws", |of| of.method.draws.to_string()),
    ("seed", |of| of.method.seed.to_string()),
    ("set", |of| cell(&in_short(&of.site.set))),
];

/// The line with the names of the columns.
///
/// # Errors
/// What the writer says.
pub fn header() -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().map(|(name, _)| name))?;
    written(writer)
}

/// The rows of a site; none where nothing is reckoned of it.
///
/// # Errors
/// What the writer says.
pub fn rows_of(site: &SiteRecord, method: &Method) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    for line in lines(site, method) {
        writer.write_record(COLUMNS.iter().map(|(_, of)| of(&line)))?;
    }
    written(writer)
}

fn lines<'a>(site: &'a SiteRecord, method: &'a Method) -> impl Iterator<Item = Line<'a>> {
    let economics = site.economics.iter();
    economics.flat_map(move |economics| {
        let ways = economics.alternatives.iter();
        ways.map(move |way| Line {
            site,
            economics,
            way,
            method,
        })
    })
}

fn number(value: Option<Rounded>) -> String {
    value.map_or(String::new(), |value| value.get().to_string())
}

fn amount(amount: Option<Amount>, place: fn(Amount) -> Rounded) -> String {
    number(amount.map(place))
}

/// Years until half of the draws have it; endless where they never do.
fn half(years: YearsEntry) -> String {
    years
        .p50
        .map_or("inf".to_owned(), |years| years.get().to_string())
}
