//! Sites whose other state stands in a file that cannot be read: nobody knows whether they came or went.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Judged, Set};

/// Takes out of both sets the sites that the other lacks while a file in their place cannot be read there; base and head
/// come with the names of these files. Gives back how many of each stay out.
pub fn set_aside(
    (base, unread_of_base): (&mut Set, &[String]),
    (head, unread_of_head): (&mut Set, &[String]),
) -> [usize; 2] {
    let of_base = without_other(base, head, unread_of_head);
    let of_head = without_other(head, base, unread_of_base);
    [(base, of_base), (head, of_head)].map(|(set, out)| {
        set.sites.retain(|site| !out.contains(&site.row.name.id));
        out.len()
    })
}

/// Ids of the sites of a set that another set lacks and may have in a file that cannot be read.
fn without_other(set: &Set, other: &Set, unread: &[String]) -> BTreeSet<String> {
    let known: BTreeSet<&str> = other.sites.iter().map(id).collect();
    let unread: BTreeSet<&Path> = unread.iter().map(|file| place(file, other)).collect();
    let lone = set.sites.iter().filter(|site| !known.contains(id(site)));
    lone.filter(|site| unread.contains(place(&site.row.name.file, set)))
        .map(|site| id(site).to_owned())
        .collect()
}

fn id(site: &Judged) -> &str {
    &site.row.name.id
}

/// Where a file lies within its side, nothing of a side that is one file; of a side that is no folder, its name.
fn place<'f>(file: &'f str, side: &Set) -> &'f Path {
    let file = Path::new(file);
    let name = || file.file_name().map_or(file, Path::new);
    file.strip_prefix(&side.origin.path)
        .unwrap_or_else(|_| name())
}
