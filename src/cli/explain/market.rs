//! Pages about the figures of the market: what the engine reads, what moves together, and what stands beside.

use rackready::checklist::Checklist;
use rackready::citations::{Basis, Confidence};
use rackready::economics::market::{
    Correlation, Figure, Law, Listed, LoadShape, MarketFigures, MarketRange, Month, Quantity, Shock,
};
use rackready::report::numbers::number;
use serde_json::{Value, json};

use super::page::Page;
use super::{source, sources};

/// What rows of every kind say of themselves.
struct Origin<'m> {
    dated: Month,
    basis: Basis,
    confidence: Option<Confidence>,
    sources: &'m [String],
    note: Option<&'m str>,
}

macro_rules! origin_of {
    ($($row:ty),*) => {$(
        impl<'m> From<&'m $row> for Origin<'m> {
            fn from(row: &'m $row) -> Self {
                Self {
                    dated: row.dated,
                    basis: row.basis,
                    confidence: row.confidence,
                    sources: &row.sources,
                    note: row.note.as_deref(),
                }
            }
        }
    )*};
}

origin_of!(Figure, Correlation, LoadShape, Listed);

impl Origin<'_> {
    /// The grade of the deciding source, or that there is none.
    fn grade(&self) -> String {
        self.confidence
            .map_or_else(|| "ours".to_owned(), |grade| format!("{grade:?}"))
    }

    fn entry(
        &self,
        id: &str,
        what: &str,
        unit: &str,
        law: Option<Law>,
        range: MarketRange,
    ) -> Value {
        let MarketRange { low, likely, high } = range;
        json!({
            "id": id, "what": what, "unit": unit, "low": low, "likely": likely, "high": high,
            "law": law, "dated": self.dated, "basis": self.basis, "grade": self.grade(),
            "sources": self.sources, "note": self.note,
        })
    }

    fn tell(&self, page: &mut Page, market: &MarketFigures, checklist: &Checklist) {
        page.fact("dated", json!(self.dated));
        page.fact_as(
            "market",
            market.version(),
            format!("{}, newest data of {}", market.version(), market.as_of),
        );
        page.fact("basis", self.basis.word());
        if let Some(grade) = self.confidence {
            let text = format!("{grade:?}, the grade of the deciding source");
            page.fact_as("confidence", json!(grade), text);
        }
        let keys = || self.sources.iter().map(String::as_str);
        let own: Vec<&str> = keys()
            .filter(|key| source(key, checklist).is_none())
            .collect();
        if !own.is_empty() {
            page.fact("cites", json!(own));
        }
        page.remark("note", self.note);
        // What a file cites in words of its own is a source, though no list has it.
        if own.is_empty() || own.len() < self.sources.len() {
            page.sources(sources(keys(), checklist));
        }
    }
}

/// Every figure as `list market` shows it: those that the engine reads, what moves together, what stands beside.
pub(crate) fn rows(market: &MarketFigures) -> Vec<Value> {
    let written = market.written();
    let figures = written.figures.iter().map(|f| {
        Origin::from(f).entry(
            f.quantity.word(),
            &f.what,
            f.unit.word(),
            Some(f.law()),
            f.range(),
        )
    });
    let pairs = written.correlations.iter().map(|pair| {
        let what = format!(
            "Correlation of {} with {}",
            pair.between[0], pair.between[1]
        );
        Origin::from(pair).entry(&id_of(pair), &what, "correlation", None, pair.range())
    });
    let shapes = written
        .load_shapes
        .iter()
        .map(|shape| Origin::from(shape).entry(&shape.id, &shape.name, "share", None, day(shape)));
    let lists = written.lists();
    let beside = lists.iter().flat_map(|(_, list)| list.iter());
    let beside =
        beside.map(|row| Origin::from(row).entry(&row.id, &row.name, &row.unit, None, row.range()));
    figures.chain(pairs).chain(shapes).chain(beside).collect()
}

/// Ids of all that has a page.
pub(super) fn ids(market: &MarketFigures) -> impl Iterator<Item = String> {
    let shocks = Shock::ALL.iter().map(ToString::to_string);
    let rows = rows(market).into_iter();
    rows.filter_map(|row| row["id"].as_str().map(str::to_owned))
        .chain(shocks)
}

/// What the market calls so.
pub(super) fn pages(id: &str, market: &MarketFigures, checklist: &Checklist) -> Vec<Page> {
    let written = market.written();
    let figures = written.figures.iter();
    let figures = figures.filter(|figure| figure.quantity.word() == id);
    let shocks = Shock::ALL.iter().filter(|shock| shock.word() == id);
    let pairs = written.correlations.iter().filter(|pair| id_of(pair) == id);
    let shapes = written.load_shapes.iter().filter(|shape| shape.id == id);
    let lists = written.lists();
    let listed = lists.iter().flat_map(|(key, list)| {
        let rows = list.iter().filter(|row| row.id == id);
        rows.map(|row| beside(key, row, market, checklist))
    });
    figures
        .map(|figure| of_figure(figure, market, checklist))
        .chain(shocks.map(|shock| of_shock(*shock, market)))
        .chain(pairs.map(|pair| correlation(pair, market, checklist)))
        .chain(shapes.map(|shape| load_shape(shape, market, checklist)))
        .chain(listed)
        .collect()
}

/// A correlation by the words of its pair.
fn id_of(pair: &Correlation) -> String {
    format!("{}-with-{}", pair.between[0], pair.between[1])
}

/// The least, the mean and the most of a day.
fn day(shape: &LoadShape) -> MarketRange {
    let hours = || shape.requests.iter().copied();
    MarketRange {
        low: hours().fold(f64::INFINITY, f64::min),
        likely: hours().sum::<f64>() / 24.0,
        high: hours().fold(0.0, f64::max),
    }
}

fn value(page: &mut Page, range: MarketRange, unit: &str) {
    let MarketRange { low, likely, high } = range;
    let text = format!(
        "{}–{}, likely {}",
        number(low),
        number(high),
        number(likely)
    );
    let range = json!({"low": low, "likely": likely, "high": high});
    page.fact_as("value", range, format!("{text} {unit}"));
    page.fact("unit", unit);
}

/// A figure that the engine reads.
fn of_figure(figure: &Figure, market: &MarketFigures, checklist: &Checklist) -> Page {
    let quantity = figure.quantity;
    let mut page = Page::new("market", quantity.word(), &figure.what);
    value(&mut page, figure.range(), figure.unit.word());
    let law = match figure.law() {
        Law::Pert => "drawn between low and high, mostly near likely",
        Law::Normal => "drawn around likely; low and high lie one standard deviation off",
        Law::Fixed => "never drawn; low and high say what others would take",
    };
    page.fact_as(
        "law",
        figure.law().word(),
        format!("{}: {law}", figure.law().word()),
    );
    page.fact("takes", quantity.bounds().to_string());
    let place = if quantity.is_rate() {
        "a rate of discount, chosen and never drawn; `--discount` puts one in place of all"
    } else if quantity.stands_beside() {
        "stands beside, in no worth: debt, what halls would fetch at the horizon, or what a site's own facts say"
    } else {
        "in what the ways of using a connection are worth"
    };
    page.fact("read", place);
    if let Some(shock) = quantity.shock() {
        let text = format!("the shock `{shock}`, and by it with what is listed below");
        page.fact_as("moves_with", shock.word(), text);
        page.table(
            "correlations",
            "Moves together",
            &["with", "low", "likely", "high"],
            beside_of(shock, market),
        );
    }
    Origin::from(figure).tell(&mut page, market, checklist);
    page
}

/// What a shock is correlated with.
fn beside_of(shock: Shock, market: &MarketFigures) -> Vec<Vec<Value>> {
    let pairs = market.written().correlations.iter();
    let with = pairs.filter_map(|pair| {
        let other = match pair.between {
            [one, other] | [other, one] if one == shock => other,
            _ => return None,
        };
        Some(vec![
            json!(other),
            json!(pair.low),
            json!(pair.likely),
            json!(pair.high),
        ])
    });
    with.collect()
}

/// What is drawn together.
fn of_shock(shock: Shock, market: &MarketFigures) -> Page {
    let title = "A luck that figures share: drawn once, along the trees of the listed correlations; what nobody listed \
                 follows from them";
    let mut page = Page::new("shock", shock.word(), title);
    let moved = Quantity::ALL
        .iter()
        .filter(|quantity| quantity.shock() == Some(shock));
    let moved: Vec<&str> = moved.map(|quantity| quantity.word()).collect();
    match shock {
        Shock::Capex | Shock::Delay => page.fact("moves", "what the plan draws itself"),
        _ => page.fact("moves", json!(moved)),
    }
    page.table(
        "correlations",
        "Moves together",
        &["with", "low", "likely", "high"],
        beside_of(shock, market),
    );
    page
}

fn correlation(pair: &Correlation, market: &MarketFigures, checklist: &Checklist) -> Page {
    let [one, other] = pair.between;
    let mut page = Page::new(
        "correlation",
        id_of(pair),
        format!("How {one} and {other} move together"),
    );
    value(&mut page, pair.range(), "correlation");
    page.fact(
        "read",
        "the likely one; at 0 the pair is taken out of its tree",
    );
    Origin::from(pair).tell(&mut page, market, checklist);
    page
}

fn load_shape(shape: &LoadShape, market: &MarketFigures, checklist: &Checklist) -> Page {
    let mut page = Page::new("load shape", &shape.id, &shape.name);
    value(&mut page, day(shape), "share of the peak");
    page.fact("hours", json!(shape.requests));
    Origin::from(shape).tell(&mut page, market, checklist);
    page
}

/// A figure that stands beside.
fn beside(key: &str, row: &Listed, market: &MarketFigures, checklist: &Checklist) -> Page {
    let mut page = Page::new("market", &row.id, &row.name);
    value(&mut page, row.range(), &row.unit);
    page.fact("list", key);
    if !row.states.is_empty() {
        page.fact("states", json!(row.states));
    }
    page.fact("read", "stands beside: nothing of it is in a worth");
    Origin::from(row).tell(&mut page, market, checklist);
    page
}
