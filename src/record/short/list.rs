//! A list of amounts.

use serde::{Deserialize, Deserializer, Serializer};

use super::ShortAmount;
use crate::record::quantity::Amount;

pub(in crate::record) fn serialize<S: Serializer>(
    amounts: &[Amount],
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_seq(amounts.iter().map(|amount| ShortAmount::from(*amount)))
}

pub(in crate::record) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<Amount>, D::Error> {
    let short = Vec::<ShortAmount>::deserialize(from)?;
    Ok(short.into_iter().map(Amount::from).collect())
}
