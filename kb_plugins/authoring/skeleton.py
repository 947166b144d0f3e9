"""The text of a new article: front matter, and the parts that an article of its type needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import yaml

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of an article before it is written. An empty `level` comes from the folder."""

    title: str
    type: str
    created: date
    level: str = ""
    topic: str = ""
    product: str = ""
    owner: str = ""


def skeleton(draft: Draft, translate: Translate) -> str:
    """Return a new article as Markdown (a draft, so that no build publishes it half written).

    Headings and hints are in the language of `translate`, a gettext function. Hints are comments
    of HTML or YAML, which no reader sees.
    """
    _ = translate
    parts = _parts(_).get(draft.type) or _parts(_)["faq"]
    return f"---\n{_front_matter(draft, _)}---\n\n" + "\n".join(parts)


def _front_matter(draft: Draft, _: Translate) -> str:
    keys: dict[str, object] = {
        "title": draft.title,
        "level": int(draft.level) if draft.level.isdigit() else draft.level,
        "type": draft.type,
        "topic": draft.topic,
        "product": draft.product,
        "owner": draft.owner,
    }
    known = {key: value for key, value in keys.items() if value != ""}
    lines = (
        ("description:", _("The answer in one sentence, for lists and search results.")),
        ("questions: []", _("Other ways in which customers ask, in their words.")),
        ("status: draft", _("Remove this line when the article is ready.")),
    )
    return (
        yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
        + "".join(f"{line}  # {hint}\n" for line, hint in lines)
        + f"created: {draft.created.isoformat()}\n"
    )


def _parts(_: Translate) -> Mapping[str, tuple[str, ...]]:
    answer = _hint(_("Answer in the first sentence. Many readers need no more."))
    step = _hint(_("One action a step. Name buttons as the screen does."))
    return {
        "how-to": (
            answer,
            _section(_("Before you start"), _("What the reader needs: access, files, time.")),
            _heading(_("Steps")) + step,
            "1.\n",
            _section(_("Check that it worked"), _("What the reader sees when it worked.")),
        ),
        "troubleshooting": (
            _section(
                _("Symptom"), _("What the reader sees. Quote the message of the error exactly.")
            ),
            _section(_("Cause"), _("Why it happens, in one or two sentences.")),
            _heading(_("Solution")) + step,
            "1.\n",
        ),
        "faq": (answer,),
        "reference": (
            _hint(_("What the table lists, in one sentence.")),
            _row(_("Name"), _("Meaning")) + _row("---", "---") + _row("", ""),
        ),
        "video": (
            answer,
            _section(_("What the video shows"), _("Its steps as a list: search finds only text.")),
        ),
        "news": (
            _section(_("What changes"), _("And from which day or version on.")),
            _section(_("What you need to do"), _("If it is nothing, say so.")),
        ),
    }


def _section(heading: str, hint: str) -> str:
    return _heading(heading) + _hint(hint)


def _heading(text: str) -> str:
    return f"## {text}\n\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def _hint(text: str) -> str:
    return f"<!-- {text} -->\n"
