//! What can go wrong with a file, tried: full disks, other processes, kills, damage.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use tempfile::TempDir;
use unhunch_domain::{Body, EntryId};

use super::form::{FORMS, Form};
use super::*;
use crate::contract::{self, all, at, device, entry, every_kind, put, step, step_of};
use crate::whole_snapshot;

fn steps(numbers: std::ops::Range<u32>) -> Vec<Entry> {
    numbers.map(step).collect()
}

async fn open(folder: &Path) -> SqliteJournal {
    SqliteJournal::open(folder, at(0), device(1)).await.unwrap()
}

async fn open_with(folder: &Path, tuning: Tuning) -> Result<SqliteJournal, JournalError> {
    SqliteJournal::open_tuned(folder, at(0), device(1), tuning).await
}

fn utc() -> Zone {
    Zone::try_from("UTC".to_owned()).unwrap()
}

const DAY: i64 = 86_400;

async fn execute(folder: &Path, sql: &'static str) {
    let mut connection = connect::apart(&folder.join(files::DATABASE), Tuning::default())
        .await
        .unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|files| {
            files
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &to);
        } else if !path.to_str().unwrap().ends_with("-shm") {
            fs::copy(&path, &to).unwrap();
        }
    }
}

#[tokio::test]
async fn passes_the_contract() {
    let place = TempDir::new().unwrap();
    let number = AtomicU32::new(0);
    contract::check(|| {
        let folder = place
            .path()
            .join(number.fetch_add(1, Ordering::Relaxed).to_string());
        async move { open(&folder).await }
    })
    .await;
}

#[tokio::test]
async fn all_is_there_after_closing_and_opening() {
    let place = TempDir::new().unwrap();
    let folder = place.path().join("some/where");
    let journal = open(&folder).await;
    journal.append(&every_kind(1)).await.unwrap();
    let end = journal.end().await.unwrap();
    let snapshot = Snapshot {
        version: 1,
        position: end,
    };
    put(&journal, snapshot, &[&[1, 2], &[3]]).await;
    journal.close().await;
    assert_eq!(
        names_in(&folder),
        ["journal.lock", "journal.sqlite3", "journal.turn"]
    );

    let journal = SqliteJournal::open(&folder, at(50), device(2))
        .await
        .unwrap();
    assert_eq!(journal.device(), device(1));
    assert_eq!(journal.end().await.unwrap(), end);
    assert_eq!(
        whole_snapshot(&journal).await.unwrap(),
        Some((snapshot, vec![1, 2, 3]))
    );
    assert_eq!(all(&journal).await, every_kind(1));
    assert_eq!(journal.notices().await.unwrap(), []);
    assert_eq!(journal.checked().await.unwrap(), None);
    journal.check(at(60)).await.unwrap();
    assert_eq!(journal.checked().await.unwrap(), Some(at(60)));
}

#[tokio::test]
async fn settings_of_connections_are_as_they_should_be() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    let mut held = journal.held().await.unwrap();
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut *held.connection)
        .await
        .unwrap();
    assert_eq!(mode, "wal");
    for (pragma, value) in [
        ("PRAGMA synchronous", 2),
        ("PRAGMA foreign_keys", 1),
        ("PRAGMA page_size", 4096),
    ] {
        assert_eq!(
            form::number(&mut held.connection, pragma).await.unwrap(),
            value,
            "{pragma}"
        );
    }
}

// ---- files and folders

/// Run in a process of its own, since a umask belongs to the whole process.
#[tokio::test]
#[ignore = "called by files_are_the_users_alone"]
async fn child_makes_files() {
    let Some(folder) = std::env::var_os("UNHUNCH_TEST_FOLDER") else {
        return;
    };
    let folder = PathBuf::from(folder);
    let journal = open(&folder).await;
    journal.append(&steps(0..10)).await.unwrap();
    journal.backup_if_due(at(0), &utc()).await.unwrap().unwrap();
    println!("ready");
    // The files beside the database are gone once it is closed.
    tokio::time::sleep(Duration::from_mins(1)).await;
}

fn child(test: &str, folder: &Path, before: &str) -> std::process::Child {
    Command::new("sh")
        .arg("-c")
        .arg(format!("{before} exec \"$0\" \"$@\""))
        .arg(std::env::current_exe().unwrap())
        .args([
            &format!("sqlite::tests::{test}"),
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env("UNHUNCH_TEST_FOLDER", folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn files_are_the_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = TempDir::new().unwrap();
    let folder = place.path().join("data");
    let mut child = child("child_makes_files", &folder, "umask 000;");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines
            .map_while(Result::ok)
            .any(|line| line.contains("ready"))
    );
    let files = files_in(&folder);
    child.kill().unwrap();
    child.wait().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let names: HashSet<&str> = files
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap())
        .collect();
    for name in [
        "journal.sqlite3",
        "journal.sqlite3-wal",
        "journal.sqlite3-shm",
        "journal-20261122T000000.sqlite3",
    ] {
        assert!(names.contains(name), "{name} in {names:?}");
    }
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    for folder in [folder.clone(), folder.join("backups")] {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_says_what_to_do() {
    let place = TempDir::new().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let error = SqliteJournal::open(&file.join("data"), at(0), device(1))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("--data-dir"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_read_only_folder_says_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let place = TempDir::new().unwrap();
    open(place.path()).await.close().await;
    let lock = |mode: u32, file_mode: u32| {
        for file in files_in(place.path()) {
            fs::set_permissions(file, fs::Permissions::from_mode(file_mode)).unwrap();
        }
        fs::set_permissions(place.path(), fs::Permissions::from_mode(mode)).unwrap();
    };
    lock(0o500, 0o400);
    // The administrator may write anywhere: nothing to see then.
    if fs::write(place.path().join("probe"), "").is_err() {
        let error = SqliteJournal::open(place.path(), at(0), device(1))
            .await
            .unwrap_err();
        assert!(matches!(error, JournalError::Unusable(_)), "{error}");
        assert!(error.to_string().contains("right to write"), "{error}");
    }
    lock(0o700, 0o600);
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_kept() {
    let place = TempDir::new().unwrap();
    let tuning = Tuning {
        most_pages: Some(40),
        ..Tuning::default()
    };
    let journal = open_with(place.path(), tuning).await.unwrap();
    let mut kept = Vec::new();
    let error = loop {
        let next = u32::try_from(kept.len()).unwrap();
        let more = steps(next..next + 50);
        match journal.append(&more).await {
            Ok(_) => kept.extend(more),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, JournalError::Full), "{error:?}");
    assert!(kept.len() > 500);
    assert_eq!(all(&journal).await, kept);
    journal.check(at(0)).await.unwrap();
    assert!(matches!(
        journal.append(&steps(50_000..51_000)).await,
        Err(JournalError::Full)
    ));
    journal.close().await;

    // A copy that doesn't fit is no backup, and leaves nothing behind.
    let tight = Tuning {
        most_pages: Some(2),
        ..Tuning::default()
    };
    let journal = open_with(place.path(), tight).await.unwrap();
    let end = journal.end().await.unwrap();
    assert_eq!(all(&journal).await, kept);
    assert!(matches!(
        journal.append(&steps(50_000..51_000)).await,
        Err(JournalError::Full)
    ));
    assert_eq!(journal.end().await.unwrap(), end);
    journal.close().await;

    let journal = open(place.path()).await;
    let last = u32::try_from(kept.len()).unwrap();
    journal.append(&steps(last..last + 50)).await.unwrap();
    kept.extend(steps(last..last + 50));
    assert_eq!(all(&journal).await, kept);
}

/// Sets how many pages the database may have, on both connections.
async fn allow_pages(journal: &SqliteJournal, pages: &'static str) {
    let mut one = journal.held().await.unwrap();
    let mut other = journal.held().await.unwrap();
    for held in [&mut one, &mut other] {
        sqlx::query(pages)
            .fetch_all(&mut *held.connection)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn once_there_is_room_again_all_goes_on() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..10)).await.unwrap();
    let large = Snapshot {
        version: 1,
        position: journal.end().await.unwrap(),
    };
    let pieces = || std::iter::repeat_n(vec![7; 50_000], 4);
    let mut next = 10;
    for _ in 0..4 {
        allow_pages(&journal, "PRAGMA max_page_count = 20").await;
        let held = journal.held().await.unwrap();
        // One by one: then SQLite rolls back by itself. Of many it undoes the statement only.
        let error = loop {
            match journal.append(&[step(next)]).await {
                Ok(_) => next += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(error, JournalError::Full), "{error:?}");
        drop(held);
        allow_pages(&journal, "PRAGMA max_page_count = 20").await;
        let error = journal.append(&steps(5000..6000)).await.unwrap_err();
        assert!(matches!(error, JournalError::Full), "{error:?}");
        let error = journal
            .put_snapshot(large, &mut pieces())
            .await
            .unwrap_err();
        assert!(matches!(error, JournalError::Full), "{error:?}");
    }
    allow_pages(&journal, "PRAGMA max_page_count = 100000").await;
    let before = journal.end().await.unwrap();
    // Each connection in its turn, as the other one is in use.
    let first = journal.held().await.unwrap();
    journal.append(&[step(next)]).await.unwrap();
    let second = journal.held().await.unwrap();
    drop(first);
    journal.append(&[step(next + 1)]).await.unwrap();
    drop(second);
    for number in next + 2..next + 10 {
        journal.append(&[step(number)]).await.unwrap();
        journal.read_after(before, 10).await.unwrap();
    }
    journal.put_snapshot(large, &mut pieces()).await.unwrap();
    let whole = whole_snapshot(&journal).await.unwrap();
    assert_eq!(whole, Some((large, vec![7; 200_000])));
    journal.check(at(0)).await.unwrap();
    assert_eq!(all(&journal).await, steps(0..next + 10));
}

#[cfg(unix)]
#[tokio::test]
async fn what_goes_into_a_removed_folder_is_not_called_kept() {
    let place = TempDir::new().unwrap();
    let folder = place.path().join("data");
    let journal = open(&folder).await;
    journal.append(&steps(0..10)).await.unwrap();
    fs::rename(&folder, place.path().join("elsewhere")).unwrap();
    let error = journal.append(&[step(10)]).await.unwrap_err();
    assert!(matches!(error, JournalError::Unusable(_)), "{error:?}");
    assert!(
        error.to_string().contains("the data folder is gone"),
        "{error}"
    );
    assert!(!folder.exists(), "it isn't made again");

    // Another journal in its place is another journal.
    let other = open(&folder).await;
    let error = journal.append(&[step(10)]).await.unwrap_err();
    assert!(error.to_string().contains("took its place"), "{error}");
    assert_eq!(all(&other).await, []);
    other.close().await;
    fs::remove_dir_all(&folder).unwrap();

    fs::rename(place.path().join("elsewhere"), &folder).unwrap();
    journal.append(&[step(10)]).await.unwrap();
    assert_eq!(all(&journal).await, steps(0..11));
    fs::remove_file(log(&folder)).unwrap();
    journal.append(&[step(11)]).await.unwrap_err();
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_with_an_odd_name_says_what_to_do() {
    use std::os::unix::ffi::OsStrExt;
    let place = TempDir::new().unwrap();
    let folder = place.path().join(std::ffi::OsStr::from_bytes(b"data-\xff"));
    let error = SqliteJournal::open(&folder, at(0), device(1))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("isn't UTF-8"), "{error}");
    assert!(error.to_string().contains("--data-dir"), "{error}");
    assert!(!folder.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_is_refused_and_what_it_leads_to_stays_as_it_is() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let elsewhere = TempDir::new().unwrap();
    let journal = open(elsewhere.path()).await;
    journal.append(&steps(0..10)).await.unwrap();
    journal.close().await;
    let target = database(elsewhere.path());
    fs::set_permissions(&target, fs::Permissions::from_mode(0o644)).unwrap();
    let before = fs::read(&target).unwrap();
    for name in [
        "journal.sqlite3",
        "journal.sqlite3-wal",
        "journal.sqlite3-shm",
        "journal.sqlite3-journal",
        "journal.lock",
        "journal.turn",
        "journal.restoring",
        "backups",
        "damaged",
    ] {
        let place = TempDir::new().unwrap();
        let link = place.path().join(name);
        symlink(&target, &link).unwrap();
        let error = SqliteJournal::open(place.path(), at(0), device(1))
            .await
            .unwrap_err();
        assert!(matches!(error, JournalError::Unusable(_)), "{error:?}");
        let said = error.to_string();
        assert!(said.contains(link.to_str().unwrap()), "{said}");
        assert!(said.contains("it is a link"), "{said}");
        assert!(SqliteJournal::check_folder(place.path()).await.is_err());
        assert!(link.is_symlink(), "{name}");
        assert_eq!(fs::read(&target).unwrap(), before, "{name}");
        let mode = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o644, "{name}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_is_no_backup_and_no_restored_journal() {
    use std::os::unix::fs::symlink;
    let elsewhere = TempDir::new().unwrap();
    let journal = open(elsewhere.path()).await;
    journal.append(&steps(0..10)).await.unwrap();
    journal.close().await;
    let place = TempDir::new().unwrap();
    let target = database(elsewhere.path());
    symlink(
        &target,
        place.path().join("journal.restored-20261122T000000"),
    )
    .unwrap();
    fs::create_dir(place.path().join("backups")).unwrap();
    let backup = place.path().join("backups/journal-20261122T000000.sqlite3");
    symlink(&target, backup).unwrap();
    let journal = open(place.path()).await;
    assert_eq!(all(&journal).await, []);
    assert!(!database(place.path()).is_symlink());
}

#[tokio::test]
async fn what_is_not_a_file_is_left_alone() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..10)).await.unwrap();
    journal.close().await;
    fs::remove_file(database(place.path())).unwrap();
    fs::create_dir(database(place.path())).unwrap();
    for _ in 0..2 {
        let error = SqliteJournal::open(place.path(), at(0), device(1))
            .await
            .unwrap_err();
        assert!(matches!(error, JournalError::Unusable(_)), "{error:?}");
        assert!(error.to_string().contains("isn't a file"), "{error}");
        let error = SqliteJournal::check_folder(place.path()).await.unwrap_err();
        assert!(error.to_string().contains("isn't a file"), "{error}");
    }
    fs::remove_dir(database(place.path())).unwrap();

    // Nor is a folder a backup.
    let backups = place.path().join("backups");
    fs::create_dir_all(backups.join("journal-20261122T000000.sqlite3")).unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..10)).await.unwrap();
    assert!(
        journal
            .backup_if_due(at(0), &utc())
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(names_in(&backups).len(), 2);
}

// ---- forms

const NEXT: &[Form] = &[
    FORMS[0],
    FORMS[1],
    Form {
        sql: "CREATE TABLE extra (x INTEGER); INSERT INTO extra VALUES (7);",
    },
];
const BROKEN: &[Form] = &[
    NEXT[0],
    NEXT[1],
    NEXT[2],
    Form {
        sql: "CREATE TABLE more (x INTEGER); INSERT INTO nowhere VALUES (1);",
    },
];

#[tokio::test]
async fn an_older_form_is_backed_up_and_becomes_the_newest() {
    let place = TempDir::new().unwrap();
    let folder = place.path();
    let journal = open(folder).await;
    journal.append(&steps(0..20)).await.unwrap();
    journal.close().await;

    let next = Tuning {
        forms: NEXT,
        ..Tuning::default()
    };
    let journal = open_with(folder, next).await.unwrap();
    assert_eq!(all(&journal).await, steps(0..20));
    let mut held = journal.held().await.unwrap();
    assert_eq!(
        form::number(&mut held.connection, "SELECT x FROM extra")
            .await
            .unwrap(),
        7
    );
    assert_eq!(
        form::number(&mut held.connection, "PRAGMA user_version")
            .await
            .unwrap(),
        3
    );
    drop(held);
    journal.append(&steps(20..30)).await.unwrap();
    journal.close().await;
    let backups = names_in(&folder.join("backups"));
    assert_eq!(backups, ["journal-20261122T000000.sqlite3"]);
    let backup = place.path().join("backup");
    fs::create_dir(&backup).unwrap();
    fs::copy(
        folder.join("backups").join(&backups[0]),
        backup.join(files::DATABASE),
    )
    .unwrap();
    assert_eq!(all(&open(&backup).await).await, steps(0..20));

    // The older program keeps its hands off.
    let error = SqliteJournal::open(folder, at(1), device(1))
        .await
        .unwrap_err();
    assert!(
        matches!(error, JournalError::Newer { found: 3, known: 2 }),
        "{error:?}"
    );

    // A change of form that fails leaves the form before it.
    let broken = Tuning {
        forms: BROKEN,
        ..Tuning::default()
    };
    open_with(folder, broken).await.unwrap_err();
    let journal = open_with(folder, next).await.unwrap();
    assert_eq!(all(&journal).await, steps(0..30));
    journal.close().await;

    // Damaged, with nothing but a backup of the older form.
    for file in names_in(&folder.join("backups")).into_iter().skip(1) {
        fs::remove_file(folder.join("backups").join(file)).unwrap();
    }
    fs::write(folder.join(files::DATABASE), "").unwrap();
    let journal = open_with(folder, next).await.unwrap();
    assert_eq!(all(&journal).await, steps(0..20));
    let mut held = journal.held().await.unwrap();
    assert_eq!(
        form::number(&mut held.connection, "PRAGMA user_version")
            .await
            .unwrap(),
        3
    );
}

#[tokio::test]
async fn a_damaged_form_is_not_taken_for_the_future() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..20)).await.unwrap();
    journal.close().await;
    execute(place.path(), "PRAGMA user_version = 16777217").await;
    let journal = open(place.path()).await;
    assert_eq!(all(&journal).await, steps(0..20));
    assert_eq!(journal.notices().await.unwrap().len(), 1);
}

// ---- backups

#[tokio::test]
async fn a_backup_is_made_once_a_day_where_something_changed() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    let zone = Zone::try_from("Asia/Tokyo".to_owned()).unwrap();
    assert_eq!(
        journal.backup_if_due(at(0), &zone).await.unwrap(),
        None,
        "nothing to back up"
    );
    journal.append(&steps(0..10)).await.unwrap();
    let first = journal.backup_if_due(at(0), &zone).await.unwrap().unwrap();
    assert!(
        first.ends_with("backups/journal-20261122T000000.sqlite3"),
        "{}",
        first.display()
    );
    journal.append(&steps(10..20)).await.unwrap();
    assert_eq!(
        journal.backup_if_due(at(14 * 3600), &zone).await.unwrap(),
        None,
        "the same day in Tokyo"
    );
    let second = journal.backup_if_due(at(15 * 3600), &zone).await.unwrap();
    assert!(second.is_some(), "the next day in Tokyo");
    assert_eq!(
        journal.backup_if_due(at(2 * DAY), &zone).await.unwrap(),
        None,
        "nothing changed"
    );
    for backup in names_in(&place.path().join("backups")) {
        fs::remove_file(place.path().join("backups").join(backup)).unwrap();
    }
    let again = journal.backup_if_due(at(2 * DAY), &zone).await.unwrap();
    assert!(again.is_some(), "nothing changed, but the backups are gone");
    assert_eq!(names_in(&place.path().join("backups")).len(), 1);
}

#[tokio::test]
async fn old_backups_are_thinned_out() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    for day in 0..12 {
        journal.append(&[step(day)]).await.unwrap();
        journal
            .backup_if_due(at(i64::from(day) * DAY), &utc())
            .await
            .unwrap()
            .unwrap();
    }
    let names = names_in(&place.path().join("backups"));
    let days: Vec<&str> = names.iter().map(|name| &name[12..16]).collect();
    // 22 November to 3 December: the newest seven, and the last of November is among them.
    assert_eq!(
        days,
        ["1127", "1128", "1129", "1130", "1201", "1202", "1203"]
    );
}

#[tokio::test]
async fn backups_of_a_wrong_clock_take_no_places() {
    let place = TempDir::new().unwrap();
    let backups = place.path().join("backups");
    let journal = open(place.path()).await;
    journal.append(&steps(0..10)).await.unwrap();
    let old = journal.backup_if_due(at(0), &utc()).await.unwrap().unwrap();
    let later: Vec<PathBuf> = (1..=7)
        .map(|day| backups.join(format!("journal-2031010{day}T080000.sqlite3")))
        .collect();
    for path in &later {
        fs::copy(&old, path).unwrap();
    }
    fs::remove_file(&old).unwrap();
    for day in 1..10 {
        journal.append(&[step(100 + day)]).await.unwrap();
        let now = at(i64::from(day) * DAY);
        let made = journal.backup_if_due(now, &utc()).await.unwrap().unwrap();
        assert!(made.exists());
        assert_eq!(
            journal.backup_if_due(now, &utc()).await.unwrap(),
            None,
            "one a day is enough"
        );
        journal.append(&[step(200 + day)]).await.unwrap();
        assert_eq!(journal.backup_if_due(now, &utc()).await.unwrap(), None);
    }
    assert!(later.iter().all(|path| path.exists()));
    // The newest seven, and the last of November is among them.
    assert_eq!(names_in(&backups).len(), 14);
    journal.close().await;

    // Restored is what has most in it, whatever its name.
    fs::remove_file(database(place.path())).unwrap();
    let journal = SqliteJournal::open(place.path(), at(20 * DAY), device(1))
        .await
        .unwrap();
    let (backup, _, _) = told_restored(&journal.notices().await.unwrap());
    assert_eq!(backup, Some(at(9 * DAY).as_millisecond()));
    let entries = all(&journal).await;
    assert_eq!(entries.len(), 10 + 9 + 8);
    assert!(entries.contains(&step(109)));
}

/// Changes one bit where those bytes stand.
fn flip_in_database(folder: &Path, needle: &[u8]) {
    let mut bytes = fs::read(database(folder)).unwrap();
    let place = bytes
        .windows(needle.len())
        .position(|window| window == needle)
        .unwrap();
    bytes[place] ^= 1;
    fs::write(database(folder), bytes).unwrap();
}

async fn harm(journal: &SqliteJournal, sql: &'static str) {
    let mut held = journal.held().await.unwrap();
    sqlx::raw_sql(sql)
        .execute(&mut *held.connection)
        .await
        .unwrap();
}

async fn count(journal: &SqliteJournal, sql: &'static str) -> i64 {
    let mut held = journal.held().await.unwrap();
    form::number(&mut held.connection, sql).await.unwrap()
}

#[tokio::test]
async fn a_snapshot_that_changed_is_none() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..50)).await.unwrap();
    let position = journal.end().await.unwrap();
    let snapshot = Snapshot {
        version: 3,
        position,
    };
    let long = b"a diary as it was".repeat(400);
    let pieces: [&[u8]; 3] = [b"the beginning", &long, b"the end"];
    put(&journal, snapshot, &pieces).await;
    journal.close().await;
    let checked = SqliteJournal::check_folder(place.path()).await.unwrap();
    assert!(!checked.snapshot_damaged);
    flip_in_database(place.path(), b"as it was");

    let checked = SqliteJournal::check_folder(place.path()).await.unwrap();
    assert!(checked.snapshot_damaged);
    let journal = open(place.path()).await;
    assert_eq!(
        journal.snapshot_piece(snapshot, 0).await.unwrap(),
        SnapshotPiece::Data(pieces[0].to_vec())
    );
    assert_eq!(
        journal.snapshot_piece(snapshot, 1).await.unwrap(),
        SnapshotPiece::Damaged
    );
    assert_eq!(whole_snapshot(&journal).await.unwrap(), None);
    journal.check(at(0)).await.unwrap();
    for table in [
        "SELECT count(*) FROM snapshot",
        "SELECT count(*) FROM snapshot_piece",
    ] {
        assert_eq!(count(&journal, table).await, 0, "the check drops it");
    }
    assert_eq!(journal.notices().await.unwrap(), []);

    let whole = Some((snapshot, pieces.concat()));
    for sql in [
        "UPDATE snapshot SET version = version + 1",
        "UPDATE snapshot SET number = number - 1",
        "UPDATE snapshot SET sum = sum + 1",
        "UPDATE snapshot SET data = 'a text'",
        "UPDATE snapshot SET data = x'00'",
        "UPDATE snapshot_piece SET sum = sum + 1 WHERE place = 2",
        "UPDATE snapshot_piece SET data = 'a text' WHERE place = 1",
        "UPDATE snapshot_piece SET data = x'' WHERE place = 1",
        "DELETE FROM snapshot_piece WHERE place = 0",
        "DELETE FROM snapshot_piece WHERE place = 1",
        "DELETE FROM snapshot_piece WHERE place = 2",
        "DELETE FROM snapshot_piece WHERE place = 3",
        "DELETE FROM snapshot_piece WHERE place = 0;
         UPDATE snapshot_piece SET place = place - 1",
        "DELETE FROM snapshot_piece WHERE place = 1;
         UPDATE snapshot_piece SET place = place - 1 WHERE place > 1",
        "DROP TABLE snapshot_piece",
    ] {
        put(&journal, snapshot, &pieces).await;
        assert_eq!(whole_snapshot(&journal).await.unwrap(), whole);
        harm(&journal, sql).await;
        assert_eq!(whole_snapshot(&journal).await.unwrap(), None, "{sql}");
        let mut held = journal.held().await.unwrap();
        assert!(snapshot::is_damaged(&mut held.connection).await.unwrap());
    }
}

/// The statement with which programs before this one put a snapshot by, in one.
async fn put_in_one(journal: &SqliteJournal, snapshot: Snapshot, data: &[u8]) {
    let (epoch, number) = (
        snapshot.position.epoch.cast_signed(),
        snapshot.position.number.cast_signed(),
    );
    let sum = codec::snapshot_sum(snapshot.version, epoch, number, data);
    let mut held = journal.held().await.unwrap();
    sqlx::query(
        "INSERT INTO snapshot (only, version, epoch, number, data, sum)
         SELECT 1, ?, value, ?, ?, ? FROM meta WHERE key = 'epoch' AND value = ?
         ON CONFLICT (only) DO UPDATE SET version = excluded.version, epoch = excluded.epoch,
             number = excluded.number, data = excluded.data, sum = excluded.sum",
    )
    .bind(snapshot.version)
    .bind(number)
    .bind(data)
    .bind(sum)
    .bind(epoch)
    .execute(&mut *held.connection)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_snapshot_that_an_older_program_put_by_is_read() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..50)).await.unwrap();
    let snapshot = Snapshot {
        version: 3,
        position: journal.end().await.unwrap(),
    };
    let diary = b"a diary in one".repeat(9000);
    let whole = Some((snapshot, diary.clone()));
    put_in_one(&journal, snapshot, &diary).await;
    assert_eq!(whole_snapshot(&journal).await.unwrap(), whole);
    // Over one in pieces, too, whose pieces stay where they are.
    put(&journal, snapshot, &[b"pieces", b"of another"]).await;
    put_in_one(&journal, snapshot, &diary).await;
    assert_eq!(whole_snapshot(&journal).await.unwrap(), whole);
    journal.close().await;
    let checked = SqliteJournal::check_folder(place.path()).await.unwrap();
    assert!(!checked.snapshot_damaged);
    let journal = open(place.path()).await;
    assert_eq!(whole_snapshot(&journal).await.unwrap(), whole);
    harm(&journal, "UPDATE snapshot SET data = data || x'00'").await;
    assert_eq!(whole_snapshot(&journal).await.unwrap(), None);
}

/// What programs before this one do: they know the row of `snapshot` and no pieces.
#[tokio::test]
async fn an_older_program_finds_no_diary_in_pieces_and_erases_them() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..50)).await.unwrap();
    let position = journal.end().await.unwrap();
    let snapshot = Snapshot {
        version: 3,
        position,
    };
    put(&journal, snapshot, &[b"a diary", b"in pieces"]).await;
    let mut held = journal.held().await.unwrap();
    let row = sqlx::query("SELECT data, sum FROM snapshot")
        .fetch_one(&mut *held.connection)
        .await
        .unwrap();
    drop(held);
    let (data, sum): (Vec<u8>, i64) = (row.get(0), row.get(1));
    assert_eq!(data, b"", "no diary begins with nothing");
    let (epoch, number) = (position.epoch.cast_signed(), position.number.cast_signed());
    assert_eq!(sum, codec::snapshot_sum(3, epoch, number, b""), "and sound");
    harm(&journal, "DELETE FROM snapshot").await;
    let left = "SELECT count(*) FROM snapshot_piece";
    assert_eq!(count(&journal, left).await, 0);
}

#[tokio::test]
async fn a_snapshot_of_the_first_form_is_none() {
    let place = TempDir::new().unwrap();
    let first = Tuning {
        forms: &FORMS[..1],
        ..Tuning::default()
    };
    let folder = Folder::prepare(place.path()).unwrap();
    drop(open_private(&folder.database()).unwrap());
    let mut connection = connect::apart(&folder.database(), first).await.unwrap();
    form::migrate(&mut connection, first.forms, 0, at(0), [1; 16])
        .await
        .unwrap();
    let sql = "INSERT INTO snapshot SELECT 1, 1, value, 0, x'00' FROM meta WHERE key = 'epoch'";
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    let mut change = connection.begin().await.unwrap();
    entries::append(&mut change, &steps(0..10)).await.unwrap();
    change.commit().await.unwrap();
    connect::close(connection).await.unwrap();
    let checked = SqliteJournal::check_folder(place.path()).await.unwrap();
    assert_eq!(checked.end.number, 10);
    let journal = open(place.path()).await;
    assert_eq!(all(&journal).await, steps(0..10));
    assert_eq!(journal.snapshot().await.unwrap(), None);
    assert_eq!(names_in(&place.path().join("backups")).len(), 1);
}

// ---- checking without changing

/// What is in a folder, names and contents and times of the last change.
fn all_of(folder: &Path) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut files: Vec<_> = files_in(folder)
        .into_iter()
        .map(|path| {
            let changed = fs::metadata(&path).unwrap().modified().unwrap();
            (path.clone(), fs::read(&path).unwrap(), changed)
        })
        .collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_check_of_a_folder_changes_nothing() {
    let left = left();
    let check = async |folder: &Path| {
        let before = all_of(folder);
        let checked = SqliteJournal::check_folder(folder).await;
        assert_eq!(all_of(folder), before);
        checked
    };
    // As a kill leaves it, with its log.
    let copy = left.copy();
    let checked = check(copy.path()).await.unwrap();
    assert_eq!(checked.end.number, left.entries.len() as u64);
    assert!(!checked.end_torn && !checked.snapshot_damaged);

    // While it is open, and after it was closed.
    let journal = open(copy.path()).await;
    journal.append(&[step(70_000)]).await.unwrap();
    let names = names_in(copy.path());
    let checked = SqliteJournal::check_folder(copy.path()).await.unwrap();
    assert_eq!(names_in(copy.path()), names);
    assert_eq!(checked.end, journal.end().await.unwrap());
    journal.append(&[step(70_001)]).await.unwrap();
    let end = journal.end().await.unwrap();
    journal.close().await;
    assert_eq!(check(copy.path()).await.unwrap().end, end);

    // A wrong entry, a wrong page, a log without its end, an interrupted restoration.
    let copy = left.copy();
    let id = left.entries[300].id;
    let mut bytes = fs::read(database(copy.path())).unwrap();
    let row = (11..bytes.len() - 16)
        .find(|place| {
            bytes[*place..*place + 16] == *id.0.as_bytes()
                && bytes[place - 11..place - 8] == [11, 0, 44]
        })
        .unwrap();
    bytes[row + 20] ^= 1;
    fs::write(database(copy.path()), &bytes).unwrap();
    let error = check(copy.path()).await.unwrap_err();
    assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
    bytes[4096..4200].fill(0xff);
    fs::write(database(copy.path()), &bytes).unwrap();
    let error = check(copy.path()).await.unwrap_err();
    assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");

    let copy = left.copy();
    let bytes = fs::read(log(copy.path())).unwrap();
    fs::write(log(copy.path()), &bytes[..bytes.len() - 1]).unwrap();
    assert!(check(copy.path()).await.unwrap().end_torn);
    fs::write(copy.path().join("journal.restored-20261122T100000"), "").unwrap();
    let error = check(copy.path()).await.unwrap_err();
    assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");

    // Nothing there, or gone.
    let copy = left.copy();
    fs::remove_file(database(copy.path())).unwrap();
    let error = check(copy.path()).await.unwrap_err();
    assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
    let empty = TempDir::new().unwrap();
    for folder in [empty.path().to_owned(), empty.path().join("none")] {
        let error = SqliteJournal::check_folder(&folder).await.unwrap_err();
        assert!(matches!(error, JournalError::Unusable(_)), "{error:?}");
    }
    assert_eq!(names_in(empty.path()), Vec::<String>::new());
}

// ---- erasing

#[tokio::test]
async fn nothing_erased_stays_readable() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    let marker = "Erase-Me-Wholly";
    let saying = |number: u32| {
        let change = serde_json::json!({ "kind": "settings-changed", "change": { "voice_name": format!("{marker} {number}") } });
        Entry {
            zone: Zone::try_from(format!("Mark/{marker}")).unwrap(),
            ..entry(number, serde_json::from_value(change).unwrap())
        }
    };
    let mut entries = steps(0..3000);
    entries.extend((5000..5100).map(saying));
    entries.extend(every_kind(6000));
    journal.append(&entries).await.unwrap();
    let position = journal.end().await.unwrap();
    let data = marker.repeat(5000).into_bytes();
    let snapshot = Snapshot {
        version: 1,
        position,
    };
    put(&journal, snapshot, &[&data, &data]).await;
    journal.backup_if_due(at(0), &utc()).await.unwrap().unwrap();
    fs::create_dir(place.path().join("damaged")).unwrap();
    // What earlier runs set aside, and what they were killed in the middle of.
    for name in [
        "damaged/journal-20260101T000000.sqlite3",
        "backups/journal.part",
        "journal.restored-20260101T000000",
        "journal.restored-20260101T000000-wal",
        "journal.restoring",
        "journal.restoring-journal",
        "journal.sqlite3-journal",
    ] {
        fs::write(place.path().join(name), &data).unwrap();
    }
    // It may have been put there by the person.
    fs::write(place.path().join("journal.jsonl"), "theirs").unwrap();

    let needles = [
        marker.as_bytes().to_vec(),
        step(77).id.0.as_bytes().to_vec(),
        contract::session(3).0.as_bytes().to_vec(),
        b"step-finished".to_vec(),
    ];
    let found = |needle: &[u8]| {
        files_in(place.path())
            .into_iter()
            .filter(|file| {
                fs::read(file)
                    .unwrap()
                    .windows(needle.len())
                    .any(|window| window == needle)
            })
            .count()
    };
    for needle in &needles {
        assert!(found(needle) > 0, "the test looks for what was there");
    }
    journal.erase().await.unwrap();
    for needle in &needles {
        assert_eq!(found(needle), 0, "{}", String::from_utf8_lossy(needle));
    }
    assert_eq!(
        names_in(place.path()),
        [
            "journal.jsonl",
            "journal.lock",
            "journal.sqlite3",
            "journal.sqlite3-shm",
            "journal.sqlite3-wal",
            "journal.turn"
        ]
    );
    assert_eq!(journal.device(), device(1));
    journal.append(&[step(1)]).await.unwrap();
    journal.close().await;
    let journal = open(place.path()).await;
    assert_eq!(all(&journal).await, [step(1)]);
    assert_eq!(journal.notices().await.unwrap(), []);
}

// ---- two processes, and none

#[tokio::test]
async fn two_may_use_it_at_once() {
    let place = TempDir::new().unwrap();
    let one = open(place.path()).await;
    let other = open(place.path()).await;
    assert_eq!(one.device(), other.device());
    let before = one.end().await.unwrap();
    other.append(&steps(0..5)).await.unwrap();
    let after = one.end().await.unwrap();
    assert!(after > before);
    assert_eq!(one.read_after(before, 100).await.unwrap().len(), 5);

    let write = async |journal: &SqliteJournal, first: u32| {
        for number in first..first + 100 {
            journal.append(&[step(number)]).await.unwrap();
        }
    };
    tokio::join!(write(&one, 1000), write(&other, 2000));
    let many: Vec<Entry> = steps(3000..8000);
    let (imported, ()) = tokio::join!(other.append(&many), write(&one, 10_000));
    assert_eq!(imported.unwrap().new, 5000);
    assert_eq!(one.end().await.unwrap(), other.end().await.unwrap());
    assert_eq!(all(&one).await.len(), 5305);

    // One erases, the other finds a new epoch.
    let before = other.end().await.unwrap();
    one.erase().await.unwrap();
    assert_ne!(other.end().await.unwrap().epoch, before.epoch);
    assert_eq!(all(&other).await, []);
    // It isn't taken away from under the other one's feet.
    let error = one.repair(at(0)).await.unwrap_err();
    assert!(error.to_string().contains("another Unhunch"), "{error}");
    other.close().await;
    drop(other);
    one.repair(at(0)).await.unwrap();
}

#[tokio::test]
async fn many_tasks_may_use_it_at_once() {
    let place = TempDir::new().unwrap();
    let journal = std::sync::Arc::new(open(place.path()).await);
    let tasks: Vec<_> = (0..20_u32)
        .map(|task| {
            let journal = std::sync::Arc::clone(&journal);
            tokio::spawn(async move {
                for number in 0..20 {
                    journal.append(&[step(task * 100 + number)]).await.unwrap();
                    journal.read_after(Position::default(), 10).await.unwrap();
                    if task == 3 && number % 5 == 0 {
                        journal.check(at(0)).await.unwrap();
                    }
                    if task == 4 && number == 10 {
                        journal.repair(at(0)).await.unwrap();
                    }
                    if task == 5 && number % 5 == 0 {
                        journal
                            .backup_if_due(at(i64::from(number) * DAY), &utc())
                            .await
                            .unwrap();
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(all(journal.as_ref()).await.len(), 400);
}

/// Appends without end and says what is kept.
#[tokio::test]
#[ignore = "called by a_kill_loses_nothing_acknowledged"]
async fn child_appends() {
    let Some(folder) = std::env::var_os("UNHUNCH_TEST_FOLDER") else {
        return;
    };
    let journal = open(Path::new(&folder)).await;
    let mut number = u32::try_from(journal.end().await.unwrap().number).unwrap();
    loop {
        let entries: Vec<Entry> = (number..number + 1 + number % 7).map(step).collect();
        journal.append(&entries).await.unwrap();
        for entry in &entries {
            println!("kept {}", entry.id);
        }
        number += u32::try_from(entries.len()).unwrap();
    }
}

#[tokio::test]
async fn a_kill_loses_nothing_acknowledged() {
    let place = TempDir::new().unwrap();
    let mut acknowledged: HashSet<EntryId> = HashSet::new();
    for round in 0..4 {
        let mut child = child("child_appends", place.path(), "");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut heard = 0;
        for line in lines.map_while(Result::ok) {
            if let Some(id) = line.strip_prefix("kept ") {
                // A line that the kill cut off says nothing.
                acknowledged.extend(id.parse::<EntryId>().ok());
                heard += 1;
            }
            if heard == 40 + round * 23 {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        let journal = open(place.path()).await;
        let kept: HashSet<EntryId> = all(&journal).await.iter().map(|entry| entry.id).collect();
        assert!(acknowledged.is_subset(&kept));
        assert_eq!(journal.notices().await.unwrap(), [], "a kill is no damage");
        journal.check(at(0)).await.unwrap();
        journal.close().await;
    }
    assert!(acknowledged.len() > 150);
}

/// Imports a lot, and never commits. It waits to be killed: where a kill cuts a write off, what can
/// be read of the log's end is kept, as with any other write.
#[tokio::test]
#[ignore = "called by a_kill_in_the_middle_of_an_import_leaves_nothing_of_it"]
async fn child_imports() {
    let Some(folder) = std::env::var_os("UNHUNCH_TEST_FOLDER") else {
        return;
    };
    let journal = open(Path::new(&folder)).await;
    let mut import = journal.begin_import().await.unwrap();
    for number in (1000_u32..20_000).step_by(500) {
        let piece: Vec<Entry> = (number..number + 500)
            .map(|number| step_of(u128::from(number), number))
            .collect();
        import.append(&piece).await.unwrap();
    }
    println!("ready");
    tokio::time::sleep(Duration::from_mins(1)).await;
}

#[tokio::test]
async fn a_kill_in_the_middle_of_an_import_leaves_nothing_of_it() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..50)).await.unwrap();
    journal.close().await;
    let mut child = child("child_imports", place.path(), "");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let is_ready = lines
        .map_while(Result::ok)
        .any(|line| line.contains("ready"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(is_ready);
    let log = fs::metadata(log(place.path())).unwrap();
    assert!(log.len() > 100_000, "some of it was written");
    let journal = open(place.path()).await;
    assert_eq!(all(&journal).await, steps(0..50));
    assert_eq!(journal.notices().await.unwrap(), [], "a kill is no damage");
    journal.check(at(0)).await.unwrap();
}

// ---- damage

/// A folder as a killed process leaves it: 1200 entries of which a backup has 400, some of
/// the rest only in the log.
struct Left {
    place: TempDir,
    entries: Vec<Entry>,
    in_backup: usize,
}

impl Left {
    async fn make() -> Self {
        let place = TempDir::new().unwrap();
        let live = place.path().join("live");
        let journal = open(&live).await;
        let mut entries = every_kind(90_000);
        entries.extend((0..).map(step).take(400 - entries.len()));
        journal.append(&entries).await.unwrap();
        journal
            .backup_if_due(at(-DAY), &utc())
            .await
            .unwrap()
            .unwrap();
        let in_backup = entries.len();
        let start = |number: u32, of: u128| {
            let timeline = contract::long_timeline(3, 300);
            entry(
                number,
                Body::SessionStarted {
                    session: contract::session(of),
                    timeline,
                },
            )
        };
        let mut more = vec![start(80_000, 70)];
        more.extend((500..900).map(|number| step_of(70, number)));
        journal.append(&more).await.unwrap();
        entries.extend(more);
        journal.close().await;

        let journal = open(&live).await;
        let more = vec![start(80_001, 71)];
        journal.append(&more).await.unwrap();
        entries.extend(more);
        for number in 1000..1040 {
            let more: Vec<Entry> = (0..10)
                .map(|part| step_of(71, number * 10 + part))
                .collect();
            journal.append(&more).await.unwrap();
            entries.extend(more);
        }
        // So that the last write is none that anybody would miss.
        let position = journal.end().await.unwrap();
        let snapshot = Snapshot {
            version: 1,
            position,
        };
        put(&journal, snapshot, &[&[5; 9000]]).await;
        copy_folder(&live, &place.path().join("left"));
        Self {
            place,
            entries,
            in_backup,
        }
    }

    fn copy(&self) -> TempDir {
        let copy = TempDir::new().unwrap();
        copy_folder(&self.place.path().join("left"), copy.path());
        copy
    }
}

fn left() -> &'static Left {
    static LEFT: OnceLock<Left> = OnceLock::new();
    LEFT.get_or_init(|| {
        std::thread::spawn(|| runtime().block_on(Left::make()))
            .join()
            .unwrap()
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

fn database(folder: &Path) -> PathBuf {
    folder.join(files::DATABASE)
}

fn log(folder: &Path) -> PathBuf {
    beside(&database(folder), "-wal")
}

/// Opens what was left, checks it as the program does, and gives what is there and whether
/// the person is told.
async fn outcome(folder: &Path) -> (SqliteJournal, Vec<Entry>, bool) {
    let journal = SqliteJournal::open(folder, at(DAY), device(9))
        .await
        .unwrap();
    if let Err(error) = journal.check(at(DAY)).await {
        assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
        journal.repair(at(DAY)).await.unwrap();
        journal.check(at(DAY)).await.unwrap();
    }
    let entries = all(&journal).await;
    let told = !journal.notices().await.unwrap().is_empty();
    (journal, entries, told)
}

/// How many entries are lost, having made sure that what is there is as it was, and that the
/// backup's are.
fn lost(left: &Left, entries: &[Entry]) -> usize {
    let there: HashSet<EntryId> = entries.iter().map(|entry| entry.id).collect();
    assert_eq!(there.len(), entries.len());
    for entry in entries {
        assert!(left.entries.contains(entry), "{entry:?}");
    }
    for entry in &left.entries[..left.in_backup] {
        assert!(there.contains(&entry.id), "an entry of the backup is lost");
    }
    left.entries.len() - entries.len()
}

async fn exported(journal: &SqliteJournal) -> String {
    let mut export = crate::jsonl::Export::new(journal);
    let mut text = String::new();
    while let Some(piece) = export.next().await.unwrap() {
        text.push_str(&piece);
    }
    text
}

fn told_restored(notices: &[Notice]) -> (Option<i64>, u64, String) {
    match notices {
        [
            Notice::Restored {
                backup_ms,
                salvaged,
                set_aside,
            },
        ] => (*backup_ms, *salvaged, set_aside.clone()),
        other => panic!("expected one notice, got {other:?}"),
    }
}

#[tokio::test]
async fn what_a_kill_leaves_is_whole() {
    let left = left();
    let copy = left.copy();
    let (_, entries, told) = outcome(copy.path()).await;
    assert_eq!(entries, left.entries);
    assert!(!told);
}

#[tokio::test]
async fn a_file_of_something_else_is_set_aside_and_the_backup_restored() {
    let left = left();
    let copy = left.copy();
    fs::write(database(copy.path()), "Dear diary, ".repeat(2000)).unwrap();
    fs::remove_file(log(copy.path())).unwrap();
    let (journal, entries, _) = outcome(copy.path()).await;
    assert_eq!(entries, left.entries[..left.in_backup]);
    let (backup, salvaged, set_aside) = told_restored(&journal.notices().await.unwrap());
    assert_eq!(backup, Some(at(-DAY).as_millisecond()));
    assert_eq!(salvaged, 0);
    assert_eq!(
        fs::read(set_aside).unwrap(),
        "Dear diary, ".repeat(2000).into_bytes()
    );
    assert_eq!(
        journal.device(),
        device(1),
        "it is still the same installation"
    );
    assert_eq!(journal.snapshot().await.unwrap(), None);
    journal.append(&steps(70_000..70_010)).await.unwrap();
    journal.close().await;

    // The notice stays until it is taken as read.
    let journal = open(copy.path()).await;
    assert_eq!(journal.notices().await.unwrap().len(), 1);
    journal.acknowledge().await.unwrap();
    assert_eq!(journal.notices().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_only_in_the_log_is_salvaged() {
    let left = left();
    for content in [None, Some("")] {
        let copy = left.copy();
        match content {
            Some(content) => fs::write(database(copy.path()), content).unwrap(),
            None => fs::remove_file(database(copy.path())).unwrap(),
        }
        let (journal, entries, told) = outcome(copy.path()).await;
        assert!(told);
        // The log holds what came last, and the pages that it went to.
        let lost = lost(left, &entries);
        assert!(entries.contains(left.entries.last().unwrap()));
        assert!(lost < 400, "{lost} lost");
        let (_, salvaged, set_aside) = told_restored(&journal.notices().await.unwrap());
        assert_eq!(salvaged, (entries.len() - left.in_backup) as u64);
        assert!(beside(Path::new(&set_aside), "-wal").exists());
    }
}

#[tokio::test]
async fn a_journal_that_is_gone_comes_back_from_its_backup() {
    let left = left();
    let copy = left.copy();
    fs::remove_file(database(copy.path())).unwrap();
    fs::remove_file(log(copy.path())).unwrap();
    let (journal, entries, _) = outcome(copy.path()).await;
    assert_eq!(entries, left.entries[..left.in_backup]);
    let (_, salvaged, set_aside) = told_restored(&journal.notices().await.unwrap());
    assert_eq!((salvaged, set_aside.as_str()), (0, ""));
}

#[tokio::test]
async fn a_journal_that_is_gone_without_a_backup_is_missed() {
    for emptied in [false, true] {
        let place = TempDir::new().unwrap();
        // What the program puts into the folder before it opens the journal says nothing.
        fs::write(place.path().join("instance.lock"), "1").unwrap();
        fs::write(place.path().join("cookie.key"), "1").unwrap();
        let journal = open(place.path()).await;
        assert_eq!(journal.notices().await.unwrap(), [], "a first start");
        journal.append(&steps(0..10)).await.unwrap();
        journal.close().await;
        if emptied {
            fs::write(database(place.path()), "").unwrap();
        } else {
            fs::remove_file(database(place.path())).unwrap();
        }
        let error = SqliteJournal::check_folder(place.path()).await.unwrap_err();
        assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
        let journal = open(place.path()).await;
        assert_eq!(all(&journal).await, []);
        assert_eq!(
            told_restored(&journal.notices().await.unwrap()),
            (None, 0, String::new())
        );
        journal.acknowledge().await.unwrap();
        journal.append(&steps(0..10)).await.unwrap();
        journal.close().await;
        assert_eq!(open(place.path()).await.notices().await.unwrap(), []);
    }
    // A start that came to nothing was none.
    let place = TempDir::new().unwrap();
    fs::write(place.path().join("journal.lock"), "").unwrap();
    fs::write(place.path().join("journal.turn"), "").unwrap();
    fs::write(database(place.path()), "").unwrap();
    assert_eq!(open(place.path()).await.notices().await.unwrap(), []);
}

#[tokio::test]
async fn a_table_that_is_gone_is_damage() {
    let left = left();
    for harm in [
        "PRAGMA foreign_keys = OFF; DROP TABLE part",
        "PRAGMA foreign_keys = OFF; DROP TABLE entry",
        "DROP TABLE snapshot",
        "DROP TABLE meta",
        "ALTER TABLE entry RENAME COLUMN sum TO total",
    ] {
        let copy = left.copy();
        execute(copy.path(), harm).await;
        let error = SqliteJournal::check_folder(copy.path()).await.unwrap_err();
        assert!(
            matches!(error, JournalError::Damaged(_)),
            "{harm}: {error:?}"
        );
        let (_, entries, told) = outcome(copy.path()).await;
        assert!(told, "{harm}");
        lost(left, &entries);
    }
    // While it is open.
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..10)).await.unwrap();
    journal.backup_if_due(at(0), &utc()).await.unwrap().unwrap();
    {
        let mut held = journal.held().await.unwrap();
        sqlx::raw_sql("PRAGMA foreign_keys = OFF; DROP TABLE part; PRAGMA foreign_keys = ON")
            .execute(&mut *held.connection)
            .await
            .unwrap();
    }
    let error = journal.check(at(1)).await.unwrap_err();
    assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
    journal.repair(at(2)).await.unwrap();
    assert_eq!(all(&journal).await, steps(0..10));
}

#[tokio::test]
async fn without_a_backup_everything_readable_is_salvaged() {
    let left = left();
    let copy = left.copy();
    fs::remove_dir_all(copy.path().join("backups")).unwrap();
    // The first page is where SQLite begins: without it, it finds nothing.
    let mut bytes = fs::read(database(copy.path())).unwrap();
    bytes[..4096].fill(0xa5);
    fs::write(database(copy.path()), bytes).unwrap();
    let (journal, mut entries, _) = outcome(copy.path()).await;
    let mut expected = left.entries.clone();
    expected.sort_by_key(Entry::stamp);
    entries.sort_by_key(Entry::stamp);
    assert_eq!(entries, expected);
    let (backup, salvaged, _) = told_restored(&journal.notices().await.unwrap());
    assert_eq!((backup, salvaged), (None, expected.len() as u64));
    assert_eq!(
        journal.device(),
        device(1),
        "the installation's id is salvaged too"
    );
}

#[tokio::test]
async fn the_newest_good_backup_is_taken() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    let mut paths = Vec::new();
    for day in 0..4_u32 {
        journal
            .append(&steps(day * 100..day * 100 + 100))
            .await
            .unwrap();
        paths.push(
            journal
                .backup_if_due(at(i64::from(day) * DAY), &utc())
                .await
                .unwrap()
                .unwrap(),
        );
    }
    journal.close().await;
    fs::remove_file(database(place.path())).unwrap();
    fs::write(&paths[3], "").unwrap();
    // Damage that only the checksum of an entry shows.
    let mut bytes = fs::read(&paths[2]).unwrap();
    let id = step(250).id;
    let mut places =
        (0..bytes.len() - 16).filter(|place| bytes[*place..*place + 16] == *id.0.as_bytes());
    let row = places
        .clone()
        .find(|place| bytes[place - 11..place - 8] == [11, 0, 44])
        .unwrap();
    assert!(places.next().is_some());
    bytes[row + 20] ^= 1;
    fs::write(&paths[2], bytes).unwrap();
    let journal = SqliteJournal::open(place.path(), at(9 * DAY), device(9))
        .await
        .unwrap();
    let (backup, salvaged, _) = told_restored(&journal.notices().await.unwrap());
    assert_eq!(backup, Some(at(DAY).as_millisecond()));
    // The bad backups are searched as well.
    assert_eq!(salvaged, 99);
    let mut expected = steps(0..300);
    expected.remove(250);
    assert_eq!(all(&journal).await, expected);
}

#[tokio::test]
async fn damage_found_later_is_repaired_while_open() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..50)).await.unwrap();
    journal.backup_if_due(at(0), &utc()).await.unwrap().unwrap();
    journal.append(&steps(50..80)).await.unwrap();
    let before = journal.end().await.unwrap();
    {
        let mut held = journal.held().await.unwrap();
        let harm = "UPDATE entry SET at_ms = at_ms + 1 WHERE number IN (7, 60)";
        sqlx::raw_sql(harm)
            .execute(&mut *held.connection)
            .await
            .unwrap();
    }
    let error = journal
        .read_after(Position::default(), 100)
        .await
        .unwrap_err();
    assert!(
        matches!(error, JournalError::Unreadable { number: 7, .. }),
        "{error:?}"
    );
    let error = journal.check(at(1)).await.unwrap_err();
    assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
    assert_eq!(journal.checked().await.unwrap(), None);
    let error = journal.backup_if_due(at(DAY), &utc()).await.unwrap_err();
    assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
    assert_eq!(
        names_in(&place.path().join("backups")).len(),
        1,
        "a bad backup is none"
    );

    journal.repair(at(2)).await.unwrap();
    journal.check(at(3)).await.unwrap();
    assert_ne!(journal.end().await.unwrap().epoch, before.epoch);
    let mut expected = steps(0..80);
    // Its only copy was harmed.
    expected.remove(59);
    assert_eq!(all(&journal).await, expected);
    assert_eq!(told_restored(&journal.notices().await.unwrap()).1, 29);
    journal.append(&steps(80..90)).await.unwrap();
    journal.close().await;
    assert_eq!(all(&open(place.path()).await).await.len(), 89);
}

#[tokio::test]
async fn damage_is_not_repaired_while_another_has_it_open() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..500)).await.unwrap();
    {
        let mut held = journal.held().await.unwrap();
        sqlx::raw_sql("PRAGMA user_version = 77")
            .execute(&mut *held.connection)
            .await
            .unwrap();
    }
    let error = SqliteJournal::open(place.path(), at(1), device(1))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("another Unhunch"), "{error}");
    assert!(!place.path().join("damaged").exists());
    assert_eq!(all(&journal).await.len(), 500);
}

#[tokio::test]
async fn a_log_that_no_connection_emptied_is_gone_once_the_journal_is_closed() {
    let place = TempDir::new().unwrap();
    let journal = open(place.path()).await;
    journal.append(&steps(0..5)).await.unwrap();
    // As where the pool's connections close side by side: none of them is the last.
    let database = database(place.path());
    let reader = connect::watching(&database, Tuning::default())
        .await
        .unwrap();
    journal.live.read().await.pool.close().await;
    connect::close(reader).await.unwrap();
    assert!(log(place.path()).exists());

    journal.close().await;
    assert_eq!(
        names_in(place.path()),
        ["journal.lock", "journal.sqlite3", "journal.turn"]
    );
    assert_eq!(all(&open(place.path()).await).await, steps(0..5));
}

#[tokio::test]
async fn a_restoration_that_was_interrupted_is_finished() {
    let left = left();
    for moved in [0, 1, 2] {
        let copy = left.copy();
        // A restored journal, as it stands just before it takes its place.
        let other = TempDir::new().unwrap();
        let restored = open(other.path()).await;
        restored.append(&steps(0..5)).await.unwrap();
        restored.close().await;
        fs::copy(
            database(other.path()),
            copy.path().join("journal.restored-20261122T100000"),
        )
        .unwrap();
        let aside = copy.path().join("damaged/journal-20261122T100000.sqlite3");
        fs::create_dir(copy.path().join("damaged")).unwrap();
        if moved > 0 {
            fs::rename(database(copy.path()), &aside).unwrap();
        }
        if moved > 1 {
            fs::rename(log(copy.path()), beside(&aside, "-wal")).unwrap();
        }
        let journal = open(copy.path()).await;
        assert_eq!(all(&journal).await, steps(0..5));
        journal.close().await;
        assert!(aside.exists() && beside(&aside, "-wal").exists());
        assert_eq!(
            names_in(copy.path()),
            [
                "backups",
                "damaged",
                "journal.lock",
                "journal.sqlite3",
                "journal.turn"
            ]
        );
    }
}

#[tokio::test]
async fn a_log_cut_off_in_its_last_write_is_no_damage() {
    let place = TempDir::new().unwrap();
    let live = place.path().join("live");
    let journal = open(&live).await;
    journal.append(&steps(0..50)).await.unwrap();
    journal.append(&steps(50..60)).await.unwrap();
    let left = place.path().join("left");
    copy_folder(&live, &left);
    let bytes = fs::read(log(&left)).unwrap();

    // Cut off: SQLite forgets the whole of the last write; what can be read of it is kept.
    for missing in [1, 100, 4096, 4097, 4119, 4120] {
        fs::write(log(&left), &bytes[..bytes.len() - missing]).unwrap();
        let cut = open(&left).await;
        let entries = all(&cut).await;
        assert!(entries.len() >= 50 && steps(0..60).starts_with(&entries));
        if missing == 1 {
            assert_eq!(entries.len(), 60);
        }
        assert_eq!(cut.notices().await.unwrap(), []);
        assert!(!left.join("damaged").exists(), "nothing was unreadable");
        cut.close().await;
        fs::remove_dir_all(&left).unwrap();
        copy_folder(&live, &left);
    }

    // All there, but one byte is wrong: whatever can be read is kept.
    fs::remove_dir_all(&left).unwrap();
    copy_folder(&live, &left);
    let mut bytes = bytes;
    let last = bytes.len() - 1000;
    bytes[last] ^= 0xff;
    fs::write(log(&left), &bytes).unwrap();
    let cut = open(&left).await;
    assert!(all(&cut).await.len() >= 59);
    assert_eq!(cut.notices().await.unwrap(), []);
    assert_eq!(
        names_in(&left.join("damaged")).len(),
        1,
        "what could not be read is kept"
    );
    cut.close().await;

    // The head of the last frame is rubbish.
    fs::remove_dir_all(&left).unwrap();
    copy_folder(&live, &left);
    let mut bytes = fs::read(log(&left)).unwrap();
    let last = bytes.len() - 4096 - 24;
    bytes[last..last + 24].fill(0xa7);
    fs::write(log(&left), &bytes).unwrap();
    assert_eq!(all(&open(&left).await).await, steps(0..60));
}

/// SQLite takes a log with a wrong beginning for an empty one.
#[tokio::test]
async fn a_log_whose_beginning_is_wrong_is_damage() {
    let left = left();
    for (from, to, with) in [
        (0, 32, 0),
        (0, 56, 0x5a),
        (0, 512, 0x5a),
        // The first page, and the head of the second: both may hold the only names of a
        // session, in the table and in its index.
        (0, 4176, 0),
        (17, 18, 0xee),
        (0, 1, 0),
        (25, 26, 0xaa),
        (9, 10, 0xaa),
        (32, 56, 0x5a),
        (32, 4000, 0x5a),
    ] {
        let copy = left.copy();
        let mut bytes = fs::read(log(copy.path())).unwrap();
        bytes[from..to].fill(with);
        fs::write(log(copy.path()), bytes).unwrap();
        let checked = SqliteJournal::check_folder(copy.path()).await;
        assert!(
            matches!(checked, Err(JournalError::Damaged(_))),
            "{from}..{to} {checked:?}"
        );
        let (_, entries, told) = outcome(copy.path()).await;
        assert!(told, "{from}..{to}");
        assert!(
            lost(left, &entries) < 100,
            "{from}..{to}: {} lost",
            lost(left, &entries)
        );
    }

    // One frame is enough, and a file of zeros has none.
    let place = TempDir::new().unwrap();
    let path = place.path().join("log");
    let whole = fs::read(log(&left.place.path().join("left"))).unwrap();
    let mut one = whole[..32 + 2 * 4120].to_vec();
    one[..56].fill(0x5a);
    fs::write(&path, &one).unwrap();
    assert_eq!(wal::look(&path).unwrap().state, wal::State::Damaged);
    fs::write(&path, vec![0; one.len()]).unwrap();
    assert_eq!(wal::look(&path).unwrap().state, wal::State::Sound);
    fs::write(&path, &one[..20]).unwrap();
    assert_eq!(wal::look(&path).unwrap().state, wal::State::Sound);
}

/// Frames of an earlier round stay behind those of this one; they are no damage.
#[tokio::test]
async fn a_log_that_began_anew_is_sound() {
    let place = TempDir::new().unwrap();
    let live = place.path().join("live");
    let journal = open(&live).await;
    for round in 0..3 {
        let first = round * 1000;
        journal.append(&steps(first..first + 300)).await.unwrap();
        {
            let mut held = journal.held().await.unwrap();
            sqlx::query("PRAGMA wal_checkpoint(RESTART)")
                .fetch_all(&mut *held.connection)
                .await
                .unwrap();
        }
        journal.append(&[step(first + 500)]).await.unwrap();
        let left = place.path().join(round.to_string());
        copy_folder(&live, &left);
        assert_eq!(wal::look(&log(&left)).unwrap().state, wal::State::Sound);
        let checked = SqliteJournal::check_folder(&left).await.unwrap();
        assert_eq!(checked.end, journal.end().await.unwrap());
        let again = open(&left).await;
        assert_eq!(all(&again).await, all(&journal).await);
    }
}

#[tokio::test]
async fn erased_entries_do_not_come_back_from_a_torn_log() {
    let place = TempDir::new().unwrap();
    let live = place.path().join("live");
    let journal = open(&live).await;
    journal.append(&steps(0..50)).await.unwrap();
    {
        // As far as a killed erasure may have come.
        let mut held = journal.held().await.unwrap();
        let sql = "PRAGMA secure_delete = ON; DELETE FROM entry; DELETE FROM part;
                   UPDATE meta SET value = value + 1 WHERE key = 'epoch'";
        sqlx::raw_sql(sql)
            .execute(&mut *held.connection)
            .await
            .unwrap();
    }
    journal.append(&[step(70)]).await.unwrap();
    let left = place.path().join("left");
    copy_folder(&live, &left);
    let bytes = fs::read(log(&left)).unwrap();
    fs::write(log(&left), &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(all(&open(&left).await).await, [step(70)]);
}

#[tokio::test]
async fn a_log_damaged_in_the_middle_is_damage() {
    let left = left();
    let copy = left.copy();
    let mut bytes = fs::read(log(copy.path())).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(log(copy.path()), bytes).unwrap();
    let (_, entries, told) = outcome(copy.path()).await;
    assert!(told);
    assert!(lost(left, &entries) <= 1);
}

#[tokio::test]
async fn a_large_journal_is_not_checked_as_a_whole_at_start() {
    let left = left();
    let copy = left.copy();
    let mut bytes = fs::read(database(copy.path())).unwrap();
    // The middle of the file, away from what is looked at in any case.
    let page = bytes.len() / 4096 / 2;
    bytes[page * 4096..page * 4096 + 8].fill(0xff);
    fs::write(database(copy.path()), bytes).unwrap();
    let large = Tuning {
        checked_at_open: 0,
        ..Tuning::default()
    };
    let journal = open_with(copy.path(), large).await.unwrap();
    assert_eq!(journal.notices().await.unwrap(), []);
    journal.check(at(DAY)).await.unwrap_err();
    journal.repair(at(DAY)).await.unwrap();
    assert_eq!(lost(left, &all(&journal).await), 0);
    assert_eq!(journal.notices().await.unwrap().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// Any entries, kept in any portions, come back as they were, and through a file too.
    #[test]
    fn entries_come_back(entries in crate::arbitrary::entries(1..150), portion in 1..100_usize) {
        let place = TempDir::new().unwrap();
        runtime().block_on(async {
            let journal = open(place.path()).await;
            for portion in entries.chunks(portion) {
                journal.append(portion).await.unwrap();
            }
            prop_assert_eq!(&all(&journal).await, &entries);
            journal.check(at(0)).await.unwrap();
            let text = exported(&journal).await;
            let mut parser = crate::jsonl::Parser::new();
            parser.feed(text.as_bytes()).unwrap();
            let parsed = parser.finish().unwrap();
            prop_assert_eq!(parsed.import(&journal).await.unwrap().new, 0);
            journal.erase().await.unwrap();
            parsed.import(&journal).await.unwrap();
            prop_assert_eq!(exported(&journal).await, text);
            Ok(())
        })?;
    }

    /// Bytes flipped anywhere: what is there is right, no more is lost than was hit, and
    /// where something is lost the person is told.
    #[test]
    fn flipped_bytes(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..8),
        in_log in any::<bool>(),
    ) {
        let left = left();
        let copy = left.copy();
        let path = if in_log { log(copy.path()) } else { database(copy.path()) };
        let mut bytes = fs::read(&path).unwrap();
        for (place, with) in &flips {
            let place = place.index(bytes.len());
            bytes[place] ^= with;
        }
        fs::write(&path, bytes).unwrap();
        let (_, entries, told) = runtime().block_on(outcome(copy.path()));
        let lost = lost(left, &entries);
        prop_assert!(lost <= flips.len(), "{lost} lost to {} flips", flips.len());
        prop_assert!(told || lost == 0);
    }

    /// The beginning of the log overwritten: what is in the pages behind it is there, and the
    /// person is told.
    #[test]
    fn the_beginning_of_the_log(length in 1..600_usize, rubbish in any::<u8>()) {
        let left = left();
        let copy = left.copy();
        let mut bytes = fs::read(log(copy.path())).unwrap();
        bytes[..length].fill(rubbish);
        fs::write(log(copy.path()), bytes).unwrap();
        let (_, entries, told) = runtime().block_on(outcome(copy.path()));
        prop_assert!(told);
        prop_assert!(lost(left, &entries) < 20);
    }

    /// The header, where each byte means something, byte by byte.
    #[test]
    fn flipped_bytes_of_the_header(place in 0..100_usize, with in 1..=255_u8) {
        let left = left();
        let copy = left.copy();
        let mut bytes = fs::read(database(copy.path())).unwrap();
        bytes[place] ^= with;
        fs::write(database(copy.path()), bytes).unwrap();
        let (_, entries, _) = runtime().block_on(outcome(copy.path()));
        prop_assert_eq!(lost(left, &entries), 0);
    }

    /// A page filled with rubbish costs what was in it and no more.
    #[test]
    fn a_page_of_rubbish(page in any::<prop::sample::Index>(), rubbish in any::<u8>()) {
        let left = left();
        let copy = left.copy();
        let mut bytes = fs::read(database(copy.path())).unwrap();
        let first = page.index(bytes.len() / 4096) * 4096;
        bytes[first..first + 4096].fill(rubbish);
        fs::write(database(copy.path()), bytes).unwrap();
        let (_, entries, told) = runtime().block_on(outcome(copy.path()));
        let lost = lost(left, &entries);
        // A page holds fewer than a hundred rows.
        prop_assert!(lost < 100, "{lost} lost");
        prop_assert!(told || lost == 0);
    }

    /// Cut off anywhere: what the backup has is there, and the person is told.
    #[test]
    fn cut_off(length in any::<prop::sample::Index>(), with_log in any::<bool>()) {
        let left = left();
        let copy = left.copy();
        let bytes = fs::read(database(copy.path())).unwrap();
        fs::write(database(copy.path()), &bytes[..length.index(bytes.len())]).unwrap();
        if !with_log {
            fs::remove_file(log(copy.path())).unwrap();
        }
        let (_, entries, told) = runtime().block_on(outcome(copy.path()));
        let lost = lost(left, &entries);
        prop_assert!(told || lost == 0);
    }
}
