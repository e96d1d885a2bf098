//! Entries of every kind with anything in them, for tests.

use std::collections::HashSet;
use std::ops::Range;

use proptest::prelude::*;
use serde_json::{Value, json};
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::{Body, DeviceId, Entry, EntryId};
use uuid::Uuid;

use crate::contract;

/// Lists of entries, each id once.
pub(crate) fn entries(length: Range<usize>) -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), length).prop_map(|mut entries| {
        let mut ids = HashSet::new();
        entries.retain(|entry| ids.insert(entry.id));
        entries
    })
}

fn uuid() -> impl Strategy<Value = Uuid> {
    // Few as well as any, so that entries share some.
    prop_oneof![any::<u128>(), 0..4_u128].prop_map(Uuid::from_u128)
}

fn entry() -> impl Strategy<Value = Entry> {
    (
        any::<u128>(),
        uuid(),
        0..=At::LATEST_READ.as_millisecond(),
        "[A-Za-z0-9/_+-]{1,64}",
        body(),
    )
        .prop_map(|(id, device, at, zone, body)| Entry {
            id: EntryId(Uuid::from_u128(id)),
            device: DeviceId(device),
            at: At::from_millisecond(at).unwrap(),
            zone: Zone::try_from(zone).unwrap(),
            version: Version::CURRENT,
            body,
        })
}

fn body() -> impl Strategy<Value = Body> {
    let of_session = (uuid(), of_session()).prop_map(|(session, mut body)| {
        body["session"] = json!(session);
        body
    });
    let settings = (
        "[^\\p{C}]{0,60}",
        prop::option::of(any::<bool>()),
        3..=30_u8,
    )
        .prop_map(|(voice, sounds, seconds)| {
            let mut change = json!({ "voice_name": voice, "get_ready": seconds });
            if let Some(sounds) = sounds {
                change["sounds"] = json!(sounds);
            }
            json!({ "kind": "settings-changed", "change": change })
        });
    let routine = (uuid(), custom_routine()).prop_map(|(routine, mut body)| {
        body["routine"] = json!(routine);
        body
    });
    let fixed = prop_oneof![8 => of_session, 2 => settings, 2 => of_person(), 2 => routine]
        .prop_map(|body| serde_json::from_value(body).unwrap());
    let started = (uuid(), any::<i8>(), 1..300_usize).prop_map(|(session, level, steps)| {
        Body::SessionStarted {
            session: unhunch_domain::SessionId(session),
            timeline: contract::long_timeline(level, steps),
        }
    });
    prop_oneof![9 => fixed, 1 => started]
}

fn of_person() -> impl Strategy<Value = Value> {
    prop_oneof![
        (2..=20_u8, prop::sample::subsequence(vec!["neck", "headache"], 0..=2)).prop_map(
            |(minutes, complaints)| json!({ "kind": "profile-changed", "change": { "minutes": minutes, "complaints": complaints } })
        ),
        prop::sample::subsequence(vec!["arm", "night", "surgery"], 0..=3).prop_map(
            |before| json!({ "kind": "screening-answered", "answers": { "before": before } })
        ),
        ("[a-z]{1,20}", any::<i8>()).prop_map(
            |(exercise, level)| json!({ "kind": "standing-set", "exercise": exercise, "standing": { "form": "harder", "level": level } })
        ),
        "[a-z]{1,20}".prop_map(
            |exercise| json!({ "kind": "exercise-chosen", "exercise": exercise, "choice": "agreed" })
        ),
        prop::collection::btree_set("[a-z]{1,20}", 0..4).prop_map(
            |dropped| json!({ "kind": "day-wished", "day": { "date": "2026-08-03", "dropped": dropped } })
        ),
        Just(json!({ "kind": "comeback-over" })),
        // Hangul fillers are letters, but nothing is seen of them: no remark begins or ends with one.
        (uuid(), 0..=10_u8, "[^\\p{C}\\p{Z}\\u{115f}\\u{1160}\\u{3164}\\u{ffa0}]{1,60}").prop_map(
            |(note, rating, text)| json!({ "kind": "note-kept", "note": note, "content": {
                "date": "2026-08-03",
                "content": { "feeling": { "rating": rating, "locations": ["left-shoulder"], "text": text } },
            } })
        ),
        (uuid(), prop::sample::select(vec!["note-deleted", "note-restored"]))
            .prop_map(|(note, kind)| json!({ "kind": kind, "note": note })),
        Just(json!({ "kind": "advice-read", "rule": "worse", "since": "2026-08-03" })),
    ]
}

fn of_session() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0..4096_u16, prop::sample::select(vec!["done", "skipped"])).prop_map(
            |(step, outcome)| json!({ "kind": "step-finished", "step": step, "outcome": outcome })
        ),
        (0..=10_u8, prop::sample::select(vec!["before", "after"])).prop_map(
            |(rating, moment)| json!({ "kind": "pain-rated", "moment": moment, "rating": rating })
        ),
        prop::sample::select(vec!["completed", "stopped", "closed", "dizzy"])
            .prop_map(|how| json!({ "kind": "session-ended", "how": how })),
        (0..4096_u16, any::<bool>()).prop_map(
            |(play, settled)| json!({ "kind": "discomfort-followed-up", "play": play, "settled": settled })
        ),
        (0..4096_u16, 0..=10_u8, any::<bool>()).prop_map(|(play, rating, is_rated)| {
            let word =
                ["fine", "some", "too-much"][usize::from(rating > 3) + usize::from(rating > 5)];
            let mut felt = json!({ "discomfort": word });
            if is_rated {
                felt["rating"] = json!(rating);
            }
            json!({ "kind": "exercise-felt", "play": play, "felt": felt })
        }),
        (0..4096_u16).prop_map(|play| json!({ "kind": "exercise-hurt", "play": play })),
        Just(json!({ "kind": "session-deleted" })),
        Just(json!({ "kind": "session-restored" })),
    ]
}

fn custom_routine() -> impl Strategy<Value = Value> {
    let kept = (
        "[^\\p{C}\\p{Z}]{1,60}",
        "[^\\p{C}\\p{Zl}\\p{Zp}]{0,200}",
        1..=40_usize,
    )
        .prop_map(|(name, note, items)| {
            let item =
                json!({ "what": { "library": { "exercise": "cat-cow" } }, "dose": { "reps": 3 } });
            let own = json!({ "what": { "own": "slide" }, "note": note });
            let exercise = json!({
                "id": "slide", "name": name, "kind": "stretch", "position": "any",
                "sets": 1, "reps": 2, "rest_s": 0, "felt": note,
                "phases": [{ "name": name, "move_s": 3, "hold_s": 5, "return_s": 0 }],
            });
            let mut items = vec![item; items];
            items[0] = own;
            json!({
                "kind": "routine-kept",
                "plan": { "name": name, "note": note, "items": items, "exercises": [exercise] },
            })
        });
    prop_oneof![
        2 => kept,
        1 => Just(json!({ "kind": "routine-deleted" })),
        1 => Just(json!({ "kind": "routine-restored" })),
    ]
}
