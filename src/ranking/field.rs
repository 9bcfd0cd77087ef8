//! The columns of a ranking: what can be written, sorted by and asked for. One list serves all three.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::behind::{Kind, OF_RANKING};
use crate::assess::Detail;
use crate::record::Row;
use crate::record::question::BestAnswer;
use crate::record::row::RowMoney;
use crate::source::nearest::nearest;
use crate::spread::Spread;
use crate::verdict::Word;
use crate::whatif;

/// A value in a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// A number in the unit that the name of the column ends with.
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// Not known, or there is none.
    Unknown,
}

const YES: &str = "yes";
const NO: &str = "no";

impl Cell<'_> {
    /// Whether it says yes; none where it says neither yes nor no.
    #[must_use]
    pub fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Text(text) if text == YES => Some(true),
            Self::Text(text) if text == NO => Some(false),
            _ => None,
        }
    }
}

/// Which way a column is sorted when nobody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    Largest,
    Smallest,
}

/// A column.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its name, with its unit.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What it may hold and what that comes from; none for the end of a range, which follows its middle.
    pub origin: Option<Origin>,
    pub(super) first: First,
    /// What has to be worked out for it.
    pub detail: Detail,
    value: fn(&Row) -> Cell,
    /// What sites are sorted by where the column holds a word whose letters say nothing.
    pub(super) hope: Option<fn(&Row) -> Option<Hope>>,
    /// How a comparison of two states shows it; none where it is not compared.
    pub compared: Option<Compared>,
}

/// How well a site fits by a word: the rank of that, then the chance of converting.
pub(super) type Hope = (u8, f64);

/// What a column may hold, and what that is read or worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    /// What it may hold.
    pub range: Range,
    /// What it is read or worked out from.
    pub from: &'static str,
}

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Any text.
    Text,
    /// Yes or no.
    YesNo,
    /// No number below zero.
    Open,
    /// No whole number below zero.
    Count,
    /// The same from one on.
    Place,
    /// Any number.
    Any,
    /// A score.
    Points,
    /// A part of a whole.
    Share,
    /// One of these words, parted by commas and `or`.
    OneOf(&'static str),
    /// What these words say.
    Of(&'static str),
}

impl Range {
    /// The range in words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::YesNo => "yes or no",
            Self::Open | Self::Count => "0 or more",
            Self::Place => "1 or more",
            Self::Any => "any number",
            Self::Points => "0 to 100",
            Self::Share => "0 to 1",
            Self::OneOf(words) | Self::Of(words) => words,
        }
    }
}

impl Range {
    const fn kind(self) -> Kind {
        match self {
            Self::Text | Self::OneOf(_) | Self::Of(_) => Kind::Text,
            Self::YesNo => Kind::Flag,
            Self::Count | Self::Place => Kind::Whole,
            Self::Open | Self::Any | Self::Points | Self::Share => Kind::Number,
        }
    }
}

/// How a number is shown where two states of a site are compared.
#[derive(Debug, Clone, Copy)]
pub struct Compared {
    /// How people call it.
    pub label: &'static str,
    /// Its unit, empty for points.
    pub unit: &'static str,
    /// How many of the unit one of the column is.
    pub times: f64,
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() {
        Cell::Unknown
    } else {
        Cell::Text(Cow::Borrowed(text))
    }
}

fn flag<'a>(is: bool) -> Cell<'a> {
    text(if is { YES } else { NO })
}

fn known(known: Option<&String>) -> Cell<'_> {
    known.map_or(Cell::Unknown, |known| text(known))
}

#[expect(clippy::cast_precision_loss, reason = "lines and facts are few")]
fn count<'a>(n: usize) -> Cell<'a> {
    Cell::Number(n as f64)
}

/// Months that never come and megawatts that nothing bounds are no numbers.
fn number<'a>(value: f64) -> Cell<'a> {
    if value.abs() < f64::MAX {
        Cell::Number(value)
    } else {
        Cell::Unknown
    }
}

fn end<'a>(value: Option<f64>) -> Cell<'a> {
    value.map_or(Cell::Unknown, Cell::Number)
}

/// MW at an end: infinite where nothing bounds them, unknown where nobody asked for ends.
fn end_mw<'a>(row: &Row, mw: Option<f64>) -> Cell<'a> {
    let asked = row.score.best.is_some();
    end(mw.or(asked.then_some(f64::INFINITY)))
}

fn at<'a>(spread: Option<Spread>, place: fn(Spread) -> f64) -> Cell<'a> {
    spread.map_or(Cell::Unknown, |spread| number(place(spread)))
}

const P10: fn(Spread) -> f64 = |spread| spread.p10;
const P50: fn(Spread) -> f64 = |spread| spread.p50;
const P90: fn(Spread) -> f64 = |spread| spread.p90;

fn answered(row: &Row, of: fn(&BestAnswer) -> Cell) -> Cell<'_> {
    row.best_answer.as_ref().map_or(Cell::Unknown, of)
}

fn worth(row: &Row, of: fn(&BestAnswer) -> f64) -> Cell<'_> {
    let best = row.best_answer.as_ref();
    best.map_or(Cell::Unknown, |answer| number(of(answer)))
}

/// What the money says of the best way; unknown where none can be done.
fn best<'a>(row: &Row, of: fn(&RowMoney) -> f64) -> Cell<'a> {
    let money = row.money.filter(|money| money.best.is_some());
    money.map_or(Cell::Unknown, |money| Cell::Number(of(&money)))
}

fn set<'a>(row: &Row) -> Cell<'a> {
    match whatif::in_short(&row.set) {
        said if said.is_empty() => Cell::Unknown,
        said => Cell::Text(said.into()),
    }
}

fn chance_of_verdict<'a>(row: &Row) -> Cell<'a> {
    match row.verdict {
        Word::InsufficientData => Cell::Unknown,
        word => Cell::Number(row.chance.of_word(word)),
    }
}

fn hope_of_verdict(row: &Row) -> Option<Hope> {
    Some((row.verdict.rank(), row.chance.converting()))
}

fn hope_of_money(row: &Row) -> Option<Hope> {
    let of = |money: RowMoney| (money.word.rank(), money.converting);
    row.money.map(of)
}

/// Where costs of a plan come from.
pub const COST: &str = "the lines of the price list for the works of the plan, soft costs on top";
const LIMITS: &str = "the least of the limits on the better route, each from facts of the file";
const SCHEDULE: &str =
    "the schedule of the plan in each draw; empty where no MW are planned or none ever come";
const MONEY: &str = "what each way of using the connection is worth in each draw, before tax; `rackready economics`, and a dated market: `rackready list market`";
const DRAWS: &str = "the share of the draws in which it is so";
const SWEEP: &str = "each unknown moved in the median draw; worked out with `--ends`, or where such a column is sorted by or asked for";
const SCORES: &str =
    "the checklist: weight × attainment of each row, without the share that money readily buys";

/// One column in an entry: name, which end comes first, what has to be worked out beyond the draws, what is sorted by in
/// place of its value, meaning; range and origin, but for the end of a range; value;
/// then, where it is compared, label, unit and how many of that unit one of the column is.
macro_rules! fields {
    (@origin) => { None };
    (@origin $range:ident $from:tt) => { Some(Origin { range: Range::$range, from: $from }) };
    (@origin [$words:literal] $from:tt) => { Some(Origin { range: Range::OneOf($words), from: $from }) };
    (@origin $range:literal $from:tt) => { Some(Origin { range: Range::Of($range), from: $from }) };
    (@detail) => { Detail::Draws };
    (@detail $detail:ident) => { Detail::$detail };
    (@hope) => { None };
    (@hope $hope:ident) => { Some($hope) };
    (@compared) => { None };
    (@compared $label:literal $unit:literal) => { fields!(@compared $label $unit 1.0) };
    (@compared $label:literal $unit:literal $times:literal) => {
        Some(Compared { label: $label, unit: $unit, times: $times })
    };
    ($($name:ident: $first:ident $(of $detail:ident)? $(by $hope:ident)? $doc:literal $(in $range:tt from $from:tt)? $value:expr $(=> $label:literal $unit:literal $($times:literal)?)?;)*) => {
        /// Every column, in the order of the CSV.
        pub const FIELDS: &[Field] = &[$(Field {
            name: stringify!($name),
            doc: $doc,
            origin: fields!(@origin $($range $from)?),
            first: First::$first,
            detail: fields!(@detail $($detail)?),
            value: $value,
            hope: fields!(@hope $($hope)?),
            compared: fields!(@compared $($label $unit $($times)?)?),
        }),*];
    };
}

fields! {
    id: Smallest "short name" in Text from "the key `id` of the file, else the name of the file"
        |r| text(&r.name.id);
    name: Smallest "name" in Text from "the key `name` of the file"
        |r| text(&r.name.name);
    operator: Smallest "who runs it" in Text from "the key `operator` of the file"
        |r| known(r.operator.as_ref());
    country: Smallest "two-letter code" in "two letters, ISO 3166-1" from "the key `location.country` of the file"
        |r| known(r.country.as_ref());
    region: Smallest "state, province or the like" in Text from "the key `location.region` of the file"
        |r| known(r.region.as_ref());
    grid: Smallest "operator of the grid" in Text from "the key `location.grid_operator` of the file"
        |r| known(r.grid.as_ref());
    file: Smallest "file as named by the user" in Text from "the command line"
        |r| text(&r.name.file);
    line: Smallest "line at which the site begins" in Place from "the file"
        |r| count(r.name.line);
    target: Smallest "hardware/tenant/workload" in "see `rackready list targets`" from "`--target`, else the file, else the best fit"
        |r| text(&r.target);
    target_chosen: Smallest "by-user, by-file or best-fit" in ["by-user, by-file or best-fit"] from "how the target was found"
        |r| text(r.chosen.word());
    verdict: Largest by hope_of_verdict "what to do: the likeliest word" in ["convert, convert-in-phases, bridge, keep-mining or insufficient-data"] from "gates, dates and MW in each draw; `rackready explain verdict`"
        |r| text(r.verdict.word());
    verdict_chance: Largest "chance of the verdict, 0 to 1; converting at once and in phases count together" in Share from DRAWS
        chance_of_verdict;
    converting_chance: Largest "chance of converting, at once or in phases, 0 to 1" in Share from DRAWS
        |r| Cell::Number(r.chance.converting()) => "chance of converting" "%" 100.0;
    final: Largest "whether no missing answer can change the verdict" in YesNo from "gates and dated obstacles, each settled at its worst and best, and all draws with the same word"
        |r| flag(r.is_final);
    score: Largest "convertibility, mean, 0 to 100" in Points from SCORES
        |r| Cell::Number(r.score.spread.mean) => "score" "";
    score_worst: Largest of Ends "whatever the unknowns hold, at worst; empty where nobody asked for ends" |r| end(r.score.worst) => "score, worst" "";
    score_p10: Largest "one draw in ten lies below" |r| Cell::Number(r.score.spread.p10) => "score, P10" "";
    score_p90: Largest "one draw in ten lies above" |r| Cell::Number(r.score.spread.p90) => "score, P90" "";
    score_best: Largest of Ends "whatever the unknowns hold, at best; empty where nobody asked for ends" |r| end(r.score.best) => "score, best" "";
    empty_score: Largest "what an empty file scores for the same target, mean" in Points from "the same checklist and target with no fact known"
        |r| Cell::Number(r.empty.spread.mean);
    readiness: Largest "readiness today, mean, 0 to 100" in Points from "the checklist: weight × attainment of each row as the site stands"
        |r| Cell::Number(r.readiness.spread.mean) => "readiness" "";
    readiness_worst: Largest of Ends "whatever the unknowns hold, at worst; empty where nobody asked for ends" |r| end(r.readiness.worst);
    readiness_p10: Largest "one draw in ten lies below" |r| Cell::Number(r.readiness.spread.p10);
    readiness_p90: Largest "one draw in ten lies above" |r| Cell::Number(r.readiness.spread.p90);
    readiness_best: Largest of Ends "whatever the unknowns hold, at best; empty where nobody asked for ends" |r| end(r.readiness.best);
    confidence: Largest "share of what convertibility weighs that is known, 0 to 1" in Share from "the weights of rows whose facts are known"
        |r| Cell::Number(r.confidence) => "confidence" "%" 100.0;
    list: Smallest "list of the ranking that the site stands in: ranked, or ask-first where the share known is below `--known`" in ["ranked or ask-first"] from "`confidence` and `--known`"
        |r| text(r.listing().word());
    near_line: Smallest "whether the share known is within two points, 0.02, of `--known`, so that one answer may change the list" in YesNo from "`confidence` and `--known`"
        |r| flag(r.is_near_line());
    known_facts: Largest "number of facts that the file states" in Count from "the file"
        |r| count(r.known_facts);
    route: Smallest "better route" in ["in-place or new-hall"] from "the route that scores higher in the median draw"
        |r| text(r.route.word());
    share: Largest "share of the draws that carry the tenant's least MW, 0 to 1; MW, costs and months are over those, and over all where none does" in Share from DRAWS
        |r| Cell::Number(r.share);
    today_mw: Largest "critical IT MW that stand ready today, P50" in Open from LIMITS
        |r| number(r.today_mw.spread.p50) => "today" "MW";
    today_mw_worst: Largest of Ends "whatever the unknowns hold, at worst; empty where nobody asked for ends" |r| end_mw(r, r.today_mw.worst);
    today_mw_p10: Largest "one draw in ten lies below" |r| number(r.today_mw.spread.p10);
    today_mw_p90: Largest "one draw in ten lies above" |r| number(r.today_mw.spread.p90);
    today_mw_best: Largest of Ends "whatever the unknowns hold, at best; `inf` where nothing bounds it, empty where nobody asked for ends" |r| end_mw(r, r.today_mw.best);
    planned_mw: Largest "critical IT MW after the plan of the better route, P50" in Open from "today's limits after each work of the plan, none above the ceiling"
        |r| number(r.planned_mw.spread.p50) => "planned" "MW";
    planned_mw_worst: Largest of Ends "whatever the unknowns hold, at worst; empty where nobody asked for ends" |r| end_mw(r, r.planned_mw.worst);
    planned_mw_p10: Largest "one draw in ten lies below" |r| number(r.planned_mw.spread.p10);
    planned_mw_p90: Largest "one draw in ten lies above" |r| number(r.planned_mw.spread.p90);
    planned_mw_best: Largest of Ends "whatever the unknowns hold, at best; `inf` where nothing bounds it, empty where nobody asked for ends" |r| end_mw(r, r.planned_mw.best);
    ceiling_mw: Largest "critical IT MW that firm grid power and land allow, P50" in Open from "firm grid power, its peak cooling load taken off, and land"
        |r| number(r.ceiling_mw.spread.p50) => "ceiling" "MW";
    ceiling_mw_worst: Largest of Ends "whatever the unknowns hold, at worst; empty where nobody asked for ends" |r| end_mw(r, r.ceiling_mw.worst);
    ceiling_mw_p10: Largest "one draw in ten lies below" |r| number(r.ceiling_mw.spread.p10);
    ceiling_mw_p90: Largest "one draw in ten lies above" |r| number(r.ceiling_mw.spread.p90);
    ceiling_mw_best: Largest of Ends "whatever the unknowns hold, at best; `inf` where nothing bounds it, empty where nobody asked for ends" |r| end_mw(r, r.ceiling_mw.best);
    binding_today: Smallest "limits that hold today's MW down" in "names of limits, with blanks between" from LIMITS
        |r| text(&r.binding_today);
    binding_ceiling: Smallest "limits that hold the ceiling down" in "names of limits, with blanks between" from "the lower of firm grid power and land"
        |r| text(&r.binding_ceiling);
    gates_failed: Smallest "gates that fail" in "ids of requirements, with blanks between" from "gates that fail even at their best"
        |r| text(&r.gates_failed);
    gates_open: Smallest "gates that a missing fact decides" in "ids of requirements, with blanks between" from "gates that pass at their best and fail at their worst"
        |r| text(&r.gates_open);
    contradictions: Smallest "number of contradictions in the file" in Count from "facts of the file that exclude each other; `rackready list rules` has all that are looked for"
        |r| count(r.contradictions);
    ask_first: Smallest of Ends "facts of the answer that is worth most" in "paths of facts, with blanks between" from SWEEP
        |r| answered(r, |answer| Cell::Text(answer.facts.join(" ").into()));
    ask_whom: Smallest of Ends "whom to ask for it" in ["operator, utility, carrier, contractor, landlord or authority"] from SWEEP
        |r| answered(r, |answer| text(answer.whom.word()));
    ask_mw: Largest of Ends "critical IT MW that convert with the good answer less those with the bad one, in the median draw; none where the verdict is bridge or keep-mining" in Open from SWEEP
        |r| worth(r, |worth| worth.mw);
    ask_points: Largest of Ends "points of convertibility that the good answer brings over the bad one, in the median draw" in Open from SWEEP
        |r| worth(r, |worth| worth.points);
    cost_musd: Smallest "what the owner pays for the plan, M$, P50" in Open from COST
        |r| at(Some(r.cost), P50) => "cost" "M$";
    cost_musd_p10: Smallest "one draw in ten lies below" |r| at(Some(r.cost), P10);
    cost_musd_p90: Smallest "one draw in ten lies above" |r| at(Some(r.cost), P90);
    cost_per_mw_musd: Smallest "what the owner pays for each planned MW, M$, P50" in Open from "cost ÷ planned MW in each draw; empty where no MW are planned"
        |r| at(r.cost_per_mw, P50) => "cost per MW" "M$/MW";
    cost_per_mw_musd_p10: Smallest "one draw in ten lies below" |r| at(r.cost_per_mw, P10);
    cost_per_mw_musd_p90: Smallest "one draw in ten lies above" |r| at(r.cost_per_mw, P90);
    first_mw_months: Smallest "months from the start of the plan to the first MW, P50" in Open from SCHEDULE
        |r| at(r.first_mw_months, P50) => "first MW" "months";
    first_mw_months_p10: Smallest "one draw in ten lies below" |r| at(r.first_mw_months, P10);
    first_mw_months_p90: Smallest "one draw in ten lies above" |r| at(r.first_mw_months, P90);
    full_months: Smallest "months from the start of the plan to all MW, P50" in Open from SCHEDULE
        |r| at(r.full_months, P50) => "all MW" "months";
    full_months_p10: Smallest "one draw in ten lies below" |r| at(r.full_months, P10);
    full_months_p90: Smallest "one draw in ten lies above" |r| at(r.full_months, P90);
    best_way: Smallest "way of using the connection that is worth most in the mean; empty where money was left out, or nothing can be done" in ["mine, lease, cloud, hybrid, bridge or sale"] from MONEY
        |r| r.money.and_then(|money| money.best).map_or(Cell::Unknown, |best| text(best.word()));
    npv_musd: Largest "what that way is worth, M$, mean" in Any from MONEY
        |r| best(r, |money| money.npv_musd) => "NPV" "M$";
    npv_per_grid_mw_musd: Largest "what that way is worth for each MW of the connection, M$, mean" in Any from MONEY
        |r| best(r, |money| money.npv_per_grid_mw_musd) => "NPV a grid MW" "M$";
    converting_by_money: Largest "share of the draws in which a lease, a cloud or a hybrid is worth most, 0 to 1" in Share from MONEY
        |r| r.money.map_or(Cell::Unknown, |money| Cell::Number(money.converting)) => "money converts" "%" 100.0;
    verdict_with_money: Largest by hope_of_money "the less hopeful of the verdict and of what money says" in ["convert, convert-in-phases, bridge or keep-mining"] from "`verdict` and `best_way`"
        |r| r.money.map_or(Cell::Unknown, |money| text(money.word.word()));
    set: Smallest "what stands in place of what the file says" in "path=value, parted by `; `" from "`--set`"
        |r| set(r);
}

/// What a ranking is sorted by when nobody says; without such a column nothing compiles.
pub(super) const SCORE: Field = {
    let mut at = 0;
    while !matches!(FIELDS[at].name.as_bytes(), b"score") {
        at += 1;
    }
    FIELDS[at]
};

impl Field {
    /// What it holds; the end of a range is a number.
    #[must_use]
    pub fn kind(&self) -> Kind {
        let range = self.origin.map(|origin| origin.range);
        range.map_or(Kind::Number, Range::kind)
    }

    /// The value of a row in this column.
    #[must_use]
    pub fn of<'r>(&self, row: &'r Row) -> Cell<'r> {
        (self.value)(row)
    }
}

/// What has to be worked out for all of these columns.
pub(crate) fn detail_of(fields: impl Iterator<Item = Field>) -> Detail {
    let details = fields.map(|field| field.detail);
    details.max().unwrap_or(Detail::Draws)
}

fn all_columns() -> String {
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    format!("columns that can: {}", names.join(", "))
}

/// A column that does not exist, or a text that is no condition or order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FieldError(pub(super) String);

impl FromStr for Field {
    type Err = FieldError;

    fn from_str(name: &str) -> Result<Self, FieldError> {
        // Nobody minds the case of a column.
        let found = FIELDS
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name));
        found.copied().ok_or_else(|| {
            if OF_RANKING.iter().any(|of| of.name == name) {
                return FieldError(format!(
                    "`{name}` follows from the finished ranking and can be neither sorted by nor asked for; {}",
                    all_columns()
                ));
            }
            let near = nearest(name, FIELDS.iter().map(|field| field.name));
            let help = near.map_or_else(all_columns, |near| format!("did you mean `{near}`?"));
            FieldError(format!("no column is called `{name}`; {help}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::row::tests::row;
    use crate::verdict::Chances;

    #[test]
    fn a_column_holds_what_its_kind_says() {
        for field in FIELDS {
            let holds = match field.of(&row("a", 50.0, 10.0)) {
                Cell::Unknown => continue,
                said if said.as_flag().is_some() => Kind::Flag,
                Cell::Text(_) => Kind::Text,
                Cell::Number(_) if field.kind() == Kind::Whole => Kind::Whole,
                Cell::Number(_) => Kind::Number,
            };
            assert_eq!(field.kind(), holds, "{field:?}");
        }
    }

    #[test]
    fn names_are_unique() {
        for (at, field) in FIELDS.iter().enumerate() {
            assert!(
                FIELDS[..at].iter().all(|earlier| earlier != field),
                "{field:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_sorted_by_is_told() {
        for name in OF_RANKING.map(|of| of.name) {
            let told = name.parse::<Field>().unwrap_err().to_string();
            assert!(told.contains("follows from the finished ranking"), "{told}");
            assert!(told.contains("columns that can: id, name, "), "{told}");
        }
    }

    #[test]
    fn what_differs_from_draw_to_draw_has_its_tenths_beside() {
        let name = |name: String| FIELDS.iter().any(|field| field.name == name);
        for field in FIELDS.iter().filter(|field| field.origin.is_some()) {
            let bounded = matches!(field.name, "score" | "readiness")
                || field.name.ends_with("_mw") && field.detail == Detail::Draws;
            // Of money a ranking keeps the means alone, which add up.
            let costs = (field.name.ends_with("_musd") || field.name.ends_with("_months"))
                && !field.name.starts_with("npv_");
            for (end, there) in [
                ("p10", bounded || costs),
                ("p90", bounded || costs),
                ("worst", bounded),
                ("best", bounded),
            ] {
                assert_eq!(
                    name(format!("{}_{end}", field.name)),
                    there,
                    "{field:?} {end}"
                );
            }
        }
    }

    #[test]
    fn ends_are_what_costs_more_than_the_draws() {
        for field in FIELDS {
            let ends = ["_worst", "_best"].iter().any(|e| field.name.ends_with(e));
            let asked = field.name.starts_with("ask_");
            assert_eq!(field.detail == Detail::Ends, ends || asked, "{field:?}");
        }
    }

    #[test]
    fn the_best_answer_fills_its_columns() {
        let mut site = row("a", 60.0, 100.0);
        let of = |name: &str, site: &Row| match name.parse::<Field>().unwrap().of(site) {
            Cell::Unknown => String::new(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.into_owned(),
        };
        let columns = ["ask_first", "ask_whom", "ask_mw", "ask_points"];
        assert_eq!(columns.map(|name| of(name, &site)), [""; 4]);
        site.best_answer = Some(BestAnswer {
            whom: crate::checklist::Whom::Utility,
            question: "How firm?".to_owned(),
            facts: vec!["power.firmness".to_owned(), "power.firming_mw".to_owned()],
            mw: 120.0,
            points: 9.5,
        });
        assert_eq!(
            columns.map(|name| of(name, &site)),
            ["power.firmness power.firming_mw", "utility", "120", "9.5"]
        );
    }

    #[test]
    fn a_number_is_that_of_its_name() {
        let mut site = row("a", 60.0, 100.0);
        site.planned_mw.spread = Spread {
            p10: 1.0,
            p50: 2.0,
            p90: 3.0,
            mean: 9.0,
        };
        (site.planned_mw.worst, site.planned_mw.best) = (Some(0.0), None);
        site.first_mw_months = Some(Spread {
            p10: 12.0,
            p50: 24.0,
            p90: f64::INFINITY,
            mean: f64::INFINITY,
        });
        site.chance = Chances {
            convert: 0.3,
            convert_in_phases: 0.2,
            bridge: 0.4,
            keep_mining: 0.1,
        };
        let of = |name: &str| name.parse::<Field>().unwrap().of(&site);
        for (name, number) in [
            ("planned_mw", 2.0),
            ("planned_mw_worst", 0.0),
            ("planned_mw_p10", 1.0),
            ("planned_mw_p90", 3.0),
            ("first_mw_months", 24.0),
            ("first_mw_months_p10", 12.0),
            ("verdict_chance", 0.5),
            ("converting_chance", 0.5),
        ] {
            assert_eq!(of(name), Cell::Number(number), "{name}");
        }
        // What never comes is no number; what nothing bounds is above any, unless nobody asked for ends.
        assert_eq!(
            (of("first_mw_months_p90"), of("planned_mw_best")),
            (Cell::Unknown, Cell::Number(f64::INFINITY))
        );
        assert_eq!(of("final"), Cell::Text("yes".into()));
        site.verdict = Word::InsufficientData;
        assert_eq!(
            "verdict_chance".parse::<Field>().unwrap().of(&site),
            Cell::Unknown
        );
    }
}
