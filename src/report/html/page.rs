//! The frame of every page: title, sections, record, and what a browser may do.

use std::sync::LazyLock;

use std::io::{self, Write};

use askama::Template;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::block::Block;
use super::{PageError, embed};
use crate::spool::Each;

/// What stands in front of the first chapter; no other text of a page can hold it, as `<` is escaped everywhere.
const MAIN: &str = "<main id=\"main\">\n";

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A part of a page with a heading that can be gone to.
pub(super) struct Section {
    /// Where links go.
    pub(super) id: String,
    pub(super) heading: String,
    pub(super) blocks: Vec<Block>,
}

impl Section {
    pub(super) fn new(id: &str, heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self {
            id: id.to_owned(),
            heading: heading.into(),
            blocks,
        }
    }
}

/// What a page says of one thing: a site, a portfolio, a check.
#[derive(Template)]
#[template(path = "chapter.html")]
pub(super) struct Chapter {
    pub(super) title: String,
    /// Lines below the title: whose it is, of when, by which versions.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What stands in front of the first section.
    pub(super) lead: Vec<Block>,
    pub(super) sections: Vec<Section>,
}

impl Chapter {
    /// The same as one of several: its sections have names of their own.
    fn numbered(mut self, number: usize) -> Self {
        for section in &mut self.sections {
            section.id = format!("{}-{number}", section.id);
        }
        self
    }
}

/// A page.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) chapters: Vec<Chapter>,
    /// What stands at the end.
    pub(super) foot: Vec<String>,
    /// The record as an element.
    pub(super) record: String,
}

impl Page {
    /// The page as text.
    pub(super) fn finish(mut self) -> Result<String, PageError> {
        if self.chapters.len() > 1 {
            let chapters = std::mem::take(&mut self.chapters).into_iter().zip(1..);
            let numbered = chapters.map(|(chapter, number)| chapter.numbered(number));
            self.chapters = numbered.collect();
        }
        Ok(self.render()?)
    }

    /// Writes the page with chapters that are made one after the other, and with a record of which nothing is held.
    pub(super) fn write<T>(
        self,
        things: &(impl Each<T> + ?Sized),
        chapter: impl Fn(&T) -> Chapter,
        record: &impl Serialize,
        mut out: impl Write,
    ) -> Result<(), PageError> {
        let page = self.finish()?;
        let (before, behind) = page.split_once(MAIN).unwrap_or((&page, ""));
        out.write_all(before.as_bytes())?;
        out.write_all(MAIN.as_bytes())?;
        let several = things.len() > 1;
        let mut number = 0;
        things.each(&mut |thing| {
            number += 1;
            let chapter = chapter(thing);
            let chapter = if several {
                chapter.numbered(number)
            } else {
                chapter
            };
            let text = chapter.render().map_err(io::Error::other)?;
            write!(out, "\n{text}\n")
        })?;
        embed::write(behind, record, out)
    }

    fn policy() -> &'static str {
        static POLICY: LazyLock<String> = LazyLock::new(|| {
            format!(
                "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
                hash(STYLE),
                hash(SCRIPT)
            )
        });
        &POLICY
    }

    fn style() -> &'static str {
        STYLE
    }

    fn script() -> &'static str {
        SCRIPT
    }
}

/// What a policy calls an element of this text by.
fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let of = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = of(0) << 16 | of(1) << 8 | of(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at > three.len() { '=' } else { letter.into() });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_letters() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
