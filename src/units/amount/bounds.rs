//! The words around a number that say how it is meant.

/// What the words around a number say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    About,
    AtLeast,
    AtMost,
}

#[rustfmt::skip]
const BEFORE: &[(Bound, &[&str])] = &[
    (Bound::About, &["~", "≈", "∼", "≅", "approximately", "approx.", "approx", "appx.", "appx", "circa", "ca.", "ca", "c.", "c", "about", "around",
        "roughly", "estimated", "estimate", "est.", "est", "some", "nearly", "almost", "+/-", "±"]),
    (Bound::AtLeast, &[">=", "≥", ">", "at least", "minimum of", "minimum", "min.", "no less than", "not less than", "more than",
        "greater than", "over", "above", "upwards of", "exceeding", "exceeds"]),
    (Bound::AtMost, &["<=", "≤", "<", "at most", "maximum of", "maximum", "max.", "max", "no more than", "not more than", "less than",
        "fewer than", "lower than", "up to", "under", "below"]),
];

#[rustfmt::skip]
const BEHIND: &[(Bound, &[&str])] = &[
    (Bound::About, &["approximately", "approx.", "approx", "(approx.)", "(approx)", "(est.)", "(est)", "(estimate)", "(estimated)", "(e)",
        "est.", "est", "estimated", "estimate", "or so", "-ish"]),
    (Bound::AtLeast, &["or more", "or greater", "or higher", "or above", "and above", "and more", "and up", "minimum", "plus", "+"]),
    (Bound::AtMost, &["or less", "or fewer", "or lower", "or below", "and below", "maximum", "max.", "max"]),
];

/// A number without the words that say how it is meant.
pub(super) fn worded(small: &str) -> Option<(Bound, &str)> {
    for (bound, words) in BEFORE {
        for word in *words {
            let Some(rest) = small.strip_prefix(word) else {
                continue;
            };
            let is_word = word.ends_with(char::is_alphabetic);
            // `C$45` is money of Canada.
            let is_money = word.starts_with('c') && rest.starts_with('$');
            if is_word && rest.starts_with(char::is_alphabetic)
                || is_money
                || rest.trim().is_empty()
            {
                continue;
            }
            return Some((*bound, rest.trim()));
        }
    }
    for (bound, words) in BEHIND {
        for word in *words {
            let Some(rest) = small.strip_suffix(word) else {
                continue;
            };
            let is_word = word.starts_with(char::is_alphabetic);
            if is_word && rest.ends_with(char::is_alphabetic) || rest.trim().is_empty() {
                continue;
            }
            return Some((*bound, rest.trim()));
        }
    }
    None
}
