"""How each translation stands to its original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb_plugins.content.editions import Edition
from kb_plugins.content.frontmatter import Document, parse_document
from kb_plugins.content.loader import Loaded
from kb_plugins.content.translations import REVISION
from kb_plugins.translation.history import History
from kb_plugins.translation.revision import changes, revision


class Standing(StrEnum):
    """How a translation stands to its original."""

    CURRENT = "current"
    BEHIND = "behind"
    MISSING = "missing"


@dataclass(frozen=True)
class State:
    """One article in one language.

    `original` is the text that is to be translated, `translation` its rendering, if there is one;
    `shown` is how problems call the file of that, there or not.
    `changed` is the day the original changed, if it is known, and `old` what it said before.
    """

    path: str
    shown: str
    language: str
    standing: Standing
    original: Document
    translation: Document | None = None
    changed: date | None = None
    old: Document | None = None

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What changed in the original, as pairs of before and after; empty if nobody knows."""
        return changes(self.old, self.original) if self.old else []


def read_states(
    default: Loaded, translated: Loaded, edition: Edition, history: History
) -> tuple[State, ...]:
    """Return the state of every page of the default language in another one, sorted by path."""
    states = []
    wanted = {
        path: document
        for path, document in default.documents.items()
        if path not in default.left_out
    }
    found = {
        path: document
        for path, document in translated.documents.items()
        if not document.language and path not in translated.left_out
    }
    revisions = _revisions(wanted, found, history)
    for path, original in sorted(wanted.items()):
        translation = found.get(path)
        label = original.shown.removesuffix(original.file)
        shown = translation.shown if translation else label + edition.file(path)
        language = edition.language
        if translation is None:
            states.append(State(path, shown, language, Standing.MISSING, original))
        elif revisions.get(path) in (None, revision(original)):
            states.append(State(path, shown, language, Standing.CURRENT, original, translation))
        else:
            states.append(
                State(
                    path,
                    shown,
                    language,
                    Standing.BEHIND,
                    original,
                    translation,
                    _changed(default, original, history),
                    _old(original, str(revisions[path]), history),
                )
            )
    return tuple(states)


def count(states: Iterable[State]) -> Counter[Standing]:
    """Return how many pages stand how."""
    return Counter(state.standing for state in states)


def _revisions(
    originals: Mapping[str, Document], translations: Mapping[str, Document], history: History
) -> dict[str, str]:
    """Return the revision that each translation renders: as it says, else as git knows it."""
    found = {}
    unsaid: dict[str, tuple[str, str]] = {}
    for path, translation in translations.items():
        if path not in originals:
            continue
        said = translation.meta.get(REVISION)
        if said:
            found[path] = str(said)
        elif translation.file in history.last:
            unsaid[path] = (history.last[translation.file][0], originals[path].file)
    texts = history.texts(unsaid.values())
    for path, pair in unsaid.items():
        if pair in texts:
            found[path] = revision(_parsed(texts[pair], originals[path]))
    return found


def _changed(default: Loaded, original: Document, history: History) -> date | None:
    article = default.kb.by_source.get(original.path)
    return history.day(original.file) or (article.updated if article else None)


def _old(original: Document, wanted: str, history: History) -> Document | None:
    """Return what an original said when it was translated, if git remembers."""
    for content in history.versions(original.file):
        old = _parsed(content, original)
        if revision(old) == wanted:
            return old
    return None


def _parsed(content: bytes, original: Document) -> Document:
    return parse_document(content, original.path, original.shown)
