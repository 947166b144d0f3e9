"""The copy of a site that readers keep: a service worker, and a manifest to install it by.

https://www.w3.org/TR/service-workers/, https://www.w3.org/TR/appmanifest/
"""

from __future__ import annotations

import hashlib
import json
from fnmatch import fnmatch
from pathlib import Path

WORKER = "offline.js"
"""The service worker; it lies at the root, because it may serve only what lies below it."""
MANIFEST = "manifest.webmanifest"
ICON = "assets/kb/icon.png"
LARGEST = 5_000_000
"""Bytes of a file that nobody expects in a copy: films, archives."""
_LEFT_OUT = (
    WORKER, MANIFEST, "*.map", "*.gz", "*.xml", "*.txt", "*.md", "catalog*.json",
    "assets/kb/search/file/*", "assets/kb/search/sources/*", "assets/kb/share.png",
    "assets/javascripts/lunr/*", "assets/javascripts/workers/*", "search/search_index.json",
    "CNAME", ".*", "*/.*",
)  # fmt: skip


def kept_files(site: Path) -> dict[str, str]:
    """Return what belongs into a copy: paths relative to the site, and a hash of each file."""
    bundle = any("assets/javascripts/bundle" in page.read_text() for page in site.rglob("*.html"))
    found = {}
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if not file.is_file() or file.stat().st_size > LARGEST:
            continue
        if any(fnmatch(path, pattern) for pattern in _LEFT_OUT):
            continue
        if not bundle and path.startswith(("assets/javascripts/", "assets/stylesheets/")):
            continue
        found[path] = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return found


def worker_script(template: str, files: dict[str, str]) -> str:
    """Return the service worker for these files, from its source."""
    return template.replace("/* files */ {}", json.dumps(files, separators=(",", ":")))


def manifest(name: str, language: str, direction: str, icons: dict[str, str]) -> str:
    """Return the web app manifest. `icons` maps paths to sizes, such as `512x512` or `any`."""
    data = {
        "name": name,
        "short_name": name if len(name) <= 12 else name.split()[0],
        "lang": language,
        "dir": direction,
        "start_url": ".",
        "scope": ".",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#0b5c4e",
        "icons": [{"src": path, "sizes": sizes} for path, sizes in icons.items()],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
