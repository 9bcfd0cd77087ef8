//! Who builds, and what that does to what runs over.

use serde::{Deserialize, Serialize};

use super::terms::Overrun;
use crate::site::land::Builder;
use crate::site::path::fact_path;
use crate::typical::Draw;

/// What each builder does to what runs over.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Builders {
    /// Who has such halls in service.
    pub proven: Overrun,
    /// Who has built mines or other large electrical works.
    pub experienced: Overrun,
    /// Who has built nothing of that size.
    pub first_project: Overrun,
}

impl Builders {
    /// Of a draw; of nobody that of the most proven.
    pub(super) fn overrun(&self, draw: &Draw) -> Overrun {
        match draw.word(fact_path!("workforce.builder")) {
            Some(Builder::FirstProject) => self.first_project,
            Some(Builder::Experienced) => self.experienced,
            Some(Builder::Proven) | None => self.proven,
        }
    }
}
