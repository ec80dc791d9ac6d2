"""A browser of one window around WebKitGTK, without bars, for WebKitWebDriver to drive.

Unlike the MiniBrowser that comes with WebKitGTK it keeps its storage in a folder, so that it may be
closed and opened again; its window may be as narrow as a phone; and what Safari has switched on,
WebKitGTK has here too.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

# Safari has these since 15.2 and 17; WebKitGTK 2.50 has them built in and switched off. Files of the
# device that are written at once, for the second copy of the journal, it cannot keep at all.
AS_IN_SAFARI = ("FileSystem", "StorageAPI", "StorageAPIEstimate")

folder, languages = sys.argv[1], sys.argv[2].split(",")


def open_context():
    manager = WebKit2.WebsiteDataManager(
        base_data_directory=f"{folder}/storage", base_cache_directory=f"{folder}/cache"
    )
    context = WebKit2.WebContext(website_data_manager=manager)
    context.set_preferred_languages(languages)
    context.set_automation_allowed(True)
    context.connect("automation-started", on_automation)
    context.connect("download-started", on_download)
    return context


def settings_of_safari():
    settings = WebKit2.Settings()
    features = WebKit2.Settings.get_all_features()
    for index in range(features.get_length()):
        feature = features.get(index)
        if feature.get_identifier() in AS_IN_SAFARI:
            settings.set_feature_enabled(feature, True)
    return settings


def on_automation(context, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("WebKitGTK")
    about.set_version(
        WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version()
    )
    session.set_application_info(about)
    session.connect("create-web-view", lambda _session: open_window(context))


def open_window(context):
    view = WebKit2.WebView(
        web_context=context, is_controlled_by_automation=True, settings=settings_of_safari()
    )
    window = Gtk.Window(default_width=1280, default_height=800)
    window.add(view)
    window.show_all()
    return view


def on_download(_context, download):
    def decide(one, name):
        one.set_destination(f"file://{folder}/{name}")
        return True

    download.connect("decide-destination", decide)


context = open_context()
Gtk.main()
