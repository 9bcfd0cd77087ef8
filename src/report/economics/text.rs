//! What the ways of using one connection are worth, for a terminal.

use anstyle::{Effects, Style as Ansi};

use super::hanging::spread;
use super::{bars, hanging, shown, ways};
use crate::assess::Method;
use crate::record::SiteRecord;
use crate::record::economics::EconomicsEntry;
use crate::report::numbers::{counted, number, percent};
use crate::report::plan::shown::counted_from;
use crate::report::sheet::Sheet;
use crate::report::site::head::{LABELS, entry, set_in_place, verdict_in_short};
use crate::report::{Style, plain};

/// Everything that there is to say of the money of one site.
#[must_use]
pub fn site(site: &SiteRecord, method: &Method, style: &Style) -> String {
    let mut sheet = Sheet::new(style);
    title(&mut sheet, site);
    let Some(economics) = &site.economics else {
        sheet.line("");
        let none = "Nothing is reckoned: the file states no megawatts, or money was left out.";
        sheet.wrap("", "", none);
        return sheet.finish();
    };
    by(&mut sheet, site, economics, method);
    sheet.line("");
    verdict_in_short(&mut sheet, LABELS, site);
    entry(&mut sheet, "MONEY", &shown::line(economics));
    ways::table(&mut sheet, economics);
    sheet.heading("Converting against mining");
    let against = economics.against_mining.as_ref();
    let text = against.map_or_else(
        || shown::no_difference(economics),
        |against| {
            format!(
                "{}; converting, in whatever way, is worth most of all in {}",
                shown::difference(against),
                percent(economics.converting.get())
            )
        },
    );
    sheet.wrap("", "", &text);
    hanging::turns(&mut sheet, economics);
    bars::tornado(&mut sheet, economics);
    hanging::knowing(&mut sheet, site, economics);
    hanging::lease(&mut sheet, economics);
    hanging::premises(&mut sheet, economics);
    bars::cash(&mut sheet, economics);
    hanging::beside(&mut sheet, economics);
    foot(&mut sheet, &plain(&site.file));
    sheet.finish()
}

fn title(sheet: &mut Sheet, site: &SiteRecord) {
    let mut parts = vec![format!("Economics of {}", plain(&site.name))];
    parts.extend(site.operator.as_deref().map(plain));
    parts.extend(site.as_of.as_deref().map(|d| format!("as of {}", plain(d))));
    sheet.title(&parts.join(" · "));
    sheet.paragraph("target  ", &site.target_name);
    sheet.paragraph("file    ", &site.file);
    set_in_place(sheet, &site.set);
}

/// By what it is reckoned.
fn by(sheet: &mut Sheet, site: &SiteRecord, economics: &EconomicsEntry, method: &Method) {
    let (market, rates) = (&economics.market, &economics.rates);
    let [mining, lease, cloud, bare] =
        [rates.mining, rates.lease, rates.cloud, rates.site].map(|rate| percent(rate.get()));
    let by = format!(
        "market {} of {} · a year mining is discounted at {mining}, a lease at {lease}, a cloud at {cloud}, the bare \
         site at {bare}",
        market.version, market.as_of
    );
    sheet.paragraph("by      ", &by);
    let over = format!(
        "{} · {} MW of connection · {} years from {}",
        counted(method.draws, "draw", "draws"),
        spread(economics.grid_mw),
        number(economics.years.get()),
        counted_from(&site.plan)
    );
    sheet.paragraph("over    ", &over);
    let signed = economics.signed.get();
    if signed > 0.0 {
        let text = format!(
            "a lease is signed today in {} of the draws",
            percent(signed)
        );
        sheet.paragraph("signed  ", &text);
    }
    let early = economics.early_months.get();
    if early > 0.0 {
        let text = format!(
            "the plan starts {} months before the market's date, whose figures stand for them",
            number(early)
        );
        sheet.paragraph("early   ", &text);
    }
    if economics.debt_musd.p90.get() > 0.0 {
        let text = format!(
            "{} M$ whatever is done, in no worth",
            spread(economics.debt_musd)
        );
        sheet.paragraph("owed    ", &text);
    }
}

/// What all of it is not.
pub(super) fn foot(sheet: &mut Sheet, file: &str) {
    sheet.line("");
    let more = format!("rackready score {file} · rackready plan {file} · rackready list market");
    sheet.wrap("More: ", "      ", &more);
    sheet.wrap(
        "",
        "",
        "Before tax, in nominal M$ of today. At the horizon every way keeps the bare powered site and nothing else; the \
         exit value of leased halls is never inside. `rackready list market` has every figure of the market with its date \
         and confidence. An estimate; not a quote, not investment advice.",
    );
}

/// A heading in front of which nothing stands.
pub(super) fn heading(sheet: &mut Sheet, text: &str) {
    let text = sheet.paint(Ansi::new().effects(Effects::BOLD), text);
    sheet.line(&text);
}
