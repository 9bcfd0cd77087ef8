use super::*;
use crate::citations::Basis;

fn market() -> &'static MarketFigures {
    built_in()
}

fn read(text: &str) -> RawMarket {
    crate::source::yaml::built_in(text)
}

/// The text of the built-in market.
const TEXT: &str = include_str!("../market.yaml");

/// The built-in text with one piece replaced; it must be there.
fn bent(from: &str, to: &str) -> Vec<MarketError> {
    assert!(TEXT.contains(from), "{from}");
    let faults = read(&TEXT.replacen(from, to, 1)).checked().unwrap_err();
    faults.into_iter().map(|fault| fault.error).collect()
}

#[test]
fn the_built_in_market_holds() {
    let market = market();
    assert_eq!(market.version(), "2026-11");
    assert_eq!(market.as_of.to_string(), "2026-07");
    assert_eq!(market.written().figures.len(), Quantity::COUNT);
    assert_eq!(
        market.range(Quantity::Rent),
        MarketRange {
            low: 112.0,
            likely: 128.0,
            high: 157.0
        }
    );
    assert_eq!(market.figure(Quantity::RateMining).law(), Law::Fixed);
    assert_eq!(market.lasting.len(), Shock::COUNT);
    assert_eq!(market.passing.len(), 4);
    assert!(market.load_shape("inference").is_some());
    assert_eq!(market.written().grids.len(), 21);
}

#[test]
fn every_source_is_listed() {
    let market = market();
    let written = market.written();
    let lists = [
        &written.machines,
        &written.power_prices,
        &written.grids,
        &written.surroundings,
    ];
    let cited = written
        .figures
        .iter()
        .flat_map(|row| &row.sources)
        .chain(written.correlations.iter().flat_map(|row| &row.sources))
        .chain(written.load_shapes.iter().flat_map(|row| &row.sources))
        .chain(lists.into_iter().flatten().flat_map(|row| &row.sources));
    for key in cited {
        assert!(crate::citations::find(key).is_some(), "{key}");
    }
}

#[test]
fn judgment_is_marked() {
    let market = market();
    for figure in &market.written().figures {
        let note = figure.note.as_deref().unwrap_or_default();
        assert_eq!(
            figure.basis == Basis::Assumed,
            note.starts_with("Judgment"),
            "{}",
            figure.quantity
        );
        assert_eq!(
            figure.basis == Basis::Assumed,
            figure.confidence.is_none(),
            "{}",
            figure.quantity
        );
    }
}

#[test]
fn rates_are_never_drawn() {
    let market = market();
    for quantity in [
        Quantity::RateMining,
        Quantity::RateLease,
        Quantity::RateCloud,
        Quantity::RateSite,
    ] {
        assert_eq!(market.figure(quantity).law(), Law::Fixed);
    }
    let at = |quantity| market.range(quantity).likely;
    assert!(
        at(Quantity::RateLease) < at(Quantity::RateCloud)
            && at(Quantity::RateCloud) < at(Quantity::RateMining)
    );
}

#[test]
fn figures_grow_old() {
    let market = market();
    let month = |text: &str| Month::try_from(text.to_owned()).unwrap();
    let old = |at| {
        market
            .old_at(month(at))
            .map(|figure| figure.quantity)
            .collect::<Vec<_>>()
    };
    assert!(!old("2026-11").contains(&Quantity::Hashprice));
    assert!(
        old("2026-11").contains(&Quantity::GpuOpex),
        "of August 2025"
    );
    assert!(old("2027-08").contains(&Quantity::Hashprice));
    assert!(old("2020-01").is_empty());
    assert_eq!(month("2027-01").since(month("2026-11")), 2);
}

const OURS: &str = "version: ours
as_of: \"2026-11\"
figures:
  - quantity: hashprice
    unit: USD/PH/day
    low: 38
    likely: 40
    high: 41
    dated: \"2026-11\"
    basis: sourced
    confidence: B
    sources: [Offer of a broker]
  - {quantity: rate-lease, unit: share, low: 0.08, likely: 0.09, high: 0.1, dated: 2026-11, basis: assumed, note: Our board}
";

#[test]
fn a_file_replaces_figures() {
    let ours = market().with(read(OURS)).unwrap();
    assert_eq!(ours.version(), "2026-11 with ours");
    assert_eq!(ours.label(), "2026-11 with ours of 2026-11");
    assert_eq!(ours.range(Quantity::Hashprice).likely, 40.0);
    assert_eq!(ours.range(Quantity::Rent), market().range(Quantity::Rent));
    // What a row leaves out is as it was: a rate of discount is not drawn by silence.
    assert_eq!(ours.figure(Quantity::RateLease).law(), Law::Fixed);
    for quantity in [Quantity::Hashprice, Quantity::RateLease] {
        assert_eq!(ours.figure(quantity).what, market().figure(quantity).what);
    }
}

#[test]
fn a_pair_moves_to_another_tree_when_its_old_one_is_stated_as_0() {
    let pair = |between: &str, likely: f64| {
        format!(
            "  - {{between: {between}, low: 0, likely: {likely}, high: 0.5, dated: 2026-11, basis: assumed, note: Ours}}\n"
        )
    };
    let over = |pairs: &str| read(&format!("version: ours\ncorrelations:\n{pairs}"));
    let new = pair("[price, lease-rent]", 0.3);
    let faults = market().with(over(&new)).unwrap_err();
    let [fault] = faults.as_slice() else {
        panic!("{faults:?}")
    };
    assert_eq!(fault.path, "correlations[0].between");
    assert!(
        fault.to_string().contains("price, gpu-rent, lease-rent"),
        "{fault}"
    );
    let moved = pair("[gpu-rent, lease-rent]", 0.0) + &new;
    let market = market().with(over(&moved)).unwrap();
    assert_eq!(market.lasting.len(), Shock::COUNT);
}

#[test]
fn a_market_survives_being_written() {
    let market = market();
    let text = crate::source::yaml::write(market.written()).unwrap();
    assert_eq!(read(&text).checked().unwrap(), *market);
}

#[test]
fn bad_files_say_what_is_wrong() {
    use MarketError as E;
    let order = |low, likely, high| E::Order {
        name: "hashprice".into(),
        range: MarketRange { low, likely, high },
    };
    let value = |quantity, value, unit| E::Value {
        quantity,
        value,
        unit,
    };
    assert_eq!(
        bent("version: \"2026-11\"", "version: \"\""),
        [E::NoVersion]
    );
    assert_eq!(bent("as_of: \"2026-07\"", "as_of: null"), [E::NoDate]);
    assert_eq!(
        bent("likely: 29.4", "likely: 39.4"),
        [order(27.5, 39.4, 36.4)]
    );
    assert!(matches!(
        bent("likely: 29.4", "likely: .nan")[..],
        [E::Order { .. }]
    ));
    assert_eq!(
        bent("unit: USD/PH/day", "unit: J/TH"),
        [E::Unit {
            quantity: Quantity::Hashprice,
            unit: Unit::UsdPerPhDay,
            written: Unit::JPerTh
        }]
    );
    assert_eq!(
        bent("low: 27.5", "low: 0"),
        [value(Quantity::Hashprice, 0.0, Unit::UsdPerPhDay)]
    );
    assert_eq!(
        bent("high: 0.26", "high: 26"),
        [value(Quantity::PriceDrift, 26.0, Unit::Change)]
    );
    assert_eq!(
        bent("quantity: fee-share", "quantity: gpu-utilization"),
        [
            E::Twice("gpu-utilization".into()),
            E::Missing(Quantity::FeeShare)
        ]
    );
    assert_eq!(
        bent("sources: [MKT-ELECTRUM, MKT-BTCPOWER]", "sources: []"),
        [E::NoOrigin("hashprice".into())]
    );
    assert_eq!(
        bent("between: [coupon, cap-rate]", "between: [coupon, coupon]"),
        [E::WithItself(Shock::Coupon)]
    );
    assert_eq!(
        bent("likely: 0.41", "likely: 1.41"),
        [
            E::Order {
                name: "price with difficulty".into(),
                range: MarketRange {
                    low: 0.1,
                    likely: 1.41,
                    high: 0.5
                }
            },
            E::NoCorrelation("price with difficulty".into())
        ]
    );
    assert_eq!(
        bent(
            "between: [coupon, cap-rate]",
            "between: [price, lease-rent]"
        ),
        [E::Circle {
            between: [Shock::Price, Shock::LeaseRent],
            through: vec![Shock::Price, Shock::GpuRent, Shock::LeaseRent]
        }]
    );
    assert!(matches!(
        bent("requests: [0.63", "requests: [1.63")[..],
        [E::Shape(_)]
    ));
    assert!(bent("id: s19\n", "id: s21\n").contains(&E::Twice("s21".into())));
}

#[test]
fn a_rate_is_never_drawn_and_what_has_bounds_never_by_a_law_without() {
    let with_law = |quantity: Quantity, law| {
        let mut written = market().written().clone();
        written.figures[quantity.place()].law = Some(law);
        written.checked().map(|_| ()).map_err(|faults| {
            let [fault] = faults.as_slice() else {
                panic!("{faults:?}")
            };
            assert_eq!(fault.path, format!("figures[{}].law", quantity.place()));
            fault.error.clone()
        })
    };
    let rate = Quantity::RateMining;
    assert_eq!(with_law(rate, Law::Fixed), Ok(()));
    assert_eq!(with_law(rate, Law::Pert), Err(MarketError::Drawn(rate)));
    assert_eq!(with_law(Quantity::PriceDrift, Law::Normal), Ok(()));
    for quantity in [rate, Quantity::Rent, Quantity::PowerGrowth] {
        assert_eq!(
            with_law(quantity, Law::Normal),
            Err(MarketError::Unbounded { quantity })
        );
    }
}

#[test]
fn what_the_engine_divides_by_is_never_0() {
    let at_0 = |quantity: Quantity| quantity.bounds().hold(0.0);
    assert!(!at_0(Quantity::Hashprice) && !at_0(Quantity::HalvingInterval));
    assert!(at_0(Quantity::FeeShare) && at_0(Quantity::PriceDrift));
    for figure in &market().written().figures {
        let MarketRange { low, high, .. } = figure.range();
        let bounds = figure.quantity.bounds();
        assert!(bounds.hold(low) && bounds.hold(high), "{}", figure.quantity);
    }
}

#[test]
fn any_correlation_inside_minus_one_and_one_can_be_drawn() {
    // The pair that broke the matrix of the reference: utilization 0.8 with lease rent 0.6, and beyond.
    let mut written = market().written().clone();
    for correlation in &mut written.correlations {
        (correlation.low, correlation.likely, correlation.high) = (0.97, 0.98, 0.99);
    }
    let market = written.checked().unwrap();
    let shocks = market
        .lasting
        .shocks(&[0.9; Shock::COUNT], &[(Shock::Capex.place(), 1.0)]);
    assert!(shocks.iter().all(|shock| shock.is_finite()));
}
