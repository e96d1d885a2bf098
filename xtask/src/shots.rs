//! `cargo xtask shots`: pictures of the pages, on a phone and a desk, light and dark, with some
//! weeks of made-up history behind them, and sheets of all figures.

use anyhow::Result;

use crate::program::Profile;
use crate::{browser, program, shell};

/// Takes all pictures, or only those whose name contains `only`.
///
/// # Errors
/// Where the program doesn't build or a page can't be shown.
pub fn run(only: Option<&str>) -> Result<()> {
    let tools = browser::ready()?;
    let program = program::build(Profile::Debug)?;
    let folder = shell::root().join("shots");
    for script in ["e2e/tools/figures.js", "e2e/tools/shots.js"] {
        let mut node = tools.command();
        node.arg(script)
            .arg(&folder)
            .args(only)
            .env("UNHUNCH_PROGRAM", &program);
        shell::run(
            &mut node,
            "A page could not be shown; what is wrong is named above.",
        )?;
    }
    Ok(())
}
