//! The page of one site, or of several one behind the other: what `score` of one site, `plan` and `economics` write.

mod asking;
mod capacity;
mod checklist;
mod head;

pub(super) use head::{draws, judged_by, sentence, set_in_place};

use std::io::Write;

use serde::Serialize;

use super::block::Block;
use super::page::{Chapter, Page, Section};
use super::{PageError, economics, embed, plan};
use crate::assess::Method;
use crate::record::{FileError, KnownLine, Legend, PortfolioEntry, SiteRecord};
use crate::report::site::json;
use crate::spool::Each;

/// What a page on sites is about first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// How convertible the site is.
    Site,
    /// Its works, in what order, at what cost.
    Plan,
    /// What each way of using its connection is worth.
    Economics,
}

/// What a page says at its end.
pub(super) const CAVEAT: &str = "An estimate from the facts of one file, typical mines, a price list and a market: not a quote, not an \
                      appraisal, not investment advice. Facts that nobody stated are drawn from what mines usually are; the ranges say \
                      how much hangs on them.";

/// What is said of a record that can be read again.
pub(super) const RENDERED: &str =
    "This page carries its record: rackready render makes other formats of it.";

/// The page of sites, which carries the document that `json` writes of them.
///
/// # Errors
/// Never for records of this program; the types of templates and serializers ask for it.
pub fn sites(
    focus: Focus,
    method: &Method,
    known: KnownLine,
    sites: &[SiteRecord],
    portfolio: Option<&PortfolioEntry>,
    errors: &[FileError],
) -> Result<String, PageError> {
    let document = json::document(method, known, sites, portfolio, errors);
    let title = match sites {
        [site] => site.name.clone(),
        _ => format!("{} sites", sites.len()),
    };
    Page {
        title: format!("{title} · rackready"),
        chapters: sites
            .iter()
            .map(|site| chapter(focus, site, method))
            .collect(),
        foot: foot(errors, method, RENDERED),
        record: embed::element(&document)?,
    }
    .finish()
}

/// The same of sites that wait somewhere: no more than one of them is held.
///
/// # Errors
/// What the writer says, and when sites cannot be read where they wait; else as [`sites`].
pub fn write_sites<S: Each<SiteRecord> + Serialize + ?Sized>(
    focus: Focus,
    method: &Method,
    known: KnownLine,
    sites: (&S, &Legend),
    errors: &[FileError],
    out: impl Write,
) -> Result<(), PageError> {
    let (sites, legend) = sites;
    let mut title = format!("{} sites", sites.len());
    if sites.len() == 1 {
        sites.each(&mut |site| {
            title.clone_from(&site.name);
            Ok(())
        })?;
    }
    let document = json::with_legend(method, known, sites, legend.clone(), None, errors);
    Page {
        title: format!("{title} · rackready"),
        chapters: Vec::new(),
        foot: foot(errors, method, RENDERED),
        record: embed::nothing(),
    }
    .write(sites, |site| chapter(focus, site, method), &document, out)
}

/// What stands at the end: what could not be judged, and what made this.
pub(super) fn foot(errors: &[FileError], method: &Method, carried: &str) -> Vec<String> {
    let told = errors.iter().map(|error| {
        format!(
            "{}:{}:{}: {}",
            error.file, error.line, error.column, error.message
        )
    });
    let made = format!("Made by rackready {}. {carried}", method.rackready);
    told.chain([made]).collect()
}

fn chapter(focus: Focus, site: &SiteRecord, method: &Method) -> Chapter {
    let of_site = || {
        [
            head::verdict(site),
            capacity::by_date(site),
            checklist::families(site),
            capacity::limits(site),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<Section>>()
    };
    let asked = asking::sections(site);
    let gaps = checklist::gaps(site);
    let (planned, money) = (plan::sections(site), economics::sections(site));
    let parts = match focus {
        Focus::Site => [of_site(), asked, gaps, planned, money],
        Focus::Plan => [of_site(), planned, asked, gaps, money],
        Focus::Economics => [money, of_site(), asked, planned, gaps],
    };
    let mut sections: Vec<Section> = parts.into_iter().flatten().collect();
    sections.extend(checklist::fit(site));
    sections.extend(checklist::sources(site));
    let not = Section::new("not", "What this is not", vec![Block::text(CAVEAT)]);
    sections.push(not);
    Chapter {
        title: head::title(site),
        facts: head::facts(site, method),
        lead: head::lead(site),
        sections,
    }
}
