//! Styles, scripts and pictures, built into the program.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// Lists the files once.
macro_rules! assets {
    ($($path:literal),* $(,)?) => {
        /// Path below `assets/` and content.
        const FILES: &[(&str, &[u8])] = &[
            $(($path, include_bytes!(concat!("../assets/", $path))),)*
            // The report's file has the same colours, type and charts.
            (
                "app.css",
                concat!(
                    include_str!("../../report/assets/base.css"),
                    include_str!("../assets/app.css"),
                )
                .as_bytes(),
            ),
            ("progress.css", unhunch_report::CHART_STYLES.as_bytes()),
            ("report.css", unhunch_report::SHEET_STYLES.as_bytes()),
        ];
    };
}

assets![
    "icon.svg",
    "notes.css",
    "asking.css",
    "asking.js",
    "break.js",
    "page.js",
    "plan-editor.js",
    "player.css",
    "player/answers.js",
    "player/closing.js",
    "player/count-in.js",
    "player/cue-runner.js",
    "player/cues.js",
    "player/discomfort-question.js",
    "player/display.js",
    "player/effects.js",
    "player/felt-strip.js",
    "player/figure-stage.js",
    "player/figure-steering.js",
    "player/figure-store.js",
    "player/identifiers.js",
    "player/keys.js",
    "player/media.js",
    "player/outbox-flush.js",
    "player/outbox-post.js",
    "player/outbox-store.js",
    "player/outbox.js",
    "player/outcomes.js",
    "player/playback.js",
    "player/player.js",
    "player/saving-state.js",
    "player/screen.js",
    "player/session-controller.js",
    "player/sound.js",
    "player/stop-dialogs.js",
    "player/ticker-worker.js",
    "player/ticker.js",
    "player/timeline.js",
    "player/tones.js",
    "player/transport.js",
    "player/vibration.js",
    "player/voice.js",
    "player/wake.js",
    "player/words.js",
    "reach.css",
    "reach/reach.js",
    "reach/sensor.js",
    "reach/tilt.js",
];

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// Serves one of them. Browsers ask again each time and mostly hear that nothing changed, so
/// that a new version of the program never runs with an old one's scripts.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some((path, content)) = FILES.iter().find(|(name, _)| *name == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    revalidated(kind(path), *content, &headers)
}

/// An answer that browsers keep and ask about again each time.
pub fn revalidated<B>(kind: &'static str, content: B, headers: &HeaderMap) -> Response
where
    B: AsRef<[u8]> + IntoResponse,
{
    let mut hasher = DefaultHasher::new();
    content.as_ref().hash(&mut hasher);
    let tag = format!("{:016x}", hasher.finish());
    let answer = tagged::<_, Infallible>(kind, &tag, headers, || Ok(content));
    answer.unwrap_or_else(|never| match never {})
}

/// The same where what it is made of has a tag: of a browser that has it, the content isn't asked for.
///
/// # Errors
/// Why there is no content.
pub fn tagged<B: IntoResponse, E>(
    kind: &'static str,
    tag: &str,
    headers: &HeaderMap,
    content: impl FnOnce() -> Result<B, E>,
) -> Result<Response, E> {
    let tag = format!("\"{tag}\"");
    let known = headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| {
            tags.split(',')
                .any(|known| known.trim().trim_start_matches("W/") == tag)
        });
    let about = [(CACHE_CONTROL, "no-cache".to_owned()), (ETAG, tag)];
    Ok(if known {
        (StatusCode::NOT_MODIFIED, about).into_response()
    } else {
        (about, [(CONTENT_TYPE, kind)], content()?).into_response()
    })
}

/// Serves the icon under the name that browsers ask for unasked.
pub async fn icon(headers: HeaderMap) -> Response {
    serve(Path("icon.svg".to_owned()), headers).await
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::FILES;

    #[test]
    fn every_file_in_the_folder_is_served() {
        fn list(folder: &Path, root: &Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    list(&path, root, found);
                } else {
                    found.push(
                        path.strip_prefix(root)
                            .unwrap()
                            .to_str()
                            .unwrap()
                            .to_owned(),
                    );
                }
            }
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let mut found = Vec::new();
        list(&root, &root, &mut found);
        found.extend(["progress.css", "report.css"].map(str::to_owned));
        found.sort();
        let mut served: Vec<_> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        served.sort();
        assert_eq!(served, found);
    }
}
