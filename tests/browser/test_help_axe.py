"""axe-core finds nothing in any state of the way out: get help, its plain forms, the feedback."""

from __future__ import annotations

import pytest
from axe import findings
from help_sites import make_site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CHANNELS = {
    "ticket": {
        "provider": "zendesk",
        "url": "https://acme.zendesk.com",
        "hours": ["Mo-Su 00:00-24:00"],
        "timezone": "Europe/Rome",
        "holidays": ["12-25"],
    },
    "callback": "tel:+39-06-1",
    "expert": {"provider": "osticket", "url": "https://desk.example.org"},
    "external": {"provider": "form", "url": "https://example.org/tickets"},
}
LOOKS = [(1280, "light"), (360, "dark"), (1280, "dark"), (360, "light")]
"""All states are looked at in the first two; in the others the last one, where most is open."""
IN_ALL_LOOKS = pytest.mark.parametrize(("width", "scheme"), LOOKS)
IN_TWO_LOOKS = pytest.mark.parametrize(("width", "scheme"), LOOKS[:2])


class States:
    """What axe finds, state by state."""

    def __init__(self, page: Page, whole: bool) -> None:
        self.page = page
        self.whole = whole
        self.found: dict[str, list[str]] = {}

    def look(self, state: str, last: bool = False) -> None:
        if (self.whole or last) and (found := findings(self.page)):
            self.found[state] = found


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, serve) -> str:
    text = "---\ntitle: Refund for a wrong invoice\nlevel: 1\n---\nWrite to accounting.\n"
    settings = {"channels": CHANNELS, "feedback": {"channel": "ticket"}}
    return serve(make_site(tmp_path_factory.mktemp("axe"), {"refund.md": text}, settings))


@IN_ALL_LOOKS
def test_get_help(visit, shop: str, width: int, scheme: str) -> None:
    tab = visit(site=shop, width=width, scheme=scheme)
    page: Page = tab.go("get-help/?from=https%3A%2F%2Fhelp.example.com%2Frefund%2F")
    words, answers = page.locator("[data-kb-words]"), page.locator("[data-kb-answers-list] a")
    states = States(page, whole=(width, scheme) in LOOKS[:2])
    states.look("empty")
    words.fill("xqzzy wvvkk")
    expect(page.locator("[data-kb-answers-status]")).not_to_be_empty()
    states.look("nothing near")
    words.fill("my invoice is wrong")
    answers.first.wait_for()
    page.get_by_label("My e-mail address").first.check()
    page.get_by_label("My name").first.check()
    states.look("suggestions, name and address asked for")
    answers.first.click()
    page.get_by_role("complementary", name="Article").get_by_text("accounting").wait_for()
    states.look("article beside")
    page.locator("input[name=level][value='3']").check()
    states.look("a channel that takes no text")
    page.locator("input[name=level][value='4']").check()
    states.look("consent asked for")
    page.locator("[data-kb-agree]").check()
    page.locator("[data-kb-copy]").click()
    expect(page.locator("[data-kb-done]")).not_to_be_empty()
    states.look("agreed, copied or not", last=True)
    assert states.found == {}


@IN_TWO_LOOKS
def test_an_article_and_its_answers(visit, shop: str, width: int, scheme: str) -> None:
    page: Page = visit(site=shop, width=width, scheme=scheme).go("refund/")
    region = page.get_by_role("region", name="Was this article helpful?")
    states = States(page, whole=True)
    states.look("question")
    region.get_by_role("button", name="No", exact=True).click()
    states.look("what was wrong")
    region.get_by_label("It is outdated").check()
    region.get_by_role("button", name="Answer").click()
    expect(region.get_by_role("link", name="Tell the writers")).to_be_visible()
    expect(page.locator("[data-kb-thanks]")).to_be_focused()
    page.evaluate("scrollTo(0, 0)")  # what is half under the header would be too small for axe
    states.look("thanks")
    assert states.found == {}


@IN_TWO_LOOKS
def test_when_things_fail(visit, shop: str, width: int, scheme: str) -> None:
    """The search cannot be loaded; then the script itself, which leaves the plain forms."""
    tab = visit(site=shop, width=width, scheme=scheme)
    tab.page.route("**/*.bin", lambda route: route.abort())
    page: Page = tab.go("get-help/")
    page.locator("[data-kb-words]").fill("my invoice is wrong")
    expect(page.locator("[data-kb-answers-status]")).to_have_text(
        "The search could not be loaded."
    )
    states = States(page, whole=True)
    states.look("no search")
    assert page.locator("[data-kb-go]").get_attribute("href").startswith("https://acme.zendesk.com")
    tab.page.route("**/assets/kb/*.js", lambda route: route.abort())
    tab.go("get-help/")
    for details in page.locator("details[data-kb-plain] summary").all():
        details.click()
    states.look("no script")
    assert states.found == {}
