//! An entry as a row of numbers and back, with a checksum that shows when one of them is wrong.

use uuid::Uuid;

use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::programme::timeline::StepNumber;
use unhunch_domain::{Body, DeviceId, Entry, EntryId, SessionId};

use crate::JournalError;

/// A value that entries share, kept once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SharedValue {
    /// A device's or a session's id.
    Id([u8; 16]),
    /// A zone's name, or a body as JSON with its session and step left blank.
    Text(String),
}

/// An entry as it is kept: what is its own, and the values that others share, which have numbers
/// in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EncodedEntry<'a> {
    pub(crate) id: [u8; 16],
    pub(crate) device: [u8; 16],
    pub(crate) at_ms: i64,
    pub(crate) zone: &'a str,
    pub(crate) version: i64,
    pub(crate) session: Option<[u8; 16]>,
    pub(crate) step: Option<i64>,
    pub(crate) sum: i64,
}

/// Where a body keeps its session and step.
fn places(body: &mut Body) -> (Option<&mut SessionId>, Option<&mut StepNumber>) {
    match body {
        Body::StepFinished { session, step, .. } => (Some(session), Some(step)),
        Body::SessionStarted { session, .. }
        | Body::SessionEnded { session, .. }
        | Body::SessionDeleted { session }
        | Body::SessionRestored { session }
        | Body::PainRated { session, .. }
        | Body::ExerciseFelt { session, .. }
        | Body::ExerciseHurt { session, .. }
        | Body::DiscomfortFollowedUp { session, .. } => (Some(session), None),
        Body::RoutineKept { .. }
        | Body::RoutineDeleted { .. }
        | Body::RoutineRestored { .. }
        | Body::SettingsChanged { .. }
        | Body::ProfileChanged { .. }
        | Body::ScreeningAnswered { .. }
        | Body::StandingSet { .. }
        | Body::ExerciseChosen { .. }
        | Body::DayWished { .. }
        | Body::ComebackOver
        | Body::NoteKept { .. }
        | Body::NoteDeleted { .. }
        | Body::NoteRestored { .. }
        | Body::AdviceRead { .. } => (None, None),
    }
}

/// Encodes all of an entry but its body's template, of which only the checksum is needed.
pub(crate) fn encode(entry: &Entry, template_sum: u32) -> EncodedEntry<'_> {
    let session = entry.body.session().map(|session| session.0.into_bytes());
    let step = match &entry.body {
        Body::StepFinished { step, .. } => Some(i64::from(step.get())),
        _ => None,
    };
    let mut encoded = EncodedEntry {
        id: entry.id.0.into_bytes(),
        device: entry.device.0.into_bytes(),
        at_ms: entry.at.as_millisecond(),
        zone: entry.zone.as_str(),
        version: i64::from(u16::from(entry.version)),
        session,
        step,
        sum: 0,
    };
    encoded.sum = sum(&Said {
        id: &encoded.id,
        device: &encoded.device,
        at_ms: encoded.at_ms,
        zone: encoded.zone,
        version: encoded.version,
        session: encoded.session.as_ref(),
        step,
        body: template_sum,
    });
    encoded
}

/// A body as JSON, with its session and step left blank.
pub(crate) fn template_text(body: &Body) -> String {
    let mut body = body.clone();
    let (session, step) = places(&mut body);
    if let Some(session) = session {
        *session = SessionId(Uuid::nil());
    }
    if let Some(step) = step
        && let Ok(zero) = StepNumber::try_from(0)
    {
        *step = zero;
    }
    // Bodies are made of numbers, words and lists: nothing in them that JSON can't say.
    serde_json::to_string(&body).unwrap_or_default()
}

/// Makes sure that a body can be read again before it is kept: one that can't be would count as
/// damage for ever after.
pub(crate) fn readable(text: &str) -> Result<(), JournalError> {
    match Template::parse(text) {
        Ok(_) => Ok(()),
        Err(problem) => Err(JournalError::Unusable(format!(
            "this could not be read again, and was not kept ({problem})"
        ))),
    }
}

/// A body that waits for its session and step, with its text's checksum.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    body: Body,
    sum: u32,
}

impl Template {
    /// Reads it from its text.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        match serde_json::from_str(text) {
            Ok(body) => Ok(Self {
                body,
                sum: text_sum(text),
            }),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// An entry as it was read, to be put together.
pub(crate) struct Read<'a> {
    pub(crate) id: [u8; 16],
    pub(crate) device: [u8; 16],
    pub(crate) at_ms: i64,
    pub(crate) zone: &'a Zone,
    pub(crate) version: i64,
    pub(crate) session: Option<[u8; 16]>,
    pub(crate) step: Option<i64>,
    pub(crate) body: &'a Template,
    pub(crate) sum: i64,
}

/// Puts an entry together again, if it is the one that was kept.
pub(crate) fn decode(read: &Read<'_>) -> Result<Entry, String> {
    let expected = sum(&Said {
        id: &read.id,
        device: &read.device,
        at_ms: read.at_ms,
        zone: read.zone.as_str(),
        version: read.version,
        session: read.session.as_ref(),
        step: read.step,
        body: read.body.sum,
    });
    if read.sum != expected {
        return Err("its checksum doesn't match".to_owned());
    }
    let mut body = read.body.body.clone();
    match (places(&mut body), read.session, read.step) {
        ((Some(place), None), Some(session), None) => *place = SessionId(Uuid::from_bytes(session)),
        ((Some(place), Some(step_place)), Some(session), Some(step)) => {
            *place = SessionId(Uuid::from_bytes(session));
            let step = u64::try_from(step).map_err(|error| error.to_string())?;
            *step_place = StepNumber::try_from(step)?;
        }
        ((None, None), None, None) => {}
        _ => return Err("its session or step doesn't fit its body".to_owned()),
    }
    let version = u16::try_from(read.version).map_err(|error| error.to_string())?;
    Ok(Entry {
        id: EntryId(Uuid::from_bytes(read.id)),
        device: DeviceId(Uuid::from_bytes(read.device)),
        at: At::from_millisecond(read.at_ms)?,
        zone: read.zone.clone(),
        version: Version::try_from(version)?,
        body,
    })
}

/// What an entry's checksum is made of.
struct Said<'a> {
    id: &'a [u8; 16],
    device: &'a [u8; 16],
    at_ms: i64,
    zone: &'a str,
    version: i64,
    session: Option<&'a [u8; 16]>,
    step: Option<i64>,
    body: u32,
}

/// The checksum, as SQLite keeps it shortest: a signed number of 32 bits.
fn sum(said: &Said<'_>) -> i64 {
    // Gathered first: one long stretch is quicker than many short ones. A zone's name has up to
    // 64 bytes, all else together 78.
    let mut room = [0; 160];
    let mut length = 0;
    let mut add = |bytes: &[u8]| {
        if let Some(place) = room.get_mut(length..length + bytes.len()) {
            place.copy_from_slice(bytes);
            length += bytes.len();
        }
    };
    add(said.id);
    add(said.device);
    add(&said.at_ms.to_le_bytes());
    add(said.zone.as_bytes());
    add(&[0]);
    add(&said.version.to_le_bytes());
    if let Some(session) = said.session {
        add(&[1]);
        add(session);
    }
    if let Some(step) = said.step {
        add(&[2]);
        add(&step.to_le_bytes());
    }
    add(&said.body.to_le_bytes());
    signed(crc32fast::hash(&room[..length]))
}

/// The checksum of a snapshot that is kept in one, as older programs did; and, with no data,
/// that of what a snapshot in pieces says of itself.
pub(crate) fn snapshot_sum(version: u32, epoch: i64, number: i64, data: &[u8]) -> i64 {
    signed(snapshot_crc(version, epoch, number, data).finalize())
}

/// The checksum of a snapshot's piece at that place. It holds for the snapshot that the piece was
/// made for, and no other.
pub(crate) fn piece_sum(version: u32, epoch: i64, number: i64, place: u32, data: &[u8]) -> i64 {
    let mut crc = snapshot_crc(version, epoch, number, &place.to_le_bytes());
    crc.update(data);
    signed(crc.finalize())
}

fn snapshot_crc(version: u32, epoch: i64, number: i64, data: &[u8]) -> crc32fast::Hasher {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&version.to_le_bytes());
    crc.update(&epoch.to_le_bytes());
    crc.update(&number.to_le_bytes());
    crc.update(data);
    crc
}

/// The checksum of a template: CRC-32 (IEEE), as all of them here, which finds every error of up
/// to 32 bits in a row.
pub(crate) fn text_sum(text: &str) -> u32 {
    crc32fast::hash(text.as_bytes())
}

fn signed(crc: u32) -> i64 {
    i64::from(crc.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{every_kind, step};

    fn read(encoded: &EncodedEntry<'_>, template: &str) -> Result<Entry, String> {
        decode(&Read {
            id: encoded.id,
            device: encoded.device,
            at_ms: encoded.at_ms,
            zone: &Zone::try_from(encoded.zone.to_owned())?,
            version: encoded.version,
            session: encoded.session,
            step: encoded.step,
            body: &Template::parse(template)?,
            sum: encoded.sum,
        })
    }

    #[test]
    fn every_kind_comes_back() {
        for entry in every_kind(1) {
            let text = template_text(&entry.body);
            let encoded = encode(&entry, text_sum(&text));
            assert_eq!(read(&encoded, &text).unwrap(), entry);
        }
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(text_sum("123456789"), 0xcbf4_3926);
    }

    /// Sums that programs before this one wrote, so that what they kept counts as sound.
    #[test]
    fn the_checksums_of_before_still_hold() {
        let body = template_text(&step(7).body);
        assert_eq!(encode(&step(7), text_sum(&body)).sum, 986_914_783);
        assert_eq!(snapshot_sum(3, 5, 9, b"diary"), -2_117_259_282);
    }

    #[test]
    fn steps_of_a_session_share_all_but_their_numbers() {
        let (one, other) = (step(1), step(2));
        let text = template_text(&one.body);
        assert_eq!(text, template_text(&other.body));
        let sum = text_sum(&text);
        let (one, other) = (encode(&one, sum), encode(&other, sum));
        assert_eq!(
            (one.device, one.zone, one.session),
            (other.device, other.zone, other.session)
        );
        assert_ne!(one.sum, other.sum);
    }

    #[test]
    fn a_change_of_anything_shows() {
        let entry = step(7);
        let text = template_text(&entry.body);
        let encoded = encode(&entry, text_sum(&text));
        read(&encoded, &text).unwrap();
        let changes: [fn(&mut EncodedEntry<'_>); 8] = [
            |entry| entry.id[3] ^= 1,
            |entry| entry.device[0] ^= 1,
            |entry| entry.at_ms += 1,
            |entry| entry.step = Some(8),
            |entry| entry.step = None,
            |entry| entry.session = Some([0; 16]),
            |entry| entry.zone = "Europe/Berlim",
            |entry| entry.sum ^= 1,
        ];
        for change in changes {
            let mut other = encoded.clone();
            change(&mut other);
            read(&other, &text).unwrap_err();
        }
        read(&encoded, &text.replace("done", "skipped")).unwrap_err();
    }

    #[test]
    fn the_longest_zone_is_part_of_the_checksum() {
        let long = "a".repeat(64);
        let of = |zone: &str| {
            let mut entry = step(7);
            entry.zone = Zone::try_from(zone.to_owned()).unwrap();
            encode(&entry, 1).sum
        };
        assert_ne!(of(&long), of(&format!("{}b", &long[..63])));
        let mut other = step(8);
        other.zone = Zone::try_from(long.clone()).unwrap();
        assert_ne!(encode(&other, 1).sum, encode(&other, 2).sum);
    }

    #[test]
    fn what_could_not_be_read_again_is_refused() {
        let body = |hours: &str| {
            format!(
                r#"{{"kind":"settings-changed","change":{{"daily":{{"windows":{{"monday":["{hours}"]}}}}}}}}"#
            )
        };
        readable(&body("12:00-14:00")).unwrap();
        let refused = readable(&body("08:00-08:00")).unwrap_err().to_string();
        assert!(refused.contains("was not kept"), "{refused}");
    }
}
