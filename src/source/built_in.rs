//! Data that ships with the program: written as YAML, turned to JSON when the program is built.

use serde::de::DeserializeOwned;

/// Reads data that ships with the program; tests read every one of them.
///
/// # Panics
/// When the text does not fit the type: the program itself is broken then.
pub(crate) fn built_in<T: DeserializeOwned>(json: &str) -> T {
    match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => unreachable!("built-in data are broken: {error}"),
    }
}
