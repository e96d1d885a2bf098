//! The tests of reach: what their pages show, what they keep, and what they refuse.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use axum::http::StatusCode;
use support::{NOTHING_APPLIES, Page, Person};

const NOTE: &str = "01900000-0000-7000-8000-00000000000a";
const OTHER: &str = "01900000-0000-7000-8000-00000000000b";
const DAY: i64 = 24 * 60;

/// A page without its moving figure, which is thousands of numbers.
fn without_figure(page: &Page) -> String {
    let (before, rest) = page.text.split_once("id=\"show-moving\">").unwrap();
    let (_, after) = rest
        .split_once("</svg></div>")
        .unwrap_or_else(|| rest.split_once("</svg>\n").unwrap());
    format!("{before}id=\"show-moving\">…{after}")
}

/// Keeps a result and gives the page that follows.
async fn kept(person: &Person, test: &str, form: &str) -> Page {
    let page = person.post(&format!("/reach/{test}"), form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    person.get(&page.location.unwrap()).await
}

#[tokio::test]
async fn nothing_is_found_at_first() {
    let person = Person::new().await;
    let page = person.get("/reach").await;
    assert_eq!(page.status, StatusCode::OK);
    insta::assert_snapshot!("empty", page.text);
}

#[tokio::test]
async fn a_test_shows_how_it_goes_and_what_to_choose() {
    let person = Person::new().await;
    let page = person.get("/reach/side-bend").await;
    insta::assert_snapshot!("side_bend", without_figure(&page));
    for test in ["flexion", "extension", "rotation", "wall-climb"] {
        let page = person.get(&format!("/reach/{test}")).await;
        assert_eq!(page.status, StatusCode::OK, "{test}");
        assert_eq!(page.text.matches("name=\"landmark\"").count(), 5, "{test}");
        let tilts = matches!(test, "flexion" | "extension");
        assert_eq!(page.text.contains("id=\"tilt\""), tilts, "{test}");
    }
}

#[tokio::test]
async fn what_was_found_is_compared_with_the_time_before() {
    let person = Person::new().await;
    let first = kept(
        &person,
        "rotation",
        &format!("note={NOTE}&side=right&landmark=collarbone-middle"),
    )
    .await;
    insta::assert_snapshot!("kept_first", without_figure(&first));
    person.wait_minutes(20 * DAY);
    let second = kept(
        &person,
        "rotation",
        &format!("note={OTHER}&side=right&landmark=shoulder-tip"),
    )
    .await;
    assert!(
        second
            .text
            .contains("2 steps further than on 3 August 2026"),
        "{}",
        second.text
    );
    let list = person.get("/reach").await;
    insta::assert_snapshot!("found", list.text);
    let left = person.get("/reach/rotation?side=left").await;
    assert!(!left.text.contains("id=\"found\""), "of the other side");
}

#[tokio::test]
async fn degrees_are_kept_apart_and_below_five_nothing_changed() {
    let person = Person::new().await;
    let degrees = |note: &str, three: [u8; 3]| {
        let [first, second, third] = three;
        format!("note={note}&first={first}&second={second}&third={third}")
    };
    kept(
        &person,
        "flexion",
        &format!("note={NOTE}&landmark=two-fingers"),
    )
    .await;
    person.wait_minutes(DAY);
    let first = kept(&person, "flexion", &degrees(OTHER, [38, 90, 40])).await;
    assert!(first.text.contains("Chin to chest: 40°"), "{}", first.text);
    assert!(!first.text.contains("further"), "{}", first.text);
    person.wait_minutes(DAY);
    let third = "01900000-0000-7000-8000-00000000000c";
    let same = kept(&person, "flexion", &degrees(third, [44, 44, 44])).await;
    let sentence = "No change: less than 5° from 40° on 4 August 2026";
    assert!(same.text.contains(sentence), "{}", same.text);
    person.wait_minutes(DAY);
    let fourth = "01900000-0000-7000-8000-00000000000d";
    let page = kept(&person, "flexion", &degrees(fourth, [47, 47, 47])).await;
    insta::assert_snapshot!("degrees", without_figure(&page));
}

#[tokio::test]
async fn a_result_is_changed_in_its_place() {
    let person = Person::new().await;
    kept(&person, "wall-climb", &format!("note={NOTE}&landmark=chin")).await;
    person.wait_minutes(DAY);
    let page = person.get(&format!("/reach/wall-climb?note={NOTE}")).await;
    assert!(
        page.text.contains("value=\"chin\" required checked"),
        "{}",
        page.text
    );
    assert!(page.text.contains(&format!("/notes/{NOTE}/delete")));
    let before = person.entries().await;
    let page = kept(&person, "wall-climb", &format!("note={NOTE}&landmark=eyes")).await;
    assert_eq!(person.entries().await, before + 1, "nothing is lost");
    assert!(page.text.contains("Hands up the wall: As high as the eyes"));
    assert!(page.text.contains("<th scope=\"row\">3 August 2026</th>"));
    assert_eq!(page.text.matches("<th scope=\"row\">").count(), 1);
    // Sent twice it is the same.
    kept(&person, "wall-climb", &format!("note={NOTE}&landmark=eyes")).await;
    assert_eq!(person.entries().await, before + 1);
}

#[tokio::test]
async fn a_form_without_an_answer_says_so() {
    let person = Person::new().await;
    let before = person.entries().await;
    let page = person
        .post("/reach/side-bend", &format!("note={NOTE}&side=left"))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("role=\"alert\""));
    assert!(page.text.contains(&format!("value=\"{NOTE}\"")));
    assert!(page.text.contains("name=\"side\" value=\"left\""));
    assert_eq!(person.entries().await, before);
}

#[tokio::test]
async fn what_no_page_sends_is_refused_and_nothing_kept() {
    let person = Person::new().await;
    kept(
        &person,
        "flexion",
        &format!("note={NOTE}&landmark=touching"),
    )
    .await;
    let feeling = "01900000-0000-7000-8000-0000000000ff";
    let before = person.entries().await;
    for (test, form, status) in [
        ("flexion", "landmark=nose", 400),
        ("flexion", "landmark=", 400),
        ("flexion", "landmark=touching&side=left", 400),
        ("side-bend", "landmark=touching", 400),
        ("side-bend", "landmark=touching&side=middle", 400),
        ("flexion", "first=1&second=2", 400),
        ("flexion", "first=1&second=2&third=3&landmark=touching", 400),
        ("flexion", "first=121&second=121&third=121", 400),
        ("flexion", "first=256&second=2&third=3", 400),
        ("flexion", "first=-1&second=2&third=3", 400),
        ("wall-climb", "first=1&second=2&third=3", 400),
        ("rotation", "first=1&second=2&third=3&side=left", 400),
        ("flexion", "landmark=touching&date=2020-01-01", 400),
    ] {
        let form = format!("note={OTHER}&{form}");
        let page = person.post(&format!("/reach/{test}"), &form).await;
        assert_eq!(page.status.as_u16(), status, "{test} {form}: {}", page.text);
    }
    for (test, form, status) in [
        // A note of another test never becomes this one's.
        ("extension", format!("note={NOTE}&landmark=wall"), 404),
        ("flexion", "note=1&landmark=touching".to_owned(), 400),
        ("flexion", "landmark=touching".to_owned(), 400),
        ("nose", format!("note={feeling}&landmark=touching"), 404),
    ] {
        let page = person.post(&format!("/reach/{test}"), &form).await;
        assert_eq!(page.status.as_u16(), status, "{test} {form}: {}", page.text);
    }
    for (address, status) in [
        ("/reach/nose".to_owned(), 404),
        ("/reach/flexion?side=left".to_owned(), 404),
        (format!("/reach/extension?note={NOTE}"), 404),
        (format!("/reach/flexion?note={OTHER}"), 404),
        ("/reach/flexion?note=%3Cb%3E".to_owned(), 400),
        ("/reach/figures/flexion.svg".to_owned(), 404),
        ("/reach/figures/flexion.svg?still=x".to_owned(), 404),
        ("/reach/figures/nose.svg?still=reach".to_owned(), 404),
        (
            "/reach/figures/rotation.svg?still=reach&phone=true".to_owned(),
            404,
        ),
    ] {
        let page = person.get(&address).await;
        assert_eq!(page.status.as_u16(), status, "{address}: {}", page.text);
    }
    assert_eq!(person.entries().await, before);
}

#[tokio::test]
async fn while_exercises_are_held_nothing_is_tested() {
    let person = Person::new().await;
    kept(
        &person,
        "flexion",
        &format!("note={NOTE}&landmark=touching"),
    )
    .await;
    person.post("/welcome/now", "sign=chest").await;
    let list = person.get("/reach").await;
    assert!(list.text.contains("held-heading"), "{}", list.text);
    assert!(
        list.text.contains("None: the chin touches"),
        "what was found stays to be read"
    );
    let before = person.entries().await;
    let page = person.get("/reach/flexion").await;
    assert!(page.text.contains("held-heading"), "{}", page.text);
    assert!(!page.text.contains("name=\"landmark\""));
    assert!(!page.text.contains("id=\"tilt\""));
    let page = person
        .post("/reach/flexion", &format!("note={OTHER}&landmark=touching"))
        .await;
    assert_eq!(page.location.as_deref(), Some("/welcome/held"));
    assert_eq!(person.entries().await, before);
}

#[tokio::test]
async fn who_is_new_answers_the_safety_questions_first() {
    let person = Person::new_here().await;
    let page = person.get("/reach").await;
    assert!(page.text.contains("held-heading"), "{}", page.text);
    assert!(!page.text.contains("href=\"/reach/flexion\""));
}

#[tokio::test]
async fn who_gets_dizzy_is_not_asked_to_move_the_head() {
    let person = Person::new_here().await;
    for (step, form) in NOTHING_APPLIES {
        let form = if step == "conditions" {
            "pregnancy=no&condition=vertigo"
        } else {
            form
        };
        person.post(&format!("/welcome/{step}"), form).await;
    }
    let list = person.get("/reach").await;
    assert_eq!(list.text.matches("Left out for you").count(), 4);
    assert!(list.text.contains("href=\"/reach/wall-climb\""));
    assert!(!list.text.contains("href=\"/reach/rotation\""));
    let page = person.get("/reach/rotation").await;
    assert!(
        page.text
            .contains("Left out for you since moving your head can make you dizzy.")
    );
    assert!(!page.text.contains("name=\"landmark\""));
    let before = person.entries().await;
    let form = format!("note={NOTE}&side=left&landmark=shoulder-tip");
    let page = person.post("/reach/rotation", &form).await;
    assert_eq!(page.location.as_deref(), Some("/reach/rotation?side=left"));
    assert_eq!(person.entries().await, before);
}

#[tokio::test]
async fn pictures_are_there_for_both_sides_and_with_a_phone() {
    let person = Person::new().await;
    for address in [
        "/reach/figures/flexion.svg?still=start",
        "/reach/figures/wall-climb.svg?still=reach",
        "/reach/figures/side-bend.svg?side=left&phone=true&still=reach",
        "/reach/figures/side-bend.svg?side=right&phone=true&still=start",
    ] {
        let page = person.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.text.starts_with("<svg"), "{address}");
        assert_eq!(
            page.text.contains("--figure-phone,"),
            address.contains("phone"),
            "{address}"
        );
    }
    // Links on pages name the picture by the id that it has.
    let list = person.get("/reach").await;
    let uses: Vec<_> = list.text.split("<use href=\"/reach").skip(1).collect();
    assert_eq!(uses.len(), 5);
    for found in uses {
        let (address, _) = found.split_once('"').unwrap();
        let address = address.replace("&#38;", "&").replace("&amp;", "&");
        let (address, id) = address.split_once('#').unwrap();
        let picture = person.get(&format!("/reach{address}")).await;
        assert!(picture.text.contains(&format!("id=\"{id}\"")), "{id}");
    }
}
