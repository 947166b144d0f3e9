"""What search engines are told of translations."""

from __future__ import annotations

from kb_plugins.pages.languages import alternates
from kb_plugins.pages.views import LanguageLink

LINKS = (
    LanguageLink("en", "English", "pay/", current=True, translated=True),
    LanguageLink("it", "Italiano", "it/pay/", current=False, translated=True),
)


def test_they_are_whole_addresses_with_the_default_for_all_others() -> None:
    assert alternates(LINKS, "https://help.example.com/", "en") == (
        ("en", "https://help.example.com/pay/"),
        ("it", "https://help.example.com/it/pay/"),
        ("x-default", "https://help.example.com/pay/"),
    )


def test_without_an_address_of_the_site_there_are_none() -> None:
    assert alternates(LINKS, "", "en") == ()
