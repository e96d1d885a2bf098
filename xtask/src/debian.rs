//! Installs packages where that can be done without asking: on Debian, as root.

use std::path::Path;

use anyhow::{Result, bail};

use crate::shell;

/// Installs Debian packages, if this is Debian and we are root.
///
/// # Errors
/// Where it can't be done here: `advice`, the one command for a person to type.
pub fn install(packages: &[&str], advice: &str) -> Result<()> {
    if !(is_debian() && is_root()) {
        bail!("{advice}");
    }
    println!("installing {} …", packages.join(", "));
    let mut update = shell::command("apt-get");
    update.args(["update", "--quiet", "--quiet"]);
    shell::run(&mut update, advice)?;
    let mut install = shell::command("apt-get");
    install
        .args([
            "install",
            "--yes",
            "--no-install-recommends",
            "--quiet",
            "--quiet",
        ])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive");
    shell::run(&mut install, advice)
}

/// Whether packages come from apt here.
pub fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && shell::find(&["apt-get"]).is_some()
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // The owner of this process's own entry is the user that it runs as.
    std::fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
