//! Many sites at once: megawatts against what each costs.

use super::svg::{Anchor, Ink, LEFT, LETTERS, Svg};
use crate::ranking::Row;
use crate::report::numbers::{number, percent};
use crate::report::scale::Scale;
use crate::verdict::Word;

const PLOT: f64 = 340.0;
const TOP: f64 = 24.0;
/// Sites that have their rank beside them.
const NAMED: usize = 12;

/// A dot for each site with megawatts and a price; its size is the chance of converting, its color the verdict.
pub(in crate::report::html) fn picture_of(rows: &[Row]) -> String {
    let dots: Vec<(usize, &Row, f64, f64)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row, row.planned_mw.spread.p50, row.cost_per_mw?.p50)))
        .filter(|(_, _, mw, cost)| *mw > 0.0 && cost.is_finite())
        .collect();
    let most = |of: fn(&(usize, &Row, f64, f64)) -> f64| dots.iter().map(of).fold(1.0, f64::max);
    let least =
        |of: fn(&(usize, &Row, f64, f64)) -> f64| dots.iter().map(of).fold(f64::MAX, f64::min);
    // A tenfold of megawatts is as wide wherever it begins: sites are of all sizes.
    let wide = Scale {
        low: least(|dot| dot.2).clamp(0.1, 10.0).log10().floor(),
        high: (most(|dot| dot.2).max(100.0) * 1.3).log10(),
    };
    let up = Scale {
        low: 0.8 * least(|dot| dot.3).min(10.0),
        high: 1.05 * most(|dot| dot.3).max(1.0),
    };
    let x = |mw: f64| LEFT + 0.02 + (0.96 - LEFT) * wide.at(mw.log10());
    let y = |cost: f64| TOP + PLOT * (1.0 - up.at(cost));
    let mut svg = Svg::default();
    svg.rising(up, 5, y, "M$ for each MW");
    for tick in [0.1_f64, 1.0, 10.0, 100.0, 1_000.0, 10_000.0] {
        if (wide.low..wide.high).contains(&tick.log10()) {
            svg.guide([x(tick), TOP], [x(tick), TOP + PLOT + 4.0]);
            let at = [x(tick), TOP + PLOT + LETTERS + 5.0];
            svg.note(at, Anchor::Middle, &format!("{} MW", number(tick)));
        }
    }
    // The largest stand behind, so that none is hidden.
    let mut behind: Vec<&(usize, &Row, f64, f64)> = dots.iter().collect();
    behind.sort_by(|a, b| b.1.chance.converting().total_cmp(&a.1.chance.converting()));
    for (at, row, mw, cost) in behind {
        let chance = row.chance.converting();
        let told = format!(
            "{}. {}: {} MW at {} M$/MW, {}, converting {}",
            at + 1,
            row.name.name,
            number(*mw),
            number(*cost),
            row.verdict.word(),
            percent(chance)
        );
        svg.group(&told, |svg| {
            svg.dot(
                [x(*mw), y(*cost)],
                3.0 + 6.0 * chance,
                ink(row.verdict),
                0.7,
            )
        });
    }
    for (at, _, mw, cost) in dots.iter().take(NAMED) {
        svg.note(
            [x(*mw), y(*cost) - 10.0],
            Anchor::Middle,
            &(at + 1).to_string(),
        );
    }
    legend(&mut svg, TOP + PLOT + LETTERS + 26.0);
    svg.finish(
        "Planned megawatts of each site against the cost of each",
        TOP + PLOT + LETTERS + 56.0,
    )
}

/// What the colors say.
fn legend(svg: &mut Svg, top: f64) {
    let words = [
        Word::Convert,
        Word::ConvertInPhases,
        Word::Bridge,
        Word::KeepMining,
    ];
    for (nth, word) in (0_u8..).zip(words) {
        let x = 0.5 * f64::from(nth % 2);
        let y = top + 20.0 * f64::from(nth / 2);
        svg.dot([x + 0.012, y - 4.0], 5.0, ink(word), 0.9);
        svg.note([x + 0.04, y], Anchor::Start, word.word());
    }
}

/// The color of a verdict.
pub(super) fn ink(word: Word) -> Ink {
    match word {
        Word::Convert => Ink::Green,
        Word::ConvertInPhases => Ink::Blue,
        Word::Bridge => Ink::Orange,
        Word::KeepMining | Word::InsufficientData => Ink::Gray,
    }
}
