//! Starting at login: files that a desktop or systemd reads then. Which of them says so is read
//! back from the files, whoever wrote them.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Unavailable;
use crate::new_file::{self, Readers};

/// What is known of this person's desktop, for finding where such files belong.
#[derive(Clone, Debug, Default)]
pub struct AutostartEnvironment {
    /// Where settings live: `~/.config`.
    pub config: Option<PathBuf>,
    /// Whether a desktop says its name; those heed the autostart folder.
    pub is_desktop: bool,
    /// Whether systemd runs this person's services.
    pub has_systemd: bool,
}

impl AutostartEnvironment {
    /// What the environment says.
    pub fn look() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let is_unix = cfg!(all(unix, not(target_os = "macos")));
        let home = || Some(PathBuf::from(set("HOME")?).join(".config"));
        let config = set("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute())
            .or_else(home)
            .filter(|_| is_unix);
        let runtime = set("XDG_RUNTIME_DIR").map(PathBuf::from);
        Self {
            config,
            is_desktop: set("XDG_CURRENT_DESKTOP").is_some(),
            has_systemd: runtime.is_some_and(|folder| folder.join("systemd").is_dir()),
        }
    }
}

/// A way to start at login.
trait Method: Send + Sync {
    /// Its name.
    fn source(&self) -> &'static str;
    /// Whether it starts then.
    fn is_on(&self) -> bool;
    /// Has it start, by that command.
    fn switch_on(&self, command: &[OsString]) -> io::Result<()>;
    /// Has it not start.
    fn switch_off(&self) -> io::Result<()>;
}

/// Whether and how the program starts at login.
pub struct Autostart {
    methods: Vec<Box<dyn Method>>,
    command: Vec<OsString>,
}

impl Autostart {
    /// Starts by that command, in the way that fits the environment.
    pub fn new(environment: &AutostartEnvironment, command: Vec<OsString>) -> Self {
        let mut methods: Vec<Box<dyn Method>> = Vec::new();
        if let Some(config) = &environment.config {
            let autostart = DesktopEntry {
                file: config.join("autostart/unhunch.desktop"),
            };
            let unit = SystemdUnit {
                folder: config.join("systemd/user"),
            };
            if environment.is_desktop {
                methods.push(Box::new(autostart));
                if environment.has_systemd {
                    methods.push(Box::new(unit));
                }
            } else if environment.has_systemd {
                methods.push(Box::new(unit));
                methods.push(Box::new(autostart));
            }
        }
        Self { methods, command }
    }

    /// Whether it starts at login; none where there is no way that we know.
    pub fn is_on(&self) -> Option<bool> {
        let mut methods = self.methods.iter();
        (!self.methods.is_empty()).then(|| methods.any(|method| method.is_on()))
    }

    /// The way that is in use, or that would be: `autostart` or `systemd`.
    pub fn source(&self) -> Option<&'static str> {
        let on = self.methods.iter().find(|method| method.is_on());
        on.or(self.methods.first()).map(|method| method.source())
    }

    /// Has it start at login, or not.
    ///
    /// # Errors
    /// Where there is no way, or a file can't be written.
    pub fn set(&self, wanted: bool) -> Result<(), Unavailable> {
        let failed = |error: io::Error| Unavailable::Failed(error.to_string());
        let (first, others) = self.methods.split_first().ok_or(Unavailable::NotOffered)?;
        // Two ways at once would start it twice.
        for method in others {
            method.switch_off().map_err(failed)?;
        }
        if wanted {
            first.switch_on(&self.command).map_err(failed)
        } else {
            first.switch_off().map_err(failed)
        }
    }
}

/// The desktop's own folder of what it starts.
struct DesktopEntry {
    file: PathBuf,
}

impl Method for DesktopEntry {
    fn source(&self) -> &'static str {
        "autostart"
    }

    fn is_on(&self) -> bool {
        let Ok(text) = fs::read_to_string(&self.file) else {
            return false;
        };
        let is = |key: &str, value: &str| entry(&text, key).is_some_and(|found| found == value);
        let program = entry(&text, "TryExec").map(|program| unescape(&program));
        let is_there = program.is_none_or(|program| Path::new(&program).exists());
        let is_off = is("Hidden", "true") || is("X-GNOME-Autostart-enabled", "false");
        entry(&text, "Exec").is_some() && is_there && !is_off
    }

    fn switch_on(&self, command: &[OsString]) -> io::Result<()> {
        let words = words(command)?;
        let exec = words.iter().map(|word| exec_word(word));
        let exec = exec.collect::<Vec<_>>().join(" ");
        let program = words.first().map(|program| escape(program));
        let text = format!(
            "[Desktop Entry]\nType=Application\nName=Unhunch\n\
             Comment=Asks for your exercises at a good moment\nTryExec={}\nExec={exec}\n\
             Terminal=false\nNoDisplay=true\nX-GNOME-Autostart-enabled=true\n",
            program.unwrap_or_default()
        );
        write(&self.file, &text)
    }

    fn switch_off(&self) -> io::Result<()> {
        remove(&self.file)
    }
}

/// A unit of systemd for this person.
struct SystemdUnit {
    folder: PathBuf,
}

const UNIT: &str = "unhunch.service";

/// A session with a screen, and any other.
const TARGETS: [&str; 2] = ["graphical-session.target", "default.target"];

impl SystemdUnit {
    fn link(&self, target: &str) -> PathBuf {
        self.folder.join(format!("{target}.wants")).join(UNIT)
    }
}

impl Method for SystemdUnit {
    fn source(&self) -> &'static str {
        "systemd"
    }

    fn is_on(&self) -> bool {
        // What links to nothing starts nothing.
        TARGETS.iter().any(|target| self.link(target).exists())
    }

    fn switch_on(&self, command: &[OsString]) -> io::Result<()> {
        let words = words(command)?;
        let exec = words.iter().map(|word| unit_word(word));
        let exec = exec.collect::<Vec<_>>().join(" ");
        let [target, other] = TARGETS;
        let text = format!(
            "[SystemdUnit]\nDescription=Unhunch asks for your exercises at a good moment\n\
             PartOf={target}\nAfter={target}\n\n\
             [Service]\nExecStart={exec}\nRestart=on-failure\n\n[Install]\nWantedBy={target}\n"
        );
        write(&self.folder.join(UNIT), &text)?;
        remove(&self.link(other))?;
        let link = self.link(target);
        remove(&link)?;
        if let Some(folder) = link.parent() {
            fs::create_dir_all(folder)?;
        }
        link_to(&Path::new("..").join(UNIT), &link)
    }

    fn switch_off(&self) -> io::Result<()> {
        for target in TARGETS {
            remove(&self.link(target))?;
        }
        remove(&self.folder.join(UNIT))
    }
}

#[cfg(unix)]
fn link_to(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn link_to(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A command's words as text; such files know nothing else.
fn words<'a>(command: &'a [OsString]) -> io::Result<Vec<&'a str>> {
    let word = |word: &'a OsString| {
        word.to_str()
            .filter(|text| !text.contains(['\n', '\r', '\0']))
            .ok_or_else(|| {
                io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "the program’s path has letters that such a file can’t hold",
                )
            })
    };
    command.iter().map(word).collect()
}

/// A word of `Exec` in a desktop entry: in quotes, with `%` twice; and all of it written as a
/// value, in which a backslash is two.
fn exec_word(word: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '`' | '$' | '\\' => quoted.extend(['\\', letter]),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    escape(&quoted)
}

/// A value of a desktop entry.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t")
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.push(match letters.next() {
                Some('s') => ' ',
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            }),
            other => plain.push(other),
        }
    }
    plain
}

/// A word of `ExecStart` in a unit: in quotes, `%` and `$` twice.
fn unit_word(word: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '%' | '$' => quoted.extend([letter, letter]),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A key's value in the main group of a desktop entry.
fn entry(text: &str, key: &str) -> Option<String> {
    let mut is_main = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            is_main = line == "[Desktop Entry]";
        } else if is_main
            && let Some((name, value)) = line.split_once('=')
            && name.trim_end() == key
        {
            return Some(value.trim_start().to_owned());
        }
    }
    None
}

/// Puts a text into a file, whole or not at all, and never through a link.
fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    new_file::write_whole(file, text, Readers::Usual)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
}

/// Takes a file away, if it is there.
fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
