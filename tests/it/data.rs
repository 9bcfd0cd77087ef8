//! The data that people argue about: complete, cited, and used.

use std::collections::BTreeSet;

use rackready::capacity;
use rackready::checklist::{self, Fixability, RowRoute};
use rackready::citations::{self, Basis};
use rackready::hosting::{
    HardwareParameters, Parameter, TenantParameters, WorkloadParameters, catalog,
};

fn parameters() -> Vec<(String, Parameter)> {
    let catalog = catalog();
    let named = |owner: &str,
                 names: &[&str],
                 get: &dyn Fn(&str) -> Option<Parameter>|
     -> Vec<(String, Parameter)> {
        names
            .iter()
            .filter_map(|n| Some((format!("{owner}.{n}"), get(n)?)))
            .collect()
    };
    let mut all = Vec::new();
    for h in &catalog.hardware {
        all.extend(named(&h.id, HardwareParameters::NAMES, &|n| {
            h.parameters.get(n).cloned()
        }));
    }
    for t in &catalog.tenants {
        all.extend(named(&t.id, TenantParameters::NAMES, &|n| {
            t.parameters.get(n).cloned()
        }));
    }
    for w in &catalog.workloads {
        all.extend(named(&w.id, WorkloadParameters::NAMES, &|n| {
            w.parameters.get(n).cloned()
        }));
    }
    all
}

#[test]
fn the_catalog_holds_what_the_project_promises() {
    let ids = |list: Vec<&str>| list.join(" ");
    let catalog = catalog();
    assert_eq!(
        ids(catalog.hardware.iter().map(|h| h.id.as_str()).collect()),
        "air-colo hgx nvl72 rubin kyber hpc"
    );
    assert_eq!(
        ids(catalog.tenants.iter().map(|t| t.id.as_str()).collect()),
        "hyperscaler neocloud enterprise edge research"
    );
    assert_eq!(
        ids(catalog.workloads.iter().map(|w| w.id.as_str()).collect()),
        "training inference mixed"
    );
    assert_eq!(catalog.usual().unwrap().len(), 6);
}

#[test]
fn every_parameter_has_a_source_or_says_that_it_is_ours() {
    for (name, p) in parameters() {
        match p.basis {
            Basis::Assumed => assert!(p.note.is_some(), "{name} is assumed without a note"),
            _ => assert!(!p.sources.is_empty(), "{name} has no source"),
        }
        let (low, high) = p.ends();
        assert!(low <= p.value && p.value <= high, "{name}: {low} to {high}");
    }
}

#[test]
fn every_citation_exists_and_every_source_is_cited() {
    let mut cited: BTreeSet<String> = BTreeSet::new();
    cited.extend(parameters().into_iter().flat_map(|(_, p)| p.sources));
    cited.extend(
        checklist::built_in()
            .requirements
            .iter()
            .flat_map(|r| r.sources.clone()),
    );
    cited.extend(checklist::remedies().iter().flat_map(|r| r.sources.clone()));
    cited.extend(capacity::metrics().flat_map(|m| m.sources.iter().map(|s| (*s).to_owned())));
    let prices = rackready::plan::built_in();
    cited.extend(
        prices
            .prices
            .iter()
            .chain(&prices.soft_costs)
            .flat_map(|p| p.sources.clone()),
    );
    cited.extend(prices.salvage.iter().flat_map(|s| s.sources.clone()));
    cited.extend(prices.benchmarks.iter().flat_map(|b| b.sources.clone()));
    cited.extend(prices.times.iter().flat_map(|t| t.sources.clone()));
    cited.extend(prices.new_sites.iter().flat_map(|n| n.sources.clone()));
    let pace = prices.pace.terms();
    cited.extend(pace.iter().flat_map(|(_, term)| term.sources.clone()));
    cited.extend(prices.regions.iter().flat_map(|r| r.sources.clone()));
    let bands = &prices.bands;
    cited.extend(
        [&bands.in_place, &bands.new_hall, &bands.new_build]
            .into_iter()
            .flat_map(|b| b.sources.clone()),
    );
    let typical = &rackready::typical::built_in().raw;
    cited.extend(typical.priors.iter().flat_map(|p| p.sources.clone()));
    cited.extend(typical.climate.iter().flat_map(|c| c.sources.clone()));
    let market = rackready::economics::market::built_in().written();
    cited.extend(market.figures.iter().flat_map(|f| f.sources.clone()));
    cited.extend(market.correlations.iter().flat_map(|c| c.sources.clone()));
    cited.extend(market.load_shapes.iter().flat_map(|s| s.sources.clone()));
    for list in [
        &market.machines,
        &market.power_prices,
        &market.grids,
        &market.surroundings,
    ] {
        cited.extend(list.iter().flat_map(|row| row.sources.clone()));
    }
    let known: BTreeSet<String> = citations::all().iter().map(|c| c.key.clone()).collect();
    assert_eq!(
        known.len(),
        citations::all().len(),
        "a source is listed twice"
    );
    assert_eq!(
        cited.difference(&known).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "cited but unknown"
    );
    assert_eq!(
        known.difference(&cited).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "known but not cited"
    );
}

#[test]
fn the_checklist_goes_into_depth_in_every_family() {
    let rows = &checklist::built_in().requirements;
    assert!(rows.len() >= 60, "{}", rows.len());
    for (category, least) in [
        ("power", 10),
        ("cooling", 8),
        ("network", 8),
        ("redundancy", 8),
        ("form", 10),
        ("site", 8),
        ("scale", 4),
    ] {
        let at = checklist::built_in()
            .categories
            .iter()
            .position(|c| c.id == category)
            .unwrap();
        let count = rows.iter().filter(|r| r.category == at).count();
        assert!(count >= least, "{category}: {count}");
    }
}

#[test]
fn rows_are_named_after_their_category_and_only_immovable_ones_are_gates() {
    let checklist = checklist::built_in();
    for row in &checklist.requirements {
        let category = &checklist.categories[row.category].id;
        assert!(row.id.starts_with(&format!("{category}.")), "{}", row.id);
        assert!(
            !row.why.is_empty() && row.title.chars().count() <= 48,
            "{}",
            row.id
        );
        if row.gate.is_some() {
            assert_eq!(row.fixability, Fixability::Immovable, "{}", row.id);
            let acres = |(fact, _): &(&str, _)| fact.ends_with("_acres");
            assert!(
                !row.metric.reads.iter().any(acres),
                "acres are never a gate: {}",
                row.id
            );
        }
        assert!(
            !row.metric.is_per_hall() || row.route == RowRoute::InPlace,
            "{} asks a new hall about a standing one",
            row.id
        );
    }
}

#[test]
fn every_remedy_is_used_and_every_fact_can_be_asked_for() {
    let rows = &checklist::built_in().requirements;
    for remedy in checklist::remedies() {
        assert!(
            rows.iter()
                .any(|r| r.remedy.is_some_and(|m| m.id == remedy.id)),
            "{} closes nothing",
            remedy.id
        );
        let w = remedy.weeks;
        assert!(
            0.0 <= w.low && w.low <= w.likely && w.likely <= w.high,
            "{}",
            remedy.id
        );
        assert!(
            remedy.basis != Basis::Assumed || remedy.note.is_some(),
            "{} is assumed without a note",
            remedy.id
        );
    }
    for metric in capacity::metrics() {
        for (path, _) in metric.reads {
            assert!(
                checklist::question(path).is_some(),
                "no question asks for {path} ({})",
                metric.id
            );
        }
    }
    for path in rackready::plan::READS {
        assert!(
            checklist::question(path).is_some(),
            "no question asks for {path}, which a plan reads"
        );
    }
}

#[test]
fn no_metric_is_dead() {
    let checklist = checklist::built_in();
    // A metric may also serve as the threshold of another row.
    let written = serde_json::to_string(&checklist.raw).unwrap();
    for metric in capacity::metrics() {
        let used = checklist
            .requirements
            .iter()
            .any(|r| r.metric.id == metric.id)
            || written.contains(metric.id);
        assert!(used, "{} is judged by no row", metric.id);
    }
}
