//! `plan` as a user or a CI job meets it: exit codes, formats, dates, goals, prices.

mod disclosed;
mod factors;
mod properties;
mod round_trip;

use serde_json::Value;

use crate::support::{Done, Folder, SITE, good, misfits, site_files, sites, validator};

/// Runs `plan` on a site of the repository.
fn plan(site: &str, args: &[&str]) -> Done {
    let file = sites().join(format!("{site}.yaml"));
    let folder = Folder::with(&[]);
    std::fs::copy(file, folder.path("site.yaml")).unwrap();
    folder.run(&[&["plan", "site.yaml"], args].concat())
}

/// The entry of the one site in a JSON report.
fn json(site: &str, args: &[&str]) -> Value {
    let done = plan(site, &[args, &["--output-format", "json"]].concat());
    done.json()["sites"][0].clone()
}

const NVL72: [&str; 2] = ["--target", "nvl72"];
const REAL: [&str; 3] = [
    "riot-rockdale-tx",
    "core-scientific-denton-tx",
    "iren-childress-tx",
];

mod formats {
    use super::*;

    #[test]
    fn text_of_the_complete_example() {
        insta::assert_snapshot!("text_example", plan("example-complete", &[]).data());
    }

    #[test]
    fn text_of_a_real_site_fits_eighty_columns_and_says_its_versions() {
        for site in REAL {
            for more in [&[][..], &["--curve", "--start", "2027-01", "--mw", "50"]] {
                let done = plan(site, &[&NVL72, more].concat());
                for line in done.stdout.lines() {
                    let width = unicode_width::UnicodeWidthStr::width(line);
                    assert!(width <= 80, "{site}: {line}");
                }
                for said in [
                    "price list 20",
                    "checklist ai-hpc",
                    "Critical path",
                    "Megawatts by date",
                ] {
                    assert!(done.stdout.contains(said), "{site}: {said}");
                }
            }
        }
    }

    #[test]
    fn csv_has_a_row_for_each_work_soft_cost_and_total() {
        let args = [&NVL72[..], &["--output-format", "csv"]].concat();
        let text = plan("core-scientific-denton-tx", &args).data();
        insta::assert_snapshot!("csv_denton", text);
        let entry = json("core-scientific-denton-tx", &NVL72);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let column = |name: &str| headers.iter().position(|h| h == name).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let works = entry["plan"]["works"].as_array().unwrap();
        let soft = entry["plan"]["soft_costs"].as_array().unwrap();
        assert_eq!(rows.len(), works.len() + soft.len() + 4);
        let (kind, id) = (column("kind"), column("id"));
        let owner = rows
            .iter()
            .find(|r| &r[kind] == "total" && &r[id] == "owner");
        let shown: f64 = owner.unwrap()[column("p50_musd")].parse().unwrap();
        let total = entry["plan"]["totals"]["owner_musd"]["p50"].as_f64();
        assert!((shown - total.unwrap()).abs() < 0.01);
    }

    #[test]
    fn csv_says_which_works_a_goal_chose_and_what_they_cost() {
        let more = ["--mw", "60", "--full", "--output-format", "csv"];
        let args = [&NVL72[..], &more].concat();
        let text = plan("cipher-barber-lake-tx", &args).data();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let column = |name: &str| headers.iter().position(|h| h == name).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let of = |word: &str| rows.iter().filter(|r| &r[column("chosen")] == word).count();
        assert!(of("yes") > 5 && of("no") > 0, "{text}");
        let cost = |id: &str| -> f64 {
            let row = rows
                .iter()
                .find(|r| &r[column("kind")] == "total" && &r[column("id")] == id);
            row.unwrap()[column("p50_musd")].parse().unwrap()
        };
        assert!(cost("choice") > 0.0 && cost("choice") < cost("owner"));
    }

    #[test]
    fn a_cell_that_begins_like_a_formula_is_made_harmless() {
        let text = SITE.replace("Mill Creek", "Mill Creek\nid: \"=1+1\"");
        let folder = Folder::with(&[("site.yaml", &text)]);
        let done = folder.run(&["plan", "site.yaml", "--output-format", "csv"]);
        assert!(done.data().lines().nth(1).unwrap().starts_with("'=1+1,"));
    }

    #[test]
    fn json_is_valid_by_its_schema_and_says_what_was_asked() {
        let validator = validator("report");
        for site in REAL.iter().chain(&["example-complete"]) {
            for more in [&[][..], &["--curve", "--mw", "20", "--start", "2027-01-15"]] {
                let args = [more, &["--output-format", "json"]].concat();
                let report = plan(site, &args).json();
                let errors = misfits(&validator, &report);
                assert!(errors.is_empty(), "{site}: {errors:?}");
                assert!(report["method"]["prices"].is_string());
                let plan = &report["sites"][0]["plan"];
                assert!(plan["dates"]["full_weeks"]["p80"].is_number());
                assert_eq!(plan["choice"].is_null(), more.is_empty());
                assert_eq!(plan["curve"].is_null(), more.is_empty());
            }
        }
    }

    #[test]
    fn score_carries_the_plan_without_what_only_plan_is_asked() {
        let folder = Folder::with(&[("site.yaml", SITE)]);
        let report = folder
            .run(&["score", "site.yaml", "--output-format", "json"])
            .json();
        let entry = &report["sites"][0];
        assert!(
            entry["plan"]["works"]
                .as_array()
                .is_some_and(|w| !w.is_empty())
        );
        assert_eq!(
            entry["capacity"]["planned_mw"],
            entry["plan"]["summary"]["planned_mw"]
        );
        for only in ["dates", "choice", "curve"] {
            assert!(entry["plan"][only].is_null(), "{only}");
        }
    }
}

mod dates {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_other_percentiles() {
        for format in ["text", "json", "csv"] {
            let run = || plan("iren-childress-tx", &["--output-format", format]).data();
            assert_eq!(run(), run());
        }
        let dates = |seed| json("iren-childress-tx", &["--seed", seed])["plan"]["dates"].clone();
        assert_ne!(dates("1")["full_weeks"], dates("2")["full_weeks"]);
    }

    #[test]
    fn a_start_turns_weeks_into_months() {
        let args = [&NVL72[..], &["--start", "2027-03"]].concat();
        let entry = json("iren-childress-tx", &args);
        let start = &entry["plan"]["schedule"]["start"];
        assert_eq!(start["date"], "2027-03-01");
        assert_eq!(start["from"], "given");
        let first = &entry["capacity"]["tranches"][0];
        let start = jiff::civil::date(2027, 3, 1);
        let months = first["month"].as_f64().unwrap();
        #[expect(clippy::cast_possible_truncation, reason = "months of a plan")]
        let span = jiff::Span::new()
            .months(months as i64)
            .days((months.fract() * 365.25 / 12.0).round() as i64);
        let day = start.checked_add(span).unwrap();
        assert_eq!(first["date"], day.strftime("%Y-%m").to_string());
        let text = plan("iren-childress-tx", &args).data();
        assert!(
            text.contains("starts 2027-03-01") && !text.contains("month "),
            "{text}"
        );
        assert_eq!(
            plan("iren-childress-tx", &["--start", "2027-02-30"]).code,
            2
        );
    }
}

mod goals {
    use super::*;

    #[test]
    fn a_goal_within_reach_names_the_works_and_ends_with_0() {
        let args = [&NVL72[..], &["--mw", "100"]].concat();
        let done = plan("iren-childress-tx", &args);
        assert_eq!(done.code, 0, "{}", done.stderr);
        assert!(
            done.stdout
                .contains("Goal: 100 MW, in the median draw\n✓ 100 MW"),
            "{}",
            done.stdout
        );
        let choice = json("iren-childress-tx", &args)["plan"]["choice"].clone();
        assert_eq!(choice["reached"], true);
        let works = choice["chosen"]["works"].as_array().unwrap();
        assert!(works.contains(&"first-hall".into()), "{works:?}");
    }

    /// The case of the README of the cases: it chose works for 838 M$ and 0 MW, and with 5 MW added for 67.
    const ENERGIZED: &str = "name: Energized\npower: {energized_mw: 120, approved_mw: 120, feeds: 1, \
        voltage_kv: 138, firmness: firm, connection: grid}\n";

    #[test]
    fn one_goal_more_never_makes_it_cheaper_and_readiness_comes_with_megawatts() {
        let folder = Folder::with(&[("site.yaml", ENERGIZED)]);
        let chosen = |goal: &[&str]| {
            let args = [
                &["plan", "site.yaml"],
                &NVL72[..],
                goal,
                &["--output-format", "json"],
            ];
            let report = folder.run(&args.concat()).json();
            let chosen = report["sites"][0]["plan"]["choice"]["chosen"].clone();
            let number = |key: &str| chosen[key].as_f64().unwrap();
            assert_eq!(number("gap"), 0.0);
            (number("mw"), number("cost_musd"), number("readiness"))
        };
        let (mw, cost, points) = chosen(&["--readiness", "70"]);
        assert!(mw >= 16.0 && points > 69.9, "{mw} {points}");
        assert_eq!(
            chosen(&["--readiness", "70", "--mw", "5"]),
            (mw, cost, points)
        );
        let (_, more, _) = chosen(&["--readiness", "70", "--mw", "40"]);
        assert!(more > cost, "{more} {cost}");
        let (_, less, _) = chosen(&["--mw", "5"]);
        assert!(less <= cost, "{less} {cost}");
    }

    #[test]
    fn no_route_that_is_left_aside_reaches_a_goal_better() {
        for (site, goal) in [
            ("riot-rockdale-tx", &["--mw", "40"][..]),
            ("riot-rockdale-tx", &["--mw", "40", "--readiness", "10"]),
            ("core-scientific-denton-tx", &["--mw", "50"]),
            ("core-scientific-denton-tx", &["--budget-musd", "500"]),
        ] {
            let chosen = |route: &[&str]| {
                let args = [&NVL72[..], goal, route].concat();
                let choice = json(site, &args)["plan"]["choice"].clone();
                let number = |key: &str| choice["chosen"][key].as_f64().unwrap_or(f64::NAN);
                (choice["reached"] == true, number("mw"), number("cost_musd"))
            };
            let (reached, mw, cost) = chosen(&[]);
            assert!(reached, "{site} {goal:?}");
            for route in ["in-place", "new-hall"] {
                let (there, other_mw, other_cost) = chosen(&["--route", route]);
                let better = match goal[0] {
                    "--mw" => other_cost < cost - 1e-6,
                    _ => other_mw > mw + 1e-6,
                };
                assert!(
                    !(there && better),
                    "{site} {goal:?} {route}: {other_mw} {other_cost}, not {mw} {cost}"
                );
            }
        }
    }

    #[test]
    fn with_a_goal_everything_shown_is_the_choice_and_the_whole_plan_on_full_alone() {
        let args = |more: &[&'static str]| [&NVL72[..], &["--mw", "60"], more].concat();
        let site = "cipher-barber-lake-tx";
        let part = json(site, &args(&[]));
        let whole = json(site, &args(&["--full"]));
        let plain = json(site, &NVL72);
        let of = |entry: &Value, path: &str| entry.pointer(path).unwrap().clone();
        assert_eq!(of(&part, "/plan/choice/shown"), true);
        assert_eq!(of(&whole, "/plan/choice/shown"), false);
        for path in [
            "/plan/works",
            "/plan/totals",
            "/plan/schedule",
            "/capacity/tranches",
        ] {
            assert_eq!(of(&whole, path), of(&plain, path), "{path}");
            assert_ne!(of(&part, path), of(&plain, path), "{path}");
        }
        assert_eq!(
            of(&part, "/plan/choice/chosen"),
            of(&whole, "/plan/choice/chosen")
        );
        for path in ["/verdict/word", "/verdict/chance"] {
            assert_eq!(of(&part, path), of(&plain, path), "{path}");
        }
        let money = "/verdict/with_money";
        assert_eq!(of(&whole, money), of(&plain, money));
        assert_ne!(of(&part, money), of(&plain, money));
        let number = |path: &str| of(&part, path).as_f64().unwrap();
        let last = of(&part, "/capacity/tranches")
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        assert_eq!(last["mw"], 60.0);
        assert_eq!(
            number("/plan/schedule/full_weeks"),
            number("/plan/choice/chosen/weeks")
        );
        let cost = number("/plan/choice/chosen/cost_musd");
        assert!(
            number("/plan/totals/owner_musd/p10") < cost
                && cost < number("/plan/totals/owner_musd/p90")
        );
        let text = |more: &[&'static str]| plan(site, &args(more)).stdout;
        assert!(text(&[]).contains("What follows is this choice"));
        assert!(text(&["--full"]).contains("What follows is the whole plan"));
    }

    /// The entries of all sites of the repository.
    fn of_all(command: &str, more: &[&str]) -> Vec<Value> {
        let files: Vec<String> = site_files()
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let args = [
            &[command],
            &files[..],
            &NVL72,
            more,
            &["--output-format", "json"],
        ]
        .concat();
        let report = Folder::with(&[]).run(&args).json();
        report["sites"].as_array().unwrap().clone()
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 0.01
    }

    #[test]
    fn within_curve_tranches_check_and_ranking_give_one_answer_for_every_site() {
        let whole = of_all("plan", &["--within", "24", "--curve", "--full"]);
        let part = of_all("plan", &["--within", "24"]);
        let by_curve = of_all("plan", &["--curve"]);
        let scored = of_all("score", &[]);
        let number = |value: &Value| value.as_f64().unwrap_or(f64::INFINITY);
        let mut seen = 0;
        for (at, site) in whole.iter().enumerate() {
            let name = &site["name"];
            let tranches = site["capacity"]["tranches"].as_array().unwrap();
            let live = tranches
                .iter()
                .take_while(|t| number(&t["month"]) <= 24.0 + 1e-3);
            let live_mw = live.last().map_or(0.0, |t| number(&t["mw"]));
            let choice = &site["plan"]["choice"];
            let least = number(&site["plan"]["curve"][0]["mw"]);
            if choice["reached"] == true {
                assert!(close(number(&choice["chosen"]["mw"]), live_mw), "{name}");
                let shown = part[at]["capacity"]["tranches"].as_array().unwrap();
                assert!(
                    close(number(&shown.last().unwrap()["mw"]), live_mw),
                    "{name}"
                );
                seen += 1;
            } else {
                assert!(live_mw < least, "{name}: {live_mw}");
            }
            // The month of a point is that of the first tranche that brings its MW.
            for point in by_curve[at]["plan"]["curve"].as_array().unwrap() {
                let mw = number(&point["mw"]) - 0.01;
                let own = by_curve[at]["capacity"]["tranches"].as_array().unwrap();
                let block = own.iter().find(|t| number(&t["mw"]) >= mw).unwrap();
                assert!(
                    close(number(&block["month"]), number(&point["months"])),
                    "{name} {mw}"
                );
            }
            // The same over the draws.
            let months = &site["plan"]["summary"]["first_mw_months"];
            let ranked = scored.iter().find(|s| s["file"] == site["file"]).unwrap();
            if ranked["route"] == site["plan"]["summary"]["route"] {
                assert_eq!(
                    &ranked["plan"]["summary"]["first_mw_months"], months,
                    "{name}"
                );
            }
        }
        assert!(seen > 30, "{seen}");
    }

    #[test]
    fn check_passes_at_the_months_that_a_plan_and_a_ranking_tell() {
        // All draws carry the tenant's least, so that none of them is never.
        let folder = Folder::with(&[("site.yaml", &good())]);
        let args = [
            &["plan", "site.yaml"],
            &NVL72[..],
            &["--output-format", "json"],
        ]
        .concat();
        let report = folder.run(&args).json();
        let months = &report["sites"][0]["plan"]["summary"]["first_mw_months"];
        assert_eq!(months["share"], 1.0);
        let p50 = months["p50"].as_f64().unwrap();
        let check = |most: f64| {
            let most = most.to_string();
            let args = [
                "check",
                "site.yaml",
                "--target",
                "nvl72",
                "--max-months",
                &most,
            ];
            folder.run(&args).code
        };
        assert_eq!((check(p50 + 0.01), check(p50 - 0.01)), (0, 1));
    }

    #[test]
    fn a_goal_out_of_reach_says_what_binds_and_ends_with_1_in_every_format() {
        for format in ["text", "json", "csv"] {
            let args = [&NVL72[..], &["--mw", "5000", "--output-format", format]].concat();
            assert_eq!(plan("iren-childress-tx", &args).code, 1, "{format}");
        }
        let args = [&NVL72[..], &["--mw", "5000"]].concat();
        let text = plan("iren-childress-tx", &args).stdout;
        assert!(
            text.contains("✗ 5000 MW are out of reach") && text.contains("firm grid power"),
            "{text}"
        );
        let choice = json("iren-childress-tx", &args)["plan"]["choice"].clone();
        assert_eq!(choice["reached"], false);
        assert!(choice["chosen"].is_null());
    }

    #[test]
    fn time_and_money_bind_too() {
        let code = |args: &[&str]| plan("iren-childress-tx", &[&NVL72, args].concat()).code;
        assert_eq!(code(&["--mw", "200", "--within", "6"]), 1);
        assert_eq!(code(&["--mw", "200", "--within", "60"]), 0);
        assert_eq!(code(&["--mw", "200", "--budget-musd", "10"]), 1);
        assert_eq!(code(&["--mw", "200", "--budget-musd", "9000"]), 0);
        assert_eq!(code(&["--readiness", "99.9"]), 1);
        assert_eq!(code(&["--readiness", "60"]), 0);
        assert_eq!(code(&["--budget-musd", "500"]), 0);
        assert_eq!(code(&["--mw", "-3"]), 2);
    }

    #[test]
    fn of_several_causes_wrong_input_comes_first_and_one_failed_site_fails_the_run() {
        let folder = Folder::with(&[
            ("a.yaml", SITE),
            ("b.yaml", &SITE.replace("100", "3000").replace("60", "3000")),
            ("bad.yaml", "name: A\ncolor: red\n"),
            ("none/readme.md", ""),
        ]);
        let code = |paths: &[&str]| {
            let goal = ["--target", "nvl72", "--mw", "500"];
            folder.run(&[&["plan"], paths, &goal].concat()).code
        };
        assert_eq!(code(&["a.yaml", "b.yaml"]), 1);
        assert_eq!(code(&["b.yaml"]), 0);
        assert_eq!(code(&["a.yaml", "bad.yaml"]), 2);
        assert_eq!(code(&["a.yaml", "none"]), 1);
        assert_eq!(code(&["b.yaml", "none"]), 3);
    }
}

mod prices {
    use super::*;

    fn own(lines: &str) -> Folder {
        let text = format!("version: quotes-7\nprices:\n{lines}");
        Folder::with(&[("site.yaml", SITE), ("prices.yaml", &text)])
    }

    const ARGS: [&str; 6] = [
        "--target",
        "nvl72",
        "--prices",
        "prices.yaml",
        "--output-format",
        "json",
    ];

    #[test]
    fn prices_of_ones_own_change_the_total_and_stamp_the_version() {
        let folder = own("  - {id: genset-per-kw, low: 1, mode: 2, high: 3, source: tender}\n");
        let total = |args: &[&str]| {
            let report = folder.run(&[&["plan", "site.yaml"], args].concat()).json();
            let total = &report["sites"][0]["plan"]["totals"]["owner_musd"]["p50"];
            (total.as_f64().unwrap(), report["method"]["prices"].clone())
        };
        let (own, version) = total(&ARGS);
        let (built_in, _) = total(&["--target", "nvl72", "--output-format", "json"]);
        assert!(own < built_in, "{own} {built_in}");
        assert!(
            version.as_str().unwrap().ends_with(" with quotes-7"),
            "{version}"
        );
        let scored = folder
            .run(&[&["score", "site.yaml"], &ARGS[..]].concat())
            .json();
        let total = &scored["sites"][0]["plan"]["totals"]["owner_musd"]["p50"];
        assert_eq!(total.as_f64(), Some(own));
    }

    #[test]
    fn everything_wrong_is_told_at_once_with_its_place() {
        let folder = own(
            "  - {id: genset-per-kv, low: 1, mode: 2, high: 3, source: tender}\n  \
             - {id: genset-per-kw, low: 4, mode: 2, high: 3, source: tender}\n",
        );
        let done = folder.run(&[&["plan", "site.yaml"], &ARGS[..]].concat());
        assert_eq!((done.code, done.stdout.as_str()), (2, ""));
        for said in [
            "no price is called `genset-per-kv`; did you mean `genset-per-kw`?",
            "prices.yaml:3:10",
            "must be ascending",
            "prices.yaml:4:",
        ] {
            assert!(done.stderr.contains(said), "{said}: {}", done.stderr);
        }
    }

    #[test]
    fn list_and_explain_open_them() {
        let folder = Folder::with(&[]);
        let list = folder
            .run(&["list", "prices", "--output-format", "json"])
            .json();
        assert!(list.as_array().unwrap().len() > 20);
        let page = folder
            .run(&["explain", "genset-per-kw", "--output-format", "json"])
            .json();
        assert_eq!(page["explanations"][0]["kind"], "price");
        let users = page["explanations"][0]["used_by"].as_array().unwrap();
        assert!(users.iter().any(|user| user["remedy"] == "generators"));
        let page = folder
            .run(&["explain", "generators", "--output-format", "json"])
            .json();
        let mut pages = page["explanations"].as_array().unwrap().iter();
        let remedy = pages.find(|page| page["kind"] == "remedy").unwrap();
        assert_eq!(remedy["lines"][0]["price"], "genset-per-kw");
        assert_eq!(remedy["payer"], "owner");
        assert!(remedy["steps"].as_array().is_some_and(|s| !s.is_empty()));
    }
}

mod routes {
    use super::*;

    /// The `route` line of a plan.
    fn route(site: &str, args: &[&str]) -> String {
        let done = plan(site, args);
        let line = done
            .stdout
            .lines()
            .find(|l| l.starts_with("route "))
            .unwrap();
        line.to_owned()
    }

    #[test]
    fn a_route_can_be_asked_for_and_a_goal_takes_the_one_that_reaches_it() {
        let site = "example-complete";
        assert!(route(site, &["--route", "new-hall"]).contains("a new hall"));
        assert!(route(site, &["--route", "in-place"]).contains(" in "));
        // The pilot room scores best for HPC, but holds less than 1 MW.
        let goal = plan(site, &["--target", "hpc", "--mw", "5"]);
        assert_eq!(goal.code, 0, "{}", goal.stdout);
        assert!(
            goal.stdout.contains("best way to the goal"),
            "{}",
            goal.stdout
        );
    }

    #[test]
    fn a_site_without_halls_has_no_route_in_place() {
        let done = plan("cipher-barber-lake-tx", &["--route", "in-place"]);
        assert_eq!(done.code, 2);
        assert!(done.stderr.contains("no hall stands"), "{}", done.stderr);
    }
}
