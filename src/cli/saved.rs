//! Saved reports, read from a file or standard input.

use std::io;
use std::path::Path;

use rackready::record::{SavedError, text_of};
use rackready::report::FileError;
use rackready::report::html::record_in;
use rackready::report::numbers::counted;
use rackready::source::open;

use super::console::Console;

/// Errors of a saved report that are told one by one; the rest are counted.
const TOLD: usize = 100;

/// How standard input is called in messages.
const STDIN: &str = "<stdin>";

/// A file as its messages name it.
pub(crate) fn name(path: &Path) -> String {
    if is_stdin(path) {
        STDIN.to_owned()
    } else {
        path.display().to_string()
    }
}

/// Whether a path means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Lets a report pass that is not written over.
pub(crate) fn spared(path: &Path, console: &Console) -> anyhow::Result<()> {
    if is_stdin(path) {
        console.written.spares_stdin()
    } else {
        console.written.spares(path)
    }
}

/// Tells what a saved report says could not be judged.
pub(crate) fn tell(file: &str, errors: &[FileError], console: &mut Console) {
    for error in errors.iter().take(TOLD) {
        let FileError {
            file,
            line,
            column,
            message,
        } = error;
        console.error(&format!("{file}:{line}:{column}: {message}"));
    }
    if !errors.is_empty() {
        let of_sites = counted(errors.len(), "error of a site", "errors of sites");
        console.error(&format!("{file} holds {of_sites} that could not be scored"));
    }
}

/// The text of a saved report; of a page, that of the record within it.
pub(crate) fn text(path: &Path) -> Result<String, SavedError> {
    let text = whole_text(path)?;
    let record = record_in(&text).map(str::to_owned);
    Ok(record.unwrap_or(text))
}

fn whole_text(path: &Path) -> Result<String, SavedError> {
    let name = name(path);
    if is_stdin(path) {
        return text_of(&name, io::stdin());
    }
    let file = open(path).map_err(|error| SavedError {
        file: name.clone(),
        line: 1,
        column: 1,
        message: error.to_string(),
    })?;
    text_of(&name, file)
}
