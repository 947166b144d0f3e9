"""Pictures and downloads that only internal articles use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb_plugins.content.loader import Loaded
from kb_plugins.content.paths import resolve
from kb_plugins.quality.digest_cache import DigestStore
from kb_plugins.quality.targets import split


def private_files(editions: Sequence[Loaded], digests: DigestStore) -> frozenset[str]:
    """Return the paths that internal texts link to or show, and no public one in any language."""
    if not any(loaded.secretive for loaded in editions):
        return frozenset()
    internal: list[tuple[str, str]] = []
    public: list[tuple[str, str]] = []
    pages: set[str] = set()
    for loaded in editions:
        pages |= loaded.documents.keys()
        for path, document in loaded.documents.items():
            if path in loaded.internal:
                internal.append((path, document.body))
            elif path not in loaded.left_out:
                public.append((path, document.body))
            if document.notes:
                internal.append((path, document.notes))
    return _used(internal, digests) - _used(public, digests) - pages


def _used(texts: Iterable[tuple[str, str]], digests: DigestStore) -> frozenset[str]:
    """Return the files that texts, each with its path, link to or show."""
    found: set[str] = set()
    for path, text in texts:
        digest = digests.of(text)
        for href in (*(x.href for x in digest.links), *(x.src for x in digest.images)):
            target, _anchor = split(href)
            if target:
                found.add(resolve(target, path))
    return frozenset(found)
