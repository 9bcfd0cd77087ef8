//! What stands in place of Parquet where it was not built in.

use super::assembly::Format;
use super::layout::Layout;

/// No format.
pub(super) fn format(_: Layout) -> anyhow::Result<Box<dyn Format>> {
    anyhow::bail!(
        "this program was built without the format `parquet`; `cargo install` builds it with `--features parquet`, and \
         csv has the same rows"
    )
}
