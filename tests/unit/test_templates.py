"""Templates escape what they print, and hold nothing that a strict CSP forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import kb_plugins
from kb_plugins.adapter.fragments import Same

REPOSITORY = Path(__file__).parents[2]
FOLDERS = (Path(kb_plugins.__file__).parent / "theme", REPOSITORY / "overrides")
TEMPLATES = {
    path.relative_to(REPOSITORY).as_posix(): path
    for folder in FOLDERS
    for path in sorted(folder.rglob("*.html"))
}

ESCAPES = {"e", "tojson"}
MACROS = {"badge", "cards", "crumbs", "expectations", "feed", "flag", "heading", "questions"}
MACROS |= {"lines", "pager", "topic_cards"}
"""Macros of macros.html and lists.html: what they print is escaped there."""
DATA = re.compile(r"\ssrc=|type=\"application/(ld\+)?json\"")
"""Scripts that are a file of their own, or no code."""
TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)

each = pytest.mark.parametrize("name", TEMPLATES)


def source(name: str) -> str:
    return TEMPLATES[name].read_text(encoding="utf-8")


def unescaped(text: str) -> list[nodes.Expr]:
    """Return what a template prints as it is, but must not."""
    printed = [
        node
        for output in Environment(extensions=[Same]).parse(text).find_all(nodes.Output)
        for node in output.nodes
        if not isinstance(node, nodes.TemplateData)
    ]
    return [node for node in printed if not (is_escaped(node) or is_html(node))]


def is_escaped(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Filter) and node.name in ESCAPES


def is_html(node: nodes.Expr) -> bool:
    """Whether it is HTML already: rendered Markdown, a macro of ours, a block of the parent."""
    match node:
        case nodes.Getattr(node=nodes.Name(name="page"), attr="content"):
            return True
        case nodes.Getitem(node=nodes.ExtensionAttribute(name="made")):
            return True  # the inside of `same`, which is looked at as well
        case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="theirs"), attr="t")):
            return True  # a word of Material's, which is escaped where it is used: `lang.t()|e`
        case nodes.Call(node=nodes.Name(name=name)):
            return name == "super" or name in MACROS
        case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="kb_macros" | "lists"), attr=name)):
            return name in MACROS
    return False


def tags(text: str) -> list[str]:
    """Return the HTML tags of a template, with an x for what Jinja prints into them."""
    html, inside = "", False
    for _line, kind, value in Environment().lex(text):
        if kind in ("variable_begin", "variable_end"):
            inside = kind == "variable_begin"
            html += "x" if inside else ""
        elif kind == "block_begin":
            html += " "
        elif kind == "data" and not inside:
            html += value
    return TAG.findall(html)


def forbidden(text: str) -> list[str]:
    """Return what a strict content security policy would block."""
    return [
        tag
        for tag in tags(text)
        if re.search(r"(?i)\s(style|on[a-z]+)\s*=|javascript:", tag)
        or re.match(r"(?i)<style\b", tag)
        or (re.match(r"(?i)<script\b", tag) and not DATA.search(tag))
    ]


def test_templates_are_found():
    assert len(TEMPLATES) >= 15
    assert "kb_plugins/theme/kb/article.html" in TEMPLATES


@each
def test_every_output_is_escaped(name: str):
    assert unescaped(source(name)) == []


@each
def test_nothing_is_marked_as_safe(name: str):
    assert re.findall(r"\|\s*safe\b|autoescape|Markup", source(name)) == []


@each
def test_the_security_policy_holds(name: str):
    assert forbidden(source(name)) == []


@each
def test_nothing_comes_from_another_host(name: str):
    loaded = re.compile(r"<(script|link|img|iframe|source)\b[^>]*(src|href)=\"(https?:)?//")
    assert [tag for tag in tags(source(name)) if loaded.match(tag)] == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ title }}",
        "{{- title -}}",
        "{{ title|e|upper }}",
        "{{ title|safe }}",
        "{{ url|url }}",
        "{{ 'x' ~ title|e }}",
        "{{ title if title else 'none'|e }}",
        "{{ mean(title) }}",
        "{{ m.mean(title) }}",
        "{{ page.content ~ title }}",
        "{{ page.title }}",
        "{% if a %}{{ b }}{% endif %}",
    ],
)
def test_the_check_sees_what_is_wrong(text: str):
    assert len(unescaped(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{{ title|e }}",
        "{{- title | e -}}",
        "{{ ('a' if b else c)|e }}",
        "{{ {'a': {'b': 1}} | tojson }}",
        "{{ page.content }}",
        "{{ kb_macros.badge(kb.badge, false) }}",
        "{{ super() }}",
        "{# {{ title }} #}",
    ],
)
def test_the_check_sees_what_is_right(text: str):
    assert unescaped(text) == []


@pytest.mark.parametrize(
    "tag",
    [
        '<p style="color: red">',
        '<a onclick="go()">',
        '<a {% if x %}onclick="go()"{% endif %}>',
        "<script>",
        '<script type="module">',
        "<style>",
        '<a href="javascript:go()">',
    ],
)
def test_the_check_sees_what_is_forbidden(tag: str):
    assert len(forbidden(tag)) == 1


@pytest.mark.parametrize(
    "tag",
    [
        '<script src="{{ a }}" defer>',
        '<script type="application/json" id="x">',
        '<p class="style onclick">',
    ],
)
def test_the_check_sees_what_is_allowed(tag: str):
    assert forbidden(tag) == []
