//! How an output on sites is put together: a front, a piece of each site, an end.

use std::borrow::Cow;
use std::io;

use anyhow::Context;
use rackready::assess::Method;
use rackready::ranking::{Listing, Portfolio, Row, View, ask_first};
use rackready::record::{Legend, PortfolioEntry, SiteRecord};
use rackready::report::FileError;
use rackready::report::ranking::json;
use rackready::spool::Spool;

/// What a format shows of a site beyond its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// All there is.
    Whole,
    /// The same of the first site alone, which may be the only one.
    FirstWhole,
    /// Nothing.
    Row,
}

/// What becomes of the pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pieces {
    /// They are written as the sites come.
    AsTheyCome,
    /// They are written in the order of the ranking.
    Ranked,
    /// The end is made with them.
    OfTheEnd,
    /// The end is made with them, in the order of the input.
    Kept,
}

/// One format: what it writes of a run.
pub(crate) trait Format: Sync {
    /// What it shows of a site beyond its row.
    fn shows(&self) -> Shows {
        Shows::Whole
    }

    /// What becomes of its pieces.
    fn pieces(&self) -> Pieces {
        Pieces::AsTheyCome
    }

    /// Whether its pieces have ids that a legend explains.
    fn explains(&self) -> bool {
        false
    }

    /// Whether its end needs the rows of all sites.
    fn ranks(&self) -> bool {
        true
    }

    /// What stands in front of the first site.
    fn front(&self, _method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// What explains ids in front of the first piece that has them; nothing where a format explains none, or all at
    /// its end.
    fn of_legend(&self, _legend: &Legend, _method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// The piece of a site of which the row alone is shown.
    fn of_row(&self, _row: &Row, _method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// The piece of a site that is shown whole.
    fn of_site(&self, _site: &SiteRecord, _method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// What is to be written once the row of a site is taken, in the order of the input; for formats whose pieces are
    /// made of many rows.
    fn taken(&self, _row: &Row, _method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// What parts two pieces.
    fn between(&self) -> Cow<'static, [u8]> {
        Cow::Borrowed(b"")
    }

    /// What is written at once of a file that cannot be scored.
    fn of_error(&self, _error: &FileError, _method: &Method) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// What stands behind the last piece.
    fn end(&self, _last: &Last) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// Writes what stands behind the last piece; for ends that are too long to be held.
    fn write_end(&self, last: &Last, out: Out) -> anyhow::Result<()> {
        out(&self.end(last)?)
    }
}

/// Takes what is to be written next.
pub(crate) type Out<'o> = &'o mut dyn FnMut(&[u8]) -> anyhow::Result<()>;

/// Whether a format shows the site at a position of the input whole.
pub(crate) fn shows_whole(format: &dyn Format, at: usize) -> bool {
    match format.shows() {
        Shows::Whole => true,
        Shows::FirstWhole => at == 0,
        Shows::Row => false,
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    /// Whether it was about one site.
    pub(crate) alone: bool,
    pub(crate) errors: &'a [FileError],
    pub(crate) method: &'a Method,
    pub(crate) portfolio: &'a Portfolio,
    /// The portfolio as a saved report has it.
    pub(crate) saved: Option<&'a PortfolioEntry>,
}

impl Run<'_> {
    /// The portfolio as a report has it.
    pub(crate) fn entry(&self) -> PortfolioEntry {
        let saved = self.saved.cloned();
        saved.unwrap_or_else(|| json::entry(self.portfolio))
    }
}

/// What an end is made of.
pub(crate) struct Last<'a> {
    pub(crate) run: Run<'a>,
    /// Whether a piece was written.
    pub(crate) any_piece: bool,
    /// Pieces that were kept for the end, in the order of the ranking.
    pub(crate) pieces: Held<'a>,
    /// What explains the ids of all pieces.
    pub(crate) legend: &'a Legend,
}

/// Pieces that wait outside of memory, in an order.
pub(crate) struct Held<'a> {
    spool: &'a Spool,
    order: Vec<usize>,
}

impl Held<'_> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// The one at a place.
    pub(crate) fn get(&self, at: usize) -> io::Result<Vec<u8>> {
        let piece = self.order.get(at).copied();
        piece.map_or_else(|| Ok(Vec::new()), |piece| self.spool.get(piece))
    }

    /// Each of them in turn.
    pub(crate) fn each(
        &self,
        mut take: impl FnMut(&[u8]) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        (0..self.len()).try_for_each(|at| take(&self.get(at)?))
    }

    /// All of them behind each other.
    pub(crate) fn concat(&self) -> anyhow::Result<Vec<u8>> {
        let mut all = Vec::new();
        self.each(|piece| {
            all.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(all)
    }
}

/// An output as it grows. What it gives back is to be written next.
pub(crate) struct Assembly<'a> {
    pub(crate) format: &'a dyn Format,
    any_piece: bool,
    /// What was explained so far.
    legend: Legend,
    /// Pieces that wait.
    spool: Spool,
    /// Those of ranked sites that wait for the ranking, each with its row.
    held: Vec<(Row, usize)>,
    /// Those of the sites that are asked first.
    held_last: Vec<(Row, usize)>,
}

impl<'a> Assembly<'a> {
    /// An output without sites.
    pub(crate) fn new(format: &'a dyn Format) -> Self {
        Self {
            format,
            any_piece: false,
            legend: Legend::default(),
            spool: Spool::default(),
            held: Vec::new(),
            held_last: Vec::new(),
        }
    }

    /// Takes the piece of a site and what explains its ids.
    pub(crate) fn site(
        &mut self,
        row: &Row,
        piece: Vec<u8>,
        legend: &Legend,
        method: &Method,
        view: &View,
    ) -> anyhow::Result<Vec<u8>> {
        if piece.is_empty() {
            return self.format.taken(row, method);
        }
        let news = if self.format.explains() {
            self.legend.learn(legend)
        } else {
            Legend::default()
        };
        if self.format.pieces() == Pieces::AsTheyCome {
            let mut next = if news.is_empty() {
                Vec::new()
            } else {
                self.format.of_legend(&news, method)?
            };
            next.extend(self.parted(piece));
            return Ok(next);
        }
        let piece = self.spool.push(&piece).context(WAITING)?;
        if self.format.pieces() == Pieces::Kept {
            return Ok(Vec::new());
        }
        if row.listing() == Listing::AskFirst {
            self.held_last.push((row.clone(), piece));
            return Ok(Vec::new());
        }
        self.held.push((row.clone(), piece));
        // Of a short ranking no more is kept than may be in it.
        let most = view.top.unwrap_or(usize::MAX);
        if self.held.len() > most.saturating_mul(2).saturating_add(64) {
            self.held.sort_by(|(a, _), (b, _)| view.order.compare(a, b));
            self.held.truncate(most);
        }
        Ok(Vec::new())
    }

    fn parted(&mut self, mut piece: Vec<u8>) -> Vec<u8> {
        if self.any_piece {
            piece.splice(..0, self.format.between().iter().copied());
        }
        self.any_piece = true;
        piece
    }

    /// Ends it: the pieces that waited, then what stands behind them.
    pub(crate) fn end(mut self, run: Run, out: Out) -> anyhow::Result<()> {
        let mut held = std::mem::take(&mut self.held);
        held.sort_by(|(a, _), (b, _)| run.portfolio.order.compare(a, b));
        held.truncate(run.portfolio.shown);
        let mut last = std::mem::take(&mut self.held_last);
        last.sort_by(|(a, _), (b, _)| ask_first(a, b));
        let held = held.into_iter().chain(last).map(|(_, piece)| piece);
        let order: Vec<usize> = match self.format.pieces() {
            Pieces::Kept => (0..self.spool.len()).collect(),
            Pieces::AsTheyCome | Pieces::Ranked | Pieces::OfTheEnd => held.collect(),
        };
        let spool = std::mem::take(&mut self.spool);
        let mut pieces = Held {
            spool: &spool,
            order,
        };
        if self.format.pieces() == Pieces::Ranked {
            if !pieces.order.is_empty() && !self.legend.is_empty() {
                out(&self.format.of_legend(&self.legend, run.method)?)?;
            }
            pieces.each(|piece| out(&self.parted(piece.to_vec())))?;
            pieces.order.clear();
        }
        self.format.write_end(
            &Last {
                run,
                any_piece: self.any_piece,
                pieces,
                legend: &self.legend,
            },
            out,
        )
    }
}

/// Why a piece cannot wait.
pub(crate) const WAITING: &str =
    "what waits for its turn cannot be kept in the folder of temporary files";
