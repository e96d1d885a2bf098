//! Looks at the write-ahead log before SQLite does. SQLite reads it up to the first frame
//! that isn't whole and forgets the rest in silence: right after a power cut, when that is a
//! write nobody was told about, but wrong when it is damage in the middle of kept entries.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use crate::sqlite::salvage::PAGE;

/// Bytes before the first frame.
pub(crate) const HEADER: usize = 32;
/// Bytes before a frame's page.
pub(crate) const FRAME_HEADER: usize = 24;

/// What a log looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// There is none, or SQLite reads all of it that was finished.
    Sound,
    /// Its last transaction isn't whole: cut off by a crash, or damaged.
    Torn,
    /// A transaction that others followed isn't whole. Each is on the disk before the next
    /// begins, so this is damage.
    Damaged,
}

fn word(bytes: &[u8], place: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[place..place + 4]);
    u32::from_be_bytes(word)
}

/// The two running sums of SQLite's log.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sums(u32, u32);

impl Sums {
    fn at(bytes: &[u8], place: usize) -> Self {
        Self(word(bytes, place), word(bytes, place + 4))
    }

    fn add(self, bytes: &[u8], big_endian: bool) -> Self {
        let mut sums = self;
        for pair in bytes.chunks_exact(8) {
            let (mut first, mut second) = (word(pair, 0), word(pair, 4));
            if !big_endian {
                (first, second) = (first.swap_bytes(), second.swap_bytes());
            }
            sums.0 = sums.0.wrapping_add(first).wrapping_add(sums.1);
            sums.1 = sums.1.wrapping_add(second).wrapping_add(sums.0);
        }
        sums
    }
}

/// Looks at the log at that path. Nobody may be writing it.
pub(crate) fn state(path: &Path) -> io::Result<State> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Sound),
        Err(error) => return Err(error),
    };
    let mut file = BufReader::with_capacity(1 << 16, file);
    let mut header = [0; HEADER];
    if !fill(&mut file, &mut header)? {
        return Ok(State::Sound);
    }
    let big_endian = header[3] & 1 == 1;
    let salts = Sums::at(&header, 16);
    let mut sums = Sums(0, 0).add(&header[..24], big_endian);
    let header_whole = sums == Sums::at(&header, 24)
        && word(&header, 0) & !1 == 0x377f_0682
        && word(&header, 8) as usize == PAGE;
    if !header_whole {
        sums = Sums::at(&header, 24);
    }

    let mut frame = vec![0; FRAME_HEADER + PAGE];
    let mut first = true;
    // What comes after the first frame that isn't whole.
    let mut broken = false;
    let mut finished_since = false;
    while fill(&mut file, &mut frame)? {
        let of_this_log = Sums::at(&frame, 8) == salts;
        sums = sums
            .add(&frame[..8], big_endian)
            .add(&frame[FRAME_HEADER..], big_endian);
        let whole = of_this_log && sums == Sums::at(&frame, 16);
        if first && !header_whole {
            // The frames belong to this header though it is damaged, or are older than it.
            return Ok(if of_this_log || sums == Sums::at(&frame, 16) {
                State::Damaged
            } else {
                State::Sound
            });
        }
        first = false;
        if of_this_log && finished_since {
            return Ok(State::Damaged);
        }
        broken |= !whole;
        if broken && of_this_log && word(&frame, 4) != 0 {
            finished_since = true;
        }
        sums = Sums::at(&frame, 16);
    }
    Ok(if finished_since {
        State::Torn
    } else {
        State::Sound
    })
}

/// Reads as much as there is room for; no where the file ends before.
fn fill(file: &mut impl Read, room: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(room) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
