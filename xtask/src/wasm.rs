//! Checks that the crates which will run in a service worker compile for wasm32.
//!
//! That needs the standard library for wasm32-unknown-unknown. In this order: it is there; rustup
//! adds it; Debian's compiler builds it from source; that compiler is installed first (as root).
//! Where none works, the person is told the one command to type.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::{debian, shell};

const TARGET: &str = "wasm32-unknown-unknown";
const CRATES: [&str; 7] = [
    "unhunch-domain",
    "unhunch-figure",
    "unhunch-reminders",
    "unhunch-words",
    "unhunch-report",
    "unhunch-app",
    "unhunch-web",
];
const ADVICE: &str = "See above: what is named there does not compile for wasm32. `domain`, `figure`, \
    `reminders`, `words`, `report`, `app` and `web` may not use files, sockets, threads, clocks or random sources of their own.";

/// Debian's compiler, its cargo, the sources of its standard library, and a linker.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld"];

/// Runs the check.
///
/// # Errors
/// Where a crate doesn't compile, or no compiler for wasm32 is to be had.
pub fn check() -> Result<()> {
    if target_installed() || (rustup_adds_it() && target_installed()) {
        for check in checks() {
            shell::run(shell::cargo().args(check), ADVICE)?;
        }
        return Ok(());
    }
    if !debian_can_build_it() {
        debian::install(
            &DEBIAN_PACKAGES,
            &format!("No compiler for {TARGET} was found. Type: rustup target add {TARGET}"),
        )?;
    }
    if !debian_can_build_it() {
        bail!(
            "{} brought no sources of the standard library for {TARGET}.",
            DEBIAN_PACKAGES.join(", ")
        );
    }
    checks().into_iter().try_for_each(with_debian_compiler)
}

fn with_debian_compiler(arguments: Vec<&str>) -> Result<()> {
    let mut check = shell::command("/usr/bin/cargo");
    // This program was perhaps started through rustup, which tells its children which compiler to
    // take; a compiler that builds its own standard library must not get another one's parts.
    for name in [
        "RUSTUP_TOOLCHAIN",
        "CARGO",
        "RUSTDOC",
        "RUSTC_WRAPPER",
        "LD_LIBRARY_PATH",
        "RUSTFLAGS",
    ] {
        check.env_remove(name);
    }
    check
        .env("PATH", shell::path_with(Path::new("/usr/bin")))
        .env("RUSTC", "/usr/bin/rustc")
        // Building the standard library is an unstable option; Debian's compiler is a stable one.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld")
        .args(arguments)
        .args(["-Z", "build-std=std,panic_abort"])
        // A folder of its own, or the two compilers would throw away each other's work.
        .arg("--target-dir")
        .arg(shell::target_folder().join("wasm"));
    shell::run(&mut check, ADVICE)
}

/// What is checked: the crates, and that a journal whose futures stay on one thread fits the trait.
fn checks() -> [Vec<&'static str>; 2] {
    let check = ["check", "--locked", "--target", TARGET];
    let crates = CRATES.iter().flat_map(|name| ["-p", name]);
    let journal = ["-p", "unhunch-journal", "--no-default-features"];
    let one_thread = ["--features", "contract", "--test", "one_thread"];
    [
        check.into_iter().chain(crates).collect(),
        [&check[..], &journal, &one_thread].concat(),
    ]
}

/// Whether the compiler in use has the target's standard library.
fn target_installed() -> bool {
    let mut rustc = shell::command("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    let Ok(folder) = shell::output(&mut rustc) else {
        return false;
    };
    fs::read_dir(folder.trim()).is_ok_and(|files| {
        files
            .flatten()
            .any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

fn rustup_adds_it() -> bool {
    if shell::find(&["rustup"]).is_none() {
        return false;
    }
    println!("adding {TARGET} by rustup …");
    shell::works(shell::command("rustup").args(["target", "add", TARGET]))
}

/// Whether Debian's compiler, the sources of its standard library, and the linker are there.
fn debian_can_build_it() -> bool {
    let programs = ["/usr/bin/cargo", "/usr/bin/rustc", "/usr/bin/wasm-ld"];
    if !debian::is_debian() || !programs.iter().all(|program| Path::new(program).exists()) {
        return false;
    }
    let mut rustc = shell::command("/usr/bin/rustc");
    rustc
        .env_remove("LD_LIBRARY_PATH")
        .args(["--print", "sysroot"]);
    shell::output(&mut rustc).is_ok_and(|sysroot| {
        Path::new(sysroot.trim())
            .join("lib/rustlib/src/rust/library/std")
            .exists()
    })
}
