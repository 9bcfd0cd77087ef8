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

/// How far a name is from a word, unless it is too far or says the opposite.
fn distance(word: &str, name: &str) -> Option<usize> {
    if word == name {
        return Some(0);
    }
    let found = unlike(word, name)?;
    (!turns_round(word, name)).then_some(found)
}

/// How many letters a word is from a name, unless these are too many.
fn unlike(word: &str, name: &str) -> Option<usize> {
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

/// Words that say the opposite of what follows them.
const NOT: [&str; 6] = ["not", "non", "no", "never", "without", "nor"];

/// Beginnings of a word that turn it round.
const UN: [&str; 8] = ["non", "not", "un", "in", "im", "ir", "dis", "anti"];

/// Words that are opposites of each other.
const OPPOSITES: [(&str, &str); 16] = [
    ("on", "off"),
    ("in", "out"),
    ("inside", "outside"),
    ("indoor", "outdoor"),
    ("before", "after"),
    ("with", "without"),
    ("yes", "no"),
    ("true", "false"),
    ("low", "high"),
    ("min", "max"),
    ("long", "short"),
    ("public", "private"),
    ("granted", "denied"),
    ("hot", "cold"),
    ("pre", "post"),
    ("front", "behind"),
];

/// Whether a word says the opposite of a name, or counts to another number.
fn turns_round(word: &str, name: &str) -> bool {
    // `notpermitted` is `not-permitted`, a slip of the pen in it or not.
    let letters = |text: &str| text.replace('_', "");
    let (a, b) = (letters(word), letters(name));
    let one_slip = a.len() > 5 && strsim::damerau_levenshtein(&a, &b) <= 1;
    if one_slip && numbers_of(word) == numbers_of(name) {
        return false;
    }
    let (of_word, of_name) = (parts(word), parts(name));
    let negated = |parts: &[&str]| parts.iter().filter(|part| NOT.contains(part)).count() % 2 == 1;
    // `no_of_feeds` counts feeds.
    let counts = |parts: &[&str]| parts.windows(2).any(|two| two == ["no", "of"]);
    if negated(&of_word) != negated(&of_name) && !counts(&of_word) {
        return true;
    }
    let opposite = |a: &str, b: &str| {
        OPPOSITES
            .iter()
            .any(|pair| *pair == (a, b) || *pair == (b, a))
    };
    let has_opposite =
        |part: &&str| of_name.iter().any(|other| opposite(part, other)) && !of_name.contains(part);
    if of_word.iter().any(has_opposite) {
        return true;
    }
    let mut pairs = of_word
        .iter()
        .flat_map(|a| of_name.iter().map(move |b| (*a, *b)));
    pairs.any(|(a, b)| undoes(a, b) || undoes(b, a)) || numbers_differ(&of_word, &of_name)
}

fn parts(word: &str) -> Vec<&str> {
    word.split(['_', '.', '\''])
        .filter(|part| !part.is_empty())
        .collect()
}

/// Whether one word is another behind a syllable that turns it round, a slip of the pen aside.
fn undoes(word: &str, name: &str) -> bool {
    let rests = UN.iter().filter_map(|un| word.strip_prefix(un));
    let mut rests = rests.filter(|rest| rest.len() > 2 && name.len() > 2);
    // A name that is nearer as it stands is no opposite: `interruptable` is `interruptible`.
    rests.any(|rest| {
        let from_rest = strsim::damerau_levenshtein(rest, name);
        from_rest <= name.chars().count() / 4 && from_rest < strsim::damerau_levenshtein(word, name)
    })
}

/// Whether both hold numbers and not the same ones; a place in a list is none.
fn numbers_differ(word: &[&str], name: &[&str]) -> bool {
    let numbers = |parts: &[&str]| {
        let digits = parts.iter().filter(|part| !part.contains('['));
        digits.flat_map(|part| numbers_of(part)).collect::<Vec<_>>()
    };
    let (of_word, of_name) = (numbers(word), numbers(name));
    let digits = |numbers: &[u64]| {
        let text: String = numbers.iter().map(u64::to_string).collect();
        let mut digits = text.into_bytes();
        digits.sort_unstable();
        digits
    };
    // Digits that change places or are too few are slips of the pen: `nvl27` is `nvl72`.
    let (word_digits, name_digits) = (digits(&of_word), digits(&of_name));
    word_digits.len() == name_digits.len() && word_digits != name_digits
}

/// The numbers in a part of a name.
fn numbers_of(part: &str) -> Vec<u64> {
    let digits = part.split(|c: char| !c.is_ascii_digit());
    digits.filter_map(|digits| digits.parse().ok()).collect()
}

/// Numbers as the Romans wrote them, as far as classes are counted.
const ROMAN: [(&str, &str); 6] = [
    ("i", "1"),
    ("ii", "2"),
    ("iii", "3"),
    ("iv", "4"),
    ("v", "5"),
    ("vi", "6"),
];

/// A word without case, with one kind of separator and one kind of digits; what cannot be seen is left out.
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
    let plain: String = visible.map(separate).flat_map(char::to_lowercase).collect();
    let arabic = |part| {
        ROMAN
            .iter()
            .find(|(roman, _)| *roman == part)
            .map_or(part, |(_, digits)| *digits)
    };
    let parts: Vec<&str> = plain.split('_').map(arabic).collect();
    parts.join("_")
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
        assert_eq!(near("no_of_feeds"), Some("feeds"));
        assert_eq!(near("kw"), None);
        assert_eq!(near("transformers"), None);
        assert_eq!(near(""), None);
        assert_eq!(near(&"x".repeat(1 << 20)), None);
    }

    #[test]
    fn no_proposal_says_the_opposite() {
        for (word, name) in [
            ("non-firm", "firm"),
            ("not firm", "firm"),
            ("unfirm", "firm"),
            ("nonfirm", "firm"),
            ("infirm", "firm"),
            ("unwelcoming", "welcoming"),
            ("not welcoming", "welcoming"),
            ("rated", "unrated"),
            ("permitted", "not-permitted"),
            ("uninterruptible", "interruptible"),
            ("no opposition", "some-opposition"),
            ("inside-500-year", "outside-500-year"),
            ("inside 500 year", "inside-100-year"),
            ("on-grid", "off-grid"),
            ("hot-aisle", "cold-aisle"),
            ("tier 3", "tier-i"),
            ("tier 2", "tier-iii"),
            ("eia-21", "eia-19"),
            ("n+2", "n+1"),
            ("short lease", "long-lease"),
            ("disagreed", "agreed"),
        ] {
            assert_eq!(nearest(word, [name]), None, "{word}");
        }
        for (word, name) in [
            ("nvl27", "nvl72"),
            ("tier 3", "tier-iii"),
            ("Tier III", "tier-iii"),
            ("tier iv", "tier-iv"),
            ("interruptable", "interruptible"),
            ("interuptible", "interruptible"),
            ("inside 100 yr", "inside-100-year"),
            ("notpermitted", "not-permitted"),
            ("un-rated", "unrated"),
            ("indexd", "indexed"),
            ("industral", "industrial"),
            ("non-permitted", "not-permitted"),
            ("firmm", "firm"),
        ] {
            assert_eq!(nearest(word, [name]), Some(name), "{word}");
        }
    }
}
