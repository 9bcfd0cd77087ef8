//! What is wrong with the command line, in the words of its parser. What it repeats of arguments and variables is data.

use std::error::Error;
use std::io::{self, Write};

use anstream::AutoStream;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};
use rackready::source::plain;

/// Prints help and versions as they are, and errors with all that they repeat made plain.
pub(super) fn print(message: clap::Error) -> io::Result<()> {
    if message.use_stderr() {
        AutoStream::auto(io::stderr()).write_all(told(message).as_bytes())
    } else {
        message.print()
    }
}

/// An error as it is shown.
fn told(mut error: clap::Error) -> String {
    let repeated = error.context().filter_map(|(kind, value)| {
        let made = made_plain(value).filter(|_| repeats(kind))?;
        Some((kind, made))
    });
    for (kind, value) in repeated.collect::<Vec<_>>() {
        error.insert(kind, value);
    }
    let told = error.render().ansi().to_string();
    match error.source().map(ToString::to_string) {
        // Why a value is wrong, which may repeat it.
        Some(why) => told.replace(&why, &plain(&why)),
        None => told,
    }
}

/// Whether a part of an error may hold what was given; the others are words of the program, in several lines.
fn repeats(kind: ContextKind) -> bool {
    matches!(
        kind,
        ContextKind::InvalidArg
            | ContextKind::InvalidSubcommand
            | ContextKind::InvalidValue
            | ContextKind::PriorArg
            | ContextKind::Suggested
            | ContextKind::TrailingArg
    )
}

fn made_plain(value: &ContextValue) -> Option<ContextValue> {
    let styled = |text: &StyledStr| StyledStr::from(plain(&text.to_string()));
    Some(match value {
        ContextValue::String(text) => ContextValue::String(plain(text)),
        ContextValue::Strings(texts) => {
            ContextValue::Strings(texts.iter().map(|text| plain(text)).collect())
        }
        ContextValue::StyledStr(text) => ContextValue::StyledStr(styled(text)),
        ContextValue::StyledStrs(texts) => {
            ContextValue::StyledStrs(texts.iter().map(styled).collect())
        }
        _ => return None,
    })
}
