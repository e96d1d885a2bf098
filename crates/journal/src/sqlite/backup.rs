//! Copies of the database, made now and then, each checked before it counts, the old ones
//! thinned out.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sqlx::SqliteConnection;
use unhunch_domain::basics::time::At;

use crate::JournalError;
use crate::sqlite::check;
use crate::sqlite::connect::{self, Tuning};
use crate::sqlite::error::{file, storage};
use crate::sqlite::files::{self, Folder};

/// How many of the newest are kept.
const NEWEST: usize = 7;
/// How many months back one a month is kept.
const MONTHS: usize = 3;

/// A backup in the folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Backup {
    /// When it was made, to the second.
    pub(crate) made: Timestamp,
    /// Where it is.
    pub(crate) path: PathBuf,
}

/// The backups, newest first.
pub(crate) fn list(folder: &Folder) -> Vec<Backup> {
    let Ok(files) = fs::read_dir(folder.backups()) else {
        return Vec::new();
    };
    let mut backups: Vec<Backup> = files
        .filter_map(|file| {
            let file = file.ok()?;
            let name = file.file_name().into_string().ok()?;
            let stamp = name.strip_prefix("journal-")?.strip_suffix(".sqlite3")?;
            let made = files::parse_stamp(stamp)?;
            let is_file = file.file_type().is_ok_and(|kind| kind.is_file());
            is_file.then_some(Backup {
                made,
                path: file.path(),
            })
        })
        .collect();
    backups.sort_by(|one, other| other.cmp(one));
    backups
}

/// Makes a backup. It gets its name only when it is whole, checked and on the disk.
pub(crate) async fn make(
    connection: &mut SqliteConnection,
    folder: &Folder,
    tuning: Tuning,
    now: At,
) -> Result<PathBuf, JournalError> {
    let place = folder.backups();
    files::create_folder(&place).map_err(file(&place))?;
    let part = place.join("journal.part");
    let made = write(connection, &part, tuning).await;
    if let Err(error) = made {
        // What there is of it helps nobody and takes room.
        let _ = files::remove_database(&part);
        return Err(error);
    }
    let path = free_name(&place, now);
    files::sync_file(&part).map_err(file(&part))?;
    fs::rename(&part, &path).map_err(file(&path))?;
    files::sync_folder(&place).map_err(file(&place))?;
    Ok(path)
}

async fn write(
    connection: &mut SqliteConnection,
    part: &Path,
    tuning: Tuning,
) -> Result<(), JournalError> {
    files::remove_database(part).map_err(file(part))?;
    // Made before SQLite fills it, so that it is the user's alone whatever the umask.
    drop(files::open_private(part).map_err(file(part))?);
    let name = part.to_str().ok_or_else(|| {
        JournalError::Unusable(format!(
            "the name of its folder, {}, isn't UTF-8",
            part.display()
        ))
    })?;
    sqlx::query("VACUUM INTO ?")
        .bind(name)
        .execute(connection)
        .await
        .map_err(storage)?;
    let mut copy = connect::apart(part, tuning).await?;
    let good = check::whole(&mut copy).await;
    connect::close(copy).await?;
    good
}

fn free_name(place: &Path, now: At) -> PathBuf {
    let mut at = now;
    loop {
        let path = place.join(format!("journal-{}.sqlite3", files::stamp(at)));
        match At::from_millisecond(at.as_millisecond() + 1000) {
            Ok(next) if path.exists() => at = next,
            _ => return path,
        }
    }
}

/// Removes the backups that needn't be kept any longer; never the one just made.
pub(crate) fn thin_out(folder: &Folder, now: At, just_made: &Path) -> Result<(), JournalError> {
    let backups = list(folder);
    let times: Vec<Timestamp> = backups.iter().map(|backup| backup.made).collect();
    let kept = kept(&times, now.timestamp());
    for (backup, kept) in backups.iter().zip(kept) {
        if !kept && backup.path != just_made {
            fs::remove_file(&backup.path).map_err(file(&backup.path))?;
        }
    }
    Ok(())
}

/// Which backups are kept, for times that are given newest first: the newest seven, and the
/// last one of each of the three months before this one. Those dated later than now, which a
/// wrong clock leaves behind, take none of these places; seven of them are kept as well.
fn kept(times: &[Timestamp], now: Timestamp) -> Vec<bool> {
    let month = |time: Timestamp| time.to_zoned(TimeZone::UTC).date().first_of_month();
    let this = month(now);
    let months: Vec<Date> =
        std::iter::successors(this.yesterday().ok().map(Date::first_of_month), |month| {
            month.yesterday().ok().map(Date::first_of_month)
        })
        .take(MONTHS)
        .collect();
    let mut seen: Vec<Date> = Vec::new();
    let later = times.iter().take_while(|time| **time > now).count();
    let of_later = (0..later).map(|place| place < NEWEST);
    let of_others = times[later..].iter().enumerate().map(|(place, time)| {
        let month = month(*time);
        let last_of_month = months.contains(&month) && !seen.contains(&month);
        seen.push(month);
        place < NEWEST || last_of_month
    });
    of_later.chain(of_others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(day: &str) -> Timestamp {
        format!("{day}T08:00:00Z").parse().unwrap()
    }

    fn kept_of(days: &[&str], now: &str) -> Vec<String> {
        let times: Vec<Timestamp> = days.iter().map(|day| time(day)).collect();
        times
            .iter()
            .zip(kept(&times, time(now)))
            .filter(|(_, kept)| *kept)
            .map(|(time, _)| time.to_string()[..10].to_owned())
            .collect()
    }

    #[test]
    fn few_are_all_kept() {
        let days = ["2026-11-22", "2026-11-20", "2020-01-01"];
        assert_eq!(kept_of(&days, "2026-11-22"), days);
        assert!(kept_of(&[], "2026-11-22").is_empty());
    }

    #[test]
    fn those_of_a_wrong_clock_are_counted_apart() {
        let mut days: Vec<String> = (10..19).rev().map(|day| format!("2031-01-{day}")).collect();
        days.extend((10..23).rev().map(|day| format!("2026-11-{day}")));
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        let kept = kept_of(&days, "2026-11-22");
        assert_eq!(kept[..7], days[..7]);
        assert_eq!(kept[7..], days[9..16]);
    }

    #[test]
    fn the_newest_seven_and_one_a_month_are_kept() {
        let mut days = Vec::new();
        let mut day = jiff::civil::date(2026, 11, 22);
        while day >= jiff::civil::date(2026, 5, 1) {
            days.push(day.to_string());
            day = day.yesterday().unwrap();
        }
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        assert_eq!(
            kept_of(&days, "2026-11-22"),
            [
                "2026-11-22",
                "2026-11-21",
                "2026-11-20",
                "2026-11-19",
                "2026-11-18",
                "2026-11-17",
                "2026-11-16",
                "2026-10-31",
                "2026-09-30",
                "2026-08-31",
            ]
        );
    }

    #[test]
    fn day_by_day_the_months_stay() {
        let mut backups: Vec<Timestamp> = Vec::new();
        let mut day = jiff::civil::date(2026, 1, 1);
        for _ in 0..200 {
            let now = time(&day.to_string());
            backups.insert(0, now);
            let kept = kept(&backups, now);
            let mut places = kept.into_iter();
            backups.retain(|_| places.next().unwrap());
            day = day.tomorrow().unwrap();
        }
        // 19 July: seven days of July, and the last days of June, May and April.
        let days: Vec<String> = backups
            .iter()
            .map(|time| time.to_string()[5..10].to_owned())
            .collect();
        assert_eq!(
            days,
            [
                "07-19", "07-18", "07-17", "07-16", "07-15", "07-14", "07-13", "06-30", "05-31",
                "04-30"
            ]
        );
    }
}
