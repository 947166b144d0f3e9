"""Out of the article, onto the ladder: the get-help page as customers use it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from help_sites import SYSTEMS, make_site, pairs, preview
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WORDS = "The château's invoice & order #5 is “wrong”\n100 % of it: <b>مرحبا</b> 😀"
CHANNELS = {
    "ticket": {"provider": "zendesk", **SYSTEMS["zendesk"]},
    "callback": {
        "provider": "calendly",
        **SYSTEMS["calendly"],
        "hours": ["Mo-Fr 09:00-17:00"],
        "timezone": "Europe/Rome",
        "holidays": ["2026-12-08", "12-25"],
    },
    "expert": {"provider": "osticket", **SYSTEMS["osticket"]},
    "external": {"provider": "form", **SYSTEMS["form"]},
}
REFUND = """---
title: Refund for a wrong invoice
level: 1
product: Shop
versions: ["7.2"]
questions: [My invoice is wrong]
---
Write to accounting. They correct the invoice within a day.
"""
ANTIVIRUS = """---
title: An antivirus program blocks the application
level: 2
---
Allow the application in the antivirus program.
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, serve) -> str:
    feedback = {"endpoint": "https://answers.example.com/", "channel": "ticket"}
    texts = {"refund.md": REFUND, "antivirus.md": ANTIVIRUS}
    settings = {"channels": CHANNELS, "feedback": feedback}
    site = make_site(tmp_path_factory.mktemp("shop"), texts, settings)
    return serve(site, allow="; connect-src 'self' https://answers.example.com")


def write(page, words: str) -> None:
    page.locator("[data-kb-words]").fill(words)
    page.locator("[data-kb-answers-list] li").first.wait_for()


def test_from_an_article_to_a_ticket_that_is_what_was_shown(visit, shop: str) -> None:
    tab = visit(site=shop)
    page = tab.go("refund/")
    stuck = page.get_by_role("region", name="Still stuck?")
    stuck.get_by_role("link", name="Write it together with us").click()
    page.wait_for_url("**/get-help/**")
    field = page.get_by_role("textbox", name="What is wrong?")
    expect(field).to_have_value("Refund for a wrong invoice")
    write(page, WORDS)
    assert page.locator("input[name=level]:checked").input_value() == "1"
    shown = page.locator("[data-kb-items]").inner_text()
    assert "Article: https://help.example.com/refund/" in shown
    assert "Product: Shop" in shown and "Version: 7.2" in shown
    page.locator("[data-kb-item=browser]").uncheck()
    assert "Browser" not in preview(page)[1]
    title, text = preview(page)
    assert title == WORDS.split("\n")[0]
    assert text.startswith(WORDS + "\n\n-- \nArticle: https://help.example.com/refund/\n")
    page.wait_for_load_state("networkidle")
    assert tab.outside == []  # nothing left the site before the reader acted
    page.get_by_role("link", name="Open a ticket").first.click()
    page.wait_for_url("https://acme.zendesk.com/**")
    (opened,) = tab.outside
    found = pairs(opened)
    assert (found["tf_subject"], found["tf_description"]) == (title, text)
    assert "tf_anonymous_requester_email" not in found
    assert found["tf_360001"] == "Shop"


def test_an_address_goes_along_only_if_it_is_ticked(visit, shop: str) -> None:
    page = visit(site=shop).go("get-help/")
    write(page, "My invoice is wrong")
    field = page.locator("[data-kb-value=email]")
    assert not field.is_visible()
    page.get_by_label("My e-mail address").first.check()
    field.fill("ann@example.org")
    go = page.locator("[data-kb-go]")
    assert pairs(go.get_attribute("href"))["tf_anonymous_requester_email"] == "ann@example.org"
    page.get_by_label("My e-mail address").first.uncheck()
    assert "ann" not in go.get_attribute("href")


def test_the_level_that_fits_with_its_reason(visit, shop: str) -> None:
    page = visit(site=shop).go("get-help/")
    write(page, "the antivirus blocks the application")
    reason = page.locator("[data-kb-reason]")
    page.wait_for_function("document.querySelector('input[name=level][value=\"2\"]').checked")
    assert "An antivirus program blocks the application" in reason.inner_text()
    page.locator("input[name=level][value='3']").check()
    assert reason.inner_text() == "You chose this level."
    assert "A service contract" in page.locator("[data-kb-levels]").inner_text()
    # osTicket takes nothing along, so the page says so and offers the text.
    assert "Copy it" in page.locator("[data-kb-note]").inner_text()
    assert page.locator("[data-kb-go]").get_attribute("href") == (
        "https://desk.example.org/support/open.php?topicId=7"
    )


def test_an_external_level_wants_consent_and_the_ticket_says_so(visit, shop: str) -> None:
    tab = visit(site=shop)
    page = tab.go("get-help/")
    write(page, "My invoice is wrong")
    page.locator("input[name=level][value='4']").check()
    send = page.locator("[data-kb-send]")
    assert send.is_disabled()
    page.locator("[data-kb-agree]").check()
    title, text = preview(page)
    assert "\nAgreed to: I agree that my problem" in text
    assert tab.outside == []
    with page.expect_request("https://example.org/tickets") as sent:
        send.click()
    fields = parse_qs(sent.value.post_data)
    assert fields["subject"] == [title]
    assert fields["text"] == [text.replace("\n", "\r\n")]
    assert "email" not in fields


def test_an_answer_opens_beside_and_nothing_typed_is_lost(visit, shop: str) -> None:
    tab = visit(site=shop)
    page = tab.go("get-help/")
    write(page, "My invoice is wrong")
    page.locator("[data-kb-answers-list] a").first.click()
    beside = page.get_by_role("complementary", name="Article")
    beside.get_by_role("heading", name="Refund for a wrong invoice").wait_for()
    assert "Write to accounting." in beside.inner_text()
    assert page.get_by_role("textbox", name="What is wrong?").input_value() == "My invoice is wrong"
    assert "Read before: Refund for a wrong invoice" in preview(page)[1]
    page.get_by_role("button", name="Forget what I searched and read").click()
    assert "Read before" not in preview(page)[1]
    assert page.evaluate("sessionStorage.getItem('kb:visit')") is None
    beside.get_by_role("button", name="Close").click()
    assert not beside.is_visible()
    assert tab.outside == []


def test_the_search_that_led_to_an_article_goes_along(visit, shop: str) -> None:
    tab = visit(site=shop)
    page = tab.go("antivirus/")
    assert page.evaluate("sessionStorage.length") == 0  # the reader has done nothing yet
    search = page.locator(".md-header input[type=search]")
    search.click()
    search.fill("wrong invoice")
    page.get_by_role("option", name=re.compile("Refund")).click()
    page.wait_for_url("**/refund/**")
    stuck = page.get_by_role("region", name="Still stuck?")
    assert "“wrong invoice”" in stuck.inner_text()
    text = pairs(stuck.locator(".kb-button").get_attribute("href"))["tf_description"]
    assert "\nSearched for: wrong invoice" in text
    stuck.get_by_role("link", name="Write it together with us").click()
    page.wait_for_url("**/get-help/**")
    expect(page.get_by_role("textbox", name="What is wrong?")).to_have_value("wrong invoice")
    assert tab.outside == []


def test_was_this_article_helpful(visit, shop: str) -> None:
    tab = visit(site=shop)
    page = tab.go("refund/")
    page.evaluate(
        "document.addEventListener('kb:feedback', ({ detail }) => (window.heard = detail))"
    )
    region = page.get_by_role("region", name="Was this article helpful?")
    region.get_by_role("button", name="No", exact=True).click()
    region.get_by_label("It is outdated").check()
    region.get_by_label("In your words, if you like").fill("the <b> & page")
    assert tab.outside == []
    region.get_by_role("button", name="Answer").click()
    page.wait_for_function("window.heard")
    assert page.evaluate("window.heard.reason") == "outdated"
    stuck = page.get_by_role("region", name="Still stuck?")
    text = pairs(stuck.locator(".kb-button").get_attribute("href"))["tf_description"]
    assert "\nWhy the article did not help: It is outdated: the <b> & page" in text
    tell = region.get_by_role("link", name="Tell the writers").get_attribute("href")
    assert "It is outdated" in pairs(tell)["tf_description"]
    page.wait_for_timeout(200)
    assert tab.outside == ["https://answers.example.com/"]
    page.reload()
    assert not region.is_visible()  # one answer an article and visit
    assert page.context.cookies() == []


def test_with_the_keyboard_alone(visit, shop: str) -> None:
    tab = visit(site=shop)
    page = tab.go("get-help/")
    field = page.locator("[data-kb-words]")
    field.wait_for()
    field.focus()
    page.keyboard.type("My invoice is wrong")
    page.locator("[data-kb-answers-list] li").first.wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-kb-go]')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("https://acme.zendesk.com/**")
    assert parse_qs(urlsplit(tab.outside[0]).query)["tf_subject"] == ["My invoice is wrong"]


BEACON = """
  window.beacons = [];
  navigator.sendBeacon = (url, data) => beacons.push([url, JSON.parse(data)]) > 0;
  document.addEventListener("kb:feedback", ({ detail }) => (window.heard = detail));
"""


@pytest.mark.parametrize(
    "feedback",
    [
        {},
        {"endpoint": "https://answers.example.com/in"},
        {"channel": "writers"},
        {"endpoint": "https://answers.example.com/in", "channel": "writers"},
    ],
    ids=["nowhere", "endpoint", "mail", "both"],
)
@pytest.mark.parametrize("remember", [True, False], ids=["visit", "no-visit"])
def test_where_answers_go(
    visit, serve, tmp_path: Path, feedback: dict[str, str], remember: bool
) -> None:
    """An event always, the endpoint and the link to the writers where the team wants them."""
    channels = {"ticket": "tel:1", "writers": "mailto:writers@example.com"}
    settings = {"channels": channels, "feedback": feedback, "remember_visit": remember}
    tab = visit(site=serve(make_site(tmp_path, {"a.md": REFUND, "b.md": REFUND}, settings)))
    tab.page.add_init_script(BEACON)
    region = tab.page.get_by_role("region", name="Was this article helpful?")
    writers = region.get_by_role("link", name="Tell the writers")
    page = tab.go("a/")
    region.get_by_role("button", name="Yes").click()
    answer = {"page": "/a/", "title": "Refund for a wrong invoice", "helpful": True}
    assert page.evaluate("window.heard") == answer
    url = feedback.get("endpoint")
    assert page.evaluate("window.beacons") == ([[url, answer]] if url else [])
    assert writers.count() == 0
    tab.go("a/")
    assert not region.is_visible()  # one answer an article and visit
    tab.go("b/")
    region.get_by_role("button", name="No", exact=True).press("Enter")
    region.get_by_role("button", name="Answer").press("Enter")  # without a reason, too
    answer = {**answer, "page": "/b/", "helpful": False, "reason": "", "words": ""}
    assert page.evaluate("window.heard") == answer
    assert page.evaluate("window.beacons") == ([[url, answer]] if url else [])
    assert writers.count() == (1 if "channel" in feedback else 0)
    if "channel" in feedback:
        assert (writers.get_attribute("href") or "").startswith("mailto:writers@example.com?")
    assert page.locator("[data-kb-thanks]").evaluate("node => node === document.activeElement")
    assert tab.outside == []
    assert page.evaluate("Object.keys(sessionStorage)") == ["kb:answered"]
    assert page.context.cookies() == []


@pytest.mark.parametrize("remember", [True, False], ids=["visit", "no-visit"])
def test_what_is_kept_of_a_visit(visit, serve, tmp_path: Path, remember: bool) -> None:
    """Nothing before a link is followed; then searches and articles, unless the team says no."""
    texts = {"refund.md": REFUND, "antivirus.md": ANTIVIRUS}
    settings = {"channels": {"callback": "tel:1"}, "remember_visit": remember}
    tab = visit(site=serve(make_site(tmp_path, texts, settings)))
    page = tab.go("refund/")
    page.keyboard.press("End")
    page.locator("main").click()
    search = page.locator(".md-header input[type=search]")
    search.fill("zeppelin")
    page.locator("[data-kb-search-status], .kb-search-status").first.wait_for(state="attached")
    page.wait_for_timeout(300)
    assert page.evaluate("sessionStorage.length") == 0
    page.keyboard.press("Escape")
    page.locator(".kb-stuck [data-kb-help-link]").click()
    page.wait_for_url("**/get-help/**")
    page.locator("[data-kb-words]").fill("x")
    shown = page.locator("[data-kb-preview-text]")
    expect(shown).to_contain_text("x\n\n-- ")
    kept = "\nSearched for: zeppelin\nRead before: Refund"
    assert (kept in (shown.text_content() or "")) is remember
    assert page.evaluate("sessionStorage.length") == remember
    tab.go("antivirus/")  # the address typed in: the visit goes on
    page.locator(".kb-stuck [data-kb-help-link]").click()
    expect(shown).to_contain_text("Article: https://help.example.com/antivirus/")
    kept = "Refund for a wrong invoice, An antivirus program blocks the application"
    assert (f"Read before: {kept}" in (shown.text_content() or "")) is remember


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_the_page_does_not_scroll_sideways(visit, shop: str, width: int) -> None:
    page = visit(site=shop, width=width, scheme="dark").go("get-help/")
    write(page, "My invoice is wrong " + "x" * 300)
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0


@pytest.mark.parametrize(
    ("now", "zone", "said"),
    [
        ("2026-11-23T09:00:00+01:00", "Europe/London", "Open now"),
        ("2026-11-23T16:59:00+01:00", "Europe/London", "Open now"),
        ("2026-11-23T08:59:00+01:00", "Europe/Rome", "Opens Monday 09:00"),
        ("2026-11-23T17:00:00+01:00", "Europe/London", "Opens Tuesday 09:00 (your time 08:00)"),
        ("2026-11-23T17:00:00+01:00", "Pacific/Honolulu",
         "Opens Tuesday 09:00 (your time Monday 22:00)"),
        # A holiday on Tuesday, then the clocks of Rome and New York change on different days.
        ("2026-12-07T18:00:00+01:00", "Europe/London", "Opens Wednesday 09:00 (your time 08:00)"),
        ("2027-03-12T18:00:00+01:00", "America/New_York", "Opens Monday 09:00 (your time 04:00)"),
        ("2027-12-24T18:00:00+01:00", "Europe/Rome", "Opens Monday 09:00"),
        ("2028-12-24T18:00:00+01:00", "Europe/Rome", "Opens Tuesday 09:00"),
    ],
)  # fmt: skip
def test_opening_hours_in_two_time_zones(
    browser, shop: str, now: str, zone: str, said: str
) -> None:
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.clock.set_fixed_time(now)
    page.goto(f"{shop}antivirus/")
    clock = page.locator(".kb-stuck [data-kb-clock]")
    clock.locator("visible=true").wait_for()
    assert clock.inner_text() == said
    context.close()


def test_opening_hours_without_script(visit, shop: str) -> None:
    tab = visit(site=shop, scripts=False, width=360)
    for path in ("antivirus/", "levels/2-callback/", "get-help/"):
        hours = tab.go(path).locator("dd", has_text="Europe/Rome").first.inner_text()
        assert hours.split("\n") == [
            "Mon–Fri, 09:00–17:00 (Europe/Rome)",
            "Closed on 8 December 2026 and 25 December",
        ]


@pytest.mark.parametrize(
    "path", ["", "levels/", "levels/2-callback/", "topics/", "a-z/", "search/", "get-help/",
             "refund/", "404.html"]
)  # fmt: skip
def test_the_way_out_is_on_every_page_before_the_footer(visit, shop: str, path: str) -> None:
    page = visit(site=shop, scripts=False).go(path)
    region = page.get_by_role("region", name="Still stuck?")
    assert region.count() == 1
    assert region.locator(".kb-button").get_attribute("href").startswith("https://")
    assert page.evaluate(
        "document.querySelector('.kb-foot-band ~ :not(dialog)').matches('footer.md-footer')"
    )


def test_the_policy_of_the_manual(visit, shop: str) -> None:
    """`docs/configuration/content-security-policy.md` says what the endpoint and forms need."""
    tab = visit(site=shop)
    policy = (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self' https://example.org; connect-src 'self' https://answers.example.com"
    )

    def guard(route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": policy}
        route.fulfill(response=answer, headers=headers)

    tab.page.context.route(f"{shop}**", guard)
    said: list[str] = []
    tab.page.on("console", lambda message: said.append(message.text))
    page = tab.go("refund/")
    with page.expect_request("https://answers.example.com/"):
        page.get_by_role("button", name="Yes").click()
    tab.go("get-help/#kb-level-4")
    write(page, "My invoice is wrong")
    page.locator("[data-kb-agree]").check()
    page.locator("[data-kb-send]").click()
    page.wait_for_url("https://example.org/tickets")
    assert [text for text in said if "Content Security Policy" in text] == []


SHIFT = """() => new Promise((done) => {
  let sum = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value
  }).observe({ type: "layout-shift", buffered: true })
  requestAnimationFrame(() => setTimeout(() => done(sum), 100))
})"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_script_comes_late(visit, width: int) -> None:
    tab = visit(width=width)
    page, held = tab.page, []
    page.route("**/assets/kb/help-*.js", lambda route: held.append(route))
    page.goto(tab.address + "get-help/", wait_until="commit")
    page.get_by_role("heading", name="All ways to reach people").wait_for(state="attached")
    page.wait_for_function("() => performance.getEntriesByType('paint').length > 1")
    held[0].continue_()
    page.locator("[data-kb-words]").wait_for()
    assert page.evaluate(SHIFT) < 0.01
