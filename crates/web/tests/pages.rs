//! What pages show, from the first visit to a kept record.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use support::Person;
use unhunch_journal::{Journal, Notice};

/// The main part of a page: what is around it is the same everywhere and shown once.
fn main_of(html: &str) -> &str {
    let begin = html.find("<main").expect("a page has a main part");
    let end = html.rfind("</main>").expect("it ends");
    &html[begin..end]
}

/// A page with the words of its figures in place of their drawing, which the figures' own tests
/// look at.
fn without_drawings(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(begin) = rest.find("<svg xmlns") {
        let (before, figure) = rest.split_at(begin);
        let (figure, after) = figure.split_once("</svg>").expect("a figure ends");
        let between = |from: &str, to: &str| {
            let (_, text) = figure.split_once(from).expect(from);
            text.split_once(to).expect(to).0
        };
        let id = between(" id=\"", "\"");
        let title = between("<title", "</title>").split_once('>').unwrap().1;
        let description = between("<desc", "</desc>").split_once('>').unwrap().1;
        write!(out, "{before}[figure {id}: {title} | {description}]").unwrap();
        rest = after;
    }
    out + rest
}

/// Leaves out the drawings of figures and the blank lines that templates leave behind.
fn tidy(html: &str) -> String {
    let html = without_drawings(html);
    let lines: Vec<_> = html
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

macro_rules! snapshot {
    ($name:literal, $html:expr) => {{
        let html: String = tidy(&$html);
        insta::assert_snapshot!($name, html);
    }};
}

#[tokio::test]
async fn everything_is_empty_at_first() {
    let person = Person::new().await;
    snapshot!("today_empty", person.get("/").await.text);
    snapshot!("history_empty", main_of(&person.get("/history").await.text));
    snapshot!("settings", main_of(&person.get("/settings").await.text));
    snapshot!("erase", main_of(&person.get("/settings/erase").await.text));
}

#[tokio::test]
async fn content_pages() {
    let person = Person::new().await;
    snapshot!("exercises", main_of(&person.get("/exercises").await.text));
    snapshot!(
        "exercise",
        main_of(&person.get("/exercises/neck-side-bend-rotation").await.text)
    );
    snapshot!(
        "exercise_variant",
        main_of(
            &person
                .get("/exercises/thoracic-extension?variant=chair-back")
                .await
                .text
        )
    );
    snapshot!("routine", main_of(&person.get("/routines/desk").await.text));
    snapshot!("about", main_of(&person.get("/about").await.text));
    for exercise in person
        .app
        .library()
        .exercises()
        .chain(person.app.library().warm_ups())
    {
        let page = person.get(&format!("/exercises/{}", exercise.id)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text
                .contains(&person.app.words().get(exercise.id.as_str()))
        );
    }
}

#[tokio::test]
async fn a_session_from_start_to_history() {
    let person = Person::new().await;
    let session = person.start("desk").await;
    let page = person.get(&format!("/sessions/{session}")).await;
    assert_eq!(page.status, StatusCode::OK);
    snapshot!("session", page.text);

    // Three steps in, and away: Today offers to go on.
    assert_eq!(person.finish(&session, 0..3).await.status, StatusCode::OK);
    person.wait_minutes(5);
    snapshot!("today_open", main_of(&person.get("/").await.text));
    snapshot!(
        "after_open",
        main_of(&person.get(&format!("/sessions/{session}/after")).await.text)
    );
    let data = person.get(&format!("/sessions/{session}")).await.text;
    assert!(data.contains(r#""state":"open","finished":[0,1,2],"skipped":[]"#));

    // A day later it is offered to be closed.
    person.wait_minutes(24 * 60);
    snapshot!("today_old", main_of(&person.get("/").await.text));
    let closed = person
        .post(&format!("/sessions/{session}/end"), "how=closed")
        .await;
    assert_eq!(
        closed.location.as_deref(),
        Some(&*format!("/sessions/{session}/after"))
    );
    snapshot!(
        "after_closed",
        main_of(&person.get(&format!("/sessions/{session}/after")).await.text)
    );

    let whole = person.play_through("two-minutes", 3).await;
    snapshot!(
        "after_rated",
        main_of(&person.get(&format!("/sessions/{whole}/after")).await.text)
    );
    snapshot!("today_done", main_of(&person.get("/").await.text));
    snapshot!("history", main_of(&person.get("/history").await.text));
    snapshot!(
        "history_session",
        main_of(&person.get(&format!("/history/{whole}")).await.text)
    );
    // What is over is not played again.
    let again = person.get(&format!("/sessions/{whole}")).await;
    assert_eq!(
        again.location.as_deref(),
        Some(&*format!("/sessions/{whole}/after"))
    );
}

#[tokio::test]
async fn a_second_tap_on_start_starts_nothing_twice() {
    let person = Person::new().await;
    let first = person.start("desk").await;
    assert_eq!(person.start("desk").await, first);
    assert_eq!(person.entries().await, 1);
    // Another routine closes the one that is open.
    let second = person.start("floor").await;
    assert_ne!(second, first);
    assert_eq!(person.entries().await, 3);
    let page = person.get("/").await.text;
    assert!(page.contains(&second) && !page.contains(&first));
}

#[tokio::test]
async fn steps_are_kept_once_however_often_they_are_sent() {
    let person = Person::new().await;
    let session = person.start("desk").await;
    let events = format!(
        "{{\"events\":[{},{}]}}",
        person.step(0, "done"),
        person.step(1, "skipped")
    );
    let first = person.play(&session, &events).await;
    assert_eq!(first.status, StatusCode::OK);
    let entries = person.entries().await;
    assert_eq!(person.play(&session, &events).await.text, first.text);
    assert_eq!(person.entries().await, entries);
    // The same step under another id is no news either.
    let again = format!("{{\"events\":[{}]}}", person.step(0, "done"));
    assert_eq!(person.play(&session, &again).await.status, StatusCode::OK);
    assert_eq!(person.entries().await, entries);
}

#[tokio::test]
async fn what_the_player_may_not_send_is_refused_and_changes_nothing() {
    let person = Person::new().await;
    let session = person.start("desk").await;
    let entries = person.entries().await;
    let step = person.step(0, "done");
    let cases = [
        ("nonsense", "{".to_owned()),
        (
            "another field",
            format!("{{\"events\":[{}]}}", step.replace("\"step\"", "\"stair\"")),
        ),
        (
            "neither step nor end",
            format!("{{\"events\":[{}]}}", step.replace("\"step\":0,", "")),
        ),
        (
            "a step that isn't there",
            format!(
                "{{\"events\":[{}]}}",
                step.replace("\"step\":0", "\"step\":5000")
            ),
        ),
        (
            "a negative step",
            format!(
                "{{\"events\":[{}]}}",
                step.replace("\"step\":0", "\"step\":-1")
            ),
        ),
        (
            "an id that is none",
            format!(
                "{{\"events\":[{}]}}",
                step.replace("\"id\":\"", "\"id\":\"x")
            ),
        ),
        (
            "too many at once",
            format!("{{\"events\":[{}]}}", vec![step.clone(); 501].join(",")),
        ),
        (
            "too much",
            format!("{{\"events\":[{step}]{}}}", " ".repeat(300_000)),
        ),
    ];
    let mut seen = Vec::new();
    for (name, body) in cases {
        let answer = person.play(&session, &body).await;
        assert!(answer.status.is_client_error(), "{name}");
        seen.push(format!(
            "{name}: {} {}",
            answer.status.as_u16(),
            answer.text
        ));
    }
    let other = "01900000-0000-7000-8000-000000000000";
    let answer = person
        .play(other, &format!("{{\"events\":[{step}]}}"))
        .await;
    seen.push(format!(
        "another's session: {} {}",
        answer.status.as_u16(),
        answer.text
    ));
    insta::assert_snapshot!(seen.join("\n"));
    assert_eq!(person.entries().await, entries);

    // An id that stands for something else already keeps what it stands for.
    person
        .play(&session, &format!("{{\"events\":[{step}]}}"))
        .await;
    let taken = step.replace("\"step\":0", "\"step\":1");
    let answer = person
        .play(&session, &format!("{{\"events\":[{taken}]}}"))
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.json()["code"], "conflict");
    assert_eq!(person.entries().await, entries + 1);
}

#[tokio::test]
async fn steps_that_are_meant_for_another_journal_are_not_taken() {
    let person = Person::new().await;
    let session = person.start("desk").await;
    let own = person.journal.device().to_string();
    let page = person.get(&format!("/sessions/{session}")).await;
    assert!(page.text.contains(&format!("\"journal\":\"{own}\"")));
    let entries = person.entries().await;
    let step = format!("{{\"events\":[{}]}}", person.step(0, "done"));
    for other in ["01900000-0000-7000-8000-000000000000", "", "\u{e4}"] {
        for body in [step.as_str(), "{"] {
            let answer = person.play_for(&session, other, body).await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{other}");
            assert_eq!(answer.json()["kept"], serde_json::json!([]));
            assert!(answer.json()["error"].is_string());
        }
    }
    assert_eq!(person.entries().await, entries);
    let answer = person.play_for(&session, &own, &step).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(person.entries().await, entries + 1);
}

#[tokio::test]
async fn steps_of_a_deleted_session_are_taken_once_it_is_back() {
    let person = Person::new().await;
    let session = person.start("desk").await;
    let step = format!("{{\"events\":[{}]}}", person.step(0, "done"));
    let address = format!("/history/{session}");
    person.post(&format!("{address}/delete"), "").await;
    let answer = person.play(&session, &step).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.json()["code"], "deleted");
    person.post(&format!("{address}/restore"), "").await;
    assert_eq!(person.play(&session, &step).await.status, StatusCode::OK);
    person.post("/settings/erase", "sure=yes").await;
    let answer = person.play(&session, &step).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.json()["code"], "unknown-session");
}

#[tokio::test]
async fn events_before_a_refused_one_are_kept_and_named() {
    let person = Person::new().await;
    let session = person.start("desk").await;
    let good = person.step(0, "done");
    let bad = person
        .step(0, "done")
        .replace("\"step\":0", "\"step\":4000");
    let answer = person
        .play(&session, &format!("{{\"events\":[{good},{bad}]}}"))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let json = answer.json();
    assert_eq!(json["kept"].as_array().unwrap().len(), 1);
    assert_eq!(json["code"], "unknown-step");
    assert!(!json["error"].as_str().unwrap().contains("Nothing"));
}

#[tokio::test]
async fn a_step_in_the_future_happened_now() {
    let person = Person::new().await;
    let session = person.start("desk").await;
    let step = person.step(0, "done").replace("2026-", "2036-");
    person
        .play(&session, &format!("{{\"events\":[{step}]}}"))
        .await;
    let all = person
        .journal
        .read_after(unhunch_journal::Position::default(), 10)
        .await
        .unwrap();
    assert_eq!(all[1].1.at, all[0].1.at);
}

#[tokio::test]
async fn a_browser_clock_out_of_all_bounds_loses_no_step() {
    let person = Person::new().await;
    let session = person.start("desk").await;
    let times = [
        "+012000-02-01T00:00:00.000Z",
        "-002000-01-01T00:00:00Z",
        "?",
        "",
    ];
    for (number, time) in times.into_iter().enumerate() {
        let step = person
            .step(u16::try_from(number).unwrap(), "done")
            .replace("2026-08-03T07:00:00Z", time);
        assert!(step.contains(&format!("\"at\":\"{time}\"")), "{step}");
        let answer = person
            .play(&session, &format!("{{\"events\":[{step}]}}"))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{time}: {}", answer.text);
    }
    let all = person
        .journal
        .read_after(unhunch_journal::Position::default(), usize::MAX)
        .await
        .unwrap();
    assert_eq!(person.entries().await, 1 + times.len());
    let begun = all.len() - 1 - times.len();
    assert!(
        all[begun..]
            .iter()
            .all(|(_, entry)| entry.at == all[begun].1.at)
    );
}

#[tokio::test]
async fn without_scripts_a_person_says_what_they_did() {
    let person = Person::new().await;
    let session = person.start("two-minutes").await;
    let page = person
        .post(
            &format!("/sessions/{session}/end"),
            "did=neck-side-bend-rotation&did=marching",
        )
        .await;
    let after = person.get(&page.location.unwrap()).await.text;
    assert!(after.contains("1 of 3 exercises"), "{after}");
}

#[tokio::test]
async fn delete_and_undo() {
    let person = Person::new().await;
    let session = person.play_through("two-minutes", 2).await;
    let gone = person
        .post(&format!("/history/{session}/delete"), "month=2026-08")
        .await;
    let address = gone.location.unwrap();
    assert_eq!(address, format!("/history?month=2026-08&deleted={session}"));
    snapshot!("history_deleted", main_of(&person.get(&address).await.text));
    assert!(
        person
            .get("/")
            .await
            .text
            .contains("No session yet this week")
    );
    let page = person.get(&format!("/sessions/{session}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);

    let back = person
        .post(&format!("/history/{session}/restore"), "month=2026-08")
        .await;
    let page = person.get(&back.location.unwrap()).await.text;
    assert!(page.contains(&format!("/history/{session}")));
}

#[tokio::test]
async fn a_month_in_the_address_goes_nowhere_else() {
    let person = Person::new().await;
    let session = person.play_through("two-minutes", 2).await;
    let gone = person
        .post(
            &format!("/history/{session}/delete"),
            "month=%0d%0aSet-Cookie:x&x=y",
        )
        .await;
    assert_eq!(
        gone.location.unwrap(),
        format!("/history?deleted={session}")
    );
    for month in ["2026-13", "x", "2026-8", "9999-01", "%3Cscript%3E"] {
        let page = person.get(&format!("/history?month={month}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{month}");
    }
}

#[tokio::test]
async fn settings_are_kept_and_shape_pages_and_sessions() {
    let person = Person::new().await;
    let form = "sounds=yes&voice_name=Anna&get_ready=20&theme=dark&text_size=larger";
    let saved = person.post("/settings", form).await;
    assert_eq!(saved.location.as_deref(), Some("/settings?saved=yes"));
    snapshot!(
        "settings_saved",
        person.get("/settings?saved=yes").await.text
    );
    let session = person.start("two-minutes").await;
    let data = person.get(&format!("/sessions/{session}")).await.text;
    assert!(data.contains(
        r#""settings":{"voice":false,"voice_name":"Anna","sounds":true,"mirror":false,"vibration":false}"#
    ));
    assert!(
        data.contains(r#""start_ms":0,"duration_ms":20000"#),
        "20 s to get ready"
    );

    for bad in ["2", "31", "-5", "x", ""] {
        let form = form.replace("get_ready=20", &format!("get_ready={bad}"));
        let refused = person.post("/settings", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert!(refused.text.contains("3 to 30 seconds"));
    }
    assert!(person.get("/settings").await.text.contains(r#"value="20""#));
}

/// An upload as a browser sends it.
fn upload(file: &str) -> Request<Body> {
    Request::post("/settings/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.jsonl\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{file}\r\n--x--\r\n"
        )))
        .unwrap()
}

#[tokio::test]
async fn a_journal_moves_to_another_computer_and_back() {
    let here = Person::new().await;
    here.play_through("two-minutes", 2).await;
    let export = here.get("/settings/export").await;
    assert_eq!(
        export.headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"unhunch-2026-08-03.jsonl\""
    );
    let lines = export.text.lines().count();
    assert_eq!(lines, here.all_entries().await);

    let there = Person::new_here().await;
    let page = there.send(upload(&export.text)).await;
    assert_eq!(
        page.location.as_deref(),
        Some(&*format!("/settings?imported={lines}&known=0"))
    );
    assert_eq!(there.get("/settings/export").await.text, export.text);
    let again = there.send(upload(&export.text)).await;
    assert_eq!(
        again.location.as_deref(),
        Some(&*format!("/settings?imported=0&known={lines}"))
    );
    assert!(there.get("/history").await.text.contains("Two minutes"));
}

#[tokio::test]
async fn broken_imports_say_line_and_reason_and_change_nothing() {
    let here = Person::new().await;
    here.play_through("two-minutes", 2).await;
    let export = here.get("/settings/export").await.text;
    let there = Person::new_here().await;
    let mut seen = Vec::new();
    for (name, file) in [
        ("cut off", export[..export.len() - 20].to_owned()),
        ("not ours", "name,time\nx,y\n".to_owned()),
        (
            "a newer program's",
            export.replacen("\"version\":4", "\"version\":9", 1),
        ),
        (
            "an impossible rating",
            export.replacen("\"rating\":2", "\"rating\":12", 1),
        ),
    ] {
        let page = there.send(upload(&file)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let problem = page
            .text
            .split("role=\"alert\">")
            .nth(1)
            .unwrap()
            .split("</p>")
            .next()
            .unwrap();
        seen.push(format!("{name}: {problem}"));
    }
    insta::assert_snapshot!(seen.join("\n"));
    assert_eq!(there.entries().await, 0);
    let nothing = Request::post("/settings/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n",
        ))
        .unwrap();
    assert!(
        there
            .send(nothing)
            .await
            .text
            .contains("No file was chosen")
    );
}

#[tokio::test]
async fn deleting_everything_wants_the_box_ticked() {
    let person = Person::new().await;
    person.play_through("two-minutes", 2).await;
    let page = person.post("/settings/erase", "").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(person.entries().await > 0);
    let page = person.post("/settings/erase", "sure=yes").await;
    assert_eq!(page.location.as_deref(), Some("/settings?erased=yes"));
    assert_eq!(person.entries().await, 0);
    assert!(
        person
            .get("/history")
            .await
            .text
            .contains("Nothing here yet")
    );
    assert!(
        person
            .get("/settings?erased=yes")
            .await
            .text
            .contains("data-outbox-clear")
    );
}

#[tokio::test]
async fn what_another_process_writes_shows_at_once() {
    let person = Person::new().await;
    let other = Person::with(person.journal.clone()).await;
    other.play_through("two-minutes", 2).await;
    assert!(person.get("/history").await.text.contains("Two minutes"));
    other.app.erase().await.unwrap();
    assert!(
        person
            .get("/history")
            .await
            .text
            .contains("Nothing here yet")
    );
}

#[tokio::test]
async fn a_start_takes_the_diary_that_was_put_by() {
    let person = Person::new().await;
    person.play_through("two-minutes", 2).await;
    person.app.save_snapshot().await.unwrap();
    let snapshot = person.journal.snapshot().await.unwrap().unwrap();
    person.play_through("desk", 4).await;
    let again = Person::with(person.journal.clone()).await;
    assert_eq!(
        again.get("/history").await.text,
        person.get("/history").await.text
    );
    // One that can't be read costs time, and nothing else.
    let mut broken = [b"{".to_vec()].into_iter();
    let put = person.journal.put_snapshot(snapshot, &mut broken);
    put.await.unwrap();
    let again = Person::with(person.journal.clone()).await;
    assert_eq!(
        again.get("/history").await.text,
        person.get("/history").await.text
    );
}

#[tokio::test]
async fn a_person_is_told_what_happened_to_the_journal_until_they_understood() {
    let person = Person::new().await;
    person.journal.notify(Notice::Restored {
        backup_ms: Some(1_785_000_000_000),
        salvaged: 3,
        set_aside: "/data/damaged/journal".to_owned(),
    });
    let person = Person::with(person.journal.clone()).await;
    let page = person.get("/history").await.text;
    assert!(
        page.contains("The backup of 25 July 2026 has taken its place, with 3 newer entries"),
        "{page}"
    );
    person.post("/settings/notices", "").await;
    assert!(
        !person
            .get("/history")
            .await
            .text
            .contains("has taken its place")
    );
}

#[tokio::test]
async fn what_is_not_there_says_so() {
    let person = Person::new().await;
    snapshot!("not_found", main_of(&person.get("/nowhere").await.text));
    for address in [
        "/nowhere",
        "/exercises/nothing",
        "/exercises/..%2F..%2Fetc",
        "/routines/NO",
        "/sessions/1",
        "/sessions/01900000-0000-7000-8000-000000000000",
        "/sessions/01900000-0000-7000-8000-000000000000/after",
        "/history/01900000-0000-7000-8000-000000000000",
        "/assets/../src/lib.rs",
        "/assets/nothing.js",
    ] {
        assert_eq!(
            person.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let session = "01900000-0000-7000-8000-000000000000";
    for (address, form) in [
        (format!("/sessions/{session}/end"), "how=closed"),
        (format!("/sessions/{session}/rating"), "rating=3"),
        (format!("/history/{session}/delete"), ""),
        (format!("/history/{session}/restore"), ""),
        ("/sessions".to_owned(), "routine=nothing"),
    ] {
        assert_eq!(
            person.post(&address, form).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let session = person.start("desk").await;
    for (form, status) in [
        ("rating=11", 422),
        ("rating=-1", 400),
        ("", 400),
        ("rating=x", 400),
    ] {
        let page = person
            .post(&format!("/sessions/{session}/rating"), form)
            .await;
        assert_eq!(page.status.as_u16(), status, "{form}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_policy_and_pages_are_not_stored() {
    let person = Person::new().await;
    for address in ["/", "/nowhere", "/settings/export", "/assets/app.css"] {
        let page = person.get(address).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{address}"
        );
        assert!(!policy.contains("unsafe"), "{address}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
    }
    assert_eq!(
        person.get("/").await.headers[header::CACHE_CONTROL],
        "no-store"
    );
    let style = person.get("/assets/app.css").await;
    let tag = style.headers[header::ETAG].clone();
    let again = Request::get("/assets/app.css")
        .header(header::IF_NONE_MATCH, tag)
        .body(Body::empty())
        .unwrap();
    assert_eq!(person.send(again).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_clock_that_was_ahead_once_has_not_the_last_word() {
    let person = Person::new().await;
    let session = person.play_through("two-minutes", 2).await;
    let year = 365 * 24 * 60;
    person.wait_minutes(5 * year);
    let dark = "voice_name=&get_ready=8&theme=dark&text_size=normal";
    person.post("/settings", dark).await;
    person
        .post(&format!("/history/{session}/delete"), "month=2026-08")
        .await;
    let future = person.play_through("floor", 9).await;

    person.wait_minutes(-5 * year);
    person
        .post("/settings", &dark.replace("dark", "light"))
        .await;
    assert!(person.get("/").await.text.contains("data-theme=\"light\""));
    person
        .post(&format!("/history/{session}/restore"), "month=2026-08")
        .await;
    let history = person.get("/history").await.text;
    assert!(history.contains(&format!("/history/{session}")));
    person
        .post(&format!("/sessions/{session}/rating"), "rating=1")
        .await;
    assert!(
        person
            .get(&format!("/history/{session}"))
            .await
            .text
            .contains("<dd>1 of 10<")
    );

    // What the wrong clock dated doesn't rule Today, and can be found.
    let today = person.get("/").await.text;
    assert!(today.contains("Today’s session"), "{today}");
    assert!(history.contains("rel=\"next\""));
    assert!(
        person
            .get("/history?month=2031-08")
            .await
            .text
            .contains(&format!("/history/{future}"))
    );
}

#[tokio::test]
async fn addresses_that_only_take_forms_say_so() {
    let person = Person::new().await;
    for address in ["/settings/import", "/sessions", "/settings/notices"] {
        let page = person.get(address).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
        assert!(page.text.contains("Back to Today"), "{address}");
    }
    for month in ["2026-11-15T00:00", "20261105T10", "2026-8", "-026-08"] {
        let page = person.get(&format!("/history?month={month}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{month}");
    }
}
