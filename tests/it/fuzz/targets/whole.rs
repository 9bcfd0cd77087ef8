//! A site all the way: read, judged, planned, reckoned, held to a policy and shown in every format.

use rackready::assess::Assessor;
use rackready::hosting::Target;
use rackready::input::load::Loaded;
use rackready::ranking::{Portfolio, View};
use rackready::record::{self, KnownLine, Report, SiteRecord};
use rackready::report::ranking::json::entry;
use rackready::rules::contradictions;
use rackready::source::Notation;

use super::gated::{held, policy_in};
use super::hiding::{ends, gains, hidden, leaves};
use super::judging::{BUILT_IN, Terms, loaded, report, short, target};
use super::readings::site_in;
use super::{in_parts, oracles, pages, text};

/// A target, a policy and a site.
pub fn whole(data: &[u8]) {
    let [hosted, policy, site] = in_parts(data);
    let Some((source, site)) = site_in(site, Notation::Yaml) else {
        return;
    };
    let (loaded, target) = (loaded(source, site), target(&text(hosted)));
    let terms = Terms::built_in();
    let with_fit = data.len().is_multiple_of(8);
    let first = judged(&terms, &BUILT_IN, &loaded, target, with_fit);
    if data.len() % 4 == 1 {
        let again = recorded(&terms, &terms.assessor(), &loaded, target, with_fit);
        assert!(first == again, "judged twice, said otherwise");
    }
    let policy = (!text(policy).is_empty())
        .then(|| policy_in(policy))
        .flatten();
    held(policy.as_ref(), None, &[&short(&BUILT_IN, &loaded, target)]);
    hides(&loaded, target, data.len());
}

/// A site judged and shown in every format.
pub(super) fn judged<'a>(
    terms: &Terms<'a>,
    assessor: &Assessor<'a>,
    loaded: &Loaded,
    target: Target<'static>,
    with_fit: bool,
) -> SiteRecord {
    let site = recorded(terms, assessor, loaded, target, with_fit);
    oracles::judged("record", &site);
    let view = View {
        detail: rackready::assess::Detail::Ends,
        ..View::default()
    };
    let row = record::Row::read(&site, KnownLine::default());
    pages::every(&Report {
        method: terms.method(),
        known: KnownLine::default(),
        portfolio: Some(entry(&Portfolio::of(vec![row], 0, &view))),
        sites: vec![site.clone()],
        budget: None,
        errors: Vec::new(),
    });
    site
}

fn recorded<'a>(
    terms: &Terms<'a>,
    assessor: &Assessor<'a>,
    loaded: &Loaded,
    target: Target<'static>,
    with_fit: bool,
) -> SiteRecord {
    let report = report(assessor, loaded, target, with_fit);
    let written = record::of(&report, terms.checklist);
    assert!(
        report.row().rounded() == record::Row::read(&written, KnownLine::default()),
        "the row says otherwise than the record: {written:#?}"
    );
    written
}

/// Whoever leaves out one of the facts, whichever the bytes fall on, gains nothing.
fn hides(loaded: &Loaded, target: Target<'static>, at: usize) {
    let site = &loaded.site;
    let leaves = leaves(site);
    if leaves.is_empty() || !contradictions(site).is_empty() {
        return;
    }
    let leaf = &leaves[at % leaves.len()];
    let ends = |site| ends(&BUILT_IN, site, target);
    let gains = gains(&ends(site), &ends(&hidden(site, leaf)));
    assert!(
        gains.is_empty(),
        "without {leaf}: {gains:?}\n{}",
        loaded.source.text()
    );
}
