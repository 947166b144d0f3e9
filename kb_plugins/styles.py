"""What a site uses of a style sheet, and how it follows the system before any script runs.

Material's style sheet knows everything that a documentation site may hold, and weighs more than
the rest of a page together. A rule stays if every class and id it asks for is a word of the site:
of its templates, its scripts, or the attributes of its rendered texts. What cannot be decided
stays. Syntax: https://www.w3.org/TR/css-syntax-3/, https://www.w3.org/TR/selectors-4/
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

import tinycss2

_WORD = re.compile(r"[A-Za-z_][\w-]*")
_NAMES = re.compile(r"""(?:class|id)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_ANIMATION = re.compile(r"animation(?:-name)?:([^;}]*)")
_COLOUR = re.compile(r"""\[(data-md-color-\w+)=["']?([\w-]+)["']?\]""")
_UNDECIDED = ":where(body):not([data-md-color-media])"
"""The body before a script noted a choice, with the weight of the attribute it stands for."""
_KEYFRAMES = ("@keyframes ", "@-webkit-keyframes ")


class Words:
    """The words of a site. One that ends in a hyphen is the start of a name made from parts."""

    def __init__(self, words: Iterable[str]) -> None:
        self._whole = frozenset(words)
        self._starts = tuple(word for word in self._whole if word.endswith("-"))

    def __contains__(self, name: str) -> bool:
        return name in self._whole or name.startswith(self._starts)


def code_words(text: str) -> set[str]:
    """Return every word of a template or a script; a class may hide in any of them."""
    return set(_WORD.findall(text))


def html_words(html: str) -> set[str]:
    """Return the classes and ids of rendered HTML."""
    return {name for groups in _NAMES.findall(html) for text in groups for name in text.split()}


@cache
def parse(sheet: str) -> Rules:
    """Read a style sheet; kept, because every rebuild of `serve` asks for the same one."""
    return tuple(_read(tinycss2.parse_stylesheet(sheet, True, True)))


def css(rules: Rules) -> str:
    """Write a style sheet, without comments and needless space."""
    return "".join(map(str, rules))


def slim(rules: Rules, used: Collection[str], also: str = "") -> Rules:
    """Return what a site with these words uses of a style sheet.

    `also` are further styles, which may use custom properties and animations of this sheet.
    """
    words = Words(used)
    kept = tuple(part for rule in rules if (part := rule.using(words)))
    text, before = css(kept), ""
    while text != before:  # a custom property may be all that uses another one
        asked = frozenset(_VARIABLE.findall(text + also))
        named = frozenset(_WORD.findall(" ".join(_ANIMATION.findall(text + also))))
        kept = tuple(part for rule in kept if (part := rule.asked_for(asked, named)))
        text, before = css(kept), text
    return kept


def follow_system(
    rules: Rules, shown: Mapping[str, str], systems: Mapping[str, Mapping[str, str]]
) -> Rules:
    """Return a style sheet in which a page has the look of the system before any script runs.

    `shown` are the colour attributes of the page as it is written, `systems` those that a media
    query asks for. Each rule for them is said once more inside the query, right after itself, so
    that the order of rules stays what it is.
    """
    return tuple(one for rule in rules for one in (rule, *_twins(rule, shown, systems)))


def _twins(
    rule: Rule, shown: Mapping[str, str], systems: Mapping[str, Mapping[str, str]]
) -> Iterator[Rule]:
    for media, look in systems.items():
        new = {name: value for name, value in look.items() if shown.get(name) != value}
        if twin := rule.for_undecided(new):
            yield Rule(f"@media {media}", nested=(twin,))


@dataclass(frozen=True, slots=True)
class Rule:
    """What stands before the brace, and declarations or rules in it, or neither (`@charset`)."""

    head: str
    selectors: tuple[tuple[str, frozenset[str]], ...] = ()
    declarations: tuple[str, ...] = ()
    nested: tuple[Rule, ...] = ()

    def using(self, words: Words) -> Rule | None:
        """Return the rule with the selectors that these words can match, if there is any."""
        if self.selectors:
            left = tuple(one for one in self.selectors if all(name in words for name in one[1]))
            if left == self.selectors:
                return self
            head = ",".join(text for text, _names in left)
            return replace(self, head=head, selectors=left) if left else None
        if self.nested and not self.head.startswith(_KEYFRAMES):
            nested = tuple(part for rule in self.nested if (part := rule.using(words)))
            return replace(self, nested=nested) if nested else None
        return self

    def for_undecided(self, look: Mapping[str, str]) -> Rule | None:
        """Return the rule for pages that have this look by the system, if it is about it."""
        if self.nested and not self.head.startswith(_KEYFRAMES):
            nested = tuple(part for rule in self.nested if (part := rule.for_undecided(look)))
            return replace(self, nested=nested) if nested else None
        heads = [head for text, _names in self.selectors if (head := _undecided(text, look))]
        return replace(self, head=",".join(heads)) if heads else None

    def asked_for(self, asked: frozenset[str], named: frozenset[str]) -> Rule | None:
        """Return the rule without the custom properties and animations nobody asks for."""
        if self.head.startswith(_KEYFRAMES) and self.head.split()[-1] not in named:
            return None
        if self.nested:
            nested = tuple(part for rule in self.nested if (part := rule.asked_for(asked, named)))
            return replace(self, nested=nested) if nested else None
        needless = [
            text
            for text in self.declarations
            if text.startswith("--") and text.partition(":")[0] not in asked
        ]
        if not needless:
            return self
        left = tuple(text for text in self.declarations if text not in needless)
        return replace(self, declarations=left) if left else None

    def __str__(self) -> str:
        if not self.declarations and not self.nested:
            return f"{self.head};" if self.head.startswith("@") else ""
        inner = "".join(map(str, self.nested)) or ";".join(self.declarations)
        return f"{self.head}{{{inner}}}" if inner else ""


Rules = tuple[Rule, ...]


def _read(nodes: Iterable[Any]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = tuple((_text(part), _names(part)) for part in _split(node.prelude))
            head = ",".join(text for text, _names in selectors)
            yield Rule(head, selectors, _declarations(node.content))
        elif node.type == "at-rule":
            head = f"@{node.at_keyword} {_text(node.prelude)}".rstrip()
            if node.content is None:
                yield Rule(head)
            elif node.lower_at_keyword in ("media", "supports", "layer", "container"):
                rules = tinycss2.parse_rule_list(node.content, True, True)
                yield Rule(head, nested=tuple(_read(rules)))
            elif node.lower_at_keyword.endswith("keyframes"):
                rules = tinycss2.parse_rule_list(node.content, True, True)
                frames = ((_text(rule.prelude), _declarations(rule.content)) for rule in rules)
                yield Rule(head, nested=tuple(Rule(at, (), what) for at, what in frames))
            else:
                yield Rule(head, declarations=_declarations(node.content))


def _declarations(content: Any) -> tuple[str, ...]:
    nodes = tinycss2.parse_blocks_contents(content, True, True)
    return tuple(
        f"{node.name}:{_text(node.value)}{'!important' if node.important else ''}"
        for node in nodes
        if node.type == "declaration"
    )


def _split(prelude: Iterable[Any]) -> list[list[Any]]:
    """Split a list of selectors at its commas."""
    parts: list[list[Any]] = [[]]
    for node in prelude:
        if node.type == "literal" and node.value == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _names(selector: list[Any]) -> frozenset[str]:
    """Return the classes, ids and colours (Material's attributes) that a selector asks for.

    What stands in functions, as in `:not(.name)`, is not asked for.
    """
    found = {node.value for node in selector if node.type == "hash"}
    for node in selector:
        if node.type == "[] block" and _text(node.content).startswith("data-md-color-"):
            found |= {part.value for part in node.content[2:] if part.type in ("ident", "string")}
    found |= {
        after.value
        for dot, after in pairwise(selector)
        if dot.type == "literal" and dot.value == "." and after.type == "ident"
    }
    return frozenset(found)


def _undecided(selector: str, look: Mapping[str, str]) -> str:
    """Return a selector that asks for a look as one for the body without it, or nothing."""
    asked = _COLOUR.findall(selector)
    if not any(name in look for name, _value in asked):
        return ""
    if any(look.get(name, value) != value for name, value in asked):
        return ""
    return _COLOUR.sub(lambda match: _UNDECIDED if match[1] in look else match[0], selector)


def _text(nodes: Iterable[Any]) -> str:
    """Write tokens as CSS, a run of white space as one space."""
    parts = (" " if node.type == "whitespace" else node for node in nodes if node.type != "comment")
    return "".join(part if isinstance(part, str) else part.serialize() for part in parts).strip()
