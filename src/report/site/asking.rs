//! What to ask first, and what each unknown does by itself: the tornado.

use super::answer::{answer, together};
use crate::record::Rounded;
use crate::record::SiteRecord;
use crate::record::question::{BarEntry, MovedEntry, QuestionEntry};
use crate::report::numbers::number;
use crate::report::plain;
use crate::report::prose::clip;
use crate::report::sheet::Sheet;

/// The questions on whose answer anything hangs.
pub(super) fn open_questions(site: &SiteRecord) -> Vec<&QuestionEntry> {
    site.asking.that_matter().collect()
}

/// The questions with what their answers do.
pub(super) fn questions(sheet: &mut Sheet, site: &SiteRecord) {
    let asks = open_questions(site);
    if asks.is_empty() {
        return;
    }
    sheet.heading("What to ask first, and what an answer does where all else is middling");
    for (index, ask) in asks.into_iter().enumerate() {
        question(sheet, index, ask);
    }
    if let Some(together) = together(site) {
        sheet.wrap("    ", "    ", &together);
    }
}

fn question(sheet: &mut Sheet, index: usize, ask: &QuestionEntry) {
    let lead = format!("{:>2}. {}: ", index + 1, ask.ask.word());
    sheet.wrap(&lead, "    ", &plain(&ask.question));
    sheet.wrap("    + ", "      ", &answer(&ask.good));
    if ask.bad.answer != ask.good.answer {
        sheet.wrap("    - ", "      ", &answer(&ask.bad));
    }
    let mut facts = plain(&ask.facts.join(", "));
    if !ask.gates.is_empty() {
        facts += &format!("; decides {}", plain(&ask.gates.join(", ")));
    }
    sheet.wrap("      ", "      ", &facts);
}

/// Most characters of a value in the table.
const VALUE: usize = 14;

/// What each unknown does by itself, the widest first.
pub(super) fn tornado(sheet: &mut Sheet, site: &SiteRecord) {
    let bars: Vec<&BarEntry> = site.asking.that_move().collect();
    if bars.is_empty() {
        return;
    }
    sheet.heading("Each unknown by itself: what changes from its low to its high end");
    let header = ["Fact", "Low → high", "MW", "Score", "M$", "Months"];
    let mut lines = vec![header.map(str::to_owned).to_vec()];
    lines.extend(bars.into_iter().map(|bar| {
        let change = |of: fn(&MovedEntry) -> Option<Rounded>| {
            let both = of(&bar.low).zip(of(&bar.high));
            both.map_or("–".to_owned(), |(low, high)| {
                signed(high.get() - low.get())
            })
        };
        vec![
            plain(&bar.fact),
            format!(
                "{} → {}",
                plain(&clip(&bar.low.value, VALUE)),
                plain(&clip(&bar.high.value, VALUE))
            ),
            change(|moved| Some(moved.mw)),
            change(|moved| Some(moved.score)),
            change(|moved| moved.musd),
            change(|moved| moved.months),
        ]
    }));
    sheet.fitted(&lines, |column| column >= 2);
}

/// A change with its sign; none as 0.
pub(super) fn signed(change: f64) -> String {
    let text = number(change);
    if change > 0.0 && text != "0" {
        format!("+{text}")
    } else {
        text
    }
}
