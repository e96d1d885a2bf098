//! Starting at login, in a home of its own: files are written as desktops and systemd read them, and
//! what others wrote into them counts.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use unhunch_desktop::autostart::{Autostart, AutostartEnvironment};

/// A program whose path has all that has to be quoted.
fn command(home: &Path) -> Vec<OsString> {
    let program = home.join("my programs/un%hunch");
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    fs::write(&program, "").unwrap();
    vec![
        program.into_os_string(),
        "--headless".into(),
        "--data-dir".into(),
        "/data/100% \"mine\" $HOME \\ `x`".into(),
    ]
}

fn autostart(home: &Path, is_desktop: bool, has_systemd: bool) -> Autostart {
    let environment = AutostartEnvironment {
        config: Some(home.join("config")),
        is_desktop,
        has_systemd,
    };
    Autostart::new(&environment, command(home))
}

fn entry(home: &Path) -> PathBuf {
    home.join("config/autostart/unhunch.desktop")
}

#[test]
fn a_desktop_reads_an_entry_of_its_folder() {
    let home = tempfile::tempdir().unwrap();
    let autostart = autostart(home.path(), true, true);
    assert_eq!(
        (autostart.is_on(), autostart.source()),
        (Some(false), Some("autostart"))
    );
    autostart.set(true).unwrap();
    assert_eq!(autostart.is_on(), Some(true));
    let text = fs::read_to_string(entry(home.path())).unwrap();
    let text = text.replace(home.path().to_str().unwrap(), "HOME");
    insta::assert_snapshot!(text, @r#"
    [Desktop Entry]
    Type=Application
    Name=Unhunch
    Comment=Asks for your exercises at a good moment
    TryExec=HOME/my programs/un%hunch
    Exec="HOME/my programs/un%%hunch" "--headless" "--data-dir" "/data/100%% \\"mine\\" \\$HOME \\\\ \\`x\\`"
    Terminal=false
    NoDisplay=true
    X-GNOME-Autostart-enabled=true
    "#);
    autostart.set(false).unwrap();
    assert_eq!(autostart.is_on(), Some(false));
    assert!(!entry(home.path()).exists());
    autostart.set(false).unwrap();
}

#[test]
fn what_the_desktop_switched_off_is_off() {
    let home = tempfile::tempdir().unwrap();
    let autostart = autostart(home.path(), true, false);
    autostart.set(true).unwrap();
    let text = fs::read_to_string(entry(home.path())).unwrap();
    let write = |text: &str| fs::write(entry(home.path()), text).unwrap();
    write(&text.replace("enabled=true", "enabled=false"));
    assert_eq!(autostart.is_on(), Some(false));
    write(&format!("{text}Hidden=true\n"));
    assert_eq!(autostart.is_on(), Some(false));
    // Another group's keys aren't the entry's.
    write(&format!("{text}[Desktop Action x]\nHidden=true\n"));
    assert_eq!(autostart.is_on(), Some(true));
    write(&text.replace("my programs", "gone"));
    assert_eq!(autostart.is_on(), Some(false));
    autostart.set(true).unwrap();
    assert_eq!(autostart.is_on(), Some(true));
}

#[test]
fn without_a_desktop_systemd_does_it() {
    let home = tempfile::tempdir().unwrap();
    let autostart = autostart(home.path(), false, true);
    assert_eq!(autostart.source(), Some("systemd"));
    autostart.set(true).unwrap();
    assert_eq!(
        (autostart.is_on(), autostart.source()),
        (Some(true), Some("systemd"))
    );
    let folder = home.path().join("config/systemd/user");
    let text = fs::read_to_string(folder.join("graphical-session.target.wants/unhunch.service"));
    let text = text.unwrap();
    let exec = text.lines().find(|line| line.starts_with("ExecStart="));
    let exec = exec.unwrap().replace(home.path().to_str().unwrap(), "HOME");
    assert_eq!(
        exec,
        r#"ExecStart="HOME/my programs/un%%hunch" "--headless" "--data-dir" "/data/100%% \"mine\" $$HOME \\ `x`""#
    );
    autostart.set(false).unwrap();
    assert_eq!(autostart.is_on(), Some(false));
    assert!(!folder.join("unhunch.service").exists());
}

#[test]
fn what_can_not_be_written_is_said() {
    let home = tempfile::tempdir().unwrap();
    let nowhere = Autostart::new(&AutostartEnvironment::default(), command(home.path()));
    assert_eq!(nowhere.is_on(), None);
    assert!(nowhere.set(true).is_err());
    let environment = AutostartEnvironment {
        config: Some(home.path().join("config")),
        is_desktop: true,
        has_systemd: false,
    };
    let lines = Autostart::new(&environment, vec!["/bin/a\nb".into()]);
    assert!(lines.set(true).is_err());
    assert!(!entry(home.path()).exists());
}

#[test]
fn a_link_is_neither_followed_nor_replaced() {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = home.path().join("elsewhere");
    fs::write(&elsewhere, "mine").unwrap();
    let folder = home.path().join("config/autostart");
    fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink(&elsewhere, entry(home.path())).unwrap();
    let said = autostart(home.path(), true, false).set(true).unwrap_err();
    assert!(said.to_string().contains("it is a link"), "{said}");
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
    assert!(entry(home.path()).is_symlink());
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "nothing is left");
}
