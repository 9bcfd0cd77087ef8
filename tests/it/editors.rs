//! What editors read: JSON Schemas that explain every key, found by the first line of a template.

use serde_json::Value;

use crate::support::{Folder, misfits, schema};

const FORMATS: &[&str] = &[
    "site",
    "checklist",
    "priors",
    "market",
    "policy",
    "report",
    "gaps",
    "row",
    "check",
];

/// Counts the properties at every depth, and names those without a description.
fn walk(schema: &Value, path: &str, count: &mut usize, bare: &mut Vec<String>) {
    match schema {
        Value::Object(keys) => {
            for (key, value) in keys {
                let properties = value
                    .as_object()
                    .filter(|_| key == "properties" || key == "patternProperties");
                let Some(properties) = properties else {
                    walk(value, &format!("{path}/{key}"), count, bare);
                    continue;
                };
                for (name, property) in properties {
                    let path = format!("{path}/{name}");
                    *count += 1;
                    if property["description"].as_str().is_none_or(str::is_empty) {
                        bare.push(path.clone());
                    }
                    walk(property, &path, count, bare);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|i| walk(i, path, count, bare)),
        _ => {}
    }
}

#[test]
fn every_key_of_every_format_is_explained_at_every_depth() {
    for what in FORMATS {
        let (mut count, mut bare) = (0, Vec::new());
        walk(&schema(what), "", &mut count, &mut bare);
        assert!(count > 10, "{what}: {count}");
        assert!(bare.is_empty(), "{what}: {bare:#?}");
    }
}

#[test]
fn every_schema_is_of_draft_7_and_has_a_name_of_its_own() {
    let mut names = std::collections::BTreeSet::new();
    for what in FORMATS {
        let schema = schema(what);
        jsonschema::draft7::meta::validate(&schema).unwrap();
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        assert_eq!(schema["$id"], format!("urn:rackready:{what}:v1"));
        assert!(schema["description"].is_string(), "{what}");
        names.insert(schema["title"].as_str().unwrap().to_owned());
    }
    assert_eq!(names.len(), FORMATS.len(), "{names:?}");
}

#[test]
fn a_template_names_the_schema_that_the_hint_says_how_to_write() {
    for args in [
        &["init", "yard/site.yaml"][..],
        &["init", "yard/site.yaml", "--minimal"],
    ] {
        let folder = Folder::with(&[("yard/.keep", "")]);
        let done = folder.run(args);
        let hint = done
            .stderr
            .split('`')
            .find(|part| part.starts_with("rackready schema"));
        let command: Vec<&str> = hint.unwrap().split_whitespace().skip(1).collect();
        folder.run(&command).data();

        let text = folder.text("yard/site.yaml");
        let modeline = text.lines().next().unwrap();
        let file = modeline
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap();
        let schema: Value = serde_json::from_str(&folder.text(&format!("yard/{file}"))).unwrap();
        let schema = jsonschema::draft7::new(&schema).unwrap();
        let site: Value = serde_yaml::from_str(&text).unwrap();
        let errors = misfits(&schema, &site);
        assert!(errors.is_empty(), "{errors:#?}");
        let broken = text.replace("energized_mw: 100", "energized_mw: 100 MW");
        let broken: Value = serde_yaml::from_str(&broken).unwrap();
        assert!(!schema.is_valid(&broken), "{broken}");
    }
}
