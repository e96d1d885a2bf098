//! `cargo xtask soak`: property tests and crash tests again and again with other cases each time,
//! for what one fixed seed will never find.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::{shell, test, test_files};

const MINUTES: u64 = 10;

/// Where proptest reads its seed.
const SEED: &str = "PROPTEST_RNG_SEED";

/// How many cases a property has that doesn't say so itself: proptest's own number.
const CASES: u32 = 256;

/// Journals that are killed or used by many at once: what happens is up to chance without any seed.
const CRASHES: [&str; 4] = [
    "a_kill_loses_nothing_acknowledged",
    "many_tasks_may_use_it_at_once",
    "two_may_use_it_at_once",
    "what_a_kill_leaves_is_whole",
];

/// What somebody wants.
#[derive(Debug, PartialEq)]
enum Wish {
    /// Round after round, each with a fresh seed, for so many minutes.
    Minutes(u64),
    /// One round with this seed.
    Seed(u64),
}

impl Wish {
    fn of(words: &[&str]) -> Result<Self> {
        match words {
            [] => Ok(Self::Minutes(MINUTES)),
            ["--seed", seed] => Ok(Self::Seed(
                seed.parse().with_context(|| format!("{seed} is no seed"))?,
            )),
            [minutes] => {
                Ok(Self::Minutes(minutes.parse().with_context(|| {
                    format!("{minutes} is no number of minutes")
                })?))
            }
            _ => bail!("expected `soak`, `soak MINUTES` or `soak --seed N`"),
        }
    }
}

/// Runs the tests as somebody wishes; see [`Wish`].
///
/// # Errors
/// Where a test fails: the seed, and the command that repeats it.
pub fn run(words: &[&str]) -> Result<()> {
    let wish = Wish::of(words)?;
    let properties = properties();
    let cases: u32 = properties.iter().map(|property| property.cases).sum();
    let names: BTreeSet<&str> = properties
        .iter()
        .map(|property| property.name.as_str())
        .chain(CRASHES)
        .collect();
    shell::run(
        shell::cargo()
            .args(["test", "--no-run", "--lib", "--bins", "--tests"])
            .args(test::WORKSPACE),
        "The tests do not build; what is wrong is named above.",
    )?;
    println!(
        "{} properties with {cases} cases a round, and {} tests of crashes",
        properties.len(),
        CRASHES.len()
    );
    let begin = Instant::now();
    let is_over = |rounds| match wish {
        Wish::Seed(_) => rounds > 0,
        Wish::Minutes(minutes) => begin.elapsed() >= Duration::from_secs(minutes * 60),
    };
    let mut rounds = 0;
    while !is_over(rounds) {
        let seed = match wish {
            Wish::Seed(seed) => seed,
            Wish::Minutes(_) => fresh_seed(),
        };
        rounds += 1;
        println!(
            "━━ round {rounds} after {} s: seed {seed} ━━",
            begin.elapsed().as_secs()
        );
        let status = round(&names)
            .env(SEED, seed.to_string())
            .status()
            .context("cargo could not be started")?;
        if !status.success() {
            bail!(
                "in round {rounds} something fell that is named above, with the seed {seed}. Again only this round: \
                 cargo xtask soak --seed {seed}"
            );
        }
    }
    println!(
        "✓ {rounds} rounds in {} s: {} cases, and nothing fell",
        begin.elapsed().as_secs(),
        u64::from(cases) * rounds
    );
    Ok(())
}

/// The command that runs all tests with these names.
fn round(names: &BTreeSet<&str>) -> Command {
    let mut cargo = shell::cargo();
    if test::has_nextest() {
        let names: Vec<&str> = names.iter().copied().collect();
        cargo
            .args(["nextest", "run", "--no-fail-fast"])
            .args(["--status-level", "slow", "--final-status-level", "slow"])
            .args(test::WORKSPACE)
            .arg("-E")
            .arg(format!("test(/(^|::)({})$/)", names.join("|")));
    } else {
        cargo
            .args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
            .args(test::WORKSPACE)
            .arg("--")
            .args(names);
    }
    cargo
}

fn fresh_seed() -> u64 {
    // Its keys are random.
    RandomState::new().hash_one(Instant::now())
}

/// A property test.
#[derive(Debug, PartialEq)]
struct Property {
    name: String,
    /// How many cases are tried in one run.
    cases: u32,
}

/// All property tests of the workspace.
fn properties() -> Vec<Property> {
    test_files::files_below(&shell::root().join("crates"), &[".rs"])
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .flat_map(|text| properties_in(&text))
        .collect()
}

/// The property tests in a file’s text, formatted as rustfmt does.
fn properties_in(text: &str) -> Vec<Property> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(indent) = line.strip_suffix("proptest! {") else {
            continue;
        };
        if !indent.trim().is_empty() {
            continue;
        }
        let end = format!("{indent}}}");
        let mut cases = CASES;
        let mut is_test = false;
        for line in lines.by_ref().take_while(|line| *line != end) {
            let line = line.trim();
            if line.starts_with("#![proptest_config(") {
                cases = configured_cases(line).unwrap_or(CASES);
            }
            is_test |= line == "#[test]";
            if let Some(rest) = line.strip_prefix("fn ")
                && let Some((name, _)) = rest.split_once('(')
                && is_test
            {
                is_test = false;
                found.push(Property {
                    name: name.to_owned(),
                    cases,
                });
            }
        }
    }
    found
}

/// The number in `cases: 1_000` or `with_cases(64)`.
fn configured_cases(line: &str) -> Option<u32> {
    let (_, rest) = line
        .split_once("cases: ")
        .or_else(|| line.split_once("with_cases("))?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '_')?;
    rest[..end].replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found_with_their_cases() {
        let text = "proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// Says something.
    #[test]
    fn one(all in any::<u8>()) {
        prop_assert!(true);
    }
}

fn none(of: u8) {}

mod tests {
    proptest! {
        #[test]
        fn two(
            all in any::<u8>(),
        ) {
        }

        #[test]
        fn three(all in any::<u8>()) {}
    }
    #[test]
    fn plain() {}
}
";
        let found: Vec<(String, u32)> = properties_in(text)
            .into_iter()
            .map(|property| (property.name, property.cases))
            .collect();
        let expected = [("one", 1_000), ("two", CASES), ("three", CASES)];
        assert_eq!(
            found,
            expected.map(|(name, cases)| (name.to_owned(), cases))
        );
        assert_eq!(configured_cases("ProptestConfig::with_cases(64)"), Some(64));
    }

    /// As many properties are found as there are, and each takes its seed from outside.
    #[test]
    fn all_properties_are_found_and_take_their_seed_from_outside() {
        let all = properties();
        assert!(all.len() > 40, "{} properties", all.len());
        let files = test_files::files_below(&shell::root().join("crates"), &[".rs"]);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let blocks = text.matches("proptest! {\n").count();
            assert!(blocks <= properties_in(&text).len(), "{}", file.display());
            for line in text
                .lines()
                .filter(|line| line.contains("#![proptest_config("))
            {
                let reads = line.contains("ProptestConfig::default()")
                    || line.contains("ProptestConfig::with_cases(");
                assert!(reads, "{}: {line}", file.display());
            }
            for chance in [
                "RngSeed::Random",
                "rng_seed:",
                "TestRunner::new_with_rng",
                "rand::",
            ] {
                assert!(!text.contains(chance), "{} has {chance}", file.display());
            }
        }
    }

    #[test]
    fn tests_of_crashes_are_there() {
        let tests = shell::root().join("crates/journal/src/sqlite/tests.rs");
        let text = fs::read_to_string(tests).unwrap();
        for name in CRASHES {
            assert!(text.contains(&format!("fn {name}()")), "{name}");
        }
    }

    #[test]
    fn wishes_are_understood() {
        assert_eq!(Wish::of(&[]).unwrap(), Wish::Minutes(10));
        assert_eq!(Wish::of(&["3"]).unwrap(), Wish::Minutes(3));
        assert_eq!(Wish::of(&["--seed", "7"]).unwrap(), Wish::Seed(7));
        for wrong in [&["long"] as &[&str], &["--seed"], &["1", "2"]] {
            Wish::of(wrong).unwrap_err();
        }
    }
}
