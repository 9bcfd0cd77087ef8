//! Each picture as it was, from records that never change.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::between;
use crate::support::{Folder, root};

/// Money as a record says it, small and round.
fn money() -> Value {
    let amount = |p10: f64, p50: f64, p90: f64| json!({"p10": p10, "p50": p50, "p90": p90, "mean": p50 + 2.0});
    let way = |id: &str, npv: Value| {
        json!({
            "id": id, "npv_musd": npv, "npv_per_grid_mw_musd": npv, "hindsight": 0.25, "irr": 0.11,
            "payback_years": {"p10": 6.0, "p50": 9.0, "p90": null, "mean": null}, "npv_per_invested": 0.2, "reason": null
        })
    };
    json!({
        "market": {"version": "2026-11", "as_of": "2026-07"},
        "rates": {"mining": 0.2, "lease": 0.1, "cloud": 0.15, "site": 0.12},
        "years": 4.0, "early_months": 0.0, "signed": 0.0,
        "grid_mw": amount(100.0, 100.0, 100.0), "debt_musd": amount(0.0, 0.0, 0.0),
        "alternatives": [
            way("mine", amount(20.0, 50.0, 90.0)), way("lease", amount(-40.0, 80.0, 160.0)),
            way("cloud", amount(-900.0, -500.0, 40.0)), way("sale", amount(60.0, 65.0, 70.0))
        ],
        "best": "lease", "converting": 0.6,
        "against_mining": {
            "id": "lease", "npv_musd": amount(-60.0, 30.0, 110.0), "npv_per_grid_mw_musd": amount(-0.6, 0.3, 1.1),
            "chance": 0.62
        },
        "exit_value_musd": amount(0.0, 100.0, 200.0),
        "break_even": null,
        "tornado": [
            {"path": "market.rent", "low": 100.0, "high": 160.0, "npv_difference_low_musd": -70.0,
             "npv_difference_high_musd": 120.0},
            {"path": "plan.capex_musd_per_mw", "low": 8.5, "high": 13.0, "npv_difference_low_musd": 90.0,
             "npv_difference_high_musd": -40.0}
        ],
        "worth_of_knowing": [{"path": "market.rent", "worth_musd": 12.5}],
        "worth_of_knowing_all_musd": 31.0, "likely_lease": null, "premises": null,
        "cash_flow": [
            {"id": "mine", "years_musd": [[5.0, 10.0, 15.0, 12.0], [-5.0, 0.0, 5.0, 2.0]]},
            {"id": "lease", "years_musd": [[-90.0, -70.0, -50.0, -68.0], [20.0, 30.0, 40.0, 32.0]]}
        ],
        "beside": []
    })
}

/// The pictures of a page, an element a line, each by its name.
fn pictures(page: &str) -> Vec<(String, String)> {
    between(page, "<svg role", "</svg>")
        .into_iter()
        .map(|svg| {
            let title = between(svg, "<title>", "</title>")[0].to_owned();
            (title, svg.replace("><", ">\n<"))
        })
        .collect()
}

#[test]
fn every_picture_looks_as_it_did() {
    let saved = |file: &str| {
        let text = std::fs::read_to_string(root().join(format!("tests/data/records/{file}.json")))
            .unwrap();
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let page = |record: &Value| {
        let args = ["render", "--output-format", "html"];
        Folder::with(&[])
            .run_with(&args, &record.to_string(), &[])
            .data()
    };
    let many = saved("score");
    let mut plan = saved("plan");
    plan["sites"][0]["economics"] = money();
    let pages = [page(&many), page(&plan)];
    let mut seen = BTreeSet::new();
    for (title, svg) in pages.iter().flat_map(|page| pictures(page)) {
        let words = title
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        let name: Vec<String> = words.take(6).map(str::to_lowercase).collect();
        let name = name.join("_");
        assert_snapshot!(format!("picture_{name}"), svg);
        seen.insert(name);
    }
    assert!(seen.len() >= 14, "{seen:?}");
}
