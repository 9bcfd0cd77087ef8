//! Texts as sentences.

/// A text as a sentence, with a full stop unless it has an end.
pub(in crate::report) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The same with a capital at the beginning.
pub(in crate::report) fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(rest).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_once() {
        assert_eq!(sentence("so it is"), "so it is.");
        assert_eq!(sentence("is it? "), "is it?");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn a_capital_may_be_several_letters() {
        assert_eq!(capitalized("über"), "Über");
        assert_eq!(capitalized("ßa"), "SSa");
        assert_eq!(capitalized(""), "");
    }
}
