//! What the engine reads from a market file: its quantities with their units, and what moves together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Words that a file may use, in order, each with a number of its own.
macro_rules! listed {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The word in a file.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Its place among all.
            #[must_use]
            pub const fn place(self) -> usize {
                self as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

listed! {
    /// What a figure counts. Its unit is part of what it is.
    Unit {
        /// A share; a rate or change a year where the quantity says so.
        Share = "share",
        /// A change a year as a share; below zero for a fall.
        Change = "share/year",
        /// Dollars per PH and day.
        UsdPerPhDay = "USD/PH/day",
        /// J/TH.
        JPerTh = "J/TH",
        /// Dollars per MWh.
        UsdPerMwh = "USD/MWh",
        /// Dollars per TH.
        UsdPerTh = "USD/TH",
        /// Years.
        Years = "years",
        /// Months.
        Months = "months",
        /// A date as a year with its fraction.
        Year = "year",
        /// Dollars per critical kW and month.
        UsdPerKwMonth = "USD/kW/month",
        /// Thousand dollars per MW and year.
        KusdPerMwYear = "kUSD/MW/year",
        /// M$ per MW.
        MusdPerMw = "MUSD/MW",
        /// Dollars per GPU and hour.
        UsdPerGpuHour = "USD/GPU/hour",
        /// Thousand dollars per GPU.
        KusdPerGpu = "kUSD/GPU",
        /// GPUs per critical MW.
        GpusPerMw = "GPU/MW",
        /// A plain ratio.
        Ratio = "ratio",
        /// Points of 100.
        Points = "points",
    }
}

listed! {
    /// A quantity of the market.
    Quantity {
        /// Hashprice without fees at the market's date.
        Hashprice = "hashprice",
        /// Fees over subsidy.
        FeeShare = "fee-share",
        /// Volatility of bitcoin a year.
        PriceVolatility = "price-volatility",
        /// Drift of bitcoin, logarithm a year.
        PriceDrift = "price-drift",
        /// Until half of the drift is gone.
        PriceDriftHalfLife = "price-drift-half-life",
        /// Volatility of difficulty a year.
        DifficultyVolatility = "difficulty-volatility",
        /// Until difficulty has closed half of a gap.
        DifficultyHalfLife = "difficulty-half-life",
        /// Efficiency of the marginal machine.
        MarginalMachine = "marginal-machine",
        /// Cash cost of the marginal miner.
        MarginalCost = "marginal-cost",
        /// J/TH that machines lose a year.
        EfficiencyGain = "efficiency-gain",
        /// Next halving.
        HalvingNext = "halving-next",
        /// From one to the next.
        HalvingInterval = "halving-interval",
        /// Efficiency of new machines.
        NewMachine = "new-machine",
        /// The least that machines come to.
        MachineFloor = "machine-floor",
        /// Price of new machines.
        NewMachinePrice = "new-machine-price",
        /// Life of machines.
        MachineLife = "machine-life",
        /// What used machines fetch.
        Resale = "machine-resale",
        /// How fast that falls with age.
        ResaleFall = "machine-resale-fall",
        /// How machines move with hashprice.
        MachineElasticity = "machine-elasticity",
        /// Running cost without power.
        MiningOpex = "mining-opex",
        /// Share of it that stays when machines stand still.
        IdleShare = "mining-idle-share",
        /// Growth of the price of power.
        PowerGrowth = "power-growth",
        /// Its volatility.
        PowerVolatility = "power-volatility",
        /// Growth of other running cost.
        CostInflation = "cost-inflation",
        /// First-year rent.
        Rent = "rent",
        /// Its growth.
        Escalator = "rent-escalator",
        /// Running cost of a gross lease.
        OpexGross = "lease-opex-gross",
        /// Its growth.
        OpexGrowth = "lease-opex-growth",
        /// From a block's first day to its full rent.
        BlockRamp = "block-ramp",
        /// Default of a hyperscaler, a year.
        DefaultHyperscaler = "default-hyperscaler",
        /// Default behind a hyperscaler's guarantee, a year.
        DefaultBackstopped = "default-backstopped",
        /// Default of a neocloud, a year.
        DefaultNeocloud = "default-neocloud",
        /// Months that a hall stands empty after one.
        Vacant = "relet-vacant",
        /// Share of the rent that the next tenant pays.
        Relet = "relet-rent-share",
        /// Chance that an unsigned lease is signed.
        SignChance = "sign-chance",
        /// Months until it is.
        SignMonths = "sign-months",
        /// Share of the capital spent before a signature.
        EarlyShare = "early-capex-share",
        /// Share of that which comes back without one.
        EarlyKept = "early-capex-kept",
        /// Share of the building time that it saves.
        HeadStart = "early-head-start",
        /// Cap rate of a leased hall at its end.
        ExitCap = "exit-cap-rate",
        /// Income over debt that lenders ask.
        Cover = "debt-cover",
        /// Coupon with a hyperscaler's guarantee.
        CouponGuaranteed = "coupon-guaranteed",
        /// Coupon of secured notes of a miner.
        CouponMiner = "coupon-miner",
        /// Loan over cost.
        LoanToCost = "loan-to-cost",
        /// Open-market price of a GPU-hour of what is new.
        GpuPrice = "gpu-price",
        /// Price under a contract of five years.
        GpuContract = "gpu-contract-price",
        /// Share of the hours under contract.
        GpuContractShare = "gpu-contract-share",
        /// Change of the rent of one model a year.
        GpuChange = "gpu-price-change",
        /// Its volatility.
        GpuVolatility = "gpu-price-volatility",
        /// Share of the hours sold.
        GpuUtilization = "gpu-utilization",
        /// GPUs of a critical MW.
        GpusPerMw = "gpus-per-mw",
        /// Cost of a GPU with servers and network.
        GpuCapex = "gpu-capex",
        /// Running cost of a GPU-hour without power.
        GpuOpex = "gpu-opex",
        /// Life of a GPU.
        GpuLife = "gpu-life",
        /// Share of its cost that it then fetches.
        GpuResidual = "gpu-residual",
        /// What a generation earns for its capital against the one before.
        GpuRefresh = "gpu-refresh-revenue",
        /// Months to its delivery.
        GpuDelivery = "gpu-delivery",
        /// Energy of an AI hall over that of its machines.
        Pue = "pue",
        /// Power of an idle inference server over its peak.
        IdlePower = "idle-power",
        /// Reserve under the committed power.
        Reserve = "hybrid-reserve",
        /// Rent given up for mining next door.
        HybridDiscount = "hybrid-rent-discount",
        /// Meters, switchgear and controls of filled troughs.
        HybridCapex = "hybrid-capex",
        /// Sale of a weak powered site.
        SaleWeak = "sale-weak",
        /// Sale of a competitive one.
        SaleCompetitive = "sale-competitive",
        /// Sale of one of the best.
        SaleBest = "sale-best",
        /// Convertibility at which a powered site is a weak one.
        SaleWeakAt = "sale-weak-at",
        /// Convertibility at which it is one of the best.
        SaleBestAt = "sale-best-at",
        /// Rate of what mining earns.
        RateMining = "rate-mining",
        /// Rate of what a lease earns.
        RateLease = "rate-lease",
        /// Rate of what a cloud earns.
        RateCloud = "rate-cloud",
        /// Rate of the bare powered site.
        RateSite = "rate-site",
    }
}

listed! {
    /// What is drawn together with others.
    Shock {
        /// Price of bitcoin.
        Price = "price",
        /// Difficulty.
        Difficulty = "difficulty",
        /// What used machines fetch.
        MachineResale = "machine-resale",
        /// Rent of accelerators.
        GpuRent = "gpu-rent",
        /// Share of their hours sold.
        Utilization = "utilization",
        /// First-year rent of an unsigned lease.
        LeaseRent = "lease-rent",
        /// Cost of the plan.
        Capex = "capex",
        /// Delay of the plan.
        Delay = "delay",
        /// Price of power.
        Power = "power",
        /// Coupon of debt.
        Coupon = "coupon",
        /// Cap rate.
        CapRate = "cap-rate",
    }
}

impl Quantity {
    /// The unit it is stated in.
    #[must_use]
    pub const fn unit(self) -> Unit {
        use Quantity as Q;
        match self {
            Q::Hashprice => Unit::UsdPerPhDay,
            Q::MarginalMachine | Q::NewMachine | Q::MachineFloor => Unit::JPerTh,
            Q::MarginalCost | Q::MiningOpex => Unit::UsdPerMwh,
            Q::NewMachinePrice | Q::Resale => Unit::UsdPerTh,
            Q::PriceDriftHalfLife
            | Q::DifficultyHalfLife
            | Q::HalvingInterval
            | Q::MachineLife
            | Q::GpuLife => Unit::Years,
            Q::HalvingNext => Unit::Year,
            Q::BlockRamp | Q::Vacant | Q::SignMonths | Q::GpuDelivery => Unit::Months,
            Q::Rent => Unit::UsdPerKwMonth,
            Q::OpexGross => Unit::KusdPerMwYear,
            Q::GpuPrice | Q::GpuContract | Q::GpuOpex => Unit::UsdPerGpuHour,
            Q::GpuCapex => Unit::KusdPerGpu,
            Q::GpusPerMw => Unit::GpusPerMw,
            Q::SaleWeak | Q::SaleCompetitive | Q::SaleBest | Q::HybridCapex => Unit::MusdPerMw,
            Q::MachineElasticity | Q::Cover | Q::Pue | Q::GpuRefresh => Unit::Ratio,
            Q::SaleWeakAt | Q::SaleBestAt => Unit::Points,
            Q::PriceDrift
            | Q::PowerGrowth
            | Q::CostInflation
            | Q::GpuChange
            | Q::OpexGrowth
            | Q::Escalator => Unit::Change,
            _ => Unit::Share,
        }
    }

    /// Whether nothing of it is in a worth: debt, what halls would fetch, and what the facts of a site say themselves.
    #[must_use]
    pub const fn stands_beside(self) -> bool {
        matches!(
            self,
            Self::ExitCap
                | Self::Cover
                | Self::CouponGuaranteed
                | Self::CouponMiner
                | Self::LoanToCost
        )
    }

    /// Whether it is a rate of discount: chosen, never drawn.
    #[must_use]
    pub const fn is_rate(self) -> bool {
        matches!(
            self,
            Self::RateMining | Self::RateLease | Self::RateCloud | Self::RateSite
        )
    }

    /// Whether it is a logarithm, which may be any number.
    #[must_use]
    pub const fn is_logarithm(self) -> bool {
        matches!(self, Self::PriceDrift)
    }

    /// Whether it must lie above zero, since something is divided by it.
    const fn above_zero(self) -> bool {
        use Quantity as Q;
        matches!(
            self,
            Q::Hashprice
                | Q::MarginalMachine
                | Q::MarginalCost
                | Q::NewMachine
                | Q::MachineFloor
                | Q::ExitCap
                | Q::Cover
                | Q::GpusPerMw
                | Q::Rent
                | Q::GpuCapex
        )
    }

    /// Between which ends it can lie; what lies beyond is a slip of the decimal point.
    #[must_use]
    pub const fn bounds(self) -> Bounds {
        use Quantity as Q;
        let (least, most) = match (self, self.unit()) {
            (
                Q::PriceVolatility
                | Q::DifficultyVolatility
                | Q::PowerVolatility
                | Q::GpuVolatility,
                _,
            ) => (0.0, 3.0),
            (Q::Pue, _) => (1.0, 5.0),
            (_, Unit::Share) => (0.0, 1.0),
            (_, Unit::Change) => (-0.95, 10.0),
            (_, Unit::Year) => (2009.0, 2200.0),
            (_, Unit::Years) => (0.1, 100.0),
            (_, Unit::Months) => (0.0, 600.0),
            (_, Unit::Points) => (0.0, 100.0),
            (_, Unit::Ratio) => (0.0, 10.0),
            _ => (0.0, 1e6),
        };
        Bounds {
            least,
            most,
            above: self.above_zero(),
        }
    }
}

/// The ends between which a quantity can lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// Whether the least itself is too little.
    pub above: bool,
}

impl Bounds {
    /// Whether a number lies between them.
    #[must_use]
    pub fn hold(self, value: f64) -> bool {
        (self.least..=self.most).contains(&value) && !(self.above && value <= self.least)
    }
}

impl std::fmt::Display for Bounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { least, most, above } = *self;
        if above {
            write!(f, "above {least}, at most {most}")
        } else {
            write!(f, "from {least} to {most}")
        }
    }
}
