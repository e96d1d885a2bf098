### What Unhunch says outside of its pages: in the panel, in notifications, and on the command line about both.

## The panel and notifications

desktop-name = Unhunch
desktop-open = Open Unhunch
desktop-menu-session = Start today’s session
desktop-menu-break = A short break now
desktop-menu-not-today = Nothing more today
desktop-menu-reminders = When I ask …
desktop-menu-end = End Unhunch

## `unhunch reminders status`

status-running = Unhunch is running.
status-address = It is at { $address }.
status-not-running = Unhunch is not running, so nothing is asked. Start it with: unhunch --headless
status-not-planned = Unhunch is not running.
status-login-on = It starts when you log in.
status-login-off = It does not start when you log in. To change that: unhunch reminders start-at-login on
status-login-unavailable = I know no way to start it when you log in on this system.
status-asked = Asked today:
status-nothing-asked = Nothing was asked today.
# $source: the name of what works, like `mutter` or `x11`.
status-found = yes, by { $source }
status-not-found = no
status-not-offered = not offered here
# $error: what a service of the desktop says, in its own words.
status-failed = failed: { $error }

status-input = Whether you type
status-lock = Whether the screen is locked
status-sleep = Whether the computer sleeps
status-call = Whether you are in a call
status-full-screen = Whether something fills the screen
status-do-not-disturb = Whether notifications are silenced
status-notifications = Notifications
status-tray = A place in the panel

status-advice-input = Breaks can’t be counted, and the session is asked when its window opens. GNOME, X11, and Wayland desktops with ext-idle-notify can tell it.
status-advice-lock = A locked screen counts as soon as nobody types. A login manager (systemd-logind or elogind) or a screen saver with D-Bus can tell it.
status-advice-sleep = Sleep is noticed when the computer wakes up. A login manager (systemd-logind or elogind) can tell it before.
status-advice-call = A question could come in a call: turn on do-not-disturb for calls, or answer “Not today”.
status-advice-full-screen = A question could come over a film or a talk: turn on do-not-disturb for that. On Wayland, desktops don’t tell it.
status-advice-do-not-disturb = Your desktop’s own do-not-disturb may still hide notifications.
status-advice-notifications = Questions come in a page that opens in your browser. A notification service helps, like dunst or mako, or the one of your desktop.
status-advice-tray = Nothing is missing without it: the app has everything. On GNOME, the extension “AppIndicator” gives one.
