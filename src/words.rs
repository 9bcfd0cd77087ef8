//! Enums that people read and write: each variant stands beside its word, once.

/// An enum with its words: as text, in Serde and in schemas alike.
macro_rules! spelled {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$on:meta])* $variant:ident = $word:literal,)+
    }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        $vis enum $name {
            $($(#[$on])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every variant, in the order of the format.
            #[allow(dead_code, reason = "not every enum is gone through")]
            $vis const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as written.
            #[must_use]
            $vis const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}
pub(crate) use spelled;
