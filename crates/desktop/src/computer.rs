//! Whose computer this is and in what it runs: questions that only the operating system can answer.

/// Whether anybody else has an account here by which they can log in, or runs programs now. Accounts
/// of the system's own services don't count, which have numbers below 1000.
#[cfg(target_os = "linux")]
pub fn is_used_by_others() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let own = rustix::process::geteuid().as_raw();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    // Those that a server keeps are not in that list: their programs show.
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let users = processes.filter_map(|process| {
        let name = process.file_name();
        let is_process = name.to_str()?.bytes().all(|byte| byte.is_ascii_digit());
        is_process.then_some(process.metadata().ok()?.uid())
    });
    is_anybody_else(own, &accounts, users)
}

#[cfg(not(target_os = "linux"))]
pub const fn is_used_by_others() -> bool {
    false
}

#[cfg(any(target_os = "linux", test))]
fn is_anybody_else(own: u32, accounts: &str, mut running: impl Iterator<Item = u32>) -> bool {
    /// The numbers that people get, by the usual settings of Linux (`login.defs`).
    const PEOPLE: std::ops::RangeInclusive<u32> = 1000..=60_000;
    let is_person = |user: u32| user != own && PEOPLE.contains(&user);
    let can_log_in = |line: &str| {
        let fields: Vec<&str> = line.split(':').collect();
        let user = fields.get(2)?.parse().ok()?;
        let shell = fields.get(6)?.trim();
        let is_shell = !shell.ends_with("/nologin") && !shell.ends_with("/false");
        (is_person(user) && is_shell).then_some(())
    };
    accounts.lines().any(|line| can_log_in(line).is_some()) || running.any(is_person)
}

/// Whether this Linux runs within Windows (WSL), where the person's browser is outside of it.
pub fn is_within_windows() -> bool {
    cfg!(target_os = "linux")
        && std::fs::read_to_string("/proc/sys/kernel/osrelease")
            .is_ok_and(|release| release.to_ascii_lowercase().contains("microsoft"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_people_are_told_from_the_systems_services() {
        const SERVICES: &str = "root:x:0:0:root:/root:/bin/bash\n\
            daemon:x:1:1::/usr/sbin:/usr/sbin/nologin\nwww:x:33:33::/var/www:/bin/sh\n\
            nobody:x:65534:65534::/nonexistent:/bin/sh\ngreeter:x:1002:1002::/:/bin/false\n\
            me:x:1000:1000::/home/me:/bin/bash\nbroken\n:::\n";
        let else_by = |accounts: &str, running: &[u32]| {
            is_anybody_else(1000, accounts, running.iter().copied())
        };
        assert!(!else_by(SERVICES, &[0, 33, 1000, 65_534]));
        assert!(!else_by("", &[]));
        assert!(else_by(SERVICES, &[0, 1000, 1003]));
        let other = format!("{SERVICES}you:x:1001:1001:You:/home/you:/usr/bin/zsh\n");
        assert!(else_by(&other, &[1000]));
    }
}
