"""Waivers: a rule that is not to be followed in one place, and the reason why.

Three places: `<!-- kb-ignore rule: reason -->` in the text covers its line, or the block after it
if it stands alone; `kb_ignore: {rule: reason}` in the front matter covers an article, and in a
`.meta.yml` the folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kb_plugins.content.defaults import FolderDefaults
from kb_plugins.content.frontmatter import Document
from kb_plugins.model import Problem, Severity
from kb_plugins.quality.digest import Waiver
from kb_plugins.quality.policy import unknown_rule
from kb_plugins.quality.registry import rule_by_id
from kb_plugins.quality.rule import Sources, in_text

KEY = "kb_ignore"
RULE = "waiver"
UNUSED = "waiver-unused"


@dataclass
class Waivers:
    """The waivers of a help centre, and which of them were needed."""

    problems: list[Problem] = field(default_factory=list)
    _whole: dict[str, frozenset[str]] = field(default_factory=dict)
    _blocks: dict[str, list[Waiver]] = field(default_factory=dict)
    _used: set[tuple[str, int, str]] = field(default_factory=set)

    def cover(self, problem: Problem) -> bool:
        """Whether a problem is waived."""
        covered = problem.rule in self._whole.get(problem.path, ())
        for waiver in self._blocks.get(problem.path, ()):
            if waiver.rule == problem.rule and waiver.line <= problem.line <= waiver.last:
                self._used.add((problem.path, waiver.line, waiver.rule))
                covered = True
        return covered

    def unused(self, ran: Iterable[str]) -> Iterator[Problem]:
        """Yield a note for each waiver in a text whose rule ran and had nothing to say there."""
        ran = frozenset(ran)
        for path, waivers in sorted(self._blocks.items()):
            for waiver in waivers:
                if waiver.rule in ran and (path, waiver.line, waiver.rule) not in self._used:
                    yield Problem(
                        path=path,
                        line=waiver.line,
                        rule=UNUSED,
                        message=f"Nothing here breaks the rule {waiver.rule}",
                        fix="Remove the comment",
                        severity=Severity.INFO,
                    )


def read_waivers(sources: Sources, label: str) -> Waivers:
    """Gather the waivers of all texts. `label` is what problems call the docs folder."""
    waivers = Waivers()
    defaults = FolderDefaults(sources.docs, label)
    for document, _digest in sources.texts:
        merged, _broken = defaults.apply(document)
        waivers._whole[document.shown] = _whole(document, merged.meta.get(KEY), waivers.problems)
    for document, digest in sources.all_texts:
        good = []
        for waiver in digest.waivers:
            line = in_text(document, waiver.line)
            if wrong := _wrong(waiver.rule, waiver.reason):
                waivers.problems.append(_problem(document, line, wrong))
            else:
                good.append(waiver._replace(line=line, last=in_text(document, waiver.last)))
        if good:
            waivers._blocks.setdefault(document.shown, []).extend(good)
    return waivers


def _whole(document: Document, value: object, problems: list[Problem]) -> frozenset[str]:
    """Read `kb_ignore` of a document together with its folder's."""
    if value is None:
        return frozenset()
    line = document.line(KEY)
    if not isinstance(value, dict):
        wrong = (f"`{KEY}` is not a list of rules with reasons", f"Write `{KEY}: {{rule: reason}}`")
        problems.append(_problem(document, line, wrong))
        return frozenset()
    good = set()
    for rule, reason in value.items():
        if wrong_entry := _wrong(str(rule), reason if isinstance(reason, str) else ""):
            problems.append(_problem(document, line, wrong_entry))
        else:
            good.add(str(rule))
    return frozenset(good)


def _wrong(name: str, reason: str) -> tuple[str, str] | None:
    rule = rule_by_id().get(name)
    if rule is None:
        return unknown_rule(name)
    if rule.locked:
        return f"The rule {name} keeps pages out of the site, so nobody can waive it", "Mend it"
    if len(reason.strip()) < 3:
        return f"The waiver of {name} gives no reason", f"Write `{name}: why it is right here`"
    return None


def _problem(document: Document, line: int, wrong: tuple[str, str]) -> Problem:
    return Problem(
        path=document.shown,
        line=line,
        rule=RULE,
        message=wrong[0],
        fix=wrong[1],
        severity=Severity.WARNING,
    )
