//! Opening pages in the person's browser.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long the desktop may take to say which browser is used.
const PATIENCE: Duration = Duration::from_secs(3);

/// Opens a file, where there is a screen that a browser could open on. A token from the desktop
/// lets its window come to the front. Waits for what the desktop says of its browser.
pub fn open(file: &Path, token: Option<&str>) {
    if !has_screen() {
        return;
    }
    for command in &mut commands(file) {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(token) = token {
            command
                .env("XDG_ACTIVATION_TOKEN", token)
                .env("DESKTOP_STARTUP_ID", token);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        match command.spawn() {
            Ok(mut child) => {
                // Nobody waits for a browser; only what it leaves behind is cleared away.
                std::thread::spawn(move || child.wait());
                return;
            }
            Err(error) => tracing::debug!(%error, ?command, "this opens no page"),
        }
    }
    // The address was printed at the start; the app can be opened by hand.
    tracing::info!("no browser could be opened");
}

/// What may open a file in the browser, the best first. Where files of this kind are opened with
/// something else, such as an editor, the browser is asked for by its name.
fn commands(file: &Path) -> Vec<Command> {
    let mut commands = Vec::new();
    if let Some(browser) = default_browser()
        && handler_of("text/html").is_some_and(|handler| handler != browser)
    {
        let mut command = Command::new("gtk-launch");
        command.arg(browser).arg(file);
        commands.push(command);
    }
    commands.extend(open::commands(file));
    commands
}

/// A folder that the person's browser can read although it is shut in; none where it isn't.
pub fn readable_folder() -> Option<PathBuf> {
    let browser = default_browser()?;
    let home = std::env::var_os("HOME").map(PathBuf::from)?;
    let folder = home.join("snap").join(snap_of(&browser)?).join("common");
    folder.is_dir().then_some(folder)
}

/// The snap that a desktop file belongs to: they are called by both, as in
/// `firefox_firefox.desktop`.
fn snap_of(desktop_file: &str) -> Option<&str> {
    let (snap, _) = desktop_file.strip_suffix(".desktop")?.split_once('_')?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!snap.is_empty() && snap.chars().all(is_name)).then_some(snap)
}

/// The desktop file of the browser that pages are opened in, on desktops that say so.
fn default_browser() -> Option<String> {
    handler_of("x-scheme-handler/http")
}

/// The desktop file of what opens things of that kind.
fn handler_of(kind: &str) -> Option<String> {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return None;
    }
    let mut child = Command::new("xdg-mime")
        .args(["query", "default", kind])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let began = Instant::now();
    while child.try_wait().ok()?.is_none() {
        if began.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let said = child.wait_with_output().ok()?.stdout;
    let said = String::from_utf8(said).ok()?;
    let name = said.trim();
    let is_name = name.ends_with(".desktop") && !name.contains('/') && !name.starts_with('-');
    is_name.then(|| name.to_owned())
}

/// Whether there is a screen that a browser could open on. Without one, helpers for opening
/// addresses fall back to browsers in the terminal.
pub fn has_screen() -> bool {
    !cfg!(all(unix, not(target_os = "macos")))
        || std::env::var_os("DISPLAY").is_some()
        || std::env::var_os("WAYLAND_DISPLAY").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snap_is_told_by_its_desktop_file() {
        assert_eq!(snap_of("firefox_firefox.desktop"), Some("firefox"));
        assert_eq!(snap_of("brave-browser_x.desktop"), Some("brave-browser"));
        for other in [
            "firefox.desktop",
            "org.mozilla.firefox.desktop",
            "_firefox.desktop",
            "../x_y.desktop",
            "google_chrome",
        ] {
            assert_eq!(snap_of(other), None, "{other}");
        }
    }
}
