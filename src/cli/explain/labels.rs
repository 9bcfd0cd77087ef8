//! What reports call their lines and columns, and the ids that explain these. A label is no id: it is short, and stands for
//! what a reader looks up.

/// Labels without regard to case, each with the ids of what it shows.
const LABELS: &[(&str, &[&str])] = &[
    ("verdict", &["verdict"]),
    ("it mw", &["planned_mw"]),
    ("critical it", &["planned_mw"]),
    ("mw", &["planned_mw"]),
    ("cost", &["cost_musd", "cost_per_mw_musd"]),
    ("m$/mw", &["cost_per_mw_musd"]),
    ("months", &["first_mw_months", "full_months"]),
    ("first mw", &["first_mw_months"]),
    ("money", &["best_way", "npv_per_grid_mw_musd"]),
    ("npv", &["npv_musd"]),
    ("npv/mw", &["npv_per_grid_mw_musd"]),
    ("npv/grid mw", &["npv_per_grid_mw_musd"]),
    ("way", &["best_way"]),
    ("score", &["convertibility", "ends"]),
    ("ready", &["readiness"]),
    ("readiness", &["readiness"]),
    ("known", &["known"]),
    ("route", &["in-place", "new-hall"]),
    ("convert", &["convert", "converting"]),
    ("first", &["FIRST"]),
    ("bound by", &["binding_today", "binding_ceiling"]),
];

/// The ids that explain a label besides its own.
pub(super) fn behind(label: &str) -> Vec<&'static str> {
    let found = LABELS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(label.trim()));
    let ids = found.map_or(&[][..], |(_, ids)| ids).iter().copied();
    ids.filter(|id| *id != label).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{built_in_market, checklist, page_of};
    use super::*;
    use rackready::typical;

    #[test]
    fn every_label_leads_to_pages() {
        for (label, ids) in LABELS {
            assert_eq!(*label, label.to_lowercase());
            for id in *ids {
                let pages = page_of(
                    id,
                    checklist::built_in(),
                    typical::built_in(),
                    built_in_market(),
                );
                assert!(!pages.is_empty(), "{label}: {id}");
            }
        }
        assert_eq!(behind(" Score "), ["convertibility", "ends"]);
        assert_eq!(behind("verdict"), [""; 0]);
        assert_eq!(behind("nothing"), [""; 0]);
    }
}
