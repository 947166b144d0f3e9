"""What we mend in Material's HTML is still there to mend."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from kb_plugins.adapter.html import MENDED, mend


def templates() -> str:
    found = importlib.util.find_spec("material")
    home = Path(found.submodule_search_locations[0]) / "templates"
    names = ("base.html", "partials/nav-item.html", "partials/toc.html", "partials/toc-item.html")
    return "\n".join((home / name).read_text() for name in names)


@pytest.mark.parametrize("wrong", [wrong for wrong, _right in MENDED[:2]])
def test_material_still_writes_it(wrong: str) -> None:
    assert wrong in templates()


def test_material_still_labels_a_box_that_may_not_be_there() -> None:
    assert 'for="__toc"' in templates()


def test_every_page_has_a_link_to_its_text() -> None:
    assert '<div data-md-component="skip">' in templates()
    page = ('<html lang="it"><div data-md-component="skip">{}</div>'
            '<main class="md-main"><div class="md-content" data-md-component="content">')
    material = '<a href="#a" class="md-skip"> Vai al contenuto</a>'
    for html in (page.format(""), page.format(material)):
        assert '<a href="#kb-content" class="md-skip">Vai al contenuto</a>' in mend(html)
        assert '<div class="md-content" id="kb-content" data-md-component' in mend(html)
    assert mend('<main class="md-main">') == '<main class="md-main">'


def test_a_page_with_a_template_of_its_own_is_mended_as_well() -> None:
    skip = '<div data-md-component="skip"></div>'
    page = f'{skip}<main class="md-main" data-x><label class="md-nav__title" for="__toc">'
    mended = mend(page)
    assert '<main class="md-main" id="kb-content" data-x>' in mended
    assert "for=" not in mended
    assert 'href="#kb-content"' in mended


def test_a_label_keeps_its_box() -> None:
    label = '<label class="md-nav__title" for="__toc">'
    assert mend(label) == '<label class="md-nav__title">'
    assert mend(label + '<input id="__toc">').startswith(label)
