"""Everything that would change in a site, as texts of files: nothing is written here."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import yaml

from kb_plugins.adopting.conflicts import docs_conflicts, settings_conflicts
from kb_plugins.adopting.proposals import Proposal, propose
from kb_plugins.adopting.settings import (
    ByHandError,
    SettingsFile,
    find,
    items,
    plugins,
    read_settings,
    with_plugin,
    word,
)
from kb_plugins.content.frontmatter import parse_mapping
from kb_plugins.content.paths import META, walk
from kb_plugins.model import Problem, Severity

PLACEHOLDER = "mailto:support@example.com"
_ADDRESS = re.compile(r"(?:mailto:|<)([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_CONTACT = re.compile(r"(^|/)(contact([_-]us)?|kontakt|contatti|contacto|contato)\.\w+$", re.I)
_CHANNELS = {3: "expert", 4: "external"}
"""The channels of the built-in levels that nobody above could take over from."""
_TAGS = re.compile(r"^(\[TAGS\]|<!-- material/tags\b)", re.M)


@dataclass(frozen=True)
class Change:
    """One file that would be written. `old` is None if it is new."""

    path: Path
    shown: str
    old: str | None
    new: str

    @property
    def diff(self) -> str:
        """What would change, as a unified diff."""
        before = (self.old or "").splitlines(keepends=True)
        name = self.shown if self.old is not None else "/dev/null"
        lines = unified_diff(before, self.new.splitlines(keepends=True), name, self.shown)
        return "".join(line if line.endswith("\n") else line + "\n" for line in lines)

    def write(self) -> None:
        """Write the file, with the byte order mark that it had."""
        had = self.old is not None and self.path.read_bytes().startswith(codecs.BOM_UTF8)
        mark = codecs.BOM_UTF8 if had else b""
        self.path.write_bytes(mark + self.new.encode())


@dataclass(frozen=True)
class Plan:
    """What would change, why, and what to know. `channel` says where its address comes from."""

    changes: tuple[Change, ...]
    levels: tuple[tuple[str, Proposal], ...]
    problems: tuple[Problem, ...]
    channel: str

    @property
    def impossible(self) -> bool:
        """Whether the site cannot move in as it is."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def make_plan(config: Path, url: str = "") -> Plan:
    """Look at a site. `url` is where the channel leads, if the caller knows.

    Raises UnreadableError if the configuration cannot be read.
    """
    files = read_settings(config)
    folder = config.absolute().parent
    docs = folder / (word(files, "docs_dir") or "docs")
    label = docs.relative_to(folder).as_posix() if docs.is_relative_to(folder) else str(docs)
    paths, _loops = walk(docs, label)
    problems = [*settings_conflicts(files, folder), *docs_conflicts(label, paths)]
    if not docs.is_dir():
        problems.append(_error(f"{label}", "There is no such folder", "Name it in `docs_dir`"))
    found = find(files, "plugins")
    has = found is not None and any(name.value == "kb" for name, _settings in plugins(found[1]))
    wanted: list[Change] = []
    asked = {proposal.level for proposal in propose(paths)}
    source = ""
    if not has:
        source, url = ("", url) if url else _contact(docs, label, paths)
        file = found[0] if found else files[0]
        try:
            names = ["ticket", *(name for level, name in _CHANNELS.items() if level in asked)]
            channels = dict.fromkeys(names, url)
            new = with_plugin(file, channels, list(_no_articles(docs, paths, files)))
            wanted.append(Change(file.path, file.shown, file.text, new))
        except ByHandError as error:
            fix = "Add `- kb` to `plugins` by hand, then run this again"
            problems.append(_error(file.shown, f"The plugin cannot be added: {error}", fix))
        if not _has_plugin(wanted):
            fix = "Add `- kb` to `plugins` by hand, then run this again"
            problems.append(_error(file.shown, "The plugin cannot be added", fix))
    levels: list[tuple[str, Proposal]] = []
    metas: list[Change] = []
    for proposal in () if has else propose(paths):
        shown = f"{label}/{proposal.folder}/{META}".replace("//", "/")
        change, problem = _meta(docs / proposal.folder / META, shown, proposal)
        if change:
            metas.append(change)
            levels.append((shown, proposal))
        if problem:
            problems.append(problem)
    return Plan((*metas, *wanted), tuple(levels), tuple(sorted(set(problems))), source)


def _meta(file: Path, shown: str, proposal: Proposal) -> tuple[Change | None, Problem | None]:
    """Return the `.meta.yml` of a folder; one that is there gets a level at most, at the top."""
    if not file.is_file():
        return Change(file, shown, None, proposal.text), None
    try:
        old = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return None, _error(shown, f"The file cannot be read: {error}", "Mend or remove it")
    document = parse_mapping(old, META, shown)
    if document.problems:
        return None, document.problems[0]
    if "level" in document.meta:
        return None, None
    if proposal.folder or old.lstrip().startswith(("{", "---", "%")):
        message = "The folder has settings already, without a level"
        return None, Problem(
            path=shown,
            line=1,
            rule="adopt-meta",
            message=message,
            fix=f"Add `level: {proposal.level}` if that is right",
            severity=Severity.INFO,
        )
    text = old if not old or old.endswith("\n") else old + "\n"
    return Change(file, shown, old, f"{text}level: {proposal.level}\n"), None


def _no_articles(docs: Path, paths: list[str], files: list[SettingsFile]) -> Iterator[str]:
    """Yield pages that are lists of others: of tags, of posts, or of the menu."""
    found = find(files, "plugins")
    used = {name.value for name, _settings in plugins(found[1] if found else None)}
    for path in paths:
        name = path.rpartition("/")[2]
        is_menu = "literate-nav" in used and name == "SUMMARY.md"
        if is_menu or (used & {"tags", "material/tags"} and _TAGS.search(_text(docs / path))):
            yield f"/{path}"


def _contact(docs: Path, label: str, paths: list[str]) -> tuple[str, str]:
    """Return where an address for mail stands, and a channel with it; else a placeholder."""
    for path in filter(_CONTACT.search, paths):
        text = _text(docs / path)
        if match := _ADDRESS.search(text):
            line = text.count("\n", 0, match.start()) + 1
            return f"{label}/{path}:{line}", f"mailto:{match[1]}"
    return "", PLACEHOLDER


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _has_plugin(changes: list[Change]) -> bool:
    """Whether the new configuration is still YAML, with our plugin in it."""
    for change in changes:
        root = yaml.compose(change.new, yaml.SafeLoader)
        found = next((node for key, node in items(root) if key.value == "plugins"), None)
        return any(name.value == "kb" for name, _settings in plugins(found))
    return True


def _error(path: str, message: str, fix: str) -> Problem:
    return Problem(path=path, line=1, rule="adopt", message=message, fix=fix)
