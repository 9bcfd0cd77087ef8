//! Paths as reports show them.

use std::path::{Path, PathBuf};

/// A path without a leading `./`, and with `/` on every platform.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let path = path
        .strip_prefix(".")
        .ok()
        .filter(|rest| rest.components().next().is_some())
        .unwrap_or(path);
    match path.to_str() {
        Some(text) if cfg!(windows) => PathBuf::from(text.replace('\\', "/")),
        _ => path.to_owned(),
    }
}
