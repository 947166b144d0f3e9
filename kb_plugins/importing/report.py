"""What an import changed and lost, for people (Markdown) and for programs (JSON).

Both say only what follows from the source, so that a second import writes the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Any

from kb_plugins.importing.model import ImportedSite, Loss, Weight
from kb_plugins.importing.plan import Plan

VERSION = 1
"""The version of the JSON report."""

_HEADS = {
    Weight.HAND: ("Look at these by hand", "Something did not survive as it was."),
    Weight.LOST: ("Lost", "This is gone or has no counterpart; the text around it was kept."),
    Weight.NOTE: ("Changed", "Nothing is lost, but something is written in another way."),
}


def json_report(site: ImportedSite, plan: Plan) -> str:
    """Return the report as JSON."""
    report: dict[str, Any] = {
        "version": VERSION,
        "from": site.kind,
        "articles": plan.articles,
        "pages": len(site.pages),
        "files": len(plan.files) - len(site.pages),
        "need_a_hand": sorted(plan.hands),
        "levels": {
            folder: {"level": level, "type": kind, "because": because, "articles": count}
            for folder, (level, kind, because, count) in sorted(plan.levels.items())
        },
        "paths": dict(sorted(plan.pages.items())),
        "losses": [
            {"weight": loss.weight.value, "kind": loss.kind, "where": loss.where,
             "page": loss.page, "what": loss.what}
            for loss in plan.losses
        ],
    }  # fmt: skip
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def text_report(site: ImportedSite, plan: Plan) -> str:
    """Return the report as Markdown."""
    counts = Counter(loss.weight for loss in plan.losses)
    hands = len(plan.hands)
    lines = [
        f"# Report of the import from {site.kind}",
        "",
        f"- {plan.articles} articles, {len(site.pages) - plan.articles} other pages,"
        f" {len(plan.files) - len(site.pages)} files.",
        f"- {hands} pages need a hand, {counts[Weight.LOST]} things are lost,"
        f" {counts[Weight.NOTE]} are written in another way.",
        "",
    ]
    if plan.levels:
        lines += ["## Proposed levels", "", "| folder | level | type | why | articles |",
                  "| --- | --- | --- | --- | --- |"]  # fmt: skip
        for folder, (level, kind, because, count) in sorted(plan.levels.items()):
            why = because or "no telling name"
            lines.append(f"| {folder or '(top)'} | {level} | {kind} | {why} | {count} |")
        lines.append("")
    for weight, (head, text) in _HEADS.items():
        lines += _section(head, text, [loss for loss in plan.losses if loss.weight is weight])
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(head: str, text: str, losses: list[Loss]) -> list[str]:
    if not losses:
        return []
    lines = [f"## {head} ({len(losses)})", "", text, ""]
    kinds: dict[str, list[Loss]] = defaultdict(list)
    for loss in losses:
        kinds[loss.kind].append(loss)
    for kind, found in sorted(kinds.items()):
        lines += [f"### {kind} ({len(found)})", ""]
        lines += [f"- {_one_line(loss.page or loss.where)}: {_one_line(loss.what)}"
                  for loss in found]  # fmt: skip
        lines.append("")
    return lines


def _one_line(text: str) -> str:
    """Return a text that no Markdown viewer takes for anything but text."""
    text = " ".join(text.split())
    ticks = "``" if "`" in text else "`"
    return f"{ticks} {text} {ticks}" if "`" in text else f"`{text}`"
