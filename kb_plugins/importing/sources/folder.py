"""What sources share that are folders of files: walking, front matter, pictures beside texts."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kb_plugins.content.frontmatter import parse_document
from kb_plugins.importing.front import day
from kb_plugins.importing.model import Asset, ImportedSite, Page, Weight
from kb_plugins.importing.segments import normalise

MARKDOWN = (".md", ".mdx", ".markdown", ".mkd", ".mdown")
"""Endings of texts."""
ASSETS = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".ico",
        ".bmp",
        ".mp4",
        ".webm",
        ".mov",
        ".mp3",
        ".ogg",
        ".wav",
        ".pdf",
        ".zip",
        ".gz",
        ".tgz",
        ".tar",
        ".7z",
        ".csv",
        ".tsv",
        ".xlsx",
        ".xls",
        ".docx",
        ".doc",
        ".pptx",
        ".ppt",
        ".odt",
        ".txt",
        ".json",
        ".xml",
        ".yaml",
        ".yml",
        ".patch",
        ".diff",
        ".sql",
        ".log",
        ".msi",
        ".exe",
        ".dmg",
        ".jar",
        ".vtt",
        ".srt",
    ]
)
"""Endings of files that articles may show or offer."""
_SKIP = frozenset({"node_modules", "_site", "build", "dist", "vendor", "__pycache__", "target"})
_COMMENT_LINE = re.compile(r"^\s*<!--.*?-->\s*$\n?", re.MULTILINE)
_LEADING = re.compile(r"^(?:\s*<!--.*?-->\s*|\s+)(?=---[ \t]*\n)", re.DOTALL)
_BLOCK = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)$")
MAX_BYTES = 20_000_000
"""A text that is larger is no article."""


@dataclass(frozen=True)
class Text:
    """A text file, taken apart. `path` is relative to the root of the source."""

    path: str
    meta: dict[str, Any]
    body: str
    problems: tuple[tuple[str, str, Weight], ...] = ()


def walk(root: Path, skip: frozenset[str] = _SKIP) -> Iterator[str]:
    """Yield the paths of all files below a folder in a stable order; no dot files, no links."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in skip)
        for name in sorted(files):
            if not name.startswith(".") and not (Path(folder) / name).is_symlink():
                yield (Path(folder) / name).relative_to(root).as_posix()


def read_text(root: Path, path: str, site: ImportedSite) -> Text | None:
    """Read a file with front matter, or tell a loss and return None."""
    try:
        if (root / path).stat().st_size > MAX_BYTES:
            site.lose(path, "file-skipped", "a text of more than 20 MB", Weight.HAND)
            return None
        data = (root / path).read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        site.lose(path, "file-skipped", f"the file cannot be read ({reason})", Weight.HAND)
        return None
    return take_apart(data, path)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of bytes, and the encoding if it was not UTF-8."""
    for encoding in (
        ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",)
    ):
        try:
            return data.decode(encoding), "" if encoding == "utf-8-sig" else encoding
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace"), "cp1252"


def take_apart(data: bytes, path: str) -> Text:
    """Part front matter and body; broken front matter is saved line by line, and reported."""
    text, encoding = decode(data)
    problems: list[tuple[str, str, Weight]] = []
    if encoding:
        what = f"the file is not UTF-8; it was read as {encoding}"
        problems.append(("encoding", what, Weight.NOTE if encoding == "utf-16" else Weight.HAND))
    text = normalise(text)
    text = _LEADING.sub("", text, count=1)
    block = _BLOCK.match(text)
    if block is None:
        return Text(path, {}, text, tuple(problems))
    inner, body = block[1], text[block.end() :]
    if _COMMENT_LINE.search(inner):
        inner = _COMMENT_LINE.sub("", inner)
        problems.append(("comment-removed", "a comment in the front matter", Weight.NOTE))
    document = parse_document(f"---\n{inner}\n---\n\n".encode(), path, path)
    if not document.broken:
        return Text(path, document.meta, body, tuple(problems))
    meta = _rescue(inner)
    if not meta and inner.strip():
        return Text(path, {}, text, tuple(problems))  # a rule, not front matter
    what = "front matter that is no YAML; its lines were read one by one"
    problems.append(("front-matter-broken", what, Weight.LOST if "title" in meta else Weight.HAND))
    return Text(path, meta, body, tuple(problems))


def _rescue(block: str) -> dict[str, Any]:
    """Read lines `key: value`, whatever the value is."""
    meta: dict[str, Any] = {}
    for line in block.split("\n"):
        match = _KEY.match(line)
        if match and match[2].strip():
            value = match[2].strip()
            try:
                found = yaml.safe_load(value)
            except (ValueError, yaml.YAMLError):
                found = None
            meta[match[1]] = (
                value.strip("\"'") if found is None or isinstance(found, dict) else found
            )
    return meta


def title_of(meta: dict[str, Any], body: str, path: str) -> str:
    """Return the title: from the front matter, the first heading, or the name of the file."""
    title = meta.get("title")
    if isinstance(title, (str, int, float)) and str(title).strip():
        return " ".join(str(title).split())
    match = re.search(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$|^(\S.*)\n=+[ \t]*$", body, re.MULTILINE)
    if match:
        heading = re.sub(r"\{[^}]*\}\s*$|[*_`]", "", match[1] or match[2]).strip()
        heading = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]*>", r"\1", heading)
        if heading.strip():
            return heading.strip()
    name = posixpath.basename(path).rpartition(".")[0] or path
    if name.lower() in ("index", "readme", "overview", "_index"):
        name = posixpath.basename(posixpath.dirname(path)) or "Home"
    words = re.sub(r"^\d+[-_. ]+", "", name).replace("-", " ").replace("_", " ").strip()
    return (words[:1].upper() + words[1:]) or "Home"


def labels(value: object) -> list[str]:
    """Return tags from a list, or from a text with commas between them."""
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    if isinstance(value, (list, tuple)):
        found = []
        for item in value:
            if isinstance(item, dict):
                item = item.get("label") or item.get("name") or ""
            if isinstance(item, (str, int, float)) and str(item).strip():
                found.append(str(item).strip())
        return found
    return []


def dates(meta: dict[str, Any], created: str, updated: str) -> dict[str, Any]:
    """Return our dates from keys of the source."""
    found = {"created": day(meta.get(created)), "updated": day(meta.get(updated))}
    return {key: value for key, value in found.items() if value is not None}


def add_assets(
    site: ImportedSite, root: Path, prefixes: dict[str, str] | None = None, at: str = ""
) -> None:
    """Add pictures and downloads. `prefixes` maps folders of the source to where they appear.

    `at` is the path of `root` from the root of the source, if that is another folder.
    """
    for path in walk(root):
        ending = posixpath.splitext(path)[1].lower()
        if ending not in ASSETS:
            continue
        addresses = [posixpath.join("/", at, path)]
        wanted = path
        for folder, shown in (prefixes or {}).items():
            if path.startswith(folder.rstrip("/") + "/"):
                wanted = path[len(folder.rstrip("/")) + 1 :]
                addresses.append(posixpath.join("/", shown, wanted))
        site.assets.append(
            Asset(path=wanted, file=root / path, addresses=tuple(dict.fromkeys(addresses)))
        )


def drop_unused(site: ImportedSite) -> None:
    """Leave out files that no text names: settings and sources of the old site are no downloads."""
    used = "\n".join(page.body for page in site.pages)
    site.assets = [asset for asset in site.assets if _named(asset.file.name, used)]


def _named(name: str, text: str) -> bool:
    from urllib.parse import quote

    return name in text or quote(name) in text or name.replace(" ", "%20") in text


def tell_all(page: Page, text: Text) -> None:
    """Hand the problems of a file to its page."""
    for kind, what, weight in text.problems:
        page.lose(kind, what, weight)
