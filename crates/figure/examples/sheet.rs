//! Writes every figure and a page with all of them into a folder, to be looked at.
//!
//! `cargo run -p unhunch-figure --example sheet -- FOLDER [PART OF A NAME]`

#![allow(
    clippy::disallowed_methods,
    reason = "a tool for makers, not the crate"
)]

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use unhunch_figure::{Action, Film, Side, svg};

const STYLE: &str = "font:14px system-ui;margin:12px;background:#fbf8f3;color:#223";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "figures".to_owned());
    let wanted = arguments.next().unwrap_or_default();
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/exercises");
    let mut files: Vec<_> = std::fs::read_dir(content)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let mut rows = String::new();
    let mut made = 0.0;
    for file in files {
        let text = std::fs::read_to_string(file.path())?;
        let path = file.path();
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        if !id.contains(&wanted) {
            continue;
        }
        for variant in variants(&text)? {
            let film = match Film::read(&text, variant.as_deref(), None) {
                Ok(film) => film,
                Err(error) => {
                    println!("{id} {variant:?}: {error}");
                    continue;
                }
            };
            let sides = match film.side {
                Some(_) => vec![Some(Side::Right), Some(Side::Left)],
                None => vec![None],
            };
            for side in sides {
                let mut name = id.to_string();
                for part in [variant.as_deref(), side.map(Side::id)]
                    .into_iter()
                    .flatten()
                {
                    let _ = write!(name, "_{part}");
                }
                let start = Instant::now();
                let film = Film::read(&text, variant.as_deref(), side)?;
                let words = svg::Words {
                    title: &name,
                    description: "",
                    id: &name,
                };
                let picture = svg::animated(&film, words);
                let took = start.elapsed().as_secs_f64() * 1000.0;
                made += took;
                println!("{name}: {} bytes, {took:.1} ms", picture.len());
                std::fs::write(folder.join(format!("{name}.svg")), &picture)?;
                row(&mut rows, &name, &film);
            }
        }
    }
    println!("all in {made:.0} ms");
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>Figures</title><style>body{{{STYLE}}}
        body.dark{{background:#151a21;color:#dde}} section>div{{display:flex;flex-wrap:wrap;gap:8px}}
        figure{{margin:0;width:300px}} svg{{width:300px;height:280px}} h2{{font-size:14px;margin:6px 0}}
        </style><body>{rows}"
    );
    std::fs::write(folder.join("index.html"), page)?;
    Ok(())
}

/// The exercise itself and the variants that have a figure.
fn variants(text: &str) -> Result<Vec<Option<String>>, Box<dyn Error>> {
    let table = text.parse::<toml::Table>()?;
    let mut all = vec![None];
    let listed = table.get("variants").and_then(toml::Value::as_array);
    for variant in listed.into_iter().flatten() {
        if variant.get("figure").is_some() {
            let id = variant.get("id").and_then(toml::Value::as_str);
            all.push(id.map(str::to_owned));
        }
    }
    Ok(all)
}

/// The key positions of a film, and what lies between them.
fn row(rows: &mut String, name: &str, film: &Film) {
    let _ = write!(rows, "<section><h2>{name}</h2><div>");
    let mut shown = vec![("start", 0)];
    for span in &film.spans {
        let phase = span.phase.as_deref().unwrap_or_default();
        match span.action {
            Action::Hold => shown.push((phase, span.start_ms)),
            Action::Cycle => shown.extend(
                (1..4).map(|quarter| (phase, span.start_ms + span.duration_ms * quarter / 4)),
            ),
            Action::Move | Action::Switch => {
                shown.push(("between", span.start_ms + span.duration_ms / 2));
            }
            Action::Return | Action::Rest => {}
        }
    }
    for (n, (caption, t)) in shown.iter().enumerate() {
        let words = svg::Words {
            title: caption,
            description: "",
            id: &format!("{name}{n}"),
        };
        let still = svg::still(film, *t, words);
        let _ = write!(
            rows,
            "<figure>{still}<figcaption>{caption}</figcaption></figure>"
        );
    }
    rows.push_str("</div></section>\n");
}
