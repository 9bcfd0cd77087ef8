//! `init`: a site file to fill in.

use std::path::Path;

use anyhow::bail;
use rackready::site::template;

use super::Outcome;
use super::args::InitArgs;
use super::console::Console;
use super::replacement::write_whole;

/// Writes the template. A file that exists stays, unless that was asked for.
pub(crate) fn run(args: &InitArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let text = if args.minimal {
        template::minimal()
    } else {
        template::full()
    };
    match args.file.as_deref().filter(|file| *file != Path::new("-")) {
        None => console.data(&text)?,
        Some(file) if !args.force && file.symlink_metadata().is_ok() => {
            bail!("`{}` exists; --force overwrites it", file.display())
        }
        Some(file) => {
            write_whole(file, &text)?;
            console.note(&format!(
                "wrote {0}; fill it in, then run `rackready score {0}`",
                file.display()
            ));
            console.note(&format!(
                "`rackready schema site --output {}` lets editors complete and check it",
                file.with_file_name(template::SCHEMA_FILE).display()
            ));
        }
    }
    Ok(Outcome::Done)
}
