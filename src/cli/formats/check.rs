//! The formats of `check`. A new one is a variant with its line in `CheckFormat::page`.

use clap::ValueEnum;
use rackready::checklist::Checklist;
use rackready::gate::outcome::Check;
use rackready::report::check::{github, json, junit, markdown, sarif, text};
use rackready::report::{Style, html};

/// Formats of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Text,
    /// Everything; see `rackready schema check`
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// A suite for each site file, for test reports
    Junit,
    /// Annotations of GitHub Actions: the ten most important, the rest counted
    Github,
    /// A job summary of GitHub Actions
    GithubSummary,
    /// A comment on a pull request
    Markdown,
    /// A page that stands alone; `render` reads it again
    Html,
}

impl CheckFormat {
    /// A finished check in this format.
    pub(crate) fn page(
        self,
        check: &Check,
        checklist: &Checklist,
        show: text::Show,
        style: &Style,
    ) -> anyhow::Result<String> {
        Ok(match self {
            Self::Text => text::check(check, show, style),
            Self::Json => json::to_string(check)?,
            Self::Sarif => sarif::to_string(check, checklist)?,
            Self::Junit => junit::to_string(check)?,
            Self::Github => github::to_string(check),
            Self::GithubSummary => github::summary(check),
            Self::Markdown => markdown::to_string(check),
            Self::Html => html::check(check)?,
        })
    }
}
