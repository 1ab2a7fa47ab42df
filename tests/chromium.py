"""Find and start Debian's Chromium for the browser tests."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")

# The browser speaks to loopback alone: everything it would fetch for itself is switched off.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def arguments() -> list[str]:
    """Return the command line for a headless Chromium on this machine."""
    # Chromium's sandbox cannot be set up by root, which is what containers usually run as.
    return [*ARGUMENTS, *(["--no-sandbox"] if os.getuid() == 0 else [])]
