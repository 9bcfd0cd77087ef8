//! The file that each thread took up last, to be named where the program itself fails.

use std::cell::RefCell;

thread_local! {
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Remembers a name.
pub(super) fn take_up(name: &str) {
    LAST.with_borrow_mut(|last| {
        last.clear();
        last.push_str(name);
    });
}

/// The file that this thread took up last.
#[must_use]
pub fn last_taken_up() -> Option<String> {
    let last = LAST.with_borrow(Clone::clone);
    (!last.is_empty()).then_some(last)
}
