//! What each step costs for a site: the real sites of `sites/`, one after the other on one core.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput};
use rackready::assess::{Assessment, Assessor, Chosen, Method};
use rackready::checklist;
use rackready::hosting::catalog;
use rackready::input::collect::{Collection, Wanted};
use rackready::input::columns::Columns;
use rackready::input::load::{Loaded, Record};
use rackready::input::records::{Entry, Records};
use rackready::plan;
use rackready::record::{self, KnownLine, ShortReport, SiteReport};
use rackready::report::ranking::csv;
use rackready::report::site::json;
use rackready::site::read::read;
use rackready::source::{Source, locate};
use rackready::typical::{self, Draws, Pick, Sample};

use super::corpus::originals;

/// Nanoseconds for a site by step, of the fastest sample: what else runs on a machine only adds.
pub(crate) type Pieces = BTreeMap<&'static str, f64>;

const GROUP: &str = "site";
const STEPS: [&str; 8] = [
    "read YAML",
    "read NDJSON",
    "assess",
    "choose target",
    "fit table",
    "locate",
    "JSON line",
    "CSV row",
];

/// Measures every step, and gives those that a filter of the command line left.
pub(crate) fn measure() -> Result<Pieces, Box<dyn Error>> {
    let began = SystemTime::now();
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("criterion");
    let mut criterion = Criterion::default()
        .configure_from_args()
        .output_directory(&home);
    let sites = run(&mut criterion)?;
    draws(&mut criterion);
    criterion.final_summary();
    let fastest = |step| Some((step, fastest(&home.join(GROUP).join(step), began)? / sites));
    Ok(STEPS.into_iter().filter_map(fastest).collect())
}

/// Nanoseconds of the fastest sample that Criterion left since this run began.
fn fastest(folder: &Path, began: SystemTime) -> Option<f64> {
    let file = folder.join("new/sample.json");
    if fs::metadata(&file).ok()?.modified().ok()? < began {
        return None;
    }
    let sample: serde_json::Value = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
    let numbers = |key: &str| sample[key].as_array()?.iter().map(|n| n.as_f64()).collect();
    let (times, rounds): (Option<Vec<f64>>, Option<Vec<f64>>) =
        (numbers("times"), numbers("iters"));
    let each = times?.into_iter().zip(rounds?).map(|(time, n)| time / n);
    each.reduce(f64::min)
}

/// The records of a file or folder, not read yet.
fn records(path: &Path) -> Vec<Record> {
    let wanted = Wanted {
        trust_paths: false,
        paths: vec![path.to_owned()],
        files_from: None,
        no_ignore: true,
        stdin_filename: None,
    };
    let collection = Collection::new(wanted).unwrap();
    Records::of(collection.inputs(), Columns::default())
        .map(|entry| match entry {
            Entry::Site(record) => *record,
            other => panic!("{other:?}"),
        })
        .collect()
}

/// The real sites as YAML files and as lines.
fn inputs(folder: &Path) -> Result<(PathBuf, PathBuf), Box<dyn Error>> {
    let (files, lines) = (folder.join("files"), folder.join("all.ndjson"));
    fs::create_dir(&files)?;
    let mut text = String::new();
    for (number, original) in originals()?.iter().enumerate() {
        let id = format!("site-{number}");
        fs::write(files.join(format!("{id}.yaml")), original.yaml(&id))?;
        text += &original.json(&id);
    }
    fs::write(&lines, text)?;
    Ok((files, lines))
}

/// Measures, and gives the number of sites that each round takes.
fn run(criterion: &mut Criterion) -> Result<f64, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (files, lines) = inputs(folder.path())?;
    let (catalog, checklist, prices) = (catalog(), checklist::built_in(), plan::built_in());
    let target = catalog.target("nvl72")?;
    let typical = typical::built_in();
    let method = Method::of(checklist, &prices.version, typical, Sample::default());
    let assessor = Assessor::of(checklist).at(prices);

    let load = |record: Record| record.read().unwrap();
    let sites: Vec<Loaded> = records(&files).into_iter().map(load).collect();
    let reports = sites.iter().map(|loaded| {
        let Loaded {
            id, source, site, ..
        } = loaded;
        let (assessment, details) = assessor.assess_in_detail(site, target);
        let short = ShortReport {
            id: id.clone(),
            name: site.name.get().unwrap_or(id).clone(),
            file: source.name().to_owned(),
            line: source.first_line(),
            site,
            // Without its text nothing is located, so that rendering alone is measured.
            source: None,
            set: &[],
            chosen: Chosen::ByUser,
            known: KnownLine::default(),
            assessment,
        };
        SiteReport {
            short,
            details,
            fit: assessor.fit(site, catalog),
            answers: None,
            start: None,
            reckoning: None,
        }
    });
    let reports: Vec<SiteReport> = reports.collect();
    let located: Vec<(&Loaded, &SiteReport)> = sites.iter().zip(&reports).collect();

    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Elements(sites.len() as u64));
    for (step, path) in [("read YAML", &files), ("read NDJSON", &lines)] {
        group.bench_function(step, |bench| {
            let all = |records: Vec<Record>| records.into_iter().map(load).collect::<Vec<_>>();
            bench.iter_batched(|| records(path), all, BatchSize::LargeInput);
        });
    }
    each(&mut group, "assess", &sites, |l| {
        assessor.assess_in_detail(&l.site, target)
    });
    each(&mut group, "choose target", &sites, |l| {
        assessor.choose_target(&l.site, catalog).unwrap()
    });
    each(&mut group, "fit table", &sites, |l| {
        assessor.fit(&l.site, catalog)
    });
    each(&mut group, "locate", &located, |(loaded, report)| {
        locate(&loaded.source, &paths(&report.short.assessment))
    });
    each(&mut group, "JSON line", &reports, |report| {
        let mut line = Vec::new();
        let record = record::of(report, checklist);
        json::write_line(&record, &method, KnownLine::default(), &mut line).unwrap();
        line
    });
    each(&mut group, "CSV row", &reports, |report| {
        let mut line = Vec::new();
        csv::row(&report.short.row(), None, &method, &mut line).unwrap();
        line
    });
    group.finish();
    Ok(sites.len() as f64)
}

/// Measures the draws of one site: what they share, then 10 000 of them.
fn draws(criterion: &mut Criterion) {
    const DRAWS: usize = 10_000;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("sites/iren-childress-tx.yaml");
    let site = read(&Source::load(&file).unwrap()).unwrap();
    let of = |sample| Draws::of(typical::built_in(), &site, sample);
    let mut group = criterion.benchmark_group("draws");
    group.bench_function("bind", |bench| bench.iter(|| of(Sample::default())));
    let draws = of(Sample::default());
    let mut values = Vec::new();
    group.throughput(Throughput::Elements(DRAWS as u64));
    group.bench_function("draw", |bench| {
        bench.iter(|| {
            for at in 0..DRAWS {
                black_box(draws.draw(Pick::Draw(at), &mut values).values());
            }
        });
    });
    group.finish();
}

/// Measures a step that is done to one after the other.
fn each<T, R>(
    group: &mut BenchmarkGroup<WallTime>,
    step: &str,
    items: &[T],
    work: impl Fn(&T) -> R,
) {
    group.bench_function(step, |bench| {
        bench.iter(|| {
            for item in items {
                black_box(work(item));
            }
        });
    });
}

/// The paths that a report looks up: one for each finding, and all of contradictions.
fn paths<'a>(assessment: &'a Assessment) -> Vec<&'a str> {
    let of_findings = assessment
        .findings
        .iter()
        .map(rackready::rules::Finding::anchor);
    let contradictions = assessment.contradictions.iter();
    let of_contradictions = contradictions.flat_map(|c| c.paths.iter().map(String::as_str));
    of_findings.chain(of_contradictions).collect()
}
