//! Countries by ISO 3166-1, and their states and provinces by ISO 3166-2.

use std::borrow::Cow;
use std::fmt;

use rust_iso3166::iso3166_2::Subdivision;

/// A country, by its code of two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country(&'static str);

/// What a text may mean as a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// A country, by its code, its code of three letters or its name.
    Country(Country),
    /// A country, by letters that are spoken and no code, such as `UK`.
    Spoken(Country),
    /// One of two things, of which the first is no country: `NA`, `Georgia`.
    Either(&'static str, Country),
    /// A state or province of a country.
    Part(Country, &'static str),
}

/// Letters that people write for a country and that are the code of none.
const SPOKEN: [(&str, &str); 4] = [("UK", "GB"), ("EL", "GR"), ("UAE", "AE"), ("KSA", "SA")];

/// Letters that mean a country to some and something else to others.
const DOUBTFUL: [(&str, &str, &str); 2] = [
    ("NA", "not available", "NA"),
    ("GEORGIA", "the state of Georgia in the US", "GE"),
];

/// English names that are in use beside those of the standard, in small letters; diacritics and signs do not count.
const NAMES: &[(&str, &str)] = &[
    ("america", "US"),
    ("us of a", "US"),
    ("great britain", "GB"),
    ("britain", "GB"),
    ("united kingdom", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("northern ireland", "GB"),
    ("republic of ireland", "IE"),
    ("eire", "IE"),
    ("holland", "NL"),
    ("the netherlands", "NL"),
    ("czech republic", "CZ"),
    ("slovak republic", "SK"),
    ("macedonia", "MK"),
    ("turkey", "TR"),
    ("republic of turkiye", "TR"),
    ("kyrgyz republic", "KG"),
    ("republic of georgia", "GE"),
    ("russia", "RU"),
    ("belorussia", "BY"),
    ("south korea", "KR"),
    ("republic of korea", "KR"),
    ("korea", "KR"),
    ("north korea", "KP"),
    ("korea south", "KR"),
    ("korea north", "KP"),
    ("congo dr", "CD"),
    ("vietnam", "VN"),
    ("laos", "LA"),
    ("burma", "MM"),
    ("brunei", "BN"),
    ("east timor", "TL"),
    ("macau", "MO"),
    ("peoples republic of china", "CN"),
    ("prc", "CN"),
    ("mainland china", "CN"),
    ("hong kong sar", "HK"),
    ("republic of china", "TW"),
    ("syria", "SY"),
    ("palestine", "PS"),
    ("emirates", "AE"),
    ("sultanate of oman", "OM"),
    ("kingdom of saudi arabia", "SA"),
    ("kingdom of bhutan", "BT"),
    ("cape verde", "CV"),
    ("ivory coast", "CI"),
    ("swaziland", "SZ"),
    ("the gambia", "GM"),
    ("dr congo", "CD"),
    ("drc", "CD"),
    ("democratic republic of the congo", "CD"),
    ("republic of the congo", "CG"),
    ("vatican", "VA"),
    ("falkland islands", "FK"),
    ("st lucia", "LC"),
    ("st kitts and nevis", "KN"),
    ("us virgin islands", "VI"),
    ("the bahamas", "BS"),
    ("brasil", "BR"),
    ("norge", "NO"),
    ("sverige", "SE"),
    ("suomi", "FI"),
    ("deutschland", "DE"),
    ("espana", "ES"),
];

impl Country {
    /// The country of a code of two capital letters.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        rust_iso3166::from_alpha2(code).map(|country| Self(country.alpha2))
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Its name, as the standard has it.
    pub(crate) fn name(self) -> &'static str {
        rust_iso3166::from_alpha2(self.0).map_or(self.0, |country| country.name)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What a text may mean as a country, whatever its case.
pub(crate) fn meant(text: &str) -> Option<Meant> {
    // No name of a country is longer, and what people paste is.
    if text.len() > 80 {
        return None;
    }
    let letters: String = text.chars().filter(|c| c.is_ascii_alphabetic()).collect();
    let letters = letters.to_ascii_uppercase();
    let short = letters.len() <= 3
        && text
            .chars()
            .all(|c| c.is_ascii_alphabetic() || c == '.' || c == ' ');
    if let Some((_, other, code)) = DOUBTFUL.iter().find(|(written, ..)| *written == letters) {
        return Country::of_code(code).map(|country| Meant::Either(other, country));
    }
    let code = short.then(|| {
        rust_iso3166::from_alpha2(&letters).or_else(|| rust_iso3166::from_alpha3(&letters))
    });
    if let Some(country) = code.flatten() {
        return Some(Meant::Country(Country(country.alpha2)));
    }
    let spoken = SPOKEN
        .iter()
        .find(|(spoken, _)| short && *spoken == letters);
    if let Some((_, code)) = spoken {
        return Country::of_code(code).map(Meant::Spoken);
    }
    named(text).map(Meant::Country).or_else(|| part(text))
}

/// The country of an English name.
fn named(text: &str) -> Option<Country> {
    let (bare_text, _) = text.split_once('(').unwrap_or((text, ""));
    let whole = folded(text);
    let bare_name = folded(bare_text);
    let titles = [
        "republic of ",
        "kingdom of ",
        "state of ",
        "federal republic of ",
        "the ",
    ];
    let untitled = titles
        .iter()
        .find_map(|title| bare_name.strip_prefix(title));
    let names = [Some(whole.as_str()), Some(&bare_name), untitled];
    names.into_iter().flatten().find_map(of_name)
}

/// The country of a folded name.
fn of_name(name: &str) -> Option<Country> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Country::of_code(code);
    }
    let bare = |name: &'static str| {
        let (before, _) = name.split_once('(').unwrap_or((name, ""));
        before
    };
    let is_it = |of: &&rust_iso3166::CountryCode| {
        let whole = folded(of.name);
        // `Tanzania (United Republic of)` is Tanzania; two share the name `Korea` and two `Congo`.
        whole == name
            || folded(bare(of.name)) == name
            || whole.strip_prefix("united states of america") == Some("") && name == "united states"
    };
    let mut all = rust_iso3166::ALL.iter().filter(is_it);
    all.next().map(|country| Country(country.alpha2))
}

/// The state or province of a country with many mines that a text names, where a country is expected.
fn part(text: &str) -> Option<Meant> {
    ["US", "CA"].into_iter().find_map(|code| {
        let country = Country::of_code(code)?;
        subdivision(country, text).map(|part| Meant::Part(country, part.name))
    })
}

/// The state, province or region of a country that a text names: by its code with or without the country's, or by
/// its name.
fn subdivision(country: Country, text: &str) -> Option<Subdivision> {
    let name = || {
        let name = folded(text);
        let is_it = |part: &&Subdivision| folded(part.name) == name;
        subdivisions(country).iter().find(is_it).copied()
    };
    by_code(country, text).or_else(name)
}

fn subdivisions(country: Country) -> &'static [Subdivision] {
    let all = rust_iso3166::iso3166_2::SUBDIVISION_COUNTRY_MAP.get(country.code());
    all.copied().unwrap_or_default()
}

/// `TX`, `US-TX`
fn by_code(country: Country, text: &str) -> Option<Subdivision> {
    let text = text.trim();
    // No code is longer, so that names cost nothing.
    if text.len() > 6 {
        return None;
    }
    let code = text.to_ascii_uppercase();
    let own = code.strip_prefix(country.code());
    let own = own.and_then(|rest| rest.strip_prefix(['-', ' ']));
    let short = own.unwrap_or(&code);
    let mut all = subdivisions(country).iter();
    all.find(|part| part.code.get(3..) == Some(short)).copied()
}

/// A state, province or region as it is shown: by its name where the text is a code, else as it is written.
pub(crate) fn region_shown<'t>(country: Option<Country>, region: &'t str) -> Cow<'t, str> {
    let part = country_of(country, region).and_then(|country| by_code(country, region));
    part.map_or(Cow::Borrowed(region), |part| Cow::Borrowed(part.name))
}

/// What is the same for all spellings of a region: its code where the standard has it, else its letters.
pub(crate) fn region_key(country: Option<Country>, region: &str) -> String {
    let part = country_of(country, region).and_then(|country| subdivision(country, region));
    part.map_or_else(|| folded(region), |part| part.code.to_owned())
}

/// The country of a region; `US-TX` names it itself.
fn country_of(country: Option<Country>, region: &str) -> Option<Country> {
    let named = || {
        let code = region
            .get(..2)
            .filter(|_| region.as_bytes().get(2) == Some(&b'-'))?;
        Country::of_code(&code.to_ascii_uppercase())
    };
    country.or_else(named)
}

/// A name in small letters without diacritics, signs and articles, so that spellings of one name are one text.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::new();
    for c in text.chars().take(100).flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None if c.is_alphanumeric() => folded.push(c),
            // Marks that stand above the letter before, and signs inside of a word.
            None if matches!(c, '\u{300}'..='\u{36f}' | '\'' | '’' | '.') => {}
            None if !folded.is_empty() && !folded.ends_with(' ') => folded.push(' '),
            None => {}
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A letter of the names of the standard without its diacritics.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'š' | 'ś' | 'ş' | 'ș' => "s",
        'ž' | 'ź' | 'ż' => "z",
        'ř' => "r",
        'ł' | 'ļ' => "l",
        'ţ' | 'ț' => "t",
        'ğ' | 'ģ' => "g",
        'ķ' => "k",
        'đ' | 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_code_and_name() {
        for (text, code) in [
            ("US", "US"),
            ("us", "US"),
            ("USA", "US"),
            ("U.S.", "US"),
            ("U.S.A.", "US"),
            ("United States", "US"),
            ("united states of america", "US"),
            ("America", "US"),
            ("Sweden", "SE"),
            ("SWE", "SE"),
            ("Kazakhstan", "KZ"),
            ("South Korea", "KR"),
            ("Korea (Republic of)", "KR"),
            ("Russia", "RU"),
            ("Russian Federation", "RU"),
            ("Iran", "IR"),
            ("Venezuela", "VE"),
            ("United States (USA)", "US"),
            ("Republic of Kazakhstan", "KZ"),
            ("Kingdom of Bhutan", "BT"),
            ("Korea, South", "KR"),
            ("Korea, Republic of", "KR"),
            ("Bolivia", "BO"),
            ("Taiwan", "TW"),
            ("Tanzania", "TZ"),
            ("Netherlands", "NL"),
            ("The Netherlands", "NL"),
            ("Türkiye", "TR"),
            ("Turkey", "TR"),
            ("Cote d'Ivoire", "CI"),
            ("Ivory Coast", "CI"),
            ("United Kingdom", "GB"),
            ("UAE", "AE"),
            ("United Arab Emirates", "AE"),
            ("Namibia", "NA"),
            ("Congo", "CG"),
            ("Vietnam", "VN"),
        ] {
            let country = match meant(text) {
                Some(Meant::Country(country) | Meant::Spoken(country)) => Some(country.code()),
                _ => None,
            };
            assert_eq!(country, Some(code), "{text}");
        }
        let gb = Country::of_code("GB").unwrap();
        assert_eq!(meant("UK"), Some(Meant::Spoken(gb)));
        assert_eq!(meant("U.K."), Some(Meant::Spoken(gb)));
        assert!(matches!(meant("NA"), Some(Meant::Either(..))));
        assert!(matches!(meant("Georgia"), Some(Meant::Either(..))));
        assert!(matches!(meant("TX"), Some(Meant::Part(_, "Texas"))));
        assert!(matches!(meant("Quebec"), Some(Meant::Part(_, "Quebec"))));
        for none in ["ZZ", "XX", "", "Atlantis", "US of", "123", "é"] {
            assert_eq!(meant(none), None, "{none}");
        }
        assert_eq!(Country::of_code("UK"), None);
        assert_eq!(Country::of_code("us"), None);
    }

    #[test]
    fn every_name_beside_the_standard_leads_to_a_country() {
        for (name, code) in NAMES {
            assert!(Country::of_code(code).is_some(), "{name}");
            assert_eq!(folded(name), *name);
        }
    }

    #[test]
    fn a_region_is_one_in_all_its_spellings() {
        let us = Country::of_code("US");
        for text in ["TX", "tx", "Texas", "TEXAS ", "US-TX", "us-tx"] {
            assert_eq!(region_key(us, text), "US-TX", "{text}");
        }
        let ca = Country::of_code("CA");
        for text in ["QC", "Québec", "Quebec", "CA-QC"] {
            assert_eq!(region_key(ca, text), "CA-QC", "{text}");
        }
        assert_eq!(region_key(None, "US-TX"), "US-TX");
        assert_eq!(region_key(None, "Texas"), "texas");
        assert_eq!(
            region_key(us, "High Plains (fictional)"),
            "high plains fictional"
        );
        assert_eq!(region_key(None, "é"), "e");
        assert_eq!(region_shown(us, "TX"), "Texas");
        assert_eq!(region_shown(None, "US-TX"), "Texas");
        assert_eq!(region_shown(us, "Texas"), "Texas");
        assert_eq!(region_shown(ca, "Québec"), "Québec");
        assert_eq!(region_shown(us, "North"), "North");
    }

    proptest::proptest! {
        #[test]
        fn any_text_may_stand_for_a_place(text in ".{0,40}") {
            let _ = (meant(&text), region_key(None, &text), region_key(Country::of_code("US"), &text));
        }
    }
}
