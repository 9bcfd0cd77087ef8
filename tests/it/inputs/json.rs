//! Sites written in JSON: told what YAML would be told, and JSON's own faults.

use proptest::prelude::*;
use rackready::site::read::read;
use rackready::source::{Notation, Problem, Source};

#[test]
fn json_is_told_what_yaml_would_be_told_and_its_own_faults() {
    let told = |text: &str| {
        let source = Source::of_record("x", text.as_bytes(), Notation::Json, 5).unwrap();
        let problems = read(&source).unwrap_err().into_iter();
        let told = |p: Problem| (p.place().map_or(0, |place| place.line), p.message);
        problems.map(told).collect::<Vec<_>>()
    };
    let one = |text: &str| {
        let told = told(text);
        assert_eq!(told.len(), 1, "{told:?}");
        told[0].clone()
    };
    let power = "\"power\":\n{\"energized_mw\": 5";
    for (text, line, message) in [
        (
            format!("{{\"name\": \"A\", {power} }}, \"nane\": 1}}"),
            6,
            "unknown key `nane`",
        ),
        (
            format!("{{\"name\": \"A\", {power}, \"feeds\": \"2\"}} }}"),
            6,
            "`feeds` takes a whole number, found the quoted text `2`",
        ),
        (
            format!("{{\"name\": 7, {power} }} }}"),
            5,
            "`name` takes a text, found the number `7`",
        ),
        (
            format!("{{\"name\": \"A\", {power}, \"energized_mw\": 6}} }}"),
            6,
            "`energized_mw` is given twice",
        ),
        (
            format!("{{\"name\": \"A\", {power}, \"feeds\": 1e999}} }}"),
            6,
            "`feeds` takes a whole number, found the text `1e999`",
        ),
        (
            format!("{{\"name\": \"A\", {power} }} }} x"),
            6,
            "something stands behind the end of the JSON value",
        ),
        (
            format!("{{\"name\": \"A\", {power} }}, \"notes\": [null]}}"),
            6,
            "an item of `notes` is empty",
        ),
        (
            format!("{{\"name\": \"A\\u0007\", {power} }} }}"),
            5,
            "this value holds the control character U+0007",
        ),
        (
            format!("{{\"name\": \"A\\ud800\", {power} }} }}"),
            5,
            "this escape is half a character",
        ),
        (
            "[{}]".to_owned(),
            5,
            "a site file consists of keys with values, found a list",
        ),
        (String::new(), 0, "the file is empty"),
    ] {
        assert_eq!(one(&text), (line, message.to_owned()), "{text}");
    }
    assert_eq!(told(&format!("{{\"nane\": 1, {power}")).len(), 2);
}

proptest! {
    #[test]
    fn any_json_gets_an_answer(
        text in "(\"name\":|\"power\":|\"energized_mw\":|\"halls\":|\"notes\":|[\\[\\]{},: \"\\\\]|[0-9]{1,3}|\"[a-z 0-9]{1,5}\"|null|true)*"
    ) {
        if let Ok(source) = Source::of_record("x", text.as_bytes(), Notation::Json, 3) {
            let problems = read(&source).err().unwrap_or_default();
            for span in problems.iter().filter_map(|p| p.at) {
                prop_assert!(span.end <= text.len() && span.place.line == 3);
            }
        }
    }
}
