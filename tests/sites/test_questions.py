"""Articles with tests: a built site is asked the questions of its articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.commands.build import build
from mkdocs.config import load_config

from kb_plugins.cli import main

SITE = """site_name: Help
theme: {name: material}
plugins:
  - kb: {channels: {ticket: "mailto:support@example.com"}}
"""


def article(title: str, text: str, extra: str = "") -> str:
    return f"---\ntitle: {title}\nlevel: 0\ndescription: {text}\n{extra}---\n\n{text}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    docs = folder / "docs"
    docs.mkdir()
    for name in ("one", "two", "three", "four"):
        text = f"Your parcel number {name} is late. The parcel comes by van {name}."
        (docs / f"parcel-{name}.md").write_text(article(f"Late parcel {name}", text))
    (docs / "refund.md").write_text(
        article("How do I get a refund?", "We pay within a week.", "questions: [refund]\n")
    )
    (docs / "pay.md").write_text(
        article("How do I pay?", "By card or by bank transfer.", "expect_not: [bank card]\n")
    )
    config = load_config(_config(folder), site_dir=str(folder / "site"))
    build(config)
    config.plugins.on_shutdown()
    return folder


def _config(folder: Path) -> str:
    (folder / "mkdocs.yml").write_text(SITE)
    return str(folder / "mkdocs.yml")


def kb(site: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "-f", str(site / "mkdocs.yml"), *options])


def test_a_question_must_find_its_article(site: Path) -> None:
    # The question is newer than the site, as when a writer adds it to an article that is there.
    refund = site / "docs/refund.md"
    refund.write_text(refund.read_text().replace("[refund]", "[refund, parcel, zeppelin]"))
    done = kb(site, "--site", str(site / "site"), "--select=question-lost")
    assert done.exit_code == 1
    first, second = done.stdout.splitlines()
    assert first.startswith(
        'docs/refund.md:5: question-lost: The search answers "parcel" with parcel-'
    )
    assert '("parcel"), and not with this article. Use the words' in first
    assert '"zeppelin" with nothing, and not' in second


def test_expect_not(site: Path) -> None:
    done = kb(site, "--site", str(site / "site"), "--select=question-wrong")
    assert done.stdout == (
        'docs/pay.md:5: question-wrong: The search answers "bank card" with this article at place '
        "1. Say in title and text what the article is not about, or add the question to the "
        "article that answers it.\n"
    )


def test_without_a_site_nothing_is_asked(site: Path) -> None:
    assert kb(site, "--select=question-lost,question-wrong").exit_code == 0


def test_a_folder_without_a_search(site: Path, tmp_path: Path) -> None:
    done = kb(site, "--site", str(tmp_path))
    assert done.exit_code == 2
    assert "its search cannot be used" in " ".join(done.stderr.split())
