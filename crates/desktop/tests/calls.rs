//! Cameras and microphones in use, read from files as the kernel has them.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::Duration;

use support::desktop::Desktop;
use tokio::time::sleep;
use unhunch_reminders::Observation::Call;
use unhunch_reminders::{Capability, Observation, Signal};

/// The kernel’s files of a computer, which a test changes as the kernel does.
struct Computer(PathBuf);

impl Computer {
    fn of(desktop: &Desktop) -> Self {
        Self(desktop.folder().to_owned())
    }

    /// A sound card with a microphone and a loudspeaker, unused.
    fn plug_in_sound_card(&self) {
        for device in ["pcm0c", "pcm0p"] {
            let folder = self.0.join("proc/asound/card0").join(device).join("sub0");
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("status"), "closed\n").unwrap();
        }
        fs::create_dir_all(self.0.join("dev/snd")).unwrap();
        for node in ["pcmC0D0c", "pcmC0D0p", "controlC0"] {
            File::create(self.0.join("dev/snd").join(node)).unwrap();
        }
    }

    /// A program opens a sound device; it is closed with what is returned.
    fn open_sound(&self, device: &str, node: &str) -> File {
        let status = self
            .0
            .join("proc/asound/card0")
            .join(device)
            .join("sub0/status");
        fs::write(status, "state: RUNNING\nowner_pid   : 100\n").unwrap();
        File::open(self.0.join("dev/snd").join(node)).unwrap()
    }

    fn close_sound(&self, device: &str, open: File) {
        let status = self
            .0
            .join("proc/asound/card0")
            .join(device)
            .join("sub0/status");
        fs::write(status, "closed\n").unwrap();
        drop(open);
    }

    fn plug_in_camera(&self) {
        File::create(self.0.join("dev/video0")).unwrap();
    }

    /// A program opens the camera.
    fn open_camera(&self) -> File {
        let folder = self.0.join("proc/4711/fd");
        fs::create_dir_all(&folder).unwrap();
        symlink(self.0.join("dev/video0"), folder.join("3")).unwrap();
        File::open(self.0.join("dev/video0")).unwrap()
    }

    fn close_camera(&self, open: File) {
        fs::remove_file(self.0.join("proc/4711/fd/3")).unwrap();
        drop(open);
    }
}

async fn next(desktop: &mut Desktop) -> Observation {
    desktop.first(|seen| matches!(seen, Call(_))).await
}

#[tokio::test]
async fn a_computer_without_devices_is_in_no_call() {
    let mut desktop = Desktop::new();
    desktop.observe();
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
    assert_eq!(desktop.chosen(Capability::Call), Some("kernel"));
}

#[tokio::test]
async fn a_microphone_in_use_is_a_call_and_a_loudspeaker_is_not() {
    let mut desktop = Desktop::new();
    let computer = Computer::of(&desktop);
    computer.plug_in_sound_card();
    desktop.observe();
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
    let music = computer.open_sound("pcm0p", "pcmC0D0p");
    let call = computer.open_sound("pcm0c", "pcmC0D0c");
    assert_eq!(next(&mut desktop).await, Call(Signal::On));
    computer.close_sound("pcm0c", call);
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
    computer.close_sound("pcm0p", music);
}

#[tokio::test]
async fn music_alone_is_no_call() {
    let mut desktop = Desktop::new();
    let computer = Computer::of(&desktop);
    computer.plug_in_sound_card();
    let _music = computer.open_sound("pcm0p", "pcmC0D0p");
    desktop.observe();
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
}

#[tokio::test]
async fn a_call_that_goes_on_already_is_seen() {
    let mut desktop = Desktop::new();
    let computer = Computer::of(&desktop);
    computer.plug_in_sound_card();
    let _call = computer.open_sound("pcm0c", "pcmC0D0c");
    desktop.observe();
    assert_eq!(next(&mut desktop).await, Call(Signal::On));
}

#[tokio::test]
async fn a_camera_in_use_is_a_call_until_it_is_closed() {
    let mut desktop = Desktop::new();
    let computer = Computer::of(&desktop);
    computer.plug_in_camera();
    desktop.observe();
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
    let call = computer.open_camera();
    assert_eq!(next(&mut desktop).await, Call(Signal::On));
    computer.close_camera(call);
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
}

// Time is made up here: it passes when there is nothing left to do.
#[tokio::test(start_paused = true)]
async fn a_camera_that_somebody_lists_is_no_call() {
    let mut desktop = Desktop::new();
    let computer = Computer::of(&desktop);
    computer.plug_in_camera();
    desktop.observe();
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
    desktop.probed().await;
    for _ in 0..3 {
        let listed = computer.open_camera();
        sleep(Duration::from_millis(100)).await;
        computer.close_camera(listed);
        sleep(Duration::from_millis(100)).await;
    }
    sleep(Duration::from_mins(1)).await;
    let mut seen = desktop.stop_observing().await;
    seen.retain(|seen| matches!(seen, Call(_)));
    assert_eq!(seen, []);
}

#[tokio::test]
async fn devices_that_are_plugged_in_later_are_seen() {
    let mut desktop = Desktop::new();
    let computer = Computer::of(&desktop);
    desktop.observe();
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
    computer.plug_in_camera();
    let call = computer.open_camera();
    assert_eq!(next(&mut desktop).await, Call(Signal::On));
    computer.close_camera(call);
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
    // A headset, whose folder is new, too.
    computer.plug_in_sound_card();
    let call = computer.open_sound("pcm0c", "pcmC0D0c");
    assert_eq!(next(&mut desktop).await, Call(Signal::On));
    // It is pulled out in the middle of a call.
    fs::remove_dir_all(desktop.folder().join("proc/asound")).unwrap();
    fs::remove_dir_all(desktop.folder().join("dev/snd")).unwrap();
    assert_eq!(next(&mut desktop).await, Call(Signal::Off));
    drop(call);
}

#[tokio::test]
async fn without_the_kernel_s_files_it_is_unknown() {
    let mut desktop = Desktop::new();
    fs::remove_dir_all(desktop.folder().join("dev")).unwrap();
    desktop.observe();
    assert_eq!(next(&mut desktop).await, Call(Signal::Unknown));
    assert_eq!(desktop.chosen(Capability::Call), None);
}
