//! The columns of a ranking: what can be written, sorted by and asked for. One list serves all three.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::estimate::{Bounds, Estimate};
use crate::record::Row;
use crate::source::nearest::nearest;
use crate::units::Musd;

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

/// Which way a column is sorted when nobody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
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
    first: First,
    value: fn(&Row) -> Cell,
    /// How a comparison of two states shows it; none where it is not compared.
    pub compared: Option<Compared>,
}

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
    /// A score.
    Points,
    /// A part of a whole.
    Share,
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
            Self::Open => "0 or more",
            Self::Points => "0 to 100",
            Self::Share => "0 to 1",
            Self::Of(words) => words,
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

fn known(known: Option<&String>) -> Cell<'_> {
    known.map_or(Cell::Unknown, |known| text(known))
}

#[expect(clippy::cast_precision_loss, reason = "lines and facts are few")]
fn count<'a>(n: usize) -> Cell<'a> {
    Cell::Number(n as f64)
}

fn number<'a>(value: Option<f64>) -> Cell<'a> {
    value.map_or(Cell::Unknown, Cell::Number)
}

fn high<'a>(bounds: Bounds) -> Cell<'a> {
    number(bounds.high)
}

fn cost<'a>(cost: Option<Estimate<Musd>>, end: fn(Estimate<Musd>) -> f64) -> Cell<'a> {
    number(cost.map(end))
}

/// Where costs of a plan come from.
pub const COST: &str = "the lines of the price list for the works of the plan, soft costs on top";
const LIMITS: &str = "the least of the limits on the better route, each from facts of the file";
const SCORES: &str =
    "the checklist: weight × attainment of each row, without the share that money readily buys";

/// One column in an entry: name, which end comes first, meaning; range and origin, but for the end of a range; value;
/// then, where it is compared, label, unit and how many of that unit one of the column is.
macro_rules! fields {
    (@origin) => { None };
    (@origin $range:ident $from:tt) => { Some(Origin { range: Range::$range, from: $from }) };
    (@origin $range:literal $from:tt) => { Some(Origin { range: Range::Of($range), from: $from }) };
    (@compared) => { None };
    (@compared $label:literal $unit:literal) => { fields!(@compared $label $unit 1.0) };
    (@compared $label:literal $unit:literal $times:literal) => {
        Some(Compared { label: $label, unit: $unit, times: $times })
    };
    ($($name:ident: $first:ident $doc:literal $(in $range:tt from $from:tt)? $value:expr $(=> $label:literal $unit:literal $($times:literal)?)?;)*) => {
        /// Every column, in the order of the CSV.
        pub const FIELDS: &[Field] = &[$(Field {
            name: stringify!($name),
            doc: $doc,
            origin: fields!(@origin $($range $from)?),
            first: First::$first,
            value: $value,
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
    line: Smallest "line at which the site begins" in "1 or more" from "the file"
        |r| count(r.name.line);
    target: Smallest "hardware/tenant/workload" in "see `rackready list targets`" from "`--target`, else the file, else the best fit"
        |r| text(&r.target);
    target_chosen: Smallest "by-user, by-file or best-fit" in "by-user, by-file or best-fit" from "how the target was found"
        |r| text(r.chosen.word());
    verdict: Largest "what to do" in "convert, convert-in-phases, bridge, keep-mining or insufficient-data" from "gates, dates and MW; `rackready explain verdict`"
        |r| text(r.verdict.word());
    provisional: Smallest "whether a missing answer can change the verdict" in YesNo from "gates that are open, and facts on which the verdict hangs"
        |r| text(if r.provisional { "yes" } else { "no" });
    score: Largest "convertibility, expected, 0 to 100" in Points from SCORES
        |r| Cell::Number(r.score.expected) => "score" "";
    score_worst: Largest "with every unknown at its worst" |r| Cell::Number(r.score.worst) => "score, worst" "";
    score_p10: Largest "one chance in ten that it is lower" |r| Cell::Number(r.score.p10) => "score, P10" "";
    score_p90: Largest "one chance in ten that it is higher" |r| Cell::Number(r.score.p90) => "score, P90" "";
    score_best: Largest "with every unknown at its best" |r| Cell::Number(r.score.best) => "score, best" "";
    empty_score: Largest "what an empty file scores for the same target" in Points from "the same checklist and target with no fact known"
        |r| Cell::Number(r.empty.expected);
    readiness: Largest "readiness today, expected, 0 to 100" in Points from "the checklist: weight × attainment of each row as the site stands"
        |r| Cell::Number(r.readiness.expected) => "readiness" "";
    readiness_worst: Largest "with every unknown at its worst" |r| Cell::Number(r.readiness.worst);
    readiness_best: Largest "with every unknown at its best" |r| Cell::Number(r.readiness.best);
    confidence: Largest "share of what convertibility weighs that is known, 0 to 1" in Share from "the weights of rows whose facts are known"
        |r| Cell::Number(r.confidence) => "confidence" "%" 100.0;
    known_facts: Largest "number of facts that the file states" in Open from "the file"
        |r| count(r.known_facts);
    route: Smallest "better route" in "in-place or new-hall" from "the route that scores higher"
        |r| text(r.route.word());
    today_mw: Largest "critical IT MW that stand ready today, likely" in Open from LIMITS
        |r| Cell::Number(r.today_mw.likely) => "today" "MW";
    today_mw_low: Largest "low end" |r| Cell::Number(r.today_mw.low);
    today_mw_high: Largest "high end; unknown where nothing known limits it" |r| high(r.today_mw);
    planned_mw: Largest "critical IT MW after the plan of the better route, likely" in Open from "today's limits after each work of the plan, none above the ceiling"
        |r| Cell::Number(r.planned_mw.likely) => "planned" "MW";
    planned_mw_low: Largest "low end" |r| Cell::Number(r.planned_mw.low);
    planned_mw_high: Largest "high end; unknown where nothing known limits it" |r| high(r.planned_mw);
    ceiling_mw: Largest "critical IT MW that firm grid power and land allow, likely" in Open from "firm grid power, its peak cooling load taken off, and land"
        |r| Cell::Number(r.ceiling_mw.likely) => "ceiling" "MW";
    ceiling_mw_low: Largest "low end" |r| Cell::Number(r.ceiling_mw.low);
    ceiling_mw_high: Largest "high end; unknown where nothing known limits it" |r| high(r.ceiling_mw);
    binding_today: Smallest "limits that hold today's MW down" in "names of limits, with blanks between" from LIMITS
        |r| text(&r.binding_today);
    binding_ceiling: Smallest "limits that hold the ceiling down" in "names of limits, with blanks between" from "the lower of firm grid power and land"
        |r| text(&r.binding_ceiling);
    gates_failed: Smallest "gates that fail" in "ids of requirements, with blanks between" from "gates that fail even at their best"
        |r| text(&r.gates_failed);
    gates_open: Smallest "gates that a missing fact decides" in "ids of requirements, with blanks between" from "gates that pass at their best and fail at their worst"
        |r| text(&r.gates_open);
    contradictions: Smallest "number of contradictions in the file" in Open from "facts of the file that exclude each other; `rackready list rules` has all that are looked for"
        |r| count(r.contradictions);
    cost_musd: Smallest "what the owner pays for the plan, M$, likely" in Open from COST
        |r| Cell::Number(r.cost.likely()) => "cost" "M$";
    cost_musd_low: Smallest "low end" |r| Cell::Number(r.cost.low());
    cost_musd_high: Smallest "high end" |r| Cell::Number(r.cost.high());
    cost_per_mw_musd: Smallest "what the owner pays for each planned MW, M$, likely" in Open from "cost_musd ÷ planned_mw; empty where no MW are planned"
        |r| cost(r.cost_per_mw, Estimate::likely) => "cost per MW" "M$/MW";
    cost_per_mw_musd_low: Smallest "low end" |r| cost(r.cost_per_mw, Estimate::low);
    cost_per_mw_musd_high: Smallest "high end" |r| cost(r.cost_per_mw, Estimate::high);
    first_mw_months: Smallest "months from the start of the plan to the first MW" in Open from "the schedule of the plan at likely durations; empty where no MW are planned"
        |r| number(r.first_mw_months) => "first MW" "months";
    full_months: Smallest "months from the start of the plan to its end" in Open from "the schedule of the plan at likely durations; empty where no MW are planned"
        |r| number(r.full_months) => "all MW" "months";
}

impl Field {
    /// The value of a row in this column.
    #[must_use]
    pub fn of<'r>(&self, row: &'r Row) -> Cell<'r> {
        (self.value)(row)
    }

    /// Verdicts sort by how well a site fits, numbers by size, texts by letters; what is unknown comes last.
    fn compare(&self, a: &Row, b: &Row, first: First) -> Ordering {
        let turned = |order: Ordering| {
            if first == First::Largest {
                order.reverse()
            } else {
                order
            }
        };
        if self.name == "verdict" {
            return turned(
                (a.verdict.rank(), !a.provisional).cmp(&(b.verdict.rank(), !b.provisional)),
            );
        }
        match (self.of(a), self.of(b)) {
            (Cell::Number(a), Cell::Number(b)) => turned(a.total_cmp(&b)),
            (Cell::Text(a), Cell::Text(b)) => turned(a.cmp(&b)),
            (a, b) => (a == Cell::Unknown).cmp(&(b == Cell::Unknown)),
        }
    }
}

/// Columns that stand behind those of the row, as only a finished ranking knows them.
pub const OF_RANKING: [&str; 3] = ["rank", "among_best", "dominated_by"];

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
        let found = FIELDS.iter().find(|field| field.name == name);
        found.copied().ok_or_else(|| {
            if OF_RANKING.contains(&name) {
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

/// A column and a direction to sort by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    field: Field,
    first: First,
}

impl Order {
    /// The column.
    #[must_use]
    pub fn field(&self) -> Field {
        self.field
    }

    /// Whether the largest come first.
    #[must_use]
    pub fn is_descending(&self) -> bool {
        self.first == First::Largest
    }

    /// Sorts; rows that are equal in the column go by expected score, then by id, so that the order of the
    /// input never matters.
    pub fn sort(&self, rows: &mut [Row]) {
        rows.sort_by(|a, b| self.compare(a, b));
    }

    /// The order of two rows.
    #[must_use]
    pub fn compare(&self, a: &Row, b: &Row) -> Ordering {
        self.field
            .compare(a, b, self.first)
            .then_with(|| b.score.expected.total_cmp(&a.score.expected))
            .then_with(|| a.name.id.cmp(&b.name.id))
            .then_with(|| (&a.name.file, a.name.line).cmp(&(&b.name.file, b.name.line)))
    }
}

impl Default for Order {
    /// By expected score, the highest first.
    fn default() -> Self {
        let score = FIELDS.iter().find(|field| field.name == "score");
        Self {
            field: *score.unwrap_or(&FIELDS[0]),
            first: First::Largest,
        }
    }
}

impl FromStr for Order {
    type Err = FieldError;

    /// `FIELD`, `FIELD:asc` or `FIELD:desc`; without a direction the better end comes first.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let (name, direction) = text
            .split_once(':')
            .map_or((text, None), |(n, d)| (n, Some(d)));
        let field: Field = name.parse()?;
        let first = match direction {
            None => field.first,
            Some("asc") => First::Smallest,
            Some("desc") => First::Largest,
            Some(other) => {
                return Err(FieldError(format!(
                    "expected `asc` or `desc` behind `{name}:`, found `{other}`"
                )));
            }
        };
        Ok(Self { field, first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::site::tests::row;

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
        for name in OF_RANKING {
            let told = name.parse::<Field>().unwrap_err().to_string();
            assert!(told.contains("follows from the finished ranking"), "{told}");
            assert!(told.contains("columns that can: id, name, "), "{told}");
        }
        let order = |text: &str| text.parse::<Order>().unwrap_err().to_string();
        assert_eq!(
            order("score:up"),
            "expected `asc` or `desc` behind `score:`, found `up`"
        );
    }

    #[test]
    fn the_better_end_comes_first_and_the_unknown_last() {
        let mut rows = [
            row("a", 50.0, 10.0),
            row("b", 60.0, 0.0),
            row("c", 60.0, 20.0),
        ];
        rows[1].cost_per_mw = None;
        let order = |by: &str, rows: &mut [Row; 3]| {
            by.parse::<Order>().unwrap().sort(rows);
            rows.each_ref().map(|r| r.name.id.clone())
        };
        assert_eq!(order("score", &mut rows), ["b", "c", "a"]);
        assert_eq!(order("score:asc", &mut rows), ["a", "b", "c"]);
        assert_eq!(order("planned_mw", &mut rows), ["c", "a", "b"]);
        assert_eq!(order("cost_per_mw_musd", &mut rows)[2], "b");
        assert_eq!(order("cost_per_mw_musd:desc", &mut rows)[2], "b");
    }
}
