"""Every text that readers see is in the catalogues, in every language that we ship."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.frontend import CommandLineInterface
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from kb_plugins.i18n import LOCALES, language

ROOT = Path(__file__).parents[2]
SHIPPED = {"it", "de", "fr", "es", "pt"}
CODES = sorted(file.stem for file in LOCALES.glob("*.po"))
CALLS = ("_", "gettext", "ngettext")

_PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w+\}")


def read(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


@cache
def catalogue(code: str) -> Catalog:
    return read(LOCALES / f"{code}.po")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The messages that are in the sources now."""
    file = tmp_path_factory.mktemp("messages") / "fresh.pot"
    CommandLineInterface().run(["pybabel", "--quiet", "extract", "-F", str(ROOT / "babel.cfg"),
                                "--omit-header", "-o", str(file), str(ROOT)])
    return read(file)


def messages(some: Catalog) -> dict[object, Message]:
    """Return messages by their id, a pair for those with a plural, without the header."""
    return {message.id: message for message in some if message.id}


def forms(text: object) -> tuple[str, ...]:
    """Return the singular and the plurals of a text, or the text alone."""
    return tuple(text) if isinstance(text, list | tuple) else (str(text),)


def placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


def test_all_our_languages_are_there() -> None:
    assert set(CODES) >= SHIPPED


def test_template_is_up_to_date(source: Catalog) -> None:
    written = messages(read(LOCALES / "messages.pot")).keys()
    fresh = messages(source).keys()
    assert (fresh - written, written - fresh) == (set(), set()), \
        "new and gone messages; `make messages` writes messages.pot"


def test_calls_on_objects_are_extracted(source: Catalog) -> None:
    code = b'pages._("one")\nself.a._("two")\nspeaker.ngettext("three", "threes", 3)\n'
    found = [message for _, message, *_ in extract("python", BytesIO(code))]
    assert found == ["one", "two", ("three", "threes")]
    assert {"Other articles", "Open a ticket", ("%(num)s article", "%(num)s articles"),
            "Nothing found for “{query}”."} <= messages(source).keys()


@pytest.mark.parametrize("code", CODES)
class TestCatalogue:
    def test_knows_every_message_and_no_other(self, code: str, source: Catalog) -> None:
        wanted, known = messages(source).keys(), messages(catalogue(code)).keys()
        assert (wanted - known, known - wanted) == (set(), set()), "missing and needless messages"
        assert not catalogue(code).obsolete

    def test_has_no_guesses_and_ours_have_no_gaps(self, code: str) -> None:
        for message in messages(catalogue(code)).values():
            assert not message.fuzzy, message.id
            whole = [bool(form.strip()) for form in forms(message.string)]
            assert all(whole) or (code not in SHIPPED and not any(whole)), message.id

    def test_keeps_placeholders(self, code: str) -> None:
        for message in messages(catalogue(code)).values():
            for form in filter(None, forms(message.string)):
                assert placeholders(form) == placeholders(forms(message.id)[-1]), form

    def test_has_the_plurals_of_its_language(self, code: str) -> None:
        some = catalogue(code)
        assert str(some.locale) == code
        assert some.num_plurals == get_plural(code).num_plurals
        for message in messages(some).values():
            wanted = some.num_plurals if isinstance(message.id, tuple) else 1
            if not any(forms(message.string)):
                continue  # a gap of a language that we do not promise
            assert len(forms(message.string)) == wanted, message.id

    def test_names_no_dates_and_people(self, code: str) -> None:
        text = (LOCALES / f"{code}.po").read_text(encoding="utf-8")
        assert "-Date:" not in text
        assert "@" not in text

    def test_is_sorted(self, code: str) -> None:
        ids = [forms(message_id)[0] for message_id in messages(catalogue(code))]
        assert ids == sorted(ids)


@pytest.mark.parametrize(("code", "zero", "one", "many"), [
    ("en", "0 articles", "1 article", "1,234 articles"),
    ("it", "0 articoli", "1 articolo", "1.234 articoli"),
    ("de", "0 Artikel", "1 Artikel", "1.234 Artikel"),
    ("fr", "0 article", "1 article", "1\u202f234 articles"),
    ("es", "0 artículos", "1 artículo", "1.234 artículos"),
    ("pt", "0 artigo", "1 artigo", "1.234 artigos"),
])
def test_numbers_choose_the_form(code: str, zero: str, one: str, many: str) -> None:
    speaker = language(code)
    said = [speaker.ngettext("%(num)s article", "%(num)s articles", n) for n in (0, 1, 1234)]
    assert said == [zero, one, many]


@pytest.mark.parametrize(("code", "said"), [
    ("en", {"one": "{count} result", "other": "{count} results"}),
    ("it", {"one": "{count} risultato", "other": "{count} risultati", "many": "{count} risultati"}),
    ("ru", {"one": "{count} result", "few": "{count} results", "many": "{count} results",
            "other": "{count} results"}),
    ("ja", {"other": "{count} results"}),
])
def test_scripts_get_every_plural_form(code: str, said: dict[str, str]) -> None:
    speaker = language(code)
    found = speaker.forms(
        lambda n: speaker.ngettext("%(num)s result", "%(num)s results", n, "{count}"))
    assert found == said or (code == "ja" and set(found) == {"other"})


def test_arabic_has_six_forms() -> None:
    speaker = language("ar")
    found = speaker.forms(
        lambda n: speaker.ngettext("%(num)s result", "%(num)s results", n, "{count}"))
    assert set(found) == {"zero", "one", "two", "few", "many", "other"}
    assert len(set(found.values())) == 4


def test_regions_speak_their_language_and_unknown_ones_english() -> None:
    assert language("pt-BR").gettext("Search") == language("pt").gettext("Search") == "Pesquisar"
    assert language("de-CH").gettext("Search") == "Suche"
    for code in ("en", "en-US", "tlh", "", "no such language"):
        assert language(code).gettext("Search") == "Search"
    assert language("tlh").days((1, 3)) == "Mon and Wed"
    assert language("it").gettext("Not in any catalogue") == "Not in any catalogue"


def calls(file: Path) -> Iterator[tuple[ast.Call, str]]:
    """Find the calls of gettext functions, with the name of the function they stand in."""
    todo: list[tuple[ast.AST, str]] = [(ast.parse(file.read_text(encoding="utf-8")), "")]
    while todo:
        node, inside = todo.pop()
        if isinstance(node, ast.FunctionDef):
            inside = node.name
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else \
                function.id if isinstance(function, ast.Name) else ""
            if name in CALLS:
                yield node, inside
        todo += [(child, inside) for child in ast.iter_child_nodes(node)]


def test_messages_are_written_out() -> None:
    """A variable or an f-string inside `_()` reaches no catalogue."""
    for file in (ROOT / "kb_plugins").rglob("*.py"):
        for call, inside in calls(file):
            texts = call.args[:2 if len(call.args) > 1 else 1]
            plain = all(isinstance(text, ast.Constant) and isinstance(text.value, str)
                        for text in texts)
            assert plain or inside in CALLS, f"{file}:{call.lineno}"
