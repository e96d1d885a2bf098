//! Tells the drawing code's version: a hash of it, so that nobody has to remember to count one up.
//! What was drawn by other code is then known to be something else.

#![allow(
    clippy::disallowed_methods,
    reason = "a build script may read what it builds"
)]

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let manifest = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let sources = manifest.join("src");
    println!("cargo::rerun-if-changed={}", sources.display());
    let mut files = std::fs::read_dir(&sources)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        file.file_name().hash(&mut hasher);
        std::fs::read(&file)?.hash(&mut hasher);
    }
    println!("cargo::rustc-env=FIGURE_VERSION={:016x}", hasher.finish());
    Ok(())
}
