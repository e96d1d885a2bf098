//! Writes every figure and a page with all of them into a folder, to be looked at.
//!
//! `cargo run -p unhunch-figure --example sheet -- FOLDER [PART OF A NAME]`

#![allow(
    clippy::disallowed_methods,
    reason = "a tool for makers, not the crate"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use unhunch_figure::{Film, Side, svg};

fn main() -> Result<(), Box<dyn std::error::Error>> {
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
        let id = file
            .path()
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !id.contains(&wanted) {
            continue;
        }
        let variants = text.parse::<toml::Table>()?;
        let mut all = vec![None];
        for variant in variants
            .get("variants")
            .and_then(|v| v.as_array())
            .into_iter()
            .flatten()
        {
            if variant.get("figure").is_some() {
                all.push(
                    variant
                        .get("id")
                        .and_then(|id| id.as_str())
                        .map(str::to_owned),
                );
            }
        }
        for variant in all {
            let film = match Film::read(&text, variant.as_deref(), None) {
                Ok(film) => film,
                Err(error) => {
                    println!("{id} {variant:?}: {error}");
                    continue;
                }
            };
            let sides = if film.side.is_some() {
                vec![Some(Side::Right), Some(Side::Left)]
            } else {
                vec![None]
            };
            for side in sides {
                let name = format!(
                    "{id}{}{}",
                    variant
                        .as_ref()
                        .map(|v| format!("_{v}"))
                        .unwrap_or_default(),
                    side.map(|s| format!("_{}", s.id())).unwrap_or_default()
                );
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
                let _ = write!(rows, "<section><h2>{name}</h2><div>");
                let mut shown = vec![("start", 0)];
                for span in &film.spans {
                    let middle = span.start_ms + span.duration_ms / 2;
                    match span.action.id() {
                        "hold" => shown.push((span.phase.as_deref().unwrap_or(""), span.start_ms)),
                        "cycle" => {
                            for quarter in 1..4 {
                                shown.push((
                                    span.phase.as_deref().unwrap_or(""),
                                    span.start_ms + span.duration_ms * quarter / 4,
                                ));
                            }
                        }
                        "move" | "switch" => shown.push(("between", middle)),
                        _ => {}
                    }
                }
                for (n, (caption, t)) in shown.iter().enumerate() {
                    let id = format!("{name}{n}");
                    let words = svg::Words {
                        title: caption,
                        description: "",
                        id: &id,
                    };
                    let still = svg::still(&film, *t, words);
                    let _ = write!(
                        rows,
                        "<figure>{still}<figcaption>{caption}</figcaption></figure>"
                    );
                }
                rows.push_str("</div></section>\n");
            }
        }
    }
    println!("all in {made:.0} ms");
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>Figures</title><style>body{{font:14px system-ui;margin:12px;background:#fbf8f3;color:#223}}
        body.dark{{background:#151a21;color:#dde}} section>div{{display:flex;flex-wrap:wrap;gap:8px}} figure{{margin:0;width:300px}} svg{{width:300px;height:280px}} h2{{font-size:14px;margin:6px 0}}</style><body>{rows}"
    );
    std::fs::write(folder.join("index.html"), page)?;
    Ok(())
}
