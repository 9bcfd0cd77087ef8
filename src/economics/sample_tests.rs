use super::*;
use crate::economics::market::built_in;
use crate::economics::near;
use crate::site::mining::TenantCredit;

fn market() -> MarketFigures {
    built_in().clone()
}

#[test]
fn likely_is_what_the_file_says() {
    let market = market();
    let sample = Laws::new(&market).likely(&market, TenantCredit::Backed);
    assert_eq!(sample.lease.rent_usd_per_kw_month, 128.0);
    assert_eq!(sample.lease.default_after_months, f64::INFINITY);
    assert_eq!(sample.signing.month, Some(12.0));
    near(sample.cloud.musd_per_mw(), 29.0, 1e-3);
    near(sample.start.year, 2026.583, 1e-4);
    assert_eq!(
        sample.lease.opex,
        Opex::Gross {
            musd_per_mw: 0.234,
            growth: 0.03
        }
    );
}

#[test]
fn shocks_take_the_place_of_uniforms() {
    let market = market();
    let tables = Laws::new(&market);
    let mut shocks = [0.0; Shock::COUNT];
    shocks[Shock::LeaseRent.place()] = 2.0;
    let luck = Uniforms {
        figures: &[],
        shocks: &shocks,
        default: 0.5,
        signing: 0.1,
    };
    let high = tables.sample(TenantCredit::Unrated, &luck);
    assert!(high.lease.rent_usd_per_kw_month > 145.0);
    // A price drift one standard error up.
    shocks[Shock::Price.place()] = 1.0;
    let luck = Uniforms {
        figures: &[],
        shocks: &shocks,
        default: 0.5,
        signing: 0.9,
    };
    let sample = tables.sample(TenantCredit::Unrated, &luck);
    near(sample.start.price_drift, 0.26, 1e-9);
    assert_eq!(sample.signing.month, None);
    // At 4 % a year half of the neoclouds are gone after seventeen years.
    near(sample.lease.default_after_months / 12.0, 16.98, 1e-3);
}

#[test]
fn credit_decides_default_and_coupon() {
    let market = market();
    let tables = Laws::new(&market);
    let shocks = [0.0; Shock::COUNT];
    let luck = Uniforms {
        figures: &[],
        shocks: &shocks,
        default: 0.5,
        signing: 0.5,
    };
    let of = |credit| tables.sample(credit, &luck);
    let after = |credit| of(credit).lease.default_after_months;
    assert!(after(TenantCredit::InvestmentGrade) > after(TenantCredit::Backed));
    assert!(after(TenantCredit::Backed) > after(TenantCredit::Unrated));
    assert!(of(TenantCredit::InvestmentGrade).coupon < of(TenantCredit::Unrated).coupon);
}
