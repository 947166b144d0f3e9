"""From an imported site to the files that it becomes, before any of them is written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kb_plugins.content.proposals import propose
from kb_plugins.importing.body import Writer, Written
from kb_plugins.importing.front import front_matter
from kb_plugins.importing.links import Resolver
from kb_plugins.importing.model import Form, ImportedSite, Loss, Page, Weight
from kb_plugins.importing.names import safe_path, slug, unique

_FRAGMENT = re.compile(r"#([^\s\"'<>)\]}]{1,200})")


@dataclass(frozen=True)
class Levels:
    """Which levels to write: `everywhere` for all articles, `folders` for paths of folders.

    Where neither says anything, the names of folders do (`content/proposals.py`).
    """

    everywhere: int | str | None = None
    folders: dict[str, int | str] = field(default_factory=dict)
    written: bool = True

    def of(self, folder: str) -> tuple[int | str, str, str]:
        """Return level, type and reason for the articles of a folder."""
        proposal = propose(folder)
        parts = folder.split("/")
        for length in range(len(parts), 0, -1):
            named = "/".join(parts[:length])
            if named in self.folders:
                return self.folders[named], proposal.type, "--level"
        if self.everywhere is not None:
            return self.everywhere, proposal.type, "--level"
        return proposal.level, proposal.type, proposal.because


@dataclass
class Plan:
    """Files by path below the docs folder: bytes, or the file of the source to copy."""

    files: dict[str, bytes | Path] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    levels: dict[str, tuple[int | str, str, str, int]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    articles: int = 0

    @property
    def hands(self) -> set[str]:
        """The pages that a person must look at."""
        return {loss.page for loss in self.losses if loss.weight is Weight.HAND and loss.page}


def make_plan(site: ImportedSite, levels: Levels, directories: bool = True) -> Plan:
    """Return what importing a site writes. Losses of the site are in the plan, too."""
    plan = Plan()
    paths = _paths(site)
    files = _files(site, {path.casefold() for path in paths.values()})
    hidden = frozenset(paths[page.key] for page in site.pages if _hidden(page))
    writer = Writer(site, Resolver(site, paths, files), _wanted(site), directories, hidden)
    results: dict[str, Written] = {}
    redirects = _redirects(site, paths)
    for page in site.pages:
        path = paths[page.key]
        result = writer.write(page, path)
        results[path] = result
        _title(page, result.heading)
        plan.files.update(dict(result.files.items()))
        head = front_matter(page, _ours(page, path, levels, plan, redirects.get(path, [])))
        plan.files[path] = f"{head}\n{result.markdown}".encode("utf-8", "replace")
        plan.pages[page.key] = path
    for asset in site.assets:
        plan.files[files[asset.path]] = asset.file
    _check_anchors(site, paths, results)
    plan.languages = tuple(sorted({page.language for page in site.pages if page.language}))
    plan.losses = sorted(_losses(site, paths))
    plan.articles = sum(page.article for page in site.pages)
    return plan


def _title(page: Page, heading: str) -> None:
    """Let the heading that readers saw be the title; Firstline shows only one of the two."""
    if page.form is not Form.MARKDOWN or not heading or _same(heading, page.title):
        return
    what = (
        f'the title "{page.title}" gives way to the heading "{heading}"; it is `source_title` now'
    )
    page.lose("title-and-heading", what, Weight.NOTE)
    page.meta["source_title"], page.title = page.title, heading


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _hidden(page: Page) -> bool:
    return page.meta.get("status") == "draft" or page.meta.get("audience") == "internal"


def _paths(site: ImportedSite) -> dict[str, str]:
    """Give every page a path of its own; translations lie beside their original."""
    taken: set[str] = set()
    paths: dict[str, str] = {}
    stems: dict[str, str] = {}
    for page in sorted(site.pages, key=lambda page: (page.language != "", _natural(page.key))):
        wanted = safe_path(page.path) or "page.md"
        if not wanted.endswith(".md"):
            wanted += ".md"
        if page.language:
            stem = stems.get(page.group, wanted.removesuffix(".md"))
            wanted = f"{stem}.{page.language}.md"
        path = unique(wanted, taken)
        if not page.language:
            stems[page.group or page.key] = path.removesuffix(".md")
        if path != wanted and page.is_index:  # two texts of a folder: this one is an article
            taken.discard(path.casefold())
            path = unique(f"{wanted.rpartition('index.md')[0]}{slug(page.title)}.md", taken)
            page.is_index, page.article = False, True
        if path != wanted:
            page.lose("path-taken", f"another page has the path {wanted}; it is {path}",
                      Weight.NOTE)  # fmt: skip
        paths[page.key] = path
    return paths


def _files(site: ImportedSite, taken: set[str]) -> dict[str, str]:
    files: dict[str, str] = {}
    for asset in sorted(site.assets, key=lambda asset: asset.path):
        if asset.path not in files:
            files[asset.path] = unique(safe_path(asset.path) or "assets/file", taken)
    return files


def _natural(key: str) -> list[tuple[int, str]]:
    """Sort `9` before `10`: a younger article never takes the path of an older one."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", key)]


def _wanted(site: ImportedSite) -> frozenset[str]:
    found = {name for page in site.pages for name in _FRAGMENT.findall(page.body)}
    return frozenset(found | {unquote(name) for name in found})


def _ours(
    page: Page, path: str, levels: Levels, plan: Plan, redirects: list[str]
) -> dict[str, object]:
    ours: dict[str, object] = {"title": page.title}
    if page.article and levels.written:
        folder = path.rpartition("/")[0]
        level, kind, because = levels.of(folder)
        count = plan.levels.get(folder, (0, "", "", 0))[3] + 1
        plan.levels[folder] = (level, kind, because, count)
        ours["level"] = page.meta.get("level", level)
        if kind and "type" not in page.meta:
            ours["type"] = kind
    ours["redirect_from"] = redirects
    return ours


def _redirects(site: ImportedSite, paths: dict[str, str]) -> dict[str, list[str]]:
    """Return the old addresses of each page: no address twice, and none that a page has now."""
    taken = {_bare(path.removesuffix(".md").removesuffix("index")) for path in paths.values()}
    found: dict[str, list[str]] = {}
    for page in site.pages:
        old = [urlsplit(address).path or "/" for address in page.redirects]
        old += [str(item) for item in _listed(page.meta.get("redirect_from"))]
        for address in old:
            bare = _bare(address)
            if bare and bare not in taken:
                taken.add(bare)
                found.setdefault(paths[page.key], []).append(address)
    return found


def _bare(address: str) -> str:
    """Return what two spellings of an address have in common."""
    path = unquote(urlsplit(address).path).strip("/").casefold()
    return re.sub(r"(?:^|/)index$|/$", "", re.sub(r"\.html?$", "", path))


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _check_anchors(site: ImportedSite, paths: dict[str, str], results: dict[str, Written]) -> None:
    """Report links whose page is there, but not the place on it."""
    by_path = {paths[page.key]: page for page in site.pages}
    for path, result in results.items():
        language = by_path[path].language
        gone: Counter[tuple[str, str]] = Counter()
        for target, name in result.links:
            translated = f"{target.removesuffix('.md')}.{language}.md"
            there = results.get(translated) or results.get(target)
            if name and there is not None and name not in there.ids:
                gone[target, name] += 1
        for target, name in sorted(gone):
            what = f"a link leads to {target}, where there is no #{name}"
            by_path[path].lose("anchor-missing", what)


def _losses(site: ImportedSite, paths: dict[str, str]) -> list[Loss]:
    losses = list(site.losses)
    for page in site.pages:
        for loss in dict.fromkeys(page.losses):
            losses.append(
                Loss(
                    where=loss.where,
                    kind=loss.kind,
                    what=loss.what,
                    weight=loss.weight,
                    page=paths[page.key],
                )
            )
    return losses
