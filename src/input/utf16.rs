//! UTF-16, as spreadsheets save "Unicode text", as UTF-8. Only what begins with its mark is taken for it.

use std::io::{self, Read};

/// Whether a text begins with the mark of UTF-16.
pub(super) fn is_utf16(head: &[u8]) -> bool {
    matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
}

/// A stream of UTF-16 as one of UTF-8; what is no character becomes the sign for that.
pub(super) struct Utf8<R> {
    from: R,
    /// Which byte of two comes first; told by the mark.
    high_first: Option<bool>,
    /// The first half of a character that two units make.
    pending: Option<u16>,
    ready: Vec<u8>,
    ended: bool,
}

impl<R: Read> Utf8<R> {
    pub(super) fn of(from: R) -> Self {
        Self {
            from,
            high_first: None,
            pending: None,
            ready: Vec::new(),
            ended: false,
        }
    }

    fn more(&mut self) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(1 << 14);
        self.from.by_ref().take(1 << 14).read_to_end(&mut bytes)?;
        self.ended = bytes.len() < 1 << 14;
        let mut units = Vec::with_capacity(bytes.len() / 2 + 1);
        units.extend(self.pending.take());
        for pair in bytes.chunks(2) {
            let &[a, b] = pair else {
                units.push(0xfffd);
                continue;
            };
            let high_first = *self.high_first.get_or_insert([a, b] == [0xfe, 0xff]);
            let pair = if high_first { [a, b] } else { [b, a] };
            units.push(u16::from_be_bytes(pair));
        }
        if !self.ended
            && units
                .last()
                .is_some_and(|unit| (0xd800..0xdc00).contains(unit))
        {
            self.pending = units.pop();
        }
        let text = String::from_utf16_lossy(&units);
        self.ready = text.trim_start_matches('\u{feff}').as_bytes().to_vec();
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.ended {
            self.more()?;
        }
        let count = self.ready.len().min(into.len());
        into[..count].copy_from_slice(&self.ready[..count]);
        self.ready.drain(..count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_of_bytes_are_read() {
        let text = format!("naïve 🏭 {}", "x𝄞".repeat(9_000));
        let units: Vec<u16> = std::iter::once(0xfeff).chain(text.encode_utf16()).collect();
        let low: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let high: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for bytes in [low, high] {
            assert!(is_utf16(&bytes));
            let mut read = String::new();
            Utf8::of(bytes.as_slice())
                .read_to_string(&mut read)
                .unwrap();
            assert_eq!(read, text);
        }
        let mut read = String::new();
        Utf8::of(&[0xff, 0xfe, b'a'][..])
            .read_to_string(&mut read)
            .unwrap();
        assert_eq!(read, "\u{fffd}");
    }
}
