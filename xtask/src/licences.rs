//! Checks the licences and sources of all dependencies where cargo-deny isn't at hand, by the
//! same list that cargo-deny reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::shell;

/// Checks every dependency, of all features and targets, against deny.toml.
///
/// # Errors
/// Which dependencies are not allowed and why.
pub fn check() -> Result<()> {
    let file = shell::root().join("deny.toml");
    let rules = fs::read_to_string(&file)
        .with_context(|| format!("{} could not be read", file.display()))?;
    let rules = Rules::parse(&rules).context("deny.toml")?;
    let metadata = shell::output(shell::cargo().args([
        "metadata",
        "--format-version",
        "1",
        "--all-features",
        "--locked",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata has no packages")?;
    let problems: Vec<String> = packages
        .iter()
        .filter_map(|package| rules.problem(package))
        .collect();
    if !problems.is_empty() {
        bail!(
            "dependencies that deny.toml does not allow:\n  {}\n  Use another crate, or add the licence to \
             deny.toml with the reason why it can be passed on with Unhunch.",
            problems.join("\n  ")
        );
    }
    println!("{} packages, all allowed by deny.toml", packages.len());
    Ok(())
}

/// What deny.toml allows.
struct Rules {
    allowed: BTreeSet<String>,
    exceptions: BTreeMap<String, BTreeSet<String>>,
}

impl Rules {
    fn parse(text: &str) -> Result<Self> {
        let table: toml::Table = text.parse()?;
        let licenses = table.get("licenses").context("there is no [licenses]")?;
        let exceptions = licenses
            .get("exceptions")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
            .map(|exception| {
                let name = exception.get("crate").and_then(toml::Value::as_str);
                Ok((
                    name.context("an exception without `crate`")?.to_owned(),
                    allowed(exception)?,
                ))
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            allowed: allowed(licenses)?,
            exceptions,
        })
    }

    /// What is wrong with a package of `cargo metadata`, if anything.
    fn problem(&self, package: &Value) -> Option<String> {
        let name = package["name"].as_str().unwrap_or("?");
        let version = package["version"].as_str().unwrap_or("?");
        // Our own crates have no source.
        let source = package["source"].as_str()?;
        if !source.starts_with("registry+") {
            return Some(format!(
                "{name} {version} comes from {source}; expected the public registry"
            ));
        }
        let Some(licence) = package["license"].as_str() else {
            return Some(format!("{name} {version} does not say its licence"));
        };
        let exception = self.exceptions.get(name);
        let allows = |licence: &str| {
            self.allowed.contains(licence)
                || exception.is_some_and(|allowed| allowed.contains(licence))
        };
        match satisfied(licence, &allows) {
            Ok(true) => None,
            Ok(false) => Some(format!("{name} {version} is under {licence}")),
            Err(error) => Some(format!(
                "{name} {version} has a licence that can't be read: {licence}: {error}"
            )),
        }
    }
}

fn allowed(table: &toml::Value) -> Result<BTreeSet<String>> {
    table
        .get("allow")
        .and_then(toml::Value::as_array)
        .context("there is no list `allow`")?
        .iter()
        .map(|licence| Ok(licence.as_str().context("a licence is a text")?.to_owned()))
        .collect()
}

/// Whether an SPDX expression can be met by what is allowed. `/` is an old way to write OR.
fn satisfied(expression: &str, allows: &dyn Fn(&str) -> bool) -> Result<bool> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words = Words {
        words: spaced.split_whitespace().collect(),
        next: 0,
    };
    let result = words.any_of(allows)?;
    match words.take() {
        None => Ok(result),
        Some(word) => bail!("`{word}` was not expected"),
    }
}

struct Words<'a> {
    words: Vec<&'a str>,
    next: usize,
}

impl<'a> Words<'a> {
    fn take(&mut self) -> Option<&'a str> {
        let word = self.words.get(self.next).copied();
        self.next += 1;
        word
    }

    fn take_if(&mut self, wanted: &str) -> bool {
        let found = self
            .words
            .get(self.next)
            .is_some_and(|word| word.eq_ignore_ascii_case(wanted));
        self.next += usize::from(found);
        found
    }

    fn any_of(&mut self, allows: &dyn Fn(&str) -> bool) -> Result<bool> {
        let mut result = self.all_of(allows)?;
        while self.take_if("OR") {
            result |= self.all_of(allows)?;
        }
        Ok(result)
    }

    fn all_of(&mut self, allows: &dyn Fn(&str) -> bool) -> Result<bool> {
        let mut result = self.one(allows)?;
        while self.take_if("AND") {
            result &= self.one(allows)?;
        }
        Ok(result)
    }

    fn one(&mut self, allows: &dyn Fn(&str) -> bool) -> Result<bool> {
        if self.take_if("(") {
            let result = self.any_of(allows)?;
            if !self.take_if(")") {
                bail!("a `)` is missing");
            }
            return Ok(result);
        }
        let licence = match self.take() {
            Some(word) if !matches!(word, ")" | "OR" | "AND" | "WITH") => word,
            word => bail!(
                "a licence was expected instead of `{}`",
                word.unwrap_or("the end")
            ),
        };
        if self.take_if("WITH") {
            let extra = self
                .take()
                .context("an exception was expected after WITH")?;
            // An exception only ever permits more than its licence does.
            return Ok(allows(licence) || allows(&format!("{licence} WITH {extra}")));
        }
        Ok(allows(licence))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules() -> Rules {
        Rules::parse(
            r#"
            [licenses]
            allow = ["MIT", "Unicode-3.0"]
            exceptions = [{ crate = "special", allow = ["MPL-2.0"] }]
            "#,
        )
        .unwrap()
    }

    #[test]
    fn an_expression_is_met_by_one_side_of_or_and_both_sides_of_and() {
        let rules = rules();
        let met = |expression: &str| {
            satisfied(expression, &|licence| rules.allowed.contains(licence)).unwrap()
        };
        for good in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "GPL-3.0-only/MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
            "MIT WITH some-exception",
            "GPL-3.0-only OR MIT AND Unicode-3.0",
        ] {
            assert!(met(good), "{good}");
        }
        for bad in [
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "(GPL-3.0-only OR MIT) AND ISC",
            "Apache-2.0 WITH X",
        ] {
            assert!(!met(bad), "{bad}");
        }
    }

    #[test]
    fn a_broken_expression_is_an_error() {
        for broken in [
            "", "MIT OR", "(MIT", "MIT)", "MIT Zlib", "MIT WITH", "OR MIT",
        ] {
            assert!(satisfied(broken, &|_| true).is_err(), "{broken}");
        }
    }

    #[test]
    fn packages_are_judged_by_source_licence_and_exception() {
        let rules = rules();
        let package = |name: &str, source: Value, license: Value| json!({ "name": name, "version": "1.0.0", "source": source, "license": license });
        let registry = json!("registry+somewhere");
        assert_eq!(
            rules.problem(&package("ours", Value::Null, Value::Null)),
            None
        );
        assert_eq!(
            rules.problem(&package("good", registry.clone(), json!("MIT"))),
            None
        );
        assert_eq!(
            rules.problem(&package("special", registry.clone(), json!("MPL-2.0"))),
            None
        );
        for bad in [
            package("other", registry.clone(), json!("MPL-2.0")),
            package("silent", registry, Value::Null),
            package("far", json!("git+somewhere"), json!("MIT")),
        ] {
            assert!(rules.problem(&bad).is_some(), "{bad}");
        }
    }
}
