//! Own routines: made in the editor, taken over from files, played, printed, sent.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use support::{Page, Person};

/// The worked example of the guide.
fn example() -> String {
    let guide = include_str!("../../../docs/plan-file.md");
    let (_, rest) = guide.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// Text as a form sends it.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
    }
    out
}

fn form(fields: &[(&str, &str)]) -> String {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    fields.join("&")
}

async fn look_at(person: &Person, file: &str) -> Page {
    person
        .post("/routines/import", &form(&[("text", file)]))
        .await
}

/// Keeps a file and gives the address of its routine.
async fn keep(person: &Person, file: &str) -> String {
    let page = person
        .post(
            "/routines/import",
            &form(&[("text", file), ("keep", "yes")]),
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    page.location
        .unwrap()
        .strip_suffix("?kept=yes")
        .unwrap()
        .to_owned()
}

/// The text of a page's list of what is wrong.
fn told(page: &Page) -> Vec<String> {
    let (_, list) = page.text.split_once("faults").unwrap();
    let (list, _) = list.split_once("</section>").unwrap();
    list.split("<li>")
        .skip(1)
        .map(|item| {
            let (item, _) = item.split_once("</li>").unwrap();
            item.replace("<strong>", "")
                .replace("</strong>", "")
                .trim()
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn a_file_is_shown_whole_and_only_then_kept() {
    let person = Person::new().await;
    let page = look_at(&person, &example()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for said in [
        "After a day at the desk",
        "Leave out what hurts, and tell me when we meet.",
        "Shoulder rolls",
        "Chair rotation",
        "2 sets of 8, 3 s at the top",
        "Light band. Stop a repetition early rather than late.",
        "20 s of rest between sets",
        "3 s there, 2 s hold, 3 s back",
        "Between and below the shoulder blades.",
    ] {
        assert!(page.text.contains(said), "{said}");
    }
    assert!(
        page.text.contains("<figcaption>Slide up</figcaption>"),
        "its figure is drawn"
    );
    assert_eq!(person.entries().await, 0, "nothing is kept by looking");

    let routine = keep(&person, &example()).await;
    assert_eq!(person.entries().await, 1);
    let page = person.get(&routine).await;
    assert!(page.text.contains("Wall slide"));
    for place in ["/", "/routines"] {
        assert!(person.get(place).await.text.contains(&routine), "{place}");
    }
    // Sent on, it is the same again.
    let file = person.get(&format!("{routine}/export")).await;
    assert_eq!(
        file.headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"after-a-day-at-the-desk.toml\""
    );
    let again = keep(&person, &file.text).await;
    assert_ne!(
        again, routine,
        "an import never takes the place of another routine"
    );
    assert_eq!(person.get(&format!("{again}/export")).await.text, file.text);
}

#[tokio::test]
async fn a_broken_file_is_told_line_by_line_and_nothing_is_kept() {
    let person = Person::new().await;
    let file = example()
        .replace("\"chair-rotation\"", "\"chair rotaton\"")
        .replace(
            "sets = 2\nreps = 8\nhold_s",
            "sets = \"two\"\nreps = 99\nhold_s",
        )
        .replace("kind = \"strengthening\"", "kind = \"strength\"")
        .replace("like = \"pec-stretch\"", "like = \"pek-stretch\"")
        .replace("cue = ", "que = ");
    let page = look_at(&person, &file).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(told(&page).join("\n"));
    assert!(
        page.text.contains("chair rotaton"),
        "what was pasted can be put right"
    );
    assert_eq!(person.entries().await, 0);

    for (nothing, status) in [("", 400), ("  \n ", 400), ("no plan", 422)] {
        let page = look_at(&person, nothing).await;
        assert_eq!(page.status.as_u16(), status, "{nothing:?}");
    }
    assert_eq!(person.entries().await, 0);
}

#[tokio::test]
async fn nothing_in_a_file_becomes_a_part_of_the_page() {
    let person = Person::new().await;
    let evil =
        "<script>alert(1)</script><img src=x onerror=alert(2)>\\\"'></textarea></title>{{x}}";
    let file = example()
        .replace("After a day at the desk", evil)
        .replace("Wall slide", evil)
        .replace("Light band.", evil)
        .replace("Slide the forearms up", evil)
        .replace("Slide up", evil)
        .replace("Breathe out on the way up.", evil);
    let shown = look_at(&person, &file).await;
    assert_eq!(shown.status, StatusCode::OK, "{:?}", told(&shown));
    let routine = keep(&person, &file).await;
    let session = person
        .start(routine.strip_prefix("/routines/").unwrap())
        .await;
    let mut pages = vec![shown];
    for place in [
        "/".to_owned(),
        "/routines".to_owned(),
        routine.clone(),
        format!("{routine}/edit"),
        format!("{routine}/print"),
        format!("/sessions/{session}"),
        format!("/sessions/{session}/figures/4.svg"),
        format!("/sessions/{session}/after"),
        format!("/history/{session}"),
    ] {
        let page = person.get(&place).await;
        assert_eq!(page.status, StatusCode::OK, "{place}");
        pages.push(page);
    }
    let name = person.get(&format!("{routine}/export")).await;
    let name = name.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(
        name,
        "attachment; filename=\"script-alert-1-script-img-src-x-onerror.toml\""
    );
    pages.push(person.post(&format!("{routine}/delete"), "").await);
    let gone = person
        .get(pages.last().unwrap().location.as_ref().unwrap())
        .await;
    pages.push(gone);
    for page in &pages {
        for bad in ["<script>alert", "<img", "</textarea></title>"] {
            // In the data of the player `<` is written as an escape.
            assert!(!page.text.contains(bad), "{bad} in {}", page.text);
        }
    }
}

/// A plan of so many exercises of its own, each with a figure of so many contacts.
fn heavy(exercises: usize, contacts: usize) -> String {
    let hands = vec!["{ part = \"hands\", at = [0.17, 0.72, 0] }"; contacts - 1];
    let contacts = format!("{{ part = \"knees\", y = 0.433 }}, {}", hands.join(", "));
    let mut plan = "unhunch-plan = 1\nname = \"Heavy\"\n[[items]]\nown = \"own-1\"\n".to_owned();
    for exercise in 1..=exercises {
        write!(
            plan,
            "[[exercises]]\nid = \"own-{exercise}\"\nname = \"Heavy\"\nkind = \"stretch\"\n\
             position = \"standing\"\nreps = 1\n\
             [[exercises.phases]]\nname = \"Turn\"\nmove_s = 30\nreturn_s = 30\n\
             [exercises.figure]\nstart = \"start\"\n\
             [exercises.figure.poses.start]\n\
             angles = {{ place_y = 0.9, shoulder_abduction = 1 }}\ncontacts = [{contacts}]\n\
             free = [\"toe_extension\", \"ankle_rotation\", \"ankle_inversion\"]\n\
             [exercises.figure.poses.turned]\nfrom = \"start\"\n\
             angles = {{ neck_rotation = 5 }}\n\
             [exercises.figure.phases.phase-1]\nhold = \"turned\"\n"
        )
        .unwrap();
    }
    plan
}

#[tokio::test]
async fn figures_that_take_too_much_work_are_refused_in_words() {
    let person = Person::new().await;
    // One by itself: the line is that of its figure.
    let page = look_at(&person, &heavy(1, 16)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = told(&page).concat();
    assert!(
        said.contains("Line 15,") && said.contains("one figure may take"),
        "{said}"
    );
    // As many of a lighter one as may be, and one more.
    let accepted = |page: &Page| page.status == StatusCode::OK;
    let mut most = 0;
    for exercises in 1..=20 {
        let page = look_at(&person, &heavy(exercises, 4)).await;
        if !accepted(&page) {
            let said = told(&page).concat();
            assert!(
                said.contains("Line 15,") && said.contains("all of them together"),
                "{said}"
            );
            break;
        }
        most = exercises;
    }
    assert!((2..20).contains(&most), "{most}");
}

#[tokio::test]
#[allow(clippy::too_many_lines, reason = "a list of files")]
async fn hostile_files_are_refused_quickly_and_in_words() {
    let person = Person::new().await;
    let with = |from: &str, to: &str| {
        let file = example();
        assert!(file.contains(from));
        file.replace(from, to)
    };
    let own_figure = |figure: &str| with("like = \"pec-stretch\"\n", figure);
    let poses: Vec<String> = (0..900)
        .map(|n| format!("[exercises.figure.poses.p{n}]\n"))
        .collect();
    let poses = poses.concat();
    let names = vec!["\"a\""; 100].join(",");
    let far = format!(
        "start = \"a\"\n[exercises.figure.poses.a]\nangles = {{ place_y = 0.9 }}\n[exercises.figure.phases.phase-1]\nthrough = [{names}]\nhold = \"a\"\n"
    );
    for (what, file) in [
        (
            "deep tables",
            format!("{}\nx = {}", example(), "[".repeat(50_000)),
        ),
        (
            "deep names",
            format!("{}\n[{}]\n", example(), vec!["a"; 5_000].join(".")),
        ),
        ("hidden letters", with("After a day", "After\u{202e} a day")),
        (
            "control characters",
            with("After a day", "After\\u001b[2J a day"),
        ),
        (
            "too many",
            format!(
                "{}{}",
                example(),
                "\n[[items]]\nexercise = \"superman\"".repeat(100)
            ),
        ),
        (
            "a shipped id",
            with("own = \"wall-slide\"", "own = \"../desk\""),
        ),
        (
            "a bad id",
            example().replace("\"wall-slide\"", "\"desk/../../x\""),
        ),
        (
            "numbers",
            with("move_s = 3", "move_s = 99999999999999999999"),
        ),
        ("half a second", with("move_s = 3", "move_s = 0.5")),
        (
            "absurd angles",
            own_figure(
                "start = \"a\"\n[exercises.figure.poses.a]\nangles = { knee_flexion = 1e308 }\n[exercises.figure.phases.phase-1]\nhold = \"a\"\n",
            ),
        ),
        (
            "no number",
            own_figure(
                "start = \"a\"\n[exercises.figure.poses.a]\nangles = { knee_flexion = nan }\n[exercises.figure.phases.phase-1]\nhold = \"a\"\n",
            ),
        ),
        (
            "a circle of poses",
            own_figure(
                "start = \"a\"\n[exercises.figure.poses.a]\nfrom = \"b\"\n[exercises.figure.poses.b]\nfrom = \"a\"\n[exercises.figure.phases.phase-1]\nhold = \"a\"\n",
            ),
        ),
        ("far too many poses", own_figure(&poses)),
        ("a way through a hundred poses", own_figure(&far)),
        (
            "unknown things",
            own_figure("props = [{ kind = \"<svg>\" }]\n"),
        ),
    ] {
        let page = look_at(&person, &file).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{what}: {}",
            page.text
        );
        let told = told(&page);
        assert!(!told.is_empty(), "{what}");
        for sentence in &told {
            assert!(sentence.chars().count() < 700, "{what}: {sentence}");
            assert!(
                !sentence.contains('\u{202e}') && !sentence.contains('\u{1b}'),
                "{what}"
            );
        }
    }
    let huge = look_at(&person, &"#".repeat(300_000)).await;
    assert_eq!(
        told(&huge),
        ["The file is too large: a plan has at most 256 kB."]
    );
    assert!(
        !huge.text.contains("####"),
        "a file that is too large isn't sent back"
    );
    let more = person
        .post(
            "/routines/import",
            &format!("text={}", "a".repeat(2_000_000)),
        )
        .await;
    assert_eq!(more.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(person.entries().await, 0);
}

#[tokio::test]
async fn a_file_may_be_uploaded() {
    let person = Person::new().await;
    let upload = |content: &[u8]| {
        let mut body = b"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.toml\"\r\n\r\n".to_vec();
        body.extend(content);
        body.extend(
            b"\r\n--cut\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\r\n--cut--\r\n",
        );
        Request::post("/routines/import")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .body(Body::from(body))
            .unwrap()
    };
    let page = person.send(upload(example().as_bytes())).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("After a day at the desk"));
    let page = person.send(upload(&[0xff, 0xd8, 0xff, 0xe0])).await;
    assert_eq!(
        told(&page),
        ["This is not a text file. A plan is plain text; save it as such and try again."]
    );
    let page = person.send(upload(b"")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
}

/// The fields of a small routine, as the editor's form sends them.
const SMALL: [(&str, &str); 9] = [
    ("name", "Morning"),
    ("note", "Slowly.\r\nEvery day."),
    ("warm_up", "gentle-nods"),
    ("items.0.what", "cat-cow"),
    ("items.0.note", ""),
    ("items.1.what", "superman/bird-dog"),
    ("items.1.sets", "2"),
    ("items.1.reps", " 5 "),
    ("items.1.note", "Small"),
];

async fn work(person: &Person, deed: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = SMALL.to_vec();
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    fields.push(("do", deed));
    person.post("/routines/new", &form(&fields)).await
}

/// The element that the page gives the focus.
fn focused(page: &Page) -> &str {
    let (before, _) = page.text.split_once(" autofocus").unwrap();
    let (_, id) = before.rsplit_once(" id=\"").unwrap();
    id.split_once('"').unwrap().0
}

fn status(page: &Page) -> &str {
    let (_, status) = page.text.split_once("id=\"plan-status\">").unwrap();
    status.split_once('<').unwrap().0
}

#[tokio::test]
async fn every_button_of_the_editor_says_what_it_did_and_goes_on_there() {
    let person = Person::new().await;
    for (deed, focus, said) in [
        ("down:0", "items.1.up", "Cat–cow is now number 2 of 2."),
        ("up:1", "items.0.down", "Bird-dog is now number 1 of 2."),
        ("move:0:1", "items.1.up", "Cat–cow is now number 2 of 2."),
        ("remove:1", "items.0.remove", "Bird-dog is removed."),
        ("add", "add.what", "Pec stretch is added as number 3."),
        (
            "own-add",
            "exercises.0.name",
            "A new own exercise is added. Give it a name.",
        ),
    ] {
        let page = work(&person, deed, &[("add.what", "pec-stretch")]).await;
        assert_eq!(page.status, StatusCode::OK, "{deed}");
        assert_eq!((focused(&page), status(&page)), (focus, said), "{deed}");
        assert!(
            page.text.contains("value=\"Morning\""),
            "{deed}: nothing is lost"
        );
    }
    // Numbers from nowhere change nothing.
    for deed in [
        "up:99",
        "remove:99",
        "move:7:1",
        "phase-add:3",
        "own-remove:5",
        "poses:9",
        "nonsense",
        "up:-1",
        "move:18446744073709551615:0",
    ] {
        let page = work(&person, deed, &[]).await;
        assert_eq!(page.status, StatusCode::OK, "{deed}");
        assert!(page.text.contains("items.1.what"), "{deed}");
    }
    assert_eq!(person.entries().await, 0);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost() {
    let person = Person::new().await;
    let page = work(
        &person,
        "save",
        &[
            ("name", ""),
            ("items.1.reps", "many"),
            ("items.1.hold_s", "0"),
            ("items.2.what", "gone"),
        ],
    )
    .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "id=\"fault-name\">At least one letter belongs here.",
        "id=\"fault-items.1.reps\">A whole number from 1 to 50 belongs here, not “many”.",
        "id=\"fault-items.1.hold_s\">A whole number from 1 to 600 belongs here, not “0”.",
        "id=\"fault-items.2.what\">Unhunch has no exercise “gone”.",
        "value=\"many\"",
        "Slowly.\nEvery day.",
    ] {
        assert!(page.text.contains(said), "{said}");
    }
    assert_eq!(person.entries().await, 0);
    let page = person.post("/routines/new", "do=save").await;
    assert!(page.text.contains("There is no exercise in it yet."));
}

#[tokio::test]
async fn a_routine_is_made_changed_copied_deleted_and_brought_back() {
    let person = Person::new().await;
    let page = work(&person, "save", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let kept = page.location.unwrap();
    let routine = kept.strip_suffix("?kept=yes").unwrap();
    let file = person.get(&format!("{routine}/export")).await.text;
    assert!(
        file.contains("variant = \"bird-dog\"\nsets = 2\nreps = 5\nnote = \"Small\""),
        "{file}"
    );
    assert!(
        file.contains("note = \"\"\"\nSlowly.\nEvery day.\"\"\""),
        "{file}"
    );

    let edit = person.get(&format!("{routine}/edit")).await;
    assert!(edit.text.contains("Change “Morning”"));
    let mut fields = SMALL.to_vec();
    fields[0] = ("name", "Later");
    fields.push(("do", "save"));
    let page = person
        .post(&format!("{routine}/edit"), &form(&fields))
        .await;
    assert_eq!(page.location.as_deref(), Some(kept.as_str()));
    assert!(person.get(routine).await.text.contains("<h1>Later</h1>"));
    let entries = person.entries().await;
    person
        .post(&format!("{routine}/edit"), &form(&fields))
        .await;
    assert_eq!(
        person.entries().await,
        entries,
        "what stays the same is not written again"
    );

    // A copy is only there once it is saved; routines of the content can be copied as well.
    let copy = person
        .get(&format!(
            "/routines/new?copy={}",
            &routine["/routines/".len()..]
        ))
        .await;
    assert!(copy.text.contains("value=\"Copy of Later\""));
    let copy = person.get("/routines/new?copy=desk").await;
    assert!(copy.text.contains("value=\"Copy of Desk\"") && copy.text.contains("items.5.what"));
    assert_eq!(person.entries().await, entries);

    let page = person.post(&format!("{routine}/delete"), "").await;
    let list = person.get(page.location.as_ref().unwrap()).await;
    assert!(list.text.contains("“Later” is deleted."));
    for gone in ["", "/edit", "/print", "/export"] {
        let page = person.get(&format!("{routine}{gone}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{gone}");
    }
    assert!(!person.get("/").await.text.contains(routine));
    let page = person.post(&format!("{routine}/restore"), "").await;
    assert_eq!(page.location.as_deref(), Some(routine));
    assert_eq!(person.get(routine).await.status, StatusCode::OK);
    for address in ["/routines/desk/delete", "/routines/desk/restore"] {
        assert_eq!(person.post(address, "").await.status, StatusCode::NOT_FOUND);
    }
    let unknown = "/routines/own-00000000-0000-0000-0000-000000000009/delete";
    assert_eq!(person.post(unknown, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_session_of_an_own_routine_can_be_read_when_the_routine_is_gone() {
    let person = Person::new().await;
    let routine = keep(&person, &example()).await;
    let id = routine.strip_prefix("/routines/").unwrap();
    let session = person.play_through(id, 2).await;
    let page = person.get(&format!("/history/{session}")).await;
    assert!(
        page.text
            .contains(&format!("href=\"{routine}#own-wall-slide\""))
    );
    assert!(
        person
            .get("/")
            .await
            .text
            .contains("After a day at the desk")
    );

    let open = person.start(id).await;
    person.post(&format!("{routine}/delete"), "").await;
    let page = person.get(&format!("/history/{session}")).await;
    assert!(page.text.contains("<h1>After a day at the desk</h1>"));
    assert!(page.text.contains("<span class=\"gone\">Wall slide</span>"));
    assert!(page.text.contains("2 sets of 8, 2 s at the top"));
    // The open one plays on, with its figure and its words.
    let page = person.get(&format!("/sessions/{open}")).await;
    for said in ["Slide the forearms up", "Now the left side", "Wall slide"] {
        assert_eq!(
            page.text.contains(said),
            said != "Now the left side",
            "{said}"
        );
    }
    let figure = person.get(&format!("/sessions/{open}/figures/4.svg")).await;
    assert_eq!(figure.status, StatusCode::OK);
    assert!(figure.text.contains("Wall slide"));
    for nothing in ["0.svg", "99.svg", "x.svg", "4"] {
        let page = person
            .get(&format!("/sessions/{open}/figures/{nothing}"))
            .await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    assert_eq!(
        person.get("/").await.status,
        StatusCode::OK,
        "Today does without it"
    );
}

#[tokio::test]
async fn an_own_exercise_is_put_together_in_the_editor() {
    let person = Person::new().await;
    let exercise = [
        ("items.2.what", "own/new-1"),
        ("exercises.0.id", "new-1"),
        ("exercises.0.name", "Chin tuck"),
        ("exercises.0.kind", "strengthening"),
        ("exercises.0.position", "seated"),
        ("exercises.0.equipment", "chair"),
        ("exercises.0.sides", "each"),
        ("exercises.0.first_side", "left"),
        ("exercises.0.switch_s", ""),
        ("exercises.0.reps", "5"),
        ("exercises.0.phases.0.name", "Tuck"),
        ("exercises.0.phases.0.move_s", "2"),
        ("exercises.0.phases.0.hold_s", "5"),
        ("exercises.0.figure", "like/gentle-nods"),
    ];
    let page = work(&person, "refresh", &exercise).await;
    assert!(
        page.text.contains("<figcaption>Tuck</figcaption>"),
        "its figure is drawn"
    );
    let page = work(&person, "phase-add:0", &exercise).await;
    assert_eq!(focused(&page), "exercises.0.phases.1.name");
    let page = work(&person, "own-remove:0", &exercise).await;
    assert!(!page.text.contains("own/new-1"), "its place goes with it");

    // Poses that can't be drawn are told at once, and those that can are drawn.
    let poses = |text| {
        let mut fields = exercise.to_vec();
        fields.retain(|(name, _)| *name != "exercises.0.figure");
        fields.extend([("exercises.0.figure", "poses"), ("exercises.0.poses", text)]);
        fields
    };
    for (text, said) in [
        ("start = ", "Line 1: “start =” can’t be read."),
        ("start = \"x\"", "there is no pose `x` in [figure.poses]"),
    ] {
        let page = work(&person, "poses:0", &poses(text)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text.replace("&#39;", "'").contains(said),
            "{said}: {}",
            page.text
        );
        assert_eq!(
            work(&person, "save", &poses(text)).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let good = "[figure]\nstart = \"a\"\n[figure.poses.a]\nangles = { place_y = 0.9 }\n[figure.poses.b]\nfrom = \"a\"\nangles = { neck_flexion = -10, head_nod = 8 }\n[figure.phases.phase-1]\nhold = \"b\"\n";
    let page = work(&person, "poses:0", &poses(good)).await;
    assert!(
        page.text.contains("<figcaption>Tuck</figcaption>"),
        "{}",
        page.text
    );

    let page = work(&person, "save", &poses(good)).await;
    let routine = page.location.unwrap_or_else(|| panic!("{}", page.text));
    let routine = routine.strip_suffix("?kept=yes").unwrap();
    let file = person.get(&format!("{routine}/export")).await.text;
    assert!(
        file.contains("own = \"chin-tuck\"")
            && file.contains("first_side = \"left\"\nswitch_s = 5"),
        "{file}"
    );
    // Both sides have their figure in a session, and the routine's page its picture.
    let session = person.start(&routine["/routines/".len()..]).await;
    let page = person.get(&format!("/sessions/{session}")).await;
    for side in ["left", "right"] {
        let figure = format!("/sessions/{session}/figures/3.svg?side={side}");
        assert!(page.text.contains(&figure), "{side}");
        assert_eq!(person.get(&figure).await.status, StatusCode::OK);
    }
    assert!(page.text.contains("Now the right side"));
    let page = person.get(routine).await;
    let (_, picture) = page.text.split_once("<use href=\"/routines/own-").unwrap();
    let (picture, _) = picture.split_once('#').unwrap();
    let picture = format!(
        "/routines/own-{}",
        picture.replace("&amp;", "&").replace("&#38;", "&")
    );
    assert_eq!(
        person.get(&picture).await.status,
        StatusCode::OK,
        "{picture}"
    );
}

#[tokio::test]
async fn every_routine_can_be_printed_with_its_pictures() {
    let person = Person::new().await;
    let routine = keep(&person, &example()).await;
    for (address, exercises) in [(routine.as_str(), 3), ("/routines/desk", 6)] {
        let page = person.get(&format!("{address}/print")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text.matches("<svg xmlns").count() >= 2 * exercises,
            "{address}"
        );
        let mut ids: Vec<&str> = page
            .text
            .split(" id=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "no id twice on {address}");
    }
}

#[tokio::test]
async fn an_own_routine_says_what_to_mind_with_ones_conditions() {
    let person = Person::new().await;
    let file = "unhunch-plan = 1\nname = \"Mine\"\n[[items]]\nexercise = \"cat-cow\"\n[[items]]\nexercise = \"pec-stretch\"\n";
    let routine = keep(&person, file).await;
    assert!(!person.get(&routine).await.text.contains("row-caution"));
    let answers = "{\"id\":\"01900000-0000-7000-8000-000000000099\",\"device\":\"00000000-0000-0000-0000-000000000009\",\"at\":\"2026-08-03T08:00:00Z\",\"zone\":\"Europe/Berlin\",\"version\":2,\"body\":{\"kind\":\"screening-answered\",\"answers\":{\"conditions\":[\"wrist\"]}}}";
    let entry: unhunch_domain::Entry = serde_json::from_str(answers).unwrap();
    person.app.import(&[entry]).await.unwrap();
    let page = person.get(&routine).await;
    let said = person.app.words().get("cat-cow.precaution-wrist");
    assert!(page.text.contains(&said), "{}", page.text);
    assert_eq!(page.text.matches("row-caution").count(), 1);
}
