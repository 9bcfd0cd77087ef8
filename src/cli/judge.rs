//! What judges a site: checklist, prices and target, loaded once for a run.

use anyhow::Context;
use rackready::assess::{Assessment, Assessor, Chosen, EmptyFile, Method};
use rackready::checklist::{self, Checklist};
use rackready::hosting::{Target, TargetError, catalog};
use rackready::input::load::Loaded;
use rackready::plan::{self, NoRoute, PriceList, Wish};
use rackready::report::{ShortReport, SiteReport};
use rackready::site::Site;

use super::args::{ChecklistArgs, JudgeArgs, PriceArgs};
use super::console::Console;
use super::data::{self, Data};

/// What judges every site of a run.
pub(crate) struct Judge {
    checklist: Data<Checklist>,
    prices: Data<PriceList>,
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
        let checklist = checklist(&args.checklist, console);
        let prices = prices(&args.prices, console);
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

    fn assessor(&self) -> Assessor<'_> {
        Assessor::of(&self.checklist).at(&self.prices)
    }

    /// The target of a site, and how it came about.
    fn target_of(&self, site: &Site) -> Result<(Target<'_>, Chosen), TargetError> {
        match self.target {
            Some(target) => Ok((target, Chosen::ByUser)),
            None => self.assessor().choose_target(site, catalog()),
        }
    }

    /// The report on a site, no more of it than a row of a ranking shows.
    pub(crate) fn short<'a>(
        &'a self,
        loaded: &'a Loaded,
        empty: &EmptyFile,
    ) -> Result<ShortReport<'a>, TargetError> {
        let (target, chosen) = self.target_of(&loaded.site)?;
        let assessment = self.assessor().assess(&loaded.site, target);
        Ok(short(loaded, empty, chosen, assessment))
    }

    /// The report on a site.
    pub(crate) fn report<'a>(
        &'a self,
        loaded: &'a Loaded,
        empty: &EmptyFile,
    ) -> Result<SiteReport<'a>, TargetError> {
        let site = &loaded.site;
        let (target, chosen) = self.target_of(site)?;
        let (assessment, details) = self.assessor().assess_in_detail(site, target);
        Ok(SiteReport {
            short: short(loaded, empty, chosen, assessment),
            details,
            fit: self.assessor().fit(site, catalog()),
            answers: None,
            start: None,
        })
    }

    /// The report on a site planned as it is wished.
    pub(crate) fn plan<'a>(
        &'a self,
        loaded: &'a Loaded,
        empty: &EmptyFile,
        wish: &Wish,
    ) -> Result<Result<SiteReport<'a>, NoRoute>, TargetError> {
        let site = &loaded.site;
        let (target, chosen) = self.target_of(site)?;
        let planned = self.assessor().plan(site, target, wish);
        Ok(planned.map(|planned| SiteReport {
            short: short(loaded, empty, chosen, planned.assessment),
            details: planned.details,
            fit: self.assessor().fit(site, catalog()),
            answers: Some(planned.answers),
            start: None,
        }))
    }
}

/// The checklist that was asked for; `None` when its file is wrong, and all of that is told.
pub(crate) fn checklist(args: &ChecklistArgs, console: &mut Console) -> Option<Data<Checklist>> {
    let file = args.file.as_deref();
    let chosen = data::load(file, checklist::built_in(), checklist::read, console)?;
    let from = file.map_or("built in".to_owned(), |file| file.display().to_string());
    console.detail(&format!(
        "checklist {} {} ({from})",
        chosen.name, chosen.version
    ));
    Some(chosen)
}

/// The prices that were asked for; `None` when their file is wrong, and all of that is told.
fn prices(args: &PriceArgs, console: &mut Console) -> Option<Data<PriceList>> {
    let built_in = plan::built_in();
    let read = |source: &_| built_in.with_file(source);
    let chosen = data::load(args.file.as_deref(), built_in, read, console)?;
    console.detail(&format!("prices {}", chosen.version));
    Some(chosen)
}

fn short<'a>(
    loaded: &'a Loaded,
    empty: &EmptyFile,
    chosen: Chosen,
    assessment: Assessment<'a>,
) -> ShortReport<'a> {
    let Loaded {
        id, source, site, ..
    } = loaded;
    ShortReport {
        id: id.clone(),
        name: site.name.get().unwrap_or(id).clone(),
        file: source.name().to_owned(),
        line: source.first_line(),
        site,
        source: Some(source),
        chosen,
        empty: empty.convertibility(assessment.target),
        assessment,
    }
}
