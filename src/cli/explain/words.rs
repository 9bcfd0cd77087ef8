//! Pages about the words and numbers of a report that are no id of a row, a rule or a column.

use serde_json::json;

use rackready::assess::Assessor;
use rackready::checklist::Checklist;
use rackready::hosting::catalog;
use rackready::report::numbers::{number as shown, percent};
use rackready::site::Site;
use rackready::typical::{Sample, Typical};

use super::page::Page;
use super::term::{Term, number, term};

const VERDICT: &str = "verdict";
const SCORE: &str = "part of the score";
const DRAWN: &str = "number over the draws";
const STATUS: &str = "status of a requirement";
const GATE: &str = "state of a gate";
const SEVERITY: &str = "severity";
const ROUTE: &str = "route";
const LISTING: &str = "list of a ranking";
const BASELINE: &str = "state against a baseline";
const MONEY: &str = "money";
const LINE: &str = "line of a report";
const DECIDED: &str = "gates, dates and MW: in each draw the first rule that holds decides; the likeliest word stands, with its chance and reason";
const JUDGED: &str =
    "attainment of the row in every draw, and with every unknown at its worst and at its best";
const OF_FILE: &str =
    "the priors of unstated facts, `rackready list priors`, and the ranges that the file states";
const BOUNDS: &str = "rows and limits, each bounded by all that the facts may hold which it reads; no draw and no prior is asked";

/// Every word, those of the money behind the others.
pub(crate) fn all() -> impl Iterator<Item = &'static Term> {
    TERMS.iter().chain(super::ways::TERMS)
}

/// Words that are not of the money, in the order of listings.
const TERMS: &[Term] = &[
    term(
        VERDICT,
        "verdict",
        "What to do with the site: the likeliest of convert, convert-in-phases, bridge and keep-mining, or insufficient-data",
        DECIDED,
    ),
    term(
        VERDICT,
        "convert",
        "Convert all of it: the MW come within the time that the tenant waits",
        DECIDED,
    ),
    number(
        VERDICT,
        "converting",
        "Converting at once or in phases, counted together: its chance is the share of the draws that say either",
        "share",
        "0 to 1",
        DECIDED,
    ),
    term(
        VERDICT,
        "convert-in-phases",
        "Convert a first phase now, more later as power comes live",
        DECIDED,
    ),
    term(
        VERDICT,
        "bridge",
        "Mine until a dated obstacle ends, which is later than the tenant waits",
        DECIDED,
    ),
    term(
        VERDICT,
        "keep-mining",
        "No way to convert was found: a gate fails that no work mends, or the site is too small for the tenant",
        DECIDED,
    ),
    term(
        VERDICT,
        "insufficient-data",
        "Too little is known to say: the file states no MW of its connection, live, agreed or wished for",
        "the file",
    ),
    term(
        VERDICT,
        "final",
        "No missing answer can change the verdict",
        "gates and dated obstacles, each settled at its worst and best, and all draws with the same word",
    ),
    number(
        SCORE,
        "convertibility",
        "How much of what money cannot readily buy is there: 100 · Σ w(1−f)·a / Σ w(1−f), with weight w, share f that money buys, attainment a",
        "points",
        "0 to 100",
        "the rows of the checklist that the target asks for, on the better route",
    )
    .read_by(how_to_read),
    number(
        SCORE,
        "readiness",
        "The retrofit checklist as the site stands: 100 · Σ w·a / Σ w, with weight w and attainment a",
        "points",
        "0 to 100",
        "the rows of the checklist that the target asks for",
    ),
    number(
        SCORE,
        "known",
        "Share of what convertibility weighs whose facts are known; reports call it confidence",
        "share",
        "0 to 1",
        "the weights w(1−f) of rows whose facts are known",
    ),
    number(
        SCORE,
        "confidence",
        "Share of what convertibility weighs whose facts are known",
        "share",
        "0 to 1",
        "the weights w(1−f) of rows whose facts are known",
    ),
    number(
        SCORE,
        "attainment",
        "How much of a requirement is there: a straight ramp between what earns nothing and what earns everything, or what a word earns",
        "share",
        "0 to 1",
        "the metric of the row and its thresholds for the target",
    ),
    number(
        SCORE,
        "weight",
        "How much a row counts in both scores; reasoned, never fitted to outcomes",
        "",
        "0 or more",
        "the checklist, `rackready list requirements`",
    ),
    number(
        SCORE,
        "fixability",
        "How much of a row money buys: that share counts in readiness and not in convertibility",
        "share",
        "0 to 1",
        "chance that a first hall's part of the work is done in the tenant's window × chance that it can be had at all × (1 − its share of what closing everything costs), the same for all sites; `rackready explain` of a row has the parts, its class stands in where no price is",
    ),
    number(
        SCORE,
        "points",
        "What a gap takes from convertibility; its points at stake come back where it closes",
        "points",
        "0 to 100",
        "weight and attainment of the row",
    ),
    term(
        DRAWN,
        "prior",
        "What a fact is likely to be at a mine where nobody states it: a distribution, perhaps given other facts",
        "the priors, each with reason and source: `rackready list priors`, or `--typical`",
    ),
    term(
        DRAWN,
        "draw",
        "The site with every unknown given one value from its prior and every range one inside it; everything is worked out in each draw",
        OF_FILE,
    ),
    term(
        DRAWN,
        "worst",
        "Whatever the unknowns hold it is no worse: every row and limit by itself, at the worse end of all that it reads; what is hidden never helps",
        BOUNDS,
    ),
    term(
        DRAWN,
        "ends",
        "Worst and best, whatever the unknowns hold; `--ends` works them out for the rows of a ranking",
        BOUNDS,
    ),
    term(
        DRAWN,
        "sweep",
        "Each unknown moved by itself in the median draw, numbers to their tenth and ninth tenth, words to each that is likely enough: the tornado of `--full`, and what orders the questions",
        OF_FILE,
    ),
    term(
        DRAWN,
        "worth",
        "What the good answer to a question brings over the bad one in the median draw: points, MW that convert, M$, months",
        OF_FILE,
    ),
    term(
        VERDICT,
        "hangs_on",
        "Paths of the missing facts that can change the verdict",
        DECIDED,
    ),
    number(
        VERDICT,
        "after_best_three",
        "The chance of converting when the first three questions all turn out well, over all draws",
        "share",
        "0 to 1",
        DECIDED,
    ),
    term(DRAWN, "p10", "One draw in ten lies below", OF_FILE),
    term(
        DRAWN,
        "p50",
        "Half of the draws lie below, half above",
        OF_FILE,
    ),
    term(DRAWN, "mean", "The mean of all draws", OF_FILE),
    term(
        DRAWN,
        "expected",
        "In limits of a policy: the score in the mean, MW, money and months at P50",
        OF_FILE,
    ),
    term(DRAWN, "p90", "One draw in ten lies above", OF_FILE),
    term(
        DRAWN,
        "best",
        "Whatever the unknowns hold it is no better; null where nothing bounds it",
        BOUNDS,
    ),
    number(
        DRAWN,
        "calibration",
        "How often P10 to P90 holds what comes, 80 % being meant, and a chance comes as often as it says: `backtest` hides facts of documented mines at random and holds one draw of the full file against what the rest says. It tests that fewer facts claim to know less, not that the priors are true, as these draw both",
        "share of the trials",
        "0 to 1",
        "files of mines that state 8 facts and more that calculators read; --seed decides what is hidden",
    ),
    term(
        LINE,
        "FIRST",
        "The works that must start first for the plan to keep its dates, each with its weeks and M$",
        "the plan, which lists all of its works in this order: `rackready plan`",
    ),
    number(
        MONEY,
        "M$",
        "Millions of nominal US dollars. Of a plan: what the owner pays for its works, design, management and contingency; M$/MW is that for each critical IT MW",
        "M$",
        "0 or more; credits are negative",
        "the price list, `rackready list prices` and `rackready list regions`",
    ),
    term(STATUS, "met", "All of it is there", JUDGED),
    term(STATUS, "partial", "Part of it is there", JUDGED),
    term(STATUS, "gap", "Nothing of it is there", JUDGED),
    term(
        STATUS,
        "unknown",
        "A fact is missing that decides it; the report asks for it",
        JUDGED,
    ),
    term(
        STATUS,
        "not-applicable",
        "The target does not ask for it",
        "what the row says of hardware, tenant and workload",
    ),
    term(
        GATE,
        "gate",
        "A requirement that decides the verdict by itself",
        "the checklist, `rackready list requirements`",
    ),
    term(GATE, "passed", "The gate passes even at its worst", JUDGED),
    term(
        GATE,
        "open",
        "A missing fact decides the gate. Of a verdict: its word is less likely than 60 %",
        JUDGED,
    ),
    term(GATE, "failed", "The gate fails even at its best", JUDGED),
    term(
        SEVERITY,
        "blocker",
        "It decides by itself: a gate that fails, a contradiction, an invalid file, a limit missed",
        "the kind of the rule",
    ),
    term(
        SEVERITY,
        "major",
        "A gate that is open, or a gap that costs a point of convertibility or more",
        "the points at stake",
    ),
    term(SEVERITY, "minor", "Any other gap", "the points at stake"),
    term(
        SEVERITY,
        "info",
        "An unknown, or a remark",
        "the status of the row",
    ),
    term(
        ROUTE,
        "in-place",
        "The conversion goes into a hall that stands",
        "the route that scores higher, or `--route`",
    ),
    term(
        ROUTE,
        "new-hall",
        "The conversion goes into a new hall on the same connection",
        "the route that scores higher, or `--route`",
    ),
    term(
        LISTING,
        "ranked",
        "Enough is known of the site to rank it",
        "the share known, at least `--known`",
    ),
    term(
        LISTING,
        "ask-first",
        "So little is known of the site that its rank would be that of priors: it is listed apart, with what to ask",
        "the share known, below `--known`",
    ),
    term(
        BASELINE,
        "new",
        "The baseline does not have it, so it counts",
        "the fingerprint: rule, place and site",
    ),
    term(
        BASELINE,
        "unchanged",
        "The baseline has it, so it fails nothing",
        "the fingerprint: rule, place and site",
    ),
    term(
        BASELINE,
        "absent",
        "The baseline has it and the site no longer; it fails nothing",
        "the fingerprint: rule, place and site",
    ),
];

/// What is called by a word; one may mean several things, such as a verdict and a way.
pub(super) fn find(word: &str) -> impl Iterator<Item = &'static Term> {
    all().filter(move |term| term.word == word)
}

/// What a word means, and the others of its kind.
pub(super) fn term_page(term: &Term, checklist: &Checklist, typical: &Typical) -> Page {
    let mut page = Page::new(term.kind, term.word, term.meaning);
    for (key, text) in [
        ("unit", term.unit),
        ("range", term.range),
        ("comes_from", term.from),
    ] {
        if !text.is_empty() {
            page.fact(key, json!(text));
        }
    }
    if term.kind == MONEY {
        super::prices::factors(&mut page);
    }
    if let Some(read) = term.reading {
        read(&mut page, checklist, typical);
    }
    let others = all().filter(|other| other.kind == term.kind && other.word != term.word);
    let others = others.map(|other| vec![json!(other.word), json!(other.meaning)]);
    page.table(
        "others",
        "Beside it",
        &["word", "meaning"],
        others.collect(),
    );
    if !term.sources.is_empty() {
        page.sources(super::sources(term.sources.iter().copied(), checklist));
    }
    page
}

/// What a convertibility of 67 means, for the hardware that is shipped in numbers.
fn how_to_read(page: &mut Page, checklist: &Checklist, typical: &Typical) {
    let Some(target) = catalog().usual().ok().and_then(|usual| {
        usual
            .into_iter()
            .find(|t| t.hardware.id == catalog().example_hardware)
    }) else {
        return;
    };
    let assessor = Assessor::of(checklist).drawn(typical, Sample::default());
    let (_, details) = assessor.assess_in_detail(&Site::default(), target);
    let shares = details.categories.iter();
    let shares = shares.map(|c| format!("{} {}", c.name, percent(c.share)));
    let empty = shown(assessor.of_empty_file(target).spread.mean.round());
    page.fact(
        "0_and_100",
        "0 is a site that has nothing of what a tenant asks for and money does not buy in time, 100 one that has all of it",
    );
    page.fact(
        "a_67",
        "of 100 such points 67 are there, in the mean over what the file leaves open; the report says how far they range",
    );
    page.fact(
        "weighs",
        format!(
            "for {}: {}",
            target.id(),
            shares.collect::<Vec<_>>().join(", ")
        ),
    );
    page.fact(
        "an_empty_file",
        format!("{empty}, by priors alone: what a file tells is how far its site lies above or below that"),
    );
    page.fact(
        "is_not",
        "a chance, a price or a date: those are the verdict's and the plan's. Two sites whose ranges overlap are not told apart by it",
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use rackready::record::Listing;
    use rackready::rules::register::Severity;
    use rackready::rules::{GateState, Route, Status};
    use rackready::verdict::Word;

    #[test]
    fn every_word_that_a_report_chooses_from_is_here() {
        let verdicts = [
            Word::InsufficientData,
            Word::KeepMining,
            Word::Bridge,
            Word::ConvertInPhases,
            Word::Convert,
        ];
        let statuses = [
            Status::Gap,
            Status::Partial,
            Status::Unknown,
            Status::Met,
            Status::NotApplicable,
        ];
        let gates = [GateState::Passed, GateState::Open, GateState::Failed];
        let words = verdicts
            .map(Word::word)
            .into_iter()
            .chain(statuses.map(Status::word))
            .chain(gates.map(GateState::word))
            .chain(Listing::ALL.iter().map(|listing| listing.word()))
            .chain(Severity::ALL.iter().map(|severity| severity.word()))
            .chain([Route::InPlace(None), Route::NewHall].map(Route::word));
        for word in words {
            assert!(find(word).next().is_some(), "{word}");
        }
    }
}
