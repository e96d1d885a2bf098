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
# In the JSON of the status, beside each source that was tried.
status-not-offered = not offered here
# $error: what a service of the desktop says, in its own words.
status-failed = failed: { $error }

# $source: one of the status-source messages.
status-input = Keyboard and pointer: I notice when you type and when you pause (told by { $source })
status-input-unknown = Keyboard and pointer: nothing here tells when you type
status-lock = Screen lock: I notice it (told by { $source })
status-lock-on = Screen lock: locked (told by { $source })
status-lock-off = Screen lock: not locked (told by { $source })
status-lock-unknown = Screen lock: nothing here tells it
status-sleep = Sleep: I notice when the computer goes to sleep (told by { $source })
status-sleep-unknown = Sleep: nothing here tells it
status-call = Calls: I notice them (told by { $source })
status-call-on = Calls: there is one now (told by { $source })
status-call-off = Calls: none at the moment (told by { $source })
status-call-unknown = Calls: nothing here tells them
status-full-screen = Full screen: I notice it (told by { $source })
status-full-screen-on = Full screen: something fills the screen now (told by { $source })
status-full-screen-off = Full screen: nothing fills the screen at the moment (told by { $source })
status-full-screen-unknown = Full screen: nothing here tells it
status-do-not-disturb = Do-not-disturb: I notice it (told by { $source })
status-do-not-disturb-on = Do-not-disturb: on (told by { $source })
status-do-not-disturb-off = Do-not-disturb: off (told by { $source })
status-do-not-disturb-unknown = Do-not-disturb: nothing here tells it
status-notifications = Questions: they come as notifications (shown by { $source })
status-notifications-page = Questions: they come in a page in your browser
status-notifications-unknown = Questions: there is no way to ask
status-tray = Icon in the panel: it is there
status-tray-none = Icon in the panel: there is none

# $sources: some of the status-source messages.
status-tried-not-offered = Not offered here: { $sources }
status-tried-failed = Out of reach: { $sources }
status-more = What exactly went wrong is in: unhunch reminders status --json

status-source-mutter = GNOME
status-source-wayland = the Wayland compositor
status-source-x11 = the X server
status-source-x11-screensaver = the X server’s screen saver
status-source-macos = macOS
status-source-windows = Windows
status-source-logind = the login manager
status-source-screensaver = the screen saver
status-source-kernel = the camera and microphone devices
status-source-notification-server = the notification service
status-source-dunst = dunst
status-source-xfce = Xfce’s settings
status-source-gnome = GNOME’s settings
status-source-freedesktop = the notification service
status-source-status-notifier = the panel

status-advice-input = Breaks can’t be counted, and the session is asked when its window opens. GNOME, X11, and Wayland desktops with ext-idle-notify can tell it.
status-advice-lock = A locked screen counts as soon as nobody types. A login manager (systemd-logind or elogind) or a screen saver with D-Bus can tell it.
status-advice-sleep = Sleep is noticed when the computer wakes up. A login manager (systemd-logind or elogind) can tell it before.
status-advice-call = A question could come in a call: turn on do-not-disturb for calls, or answer “Not today”.
status-advice-full-screen = A question could come over a film or a talk: turn on do-not-disturb for that. On Wayland, desktops don’t tell it.
status-advice-do-not-disturb = Your desktop’s own do-not-disturb may still hide notifications.
status-advice-notifications = Questions come in a page that opens in your browser. A notification service helps, like dunst or mako, or the one of your desktop.
status-advice-tray = Nothing is missing without it: the app has everything. On GNOME, the extension “AppIndicator” gives one.
