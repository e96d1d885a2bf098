//! An entry as a row of numbers and back, with a checksum that shows when one of them is wrong.

use uuid::Uuid;

use unhunch_domain::entry::{At, StepNumber, Version, Zone};
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

/// An entry in pieces: what is its own, and the parts that others share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EncodedEntry {
    pub(crate) id: [u8; 16],
    pub(crate) device: SharedValue,
    pub(crate) at_ms: i64,
    pub(crate) zone: SharedValue,
    pub(crate) version: i64,
    pub(crate) session: Option<SharedValue>,
    pub(crate) step: Option<i64>,
    pub(crate) body: SharedValue,
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

/// Takes an entry apart.
pub(crate) fn encode(entry: &Entry) -> EncodedEntry {
    let mut body = entry.body.clone();
    let (session, step) = places(&mut body);
    let session = session.map(|session| std::mem::replace(session, SessionId(Uuid::nil())));
    let step = step.map(|step| {
        let number = step.get();
        if let Ok(zero) = StepNumber::try_from(0) {
            *step = zero;
        }
        number
    });
    // Bodies are made of numbers, words and lists: nothing in them that JSON can't say.
    let text = serde_json::to_string(&body).unwrap_or_default();
    let version = u16::from(entry.version);
    let sum = sum(&Said {
        id: entry.id.0.as_bytes(),
        device: entry.device.0.as_bytes(),
        at_ms: entry.at.as_millisecond(),
        zone: entry.zone.as_str(),
        version: i64::from(version),
        session: session.as_ref().map(|session| session.0.as_bytes()),
        step: step.map(i64::from),
        body: text_sum(&text),
    });
    EncodedEntry {
        id: entry.id.0.into_bytes(),
        device: SharedValue::Id(entry.device.0.into_bytes()),
        at_ms: entry.at.as_millisecond(),
        zone: SharedValue::Text(entry.zone.as_str().to_owned()),
        version: i64::from(version),
        session: session.map(|session| SharedValue::Id(session.0.into_bytes())),
        step: step.map(i64::from),
        body: SharedValue::Text(text),
        sum,
    }
}

/// Makes sure that a body can be read again before it is kept: one that can't be would count as
/// damage for ever after.
pub(crate) fn readable(body: &SharedValue) -> Result<(), JournalError> {
    let SharedValue::Text(text) = body else {
        return Ok(());
    };
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
    let mut crc = Crc::new();
    crc.add(said.id);
    crc.add(said.device);
    crc.add(&said.at_ms.to_le_bytes());
    crc.add(said.zone.as_bytes());
    crc.add(&[0]);
    crc.add(&said.version.to_le_bytes());
    if let Some(session) = said.session {
        crc.add(&[1]);
        crc.add(session);
    }
    if let Some(step) = said.step {
        crc.add(&[2]);
        crc.add(&step.to_le_bytes());
    }
    crc.add(&said.body.to_le_bytes());
    i64::from(crc.end().cast_signed())
}

/// The checksum of a snapshot.
pub(crate) fn snapshot_sum(version: u32, epoch: i64, number: i64, data: &[u8]) -> i64 {
    let mut crc = Crc::new();
    crc.add(&version.to_le_bytes());
    crc.add(&epoch.to_le_bytes());
    crc.add(&number.to_le_bytes());
    crc.add(data);
    i64::from(crc.end().cast_signed())
}

fn text_sum(text: &str) -> u32 {
    let mut crc = Crc::new();
    crc.add(text.as_bytes());
    crc.end()
}

/// CRC-32 (IEEE): finds every error of up to 32 bits in a row.
struct Crc(u32);

impl Crc {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut number = 0;
        while number < 256 {
            #[allow(clippy::cast_possible_truncation, reason = "below 256")]
            let mut value = number as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 {
                    0xedb8_8320 ^ (value >> 1)
                } else {
                    value >> 1
                };
                bit += 1;
            }
            table[number] = value;
            number += 1;
        }
        table
    };

    fn new() -> Self {
        Self(u32::MAX)
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = Self::TABLE[usize::from(self.0.to_le_bytes()[0] ^ byte)] ^ (self.0 >> 8);
        }
    }

    fn end(self) -> u32 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{every_kind, step};

    fn read(pieces: &EncodedEntry) -> Result<Entry, String> {
        let id = |part: &SharedValue| match part {
            SharedValue::Id(id) => *id,
            SharedValue::Text(text) => panic!("{text} is no id"),
        };
        let text = |part: &SharedValue| match part {
            SharedValue::Text(text) => text.clone(),
            SharedValue::Id(id) => panic!("{id:?} is no text"),
        };
        decode(&Read {
            id: pieces.id,
            device: id(&pieces.device),
            at_ms: pieces.at_ms,
            zone: &Zone::try_from(text(&pieces.zone))?,
            version: pieces.version,
            session: pieces.session.as_ref().map(id),
            step: pieces.step,
            body: &Template::parse(&text(&pieces.body))?,
            sum: pieces.sum,
        })
    }

    #[test]
    fn every_kind_comes_back() {
        for entry in every_kind(1) {
            assert_eq!(read(&encode(&entry)).unwrap(), entry);
        }
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        let mut crc = Crc::new();
        crc.add(b"123456789");
        assert_eq!(crc.end(), 0xcbf4_3926);
    }

    #[test]
    fn steps_of_a_session_share_all_but_their_numbers() {
        let (one, other) = (encode(&step(1)), encode(&step(2)));
        assert_eq!(
            (&one.device, &one.zone, &one.session, &one.body),
            (&other.device, &other.zone, &other.session, &other.body)
        );
        assert_ne!(one.sum, other.sum);
    }

    #[test]
    fn a_change_of_anything_shows() {
        let pieces = encode(&step(7));
        let mut id = pieces.clone();
        id.id[3] ^= 1;
        let changed = [
            id,
            EncodedEntry {
                at_ms: pieces.at_ms + 1,
                ..pieces.clone()
            },
            EncodedEntry {
                step: Some(8),
                ..pieces.clone()
            },
            EncodedEntry {
                step: None,
                ..pieces.clone()
            },
            EncodedEntry {
                session: Some(SharedValue::Id([0; 16])),
                ..pieces.clone()
            },
            EncodedEntry {
                zone: SharedValue::Text("Europe/Berlim".to_owned()),
                ..pieces.clone()
            },
            EncodedEntry {
                sum: pieces.sum ^ 1,
                ..pieces.clone()
            },
        ];
        for changed in changed {
            read(&changed).unwrap_err();
        }
    }

    #[test]
    fn what_could_not_be_read_again_is_refused() {
        let body = |hours: &str| {
            SharedValue::Text(format!(
                r#"{{"kind":"settings-changed","change":{{"daily":{{"windows":{{"monday":["{hours}"]}}}}}}}}"#
            ))
        };
        readable(&body("12:00-14:00")).unwrap();
        let refused = readable(&body("08:00-08:00")).unwrap_err().to_string();
        assert!(refused.contains("was not kept"), "{refused}");
    }
}
