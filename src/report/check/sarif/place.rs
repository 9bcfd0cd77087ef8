//! Places in SARIF: addresses relative to the root of the repository, regions, pointers.

use super::model::{ArtifactLocation, Location, LogicalLocation, PhysicalLocation, Region, Text};
use crate::gate::outcome::Place;

/// What relative addresses start from; the name is that of GitHub's own tools.
pub(super) const ROOT: &str = "%SRCROOT%";

/// A place with its region and the fact that stands there.
pub(super) fn location(place: &Place, id: Option<usize>, message: Option<Text>) -> Location {
    let (uri, relative) = uri(&place.file);
    let logical = Some(&place.pointer).filter(|p| !p.is_empty());
    Location {
        id,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri,
                uri_base_id: relative.then_some(ROOT),
            },
            region: region(place),
        },
        logical_locations: logical
            .map(|pointer| LogicalLocation {
                fully_qualified_name: pointer.clone(),
            })
            .into_iter()
            .collect(),
        message,
    }
}

/// The region, without an end that lies before its beginning; none where the file as a whole is meant.
fn region(place: &Place) -> Option<Region> {
    let start = (place.line, place.column.max(1));
    let end = (place.end_line, place.end_column);
    let ends = end >= start && end.1 > 0;
    (place.line > 0).then_some(Region {
        start_line: place.line,
        start_column: (place.column > 0).then_some(place.column),
        end_line: ends.then_some(place.end_line),
        end_column: ends.then_some(place.end_column),
    })
}

/// A path as an address, and whether it is relative: forward slashes, no `./`, everything else escaped (RFC 3986).
pub(super) fn uri(file: &str) -> (String, bool) {
    let path = file.strip_prefix("./").unwrap_or(file);
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    let absolute = drive || path.starts_with('/');
    let mut uri = match (absolute, drive) {
        (true, true) => "file:///".to_owned(),
        (true, false) => "file://".to_owned(),
        (false, _) => String::new(),
    };
    for byte in path.bytes() {
        let kept = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        if kept || drive && byte == b':' {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    (uri, !absolute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        for (file, address, relative) in [
            ("sites/a.yaml", "sites/a.yaml", true),
            ("./sites/a.yaml", "sites/a.yaml", true),
            ("../a b.yaml", "../a%20b.yaml", true),
            ("a:b#c?.yaml", "a%3Ab%23c%3F.yaml", true),
            ("é%.yaml", "%C3%A9%25.yaml", true),
            ("/a.yaml", "file:///a.yaml", false),
            ("C:/a.yaml", "file:///C:/a.yaml", false),
            ("-", "-", true),
        ] {
            assert_eq!(uri(file), (address.to_owned(), relative), "{file}");
        }
    }

    #[test]
    fn a_region_never_ends_before_it_begins() {
        let place = |line, column, end_line, end_column| Place {
            file: "a".into(),
            line,
            column,
            end_line,
            end_column,
            pointer: String::new(),
        };
        let shown =
            |p: &Place| region(p).map(|r| (r.start_line, r.start_column, r.end_line, r.end_column));
        assert_eq!(
            shown(&place(3, 5, 3, 9)),
            Some((3, Some(5), Some(3), Some(9)))
        );
        assert_eq!(shown(&place(3, 5, 3, 4)), Some((3, Some(5), None, None)));
        assert_eq!(shown(&place(3, 5, 0, 0)), Some((3, Some(5), None, None)));
        assert_eq!(shown(&place(3, 0, 4, 1)), Some((3, None, Some(4), Some(1))));
        assert_eq!(shown(&place(0, 0, 0, 0)), None);
    }
}
