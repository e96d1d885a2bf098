//! Opening pages in the person's browser.

use std::process::Stdio;

/// Opens an address, where there is a screen that a browser could open on. A token from the desktop
/// lets its window come to the front.
pub fn open(address: &str, token: Option<&str>) {
    if !has_screen() {
        return;
    }
    let mut commands = open::commands(address);
    for command in &mut commands {
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
            Err(error) => tracing::debug!(%error, ?command, "this opens no address"),
        }
    }
    // The address was printed at the start; the app can be opened by hand.
    tracing::info!("no browser could be opened");
}

/// Whether there is a screen that a browser could open on. Without one, helpers for opening
/// addresses fall back to browsers in the terminal.
fn has_screen() -> bool {
    !cfg!(all(unix, not(target_os = "macos")))
        || std::env::var_os("DISPLAY").is_some()
        || std::env::var_os("WAYLAND_DISPLAY").is_some()
}
