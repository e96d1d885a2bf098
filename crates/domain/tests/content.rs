//! Content files: what is shipped is right, and what is wrong says where and why.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use unhunch_domain::Library;
use unhunch_domain::programme::content::FILES;

/// The shipped files with one line of one of them replaced.
fn with_line(path: &str, old: &str, new: &str) -> Vec<(String, String)> {
    let mut found = false;
    let files = FILES
        .iter()
        .map(|(name, text)| {
            let text = if *name == path {
                assert!(text.contains(old), "{path} has no {old}");
                found = true;
                text.replacen(old, new, 1)
            } else {
                (*text).to_owned()
            };
            ((*name).to_owned(), text)
        })
        .collect();
    assert!(found, "{path}");
    files
}

fn problem(path: &str, old: &str, new: &str) -> String {
    let files = with_line(path, old, new);
    let files: Vec<_> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    Library::read(&files).unwrap_err().to_string()
}

#[test]
fn what_is_shipped_is_right() {
    Library::shipped().unwrap();
}

/// As files of earlier releases have it: nothing has a place.
#[test]
fn what_has_no_place_follows_by_its_name() {
    let files: Vec<_> = FILES
        .iter()
        .map(|(path, text)| {
            let lines = text.lines();
            let without = lines.filter(|line| !line.starts_with("order = "));
            let text = without.collect::<Vec<_>>().join("\n");
            let is_last =
                *path == "exercises/superman.toml" || *path == "routines/two-minutes.toml";
            let text = if is_last {
                format!("order = 7\n{text}")
            } else {
                text
            };
            (*path, text)
        })
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let library = Library::read(&files).unwrap();
    let exercises: Vec<_> = library.exercises().map(|it| it.id.as_str()).collect();
    assert_eq!(exercises[0], "superman");
    assert!(exercises[1..].is_sorted(), "{exercises:?}");
    let routines = library.routines_in_order();
    let routines: Vec<_> = routines.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(routines, ["two-minutes", "desk", "floor", "full"]);
}

#[test]
fn what_is_shipped_has_places_of_its_own() {
    let library = Library::shipped().unwrap();
    let places: Vec<_> = library.exercises().map(|it| it.file.order).collect();
    assert_eq!(places, (1..=10).map(Some).collect::<Vec<_>>());
    let routines = library.routines_in_order();
    let places: Vec<_> = routines.iter().map(|it| it.file.order).collect();
    assert_eq!(places, (1..=4).map(Some).collect::<Vec<_>>());
}

#[test]
fn errors_name_file_line_and_what_is_expected() {
    let cat = "exercises/cat-cow.toml";
    let desk = "routines/desk.toml";
    let problems = [
        problem(cat, "kind = \"stretch\"", "kind = \"yoga\""),
        problem(
            cat,
            "position = \"all-fours\"",
            "position = \"upside-down\"",
        ),
        problem(cat, "position = \"all-fours\"", "positon = \"all-fours\""),
        problem(cat, "reps = [5, 5]", "reps = [5, 3]"),
        problem(cat, "reps = [5, 5]", "reps = 5"),
        problem(cat, "reps = [5, 5]", "reps = [0, 5]"),
        problem(cat, "reps = [5, 5]", "reps = [5, 5"),
        problem(cat, "sides = \"none\"", "sides = \"each\""),
        problem(
            cat,
            "sides = \"none\"",
            "sides = \"none\"\nfirst_side = \"left\"",
        ),
        problem(desk, "\"marching\"", "\"cat-cow\""),
        problem(desk, "\"pec-stretch\"", "\"push-up\""),
        problem(desk, "\"chair-back\"", "\"sofa-back\""),
        problem(desk, "warm_up", "warmup"),
        problem(
            cat,
            "regions = [\"upper-back\", \"lower-back\"]",
            "regions = []",
        ),
        problem(cat, "\"upper-back\", \"lower-back\"", "\"back\""),
        problem(cat, "\"upper-back\", \"lower-back\"", "\"neck\", \"neck\""),
        problem(cat, "variants = [\"seated\", \"seated-no-rounding\"]\n", ""),
        problem(
            cat,
            "variants = [\"seated\", \"seated-no-rounding\"]\n",
            "variants = [\"lying\"]\n",
        ),
        problem(
            cat,
            "variants = [\"seated\", \"seated-no-rounding\"]\n",
            "variants = [\"seated\", \"seated\"]\n",
        ),
        problem(
            cat,
            "variants = [\"seated\", \"seated-no-rounding\"]\n",
            "variant = \"seated\"\n",
        ),
        problem(cat, "condition = \"wrist\"", "condition = \"wrists\""),
        problem(cat, "condition = \"wrist\"", "condition = \"knee\""),
        problem(
            "exercises/childs-pose.toml",
            "advice = \"leave-out\"",
            "advice = \"leave-out\"\nvariants = [\"cushion\"]",
        ),
        problem(
            "exercises/knee-to-chest.toml",
            "advice = \"ask-first\"",
            "advice = \"ask-first\"\nvariants = [\"seated-hug\"]",
        ),
        problem(
            cat,
            "id = \"seated\"\nchange = \"seated\"\nguided = true",
            "id = \"seated\"\nchange = \"seated\"",
        ),
        problem(
            cat,
            "id = \"seated\"\nchange = \"seated\"",
            "id = \"seated\"\nchange = \"seated\"\navoid = [\"knee\"]",
        ),
        problem(
            cat,
            "id = \"seated\"\nchange = \"seated\"",
            "id = \"seated\"\nchange = \"seated\"\navoid = [\"hip\", \"hip\"]",
        ),
        problem(
            cat,
            "id = \"seated\"\nchange = \"seated\"",
            "id = \"seated\"\nchange = \"seated\"\navoid = [\"hip\", \"hip-replacement\"]",
        ),
        problem(
            cat,
            "id = \"seated\"\nchange = \"seated\"",
            "id = \"seated\"\nchange = \"seated\"\navoid = [\"hips\"]",
        ),
        problem(
            "exercises/pec-stretch.toml",
            "sides = \"each\"\nfirst_side = \"right\"",
            "sides = \"each\"",
        ),
        problem(
            "exercises/pec-stretch.toml",
            "switch_s = 6",
            "switch_s = 6\nswitch_through = true",
        ),
    ];
    insta::assert_snapshot!(problems.join("\n\n"));
}
