//! Units as types, so that grid MW, critical IT MW and heat MW never mix.
//!
//! A unit is a marker type; the number lives in [`Estimate`](crate::estimate::Estimate).
//! Every unit carries the range a real site can take: outside it a value is a typing error.

pub(crate) mod amount;
pub(crate) mod decimal;
pub(crate) mod number;
pub(crate) mod written;

use std::fmt::Debug;

/// Weeks of a month, through the 52 weeks and 12 months of a year.
pub const WEEKS_PER_MONTH: f64 = 52.0 / 12.0;

/// A unit of measure: its symbol, and the range that is believable for one mining site.
pub trait Unit: Debug + Copy + PartialEq + Send + Sync + 'static {
    /// How the unit is written behind a number, e.g. `MW`. Empty for plain counts and shares.
    const SYMBOL: &'static str;
    /// What the unit measures, for error messages.
    const MEANING: &'static str;
    /// Smallest value accepted from a file.
    const MIN: f64;
    /// Largest value accepted from a file.
    const MAX: f64;
}

crate::words::spelled! {
    /// The unit a metric is shown in.
    pub enum MetricUnit {
        /// A count, a ratio or a word.
        Plain = "",
        /// Difference of temperature.
        Kelvin = "K",
        /// Critical IT load.
        CriticalMw = "MW IT",
        /// Power at the grid connection.
        GridMw = "MW",
        /// A number of hours.
        Hours = "h",
        /// Energy, MWh.
        MegawattHours = "MWh",
        /// Hours in a year.
        HoursPerYear = "h/yr",
        /// A number of minutes.
        Minutes = "min",
        /// Months, which may never end.
        Months = "months",
        /// Round-trip time.
        Milliseconds = "ms",
        /// A share from 0 to 1, read in percent.
        Share = "share",
        /// A number of years.
        Years = "years",
        /// Temperature.
        Celsius = "°C",
        /// Events in a year.
        PerYear = "/yr",
        /// Data rate.
        Gbps = "Gb/s",
        /// Supply voltage at the rack.
        Volts = "V",
        /// Land.
        Acres = "acres",
        /// Sound level.
        Dba = "dBA",
        /// Floor load.
        Kilopascals = "kPa",
        /// Voltage of the grid.
        Kilovolts = "kV",
        /// Change of load.
        MwPerMinute = "MW/min",
        /// Load of one rack.
        KwPerRack = "kW/rack",
        /// Mass.
        Kilograms = "kg",
        /// Distance.
        Kilometers = "km",
        /// Length.
        Meters = "m",
        /// Corrosion of a test coupon.
        AngstromsPerMonth = "Å/month",
    }
}

macro_rules! units {
    ($($(#[doc = $doc:literal])* $name:ident $symbol:literal $meaning:literal $min:literal ..= $max:literal;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {}
        impl Unit for $name {
            const SYMBOL: &'static str = $symbol;
            const MEANING: &'static str = $meaning;
            const MIN: f64 = $min;
            const MAX: f64 = $max;
        }
    )*};
}

units! {
    /// Power at the grid connection, in megawatts.
    GridMw "MW" "power at the grid connection" 0.0 ..= 50_000.0;
    /// Power at the plugs of the IT equipment, in megawatts.
    ItMw "MW IT" "critical IT load" 0.0 ..= 50_000.0;
    /// Heat that a cooling plant can carry away, in megawatts.
    HeatMw "MW heat" "heat removed" 0.0 ..= 50_000.0;
    /// Electrical output of generators or UPS, in megawatts.
    BackupMw "MW" "backup power" 0.0 ..= 50_000.0;
    /// Apparent power of a transformer, in megavolt-amperes.
    Mva "MVA" "transformer rating" 0.1 ..= 3_000.0;
    /// Short-circuit level of a grid, in megavolt-amperes.
    FaultMva "MVA" "short-circuit level" 1.0 ..= 200_000.0;
    /// Change of load within a minute, in megawatts.
    MwPerMinute "MW/min" "change of load" 0.0 ..= 50_000.0;
    /// Electrical potential, in kilovolts.
    Kilovolt "kV" "voltage" 0.1 ..= 1_200.0;
    /// Supply voltage at the rack, in volts.
    Volt "V" "supply voltage" 48.0 ..= 1_500.0;
    /// Load of one rack, in kilowatts.
    RackKw "kW/rack" "load of one rack" 0.1 ..= 5_000.0;
    /// A share between nothing and all.
    Share "" "share from 0 to 1" 0.0 ..= 1.0;
    /// Ratio of real to apparent power.
    PowerFactor "" "power factor" 0.5 ..= 1.0;
    /// Power usage effectiveness: facility energy over IT energy.
    Pue "" "power usage effectiveness" 1.0 ..= 4.0;
    /// A whole number of things.
    Count "" "count" 0.0 ..= 1_000_000.0;
    /// Hours in a year.
    HoursPerYear "h/yr" "hours a year" 0.0 ..= 8_784.0;
    /// A number of hours.
    Hours "h" "hours" 0.0 ..= 10_000.0;
    /// A number of minutes.
    Minutes "min" "minutes" 0.0 ..= 10_000.0;
    /// Events in a year.
    PerYear "/yr" "events a year" 0.0 ..= 10_000.0;
    /// Temperature, in degrees Celsius.
    Celsius "°C" "temperature" -60.0 ..= 90.0;
    /// Water flow, in cubic meters a day.
    WaterPerDay "m³/day" "water a day" 0.0 ..= 10_000_000.0;
    /// Coolant flow, in liters a minute.
    LitersPerMinute "L/min" "coolant flow" 0.0 ..= 100_000_000.0;
    /// Distance, in kilometers.
    Kilometers "km" "distance" 0.0 ..= 20_000.0;
    /// Length, in meters.
    Meters "m" "length" 0.0 ..= 100_000.0;
    /// Floor area, in square meters.
    SquareMeters "m²" "floor area" 0.0 ..= 10_000_000.0;
    /// Land area, in acres (0.4047 ha).
    Acres "acres" "land area" 0.0 ..= 1_000_000.0;
    /// Round-trip time, in milliseconds.
    Milliseconds "ms" "round-trip time" 0.0 ..= 2_000.0;
    /// Data rate, in gigabits a second.
    Gbps "Gb/s" "data rate" 0.0 ..= 100_000_000.0;
    /// Uniform floor load, in kilopascals.
    Kilopascal "kPa" "floor load" 0.0 ..= 1_000.0;
    /// Sound level, in A-weighted decibels.
    Dba "dBA" "sound level" 0.0 ..= 150.0;
    /// Electricity price.
    UsdPerMwh "USD/MWh" "electricity price" -500.0 ..= 5_000.0;
    /// Rent of a data hall, in dollars for each kW of critical IT and month.
    UsdPerKwMonth "USD/kW-month" "rent" 0.0 ..= 2_000.0;
    /// Income for each megawatt and year, in dollars.
    UsdPerMwYear "USD/MW-yr" "income a year" 0.0 ..= 1_000_000.0;
    /// Efficiency of a miner, in joules for each terahash.
    JoulesPerTerahash "J/TH" "miner efficiency" 1.0 ..= 10_000.0;
    /// Latitude, in degrees north.
    Latitude "°" "degrees north" -90.0 ..= 90.0;
    /// Longitude, in degrees east.
    Longitude "°" "degrees east" -180.0 ..= 180.0;
    /// Angle-free class number, such as an ISO cleanliness class.
    Class "" "class number" 1.0 ..= 9.0;
    /// Corrosion of a test coupon, in angstrom a month.
    AngstromPerMonth "Å/month" "corrosion rate" 0.0 ..= 100_000.0;
    /// Money, in millions of US dollars.
    Musd "M$" "cost" -1_000_000.0 ..= 1_000_000.0;
    /// Duration, in months.
    Months "months" "duration" 0.0 ..= 1_200.0;
    /// Duration, in years.
    Years "years" "duration" 0.0 ..= 200.0;
    /// Duration, in weeks.
    Weeks "weeks" "duration" 0.0 ..= 5_000.0;
    /// Mass, in kilograms.
    Kilograms "kg" "mass" 0.0 ..= 100_000.0;
}

/// How many there are of a thing, with its noun in the singular or the plural.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
