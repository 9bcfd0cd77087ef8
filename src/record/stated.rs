//! Facts of a site that were asked for, as a row keeps them.

use serde::{Deserialize, Serialize};

use crate::site::Site;
use crate::site::hold::{Held, Hold};

/// A fact that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatedFact {
    /// Its dotted path.
    pub path: String,
    /// What the file states; `None` where it is unknown.
    pub value: Option<FactValue>,
}

/// What a file states of a fact: of a range the likely value, of a list how many entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// A number in the unit of the fact.
    Number(f64),
    /// A word, a text, a date, yes or no.
    Text(String),
}

impl StatedFact {
    /// The fact of a site at a path.
    #[must_use]
    pub fn of(site: &Site, path: &str) -> Self {
        let text = |text: &str| FactValue::Text(text.to_owned());
        let value = site.held(path).and_then(|held| {
            Some(match held {
                Held::Number([_, likely, _]) => FactValue::Number(likely),
                #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
                Held::List(length) => FactValue::Number(length as f64),
                Held::Word(word) | Held::Text(word) => text(word),
                Held::Flag(flag) => text(if flag { "yes" } else { "no" }),
                Held::Date(date) => text(&date.to_string()),
                Held::Entry => return None,
            })
        });
        Self {
            path: path.to_owned(),
            value,
        }
    }
}
