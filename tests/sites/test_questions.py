"""Articles with tests: a built site is asked the questions of its articles."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

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
        article("How do I get a refund?", "We pay soon.", "questions: [refund, money back]\n")
    )
    (docs / "pay.md").write_text(
        article("How do I pay?", "By card or by bank transfer.", "expect_not: [bank card]\n")
    )
    (docs / "levels").mkdir()
    (docs / "levels" / "0-self-help.md").write_text(LEVEL)
    config = load_config(_config(folder), site_dir=str(folder / "site"))
    build(config)
    config.plugins.on_shutdown()
    return folder


LEVEL = """---
name: Self-help
channel: ticket
examples:
  - {question: How do I get my money back?, article: ../refund.md}
  - {question: parcel, article: ../pay.md}
  - question: Nobody wrote the answer
---
"""


def _config(folder: Path) -> str:
    (folder / "mkdocs.yml").write_text(SITE)
    return str(folder / "mkdocs.yml")


def kb(site: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "-f", str(site / "mkdocs.yml"), *options])


def test_a_question_must_find_its_article(site: Path) -> None:
    # The question is newer than the site, as when a writer adds it to an article that is there.
    refund = site / "docs/refund.md"
    refund.write_text(refund.read_text().replace("money back", "money back, parcel, zeppelin"))
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


UNANSWERED = (
    r"docs/levels/0-self-help.md:4: examples-answered: The search answers the example "
    r'"parcel" with parcel-.*, and not with "pay.md". Add the question to `questions` of the '
    r"article, or name a better article."
)


def test_examples_of_a_level_are_answered(site: Path) -> None:
    done = kb(site, "--site", str(site / "site"), "--select=examples-answered")
    (line,) = done.stdout.splitlines()
    assert re.fullmatch(UNANSWERED, line)
    done = kb(site, "--select=example-unanswered")
    assert "Nobody wrote the answer" in done.stdout


@pytest.mark.parametrize("severity", ["warning", "off"])
def test_a_build_asks_its_own_search(
    site: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, severity: str
) -> None:
    """A strict build fails then, and writes nothing; a team may turn the rule off."""
    rules = f", rules: {{examples-answered: {severity}}}}}"
    (tmp_path / "mkdocs.yml").write_text(SITE.replace('example.com"}}', 'example.com"}' + rules))
    shutil.copytree(site / "docs", tmp_path / "docs")
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=True)
    if severity == "off":
        build(config)
    else:
        with pytest.raises(Abort):
            build(config)
    config.plugins.on_shutdown()
    found = [message for message in caplog.messages if re.search(UNANSWERED, message)]
    assert bool(found) is (severity == "warning")
    assert (tmp_path / "site").exists() is (severity == "off")


def test_without_a_site_nothing_is_asked(site: Path) -> None:
    assert kb(site, "--select=question-lost,question-wrong").exit_code == 0


def test_a_folder_without_a_search(site: Path, tmp_path: Path) -> None:
    done = kb(site, "--site", str(tmp_path))
    assert done.exit_code == 2
    assert "its search cannot be used" in " ".join(done.stderr.split())
