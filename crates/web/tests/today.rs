//! Today's session as a person finds it: composed, changed, played, and gentler after it hurt;
//! and what is asked in the days after.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use axum::http::StatusCode;
use serde_json::json;
use support::Person;
use unhunch_domain::SessionId;
use unhunch_domain::journal::body::Body;

const DAY: i64 = 24 * 60;

/// The messages of what a session plays after the warm-up.
async fn plays(person: &Person, session: &str) -> Vec<String> {
    let id: SessionId = session.parse().unwrap();
    person
        .app
        .read(|diary| {
            let plays = diary.session(id).unwrap().timeline().plays().to_vec();
            let exercises = plays.iter().filter(|play| !play.warm_up);
            exercises
                .map(|play| match &play.variant {
                    None => play.exercise.to_string(),
                    Some(variant) => format!("{}:{variant}", play.exercise),
                })
                .collect()
        })
        .await
        .unwrap()
}

/// Does all of a session, and says of one of its exercises how it felt.
async fn do_all(person: &Person, session: &str, felt: Option<(&str, serde_json::Value)>) {
    let id: SessionId = session.parse().unwrap();
    let (steps, ids) = person
        .app
        .read(|diary| {
            let timeline = diary.session(id).unwrap().timeline().clone();
            let plays = timeline.plays().iter();
            let ids: Vec<_> = plays.map(|play| play.exercise.to_string()).collect();
            (u16::try_from(timeline.steps().len()).unwrap(), ids)
        })
        .await
        .unwrap();
    let done = person.finish(session, 0..steps - 1).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let event = |what: serde_json::Value| {
        let step = person.step(0, "done");
        let mut event: serde_json::Value = serde_json::from_str(&step).unwrap();
        let event = event.as_object_mut().unwrap();
        event.remove("step");
        event.remove("outcome");
        event.extend(what.as_object().unwrap().clone());
        json!({ "events": [event] }).to_string()
    };
    if let Some((exercise, mut what)) = felt {
        let play = ids.iter().position(|id| id == exercise).unwrap();
        what["play"] = json!(play);
        let page = person.play(session, &event(what)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    }
    let page = person
        .play(session, &event(json!({ "ended": "completed" })))
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
}

/// The answer buttons' key of a question that begins so.
async fn key(person: &Person, begins: &str) -> Option<String> {
    let page = person.get("/").await.text;
    page.split("name=\"key\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|key| key.starts_with(begins))
        .map(str::to_owned)
}

async fn answer(person: &Person, key: &str, reply: &str) {
    let page = person
        .post("/today/answer", &format!("key={key}&answer={reply}"))
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

#[tokio::test]
async fn what_is_wanted_today_is_what_is_played() {
    let person = Person::new().await;
    let before = plays(&person, &person.start("today").await).await;
    assert_eq!(
        person
            .post("/today", "minutes=10")
            .await
            .location
            .as_deref(),
        Some("/#today")
    );
    let longer = plays(&person, &person.start("today").await).await;
    assert!(longer.len() > before.len(), "{before:?} {longer:?}");

    // Something else instead of one, and another left out.
    let first = longer[0].split(':').next().unwrap();
    person
        .post(
            "/today",
            "swap=neck-side-bend-rotation&with=neck-side-bend-rotation:hand-under-chair",
        )
        .await;
    person.post("/today", &format!("drop={first}")).await;
    // An open session stands in the way of the plan; once it is over, the plan is there.
    let open = person.start("today").await;
    person
        .post(&format!("/sessions/{open}/end"), "how=closed")
        .await;
    let page = person.get("/").await.text;
    assert!(page.contains("You left it out today"), "{page}");
    assert!(page.contains("You chose this version"), "{page}");
    let changed = plays(&person, &person.start("today").await).await;
    assert!(!changed.iter().any(|play| play.starts_with(first)));
    assert!(changed.contains(&"neck-side-bend-rotation:hand-under-chair".to_owned()));

    // The same again gives the same session; as usual is as before.
    let again = plays(&person, &person.start("today").await).await;
    assert_eq!(again, changed);
    person.post("/today", "usual=yes").await;
    assert_eq!(plays(&person, &person.start("today").await).await, before);

    // Tomorrow nobody remembers.
    person.post("/today", "minutes=20").await;
    person.wait_minutes(DAY);
    assert!(person.get("/").await.text.contains("5 min"));
}

#[tokio::test]
async fn what_cannot_be_wanted_is_refused_and_changes_nothing() {
    let person = Person::new().await;
    let entries = person.all_entries().await;
    for (form, status) in [
        ("minutes=1", StatusCode::UNPROCESSABLE_ENTITY),
        ("minutes=21", StatusCode::UNPROCESSABLE_ENTITY),
        ("place=moon", StatusCode::UNPROCESSABLE_ENTITY),
        ("drop=no-such", StatusCode::NOT_FOUND),
        ("swap=cat-cow&with=no-such", StatusCode::NOT_FOUND),
        ("swap=cat-cow&with=%3Cb%3E", StatusCode::BAD_REQUEST),
        ("nonsense=yes", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let page = person.post("/today", form).await;
        assert!(
            page.status == status || page.status == StatusCode::BAD_REQUEST,
            "{form}: {}",
            page.status
        );
    }
    // What isn't asked changes nothing.
    answer(&person, "up:superman:usual:9", "yes").await;
    assert_eq!(person.all_entries().await, entries);
}

#[tokio::test]
async fn what_hurt_is_easier_the_next_day() {
    let person = Person::new().await;
    person.post("/today", "minutes=20").await;
    let session = person.start("today").await;
    assert!(
        plays(&person, &session)
            .await
            .contains(&"overhead-arm-reach".to_owned())
    );
    do_all(
        &person,
        &session,
        Some(("overhead-arm-reach", json!({ "hurt": true }))),
    )
    .await;
    let journal = person.journal_bodies().await;
    let set = journal
        .iter()
        .filter(|body| matches!(body, Body::StandingSet { .. }));
    assert_eq!(set.count(), 1);

    person.wait_minutes(DAY);
    person.post("/today", "minutes=20").await;
    let next = plays(&person, &person.start("today").await).await;
    assert!(
        next.contains(&"overhead-arm-reach:hand-on-head".to_owned()),
        "{next:?}"
    );
    let page = person.get("/exercises/overhead-arm-reach").await.text;
    let name = person.app.words().get("overhead-arm-reach_hand-on-head");
    let (_, standing) = page.split_once("Where you stand").unwrap();
    assert!(standing.contains(&name), "{standing}");
}

#[tokio::test]
async fn some_discomfort_is_asked_about_the_next_day_and_leads_down_with_a_yes() {
    let person = Person::new().await;
    person.post("/today", "minutes=20").await;
    let session = person.start("today").await;
    do_all(
        &person,
        &session,
        Some(("overhead-arm-reach", json!({ "rating": 5 }))),
    )
    .await;
    assert_eq!(key(&person, "settled:").await, None, "not on the same day");
    person.wait_minutes(DAY);
    let asked = key(&person, "settled:overhead-arm-reach")
        .await
        .expect("whether it settled");
    answer(&person, &asked, "no").await;
    let down = key(&person, "down:overhead-arm-reach")
        .await
        .expect("a step down");
    answer(&person, &down, "yes").await;
    let page = person.get("/exercises/overhead-arm-reach").await.text;
    assert!(page.contains("3 × 5 s"), "{page}");
}

#[tokio::test]
async fn who_comes_back_is_welcomed_and_begins_gently() {
    let person = Person::new().await;
    let session = person.start("today").await;
    do_all(&person, &session, None).await;
    person.wait_minutes(9 * DAY);
    let page = person.get("/").await.text;
    assert!(page.contains("What you built is still here"));
    assert!(page.contains("A step gentler, after"), "{page}");
    person.post("/today/as-before", "").await;
    let page = person.get("/").await.text;
    assert!(!page.contains("A step gentler, after"));
}

#[tokio::test]
async fn a_player_in_another_tab_hears_of_a_stop_and_paper_does_not_go_round_it() {
    let person = Person::new().await;
    let session = person.start("full").await;
    assert!(person.finish(&session, 0..1).await.json()["code"].is_null());
    person.post("/welcome/now?way=again", "sign=dizzy").await;
    let heard = person.finish(&session, 1..2).await;
    assert_eq!(heard.status, StatusCode::OK, "what was done is kept");
    assert_eq!(heard.json()["code"], "held");
    let paper = person.get("/routines/full/print").await;
    assert_eq!(paper.location.as_deref(), Some("/routines/full"));
    let list = person.get("/routines").await.text;
    assert!(!list.contains("name=\"routine\""), "{list}");
}

#[tokio::test]
async fn new_conditions_close_a_session_that_was_for_others() {
    let person = Person::new().await;
    let session = person.start("full").await;
    assert!(
        plays(&person, &session)
            .await
            .contains(&"knee-to-chest".to_owned())
    );
    person
        .post("/welcome/conditions?way=again", "condition=osteoporosis")
        .await;
    let page = person.get(&format!("/sessions/{session}")).await;
    assert_eq!(
        page.location.as_deref(),
        Some(&*format!("/sessions/{session}/after"))
    );
    let next = plays(&person, &person.start("full").await).await;
    assert!(!next.contains(&"knee-to-chest".to_owned()), "{next:?}");
}

#[tokio::test]
async fn what_cant_come_instead_is_no_request_of_ours() {
    let person = Person::new().await;
    for form in [
        "swap=superman&with=marching",
        "swap=superman&with=superman:nosuch",
        "swap=superman",
    ] {
        assert_eq!(
            person.post("/today", form).await.status,
            StatusCode::BAD_REQUEST,
            "{form}"
        );
    }
}

#[tokio::test]
async fn who_was_dizzy_or_hurt_rests_until_tomorrow() {
    let person = Person::new().await;
    let session = person.start("today").await;
    let first = plays(&person, &session).await[0].clone();
    let hurt = json!({ "hurt": true });
    do_all(&person, &session, Some((&first, hurt))).await;
    let page = person.get("/").await.text;
    assert!(page.contains("It hurt today, so it rests"), "{page}");
    let next = person.start("today").await;
    assert!(
        !plays(&person, &next)
            .await
            .iter()
            .any(|play| play.starts_with(&first))
    );

    let ended = person.step(0, "done");
    let ended = ended.replace("\"step\":0,\"outcome\":\"done\"", "\"ended\":\"dizzy\"");
    let kept = person
        .play(&next, &format!("{{\"events\":[{ended}]}}"))
        .await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text);
    let page = person.get("/").await.text;
    assert!(
        page.contains("Rest for today") && !page.contains("What you will do"),
        "{page}"
    );
    assert!(
        page.contains("Good morning") && !page.contains("name=\"routine\""),
        "{page}"
    );

    // Nor does anything else start, go on or go on paper.
    for routine in ["today", "two-minutes"] {
        let held = person
            .post("/sessions", &format!("routine={routine}"))
            .await;
        assert_eq!(held.location.as_deref(), Some("/welcome/held"));
    }
    let held = person.get("/welcome/held").await.text;
    assert!(held.contains("Rest for today"), "{held}");
    let list = person.get("/routines").await.text;
    assert!(
        list.contains("Rest for today")
            && !list.contains("name=\"routine\"")
            && !list.contains("nothing left for you"),
        "{list}"
    );
    let routine = person.get("/routines/two-minutes").await.text;
    assert!(routine.contains("Rest for today") && !routine.contains("name=\"routine\""));
    let paper = person.get("/routines/two-minutes/print").await;
    assert_eq!(paper.location.as_deref(), Some("/routines/two-minutes"));
    // Answers and decisions stay open.
    let welcome = person.get("/welcome").await;
    assert_ne!(welcome.location.as_deref(), Some("/welcome/held"));
    let exercise = person.get("/exercises/scapular-squeeze").await.text;
    assert!(exercise.contains("id=\"standing\""), "{exercise}");

    person.wait_minutes(DAY);
    assert!(person.get("/").await.text.contains("What you will do"));
    person.start("two-minutes").await;
}
