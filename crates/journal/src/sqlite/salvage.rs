//! Gathers entries from a broken database without SQLite's help.
//!
//! SQLite finds rows by following pages from page to page, so one broken page can hide many
//! sound ones. Here every page of the file and of its write-ahead log is searched for what
//! looks like a row of ours, wherever it stands; an entry's checksum tells whether it is one.
//! That it may have been on its way to being deleted or not yet been kept does no harm:
//! entries are never deleted one by one, and erasing overwrites them.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use unhunch_domain::Entry;
use unhunch_domain::basics::time::Zone;

use crate::sqlite::codec::{self, SharedValue, Template};
use crate::sqlite::wal;

/// Bytes in a page of our databases.
pub(crate) const PAGE: usize = 4096;

/// A database with the log beside it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) database: PathBuf,
    pub(crate) log: Option<PathBuf>,
    /// Where in the log the search begins, in bytes.
    pub(crate) log_from: u64,
}

/// What was gathered.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Entries that weren't known, earliest first.
    pub(crate) entries: Vec<Entry>,
    /// The installation's id.
    pub(crate) device: Option<[u8; 16]>,
    /// Rows that look like entries and could not be put together.
    pub(crate) unreadable: usize,
}

/// Shared values by their numbers: more than one where it isn't clear which.
pub(crate) type SharedValues = HashMap<i64, Vec<SharedValue>>;

/// Gathers the entries of some databases whose ids aren't known. `parts` are those of a
/// database that they descend from, if there is one.
pub(crate) fn gather(
    sources: &[Source],
    known: &HashSet<[u8; 16]>,
    parts: &SharedValues,
) -> Gathered {
    let mut gathered = Gathered::default();
    let mut ids: HashSet<[u8; 16]> = HashSet::new();
    for source in sources {
        let Some(mut pages) = Pages::open(source) else {
            continue;
        };
        let mut found = Found {
            parts: parts.clone(),
            ..Found::default()
        };
        pages.each(|pages, page| found.search(pages, page, known));
        gathered.device = gathered.device.or(found.device);

        let mut rows = found.rows;
        let mut reader = Resolver::new(found.parts);
        rows.retain(|row| {
            !ids.contains(&row.id) && !reader.take(row, &mut ids, &mut gathered.entries)
        });
        if rows.is_empty() {
            continue;
        }
        // The parts of the rest are looked for in the indexes as well. Not at first: the
        // index of entries looks like that of parts, and is large.
        let wanted = rows.iter().flat_map(RawRow::numbers).collect();
        let mut found = Found {
            parts: reader.parts,
            wanted,
            ..Found::default()
        };
        pages.each(|pages, page| found.search(pages, page, known));
        let mut reader = Resolver::new(found.parts);
        for row in &rows {
            if !ids.contains(&row.id) && !reader.take(row, &mut ids, &mut gathered.entries) {
                gathered.unreadable += 1;
            }
        }
    }
    gathered.entries.sort_by_key(Entry::stamp);
    gathered
}

/// The pages of a database and its log. What can't be read is passed over.
struct Pages {
    database: Option<File>,
    log: Option<File>,
    log_from: u64,
    /// Where in the log the latest version of a page is.
    latest: HashMap<u32, u64>,
}

impl Pages {
    fn open(source: &Source) -> Option<Self> {
        let mut pages = Self {
            database: open(&source.database),
            log: source.log.as_deref().and_then(open),
            log_from: source.log_from.max(wal::HEADER as u64),
            latest: HashMap::new(),
        };
        if let Some(log) = &mut pages.log {
            let mut place = wal::HEADER as u64;
            let mut header = [0; wal::FRAME_HEADER];
            while read_at(log, place, &mut header).is_ok_and(|read| read == header.len()) {
                let number = u32::from_be_bytes([header[0], header[1], header[2], header[3]]);
                pages
                    .latest
                    .insert(number, place + wal::FRAME_HEADER as u64);
                place += (wal::FRAME_HEADER + PAGE) as u64;
            }
        }
        (pages.database.is_some() || pages.log.is_some()).then_some(pages)
    }

    /// Shows every page there is.
    fn each(&mut self, mut show: impl FnMut(&mut Self, &[u8])) {
        let mut page = [0; PAGE];
        for of_log in [false, true] {
            let (first, step) = if of_log {
                (
                    self.log_from + wal::FRAME_HEADER as u64,
                    (wal::FRAME_HEADER + PAGE) as u64,
                )
            } else {
                (0, PAGE as u64)
            };
            let Some(file) = self.file(of_log) else {
                continue;
            };
            let length = file.seek(SeekFrom::End(0)).unwrap_or_default();
            let mut place = first;
            while place < length {
                // A place that the disk can't read costs its page and no other.
                if let Some(file) = self.file(of_log)
                    && let Ok(read) = read_at(file, place, &mut page)
                {
                    show(self, &page[..read]);
                }
                place += step;
            }
        }
    }

    fn file(&mut self, of_log: bool) -> Option<&mut File> {
        if of_log {
            self.log.as_mut()
        } else {
            self.database.as_mut()
        }
    }

    /// Reads a page by its number, from the log if it is there and `with_log` says so.
    fn numbered(&mut self, number: u32, with_log: bool) -> Option<[u8; PAGE]> {
        let mut page = [0; PAGE];
        let in_log = self.latest.get(&number).filter(|_| with_log);
        let read = if let Some(place) = in_log {
            read_at(self.log.as_mut()?, *place, &mut page)
        } else {
            let place = u64::from(number.checked_sub(1)?) * PAGE as u64;
            read_at(self.database.as_mut()?, place, &mut page)
        };
        (read.ok()? == PAGE).then_some(page)
    }
}

/// Opens a file; folders and pipes have no end that could be reached.
fn open(path: &Path) -> Option<File> {
    if path.is_file() {
        File::open(path).ok()
    } else {
        None
    }
}

/// Reads up to a page; less where the file ends.
fn read_at(file: &mut File, place: u64, room: &mut [u8]) -> io::Result<usize> {
    file.seek(SeekFrom::Start(place))?;
    wal::fill(file, room)
}

/// A row of `entry` as it stands in a page.
#[derive(Debug)]
struct RawRow {
    id: [u8; 16],
    device: i64,
    at_ms: i64,
    zone: i64,
    version: i64,
    session: Option<i64>,
    step: Option<i64>,
    body: i64,
    sum: i64,
}

impl RawRow {
    fn numbers(&self) -> impl Iterator<Item = i64> + use<> {
        [
            Some(self.device),
            Some(self.zone),
            self.session,
            Some(self.body),
        ]
        .into_iter()
        .flatten()
    }
}

/// What a search has found so far.
#[derive(Default)]
struct Found {
    rows: Vec<RawRow>,
    parts: SharedValues,
    device: Option<[u8; 16]>,
    /// Numbers of parts to be looked for in indexes; where there are some, nothing else is.
    wanted: HashSet<i64>,
}

impl Found {
    fn search(&mut self, pages: &mut Pages, page: &[u8], known: &HashSet<[u8; 16]>) {
        for place in 0..page.len() {
            // A record begins with the length of its header, which for ours is one of these.
            match page[place] {
                11 if self.wanted.is_empty() => {
                    if let Some(row) = entry_row(&page[place..])
                        && !known.contains(&row.id)
                    {
                        self.rows.push(row);
                    }
                }
                3..=6 if self.wanted.is_empty() => {
                    for (number, part) in table_part(pages, page, place) {
                        self.keep(number, part);
                    }
                    if page[place] == 3 {
                        self.device = self.device.or_else(|| device(&page[place..]));
                    }
                }
                3..=6 => {
                    for (number, part) in index_part(pages, page, place) {
                        if self.wanted.contains(&number) {
                            self.keep(number, part);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn keep(&mut self, number: i64, part: SharedValue) {
        let parts = self.parts.entry(number).or_default();
        // The bound keeps a page full of rubbish from costing more than it is worth.
        if parts.len() < 8 && !parts.contains(&part) {
            parts.push(part);
        }
    }
}

/// A number of SQLite's: seven bits a byte, and how many bytes it takes.
fn varint(bytes: &[u8]) -> Option<(i64, usize)> {
    let mut value: i64 = 0;
    // Ours are short; the ninth byte, which has eight bits, never comes.
    for (place, byte) in bytes.iter().take(8).enumerate() {
        value = value << 7 | i64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, place + 1));
        }
    }
    None
}

/// How many bytes a whole number of that kind takes; none where it isn't one.
fn int_length(kind: u8) -> Option<usize> {
    match kind {
        1..=4 => Some(usize::from(kind)),
        5 => Some(6),
        6 => Some(8),
        8 | 9 => Some(0),
        _ => None,
    }
}

fn int(kind: u8, bytes: &[u8]) -> Option<(i64, usize)> {
    let length = int_length(kind)?;
    match kind {
        8 => return Some((0, 0)),
        9 => return Some((1, 0)),
        _ => {}
    }
    let bytes = bytes.get(..length)?;
    let mut value = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
    for byte in bytes {
        value = value << 8 | i64::from(*byte);
    }
    Some((value, length))
}

/// The kind of a blob of 16 bytes.
const ID: u8 = 12 + 2 * 16;

/// Reads a record of `entry`: eleven bytes of header, the number (which stands elsewhere) and
/// nine values.
fn entry_row(record: &[u8]) -> Option<RawRow> {
    let (header, mut values) = record.split_at_checked(11)?;
    if header[1] != 0 || header[2] != ID {
        return None;
    }
    let id = values.get(..16)?.try_into().ok()?;
    values = &values[16..];
    let mut next = |kind: u8| -> Option<i64> {
        let (value, length) = int(kind, values)?;
        values = &values[length..];
        Some(value)
    };
    let mut optional = |kind: u8| {
        if kind == 0 {
            Some(None)
        } else {
            next(kind).map(Some)
        }
    };
    Some(RawRow {
        id,
        device: optional(header[3])??,
        at_ms: optional(header[4])??,
        zone: optional(header[5])??,
        version: optional(header[6])??,
        session: optional(header[7])?,
        step: optional(header[8])?,
        body: optional(header[9])??,
        sum: optional(header[10])??,
    })
}

/// Reads the installation's id from a record of `meta`.
fn device(record: &[u8]) -> Option<[u8; 16]> {
    let key = b"device";
    let kind = u8::try_from(13 + 2 * key.len()).ok()?;
    let values = record.strip_prefix(&[3, kind, ID])?.strip_prefix(key)?;
    values.get(..16)?.try_into().ok()
}

/// Reads a record of `part` whose header is at `place`: the number stands before it, the
/// value after it.
fn table_part(pages: &mut Pages, page: &[u8], place: usize) -> Vec<(i64, SharedValue)> {
    let header_length = usize::from(page[place]);
    let Some(header) = page.get(place..place + header_length) else {
        return Vec::new();
    };
    let Some((kind, length)) = varint(&header[2..]) else {
        return Vec::new();
    };
    if header[1] != 0 || length + 2 != header_length {
        return Vec::new();
    }
    let Some(value_length) = value_length(kind) else {
        return Vec::new();
    };
    let payload_length = header_length + value_length;
    let Some(number) = number_before(page, place, payload_length) else {
        return Vec::new();
    };
    payloads(pages, page, place, payload_length, PAGE - 35)
        .iter()
        .filter_map(|payload| Some((number, part(kind, payload.get(header_length..)?)?)))
        .collect()
}

/// Reads an entry of the index of `part` whose header is at `place`: the value, then the
/// number.
fn index_part(pages: &mut Pages, page: &[u8], place: usize) -> Vec<(i64, SharedValue)> {
    let header_length = usize::from(page[place]);
    let Some(header) = page.get(place..place + header_length) else {
        return Vec::new();
    };
    let Some((kind, length)) = varint(&header[1..]) else {
        return Vec::new();
    };
    if length + 2 != header_length {
        return Vec::new();
    }
    let number_kind = header[header_length - 1];
    let (Some(value_length), Some(number_length)) = (value_length(kind), int_length(number_kind))
    else {
        return Vec::new();
    };
    let payload_length = header_length + value_length + number_length;
    // What SQLite's description of the file gives for keys of indexes.
    let most = (PAGE - 12) * 64 / 255 - 23;
    payloads(pages, page, place, payload_length, most)
        .iter()
        .filter_map(|payload| {
            let (value, number) = payload
                .get(header_length..)?
                .split_at_checked(value_length)?;
            Some((int(number_kind, number)?.0, part(kind, value)?))
        })
        .collect()
}

/// How long a value of that kind is; none where no part is like that.
fn value_length(kind: i64) -> Option<usize> {
    let kind = usize::try_from(kind).ok()?;
    match kind {
        44 => Some(16),
        // Texts have odd kinds. A body is at most as long as a line.
        13.. if kind % 2 == 1 && kind < 2 * crate::jsonl::LONGEST_LINE => Some((kind - 13) / 2),
        _ => None,
    }
}

fn part(kind: i64, value: &[u8]) -> Option<SharedValue> {
    if kind == i64::from(ID) {
        return Some(SharedValue::Id(value.try_into().ok()?));
    }
    let text = std::str::from_utf8(value).ok()?;
    let good = text.starts_with('{') || Zone::try_from(text.to_owned()).is_ok();
    good.then(|| SharedValue::Text(text.to_owned()))
}

/// The row's number, which stands before its record and after the record's length.
fn number_before(page: &[u8], place: usize, payload_length: usize) -> Option<i64> {
    (1..=5_usize).find_map(|length| {
        let start = place.checked_sub(length)?;
        let (number, read) = varint(&page[start..place])?;
        let fits = read == length
            && (1..=3_usize).any(|length| {
                start.checked_sub(length).is_some_and(|first| {
                    varint(&page[first..start]).is_some_and(|(value, read)| {
                        read == length && usize::try_from(value) == Ok(payload_length)
                    })
                })
            });
        fits.then_some(number)
    })
}

/// A record that begins at `place`; where it is too long for its page, with what follows on
/// other pages: as they were written last, and as they were before.
fn payloads(
    pages: &mut Pages,
    page: &[u8],
    place: usize,
    length: usize,
    most: usize,
) -> Vec<Vec<u8>> {
    if length <= most {
        return page
            .get(place..place + length)
            .map(|whole| vec![whole.to_vec()])
            .unwrap_or_default();
    }
    let least = (PAGE - 12) * 32 / 255 - 23;
    let here = least + (length - least) % (PAGE - 4);
    let here = if here <= most { here } else { least };
    let (Some(begin), Some(next)) = (
        page.get(place..place + here),
        page.get(place + here..place + here + 4),
    ) else {
        return Vec::new();
    };
    let next = u32::from_be_bytes([next[0], next[1], next[2], next[3]]);
    let mut found = Vec::new();
    for with_log in [true, false] {
        if !with_log && pages.latest.is_empty() {
            continue;
        }
        let mut whole = begin.to_vec();
        let mut next = next;
        while whole.len() < length {
            let Some(page) = pages.numbered(next, with_log) else {
                break;
            };
            next = u32::from_be_bytes([page[0], page[1], page[2], page[3]]);
            let rest = (length - whole.len()).min(PAGE - 4);
            whole.extend_from_slice(&page[4..4 + rest]);
        }
        if whole.len() == length && !found.contains(&whole) {
            found.push(whole);
        }
    }
    found
}

/// Puts rows together with their parts.
struct Resolver {
    parts: SharedValues,
    zones: HashMap<i64, Vec<Zone>>,
    templates: HashMap<i64, Vec<Template>>,
}

impl Resolver {
    fn new(parts: SharedValues) -> Self {
        Self {
            parts,
            zones: HashMap::new(),
            templates: HashMap::new(),
        }
    }

    /// Takes a row among the entries, if its parts are there and its checksum is right.
    fn take(
        &mut self,
        row: &RawRow,
        ids: &mut HashSet<[u8; 16]>,
        entries: &mut Vec<Entry>,
    ) -> bool {
        match self.resolve(row) {
            Some(entry) => {
                ids.insert(row.id);
                entries.push(entry);
                true
            }
            None => false,
        }
    }

    fn resolve(&mut self, row: &RawRow) -> Option<Entry> {
        let Self {
            parts,
            zones,
            templates,
        } = self;
        let texts = |number| {
            let parts: &[SharedValue] = parts.get(&number).map_or(&[], Vec::as_slice);
            parts.iter().filter_map(|part| match part {
                SharedValue::Text(text) => Some(text.as_str()),
                SharedValue::Id(_) => None,
            })
        };
        let ids = |number| {
            let parts: &[SharedValue] = parts.get(&number).map_or(&[], Vec::as_slice);
            parts.iter().filter_map(|part| match part {
                SharedValue::Id(id) => Some(*id),
                SharedValue::Text(_) => None,
            })
        };
        let zones = zones.entry(row.zone).or_insert_with(|| {
            texts(row.zone)
                .filter_map(|text| Zone::try_from(text.to_owned()).ok())
                .collect()
        });
        let templates = templates.entry(row.body).or_insert_with(|| {
            texts(row.body)
                .filter_map(|text| Template::parse(text).ok())
                .collect()
        });
        let sessions: Vec<Option<[u8; 16]>> = match row.session {
            None => vec![None],
            Some(number) => ids(number).map(Some).collect(),
        };
        for device in ids(row.device) {
            for zone in zones.iter() {
                for session in &sessions {
                    for body in templates.iter() {
                        let read = codec::Read {
                            id: row.id,
                            device,
                            at_ms: row.at_ms,
                            zone,
                            version: row.version,
                            session: *session,
                            step: row.step,
                            body,
                            sum: row.sum,
                        };
                        if let Ok(entry) = codec::decode(&read) {
                            return Some(entry);
                        }
                    }
                }
            }
        }
        None
    }
}
