"""Front matter with line numbers, read so that no file can hurt the build.

The fence is the one of MkDocs (`mkdocs.utils.meta`): a first line `---`, YAML, then `---` or `...`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb_plugins.content.internal import part
from kb_plugins.content.yaml_reader import YamlReader
from kb_plugins.model import Problem, Severity

FENCE = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A source file, taken apart.

    `path` is relative to the docs folder, `shown` what problems call it. `meta` maps the keys of
    the front matter to plain values; `lines` maps them to the line where they stand. `body` is the
    text after the front matter and starts at line `body_line`. What a public build must not show of
    it stands in `notes`, with all other lines empty. `broken` means that the front matter, and so
    perhaps the audience, is unknown. `file` is where the text stands, if that is not `path`, and
    `language` its language, on a site with several. `inherited` says for keys that came from the
    defaults of a folder in which file and line they stand.
    """

    path: str
    shown: str
    meta: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()
    file: str = ""
    language: str = ""
    notes: str = ""
    inherited: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def broken(self) -> bool:
        """Whether something kept the front matter from being understood."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def place(self, key: str) -> tuple[str, int]:
        """Return file and line of a key: here, else in the defaults of the folder, else line 1."""
        if key in self.lines:
            return self.shown, self.lines[key]
        return self.inherited.get(key, (self.shown, 1))

    def line(self, key: str) -> int:
        """Return the line of a key, or the first line where it does not occur."""
        return self.lines.get(key, 1)


def read_document(file: Path, path: str, shown: str) -> Document:
    """Read and take apart the Markdown file `file`. Never raises for what is in the file."""
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _broken(
            path,
            shown,
            1,
            "file-unreadable",
            f"The file cannot be read ({reason})",
            "Check that it exists and that you may read it",
        )
    return parse_document(data, path, shown)


def split_source(text: str) -> tuple[str, str]:
    """Part a decoded source in front matter, with its fences, and body."""
    fence = FENCE.match(text)
    end = fence.end() if fence else 0
    return text[:end], text[end:]


def seal(document: Document, public: bool) -> Document:
    """Return a document with the faults of its internal blocks, and, if public, without these."""
    parted = part(document.body)
    faults = tuple(
        Problem(
            path=document.shown,
            line=document.body_line + fault.line - 1,
            rule="internal-block",
            message=fault.message,
            fix=fault.fix,
        )
        for fault in parted.faults
    )
    sealed = replace(document, problems=(*document.problems, *faults)) if faults else document
    if not public or parted.public is document.body:
        return sealed
    return replace(sealed, body=parted.public, notes=parted.notes)


def parse_document(data: bytes, path: str, shown: str) -> Document:
    """Take apart the bytes of a Markdown file. Never raises for what is in them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _broken(
            path,
            shown,
            line,
            "encoding",
            "The file is not UTF-8",
            "Save it with the encoding UTF-8",
        )
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return _broken(
            path,
            shown,
            line,
            "encoding",
            "The file contains a NUL byte",
            "Remove it, or save the file as text",
        )
    return _split(text.replace("\r\n", "\n").replace("\r", "\n"), path, shown)


@lru_cache(maxsize=20_000)
def parse_mapping(text: str, path: str, shown: str, first_line: int = 1) -> Document:
    """Read YAML that should be a mapping, such as front matter or `.meta.yml`.

    Returns a document without a body; `first_line` is the line of `text` in its file.
    """
    reader = YamlReader(shown, first_line)
    meta, lines = reader.read(text)
    return Document(path, shown, meta, lines, problems=tuple(reader.problems))


def _split(text: str, path: str, shown: str) -> Document:
    """Part front matter and body of a decoded text."""
    fence = FENCE.match(text)
    if fence is None:
        if re.match(r"---[ \t]*\n", text):
            # MkDocs shows an unclosed block as text: the reader would see the raw settings.
            opening = text.split("\n", 2)[1] if text.count("\n") else ""
            if re.match(r"[\w-]+[ \t]*:", opening):
                return _broken(
                    path,
                    shown,
                    1,
                    "front-matter-unclosed",
                    "The front matter is never closed",
                    "Add a line --- after the last setting",
                )
        return Document(path, shown, body=text)
    if not fence.group().endswith("\n"):
        # MkDocs wants a whole line here, and would show the settings as text.
        return _broken(
            path,
            shown,
            text.count("\n") + 1,
            "front-matter-unclosed",
            "The file ends right after the front matter",
            "Add the text of the article, or at least an empty line",
        )
    block = fence.group(1) or ""
    head = parse_mapping(block, path, shown, first_line=2)
    body_line = text.count("\n", 0, fence.end()) + 1
    return Document(
        path, shown, head.meta, head.lines, text[fence.end() :], body_line, head.problems
    )


def _broken(path: str, shown: str, line: int, rule: str, message: str, fix: str) -> Document:
    problem = Problem(path=shown, line=line, rule=rule, message=message, fix=fix)
    return Document(path, shown, problems=(problem,))
