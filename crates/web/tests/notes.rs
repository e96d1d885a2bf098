//! Noting how it feels: before and after a session, by itself, and after a week; correcting it,
//! deleting it, and what the list shows.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use support::{Page, Person};
use unhunch_domain::journal::note::{Content, Feeling, FeelingParts, Location, Remark};
use unhunch_domain::journal::reach::{Reach, ReachParts, ReachTest, Reading};
use unhunch_domain::{Body, Command, Moment, Note, NoteId, Rating, Side};
use uuid::Uuid;

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// A note that nobody has kept yet.
const FRESH: &str = "01987000-0000-7000-8000-000000000001";

/// The main part of a page, without blank lines and without the drawn body.
fn main_of(page: &Page) -> String {
    let (_, main) = page.text.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let (before, rest) = main
        .split_once("<path class=\"body-skin\"")
        .unwrap_or((main, ""));
    let after = rest.split_once("</svg>").map_or("", |(_, after)| after);
    let lines: Vec<_> = before
        .lines()
        .chain(after.lines())
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// A text as a form sends it.
fn encoded(text: &str) -> String {
    let bytes: Vec<_> = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
    bytes.concat()
}

impl Person {
    /// Keeps a note and gives its id.
    async fn note(&self, form: &str) -> String {
        self.keep("/notes/new", "", form).await
    }

    /// Answers the questions about the week and gives the note's id.
    async fn week(&self, form: &str) -> String {
        self.keep("/notes/week", "/week", form).await
    }

    async fn keep(&self, asked: &str, end: &str, form: &str) -> String {
        let page = self.get(asked).await;
        let (_, action) = page.text.split_once("action=\"/notes/").unwrap();
        let id = action[..36].to_owned();
        let page = self.post(&format!("/notes/{id}{end}"), form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{form}: {}", page.text);
        let kept = format!("kept={id}#note-{id}");
        assert!(page.location.unwrap().ends_with(&kept));
        id
    }

    /// What a note says now.
    async fn said(&self, id: &str) -> Note {
        let id = id.parse().unwrap();
        self.app
            .read(|diary| Note::clone(diary.note(id).unwrap().0.note))
            .await
            .unwrap()
    }

    /// How many notes show.
    async fn notes(&self) -> usize {
        use jiff::civil::Date;
        let count =
            |diary: &unhunch_domain::Diary| diary.notes_between(Date::MIN, Date::MAX).count();
        self.app.read(count).await.unwrap()
    }
}

fn feeling(rating: Option<u8>, places: &[Location], text: &str) -> Content {
    let parts = FeelingParts {
        rating: rating.map(|rating| Rating::try_from(rating).unwrap()),
        locations: places.iter().copied().collect(),
        text: Remark::read(text).unwrap(),
    };
    Content::Feeling(Feeling::of(parts).unwrap())
}

#[tokio::test]
async fn the_pages_as_they_are_asked_and_as_they_are_filled() {
    let person = Person::new().await;
    insta::assert_snapshot!("empty", main_of(&person.get("/notes").await));
    insta::assert_snapshot!("new", main_of(&person.get("/notes/new").await));
    insta::assert_snapshot!("week", main_of(&person.get("/notes/week").await));

    person
        .note("rating=&text=Slept+on+the+train&date=2026-08-01")
        .await;
    let week = person
        .week("average=5&change=same&sleep=fair&activity=")
        .await;
    person.wait_minutes(5);
    let id = person
        .note("rating=6&place=neck&place=left-shoulder&text=&date=2026-08-03")
        .await;
    person.wait_minutes(DAY);
    let form = "rating=4&place=neck&text=A+%3Cb%3Elong%3C%2Fb%3E+drive%0D%0AHome&date=2026-08-03";
    let page = person.post(&format!("/notes/{id}"), form).await;
    let list = person
        .get(page.location.unwrap().split('#').next().unwrap())
        .await;
    insta::assert_snapshot!("list", main_of(&list));
    insta::assert_snapshot!(
        "change",
        main_of(&person.get(&format!("/notes/{id}")).await)
    );
    insta::assert_snapshot!(
        "change_week",
        main_of(&person.get(&format!("/notes/{week}")).await)
    );
    let page = person.post(&format!("/notes/{id}/delete"), "").await;
    let list = person.get(&page.location.unwrap()).await;
    insta::assert_snapshot!("deleted", main_of(&list));
    insta::assert_snapshot!(
        "deleted_note",
        main_of(&person.get(&format!("/notes/{id}")).await)
    );
}

#[tokio::test]
async fn a_note_is_kept_once_and_corrections_append() {
    let person = Person::new().await;
    let id = person.note("rating=0&text=&date=2026-08-03").await;
    let date = person.said(&id).await.date;
    assert_eq!(person.said(&id).await.content, feeling(Some(0), &[], ""));
    assert_eq!(person.entries().await, 1);
    let address = format!("/notes/{id}");

    // Sent once more, as after a double tap: nothing new.
    person
        .post(&address, "rating=0&text=&date=2026-08-03")
        .await;
    assert_eq!(person.entries().await, 1);

    person
        .post(&address, "rating=7&place=head&text=+worse+&date=2026-08-02")
        .await;
    let said = person.said(&id).await;
    assert_eq!(said.content, feeling(Some(7), &[Location::Head], "worse"));
    assert_eq!(said.date, date.yesterday().unwrap());
    assert_eq!(person.notes().await, 1);
    // What it said first stays in the journal.
    let kept = person.journal_bodies().await;
    let kept: Vec<_> = kept
        .iter()
        .filter_map(|body| match body {
            Body::NoteKept { content, .. } => Some(&content.content),
            _ => None,
        })
        .collect();
    assert_eq!(kept, [&feeling(Some(0), &[], ""), &said.content]);

    // Deleted and brought back, each written once.
    for (way, shown) in [("delete", 0), ("restore", 1)] {
        for _ in 0..2 {
            let page = person.post(&format!("{address}/{way}"), "").await;
            assert_eq!(page.status, StatusCode::SEE_OTHER);
            assert_eq!(person.notes().await, shown);
        }
    }
    assert_eq!(person.entries().await, 4);
    assert_eq!(person.said(&id).await, said);
}

#[tokio::test]
async fn what_can_t_be_kept_is_told_and_what_was_typed_stays() {
    let person = Person::new().await;
    let entries = person.entries().await;
    let long = "ä".repeat(2001);
    let cases = [
        (String::new(), "There is nothing in this note yet"),
        (
            "rating=&text=+%0D%0A+&date=2026-08-03".to_owned(),
            "nothing in this note",
        ),
        (format!("text={long}"), "has 2001 letters"),
        (
            format!("rating=3&text={}", "x".repeat(200_000)),
            "has 200000 letters",
        ),
        ("text=a%00b".to_owned(), "characters in the text"),
        ("text=a%1b[31mb".to_owned(), "characters in the text"),
        ("rating=3&date=2026-08-04".to_owned(), "still to come"),
        (
            "rating=3&date=9999-12-31".to_owned(),
            "no day that can be kept",
        ),
        (
            "rating=3&date=1969-12-31".to_owned(),
            "no day that can be kept",
        ),
        (
            "rating=3&date=-009999-01-01".to_owned(),
            "no day that can be kept",
        ),
        ("rating=3&date=today".to_owned(), "no day that can be kept"),
        (
            "rating=3&date=2026-02-30".to_owned(),
            "no day that can be kept",
        ),
    ];
    for (form, told) in cases {
        let page = person.post(&format!("/notes/{FRESH}"), &form).await;
        let form: String = form.chars().take(60).collect();
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(page.text.contains(told), "{form}");
    }
    let typed = format!(
        "rating=8&place=upper-back&date=2030-01-01&text={}",
        encoded("</textarea><script>\"x\"</script>\u{0}\u{7}")
    );
    let page = person.post(&format!("/notes/{FRESH}"), &typed).await;
    insta::assert_snapshot!("refused", main_of(&page));
    assert!(!page.text.contains("<script>\"") && !page.text.contains('\0'));
    assert_eq!(person.entries().await, entries);
    assert_eq!(person.notes().await, 0);
}

#[tokio::test]
async fn what_no_page_of_ours_sends_is_refused_and_changes_nothing() {
    let person = Person::new().await;
    let week = person.week("change=worse").await;
    let note = person.note("rating=3").await;
    let reach = NoteId(Uuid::from_u128(77));
    let parts = ReachParts {
        test: ReachTest::Rotation,
        side: Some(Side::Left),
        reading: Reading::Landmark(2),
    };
    let content = Note {
        date: person.said(&note).await.date,
        content: Content::Reach(Reach::try_from(parts).unwrap()),
    };
    let command = Command::KeepNote {
        note: reach,
        content: Arc::new(content),
    };
    assert!(person.app.execute(command).await.is_ok());
    let entries = person.entries().await;
    let fresh = format!("/notes/{FRESH}");
    let bad = StatusCode::BAD_REQUEST;
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let missing = StatusCode::NOT_FOUND;
    for (address, form, status) in [
        (fresh.clone(), "rating=11", refused),
        (fresh.clone(), "rating=300", bad),
        (fresh.clone(), "rating=-1", bad),
        (fresh.clone(), "rating=3.5", bad),
        (fresh.clone(), "rating=%C3%28", bad),
        (fresh.clone(), "rating=3&rating=4", bad),
        (fresh.clone(), "rating=3&rating=", bad),
        (fresh.clone(), "text=a&text=b", bad),
        (
            fresh.clone(),
            "rating=3&date=2026-08-03&date=2026-08-02",
            bad,
        ),
        (fresh.clone(), "rating=3&place=toe", bad),
        (fresh.clone(), "place=", bad),
        (format!("{fresh}/week"), "average=11", refused),
        (format!("{fresh}/week"), "change=awful", bad),
        (format!("{fresh}/week"), "sleep=well&sleep=badly", bad),
        (format!("{fresh}/week"), "activity=WELL", bad),
        // A note stays what it is.
        (format!("/notes/{week}"), "rating=3", missing),
        (format!("/notes/{reach}"), "rating=3", missing),
        (format!("/notes/{note}/week"), "change=better", missing),
        (format!("{fresh}/delete"), "", missing),
        (format!("{fresh}/restore"), "", missing),
        ("/notes/1".to_owned(), "rating=3", missing),
        ("/notes/1/week".to_owned(), "change=same", missing),
        ("/notes/..%2f..%2fetc/delete".to_owned(), "", missing),
    ] {
        let page = person.post(&address, form).await;
        assert_eq!(page.status, status, "{address} {form}: {}", page.text);
        assert!(page.text.contains("<main"), "{address} {form}");
    }
    for address in [fresh.as_str(), "/notes/1", "/notes/%00"] {
        assert_eq!(person.get(address).await.status, missing, "{address}");
    }
    for (query, status) in [
        ("page=x", bad),
        ("page=-1", bad),
        ("kept=1", bad),
        ("page=0", StatusCode::OK),
        ("page=99999999", StatusCode::OK),
        (
            "deleted=01987000-0000-7000-8000-000000000001",
            StatusCode::OK,
        ),
    ] {
        assert_eq!(
            person.get(&format!("/notes?{query}")).await.status,
            status,
            "{query}"
        );
    }
    assert_eq!(person.entries().await, entries);

    // A test of reach shows in the list and is deleted here.
    let page = person.get(&format!("/notes/{reach}")).await;
    assert!(page.text.contains("Chin to shoulder, left side: ") && page.text.contains("/delete\""));
    assert!(page.text.contains(&format!("/reach/rotation?note={reach}")));
    assert!(
        person
            .get("/notes")
            .await
            .text
            .contains("Chin to shoulder, left side: ")
    );
    person.post(&format!("/notes/{reach}/delete"), "").await;
    assert!(!person.get("/notes").await.text.contains("Chin to shoulder"));
}

#[tokio::test]
async fn years_of_notes_come_in_pages() {
    let person = Person::new().await;
    let today = person.app.now().zoned.date();
    let drafts: Vec<(NoteId, Arc<Note>)> = (0..3_700_u16)
        .map(|number| {
            let date = today
                .checked_sub(jiff::ToSpan::days(i64::from(number)))
                .unwrap();
            let text = format!("{number}: {}", "& ".repeat(990));
            let content = feeling(Some(3), &[], &text);
            (
                NoteId(Uuid::from_u128(u128::from(number) + 1)),
                Arc::new(Note { date, content }),
            )
        })
        .collect();
    let kept = person.app.import(&entries_of(&person, &drafts)).await;
    assert_eq!(kept.unwrap().new, 3_700);
    let mut found = BTreeSet::new();
    for page in 1..=74 {
        let page = person.get(&format!("/notes?page={page}")).await.text;
        assert!(page.len() < 1_000_000, "{}", page.len());
        found.extend(
            page.split("id=\"note-")
                .skip(1)
                .map(|rest| rest[..36].to_owned()),
        );
    }
    assert_eq!(found.len(), 3_700);
    let first = person.get("/notes").await.text;
    assert!(first.contains("Page 1 of 74") && !first.contains("rel=\"prev\""));
    let last = person.get("/notes?page=74").await.text;
    assert!(last.contains("rel=\"prev\"") && !last.contains("rel=\"next\""));
    // Who corrects an old note finds it again where it stands.
    let (id, _) = drafts[2_000];
    let page = person.post(&format!("/notes/{id}"), "rating=1").await;
    let location = page.location.unwrap();
    assert_eq!(location, format!("/notes?page=41&kept={id}#note-{id}"));
    assert!(
        person
            .get("/notes?page=41")
            .await
            .text
            .contains(&format!("id=\"note-{id}\""))
    );
}

fn entries_of(person: &Person, notes: &[(NoteId, Arc<Note>)]) -> Vec<unhunch_domain::Entry> {
    let now = person.app.now();
    let of = |(number, (note, content)): (u128, &(NoteId, Arc<Note>))| unhunch_domain::Entry {
        id: unhunch_domain::EntryId(Uuid::from_u128(0xE000_0000 + number)),
        device: unhunch_domain::DeviceId(Uuid::from_u128(8)),
        at: now.at,
        zone: now.zone.clone(),
        version: unhunch_domain::journal::entry::Version::CURRENT,
        body: Body::NoteKept {
            note: *note,
            content: Arc::clone(content),
        },
    };
    (0..).zip(notes).map(of).collect()
}

#[tokio::test]
async fn the_week_is_asked_for_once_a_week_and_can_be_corrected() {
    let person = Person::new().await;
    let is_asked = async || person.get("/").await.text.contains("href=\"/notes/week\"");
    assert!(!is_asked().await);
    person.note("rating=4").await;
    person.wait_minutes(6 * DAY);
    assert!(!is_asked().await);
    person.wait_minutes(DAY);
    assert!(is_asked().await);
    // To leave it is fine; the card stays.
    person.wait_minutes(DAY);
    assert!(is_asked().await);

    let page = person
        .post(
            &format!("/notes/{FRESH}/week"),
            "average=&change=&sleep=&activity=",
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("Nothing is answered yet"));
    let id = person.week("average=6&change=worse").await;
    assert!(!is_asked().await);

    // Asked for again, or sent from a page that was open beside it, it is the same week's answer.
    let again = person.get("/notes/week").await;
    assert_eq!(again.location, Some(format!("/notes/{id}")));
    person.wait_minutes(DAY);
    let entries = person.entries().await;
    let page = person
        .post(&format!("/notes/{FRESH}/week"), "average=5&sleep=well")
        .await;
    assert!(page.location.unwrap().contains(&format!("kept={id}")));
    assert_eq!(person.entries().await, entries + 1);
    assert_eq!(person.notes().await, 2);
    let note = person.said(&id).await;
    let Content::Week(week) = &note.content else {
        panic!("it is an answer about a week")
    };
    assert_eq!(week.average.map(Rating::get), Some(5));
    assert_eq!((week.change, note.date.day()), (None, 11));

    // A week after the answer, not after its correction.
    person.wait_minutes(5 * DAY);
    assert!(!is_asked().await);
    person.wait_minutes(DAY);
    assert!(is_asked().await);
    person.week("change=same").await;
    assert_eq!(person.notes().await, 3);
}

#[tokio::test]
async fn how_it_felt_before_is_kept_with_the_start() {
    let person = Person::new().await;
    let entries = person.entries().await;
    for (form, status) in [
        ("routine=desk&before=11", StatusCode::UNPROCESSABLE_ENTITY),
        ("routine=desk&before=999", StatusCode::BAD_REQUEST),
        ("routine=desk&before=x", StatusCode::BAD_REQUEST),
        ("routine=desk&before=1&before=2", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(
            person.post("/sessions", form).await.status,
            status,
            "{form}"
        );
    }
    assert_eq!(person.entries().await, entries);

    let page = person.post("/sessions", "routine=desk&before=4").await;
    let address = page.location.unwrap();
    let session: unhunch_domain::SessionId = address[10..].parse().unwrap();
    let before = async || {
        let read = |diary: &unhunch_domain::Diary| {
            let session = diary.session(session).unwrap();
            session
                .rated(Moment::Before)
                .map(|rated| rated.value.rating.get())
        };
        person.app.read(read).await.unwrap()
    };
    assert_eq!(before().await, Some(4));
    assert_eq!(person.entries().await, entries + 2);
    // The same tap twice; then another number, and none.
    person.post("/sessions", "routine=desk&before=4").await;
    assert_eq!(person.entries().await, entries + 2);
    let page = person.post("/sessions", "routine=desk&before=6").await;
    assert_eq!(page.location, Some(address.clone()));
    person.post("/sessions", "routine=desk&before=").await;
    assert_eq!(before().await, Some(6));
    assert_eq!(person.entries().await, entries + 3);
    assert!(person.get("/").await.text.contains("Latest today: 6 of 10"));
    let page = person.get(&format!("/history/{session}")).await.text;
    assert!(
        page.contains("<dt>Beforehand</dt><dd>6 of 10</dd>"),
        "{page}"
    );

    let page = person.post("/sessions", "routine=floor").await;
    let address = page.location.unwrap().replace("/sessions", "/history");
    let page = person.get(&address).await.text;
    assert!(
        page.contains("<dt>Beforehand</dt><dd>not rated</dd>"),
        "{page}"
    );
}

#[tokio::test]
async fn where_it_is_felt_afterwards_can_be_said_and_taken_back() {
    let person = Person::new().await;
    let session = person.play_through("two-minutes", 3).await;
    let address = format!("/sessions/{session}/rating");
    let after = async || person.get(&format!("/sessions/{session}/after")).await.text;
    assert!(after().await.contains("Kept: 3 of 10."));

    let form = "rating=3&where=yes&place=right-shoulder&place=neck&place=neck";
    person.post(&address, form).await;
    assert!(
        after()
            .await
            .contains("Kept: 3 of 10 · neck, right shoulder.")
    );
    // Another number leaves the places as they were.
    person.post(&address, "rating=5").await;
    assert!(
        after()
            .await
            .contains("Kept: 5 of 10 · neck, right shoulder.")
    );
    let page = person.get(&format!("/history/{session}")).await.text;
    assert!(
        page.contains("<dd>5 of 10 · neck, right shoulder</dd>"),
        "{page}"
    );
    assert!(
        person
            .get("/")
            .await
            .text
            .contains("Latest today: 5 of 10 · neck, right shoulder")
    );

    let entries = person.entries().await;
    for form in [
        "",
        "rating=",
        "where=yes&place=neck",
        "rating=3&where=yes&place=knee",
        "rating=1&rating=2",
    ] {
        assert_eq!(
            person.post(&address, form).await.status,
            StatusCode::BAD_REQUEST,
            "{form}"
        );
    }
    assert_eq!(person.entries().await, entries);
    person.post(&address, "rating=5&where=yes").await;
    assert!(after().await.contains("Kept: 5 of 10."));
}

#[tokio::test]
async fn noting_stays_open_where_exercises_are_held_back() {
    let person = Person::new().await;
    person.post("/welcome/now", "sign=chest").await;
    assert!(person.get("/").await.text.contains("href=\"/notes/new\""));
    person.note("rating=8&place=neck").await;
    assert_eq!(person.notes().await, 1);
}
