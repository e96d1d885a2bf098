//! The page for a doctor, its files and the daily slot, as a browser asks for them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use axum::http::{StatusCode, header};
use support::{Page, Person};

/// Somebody with two sessions, notes, answers and an exercise that hurt.
async fn lively() -> Person {
    let person = Person::new().await;
    person.play_through("desk", 6).await;
    person.wait_minutes(24 * 60);
    let session = person.play_through("two-minutes", 4).await;
    let felt = person
        .post(&format!("/sessions/{session}/felt"), "play=4&felt=some")
        .await;
    assert_eq!(felt.status, StatusCode::SEE_OTHER, "{}", felt.text);
    let note = person
        .post(
            "/notes/01900000-0000-7000-8000-00000000000a",
            "rating=5&place=neck&place=left-shoulder&text=%3DSUM(1)%2C+%3Cb%3Estiff%3C%2Fb%3E&date=2026-08-04",
        )
        .await;
    assert_eq!(note.status, StatusCode::SEE_OTHER, "{}", note.text);
    person
}

/// The sheet alone, which pages and files share.
fn sheet(page: &Page) -> &str {
    let begin = page.text.find("<article").unwrap();
    let end = page.text.find("</article>").unwrap();
    &page.text[begin..end]
}

#[tokio::test]
async fn the_page_shows_what_there_is() {
    let person = lively().await;
    let page = person.get("/report").await;
    assert_eq!(page.status, StatusCode::OK);
    insta::assert_snapshot!("report_sheet", sheet(&page));
    let printed = person.get("/report/print?period=3-months").await;
    assert_eq!(sheet(&printed), sheet(&page));
    assert!(!page.text.contains("<b>stiff"));
}

#[tokio::test]
async fn somebody_new_gets_a_sensible_page() {
    let person = Person::new_here().await;
    let page = person.get("/report").await;
    assert_eq!(page.status, StatusCode::OK);
    insta::assert_snapshot!("report_empty", sheet(&page));
}

#[tokio::test]
async fn a_period_can_be_chosen_and_kept_in_the_address() {
    let person = lively().await;
    let monday = person
        .get("/report?from=2026-08-03&to=2026-08-03&leave=notes&leave=safety")
        .await;
    assert!(
        monday.text.contains("1 session in 1 day"),
        "{}",
        monday.text
    );
    assert!(!monday.text.contains("SUM(1)"));
    assert!(!monday.text.contains("sheet-safety"));
    let kept = "from=2026-08-03&#38;to=2026-08-03&#38;leave=safety&#38;leave=notes";
    assert!(monday.text.contains(kept), "{}", monday.text);
    assert!(monday.text.contains("value=\"notes\" checked"));
    let weeks = person.get("/report?period=4-weeks").await;
    assert!(weeks.text.contains("value=\"2026-07-08\""));
    assert!(weeks.text.contains("SUM(1)"));
}

#[tokio::test]
async fn a_period_that_cannot_be_is_said_so_and_stays_to_be_mended() {
    let person = lively().await;
    for (query, problem) in [
        ("from=2026-08-05&to=2026-08-03", "comes after the last one"),
        ("from=yesterday&to=2026-08-03", "“yesterday” is no date"),
        ("from=2026-02-30&to=2026-08-03", "is no date"),
        ("period=for-ever", "no such period"),
    ] {
        let page = person.get(&format!("/report?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(page.text.contains(problem), "{query}: {}", page.text);
        assert!(!page.text.contains("<article"));
        for path in ["print", "observations.csv", "bundle.json"] {
            let file = person.get(&format!("/report/{path}?{query}")).await;
            assert_eq!(file.status, StatusCode::BAD_REQUEST, "{path}?{query}");
        }
    }
    let mended = person.get("/report?from=yesterday&to=2026-08-03").await;
    assert!(mended.text.contains("value=\"yesterday\""));
}

#[tokio::test]
async fn the_table_has_a_line_for_each_thing() {
    let person = lively().await;
    let file = person.get("/report/observations.csv").await;
    assert_eq!(
        file.headers[header::CONTENT_TYPE],
        "text/csv; charset=utf-8"
    );
    assert_eq!(
        file.headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"unhunch-2026-05-05-2026-08-04.csv\""
    );
    let table = file.text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let columns = reader.headers().unwrap().clone();
    assert_eq!(columns.len(), 11);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let of = |kind: &str| {
        let rows = rows.iter().filter(|row| &row[3] == kind);
        rows.collect::<Vec<_>>()
    };
    assert_eq!(of("session").len(), 2);
    assert_eq!(of("safety-now").len(), 6);
    assert_eq!(of("safety-before").len(), 8);
    let pain = of("pain");
    assert_eq!(
        (&pain[0][4], &pain[0][5], &pain[0][6]),
        ("5", "0-10", "neck left-shoulder")
    );
    assert_eq!(&of("note")[0][9], "'=SUM(1), <b>stiff</b>");
    assert_eq!(&of("discomfort")[0][4], "some");
    let after: Vec<_> = of("pain-after")
        .iter()
        .map(|row| row[4].to_owned())
        .collect();
    assert_eq!(after, ["6", "4"]);
    // Numbers stay numbers: nothing but texts is guarded.
    assert!(rows.iter().all(|row| !row[4].starts_with('\'')));

    let little = person
        .get("/report/observations.csv?leave=safety&leave=notes&leave=exercises&leave=training")
        .await;
    assert_eq!(little.text.lines().count(), 4, "{}", little.text);
}

#[tokio::test]
async fn the_bundle_is_whole_and_the_same_again() {
    let person = lively().await;
    let file = person.get("/report/bundle.json").await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/fhir+json");
    insta::assert_snapshot!("report_bundle", file.text);
    assert_eq!(person.get("/report/bundle.json").await.text, file.text);
    assert!(file.text.contains("content from LOINC (http://loinc.org)"));
}

#[tokio::test]
async fn the_daily_slot_is_a_file() {
    let person = Person::new().await;
    let page = person.get("/calendar").await;
    assert!(page.text.contains("value=\"10:00\""));
    assert!(page.text.contains("Europe/Berlin"));
    let file = person
        .get("/calendar/unhunch.ics?time=09:30&days=weekdays&alarm=five-before")
        .await;
    assert_eq!(
        file.headers[header::CONTENT_TYPE],
        "text/calendar; charset=utf-8"
    );
    insta::assert_snapshot!("slot", file.text.replace("\r\n", "\n"));
    assert_eq!(
        file.text.matches('\n').count(),
        file.text.matches("\r\n").count()
    );

    // Nine in the morning has just begun there: the next one is tomorrow's.
    let passed = person.get("/calendar/unhunch.ics?time=9:00").await;
    assert!(
        passed
            .text
            .contains("DTSTART;TZID=Europe/Berlin:20260804T090000")
    );

    let bad = person
        .get("/calendar/unhunch.ics?time=25:00&days=weekdays")
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("no time of day"));
    assert!(bad.text.contains("value=\"25:00\""));
    assert!(bad.text.contains("value=\"weekdays\" checked"));
}
