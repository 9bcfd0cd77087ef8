//! The last border: what panics, here or in a library, is told in a line and ends the run in order.

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

use rackready::source::last_taken_up;

/// What panicked first, and on what.
static FIRST: Mutex<Option<String>> = Mutex::new(None);

/// Does what may panic; what panicked is told instead of shown by the runtime.
///
/// # Errors
/// A sentence for the user.
pub(super) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    panic::set_hook(Box::new(|panicked| {
        let mut first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| said(panicked));
    }));
    let done = panic::catch_unwind(AssertUnwindSafe(run));
    drop(panic::take_hook());
    done.map_err(|_| {
        let first = FIRST.lock().unwrap_or_else(PoisonError::into_inner).take();
        let what = first.unwrap_or_default();
        format!(
            "this is a defect of rackready {}, not of what it was given: {what}; please report it with what was run",
            env!("CARGO_PKG_VERSION")
        )
    })
}

fn said(panicked: &PanicHookInfo) -> String {
    let payload = panicked.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let mut said = text.unwrap_or("no message").to_owned();
    if let Some(at) = panicked.location() {
        // Where sources lay when the program was built is nobody's business.
        let file = at.file();
        let file = file.rsplit_once("src/").map_or(file, |(_, file)| file);
        said += &format!(" ({file}:{})", at.line());
    }
    match last_taken_up() {
        Some(name) => said + &format!(", while `{name}` was the last file taken up"),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::panic, reason = "it is what is tested")]
    fn a_panic_is_told_in_a_line() {
        assert_eq!(guarded(|| 7), Ok(7));
        let told = guarded(|| -> u8 { panic!("boom {}", 1) }).unwrap_err();
        assert!(
            told.contains("boom 1 (")
                && told.contains("border.rs:")
                && told.contains("defect of rackready"),
            "{told}"
        );
    }
}
