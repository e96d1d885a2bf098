//! The figure as numbers: where every joint is, frame by frame, for other programs.

use std::fmt::Write as _;

use crate::animation::Animation;
use crate::body::STATURE;

/// Milliseconds between two frames: ten a second.
const STEP_MS: u32 = 100;

/// One repetition as JSON: `{height_m, frames: [{t_ms, phase, joints: {name: [x, y, z]}}]}`,
/// in metres, y up, the floor at 0. While resting the phase is null.
pub fn json(animation: &Animation) -> String {
    let mut out = format!("{{\"height_m\":{STATURE},\"frames\":[");
    for t_ms in (0..=animation.duration_ms()).step_by(STEP_MS as usize) {
        let phase = animation.span_at(t_ms).phase.as_deref();
        let phase = phase.map_or_else(|| "null".to_owned(), |phase| format!("\"{phase}\""));
        let comma = if t_ms == 0 { "" } else { "," };
        let _ = write!(
            out,
            "{comma}\n{{\"t_ms\":{t_ms},\"phase\":{phase},\"joints\":{{"
        );
        for (n, (name, at)) in animation.body_at(t_ms).joints().iter().enumerate() {
            let comma = if n == 0 { "" } else { "," };
            let _ = write!(
                out,
                "{comma}\"{name}\":[{:.4},{:.4},{:.4}]",
                at.x, at.y, at.z
            );
        }
        out.push_str("}}");
    }
    out.push_str("\n]}\n");
    out
}
