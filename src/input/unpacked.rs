//! What gzip packed, in bounded size.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

/// Bytes up to which nobody asks how well they were packed.
const NEVER_MIND: u64 = 4 << 20;
/// How many bytes one packed byte may hold; text is packed to a tenth, a table of repetitions to a hundredth.
const RATIO: u64 = 300;
/// Most bytes of one file.
const MOST: u64 = 4 << 30;

/// A stream without its packing.
pub(super) struct Unpacked<R> {
    from: MultiGzDecoder<Counted<R>>,
    given: u64,
}

struct Counted<R> {
    from: R,
    taken: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.taken += read as u64;
        Ok(read)
    }
}

impl<R: Read> Unpacked<R> {
    pub(super) fn of(from: R) -> Self {
        Self {
            from: MultiGzDecoder::new(Counted { from, taken: 0 }),
            given: 0,
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.given += read as u64;
        let taken = self.from.get_ref().taken;
        if self.given > MOST
            || (self.given > NEVER_MIND && self.given > taken.saturating_mul(RATIO))
        {
            let message = format!(
                "it holds more than {MOST} bytes, or more than {RATIO} for each packed one, and is given up"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn what_is_packed_reads_as_it_was_and_a_bomb_is_given_up() {
        let mut text = String::new();
        let two = [packed(b"name,"), packed(b"mw\n")].concat();
        Unpacked::of(two.as_slice())
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "name,mw\n");
        let bomb = packed(&vec![b'x'; 64 << 20]);
        let error = io::copy(&mut Unpacked::of(bomb.as_slice()), &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("given up"), "{error}");
    }
}
