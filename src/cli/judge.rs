//! What judges a site: checklist, prices, priors and target, loaded once for a run.

use anyhow::Context;
use rackready::assess::{Assessment, Assessor, Books, Chosen, Detail, Details, Method};
use rackready::checklist::{self, Checklist};
use rackready::economics::market::{self, MarketFigures, Month};
use rackready::economics::ways::Rates;
use rackready::hosting::{Target, TargetError, catalog};
use rackready::input::load::Loaded;
use rackready::plan::{self, NoRoute, PriceList, Wish};
use rackready::record::budget::Candidate;
use rackready::record::row::Name;
use rackready::record::{self, KnownLine, Row};
use rackready::report::numbers::counted;
use rackready::report::{ShortReport, SiteReport};
use rackready::site::Site;
use rackready::typical::{self, Sample, Typical};

use super::args::{ChecklistArgs, JudgeArgs, MarketArgs, MoneyArgs, PriceArgs, TypicalArgs};
use super::console::Console;
use super::data;

/// A target, and how it came about.
pub(crate) type Like = (Target<'static>, Chosen);

/// What judges every site of a run.
pub(crate) struct Judge {
    checklist: &'static Checklist,
    prices: &'static PriceList,
    /// What money is reckoned by; `None` where it is left out.
    books: Option<Books<'static>>,
    drawn: (&'static Typical, Sample),
    assessor: Assessor<'static>,
    method: Method,
    target: Option<Target<'static>>,
    known: KnownLine,
}

impl Judge {
    /// Loads what the arguments name; `None` when checklist, prices, market or priors are wrong, and all of that is told.
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
        let books = books(&args.money, console);
        let (Some(checklist), Some(prices), Some(books), Some(typical)) =
            (checklist, prices, books, typical)
        else {
            return Ok(None);
        };
        let sample = args.draws.sample();
        let method = Method::of(checklist, &prices.version, typical, sample);
        Ok(Some(Self {
            checklist,
            prices,
            drawn: (typical, sample),
            assessor: Assessor::of(checklist)
                .at(prices)
                .drawn(typical, sample)
                .reckoned(books.clone()),
            method: method.reckoned(books.as_ref().map(Books::market)),
            books,
            target,
            known: KnownLine::default(),
        }))
    }

    /// The same with another line between the two lists of a ranking.
    pub(crate) fn listing_at(self, known: KnownLine) -> Self {
        Self { known, ..self }
    }

    /// The same with the market looked at in some month; its figures that are old by then are told.
    pub(crate) fn seen_from(self, month: Option<Month>, console: &mut Console) -> Self {
        let Some((month, books)) = month.zip(self.books.clone()) else {
            return self;
        };
        let market = data::kept(books.market().clone().seen_from(month));
        tell_old(market, month, console);
        let books = Some(books.of(market));
        Self {
            assessor: self.assessor.reckoned(books.clone()),
            books,
            ..self
        }
    }

    /// What money is reckoned by; `None` where it is left out.
    pub(crate) fn books(&self) -> Option<Books<'static>> {
        self.books.clone()
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
    pub(crate) fn target_of(&self, site: &Site) -> Result<Like, TargetError> {
        match self.target {
            Some(target) => Ok((target, Chosen::ByUser)),
            None => self.assessor.choose_target(site, catalog()),
        }
    }

    /// A row of a ranking.
    pub(crate) fn row(&self, loaded: &Loaded, detail: Detail) -> Result<Row, TargetError> {
        let like = self.target_of(&loaded.site)?;
        Ok(self.row_for(loaded, like, detail))
    }

    /// What a case of a site is judged for: where nobody names a target, that of the base.
    pub(crate) fn target_like(&self, site: &Site, base: Like) -> Result<Like, TargetError> {
        if self.target.is_some() || site.target.is_known() {
            return self.target_of(site);
        }
        Ok(base)
    }

    /// The row of a case of a site.
    pub(crate) fn case(&self, loaded: &Loaded, like: Like) -> Row {
        self.row_for(loaded, like, Detail::Draws).rounded()
    }

    fn row_for(&self, loaded: &Loaded, (target, chosen): Like, detail: Detail) -> Row {
        let brief = self.assessor.brief(&loaded.site, target, detail);
        let mut row = Row::of(called(loaded), &loaded.site, chosen, self.known, &brief);
        row.set.clone_from(&loaded.set);
        if detail == Detail::Ends {
            let first = self.assessor.first_question(&loaded.site, target);
            row.best_answer = first.and_then(|first| record::question(&first).best_answer());
        }
        row
    }

    /// The report on a site, no more of it than a row of a ranking shows.
    pub(crate) fn short<'a>(&'a self, loaded: &'a Loaded) -> Result<ShortReport<'a>, TargetError> {
        let like = self.target_of(&loaded.site)?;
        Ok(self.short_for(loaded, like))
    }

    /// The same for a target.
    pub(crate) fn short_for<'a>(
        &'a self,
        loaded: &'a Loaded,
        (target, chosen): Like,
    ) -> ShortReport<'a> {
        let assessment = self.assessor.assess(&loaded.site, target);
        self.shortly(loaded, chosen, assessment)
    }

    /// The report on a site.
    pub(crate) fn report<'a>(&'a self, loaded: &'a Loaded) -> Result<SiteReport<'a>, TargetError> {
        let site = &loaded.site;
        let (target, chosen) = self.target_of(site)?;
        let judged = self.assessor.assess_in_detail(site, target);
        Ok(self.wholly(loaded, chosen, judged))
    }

    /// The report on a site with all that there is to say of its money.
    pub(crate) fn economics<'a>(
        &'a self,
        loaded: &'a Loaded,
    ) -> Result<SiteReport<'a>, TargetError> {
        let site = &loaded.site;
        let (target, chosen) = self.target_of(site)?;
        let (assessment, details, reckoning) = self.assessor.economics(site, target);
        Ok(SiteReport {
            reckoning,
            ..self.wholly(loaded, chosen, (assessment, details))
        })
    }

    /// A site as a budget sees it.
    pub(crate) fn candidate(&self, loaded: &Loaded) -> Result<Candidate, TargetError> {
        let (target, _) = self.target_of(&loaded.site)?;
        let Name { id, name, file, .. } = called(loaded);
        Ok(Candidate {
            id,
            name,
            file,
            target: target.id(),
            one_fabric: target.workload.one_fabric,
            offer: self.assessor.offer(&loaded.site, target),
        })
    }

    /// The market that money is reckoned by; `None` where it is left out.
    pub(crate) fn market(&self) -> Option<&'static MarketFigures> {
        self.assessor.market()
    }

    /// A report of which neither the plan nor the money was asked more.
    fn wholly<'a>(
        &'a self,
        loaded: &'a Loaded,
        chosen: Chosen,
        (assessment, details): (Assessment<'a>, Details<'a>),
    ) -> SiteReport<'a> {
        SiteReport {
            short: self.shortly(loaded, chosen, assessment),
            details,
            fit: self.assessor.fit(&loaded.site, catalog()),
            answers: None,
            start: None,
            reckoning: None,
        }
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
            set: &loaded.set,
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
            answers: Some(planned.answers),
            ..self.wholly(loaded, chosen, (planned.assessment, planned.details))
        }))
    }
}

/// What money is reckoned by, none where it is left out; `None` when the file of the market is wrong, and all of that is
/// told.
fn books(args: &MoneyArgs, console: &mut Console) -> Option<Option<Books<'static>>> {
    if args.without_economics {
        return Some(None);
    }
    let books = Books::at(market(&args.market, console)?);
    Some(Some(match args.discount {
        Some(rate) => books.discounted(Rates::one(rate)),
        None => books,
    }))
}

/// The market that was asked for; `None` when its file is wrong, and all of that is told.
pub(crate) fn market(args: &MarketArgs, console: &mut Console) -> Option<&'static MarketFigures> {
    let built_in = market::built_in();
    let read = |source: &_| built_in.with_file(source);
    let chosen = data::load(args.file.as_deref(), built_in, read, console)?;
    console.detail(&format!("market {}", chosen.label()));
    Some(chosen)
}

/// Says which figures of a market are old in the month in which it is looked at.
fn tell_old(market: &MarketFigures, month: Month, console: &mut Console) {
    let old = market.old().unwrap_or_default();
    if old.is_empty() {
        return;
    }
    let ids: Vec<&str> = old.iter().map(|quantity| quantity.word()).collect();
    console.warning(&format!(
        "{} of the market {} {} older than a year in {month}: {}; `rackready list market` has their months",
        counted(old.len(), "figure", "figures"),
        market.label(),
        if old.len() == 1 { "is" } else { "are" },
        ids.join(", ")
    ));
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
