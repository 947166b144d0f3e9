"""The contract of every ticket system: its links, what it cannot take, what is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from systems import LABELS, SYSTEMS, channel, pairs, plan_of

from kb_plugins.content.config_lines import ConfigLines
from kb_plugins.escalation.channels import channel_kind, read_channels
from kb_plugins.escalation.link import build_link, carried, channel_target, form_fields, ticket_text
from kb_plugins.escalation.providers import BUILT_IN

ITEMS = {
    "title": "Can't log in",
    "text": "It says:\nno & never",
    "url": "https://help.example.org/log-in/",
    "product": "App",
    "email": "ann@example.org",
}
TEXT = "It says:\nno & never\n\n-- \nArticle: https://help.example.org/log-in/\nProduct: App"
T, B, M = (quote(text, safe="") for text in (ITEMS["title"], TEXT, ITEMS["email"]))
BM = quote(f"{TEXT}\nE-mail: {ITEMS['email']}", safe="")
"""The text where no parameter takes the e-mail address."""
GOLDEN = {
    "zendesk": "https://acme.zendesk.com/hc/en-us/requests/new?ticket_form_id=123"
    f"&tf_subject={T}&tf_description={B}&tf_anonymous_requester_email={M}&tf_360001=App",
    "freshdesk": "https://acme.freshdesk.com/widgets/feedback_widget/new?widgetType=embedded"
    f"&searchArea=no&helpdesk_ticket%5Brequester%5D={M}&helpdesk_ticket%5Bsubject%5D={T}"
    "&helpdesk_ticket%5Bcustom_field%5D%5Bcf_product%5D=App",
    "jira-service-management": "https://acme.atlassian.net/secure/CreateIssueDetails!init.jspa"
    f"?pid=10500&issuetype=3&summary={T}&description={BM}",
    "github": f"https://github.com/acme/app/issues/new?title={T}&body={BM}&labels=question%2Ckb",
    "gitlab": "https://gitlab.com/acme/app/-/issues/new?issuable_template=Bug%20report"
    f"&issue%5Btitle%5D={T}&issue%5Bdescription%5D={BM}&issue%5Bconfidential%5D=true",
    "zammad": "https://desk.example.org/#customer_ticket_new",
    "freescout": f"https://desk.example.org/help/99?f%5Bemail%5D={M}"
    f"&f%5Bmessage%5D={T}%0A%0A{B}&f%5Bcf_37%5D=App",
    "osticket": "https://desk.example.org/support/open.php?topicId=7",
    "servicenow": "https://acme.service-now.com/incident.do?sys_id=-1&sysparm_query="
    f"short_description%3D{T}%5Edescription%3D{BM}%5Ecategory%3Dsoftware",
    "calendly": f"https://calendly.com/acme/callback?email={M}&a1={T}&a2={B}&a3=App",
    "cal.com": f"https://cal.com/acme/callback?email={M}&notes={T}%0A%0A{B}&product=App",
    "mailto": f"mailto:help@example.org?subject={T}&body={BM.replace('%0A', '%0D%0A')}",
    "tel": "tel:+39-06-1",
    "url": f"https://example.org/new?s={T}&b={BM}&p=App",
}
COPIES = {"freshdesk", "zammad", "osticket", "tel"}
"""Systems that cannot take the text."""


def test_there_is_a_case_for_every_system() -> None:
    assert set(SYSTEMS) == set(BUILT_IN)
    assert set(GOLDEN) == set(BUILT_IN) - {"form"}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_links(name: str) -> None:
    assert build_link(plan_of(name), ITEMS).url == GOLDEN[name]


@pytest.mark.parametrize("name", SYSTEMS)
def test_who_cannot_take_the_text_says_so(name: str) -> None:
    plan = plan_of(name)
    assert plan.data()["copy"] is (name in COPIES)
    assert ("text" in carried(plan.target)) is (name not in COPIES)


@pytest.mark.parametrize("name", SYSTEMS)
def test_nothing_known_leaves_no_empty_parameter(name: str) -> None:
    url = build_link(plan_of(name), {}).url
    assert name == "url" or "=&" not in url + "&"


def test_a_form_is_posted_with_fields_of_the_endpoint() -> None:
    plan = plan_of("form")
    assert plan.target.post
    text = ticket_text(plan, ITEMS)
    assert "\r\n" in text
    assert form_fields(plan, ITEMS) == (
        ("subject", ITEMS["title"]),
        ("text", text),
        ("email", ITEMS["email"]),
    )
    plan = plan_of("form", url="https://example.org/", fields={"what": "{title}: {text}"})
    assert form_fields(plan, {"title": "a", "text": "b"}) == (("what", "a: b"),)


@pytest.mark.parametrize(
    ("name", "settings", "start"),
    [
        ("zendesk", {"url": "https://a.zendesk.com/"}, "https://a.zendesk.com/hc/requests/new?"),
        (
            "jira-service-management",
            {"url": "https://a.atlassian.net"},
            "https://a.atlassian.net/servicedesk/customer/portals",
        ),
        (
            "jira-service-management",
            {"url": "https://a.atlassian.net", "portal": 2, "request_type": 14},
            "https://a.atlassian.net/servicedesk/customer/portal/2/create/14",
        ),
        (
            "github",
            {
                "url": "https://github.com/a/b",
                "template": "bug.yml",
                "fields": {"what": "{text}"},
            },
            "https://github.com/a/b/issues/new?template=bug.yml&title=Can%27t%20log%20in&what=It",
        ),
        (
            "servicenow",
            {"url": "https://a.service-now.com", "item": "f00"},
            "https://a.service-now.com/sp?id=sc_cat_item&sys_id=f00",
        ),
        ("osticket", {"url": "https://a.org"}, "https://a.org/open.php"),
        ("mailto", {"url": "mailto:a@b.org?subject=KB:{title}"}, "mailto:a@b.org?subject=KB:Can"),
    ],
)
def test_other_ways_to_configure(name: str, settings: dict[str, Any], start: str) -> None:
    assert build_link(plan_of(name, **settings), ITEMS).url.startswith(start)


def test_a_caret_is_doubled_in_a_query_of_servicenow() -> None:
    url = build_link(plan_of("servicenow"), {"title": "a^b=c"}).url
    assert pairs(url)["sysparm_query"] == "short_description=a^^b=c^description=^category=software"


@pytest.mark.parametrize("script", ["javascript:gs.getUserID()", "x^state=JavaScript:alert(1)"])
def test_servicenow_is_given_nothing_to_evaluate(script: str) -> None:
    url = build_link(plan_of("servicenow"), {"title": script, "text": script}).url
    query = pairs(url)["sysparm_query"]
    assert "javascript:" not in query.lower()
    assert query.count("^") - 2 * query.count("^^") == 2  # its own conditions, and no more


def test_the_reader_and_the_text_are_never_both_told_an_address() -> None:
    for name in SYSTEMS:
        plan = plan_of(name)
        told = "email" in carried(plan.target)
        assert (ITEMS["email"] in ticket_text(plan, ITEMS)) is not told
    assert list(LABELS)[-2:] == ["name", "email"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            {"provider": "zendsk", "url": "https://a.org"},
            '2: channel-url: Channel `x`: there is no ticket system "zendsk". '
            'Did you mean "zendesk"?',
        ),
        (
            {"url": "https://a.org", "provider": "tel"},
            "1: channel-url: Channel `x`, `url`: this ticket system wants an address that begins "
            "with tel:. Correct the value, or remove the line.",
        ),
        (
            {"url": "mailto:a@b.org", "provider": "github"},
            "1: channel-url: Channel `x`, `url`: this ticket system wants an address that begins "
            "with https: or http:. Correct the value, or remove the line.",
        ),
        (
            {"url": "https://a.org", "provider": "osticket", "form_id": 3},
            "3: channel-url: Channel `x`, `form_id`: there is no such setting. "
            "Use url, label, provider, hours, timezone, holidays, audience, topic.",
        ),
        (
            {"url": "https://a.org", "provider": "zendesk", "fields": {"1": "{titel}"}},
            '3: channel-url: Channel `x`: nothing fills {titel}. Did you mean "title"?',
        ),
        (
            {"url": "https://a.org", "provider": "jira-service-management", "project": 1},
            "1: channel-url: Channel `x`: `project` and `issue_type` belong together. "
            "Correct the value, or remove the line.",
        ),
        (
            {"url": "https://a.org", "hours": "9 to 5"},
            '2: channel-url: Channel `x`, `hours`: write opening hours as "Mo-Fr 09:00-17:00". '
            "Correct the value, or remove the line.",
        ),
        (
            {"url": "https://a.org", "timezone": "Europe/Roma"},
            "2: channel-url: Channel `x`, `timezone`: there is no such time zone. "
            'Did you mean "Europe/Rome"?',
        ),
        (
            {"url": "https://a.org", "holidays": ["2026-02-30"]},
            "2: channel-url: Channel `x`, `holidays` (entry 1): there is no such day as "
            "2026-02-30. Correct the value, or remove the line.",
        ),
        (
            {"url": f"https://a.org/{'x' * 1_800}"},
            "1: channel-url: Channel `x`: the address alone has 1814 characters, and `url_length` "
            "allows 1800. Shorten it, or raise `url_length`.",
        ),
    ],
)
def test_wrong_settings_are_refused_with_their_line(entry: dict[str, Any], message: str) -> None:
    keys = {("channels", "x", key): line for line, key in enumerate(entry, start=1)}
    if "url" not in list(entry)[:1]:
        keys = {("channels", "x", "provider"): 2, ("channels", "x", "url"): 1}
    found, problems = read_channels({"x": entry}, ConfigLines("mkdocs.yml", 1, keys))
    assert found == ()
    assert [str(problem) for problem in problems] == [f"mkdocs.yml:{message}"]


@pytest.mark.parametrize("scheme", ["javascript", "data", "vbscript", "file", "blob", "ftp", ""])
@pytest.mark.parametrize("name", SYSTEMS)
def test_no_system_takes_another_scheme(name: str, scheme: str) -> None:
    entry = {**SYSTEMS[name], "provider": name, "url": f"{scheme}:alert(1)"}
    lines = ConfigLines("mkdocs.yml", 1, {("channels", "x", "url"): 7})
    found, problems = read_channels({"x": entry}, lines)
    assert found == ()
    assert [(problem.line, problem.rule) for problem in problems] == [(7, "channel-url")]


def test_the_scheme_chooses_when_nothing_is_said() -> None:
    found, problems = read_channels(
        {"a": "https://a.org/?t={title}", "b": "mailto:a@b.org", "c": {"url": "tel:1"}},
        ConfigLines("mkdocs.yml"),
    )
    assert problems == []
    assert [channel_kind(one) for one in found] == ["ticket", "mail", "phone"]
    assert [one.target for one in found] == [None, None, None]
    assert [channel_target(one).base for one in found] == [one.url for one in found]


def test_hours_and_holidays_of_a_channel() -> None:
    found = channel(
        "zendesk",
        url="https://a.org",
        hours=["Mo-Fr 09:00-17:00"],
        timezone="Europe/Rome",
        holidays=["12-25", "2026-04-06"],
    )
    assert [line.days for line in found.hours] == [(1, 2, 3, 4, 5)]
    assert found.timezone == "Europe/Rome"
    assert [(day.year, day.month, day.day) for day in found.holidays] == [
        (None, 12, 25),
        (2026, 4, 6),
    ]
