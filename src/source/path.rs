//! Dotted paths of facts.

use std::fmt;

/// One step of a dotted path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Under a key.
    Key(&'a str),
    /// To an item of a list, from 0.
    Item(usize),
}

/// The steps of a dotted path such as `substation.transformers[0].mva`.
pub fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    let parts = path.split(['.', '[']).filter(|part| !part.is_empty());
    parts.map(|part| {
        let index = part
            .strip_suffix(']')
            .and_then(|digits| digits.parse().ok());
        index.map_or(Step::Key(part), Step::Item)
    })
}

/// The JSON pointer (RFC 6901) of a dotted path, made while it is written.
#[derive(Debug, Clone, Copy)]
pub struct Pointer<'a>(pub &'a str);

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        steps(self.0).try_for_each(|step| match step {
            Step::Key(key) => write!(f, "/{key}"),
            Step::Item(index) => write!(f, "/{index}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_pointer() {
        assert_eq!(
            Pointer("power.expansion[1].mw").to_string(),
            "/power/expansion/1/mw"
        );
        assert_eq!(Pointer("").to_string(), "");
    }
}
