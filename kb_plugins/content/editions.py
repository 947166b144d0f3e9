"""Editions: which files of a docs folder make up the site in one language.

The two layouts are those of mkdocs-static-i18n: `vpn.it.md` beside `vpn.md` (suffix), or
`it/vpn.md` beside `en/vpn.md` (folder). A page has one path in every language, `vpn.md`; what
differs is the file that its text comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kb_plugins.model import Problem

# What mkdocs-static-i18n takes for a language, even one that the site does not have.
_LOCALE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{4})?(?:-[A-Z]{2})?|[a-z]{2}_[A-Z]{2}")

TWICE = "and the same language"
"""How the problem of a page ends that has two files in one language."""


class Layout(StrEnum):
    """How files say their language."""

    NONE = ""
    SUFFIX = "suffix"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a page: `path` is the page's, `file` where its text is, both below the docs.

    `original` is the file in the default language that this one translates, or empty.
    """

    path: str
    file: str
    language: str
    original: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The site in one language. Without a layout every file belongs to it.

    `default` is the language that others are translated from, and which stands in for what is not
    translated if `fallback` is set. `languages` are all that the site is built in.
    """

    language: str = ""
    default: str = ""
    languages: tuple[str, ...] = ()
    layout: Layout = Layout.NONE
    fallback: bool = True

    @property
    def is_default(self) -> bool:
        """Whether this is the language that others are translated from."""
        return self.language == self.default

    @property
    def prefix(self) -> str:
        """The folder of this edition in the site: `it/`, or empty for the default language."""
        return "" if self.is_default else f"{self.language}/"

    def place(self, file: str) -> tuple[str, str]:
        """Return the path of a file's page and its language: `vpn.it.md` is `vpn.md` in `it`."""
        if self.layout is Layout.FOLDER:
            folder, _, rest = file.partition("/")
            if rest and self._is_language(folder):
                return rest, folder
        elif self.layout is Layout.SUFFIX:
            above, slash, name = file.rpartition("/")
            parts = name.split(".")
            if len(parts) > 2 and self._is_language(parts[-2]):
                return f"{above}{slash}{'.'.join(parts[:-2])}.{parts[-1]}", parts[-2]
        return file, self.default

    def path(self, file: str) -> str:
        """Return the path of a file's page."""
        return self.place(file)[0]

    def file(self, path: str) -> str:
        """Return where the text of a page in this language belongs."""
        if self.layout is Layout.FOLDER:
            return f"{self.language}/{path}"
        stem, _, ending = path.rpartition(".")
        return path if self.is_default else f"{stem}.{self.language}.{ending}"

    def names(self, file: str) -> set[str]:
        """Return the paths by which links of this edition may call a file."""
        path = self.path(file)
        translated = {f"{self.language}/{path}"} if self.layout is Layout.FOLDER else set()
        return {file, path} | translated

    def select(self, files: Iterable[str]) -> list[Source]:
        """Choose the file of every page of this edition, in the order of the paths."""
        by_page: dict[str, dict[str, str]] = {}
        for file in sorted(files):
            path, language = self.place(file)
            by_page.setdefault(path, {}).setdefault(language, file)
        chosen = []
        for path, found in sorted(by_page.items()):
            original = found.get(self.default, "")
            if file := found.get(self.language, ""):
                source = Source(path, file, self.language, "" if self.is_default else original)
                chosen.append(source)
            elif original and self.fallback:
                chosen.append(Source(path, original, self.default))
        return chosen

    def twins(self, files: Iterable[str], label: str) -> list[Problem]:
        """Return a problem for each page that has two files in one language."""
        seen: dict[tuple[str, str], str] = {}
        problems = []
        for file in sorted(files):
            first = seen.setdefault(self.place(file), file)
            if first is not file:
                problems.append(
                    Problem(
                        path=f"{label}/{file}",
                        line=1,
                        rule="duplicate-url",
                        message=f"The page has the same address as {label}/{first}, {TWICE}",
                        fix="Keep one of the two",
                    )
                )
        return problems

    def own_file(self, docs: Path, name: str) -> str:
        """Return the file of this language for a name such as `synonyms.yml`, or an empty text.

        The default language may use the bare name.
        """
        stem, _, ending = name.rpartition(".")
        names = {
            Layout.SUFFIX: f"{stem}.{self.language}.{ending}",
            Layout.FOLDER: f"{self.language}/{name}",
        }
        candidates = [names[self.layout]] if self.layout else []
        candidates += [name] if self.is_default else []
        return next((found for found in candidates if (docs / found).is_file()), "")

    def _is_language(self, text: str) -> bool:
        return text in self.languages or _LOCALE.fullmatch(text) is not None
