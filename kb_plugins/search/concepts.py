"""Synonyms -> concepts: pseudo-terms that stand for every word or phrase of the same meaning.

A line of a synonym file is `log in, sign in, login` (each finds all) or `app => program` (the
left finds the right, not the reverse). Each line becomes one concept. An article that contains a
member gets the concept's term beside its words, and a query that contains a trigger asks for
that term too: one posting list more, however many synonyms there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import yaml

from kb_plugins.search.analysis import Analyzer, split_chunk
from kb_plugins.search.recipe import DATA, base_language

CONCEPT_SIGN = "~"
Phrase = tuple[str, ...]


class SynonymError(ValueError):
    """A synonym file that cannot be understood; `line` counts from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Concept:
    """Words of one meaning: `triggers` in a query find `members` in articles (stemmed words)."""

    triggers: frozenset[Phrase]
    members: frozenset[Phrase]


@dataclass(frozen=True)
class Concepts:
    """The concepts of a language, looked up by what occurs in a text. The n-th is named ~n."""

    items: tuple[Concept, ...] = ()

    @cached_property
    def single(self) -> dict[str, tuple[str, ...]]:
        """Members of one word -> names of their concepts."""
        found: dict[str, tuple[str, ...]] = {}
        for number, concept in enumerate(self.items):
            for phrase in concept.members:
                if len(phrase) == 1:
                    found[phrase[0]] = (*found.get(phrase[0], ()), concept_name(number))
        return found

    @cached_property
    def phrases(self) -> dict[str, tuple[tuple[Phrase, str], ...]]:
        """First word of a longer member -> the whole members that begin so, and their concepts."""
        found: dict[str, tuple[tuple[Phrase, str], ...]] = {}
        for number, concept in enumerate(self.items):
            for phrase in sorted(concept.members):
                if len(phrase) > 1:
                    entry = (phrase, concept_name(number))
                    found[phrase[0]] = (*found.get(phrase[0], ()), entry)
        return found


def concept_name(number: int) -> str:
    """The index term of the n-th concept."""
    return f"{CONCEPT_SIGN}{number}"


def parse_synonyms(text: str) -> list[tuple[list[str], list[str]]]:
    """The YAML of a synonym file -> (left side, right side) of each entry; equal when two-way.

    Raises `SynonymError` when the file is no list of strings or an entry has an empty side.
    """
    try:
        root = yaml.compose(text, yaml.SafeLoader)  # nodes know their lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise SynonymError(f"This is not valid YAML ({error.problem})", line) from None
    except (yaml.YAMLError, RecursionError):
        raise SynonymError("This is not valid YAML") from None
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise SynonymError("The file is not a list of groups", root.start_mark.line + 1)
    return [_parse_entry(node) for node in root.value]


def _parse_entry(node: yaml.Node) -> tuple[list[str], list[str]]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        raise SynonymError("This group is not a line of words", line)
    left, arrow, right = node.value.partition("=>")
    sides = [[word.strip() for word in side.split(",") if word.strip()] for side in (left, right)]
    if not arrow:
        sides[1] = sides[0]
    if not sides[0] or not sides[1] or (not arrow and len(sides[0]) < 2):
        raise SynonymError(f'"{node.value}" needs two words, or a word on each side of =>', line)
    return sides[0], sides[1]


def shipped_synonyms(language: str) -> list[tuple[list[str], list[str]]]:
    """The general synonyms of support language that ship for a language; none for the others."""
    path = DATA / f"synonyms.{base_language(language)}.yml"
    return parse_synonyms(path.read_text(encoding="utf-8")) if path.is_file() else []


def build_concepts(groups: Iterable[tuple[list[str], list[str]]], analyzer: Analyzer) -> Concepts:
    """Synonym groups -> concepts of stemmed phrases."""
    items = []
    for left, right in groups:
        triggers = frozenset(filter(None, (phrase_of(text, analyzer) for text in left)))
        members = frozenset(filter(None, (phrase_of(text, analyzer) for text in right)))
        if triggers and members and len(triggers | members) > 1:
            items.append(Concept(triggers, members))
    return Concepts(tuple(items))


def phrase_of(text: str, analyzer: Analyzer) -> Phrase:
    """A word or phrase as its stemmed words; a joined word (`log-in`) is one word (`login`).

    A lone stop word says nothing and gives an empty phrase; several together may (`geht nicht`).
    """
    words = [
        analyzer.stem(word)
        for piece in text.split()
        for whole, parts in split_chunk(piece)
        for word in ([whole] if whole else parts)
    ]
    if len(words) == 1 and not any(analyzer.chunk(piece).terms for piece in text.split()):
        return ()
    return tuple(words)
