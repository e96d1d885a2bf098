//! What `TZ` and `TZDIR` would have read: refused before anything asks for the time zone, where
//! reading it would never come to an end.
//!
//! `TZ` is a rule, a name in the list of zones, or else a file, which is read as a whole and again
//! every few minutes. `TZDIR` is a folder to read that list from, with any name that an entry of the
//! journal has.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use jiff::tz::{self, TimeZone};

use crate::Failure;

/// The largest file of a zone, in bytes; those there are have a few thousand.
const LARGEST: u64 = 1024 * 1024;

/// The most files in a folder of zones; those there are have under two thousand.
const MOST_FILES: usize = 10_000;

/// Refuses what has no end.
///
/// # Errors
/// What is set, what is wrong with it, and what to set it to.
pub fn check() -> Result<(), Failure> {
    if let Some(folder) = set("TZDIR") {
        check_folder(Path::new(&folder)).map_err(|problem| {
            Failure::user(format!("`TZDIR` is {}, and {problem}", folder.display())).with_hint(
                "leave it unset, or set it to a folder of time zones such as /usr/share/zoneinfo",
            )
        })?;
    }
    if let Some(zone) = set("TZ") {
        check_zone(&zone).map_err(|problem| {
            Failure::user(format!("`TZ` is {}, and that is {problem}", zone.display()))
                .with_hint("set it to a name such as Europe/Berlin")
        })?;
    }
    Ok(())
}

fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Says that `TZ` names no zone that there is, where it does: days then begin at another time than
/// somebody thought.
pub fn unknown() -> Option<String> {
    let zone = set("TZ")?;
    TimeZone::try_system().err()?;
    Some(format!(
        "TZ names a time zone that this computer doesn't know ({}); times are in UTC",
        zone.display()
    ))
}

/// What is wrong with a file of a zone; nothing with a folder, which has no content.
fn problem(about: &Metadata) -> Option<&'static str> {
    if about.is_dir() {
        None
    } else if !about.is_file() {
        Some("no file but a device or a pipe")
    } else if about.len() > LARGEST {
        Some("too large a file for a time zone")
    } else if about.len() == 0 {
        // Some of the kernel's own files, which may never end, say that they have nothing in them.
        Some("an empty file")
    } else {
        None
    }
}

fn check_zone(zone: &OsStr) -> Result<(), &'static str> {
    // A zone that isn't text names nothing.
    let Some(zone) = zone.to_str() else {
        return Ok(());
    };
    let name = zone.strip_prefix(':').unwrap_or(zone);
    let look = |path| fs::metadata(path).ok().as_ref().and_then(problem);
    let Some(problem) = [zone, name].into_iter().find_map(look) else {
        return Ok(());
    };
    // A file in this folder that happens to be called like a zone is not read.
    let known = name.rsplit_once("zoneinfo/").map_or(name, |(_, name)| name);
    if TimeZone::posix(zone).is_ok() || tz::db().get(known).is_ok() {
        return Ok(());
    }
    Err(problem)
}

/// Goes through all that would be a zone by its name.
fn check_folder(folder: &Path) -> Result<(), String> {
    let mut ahead: Vec<PathBuf> = vec![folder.to_owned()];
    let mut count = 0;
    while let Some(place) = ahead.pop() {
        // What can't be read is passed over as if it weren't set.
        let Ok(found) = fs::read_dir(&place) else {
            continue;
        };
        for found in found.filter_map(Result::ok) {
            count += 1;
            if count > MOST_FILES {
                return Err("there are too many files in it".to_owned());
            }
            let Ok(kind) = found.file_type() else {
                continue;
            };
            if kind.is_dir() {
                // Lists of other kinds, which are not read.
                let is_passed_over = place == folder
                    && matches!(found.file_name().to_str(), Some("posix" | "right"));
                if !is_passed_over {
                    ahead.push(found.path());
                }
                continue;
            }
            // Of most there is no need to find the way once more.
            let about = if kind.is_file() {
                found.metadata()
            } else {
                fs::metadata(found.path())
            };
            if let Some(problem) = about.ok().as_ref().and_then(problem) {
                return Err(format!("{} in it is {problem}", found.path().display()));
            }
        }
    }
    Ok(())
}
