//! The contract: what any journal does, whatever it keeps its entries in. Tests of each store
//! run this one suite, and build their entries with what stands here.

use std::future::Future;
use std::sync::Arc;

use serde_json::{Value, json};
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::{Body, DeviceId, Entry, EntryId, Outcome, SessionId, Timeline};
use uuid::Uuid;

use crate::{Appended, Journal, JournalError, Position, Snapshot, SnapshotPiece, whole_snapshot};

/// Checks that a journal keeps the contract. `make` makes an empty one each time.
///
/// # Panics
/// Where it doesn't; that is how tests say so.
pub async fn check<F, Made, J>(make: F)
where
    F: Fn() -> Made,
    Made: Future<Output = J>,
    J: Journal,
{
    begins_empty(&make().await).await;
    keeps_entries_in_order(&make().await).await;
    passes_over_known_entries(&make().await).await;
    appends_all_or_nothing(&make().await).await;
    imports_all_or_nothing(&make().await).await;
    an_import_names_the_place_of_what_is_wrong(&make().await).await;
    others_wait_for_an_import(&make().await).await;
    reads_on_from_any_position(&make().await).await;
    keeps_every_kind_of_entry(&make().await).await;
    keeps_one_snapshot(&make().await).await;
    erases_for_good(&make().await).await;
}

/// The device of that number.
pub fn device(number: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(
        0x0191_0000_0000_7000_8000_0000_0000_0000 | number,
    ))
}

/// The session of that number.
pub fn session(number: u128) -> SessionId {
    SessionId(Uuid::from_u128(
        0x0192_0000_0000_7000_8000_0000_0000_0000 | number,
    ))
}

/// A moment: that many seconds into 22 November 2026, UTC.
///
/// # Panics
/// Where it lies outside the years 1970 to 2500.
pub fn at(seconds: i64) -> At {
    At::from_millisecond(1_795_305_600_000 + seconds * 1000).expect("seconds within the range")
}

/// An entry with the id of that number, at that second, that says that.
///
/// # Panics
/// Never: all that it is made of is fixed.
pub fn entry(number: u32, body: Body) -> Entry {
    Entry {
        id: EntryId(Uuid::from_u128(
            0x0193_0000_0000_7000_8000_0000_0000_0000 | u128::from(number),
        )),
        device: device(1),
        at: at(i64::from(number)),
        zone: Zone::try_from("Europe/Berlin".to_owned()).expect("a zone's name"),
        version: Version::CURRENT,
        body,
    }
}

/// A finished step as an entry with the id of that number.
pub fn step(number: u32) -> Entry {
    step_of(1 + u128::from(number / 100), number)
}

/// A finished step of that session as an entry with the id of that number.
///
/// # Panics
/// Never: a hundred steps are within the range.
pub fn step_of(of: u128, number: u32) -> Entry {
    entry(
        number,
        Body::StepFinished {
            session: session(of),
            step: u64::from(number % 100).try_into().expect("a step's number"),
            outcome: Outcome::Done,
        },
    )
}

/// A short timeline at that level.
///
/// # Panics
/// Never: the form is fixed.
pub fn timeline(level: i8) -> Arc<Timeline> {
    serde_json::from_value(json!({
        "routine": "desk",
        "level": level,
        "plays": [{ "exercise": "marching", "warm_up": true }, { "exercise": "cat-cow" }],
        "phases": ["marching", "cat"],
        "steps": [
            ["ready", 0, null, null, null, null, 8000],
            ["move", 0, null, 1, 1, 0, 20000],
            ["ready", 1, null, null, null, null, 12000],
            ["move", 1, null, 1, 1, 1, 2000],
            ["hold", 1, null, 1, 1, 1, 3000],
            ["rate", null, null, null, null, null, 10000],
        ],
    }))
    .expect("a timeline")
}

/// A timeline of that many steps: long ones take more room than a page of a database.
///
/// # Panics
/// Where it is longer than a timeline may be.
pub fn long_timeline(level: i8, steps: usize) -> Arc<Timeline> {
    let mut list = vec![json!(["ready", 0, "right", null, null, null, 8000])];
    list.extend((1..steps).map(|n| json!(["hold", 0, "left", 1, n, 0, 3000 + n])));
    serde_json::from_value(json!({
        "routine": "full",
        "level": level,
        "plays": [{ "exercise": "neck-side-bend-rotation" }],
        "phases": ["side-bend"],
        "steps": list,
    }))
    .expect("a timeline")
}

/// A person's own routine, with an exercise of its own and a figure.
fn routine() -> Value {
    json!({
        "name": "After work",
        "note": "Slowly.",
        "warm_up": ["gentle-nods"],
        "items": [
            { "what": { "library": { "exercise": "cat-cow", "variant": "seated" } }, "dose": { "reps": 3 }, "note": "Sit." },
            { "what": { "own": "slide" } },
        ],
        "exercises": [{
            "id": "slide", "name": "Wall slide", "kind": "stretch", "position": "any", "sets": 1, "reps": 2, "rest_s": 0,
            "phases": [{ "name": "Up", "do": "Slide up.", "cue": "Up", "move_s": 3, "hold_s": 5, "return_s": 3 }],
            "figure": { "like": { "exercise": "pec-stretch" } },
        }],
    })
}

/// Every kind of entry, ids from `first` on.
///
/// # Panics
/// Never: the forms are fixed.
pub fn every_kind(first: u32) -> Vec<Entry> {
    let of = session(7);
    [
        json!({ "kind": "step-finished", "session": of, "step": 3, "outcome": "done" }),
        json!({ "kind": "step-finished", "session": of, "step": 4095, "outcome": "skipped" }),
        json!({ "kind": "pain-rated", "session": of, "moment": "before", "rating": 10 }),
        json!({ "kind": "pain-rated", "session": of, "moment": "after", "rating": 0 }),
        json!({ "kind": "exercise-felt", "session": of, "play": 1, "felt": { "discomfort": "fine" } }),
        json!({ "kind": "exercise-felt", "session": of, "play": 4095, "felt": { "discomfort": "too-much", "rating": 10 } }),
        json!({ "kind": "exercise-hurt", "session": of, "play": 0 }),
        json!({ "kind": "session-ended", "session": of, "how": "completed" }),
        json!({ "kind": "session-ended", "session": of, "how": "dizzy" }),
        json!({ "kind": "session-deleted", "session": of }),
        json!({ "kind": "session-restored", "session": of }),
        json!({ "kind": "settings-changed", "change": { "voice_name": "Zoë “2” \\ \u{1f9d8}", "theme": "dark" } }),
        json!({ "kind": "settings-changed", "change": {} }),
        json!({ "kind": "profile-changed", "change": { "complaints": ["neck", "headache"], "minutes": 10 } }),
        json!({ "kind": "screening-answered", "answers": { "now": [], "before": ["arm"], "conditions": ["knee"] } }),
        json!({ "kind": "discomfort-followed-up", "session": of, "play": 3, "settled": true }),
        json!({ "kind": "standing-set", "exercise": "superman", "standing": { "form": "easier", "level": -1 } }),
        json!({ "kind": "exercise-chosen", "exercise": "superman", "choice": "left-out" }),
        json!({ "kind": "day-wished", "day": { "date": "2026-08-03", "swapped": { "superman": { "exercise": "cat-cow", "variant": "seated" } } } }),
        json!({ "kind": "comeback-over" }),
        json!({ "kind": "routine-kept", "routine": of, "plan": routine() }),
        json!({ "kind": "routine-deleted", "routine": of }),
        json!({ "kind": "routine-restored", "routine": of }),
        json!({ "kind": "note-kept", "note": of, "content": { "date": "2026-08-03", "content": { "feeling": {
            "rating": 4, "locations": ["neck", "left-shoulder"], "text": "stiff \u{201c}again\u{201d}\nsince noon" } } } }),
        json!({ "kind": "note-kept", "note": session(9), "content": { "date": "2026-08-03", "content": { "week": {
            "average": 5, "change": "better", "sleep": "well", "activity": "more" } } } }),
        json!({ "kind": "note-kept", "note": session(10), "content": { "date": "2026-08-03", "content": { "reach": {
            "test": "side-bend", "side": "left", "reading": { "degrees": 42 } } } } }),
        json!({ "kind": "note-deleted", "note": of }),
        json!({ "kind": "note-restored", "note": of }),
        json!({ "kind": "advice-read", "rule": "worse", "since": "2026-08-03" }),
    ]
    .into_iter()
    .map(|body| serde_json::from_value(body).expect("a body"))
    .chain([
        Body::SessionStarted { session: of, timeline: timeline(1) },
        Body::SessionStarted { session: session(8), timeline: long_timeline(-2, 1000) },
    ])
    .zip(first..)
    .map(|(body, number)| entry(number, body))
    .collect()
}

/// All entries of a journal.
///
/// # Panics
/// Where it can't be read.
pub async fn all(journal: &impl Journal) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut position = Position::default();
    loop {
        let batch = journal
            .read_after(position, 1000)
            .await
            .expect("a journal that can be read");
        let Some(last) = batch.last() else {
            return entries;
        };
        position = last.0;
        entries.extend(batch.into_iter().map(|(_, entry)| entry));
    }
}

async fn begins_empty(journal: &impl Journal) {
    let end = journal.end().await.expect("end");
    assert_eq!(end.number, 0);
    assert_eq!(
        journal
            .read_after(Position::default(), 10)
            .await
            .expect("read"),
        []
    );
    assert_eq!(journal.snapshot().await.expect("snapshot"), None);
    assert_eq!(journal.notices().await.expect("notices"), []);
    let nothing = Appended {
        before: end,
        after: end,
        ..Appended::default()
    };
    assert_eq!(journal.append(&[]).await.expect("append"), nothing);
    assert_eq!(journal.end().await.expect("end"), end);
}

/// How many were new, and how many known.
fn counts(appended: Appended) -> (u64, u64) {
    assert_eq!(appended.before.epoch, appended.after.epoch);
    let further = appended.after.number - appended.before.number;
    assert_eq!(further, appended.new, "new ones have numbers in a row");
    (appended.new, appended.known)
}

/// Appends, and checks that it is said rightly between which positions.
async fn append(journal: &impl Journal, entries: &[Entry]) -> Appended {
    let before = journal.end().await.expect("end");
    let appended = journal.append(entries).await.expect("append");
    assert_eq!(appended.before, before);
    assert_eq!(appended.after, journal.end().await.expect("end"));
    appended
}

async fn keeps_entries_in_order(journal: &impl Journal) {
    // In the order in which they arrive, not that of their ids or times.
    let entries = [step(5), step(3), step(9), step(1)];
    let appended = append(journal, &entries[..1]).await;
    assert_eq!(counts(appended), (1, 0));
    journal.append(&entries[1..]).await.expect("append");
    assert_eq!(all(journal).await, entries);
    let end = journal.end().await.expect("end");
    let read = journal
        .read_after(Position::default(), 10)
        .await
        .expect("read");
    assert_eq!(read.last().map(|(position, _)| *position), Some(end));
    assert!(
        read.windows(2).all(|pair| pair[0].0 < pair[1].0),
        "positions rise"
    );
}

async fn passes_over_known_entries(journal: &impl Journal) {
    let entries: Vec<Entry> = (0..300).map(step).collect();
    journal.append(&entries[..200]).await.expect("append");
    let end = journal.end().await.expect("end");
    let again = append(journal, &entries[..200]).await;
    assert_eq!(counts(again), (0, 200));
    assert_eq!(journal.end().await.expect("end"), end);
    let more = append(journal, &entries).await;
    assert_eq!(counts(more), (100, 200));
    let read = journal.read_after(more.before, 1000).await.expect("read");
    let read: Vec<Entry> = read.into_iter().map(|(_, entry)| entry).collect();
    assert_eq!(read, entries[200..], "what can be folded from memory");
    let twice = append(journal, &[step(400), step(401), step(400)]).await;
    assert_eq!(counts(twice), (2, 1));
    let mut expected = entries;
    expected.extend([step(400), step(401)]);
    assert_eq!(all(journal).await, expected);
}

async fn appends_all_or_nothing(journal: &impl Journal) {
    journal.append(&[step(1), step(2)]).await.expect("append");
    let end = journal.end().await.expect("end");
    for length in [3, 70, 200] {
        for place in [0, length / 2, length - 1] {
            // The id of a kept entry, with something else behind it.
            let mut entries: Vec<Entry> = (10..10 + length).map(step).collect();
            entries[place as usize] = Entry {
                at: at(9999),
                ..step(2)
            };
            match journal.append(&entries).await {
                Err(JournalError::Conflict { id, index, earlier }) => {
                    assert_eq!(id, step(2).id);
                    assert_eq!((index, earlier), (place as usize, None));
                }
                other => panic!("expected a conflict, got {other:?}"),
            }
            assert_eq!(journal.end().await.expect("end"), end);
        }
    }
    // The same within what is to be kept.
    let entries = [
        step(20),
        step(21),
        Entry {
            zone: Zone::try_from("UTC".to_owned()).expect("zone"),
            ..step(20)
        },
    ];
    match journal.append(&entries).await {
        Err(JournalError::Conflict {
            index: 2,
            earlier: Some(0),
            ..
        }) => {}
        other => panic!("expected a conflict, got {other:?}"),
    }
    assert_eq!(all(journal).await, [step(1), step(2)]);
    journal
        .append(&[step(20)])
        .await
        .expect("append after a conflict");
}

async fn imports_all_or_nothing(journal: &impl Journal) {
    journal.append(&[step(1), step(2)]).await.expect("append");
    let end = journal.end().await.expect("end");
    let entries: Vec<Entry> = (0..1000).map(step).collect();

    let mut import = journal.begin_import().await.expect("begin");
    import.append(&entries).await.expect("append");
    assert_eq!(
        journal.end().await.expect("end"),
        end,
        "nothing is seen before it is committed"
    );
    assert_eq!(all(journal).await, [step(1), step(2)]);
    drop(import);
    assert_eq!(journal.end().await.expect("end"), end);

    let mut import = journal.begin_import().await.expect("begin");
    let mut total = (0, 0);
    let mut reached = end;
    for piece in [&entries[..300], &[], &entries[200..999], &entries[999..]] {
        let appended = import.append(piece).await.expect("append");
        assert_eq!(appended.before, reached);
        reached = appended.after;
        let (new, known) = counts(appended);
        total = (total.0 + new, total.1 + known);
    }
    assert_eq!(total, (998, 102));
    import.commit().await.expect("commit");
    assert_eq!(journal.end().await.expect("end"), reached);
    let mut expected = vec![step(1), step(2), step(0)];
    expected.extend((3..1000).map(step));
    assert_eq!(all(journal).await, expected);

    // One without a piece changes nothing.
    let import = journal.begin_import().await.expect("begin");
    import.commit().await.expect("commit");
    assert_eq!(journal.end().await.expect("end"), reached);
}

async fn an_import_names_the_place_of_what_is_wrong(journal: &impl Journal) {
    journal.append(&[step(3), step(700)]).await.expect("append");
    let end = journal.end().await.expect("end");
    let entries: Vec<Entry> = (0..800).map(step).collect();
    let changed = |number: u32| Entry {
        at: at(9999),
        ..step(number)
    };
    for (wrong, place) in [
        (3, None),
        (700, None),
        (0, Some(0)),
        (4, Some(4)),
        (299, Some(299)),
        (300, Some(300)),
        (701, Some(701)),
        (799, Some(799)),
    ] {
        let mut import = journal.begin_import().await.expect("begin");
        for piece in entries.chunks(300) {
            import.append(piece).await.expect("append");
        }
        let piece = [step(5), step(900), changed(wrong), step(901)];
        match import.append(&piece).await {
            Err(JournalError::Conflict { id, index, earlier }) => {
                assert_eq!(id, step(wrong).id);
                assert_eq!((index, earlier), (802, place));
            }
            other => panic!("expected a conflict, got {other:?}"),
        }
        import
            .commit()
            .await
            .expect_err("an import that failed can't be committed");
        assert_eq!(journal.end().await.expect("end"), end);
    }
    let mut import = journal.begin_import().await.expect("begin");
    match import.append(&[step(9), changed(9)]).await {
        Err(JournalError::Conflict { index, earlier, .. }) => {
            assert_eq!((index, earlier), (1, Some(0)));
        }
        other => panic!("expected a conflict, got {other:?}"),
    }
    drop(import);
    assert_eq!(all(journal).await, [step(3), step(700)]);
}

async fn others_wait_for_an_import(journal: &impl Journal) {
    let mut import = journal.begin_import().await.expect("begin");
    import.append(&[step(1)]).await.expect("append");
    let mut other = std::pin::pin!(async {
        let other = [step(2)];
        journal.append(&other).await
    });
    let waits = std::future::poll_fn(|context| {
        std::task::Poll::Ready(other.as_mut().poll(context).is_pending())
    });
    assert!(waits.await, "another writer waits");
    import.append(&[step(3)]).await.expect("append");
    import.commit().await.expect("commit");
    other.await.expect("append");
    assert_eq!(all(journal).await, [step(1), step(3), step(2)]);
}

async fn reads_on_from_any_position(journal: &impl Journal) {
    let entries: Vec<Entry> = (0..25).map(step).collect();
    journal.append(&entries).await.expect("append");
    let all = journal
        .read_after(Position::default(), 100)
        .await
        .expect("read");
    assert_eq!(all.len(), 25);
    for (read, (position, _)) in (1..).zip(&all) {
        for limit in [0, 1, 7, 100, usize::MAX] {
            let rest = journal.read_after(*position, limit).await.expect("read");
            let expected: Vec<_> = all[read..].iter().take(limit).cloned().collect();
            assert_eq!(rest, expected);
        }
    }
    let end = journal.end().await.expect("end");
    let other = Position {
        epoch: end.epoch + 1,
        number: 20,
    };
    let anew = journal.read_after(other, 100).await.expect("read");
    assert_eq!(
        anew.len(),
        25,
        "a position of another epoch is the beginning"
    );
    let beyond = Position {
        number: u64::MAX,
        ..end
    };
    assert_eq!(journal.read_after(beyond, 100).await.expect("read"), []);
}

async fn keeps_every_kind_of_entry(journal: &impl Journal) {
    let mut entries = every_kind(1);
    // From elsewhere, and at the ends of time.
    let mut far = step(100);
    far.device = device(9);
    far.zone = Zone::try_from("America/Argentina/ComodRivadavia".to_owned()).expect("zone");
    far.at = At::from_millisecond(0).expect("1970");
    let mut late = step(101);
    late.at = At::from_millisecond(16_725_225_600_000).expect("2500");
    late.id = EntryId(Uuid::nil());
    entries.extend([far, late]);
    journal.append(&entries).await.expect("append");
    assert_eq!(all(journal).await, entries);
    let again = journal.append(&entries).await.expect("append");
    assert_eq!(again.new, 0);
}

/// Puts a snapshot by whose pieces are these.
///
/// # Panics
/// Where it can't be put by.
pub async fn put(journal: &impl Journal, snapshot: Snapshot, pieces: &[&[u8]]) {
    let mut pieces = pieces.iter().map(|piece| piece.to_vec());
    journal
        .put_snapshot(snapshot, &mut pieces)
        .await
        .expect("put");
}

async fn keeps_one_snapshot(journal: &impl Journal) {
    journal.append(&[step(1)]).await.expect("append");
    let position = journal.end().await.expect("end");
    let snapshot = Snapshot {
        version: 3,
        position,
    };
    let piece = async |place: u32| {
        journal
            .snapshot_piece(snapshot, place)
            .await
            .expect("a piece")
    };
    let long = [vec![0; 100_000], vec![7; 200_000]];
    for pieces in [
        vec![&[1_u8, 2, 3][..]],
        vec![&long[0], &[9], &long[1]],
        vec![&[5], &[6]],
        vec![],
    ] {
        put(journal, snapshot, &pieces).await;
        assert_eq!(journal.snapshot().await.expect("snapshot"), Some(snapshot));
        for (place, data) in (0..).zip(&pieces) {
            assert_eq!(piece(place).await, SnapshotPiece::Data(data.to_vec()));
        }
        for place in [pieces.len(), pieces.len() + 1] {
            let place = u32::try_from(place).expect("few pieces");
            if place as usize == pieces.len() {
                assert_eq!(piece(place).await, SnapshotPiece::End);
            } else {
                assert!(!matches!(piece(place).await, SnapshotPiece::Data(_)));
            }
        }
        let whole = whole_snapshot(journal).await.expect("snapshot");
        assert_eq!(whole, Some((snapshot, pieces.concat())));
    }
    put(journal, snapshot, &[&[], &[4], &[], &[2]]).await;
    let whole = whole_snapshot(journal).await.expect("snapshot");
    assert_eq!(whole, Some((snapshot, vec![4, 2])), "empty pieces are none");
    assert_eq!(piece(1).await, SnapshotPiece::Data(vec![2]));
    let stale = Snapshot {
        position: Position {
            epoch: position.epoch + 1,
            ..position
        },
        ..snapshot
    };
    put(journal, stale, &[&[9]]).await;
    assert_eq!(
        whole_snapshot(journal).await.expect("snapshot"),
        whole,
        "one of another epoch is passed over"
    );
    let newer = Snapshot {
        version: 4,
        ..snapshot
    };
    put(journal, newer, &[&[8], &[7]]).await;
    assert_eq!(
        piece(0).await,
        SnapshotPiece::Damaged,
        "a piece of one that another took the place of"
    );
}

async fn erases_for_good(journal: &impl Journal) {
    let entries: Vec<Entry> = (0..50).map(step).collect();
    journal.append(&entries).await.expect("append");
    let before = journal.end().await.expect("end");
    let snapshot = Snapshot {
        version: 1,
        position: before,
    };
    put(journal, snapshot, &[&[7; 10], &[8; 10]]).await;
    journal.erase().await.expect("erase");
    assert_eq!(all(journal).await, []);
    assert_eq!(journal.snapshot().await.expect("snapshot"), None);
    let piece = journal.snapshot_piece(snapshot, 0).await.expect("a piece");
    assert_eq!(piece, SnapshotPiece::Damaged);
    assert_eq!(journal.notices().await.expect("notices"), []);
    let after = journal.end().await.expect("end");
    assert_ne!(after.epoch, before.epoch);
    assert_eq!(after.number, 0);
    // What was erased may come again, from an export.
    assert_eq!(counts(append(journal, &entries).await), (50, 0));
    let read = journal.read_after(before, 100).await.expect("read");
    assert_eq!(read.len(), 50, "whoever had read everything begins anew");
    journal.acknowledge().await.expect("acknowledge");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The words of serde for a kind that there isn't name all that there are.
    fn kinds() -> BTreeSet<String> {
        let error = serde_json::from_value::<Body>(json!({ "kind": "" })).unwrap_err();
        let words = error.to_string();
        let names = words.split('`').skip(1).step_by(2);
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn every_kind_has_every_kind() {
        let written = every_kind(1).into_iter().map(|entry| {
            let body = serde_json::to_value(entry.body).unwrap();
            body["kind"].as_str().unwrap().to_owned()
        });
        assert_eq!(written.collect::<BTreeSet<_>>(), kinds());
    }

    /// What is in journals and exports out there stays readable, and is written the same way again.
    #[test]
    fn every_kind_is_written_as_in_the_first_release() {
        let lines: Vec<String> = every_kind(1)
            .iter()
            .map(|entry| serde_json::to_string(entry).unwrap())
            .collect();
        let frozen = include_str!("../../unhunch/tests/frozen/every-kind.jsonl");
        let frozen: Vec<&str> = frozen.lines().collect();
        assert_eq!(lines, frozen);
    }
}
