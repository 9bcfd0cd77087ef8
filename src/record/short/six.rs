//! Six numbers of a row as one list.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::record::quantity::{Points, Rounded};

/// Worst, P10, P50, P90, best, mean; null where nothing bounds worst or best.
pub(in crate::record) type Six = (
    Option<Rounded>,
    Rounded,
    Rounded,
    Rounded,
    Option<Rounded>,
    Rounded,
);

pub(in crate::record) fn serialize<S: Serializer>(
    points: &Points,
    to: S,
) -> Result<S::Ok, S::Error> {
    let Points {
        worst,
        p10,
        p50,
        p90,
        best,
        mean,
    } = *points;
    (worst, p10, p50, p90, best, mean).serialize(to)
}

pub(in crate::record) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Points, D::Error> {
    let (worst, p10, p50, p90, best, mean) = Six::deserialize(from)?;
    Ok(Points {
        worst,
        p10,
        p50,
        p90,
        best,
        mean,
    })
}
