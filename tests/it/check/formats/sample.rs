//! Checks made by hand: one with something of everything, one where all is well, one of nothing.

use proptest::prelude::*;
use rackready::assess::Method;
use rackready::gate::outcome::{
    BaselineState, Check, Concern, CountedEntry, Kind, OverAll, Place, SCHEMA, Severity, SiteCheck,
    SiteResult, Terms, Waived,
};
use rackready::record::quantity::{Megawatts, Money, Months, Points};
use rackready::rules::register;
use rackready::verdict::{Chances, Word};

/// What a hostile file may hold: every format's own syntax, line feeds, escapes, what XML cannot carry.
pub(crate) const HOSTILE: &str = "50% | `x` <b>&amp;</b> @octocat #12 GH-7 www.evil.example https://evil.example \
     [a](https://b) ![i](j) {0} ::error file=a,line=1::no\r\n::stop-commands::x ]]> \u{0}\u{1b}[31m\u{202e}\u{fffe} \
     $x$ :tada: a@b.example \\| \\";

pub(crate) fn place(file: &str, line: usize, pointer: &str) -> Place {
    Place {
        file: file.to_owned(),
        line,
        column: 3,
        end_line: line,
        end_column: 12,
        pointer: pointer.to_owned(),
    }
}

/// A concern of which the gate fails.
pub(crate) fn concern(rule: &str, kind: Kind, severity: Severity, place: Place) -> Concern {
    Concern {
        rule: rule.to_owned(),
        kind,
        severity,
        message: format!("{rule} is not as it should be"),
        help: None,
        fingerprint: format!("{rule}:{}:{}", place.file, place.pointer),
        place,
        related: Vec::new(),
        points: None,
        mw: None,
        short_by: None,
        read_at: None,
        gated: true,
        waiver: None,
        baseline: Some(BaselineState::New),
    }
}

fn method() -> Method {
    Method {
        rackready: "0.1.0".into(),
        checklist: "ai-hpc 2026-11".into(),
        targets: "2026-11".into(),
        market: None,
        prices: "2026-11".into(),
        typical: "2026-11".into(),
        draws: 128,
        seed: 0,
    }
}

fn terms(with: bool) -> Terms {
    Terms {
        policy: with.then(|| "policies/lender.yaml".to_owned()),
        baseline: with.then(|| "baseline.json".to_owned()),
        as_of: "2026-11-22".into(),
        waivers: true,
    }
}

/// What is known of a site: one draw in twenty carries no tenant, and one in ten of the rest no MW at all.
fn result() -> SiteResult {
    let number = f64::into;
    SiteResult {
        target: "nvl72/neocloud/training".into(),
        verdict: Word::Convert,
        is_final: false,
        chance: Chances {
            convert: 0.5,
            convert_in_phases: 0.25,
            bridge: 0.0,
            keep_mining: 0.25,
        }
        .into(),
        known: number(0.42),
        score: Points {
            worst: Some(number(41.2)),
            p10: number(58.0),
            p50: number(66.9),
            p90: number(73.0),
            best: Some(number(88.1)),
            mean: number(66.3),
        },
        planned_mw: Megawatts {
            worst: Some(number(310.0)),
            p10: number(352.0),
            p50: number(408.0),
            p90: number(455.5),
            best: None,
            mean: number(404.0),
            share: number(0.95),
        },
        cost_per_mw_musd: Some(Money {
            p10: number(9.1),
            p50: number(11.4),
            p90: number(14.0),
            mean: number(11.6),
            share: number(0.95),
        }),
        first_mw_months: Some(Months {
            p10: Some(number(14.0)),
            p50: Some(number(18.5)),
            p90: None,
            mean: (),
            share: number(0.95),
        }),
        counted: CountedEntry {
            mw: OverAll {
                p10: Some(number(330.0)),
                p50: Some(number(402.5)),
                p90: Some(number(454.0)),
            },
            cost_per_mw_musd: OverAll {
                p10: Some(number(9.2)),
                p50: Some(number(11.8)),
                p90: Some(number(16.1)),
            },
            first_mw_months: OverAll {
                p10: Some(number(14.2)),
                p50: Some(number(19.0)),
                p90: None,
            },
        },
        money: None,
    }
}

pub(crate) fn site(id: &str, concerns: Vec<Concern>) -> SiteCheck {
    SiteCheck {
        set: Vec::new(),
        id: id.to_owned(),
        name: id.to_owned(),
        file: format!("sites/{id}.yaml"),
        result: Some(result()),
        concerns,
        held: vec!["power.grid-voltage".into(), "network.latency".into()],
    }
}

pub(crate) fn check(sites: Vec<SiteCheck>) -> Check {
    let fails = sites.iter().flat_map(|s| &s.concerns).any(Concern::fails);
    Check {
        schema: SCHEMA.to_owned(),
        method: method(),
        terms: terms(false),
        sites,
        elsewhere: Vec::new(),
        nothing: Vec::new(),
        passed: !fails,
        exit_code: u8::from(fails),
    }
}

/// A run at which nothing was found to evaluate.
pub(crate) fn nothing() -> Check {
    let mut empty = check(Vec::new());
    empty.nothing = vec!["no file matches `mines/*.yaml`".into()];
    empty.exit_code = 3;
    empty.passed = false;
    empty
}

/// One site, and nothing stands against it.
pub(crate) fn all_held() -> Check {
    check(vec![site("mill-creek", Vec::new())])
}

/// A waiver written in another file than the site.
pub(crate) fn waived(file: &str) -> Waived {
    Waived {
        reason: "leased back until the second line is energized".into(),
        owner: "ops@example.com".into(),
        expires: "2027-03-31".into(),
        place: place(file, 7, "/waivers/0"),
    }
}

/// Something of every kind, severity, waiver and state.
pub(crate) fn everything() -> Check {
    let at = |line, pointer: &str| place("sites/childress.yaml", line, pointer);
    let of = |rule: &str, kind, severity, line, pointer: &str| {
        concern(rule, kind, severity, at(line, pointer))
    };
    let firm = Concern {
        message: "supply may be interrupted for 400 hours a year; 0 is needed".into(),
        help: Some("carry the interruptions on site".into()),
        points: Some(10.25),
        mw: Some(408.0),
        related: vec![(
            at(9, "/power/interruptible_hours_per_year"),
            "said here".into(),
        )],
        ..of(
            "power.firm-supply",
            Kind::Gate,
            Severity::Blocker,
            8,
            "/power/firmness",
        )
    };
    let open_gate = Concern {
        gated: false,
        message: "no end of the lease is stated".into(),
        ..of(
            "site.tenure",
            Kind::Gate,
            Severity::Major,
            1,
            "/land/tenure",
        )
    };
    let contradiction = of(
        "energized-above-contracted",
        Kind::Contradiction,
        Severity::Blocker,
        5,
        "/power/energized_mw",
    );
    let score = Concern {
        message: "convertibility of 66 is below 70".into(),
        ..of(
            "threshold.min-score",
            Kind::Threshold,
            Severity::Blocker,
            1,
            "",
        )
    };
    let by_policy = Concern {
        waiver: Some(waived("policies/lender.yaml")),
        mw: Some(18.0),
        ..of(
            "power.utility-feeds",
            Kind::Requirement,
            Severity::Major,
            11,
            "/power/feeds",
        )
    };
    let in_file = Concern {
        waiver: Some(waived("sites/childress.yaml")),
        ..of(
            "cooling.liquid-loop",
            Kind::Requirement,
            Severity::Minor,
            14,
            "/cooling/loop",
        )
    };
    let known = Concern {
        baseline: Some(BaselineState::Unchanged),
        ..of(
            "network.diverse-routes",
            Kind::Requirement,
            Severity::Major,
            20,
            "/network/routes",
        )
    };
    let gone = Concern {
        baseline: Some(BaselineState::Absent),
        ..of(
            "form.floor-load",
            Kind::Requirement,
            Severity::Minor,
            22,
            "/halls/0/floor_load_kpa",
        )
    };
    let small = Concern {
        gated: false,
        points: Some(0.4),
        ..of(
            "redundancy.generators",
            Kind::Requirement,
            Severity::Minor,
            24,
            "/redundancy",
        )
    };
    let unknown = Concern {
        gated: false,
        baseline: None,
        message: "nobody says how many megawatts could be added".into(),
        ..of("scale.expansion", Kind::Requirement, Severity::Info, 30, "")
    };
    let other_list = of("own.rule", Kind::Requirement, Severity::Minor, 31, "/own");
    let invalid = Concern {
        message: HOSTILE.to_owned(),
        help: Some(HOSTILE.to_owned()),
        baseline: None,
        ..concern(
            register::FILE_INVALID,
            Kind::Invalid,
            Severity::Blocker,
            place("sites/broken, 100%: [x].yaml", 2, ""),
        )
    };
    let broken = SiteCheck {
        set: Vec::new(),
        id: "sites/broken, 100%: [x].yaml".into(),
        name: HOSTILE.to_owned(),
        file: "sites/broken, 100%: [x].yaml".into(),
        result: None,
        concerns: vec![invalid],
        held: Vec::new(),
    };
    let policy = |rule: &str, severity, gated| Concern {
        gated,
        ..concern(
            rule,
            Kind::Waiver,
            severity,
            place("policies/lender.yaml", 12, "/waivers/1"),
        )
    };
    let found = vec![
        firm,
        contradiction,
        score,
        open_gate,
        by_policy,
        in_file,
        known,
        gone,
        small,
        unknown,
        other_list,
    ];
    let mut all = check(vec![
        site("childress", found),
        broken,
        site("mill-creek", Vec::new()),
    ]);
    all.terms = terms(true);
    all.elsewhere = vec![
        policy(register::WAIVER_EXPIRED, Severity::Major, true),
        policy(register::WAIVER_UNUSED, Severity::Info, false),
    ];
    all.exit_code = 2;
    all
}

/// Any text that a file may hold.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    let syntax = proptest::sample::select(vec![
        "::",
        "%",
        "%0A",
        "\n",
        "\r",
        ",",
        ":",
        "|",
        "\\",
        "`",
        "``",
        "<",
        ">",
        "&",
        "@a",
        "#1",
        "gh-1",
        "www.a.b",
        "https://a.b/c",
        "[a](b)",
        "![",
        "](",
        "~~",
        "**",
        "__",
        "$",
        "{0}",
        "]]>",
        "<!--",
        "-->",
        "\u{0}",
        "\u{b}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{85}",
        "\u{2028}",
        "é",
        "a@b.cd",
        ":tada:",
        "'",
        "\"",
        "=",
        "x",
        " ",
    ]);
    let piece = prop_oneof![3 => syntax.prop_map(str::to_owned), 1 => any::<String>()];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// The check of everything with a text wherever a file's text goes.
pub(crate) fn with_text(text: &str) -> Check {
    let mut all = everything();
    all.terms.policy = Some(text.to_owned());
    all.nothing = vec![text.to_owned()];
    all.method.checklist = text.to_owned();
    for site in &mut all.sites {
        for field in [&mut site.id, &mut site.name, &mut site.file] {
            *field = text.to_owned();
        }
        site.held.push(text.to_owned());
        for concern in &mut site.concerns {
            concern.rule = text.to_owned();
            concern.message = text.to_owned();
            concern.help = Some(text.to_owned());
            concern.place.file = text.to_owned();
            concern.place.pointer = text.to_owned();
            concern.fingerprint = text.to_owned();
            for (place, said) in &mut concern.related {
                place.file = text.to_owned();
                *said = text.to_owned();
            }
            if let Some(waiver) = &mut concern.waiver {
                waiver.reason = text.to_owned();
                waiver.owner = text.to_owned();
                waiver.expires = text.to_owned();
            }
        }
    }
    all
}

/// A site with so many concerns, every fourth of them major.
pub(crate) fn many(n: usize) -> Check {
    let concerns = (0..n).map(|i| {
        let severity = if i % 4 == 0 {
            Severity::Major
        } else {
            Severity::Info
        };
        let mut concern = concern(
            "network.latency",
            Kind::Requirement,
            severity,
            place("sites/large.yaml", i + 1, &format!("/halls/{i}")),
        );
        concern.gated = i % 4 == 0;
        concern.baseline = None;
        concern
    });
    check(vec![site("large", concerns.collect())])
}
