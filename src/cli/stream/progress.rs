//! A line that counts, for runs that take more than a second and somebody who watches.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Runs that are shorter show nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a run is. It is drawn on standard error where that is a terminal, and changes no result.
pub(super) struct Progress {
    bar: ProgressBar,
    since: Instant,
    shown: bool,
}

impl Progress {
    /// A line that is not drawn yet.
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style =
            ProgressStyle::with_template("{spinner} {human_pos} sites, {per_sec}, {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        Self {
            bar,
            since: Instant::now(),
            shown: false,
        }
    }

    /// One site more.
    pub(super) fn step(&mut self) {
        if !self.shown && self.since.elapsed() > PATIENCE {
            self.shown = true;
            // Draws nothing where standard error is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Does something that may write to the terminal.
    pub(super) fn aside<T>(&self, what: impl FnOnce() -> T) -> T {
        if self.shown {
            self.bar.suspend(what)
        } else {
            what()
        }
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
