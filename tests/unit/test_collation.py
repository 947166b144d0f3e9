"""The order of titles and the letter they stand under, by language."""

from __future__ import annotations

import pytest

from kb_plugins.pages.collation import letter, sort_key

ORDERS = {
    "en": ["Äpfel", "Apple", "école", "Edge", "Œuvre", "Open", "zoo"],
    "es": ["nube", "nzz", "ñandú", "ojo"],
    "sv": ["zon", "åka", "ärende", "öppna"],
    "da": ["zone", "æble", "øl", "år"],
    "de-AT": ["Änderung", "anmelden", "Öffnen", "Ordner"],
    "cs": ["cena", "čas", "den"],
    "ru": ["игра", "йод", "карта"],
}


@pytest.mark.parametrize("language", ORDERS)
def test_titles_are_sorted_as_their_language_does(language: str) -> None:
    expected = ORDERS[language]
    wrong = expected[::-1]
    assert sorted(wrong, key=lambda text: sort_key(text, language)) == expected


@pytest.mark.parametrize(("title", "language", "under"), [
    ("“Quoted” title", "en", "q"),
    ("404 is shown", "en", "0-9"),
    ("٣ طرق", "ar", "0-9"),
    ("أين الفاتورة", "ar", "ا"),
    ("Ñandú", "es", "ñ"),
    ("Ñandú", "it", "n"),
    ("Å", "sv", "å"),
    ("Œuvre", "fr", "o"),
    ("école", "fr", "e"),
    ("Что такое VPN", "en", "ч"),
    ("日本語", "ja", "other"),
    ("???", "en", "other"),
    ("", "en", "other"),
])  # fmt: skip
def test_the_letter_of_a_title(title: str, language: str, under: str) -> None:
    assert letter(title, language) == under
