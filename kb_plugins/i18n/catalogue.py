"""The interface texts of a language as a catalogue to fill in, and how complete it is."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from kb_plugins.i18n import LOCALES, Language, language


def own_catalogue(code: str) -> str:
    """Return a gettext catalogue (`.po`) with all texts, those that are translated filled in."""
    catalogue = Catalog(locale=str(language(code).locale).split("_")[0], project="Firstline")
    known = _shipped(code)
    for message in _template():
        if message.id:
            old = known.get(message.id, message.context) if known else None
            catalogue.add(message.id, old.string if old else "")
    out = BytesIO()
    write_po(out, catalogue, omit_header=False, sort_output=True, width=100)
    text = out.getvalue().decode("utf-8")
    # The plural rule and the encoding are all of the header that anybody reads.
    head, _, rest = text.partition("\n\n")
    kept = [line for line in head.splitlines() if line.startswith(_HEADER)]
    return "\n".join(['msgid ""', 'msgstr ""', *kept, "", rest])


_HEADER = ('"Language:', '"MIME-Version', '"Content-', '"Plural-Forms')


def completeness(speaker: Language) -> int:
    """Return how much of the interface a language has, in percent, rounded down."""
    ids = [message.id for message in _template() if message.id]
    known = len(ids) if speaker.locale.language == "en" else sum(map(speaker.knows, ids))
    return known * 100 // len(ids)


@cache
def _template() -> Catalog:
    with (LOCALES / "messages.pot").open("rb") as stream:
        return read_po(stream)


def _shipped(code: str) -> Catalog | None:
    locale = language(code).locale
    for name in (str(locale), locale.language):
        file = LOCALES / f"{name}.po"
        if file.is_file():
            with file.open("rb") as stream:
                return read_po(stream, locale=name)
    return None
