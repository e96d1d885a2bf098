//! No test file is forgotten: each file with tests is part of something that `cargo xtask test` runs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::shell;

/// Folders of JavaScript tests, in each of which every file named `*.test.js` is run.
pub const SCRIPTS: [&str; 2] = ["crates/web/assets-tests", "e2e/tests"];

/// The test files of a folder by name, as paths from the repository's folder. Given one by one, since
/// versions of node disagree on what a folder means.
///
/// # Errors
/// Where the folder can't be read or holds none.
pub fn scripts(folder: &str) -> Result<Vec<String>> {
    let path = shell::root().join(folder);
    let entries =
        fs::read_dir(&path).with_context(|| format!("{} could not be read", path.display()))?;
    let mut files: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| is_test(name))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("{folder} holds no tests (files named *.test.js)");
    }
    Ok(files)
}

fn is_test(name: &str) -> bool {
    name.ends_with(".test.js") || name.ends_with(".test.mjs")
}

/// All files below a folder with one of these endings; not what was built or fetched.
pub fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "node_modules"].contains(&name.as_str()) && !name.starts_with('.') {
                found.extend(files_below(&path, endings));
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    /// The files that a crate's root leads to by `mod name;`, itself among them.
    fn modules(root: &Path) -> BTreeSet<PathBuf> {
        let mut reached = BTreeSet::new();
        follow(root, root.parent().unwrap_or(root), &mut reached);
        reached
    }

    /// Follows a file's modules, whose files lie in `folder` where no `#[path]` says otherwise.
    fn follow(file: &Path, folder: &Path, reached: &mut BTreeSet<PathBuf>) {
        let Ok(text) = fs::read_to_string(file) else {
            return;
        };
        let file = file.canonicalize().unwrap_or_else(|_| file.to_path_buf());
        let beside = file.parent().unwrap_or(&file).to_path_buf();
        if !reached.insert(file) {
            return;
        }
        let mut given = None;
        for line in text.lines().map(str::trim) {
            if let Some(path) = line.strip_prefix("#[path = \"") {
                given = path.split('"').next();
            }
            let Some(name) = declared(line) else { continue };
            if let Some(path) = given.take() {
                let path = beside.join(path);
                follow(&path, path.parent().unwrap_or(&path), reached);
                continue;
            }
            let below = folder.join(name);
            follow(&folder.join(format!("{name}.rs")), &below, reached);
            follow(&below.join("mod.rs"), &below, reached);
        }
    }

    /// The name in `mod name;`, however it is visible.
    fn declared(line: &str) -> Option<&str> {
        let name = line.strip_suffix(';')?.rsplit_once("mod ")?;
        let is_visibility = name.0.is_empty() || name.0.starts_with("pub");
        let is_name = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
        (is_visibility && is_name(name.1)).then_some(name.1)
    }

    /// The roots of everything that cargo builds here, with their kinds.
    fn targets() -> Vec<(PathBuf, bool)> {
        let metadata = shell::output(shell::cargo().args([
            "metadata",
            "--no-deps",
            "--locked",
            "--format-version",
            "1",
        ]))
        .unwrap();
        let metadata: Value = serde_json::from_str(&metadata).unwrap();
        let packages = metadata["packages"].as_array().unwrap();
        packages
            .iter()
            .flat_map(|package| package["targets"].as_array().unwrap())
            .map(|target| {
                let root = PathBuf::from(target["src_path"].as_str().unwrap());
                (root, target["test"].as_bool().unwrap())
            })
            .collect()
    }

    #[test]
    fn every_rust_file_is_part_of_what_is_built_and_every_test_of_what_is_tested() {
        let targets = targets();
        let reached = |is_wanted: fn(bool) -> bool| -> BTreeSet<PathBuf> {
            let wanted = targets
                .iter()
                .filter(|(_, is_tested)| is_wanted(*is_tested));
            wanted.flat_map(|(root, _)| modules(root)).collect()
        };
        let built = reached(|_| true);
        let tested = reached(|is_tested| is_tested);
        let root = shell::root().canonicalize().unwrap();
        let files = [root.join("crates"), root.join("xtask")]
            .iter()
            .flat_map(|folder| files_below(folder, &[".rs"]))
            .collect::<Vec<_>>();
        assert!(files.len() > 100, "{} files", files.len());
        let forgotten: Vec<&PathBuf> = files
            .iter()
            .filter(|file| {
                let has_tests = || {
                    let text = fs::read_to_string(file).unwrap();
                    text.contains("#[test]") || text.contains("::test]")
                };
                !built.contains(*file) || (!tested.contains(*file) && has_tests())
            })
            .collect();
        assert!(forgotten.is_empty(), "in no test: {forgotten:#?}");
    }

    #[test]
    fn every_script_with_tests_is_run() {
        let root = shell::root();
        let run: Vec<PathBuf> = SCRIPTS
            .iter()
            .flat_map(|folder| scripts(folder).unwrap())
            .map(|file| root.join(file))
            .collect();
        let texts: Vec<String> = run
            .iter()
            .map(|file| fs::read_to_string(file).unwrap())
            .collect();
        let is_test_file = |file: &PathBuf| is_test(&file.to_string_lossy());
        // Beside the tests lie only files that one of them imports.
        let is_imported = |file: &PathBuf| {
            let name = file.file_name().unwrap().to_string_lossy();
            texts
                .iter()
                .any(|text| text.contains(&format!("/{name}\"")))
        };
        let beside = |file: &PathBuf| {
            SCRIPTS
                .iter()
                .any(|folder| file.starts_with(root.join(folder)))
        };
        let forgotten: Vec<PathBuf> = ["crates", "e2e"]
            .iter()
            .flat_map(|folder| files_below(&root.join(folder), &[".js", ".mjs"]))
            .filter(|file| is_test_file(file) || beside(file))
            .filter(|file| !run.contains(file) && !is_imported(file))
            .collect();
        assert!(forgotten.is_empty(), "run by nobody: {forgotten:#?}");
    }

    #[test]
    fn modules_are_followed_into_folders_and_along_paths() {
        let place = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let file = place.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        write(
            "all.rs",
            "pub(crate) mod one;\n#[path = \"far/two.rs\"]\nmod two;\n// mod four;\n",
        );
        write("one.rs", "#[cfg(test)]\nmod inner;\n");
        write("one/inner.rs", "");
        write("far/two.rs", "mod three;\n");
        write("far/three/mod.rs", "");
        write("four.rs", "");
        let root = place.path().canonicalize().unwrap();
        let names: Vec<String> = modules(&root.join("all.rs"))
            .iter()
            .map(|file| {
                file.strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        assert_eq!(
            names,
            [
                "all.rs",
                "far/three/mod.rs",
                "far/two.rs",
                "one/inner.rs",
                "one.rs"
            ]
        );
    }
}
