//! Prints the angles of an exercise's poses, for whoever writes them.
#![allow(
    clippy::disallowed_methods,
    reason = "a tool for makers, not the crate"
)]
use unhunch_figure::{Film, pose::Joint};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let id = arguments.next().unwrap_or_default();
    let variant = arguments.next();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../content/exercises")
        .join(format!("{id}.toml"));
    let film = Film::read(&std::fs::read_to_string(path)?, variant.as_deref(), None)?;
    for span in &film.spans {
        let pose = film.pose_at(span.start_ms);
        println!("{:?} {} {} ms", span.phase, span.action.id(), span.start_ms);
        for joint in Joint::all().filter(|joint| pose.get(*joint).abs() > 0.01) {
            println!("  {} {:.2}", joint.name(), pose.get(joint));
        }
        for (name, at) in film.body_at(span.start_ms).joints() {
            println!("    {name} {:.3} {:.3} {:.3}", at.x, at.y, at.z);
        }
    }
    Ok(())
}
