//! The supply curve: megawatts by what each costs, cheapest first.

use super::bubbles::ink;
use super::svg::{Anchor, LEFT, LETTERS, Svg};
use crate::ranking::Portfolio;
use crate::report::numbers::number;
use crate::report::scale::Scale;

const PLOT: f64 = 240.0;
const TOP: f64 = 24.0;

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
    let up = Scale::up_to(dearest.max(1.0)).with_margin();
    let y = |cost: f64| TOP + PLOT * (1.0 - up.at(cost));
    let x = |mw: f64| LEFT + (1.0 - LEFT) * wide.at(mw);
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
            let gap = 0.0012_f64.min(0.2 * (x(to) - x(from)));
            let top = y(step.cost_per_mw_musd);
            svg.bar(
                [x(from), x(to) - gap],
                [top, TOP + PLOT - top],
                ink(row.verdict),
                0.8,
            );
        });
    }
    svg.rising(up, 4, y, "M$ for each MW");
    for tick in wide.ticks(4) {
        let x = x(tick);
        let anchor = match x {
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
