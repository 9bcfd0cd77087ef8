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

#[test]
fn a_word_of_fewer_than_six_draws_in_ten_is_open_and_too_little_data_never() {
    let chances = chances(0.35, 0.24, 0.41, 0.0);
    assert!(chances.leave_open(Word::Convert) && chances.leave_open(Word::ConvertInPhases));
    assert!(chances.leave_open(Word::Bridge) && chances.leave_open(Word::KeepMining));
    assert!(!chances.leave_open(Word::InsufficientData));
    let settled = self::chances(0.35, 0.25, 0.4, 0.0);
    assert!(!settled.leave_open(Word::Convert) && !settled.leave_open(Word::ConvertInPhases));
    assert_eq!(settled.of_word(Word::Bridge), 0.4);
    assert_eq!(settled.of_word(Word::KeepMining), 0.0);
    assert_eq!(settled.of_word(Word::InsufficientData), 0.0);
}

#[test]
fn megawatts_are_told_with_a_decimal_below_ten_alone() {
    let told = [0.0, 0.04, 0.5, 9.94, 10.0, 10.4, 129.6].map(number);
    assert_eq!(told, ["0", "0.0", "0.5", "9.9", "10", "10", "130"]);
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

/// What the first gate earns; months and attainment of the dated row; MW; weeks to the first of them and to all.
type Edge = (f64, (f64, f64), f64, (f64, f64));

/// The edges of what decides, and a hair beyond, each with the word and the reason there.
fn edges() -> Vec<(Edge, Word, Why)> {
    let tenant = &target().tenant.parameters;
    let (least, window) = (tenant.min_mw.value, tenant.window_months.value);
    let weeks = window * WEEKS_PER_MONTH;
    let soon = (1.0, 2.0);
    let open = (0.0, 1.0);
    let edges = [
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
    ];
    let edge = |(first, second, mw, dates, word, why)| ((first, second, mw, dates), word, why);
    edges.map(edge).to_vec()
}

#[test]
fn each_edge_decides_on_its_own_side() {
    for ((first, second, mw, dates), word, why) in edges() {
        let decision = decided(first, second, mw, dates);
        assert_eq!(
            (decision.word, decision.why),
            (word, why),
            "{first} {second:?} {mw} {dates:?}"
        );
    }
}

/// The words at ends that are given for each row, for MW and for weeks.
fn words_at([worst, best]: [Edge; 2]) -> Words {
    let deciding = Deciding {
        gates: vec![(0, 1.0), (1, 0.5)],
        dated: vec![1],
    };
    let row = |at: usize| {
        let of = |edge: Edge| [edge.0, edge.1.1][at];
        AtEnds {
            earns: [of(worst), of(best)],
            reach: months_of(at, [best.1.0, worst.1.0]),
        }
    };
    let timing = |(first, all): (f64, f64)| Timing { first, all };
    let timings = || [timing(worst.3), timing(best.3)];
    possible(&target(), &deciding, row, [worst.2, best.2], timings)
}

#[test]
fn where_nothing_is_open_the_word_that_is_decided_is_the_only_one() {
    for (edge, word, _) in edges() {
        let words = words_at([edge; 2]);
        for other in [
            Word::Convert,
            Word::ConvertInPhases,
            Word::Bridge,
            Word::KeepMining,
        ] {
            assert_eq!(words.are_only(other), other == word, "{edge:?}: {words:?}");
        }
    }
}

#[test]
fn a_site_that_may_take_either_of_two_routes_may_come_to_the_words_of_both() {
    let all = [
        Word::Convert,
        Word::ConvertInPhases,
        Word::Bridge,
        Word::KeepMining,
    ];
    for (one, word, _) in edges() {
        for (other, second, _) in edges() {
            let words = words_at([one; 2]).or(words_at([other; 2]));
            let held = all.map(|of| words.hold(of));
            assert_eq!(held, all.map(|of| of == word || of == second));
        }
    }
}

#[test]
fn a_supply_that_is_not_firm_is_told_to_lack_firming_where_none_is_stated() {
    let target = target();
    let rows = Rows::of(crate::checklist::built_in(), &target);
    let at = |is: &dyn Fn(&crate::rules::Ready) -> bool| {
        let at = rows.iter().position(is).unwrap();
        Why::GateFails(u16::try_from(at).unwrap())
    };
    let firm = at(&|row| row.requirement.metric.role == Role::FirmShare);
    let other = at(&|row| row.requirement.dated);
    let told = |power: &str, why: Why| {
        let site = crate::source::yaml::built_in(&format!("name: A\npower: {{{power}}}"));
        let megawatts = Megawatts {
            carried: 20.0,
            in_window: 5.0,
        };
        let usual = Usual {
            megawatts,
            months: 12.0,
            all_months: 30.0,
            longest: None,
        };
        let reason = reason(&site, &target, &rows, why, usual);
        assert!(reason.starts_with("in the draws that say so, "), "{reason}");
        reason.contains("power.firming_mw states nothing that firms it")
    };
    assert!(told("approved_mw: 40", firm));
    assert!(!told("firming_mw: 0", firm));
    assert!(!told("approved_mw: 40", other));
    assert!(!told("firming_mw: 0", other));
}

#[test]
fn between_two_ends_are_the_words_of_both() {
    let tenant = &target().tenant.parameters;
    let (least, window) = (tenant.min_mw.value, tenant.window_months.value);
    let weeks = window * WEEKS_PER_MONTH;
    let best = (1.0, (0.0, 1.0), least, (1.0, 2.0));
    let both = |worst: Edge| {
        let words = words_at([worst, best]);
        let all = [
            Word::Convert,
            Word::ConvertInPhases,
            Word::Bridge,
            Word::KeepMining,
        ];
        all.map(|word| words.hold(word))
    };
    let (convert, phases, bridge, keep) = (true, true, true, true);
    // A gate that may fail, and too few MW.
    let gated = (0.5, best.1, best.2, best.3);
    assert_eq!(both(gated), [convert, false, false, keep]);
    let small = (best.0, best.1, least - 1.0, best.3);
    assert_eq!(both(small), [convert, false, false, keep]);
    // An obstacle that ends late for sure, and one that may never end.
    let late = (best.0, (window + 1.0, 0.0), best.2, best.3);
    assert_eq!(both(late), [convert, false, bridge, false]);
    let endless = (best.0, (NO_END_MONTHS, 0.0), best.2, best.3);
    assert_eq!(both(endless), [convert, false, bridge, keep]);
    // MW that may come late: the last, and the first of them.
    let last = (best.0, best.1, best.2, (1.0, weeks + 1.0));
    assert_eq!(both(last), [convert, phases, false, false]);
    let first = (best.0, best.1, best.2, (weeks + 1.0, weeks + 2.0));
    assert_eq!(both(first), [convert, phases, bridge, false]);
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
