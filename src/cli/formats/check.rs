//! The formats of `check`. A new one is a variant with its line in `CheckFormat::write`.

use std::io::Write;

use clap::ValueEnum;
use rackready::checklist::Checklist;
use rackready::gate::outcome::Check;
use rackready::gate::sites::Sites;
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
    /// Writes a finished check in this format.
    pub(crate) fn write<S: Sites>(
        self,
        check: &Check<S>,
        checklist: &Checklist,
        show: text::Show,
        style: &Style,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        match self {
            Self::Text => text::write(check, show, style, out)?,
            Self::Json => json::write(check, out)?,
            Self::Sarif => sarif::write(check, checklist, out)?,
            Self::Junit => junit::write(check, out)?,
            Self::Github => out.write_all(github::to_string(check)?.as_bytes())?,
            Self::GithubSummary => out.write_all(github::summary(check)?.as_bytes())?,
            Self::Markdown => out.write_all(markdown::to_string(check)?.as_bytes())?,
            Self::Html => html::write_check(check, out)?,
        }
        Ok(())
    }
}
