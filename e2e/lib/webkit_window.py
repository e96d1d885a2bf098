"""A window with nothing but a WebKitGTK view, for WebKitWebDriver; it ends with whoever started it.

Debian's own window for this, MiniBrowser, opens no second window for a page that asks for one.
"""

import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

LOOK_MS = 500


def show(view):
    """Shows a view in a window of its own."""
    window = Gtk.Window(title="WebKitGTK")
    window.set_default_size(1280, 800)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _: window.destroy())
    return view


def prepared(view):
    """Lets a view open windows: what an address without a guard would do there has to be seen."""
    view.get_settings().set_javascript_can_open_windows_automatically(True)
    view.connect("create", lambda opener, _: show(beside(opener)))
    return view


def first(context):
    """The view that is driven."""
    return show(prepared(WebKit2.WebView(web_context=context, is_controlled_by_automation=True)))


def beside(opener):
    """A view for a window that a page opens; it shares the page's cookies."""
    return prepared(WebKit2.WebView(related_view=opener, is_controlled_by_automation=True))


def started(context, session):
    """Answers the driver, which asks for the view."""
    about = WebKit2.ApplicationInfo()
    about.set_name("unhunch-e2e")
    version = WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version()
    about.set_version(*version)
    session.set_application_info(about)
    session.connect("create-web-view", lambda _: first(context))


def main(folder):
    """Keeps everything in a folder, and waits for the driver."""
    parent = os.getppid()
    manager = WebKit2.WebsiteDataManager(base_data_directory=folder, base_cache_directory=folder)
    context = WebKit2.WebContext(website_data_manager=manager)
    context.set_automation_allowed(True)
    context.connect("automation-started", started)
    GLib.timeout_add(LOOK_MS, lambda: os.getppid() == parent or Gtk.main_quit())
    Gtk.main()


main(sys.argv[1])
