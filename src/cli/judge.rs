//! What judges a site: checklist, prices, priors and target, loaded once for a run.

use anyhow::Context;
use rackready::assess::{Assessment, Assessor, Chosen, Detail, Method};
use rackready::checklist::{self, Checklist};
use rackready::hosting::{Target, TargetError, catalog};
use rackready::input::load::Loaded;
use rackready::plan::{self, NoRoute, PriceList, Wish};
use rackready::record::site::Name;
use rackready::record::{self, KnownLine, Row};
use rackready::report::{ShortReport, SiteReport};
use rackready::site::Site;
use rackready::typical::{self, Sample, Typical};

use super::args::{ChecklistArgs, JudgeArgs, PriceArgs, TypicalArgs};
use super::console::Console;
use super::data;

/// What judges every site of a run.
pub(crate) struct Judge {
    checklist: &'static Checklist,
    prices: &'static PriceList,
    drawn: (&'static Typical, Sample),
    assessor: Assessor<'static>,
    method: Method,
    target: Option<Target<'static>>,
    known: KnownLine,
}

impl Judge {
    /// Loads what the arguments name; `None` when checklist, prices or priors are wrong, and all of that is told.
    pub(crate) fn load(args: &JudgeArgs, console: &mut Console) -> anyhow::Result<Option<Self>> {
        let target = args
            .target
            .as_deref()
            .map(|id| catalog().target(id))
            .transpose()
            .context("--target")?;
        let checklist = checklist(&args.checklist, console);
        let prices = prices(&args.prices, console);
        let typical = typical(&args.draws.typical, console);
        let (Some(checklist), Some(prices), Some(typical)) = (checklist, prices, typical) else {
            return Ok(None);
        };
        let sample = args.draws.sample();
        Ok(Some(Self {
            checklist,
            prices,
            drawn: (typical, sample),
            assessor: Assessor::of(checklist).at(prices).drawn(typical, sample),
            method: Method::of(checklist, &prices.version, typical, sample),
            target,
            known: KnownLine::default(),
        }))
    }

    /// The same with another line between the two lists of a ranking.
    pub(crate) fn listing_at(self, known: KnownLine) -> Self {
        Self { known, ..self }
    }

    /// The checklist that judges.
    pub(crate) fn checklist(&self) -> &'static Checklist {
        self.checklist
    }

    /// The prices of every plan.
    pub(crate) fn prices(&self) -> &'static PriceList {
        self.prices
    }

    /// The target of every site, where one was asked for.
    pub(crate) fn target(&self) -> Option<Target<'static>> {
        self.target
    }

    /// Versions of all that decides a number.
    pub(crate) fn method(&self) -> Method {
        self.method.clone()
    }

    /// The priors, and the draws from them.
    pub(crate) fn drawn(&self) -> (&'static Typical, Sample) {
        self.drawn
    }

    /// The target of a site, and how it came about.
    fn target_of(&self, site: &Site) -> Result<(Target<'static>, Chosen), TargetError> {
        match self.target {
            Some(target) => Ok((target, Chosen::ByUser)),
            None => self.assessor.choose_target(site, catalog()),
        }
    }

    /// A row of a ranking.
    pub(crate) fn row(&self, loaded: &Loaded, detail: Detail) -> Result<Row, TargetError> {
        let (target, chosen) = self.target_of(&loaded.site)?;
        let brief = self.assessor.brief(&loaded.site, target, detail);
        let mut row = Row::of(called(loaded), &loaded.site, chosen, self.known, &brief);
        if detail == Detail::Ends {
            let first = self.assessor.first_question(&loaded.site, target);
            row.best_answer = first.and_then(|first| record::question(&first).best_answer());
        }
        Ok(row)
    }

    /// The report on a site, no more of it than a row of a ranking shows.
    pub(crate) fn short<'a>(&'a self, loaded: &'a Loaded) -> Result<ShortReport<'a>, TargetError> {
        let (target, chosen) = self.target_of(&loaded.site)?;
        let assessment = self.assessor.assess(&loaded.site, target);
        Ok(self.shortly(loaded, chosen, assessment))
    }

    /// The report on a site.
    pub(crate) fn report<'a>(&'a self, loaded: &'a Loaded) -> Result<SiteReport<'a>, TargetError> {
        let site = &loaded.site;
        let (target, chosen) = self.target_of(site)?;
        let (assessment, details) = self.assessor.assess_in_detail(site, target);
        Ok(SiteReport {
            short: self.shortly(loaded, chosen, assessment),
            details,
            fit: self.assessor.fit(site, catalog()),
            answers: None,
            start: None,
        })
    }

    fn shortly<'a>(
        &self,
        loaded: &'a Loaded,
        chosen: Chosen,
        assessment: Assessment<'a>,
    ) -> ShortReport<'a> {
        let Name {
            id,
            name,
            file,
            line,
        } = called(loaded);
        ShortReport {
            id,
            name,
            file,
            line,
            site: &loaded.site,
            source: Some(&loaded.source),
            chosen,
            known: self.known,
            assessment,
        }
    }

    /// The report on a site planned as it is wished.
    pub(crate) fn plan<'a>(
        &'a self,
        loaded: &'a Loaded,
        wish: &Wish,
    ) -> Result<Result<SiteReport<'a>, NoRoute>, TargetError> {
        let site = &loaded.site;
        let (target, chosen) = self.target_of(site)?;
        let planned = self.assessor.plan(site, target, wish);
        Ok(planned.map(|planned| SiteReport {
            short: self.shortly(loaded, chosen, planned.assessment),
            details: planned.details,
            fit: self.assessor.fit(site, catalog()),
            answers: Some(planned.answers),
            start: None,
        }))
    }
}

/// The checklist that was asked for; `None` when its file is wrong, and all of that is told.
pub(crate) fn checklist(args: &ChecklistArgs, console: &mut Console) -> Option<&'static Checklist> {
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
fn prices(args: &PriceArgs, console: &mut Console) -> Option<&'static PriceList> {
    let built_in = plan::built_in();
    let read = |source: &_| built_in.with_file(source);
    let chosen = data::load(args.file.as_deref(), built_in, read, console)?;
    console.detail(&format!("prices {}", chosen.version));
    Some(chosen)
}

/// The priors that were asked for; `None` when their file is wrong, and all of that is told.
pub(crate) fn typical(args: &TypicalArgs, console: &mut Console) -> Option<&'static Typical> {
    let built_in = typical::built_in();
    let chosen = data::load(args.file.as_deref(), built_in, typical::read, console)?;
    console.detail(&format!("priors {}", chosen.version));
    Some(chosen)
}

/// Where a site stands, and what it is called.
fn called(loaded: &Loaded) -> Name {
    let Loaded {
        id, source, site, ..
    } = loaded;
    Name {
        id: id.clone(),
        name: site.name.get().unwrap_or(id).clone(),
        file: source.name().to_owned(),
        line: source.first_line(),
    }
}
