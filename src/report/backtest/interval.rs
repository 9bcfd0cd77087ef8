//! Bootstrap intervals in tables.

use crate::backtest::{COVERAGE, Estimated};

/// What stands over them.
pub(super) fn header() -> String {
    format!("{:.0} % interval", 100.0 * COVERAGE)
}

pub(super) fn span(estimated: Estimated, show: fn(f64) -> String) -> String {
    format!("{} to {}", show(estimated.low), show(estimated.high))
}
