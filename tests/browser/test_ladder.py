"""The way of a customer: front page, level, article, "Still stuck?", the right channel."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

pytestmark = pytest.mark.browser

TITLE = "May I use Firstline for my company, and what does it cost?"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [1280, 360])
def test_from_home_to_the_channel(visit, scripts: bool, width: int) -> None:
    tab = visit(width=width, scripts=scripts)
    page = tab.go()
    page.get_by_role("link", name="Level 1: Ask in an issue").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ask in an issue"
    page.get_by_role("link", name=TITLE).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == TITLE
    article = page.url.removeprefix(tab.address)
    stuck = page.get_by_role("region", name="Still stuck?")
    button = stuck.get_by_role("link", name="Open an issue")
    values = {"subject": TITLE, "page": f"https://help.example.com/{article}",
              "level": "1 Ask in an issue", "product": "Firstline", "lang": "en"}
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in values.items())
    expected = f"https://desk.example.com/new?{query}"
    assert button.get_attribute("href") == expected
    assert tab.outside == []  # nothing left the site before the reader acted
    button.click()
    page.wait_for_url("https://desk.example.com/**")
    assert tab.outside == [expected]
    assert {key: value[0] for key, value in parse_qs(urlsplit(page.url).query).items()} == values


def test_a_mail_to_others_is_filled_in_once_the_reader_agrees(visit) -> None:
    page = visit().go("third-party/netlify/")
    page.locator(".kb-stuck .kb-button").click()
    page.wait_for_url("**/get-help/**")
    go = page.locator("[data-kb-go]")
    page.locator("[data-kb-consent]").wait_for()
    assert go.get_attribute("href") is None
    page.locator("[data-kb-item=browser]").uncheck()
    page.get_by_role("checkbox", name="I agree that what I wrote").check()
    head, _, body = go.get_attribute("href").partition("&body=")
    assert head == "mailto:vendors@example.com?subject=" + quote("How do I publish on Netlify?")
    assert unquote(body).split("\r\n") == [
        "How do I publish on Netlify?",
        "", "-- ", "Article: https://help.example.com/third-party/netlify/",
        "Product: Firstline", "Language: en", "Read before: How do I publish on Netlify?",
        "Agreed to: I agree that what I wrote may be quoted in the public tracker of the project"
        " concerned."]


def test_a_lost_page_offers_ways_on(visit) -> None:
    page = visit(scripts=False).go("billing/refunds/")
    assert page.get_by_role("heading", level=1).inner_text() == "This page is not here"
    assert page.locator("main").get_by_role("searchbox").count() == 1
    page.locator("main").get_by_role("link", name="All articles, A to Z").click()
    assert page.get_by_role("heading", level=1).inner_text() == "All articles, A to Z"


@pytest.mark.parametrize("path", ["", "levels/", "levels/4-external/", "topics/", "a-z/",
                                  "writing/", "third-party/netlify/", "search/", "404.html"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_no_page_scrolls_sideways(visit, path: str, width: int) -> None:
    page = visit(width=width).go(path)
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


@pytest.mark.parametrize("path", ["", "levels/", "third-party/netlify/"])
def test_a_visit_asks_no_other_host_and_keeps_nothing(visit, path: str) -> None:
    tab = visit()
    page = tab.go(path)
    page.wait_for_load_state("networkidle")
    assert tab.outside == []
    assert page.context.cookies() == []


def test_the_overview_says_which_level_a_problem_is(visit) -> None:
    page = visit(scripts=False).go("levels/")
    table = page.get_by_role("table")
    assert table.get_by_role("row").count() == 6
    page.locator(".kb-which").get_by_role("link", name="How do I publish on GitHub Pages?").click()
    assert page.url.endswith("third-party/github-pages/")


def test_breadcrumbs_lead_up(visit) -> None:
    page = visit(scripts=False).go("third-party/netlify/")
    crumbs = page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link")
    assert crumbs.all_inner_texts() == ["Home", "Topics", "Services, browsers and other plugins"]
    crumbs.last.click()
    assert page.url.endswith("/third-party/")


def test_the_menu_by_keyboard_on_a_phone(visit) -> None:
    page = visit(width=360).go("third-party/netlify/")
    menu = page.get_by_role("button", name="Menu")
    drawer = page.locator(".md-sidebar--primary")
    assert drawer.get_by_role("link", name="A to Z").is_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    drawer.get_by_role("link", name="A to Z").wait_for(state="visible")
    assert menu.get_attribute("aria-expanded") == "true"
    page.wait_for_selector(".md-sidebar--primary :focus")
    page.keyboard.press("Escape")
    drawer.get_by_role("link", name="A to Z").wait_for(state="hidden")
    assert menu.evaluate("button => button === document.activeElement")


def test_the_menu_without_script_and_no_button_on_a_desktop(visit) -> None:
    page = visit(width=360, scripts=False).go("third-party/netlify/")
    page.locator(".md-header label[for=__drawer]").click()
    page.locator(".md-sidebar--primary").get_by_role("link", name="A to Z").click()
    assert page.url.endswith("/a-z/")
    desktop = visit(width=1280).go()
    assert desktop.get_by_role("button", name="Menu").count() == 0


POLICY = ("default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
          "object-src 'none'; base-uri 'none'")


@pytest.mark.parametrize("path", ["", "levels/1-ticket/", "third-party/netlify/", "404.html"])
def test_a_strict_policy_stops_nothing(visit, path: str) -> None:
    tab = visit(scheme="dark")

    def guard(route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": POLICY}
        route.fulfill(response=answer, headers=headers)

    tab.page.context.route(tab.address + "**", guard)
    said: list[str] = []
    tab.page.on("console", lambda message: said.append(message.text))
    page = tab.go(path)
    page.wait_for_load_state("networkidle")
    assert [line for line in said if "Content Security Policy" in line] == []
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
