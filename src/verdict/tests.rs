//! What decides, at each edge.

use super::*;
use crate::hosting::catalog;

fn chances(convert: f64, phases: f64, bridge: f64, keep: f64) -> Chances {
    Chances {
        convert,
        convert_in_phases: phases,
        bridge,
        keep_mining: keep,
    }
}

#[test]
fn the_likeliest_word_is_named_and_ties_are_not_hopeful() {
    // Converting has most draws, though keep mining has more than either half.
    assert_eq!(chances(0.3, 0.25, 0.05, 0.4).likeliest(), Word::Convert);
    assert_eq!(chances(0.25, 0.25, 0.0, 0.5).likeliest(), Word::KeepMining);
    assert_eq!(chances(0.25, 0.25, 0.5, 0.0).likeliest(), Word::Bridge);
    assert_eq!(
        chances(0.3, 0.3, 0.2, 0.2).likeliest(),
        Word::ConvertInPhases
    );
    let both = chances(0.3, 0.28, 0.2, 0.22);
    assert!((both.of_word(both.likeliest()) - 0.58).abs() < 1e-12);
}

/// A gate on the first row and a dated one on the second, which gates too.
fn decided(first: f64, second: (f64, f64), mw: f64, weeks: (f64, f64)) -> Decision {
    let deciding = Deciding {
        gates: vec![(0, 1.0), (1, 0.5)],
        dated: vec![1],
    };
    let mark = |months: f64, attainment: f64| Mark {
        has: Value::Number(months),
        attainment,
    };
    let marks = [mark(0.0, first), mark(second.0, second.1)];
    let megawatts = Megawatts {
        carried: mw,
        in_window: mw,
    };
    let timing = Timing {
        first: weeks.0,
        all: weeks.1,
    };
    decide(
        &target(),
        &deciding,
        &marks,
        megawatts,
        timing,
        Waits::Works,
    )
}

/// The months of the dated row, whenever in a range.
fn months_of(row: usize, range: [f64; 2]) -> crate::rules::Reach {
    let mut reach = crate::rules::Reach::NOTHING;
    for months in range.into_iter().filter(|_| row == 1) {
        reach.add(Value::Number(months));
    }
    reach
}

fn target() -> Target<'static> {
    catalog().target("nvl72/neocloud/training").unwrap()
}

#[test]
fn each_edge_decides_on_its_own_side() {
    let tenant = &target().tenant.parameters;
    let (least, window) = (tenant.min_mw.value, tenant.window_months.value);
    let weeks = window * WEEKS_PER_MONTH;
    let soon = (1.0, 2.0);
    let open = (0.0, 1.0);
    let why = |decision: Decision| (decision.word, decision.why);
    for (first, second, mw, dates, word, reason) in [
        // A gate that attains what it must passes; a hair less is a failure for good.
        (1.0, open, least, soon, Word::Convert, Why::All),
        (
            0.999,
            open,
            least,
            soon,
            Word::KeepMining,
            Why::GateFails(0),
        ),
        // The tenant's least is enough.
        (
            1.0,
            open,
            least - 0.01,
            soon,
            Word::KeepMining,
            Why::TooSmall,
        ),
        // A dated obstacle that ends is a date, however little its gate attains; one that never does is a failure.
        (1.0, (window, 0.0), least, soon, Word::Convert, Why::All),
        (
            1.0,
            (window + 0.1, 0.0),
            least,
            soon,
            Word::Bridge,
            Why::TooLate(1),
        ),
        (
            1.0,
            (NO_END_MONTHS, 0.0),
            least,
            soon,
            Word::KeepMining,
            Why::GateFails(1),
        ),
        // One without end whose gate passes all the same is no bridge: nothing ends there.
        (
            1.0,
            (NO_END_MONTHS, 1.0),
            least,
            soon,
            Word::Convert,
            Why::All,
        ),
        // MW on the last day of the window are within it.
        (1.0, open, least, (weeks, weeks), Word::Convert, Why::All),
        (
            1.0,
            open,
            least,
            (weeks, weeks + 1.0),
            Word::ConvertInPhases,
            Why::First,
        ),
        (
            1.0,
            open,
            least,
            (weeks + 1.0, weeks + 1.0),
            Word::Bridge,
            Why::FirstTooLate(Waits::Works),
        ),
    ] {
        let decision = decided(first, second, mw, dates);
        assert_eq!(
            why(decision),
            (word, reason),
            "{first} {second:?} {mw} {dates:?}"
        );
    }
}

#[test]
fn what_draws_decide_is_possible_at_ends_that_hold_them() {
    use proptest::prelude::*;
    let tenant = &target().tenant.parameters;
    let (least, window) = (tenant.min_mw.value, tenant.window_months.value);
    let months = || prop_oneof![0.0..2.0 * window, Just(NO_END_MONTHS)];
    let both = |low: f64, high: f64| (low..high, low..high).prop_map(|(a, b)| [a.min(b), a.max(b)]);
    let date = (months(), months()).prop_map(|(a, b)| [a.min(b), a.max(b)]);
    let all = (
        both(0.0, 1.2),
        date,
        both(0.0, 2.0 * least),
        both(0.0, 2.0 * window * WEEKS_PER_MONTH),
        both(0.0, window * WEEKS_PER_MONTH),
        prop::collection::vec(0..2_usize, 4),
    );
    // A dated row earns all within the window and nothing beyond.
    let earns = |months: f64| if months <= window { 1.0 } else { 0.0 };
    proptest!(|((first, date, mw, weeks, more, ends) in all)| {
        let pick = |of: [f64; 2], at: usize| of[ends[at]];
        let weeks = [(weeks[0], weeks[0] + more[0]), (weeks[1], weeks[1] + more[1])];
        let timing = weeks[ends[3]];
        let decision = decided(
            pick(first, 0),
            (pick(date, 1), earns(pick(date, 1))),
            pick(mw, 2),
            timing,
        );
        let deciding = Deciding { gates: vec![(0, 1.0), (1, 0.5)], dated: vec![1] };
        let row = |at: usize| AtEnds {
            earns: if at == 0 { first } else { [earns(date[1]), earns(date[0])] },
            reach: months_of(at, date),
        };
        let timings = || weeks.map(|(first, all)| Timing { first, all });
        let timings = || { let [best, worst] = timings(); [worst, best] };
        let words = possible(&target(), &deciding, row, mw, timings);
        prop_assert!(words.hold(decision.word), "{decision:?} is not among {words:?}");
    });
}
