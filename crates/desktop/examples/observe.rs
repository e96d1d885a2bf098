//! Shows what is observed of this computer, for looking by hand:
//! `cargo run -p unhunch-desktop --example observe -- 3` wants to hear from 3 seconds without input on.
//! Each line on its input is such a number, too, from then on.

use std::io::BufRead as _;
use std::time::Duration;

use jiff::Zoned;
use tokio::sync::{mpsc, watch};
use unhunch_desktop::observe::Observer;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tracing_subscriber::fmt().init();
    let seconds = |text: String| text.trim().parse().ok().map(Duration::from_secs);
    let wanted = std::env::args()
        .nth(1)
        .and_then(seconds)
        .unwrap_or(Duration::from_secs(10));
    let (want, idle_wanted) = watch::channel(wanted);
    let (seen, mut observations) = mpsc::unbounded_channel();
    let observer = Observer::start(seen, idle_wanted).await;
    std::thread::spawn(move || {
        for wanted in std::io::stdin().lock().lines().map_while(Result::ok) {
            want.send_replace(seconds(wanted).unwrap_or(Duration::from_secs(10)));
        }
    });
    observer.probed().await;
    for report in observer.reports() {
        println!(
            "{}: {}",
            report.capability.id(),
            report.chosen.unwrap_or("nothing")
        );
        for tried in report.tried {
            let refusal = tried
                .refusal
                .map_or_else(|| "works".to_owned(), |why| why.to_string());
            println!("  {}: {refusal}", tried.source);
        }
    }
    while let Some(observation) = observations.recv().await {
        println!("{} {observation:?}", Zoned::now().strftime("%H:%M:%S%.3f"));
    }
}
