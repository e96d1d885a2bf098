//! Measures what an import costs here: reads a file of lines into a new journal, folds it, puts the
//! diary by, and reads all of it back, each with the processor time and the peak of memory so far.
//!
//! `cargo run --release -p unhunch-journal --example import -- FILE FOLDER`

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use unhunch_domain::basics::time::At;
use unhunch_domain::{DeviceId, Diary, Entry};
use unhunch_journal::jsonl::{Export, Importer};
use unhunch_journal::{Journal, Position, SNAPSHOT_PIECE, Snapshot, SqliteJournal, whole_snapshot};
use uuid::Uuid;

/// Entries read at a time, as the app does.
const BATCH: usize = 4096;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("expected a file of lines and a folder for the new journal".into());
    };
    let journal = open(Path::new(&folder)).await?;
    let mut diary = Diary::default();
    let mut file = File::open(file)?;
    let mut importer = Importer::begin(&journal, |_, entries: &[Entry]| {
        for entry in entries {
            diary.fold(entry);
        }
    })
    .await?;
    let mut room = vec![0; 64 * 1024];
    loop {
        let length = file.read(&mut room)?;
        if length == 0 {
            break;
        }
        importer.feed(&room[..length]).await?;
    }
    let appended = importer.finish().await?;
    tell(&format!("import of {}", appended.new))?;

    let data = serde_json::to_vec(&diary)?;
    let snapshot = Snapshot {
        version: 1,
        position: appended.after,
    };
    let mut pieces = data.chunks(SNAPSHOT_PIECE).map(<[u8]>::to_vec);
    journal.put_snapshot(snapshot, &mut pieces).await?;
    tell("putting the diary by")?;
    whole_snapshot(&journal).await?;
    tell("taking it up")?;

    let mut position = Position::default();
    let mut read = 0;
    loop {
        let batch = journal.read_after(position, BATCH).await?;
        let Some((last, _)) = batch.last() else {
            break;
        };
        position = *last;
        read += batch.len();
    }
    tell(&format!("reading {read} back"))?;

    let mut export = Export::new(&journal);
    let mut bytes = 0;
    while let Some(piece) = export.next().await? {
        bytes += piece.len();
    }
    tell(&format!("export of {bytes} bytes"))?;
    journal.close().await;
    Ok(())
}

async fn open(folder: &Path) -> Result<SqliteJournal, Box<dyn Error>> {
    let now = At::from_millisecond(1_795_305_600_000)?;
    Ok(SqliteJournal::open(folder, now, DeviceId(Uuid::from_u128(1))).await?)
}

/// Says what was done, with the processor time of this process and its peak of memory so far.
fn tell(what: &str) -> Result<(), Box<dyn Error>> {
    // The fields after the program's name, which may have spaces; see proc(5).
    let text = fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = text.rsplit_once(')').ok_or("no name in /proc/self/stat")?;
    let mut ticks = fields.split_whitespace().skip(11).map(str::parse::<u64>);
    let mut next = || -> Result<u64, Box<dyn Error>> { Ok(ticks.next().ok_or("no times")??) };
    let (user, system) = (next()?, next()?);
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("no VmHWM")?;
    println!(
        "{what}: {user}+{system} hundredths of a second, peak {}",
        peak.trim()
    );
    Ok(())
}
