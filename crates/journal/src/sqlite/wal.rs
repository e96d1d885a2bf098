//! Looks at the write-ahead log before SQLite does. SQLite reads it up to the first frame
//! that isn't whole and forgets the rest in silence: right after a power cut, when that is a
//! write nobody was told about, but wrong when it is damage in the middle of kept entries.

use std::collections::HashMap;
use std::fs::{self, File};
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
    Torn {
        /// Where what SQLite reads ends, in bytes.
        from: u64,
        /// Whether all of it is there, and something in it is wrong.
        damaged: bool,
    },
    /// A transaction that others followed isn't whole, and each is on the disk before the
    /// next begins; or the beginning is wrong, without which SQLite reads nothing of the rest.
    /// This is damage.
    Damaged,
}

/// What was seen of a log.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) state: State,
    /// Where the page of each number is that SQLite reads from it, in bytes.
    pub(crate) pages: HashMap<u32, u64>,
    /// How many pages the database has with it; none where it doesn't say.
    pub(crate) size: Option<u32>,
}

impl Log {
    fn unread(state: State) -> Self {
        Self {
            state,
            pages: HashMap::new(),
            size: None,
        }
    }
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

/// How many generations of a log a file is taken to have the remains of. Each begins at the
/// file's beginning, with a salt that is one more than the one before it.
const GENERATIONS: u32 = 1 << 16;

/// Looks at the log at that path. Nobody may be writing it.
pub(crate) fn look(path: &Path) -> io::Result<Log> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Log::unread(State::Sound));
        }
        Err(error) => return Err(error),
    };
    if !metadata.is_file() {
        return Err(io::Error::other("it isn't a file; move it away"));
    }
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut header = [0; HEADER];
    if fill(&mut file, &mut header)? < HEADER {
        return Ok(Log::unread(State::Sound));
    }
    let big_endian = header[3] & 1 == 1;
    let sums = Sums(0, 0).add(&header[..24], big_endian);
    let header_whole = sums == Sums::at(&header, 24)
        && word(&header, 0) & !1 == 0x377f_0682
        && word(&header, 8) as usize == PAGE;
    let mut frame = vec![0; FRAME_HEADER + PAGE];
    if header_whole {
        frames(
            &mut file,
            &mut frame,
            Sums::at(&header, 16),
            sums,
            big_endian,
        )
    } else {
        // The header is on the disk before the first frame is begun: a frame behind a wrong
        // one means damage. Pages have numbers from 1; a file's room may be all zeros.
        while fill(&mut file, &mut frame)? == frame.len() {
            if word(&frame, 0) != 0 {
                return Ok(Log::unread(State::Damaged));
            }
        }
        Ok(Log::unread(State::Sound))
    }
}

/// Looks at the frames behind a good header.
fn frames(
    file: &mut impl Read,
    frame: &mut [u8],
    salts: Sums,
    mut sums: Sums,
    big_endian: bool,
) -> io::Result<Log> {
    let mut log = Log::unread(State::Sound);
    let mut place = HEADER as u64;
    let mut read_to = place;
    // Frames of a transaction whose end hasn't come yet.
    let mut pending: Vec<(u32, u64)> = Vec::new();
    let mut last_of_this_log = false;
    // What comes after the first frame that isn't whole.
    let mut broken = false;
    let mut strange = false;
    let mut finished_since = false;
    let rest = loop {
        let read = fill(file, frame)?;
        if read < frame.len() {
            break read;
        }
        let of_this_log = Sums::at(frame, 8) == salts;
        sums = sums
            .add(&frame[..8], big_endian)
            .add(&frame[FRAME_HEADER..], big_endian);
        let (number, size) = (word(frame, 0), word(frame, 4));
        let whole = of_this_log && number != 0 && sums == Sums::at(frame, 16);
        if of_this_log && finished_since {
            return Ok(Log::unread(State::Damaged));
        }
        if !broken && !whole {
            broken = true;
            strange = number != 0 && !of_this_log && !is_older(frame, salts);
        }
        if broken {
            finished_since |= of_this_log && size != 0;
        } else {
            pending.push((number, place + FRAME_HEADER as u64));
            if size != 0 {
                log.pages.extend(pending.drain(..));
                log.size = Some(size);
                read_to = place + frame.len() as u64;
            }
        }
        sums = Sums::at(frame, 16);
        last_of_this_log = of_this_log;
        place += frame.len() as u64;
    };
    // Behind older frames, or in their midst, a cut is older too.
    let cut = !broken
        && if rest < FRAME_HEADER {
            rest > 0 && last_of_this_log
        } else {
            Sums::at(frame, 8) == salts || (last_of_this_log && !is_older(frame, salts))
        };
    if finished_since || strange || cut {
        log.state = State::Torn {
            from: read_to,
            damaged: finished_since,
        };
    }
    Ok(log)
}

/// Whether a frame is from a generation of this log before this one.
fn is_older(frame: &[u8], salts: Sums) -> bool {
    let generations = salts.0.wrapping_sub(word(frame, 8));
    (1..=GENERATIONS).contains(&generations)
}

/// Reads as much as there is room for; less only where the file ends.
pub(crate) fn fill(file: &mut impl Read, room: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < room.len() {
        match file.read(&mut room[read..]) {
            Ok(0) => break,
            Ok(length) => read += length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}
