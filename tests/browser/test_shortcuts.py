"""The dialog of keyboard shortcuts, and the choice to switch single keys off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ARTICLE = "third-party/netlify/"


def test_a_key_opens_it_and_escape_leads_back(visit) -> None:
    page = visit().go(ARTICLE)
    link = page.locator(".kb-crumbs a").first
    link.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("/")  # what lies below a dialog is out of reach
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_the_button_in_the_footer_opens_it(visit) -> None:
    page = visit().go(ARTICLE)
    page.get_by_role("button", name="Keyboard shortcuts").press("Enter")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_focused()


def test_a_question_mark_that_is_typed_is_text(visit) -> None:
    page = visit().go(ARTICLE)
    page.keyboard.press("/")
    page.keyboard.type("why?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("input[type=search]:visible").first).to_have_value("why?")


def test_single_keys_can_be_switched_off(visit) -> None:
    page = visit().go(ARTICLE)
    page.keyboard.press("?")
    page.get_by_label("Single keys, / and ?, work on their own").uncheck()
    page.keyboard.press("Escape")
    for _ in range(2):  # at once, and on the next page
        page.keyboard.press("?")
        page.keyboard.press("/")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator("input[type=search]:focus")).to_have_count(0)
        page.reload()
    page.keyboard.press("Control+k")
    expect(page.locator("input[type=search]:visible").first).to_be_focused()


def test_without_script_there_is_neither(visit) -> None:
    page = visit(scripts=False).go(ARTICLE)
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_have_count(0)
    expect(page.locator("dialog")).to_be_hidden()
