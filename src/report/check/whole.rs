//! What is written piece by piece, as one text.

use std::io;

/// All that is written.
///
/// # Errors
/// Those of whoever writes; memory takes everything.
pub(in crate::report) fn text_of(
    write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
) -> io::Result<String> {
    let mut out = Vec::new();
    write(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
