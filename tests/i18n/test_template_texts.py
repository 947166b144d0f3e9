"""Templates hold no text of their own: what readers see or hear goes through `_()`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from kb_plugins.adapter.fragments import Same

THEME = Path(__file__).parents[2] / "kb_plugins" / "theme"
TEMPLATES = sorted(THEME.rglob("*.html"))
SPOKEN = {"alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription",
          "aria-valuetext", "data-label", "label", "placeholder", "summary", "title"}
SILENT = {"script", "style"}

_WORDS = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"^[A-Z]|[^\W\d_] [^\W\d_]")


class _Texts(HTMLParser):
    """Gathers text and spoken attributes with letters."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.found += [f'{name}="{value}"' for name, value in attrs
                       if name in SPOKEN and value and _WORDS.search(value)]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.silent -= tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent and _WORDS.search(data):
            self.found.append(data.strip())


def bare_texts(template: str) -> list[str]:
    """Return the texts of a template that stand in its HTML."""
    environment = Environment(extensions=["jinja2.ext.i18n", Same])
    parser = _Texts()
    parser.feed("".join(value for _, kind, value in environment.lex(template) if kind == "data"))
    parser.close()
    return parser.found


def bare_strings(template: str) -> list[str]:
    """Return the strings in the expressions of a template that read like texts."""
    tree = Environment(extensions=["jinja2.ext.i18n", Same]).parse(template)
    return [text for text in _strings(tree) if _SENTENCE.search(text)]


def _strings(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) \
            and node.node.name in ("_", "gettext", "ngettext"):
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _strings(child)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.relative_to(THEME).as_posix())
def test_every_text_can_be_translated(file: Path) -> None:
    template = file.read_text(encoding="utf-8")
    assert bare_texts(template) == []
    assert bare_strings(template) == []


def test_the_check_sees_texts() -> None:
    assert bare_texts('<p {% if a %}title="Hi {{ b }}"{% endif %}>{{ c }} more</p>{# no #}') \
        == ['title="Hi "', "more"]
    assert bare_texts("<p aria-label=\"{{ _('Yes') }}\">/ {{ _('Yes') }}</p>"
                      "<script>let no</script>") == []
    assert bare_strings('{{ a | default("Search") }}{{ _("Yes") }}{{ {"all": "no luck"} }}') \
        == ["Search", "no luck"]
