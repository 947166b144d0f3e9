"""The manual's list of rules says what the rules say."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kb_plugins.quality.catalogue import rules_article
from kb_plugins.quality.registry import all_rules

DOCS = Path(__file__).parents[2] / "docs/reference"
MARK = "<!-- From the rules themselves; `WRITE_REPORTS=1 make test` writes it anew. -->\n\n"


def test_the_article_is_what_the_rules_say() -> None:
    page = DOCS / "rules.md"
    head, mark, body = page.read_text(encoding="utf-8").partition(MARK)
    assert mark
    if os.environ.get("WRITE_REPORTS"):
        page.write_text(head + MARK + rules_article(all_rules()), encoding="utf-8")
        return
    assert body == rules_article(all_rules())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_every_rule_is_in_the_manual_once(rule) -> None:
    pages = [(DOCS / name).read_text(encoding="utf-8") for name in ("rules.md", "messages.md")]
    heading = re.compile(rf"^##+ `{re.escape(rule.id)}`$", re.M)
    assert sum(len(heading.findall(page)) for page in pages) == 1
    assert bool(rule.why) == bool(heading.search(pages[0]))


@pytest.mark.parametrize("rule", [r for r in all_rules() if r.why], ids=lambda rule: rule.id)
def test_every_rule_explains_itself(rule) -> None:
    assert rule.title and rule.why and rule.how and rule.example
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".") and rule.how.rstrip('"`').endswith((".", "?"))
