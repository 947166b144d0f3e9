"""Find a Chromium, or install one: the system's if we may, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> str | None:
    """Return the path of a Chromium of the system, or None. $CHROMIUM has the first word."""
    wanted = os.environ.get("CHROMIUM")
    candidates = [wanted] if wanted else [shutil.which(name) for name in NAMES]
    return next((path for path in candidates if path), None)


def install() -> None:
    if find_chromium():
        return
    if shutil.which("apt-get"):
        become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        commands = [
            [*become_root, "apt-get", "update", "-qq"],
            [
                *become_root,
                "apt-get",
                "install",
                "-y",
                "-qq",
                "--no-install-recommends",
                "chromium",
                "libatomic1",  # of Playwright's own program; slim images come without
            ],
        ]
        try:
            for command in commands:
                subprocess.run(command, check=True)
            if find_chromium():
                return
        except (OSError, subprocess.CalledProcessError) as error:
            print(
                f"The system's Chromium could not be installed ({error}); "
                "trying the one of Playwright."
            )
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    install()
