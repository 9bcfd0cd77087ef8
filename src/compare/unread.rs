//! Sites whose other state stands in a file that cannot be read: nobody knows whether they came or went.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Judged, Origin, Set};

/// Files of one side that cannot be read, by where they lie within it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread(BTreeSet<PathBuf>);

impl Unread {
    /// Of the files of a side, as they are named.
    pub fn of<'f>(files: impl IntoIterator<Item = &'f str>, side: &Origin) -> Self {
        let places = files.into_iter().map(|file| place(file, side).to_owned());
        Self(places.collect())
    }

    /// Whether one of them lies where a file of the other side lies there.
    #[must_use]
    pub fn may_hold(&self, file: &str, other: &Origin) -> bool {
        self.0.contains(place(file, other))
    }
}

/// Takes out of both sets the sites that the other lacks while a file in their place cannot be read there. Gives back how
/// many of each stay out.
pub fn set_aside(
    (base, unread_of_base): (&mut Set, &Unread),
    (head, unread_of_head): (&mut Set, &Unread),
) -> [usize; 2] {
    let of_base = without_other(base, head, unread_of_head);
    let of_head = without_other(head, base, unread_of_base);
    [(base, of_base), (head, of_head)].map(|(set, out)| {
        set.sites.retain(|site| !out.contains(&site.row.name.id));
        out.len()
    })
}

/// Ids of the sites of a set that another set lacks and may have in a file that cannot be read.
fn without_other(set: &Set, other: &Set, unread: &Unread) -> BTreeSet<String> {
    let known: BTreeSet<&str> = other.sites.iter().map(id).collect();
    let lone = set.sites.iter().filter(|site| !known.contains(id(site)));
    lone.filter(|site| unread.may_hold(&site.row.name.file, &set.origin))
        .map(|site| id(site).to_owned())
        .collect()
}

fn id(site: &Judged) -> &str {
    &site.row.name.id
}

/// Where a file lies within its side, nothing of a side that is one file; of a side that is no folder, its name.
fn place<'f>(file: &'f str, side: &Origin) -> &'f Path {
    let file = Path::new(file);
    let name = || file.file_name().map_or(file, Path::new);
    file.strip_prefix(&side.path).unwrap_or_else(|_| name())
}
