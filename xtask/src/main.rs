//! `cargo xtask …`: everything that is done to this repository besides building it.

mod advisories;
mod bench;
mod bench_flood;
mod bench_reminders;
mod browser;
mod debian;
mod desk;
mod heavy_plan;
mod http;
mod licences;
mod program;
mod rooms;
mod shell;
mod shots;
mod source;
mod test;
mod wasm;

use std::env;
use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

Commands:
  test [PART …]       set up and run every check, or only some parts of it:
                      format rooms lints licences tests player wasm browser
  advisories          look what is known against dependencies, as before a release:
                      fails where it can't look (`test licences` passes then)
  shots [--only NAME] take pictures of the pages into shots/
  bench [PART …]      run the benchmarks, or only some parts of them:
                      criterion program cues frames reminders
                      flood [REV] (only when it is named): beside an earlier commit
  help                show this";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test", parts @ ..] => test::run(parts),
        ["advisories"] => advisories::insist(),
        ["shots"] => shots::run(None),
        ["shots", "--only", name] => shots::run(Some(name)),
        ["bench", parts @ ..] => bench::run(parts),
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
