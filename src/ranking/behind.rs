//! Columns behind those of a row: what only a finished ranking knows of it, and what decided its numbers.

use crate::assess::Method;

/// What a finished ranking knows of a row.
#[derive(Debug, Clone, Copy)]
pub struct Ranked<'a> {
    /// Position, from 1.
    pub rank: usize,
    /// Probability to be among the best k.
    pub among_best: f64,
    /// Id of a site that dominates it.
    pub dominated_by: Option<&'a str>,
}

/// What a column holds where columns have types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Yes or no.
    Flag,
    /// A whole number.
    Whole,
    /// A number.
    Number,
}

/// A value in a column behind those of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A text, which may be empty.
    Text(&'a str),
    /// A whole number: a seed has more digits than a double.
    Whole(u64),
    /// A number in the unit that the name of the column ends with.
    Number(f64),
}

/// A column behind those of a row.
#[derive(Debug, Clone, Copy)]
pub struct Behind<V> {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What its value is read from; none where there is no value.
    pub value: V,
}

/// Reads what a finished ranking knows.
pub type OfRanked = for<'a> fn(Ranked<'a>) -> Option<Value<'a>>;

/// Reads what decided the numbers.
pub type OfMethod = for<'a> fn(&'a Method) -> Option<Value<'a>>;

/// Columns that only a finished ranking fills.
pub const OF_RANKING: [Behind<OfRanked>; 3] = [
    Behind {
        name: "rank",
        kind: Kind::Whole,
        value: |ranked| Some(Value::Whole(ranked.rank as u64)),
    },
    Behind {
        name: "among_best",
        kind: Kind::Number,
        value: |ranked| Some(Value::Number(ranked.among_best)),
    },
    Behind {
        name: "dominated_by",
        kind: Kind::Text,
        value: |ranked| ranked.dominated_by.map(Value::Text),
    },
];

/// Columns of what decided the numbers.
pub const OF_METHOD: [Behind<OfMethod>; 7] = [
    Behind {
        name: "checklist",
        kind: Kind::Text,
        value: |method| Some(Value::Text(&method.checklist)),
    },
    Behind {
        name: "prices",
        kind: Kind::Text,
        value: |method| Some(Value::Text(&method.prices)),
    },
    Behind {
        name: "market_version",
        kind: Kind::Text,
        value: |method| method.market.as_deref().map(Value::Text),
    },
    Behind {
        name: "rackready",
        kind: Kind::Text,
        value: |method| Some(Value::Text(&method.rackready)),
    },
    Behind {
        name: "typical",
        kind: Kind::Text,
        value: |method| Some(Value::Text(&method.typical)),
    },
    Behind {
        name: "draws",
        kind: Kind::Whole,
        value: |method| Some(Value::Whole(method.draws as u64)),
    },
    Behind {
        name: "seed",
        kind: Kind::Whole,
        value: |method| Some(Value::Whole(method.seed)),
    },
];

/// Every column behind those of a row, in order: its name and what it holds.
pub fn columns() -> impl Iterator<Item = (&'static str, Kind)> {
    let of_ranking = OF_RANKING.map(|column| (column.name, column.kind));
    let of_method = OF_METHOD.map(|column| (column.name, column.kind));
    of_ranking.into_iter().chain(of_method)
}

/// The values of a row in these columns; without a finished ranking, none that it knows.
pub fn values<'a>(
    ranked: Option<Ranked<'a>>,
    method: &'a Method,
) -> impl Iterator<Item = Option<Value<'a>>> {
    let of_ranking = OF_RANKING.map(|column| ranked.and_then(column.value));
    let of_method = OF_METHOD.map(|column| (column.value)(method));
    of_ranking.into_iter().chain(of_method)
}
