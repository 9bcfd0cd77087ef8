//! What cells mean, by kind.

use super::*;
use crate::estimate::Estimate;
use crate::site::shape::{Shaped, Word};
use crate::units::{
    Celsius, Count, GridMw, Kilometers, Kilovolt, Longitude, Milliseconds, Musd, Mva, Share,
    SquareMeters, Unit as Measure, UsdPerMwh, WaterPerDay,
};

const FIRMNESS: &[Word] = &[
    Word {
        name: "firm",
        doc: "",
        also: &[],
    },
    Word {
        name: "interruptible",
        doc: "",
        also: &["non-firm", "not firm", "unfirm"],
    },
];
const STATUS: &[Word] = &[
    Word {
        name: "granted",
        doc: "",
        also: &[],
    },
    Word {
        name: "pending",
        doc: "",
        also: &[],
    },
];
const SYSTEM: &[Word] = &[
    Word {
        name: "none",
        doc: "",
        also: &[],
    },
    Word {
        name: "open-air",
        doc: "",
        also: &["air-cooled"],
    },
];
const TIER: &[Word] = &[
    Word {
        name: "tier-i",
        doc: "",
        also: &["tier 1", "t1"],
    },
    Word {
        name: "tier-iii",
        doc: "",
        also: &["tier 3", "t3"],
    },
];

fn shown(value: &Value) -> String {
    match value {
        Value::Scalar(text, Style::Plain) => text.clone(),
        Value::Scalar(text, _) => format!("\"{text}\""),
        Value::Sequence(items) => {
            let items: Vec<_> = items.iter().map(|item| shown(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Mapping(entries) => {
            let entry = |(key, value): &(Node, Node)| {
                format!("{}: {}", shown(&key.value), shown(&value.value))
            };
            let entries: Vec<_> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Unreadable => "!".to_owned(),
    }
}

/// The value of a cell as YAML would have it; `unknown`, or `?` and what is asked.
fn said(text: &str, shape: Shape, manner: &Manner) -> String {
    match read(text, shape, manner) {
        Cell::Unknown => "unknown".to_owned(),
        Cell::Value(reading) => shown(&reading.value),
        Cell::Mistake { message, help } => format!("? {message}; {}", help.unwrap_or_default()),
    }
}

fn of<U: Measure>(text: &str) -> String {
    said(text, Estimate::<U>::SHAPE, &Manner::default())
}

fn remark(text: &str, shape: Shape) -> Option<String> {
    match read(text, shape, &Manner::default()) {
        Cell::Value(reading) => reading.remark,
        _ => None,
    }
}

#[test]
fn numbers_are_read_as_spreadsheets_hold_them() {
    for (text, value) in [
        ("300", "300"),
        (" 300 ", "300"),
        ("\u{a0}300\u{202f}", "300"),
        ("45.5", "45.5"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("1,200", "1200"),
        ("1 200", "1200"),
        ("1\u{202f}200", "1200"),
        ("1\u{a0}200", "1200"),
        ("1'200", "1200"),
        ("1’200", "1200"),
        ("1,234,567", "1234567"),
        ("1.2E+02", "1.2E+02"),
        ("1.2e3 kW", "1.2"),
        ("45 MW", "45"),
        ("45MW", "45"),
        ("45 mw", "45"),
        ("45 (MW)", "45"),
        ("45 MWe", "45"),
        ("45,000 kW", "45"),
        ("45 000 kW", "45"),
        ("1.2 GW", "1200"),
        ("1.2GW", "1200"),
        ("1.5k", "1500"),
        ("1.5 thousand", "1500"),
        ("200-250", "200 to 250"),
        ("200 - 250", "200 to 250"),
        ("200–250", "200 to 250"),
        ("200 – 250 MW", "200 to 250"),
        ("200 to 250", "200 to 250"),
        ("200 TO 250", "200 to 250"),
        ("200 MW to 250 MW", "200 to 250"),
        ("between 200 and 250", "200 to 250"),
        ("from 200 to 250 MW", "200 to 250"),
        ("1 to 1.2 GW", "1000 to 1200"),
        ("800 MW - 1.2 GW", "800 to 1200"),
        ("1,000-1,200", "1000 to 1200"),
        ("200..250", "200 to 250"),
        ("200 ± 10", "190 to 210"),
        ("200 +/- 10 MW", "190 to 210"),
        ("200 ± 5%", "190 to 210"),
        ("~200", "180 to 220"),
        ("≈ 200 MW", "180 to 220"),
        ("approx. 200", "180 to 220"),
        ("Approximately 200 MW", "180 to 220"),
        ("c. 200", "180 to 220"),
        ("c.200", "180 to 220"),
        ("ca. 200", "180 to 220"),
        ("circa 200", "180 to 220"),
        ("about 200", "180 to 220"),
        ("around 200 MW", "180 to 220"),
        ("200 (est.)", "180 to 220"),
        ("200 approx", "180 to 220"),
        ("est. 200", "180 to 220"),
        ("300+", "{low: 300, likely: 300, high: 360}"),
        ("300+ MW", "{low: 300, likely: 300, high: 360}"),
        ("300 MW+", "{low: 300, likely: 300, high: 360}"),
        (">300", "{low: 300, likely: 300, high: 360}"),
        ("> 300 MW", "{low: 300, likely: 300, high: 360}"),
        ("≥300", "{low: 300, likely: 300, high: 360}"),
        (">= 300", "{low: 300, likely: 300, high: 360}"),
        ("at least 300", "{low: 300, likely: 300, high: 360}"),
        ("At least 300 MW", "{low: 300, likely: 300, high: 360}"),
        ("300 or more", "{low: 300, likely: 300, high: 360}"),
        ("more than 300", "{low: 300, likely: 300, high: 360}"),
        ("min. 300", "{low: 300, likely: 300, high: 360}"),
        ("<300", "{low: 150, likely: 300, high: 300}"),
        ("≤ 300", "{low: 150, likely: 300, high: 300}"),
        ("up to 300", "{low: 150, likely: 300, high: 300}"),
        ("Up to 300 MW", "{low: 150, likely: 300, high: 300}"),
        ("max. 300", "{low: 150, likely: 300, high: 300}"),
        ("300 max", "{low: 150, likely: 300, high: 300}"),
        ("300 (1)", "300"),
        ("300*", "300"),
        ("300 **", "300"),
        ("300†", "300"),
        ("300 [2]", "300"),
        ("300¹", "300"),
        ("300 (a)", "300"),
        ("300 MW (1)", "300"),
        ("300 (note 2)", "300"),
        ("40 to 60", "40 to 60"),
        (
            "{low: 40, likely: 50, high: 60}",
            "{low: 40, likely: 50, high: 60}",
        ),
    ] {
        assert_eq!(of::<GridMw>(text), value, "{text}");
    }
    for (text, asked) in [
        ("(300)", "accountant"),
        ("300 MVA", "power factor"),
        ("300 MWh", "energy"),
        ("300 MW IT", "PUE"),
        ("300 (planned)", "expected a number in MW"),
        ("300 feeds", "expected a number in MW"),
        ("three hundred", "expected a number in MW"),
        ("12/2024", "expected a number in MW"),
        ("200/250", "expected a number in MW"),
        ("1,5", "stands before decimals"),
        ("none", "write `0`"),
        ("nil", "write `0`"),
        ("> 0", "expected a number"),
        ("010", "expected a number"),
        ("1e999", "expected a number"),
        ("inf", "expected a number"),
        ("300 / 400 / 500", "expected a number"),
        ("95%", "different things"),
        ("$45", "different things"),
    ] {
        let said = of::<GridMw>(text);
        assert!(
            said.starts_with('?') && said.contains(asked),
            "{text}: {said}"
        );
    }
}

#[test]
fn units_of_other_quantities_are_read_too() {
    assert_eq!(of::<Share>("95%"), "0.95");
    assert_eq!(of::<Share>("95 %"), "0.95");
    assert_eq!(of::<Share>("90-95%"), "0.9 to 0.95");
    assert_eq!(of::<Share>("~95%"), "{low: 0.855, likely: 0.95, high: 1}");
    assert_eq!(of::<UsdPerMwh>("$45/MWh"), "45");
    assert_eq!(of::<UsdPerMwh>("$45"), "45");
    assert_eq!(of::<UsdPerMwh>("USD 45"), "45");
    assert_eq!(of::<UsdPerMwh>("45 USD/MWh"), "45");
    assert_eq!(of::<UsdPerMwh>("US$45 per MWh"), "45");
    assert_eq!(of::<UsdPerMwh>("4.5 ¢/kWh"), "45");
    assert_eq!(of::<UsdPerMwh>("4.5c/kWh"), "45");
    assert_eq!(of::<UsdPerMwh>("4.5 cents/kWh"), "45");
    assert_eq!(of::<UsdPerMwh>("$0.045/kWh"), "45");
    assert_eq!(of::<UsdPerMwh>("-$5"), "-5");
    assert_eq!(of::<UsdPerMwh>("4.5¢"), "45");
    assert_eq!(of::<UsdPerMwh>("¢4.2/kWh"), "42");
    assert!(of::<UsdPerMwh>("$0.045").contains("for each kWh or for each MWh"));
    assert_eq!(of::<Kilovolt>("345-kV"), "345");
    for (text, value) in [
        ("$45m", "45"),
        ("$45 million", "45"),
        ("45 million", "45"),
        ("$45,000,000", "45"),
        ("$1.2bn", "1200"),
        ("45", "45"),
    ] {
        assert_eq!(of::<Musd>(text), value, "{text}");
    }
    assert!(of::<Musd>("$45").contains("dollars or millions"));
    for text in [
        "€45",
        "45 €/MWh",
        "EUR 45",
        "£45",
        "C$45",
        "CAD 45/MWh",
        "NOK 300/MWh",
        "45 EUR",
    ] {
        assert!(of::<UsdPerMwh>(text).contains("rate of exchange"), "{text}");
    }
    assert_eq!(of::<Kilovolt>("138 kV"), "138");
    assert_eq!(of::<Kilovolt>("69,000 V"), "69");
    assert_eq!(of::<Kilometers>("10 mi"), "16.09344");
    assert_eq!(of::<Kilometers>("10 miles"), "16.09344");
    assert_eq!(of::<SquareMeters>("60,000 sq ft"), "5574.1824");
    assert_eq!(of::<SquareMeters>("60,000 ft²"), "5574.1824");
    assert_eq!(of::<WaterPerDay>("1 MGD"), "3785.411784");
    assert_eq!(of::<Celsius>("100 °F"), "37.7777777778");
    assert_eq!(of::<Celsius>("-5 °C"), "-5");
    assert_eq!(
        of::<Mva>("2x40"),
        "? expected a number in MVA, found `2x40`; write a number, a range such as `40 to 60`, or leave the cell empty where it is not known"
    );
    assert_eq!(
        of::<Milliseconds>("<5 ms"),
        "{low: 2.5, likely: 5, high: 5}"
    );
    assert_eq!(of::<Longitude>("100.2° W"), "-100.2");
    assert_eq!(of::<Longitude>("-100.2"), "-100.2");
    assert_eq!(of::<Count>("2 feeds"), "2");
    assert_eq!(of::<Count>("3x"), "3");
    assert_eq!(of::<Count>("2+"), "{low: 2, likely: 2, high: 3}");
    assert_eq!(of::<Count>("2-3"), "2 to 3");
    assert!(of::<Count>("2 MW").starts_with('?'));
}

#[test]
fn what_was_understood_beyond_digits_is_remarked() {
    let mw = Estimate::<GridMw>::SHAPE;
    for text in ["300", "1,200", "45 MW", "200-250", "45.5"] {
        assert_eq!(remark(text, mw), None, "{text}");
    }
    for (text, says) in [
        ("45,000 kW", "`45,000 kW` read as 45 MW"),
        ("~200", "`~200` read as 180 to 220 MW"),
        ("300+", "`300+` read as 300 to 360, likely 300 MW"),
        ("300 (1)", "`300 (1)` read as 300 MW"),
        ("1 200", "`1 200` read as 1200 MW"),
    ] {
        assert_eq!(remark(text, mw).as_deref(), Some(says), "{text}");
    }
    assert_eq!(
        remark("UK", Shape::Country).as_deref(),
        Some("`UK` read as GB, United Kingdom of Great Britain and Northern Ireland")
    );
    assert_eq!(remark("Sweden", Shape::Country), None);
    assert_eq!(
        remark("31-Dec-27", Shape::Date).as_deref(),
        Some("`31-Dec-27` read as 2027-12-31")
    );
    assert_eq!(
        remark("T3", Shape::Word(TIER)).as_deref(),
        Some("`T3` read as tier-iii")
    );
}

#[test]
fn a_column_says_how_its_cells_are_written() {
    let mw = Estimate::<GridMw>::SHAPE;
    let kw = Manner {
        unit: units::Unit::named("kW"),
        ..Manner::default()
    };
    assert_eq!(said("45000", mw, &kw), "45");
    assert_eq!(said("45,000", mw, &kw), "45");
    assert_eq!(said("~45000", mw, &kw), "40.5 to 49.5");
    assert_eq!(said("45 MW", mw, &kw), "45");
    let mva = Manner {
        unit: units::Unit::named("MVA"),
        ..Manner::default()
    };
    assert!(said("45", mw, &mva).contains("power factor"));
    let comma = Manner {
        decimal: Decimal::Comma,
        ..Manner::default()
    };
    assert_eq!(said("1.200", mw, &comma), "1200");
    assert_eq!(said("45,5", mw, &comma), "45.5");
    assert_eq!(said("1.200,5", mw, &comma), "1200.5");
    assert_eq!(said("90", mw, &comma), "90");
    assert!(said("45.5", mw, &comma).contains("stands before decimals"));
    let percent = Manner {
        unit: units::Unit::named("%"),
        ..Manner::default()
    };
    assert_eq!(said("95", Estimate::<Share>::SHAPE, &percent), "0.95");
    let own = Manner {
        values: [
            ("F".to_owned(), "firm".to_owned()),
            ("not yet".to_owned(), "unknown".to_owned()),
        ]
        .into(),
        ..Manner::default()
    };
    assert_eq!(said("f", Shape::Word(FIRMNESS), &own), "firm");
    assert_eq!(said("Not yet ", Shape::Word(FIRMNESS), &own), "unknown");
}

#[test]
fn words_are_read_whatever_their_case_and_never_turned_round() {
    let word = |text, words| said(text, Shape::Word(words), &Manner::default());
    for text in ["firm", "Firm", "FIRM", " firm "] {
        assert_eq!(word(text, FIRMNESS), "firm");
    }
    for text in ["non-firm", "Non Firm", "not firm", "unfirm", "NONFIRM"] {
        assert_eq!(word(text, FIRMNESS), "interruptible", "{text}");
    }
    assert!(!word("infirm", FIRMNESS).contains("did you mean `firm`"));
    assert!(word("firmm", FIRMNESS).contains("did you mean `firm`?"));
    assert!(word("nonfirmm", FIRMNESS).contains("did you mean `interruptible`?"));
    assert_eq!(word("Air-cooled", SYSTEM), "open-air");
    assert_eq!(word("OPEN AIR", SYSTEM), "open-air");
    assert_eq!(word("None", SYSTEM), "none");
    assert_eq!(word("pending", STATUS), "pending");
    assert_eq!(word("pending", FIRMNESS), "unknown");
    assert_eq!(word("TBC", FIRMNESS), "unknown");
    for text in ["Tier 3", "tier III", "T3", "TIER-III", "tier_iii"] {
        assert_eq!(word(text, TIER), "tier-iii", "{text}");
    }
    assert!(word("tier 2", TIER).starts_with("? there is no value `tier 2`; it takes"));
    assert!(word("#REF!", TIER).contains("error of the spreadsheet"));
}

#[test]
fn flags_are_read_as_people_answer() {
    for text in [
        "yes", "Yes", "YES", "y", "Y", "true", "TRUE", "1", "x", "X", "✓",
    ] {
        assert_eq!(
            said(text, Shape::Flag, &Manner::default()),
            "true",
            "{text}"
        );
    }
    for text in ["no", "No", "n", "N", "false", "FALSE", "0"] {
        assert_eq!(
            said(text, Shape::Flag, &Manner::default()),
            "false",
            "{text}"
        );
    }
    for text in ["", "TBD", "?", "n/a", "unknown"] {
        assert_eq!(
            said(text, Shape::Flag, &Manner::default()),
            "unknown",
            "{text}"
        );
    }
    for text in ["maybe", "2", "yes and no", "partly", "#REF!"] {
        assert!(
            said(text, Shape::Flag, &Manner::default()).starts_with('?'),
            "{text}"
        );
    }
}

#[test]
fn dates_and_longer_times_are_read() {
    let date = |text| said(text, Shape::Date, &Manner::default());
    for (text, read) in [
        ("2027", "2027"),
        ("2027.0", "2027"),
        ("2027-03", "2027-03"),
        ("2027-Q1", "2027-Q1"),
        ("Q4 2027", "Q4 2027"),
        ("4Q27", "2027-Q4"),
        ("1H27", "2027-H1"),
        ("Mar-27", "2027-03"),
        ("12/31/2027", "2027-12-31"),
        ("31/12/2027", "2027-12-31"),
        ("31-Dec-27", "2027-12-31"),
        ("2027-03-01T00:00:00", "2027-03-01"),
        ("2027-03-01 00:00", "2027-03-01"),
        ("Fall 2026", "Fall 2026"),
        ("est. Q4 2027", "2027-Q4"),
        ("expected in Q1 2027", "2027-Q1"),
        ("Q1 2027 (est.)", "2027-Q1"),
        ("2027E", "2027"),
        ("expected 2027", "2027"),
        ("2027*", "2027"),
        ("TBD 2025", "unknown"),
        ("N/A", "unknown"),
        ("—", "unknown"),
    ] {
        assert_eq!(date(text), read, "{text}");
    }
    for (text, asked) in [
        ("03/04/2027", "may be 2027-03-04 or 2027-04-03"),
        ("45292", "number of a day in a spreadsheet"),
        ("FY2027", "fiscal year"),
        ("winter 2027", "two years"),
        ("soon", "expected a date"),
        ("2027-13", "expected a date"),
        ("#VALUE!", "error of the spreadsheet"),
    ] {
        assert!(
            date(text).starts_with('?') && date(text).contains(asked),
            "{text}: {}",
            date(text)
        );
    }
}

#[test]
fn countries_are_read_by_name_and_asked_where_letters_are_none() {
    let country = |text| said(text, Shape::Country, &Manner::default());
    for (text, code) in [
        ("US", "\"US\""),
        ("Sweden", "\"SE\""),
        ("USA", "\"US\""),
        ("UK", "\"GB\""),
        ("no", "\"NO\""),
        ("", "unknown"),
        ("N/A", "unknown"),
        ("—", "unknown"),
    ] {
        assert_eq!(country(text), code, "{text}");
    }
    for (text, asked) in [
        ("NA", "Namibia"),
        ("TX", "Texas"),
        ("ZZ", "ISO 3166-1"),
        ("Georgia", "state of Georgia"),
        ("Atlantis", "ISO 3166-1"),
    ] {
        assert!(
            country(text).starts_with('?') && country(text).contains(asked),
            "{text}: {}",
            country(text)
        );
    }
}

#[test]
fn lists_and_texts_know_what_is_not_known() {
    const WORDS: Shape = Shape::Word(SYSTEM);
    let list = |text, item: &'static Shape| said(text, Shape::List(item), &Manner::default());
    assert_eq!(list("a; b", &Shape::Text), "[\"a\", \"b\"]");
    assert_eq!(list("a, b", &Shape::Text), "[\"a, b\"]");
    assert_eq!(list("a; TBD", &Shape::Text), "[\"a\"]");
    assert_eq!(list("[]", &Shape::Text), "[]");
    assert_eq!(list("none", &Shape::Text), "[]");
    assert_eq!(list("TBD", &Shape::Text), "unknown");
    assert_eq!(list("n/a; ?", &Shape::Text), "unknown");
    assert_eq!(list("", &Shape::Text), "unknown");
    assert_eq!(list("Open Air, none", &WORDS), "[open-air, none]");
    assert_eq!(list("none", &WORDS), "[none]");
    assert!(list("open-air; airy", &WORDS).starts_with('?'));
    let text = |text| said(text, Shape::Text, &Manner::default());
    for none in ["N/A", "TBD", "—", "n/a", "", "?", "not disclosed", "None"] {
        let expected = if none == "None" {
            "\"None\""
        } else {
            "unknown"
        };
        assert_eq!(text(none), expected, "{none}");
    }
    assert_eq!(text("Mill Creek"), "\"Mill Creek\"");
    assert_eq!(text("5"), "\"5\"");
    assert_eq!(text("#2"), "\"#2\"");
    assert!(text("#REF!").starts_with('?'));
    assert!(text("#DIV/0!").contains("division by zero"));
}

#[test]
fn a_cell_that_is_too_long_is_told_at_once() {
    let long = "1-".repeat(1 << 16);
    for shape in [
        Estimate::<GridMw>::SHAPE,
        Shape::Date,
        Shape::Flag,
        Shape::Word(TIER),
        Shape::Country,
    ] {
        assert!(said(&long, shape, &Manner::default()).contains("bytes"));
    }
    assert!(matches!(
        read(&long, Shape::Text, &Manner::default()),
        Cell::Value(_)
    ));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_a_cell_panic(
        text in "([0-9]{1,3}|[-., ~+<>()*%°'€$–—éN]|MW|kW|to|approx\\.|up to|Q1|2027|TBD|#REF!|n/a|[a-z]{1,4}){0,12}",
        comma in proptest::bool::ANY,
    ) {
        const TEXTS: Shape = Shape::Text;
        let decimal = if comma { Decimal::Comma } else { Decimal::Point };
        let manner = Manner { decimal, unit: units::Unit::named("kW"), ..Manner::default() };
        for shape in [
            Estimate::<GridMw>::SHAPE, Estimate::<Share>::SHAPE, Estimate::<Count>::SHAPE, Estimate::<Longitude>::SHAPE,
            Estimate::<UsdPerMwh>::SHAPE, Shape::Word(TIER), Shape::Flag, Shape::Date, Shape::Country, Shape::Text,
            Shape::List(&TEXTS),
        ] {
            let _ = (read(&text, shape, &manner), read(&text, shape, &Manner::default()));
        }
    }

    #[test]
    fn a_plain_number_is_what_it_is_in_yaml(value in -1e4..1e4_f64) {
        let text = value.to_string();
        let expected = Cell::of(Value::Scalar(text.clone(), Style::Plain));
        proptest::prop_assert_eq!(read(&text, Estimate::<GridMw>::SHAPE, &Manner::default()), expected);
    }

    #[test]
    fn case_and_blanks_say_nothing(
        text in "(firm|non-firm|tbd|not disclosed|yes|no|45 mw|300\\+|q1 2027|sweden|approx\\. 200 kw|2027-03-01)",
        before in "[ \u{a0}\u{202f}\t]{0,3}",
    ) {
        let upper = format!("{before}{}{before}", text.to_uppercase());
        for shape in [Estimate::<GridMw>::SHAPE, Shape::Word(FIRMNESS), Shape::Flag, Shape::Country] {
            let kind = |cell: Cell| match cell {
                Cell::Unknown => "unknown".to_owned(),
                Cell::Value(reading) => shown(&reading.value),
                Cell::Mistake { .. } => "?".to_owned(),
            };
            let (one, other) = (read(&text, shape, &Manner::default()), read(&upper, shape, &Manner::default()));
            proptest::prop_assert_eq!(kind(one), kind(other), "{}", text);
        }
    }
}

#[test]
fn a_letter_alone_is_a_unit_only_where_the_fact_has_it() {
    let in_header = |text: &str, header: &str, shape| {
        let manner = Manner {
            unit: units::Unit::named(header),
            ..Manner::default()
        };
        said(text, shape, &manner)
    };
    let price = Estimate::<UsdPerMwh>::SHAPE;
    for header in ["$/kWh", "$/MWh", "¢/kWh"] {
        assert_eq!(in_header("4.2c", header, price), "42", "{header}");
        assert_eq!(in_header("4.2 ¢", header, price), "42", "{header}");
    }
    assert_eq!(of::<UsdPerMwh>("4.2c"), "42");
    assert_eq!(of::<Celsius>("30 C"), "30");
    assert_eq!(of::<Kilometers>("300m"), "0.3");
    // Kelvin, years and cents are not what somebody meant.
    for text in ["45k", "45 a", "45c"] {
        let told = in_header(text, "kW", Estimate::<GridMw>::SHAPE);
        let expected = format!("? expected a number in MW, found `{text}`");
        assert!(told.starts_with(&expected), "{told}");
    }
}
