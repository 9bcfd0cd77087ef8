//! Names in a message, however many there are.

/// Most names that are told.
const TOLD: usize = 20;
/// Most letters of one.
const LETTERS: usize = 80;

/// The first of some names, and how many more there are.
pub(super) fn listed(names: impl IntoIterator<Item = String>) -> String {
    let mut names = names.into_iter();
    let told: Vec<String> = names.by_ref().take(TOLD).collect();
    match names.count() {
        0 => told.join(", "),
        more => format!("{} … and {more} more", told.join(", ")),
    }
}

/// A name as it stands in a message.
pub(super) fn quoted(name: &str) -> String {
    match name.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("`{}…`", &name[..end]),
        None => format!("`{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_an_end_however_many_and_long_its_names_are() {
        assert_eq!(listed(["a", "b"].map(quoted)), "`a`, `b`");
        let long = quoted(&"é".repeat(100_000));
        let told = listed(std::iter::repeat_n(long, 50_000));
        assert!(told.ends_with("…` … and 49980 more"), "{told}");
        assert!(told.chars().count() < 2_000);
    }
}
