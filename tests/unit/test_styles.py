"""A style sheet keeps what a site uses, and nothing that it does not."""

from __future__ import annotations

import pytest

from kb_plugins.styles import code_words, css, follow_system, html_words, parse, slim


@pytest.mark.parametrize(
    ("sheet", "html", "kept"),
    [
        (".a{x:1}.b{x:2}", '<p class="a">', ".a{x:1}"),
        (".a,.b .c{x:1}", '<p class="a c">', ".a{x:1}"),
        ("#top .a{x:1}", "<p id=top class='a'>", "#top .a{x:1}"),
        ("p{x:1}p:hover{x:2}", "", "p{x:1}p:hover{x:2}"),
        (".a:not(.b){x:1}", '<p class="a">', ".a:not(.b){x:1}"),
        ("@media print{.b{x:1}}", "", ""),
        ("@media print{.a{x:1}.b{x:1}}", '<p class="a">', "@media print{.a{x:1}}"),
        ("@supports (x:1){.a{x:1}}", '<p class="a">', "@supports (x:1){.a{x:1}}"),
        (":root{--i:1;--j:2}p{x:var(--i)}", "", ":root{--i:1}p{x:var(--i)}"),
        (":root{--i:var(--j);--j:2;--k:3}p{x:var(--i)}", "",
         ":root{--i:var(--j);--j:2}p{x:var(--i)}"),
        ("@keyframes in{0%{x:1}to{x:2}}", "", ""),
        ("@keyframes in{0%{x:1}to{x:2}}p{animation:in 1s}", "",
         "@keyframes in{0%{x:1}to{x:2}}p{animation:in 1s}"),
        ("[data-md-color-primary=red]{x:1}", "", ""),
        ("[data-md-color-primary=red]{x:1}", '<i class="red">',
         "[data-md-color-primary=red]{x:1}"),
        ("[data-role=red]{x:1}", "", "[data-role=red]{x:1}"),
        ("@font-face{x:url(a)}@charset 'a';", "", "@font-face{x:url(a)}@charset \"a\";"),
        ("p{x:1!important}", "", "p{x:1!important}"),
        (".part--open{x:1}", '<p class="part--">', ".part--open{x:1}"),
    ],
)
def test_what_stays(sheet: str, html: str, kept: str) -> None:
    assert css(slim(parse(sheet), html_words(html))) == kept


def test_a_property_that_other_styles_use_stays() -> None:
    assert css(slim(parse(":root{--i:1}"), [], "p{x:var(--i)}")) == ":root{--i:1}"


def test_words_of_a_script_count() -> None:
    assert "md-code__button" in code_words('button.className = "md-code__button"')


def test_compact_says_the_same_in_less() -> None:
    assert css(parse("/* why */\n.a  >  .b {\n  x: 1;\n  y: 2 3;\n}\n")) == ".a > .b{x:1;y:2 3}"


SHOWN = {"data-md-color-scheme": "default", "data-md-color-primary": "red"}
DARK = {"data-md-color-scheme": "slate", "data-md-color-primary": "red"}
BLACK = {"data-md-color-scheme": "slate", "data-md-color-primary": "black"}
BODY = ":where(body):not([data-md-color-media])"


@pytest.mark.parametrize(
    ("rule", "look", "twin"),
    [
        ("[data-md-color-scheme=slate]{x:1}", DARK, f"{BODY}{{x:1}}"),
        ('[data-md-color-scheme="slate"] .a,.b{x:1}', DARK, f"{BODY} .a{{x:1}}"),
        ("[data-md-color-scheme=slate][data-md-color-primary=red]{x:1}", DARK,
         f"{BODY}[data-md-color-primary=red]{{x:1}}"),
        ("[data-md-color-scheme=slate][data-md-color-primary=red]{x:1}", BLACK, ""),
        ("[data-md-color-primary=black]{x:1}", BLACK, f"{BODY}{{x:1}}"),
        ("[data-md-color-primary=red]{x:1}", DARK, ""),
        ("[data-md-color-scheme=default]{x:1}", DARK, ""),
        ("@media print{.a{x:1}[data-md-color-scheme=slate]{x:2}}", DARK,
         f"@media print{{{BODY}{{x:2}}}}"),
        ("@font-face{x:url(a)}", DARK, ""),
    ],
)
def test_a_rule_for_dark_holds_on_dark_systems_without_script(
    rule: str, look: dict[str, str], twin: str
) -> None:
    said = f"@media (dark){{{twin}}}" if twin else ""
    sheet = f"{rule}p{{x:3}}"
    assert css(follow_system(parse(sheet), SHOWN, {"(dark)": look})) == f"{rule}{said}p{{x:3}}"
