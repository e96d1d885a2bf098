//! What Linux says of processes: memory, processor time, switches.

use std::fs;
use std::time::Duration;

/// Ticks of the kernel's clock in a second, as programs are told them: the same on all of today's
/// processors.
const TICKS_A_SECOND: u64 = 100;

/// What a process has used up until now.
#[derive(Clone, Copy, Default)]
pub struct Used {
    /// Nanoseconds on a processor.
    pub processor: u64,
    /// Times that it stopped or was stopped.
    pub switches: u64,
}

/// What a process and all its threads have used.
pub fn used(id: u32) -> Used {
    let mut sum = Used::default();
    let Ok(threads) = fs::read_dir(format!("/proc/{id}/task")) else {
        return sum;
    };
    for thread in threads.flatten() {
        let read = |name: &str| fs::read_to_string(thread.path().join(name)).unwrap_or_default();
        // Nanoseconds on a processor come first in the kernel's account of scheduling.
        let times = read("schedstat");
        let processor = times.split_whitespace().next();
        sum.processor += processor.and_then(|text| text.parse().ok()).unwrap_or(0);
        for line in read("status").lines() {
            if let Some((name, count)) = line.split_once(':')
                && name.ends_with("ctxt_switches")
            {
                sum.switches += count.trim().parse().unwrap_or(0);
            }
        }
    }
    sum
}

/// Resident and proportional memory of a process in kB; `None` where it has ended or can't be
/// looked at.
pub fn memory(id: u32) -> Option<(u64, u64)> {
    let account = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    Some((kilobytes(&account, "Rss:")?, kilobytes(&account, "Pss:")?))
}

/// The most memory that a process has had resident so far, in kB; `None` where it has ended.
pub fn peak_memory(id: u32) -> Option<u64> {
    let account = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    kilobytes(&account, "VmHWM:")
}

/// Processor time of all processes that this one has started and waited for, and of those that they
/// have; `None` where the system doesn't say. In steps of 10 ms.
pub fn time_of_children() -> Option<Duration> {
    let account = fs::read_to_string("/proc/self/stat").ok()?;
    let ticks = ticks_of_children(&account)?;
    Some(Duration::from_millis(ticks * 1000 / TICKS_A_SECOND))
}

/// The kernel's ticks in the line of a process: fields 16 and 17, of its users' and its own work.
fn ticks_of_children(account: &str) -> Option<u64> {
    // The second field is the program's name, in which anything may stand.
    let (_, fields) = account.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(13);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

/// A field of the kernel's account of a process's memory, in kB.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_the_kernels_account() {
        assert_eq!(
            kilobytes("Rss:               12345 kB\nPss:    7 kB\n", "Pss:"),
            Some(7)
        );
        assert_eq!(kilobytes("", "Rss:"), None);
    }

    #[test]
    fn processor_time_of_children_is_read_whatever_a_program_is_called() {
        let account = "12 (a ) b) S 1 2 3 4 5 6 7 8 9 10 100 200 30 4 20 0 1 0 5";
        assert_eq!(ticks_of_children(account), Some(34));
        assert_eq!(ticks_of_children("12 (a) S 1"), None);
    }
}
