//! Amounts in the rows of a record, of which there are hundreds: one number where all draws agree, else four in a list.
//! The module itself is what `#[serde(with)]` takes of an amount, those below of what is made of amounts.

pub(super) mod list;
pub(super) mod optional;
pub(super) mod six;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::quantity::{Amount, Rounded};

/// An amount in the rows of a record: one number where all draws agree, else P10, P50, P90 and mean in this order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ShortAmount {
    /// The same in all draws.
    Same(Rounded),
    /// P10, P50, P90, mean.
    Spread([Rounded; 4]),
}

impl From<Amount> for ShortAmount {
    fn from(amount: Amount) -> Self {
        let Amount {
            p10,
            p50,
            p90,
            mean,
        } = amount;
        if [p50, p90, mean] == [p10; 3] {
            Self::Same(p10)
        } else {
            Self::Spread([p10, p50, p90, mean])
        }
    }
}

impl From<ShortAmount> for Amount {
    fn from(short: ShortAmount) -> Self {
        let [p10, p50, p90, mean] = match short {
            ShortAmount::Same(value) => [value; 4],
            ShortAmount::Spread(parts) => parts,
        };
        Self {
            p10,
            p50,
            p90,
            mean,
        }
    }
}

pub(super) fn serialize<S: Serializer>(amount: &Amount, to: S) -> Result<S::Ok, S::Error> {
    ShortAmount::from(*amount).serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Amount, D::Error> {
    ShortAmount::deserialize(from).map(Amount::from)
}
