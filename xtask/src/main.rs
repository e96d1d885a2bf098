//! `cargo xtask …`: everything that is done to this repository besides building it.

mod advisories;
mod bench;
mod bench_against;
mod bench_flood;
mod bench_reminders;
mod browser;
mod changes;
mod debian;
mod described;
mod desk;
mod docs;
mod heavy_plan;
mod http;
mod licences;
mod process;
mod program;
mod rooms;
mod shell;
mod shots;
mod soak;
mod source;
mod table;
mod test;
mod test_files;
mod wasm;

use std::env;
use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

Commands:
  test [PART …]       set up and run every check, or only some parts of it:
                      format rooms lints licences tests docs player wasm browser
  soak [MINUTES]      run property tests and crash tests with other cases each
                      round, for ten minutes unless it is said; --seed N repeats
                      one round
  advisories          look what is known against dependencies, as before a release:
                      fails where it can't look (`test licences` passes then)
  shots [--only NAME] take pictures of the pages into shots/
  bench [PART …]      run the benchmarks, or only some parts of them:
                      criterion program cues frames reminders
                      flood [REV] (only when it is named): beside an earlier commit
  bench against REV [PART …] [--days N] [--rounds N] [--pages N]
                      build a revision, run it and this tree in turn over the same twenty
                      years, and print both and their ratio, or only some parts of that:
                      start memory pages figures import
                      load build (only when they are named)
  docs [--check]      write what is said of the program anew (the tables of the README,
                      CHANGELOG.md); or only say whether it is as the program has it
  help                show this";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test", parts @ ..] => test::run(parts),
        ["soak", wish @ ..] => soak::run(wish),
        ["advisories"] => advisories::insist(),
        ["shots"] => shots::run(None),
        ["shots", "--only", name] => shots::run(Some(name)),
        ["bench", "against", words @ ..] => bench_against::run(words),
        ["bench", parts @ ..] => bench::run(parts),
        ["docs"] => docs::write(),
        ["docs", "--check"] => docs::check(),
        // `bench flood` starts this itself.
        ["idle-connections", host, count] => bench_flood::hold_idle_connections(host, count),
        ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}
