//! The welcome, and what the answers to the safety questions hold back.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use support::{NOTHING_APPLIES, Page, Person};
use unhunch_domain::person::profile::{Complaint, DayPart, Place, Since};
use unhunch_domain::person::screening::{
    ASKED, BeforeSign, NowSign, PREGNANCY, Screening, Verdict,
};
use unhunch_domain::programme::progression::ExerciseChoice;
use unhunch_domain::{Condition, Diary};

/// The main part of a page, without blank lines.
fn main_of(page: &Page) -> String {
    let (_, main) = page.text.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let lines: Vec<_> = main
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

impl Person {
    async fn screening(&self) -> Screening {
        self.app.read(Diary::screening).await.unwrap()
    }

    /// Sends a step of the welcome and says where it leads.
    async fn answer(&self, step: &str, form: &str) -> String {
        let page = self.post(&format!("/welcome/{step}"), form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{step} {form}");
        page.location.unwrap()
    }

    /// Tries to start a routine: no session comes of it, also none that was there before.
    async fn cannot_start(&self) -> String {
        let before = self.all_entries().await;
        let page = self.post("/sessions", "routine=desk").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let location = page.location.unwrap();
        assert!(!location.starts_with("/sessions"), "{location}");
        assert_eq!(self.all_entries().await, before);
        location
    }
}

#[tokio::test]
async fn every_step_as_it_is_asked() {
    let person = Person::new_here().await;
    insta::assert_snapshot!("today", main_of(&person.get("/").await));
    for (step, form) in NOTHING_APPLIES {
        let page = person.get(&format!("/welcome/{step}")).await;
        assert_eq!(page.status, StatusCode::OK);
        insta::assert_snapshot!(format!("step_{step}"), main_of(&page));
        person.answer(step, form).await;
    }
    insta::assert_snapshot!("summary", main_of(&person.get("/welcome/summary").await));
    // Each step shows what was answered there.
    for (step, form) in NOTHING_APPLIES {
        let page = person.get(&format!("/welcome/{step}")).await.text;
        let ticked = page.matches(" checked").count();
        assert_eq!(ticked, form.split('&').count(), "{step}");
    }
}

#[tokio::test]
async fn it_is_left_anywhere_and_goes_on_there() {
    let person = Person::new_here().await;
    let next = ["now", "before", "conditions", "room", "time", "asking"];
    assert_eq!(
        person.get("/welcome").await.location.as_deref(),
        Some("/welcome/you")
    );
    for ((step, form), next) in NOTHING_APPLIES.into_iter().zip(next) {
        assert_eq!(person.answer(step, form).await, format!("/welcome/{next}"));
        // Another program over the same journal knows it, too.
        let again = Person::with(person.journal.clone()).await;
        let resumed = again.get("/welcome").await.location.unwrap();
        // Nobody is led back to choose when to be asked.
        let next = if next == "asking" { "summary" } else { next };
        assert_eq!(resumed, format!("/welcome/{next}"));
    }
    let profile = person.app.read(Diary::profile).await.unwrap();
    assert_eq!(profile.complaints, BTreeSet::from([Complaint::Neck]));
    assert_eq!(profile.since, Since::Weeks);
    assert_eq!(profile.place, Place::Desk);
    assert_eq!(profile.minutes.get(), 5);
    // Who goes back to a step has still been further.
    person.answer("you", "complaint=shoulders").await;
    let profile = person.app.read(Diary::profile).await.unwrap();
    assert_eq!(profile.complaints, BTreeSet::from([Complaint::Shoulders]));
    assert_eq!(profile.since, Since::Weeks, "what isn't said anew stays");
    assert_eq!(profile.welcome_steps, 6);
}

#[tokio::test]
async fn sessions_start_once_the_safety_questions_are_answered() {
    let person = Person::new_here().await;
    assert_eq!(person.cannot_start().await, "/welcome?routine=desk");
    let resumed = person.get("/welcome?routine=desk").await.location.unwrap();
    assert_eq!(resumed, "/welcome/you?routine=desk");
    for (step, form) in &NOTHING_APPLIES[..3] {
        person.cannot_start().await;
        let next = person.answer(&format!("{step}?routine=desk"), form).await;
        assert!(next.ends_with("?routine=desk"), "{next}");
    }
    person.cannot_start().await;
    let (step, form) = NOTHING_APPLIES[3];
    person.answer(step, form).await;
    // What was wanted is offered at the end; what Unhunch doesn't have is not.
    let page = person.get("/welcome/summary?routine=desk").await.text;
    assert!(page.contains("Start Desk"));
    let page = person.get("/welcome/summary?routine=dance").await.text;
    assert!(!page.contains("action=\"/sessions\""));
    let today = person.get("/").await.text;
    assert!(today.contains("A few questions are left"));
    person.start("desk").await;
}

#[tokio::test]
async fn no_answer_is_no_no_and_both_is_a_contradiction() {
    let person = Person::new_here().await;
    for (step, sign) in [
        ("now", "sign=chest"),
        ("before", "sign=arm"),
        ("conditions", "condition=vertigo"),
        ("conditions", "pregnancy=mid-pregnancy"),
    ] {
        let before = person.all_entries().await;
        let address = format!("/welcome/{step}");
        let page = person.post(&address, "").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text
                .contains("role=\"alert\">Please tick what applies")
        );
        let page = person.post(&address, &format!("{sign}&none=yes")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("role=\"alert\">You ticked"));
        // What was ticked is still ticked.
        let value = sign.split_once('=').unwrap().1;
        assert!(page.text.contains(&format!("value=\"{value}\" checked")));
        assert!(page.text.contains("name=\"none\" value=\"yes\" checked"));
        assert_eq!(person.all_entries().await, before, "{step}");
    }
    let page = person.post("/welcome/conditions", "pregnancy=no").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(person.screening().await, Screening::default());
}

#[tokio::test]
async fn no_stop_sign_ever_lets_a_session_start_or_go_on() {
    for sign in NowSign::ALL {
        let person = Person::new().await;
        let session = person.start("desk").await;
        person.finish(&session, 0..2).await;
        let words = person.app.words().get(&format!("safety-now-{}", sign.id()));

        let next = person.answer("now", &format!("sign={}", sign.id())).await;
        assert_eq!(next, "/welcome/held");
        assert_eq!(person.cannot_start().await, "/welcome/held");
        for address in [
            "/",
            "/routines/desk",
            "/welcome/held",
            &format!("/sessions/{session}"),
        ] {
            let page = person.get(address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            assert!(page.text.contains(&words), "{address}");
            assert!(page.text.contains("Call your local emergency number"));
            assert!(!page.text.contains("action=\"/sessions\""), "{address}");
            assert!(!page.text.contains("session-data"), "{address}");
        }
        // The welcome and a clinician's word lead no way around it.
        assert_eq!(
            person.get("/welcome").await.location.as_deref(),
            Some("/welcome/held")
        );
        person.post("/welcome/seen", "sign=arm&seen=yes").await;
        person.cannot_start().await;
        // What was done before is kept, and the session can be ended.
        let page = person.finish(&session, 2..3).await;
        assert_eq!(page.status, StatusCode::OK);
        let page = person
            .post(&format!("/sessions/{session}/end"), "how=closed")
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        person.cannot_start().await;
        // Reading and settings stay open.
        for address in ["/history", "/exercises/cat-cow", "/settings", "/about"] {
            assert_eq!(person.get(address).await.status, StatusCode::OK);
        }
        // When it has passed, the questions are asked anew, with nothing ticked.
        let page = person.get("/welcome/now?way=again").await.text;
        assert!(!page.contains(" checked"));
        let next = person.answer("now?way=again", "none=yes").await;
        assert_eq!(next, "/welcome/before?way=again");
        let next = person.answer("before?way=again", "none=yes").await;
        assert_eq!(next, "/welcome/conditions?way=again");
        let next = person.answer("conditions?way=again", "none=yes").await;
        assert_eq!(next, "/");
        person.start("desk").await;
    }
}

#[tokio::test]
async fn no_unseen_sign_ever_lets_a_session_start() {
    for sign in BeforeSign::ALL {
        let id = sign.id();
        let person = Person::new_here().await;
        person.answer("now", "none=yes").await;
        let next = person.answer("before", &format!("sign={id}")).await;
        assert_eq!(next, "/welcome/held");
        person.answer("conditions", "none=yes").await;
        assert_eq!(person.cannot_start().await, "/welcome/held");
        let words = person.app.words().get(&format!("safety-before-{id}"));
        for address in ["/", "/routines/desk", "/welcome/held"] {
            let page = person.get(address).await.text;
            assert!(page.contains(&words), "{address}");
            assert!(!page.contains("action=\"/sessions\""), "{address}");
        }
        // Without the tick, and with a tick for another sign, nothing changes.
        let page = person.post("/welcome/seen", &format!("sign={id}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("role=\"alert\">Nothing was changed"));
        person.cannot_start().await;
        let other = BeforeSign::ALL
            .into_iter()
            .find(|one| *one != sign)
            .unwrap();
        let form = format!("sign={}&seen=yes", other.id());
        person.post("/welcome/seen", &form).await;
        person.cannot_start().await;

        let form = format!("sign={id}&seen=yes");
        let page = person.post("/welcome/seen", &form).await;
        assert_eq!(page.location.as_deref(), Some("/welcome"));
        person.start("desk").await;
        let settings = person.get("/settings").await.text;
        assert!(settings.contains("A clinician has seen this."));

        // One that was seen stays seen; one that went and came back does not.
        person.answer("before", &format!("sign={id}")).await;
        assert_eq!(person.screening().await.verdict(), Verdict::Cleared);
        person.answer("before", "none=yes").await;
        assert_eq!(person.screening().await.verdict(), Verdict::Cleared);
        person.answer("before", &format!("sign={id}")).await;
        person.cannot_start().await;
    }
}

#[tokio::test]
async fn a_sign_that_is_added_is_to_be_seen_as_well() {
    let person = Person::new().await;
    person.answer("before", "sign=arm").await;
    person.post("/welcome/seen", "sign=arm&seen=yes").await;
    person.answer("before", "sign=arm&sign=night").await;
    let expected = Verdict::SeeFirst(BTreeSet::from([BeforeSign::Night]));
    assert_eq!(person.screening().await.verdict(), expected);
    insta::assert_snapshot!("see_first", main_of(&person.get("/").await));
    person.answer("now", "sign=dizzy&sign=fever").await;
    insta::assert_snapshot!("stop", main_of(&person.get("/").await));
}

#[tokio::test]
async fn conditions_show_what_they_change() {
    let person = Person::new().await;
    let form = "condition=vertigo&condition=hip-replacement&condition=wrist\
        &pregnancy=late-pregnancy";
    assert_eq!(person.answer("conditions", form).await, "/welcome/changes");
    assert_eq!(
        person.screening().await.conditions(),
        BTreeSet::from([
            Condition::Vertigo,
            Condition::HipReplacement,
            Condition::Wrist,
            Condition::LatePregnancy
        ])
    );
    let page = person.get("/welcome/changes").await;
    insta::assert_snapshot!("changes", main_of(&page));

    // A clinician's word about an exercise is kept, and can be taken back.
    let choice = async |person: &Person| {
        let exercise = "knee-to-chest".parse().unwrap();
        let read = person.app.read(|diary| diary.choice(&exercise)).await;
        read.unwrap()
    };
    let agree = "exercise=knee-to-chest&agreed=yes";
    let page = person.post("/welcome/agreed?way=settings", agree).await;
    assert_eq!(
        page.location.as_deref(),
        Some("/welcome/changes?way=settings")
    );
    assert_eq!(choice(&person).await, ExerciseChoice::Agreed);
    let page = person.get("/welcome/changes").await.text;
    assert!(page.contains("Take that back"));
    assert!(page.contains("seated hug"), "pregnancy still counts");
    person
        .post("/welcome/agreed", "exercise=knee-to-chest&agreed=no")
        .await;
    assert_eq!(choice(&person).await, ExerciseChoice::Usual);
    // It lifts nothing that leaves an exercise out.
    for hostile in [
        "exercise=neck-side-bend-rotation&agreed=yes",
        "exercise=knee-to-chest&agreed=perhaps",
        "exercise=&agreed=yes",
    ] {
        let page = person.post("/welcome/agreed", hostile).await;
        assert!(page.status.is_client_error(), "{hostile}: {}", page.status);
    }
    let page = person
        .post("/welcome/agreed", "exercise=dance&agreed=yes")
        .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_condition_and_every_pair_can_be_shown() {
    let person = Person::new().await;
    let months = PREGNANCY.map(|one| ("pregnancy", one));
    let all: Vec<_> = ASKED
        .map(|one| ("condition", one))
        .into_iter()
        .chain(months)
        .collect();
    for (first_name, first) in &all {
        for (second_name, second) in &all {
            if (*first_name, *second_name) == ("pregnancy", "pregnancy") && first != second {
                continue;
            }
            let form = format!("{first_name}={first}&{second_name}={second}");
            assert_eq!(person.answer("conditions", &form).await, "/welcome/changes");
            let page = person.get("/welcome/changes").await;
            assert_eq!(page.status, StatusCode::OK, "{form}");
            let told = BTreeSet::from([*first, *second]);
            assert_eq!(person.screening().await.conditions(), told);
            for condition in told {
                let name = person.app.words().get(&format!("condition-{condition}"));
                assert!(page.text.contains(&name), "{form}");
            }
        }
    }
}

#[tokio::test]
async fn a_fracture_that_was_told_needn_t_be_told_again() {
    let person = Person::new().await;
    person.answer("before", "sign=fracture").await;
    person.post("/welcome/seen", "sign=fracture&seen=yes").await;
    let page = person.get("/welcome/conditions").await.text;
    assert!(page.contains("is included already"));
    assert!(!page.contains("value=\"osteoporosis\""));
    assert_eq!(
        person.answer("conditions", "none=yes").await,
        "/welcome/changes"
    );
    let page = person.get("/welcome/changes").await.text;
    assert!(page.contains("Osteoporosis with a fracture"));
    assert_eq!(
        person.screening().await.conditions(),
        BTreeSet::from([Condition::OsteoporosisWithFracture])
    );
}

#[tokio::test]
async fn answers_are_changed_later_one_by_one() {
    let person = Person::new().await;
    let settings = person.get("/settings").await.text;
    for step in ["you", "now", "before", "conditions", "room", "time"] {
        let address = format!("/welcome/{step}?way=settings");
        assert!(settings.contains(&format!("href=\"{address}\"")), "{step}");
        let page = person.get(&address).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("<progress"));
    }
    let next = person
        .answer(
            "room?way=settings",
            "equipment=mat&equipment=foam-roller&place=floor",
        )
        .await;
    assert_eq!(next, "/settings?saved=yes");
    let next = person
        .answer("time?way=summary", "minutes=20&day_part=evening")
        .await;
    assert_eq!(next, "/welcome/summary");
    let next = person.answer("room?way=summary", "place=floor").await;
    assert_eq!(next, "/welcome/summary");
    let profile = person.app.read(Diary::profile).await.unwrap();
    assert_eq!(profile.equipment, BTreeSet::new());
    assert_eq!(profile.place, Place::Floor);
    assert_eq!(profile.minutes.get(), 20);
    assert_eq!(profile.day_part, DayPart::Evening);
    // What changes nothing writes nothing.
    let before = person.all_entries().await;
    person.answer("room?way=settings", "place=floor").await;
    assert_eq!(person.all_entries().await, before);
    // A change of one answer is no step of the welcome.
    let fresh = Person::new_here().await;
    fresh.answer("time?way=settings", "minutes=2").await;
    assert_eq!(
        fresh.get("/welcome").await.location.as_deref(),
        Some("/welcome/you")
    );
}

#[tokio::test]
async fn who_has_had_it_for_months_is_advised_and_goes_on() {
    let person = Person::new_here().await;
    let next = person.answer("you", "complaint=neck&since=months").await;
    assert_eq!(next, "/welcome/now");
    let advice = person.app.words().get("welcome-since-advice");
    assert!(person.get("/welcome/now").await.text.contains(&advice));
    assert!(person.get("/welcome/summary").await.text.contains(&advice));
    person.answer("you", "complaint=neck&since=days").await;
    assert!(!person.get("/welcome/now").await.text.contains(&advice));
}

#[tokio::test]
async fn hostile_forms_change_nothing() {
    let person = Person::new().await;
    let before = person.all_entries().await;
    let huge = format!("sign={}", "x".repeat(300_000));
    let many = vec!["sign=<script>"; 5000].join("&");
    for (address, form, status) in [
        ("now", "sign=unknown", StatusCode::BAD_REQUEST),
        ("now", "sign=arm", StatusCode::BAD_REQUEST),
        ("now", "none=yes&seen=arm", StatusCode::BAD_REQUEST),
        ("before", "sign=chest", StatusCode::BAD_REQUEST),
        ("before", &many, StatusCode::BAD_REQUEST),
        ("before", &huge, StatusCode::PAYLOAD_TOO_LARGE),
        (
            "conditions",
            "condition=osteoporosis-with-fracture",
            StatusCode::BAD_REQUEST,
        ),
        (
            "conditions",
            "condition=late-pregnancy",
            StatusCode::BAD_REQUEST,
        ),
        (
            "conditions",
            "pregnancy=pregnancy&pregnancy=late-pregnancy",
            StatusCode::BAD_REQUEST,
        ),
        ("you", "since=unsaid", StatusCode::BAD_REQUEST),
        ("you", "since=days&since=months", StatusCode::BAD_REQUEST),
        ("you", "none=yes", StatusCode::BAD_REQUEST),
        ("room", "place=moon", StatusCode::BAD_REQUEST),
        ("room", "welcome_steps=7", StatusCode::BAD_REQUEST),
        ("time", "minutes=3", StatusCode::BAD_REQUEST),
        ("time", "minutes=-1", StatusCode::BAD_REQUEST),
        ("seen", "sign=chest&seen=yes", StatusCode::BAD_REQUEST),
        ("seen", "all=yes", StatusCode::BAD_REQUEST),
        ("summary", "", StatusCode::METHOD_NOT_ALLOWED),
        ("dance", "none=yes", StatusCode::NOT_FOUND),
        ("now?way=backwards", "none=yes", StatusCode::BAD_REQUEST),
        (
            "now?routine=%2F%2Fevil",
            "none=yes",
            StatusCode::BAD_REQUEST,
        ),
    ] {
        let page = person.post(&format!("/welcome/{address}"), form).await;
        let start: String = form.chars().take(60).collect();
        assert_eq!(page.status, status, "{address} {start}");
        assert!(!page.text.contains("<script>"), "{address} {start}");
        assert_eq!(person.all_entries().await, before, "{address} {start}");
    }
    // Nobody needs a clinician's word where there is no sign.
    let page = person.post("/welcome/seen", "sign=arm&seen=yes").await;
    assert_eq!(page.location.as_deref(), Some("/"));
    let page = person.post("/welcome/seen", "").await;
    assert_eq!(page.location.as_deref(), Some("/"));
    assert_eq!(person.all_entries().await, before);
    person.start("desk").await;
}
