//! Files of a side that cannot be read: what stands beside them is compared with nothing.

use rackready::compare::{Origin, Unread};
use rackready::report::FileError;
use rackready::report::numbers::counted;

use crate::cli::console::Console;

/// Whether sites of both sides can be read, or there are none; tells where not.
pub(super) fn readable(sides: [(&Origin, usize, &[FileError]); 2], console: &mut Console) -> bool {
    let unreadable =
        |(_, sites, errors): &(&Origin, usize, &[FileError])| *sites == 0 && !errors.is_empty();
    let Some((origin, ..)) = sides.iter().find(|side| unreadable(side)) else {
        return true;
    };
    let path = &origin.path;
    console.error(&format!(
        "nothing is compared, as no site of `{path}` can be read"
    ));
    false
}

/// The files of a side that cannot be read.
pub(super) fn unread(errors: &[FileError], side: &Origin) -> Unread {
    Unread::of(errors.iter().map(|error| error.file.as_str()), side)
}

/// Tells how many sites of base and head were compared with nothing, as nobody knows whether they came or went.
pub(super) fn tell_aside(
    [base, head]: [usize; 2],
    of_base: &Origin,
    of_head: &Origin,
    console: &mut Console,
) {
    for (out, side, other) in [(base, of_base, of_head), (head, of_head, of_base)] {
        if out > 0 {
            console.warning(&format!(
                "{} of `{}` {} compared with nothing, as files of `{}` cannot be read",
                counted(out, "site", "sites"),
                side.path,
                if out == 1 { "is" } else { "are" },
                other.path
            ));
        }
    }
}
