"""What a host shall do, whatever its configuration looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

FOLDER = ".hosting"
"""Where files lie that belong to the configuration of a server, not to the site."""
HASHED = re.compile(r"[-.][0-9a-f]{8,16}(?=[./])")
"""What a file or folder has in its name whose content never changes under that name."""
HASHED_PATTERN = r"/assets/.*[-.][0-9a-f]{8,16}[./]"
"""The same as a pattern that nginx and Apache understand."""
PARTS = ("png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "woff", "woff2", "pdf", "mp4")
MARKDOWN = "text/markdown; charset=utf-8"
"""What servers seldom know of `.md`: unnamed it is downloaded, or shown in another encoding."""

FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
ASK = "public, max-age=0, must-revalidate"
"""Pages name hashed files, which leave with the next publication: no page may outlive it."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers of every answer; the policy for content comes in addition."""
POLICY = "Content-Security-Policy"
OPEN_TO_ALL = ("assets/kb/search/", "catalog.json")
"""What programs on other sites may read: the index of the search, and the list of articles."""

_UNSAFE = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True)
class Plan:
    """`redirects` lead from addresses to addresses or other sites, `gone` leads nowhere on purpose.

    All addresses are relative to the root of the site and percent-encoded. `base` is the path of
    the site on its host, such as `/` or `/help/`. `hashed` are files and folders (with a slash)
    that browsers may keep for ever. `lost` are folders with a page of their own for addresses that
    do not exist, such as `it/`. `shared` is whether programs of other sites may read the index.
    """

    redirects: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    hashed: tuple[str, ...] = ()
    base: str = "/"
    lost: tuple[str, ...] = ()
    shared: bool = True

    def target(self, address: str) -> str:
        """Return where a redirect leads, as browsers write it."""
        return address if urlsplit(address).scheme else self.path(address)

    def path(self, address: str) -> str:
        """Return the path of an address on the host."""
        return self.base + address.removeprefix("./")


def headers(policy: str, site_url: str, wishes: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a site. A wish replaces a header, and an empty one removes it.

    Raises ValueError for a wish that is no header.
    """
    found = {POLICY: policy, **HEADERS}
    if site_url.startswith("https:"):
        found["Strict-Transport-Security"] = "max-age=31536000"
    for name, value in wishes.items():
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name) or _UNSAFE.search(value):
            raise ValueError(f"{name}: {value!r} is no header")
        known = {other.lower(): other for other in found}
        found[known.get(name.lower(), name)] = value
    return {name: value for name, value in found.items() if value}


def hashed_names(files: Iterable[str]) -> tuple[str, ...]:
    """Return which assets of a site never change, a folder in place of all that it holds."""
    names = list(files)
    hashed = [name for name in names if name.startswith("assets/") and HASHED.search(name)]
    mixed = {folder for name in {*names} - {*hashed} for folder in _folders(name)}
    return tuple(sorted({_outermost(name, mixed) for name in hashed}))


def _outermost(name: str, mixed: set[str]) -> str:
    """Return the largest folder around a file that is not `mixed`, or the file itself."""
    return next((folder for folder in _folders(name) if folder not in mixed), name)


def _folders(name: str) -> list[str]:
    """Return the folders around a file, the largest first, each with a slash."""
    return [name[: place + 1] for place, sign in enumerate(name) if sign == "/"]


def base_of(site_url: str) -> str:
    """Return the path of a site on its host, with a slash at both ends."""
    path = urlsplit(site_url).path.strip("/")
    return f"/{path}/" if path else "/"
