//! The record of a site: what is written of it reads back as the very same record.

use rackready::assess::{Chosen, EmptyFile, Method, assess, fit};
use rackready::record::{self, SiteReport};
use rackready::report::site::json;
use rackready::site::read::read_file;
use rackready::{checklist, hosting, plan};

use crate::support::site_files;

#[test]
fn a_record_read_back_equals_the_one_written() {
    let (catalog, checklist) = (hosting::catalog(), checklist::built_in());
    let target = catalog.target("nvl72").unwrap();
    let method = Method::of(checklist, &plan::built_in().version);
    let empty = EmptyFile::new(checklist);
    for file in site_files() {
        let (source, site) = read_file(&file).unwrap();
        let report = SiteReport {
            id: "site".to_owned(),
            name: "Site".to_owned(),
            file: "site.yaml".to_owned(),
            line: 1,
            site: &site,
            source: Some(&source),
            chosen: Chosen::ByUser,
            assessment: assess(&site, target, checklist),
            fit: fit(&site, catalog, checklist),
            empty: empty.convertibility(target),
            answers: None,
            start: None,
        };
        let written = record::of(&report, checklist);
        let mut line = Vec::new();
        json::write_line(&written, &method, &mut line).unwrap();
        let read = record::read("line", str::from_utf8(&line).unwrap()).unwrap();
        assert!(read.sites == [written], "{}", file.display());
        assert_eq!(read.method, method);
    }
}
