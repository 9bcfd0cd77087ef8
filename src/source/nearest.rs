//! The name that was probably meant.

/// The name nearest to `word`, when one is near enough to be worth proposing.
///
/// Case does not count, nor which of hyphen, blank and underscore separates; a name that has a part more
/// or less (`approved`, `approved_mw`) is nearer than one with other letters.
#[must_use]
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = plain(word);
    if word.is_empty() {
        return None;
    }
    names
        .into_iter()
        .filter_map(|name| distance(&word, &plain(name)).map(|d| (d, name)))
        .min_by_key(|&(distance, name)| (distance, name.len()))
        .map(|(_, name)| name)
}

/// How far a name is from a word, unless it is too far.
fn distance(word: &str, name: &str) -> Option<usize> {
    if word == name {
        return Some(0);
    }
    let (short, long) = if word.len() < name.len() {
        (word, name)
    } else {
        (name, word)
    };
    let holds = |part| long.split('_').any(|other| other == part);
    if short.len() > 2 && short.split('_').all(holds) {
        return Some(1);
    }
    // A third of the letters may differ, so that `mw` never proposes `kw` but `volage` finds `voltage`.
    let allowed = word.chars().count().max(name.chars().count()) / 3;
    let edits = strsim::damerau_levenshtein(word, name);
    (edits <= allowed).then_some(edits + 1)
}

/// A word without case and with one kind of separator; what cannot be seen is left out.
fn plain(word: &str) -> String {
    // Longer words are no typing errors, and the distance costs the product of the lengths.
    let separate = |c: char| {
        if c == '-' || c.is_whitespace() {
            '_'
        } else {
            c
        }
    };
    let visible = word.trim().chars().take(64);
    visible.map(separate).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed_and_a_far_one_is_not() {
        let names = [
            "energized_mw",
            "approved_mw",
            "approved_on",
            "voltage_kv",
            "feeds",
            "mw",
        ];
        let near = |word| nearest(word, names);
        assert_eq!(near("aproved_mw"), Some("approved_mw"));
        assert_eq!(near("Approved-MW"), Some("approved_mw"));
        assert_eq!(near("approved"), Some("approved_mw"));
        assert_eq!(near("volage_kv"), Some("voltage_kv"));
        assert_eq!(near("feed"), Some("feeds"));
        assert_eq!(near("feeds\u{a0}"), Some("feeds"));
        assert_eq!(
            nearest("on grid", ["grid", "behind-the-meter", "off-grid"]),
            Some("grid")
        );
        assert_eq!(near("kw"), None);
        assert_eq!(near("transformers"), None);
        assert_eq!(near(""), None);
        assert_eq!(near(&"x".repeat(1 << 20)), None);
    }
}
