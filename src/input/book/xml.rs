//! What the parts of workbooks are written in.

use std::io::{BufReader, Read};

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;

use super::bounds::Fault;

/// A part that is no XML.
pub(super) fn broken(error: &quick_xml::Error) -> Fault {
    Fault::Broken(format!("a part of it is no XML: {error}"))
}

/// Reads a part as the crate that reads values does.
pub(super) fn reader<R: Read>(from: R) -> quick_xml::Reader<BufReader<R>> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(from));
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    reader
}

/// The value of an attribute, whatever the prefix of its name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    value(element, |attribute| {
        attribute.key.local_name().as_ref() == name
    })
}

/// What links an element to another part: an `id` with a prefix, as `id` alone is a number.
pub(super) fn link(element: &BytesStart<'_>) -> Option<String> {
    value(element, |attribute| {
        attribute.key.local_name().as_ref() == "id" && attribute.key.prefix().is_some()
    })
}

fn value(element: &BytesStart<'_>, is: impl Fn(&Attribute<'_>) -> bool) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(is)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}
