//! Pages of HTML: how large they are, and how long one of many sites takes. How long a browser takes to open that one,
//! `.ci/browser --bench` says.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::corpus::Corpus;
use super::whole::RACKREADY;

/// Turns of which the fastest counts.
const TURNS: usize = 5;

/// What was measured of pages.
pub(crate) struct Pages {
    /// Bytes of the page of one site.
    pub(crate) site_bytes: f64,
    /// Bytes of the page of the fewest lines of the corpus.
    pub(crate) rows_bytes: f64,
    /// Seconds until that is made again from the rows that it carries, start and reading included.
    pub(crate) rows_seconds: f64,
}

/// Writes both pages, and the one of many sites again and again.
pub(crate) fn measure(corpus: &Corpus) -> Result<Pages, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let [few, _, _] = corpus.sizes();
    let page = |command: &str, path: &Path, name: &str| -> Result<_, Box<dyn Error>> {
        let file = folder.path().join(name);
        let mut run = Command::new(RACKREADY);
        run.arg(command).arg(path).stdout(Stdio::null());
        run.arg("--output-format");
        run.arg(format!("html={}", file.display()));
        if run.status()?.success() {
            Ok(file)
        } else {
            Err(format!("{}: no page", path.display()).into())
        }
    };
    let size = |file: &Path| Ok::<_, Box<dyn Error>>(fs::metadata(file)?.len());
    let rows = page("score", &corpus.lines(few), "rows.html")?;
    let mut rows_seconds = f64::INFINITY;
    for _ in 0..TURNS {
        let began = Instant::now();
        page("render", &rows, "again.html")?;
        rows_seconds = rows_seconds.min(began.elapsed().as_secs_f64());
    }
    Ok(Pages {
        site_bytes: number(size(&page("score", &corpus.one(), "site.html")?)?),
        rows_bytes: number(size(&rows)?),
        rows_seconds,
    })
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a page is far smaller than 53 bits count"
)]
fn number(bytes: u64) -> f64 {
    bytes as f64
}
