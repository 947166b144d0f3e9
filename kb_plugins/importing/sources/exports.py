"""What sources share that are exports of an API: JSON files in any layout, old addresses, files."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kb_plugins.importing.model import Asset, ImportedSite, SourceError, Weight
from kb_plugins.importing.sources.folder import ASSETS, decode, walk

Record = dict[str, Any]
_LISTS = frozenset({"hierarchy", "attachments", "label_names", "tags", "parent_ids"})


def documents(source: Path, site: ImportedSite | None = None) -> Iterator[tuple[str, Any]]:
    """Yield every JSON document of a file or folder with its path; JSON lines are a list."""
    root = source if source.is_dir() else source.parent
    paths = list(walk(root)) if source.is_dir() else [source.name]
    for path in paths:
        if not path.lower().endswith((".json", ".jsonl", ".ndjson")):
            continue
        try:
            text, _encoding = decode((root / path).read_bytes())
        except OSError as error:
            if site is not None:
                site.lose(path, "file-skipped", f"the file cannot be read ({error.strerror})",
                          Weight.HAND)  # fmt: skip
            continue
        data = _parse(text)
        if data is None:
            if site is not None:
                site.lose(path, "file-skipped", "the file is no JSON", Weight.HAND)
            continue
        yield path, data


def _parse(text: str) -> Any:
    try:
        return _scrub(json.loads(text))
    except (ValueError, RecursionError):
        pass
    records = []
    for line in text.splitlines():
        if line.strip():
            try:
                records.append(_scrub(json.loads(line)))
            except (ValueError, RecursionError):
                return None
    return records or None


def _scrub(value: Any) -> Any:
    """Give every field the kind of value that its name promises, or nothing."""
    if isinstance(value, list):
        return [_scrub(item) for item in value]
    if not isinstance(value, dict):
        return value
    clean = {}
    for key, item in value.items():
        if (key == "id" or key.endswith("_id")) and not isinstance(item, (int, str)):
            item = None
        elif key in _LISTS and not isinstance(item, list):
            item = []
        clean[key] = _scrub(item)
    return clean


def collect(source: Path, site: ImportedSite, keys: tuple[str, ...]) -> dict[str, list[Record]]:
    """Gather records by the key under which a page of an API lists them.

    A page is `{"articles": [...], "next_page": …}`; one record alone is `{"article": {...}}`. Pages
    that are missing are told as losses.
    """
    found: dict[str, list[Record]] = {key: [] for key in keys}
    announced: dict[str, int] = {}
    singles = {key.rstrip("s") if key != "categories" else "category": key for key in keys}
    for _path, data in documents(source, site):
        for part in data if isinstance(data, list) else [data]:
            if not isinstance(part, dict):
                continue
            for key in keys:
                if isinstance(part.get(key), list):
                    found[key] += [item for item in part[key] if isinstance(item, dict)]
            for single, key in singles.items():
                if isinstance(part.get(single), dict):
                    found[key].append(part[single])
        expect = data.get("count") if isinstance(data, dict) else None
        for key in keys:
            if isinstance(expect, int) and isinstance(data.get(key), list):
                announced[key] = max(expect, announced.get(key, 0))
    for key, count in announced.items():
        there = len({str(item.get("id")) for item in found[key]})
        if there < count:
            what = f"{there} of {count} {key} are in the export; the other pages of it are missing"
            site.lose(str(source.name), "export-incomplete", what, Weight.HAND)
    return found


def latest(records: list[Record], *identity: str) -> list[Record]:
    """Return records without repeats; the one changed last wins, order is by number."""
    best: dict[tuple[str, ...], Record] = {}
    for record in records:
        key = tuple(str(record.get(name, "")) for name in identity)
        old = best.get(key)
        if old is None or str(record.get("updated_at", "")) >= str(old.get("updated_at", "")):
            best[key] = record
    return [best[key] for key in sorted(best, key=_natural)]


def _natural(key: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() and len(part) < 25 else (-1, part) for part in key]


def files(site: ImportedSite, source: Path, wanted: dict[str, list[str]] | None = None) -> None:
    """Add the pictures and downloads in the folder of an export.

    `wanted` maps names of files to further addresses under which texts know them.
    """
    root = source if source.is_dir() else source.parent
    if not source.is_dir():
        return
    for path in walk(root):
        name = posixpath.basename(path)
        if posixpath.splitext(name)[1].lower() not in ASSETS or name.endswith(".json"):
            continue
        addresses = ["/" + path, *(wanted or {}).get(name, []), *(wanted or {}).get(path, [])]
        number = re.match(r"(\d{3,})(?:[-_.]|$)", name)
        if number:
            addresses += (wanted or {}).get(number[1], [])
        parent = posixpath.basename(posixpath.dirname(path))
        addresses += (wanted or {}).get(parent, []) if parent.isdigit() else []
        target = path if path.startswith("assets/") else f"assets/{path}"
        site.assets.append(
            Asset(path=target, file=root / path, addresses=tuple(dict.fromkeys(addresses)))
        )


def same_tail(site: ImportedSite, bodies: str) -> None:
    """Let absolute addresses of files find the file of the same name, if there is only one.

    Exports save `https://cdn.example.com/i/o/123/abc/shot.png?expires=…` as `shot.png`.
    """
    names: dict[str, list[int]] = {}
    for index, asset in enumerate(site.assets):
        names.setdefault(asset.file.name.casefold(), []).append(index)
    for url in sorted(set(re.findall(r"https?://[^\s\"'<>()]+", bodies))):
        name = unquote(posixpath.basename(urlsplit(url).path)).casefold()
        if len(names.get(name, [])) == 1:
            index = names[name][0]
            asset = site.assets[index]
            site.assets[index] = Asset(
                path=asset.path, file=asset.file, addresses=(*asset.addresses, url)
            )


def host(url: object) -> str:
    """Return the host of an address, or an empty string."""
    try:
        return (urlsplit(str(url or "")).hostname or "").lower()
    except ValueError:
        return ""


def text(value: object) -> str:
    """Return a value as one line of text; nothing becomes an empty one."""
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def need(condition: object, source: Path, what: str) -> None:
    """Raise SourceError if an export lacks what it cannot do without."""
    if not condition:
        raise SourceError(f"{source}: {what}")
