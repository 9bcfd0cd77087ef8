//! Several rows of one site: phases of it, months of it, or sites that share a name.

use std::collections::HashMap;

use super::super::columns::header::Header;
use super::super::columns::meaning::RowsOfOne;
use super::super::known::site_of;
use super::super::rows::Row;
use crate::source::{Problem, Refused};

/// How often each site was met.
#[derive(Debug, Default)]
pub(super) struct Several {
    /// Number of rows and line of the first, by site.
    met: HashMap<u64, (u32, u32)>,
    /// The second row of the first site that has one, with the line of the first and where its name stands.
    second: Option<(Row, u32, Option<usize>)>,
}

impl Several {
    pub(super) fn take(&mut self, header: &Header, row: &Row) {
        let Some(site) = site_of(header, row) else {
            return;
        };
        let line = u32::try_from(row.line).unwrap_or(u32::MAX);
        let met = self.met.entry(site).or_insert((0, line));
        met.0 += 1;
        if met.0 == 2 && self.second.is_none() {
            let names = header.names().into_iter().flatten();
            let name = names
                .into_iter()
                .find(|at| !row.cell(*at).trim().is_empty());
            self.second = Some((row.clone(), met.1, name));
        }
    }

    /// The sites with several rows.
    ///
    /// # Errors
    /// When there are such and nobody says what their rows are.
    pub(super) fn finish(
        self,
        name: &str,
        rows: Option<RowsOfOne>,
    ) -> Result<HashMap<u64, u32>, Refused> {
        let Self { mut met, second } = self;
        met.retain(|_, (rows, _)| *rows > 1);
        let several = met.into_iter().map(|(site, (rows, _))| (site, rows));
        let several: HashMap<u64, u32> = several.collect();
        let (Some((row, first, at)), None) = (second, rows) else {
            return Ok(several);
        };
        let source = row.source(name)?;
        let called = at.map_or("", |at| row.cell(at).trim()).to_owned();
        let others = match several.len() - 1 {
            0 => String::new(),
            1 => ", and another site has several rows too".to_owned(),
            more => format!(", and {more} other sites have several rows too"),
        };
        let message = format!(
            "a second row is called `{called}`, the first in line {first}{others}: parts of one site, states of it, \
             or sites of their own?"
        );
        let help = "say it in --columns: `rows: sum` adds parts up, `rows: latest` takes the state with the latest \
                    `as_of`, else the last, `rows: each` makes them sites of their own; phases that are still to come \
                    are `power.expansion[0].mw` … in one row";
        let at = source.span(at.map_or(0..0, |at| row.range(&source, at)));
        let problems = vec![Problem::at(at, message).help(help.to_owned())];
        Err(Refused { source, problems })
    }
}
