//! What sections are made of.

use askama::Template;

/// A piece of a section.
#[derive(Template)]
#[template(path = "block.html")]
pub(super) enum Block {
    /// A paragraph.
    Text(String),
    /// A paragraph that nobody should pass over.
    Warning(String),
    /// What the page is about, in large letters.
    Hero(Hero),
    /// Names with what they say.
    Facts(Vec<(String, String)>),
    /// Paragraphs, numbered where their order matters.
    List {
        ordered: bool,
        items: Vec<Item>,
    },
    Table(Table),
    Figure(Figure),
    /// What is folded away until somebody asks for it.
    Fold {
        summary: String,
        blocks: Vec<Block>,
    },
}

impl Block {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn fold(summary: impl Into<String>, blocks: Vec<Self>) -> Self {
        Self::Fold {
            summary: summary.into(),
            blocks,
        }
    }
}

/// The answer in a few figures.
pub(super) struct Hero {
    /// What colors it: a word without blanks.
    pub(super) tone: &'static str,
    pub(super) word: String,
    /// What goes with the word.
    pub(super) behind: String,
    pub(super) figures: Vec<Key>,
}

/// One figure of an answer.
pub(super) struct Key {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) note: String,
}

/// A paragraph of a list, and what stands below it.
pub(super) struct Item {
    pub(super) head: String,
    pub(super) lines: Vec<String>,
}

/// A picture and its numbers.
pub(super) struct Figure {
    /// SVG, of our own making alone.
    pub(super) svg: String,
    /// How it is read.
    pub(super) caption: String,
    pub(super) numbers: Table,
}

impl From<Figure> for Block {
    fn from(figure: Figure) -> Self {
        Self::Figure(figure)
    }
}

/// A table.
#[derive(Template)]
#[template(path = "table.html")]
pub(super) struct Table {
    /// What it is about; read to those who don't see it stand below its heading.
    pub(super) about: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether a script may sort and filter it.
    pub(super) sortable: bool,
}

/// The head of a column.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) numeric: bool,
}

impl Table {
    /// A table of columns; those whose name ends with `#` hold numbers.
    pub(super) fn of(about: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|name| Column {
            name: name.trim_end_matches('#').to_owned(),
            numeric: name.ends_with('#'),
        });
        Self {
            about: about.into(),
            columns: columns.collect(),
            rows: Vec::new(),
            sortable: false,
        }
    }

    /// The same with rows.
    pub(super) fn with(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Leaves columns out by their names.
    pub(super) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        let kept: Vec<bool> = self
            .columns
            .iter()
            .map(|column| keep(&column.name))
            .collect();
        let mut of_columns = kept.iter();
        self.columns.retain(|_| of_columns.next() == Some(&true));
        for row in &mut self.rows {
            let mut of_cells = kept.iter();
            row.retain(|_| of_cells.next() == Some(&true));
        }
    }

    fn is_numeric(&self, at: &usize) -> bool {
        self.columns.get(*at).is_some_and(|column| column.numeric)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

/// What stands in a cell.
pub(super) enum Cell {
    Text(String),
    /// An id, a path.
    Code(String),
    /// A text with a smaller one below it.
    Both(String, String),
    /// A text that leads to an address.
    Link(String, String),
    /// A heading within the table, as wide as it.
    Across(String),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Cell {
    /// A text that leads to an address, where it is one that a reader may follow.
    pub(super) fn link(text: &str, address: Option<&str>) -> Self {
        let address = address.filter(|a| a.starts_with("https://") || a.starts_with("http://"));
        match address {
            Some(address) => Self::Link(text.to_owned(), address.to_owned()),
            None => Self::Text(text.to_owned()),
        }
    }

    /// A text, or a dash.
    pub(super) fn or_dash(text: Option<String>) -> Self {
        Self::Text(text.unwrap_or_else(|| "–".to_owned()))
    }
}
