//! Figures as pages and the player get them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use support::Person;
use unhunch_domain::exercise::{Exercise, Side, Sides};
use unhunch_web::Figure;

/// Every exercise, with itself and each of its variants as an address asks for them.
fn asked(exercise: &Exercise) -> Vec<String> {
    let variants = exercise.file.variants.iter();
    std::iter::once(String::new())
        .chain(variants.map(|variant| format!("variant={}", variant.id)))
        .collect()
}

/// The values of all `id` attributes.
fn ids(html: &str) -> Vec<&str> {
    html.split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

#[tokio::test]
async fn every_exercise_and_every_variant_is_drawn_with_its_words() {
    let person = Person::new().await;
    let mut drawn = BTreeSet::new();
    for exercise in person.app.library().any() {
        for asked in asked(exercise) {
            let page = person
                .get(&format!("/exercises/{}?{asked}", exercise.id))
                .await;
            assert_eq!(page.status, StatusCode::OK);
            let place = format!("{} {asked}", exercise.id);
            assert!(page.text.contains("id=\"show-moving\""), "{place}");

            let answer = person
                .get(&format!("/figures/{}.svg?{asked}", exercise.id))
                .await;
            assert_eq!(answer.status, StatusCode::OK, "{place}");
            assert!(answer.text.contains("<animate"), "{place}");
            // Its words are those of the content, not the keys of some that are missing.
            let (_, title) = answer.text.split_once("<title").unwrap();
            let (title, rest) = title.split_once("</title>").unwrap();
            let (_, description) = rest.split_once("<desc").unwrap();
            let (description, _) = description.split_once("</desc>").unwrap();
            for words in [title, description] {
                let (_, words) = words.split_once('>').unwrap();
                assert!(words.contains(char::is_alphabetic), "{place}: {words}");
                assert!(!words.contains(".phase"), "{place}: {words}");
            }
            assert!(drawn.insert(title.to_owned()), "{place}: {title} twice");
        }
    }
}

#[tokio::test]
async fn what_a_page_inlines_shares_no_id() {
    let person = Person::new().await;
    for exercise in person.app.library().any() {
        let page = person.get(&format!("/exercises/{}", exercise.id)).await;
        let ids = ids(&page.text);
        let different: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), different.len(), "{}: {ids:?}", exercise.id);
    }
}

#[tokio::test]
async fn a_small_picture_is_where_the_page_looks_for_it() {
    let person = Person::new().await;
    for exercise in person.app.library().any() {
        let address = Figure::of(exercise, None, None).unwrap().thumbnail();
        let (address, id) = address.split_once('#').unwrap();
        let still = person.get(address).await;
        assert_eq!(still.status, StatusCode::OK, "{address}");
        assert!(ids(&still.text).contains(&id), "{address} has no {id}");
        assert!(!still.text.contains("<animate"), "{address} moves");
    }
}

#[tokio::test]
async fn a_browser_that_has_a_figure_is_not_sent_it_again() {
    let person = Person::new().await;
    let address = "/figures/cat-cow.svg?still=cat";
    let first = person.get(address).await;
    assert_eq!(first.headers[header::CONTENT_TYPE], "image/svg+xml");
    assert_eq!(first.headers[header::CACHE_CONTROL], "no-cache");
    let again = |tag: &str| {
        let request = Request::get(address).header(header::IF_NONE_MATCH, tag);
        person.send(request.body(Body::empty()).unwrap())
    };
    let tag = first.headers[header::ETAG].to_str().unwrap();
    let known = again(tag).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    assert_eq!(known.text, "");
    assert_eq!(again("\"another\"").await.status, StatusCode::OK);
}

#[tokio::test]
async fn sides_are_shown_where_there_are_sides() {
    let person = Person::new().await;
    for exercise in person.app.library().any() {
        let on = |side| Figure::of(exercise, None, Some(side)).unwrap().solved();
        let left = on(Side::Left).unwrap();
        let right = on(Side::Right).unwrap();
        let words = person.app.words();
        assert_eq!(
            left.moving(words) == right.moving(words),
            exercise.file.sides == Sides::None,
            "{}",
            exercise.id
        );
    }
    let page = person.get("/exercises/knee-to-chest?side=right").await.text;
    assert!(page.contains("figure-knee-to-chest-right\""));
    assert!(!page.contains("figure-knee-to-chest-left\""));
}

#[tokio::test]
async fn what_there_is_not_is_said() {
    let person = Person::new().await;
    for address in [
        "/figures/cat-cow",
        "/figures/cat-dog.svg",
        "/figures/..%2Fcat-cow.svg",
        "/figures/cat-cow.svg?variant=upside-down",
        "/figures/cat-cow.svg?still=dog",
        "/exercises/cat-cow?variant=upside-down",
    ] {
        let status = person.get(address).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
    }
    for address in [
        "/figures/cat-cow.svg?side=up",
        "/figures/cat-cow.svg?variant=%3Cscript%3E",
        "/exercises/cat-cow?side=up",
    ] {
        let status = person.get(address).await.status;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{address}");
    }
}
