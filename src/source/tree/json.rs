//! The tree of a JSON text. It judges nothing: what is no JSON is told by the parser of the typed pass,
//! and the tree then ends there.

use super::super::text::Source;
use super::{MAX_DEPTH, Node, Style, Tree, Value, hidden_in};

/// Parses a source that is written in JSON.
pub(super) fn tree(source: &Source) -> Tree {
    let mut reader = Reader {
        text: source.text(),
        at: 0,
        depth: 0,
        broken: false,
    };
    let root = reader.value();
    reader.skip_blanks();
    let complete = !reader.broken && reader.at == reader.text.len();
    let mut problems = Vec::new();
    if let Some(root) = &root {
        hidden_in(source, root, &mut problems);
    }
    Tree {
        root,
        problems,
        complete,
        documents: 1,
        // Its one reader has the last word.
        stopped: None,
    }
}

struct Reader<'s> {
    text: &'s str,
    at: usize,
    depth: usize,
    /// Whether something was met that cannot be JSON; everything open then ends.
    broken: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_while(&mut self, skipped: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&skipped) {
            self.at += 1;
        }
    }

    fn skip_blanks(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn value(&mut self) -> Option<Node> {
        self.skip_blanks();
        let start = self.at;
        let value = match self.peek()? {
            b'{' => Value::Mapping(self.within(Self::entry)),
            b'[' => Value::Sequence(self.within(Self::value)),
            b'"' => self.string(),
            _ => self.bare(),
        };
        Some(Node {
            range: start..self.at,
            value,
        })
    }

    /// What stands between brackets, commas aside.
    fn within<T>(&mut self, part: impl Fn(&mut Self) -> Option<T>) -> Vec<T> {
        let mut parts = Vec::new();
        self.at += 1;
        self.depth += 1;
        self.broken |= self.depth > MAX_DEPTH;
        while !self.broken {
            self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b','));
            match self.peek() {
                Some(b'}' | b']') => {
                    self.at += 1;
                    break;
                }
                Some(_) => match part(self) {
                    Some(part) => parts.push(part),
                    None => self.broken = true,
                },
                None => self.broken = true,
            }
        }
        self.depth -= 1;
        parts
    }

    fn entry(&mut self) -> Option<(Node, Node)> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return None;
        }
        let key = self.string();
        let key = Node {
            range: start..self.at,
            value: key,
        };
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return None;
        }
        self.at += 1;
        Some((key, self.value()?))
    }

    fn string(&mut self) -> Value {
        let start = self.at;
        self.at += 1;
        loop {
            self.skip_while(|byte| !matches!(byte, b'"' | b'\\'));
            match self.peek() {
                Some(b'"') => break self.at += 1,
                Some(_) => self.at += 2,
                None => break self.broken = true,
            }
        }
        // A sign behind a backslash may be longer than a byte; its rest is passed over as text.
        let written = self.text.get(start..self.at).unwrap_or_default();
        match serde_json::from_str(written) {
            Ok(text) => Value::Scalar(text, Style::Quoted),
            Err(_) => Value::Unreadable,
        }
    }

    /// A number, `true`, `false` or `null`, or what stands in their place.
    fn bare(&mut self) -> Value {
        let start = self.at;
        self.skip_while(|byte| {
            !matches!(
                byte,
                b' ' | b'\t' | b'\n' | b'\r' | b',' | b'}' | b']' | b':' | b'"'
            )
        });
        let written = self.text.get(start..self.at).unwrap_or_default();
        if serde_json::from_str::<serde::de::IgnoredAny>(written).is_ok() {
            return Value::Scalar(written.to_owned(), Style::Plain);
        }
        self.broken = true;
        Value::Unreadable
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::notation::Notation;
    use super::*;

    fn source(text: &str, notation: Notation) -> Source {
        Source::of_record("x", text.as_bytes(), notation, 1).unwrap()
    }

    #[test]
    fn the_tree_of_json_is_the_one_a_yaml_parser_makes_of_it() {
        let text = "{ \"a\": [1, -2.5e3, true, null, {}],\n \"b\": {\"é\\n\\\"\": \"\\u00e9 中\"}, \"a\": []}\n";
        let json = Tree::of(&source(text, Notation::Json));
        let yaml = Tree::of(&source(text, Notation::Yaml));
        assert!(json.complete && json.problems.is_empty());
        assert_eq!(json.root, yaml.root);
        let surrogates = Tree::of(&source("[\"\\ud83d\\ude00\\/\"]", Notation::Json));
        assert_eq!(
            surrogates.root.unwrap().at("[0]").unwrap().text(),
            Some("\u{1f600}/")
        );
    }

    #[test]
    fn a_broken_text_gives_the_part_before_the_fault() {
        for (text, path) in [
            ("{\"a\": {\"b\": 1, c", "a.b"),
            ("{\"a\": [1, 2", "a[1]"),
            ("{\"a\": 1} x", "a"),
            ("{\"a\": 1, \"b", "a"),
            ("{\"a\": 1, \"b\": nan}", "a"),
        ] {
            let tree = Tree::of(&source(text, Notation::Json));
            assert!(!tree.complete, "{text}");
            assert!(
                tree.root.unwrap().at(path).unwrap().text().is_some(),
                "{text}"
            );
        }
        assert!(Tree::of(&source(" \n", Notation::Json)).root.is_none());
    }

    #[test]
    fn what_no_value_may_hold_is_told() {
        let told = |text: &str| Tree::of(&source(text, Notation::Json)).problems.len();
        assert_eq!(told("{\"a\": \"\\u001b\", \"b\": \"\\n\\t\"}"), 1);
        assert_eq!(told(&format!("[\"{}\"]", "x".repeat(20_000))), 1);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_tree_and_all_of_valid_json_is_in_it(
            text in "([\\[\\]{}:,\"\\\\ \n]|[a-z0-9.é中-]{1,3}|\\\\u[0-9a-f]{4}|true|null)*"
        ) {
            let source = source(&text, Notation::Json);
            let tree = Tree::of(&source);
            if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() {
                proptest::prop_assert!(tree.complete);
            }
        }
    }
}
