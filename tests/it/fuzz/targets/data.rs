//! Checklists, prices, priors and markets of a user: refused with their places, or good to judge by.

use rackready::economics::market as markets;
use rackready::source::{Problem, Source};
use rackready::{checklist as checklists, plan, typical};

use super::judging::{MINES, Terms, target};
use super::oracles::told;
use super::whole::judged;

/// A checklist, and a site judged by it.
pub fn checklist(data: &[u8]) {
    if let Some(checklist) = read(data, checklists::read) {
        judge(
            data,
            &Terms {
                checklist: &checklist,
                ..Terms::built_in()
            },
        );
    }
}

/// Prices, and a site planned at them.
pub fn prices(data: &[u8]) {
    if let Some(prices) = read(data, |source| plan::built_in().with_file(source)) {
        judge(
            data,
            &Terms {
                prices: &prices,
                ..Terms::built_in()
            },
        );
    }
}

/// Priors, and a site drawn from them.
pub fn priors(data: &[u8]) {
    if let Some(typical) = read(data, typical::read) {
        judge(
            data,
            &Terms {
                typical: &typical,
                ..Terms::built_in()
            },
        );
    }
}

/// A market, and a site whose ways are reckoned by it.
pub fn market(data: &[u8]) {
    if let Some(market) = read(data, |source| markets::built_in().with_file(source)) {
        judge(
            data,
            &Terms {
                market: &market,
                ..Terms::built_in()
            },
        );
    }
}

fn read<T>(data: &[u8], read: impl Fn(&Source) -> Result<T, Vec<Problem>>) -> Option<T> {
    let source = match Source::from_bytes("data.yaml", data) {
        Ok(source) => source,
        Err(refused) => {
            told(&refused.source, &refused.problems);
            return None;
        }
    };
    match (read(&source), read(&source)) {
        (Ok(read), Ok(_)) => Some(read),
        (Err(problems), Err(again)) => {
            told(&source, &problems);
            assert_eq!(problems, again);
            None
        }
        _ => panic!("read twice, said otherwise:\n{}", source.text()),
    }
}

/// Either mine for either target, as the bytes fall.
fn judge(data: &[u8], terms: &Terms) {
    let mine = &MINES[data.len() % 2];
    let hosted = if data.len().is_multiple_of(3) {
        "air-colo"
    } else {
        "nvl72"
    };
    judged(terms, &terms.assessor(), mine, target(hosted), false);
}
