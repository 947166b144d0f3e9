"""Hostile words, addresses and front matter in a real browser: nothing runs, no target changes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
import yaml
from help_sites import HOSTILE, SYSTEMS, channel, make_site, pairs, printable
from playwright.sync_api import Page

from kb_plugins.escalation.link import build_link, channel_target, make_plan

pytestmark = pytest.mark.browser

NAMES = ["zendesk", "github", "servicenow", "calendly", "mailto", "tel", "url", "form"]
PARAMETERS = ("q", "from", "title", "product", "version", "level", "reason")
TYPE = """([values, levels]) => {
  const words = document.querySelector("[data-kb-words]");
  const subject = document.querySelector("[data-kb-subject]");
  const go = document.querySelector("[data-kb-go]");
  const found = [];
  for (const value of values) {
    for (const field of [words, subject]) {
      field.value = value;
      field.dispatchEvent(new Event("input"));
    }
    for (const level of levels) {
      document.querySelector(`input[name=level][value="${level}"]`).click();
      found.push([value, level, go.getAttribute("href")]);
    }
  }
  return found;
}"""
"""Types every value and reads the address of every system; a browser has one form, not hundreds."""


def batches(values: list[str], size: int) -> list[list[str]]:
    return [values[start : start + size] for start in range(0, len(values), size)]


ARTICLES = batches([value for value in HOSTILE if value and printable(value)], 10)


@pytest.fixture(scope="module")
def prey(tmp_path_factory: pytest.TempPathFactory, serve) -> str:
    texts = {}
    for number, name in enumerate(NAMES, start=1):
        level = {"name": name, "channel": name, "external": name == "form"}
        texts[f"levels/{number}-l{number}.md"] = f"---\n{yaml.safe_dump(level)}---\n"
    for number, some in enumerate(ARTICLES):
        joined = " ".join(some)
        meta = {"level": 1, "title": joined, "description": joined}
        meta |= dict.fromkeys(("product", "versions", "questions", "tags", "author"), some)
        texts[f"a{number}.md"] = f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\nText.\n"
    channels = {name: {"provider": name, **SYSTEMS[name]} for name in NAMES}
    return serve(make_site(tmp_path_factory.mktemp("prey"), texts, {"channels": channels}))


@pytest.fixture
def watched(visit, prey: str) -> Iterator[object]:
    """A tab that fails the test if anything runs, opens, loads or is sent."""
    tab = visit(site=prey)
    said: list[str] = []
    tab.page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.page.context.on("page", lambda page: said.append(page.url))
    yield tab
    assert said == []
    assert tab.outside == []
    assert tab.page.url.startswith(prey)
    assert tab.page.context.cookies() == []


def assert_no_markup(page: Page) -> None:
    bad = "main :is(script:not([type]), iframe, object, base, meta, math, body, img[src=x])"
    assert page.locator(bad).count() == 0
    assert page.evaluate(
        "[...document.querySelectorAll('main *')].flatMap((node) => [...node.attributes])"
        ".filter(({ name }) => name.startsWith('on')).length"
    ) == 0  # fmt: skip


def assert_same_target(name: str, address: str, value: str) -> None:
    """Only the values of the parameters may differ from those of a harmless text."""
    plan = make_plan(channel_target(channel(name)), {})
    harmless = build_link(plan, dict.fromkeys(("title", "text", "product", "name", "email"), "x"))
    expected, found = urlsplit(harmless.url), urlsplit(address)
    assert found[:3] == expected[:3], value
    assert found.fragment == expected.fragment, value
    assert set(pairs(address)) <= set(pairs(harmless.url)), value


def test_typed_into_the_form(watched) -> None:
    page = watched.go("get-help/")
    page.locator("[data-kb-words]").wait_for()
    values = [value.encode("utf-8", "replace").decode() for value in HOSTILE]
    assert len(values) >= 200
    levels = [number for number, name in enumerate(NAMES, start=1) if name != "form"]
    for value, level, address in page.evaluate(TYPE, [values, levels]):
        assert_same_target(NAMES[level - 1], address, value)
    for value in values[::25]:  # by hand, with the search and the answers it shows
        page.locator("[data-kb-words]").fill(value[:5_000])
        page.wait_for_timeout(300)
        assert_no_markup(page)


def test_in_the_address_of_the_form(watched) -> None:
    values = [value for value in HOSTILE if len(value) < 2_000]
    for some in batches(values, len(PARAMETERS)):
        encoded = (value.encode("utf-8", "replace") for value in some)
        given = dict(zip(PARAMETERS, encoded, strict=False))
        page = watched.go(f"get-help/?{urlencode(given)}")
        go = page.locator("[data-kb-go][href]")
        go.wait_for()
        assert_same_target(NAMES[0], go.get_attribute("href"), str(some))
        assert_no_markup(page)


def test_in_front_matter(watched) -> None:
    for number in range(len(ARTICLES)):
        page = watched.go(f"a{number}/")
        assert_no_markup(page)
        href = page.locator(".kb-stuck .kb-button").get_attribute("href")
        assert_same_target(NAMES[0], href, str(ARTICLES[number]))
        if number % 4 == 0:
            page.locator("[data-kb-help-link]").click()
            page.locator("[data-kb-go][href]").wait_for()
            assert_no_markup(page)
