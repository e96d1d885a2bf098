//! What is advised as a person finds it: cards on Today, the page Advice, reading, and the
//! safety questions that come again when it got worse.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::sync::Arc;

use axum::http::StatusCode;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use support::{Page, Person};
use unhunch_domain::journal::note::{Content, Feeling, FeelingParts};
use unhunch_domain::person::profile::{Profile, Since};
use unhunch_domain::{Command, Diary, Note, NoteId, Rating};
use uuid::Uuid;

/// The day that it is.
const TODAY: Date = date(2026, 8, 3);

const DAY: i64 = 24 * 60;

/// The main part of a page, without blank lines.
fn main_of(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (_, main) = page.text.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let lines: Vec<_> = main
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// Ratings on each of so many days until today, the last of them last.
async fn rated(person: &Person, ratings: &[(i32, u8)]) {
    let days: i32 = ratings.iter().map(|(days, _)| days).sum();
    let mut ago = days;
    for (days, rating) in ratings {
        for _ in 0..*days {
            ago -= 1;
            let feeling = Feeling::of(FeelingParts {
                rating: Some(Rating::try_from(*rating).unwrap()),
                ..FeelingParts::default()
            });
            let note = Command::KeepNote {
                note: NoteId(Uuid::from_u128(0x900 + u128::try_from(ago).unwrap())),
                content: Arc::new(Note {
                    date: TODAY.saturating_sub(ago.days()),
                    content: Content::Feeling(feeling.unwrap()),
                }),
            };
            person.app.execute(note).await.unwrap();
        }
    }
}

async fn said(person: &Person, since: Since) {
    let profile = person.app.read(Diary::profile).await.unwrap();
    let profile = Profile { since, ..profile };
    person
        .app
        .execute(Command::Describe(profile))
        .await
        .unwrap();
}

/// The hidden fields of the form that says that a rule's advice was read.
fn form_of(page: &Page, rule: &str) -> Option<String> {
    let (_, rest) = page
        .text
        .split_once(&format!("name=\"rule\" value=\"{rule}\""))?;
    let (_, rest) = rest.split_once("name=\"since\" value=\"")?;
    let (since, _) = rest.split_once('"')?;
    Some(format!("rule={rule}&since={since}"))
}

#[tokio::test]
async fn nothing_is_advised_to_somebody_new() {
    let person = Person::new().await;
    let page = person.get("/advice").await;
    assert!(page.text.contains("There is nothing to advise today."));
    assert!(!person.get("/").await.text.contains("/advice"));
    insta::assert_snapshot!("none", main_of(&page));
}

#[tokio::test]
async fn what_got_better_is_calm_and_read_in_a_line() {
    let person = Person::new().await;
    rated(&person, &[(10, 6), (12, 3)]).await;
    let today = person.get("/").await;
    let (before, after) = today.text.split_once("class=\"hero\"").unwrap();
    assert!(!before.contains("advised") && after.contains("class=\"card advised calm\""));
    insta::assert_snapshot!("better", main_of(&person.get("/advice").await));

    let form = form_of(&today, "better").unwrap();
    let read = person.post("/advice/read", &form).await;
    assert_eq!(read.location.as_deref(), Some("/"));
    let today = person.get("/").await;
    assert!(!today.text.contains("card advised"));
    assert!(today.text.contains("<a href=\"/advice#better\">"));
    // To read it again writes nothing; the page still has it.
    let entries = person.all_entries().await;
    let read = person
        .post("/advice/read", &format!("{form}&back=advice"))
        .await;
    assert_eq!(read.location.as_deref(), Some("/advice"));
    assert_eq!(person.all_entries().await, entries);
    assert!(
        person
            .get("/advice")
            .await
            .text
            .contains("You have read this.")
    );
}

#[tokio::test]
async fn what_lasts_is_said_again_and_firmly() {
    let person = Person::new().await;
    rated(&person, &[(29, 5)]).await;
    let today = person.get("/").await;
    assert!(today.text.contains("Not better yet"));
    assert!(today.text.contains("href=\"/report\""));
    let form = form_of(&today, "persisting").unwrap();
    person.post("/advice/read", &form).await;
    assert!(form_of(&person.get("/").await, "persisting").is_none());

    // Two weeks later it is said once more.
    person.wait_minutes(14 * DAY);
    for day in 1..=14 {
        let feeling = Feeling::of(FeelingParts {
            rating: Some(Rating::try_from(5).unwrap()),
            ..FeelingParts::default()
        });
        let note = Command::KeepNote {
            note: NoteId(Uuid::from_u128(0x800 + u128::try_from(day).unwrap())),
            content: Arc::new(Note {
                date: TODAY.saturating_add(day.days()),
                content: Content::Feeling(feeling.unwrap()),
            }),
        };
        person.app.execute(note).await.unwrap();
    }
    let again = person.get("/").await;
    assert!(again.text.contains("Still not better"));
    assert_ne!(form_of(&again, "persisting").unwrap(), form);
    insta::assert_snapshot!("persisting_firm", main_of(&person.get("/advice").await));

    // What was of an earlier stage isn't read now, and nothing else is taken.
    let entries = person.all_entries().await;
    person.post("/advice/read", &form).await;
    person
        .post("/advice/read", "rule=worse&since=2026-08-01")
        .await;
    assert_eq!(person.all_entries().await, entries);
    for wrong in [
        "rule=posture&since=2026-08-01",
        "rule=worse&since=never",
        "rule=worse",
    ] {
        let page = person.post("/advice/read", wrong).await;
        assert!(page.status.is_client_error(), "{wrong}: {}", page.status);
    }
}

#[tokio::test]
async fn what_has_been_there_for_months_is_worth_an_assessment() {
    let person = Person::new().await;
    said(&person, Since::Months).await;
    let today = person.get("/").await;
    assert!(today.text.contains("Worth an assessment"));
    assert!(form_of(&today, "assessment").is_some());
    insta::assert_snapshot!("assessment", main_of(&person.get("/advice").await));
}

#[tokio::test]
async fn when_it_got_worse_nothing_starts_before_the_signs_were_gone_through_again() {
    let person = Person::new().await;
    // They were welcomed three weeks ago.
    person.wait_minutes(21 * DAY);
    let start = person.start("desk").await;
    for (day, rating) in (1..=21).zip([2; 14].into_iter().chain([6; 7])) {
        let feeling = Feeling::of(FeelingParts {
            rating: Some(Rating::try_from(rating).unwrap()),
            ..FeelingParts::default()
        });
        let note = Command::KeepNote {
            note: NoteId(Uuid::from_u128(0x900 + u128::try_from(day).unwrap())),
            content: Arc::new(Note {
                date: TODAY.saturating_add(day.days()),
                content: Content::Feeling(feeling.unwrap()),
            }),
        };
        person.app.execute(note).await.unwrap();
    }
    let today = person.get("/").await;
    let (before, after) = today.text.split_once("class=\"hero\"").unwrap();
    assert!(before.contains("It has got worse"), "{before}");
    assert!(after.contains("The safety questions, once more"));
    insta::assert_snapshot!("worse", main_of(&person.get("/advice").await));

    // The open session waits, no other starts, and what is read doesn't open it.
    let open = person.get(&format!("/sessions/{start}")).await;
    assert!(open.text.contains("The safety questions, once more"));
    let form = form_of(&today, "worse").unwrap();
    person.post("/advice/read", &form).await;
    let entries = person.all_entries().await;
    let refused = person.post("/sessions", "routine=desk").await;
    assert_eq!(refused.location.as_deref(), Some("/welcome/held"));
    assert_eq!(person.all_entries().await, entries);
    let heard = person.finish(&start, 0..1).await;
    assert_eq!(heard.json()["code"], "held");

    // Two pages, asked anew.
    let now = person.get("/welcome/now?way=worse").await;
    assert!(now.text.contains("Question 1 of 2") && !now.text.contains("checked"));
    let page = person.post("/welcome/now?way=worse", "none=yes").await;
    assert_eq!(page.location.as_deref(), Some("/welcome/before?way=worse"));
    // One of them isn't enough.
    let refused = person.post("/sessions", "routine=desk").await;
    assert_eq!(refused.location.as_deref(), Some("/welcome/held"));
    let before = person.get("/welcome/before?way=worse").await;
    assert!(before.text.contains("Question 2 of 2") && !before.text.contains("checked"));
    let page = person.post("/welcome/before?way=worse", "none=yes").await;
    assert_eq!(page.location.as_deref(), Some("/"));
    let today = person.get("/").await;
    assert!(!today.text.contains("once more"));
    assert!(today.text.contains("<a href=\"/advice#worse\">"));
    let open = person.get(&format!("/sessions/{start}")).await;
    assert!(!open.text.contains("once more"));
}

#[tokio::test]
async fn a_sign_that_came_with_it_stops_and_advice_stays_in_sight() {
    let person = Person::new().await;
    person.wait_minutes(DAY);
    rated(&person, &[(14, 2), (7, 6)]).await;
    // What was answered before it was known to be worse was no answer to that.
    assert!(person.get("/").await.text.contains("once more"));
    let page = person.post("/welcome/now?way=worse", "sign=hands").await;
    assert_eq!(page.location.as_deref(), Some("/welcome/held"));
    let today = person.get("/").await.text;
    let (stop, advice) = today.split_once("It has got worse").unwrap();
    assert!(stop.contains("Stop here, and get help now"));
    assert!(advice.contains("/advice/read"));
}
