//! Where somebody stands with exercises: the card on their pages, their decisions, and routines
//! that are fitted to them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use axum::http::StatusCode;
use support::{Page, Person};
use unhunch_domain::person::screening::{Answers, NowSign};
use unhunch_domain::programme::progression::ExerciseChoice;
use unhunch_domain::{
    Command, Condition, Diary, DiscomfortLevel, ExerciseDiscomfort, ExerciseId, SessionId,
};

const DAY: i64 = 24 * 60;

/// A part of a page: the element that begins with `opening`, to the first `closing` after it.
fn part(page: &Page, opening: &str, closing: &str) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (_, rest) = page.text.split_once(opening).expect(opening);
    let (part, _) = rest.split_once(closing).unwrap();
    let lines = part.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The card of an exercise's page.
async fn card(person: &Person, exercise: &str) -> String {
    let page = person.get(&format!("/exercises/{exercise}")).await;
    part(&page, "id=\"standing\">", "</section>")
}

/// The rows of the table of levels that are marked, as text.
fn marked(page: &Page) -> Vec<String> {
    let rows = page.text.split("<tr class=\"is-here\"").skip(1);
    rows.map(|row| {
        let (row, _) = row.split_once("</tr>").unwrap();
        let (_, row) = row.split_once('>').unwrap();
        let mut text = String::new();
        for piece in row.split('<') {
            let words = piece.split_once('>').map_or(piece, |(_, words)| words);
            text.push_str(words.trim());
            text.push(' ');
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    })
    .collect()
}

/// The steps that a card offers, as its forms send them.
fn steps(card: &str) -> Vec<String> {
    let value = |text: &str, name: &str| {
        let (_, rest) = text
            .split_once(&format!("name=\"{name}\" value=\""))
            .unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let forms = card.split("/standing\"").skip(1);
    forms
        .map(|form| {
            format!(
                "form={}&level={}",
                value(form, "form"),
                value(form, "level")
            )
        })
        .collect()
}

/// Answers the last of the safety questions, with nothing graver.
async fn has(person: &Person, conditions: &[Condition]) {
    let answers = Answers {
        now: Some(Some([].into())),
        before: Some(Some([].into())),
        seen: Some(Some([].into())),
        conditions: Some(Some(conditions.iter().copied().collect())),
        ..Answers::default()
    };
    person.app.execute(Command::Answer(answers)).await.unwrap();
}

/// Lies down, with everything there is.
async fn on_the_floor(person: &Person) {
    let mut profile = person.app.read(Diary::profile).await.unwrap();
    profile.place = unhunch_domain::person::profile::Place::Floor;
    profile.equipment = unhunch_domain::programme::position::Equipment::ALL.into();
    person
        .app
        .execute(Command::Describe(profile))
        .await
        .unwrap();
}

fn id(exercise: &str) -> ExerciseId {
    exercise.parse().unwrap()
}

#[tokio::test]
async fn somebody_new_sees_where_everybody_begins() {
    let person = Person::new().await;
    let page = person.get("/exercises/pec-stretch").await;
    insta::assert_snapshot!(card(&person, "pec-stretch").await);
    assert_eq!(marked(&page), ["Level 1 3 × 15 s where you are"]);
    // What a place or a thing keeps away says so, and is shown all the same.
    insta::assert_snapshot!("at_a_desk", card(&person, "childs-pose").await);
    insta::assert_snapshot!("stands_in", card(&person, "cat-cow").await);
    let page = person.get("/exercises/cat-cow").await;
    assert!(
        marked(&page).is_empty(),
        "another version has its own table"
    );
    let page = person.get("/exercises/cat-cow?variant=seated").await;
    assert_eq!(marked(&page).len(), 1);
    for move_id in ["marching", "shoulder-rolls"] {
        let page = person.get(&format!("/exercises/{move_id}")).await;
        assert!(!page.text.contains("id=\"standing\""));
    }
}

#[tokio::test]
async fn a_step_is_kept_and_the_opposite_undoes_it() {
    let person = Person::new().await;
    for exercise in person.app.library().exercises() {
        let address = format!("/exercises/{}", exercise.id);
        let before = card(&person, exercise.id.as_str()).await;
        let harder = steps(&before).pop().unwrap();
        let kept = person.post(&format!("{address}/standing"), &harder).await;
        assert_eq!(
            kept.location.as_deref(),
            Some(&*format!("{address}?kept=step#standing"))
        );
        let after = card(&person, exercise.id.as_str()).await;
        assert_ne!(before, after);
        let easier = steps(&after).remove(0);
        person.post(&format!("{address}/standing"), &easier).await;
        let back = card(&person, exercise.id.as_str()).await;
        assert_eq!(steps(&back), steps(&before), "{}", exercise.id);
    }
    let page = person.get("/exercises/pec-stretch?kept=step").await;
    assert!(page.text.contains("Kept. From now on it is 3 × 15 s."));
}

#[tokio::test]
async fn one_can_go_all_the_way_up_and_down() {
    let person = Person::new().await;
    on_the_floor(&person).await;
    for (which, least) in [(0_usize, 5), (usize::MAX, 8)] {
        let mut seen = Vec::new();
        loop {
            let card = card(&person, "superman").await;
            let steps = steps(&card);
            let next = steps.get(which.min(steps.len() - 1)).unwrap().clone();
            if steps.len() == 1 && seen.len() > 1 {
                break;
            }
            seen.push(next.clone());
            assert!(seen.len() < 30, "it never ends: {seen:?}");
            person.post("/exercises/superman/standing", &next).await;
        }
        assert!(seen.len() >= least, "{seen:?}");
    }
    assert!(
        card(&person, "superman")
            .await
            .contains("as far as it goes")
    );
}

#[tokio::test]
async fn an_exercise_is_left_out_and_taken_back() {
    let person = Person::new().await;
    let address = "/exercises/pec-stretch";
    let before = card(&person, "pec-stretch").await;
    let left = person
        .post(&format!("{address}/choice"), "choice=left-out")
        .await;
    let page = person
        .get(left.location.unwrap().split('#').next().unwrap())
        .await;
    insta::assert_snapshot!(part(&page, "id=\"standing\">", "</section>"));
    assert!(marked(&page).is_empty());
    let today = person.get("/").await.text;
    assert!(today.contains("You left it out"));
    // A second tap writes nothing.
    let entries = person.entries().await;
    person
        .post(&format!("{address}/choice"), "choice=left-out")
        .await;
    assert_eq!(person.entries().await, entries);
    let back = person
        .post(&format!("{address}/choice"), "choice=usual")
        .await;
    assert!(back.location.unwrap().contains("kept=back"));
    assert_eq!(card(&person, "pec-stretch").await, before);
}

#[tokio::test]
async fn what_a_clinician_is_asked_about_waits_for_a_tick() {
    let person = Person::new().await;
    on_the_floor(&person).await;
    has(&person, &[Condition::HipReplacement]).await;
    let address = "/exercises/knee-to-chest/choice";
    insta::assert_snapshot!("ask_first", card(&person, "knee-to-chest").await);
    let entries = person.entries().await;
    let unsure = person.post(address, "choice=agreed").await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.text.contains("role=\"alert\">Nothing was changed"));
    assert_eq!(person.entries().await, entries);
    let agreed = person.post(address, "choice=agreed&sure=yes").await;
    assert!(agreed.location.unwrap().contains("kept=agreed"));
    insta::assert_snapshot!("agreed", card(&person, "knee-to-chest").await);
    let withdrawn = person.post(address, "choice=usual").await;
    assert!(withdrawn.location.unwrap().contains("kept=withdrawn"));
    assert!(
        card(&person, "knee-to-chest")
            .await
            .contains("Only after a clinician")
    );
}

#[tokio::test]
async fn what_is_not_for_somebody_says_why_and_offers_nothing() {
    let person = Person::new().await;
    has(&person, &[Condition::Vertigo]).await;
    let card = card(&person, "neck-side-bend-rotation").await;
    insta::assert_snapshot!(card);
    assert!(!card.contains("<form"));
}

#[tokio::test]
async fn while_an_answer_holds_exercises_back_nothing_is_decided() {
    let person = Person::new().await;
    let answers = Answers {
        now: Some(Some([NowSign::Chest].into())),
        ..Answers::default()
    };
    person.app.execute(Command::Answer(answers)).await.unwrap();
    let page = person.get("/exercises/pec-stretch").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("id=\"standing\"") && !page.text.contains("is-here"));
}

#[tokio::test]
async fn a_time_away_and_too_much_show() {
    let person = Person::new().await;
    let session = person.play_through("desk", 2).await;
    let session: SessionId = session.parse().unwrap();
    let play = person
        .app
        .read(|diary| {
            let session = diary.session(session).unwrap();
            let plays = session.timeline().plays();
            plays
                .iter()
                .position(|play| play.exercise == id("pec-stretch"))
                .unwrap()
        })
        .await
        .unwrap();
    let felt = Command::Feel {
        session,
        play: u64::try_from(play).unwrap(),
        felt: ExerciseDiscomfort::new(DiscomfortLevel::TooMuch),
    };
    person.app.execute(felt).await.unwrap();
    person.wait_minutes(DAY);
    insta::assert_snapshot!("too_much", card(&person, "pec-stretch").await);
    let page = person.get("/exercises/pec-stretch").await;
    assert_eq!(
        marked(&page),
        ["Gentler 3 × 10 s today", "Level 1 3 × 15 s where you are"]
    );
    // Going on as before is a decision, too.
    let stay = steps(&card(&person, "pec-stretch").await).remove(1);
    person.post("/exercises/pec-stretch/standing", &stay).await;
    let after = card(&person, "pec-stretch").await;
    assert!(
        after.contains("<p class=\"standing-now\">3 × 15 s</p>"),
        "{after}"
    );
    person.wait_minutes(14 * DAY);
    insta::assert_snapshot!("away", card(&person, "pec-stretch").await);
}

#[tokio::test]
async fn what_no_page_sends_is_refused_and_changes_nothing() {
    let person = Person::new().await;
    has(&person, &[Condition::Vertigo]).await;
    let entries = person.entries().await;
    for (address, form, status) in [
        ("nothing/standing", "form=usual&level=1", 404),
        ("..%2f..%2fetc/standing", "form=usual&level=1", 404),
        ("nothing/choice", "choice=left-out", 404),
        ("nothing/choice", "choice=agreed", 404),
        ("marching/standing", "form=usual&level=1", 422),
        ("marching/choice", "choice=left-out", 422),
        ("pec-stretch/standing", "form=usual&level=99", 422),
        ("pec-stretch/standing", "form=usual&level=-128", 422),
        ("pec-stretch/standing", "form=easier&level=2", 422),
        ("pec-stretch/standing", "form=usual&level=1000", 400),
        ("pec-stretch/standing", "form=usual&level=x", 400),
        ("pec-stretch/standing", "form=usual", 400),
        ("pec-stretch/standing", "form=hardest&level=1", 400),
        ("pec-stretch/standing", "form=usual&level=1&x=y", 400),
        ("pec-stretch/standing", "", 400),
        ("pec-stretch/choice", "choice=agreed&sure=yes", 422),
        ("pec-stretch/choice", "choice=everything", 400),
        ("pec-stretch/choice", "", 400),
        // It isn't for them, and no clinician was asked about.
        (
            "neck-side-bend-rotation/standing",
            "form=usual&level=1",
            422,
        ),
        (
            "neck-side-bend-rotation/choice",
            "choice=agreed&sure=yes",
            422,
        ),
    ] {
        let page = person.post(&format!("/exercises/{address}"), form).await;
        assert_eq!(page.status.as_u16(), status, "{address} {form}");
        assert!(page.text.contains("Nothing was changed") || status != 422);
    }
    assert_eq!(person.entries().await, entries);
    let page = person.get("/exercises/pec-stretch?kept=nonsense").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    for address in [
        "/exercises/pec-stretch/standing",
        "/exercises/pec-stretch/choice",
    ] {
        let page = person.get(address).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[tokio::test]
async fn a_routine_is_fitted_to_the_person() {
    let person = Person::new().await;
    has(&person, &[Condition::Wrist, Condition::Osteoporosis]).await;
    person
        .post("/exercises/superman/standing", "form=usual&level=0")
        .await;
    let page = person.get("/routines/floor").await;
    insta::assert_snapshot!(part(&page, "<h1>", "</main>"));
    // A session of it plays just that.
    let session: SessionId = person.start("floor").await.parse().unwrap();
    let played: Vec<_> = person
        .app
        .read(|diary| {
            let session = diary.session(session).unwrap();
            let plays = session.timeline().plays().iter();
            plays.map(|play| play.exercise.to_string()).collect()
        })
        .await
        .unwrap();
    assert!(!played.iter().any(|id| id == "knee-to-chest"), "{played:?}");
    assert!(person.get("/").await.text.contains("one left out"));
}

#[tokio::test]
async fn a_routine_of_which_nothing_is_left_says_so() {
    let person = Person::new().await;
    let routine = person
        .app
        .library()
        .routine(&"two-minutes".parse().unwrap());
    for item in &routine.unwrap().file.exercises {
        let choice = Command::Choose {
            exercise: item.exercise.clone(),
            choice: ExerciseChoice::LeftOut,
        };
        person.app.execute(choice).await.unwrap();
    }
    let page = person.get("/routines/two-minutes").await;
    insta::assert_snapshot!(part(&page, "<h1>", "</main>"));
    assert!(!page.text.contains("action=\"/sessions\""));
    assert!(person.get("/").await.text.contains("nothing left for you"));
    let refused = person.post("/sessions", "routine=two-minutes").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}
