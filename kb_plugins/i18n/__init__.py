"""Interface texts in gettext catalogues, dates and numbers by locale (Babel).

A language is one file `locales/<language>.po`; a missing message falls back to English.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

LOCALES = Path(__file__).parent / "locales"


@dataclass(frozen=True)
class Language:
    """One language: its catalogue and the ways of its locale. Make it with `language()`."""

    code: str
    locale: Locale
    translations: NullTranslations

    def gettext(self, message: str) -> str:
        """Return a message in this language, or as it is."""
        return str(self.translations.gettext(message))

    def ngettext(self, singular: str, plural: str, count: int, shown: str = "") -> str:
        """Return the form of a message for a number, which `%(num)s` becomes, or `shown`."""
        text = str(self.translations.ngettext(singular, plural, count))
        return text % {"num": shown or self.number(count)}

    def forms(self, form: Callable[[int], str]) -> dict[str, str]:
        """Return all forms of a message by the categories of `Intl.PluralRules`: `one`, `other`.

        `form` gives the form for a number.
        """
        found: dict[str, str] = {}
        for count in (*range(200), 1000, 1_000_000):
            found.setdefault(self.locale.plural_form(count), form(count))
        found.setdefault("other", form(5))
        return found

    def day_of_year(self, day: date) -> str:
        """Write a day without its year: `25 December`."""
        return str(format_skeleton("MMMMd", day, locale=self.locale))

    def knows(self, message: str | Sequence[str]) -> bool:
        """Whether a message is translated; a pair of texts is one with plurals."""
        found: NullTranslations | None = self.translations
        while isinstance(found, Translations):
            known = getattr(found, "_catalog", {})
            if known.get(message) if isinstance(message, str) else known.get((message[0], 1)):
                return True
            found = getattr(found, "_fallback", None)
        return False

    @property
    def direction(self) -> str:
        """The direction of writing: `ltr` or `rtl`."""
        return direction(self.code)

    def name_of(self, code: str) -> str:
        """Say what a language is called in this one: `Italian`. Nothing for nothing."""
        if not code:
            return ""
        name = _locale(code).get_display_name(self.locale) or code
        return name[:1].upper() + name[1:]

    def date(self, day: date) -> str:
        """Write a date: `23 November 2026`."""
        return format_date(day, "long", locale=self.locale)

    def number(self, value: int) -> str:
        """Write a number with the separators of the locale."""
        return format_decimal(value, locale=self.locale)

    def time(self, clock: time) -> str:
        """Write a time of day: `09:00`, `9:00 AM`."""
        return format_time(clock, "short", locale=self.locale)

    def days(self, days: tuple[int, ...]) -> str:
        """Write weekdays (1 is Monday): neighbours as a range, `Mon–Fri`, others as a list."""
        names = get_day_names("abbreviated", locale=self.locale)
        runs: list[list[int]] = []
        for day in days:
            if runs and day == runs[-1][-1] + 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        parts = []
        for run in runs:
            first, last = names[run[0] - 1], names[run[-1] - 1]
            parts += [f"{first}–{last}"] if len(run) > 2 else [names[day - 1] for day in run]
        return self.list(parts)

    def list(self, parts: list[str]) -> str:
        """Join words: `a, b and c`."""
        return format_list(parts, locale=self.locale) if parts else ""


def direction(code: str) -> str:
    """Return the direction in which a language is written: `ltr` or `rtl`."""
    return _locale(code).text_direction if code else "ltr"


class CatalogueError(ValueError):
    """A catalogue that cannot be read; the text says why."""


def language(code: str, own: Path | None = None) -> Language:
    """Return the language of a code such as `it` or `pt-BR`; unknown ones speak English.

    `own` is a catalogue (`.po`) whose texts win over ours. Raises CatalogueError if it is none.
    """
    shipped = _shipped(code)
    if own is None:
        return shipped
    texts = _compile(own, str(shipped.locale))  # read anew: a preview lives long
    texts.add_fallback(shipped.translations)
    return replace(shipped, translations=texts)


@cache
def _shipped(code: str) -> Language:
    locale = _locale(code)
    # Dates and times of plain `en` are American; a site that means that says `en-US`.
    if str(locale) == "en":
        locale = Locale.parse("en_GB")
    for name in (str(locale), locale.language):
        file = LOCALES / f"{name}.po"
        if file.is_file():
            return Language(code, locale, _compile(file, name))
    return Language(code, locale, NullTranslations())


def _locale(code: str) -> Locale:
    """Return the locale of a code, that of its language if the region is unknown, else English."""
    name = code.replace("-", "_")
    for candidate in (name, name.partition("_")[0]):
        try:
            return Locale.parse(candidate)
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse("en_GB")


def _compile(file: Path, name: str) -> NullTranslations:
    try:
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale=name, abort_invalid=True)
    except (OSError, UnicodeDecodeError, PoFileError) as error:
        raise CatalogueError(str(getattr(error, "strerror", "") or error)) from error
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
