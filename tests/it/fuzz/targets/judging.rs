//! Sites judged in few draws, by what a user brings or by what is built in.

use std::sync::LazyLock;

use rackready::assess::{Assessor, Books, Chosen, Method};
use rackready::checklist::{self, Checklist};
use rackready::economics::market::{self, MarketFigures};
use rackready::hosting::{Target, catalog};
use rackready::input::load::Loaded;
use rackready::plan::{self, PriceList};
use rackready::record::{KnownLine, ShortReport, SiteReport};
use rackready::site::read::read;
use rackready::source::Source;
use rackready::typical::{self, Sample, Typical};

/// Few draws tell as much about what must hold in each.
pub(super) const SAMPLE: Sample = Sample { draws: 3, seed: 5 };

/// What judges.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) checklist: &'a Checklist,
    pub(super) prices: &'a PriceList,
    pub(super) typical: &'a Typical,
    pub(super) market: &'a MarketFigures,
}

impl Terms<'static> {
    pub(super) fn built_in() -> Self {
        Self {
            checklist: checklist::built_in(),
            prices: plan::built_in(),
            typical: typical::built_in(),
            market: market::built_in(),
        }
    }
}

impl<'a> Terms<'a> {
    pub(super) fn assessor(&self) -> Assessor<'a> {
        Assessor::of(self.checklist)
            .at(self.prices)
            .drawn(self.typical, SAMPLE)
            .reckoned(Some(Books::at(self.market)))
    }

    pub(super) fn method(&self) -> Method {
        let method = Method::of(self.checklist, &self.prices.version, self.typical, SAMPLE);
        method.reckoned(Some(self.market))
    }
}

/// What is built in, with what it prepares for each target kept.
pub(super) static BUILT_IN: LazyLock<Assessor<'static>> =
    LazyLock::new(|| Terms::built_in().assessor());

/// A complete mine, and one of which little is said.
pub(super) static MINES: LazyLock<[Loaded; 2]> = LazyLock::new(|| {
    let complete = include_str!("../../../data/base-200-mw.yaml");
    let sparse =
        "name: Mill Creek\npower:\n  energized_mw: 60\n  approved_mw: 100\n  connection: grid\n";
    [complete, sparse].map(|text| {
        let source = Source::from_text("mine.yaml", text).unwrap();
        let site = read(&source).unwrap();
        loaded(source, site)
    })
});

/// A site as it is loaded from a file of its own.
pub(super) fn loaded(source: Source, site: rackready::site::Site) -> Loaded {
    Loaded {
        id: site.id.get().cloned().unwrap_or_else(|| "mine".to_owned()),
        source,
        site,
        ordinal: 0,
        alone: true,
        set: Vec::new(),
        remarks: Vec::new(),
    }
}

/// The target that a text names, else the usual one.
pub(super) fn target(text: &str) -> Target<'static> {
    let target = |id: &str| catalog().target(id);
    target(text).unwrap_or_else(|_| target("nvl72").unwrap())
}

/// The report on a site with all that there is to say of its money; how it suits other targets, which takes longest, only
/// where that is asked.
pub(super) fn report<'s, 'a: 's>(
    assessor: &'s Assessor<'a>,
    loaded: &'s Loaded,
    target: Target<'a>,
    with_fit: bool,
) -> SiteReport<'s> {
    let (assessment, details, reckoning) = assessor.economics(&loaded.site, target);
    let fit = with_fit.then(|| assessor.fit(&loaded.site, catalog()));
    SiteReport {
        short: short_of(loaded, assessment),
        details,
        fit: fit.unwrap_or_default(),
        answers: None,
        start: None,
        reckoning,
    }
}

/// The report on a site, no more of it than a gate reads.
pub(super) fn short<'s, 'a: 's>(
    assessor: &'s Assessor<'a>,
    loaded: &'s Loaded,
    target: Target<'a>,
) -> ShortReport<'s> {
    short_of(loaded, assessor.assess(&loaded.site, target))
}

fn short_of<'a>(
    loaded: &'a Loaded,
    assessment: rackready::assess::Assessment<'a>,
) -> ShortReport<'a> {
    ShortReport {
        id: loaded.id.clone(),
        name: loaded.site.name.get().unwrap_or(&loaded.id).clone(),
        file: loaded.source.name().to_owned(),
        line: loaded.source.first_line(),
        site: &loaded.site,
        source: Some(&loaded.source),
        set: &loaded.set,
        chosen: Chosen::ByUser,
        known: KnownLine::default(),
        assessment,
    }
}
