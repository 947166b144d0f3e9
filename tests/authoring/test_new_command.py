"""`kb new` as writers call it: what it writes, what it refuses, what it asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kb_plugins.authoring.skeleton import Draft, skeleton
from kb_plugins.cli import main
from kb_plugins.content.frontmatter import parse_document
from kb_plugins.content.schema import TYPES
from kb_plugins.i18n import language

SITE = "site_name: Help\ntheme: {name: material%s}\nplugins: [kb: {channels: {ticket: 'tel:+1'}}]\n"
PASSWORD = """---
title: How do I reset my password?
level: 0
description: On the sign-in page.
questions: [Where do I log in?]
---

Press the link on the sign-in page.
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    (tmp_path / "docs/accounts").mkdir(parents=True)
    (tmp_path / "docs/billing").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SITE % "")
    (tmp_path / "docs/accounts/password.md").write_text(PASSWORD)
    (tmp_path / "docs/billing/.meta.yml").write_text("level: 1\n")
    return tmp_path


def kb(site: Path, *arguments: str, says: str = "") -> Result:
    return CliRunner().invoke(
        main, ["new", "-f", str(site / "mkdocs.yml"), *arguments], input=says
    )


FULL = ("--type", "how-to", "--level", "0", "--folder", "accounts")

WRITTEN = """---
title: 'How do I change my address: by post?'
level: 0
type: how-to
product: Invoicer
description:  # The answer in one sentence, for lists and search results.
questions: []  # Other ways in which customers ask, in their words.
status: draft  # Remove this line when the article is ready.
created: 2026-11-23
---

<!-- Answer in the first sentence. Many readers need no more. -->

## Before you start

<!-- What the reader needs: access, files, time. -->

## Steps

<!-- One action a step. Name buttons as the screen does. -->

1.

## Check that it worked

<!-- What the reader sees when it worked. -->
"""


def test_a_skeleton_is_written(site: Path) -> None:
    done = kb(site, "How do I change my address:  by post?", *FULL, "--product", "Invoicer")
    assert (done.exit_code, done.stdout) == (
        0,
        "docs/accounts/how-do-i-change-my-address-by-post.md\n",
    )
    file = site / done.stdout.strip()
    assert file.read_text() == WRITTEN


def test_what_is_written_passes_the_checks(site: Path) -> None:
    for kind in TYPES:
        kb(site, f"Where is the {kind} of the moon?", "--type", kind, *FULL[2:])
    assert len(list((site / "docs/accounts").iterdir())) == 1 + len(TYPES)
    done = CliRunner().invoke(main, ["check", "-f", str(site / "mkdocs.yml")])
    assert (done.stdout, done.exit_code) == ("", 0)


@pytest.mark.parametrize(
    "title",
    ["How do I reset my password?", "how can I reset passwords", "How do I sign in?"],
)
def test_a_twin_is_refused_and_shown(site: Path, title: str) -> None:
    done = kb(site, title, *FULL)
    assert done.exit_code == 1
    assert done.stderr.startswith("docs/accounts/password.md: answers this already (")
    assert len(list((site / "docs/accounts").iterdir())) == 1


def test_force_writes_a_twin(site: Path) -> None:
    assert kb(site, "Resetting passwords", *FULL, "--force").exit_code == 0
    assert (site / "docs/accounts/resetting-passwords.md").is_file()


def test_what_is_similar_is_shown_and_stops_nothing(site: Path) -> None:
    done = kb(site, "How do I reset my printer's password?", *FULL)
    assert done.exit_code == 0
    assert "docs/accounts/password.md: is similar (" in done.stderr


def test_the_level_of_a_folder_need_not_be_said(site: Path) -> None:
    done = kb(site, "Where is my bill?", "--type", "faq", "--folder", "billing")
    assert done.exit_code == 0
    assert "level:" not in (site / done.stdout.strip()).read_text()


def test_nothing_is_overwritten(site: Path) -> None:
    done = kb(site, "Something new altogether", *FULL, "--name", "password")
    assert done.exit_code == 2
    assert "docs/accounts/password.md exists. Give --name." in done.stderr
    assert (site / "docs/accounts/password.md").read_text() == PASSWORD


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "TITLE is missing."),
        (("Zeppelins", "--folder", "a"), "--type is missing. One of: faq, how-to,"),
        (("Zeppelins", "--type", "faq"), "--folder is missing."),
        (("Zeppelins", "--type", "faq", "--folder", "a"), "--level is missing. One of: 0, 1,"),
        (("Zeppelins", "--type", "poem", "--folder", "a"), 'There is no type "poem"'),
        (("Zeppelins", *FULL[:2], "--folder", "a", "--level", "9"), 'There is no level "9"'),
        (("Zeppelins", *FULL[:4], "--folder", "../a"), "is not a folder below the docs folder"),
        (("Zeppelins", *FULL[:4], "--folder", "/a"), "is not a folder below the docs folder"),
        (("Zeppelins", *FULL[:4], "--folder", "levels"), "is for the pages of the levels"),
        (("?!", *FULL), "The title gives no name for a file"),
        (("   ", *FULL), "The title is empty"),
    ],
)
def test_a_wrong_call_says_what_is_missing(
    site: Path, arguments: tuple[str, ...], message: str
) -> None:
    before = sorted(site.rglob("*"))
    done = kb(site, *arguments)
    assert (done.exit_code, done.exception.__class__) == (2, SystemExit)
    assert message in " ".join(done.stderr.split())
    assert sorted(site.rglob("*")) == before


def test_what_is_missing_is_asked_on_a_terminal(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb_plugins.commands.new._on_terminal", lambda: True)
    done = kb(site, says="Where is the moon?\nsky\nfaq\n2\n")
    assert done.exit_code == 0, done.output
    assert "2  Callback" in done.stderr
    text = (site / "docs/sky/where-is-the-moon.md").read_text()
    assert "title: Where is the moon?\nlevel: 2\ntype: faq\n" in text


def test_the_skeleton_speaks_the_language_of_the_site(site: Path) -> None:
    (site / "mkdocs.yml").write_text(SITE % ", language: it")
    done = kb(site, "Perché la stampante non stampa?", "--type", "troubleshooting", *FULL[2:])
    text = (site / done.stdout.strip()).read_text(encoding="utf-8")
    assert done.stdout == "docs/accounts/perché-la-stampante-non-stampa.md\n"
    assert "## Sintomo\n" in text
    assert "## Soluzione\n" in text


@given(
    title=st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable()),
    kind=st.sampled_from(TYPES),
    code=st.sampled_from(["en", "it", "de"]),
)
def test_any_title_comes_back(title: str, kind: str, code: str) -> None:
    from datetime import date

    text = skeleton(
        Draft(title=title, type=kind, level="0", created=date(2026, 11, 23)),
        language(code).gettext,
    )
    document = parse_document(text.encode(), "a.md", "a.md")
    assert document.problems == ()
    assert document.meta["title"] == title
    assert document.meta["status"] == "draft"
