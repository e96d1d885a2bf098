//! Where a person's data lives, and that nobody else can put anything into that folder or in its
//! place.
//!
//! Written here and not taken from the crate `fs-mistrust`, which does the like: that one looks the
//! person up in the system's list of users at each start, trusts a group for its name without looking
//! who is in it, knows nothing of namespaces without an administrator, and brings thirty crates.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// A whole path, as `--data-dir` wants it.
///
/// # Errors
/// A sentence, where it isn't one: what it means would change with the folder that the program is
/// started from.
pub fn whole(path: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(path);
    if path.is_absolute() {
        Ok(path)
    } else {
        Err("give the whole path, such as /home/you/unhunch".to_owned())
    }
}

/// The platform's folder for such data.
///
/// # Errors
/// Where there is none, or what the environment says of it is no whole path.
pub fn usual() -> anyhow::Result<PathBuf> {
    if cfg!(all(unix, not(target_os = "macos")))
        && let Some(folder) = std::env::var_os("XDG_DATA_HOME").filter(|folder| !folder.is_empty())
        && !Path::new(&folder).is_absolute()
    {
        bail!(
            "XDG_DATA_HOME is {}; give it the whole path, or say where your data lives with --data-dir",
            folder.display()
        );
    }
    let folders = directories::ProjectDirs::from("", "", "unhunch")
        .context("there is no home folder to keep your data in; say where with --data-dir")?;
    let folder = folders.data_dir();
    if !folder.is_absolute() {
        bail!(
            "by HOME your data would be in {}; give HOME the whole path, or say where your data lives with --data-dir",
            folder.display()
        );
    }
    Ok(folder.to_owned())
}

/// Makes the folder where it isn't there, for this person alone, and checks it.
///
/// # Errors
/// Where it can't be made; and as [`check`] has them.
pub fn make(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| {
        format!(
            "the data folder {} can't be made; choose another with --data-dir",
            folder.display()
        )
    })?;
    // Somebody else may have been quicker.
    check(folder)
}

/// Checks that nobody but this person and the administrator can change what the folder's path leads
/// to, or what is in it. What of it isn't there yet is passed over.
///
/// Such a check needs no repetition: whoever could change what it found, it refuses.
///
/// # Errors
/// Which folder it is, who can do what with it, and what to do.
#[cfg(unix)]
pub fn check(folder: &Path) -> anyhow::Result<()> {
    unix::check(folder).with_context(|| format!("{} can't be your data folder", folder.display()))
}

/// The same, where folders have no owners that could be read without foreign code.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn check(_: &Path) -> anyhow::Result<()> {
    Ok(())
}

#[cfg(unix)]
mod unix {
    use std::borrow::Cow;
    use std::ffi::OsString;
    use std::fs::{self, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::{Component, Path, PathBuf};

    use anyhow::{Context, bail};

    /// How many links the system follows for one path.
    const MOST_LINKS: usize = 40;

    const STICKY: u32 = 0o1000;
    const GROUP_WRITES: u32 = 0o020;
    const OTHERS_WRITE: u32 = 0o002;

    /// Goes the way that the system goes, folder by folder and link by link.
    pub fn check(folder: &Path) -> anyhow::Result<()> {
        let user = rustix::process::geteuid().as_raw();
        let mut links = 0;
        let mut reached = PathBuf::from("/");
        let mut ahead: Vec<OsString> = steps(folder).collect();
        judge_folder(&reached, &reached.symlink_metadata()?, user, false)?;
        while let Some(step) = ahead.pop() {
            let next = match Path::new(&step).components().next() {
                Some(Component::RootDir) => {
                    reached = PathBuf::from("/");
                    continue;
                }
                Some(Component::ParentDir) => {
                    reached.pop();
                    continue;
                }
                Some(Component::Normal(name)) => reached.join(name),
                _ => continue,
            };
            let about = match next.symlink_metadata() {
                Ok(about) => about,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("{} can't be looked at", next.display()));
                }
            };
            if about.is_symlink() {
                links += 1;
                if links > MOST_LINKS {
                    bail!("{} leads through too many links", folder.display());
                }
                judge_owner(&next, &about, user, false)?;
                let target = fs::read_link(&next)
                    .with_context(|| format!("{} can't be read", next.display()))?;
                ahead.extend(steps(&target));
            } else if about.is_dir() {
                judge_folder(&next, &about, user, false)?;
                reached = next;
            } else {
                bail!(
                    "{} is no folder; choose another with --data-dir",
                    next.display()
                );
            }
        }
        judge_folder(&reached, &reached.symlink_metadata()?, user, true)
    }

    /// The steps of a path, the first one last.
    fn steps(path: &Path) -> impl Iterator<Item = OsString> {
        let steps = path.components().rev();
        steps.map(|step| step.as_os_str().to_owned())
    }

    /// Whether a folder on the way, or the one at its end, is safe from others.
    fn judge_folder(
        place: &Path,
        about: &Metadata,
        user: u32,
        is_last: bool,
    ) -> anyhow::Result<()> {
        judge_owner(place, about, user, is_last)?;
        // In such a folder nobody can change what others put there: /tmp.
        if about.mode() & STICKY != 0 && !is_last {
            return Ok(());
        }
        let is_open_to_others = about.mode() & OTHERS_WRITE != 0;
        // Where there is an access list, these bits say what anybody in it may do at most.
        let is_open_to_group = about.mode() & GROUP_WRITES != 0
            && (has_access_list(place) || !users::is_own_group(about.gid(), user));
        let right = match (is_open_to_group, is_open_to_others) {
            (false, false) => return Ok(()),
            (true, false) => "g-w",
            (false, true) => "o-w",
            (true, true) => "go-w",
        };
        bail!(
            "others may change what is in {} (its mode is {:o}); take that right from them with `chmod {right} {}`, or choose another folder with --data-dir",
            place.display(),
            about.mode() & 0o7777,
            for_shell(place)
        );
    }

    /// Whether others than owner and group have rights of their own there.
    #[cfg(target_os = "linux")]
    fn has_access_list(place: &Path) -> bool {
        rustix::fs::getxattr_query(place, "system.posix_acl_access").is_ok_and(|length| length > 0)
    }

    #[cfg(not(target_os = "linux"))]
    const fn has_access_list(_: &Path) -> bool {
        false
    }

    fn judge_owner(place: &Path, about: &Metadata, user: u32, is_last: bool) -> anyhow::Result<()> {
        let owner = about.uid();
        if owner == user || owner == 0 || (!is_last && users::may_be_the_administrator(owner)) {
            return Ok(());
        }
        bail!(
            "{} belongs to user {owner}, who may change it, and you are user {user}; choose a folder of your own with --data-dir",
            place.display()
        );
    }

    /// A path as a shell takes it.
    fn for_shell(path: &Path) -> Cow<'_, str> {
        let path = path.to_string_lossy();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        if path.chars().all(is_plain) {
            path
        } else {
            format!("'{}'", path.replace('\'', r"'\''")).into()
        }
    }

    /// What the system's lists say of users and groups. They are read only where it matters, and as
    /// files: to ask the system may mean to ask a server.
    mod users {
        use std::fs;

        /// Whether a group has nobody in it but this user, as where each user has a group of their
        /// own and its members may write (`umask 002`).
        pub fn is_own_group(group: u32, user: u32) -> bool {
            let read = |path| fs::read_to_string(path).unwrap_or_default();
            is_own(group, user, &read("/etc/group"), &read("/etc/passwd"))
        }

        fn is_own(group: u32, user: u32, groups: &str, users: &str) -> bool {
            let mut names = Vec::new();
            for line in users.lines() {
                let mut fields = line.split(':');
                let (name, id) = (fields.next(), fields.nth(1).and_then(number));
                if id == Some(user) {
                    names.extend(name);
                } else if fields.next().and_then(number) == Some(group) {
                    return false;
                }
            }
            let mut is_known = false;
            for line in groups.lines() {
                let mut fields = line.split(':');
                let (name, id) = (fields.next(), fields.nth(1).and_then(number));
                if id != Some(group) {
                    continue;
                }
                is_known = true;
                let members = fields.next().unwrap_or_default().split(',');
                let mut members = members.filter(|member| !member.is_empty());
                if !name.is_some_and(|name| names.contains(&name))
                    || members.any(|member| !names.contains(&member))
                {
                    return false;
                }
            }
            // Users that are kept elsewhere have groups of their own by the same number.
            is_known || group == user
        }

        fn number(field: &str) -> Option<u32> {
            field.parse().ok()
        }

        /// Whether an owner is one whom this namespace has no number for, as the administrator in
        /// some sandboxes.
        pub fn may_be_the_administrator(owner: u32) -> bool {
            let read = |path| fs::read_to_string(path).unwrap_or_default();
            is_unmapped(
                owner,
                &read("/proc/sys/kernel/overflowuid"),
                &read("/proc/self/uid_map"),
            )
        }

        /// Whether it is the number that stands for all that have none: the map has a first number, of
        /// here and of outside, and a count in each line.
        fn is_unmapped(owner: u32, nobody: &str, map: &str) -> bool {
            let is_in = |line: &str| {
                let mut fields = line.split_whitespace().map(str::parse::<u32>);
                let (Some(Ok(first)), Some(Ok(count))) = (fields.next(), fields.nth(1)) else {
                    return true;
                };
                owner.checked_sub(first).is_some_and(|place| place < count)
            };
            number(nobody.trim()) == Some(owner) && !map.is_empty() && !map.lines().any(is_in)
        }

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn a_group_is_ones_own_if_nobody_else_is_in_it() {
                let users = "root:x:0:0:root:/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n\
                             bob:x:1001:100::/home/bob:/bin/sh\neve:x:1002:1003::/home/eve:/bin/sh\n";
                let own = |groups: &str| is_own(1000, 1000, groups, users);
                assert!(own("users:x:100:\nada:x:1000:\n"));
                assert!(own("ada:x:1000:ada\n"));
                assert!(!own("ada:x:1000:ada,bob\n"));
                assert!(!own("staff:x:1000:\n"), "of another name");
                assert!(own("users:x:100:\n"), "both are kept elsewhere");
                assert!(!is_own(100, 1000, "users:x:100:\n", users), "bob's");
                assert!(!is_own(1003, 1000, "ada:x:1003:\n", users), "eve's");
                assert!(!is_own(2000, 1000, "", users));
                assert!(!is_own(2000, 1000, "nonsense\n::::", "nonsense\n::::"));
            }

            #[test]
            fn whoever_has_no_number_here_may_be_the_administrator() {
                let whole = "         0          0 4294967295\n";
                let alone = "      1000       1000          1\n";
                assert!(!is_unmapped(65534, "65534\n", whole));
                assert!(is_unmapped(65534, "65534\n", alone));
                assert!(!is_unmapped(1001, "65534\n", alone));
                assert!(!is_unmapped(1000, "1000\n", alone));
                assert!(!is_unmapped(65534, "65534\n", "nonsense"));
                assert!(!is_unmapped(65534, "", ""));
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use std::os::unix::fs::{PermissionsExt, symlink};

        use super::*;

        fn set_mode(path: &Path, mode: u32) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }

        fn said(folder: &Path) -> String {
            check(folder).map_or_else(|error| format!("{error:#}"), |()| "good".to_owned())
        }

        #[test]
        fn a_folder_that_others_may_write_is_named_with_what_mends_it() {
            let place = tempfile::tempdir().unwrap();
            let place = place.path().canonicalize().unwrap();
            let above = place.join("it's");
            let data = above.join("data");
            fs::create_dir_all(&data).unwrap();
            set_mode(&above, 0o755);
            set_mode(&data, 0o755);
            assert_eq!(said(&data), "good");
            assert_eq!(said(&above.join("not/there/yet")), "good");

            set_mode(&above, 0o777);
            let refused = said(&data);
            assert!(refused.contains("its mode is 777"), "{refused}");
            let mends = format!(r"`chmod go-w '{}/it'\''s'`", place.display());
            assert!(
                refused.contains(&mends) || refused.contains("chmod o-w"),
                "{refused}"
            );
            assert_ne!(said(&above.join("not/there/yet")), "good");
            assert_ne!(said(&above), "good");
            // Nobody changes there what others put there.
            set_mode(&above, 0o1777);
            assert_eq!(said(&data), "good");
            assert_eq!(said(&above.join("not/there/yet")), "good");
            assert_ne!(said(&above), "good");
            assert_ne!(said(&data.join("..")), "good");

            set_mode(&above, 0o755);
            set_mode(&data, 0o757);
            assert!(said(&data).contains("chmod o-w"));
        }

        #[test]
        fn the_way_through_links_is_checked() {
            let place = tempfile::tempdir().unwrap();
            let place = place.path();
            for folder in ["good", "good/data", "open", "open/data"] {
                fs::create_dir(place.join(folder)).unwrap();
                set_mode(&place.join(folder), 0o755);
            }
            set_mode(&place.join("open"), 0o777);
            symlink("good/../good/./data", place.join("relative")).unwrap();
            symlink(place.join("good/data"), place.join("absolute")).unwrap();
            symlink("../good/data", place.join("open/link")).unwrap();
            symlink("open/data", place.join("astray")).unwrap();
            symlink("round", place.join("round")).unwrap();
            symlink("nowhere", place.join("dangling")).unwrap();
            fs::write(place.join("file"), "").unwrap();
            for good in [
                "relative",
                "absolute",
                "relative/more",
                "good/../absolute",
                "dangling",
            ] {
                assert_eq!(said(&place.join(good)), "good", "{good}");
            }
            for (bad, hint) in [
                ("open/link", "open"),
                ("astray", "open"),
                ("astray/../../good/data", "open"),
                ("round", "too many links"),
                ("file", "no folder"),
                ("file/data", "no folder"),
            ] {
                let said = said(&place.join(bad));
                assert!(said.contains(hint), "{bad}: {said}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_path_means_the_same_everywhere() {
        let here = std::env::temp_dir();
        assert_eq!(whole(here.to_str().unwrap()), Ok(here.clone()));
        for path in ["", "data", "./data", "../data", "~/data"] {
            assert!(whole(path).is_err(), "{path}");
        }
    }
}
