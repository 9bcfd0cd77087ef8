//! How likely each verdict is.

use super::svg::{Anchor, Ink, Svg};
use crate::report::numbers::percent;
use crate::verdict::{Chances, Word};

/// A band as wide as all draws, parted by what they say.
pub(in crate::report::html) fn picture_of(chances: Chances) -> String {
    let parts = [
        ("converting at once", chances.convert, Ink::Green),
        ("converting in phases", chances.convert_in_phases, Ink::Blue),
        ("bridge", chances.bridge, Ink::Orange),
        ("keep mining", chances.keep_mining, Ink::Gray),
    ];
    let mut svg = Svg::default();
    let (mut from, mut top) = (0.0, 40.0);
    for (name, chance, ink) in parts {
        let said = format!("{name}: {}", percent(chance));
        svg.group(&said, |svg| {
            if chance > 0.0 {
                svg.bar([from, from + chance], [0.0, 22.0], ink, 1.0);
            }
            svg.dot([0.012, top - 4.5], 5.0, ink, 1.0);
            let told = format!("{} {name}", percent(chance));
            svg.text([0.04, top], Anchor::Start, &told);
        });
        from += chance;
        top += 20.0;
    }
    svg.finish("Share of the draws that say each verdict", top - 10.0)
}

/// The tone of a verdict.
pub(in crate::report::html) fn tone(word: Word) -> &'static str {
    match word {
        Word::Convert => "convert",
        Word::ConvertInPhases => "phases",
        Word::Bridge => "bridge",
        Word::KeepMining => "keep",
        Word::InsufficientData => "nodata",
    }
}
