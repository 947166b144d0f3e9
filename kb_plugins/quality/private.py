"""Pictures and downloads that only internal articles use."""

from __future__ import annotations

from kb_plugins.content.loader import Loaded
from kb_plugins.content.paths import resolve
from kb_plugins.quality.digest_cache import DigestStore
from kb_plugins.quality.targets import split


def private_files(loaded: Loaded, digests: DigestStore) -> frozenset[str]:
    """Return the paths that internal articles link to or show, and no public page does."""
    if not loaded.internal:
        return frozenset()
    public = {path for path in loaded.documents if path not in loaded.left_out}
    return _used(loaded, loaded.internal, digests) - _used(loaded, public, digests)


def _used(loaded: Loaded, paths: frozenset[str] | set[str], digests: DigestStore) -> frozenset[str]:
    found: set[str] = set()
    for path in paths:
        digest = digests.of(loaded.documents[path].body)
        for href in (*(x.href for x in digest.links), *(x.src for x in digest.images)):
            target, _anchor = split(href)
            if target:
                found.add(resolve(target, path))
    return frozenset(found - loaded.documents.keys())
