//! Cells one after the other become rows, and merged cells say the same in all of their stretch.

use super::super::kind::Kind;
use super::bounds::Fault;
use super::outline::{At, Merge, Outline, name_of, within};

/// What a cell says.
pub(super) type Said = (Kind, String);

/// The rows of a sheet on their way out.
pub(super) struct Grid<'a, F> {
    outline: &'a Outline,
    /// Merged stretches that begin further down.
    coming: &'a [Merge],
    /// Those that reach into this row, each with what it says.
    reaching: Vec<(Merge, Option<Said>)>,
    row: Option<u32>,
    cells: Vec<Option<Said>>,
    /// Takes the number of a row and its cells.
    out: F,
}

impl<'a, F: FnMut(u32, &[Option<Said>]) -> Result<(), Fault>> Grid<'a, F> {
    pub(super) fn new(outline: &'a Outline, out: F) -> Self {
        Self {
            outline,
            coming: &outline.merges,
            reaching: Vec::new(),
            row: None,
            cells: Vec::new(),
            out,
        }
    }

    /// Takes in a cell; rows come in their order.
    pub(super) fn take(&mut self, at: At, value: Option<Said>) -> Result<(), Fault> {
        let unread = self.outline.unread.get(&at);
        let unread = unread.map(|why| (Kind::Unread(*why), String::new()));
        let value = unread.or(value);
        let Some(value) = value else { return Ok(()) };
        within(at)?;
        match self.row {
            Some(row) if row == at.0 => {}
            Some(row) if row > at.0 => {
                return Err(Fault::Broken("its rows are out of order".to_owned()));
            }
            _ => {
                self.end_row()?;
                self.row = Some(at.0);
            }
        }
        let column = usize::try_from(at.1).unwrap_or(usize::MAX);
        if self.cells.len() <= column {
            self.cells.resize(column + 1, None);
        }
        let cell = &mut self.cells[column];
        if cell.is_some() {
            let message = format!("its cell {} is there twice", name_of(at));
            return Err(Fault::Broken(message));
        }
        *cell = Some(value);
        Ok(())
    }

    /// Takes in that all cells were given.
    pub(super) fn finish(mut self) -> Result<(), Fault> {
        self.end_row()
    }

    fn end_row(&mut self) -> Result<(), Fault> {
        let Some(row) = self.row.take() else {
            return Ok(());
        };
        while let Some((first, rest)) = self.coming.split_first() {
            if first.first.0 > row {
                break;
            }
            let column = usize::try_from(first.first.1).unwrap_or(usize::MAX);
            let here = (first.first.0 == row).then(|| self.cells.get(column).cloned().flatten());
            self.reaching.push((*first, here.flatten()));
            self.coming = rest;
        }
        self.reaching.retain(|(merge, _)| merge.last.0 >= row);
        for (merge, said) in &self.reaching {
            let Some(said) = said else { continue };
            for column in merge.first.1..=merge.last.1 {
                let column = usize::try_from(column).unwrap_or(usize::MAX);
                if self.cells.len() <= column {
                    self.cells.resize(column + 1, None);
                }
                self.cells[column].get_or_insert_with(|| said.clone());
            }
        }
        (self.out)(row, &self.cells)?;
        self.cells.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::kind::Unread;
    use super::*;

    #[test]
    fn cells_become_rows_and_merged_ones_are_spread() {
        let mut outline = Outline::default();
        outline.merge((0, 0), (1, 1)).unwrap();
        outline.unread.insert((2, 1), Unread::NotWorkedOut);
        let outline = outline.finished();
        let mut rows = Vec::new();
        let mut grid = Grid::new(&outline, |row, cells: &[Option<Said>]| {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| cell.as_ref().map_or("", |(_, text)| text).to_owned())
                .collect();
            rows.push((row, cells));
            Ok(())
        });
        let said = |text: &str| Some((Kind::Text, text.to_owned()));
        grid.take((0, 0), said("a")).unwrap();
        grid.take((1, 2), said("b")).unwrap();
        grid.take((2, 1), None).unwrap();
        grid.take((9, 0), said("c")).unwrap();
        assert!(grid.take((3, 0), said("d")).is_err());
        assert!(grid.take((9, 0), said("d")).is_err());
        grid.finish().unwrap();
        let row = |row: u32, cells: &[&str]| {
            (
                row,
                cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            rows,
            [
                row(0, &["a", "a"]),
                row(1, &["a", "a", "b"]),
                row(2, &["", ""]),
                row(9, &["c"])
            ]
        );
    }
}
