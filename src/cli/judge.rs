//! What judges a site: checklist, prices and target, loaded once for a run.

use anyhow::Context;
use rackready::assess::Method;
use rackready::assess::{self, Chosen, EmptyFile, Extent};
use rackready::checklist::Checklist;
use rackready::hosting::{Target, TargetError, catalog};
use rackready::input::load::Loaded;
use rackready::plan::PriceList;
use rackready::report::SiteReport;

use super::args::JudgeArgs;
use super::console::Console;
use super::{checklists, prices};

/// What judges every site of a run.
pub(crate) struct Judge {
    checklist: checklists::Chosen,
    prices: prices::Chosen,
    target: Option<Target<'static>>,
}

impl Judge {
    /// Loads what the arguments name; `None` when checklist or prices are wrong, and all of that is told.
    pub(crate) fn load(args: &JudgeArgs, console: &mut Console) -> anyhow::Result<Option<Self>> {
        let target = args
            .target
            .as_deref()
            .map(|id| catalog().target(id))
            .transpose()
            .context("--target")?;
        let checklist = checklists::load(&args.checklist, console);
        let prices = prices::load(&args.prices, console);
        let (Some(checklist), Some(prices)) = (checklist, prices) else {
            return Ok(None);
        };
        Ok(Some(Self {
            checklist,
            prices,
            target,
        }))
    }

    /// The checklist that judges.
    pub(crate) fn checklist(&self) -> &Checklist {
        &self.checklist
    }

    /// The prices of every plan.
    pub(crate) fn prices(&self) -> &PriceList {
        &self.prices
    }

    /// The target of every site, where one was asked for.
    pub(crate) fn target(&self) -> Option<Target<'static>> {
        self.target
    }

    /// Versions of all that decides a number.
    pub(crate) fn method(&self) -> Method {
        Method::of(&self.checklist, &self.prices.version)
    }

    /// What an empty file scores; to be kept for all sites of a run.
    pub(crate) fn empty_file(&self) -> EmptyFile<'_> {
        EmptyFile::new(&self.checklist)
    }

    /// The report on a site; for a row of a ranking its fit to other targets is left empty too.
    pub(crate) fn report<'a>(
        &'a self,
        loaded: &'a Loaded,
        empty: &EmptyFile,
        extent: Extent,
    ) -> Result<SiteReport<'a>, TargetError> {
        let Loaded {
            id, source, site, ..
        } = loaded;
        let (target, chosen) = match self.target {
            Some(target) => (target, Chosen::ByUser),
            None => assess::choose_target(site, catalog(), &self.checklist)?,
        };
        let fit = if extent == Extent::Whole {
            assess::fit(site, catalog(), &self.checklist)
        } else {
            Vec::new()
        };
        Ok(SiteReport {
            id: id.clone(),
            name: site.name.get().unwrap_or(id).clone(),
            file: source.name().to_owned(),
            line: source.first_line(),
            site,
            source: Some(source),
            chosen,
            assessment: assess::assess_to(extent, site, target, &self.checklist, &self.prices),
            fit,
            empty: empty.convertibility(target),
            answers: None,
            start: None,
        })
    }
}
