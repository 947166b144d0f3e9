"""The search as a reader meets it: fields, results as you type, the search page, the ways out."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

FIELD = "form[data-kb-search] input[type=search]:visible"
RESULT = "[role=listbox] [role=option]"


def field(page: Page):
    return page.locator(FIELD).first


def test_nothing_is_loaded_before_it_is_wanted(visit) -> None:
    tab = visit()
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    page = tab.go()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/kb/search/" in url] == []
    field(page).focus()
    page.wait_for_function("!!window.kbSearchHost")
    assert [url for url in asked if "/kb/search/" in url]


@pytest.mark.parametrize("width", [1280, 360])
def test_results_as_you_type_by_keyboard(visit, width: int) -> None:
    page = visit(width=width).go()
    page.keyboard.press("/")
    box = page.locator(":focus")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("ticket form filled")
    expect(page.locator(RESULT).first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".kb-search-status").first).to_contain_text("result")
    last = page.locator(".kb-search-panel__all:visible")
    expect(last).to_have_attribute("href", re.compile("q=ticket.form.filled$"))
    assert page.locator(f"{RESULT} mark").first.inner_text().lower() == "ticket"
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"{RESULT}[aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "-")
    target = chosen.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(target))
    wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide


def test_escape_gives_the_focus_back(visit) -> None:
    page = visit().go("a-z/")
    opener = page.locator("article a").first
    opener.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("level")
    expect(page.locator(RESULT).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(RESULT).first).to_be_hidden()
    expect(opener).to_be_focused()


def test_slash_in_a_field_is_a_slash(visit) -> None:
    page = visit().go()
    field(page).focus()
    page.keyboard.type("/a")
    expect(field(page)).to_have_value("/a")


def test_the_search_page_keeps_its_state_in_the_address(visit) -> None:
    page = visit().go("search/?q=level")
    results = page.locator(".kb-search-page__list > li")
    expect(results.first).to_be_visible()
    status = page.locator("[data-kb-search-status]")
    everything = status.inner_text()
    choice = page.locator("input[name=level]:not([value=''])").nth(1)
    level = choice.get_attribute("value") or ""
    choice.check()
    page.wait_for_url(f"**level={level}*")
    expect(status).not_to_have_text(everything)
    assert page.locator(f"input[name=level][value='{level}']").is_checked()
    page.go_back()
    expect(status).to_have_text(everything)
    page.goto(page.url.split("?")[0] + f"?q=level&level={level}")
    expect(page.locator(f"input[name=level][value='{level}']")).to_be_checked()


def test_the_search_page_waits_for_a_question_and_loses_no_word_of_it(visit) -> None:
    tab = visit()
    held: list[Route] = []
    tab.page.route("**/assets/kb/search/search-*.js", lambda route: held.append(route))
    page = tab.go("search/")
    page.wait_for_load_state("networkidle")
    assert held == []
    own = page.locator("[data-kb-search-page] input[type=search]")
    own.focus()
    page.keyboard.type("ticket form")
    page.wait_for_function("!!window.kbSearchHost")
    held[0].continue_()
    expect(page.locator(".kb-search-result").first).to_be_visible()
    expect(own).to_have_value("ticket form")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["ticket form"]}


def test_counts_say_how_many_a_filter_leaves(visit) -> None:
    page = visit().go("search/?q=level")
    choice = page.locator("label:has(input[name=level]:not([value='']))").nth(1)
    count = choice.locator(".kb-search-filter__count").inner_text()
    choice.click()
    expect(page.locator("[data-kb-search-status]")).to_have_text(
        "1 result" if count == "1" else f"{count} results"
    )


def test_nothing_found_is_a_way_out(visit) -> None:
    page = visit().go("search/?q=xqzzy+wvvkk")
    expect(page.locator("[data-kb-search-status]")).to_contain_text("Nothing found for")
    assert page.get_by_role("link", name="A to Z").last.is_visible()
    out = page.locator(".kb-search-out__link")
    values = parse_qs(urlsplit(out.get_attribute("href") or "").query)
    assert values["subject"] == ["xqzzy wvvkk"]


def test_a_broken_index_says_so_and_offers_the_list(visit) -> None:
    tab = visit()
    tab.page.route("**/*.bin", lambda route: route.abort())
    page = tab.go("search/?q=level")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("could not be loaded")
    alert.get_by_role("link").click()
    page.wait_for_url("**/a-z/")


def test_it_recovers_when_the_line_comes_back(visit) -> None:
    tab = visit()
    tab.page.route("**/*.bin", lambda route: route.abort())
    page = tab.go()
    field(page).fill("level")
    expect(page.get_by_role("alert")).to_be_visible()
    tab.page.unroute("**/*.bin")
    field(page).fill("levels")
    expect(page.locator(RESULT).first).to_be_visible()


def test_without_script_the_field_leads_to_the_list(visit) -> None:
    page = visit(scripts=False).go()
    field(page).fill("anything")
    field(page).press("Enter")
    page.wait_for_url("**/a-z/?q=anything")


def test_events_tell_a_site_owner_what_happens(visit) -> None:
    page = visit().go()
    page.evaluate(
        "window.heard = []; for (const name of ['kb:search', 'kb:search-choice'])"
        " document.addEventListener(name, (e) => heard.push([name, e.detail]));"
        " document.addEventListener('click', (e) => e.preventDefault())"
    )
    field(page).fill("ticket")
    page.locator(RESULT).first.click()
    heard = page.evaluate("window.heard")
    kinds = dict(heard)
    assert kinds["kb:search"]["query"] == "ticket"
    assert kinds["kb:search"]["results"] > 0
    assert kinds["kb:search-choice"]["position"] == 1
    assert kinds["kb:search-choice"]["url"].startswith("http")


def test_words_are_never_markup(visit) -> None:
    page = visit().go()
    page.goto(page.url + "search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.locator("[data-kb-search-status]")).not_to_be_empty()
    assert page.locator(".kb-search-page img").count() == 0


def test_it_works_under_a_strict_policy(visit) -> None:
    tab = visit()

    def strict(route) -> None:
        answer = route.fetch()
        headers = answer.headers | {"content-security-policy": "default-src 'self'"}
        route.fulfill(response=answer, headers=headers)

    tab.page.route(f"{tab.address}search/**", strict)
    broken: list[str] = []
    tab.page.on("console", lambda message: broken.append(message.text))
    page = tab.go("search/?q=level")
    expect(page.locator(".kb-search-page__list > li").first).to_be_visible()
    assert [text for text in broken if "kb/search" in text] == []


def test_a_page_that_is_older_than_the_site_finds_the_new_index(
    visit, manual: Path, serve, tmp_path: Path
) -> None:
    site = shutil.copytree(manual, tmp_path / "site")
    page = visit(site=serve(site)).go("search/?q=level")
    expect(page.locator(".kb-search-page__list > li").first).to_be_visible()

    home = site / "assets" / "kb" / "search"
    manifest = json.loads((home / "en.json").read_text())
    for kind, (together, hashes) in manifest["parts"].items():
        manifest["parts"][kind] = [together, "0" * len(hashes)]
    (home / "en.json").write_text(json.dumps(manifest))
    for part in (home / "en").iterdir():
        part.rename(part.with_name(part.name.partition("-")[0] + "-0000000000.bin"))
    search = page.locator("[data-kb-search-page] input[type=search]")
    search.fill("zebra")
    expect(page.locator("[data-kb-search-status]")).to_contain_text("zebra")
    search.fill("invoice")
    expect(page.locator(".kb-search-page__list > li").first).to_be_visible()


def test_a_word_typed_in_one_go_is_looked_up_once(visit) -> None:
    page = visit().go()
    page.evaluate("""() => {
      window.asked = []
      document.addEventListener("kb:search", ({ detail }) => window.asked.push(detail.query))
    }""")
    field(page).focus()
    page.wait_for_function("!!window.kbSearchHost")
    field(page).fill("publish")
    expect(page.locator(RESULT).first).to_be_visible()
    # All letters in one task: no machine is too slow for them to come "in one go".
    field(page).evaluate("""(input) => {
      for (const letter of " site") {
        input.value += letter
        input.dispatchEvent(new InputEvent("input", { bubbles: true }))
      }
    }""")
    page.wait_for_function("() => window.asked.includes('publish site')")
    assert page.evaluate("window.asked") == ["publish", "publish site"]
