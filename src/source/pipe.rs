//! Pipes: who writes into one is waited for, and not for ever.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

/// Who begins to write within two seconds is waited for: a shell starts both ends of a pipe at once.
const LOOKS: u32 = 200;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// Opens a file, and a pipe without waiting for a writer, with what was read of it to know that there is one; reading waits
/// for what it writes, as ever.
///
/// # Errors
/// When the system does not let it be opened, and when it is a pipe that nobody writes into.
pub(super) fn without_waiting(path: &Path) -> io::Result<(File, Vec<u8>)> {
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    let mut file = OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)?;
    let mut ahead = Vec::new();
    if file.metadata()?.file_type().is_fifo() {
        ahead = first_bytes(&mut file)?;
    }
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok((file, ahead))
}

/// What a pipe holds already; nothing where its writer has not written yet.
fn first_bytes(pipe: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut first = vec![0; 1 << 12];
    for _ in 0..LOOKS {
        match pipe.read(&mut first) {
            Ok(0) => sleep(BETWEEN_LOOKS),
            Ok(read) => {
                first.truncate(read);
                return Ok(first);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Vec::new()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let message = "this is a pipe, and nobody writes into it";
    Err(io::Error::new(io::ErrorKind::TimedOut, message))
}
