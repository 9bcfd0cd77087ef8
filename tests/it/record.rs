//! The record of a site: what is written of it reads back as the very same record, and its row says the same.

use rackready::assess::{Assessor, Chosen, Method};
use rackready::record::{self, KnownLine, Legend, Row, ShortReport, SiteReport};
use rackready::report::site::json;
use rackready::site::read::read_file;
use rackready::typical::{self, Sample};
use rackready::{checklist, hosting, plan};

use crate::support::site_files;

#[test]
fn a_record_read_back_equals_the_one_written_and_its_row_the_one_shown() {
    let (catalog, checklist) = (hosting::catalog(), checklist::built_in());
    let target = catalog.target("nvl72").unwrap();
    let prices = &plan::built_in().version;
    let method = Method::of(checklist, prices, typical::built_in(), Sample::default());
    let assessor = Assessor::of(checklist);
    for file in site_files() {
        let (source, site) = read_file(&file).unwrap();
        let (assessment, details) = assessor.assess_in_detail(&site, target);
        let short = ShortReport {
            id: "site".to_owned(),
            name: "Site".to_owned(),
            file: "site.yaml".to_owned(),
            line: 1,
            site: &site,
            source: Some(&source),
            set: &[],
            chosen: Chosen::ByUser,
            known: KnownLine::default(),
            assessment,
        };
        let report = SiteReport {
            short,
            details,
            fit: assessor.fit(&site, catalog),
            answers: None,
            start: None,
            reckoning: None,
        };
        let written = record::of(&report, checklist);
        let row = report.row().rounded();
        assert_eq!(
            row,
            Row::read(&written, KnownLine::default()),
            "{}",
            file.display()
        );
        let mut line = Vec::new();
        let legend = Legend::of(&written);
        json::write_legend_line(&legend, &method, KnownLine::default(), &mut line).unwrap();
        json::write_line(&written, &method, KnownLine::default(), &mut line).unwrap();
        let read = record::read("line", str::from_utf8(&line).unwrap()).unwrap();
        assert!(read.sites == [written], "{}", file.display());
        assert_eq!(read.method, method);
    }
}
