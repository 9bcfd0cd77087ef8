//! `man`: the man pages of the program and of each command.

use std::fs;

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;

use super::Outcome;
use super::args::{Args, ManArgs};
use super::console::Console;
use super::replacement::write_whole;

/// Prints all pages below each other, or writes one file for each.
pub(crate) fn run(args: &ManArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    collect(&command, &mut pages)?;
    match &args.dir {
        None => console.data(&pages.into_iter().map(|(_, page)| page).collect::<String>())?,
        Some(dir) => {
            fs::create_dir_all(dir)
                .with_context(|| format!("`{}` cannot be made", dir.display()))?;
            for (name, page) in pages {
                write_whole(&dir.join(name), &page)?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// The page of a command under its file name, then those of its subcommands.
fn collect(command: &clap::Command, pages: &mut Vec<(String, String)>) -> anyhow::Result<()> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    pages.push((man.get_filename(), String::from_utf8(page)?));
    command
        .get_subcommands()
        .try_for_each(|below| collect(below, pages))
}
