//! The name and the unit in a header.

use crate::units::written::Unit;

/// A header in its parts.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input) struct Title {
    /// The name, with single ordinary blanks.
    pub(in crate::input) name: String,
    /// The unit that stands behind it, and how it is written there.
    pub(in crate::input) unit: Option<(Unit, String)>,
}

/// Longest header that is taken apart.
const LONGEST: usize = 400;

/// A header in its name and its unit: `Installed (kW)`, `Capacity, MW`, `Area [acres]`, `energized_mw`.
pub(in crate::input) fn title(header: &str) -> Title {
    let name = tidy(header);
    if name.len() > LONGEST {
        return Title { name, unit: None };
    }
    let parted = in_brackets(&name)
        .or_else(|| behind_a_sign(&name))
        .or_else(|| last_word(&name));
    match parted {
        Some((name, unit, written)) => Title {
            name,
            unit: Some((unit, written)),
        },
        None => Title { name, unit: None },
    }
}

/// A header in one line with single ordinary blanks; what cannot be seen is left out.
fn tidy(header: &str) -> String {
    let hidden = |c: &char| {
        matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        )
    };
    let seen: String = header.chars().filter(|c| !hidden(c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

type Parted = (String, Unit, String);

/// `Installed (kW)`, `Area [acres]`, `Capacity (in MW)`, `Power (MW) 2025`.
fn in_brackets(header: &str) -> Option<Parted> {
    [('(', ')'), ('[', ']'), ('{', '}')]
        .into_iter()
        .find_map(|(open, close)| {
            let mut opens = header.match_indices(open);
            opens.find_map(|(start, _)| {
                let end = start + header[start..].find(close)?;
                let written = header[start + open.len_utf8()..end].trim();
                let unit = named(written)?;
                let name = format!("{} {}", header[..start].trim(), header[end + 1..].trim());
                Some((tidy(&name), unit, written.to_owned()))
            })
        })
}

/// `Capacity, MW`, `Capacity: MW`, `Capacity - MW`, `Capacity / MW`, `Capacity in MW`.
fn behind_a_sign(header: &str) -> Option<Parted> {
    [", ", ": ", " - ", " – ", " — ", " / ", " | ", " in ", ","]
        .into_iter()
        .find_map(|sign| {
            let (name, written) = header.rsplit_once(sign)?;
            let unit = named(written)?;
            (!name.trim().is_empty()).then(|| (tidy(name), unit, written.trim().to_owned()))
        })
}

/// `Capacity MW`, `energized_mw`, `Site area sq ft`. Single letters are no units there: `Hall A`.
fn last_word(header: &str) -> Option<Parted> {
    let starts = header
        .match_indices([' ', '_'])
        .map(|(at, sign)| at + sign.len());
    // The longest unit first: `USD per MWh` before `MWh`, and no more words than a unit has.
    let mut starts: Vec<usize> = starts.collect();
    let ends = starts.len().saturating_sub(5);
    starts.drain(..ends);
    for start in std::iter::once(0).filter(|_| ends == 0).chain(starts) {
        let written = &header[start..];
        let words = written.replace('_', " ");
        let plain_letter =
            written.chars().count() == 1 && written.chars().all(char::is_alphanumeric);
        if plain_letter
            || is_everyday(&words) && start > 0 && header.as_bytes().get(start - 1) != Some(&b'_')
        {
            continue;
        }
        if let Some(unit) = named(&words).or_else(|| named(&words.replacen(' ', "/", 1))) {
            // A header that is nothing but its unit keeps it as its name.
            let name = if start == 0 {
                header
            } else {
                &header[..start - 1]
            };
            return Some((tidy(name), unit, written.to_owned()));
        }
    }
    None
}

/// Words that are units and mean something else just as often at the end of a name.
fn is_everyday(words: &str) -> bool {
    [
        "in", "pa", "ac", "rs", "ct", "mo", "yr", "day", "month", "year", "quarter", "second",
        "minute", "foot", "tons", "af", "mt",
    ]
    .contains(&words.to_lowercase().as_str())
}

fn named(written: &str) -> Option<Unit> {
    let written = written.trim();
    let written = written.strip_prefix("in ").unwrap_or(written);
    Unit::named(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_a_name_and_perhaps_a_unit() {
        for (header, name, unit) in [
            ("Installed (kW)", "Installed", Some("kW")),
            ("Capacity, MW", "Capacity", Some("MW")),
            ("Area [acres]", "Area", Some("acres")),
            ("energized_mw", "energized", Some("MW")),
            ("power.energized_mw", "power.energized", Some("MW")),
            ("Capacity\u{a0}(MW)", "Capacity", Some("MW")),
            ("Capacity\n(MW)", "Capacity", Some("MW")),
            ("Approved\u{a0}MW", "Approved", Some("MW")),
            ("  Load   factor (%) ", "Load factor", Some("%")),
            ("Power price $/MWh", "Power price", Some("USD/MWh")),
            ("Power price (¢/kWh)", "Power price", Some("¢/kWh")),
            ("Power price USD per MWh", "Power price", Some("USD/MWh")),
            ("price_usd_per_mwh", "price", Some("USD/MWh")),
            ("water_m3_per_day", "water", Some("m³/day")),
            ("Building sq ft", "Building", Some("sq ft")),
            ("Distance (mi)", "Distance", Some("mi")),
            ("Capacity (MW) 2025", "Capacity 2025", Some("MW")),
            ("Capacity in MW", "Capacity", Some("MW")),
            ("Capacity - MW", "Capacity", Some("MW")),
            ("Substation rating (MVA)", "Substation rating", Some("MVA")),
            ("Acres", "Acres", Some("acres")),
            ("MW", "MW", Some("MW")),
            ("Design temp (°F)", "Design temp", Some("°F")),
            ("Voltage (kV)", "Voltage", Some("kV")),
            ("Lead time, weeks", "Lead time", Some("weeks")),
            ("Operator (owner)", "Operator (owner)", None),
            ("Hall A", "Hall A", None),
            ("Built in", "Built in", None),
            ("Name", "Name", None),
            ("", "", None),
            ("location.country", "location.country", None),
            ("power.connection", "power.connection", None),
        ] {
            let title = title(header);
            assert_eq!(title.name, name, "{header}");
            assert_eq!(title.unit.map(|(unit, _)| unit.symbol()), unit, "{header}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_may_be_a_header(text in "([(),:_ \\[\\]/é-]|MW|kW|USD|per|acres|[a-zA-Z]{1,5}){0,20}") {
            let _ = title(&text);
        }
    }
}
