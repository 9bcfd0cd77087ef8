//! Files that somebody else wrote: what they name lies in their repository, and nothing of other files is shown.

use super::{case, refused};
use crate::support::{Folder, SITE};

/// A text that no message may hold.
const SECRET: &str = "k3y-0f-s0meb0dy";

/// A repository with a site and a policy, and a secret beside it.
fn repository(policy: &str) -> Folder {
    Folder::with(&[
        ("repo/.git/HEAD", "ref: refs/heads/main\n"),
        ("repo/.git/token.yaml", SECRET),
        ("repo/ok.yaml", SITE),
        ("repo/key", SECRET),
        ("repo/policies/p.yaml", policy),
        ("repo/prices.yaml", "version: own\nprices: []\n"),
        ("secret.yaml", SECRET),
    ])
}

#[test]
fn a_policy_names_nothing_outside_of_its_repository() {
    for key in ["checklist", "prices", "market", "typical", "baseline"] {
        for (named, why) in [
            ("/proc/self/environ", "outside of the repository"),
            ("../../secret.yaml", "outside of the repository"),
            ("../policies/../../secret.yaml", "outside of the repository"),
            ("../.git/token.yaml", "outside of the repository"),
            ("../key", "none of the endings"),
        ] {
            let folder = repository(&format!("version: 1\n{key}: {named}\n"));
            let args = ["check", "repo/ok.yaml", "--policy", "repo/policies/p.yaml"];
            let done = folder.run_with(&args, "", &[("SECRET", SECRET)]);
            refused(&done, why);
            assert!(done.stderr.contains("p.yaml:2:"), "{}", done.stderr);
            assert!(
                !format!("{done:?}").contains(SECRET),
                "{key} {named}: {done:?}"
            );
        }
    }
}

#[test]
fn what_the_command_line_replaces_is_not_read_and_not_refused() {
    for (key, more) in [
        ("baseline", &["--baseline", "mine"][..]),
        ("baseline", &["--write-baseline", "new"]),
        ("prices", &["--prices", "repo/prices.yaml"]),
        ("market", &["--without-economics"]),
    ] {
        let folder = repository(&format!("version: 1\n{key}: /proc/self/environ\n"));
        let plain = ["check", "repo/ok.yaml", "--draws", "2", "--target", "nvl72"];
        let baseline = ["--isolated", "--write-baseline", "mine"];
        folder.run(&[&plain[..], &baseline].concat());
        let policy = ["--policy", "repo/policies/p.yaml"];
        let done = folder.run(&[&plain[..], &policy, more].concat());
        assert!(matches!(done.code, 0 | 1), "{key} {more:?}: {done:?}");
    }
}

#[test]
fn the_case_that_showed_the_environment_shows_nothing() {
    let folder = Folder::with(&[
        ("ok.yaml", &case("ok.yaml")),
        ("p.yaml", &case("policy-reads-environ.rackready.yaml")),
    ]);
    let args = ["check", "ok.yaml", "--policy", "p.yaml"];
    let done = folder.run_with(&args, "", &[("SECRET", SECRET)]);
    refused(&done, "which is in no repository");
    assert!(!format!("{done:?}").contains(SECRET), "{done:?}");
}

#[test]
fn what_lies_in_the_repository_or_is_named_by_the_user_is_read() {
    let folder = repository("version: 1\nprices: ../prices.yaml\n");
    let policy = [
        "check",
        "repo/ok.yaml",
        "--policy",
        "repo/policies/p.yaml",
        "--draws",
        "2",
    ];
    let done = folder.run(&policy);
    assert_eq!(done.code, 1, "{}", done.stderr);
    // Out of reach for the policy, and not for who runs it.
    std::fs::write(folder.path("secret.yaml"), "version: own\nprices: []\n").unwrap();
    let away = "version: 1\nprices: ../../secret.yaml\n";
    std::fs::write(folder.path("repo/policies/p.yaml"), away).unwrap();
    refused(&folder.run(&policy), "outside of the repository");
    let trusting = [&policy[..], &["--trust-paths"]].concat();
    assert_eq!(folder.run(&trusting).code, 1);
    let named = [&policy[..], &["--prices", "secret.yaml"]].concat();
    assert_eq!(folder.run(&named).code, 1);
}

#[test]
fn a_scenario_names_nothing_outside_of_its_repository() {
    for key in ["prices", "market", "policy"] {
        let scenarios = format!("scenarios:\n- name: a\n- name: b\n  {key}: ../secret.yaml\n");
        let folder = repository("version: 1\n");
        std::fs::write(folder.path("repo/s.yaml"), scenarios).unwrap();
        for command in ["score", "plan", "economics"] {
            let done = folder.run(&[
                command,
                "repo/ok.yaml",
                "--scenarios",
                "repo/s.yaml",
                "--draws",
                "2",
            ]);
            refused(&done, "outside of the repository");
            assert!(done.stderr.contains("s.yaml:4:"), "{}", done.stderr);
            assert!(!format!("{done:?}").contains(SECRET));
        }
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_repository_are_told_and_not_followed() {
    use std::os::unix::fs::symlink;

    let folder = repository("version: 1\n");
    std::fs::create_dir_all(folder.path("repo/sites")).unwrap();
    std::fs::create_dir_all(folder.path("away")).unwrap();
    std::fs::write(folder.path("away/far.yaml"), SITE).unwrap();
    symlink(
        folder.path("secret.yaml"),
        folder.path("repo/sites/link.yaml"),
    )
    .unwrap();
    symlink(folder.path("away"), folder.path("repo/sites/folder")).unwrap();
    symlink(
        folder.path("repo/ok.yaml"),
        folder.path("repo/sites/near.yaml"),
    )
    .unwrap();
    for asked in ["repo/sites", "repo/sites/**/*.yaml"] {
        let args = [
            "score",
            asked,
            "--draws",
            "2",
            "--without-economics",
            "--output-format",
            "csv",
        ];
        let done = folder.run(&args);
        refused(&done, "this link leads out of the repository");
        assert_eq!(
            done.stderr.matches("leads out").count(),
            2,
            "{}",
            done.stderr
        );
        assert!(!format!("{done:?}").contains(SECRET));
        // The site that is near is judged all the same.
        assert_eq!(done.stdout.lines().count(), 2, "{}", done.stdout);
    }
    let args = [
        "score",
        "repo/sites/folder/",
        "--draws",
        "2",
        "--without-economics",
    ];
    assert_eq!(folder.run(&args).code, 0, "named by the user");
    let args = [
        "score",
        "repo/sites",
        "--trust-paths",
        "--draws",
        "2",
        "--without-economics",
        "--output-format",
        "csv",
    ];
    let done = folder.run(&args);
    assert!(
        done.stderr.contains("secret.yaml") || done.stderr.contains("link.yaml"),
        "{}",
        done.stderr
    );
    assert!(done.stdout.contains("far.yaml"), "{}", done.stdout);
}

#[cfg(unix)]
#[test]
fn a_policy_that_is_a_link_out_of_the_repository_is_not_read() {
    let folder = repository("version: 1\n");
    std::os::unix::fs::symlink(
        folder.path("secret.yaml"),
        folder.path("repo/.rackready.yaml"),
    )
    .unwrap();
    let mut command = folder.command(&["check", "ok.yaml"]);
    let done = super::ends({
        command.current_dir(folder.path("repo"));
        command
    });
    refused(&done, "this link leads out of the repository");
    assert!(!format!("{done:?}").contains(SECRET));
}

#[test]
fn a_page_is_read_for_its_record_alone() {
    let folder = Folder::with(&[("a.yaml", SITE)]);
    let args = ["score", "a.yaml", "--draws", "2", "--output-format", "html"];
    let page = folder.run(&args).data();
    let render =
        |page: &str| folder.run_with(&["render", "-", "--output-format", "csv"], page, &[]);
    let csv = render(&page).data();
    // What stands around the record is not read, whatever it is.
    let (head, record) = page
        .split_once("<script type=\"application/json\"")
        .unwrap();
    let other = format!(
        "{}<!-- {SECRET} {{\"schema\": \"rackready/report/v99\"}} -->",
        &head[..head.len() / 2]
    );
    let bare = format!("<!DOCTYPE html><html>{other}<script type=\"application/json\"{record}");
    assert_eq!(render(&bare).data(), csv);
    // A record of another kind, two of them, and none.
    let newer = page.replace("rackready/report/v3", "rackready/report/v99");
    refused(&render(&newer), "of a newer version of rackready");
    refused(&render("<html><body>no record</body></html>"), "no JSON");
    let done = render(&format!("{page}{page}"));
    assert!(done.code == 2 || done.stdout == csv, "{done:?}");
}

#[test]
fn what_hides_behind_a_text_that_readers_disagree_about_is_refused_in_every_kind_of_file() {
    let odd = "\"my\nname\"";
    let folder = Folder::with(&[
        ("site.yaml", SITE),
        ("table.csv", "name,kw\nX,60000\n"),
        (
            "columns.yaml",
            &format!(
                "columns:\n  kw: {{fact: power.approved_mw, unit: kW}}\nconstants:\n    operator: {odd}\n    location.country: US\n"
            ),
        ),
        (
            "checklist.yaml",
            &format!("name: &n {odd}\nversion: *n\nextends: ai-hpc\nrequirements: []\n"),
        ),
        (
            "priors.yaml",
            &format!("version: {odd}\npriors: &s !!seq []\n"),
        ),
        ("prices.yaml", &format!("version: {odd}\nprices: &s []\n")),
        (
            "market.yaml",
            &format!("version: {odd}\nas_of: 2026-11\nfigures: &s []\n"),
        ),
        (
            "policy.yaml",
            &format!("version: 1\nchecklist: {odd}\ncheck: &c {{}}\n"),
        ),
        (
            "what.yaml",
            &format!("scenarios:\n- name: {odd}\n  set: &s {{}}\n"),
        ),
        (
            "tight.yaml",
            "{\"name\":&n \"Mill\",\"operator\":*n,\"power\":{\"energized_mw\":60}}",
        ),
        (
            "tagged.yaml",
            "{\"name\":!!str \"Mill\",\"power\":{\"energized_mw\":60}}",
        ),
        (
            "swapped.yaml",
            "{\"scenarios\":[{\"name\":\"a\",\"set\":{\"power.approved_mw\":&y 90}},{\"name\":\"b\",\"set\":{\"power.approved_mw\":*y}}]}",
        ),
    ]);
    for args in [
        &["score", "table.csv", "--columns", "columns.yaml"][..],
        &["score", "site.yaml", "--checklist", "checklist.yaml"],
        &["score", "site.yaml", "--typical", "priors.yaml"],
        &["score", "site.yaml", "--prices", "prices.yaml"],
        &["economics", "site.yaml", "--market", "market.yaml"],
        &["check", "site.yaml", "--policy", "policy.yaml"],
        &["score", "site.yaml", "--scenarios", "what.yaml"],
        &["score", "tight.yaml"],
        &["score", "tagged.yaml"],
        &["score", "site.yaml", "--scenarios", "swapped.yaml"],
    ] {
        let done = folder.run(&[args, &["--target", "nvl72", "--draws", "2"]].concat());
        assert_eq!(done.code, 2, "{args:?}: {}{}", done.stdout, done.stderr);
        let told = ["readers disagree", "anchors (", "aliases (", "tags ("];
        assert!(
            told.iter().any(|said| done.stderr.contains(said)),
            "{args:?}: {}",
            done.stderr
        );
        assert!(
            !done.stderr.contains("missing"),
            "{args:?}: {}",
            done.stderr
        );
    }
}
