//! The mine of today, what it owes, and whoever has signed to take its place.

use crate::estimate::Estimate;
use crate::site::date::Date;
use crate::site::fact::Fact;
use crate::site::shape::{section, words};
use crate::units::{
    GridMw, JoulesPerTerahash, Months, Musd, Pue, Share, UsdPerKwMonth, UsdPerMwh, Years,
};

words! {
    /// Whose machines run.
    Machines {
        /// The site's own.
        Own = "own",
        /// Customers', who pay for power and place.
        Hosted = "hosted",
    }
}

words! {
    /// Whether the law lets a mine run.
    Allowed {
        /// It does.
        Yes = "yes",
        /// Until a date.
        Until = "until",
        /// It doesn't.
        No = "no",
    }
}

words! {
    /// How good a tenant's promise to pay is.
    TenantCredit {
        /// Rated investment grade.
        InvestmentGrade = "investment-grade",
        /// Backed by one that is.
        Backed = "backed",
        /// Neither.
        Unrated = "unrated",
    }
}

section! {
    /// Machines of one class.
    MachineGroup {
        /// What they draw, their share of the mine's cooling included.
        mw: Fact<Estimate<GridMw>> = "60",
        /// Their efficiency.
        efficiency_j_per_th: Fact<Estimate<JoulesPerTerahash>> = "17.5",
    }
}

section! {
    /// The mine today.
    Mining {
        /// What the mine draws, its cooling included: machines times PUE.
        fleet_mw: Fact<Estimate<GridMw>> = "180",
        /// Mean efficiency of the machines, by their own power.
        efficiency_j_per_th: Fact<Estimate<JoulesPerTerahash>> = "21",
        /// The fleet by class, where it is mixed; its loads make the fleet's.
        machines: Fact<Vec<MachineGroup>> = "",
        /// Whose machines run.
        hosting: Fact<Machines> = "own",
        /// What customers pay for power and place, where their machines run.
        hosting_fee_usd_per_mwh: Fact<Estimate<UsdPerMwh>> = "72",
        /// Share of all hours in which the fleet runs, price pauses and curtailment aside.
        uptime: Fact<Estimate<Share>> = "0.94",
        /// Share of what is mined that the pool keeps.
        pool_fee: Fact<Estimate<Share>> = "0.01",
        /// Whether the law lets it run.
        allowed: Fact<Allowed> = "yes",
        /// Where it is allowed until a date, that date.
        allowed_until: Fact<Date> = "2028-12",
        /// Power usage effectiveness of the mine: what it draws for each MW of its machines.
        pue: Fact<Estimate<Pue>> = "1.06",
        /// Date the mine began to run.
        since: Fact<Date> = "2022",
    }
}

section! {
    /// What a tenant has signed for this site.
    Tenancy {
        /// A lease is signed.
        signed: Fact<bool> = "false",
        /// Rent of the first year for each kW of critical IT.
        rent_usd_per_kw_month: Fact<Estimate<UsdPerKwMonth>> = "128",
        /// Rise of the rent a year.
        escalator: Fact<Estimate<Share>> = "0.03",
        /// Term.
        term_years: Fact<Estimate<Years>> = "15",
        /// How good the promise to pay is.
        credit: Fact<TenantCredit> = "backed",
        /// What the tenant pays of the building before it moves in.
        prepaid_capex_musd: Fact<Estimate<Musd>> = "0",
        /// Months from the first hall's handover to full rent of it.
        ramp_months: Fact<Estimate<Months>> = "3",
    }
}

section! {
    /// What is owed.
    Finance {
        /// Debt on the site and its machines.
        debt_musd: Fact<Estimate<Musd>> = "0",
    }
}
