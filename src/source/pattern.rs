//! Globs of people, held to limits before anything is made of them.

use globset::{GlobBuilder, GlobSet};

use crate::bounds::{GLOB, GLOB_BRACES, GLOB_NESTING};

/// What matches any of some globs, in which `*` stays within a name.
///
/// # Errors
/// A sentence for the user on the first that is none.
pub(crate) fn matcher(globs: &[&str]) -> Result<GlobSet, String> {
    let mut set = GlobSet::builder();
    for glob in globs {
        if let Some(excess) = excess(glob) {
            return Err(excess);
        }
        let glob = GlobBuilder::new(glob).literal_separator(true).build();
        set.add(glob.map_err(|error| error.kind().to_string())?);
    }
    // One matcher alone would panic where its expression is too large; a set says so.
    set.build().map_err(|error| error.kind().to_string())
}

/// Why a glob is not made into a matcher, where it is too long or too deep.
#[must_use]
pub(crate) fn excess(glob: &str) -> Option<String> {
    if glob.len() > GLOB.count() {
        let most = GLOB.most;
        return Some(format!(
            "it has {} bytes, at most {most} are read",
            glob.len()
        ));
    }
    let is_sign = |sign: &char| matches!(sign, '{' | '}' | '[' | ']' | ',');
    let signs = glob.chars().filter(is_sign).count();
    if signs > GLOB_BRACES.count() {
        let most = GLOB_BRACES.most;
        return Some(format!(
            "it has {signs} braces, brackets and commas, at most {most} are read"
        ));
    }
    let deepest = glob.chars().scan(0_usize, |depth, sign| {
        match sign {
            '{' => *depth += 1,
            '}' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    let deepest = deepest.max().unwrap_or_default();
    let most = GLOB_NESTING.most;
    (deepest > GLOB_NESTING.count())
        .then(|| format!("its braces stand {deepest} deep in each other, at most {most} are read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_deep_globs_are_told() {
        let nested = |n: usize| format!("{}b{}", "{a,".repeat(n), "}".repeat(n));
        for good in ["", "sites/**/*.{yaml,yml}", "pilot-[0-9]*", &nested(8)] {
            assert_eq!(excess(good), None, "{good}");
        }
        assert_eq!(
            excess(&nested(9)).unwrap(),
            "its braces stand 9 deep in each other, at most 8 are read"
        );
        assert!(excess(&nested(150)).unwrap().contains("450 braces"));
        assert!(excess(&"*".repeat(1_001)).unwrap().contains("1001 bytes"));
    }
}
