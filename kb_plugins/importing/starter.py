"""The settings that imported articles need: a first `mkdocs.yml`, or what an existing one lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from babel import Locale, UnknownLocaleError

from kb_plugins.importing.model import ImportedSite
from kb_plugins.importing.plan import Plan

_TEMPLATE = """\
# Written by `kb import`. It is yours now: an import never changes it again.
site_name: {name}
{url}
theme:
  name: material
  language: {language}

plugins:
{i18n}  - kb:
      channels:
        # Where readers end up whom no article helps, for each level that is built in. Put the
        # addresses of your ticket system, your telephone and your partners here.
        ticket: "mailto:{mail}?subject={{title}}"
        callback: "mailto:{mail}?subject={{title}}"
        expert: "mailto:{mail}?subject={{title}}"
        external: "mailto:{mail}?subject={{title}}"

markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - sane_lists
  - tables
  - toc:
      permalink: true
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist:
      custom_checkbox: true
  - pymdownx.tilde:
      subscript: false
"""
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("admonition", re.compile(r"^\s*!!! ", re.M)),
    ("attr_list", re.compile(r"\{ (?:#|width=|height=)", re.M)),
    ("def_list", re.compile(r"^:   \S", re.M)),
    ("footnotes", re.compile(r"^\[\^[^\]]+\]:", re.M)),
    ("pymdownx.details", re.compile(r"^\s*\?\?\?\+? ", re.M)),
    ("pymdownx.superfences", re.compile(r"^\s+`{3}|^\s*=== |^`{3}\w+ \w+=", re.M)),
    ("pymdownx.tabbed", re.compile(r'^\s*=== "', re.M)),
    ("pymdownx.tasklist", re.compile(r"^\s*[-*+] \[[ xX]\] ", re.M)),
    ("pymdownx.tilde", re.compile(r"~~\S")),
)


def starter(site: ImportedSite, plan: Plan, old_url: str) -> str:
    """Return a first configuration, with the i18n plugin if there are translations."""
    host = re.sub(r"^https?://(?:www\.)?|[:/].*$", "", old_url) or "example.com"
    language = (site.language or "en").replace("_", "-").partition("-")[0].lower()
    return _TEMPLATE.format(
        name=_quoted(site.name or "Help"),
        url=f"site_url: {_quoted(_origin(old_url))}\n" if old_url else "",
        language=language if re.fullmatch(r"[a-z]{2,3}", language) else "en",
        mail=f"support@{host if re.fullmatch(r'[a-z0-9.-]+', host) else 'example.com'}",
        i18n=_i18n(language, plan.languages) if plan.languages else "",
    )


def missing_extensions(plan: Plan, present: Collection[str]) -> list[str]:
    """Return the Markdown extensions that the articles use and the configuration lacks."""
    texts = [data.decode("utf-8", "replace") for data in _pages(plan)]
    lacking = []
    for name, sign in _SIGNS:
        same = {name, name.replace("pymdownx.superfences", "pymdownx.extra")}
        extra = "markdown.extensions.extra" in present or "extra" in present
        if same & set(present) or (extra and name in ("attr_list", "def_list", "footnotes")):
            continue
        if any(sign.search(text) for text in texts):
            lacking.append(name)
    return lacking


def _pages(plan: Plan) -> Iterable[bytes]:
    return (data for data in plan.files.values() if isinstance(data, bytes) and b"---\n" in data)


def _origin(url: str) -> str:
    return url if url.endswith("/") else url + "/"


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _own_name(code: str) -> str:
    """Return what a language calls itself, for the switch between languages."""
    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return code
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:]


def _i18n(default: str, others: Iterable[str]) -> str:
    lines = ["  - i18n:", "      docs_structure: suffix", "      languages:"]
    for code in [default, *others]:
        lines += [f"        - locale: {code}", f"          name: {_own_name(code)}"]
        lines += ["          default: true"] if code == default else []
    return "\n".join(lines) + "\n"
