//! Sites in every format a portfolio may have: the same numbers, and faults told with their place.

mod json;
mod tables;

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::{Done, Folder, SITE, site_files, stem, without_places};

/// The sites of a JSON report without their files and lines, which depend on the format.
fn judged(done: &Done) -> Vec<Value> {
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    let mut report = done.json();
    let Value::Array(sites) = report["sites"].take() else {
        panic!("no sites")
    };
    sites.into_iter().map(without_places).collect()
}

/// Stem and content of the real sites, as a YAML reader without types sees them.
fn real() -> Vec<(String, Value)> {
    let site = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let value: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let mut value = serde_json::to_value(value).unwrap();
        // In a file of many the stem is no id.
        value["id"] = json!(stem(&path));
        (stem(&path).to_owned(), value)
    };
    site_files().into_iter().map(site).collect()
}

fn score(folder: &Folder, paths: &[&str]) -> Done {
    folder.run(&[&["score", "--output-format", "json"], paths].concat())
}

/// Writes documents below each other.
fn stream(documents: &[&str]) -> String {
    documents.join("---\n")
}

const BAD: &str = "name: B\npower:\n  energized_mw: 5 MW\n";

fn named(name: &str) -> String {
    SITE.replace("Mill Creek", name)
}

mod same_numbers {
    use super::*;

    #[test]
    fn real_sites_are_judged_alike_in_every_format() {
        let real = real();
        assert!(real.len() >= 42);
        let mut files = vec![];
        let (mut lines, mut documents) = (String::new(), String::new());
        for (stem, value) in &real {
            files.push((format!("json/{stem}.json"), format!("{value:#}")));
            lines += &format!("{value}\n\n");
            documents += &format!("---\n{}", serde_yaml::to_string(value).unwrap());
        }
        for (stem, value) in &real {
            files.push((
                format!("yaml/{stem}.yaml"),
                serde_yaml::to_string(value).unwrap(),
            ));
        }
        files.push(("all.ndjson".to_owned(), lines));
        files.push(("all.yaml".to_owned(), documents));
        let files: Vec<_> = files
            .iter()
            .map(|(p, t)| (p.as_str(), t.as_str()))
            .collect();
        let folder = Folder::with(&files);
        let expected = judged(&score(&folder, &["yaml/*.yaml"]));
        assert_eq!(expected.len(), real.len());
        for path in ["json/*.json", "all.ndjson", "all.yaml"] {
            let judged = judged(&score(&folder, &[path]));
            for (site, expected) in judged.iter().zip(&expected) {
                assert_eq!(site, expected, "{path}");
            }
            assert_eq!(judged.len(), expected.len(), "{path}");
        }
    }

    #[test]
    fn the_name_of_standard_input_tells_its_format() {
        let site = json!({"name": "A", "power": {"energized_mw": 60}});
        let folder = Folder::with(&[]);
        let run = |name: &str, text: &str| {
            let args = ["score", "-", "--stdin-filename", name];
            folder.run_with(&args, text, &[]).code
        };
        assert_eq!(run("x.ndjson", &format!("{site}\n{{\"name\": 1}}\n")), 2);
        let two = format!(
            "{site}\n{}\n",
            json!({"name": "B", "power": {"energized_mw": 6}})
        );
        assert_eq!(run("x.jsonl", &two), 0);
        assert_eq!(run("x.json", &two), 2);
        assert_eq!(run("x", &stream(&[SITE, &named("B")])), 0);
    }
}

mod faults {
    use super::*;

    #[test]
    fn a_bad_document_of_a_stream_is_told_with_its_line_and_loses_no_other() {
        let text = stream(&["# first\n", SITE, BAD, "name: 'C\n", &named("D")]);
        let folder = Folder::with(&[("sites.yaml", &text)]);
        let done = score(&folder, &["sites.yaml"]);
        assert_eq!(done.code, 2);
        let report = done.json();
        let names: Vec<_> = report["sites"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| &s["id"])
            .collect();
        assert_eq!(names, ["mill-creek", "d"]);
        insta::assert_snapshot!("bad_document", done.stderr);
        assert_eq!(report["errors"][0]["line"], 12);
    }

    #[test]
    fn a_line_of_a_later_document_is_the_line_of_the_file() {
        let text = stream(&[SITE, &named("B")]);
        let folder = Folder::with(&[("sites.yaml", &text)]);
        let report = score(&folder, &["sites.yaml"]).json();
        let line = |site: usize| {
            let findings = report["sites"][site]["findings"].as_array().unwrap();
            let lines = findings
                .iter()
                .filter_map(|f| f["location"]["line"].as_u64());
            lines.collect::<Vec<_>>()
        };
        assert!(line(0).iter().all(|line| (1..=6).contains(line)));
        assert!(
            line(1).iter().all(|line| (7..=13).contains(line)),
            "{:?}",
            line(1)
        );
    }

    #[test]
    fn a_bad_line_of_ndjson_is_told_with_its_place() {
        let good = |name: &str| json!({"name": name, "power": {"energized_mw": 60}}).to_string();
        let bad = json!({"name": "C", "power": {"energized_mw": "5 MW", "feds": 1}}).to_string();
        let text = [&good("A"), "", &bad, "{\"name\": \"D\",", &good("E"), "[1]"].join("\n");
        let folder = Folder::with(&[("sites.ndjson", &text)]);
        let done = score(&folder, &["sites.ndjson"]);
        assert_eq!(
            (done.code, done.json()["sites"].as_array().unwrap().len()),
            (2, 2)
        );
        insta::assert_snapshot!("bad_line", done.stderr);
    }

    #[test]
    fn a_list_in_a_json_file_is_refused_with_the_way_out() {
        let folder = Folder::with(&[("sites.json", "[\n{}]"), ("none.ndjson", "\n")]);
        let done = score(&folder, &["sites.json"]);
        assert_eq!(done.code, 2);
        insta::assert_snapshot!("list_in_json", done.stderr);
        let none = score(&folder, &["none.ndjson"]);
        assert_eq!(none.code, 3);
        assert!(
            none.stderr.contains("no site in `none.ndjson`"),
            "{}",
            none.stderr
        );
    }

    #[test]
    fn a_list_of_no_paths_is_nothing_to_evaluate() {
        let folder = Folder::with(&[("list", "\n\n")]);
        let done = folder.run(&["score", "--files-from", "list"]);
        assert_eq!(done.code, 3);
        let note = "nothing to evaluate: no path in the list of files `list`";
        assert!(done.stderr.contains(note), "{}", done.stderr);
    }

    #[test]
    fn another_format_on_standard_input_is_told_how_to_name_itself() {
        let folder = Folder::with(&[]);
        let line = json!({"name": "A", "power": {"energized_mw": 60}}).to_string();
        for other in [
            &format!("{line}\n{line}\n"),
            "name,power.energized_mw\nA,60\n",
        ] {
            let done = folder.run_with(&["score", "-"], other, &[]);
            assert_eq!(done.code, 2);
            assert!(
                done.stderr.contains("--stdin-filename sites.ndjson"),
                "{}",
                done.stderr
            );
            let named = folder.run_with(&["score", "-", "--stdin-filename", "x.yaml"], other, &[]);
            assert!(
                !named.stderr.contains("--stdin-filename"),
                "{}",
                named.stderr
            );
        }
        let wrong = folder.run_with(&["score", "-"], "name: A\npower: {energized_mw: x}\n", &[]);
        assert!(
            !wrong.stderr.contains("--stdin-filename"),
            "{}",
            wrong.stderr
        );
    }

    #[test]
    fn places_that_cannot_be_searched_are_told_in_plain_words() {
        let folder = Folder::with(&[("a.yaml", SITE)]);
        let gone = folder.run(&["score", "gone/*.yaml"]);
        assert!(
            gone.stderr.contains("there is no such file or directory"),
            "{}",
            gone.stderr
        );
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("round.yaml", folder.path("round.yaml")).unwrap();
            let round = folder.run(&["score", "."]);
            assert_eq!(round.code, 2);
            assert!(
                round.stderr.contains("this cannot be read: "),
                "{}",
                round.stderr
            );
            for noise in ["IO error", "os error"] {
                assert!(
                    !round.stderr.contains(noise) && !gone.stderr.contains(noise),
                    "{}",
                    round.stderr
                );
            }
        }
    }

    #[test]
    fn a_site_that_is_too_large_loses_no_other() {
        let text = stream(&[
            SITE,
            &format!("name: {}\n", "x".repeat(1 << 21)),
            &named("C"),
        ]);
        let folder = Folder::with(&[("sites.yaml", &text)]);
        let done = score(&folder, &["sites.yaml"]);
        assert_eq!(
            (done.code, done.json()["sites"].as_array().unwrap().len()),
            (2, 2)
        );
        let error = &done.json()["errors"][0];
        assert_eq!((&error["line"], &error["column"]), (&json!(7), &json!(1)));
        assert!(done.stderr.contains("too large"), "{}", done.stderr);
    }
}
