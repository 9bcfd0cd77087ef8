//! The JSON Schema of the site file, from the model, so that editors complete and check it.

use serde_json::{Map, Value, json};

use super::Site;
use super::fact::UNKNOWN;
use super::faults::NAMES;
use super::shape::{Field, Shape, Shaped, Word};
use crate::bounds::{ENTRIES, NAME, TEXT};
use crate::source::yaml::{Plain, resolve};
use crate::units::{Count, Unit};

/// `LOW to HIGH` as a regular expression.
const RANGE: &str = r"^\s*[-+]?[0-9.]+(e[-+]?[0-9]+)? to\s+[-+]?[0-9.]+(e[-+]?[0-9]+)?\s*$";

/// A date as a regular expression: a day, month or year, a quarter or half, a part of a year in words, or from one of
/// these to another.
const DATE: &str = concat!(
    r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$|",
    r"^([0-9]{1,2}/[0-9]{4}|[0-9]{4}[- ]?[QqHh][1-4]|[QqHh][1-4][-' ]*(of )?[0-9]{2,4}|[1-4][QqHh] ?[0-9]{2,4}",
    r"|[A-Za-z]{3,9}\.?[-' ](of )?[0-9]{2,4}|.+( to | - |–|/|-).+)$"
);

/// The schema of a site file, JSON Schema draft-07.
#[must_use]
pub fn schema() -> Value {
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": "A Bitcoin-mining site at a date. Every quantity has its unit in its key.",
    });
    if let (Some(root), Shape::Section(fields)) = (schema.as_object_mut(), Site::SHAPE) {
        root.extend(section(fields));
        root.insert("required".into(), json!(["name", "power"]));
    }
    schema
}

fn section(fields: &[Field]) -> Map<String, Value> {
    let properties: Map<_, _> = fields
        .iter()
        .map(|f| (f.name.to_owned(), field(f)))
        .collect();
    let section =
        json!({"type": "object", "additionalProperties": false, "properties": properties});
    section.as_object().cloned().unwrap_or_default()
}

fn field(field: &Field) -> Value {
    let mut schema = value(field.shape);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".into(), description(field).into());
        if !field.example.is_empty() {
            schema.insert("examples".into(), json!([example(field)]));
        }
        if NAMES.contains(&field.name) {
            schema.insert("maxLength".into(), json!(NAME.most));
        }
    }
    schema
}

/// What a key says, with its unit and the meaning of its words.
fn description(field: &Field) -> String {
    let doc = field.doc.trim();
    match field.shape {
        Shape::Quantity { unit, .. } if !unit.is_empty() => format!("{doc} In {unit}."),
        Shape::Word(words) => {
            let meaning = |word: &Word| format!("\n- {}: {}", word.name, word.doc.trim());
            format!("{doc}{}", words.iter().map(meaning).collect::<String>())
        }
        _ => doc.to_owned(),
    }
}

fn example(field: &Field) -> Value {
    match (field.shape, resolve(field.example)) {
        (Shape::Quantity { .. } | Shape::Date, Plain::Whole(number)) => {
            json!(i64::try_from(number).ok())
        }
        (Shape::Quantity { .. }, Plain::Real(number)) => json!(number),
        (Shape::Flag, Plain::Flag(flag)) => json!(flag),
        _ => json!(field.example),
    }
}

fn value(shape: Shape) -> Value {
    match shape {
        Shape::Quantity {
            meaning, min, max, ..
        } => quantity(meaning == Count::MEANING, min, max),
        Shape::Word(words) => {
            let mut names: Vec<Value> = words.iter().map(|word| json!(word.name)).collect();
            let mut docs: Vec<&str> = words.iter().map(|word| word.doc.trim()).collect();
            // An empty value is unknown too.
            names.extend([json!(UNKNOWN), Value::Null]);
            docs.extend(["Not known, the same as leaving the key out.", "Not known."]);
            json!({"enum": names, "enumDescriptions": docs})
        }
        Shape::Flag => json!({"enum": [true, false, UNKNOWN, null]}),
        // YAML reads a bare 2024 as a number, and so do editors.
        Shape::Text => {
            json!({"type": ["string", "number", "boolean", "null"], "maxLength": TEXT.most})
        }
        Shape::Country => {
            json!({"type": ["string", "null"], "pattern": format!("^([A-Z]{{2}}|{UNKNOWN})$")})
        }
        Shape::Date => json!({"anyOf": [
            {"type": "string", "pattern": DATE},
            {"type": "integer", "minimum": 1000, "maximum": 9999},
            {"enum": [UNKNOWN, null]},
        ]}),
        Shape::List(item) => {
            let items = match item {
                Shape::Section(fields) => Value::Object(section(fields)),
                item => value(*item),
            };
            json!({"anyOf": [
                {"type": "array", "items": items, "maxItems": ENTRIES.most},
                {"enum": [UNKNOWN, null]},
            ]})
        }
        Shape::Section(fields) => {
            let mut section = section(fields);
            section.insert("type".into(), json!(["object", "null"]));
            Value::Object(section)
        }
    }
}

fn quantity(is_count: bool, min: f64, max: f64) -> Value {
    let number = json!({"type": "number", "minimum": min, "maximum": max});
    let exact = if is_count {
        json!({"type": "integer", "minimum": min, "maximum": max})
    } else {
        number.clone()
    };
    let end = |what: &str| {
        let mut number = number.clone();
        number["description"] = what.into();
        number
    };
    json!({"anyOf": [
        exact,
        {"type": "string", "pattern": RANGE, "description": "a range, LOW to HIGH"},
        {
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "low": end("The least it can be."),
                "likely": end("What is most likely; the middle when left out."),
                "high": end("The most it can be."),
            },
            "required": ["low", "high"],
        },
        {"enum": [UNKNOWN, null]},
    ]})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(site: &str) -> bool {
        let site: Value =
            crate::source::yaml::parse(&crate::source::Source::from_text("x", site).unwrap())
                .unwrap();
        jsonschema::draft7::new(&schema()).unwrap().is_valid(&site)
    }

    #[test]
    fn the_schema_accepts_what_is_read_and_refuses_what_is_not() {
        let with = |line: &str| format!("name: A\npower: {{energized_mw: 5}}\n{line}\n");
        for good in [
            "",
            "cooling: {water_m3_per_day: 40 to 60}",
            "cooling: {water_m3_per_day: 1.5 to 1e3}",
            "cooling: {water_m3_per_day: {low: 1, high: 2}}",
            "cooling: {water_m3_per_day: unknown, system: unknown, pumps_on_ups: unknown, plant: unknown}",
            "cooling: {water_m3_per_day: , system: , pumps_on_ups: , plant: }",
            "land:",
            "as_of: 2024",
            "as_of: 2024-12-01",
            "as_of: 2024-Q3",
            "as_of: Q4 2024",
            "as_of: 1H27",
            "as_of: spring 2027",
            "as_of: 2026-10 to 2027-03",
            "location: {country: NO, region: 5}",
            "halls: [{racks: 5}]",
            "notes: [a, b]",
        ] {
            assert!(accepts(&with(good)), "{good}");
        }
        for bad in [
            "cooling: {water_m3_per_day: 40-60}",
            "cooling: {water_m3_per_day: {low: 1}}",
            "cooling: {water_m3_per_day: -5}",
            "cooling: {system: airy}",
            "cooling: {pumps_on_ups: yes}",
            "cooling: {plant: {count: 2}}",
            "as_of: Q5 2024",
            "as_of: soon",
            "location: {country: USA}",
            "halls: [{racks: 5.5}]",
            "fibre: {}",
            "land: 5",
        ] {
            assert!(!accepts(&with(bad)), "{bad}");
        }
        assert!(!accepts("power: {energized_mw: 5}"));
    }

    #[test]
    fn the_schema_is_a_schema_and_says_what_keys_mean() {
        let schema = schema();
        jsonschema::meta::validate(&schema).unwrap();
        let power = &schema["properties"]["power"]["properties"];
        assert_eq!(
            power["approved_mw"]["description"],
            "Grid power that the utility, grid operator or regulator has approved. In MW."
        );
        assert!(
            power["firmness"]["description"]
                .as_str()
                .unwrap()
                .contains("\n- firm: ")
        );
        assert_eq!(power["approved_mw"]["examples"], json!([600]));
        assert_eq!(power["approved_on"]["examples"], json!(["2022-01-21"]));
    }

    #[test]
    fn every_example_fits_its_own_key() {
        fn check(fields: &[Field]) {
            for field in fields.iter().filter(|field| !field.example.is_empty()) {
                let schema = super::field(field);
                let example = &schema["examples"][0];
                assert!(
                    jsonschema::draft7::is_valid(&schema, example),
                    "{}: {example}",
                    field.name
                );
            }
            for field in fields {
                match field.shape {
                    Shape::Section(fields) => check(fields),
                    Shape::List(Shape::Section(fields)) => check(fields),
                    _ => {}
                }
            }
        }
        let Shape::Section(fields) = Site::SHAPE else {
            panic!()
        };
        check(fields);
    }
}
