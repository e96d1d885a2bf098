//! Figures as pages and the player get them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use support::Person;
use unhunch_app::FigureCache;
use unhunch_domain::programme::exercise::Exercise;
use unhunch_domain::programme::parts::{Side, Sides};
use unhunch_web::{Figure, Shows};

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
async fn what_a_browser_has_is_not_drawn() {
    let person = Person::new().await;
    let drawings = || person.app.figures().drawings();
    let address = "/figures/cat-cow.svg?still=cat";
    let first = person.get(address).await;
    assert_eq!(drawings(), 1);
    person.get(address).await;
    assert_eq!(drawings(), 1);
    // A program that was just started has drawn nothing, and knows what the browser has.
    let person = Person::new().await;
    let request = Request::get(address).header(header::IF_NONE_MATCH, &first.headers[header::ETAG]);
    let answer = person.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NOT_MODIFIED);
    assert_eq!(answer.headers[header::ETAG], first.headers[header::ETAG]);
    assert_eq!(person.app.figures().drawings(), 0);
}

#[tokio::test]
async fn a_page_draws_each_of_its_pictures_once() {
    let person = Person::new().await;
    let drawings = || person.app.figures().drawings();
    let page = person.get("/exercises/cat-cow").await;
    let drawn = drawings();
    assert_eq!(drawn, 1 + page.text.matches("<figcaption>").count() as u64);
    assert_eq!(person.get("/exercises/cat-cow").await.text, page.text);
    person.get("/figures/cat-cow.svg").await;
    person.get("/figures/cat-cow.svg?still=cat").await;
    assert_eq!(drawings(), drawn);
    person.get("/exercises/cat-cow?variant=seated").await;
    assert!(drawings() > drawn);
}

#[tokio::test]
async fn tags_differ_where_pictures_do() {
    let person = Person::new().await;
    let words = person.app.words();
    let (mut tags, mut pictures) = (BTreeSet::new(), BTreeSet::new());
    for exercise in person.app.library().any() {
        for side in [Side::Left, Side::Right] {
            let figure = Figure::of(exercise, None, Some(side)).unwrap();
            let stills = figure.positions().map(Shows::Still);
            for shows in std::iter::once(Shows::Moving).chain(stills) {
                let planned = figure.planned(words, shows);
                let tag = planned.key().tag();
                assert_eq!(tag, figure.planned(words, shows).key().tag());
                tags.insert(tag);
                let drawn = planned.drawn(person.app.figures()).unwrap();
                pictures.insert(drawn.svg.clone());
            }
        }
    }
    assert_eq!(tags.len(), pictures.len());
}

#[tokio::test]
async fn what_is_kept_is_what_would_be_drawn() {
    let person = Person::new().await;
    let words = person.app.words();
    for exercise in person.app.library().any() {
        let variants = exercise.file.variants.iter().map(|variant| &variant.id);
        for variant in std::iter::once(None).chain(variants.map(Some)) {
            for side in [Side::Left, Side::Right] {
                let Some(figure) = Figure::of(exercise, variant, Some(side)) else {
                    continue;
                };
                let solved = figure.solved().unwrap();
                let place = format!("{} {variant:?} {side:?}", exercise.id);
                // Whichever comes first: a still after another one needs no other moment.
                let cache = FigureCache::default();
                for position in figure.positions() {
                    let planned = figure.planned(words, Shows::Still(position));
                    let drawn = planned.drawn(&cache).unwrap();
                    let still = solved.still(words, position).unwrap();
                    assert!(drawn.svg == still, "{place} {position}");
                }
                let shown = figure.shown(&cache, words).unwrap();
                assert!(shown.moving.svg == solved.moving(words), "{place}");
                assert_eq!(shown.can_mirror, solved.can_mirror(), "{place}");
                let positions = solved.key_positions(words).unwrap();
                assert!(shown.positions == positions, "{place}");
            }
        }
    }
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
