//! What a backtest samples.

use serde::Serialize;

/// What is sampled, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Seed of all samples.
    pub seed: u64,
    /// Number of bootstrap samples.
    pub resamples: usize,
    /// Number of times that facts are thinned.
    #[serde(rename = "draws")]
    pub thinnings: usize,
    /// Number of times that each share of the facts of a site is hidden.
    pub hidings: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            resamples: 2000,
            thinnings: 100,
            hidings: 8,
        }
    }
}
