//! The pictures of the README are those of pages that the program writes. `UPDATE_README=1 cargo test --test it
//! pictures_of_the_readme` makes them anew.

use std::path::PathBuf;

use crate::support::{root, run_at_root};

/// A file under `.github/`, the command whose page holds the picture, and how its title begins.
const PICTURES: [(&str, &str, &str); 2] = [
    (
        "megawatts-by-date.svg",
        "score sites/iren-childress-tx.yaml --target nvl72",
        "Critical IT megawatts by date",
    ),
    (
        "portfolio.svg",
        "score sites/ --target nvl72",
        "Planned megawatts of each site against the cost of each",
    ),
];

/// Pixels of a picture that stands alone, and of the rim around it.
const WIDTH: u32 = 880;
const RIM: u32 = 24;

fn file(name: &str) -> PathBuf {
    root().join(".github").join(name)
}

/// The picture of a page, on a ground of its own: what reads in it reads in front of any page.
fn alone(page: &str, title: &str) -> String {
    let start = format!("<title>{title}");
    let (before, behind) = page.split_once(&start).expect("the page has the picture");
    let (_, tag) = before.rsplit_once("<svg ").unwrap();
    let (body, _) = behind.split_once("</svg>").unwrap();
    let height = tag.split_once(" height=\"").unwrap().1;
    let height: u32 = height.split_once('"').unwrap().0.parse().unwrap();
    let picture = format!("<svg {tag}{start}{body}</svg>").replace("><", ">\n<");
    let (wide, high) = (WIDTH - 2 * RIM, height + 2 * RIM);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{high}\" \
         viewBox=\"0 0 {WIDTH} {high}\" color=\"#1b2127\">\n\
         <rect width=\"{WIDTH}\" height=\"{high}\" rx=\"8\" fill=\"#ffffff\"/>\n\
         <svg x=\"{RIM}\" y=\"{RIM}\" width=\"{wide}\" height=\"{height}\">\n{picture}\n</svg>\n</svg>\n"
    )
}

#[test]
fn pictures_of_the_readme_are_those_of_pages() {
    let readme = super::paper("README.md");
    for (name, args, title) in PICTURES {
        let args: Vec<&str> = args.split(' ').collect();
        let done = run_at_root(&[&args[..], &["--output-format", "html"]].concat());
        let picture = alone(&done.stdout, title);
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(file(name), &picture).unwrap();
        }
        let kept = std::fs::read_to_string(file(name)).unwrap_or_default();
        assert!(
            kept == picture,
            "{name} is not the picture of the page: UPDATE_README=1 makes it anew"
        );
        assert!(readme.contains(&format!("](.github/{name})")), "{name}");
    }
}
