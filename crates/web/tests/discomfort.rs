//! How exercises felt, that one hurt, and that somebody got dizzy: as the player sends it, as
//! forms send it, and as pages show it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::Person;
use unhunch_domain::{Ending, ExerciseDiscomfort};

/// The first exercise of the two minutes that is no warm-up.
const FIRST: usize = 3;

/// What the player sends: events with ids of their own, so many seconds after the clock.
fn event(number: u8, seconds: i64, what: &Value) -> Value {
    let at: jiff::Timestamp = "2026-08-03T07:00:00Z".parse().unwrap();
    let at = at + jiff::SignedDuration::from_secs(seconds);
    let id = format!("01987000-0000-7000-8000-0000000000{number:02}");
    let mut event = json!({ "id": id, "at": at.to_string() });
    for (name, value) in what.as_object().unwrap() {
        event[name] = value.clone();
    }
    event
}

fn events(all: &[Value]) -> String {
    json!({ "events": all }).to_string()
}

/// How an exercise felt and whether it hurt, and how the session ended.
async fn known(
    person: &Person,
    session: &str,
    play: usize,
) -> (Option<ExerciseDiscomfort>, bool, Option<Ending>) {
    let id = session.parse().unwrap();
    person
        .app
        .read(|diary| {
            let session = diary.session(id).unwrap();
            (
                session.felt(play),
                session.hurt(play).is_some(),
                session.ending(),
            )
        })
        .await
        .unwrap()
}

async fn said(person: &Person, session: &str, play: usize) -> Value {
    json!(known(person, session, play).await.0)
}

#[tokio::test]
async fn answers_are_kept_once_and_the_latest_counts() {
    let person = Person::new().await;
    let session = person.start("two-minutes").await;
    person.wait_minutes(5);
    let batch = events(&[
        event(1, 10, &json!({ "play": FIRST, "felt": "fine" })),
        event(2, 12, &json!({ "play": FIRST, "rating": 5 })),
        event(3, 14, &json!({ "play": FIRST, "felt": "fine" })),
        event(4, 15, &json!({ "play": FIRST, "felt": "too-much" })),
    ]);
    let first = person.play(&session, &batch).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert_eq!(
        said(&person, &session, FIRST).await,
        json!({ "discomfort": "too-much" })
    );
    let entries = person.entries().await;
    assert_eq!(entries, 5);

    // The answer got lost, and the browser sends all of it again.
    assert_eq!(person.play(&session, &batch).await.text, first.text);
    assert_eq!(person.entries().await, entries);

    // One that waited in a browser while the person changed it elsewhere.
    let late = events(&[event(5, 3, &json!({ "play": FIRST, "felt": "some" }))]);
    assert_eq!(person.play(&session, &late).await.status, StatusCode::OK);
    assert_eq!(
        said(&person, &session, FIRST).await,
        json!({ "discomfort": "too-much" })
    );
    let page = person
        .post(
            &format!("/sessions/{session}/felt"),
            &format!("play={FIRST}&rating=4"),
        )
        .await;
    assert_eq!(
        page.location,
        Some(format!("/sessions/{session}/after#felt"))
    );
    let late = events(&[event(6, 200, &json!({ "play": FIRST, "felt": "fine" }))]);
    person.play(&session, &late).await;
    assert_eq!(
        said(&person, &session, FIRST).await,
        json!({ "discomfort": "some", "rating": 4 })
    );

    // The player knows it after a reload.
    let data = person.get(&format!("/sessions/{session}")).await.text;
    assert!(data.contains(r#""felt":"some","rating":4"#));
    assert!(data.contains(
        r#""discomforts":["fine","fine","fine","fine","some","some","too-much","too-much","too-much","too-much","too-much"]"#
    ));
}

#[tokio::test]
async fn what_hurt_is_kept_once_of_warm_ups_too() {
    let person = Person::new().await;
    let session = person.start("two-minutes").await;
    for number in 1..=2 {
        let hurt = events(&[event(number, 10, &json!({ "play": 0, "hurt": true }))]);
        assert_eq!(person.play(&session, &hurt).await.status, StatusCode::OK);
    }
    assert_eq!(person.entries().await, 2);
    assert_eq!(known(&person, &session, 0).await, (None, true, None));
    let data = person.get(&format!("/sessions/{session}")).await.text;
    assert!(data.contains(r#""hurt":true"#));
}

#[tokio::test]
async fn what_the_player_may_not_say_about_an_exercise_is_refused_and_changes_nothing() {
    let person = Person::new().await;
    let session = person.start("two-minutes").await;
    let entries = person.entries().await;
    let cases = [
        json!({ "play": 0 }),
        json!({ "felt": "fine" }),
        json!({ "rating": 3 }),
        json!({ "hurt": true }),
        json!({ "play": 0, "felt": "awful" }),
        json!({ "play": 0, "felt": "fine", "rating": 3 }),
        json!({ "play": 0, "rating": 11 }),
        json!({ "play": 0, "rating": 300 }),
        json!({ "play": 0, "rating": -1 }),
        json!({ "play": 0, "rating": 2.5 }),
        json!({ "play": 0, "hurt": false }),
        json!({ "play": 0, "hurt": true, "felt": "fine" }),
        json!({ "play": 0, "felt": "fine", "step": 0, "outcome": "done" }),
        json!({ "play": 0, "ended": "dizzy" }),
        json!({ "ended": "dizzy", "hurt": true }),
        json!({ "ended": "fainted" }),
        json!({ "play": 99, "felt": "fine" }),
        json!({ "play": 99, "hurt": true }),
        json!({ "play": u64::MAX, "felt": "fine" }),
        json!({ "play": -1, "felt": "fine" }),
        json!({ "play": "0", "felt": "fine" }),
    ];
    let mut seen = Vec::new();
    for case in cases {
        let answer = person.play(&session, &events(&[event(1, 0, &case)])).await;
        assert!(answer.status.is_client_error(), "{case}");
        seen.push(format!(
            "{case}: {} {}",
            answer.status.as_u16(),
            answer.text
        ));
    }
    insta::assert_snapshot!(seen.join("\n"));
    assert_eq!(person.entries().await, entries);
}

#[tokio::test]
async fn a_session_that_ended_because_of_dizziness_says_what_to_do() {
    let person = Person::new().await;
    let session = person.play_through("two-minutes", 2).await;
    let dizzy = events(&[event(1, 0, &json!({ "ended": "dizzy" }))]);
    let entries = person.entries().await;
    for _ in 0..2 {
        assert_eq!(person.play(&session, &dizzy).await.status, StatusCode::OK);
        assert_eq!(person.entries().await, entries + 1);
    }
    assert_eq!(known(&person, &session, 0).await.2, Some(Ending::Dizzy));
    let page = person.get(&format!("/sessions/{session}/after")).await.text;
    assert!(page.contains("Rest now") && !page.contains("Well done"));
    assert!(page.contains("Sit or lie down") && page.contains("call your local emergency number"));
    let page = person.get(&format!("/history/{session}")).await.text;
    assert!(page.contains("ended because of dizziness"));

    // Before anything was done, nobody is asked to start again.
    person.wait_minutes(24 * 60);
    let session = person.start("desk").await;
    let dizzy = events(&[event(2, 0, &json!({ "ended": "dizzy" }))]);
    person.play(&session, &dizzy).await;
    let page = person.get(&format!("/sessions/{session}/after")).await.text;
    assert!(page.contains("Sit or lie down") && !page.contains("start again"));
}

#[tokio::test]
async fn after_a_session_exercises_can_be_answered_and_answers_changed() {
    let person = Person::new().await;
    let session = person.play_through("two-minutes", 2).await;
    let hurt = events(&[event(1, 0, &json!({ "play": FIRST + 2, "hurt": true }))]);
    person.play(&session, &hurt).await;
    let address = format!("/sessions/{session}/felt");
    for form in [
        format!("play={FIRST}&felt=too-much"),
        format!("play={FIRST}&felt=some"),
        format!("play={}&rating=0", FIRST + 1),
    ] {
        let page = person.post(&address, &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{form}: {}", page.text);
    }
    let page = person.get(&format!("/sessions/{session}/after")).await.text;
    let main = page.split("<main").nth(1).unwrap();
    insta::assert_snapshot!("after_felt", main);
    let page = person.get(&format!("/history/{session}")).await.text;
    for words in [
        "some discomfort<",
        "felt fine, 0 of 10<",
        "stopped because it hurt<",
    ] {
        assert!(page.contains(words), "{words}");
    }

    let entries = person.entries().await;
    for (form, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("play=0", StatusCode::BAD_REQUEST),
        ("felt=fine", StatusCode::BAD_REQUEST),
        ("play=3&felt=awful", StatusCode::BAD_REQUEST),
        ("play=3&felt=fine&rating=2", StatusCode::BAD_REQUEST),
        ("play=3&rating=11", StatusCode::UNPROCESSABLE_ENTITY),
        ("play=99&felt=fine", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let page = person.post(&address, form).await;
        assert_eq!(page.status, status, "{form}");
        assert!(page.text.contains("That didn’t work"), "{form}");
    }
    let other = "/sessions/01900000-0000-7000-8000-000000000000/felt";
    let page = person.post(other, "play=0&felt=fine").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(person.entries().await, entries);
}

#[tokio::test]
async fn without_scripts_a_person_says_how_it_was() {
    let person = Person::new().await;
    let session = person.start("two-minutes").await;
    let address = format!("/sessions/{session}/end");
    let entries = person.entries().await;
    for bad in [
        "felt-3=awful",
        "felt-x=fine",
        "felt-99=hurt",
        "felt--1=fine",
    ] {
        let page = person.post(&address, bad).await;
        assert!(page.status.is_client_error(), "{bad}: {}", page.status);
    }
    assert_eq!(person.entries().await, entries, "all or nothing");
    let form = format!(
        "did=scapular-squeeze&felt-0=&felt-{FIRST}=some&felt-{}=hurt",
        FIRST + 1
    );
    let page = person.post(&address, &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let (felt, hurt, ending) = known(&person, &session, FIRST).await;
    assert_eq!(json!(felt), json!({ "discomfort": "some" }));
    assert_eq!((hurt, ending), (false, Some(Ending::Stopped)));
    let (felt, hurt, _) = known(&person, &session, FIRST + 1).await;
    assert_eq!((felt, hurt), (None, true));
    assert_eq!(known(&person, &session, 0).await.0, None);
}

#[tokio::test]
async fn what_was_wrong_before_anything_was_done_is_part_of_the_history() {
    let person = Person::new().await;
    let session = person.start("two-minutes").await;
    let all = [
        event(1, 0, &json!({ "play": 0, "hurt": true })),
        event(2, 0, &json!({ "ended": "stopped" })),
    ];
    person.play(&session, &events(&all)).await;
    let page = person.get(&format!("/sessions/{session}/after")).await.text;
    assert!(page.contains("stopped because it hurt") && !page.contains("nothing to remember"));
    let address = format!("/history/{session}");
    assert!(page.contains(&address));
    assert!(person.get("/history").await.text.contains(&address));
}
