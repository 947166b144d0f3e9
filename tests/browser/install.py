"""Find a Chromium for the tests, or install one.

A headless shell is the same engine without the windows around it: browser tests cost a third of
the CPU time. Playwright takes it for headless tests too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium(names: tuple[str, ...] = (*SHELLS, *BROWSERS)) -> str | None:
    """Return the path of a Chromium of the system, or None. $CHROMIUM has the first word."""
    wanted = os.environ.get("CHROMIUM")
    candidates = [wanted] if wanted else [shutil.which(name) for name in names]
    return next((path for path in candidates if path), None)


def install() -> None:
    """Install Debian's shell if we may, else Playwright's; outside CI, only if nothing is there."""
    if find_chromium(SHELLS) or (find_chromium() and not os.environ.get("CI")):
        return
    if shutil.which("apt-get"):
        install_from_debian()
    if not find_chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def install_from_debian() -> None:
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = ["install", "-y", "-qq", "--no-install-recommends"]
    # libatomic1 is of Playwright's own program; slim images come without.
    commands = [["update", "-qq"], [*quiet, "chromium-headless-shell", "libatomic1"]]
    try:
        for command in commands:
            subprocess.run([*become_root, "apt-get", *command], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The headless shell of Chromium could not be installed ({error}).")


if __name__ == "__main__":
    install()
