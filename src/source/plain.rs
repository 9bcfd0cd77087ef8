//! Text from a file, made harmless before it is shown.

/// Marks that stand on one letter at most; no writing needs more.
const MOST_MARKS: usize = 8;

/// Shown in place of what cannot be seen.
const HIDDEN: char = '\u{fffd}';

/// Text from a file as data: what steers a terminal, what nobody sees and what turns the direction of reading is shown
/// by a sign, and nothing in it is a command to whoever reads the log of a CI job.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    // Nothing to stand on at the beginning.
    let mut marks = MOST_MARKS;
    for sign in text.chars() {
        if is_mark(sign) {
            marks += 1;
            if marks <= MOST_MARKS {
                shown.push(sign);
            } else if marks == MOST_MARKS + 1 {
                shown.push(HIDDEN);
            }
            continue;
        }
        marks = 0;
        match sign {
            '\n' | '\t' | '\r' => shown.push(' '),
            // They choose among the shapes of a letter.
            '\u{fe00}'..='\u{fe0f}' => {}
            sign if is_hidden(sign) => shown.push(HIDDEN),
            sign => shown.push(sign),
        }
    }
    if may_command(&shown) {
        uncommanding(&shown)
    } else {
        shown
    }
}

/// The first letters of a text, with a mark where there are more, and no controls among them.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let mut shown: String = text.chars().take(most).map(visible).collect();
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

/// Whether a sign is seen by nobody, or turns the direction of reading: controls, and what Unicode calls ignorable,
/// format, or a separator of lines.
#[must_use]
pub fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
        // No characters at all.
        || matches!(sign, '\u{fdd0}'..='\u{fdef}')
        || u32::from(sign) & 0xfffe == 0xfffe
}

/// Marks that stand on the letter before them.
fn is_mark(sign: char) -> bool {
    matches!(sign,
        '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}'
        | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

fn may_command(text: &str) -> bool {
    text.contains("::") || text.contains("##")
}

/// What begins a command anywhere in a line of a log: GitHub's, Azure's and TeamCity's.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// A text in which such commands begin with something else than `##`.
pub(crate) fn unmarked(text: &str, with: &str) -> String {
    let mut text = text.to_owned();
    for command in COMMANDS {
        let name = command.trim_start_matches('#');
        text = text.replace(command, &format!("{with}{name}"));
    }
    text
}

/// Logs obey a line that begins with `::name` too. A line may begin at any word.
fn uncommanding(text: &str) -> String {
    let mut text = unmarked(text, "# #");
    while text.contains("::") {
        text = text.replace("::", ": :");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_a_file_cannot_steer_the_terminal() {
        assert_eq!(
            plain("\u{1b}[31mred\u{7}\nnext\u{202e}"),
            "\u{fffd}[31mred\u{fffd} next\u{fffd}"
        );
    }

    #[test]
    fn what_nobody_sees_is_seen() {
        for hidden in
            "\u{ad}\u{61c}\u{2060}\u{2028}\u{2029}\u{200b}\u{feff}\u{e0041}\u{3164}\u{fff9}\u{ffff}"
                .chars()
        {
            assert_eq!(plain(&format!("a{hidden}b")), "a\u{fffd}b", "{hidden:?}");
        }
        assert_eq!(
            plain("Ørsted · Łódź 中文 ⚡\u{fe0f} e\u{301}"),
            "Ørsted · Łódź 中文 ⚡ e\u{301}"
        );
        assert_eq!(plain("\u{301}x"), "\u{fffd}x");
        let flood = format!("a{}b", "\u{336}".repeat(500));
        assert_eq!(plain(&flood).chars().count(), 11);
    }

    #[test]
    fn no_text_is_a_command_to_a_log() {
        assert_eq!(
            plain("x ##[error]y ::warning::z"),
            "x # #[error]y : :warning: :z"
        );
        assert_eq!(plain("##vso[task.complete]"), "# #vso[task.complete]");
        assert_eq!(plain("x##teamcity[a]"), "x# #teamcity[a]");
        assert!(!plain(":::a ####[b").contains("::") && !plain("####[b").contains("##["));
    }
}
