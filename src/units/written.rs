//! Units as people write them, and what one is in another.
//!
//! Factors are exact by definition (NIST SP 811, appendix B.8) unless they say otherwise; gallons, tons and acre-feet
//! are those of the US.

use super::WEEKS_PER_MONTH;

/// A unit of measure that a header or a cell names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Unit {
    symbol: &'static str,
    kind: Kind,
    /// How many of the first unit of its kind one of it is.
    size: f64,
    /// What its zero is in the first unit of its kind.
    zero: f64,
}

/// What units measure; only those of one kind convert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// MW
    Power,
    /// MW of critical IT load
    ItPower,
    /// MW of heat
    Heat,
    /// MVA
    Apparent,
    /// MWh
    Energy,
    /// MW/min
    Ramp,
    /// kV
    Voltage,
    /// kW/rack
    Density,
    /// h/yr
    HoursPerYear,
    /// h
    Time,
    /// months
    Span,
    /// /yr
    PerYear,
    /// °C
    Temperature,
    /// m³/day
    Flow,
    /// m³
    Volume,
    /// m
    Length,
    /// m²
    Area,
    /// ms
    Latency,
    /// Gb/s
    DataRate,
    /// kPa
    Pressure,
    /// dBA
    Sound,
    /// USD/MWh
    EnergyPrice,
    /// USD/kW-month
    Rent,
    /// M$
    Money,
    /// A currency that is not the dollar of the US.
    OtherMoney,
    /// J/TH
    Efficiency,
    /// TH/s
    Hashes,
    /// °
    Angle,
    /// kg
    Mass,
    /// Tons, of which there are three.
    Tons,
    /// Å/month
    Corrosion,
    /// a share of one
    Share,
}

/// From one unit to another: `value × times + plus`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Conversion {
    times: f64,
    plus: f64,
}

/// What a person has to answer before a number in one unit says anything in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// What does not fit, one clause.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: String,
}

/// Longest text that is looked up as a unit.
const LONGEST: usize = 32;

impl Unit {
    /// The unit of a spelling, whatever its case and blanks.
    pub(crate) fn named(text: &str) -> Option<Self> {
        Self::spelled(text).next()
    }

    /// The same behind a number of a fact: of several units that are spelled so, the one that becomes the fact's. `c` is
    /// a cent in a price and a degree elsewhere.
    pub(crate) fn named_in(text: &str, fact_symbol: &str) -> Option<Self> {
        let converts = |unit: &Self| Self::into(*unit, fact_symbol).is_ok();
        Self::spelled(text)
            .find(converts)
            .or_else(|| Self::named(text))
    }

    fn spelled(text: &str) -> impl Iterator<Item = Self> {
        let text = text.trim();
        // Bytes, of which one is eight bits.
        let is_unit =
            (1..=LONGEST).contains(&text.len()) && !["MB/s", "GB/s", "TB/s"].contains(&text);
        let spelling = is_unit.then(|| spelling(text));
        UNITS
            .iter()
            .filter_map(move |(symbol, kind, size, spellings)| {
                let is_it = spellings
                    .split(' ')
                    .any(|known| spelling.as_deref() == Some(known));
                is_it.then(|| Self {
                    symbol,
                    kind: *kind,
                    size: *size,
                    zero: zero(symbol),
                })
            })
    }

    /// How it is written.
    pub(crate) fn symbol(self) -> &'static str {
        self.symbol
    }

    /// How numbers in it become numbers of a fact in a unit of the model, such as `MW IT` or `USD/MWh`; empty for
    /// counts and shares.
    ///
    /// # Errors
    /// What has to be answered first where a number alone does not convert.
    pub(crate) fn into(self, fact_symbol: &str) -> Result<Conversion, Question> {
        let targets = TARGETS.iter().filter(|(symbol, ..)| *symbol == fact_symbol);
        let mut same_kind = targets.filter(|(_, kind, _)| *kind == self.kind);
        match same_kind.next() {
            Some((_, _, size)) => Ok(Conversion {
                times: self.size / size,
                plus: self.zero / size,
            }),
            None => Err(self.question(fact_symbol)),
        }
    }

    fn question(self, fact_symbol: &str) -> Question {
        let symbol = self.symbol;
        let fact = if fact_symbol.is_empty() {
            "a plain number"
        } else {
            fact_symbol
        };
        let why = match (self.kind, fact_symbol) {
            (Kind::Apparent, "MW" | "MW IT" | "MW heat") | (Kind::Power, "MVA") => {
                "they differ by the power factor"
            }
            (Kind::ItPower, "MW") => {
                "critical IT load is not what the grid carries; the PUE lies between them"
            }
            (Kind::Heat, "MW" | "MW IT") => "heat removed is not electrical power",
            (Kind::Energy, _) if fact_symbol.starts_with("MW") => {
                "energy becomes power by the hours in which it is used"
            }
            (Kind::OtherMoney, _) => "the rate of exchange and its date are needed",
            (Kind::Money, "USD/MWh") => "a price of energy is for each MWh",
            (Kind::Volume, "m³/day" | "L/min") => "a flow is a volume in a time",
            (Kind::Tons, _) => "a ton may be metric, short or long",
            _ => "they measure different things",
        };
        Question {
            message: format!("{symbol} is not {fact}: {why}"),
            help: format!("work it out and write the number in {fact}"),
        }
    }
}

impl Conversion {
    /// The number in the other unit. The twelfth digit is rounded: what lies behind it is the machine's.
    pub(crate) fn of(self, value: f64) -> f64 {
        if self.is_none() {
            return value;
        }
        let converted = value * self.times + self.plus;
        format!("{converted:.11e}").parse().unwrap_or(converted)
    }

    /// Whether nothing changes.
    pub(crate) fn is_none(self) -> bool {
        self.times == 1.0 && self.plus == 0.0
    }
}

/// What zero of a unit is in the first unit of its kind.
fn zero(symbol: &str) -> f64 {
    match symbol {
        "°F" => -160.0 / 9.0,
        "K" => -273.15,
        _ => 0.0,
    }
}

/// A spelling without case, blanks and differences that say nothing.
fn spelling(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let text = text.to_lowercase();
    let text = text
        .strip_prefix("per ")
        .map_or(text.clone(), |rest| format!("/{rest}"));
    for c in text.replace(" per ", "/").chars() {
        match c {
            '²' => plain.push('2'),
            '³' => plain.push('3'),
            'μ' | 'µ' => plain.push('u'),
            'º' | '˚' => plain.push('°'),
            '¢' => plain.push_str("cent"),
            '^' | '.' | '_' => {}
            c if c.is_whitespace() => {}
            c => plain.push(c),
        }
    }
    let plain = plain
        .replace("us$", "$")
        .replace("usd", "$")
        .replace("dollars", "$");
    plain
        .replace('·', "-")
        .replace("square", "sq")
        .replace("cubic", "cu")
}

/// Symbol, kind, size in the first unit of the kind, and spellings in small letters without blanks and points.
#[rustfmt::skip]
const UNITS: &[(&str, Kind, f64, &str)] = &[
    ("MW", Kind::Power, 1.0, "mw mwe mwel mwac megawatt megawatts mws mw(e) mwelectric mw(ac)"),
    ("kW", Kind::Power, 1e-3, "kw kwe kwel kwac kilowatt kilowatts kws kw(e)"),
    ("GW", Kind::Power, 1e3, "gw gwe gigawatt gigawatts"),
    ("W", Kind::Power, 1e-6, "w watt watts"),
    ("hp", Kind::Power, 7.456_998_715_822_702e-4, "hp bhp horsepower"),
    ("MW IT", Kind::ItPower, 1.0, "mwit itmw mw(it) mwcritical criticalmw criticalitmw mwcriticalit mw-it"),
    ("kW IT", Kind::ItPower, 1e-3, "kwit itkw kw(it) kwcritical criticalkw"),
    ("MW heat", Kind::Heat, 1.0, "mwth mwt mwthermal mw(th) mwheat thermalmw"),
    ("kW heat", Kind::Heat, 1e-3, "kwth kwt kwthermal kw(th) kwheat"),
    // A ton of refrigeration: 12 000 BTU(IT) an hour.
    ("tons of refrigeration", Kind::Heat, 0.003_516_852_842_066_667, "tr rt tonsofrefrigeration tonsrefrigeration coolingtons tonsofcooling"),
    ("MVA", Kind::Apparent, 1.0, "mva megavoltampere megavoltamperes"),
    ("kVA", Kind::Apparent, 1e-3, "kva kilovoltampere kilovoltamperes"),
    ("GVA", Kind::Apparent, 1e3, "gva"),
    ("VA", Kind::Apparent, 1e-6, "va"),
    ("MWh", Kind::Energy, 1.0, "mwh mwhs megawatthours mwh/yr mwh/a mwh/y mwh/month mwh/d"),
    ("kWh", Kind::Energy, 1e-3, "kwh kwhs kilowatthours kwh/yr kwh/a kwh/month kwh/d"),
    ("GWh", Kind::Energy, 1e3, "gwh gwh/yr gwh/a gigawatthours"),
    ("TWh", Kind::Energy, 1e6, "twh twh/yr twh/a"),
    ("MW/min", Kind::Ramp, 1.0, "mw/min mw/minute"),
    ("kW/min", Kind::Ramp, 1e-3, "kw/min kw/minute"),
    ("MW/s", Kind::Ramp, 60.0, "mw/s mw/sec mw/second"),
    ("MW/h", Kind::Ramp, 1.0 / 60.0, "mw/h mw/hr mw/hour"),
    ("kV", Kind::Voltage, 1.0, "kv kvac kilovolt kilovolts kv(ac)"),
    ("V", Kind::Voltage, 1e-3, "v vac vdc volt volts"),
    ("megavolt", Kind::Voltage, 1e3, "megavolt megavolts"),
    ("kW/rack", Kind::Density, 1.0, "kw/rack kw/cabinet kw/cab kw/racks kilowatts/rack kw/r"),
    ("W/rack", Kind::Density, 1e-3, "w/rack w/cabinet"),
    ("MW/rack", Kind::Density, 1e3, "mw/rack"),
    ("h/yr", Kind::HoursPerYear, 1.0, "h/yr h/y h/a h/year hr/yr hrs/yr hr/year hrs/year hours/year hours/yr hoursayear hrs/y hrs/a"),
    ("days/yr", Kind::HoursPerYear, 24.0, "d/yr days/yr day/yr days/year d/a d/year"),
    ("h", Kind::Time, 1.0, "h hr hrs hour hours"),
    ("min", Kind::Time, 1.0 / 60.0, "min mins minute minutes"),
    ("s", Kind::Time, 1.0 / 3600.0, "s sec secs second seconds"),
    ("months", Kind::Span, 1.0, "month months mo mos mth mths"),
    // Through the 52 weeks and 12 months of a year.
    ("weeks", Kind::Span, 1.0 / WEEKS_PER_MONTH, "week weeks wk wks"),
    ("days", Kind::Span, 1.0 / (7.0 * WEEKS_PER_MONTH), "day days d"),
    ("quarters", Kind::Span, 3.0, "quarter quarters"),
    ("years", Kind::Span, 12.0, "year years yr yrs y a"),
    ("/yr", Kind::PerYear, 1.0, "/yr /year /y /a ayear"),
    ("/month", Kind::PerYear, 12.0, "/month /mo"),
    ("°C", Kind::Temperature, 1.0, "°c c degc degreesc celsius degcelsius degreescelsius"),
    ("°F", Kind::Temperature, 5.0 / 9.0, "°f f degf degreesf fahrenheit degfahrenheit degreesfahrenheit"),
    ("K", Kind::Temperature, 1.0, "k kelvin"),
    ("m³/day", Kind::Flow, 1.0, "m3/day m3/d m3pd cum/day cum/d cumeters/day cmd"),
    ("m³/h", Kind::Flow, 24.0, "m3/h m3/hr m3/hour cum/h"),
    ("m³/yr", Kind::Flow, 1.0 / 365.0, "m3/yr m3/year m3/a"),
    ("m³/s", Kind::Flow, 86_400.0, "m3/s"),
    ("ML/day", Kind::Flow, 1_000.0, "ml/d ml/day mld megaliters/d"),
    ("L/min", Kind::Flow, 1.44, "l/min lpm liters/min litres/min l/minute"),
    ("L/s", Kind::Flow, 86.4, "l/s lps liters/s litres/s"),
    ("L/day", Kind::Flow, 1e-3, "l/d l/day liters/d litres/d"),
    ("gal/day", Kind::Flow, 0.003_785_411_784, "gpd gal/d gal/day gallons/d gallons/day gallonsaday usgpd"),
    ("gal/min", Kind::Flow, 5.450_992_968_96, "gpm gal/min gallons/min gallons/minute usgpm"),
    ("MGD", Kind::Flow, 3_785.411_784, "mgd mgal/d mgal/day mgpd milliongallons/d milliongallons/day milliongallonsaday"),
    ("acre-ft/yr", Kind::Flow, 1_233.481_837_547_52 / 365.0, "acre-ft/yr acreft/yr acre-feet/yr acrefeet/yr afy af/yr acre-feet/year"),
    ("gal", Kind::Volume, 0.003_785_411_784, "gal gals gallon gallons usgal"),
    ("m³", Kind::Volume, 1.0, "m3 cum cumeters cumetres"),
    ("L", Kind::Volume, 1e-3, "l liter liters litre litres"),
    ("acre-ft", Kind::Volume, 1_233.481_837_547_52, "acre-ft acreft acre-feet acrefeet af"),
    ("m", Kind::Length, 1.0, "m meter meters metre metres mtr mtrs"),
    ("km", Kind::Length, 1e3, "km kms kilometer kilometers kilometre kilometres"),
    ("mi", Kind::Length, 1_609.344, "mi mile miles statutemiles"),
    ("ft", Kind::Length, 0.304_8, "ft foot feet '"),
    ("yd", Kind::Length, 0.914_4, "yd yds yard yards"),
    ("in", Kind::Length, 0.025_4, "in inch inches \""),
    ("cm", Kind::Length, 0.01, "cm centimeter centimeters"),
    ("mm", Kind::Length, 0.001, "mm millimeter millimeters"),
    ("nmi", Kind::Length, 1_852.0, "nmi nauticalmiles"),
    ("m²", Kind::Area, 1.0, "m2 sqm sqmeter sqmeters sqmetre sqmetres qm"),
    ("sq ft", Kind::Area, 0.092_903_04, "sqft ft2 sf sqfeet sqfoot gsf rsf nsf"),
    ("k sq ft", Kind::Area, 92.903_04, "ksf kft2 ksqft"),
    ("sq yd", Kind::Area, 0.836_127_36, "sqyd yd2 sqyards"),
    ("ha", Kind::Area, 10_000.0, "ha hectare hectares"),
    // The acre of the international foot.
    ("acres", Kind::Area, 4_046.856_422_4, "acre acres ac acs"),
    ("km²", Kind::Area, 1e6, "km2 sqkm sqkilometers sqkilometres"),
    ("sq mi", Kind::Area, 2_589_988.110_336, "sqmi mi2 sqmiles"),
    ("ms", Kind::Latency, 1.0, "ms msec msecs millisecond milliseconds"),
    ("µs", Kind::Latency, 1e-3, "us usec microseconds"),
    ("Gb/s", Kind::DataRate, 1.0, "gb/s gbps gbit/s gbits/s gigabit gigabits gige gbe gbit"),
    ("Tb/s", Kind::DataRate, 1e3, "tb/s tbps tbit/s tbits/s terabit terabits"),
    ("Mb/s", Kind::DataRate, 1e-3, "mb/s mbps mbit/s mbits/s megabit megabits"),
    ("kPa", Kind::Pressure, 1.0, "kpa kn/m2 kilopascal kilopascals"),
    ("Pa", Kind::Pressure, 1e-3, "pa n/m2"),
    ("MPa", Kind::Pressure, 1e3, "mpa"),
    // The pound-force of 4.448 221 615 260 5 N on a square foot and a square inch.
    ("psf", Kind::Pressure, 0.047_880_258_980_335_84, "psf lb/ft2 lbs/ft2 lbf/ft2 lb/sqft lbs/sqft lbf/sqft"),
    ("psi", Kind::Pressure, 6.894_757_293_168_361, "psi lb/in2 lbf/in2"),
    ("kg/m²", Kind::Pressure, 0.009_806_65, "kg/m2 kgf/m2 kg/sqm"),
    ("t/m²", Kind::Pressure, 9.806_65, "t/m2 tonnes/m2"),
    ("dBA", Kind::Sound, 1.0, "dba db(a) db decibel decibels"),
    ("USD/MWh", Kind::EnergyPrice, 1.0, "$/mwh /mwh"),
    ("USD/kWh", Kind::EnergyPrice, 1_000.0, "$/kwh /kwh"),
    ("¢/kWh", Kind::EnergyPrice, 10.0, "c/kwh ct/kwh cts/kwh cent/kwh cents/kwh $c/kwh cents cent ct c c$/kwh"),
    ("mills/kWh", Kind::EnergyPrice, 1.0, "mills/kwh mill/kwh"),
    ("USD/kW-month", Kind::Rent, 1.0, "$/kw-month $/kw/month $/kw-mo $/kw/mo $/kwmonth $/kwmo $/kw-mth $/kw/mth $/month/kw"),
    ("USD/kW-yr", Kind::Rent, 1.0 / 12.0, "$/kw-yr $/kw/yr $/kw-year $/kw/year $/kwyr $/kwyear $/kw-y $/kw/a"),
    ("USD/MW-yr", Kind::Rent, 1.0 / 12_000.0, "$/mw-yr $/mw/yr $/mw-year $/mw/year $/mwyr $/mwyear $/mw-y $/mw/a"),
    ("USD/MW-month", Kind::Rent, 1e-3, "$/mw-month $/mw/month $/mw-mo $/mw/mo"),
    ("M$", Kind::Money, 1.0, "m$ $m $mn $mm mm$ m$s $million $millions million$ millions$ m$us musd mio$ $mio"),
    ("USD", Kind::Money, 1e-6, "$ $s"),
    ("k$", Kind::Money, 1e-3, "k$ $k $000 $000s 000$ $thousand thousand$ t$"),
    ("bn$", Kind::Money, 1e3, "bn$ $bn b$ $b $billion billion$"),
    ("EUR", Kind::OtherMoney, 1.0, "€ eur euro euros €/mwh eur/mwh €/kwh eur/kwh €m m€ meur €k k€ €/kw-month ct€/kwh €ct/kwh"),
    ("GBP", Kind::OtherMoney, 1.0, "£ gbp £/mwh gbp/mwh £m m£ p/kwh £/kwh gbp/kwh pence/kwh"),
    ("CAD", Kind::OtherMoney, 1.0, "cad c$ ca$ cad/mwh c$/mwh cad/kwh cad$ cdn cdn$ c$m m$cad"),
    ("AUD", Kind::OtherMoney, 1.0, "aud a$ au$ aud/mwh a$/mwh aud/kwh"),
    ("NOK", Kind::OtherMoney, 1.0, "nok nok/mwh nok/kwh ore/kwh øre/kwh kr kr/kwh kr/mwh mnok"),
    ("SEK", Kind::OtherMoney, 1.0, "sek sek/mwh sek/kwh öre/kwh msek"),
    ("JPY", Kind::OtherMoney, 1.0, "jpy ¥ jpy/kwh ¥/kwh yen"),
    ("CNY", Kind::OtherMoney, 1.0, "cny rmb yuan cny/mwh cny/kwh rmb/kwh"),
    ("CHF", Kind::OtherMoney, 1.0, "chf chf/mwh"),
    ("KZT", Kind::OtherMoney, 1.0, "kzt ₸ tenge kzt/kwh"),
    ("RUB", Kind::OtherMoney, 1.0, "rub ₽ rub/kwh"),
    ("BRL", Kind::OtherMoney, 1.0, "brl r$ brl/mwh r$/mwh"),
    ("INR", Kind::OtherMoney, 1.0, "inr ₹ inr/kwh ₹/kwh rs"),
    ("ARS", Kind::OtherMoney, 1.0, "ars"),
    ("PYG", Kind::OtherMoney, 1.0, "pyg ₲"),
    ("J/TH", Kind::Efficiency, 1.0, "j/th w/th j/t w/t j/ths w/ths joules/th j/(th) kw/ph kj/ph watts/th w/(th/s) j/th/s w/th/s"),
    ("J/GH", Kind::Efficiency, 1_000.0, "j/gh w/gh kw/th"),
    ("TH/s", Kind::Hashes, 1.0, "th th/s ths"),
    ("PH/s", Kind::Hashes, 1e3, "ph ph/s phs"),
    ("EH/s", Kind::Hashes, 1e6, "eh eh/s ehs"),
    ("GH/s", Kind::Hashes, 1e-3, "gh gh/s ghs"),
    ("°", Kind::Angle, 1.0, "° deg degs degree degrees"),
    ("kg", Kind::Mass, 1.0, "kg kgs kilogram kilograms"),
    ("lb", Kind::Mass, 0.453_592_37, "lb lbs pound pounds"),
    ("tonnes", Kind::Mass, 1_000.0, "tonne tonnes metrictons metricton mt"),
    ("g", Kind::Mass, 1e-3, "g gram grams"),
    ("tons", Kind::Tons, 1.0, "t ton tons"),
    ("Å/month", Kind::Corrosion, 1.0, "å/month å/mo angstrom/month angstroms/month å/month"),
    ("nm/month", Kind::Corrosion, 10.0, "nm/month nm/mo"),
    ("%", Kind::Share, 0.01, "% percent pct"),
    ("‰", Kind::Share, 0.001, "‰ permille"),
];

/// Units of the model, with each kind that converts into them and how many of its first unit one of them is.
#[rustfmt::skip]
const TARGETS: &[(&str, Kind, f64)] = &[
    ("MW", Kind::Power, 1.0),
    ("MW IT", Kind::Power, 1.0),
    ("MW IT", Kind::ItPower, 1.0),
    ("MW heat", Kind::Power, 1.0),
    ("MW heat", Kind::Heat, 1.0),
    ("MVA", Kind::Apparent, 1.0),
    ("MW/min", Kind::Ramp, 1.0),
    ("kV", Kind::Voltage, 1.0),
    ("V", Kind::Voltage, 1e-3),
    ("kW/rack", Kind::Density, 1.0),
    ("kW/rack", Kind::Power, 1e-3),
    ("h/yr", Kind::HoursPerYear, 1.0),
    ("h/yr", Kind::Time, 1.0),
    ("h/yr", Kind::Span, 1.0 / (7.0 * WEEKS_PER_MONTH * 24.0)),
    ("h", Kind::Time, 1.0),
    ("h", Kind::Span, 1.0 / (7.0 * WEEKS_PER_MONTH * 24.0)),
    ("min", Kind::Time, 1.0 / 60.0),
    ("months", Kind::Span, 1.0),
    ("weeks", Kind::Span, 1.0 / WEEKS_PER_MONTH),
    ("years", Kind::Span, 12.0),
    ("/yr", Kind::PerYear, 1.0),
    ("°C", Kind::Temperature, 1.0),
    ("m³/day", Kind::Flow, 1.0),
    ("L/min", Kind::Flow, 1.44),
    ("km", Kind::Length, 1e3),
    ("m", Kind::Length, 1.0),
    ("m²", Kind::Area, 1.0),
    ("acres", Kind::Area, 4_046.856_422_4),
    ("ms", Kind::Latency, 1.0),
    ("ms", Kind::Time, 1.0 / 3_600_000.0),
    ("Gb/s", Kind::DataRate, 1.0),
    ("kPa", Kind::Pressure, 1.0),
    ("dBA", Kind::Sound, 1.0),
    ("USD/MWh", Kind::EnergyPrice, 1.0),
    ("USD/kW-month", Kind::Rent, 1.0),
    ("USD/MW-yr", Kind::Rent, 1.0 / 12_000.0),
    ("J/TH", Kind::Efficiency, 1.0),
    ("°", Kind::Angle, 1.0),
    ("kg", Kind::Mass, 1.0),
    ("Å/month", Kind::Corrosion, 1.0),
    ("M$", Kind::Money, 1.0),
    ("", Kind::Share, 1.0),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(value: f64, unit: &str, fact: &str) -> Result<f64, Question> {
        let unit = Unit::named(unit).unwrap_or_else(|| panic!("{unit}"));
        unit.into(fact).map(|conversion| conversion.of(value))
    }

    #[test]
    fn numbers_convert_between_units_of_one_kind() {
        for (value, unit, fact, expected) in [
            (45_000.0, "kW", "MW", 45.0),
            (1.2, "GW", "MW", 1_200.0),
            (45.0, "Megawatts", "MW IT", 45.0),
            (45.0, "MW", "MW heat", 45.0),
            (69_000.0, "V", "kV", 69.0),
            (0.48, "kV", "V", 480.0),
            (10.0, "miles", "km", 16.093_44),
            (100.0, "ft", "m", 30.48),
            (60_000.0, "sq. ft.", "m²", 5_574.182_4),
            (60_000.0, "square feet", "m²", 5_574.182_4),
            (60_000.0, "ft²", "m²", 5_574.182_4),
            (10.0, "ha", "acres", 24.710_538_146_7),
            (10.0, "acres", "m²", 40_468.564_224),
            (1.0, "km²", "acres", 247.105_381_467),
            (1.0, "MGD", "m³/day", 3_785.411_784),
            (100.0, "gpm", "L/min", 378.541_178_4),
            (100.0, "gal/min", "m³/day", 545.099_296_896),
            (4.5, "¢/kWh", "USD/MWh", 45.0),
            (4.5, "c/kWh", "USD/MWh", 45.0),
            (0.045, "$/kWh", "USD/MWh", 45.0),
            (45.0, "US$ per MWh", "USD/MWh", 45.0),
            (45.0, "USD / MWh", "USD/MWh", 45.0),
            (100.0, "°F", "°C", 37.777_777_777_8),
            (-40.0, "deg F", "°C", -40.0),
            (300.0, "K", "°C", 26.85),
            (40_000.0, "kVA", "MVA", 40.0),
            (52.0, "weeks", "months", 12.0),
            (2.0, "years", "months", 24.0),
            (12.0, "months", "years", 1.0),
            (26.0, "weeks", "years", 0.5),
            (2.0, "days", "h", 48.0),
            (30.0, "min", "h", 0.5),
            (95.0, "%", "", 0.95),
            (250.0, "psf", "kPa", 11.970_064_745_1),
            (132.0, "kW", "kW/rack", 132.0),
            (132.0, "kW per rack", "kW/rack", 132.0),
            (1_000.0, "lbs", "kg", 453.592_37),
            (2.0, "tonnes", "kg", 2_000.0),
            (17.5, "W/TH", "J/TH", 17.5),
            (400.0, "Gbps", "Gb/s", 400.0),
            (1.2, "Tb/s", "Gb/s", 1_200.0),
            (130.0, "$/kW-month", "USD/kW-month", 130.0),
            (130.0, "USD per kW per month", "USD/kW-month", 130.0),
            (10.0, "$/kW-yr", "USD/MW-yr", 10_000.0),
            (250.0, "$k", "M$", 0.25),
            (1.5, "$bn", "M$", 1_500.0),
            (3.0, "d/yr", "h/yr", 72.0),
        ] {
            assert_eq!(converted(value, unit, fact), Ok(expected), "{value} {unit}");
        }
    }

    #[test]
    fn what_a_number_alone_does_not_convert_is_asked() {
        for (unit, fact, asked) in [
            ("MVA", "MW", "power factor"),
            ("kVA", "MW", "power factor"),
            ("MW", "MVA", "power factor"),
            ("€/MWh", "USD/MWh", "rate of exchange"),
            ("CAD", "M$", "rate of exchange"),
            ("MW IT", "MW", "PUE"),
            ("MWth", "MW", "heat"),
            ("MWh", "MW", "energy"),
            ("gal", "m³/day", "flow"),
            ("EH/s", "MW", "different things"),
            ("tons", "kg", "metric"),
            ("kW", "", "different things"),
        ] {
            let question = converted(1.0, unit, fact).unwrap_err();
            assert!(question.message.contains(asked), "{}", question.message);
        }
        for none in ["", "feeds", "mw or so", "xyz", "(kW)", &"k".repeat(1 << 20)] {
            assert_eq!(Unit::named(none), None);
        }
    }

    #[test]
    fn of_two_units_with_one_spelling_the_fact_takes_its_own() {
        let symbol = |fact| Unit::named_in("c", fact).map(Unit::symbol);
        assert_eq!(symbol("USD/MWh"), Some("¢/kWh"));
        assert_eq!(symbol("°C"), Some("°C"));
        assert_eq!(symbol("MW"), Some("°C"));
    }

    #[test]
    fn every_spelling_is_found_and_means_one_unit() {
        let mut met = std::collections::HashMap::new();
        for (symbol, _, _, spellings) in UNITS {
            for known in spellings.split(' ') {
                assert!(
                    Unit::spelled(known).any(|unit| unit.symbol == *symbol),
                    "{known}"
                );
                let before = met.insert(known, symbol);
                assert!(
                    before.is_none_or(|before| before == symbol) || known == "c",
                    "{known} twice"
                );
            }
            assert_eq!(
                Unit::named(symbol).map(|unit| unit.symbol),
                Some(*symbol),
                "{symbol}"
            );
        }
    }

    /// Units of the facts of a site.
    fn units(shape: crate::site::shape::Shape, into: &mut Vec<&'static str>) {
        use crate::site::shape::Shape;
        match shape {
            Shape::Quantity { unit, .. } => into.push(unit),
            Shape::List(item) => units(*item, into),
            Shape::Section(fields) => fields.iter().for_each(|field| units(field.shape, into)),
            _ => {}
        }
    }

    #[test]
    fn every_unit_of_a_fact_is_one_that_others_convert_to() {
        use crate::site::shape::Shaped;
        let mut all = Vec::new();
        units(crate::site::Site::SHAPE, &mut all);
        assert!(all.len() > 50);
        for unit in all {
            assert!(TARGETS.iter().any(|(symbol, ..)| *symbol == unit), "{unit}");
        }
    }

    proptest::proptest! {
        #[test]
        fn there_and_back_is_the_same_number(at in 0..UNITS.len(), to in 0..TARGETS.len(), value in -1e6..1e6_f64) {
            let (symbol, ..) = UNITS[at];
            let (fact, kind, size) = TARGETS[to];
            let unit = Unit::named(symbol).unwrap();
            if unit.kind == kind {
                let there = unit.into(fact).unwrap().of(value);
                let back = (there * size - unit.zero) / unit.size;
                let error = (back - value).abs();
                proptest::prop_assert!(error <= 1e-9 * value.abs().max(1_000.0), "{value} {symbol} → {there} {fact} → {back}");
            }
        }
    }
}
