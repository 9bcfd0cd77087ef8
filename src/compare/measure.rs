//! The numbers of a site that are compared.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::estimate::rounded;
use crate::ranking::field::{Cell, FIELDS, Field};
use crate::record::Row;

/// A number of a site, called as its column in the CSV.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    /// Its column.
    pub id: &'static str,
    /// How people call it.
    pub label: &'static str,
    /// Its unit, empty for points.
    pub unit: &'static str,
    times: f64,
    field: &'static Field,
}

impl Measure {
    fn of_field(field: &'static Field) -> Option<Self> {
        let compared = field.compared?;
        Some(Self {
            id: field.name,
            label: compared.label,
            unit: compared.unit,
            times: compared.times,
            field,
        })
    }

    /// Its value at a site as a report shows it, so that whatever looks the same is the same; nothing where there is
    /// none, such as months to a first MW that never comes.
    #[must_use]
    pub(crate) fn of(&self, row: &Row) -> Option<f64> {
        match self.field.of(row) {
            Cell::Number(number) if number.is_finite() => Some(rounded(self.times * number)),
            Cell::Number(_) | Cell::Text(_) | Cell::Unknown => None,
        }
    }
}

/// Every number that is compared, in the order of the columns.
fn measures() -> impl Iterator<Item = Measure> {
    FIELDS.iter().filter_map(Measure::of_field)
}

/// The measure of an id.
#[must_use]
pub(crate) fn measure(id: &str) -> Option<Measure> {
    measures().find(|measure| measure.id == id)
}

/// A number that changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// The column of the CSV that it is; confidence is in percent here.
    pub measure: &'static str,
    /// In the base; null where there was none.
    #[serde(serialize_with = "round_some")]
    pub base: Option<f64>,
    /// In the head; null where there is none.
    #[serde(serialize_with = "round_some")]
    pub head: Option<f64>,
    /// Head less base; null where one is missing.
    #[serde(serialize_with = "round_some")]
    pub delta: Option<f64>,
}

/// What something adds to a number.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Effect {
    /// The column of the CSV that it is.
    pub measure: &'static str,
    /// What it adds; null where the number comes or goes.
    #[serde(serialize_with = "round_some")]
    pub delta: Option<f64>,
}

/// Numbers that differ between two rows as they are shown.
#[must_use]
pub(crate) fn changes(base: &Row, head: &Row) -> Vec<Change> {
    let all = measures().map(|measure| {
        let (base, head) = (measure.of(base), measure.of(head));
        Change {
            measure: measure.id,
            base,
            head,
            delta: base.zip(head).map(|(base, head)| head - base),
        }
    });
    all.filter(|c| c.base.is_some() != c.head.is_some() || moved(c.delta))
        .collect()
}

/// What lies between two rows, as effects.
#[must_use]
pub(crate) fn effects(before: &Row, after: &Row) -> Vec<Effect> {
    let changes = changes(before, after).into_iter();
    changes
        .map(|change| Effect {
            measure: change.measure,
            delta: change.delta,
        })
        .collect()
}

/// What a whole adds beyond its parts; nothing of numbers that come or go.
#[must_use]
pub(crate) fn remainder<'e>(
    whole: &[Effect],
    parts: impl Iterator<Item = &'e [Effect]>,
) -> Vec<Effect> {
    let parts: Vec<&[Effect]> = parts.collect();
    let found = |effects: &[Effect], id: &str| match effects.iter().find(|e| e.measure == id) {
        Some(effect) => effect.delta,
        None => Some(0.0),
    };
    let rest = |measure: Measure| {
        let mut rest = found(whole, measure.id)?;
        for part in &parts {
            rest -= found(part, measure.id)?;
        }
        moved(Some(rest)).then_some(Effect {
            measure: measure.id,
            delta: Some(rest),
        })
    };
    measures().filter_map(rest).collect()
}

/// Whether a difference is more than rounding.
fn moved(delta: Option<f64>) -> bool {
    delta.is_some_and(|delta| rounded(delta) != 0.0)
}

pub(super) fn round<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(rounded(*value))
}

fn round_some<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(rounded).serialize(serializer)
}
