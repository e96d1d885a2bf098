//! The command line as a person and their scripts use it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use support::{Running, header};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::{Level, Library, Timeline};

fn unhunch(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn as_json(arguments: &[&str]) -> Value {
    let output = unhunch(arguments);
    assert!(output.status.success(), "{arguments:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

#[test]
fn exercises_as_json() {
    let list = as_json(&["exercises", "--json"]);
    let list = list.as_array().unwrap();
    let ids: Vec<_> = list.iter().map(|e| e["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids.join(" "),
        "neck-side-bend-rotation chair-rotation cat-cow childs-pose thoracic-extension superman \
         scapular-squeeze knee-to-chest pec-stretch overhead-arm-reach"
    );
    for exercise in list {
        assert_eq!(
            keys(exercise).join(" "),
            "equipment first_side id kind name phases position reps rest_s sets sides source"
        );
    }
    let neck = &list[0];
    assert_eq!(neck["sides"], "alternating");
    assert_eq!(neck["first_side"], "right");
    assert_eq!(neck["reps"], json!([2, 3]));
    assert_eq!(neck["phases"][0]["hold_s"], json!([10, 10]));
    let cat = &list[2];
    assert_eq!(cat["first_side"], Value::Null);
    assert_eq!(cat["phases"][1]["hold_s"], json!([3, 5]));
    assert_eq!(list[5]["rest_s"], 30);
}

#[test]
fn timelines_as_json() {
    let routines = as_json(&["routines", "--json"]);
    for routine in routines.as_array().unwrap() {
        let id = routine["id"].as_str().unwrap();
        let lowest = routine["lowest_level"].as_i64().unwrap();
        let top = routine["top_level"].as_i64().unwrap();
        for level in lowest..=top {
            let timeline = as_json(&["timeline", id, "--level", &level.to_string(), "--json"]);
            assert_eq!(keys(&timeline).join(" "), "level routine steps total_ms");
            assert_eq!(timeline["level"], level);
            let mut at = 0;
            for (index, step) in timeline["steps"].as_array().unwrap().iter().enumerate() {
                assert_eq!(
                    keys(step).join(" "),
                    "duration_ms exercise index kind phase rep set side start_ms"
                );
                assert_eq!(step["index"], index);
                assert_eq!(step["start_ms"], at);
                at += step["duration_ms"].as_u64().unwrap();
            }
            assert_eq!(timeline["total_ms"], at);
        }
    }
}

#[test]
fn misuse_ends_with_2_and_says_what_there_is() {
    for (arguments, hint) in [
        (&["timeline", "yoga"][..], "desk, floor, full, two-minutes"),
        (&["timeline", "desk", "--level", "5"], "from -1 to 4"),
        (&["timeline", "desk", "--level", "-2"], "from -1 to 4"),
        (&["timeline", "desk", "--level", "x"], "invalid value"),
        (&["timeline"], "required"),
        (&["stretch"], "unrecognized"),
        (&["--port", "99999"], "65535"),
        (&["journal"], "export"),
        (&["today", "--minutes", "1"], "2 to 20 minutes"),
        (&["today", "--minutes", "21"], "2 to 20 minutes"),
        (&["today", "--minutes", "five"], "2 to 20 minutes"),
        (&["today", "--place", "bed"], "desk, standing, floor"),
        (&["note"], "--pain, --region or --text"),
        (&["note", "--text", "  "], "--pain, --region or --text"),
        (&["note", "--pain", "11"], "0 to 10"),
        (&["note", "--pain", "-1"], "0 to 10"),
        (&["note", "--pain", "2.5"], "0 to 10"),
        (
            &["note", "--region", "toe"],
            "left-shoulder, right-shoulder",
        ),
        (&["note", "--text", "a\u{1b}[31m"], "control characters"),
        (&["note", "--text", &"ä".repeat(2001)], "at most 2000"),
        (&["note", "--pain", "3", "--date", "today"], "2026-08-03"),
        (&["report", "--from", "9999-01-01"], "years 1 to 9998"),
        (&["report", "--to", "soon"], "2026-08-03"),
        (
            &["note", "--pain", "3", "--date", "2400-01-01"],
            "still to come",
        ),
        (&["note", "--pain", "3", "--date", "1969-12-31"], "no day"),
        (&["figure"], "required"),
        (&["figure", "yoga"], "cat-cow, chair-rotation"),
        (&["figure", "yoga.toml", "--watch"], "no file yoga.toml"),
        (&["figure", "cat-cow", "--variant", "x"], "seated, slower"),
        (&["figure", "cat-cow", "--still", "x"], "start, cat, cow"),
        (&["figure", "cat-cow", "--side", "up"], "left, right"),
        (
            &["figure", "cat-cow", "-o", "cat.toml"],
            "take the place of",
        ),
        (
            &["figure", "cat-cow", "--still", "cat", "--joints"],
            "cannot be used",
        ),
    ] {
        let output = unhunch(arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said.contains(hint), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty());
    }
    for arguments in [
        &["--help"][..],
        &["exercises", "--help"],
        &["routines", "--help"],
        &["timeline", "--help"],
        &["today", "--help"],
        &["note", "--help"],
        &["advice", "--help"],
        &["figure", "--help"],
        &["journal", "--help"],
        &["journal", "export", "--help"],
        &["journal", "import", "--help"],
        &["journal", "check", "--help"],
        &["--version"],
    ] {
        assert_eq!(unhunch(arguments).status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn a_figure_is_a_file_that_moves_or_a_still() {
    let moving = text(&unhunch(&["figure", "knee-to-chest", "--side", "right"]).stdout);
    assert!(moving.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    assert!(moving.trim_end().ends_with("</svg>"));
    assert!(moving.contains(">Knee to chest, right side</title>"));
    assert!(moving.contains("<animate "));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reach.svg");
    let written = unhunch(&[
        "figure",
        "overhead-arm-reach",
        "--variant",
        "both-arms",
        "--still",
        "start",
        "-o",
        path.to_str().unwrap(),
    ]);
    assert!(written.status.success());
    assert!(written.stdout.is_empty());
    let still = std::fs::read_to_string(&path).unwrap();
    assert!(still.contains("<path "));
    assert!(!still.contains("<animate "));

    let nowhere = folder.path().join("none").join("x.svg");
    let failed = unhunch(&["figure", "cat-cow", "-o", nowhere.to_str().unwrap()]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).contains("can't be written"));
}

#[test]
fn joints_as_json() {
    let film = as_json(&["figure", "overhead-arm-reach", "--side", "left", "--joints"]);
    assert_eq!(keys(&film).join(" "), "frames height_m");
    assert_eq!(film["height_m"], 1.7);
    let frames = film["frames"].as_array().unwrap();
    let mut before = None;
    for frame in frames {
        assert_eq!(keys(frame).join(" "), "joints phase t_ms");
        assert_eq!(
            keys(&frame["joints"]).join(" "),
            "head_top left_ankle left_ear left_elbow left_hand left_heel left_hip left_knee \
             left_shoulder left_toe left_wrist lumbar neck nose pelvis right_ankle right_ear \
             right_elbow right_hand right_heel right_hip right_knee right_shoulder right_toe \
             right_wrist thorax"
        );
        // At least ten frames a second.
        let t = frame["t_ms"].as_u64().unwrap();
        assert!(before.is_none_or(|before| t > before && t - before <= 100));
        before = Some(t);
    }
    // The left hand is overhead while it reaches.
    let overhead = frames.iter().any(|frame| {
        let y = |joint: &str| frame["joints"][joint][1].as_f64().unwrap();
        frame["phase"] == "reach" && y("left_hand") > y("head_top")
    });
    assert!(overhead);
}

#[test]
fn a_file_of_ones_own_is_drawn_or_its_mistake_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my-cat.toml");
    let own = path.to_str().unwrap();
    let cat = include_str!("../../../content/exercises/cat-cow.toml");
    std::fs::write(&path, cat).unwrap();
    let drawn = unhunch(&["figure", own, "--still", "cow"]);
    assert!(text(&drawn.stdout).starts_with("<svg"));
    assert!(unhunch(&["figure", own, "--joints"]).status.success());

    let (before, _) = cat.split_at(cat.find("\n[figure]").unwrap());
    let misspelt = cat.replace("kind = \"stretch\"", "kind = \"strech\"");
    for (wrong, hint) in [
        (misspelt.as_str(), "line 3: unknown value `strech`"),
        (before, "has no [figure]"),
    ] {
        std::fs::write(&path, wrong).unwrap();
        let failed = unhunch(&["figure", own]);
        assert!(!failed.status.success());
        let said = text(&failed.stderr);
        assert!(
            said.contains("my-cat.toml") && said.contains(hint),
            "{said}"
        );
    }
    std::fs::remove_file(&path).unwrap();
    let failed = unhunch(&["figure", own]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).contains("can't be read"));
}

#[test]
fn the_readmes_figures_are_those_of_the_content() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/figures");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap();
        let kept = std::fs::read_to_string(&path).unwrap();
        let drawn = text(&unhunch(&["figure", id]).stdout);
        // The last digit of a point may differ from machine to machine; times and words may not.
        let about = |picture: &str| {
            let spans = picture.split_once("data-spans='").unwrap().1;
            let words = spans.split_once("<g ").unwrap().0;
            words.to_owned()
        };
        assert_eq!(
            about(&kept),
            about(&drawn),
            "draw it anew: unhunch figure {id} -o docs/figures/{id}.svg"
        );
        seen += 1;
    }
    assert_eq!(seen, 3);
}

/// The live preview, as a browser follows it while somebody writes.
#[test]
fn the_preview_follows_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nods.toml");
    let nods = include_str!("../../../content/exercises/gentle-nods.toml");
    std::fs::write(&path, nods).unwrap();
    let preview = Running::of(&["figure", path.to_str().unwrap(), "--watch", "--no-open"]);
    let cookie = preview.go_in(&preview.address);
    let page = preview.ask("GET /", &cookie, "");
    assert!(page.contains("nods.toml") && page.contains("<animate "));
    assert!(page.contains("data-change=\"1\""));
    // Without the key nobody sees it.
    assert!(preview.ask("GET /", "", "").starts_with("HTTP/1.1 403"));

    std::fs::write(&path, "kind = \"warm-up\"\n").unwrap();
    let changed = preview.ask("GET /changed?change=1", &cookie, "");
    assert!(changed.trim_end().ends_with('2'), "{changed}");
    let page = preview.ask("GET /", &cookie, "");
    assert!(page.contains("nods.toml, line 1: "), "{page}");
    assert!(page.contains("<animate "), "the last good picture stays");
}

#[test]
fn a_second_program_opens_the_first_ones_app() {
    let folder = tempfile::tempdir().unwrap();
    let first = Running::start(folder.path());
    let second = unhunch(&["--no-open", "--data-dir", folder.path().to_str().unwrap()]);
    assert!(second.status.success(), "{}", text(&second.stderr));
    let line = text(&second.stdout);
    let address = line.trim().strip_prefix("Unhunch is at ").unwrap();
    assert!(address.contains(first.host()));
    assert_ne!(address, first.address, "a key of its own");
    let cookie = first.go_in(address);
    assert_ne!(cookie, first.go_in(&first.address), "a session of its own");
    assert!(
        first
            .ask("GET /", &cookie, "")
            .starts_with("HTTP/1.1 200 OK")
    );
    // Nobody gets a key without the secret.
    for path in [
        "/instance/entrance",
        "/instance/reminders",
        "/instance/hello",
    ] {
        let answer = first.ask(&format!("POST {path}"), &cookie, "");
        assert!(answer.starts_with("HTTP/1.1 403"), "{path}: {answer}");
    }
}

#[test]
fn a_killed_program_leaves_nothing_in_the_way_and_keeps_the_cookie() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Running::start(folder.path());
    let cookie = first.go_in(&first.address);
    for question in ["now", "before", "conditions"] {
        first.ask(&format!("POST /welcome/{question}"), &cookie, "none=yes");
    }
    let started = first.ask("POST /sessions", &cookie, "routine=desk");
    let session = header(&started, "location").unwrap().to_owned();
    let port = first.host().split_once(':').unwrap().1.to_owned();
    first.kill();
    let second = Running::start_at(folder.path(), &port);
    let page = second.ask(&format!("GET {session}"), &cookie, "");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
}

#[test]
fn a_taken_port_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Running::start(folder.path());
    let host = first.host().to_owned();
    first.kill();
    let taken = std::net::TcpListener::bind(&host).unwrap();
    let port = taken.local_addr().unwrap().port();
    let running = Running::start_at(folder.path(), &port.to_string());
    assert_ne!(running.host(), host);
    let (address, _) = host.split_once(':').unwrap();
    assert!(running.host().starts_with(address), "the address stays");
}

#[test]
fn a_journal_goes_out_and_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (here, there, file) = (path("here"), path("there"), path("journal.jsonl"));
    let journal = |data: &str, arguments: &[&str]| {
        unhunch(&[&["--data-dir", data, "journal"], arguments].concat())
    };
    let line = concat!(
        r#"{"id":"01900000-0000-7000-8000-000000000001","device":"01900000-0000-7000-8000-000000000002","#,
        r#""at":"2026-08-03T07:00:00Z","zone":"Europe/Berlin","version":1,"#,
        r#""body":{"kind":"settings-changed","change":{"voice":false}}}"#
    );
    std::fs::write(&file, format!("{line}\n")).unwrap();

    let output = journal(&here, &["import", &file]);
    let said = text(&output.stderr);
    assert_eq!(
        text(&output.stdout),
        "1 new entries, 0 were here already\n",
        "{said}"
    );
    let output = journal(&here, &["import", &file]);
    assert_eq!(text(&output.stdout), "0 new entries, 1 were here already\n");
    assert_eq!(
        text(&journal(&here, &["export"]).stdout),
        format!("{line}\n")
    );
    std::fs::remove_file(&file).unwrap();
    let output = journal(&here, &["export", &file]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{line}\n"));
    assert!(journal(&here, &["check"]).status.success());

    std::fs::write(&file, format!("{line}\n{{\"id\":1}}\n")).unwrap();
    let output = journal(&there, &["import", &file]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.contains("nothing was imported") && said.contains("line 2"),
        "{said}"
    );
    assert_eq!(
        journal(&there, &["export"]).status.code(),
        Some(1),
        "no journal was made"
    );

    assert_eq!(
        journal(&there, &["export", "/nowhere/at/all"])
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        journal(&there, &["import", "/nowhere/at/all"])
            .status
            .code(),
        Some(1)
    );
    assert_eq!(journal(&path("nothing"), &["check"]).status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn data_is_the_persons_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a/b");
    let running = Running::start(&data);
    running.go_in(&running.address);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for entry in std::fs::read_dir(&data).unwrap() {
        let path = entry.unwrap().path();
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), expected, "{}", path.display());
    }
}

#[cfg(unix)]
#[test]
fn sessions_that_others_could_read_let_nobody_in() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("browsers.json");
    let mut running = Running::start(folder.path());
    let port = running.host().split_once(':').unwrap().1.to_owned();
    let cookie = running.go_in(&running.address);
    running.kill();
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o644)).unwrap();
    let running = Running::start_at(folder.path(), &port);
    assert!(
        running
            .ask("GET /", &cookie, "")
            .starts_with("HTTP/1.1 403")
    );
    running.go_in(&running.address);
    assert_eq!(
        std::fs::metadata(&kept).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[cfg(unix)]
#[test]
fn whoever_stops_reading_is_no_failure() {
    for arguments in ["timeline full --json", "exercises --json", "timeline full"] {
        let command = format!("{} {arguments} | head -c 5", env!("CARGO_BIN_EXE_unhunch"));
        let output = Command::new("bash")
            .args(["-c", &format!("set -o pipefail; {command}")])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
}

#[test]
fn a_routine_goes_in_and_out_and_a_broken_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let file = folder.path().join("plan.toml");
    let file = file.to_str().unwrap();
    let guide = include_str!("../../../docs/plan-file.md");
    let (_, plan) = guide.split_once("```toml\n").unwrap();
    let (plan, _) = plan.split_once("```").unwrap();
    std::fs::write(
        file,
        plan.replace("\"chair-rotation\"", "\"chair rotaton\""),
    )
    .unwrap();
    let broken = unhunch(&["routine", "import", file, "--data-dir", data]);
    assert_eq!(broken.status.code(), Some(1));
    let said = text(&broken.stderr);
    assert!(said.contains("Line 10, exercise 1, exercise: Unhunch has no exercise “chair rotaton”. Did you mean “chair-rotation”?"), "{said}");
    assert_eq!(
        unhunch(&["routine", "list", "--data-dir", data])
            .status
            .code(),
        Some(1)
    );

    std::fs::write(file, plan).unwrap();
    let checked = unhunch(&["routine", "import", file, "--check", "--data-dir", data]);
    assert_eq!(
        text(&checked.stdout),
        "“After a day at the desk” is a good plan.\n"
    );
    let kept = unhunch(&["routine", "import", file, "--data-dir", data]);
    assert!(kept.status.success(), "{}", text(&kept.stderr));
    let list = text(&unhunch(&["routine", "list", "--data-dir", data]).stdout);
    let (id, name) = list.trim().split_once("  ").unwrap();
    assert_eq!(name, "After a day at the desk");
    let out = unhunch(&["routine", "export", id, "--data-dir", data]);
    std::fs::write(file, &out.stdout).unwrap();
    let again = unhunch(&["routine", "import", file, "--check", "--data-dir", data]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    let shipped = unhunch(&["routine", "export", "desk"]);
    assert!(text(&shipped.stdout).starts_with("unhunch-plan = 1\nname = \"Desk\"\n"));
    let unknown = unhunch(&["routine", "export", "nothing"]);
    assert!(text(&unknown.stderr).contains("there is no routine `nothing`"));
}

#[test]
fn every_example_of_a_plan_is_a_good_one() {
    const FIGURE: &str = "[exercises.figure]\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.toml");
    let guide = include_str!("../../../docs/plan-file.md");
    let examples = guide.split("```toml\n").skip(1);
    let examples: Vec<_> = examples
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect();
    let (whole, parts): (Vec<_>, Vec<_>) = examples
        .into_iter()
        .partition(|example| example.starts_with("unhunch-plan = 1\n"));
    assert!(!whole.is_empty() && !parts.is_empty());
    // A part is the end of the first whole one.
    let (before, _) = whole[0].split_once(FIGURE).unwrap();
    let filled = parts.iter().map(|part| {
        assert!(part.starts_with(FIGURE), "{part}");
        format!("{before}{part}")
    });
    for plan in whole.iter().map(ToString::to_string).chain(filled) {
        std::fs::write(&file, &plan).unwrap();
        let checked = unhunch(&["routine", "import", file.to_str().unwrap(), "--check"]);
        assert!(checked.status.success(), "{plan}{}", text(&checked.stderr));
    }
}

#[test]
fn an_empty_journal_is_sound_and_has_no_last_entry() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("nothing.jsonl");
    std::fs::write(&file, "").unwrap();
    let journal = |arguments: &[&str]| {
        let output = unhunch(
            &[
                &["--data-dir", data.to_str().unwrap(), "journal"],
                arguments,
            ]
            .concat(),
        );
        text(&output.stdout)
    };
    journal(&["import", file.to_str().unwrap()]);
    assert_eq!(journal(&["check"]), "the journal is sound; it is empty\n");
}

#[test]
fn a_time_zone_that_is_none_is_told() {
    let routines = |zone: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unhunch"));
        let output = command.arg("routines").env("TZ", zone).output().unwrap();
        assert!(output.status.success());
        text(&output.stderr)
    };
    assert_eq!(
        routines("Foo/Bar"),
        "unhunch: TZ names a time zone that this computer doesn't know (Foo/Bar); times are in UTC\n"
    );
    for known in [
        "",
        "UTC",
        "Europe/Berlin",
        ":Asia/Tokyo",
        "CET-1CEST,M3.5.0,M10.5.0/3",
    ] {
        assert_eq!(routines(known), "", "{known}");
    }
}

/// A journal in a folder of its own that holds these entries, the first one first.
fn journal_of(bodies: &[&str]) -> tempfile::TempDir {
    journal_at("2026-08-03T07:00:00Z", "Europe/Berlin", bodies)
}

/// A journal that holds these entries, all of that time.
fn journal_at(at: &str, zone: &str, bodies: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<_> = bodies
        .iter()
        .enumerate()
        .map(|(number, body)| {
            format!(
                concat!(
                    r#"{{"id":"01900000-0000-7000-8000-{:012}","#,
                    r#""device":"01900000-0000-7000-8000-000000000002","#,
                    r#""at":"{}","zone":"{}","version":2,"body":{}}}"#
                ),
                number, at, zone, body
            )
        })
        .collect();
    let file = folder.path().join("journal.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let output = unhunch(&[
        "--data-dir",
        folder.path().join("data").to_str().unwrap(),
        "journal",
        "import",
        file.to_str().unwrap(),
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    folder
}

const ANSWERED: &str = r#"{"kind":"screening-answered","answers":{"now":[],"before":[],"seen":[],"conditions":["wrist"]}}"#;

#[test]
fn today_for_somebody_new_is_a_preview_and_makes_no_journal() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data_dir = ["--data-dir", data.to_str().unwrap()];
    let today = as_json(&[&data_dir[..], &["today", "--json"]].concat());
    assert_eq!(
        keys(&today).join(" "),
        "date items message minutes omitted place signs total_ms verdict"
    );
    assert_eq!(today["verdict"], "unasked");
    assert!(
        today["message"]
            .as_str()
            .unwrap()
            .contains("safety questions")
    );
    assert_eq!(today["minutes"], 5);
    assert_eq!(today["place"], "desk");
    let items = today["items"].as_array().unwrap();
    assert_eq!(items[0]["warm_up"], true);
    assert!(items.len() > 2);
    for item in items {
        assert_eq!(
            keys(item).join(" "),
            "dose exercise holds_s level name notes reason reps rest_s sets variant warm_up"
        );
        assert!(!item["reason"].as_str().unwrap().is_empty());
    }
    // Everything of the programme is there or has its reason not to be.
    let omitted = today["omitted"].as_array().unwrap();
    for left in omitted {
        assert_eq!(keys(left).join(" "), "exercise name reason");
    }
    let exercises = items.iter().filter(|item| item["warm_up"] == false);
    assert_eq!(exercises.count() + omitted.len(), 10);
    assert!(!data.exists(), "it made a journal");

    let said = text(&unhunch(&[&data_dir[..], &["today"]].concat()).stdout);
    assert!(
        said.contains("safety questions") && said.contains("in all"),
        "{said}"
    );
    assert!(!data.exists());
}

#[test]
fn today_follows_the_answers_the_place_and_the_minutes() {
    let folder = journal_of(&[
        ANSWERED,
        r#"{"kind":"profile-changed","change":{"equipment":["chair","mat","wall"]}}"#,
    ]);
    let data = folder.path().join("data");
    let today = |more: &[&str]| {
        as_json(
            &[
                &["--data-dir", data.to_str().unwrap(), "today", "--json"],
                more,
            ]
            .concat(),
        )
    };
    let desk = today(&[]);
    assert_eq!(desk["verdict"], "go");
    assert_eq!(desk["message"], Value::Null);
    let floor = today(&["--place", "floor", "--minutes", "20"]);
    assert_eq!(floor["place"], "floor");
    assert_eq!(floor["minutes"], 20);
    assert!(floor["total_ms"].as_u64() > desk["total_ms"].as_u64());
    let cat = floor["items"].as_array().unwrap().iter();
    let cat = cat
        .clone()
        .find(|item| item["exercise"] == "cat-cow")
        .unwrap();
    assert_eq!(cat["variant"], "seated");
    assert_eq!(cat["notes"][0], "In this version, to spare your wrists");
    let standing = today(&["--place", "standing"]);
    let mut left = standing["omitted"].as_array().unwrap().iter();
    assert!(left.any(|left| left["reason"] == "Not here: there is only room to stand"));
    // It only looks.
    let before =
        text(&unhunch(&["--data-dir", data.to_str().unwrap(), "journal", "export"]).stdout);
    assert_eq!(before.lines().count(), 2);
}

#[test]
fn today_has_no_exercises_while_something_should_be_seen_to() {
    for (answers, verdict, sign) in [
        (r#""now":["chest"]"#, "stop", "chest"),
        (
            r#""now":[],"before":["surgery"],"seen":[]"#,
            "see-first",
            "surgery",
        ),
    ] {
        let body = format!(r#"{{"kind":"screening-answered","answers":{{{answers}}}}}"#);
        let folder = journal_of(&[ANSWERED, &body]);
        let data = folder.path().join("data");
        let asked = ["--data-dir", data.to_str().unwrap(), "today"];
        let today = as_json(&[&asked[..], &["--json"]].concat());
        assert_eq!(today["verdict"], verdict);
        assert_eq!(today["signs"], json!([sign]));
        assert_eq!(today["items"], json!([]));
        assert_eq!(today["omitted"], json!([]));
        assert_eq!(today["total_ms"], 0);
        let output = unhunch(&asked);
        assert_eq!(output.status.code(), Some(0));
        let said = text(&output.stdout);
        assert_eq!(said.trim_end(), today["message"].as_str().unwrap());
    }
}

#[test]
fn today_rests_after_a_session_that_made_dizzy() {
    let library = Library::shipped().unwrap();
    let plan = library.plan(&"two-minutes".parse().unwrap(), |_| Level::FIRST);
    let timeline = Timeline::new(&plan.unwrap(), Layout::default());
    let session = "01900000-0000-7000-8000-000000000009";
    let body = |kind: &str, key: &str, value: Value| {
        json!({ "kind": kind, "session": session, key: value }).to_string()
    };
    let timeline = serde_json::to_value(&timeline).unwrap();
    let now = jiff::Timestamp::now().to_string();
    let folder = journal_at(
        &now,
        "UTC",
        &[
            ANSWERED,
            &body("session-started", "timeline", timeline),
            &body("session-ended", "how", json!("dizzy")),
        ],
    );
    let data = folder.path().join("data");
    let asked = ["--data-dir", data.to_str().unwrap(), "today"];
    let output = Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args([&asked[..], &["--json"]].concat())
        // The session's own day.
        .env("TZ", "UTC")
        .output()
        .unwrap();
    let today: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(today["verdict"], "rest");
    assert_eq!(today["items"], json!([]));
    assert!(today["message"].as_str().unwrap().contains("dizzy"));
}

#[test]
fn a_note_is_kept_and_a_running_app_shows_it_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let note = |arguments: &[&str]| {
        let given = ["--data-dir", data.to_str().unwrap(), "note"];
        let output = unhunch(&[&given[..], arguments].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    // It begins a journal, as what is brought in does.
    let said = note(&["--pain", "3", "--region", "neck", "--date", "2026-08-03"]);
    assert_eq!(said, "Kept for 2026-08-03: 3 of 10 · neck\n");

    let running = Running::start(&data);
    let cookie = running.go_in(&running.address);
    let said = note(&[
        "--region",
        "upper-back",
        "--region",
        "left-shoulder",
        "--region",
        "upper-back",
        "--text",
        " Long <drive>\r\nhome ",
        "--date",
        "2026-08-04",
    ]);
    assert_eq!(
        said,
        "Kept for 2026-08-04: left shoulder, upper back · “Long <drive>\nhome”\n"
    );
    let page = running.ask("GET /notes", &cookie, "");
    for shown in [
        "3 of 10 · neck",
        "left shoulder, upper back",
        "Long &#60;drive&#62;",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    note(&["--text", "Only words"]);
    let export = unhunch(&["--data-dir", data.to_str().unwrap(), "journal", "export"]);
    let lines = text(&export.stdout);
    let kept: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["body"].clone())
        .filter(|body| body["kind"] == "note-kept")
        .map(|body| body["content"]["content"].clone())
        .collect();
    assert_eq!(
        kept,
        [
            json!({ "feeling": { "rating": 3, "locations": ["neck"] } }),
            json!({ "feeling": { "locations": ["left-shoulder", "upper-back"], "text": "Long <drive>\nhome" } }),
            json!({ "feeling": { "text": "Only words" } }),
        ]
    );
}

/// A note in a journal, about the day that it was kept on.
const NOTED: &str = r#"{"kind":"note-kept","note":"01900000-0000-7000-8000-000000000009","content":{"date":"2026-08-03","content":{"feeling":{"rating":5,"locations":["neck"],"text":"=stiff"}}}}"#;

#[test]
fn a_report_is_a_page_or_a_file_and_changes_nothing() {
    let folder = journal_of(&[ANSWERED, NOTED]);
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let entries = || unhunch(&["--data-dir", data, "journal", "export"]).stdout;
    let before = entries();
    let report = |more: &[&str]| {
        let period = ["--from", "2026-08-01", "--to", "2026-08-31"];
        let mut words = vec!["--data-dir", data, "report"];
        if !more.contains(&"ics") {
            words.extend(period);
        }
        words.extend(more);
        let output = unhunch(&words);
        assert!(
            output.status.success(),
            "{more:?}: {}",
            text(&output.stderr)
        );
        output.stdout
    };
    let page = text(&report(&[]));
    assert!(page.starts_with("<!doctype html>"));
    assert!(page.contains("1 August 2026 to 31 August 2026"));
    assert!(page.contains("=stiff"));
    for elsewhere in ["<link", "<script", "src=", "@import"] {
        assert!(!page.contains(elsewhere), "{elsewhere}");
    }
    let without = text(&report(&["--leave-out", "notes", "--leave-out", "safety"]));
    assert!(!without.contains("=stiff"));
    let table = text(&report(&["--format", "csv"]));
    assert!(table.contains(",note,,,,,,'=stiff,"), "{table}");
    let bundle: Value = serde_json::from_slice(&report(&["--format", "fhir"])).unwrap();
    assert_eq!(bundle["resourceType"], "Bundle");
    assert_eq!(bundle["entry"][1]["resource"]["valueInteger"], 5);
    let slot = text(&report(&[
        "--format", "ics", "--time", "7:05", "--days", "weekdays",
    ]));
    assert!(slot.contains("T070500"));
    assert!(slot.contains("BYDAY=MO,TU,WE,TH,FR"));

    let file = folder.path().join("report.csv");
    std::fs::write(&file, "older").unwrap();
    let path = file.to_str().unwrap();
    assert!(report(&["--format", "csv", "-o", path]).is_empty());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), table);
    assert_eq!(text(&report(&["--format", "csv", "-o", "-"])), table);
    let nowhere = folder.path().join("none").join("report.csv");
    let failed = unhunch(&[
        "--data-dir",
        data,
        "report",
        "-o",
        nowhere.to_str().unwrap(),
    ]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).contains("can't be written"));
    assert_eq!(entries(), before);
}

#[test]
fn a_report_without_a_journal_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("none");
    for format in ["html", "csv", "fhir", "ics"] {
        let output = unhunch(&[
            "--data-dir",
            data.to_str().unwrap(),
            "report",
            "--format",
            format,
        ]);
        assert!(
            output.status.success(),
            "{format}: {}",
            text(&output.stderr)
        );
        assert!(!output.stdout.is_empty());
    }
}

/// A note of a rating, so many days before today in UTC.
fn noted(days_ago: i64, rating: u8) -> String {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let date = now.date().saturating_sub(jiff::Span::new().days(days_ago));
    json!({
        "kind": "note-kept",
        "note": format!("01900000-0000-7000-8000-{days_ago:012}"),
        "content": { "date": date, "content": { "feeling": { "rating": rating } } },
    })
    .to_string()
}

/// What the program says where it is the same day as in UTC.
fn in_utc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(arguments)
        .env("TZ", "UTC")
        .output()
        .unwrap()
}

#[test]
fn advice_for_somebody_new_is_none_and_makes_no_journal() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data_dir = ["--data-dir", data.to_str().unwrap()];
    let advice = as_json(&[&data_dir[..], &["advice", "--json"]].concat());
    assert_eq!(keys(&advice).join(" "), "advice date safety");
    assert_eq!(keys(&advice["safety"]).join(" "), "message rule signs");
    assert_eq!(advice["safety"]["rule"], "safety-unasked");
    assert_eq!(advice["advice"], json!([]));
    let said = text(&unhunch(&[&data_dir[..], &["advice"]].concat()).stdout);
    assert!(said.contains("[safety-unasked]"), "{said}");
    assert!(said.contains("Nothing else is advised today."), "{said}");
    assert!(!data.exists());
}

#[test]
fn a_report_that_cannot_be_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("none");
    for (more, hint) in [
        (
            &["--from", "2026-08-05", "--to", "2026-08-03"][..],
            "after its last day",
        ),
        (&["--from", "yesterday"], "written like 2026-08-03"),
        (&["--to", "2026-02-30"], "written like 2026-08-03"),
        (&["--format", "pdf"], "html, csv, fhir, ics"),
        (
            &["--leave-out", "everything"],
            "about, course, training, exercises, safety, notes",
        ),
        (&["--time", "07:00"], "--format ics"),
        (
            &["--format", "ics", "--to", "2026-08-03"],
            "a slot has no end",
        ),
        (
            &["--format", "ics", "--time", "25:00"],
            "written like 09:30",
        ),
    ] {
        let mut words = vec!["--data-dir", data.to_str().unwrap(), "report"];
        words.extend(more);
        let output = unhunch(&words);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{more:?}: {said}");
        assert!(said.contains(hint), "{more:?}: {said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn advice_says_the_rule_its_numbers_and_its_source() {
    // Two weeks at 2, then one at 6, until yesterday.
    let ratings = (1..=21).map(|ago| noted(ago, if ago > 7 { 2 } else { 6 }));
    let mut bodies = vec![ANSWERED.to_owned()];
    bodies.extend(ratings);
    let bodies: Vec<_> = bodies.iter().map(String::as_str).collect();
    let folder = journal_at("2026-01-01T08:00:00Z", "UTC", &bodies);
    let data = folder.path().join("data");
    let asked = ["--data-dir", data.to_str().unwrap(), "advice"];
    let advice: Value =
        serde_json::from_slice(&in_utc(&[&asked[..], &["--json"]].concat()).stdout).unwrap();
    assert_eq!(advice["safety"]["rule"], "safety-again");
    let all = advice["advice"].as_array().unwrap();
    assert_eq!(all.len(), 1);
    let worse = &all[0];
    assert_eq!(
        keys(worse).join(" "),
        "because firm heading message read reasons rule since source"
    );
    assert_eq!(worse["rule"], "worse");
    assert_eq!(worse["read"], false);
    assert!(worse["source"].as_str().unwrap().contains("Farrar 2001"));
    let because = &worse["because"][0];
    assert_eq!(because["kind"], "weeks");
    assert_eq!(because["now"]["average"], 6.0);
    assert_eq!(because["now"]["ratings"], 7);
    assert_eq!(because["then"]["average"], 2.0);
    assert_eq!(because["then"]["answered"], false);
    let said = text(&in_utc(&asked).stdout);
    for part in [
        "[safety-again]",
        "[worse, since ",
        "6.0 of 10",
        "physiotherapist",
        "Farrar 2001",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // What today’s session says of it is the same.
    let today: Value = serde_json::from_slice(
        &in_utc(&["--data-dir", data.to_str().unwrap(), "today", "--json"]).stdout,
    )
    .unwrap();
    assert_eq!(today["verdict"], "again");
    assert!(today["message"].as_str().unwrap().contains("preview"));
}

/// A Monday in Berlin; breaks are off unless a configuration says otherwise.
const TRACE: &str = "# Monday in Berlin
2026-03-02T11:10:00+01:00 input
2026-03-02T11:50:00+01:00 call on

2026-03-02T12:20:00+01:00 call off
2026-03-02T12:20:30+01:00 idle 4 # thinking
2026-03-02T12:21:00+01:00 answer snooze
2026-03-02T12:21:10+01:00 input
2026-03-02T12:33:00+01:00 idle 6
2026-03-02T12:33:01+01:00 call on
";

/// Replays a trace from standard input.
fn replay(trace: &[u8], more: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(["reminders", "replay", "-"])
        .args(more)
        // The trace says where it is, not this machine.
        .env("TZ", "Pacific/Auckland")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that refuses its settings reads nothing, and may have ended by now.
    if let Err(error) = child.stdin.take().unwrap().write_all(trace) {
        assert_eq!(error.kind(), ErrorKind::BrokenPipe, "{error}");
    }
    child.wait_with_output().unwrap()
}

#[test]
fn a_replay_lists_each_prompt_with_its_reason() {
    let output = replay(TRACE.as_bytes(), &[]);
    assert!(output.status.success());
    assert_eq!(
        text(&output.stdout),
        "Mon 2026-03-02 12:20:31 +01:00  Today’s session: the window is open; a pause: 5 seconds \
         without input; waited for: the end of a call\n\
         Mon 2026-03-02 12:33:00 +01:00  Today’s session: put off before; a pause: 6 seconds \
         without input\n"
    );
    let all = text(&replay(TRACE.as_bytes(), &["--all"]).stdout);
    assert!(
        all.ends_with("12:33:01 +01:00  Today’s session: taken back, a call\n"),
        "{all}"
    );

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("monday.txt");
    std::fs::write(&file, TRACE).unwrap();
    let same = unhunch(&["reminders", "replay", file.to_str().unwrap()]);
    assert_eq!(text(&same.stdout), text(&output.stdout));
    assert_eq!(
        text(&replay(b"", &[]).stdout),
        "",
        "nothing is asked of nobody"
    );
}

#[test]
fn a_replay_as_json_is_a_line_for_each() {
    let lines = |more: &[&str]| -> Vec<Value> {
        let output = replay(TRACE.as_bytes(), &[&["--json"], more].concat());
        assert!(output.status.success());
        let out = text(&output.stdout);
        out.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let prompts = lines(&[]);
    assert_eq!(
        prompts[0],
        json!({
            "event": "prompt",
            "at": "2026-03-02T12:20:31+01:00",
            "zone": "+01",
            "number": 1,
            "kind": "daily-first",
            "day": "2026-03-02",
            "cause": "window",
            "opening": "pause",
            "idle_s": 5,
            "waited_for": ["call"],
            "reason": "the window is open; a pause: 5 seconds without input; \
                       waited for: the end of a call",
        })
    );
    assert_eq!(prompts.len(), 2);
    assert_eq!(prompts[1]["cause"], "snoozed");
    let all = lines(&["--all"]);
    assert_eq!(all.len(), 3);
    assert_eq!(all[2]["event"], "withdrawn");
    assert_eq!(all[2]["why"], "call");
    assert_eq!(all[2]["number"], 2);
}

#[test]
fn a_replay_takes_its_settings_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("reminders.toml");
    let run = |settings: &str| {
        std::fs::write(&config, settings).unwrap();
        replay(
            TRACE.as_bytes(),
            &["--json", "--config", config.to_str().unwrap()],
        )
    };
    let output = run(
        "zone = \"America/New_York\"\n[breaks]\non = true\nwork-minutes = 30\n\
         [breaks.hours]\nmonday = [\"05:00-07:00\"]\n",
    );
    let prompt: Value = serde_json::from_str(text(&output.stdout).lines().next().unwrap()).unwrap();
    assert_eq!(prompt["kind"], "break");
    assert_eq!(prompt["at"], "2026-03-02T06:20:31-05:00");
    assert_eq!(prompt["zone"], "America/New_York");
    assert_eq!(prompt["work_minutes"], 70);

    for (settings, said) in [
        (
            "[breaks]\non = true\nwork-minutes = 5\n",
            "5; expected 15 to 180",
        ),
        (
            "[daily.windows]\nmonday = [\"noon\"]\n",
            "write it like 12:00-14:00",
        ),
        ("[break]\non = true\n", "unknown field `break`"),
        ("[breaks]\non = \"\x1b[31m\"\n", "\\u{1b}[31m"),
    ] {
        let output = run(settings);
        assert_eq!(output.status.code(), Some(2), "{settings}");
        let error = text(&output.stderr);
        assert!(error.contains(said) && error.contains("line "), "{error}");
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_replay_says_which_line_is_wrong() {
    for (trace, said) in [
        (
            &b"# a day\n\n2026-03-02T09:00:00+01:00 typing\n"[..],
            "standard input: line 3: `typing` is nothing that can be observed",
        ),
        (b"09:00 input\n", "line 1: `09:00` is no time"),
        (
            b"2026-03-02T09:00:00Z input\n2026-03-02T09:01:00Z call maybe\n",
            "line 2: after `call` comes on, off or unknown; found `maybe`",
        ),
        (
            b"2026-03-02T09:00:00Z input\n\xff\n",
            "line 2: this is no text",
        ),
        (
            b"2026-03-02T09:00:00Z \x1b[31mred\0\n",
            "line 1: `\\u{1b}[31mred\\u{0}` is nothing",
        ),
    ] {
        let output = replay(trace, &[]);
        assert_eq!(output.status.code(), Some(2), "{said}");
        let error = text(&output.stderr);
        assert!(error.contains(said), "{error}");
        assert_eq!(text(&output.stdout), "", "all or nothing");
    }
    let missing = unhunch(&["reminders", "replay", "/nowhere/monday.txt"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing.stderr).contains("/nowhere/monday.txt can’t be read"));
    assert_eq!(unhunch(&["reminders"]).status.code(), Some(2));
}

#[test]
fn a_replay_takes_a_clock_that_is_set() {
    let trace = "2026-03-02T11:00:00+01:00 input
2026-03-02T12:30:00+01:00 idle 9
2026-03-02T12:30:20+01:00 answer skip
2026-03-02T09:00:00+01:00 input
2026-03-02T12:30:00+01:00 idle 9
2999-01-01T00:00:00Z input
-009999-01-02T01:59:59Z input
9999-12-30T22:00:00Z idle 3
";
    let output = replay(trace.as_bytes(), &["--json"]);
    assert_eq!(text(&output.stderr), "");
    assert!(output.status.success());
    let out = text(&output.stdout);
    let kinds: Vec<_> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].clone())
        .collect();
    assert_eq!(kinds, ["daily-first", "daily-second"]);
}

#[test]
fn the_documentation_of_traces_is_true() {
    let document = include_str!("../../../docs/reminder-traces.md");
    let blocks: Vec<_> = document.split("```").skip(1).step_by(2).collect();
    let [_, trace, output, settings] = blocks[..] else {
        panic!("{} blocks", blocks.len())
    };
    let replayed = |more: &[&str]| text(&replay(trace.as_bytes(), more).stdout);
    assert_eq!(replayed(&[]), output.trim_start());

    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("reminders.toml");
    let settings = settings.strip_prefix("toml").unwrap();
    let plan = unhunch_reminders::Plan::from_toml(settings).unwrap();
    assert_eq!(plan, unhunch_reminders::Plan::default());
    std::fs::write(&config, settings).unwrap();
    assert_eq!(
        replayed(&["--config", config.to_str().unwrap()]),
        replayed(&[])
    );
}

/// A program that knows no desktop but a folder for its settings.
fn without_desktop(home: &Path, arguments: &[&str]) -> Command {
    let nowhere = format!("unix:path={}", home.join("no-bus").display());
    let mut command = Command::new(env!("CARGO_BIN_EXE_unhunch"));
    command
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("XDG_RUNTIME_DIR")
        .env("XDG_CURRENT_DESKTOP", "Test")
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("DBUS_SESSION_BUS_ADDRESS", &nowhere)
        .env("DBUS_SYSTEM_BUS_ADDRESS", &nowhere)
        .stdin(Stdio::null());
    command
}

#[test]
fn the_status_of_reminders_says_what_was_tried() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let folder = data.to_str().unwrap();
    let status = |arguments: &[&str]| {
        let arguments = [&["reminders", "status", "--data-dir", folder], arguments].concat();
        let output = without_desktop(home.path(), &arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let as_value = || serde_json::from_str::<Value>(&status(&["--json"])).unwrap();

    let found = as_value();
    assert!(!data.exists(), "it makes no journal");
    assert_eq!(found["running"], false);
    assert_eq!(found["planned"], false);
    let senses = found["senses"].as_array().unwrap();
    let names: Vec<_> = senses
        .iter()
        .map(|s| s["sense"].as_str().unwrap())
        .collect();
    assert_eq!(
        names.join(" "),
        "input lock sleep call full-screen do-not-disturb notifications tray"
    );
    for sense in senses {
        let tried = sense["tried"].as_array().unwrap();
        let is_found = sense.get("source").is_some();
        assert!(
            tried
                .iter()
                .all(|t| t["works"] == t.get("reason").is_none())
        );
        assert_eq!(tried.iter().any(|t| t["works"] == true), is_found);
    }
    assert_eq!(senses[6]["source"], "page");
    assert!(senses[6]["advice"].is_string() && senses[0]["advice"].is_string());
    let words = status(&[]);
    let sentences = [
        "Questions: they come in a page in your browser\n",
        "Keyboard and pointer: nothing here tells when you type\n",
        "    Out of reach: the login manager, the screen saver\n",
    ];
    for sentence in sentences {
        assert!(words.contains(sentence), "{sentence}: {words}");
    }
    assert!(!words.contains("unix:path"), "no raw errors: {words}");

    // A program that runs says so, and what comes next.
    let running = Running::by(&mut without_desktop(
        home.path(),
        &["--no-open", "--port", "0", "--data-dir", folder],
    ));
    assert_eq!(as_value()["running"], true);
    let cookie = running.go_in(&running.address);
    let form = "daily=yes&window-0-from=00%3A00&window-0-to=23%3A59&window-0-day=1&second-chance=60\
                &work=50&lasts=2&pause=5&grace=5&snooze=10";
    let saved = running.ask("POST /reminders", &cookie, form);
    assert!(saved.starts_with("HTTP/1.1 303 "), "{saved}");
    // What the journal says is taken over a moment later.
    let found = (0..300)
        .find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            Some(as_value()).filter(|found| found["planned"] == true)
        })
        .expect("a plan");
    assert_eq!(
        (&found["running"], &found["planned"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(found["now"]["asked"], json!([]));
    assert!(found["now"]["next_at"].is_string(), "{found}");
}

#[test]
fn starting_at_login_is_switched() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("some where");
    let switch = |wanted: &str| {
        let arguments = [
            "reminders",
            "start-at-login",
            wanted,
            "--data-dir",
            data.to_str().unwrap(),
        ];
        let output = without_desktop(home.path(), &arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let entry = home.path().join("config/autostart/unhunch.desktop");
    assert_eq!(switch("on"), "It starts when you log in.\n");
    let written = std::fs::read_to_string(&entry).unwrap();
    let options = format!(r#""--headless" "--data-dir" "{}""#, data.display());
    assert!(written.contains(&options), "{written}");
    switch("off");
    assert!(!entry.exists());
}
