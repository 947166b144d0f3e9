"""`--download`: fetches the pictures that lie on other servers. Nothing else uses the network."""

from __future__ import annotations

import hashlib
import posixpath
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kb_plugins.importing.model import Asset, ImportedSite, Weight
from kb_plugins.importing.names import safe_path

MAX_BYTES = 20_000_000
"""A picture that is larger belongs into no article."""
TYPES = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp",
    "image/avif": ".avif",
}  # fmt: skip
"""Media types that are kept. SVG is not: it can run scripts."""

_PICTURE = re.compile(
    r"<img\b[^>]*?\bsrc\s*=\s*[\"']?(?P<a>https?://[^\"'\s>]+)|!\[[^\]]*\]\(\s*<?(?P<b>https?://[^\s)>]+)",
    re.IGNORECASE,
)


def remote_pictures(site: ImportedSite) -> list[str]:
    """Return the addresses of all pictures on other servers, in a stable order."""
    found = set()
    for page in site.pages:
        for match in _PICTURE.finditer(page.body):
            found.add((match["a"] or match["b"]).replace("&amp;", "&"))
    known = {address for asset in site.assets for address in asset.addresses}
    return sorted(found - known)


def download(site: ImportedSite, cache: Path, show: Callable[[str], None]) -> None:
    """Fetch pictures into a folder and add them to the site; failures are losses.

    What is in the folder is not fetched again, so that a second import needs no network.
    """
    for url in remote_pictures(site):
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        file = next(iter(sorted(cache.glob(f"{name}.*"))), None)
        if file is None:
            show(url)
            file = _fetch(site, url, cache, name)
        if file is not None:
            stem = posixpath.basename(unquote(urlsplit(url).path)).rpartition(".")[0]
            wanted = safe_path(f"assets/{stem or 'picture'}-{name[:6]}{file.suffix}")
            site.assets.append(Asset(path=wanted, file=file, addresses=(url,)))


def _fetch(site: ImportedSite, url: str, cache: Path, name: str) -> Path | None:
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "Firstline"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            kind = answer.headers.get_content_type()
            data = answer.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        site.lose(url, "download-failed", f"the picture could not be fetched ({error})",
                  Weight.HAND)  # fmt: skip
        return None
    if kind not in TYPES or len(data) > MAX_BYTES:
        site.lose(url, "download-failed", f"this is no picture ({kind}) or too large", Weight.HAND)
        return None
    file = cache / f"{name}{TYPES[kind]}"
    cache.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file
