//! The supply curve: megawatts by what each costs, cheapest first.

use super::bubbles::ink;
use super::scale::Scale;
use super::svg::{Anchor, LETTERS, Svg};
use crate::ranking::Portfolio;
use crate::report::numbers::number;

const PLOT: f64 = 240.0;
const TOP: f64 = 20.0;

/// A block for each site: as wide as its megawatts, as high as the price of each; `None` without megawatts.
pub(in crate::report::html) fn picture_of(portfolio: &Portfolio) -> Option<String> {
    let steps = &portfolio.supply_curve;
    let all = steps.last()?.cumulative_mw;
    let wide = Scale {
        low: 0.0,
        high: all.max(1.0),
    };
    let dearest = steps
        .iter()
        .map(|step| step.cost_per_mw_musd)
        .fold(0.0, f64::max);
    let up = Scale::up_to(dearest.max(1.0));
    let y = |cost: f64| TOP + PLOT * (1.0 - up.at(cost));
    let mut svg = Svg::default();
    for step in steps {
        let row = portfolio.rows.get(step.row)?;
        let (from, to) = (step.cumulative_mw - step.mw, step.cumulative_mw);
        let told = format!(
            "{}: {} MW at {} M$/MW; {} MW so far",
            row.name.name,
            number(step.mw),
            number(step.cost_per_mw_musd),
            number(to)
        );
        svg.group(&told, |svg| {
            let gap = 0.0012_f64.min(0.2 * (wide.at(to) - wide.at(from)));
            let top = y(step.cost_per_mw_musd);
            svg.bar(
                [wide.at(from), wide.at(to) - gap],
                [top, TOP + PLOT - top],
                ink(row.verdict),
                0.8,
            );
        });
    }
    for tick in up.ticks(4) {
        svg.guide([0.0, y(tick)], [1.0, y(tick)]);
        svg.note(
            [0.0, y(tick) - 4.0],
            Anchor::Start,
            &format!("{} M$/MW", number(tick)),
        );
    }
    for tick in wide.ticks(4) {
        let x = wide.at(tick);
        let anchor = match x {
            x if x < 0.06 => Anchor::Start,
            x if x > 0.92 => Anchor::End,
            _ => Anchor::Middle,
        };
        svg.note(
            [x, TOP + PLOT + LETTERS + 4.0],
            anchor,
            &format!("{} MW", number(tick)),
        );
    }
    Some(svg.finish(
        "Megawatts by what each costs, cheapest site first",
        TOP + PLOT + LETTERS + 10.0,
    ))
}
