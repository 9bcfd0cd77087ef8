//! An amount where there may be none.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ShortAmount;
use crate::record::quantity::Amount;

pub(in crate::record) fn serialize<S: Serializer>(
    amount: &Option<Amount>,
    to: S,
) -> Result<S::Ok, S::Error> {
    amount.map(ShortAmount::from).serialize(to)
}

pub(in crate::record) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Amount>, D::Error> {
    let short = Option::<ShortAmount>::deserialize(from)?;
    Ok(short.map(Amount::from))
}
