"""The gates hold: a good site is broken in one place after another, and the right rule goes red.

Each line of the table is one slip of a writer: a file of `good-site`, what stands there, what is
written instead, and the one rule that must speak, alone. An empty text to replace means the end of
the file; a file that is not there is made.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config

from kb_plugins.cli import main
from kb_plugins.quality.registry import all_rules

GOOD = Path(__file__).parent / "good-site"
NOVEMBER_2026 = "1795000000"

REFUND, PAY, OLD = "billing/refund.md", "billing/pay.md", "billing/old-invoice.md"
SLOW, SELF, DESK = "network/slow.md", "levels/0-self.md", "levels/1-desk.md"
META = "billing/.meta.yml"
TWIN = "---\ntitle: {}\nlevel: 0\ntype: faq\ndescription: Another one.\n---\n\n{}\n"
LINK = "See [how the colours were](../billing/colours.md).\n"
LONG = "word " * 2000

# what happens: (file, what stands there, what is written, the rule that speaks)
MUTATIONS: dict[str, tuple[str, str, str, str]] = {
    # the file
    "another encoding": (SLOW, "half", "h\udcfclf", "encoding"),
    "a NUL byte": (PAY, "All cards", "All\0 cards", "encoding"),
    "the same address twice": ("billing/pay/index.md", "", TWIN.format("Pay", "Text."),
                               "duplicate-url"),
    "a link around a folder": ("billing/loop", "->", "..", "symlink-loop"),
    "a link to nothing": ("billing/gone.md", "->", "nowhere.md", "file-unreadable"),
    # the front matter
    "never closed": (PAY, "2026-11-01\n---", "2026-11-01\n", "front-matter-unclosed"),
    "no mapping": (PAY, "---\ntitle", "---\n- a\n---\n\n---\ntitle", "front-matter-type"),
    "no YAML": (PAY, "title: Which", "title: [Which", "yaml"),
    "a colon in a title": (PAY, "title: Which", "title: Pay: Which", "yaml"),
    "a bomb of aliases": (PAY, "type: faq", "type: faq\na: &a [1,1,1,1,1,1,1,1,1,1]\n"
                          "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                          "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                          "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                          "e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]", "yaml-alias"),
    "a novel as front matter": (PAY, "type: faq", f"type: faq\nx: {'y' * 70_000}",
                                "front-matter-size"),
    "a key twice": (PAY, "type: faq", "type: faq\ntype: faq", "duplicate-key"),
    "a date in words": (PAY, "2026-11-01", "yesterday", "schema"),
    "an audience that is none": (OLD, "type: faq", "type: faq\naudience: everybody", "schema"),
    "a status that is none": (OLD, "status: deprecated", "status: retired", "schema"),
    "an interval that is none": (REFUND, "review_every: 1 year", "review_every: often", "schema"),
    "a script as an address": (SELF, "url: ../billing/pay.md", "url: 'javascript:alert(1)'",
                               "schema"),
    "a broken default": (META, "level: 0", "level: [0]", "schema folder-defaults"),
    # levels and types
    "no level": (SLOW, "level: 1\n", "", "level-missing"),
    "a level that is none": (SLOW, "level: 1", "level: 9", "level-unknown"),
    "a default that is no level": (META, "level: 0", "level: 9", "level-unknown"),
    "two levels of one number": ("levels/1-other.md", "", "---\nname: Other\n---\n",
                                 "level-duplicate"),
    "a type that is none": (SLOW, "type: troubleshooting", "type: trouble", "type-unknown"),
    # what points at something else
    "a related article that is gone": (REFUND, "  - pay.md", "  - payment.md", "related-unknown"),
    "an article related to itself": (REFUND, "  - pay.md", "  - refund.md", "related-unknown"),
    "a successor that is gone": (OLD, "replaced_by: pay.md", "replaced_by: card.md",
                                 "replaced-by-unknown"),
    "no successor": (OLD, "replaced_by: pay.md\n", "", "deprecated-successor"),
    "a way out that is none": (PAY, "escalate: ticket", "escalate: tickets", "escalate-unknown"),
    "an answer that is gone": (SELF, "refund.md}", "refunds.md}", "example-unknown"),
    "an example without answer": (SELF, ", article: ../billing/refund.md}", "}",
                                  "example-unanswered"),
    "a resource that is gone": (SELF, "../billing/pay.md", "../billing/payment.md",
                                "resource-unknown"),
    "a level whose channel is gone": (DESK, "channel: ticket", "channel: tickets",
                                      "channel-unknown dead-end"),
    "a level without channel": (DESK, "channel: ticket\n", "", "dead-end"),
    # internal blocks
    "a block never closed": (REFUND, "say.\n///", "say.", "internal-block"),
    "a block misspelt": (REFUND, "/// internal", "/// interal", "internal-block"),
    "a block as an admonition": (REFUND, "/// internal", "!!! internal", "internal-block"),
    "a public link to an internal article": (PAY, "../network/slow.md", "rules.md",
                                             "broken-link orphan-article"),
    "a key in an internal block": (REFUND, "called back first", "ghp_" + "a1B2" * 9, "secret"),
    "an empty link text in a block": (REFUND, "[the rules]", "[here]", "link-text"),
    # titles and descriptions
    "a title that says nothing": (PAY, "title: Which cards can I pay with?", "title: Overview",
                                  "title-generic"),
    "a title too long": (PAY, "can I pay with?", "can I pay with " + "and which not " * 6,
                         "title-length"),
    "a title too short": (PAY, "title: Which cards can I pay with?", "title: Cards",
                          "title-length"),
    "two articles of one title": (SLOW, "title: Why is my network so slow?",
                                  "title: How do I get a refund?", "title-duplicate"),
    "no description": (PAY, "description: With all cards of the three large companies.\n", "",
                       "description-missing"),
    "a description too long": (PAY, "companies.\nescalate", "companies" + " and more" * 20
                               + ".\nescalate", "description-length"),
    # the text
    "two titles": (PAY, "## By card", "# By card", "heading-one"),
    "a heading too deep": (SLOW, "## Solution", "#### Solution", "heading-order"),
    "a heading over nothing": (SLOW, "Push every plug in until it clicks.\n", "",
                               "heading-empty"),
    "a picture without text": (REFUND, "![The button Refund below the order]", "![]", "image-alt"),
    "a picture named by its file": (REFUND, "The button Refund below the order", "button.svg",
                                    "image-alt"),
    "a link called here": (PAY, "[look at your network]", "[here]", "link-text"),
    "a link that leads nowhere": (REFUND, "pay.md#by-card", "payment.md", "broken-link"),
    "a picture that is gone": (REFUND, "button.svg", "knob.svg", "broken-link"),
    "an anchor that is gone": (REFUND, "#by-card", "#by-cash", "broken-anchor"),
    "code without language": (REFUND, "```json", "```", "code-language"),
    "another word than ours": (REFUND, "To sign in again", "To log on again", "term"),
    "steps in a paragraph": (REFUND, "1. Open your orders.\n2. Press **Refund**.\n"
                             "3. Send the form.", "Open your orders. Press the button. "
                             "Enter the number. Save the form.", "steps-in-prose"),
    "no cause and no solution": (PAY, "type: faq", "type: troubleshooting",
                                 "troubleshooting-parts"),
    "far too long": (PAY, "without blanks.", "without blanks. " + LONG, "article-length"),
    "an article twice": ("network/twin.md", "", "", "duplicate-article orphan-article"),
    "an article that nothing leads to": ("network/alone.md", "",
                                         TWIN.format("What does the lamp mean?", "It is on."),
                                         "orphan-article"),
    "a review that is due": (REFUND, "updated: 2026-11-02", "updated: 2025-01-02",
                             "review-overdue"),
    "a review that is due by type": (PAY, "created: 2026-11-01", "created: 2023-11-01",
                                     "review-overdue"),
    # what customers sent
    "an address of a person": (PAY, "without blanks.", "without blanks. Ask m.rossi@gmail.com.",
                               "personal-email"),
    "a number of a person": (PAY, "without blanks.", "without blanks. Call +39 0471 812 367.",
                             "personal-phone"),
    "a key": (PAY, "without blanks.", "without blanks: AKIAIOSFODNN7ABCDEFG", "secret"),
    "a password": (PAY, "without blanks.", "at https://anna:s3cr3tly@example.org", "secret"),
    "a name of a customer": (PAY, "without blanks.", "without blanks, as Rossi S.p.A. did.",
                             "customer-name"),
    # waivers
    "a waiver without reason": (PAY, "## By card", "<!-- kb-ignore link-text -->\n## By card",
                                "waiver"),
    "a waiver of nothing": (PAY, "## By card", "<!-- kb-ignore link-text: quoted -->\n## By card",
                            "waiver-unused"),
    "a waiver of a rule that is none": (META, "level: 0", "level: 0\nkb_ignore: {link-txt: so}",
                                        "waiver"),
    # lists and settings
    "a list of terms that is none": ("terms.yml", "[log on, log in]", "{log on: never}",
                                     "terms-file"),
    "synonyms that are none": ("synonyms.yml", "- refund", "- [refund", "synonyms"),
    "a channel with a wrong scheme": ("../mkdocs.yml", "ticket: mailto:support@example.com",
                                      "ticket: ftp://example.com", "channel-url"),
    "a channel that fills in nothing": ("../mkdocs.yml", "{title}", "{titel}", "channel-url"),
    "an interval of a type that is none": ("../mkdocs.yml", "faq: 2 years", "faq: sometimes",
                                           "config"),
    "a rule that is none": ("../mkdocs.yml", "orphan-article:", "orphan-articles:",
                            "rule-setting"),
    "a severity that is none": ("../mkdocs.yml", "personal-phone: warning",
                                "personal-phone: loud", "rule-setting"),
}  # fmt: skip
SEARCHED: dict[str, tuple[str, str, str, str]] = {
    # What the search of a built site answers.
    "an example that finds another article": (SELF, "question: How do I get a refund?",
                                              "question: Who sells zeppelins?",
                                              "examples-answered"),
    "a question that finds another article": (SLOW, "created:", "questions: [zeppelin]\ncreated:",
                                              "question-lost"),
    "a question that leads to the wrong one": (PAY, "created:", "expect_not: [cards]\ncreated:",
                                               "question-wrong"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _same_day_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOVEMBER_2026)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), strict=True)
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"


def rules_over(folder: Path, *options: str) -> set[str]:
    file = str(folder / "mkdocs.yml")
    done = CliRunner().invoke(main, ["check", "-f", file, "--format", "json", *options])
    assert done.exit_code in (0, 1), done.output
    return {problem["rule"] for problem in json.loads(done.stdout)["problems"]}


def mutate(folder: Path, path: str, old: str, new: str) -> None:
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    file = folder / "docs" / path
    if old == "->":
        file.symlink_to(new)
    elif not old:
        file.parent.mkdir(parents=True, exist_ok=True)
        twin = (folder / "docs" / SLOW).read_text().replace("Why is my network", "Why is it")
        file.write_text(new or twin)
    else:
        text = file.read_text()
        assert text.count(old) >= 1, f"{path} does not hold {old!r}"
        file.write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogateescape"))


def test_the_good_site_is_good(built: Path) -> None:
    assert rules_over(GOOD, "--site", str(built)) == set()


@pytest.mark.parametrize("slip", MUTATIONS)
def test_one_slip_and_the_right_rule_alone(slip: str, tmp_path: Path) -> None:
    path, old, new, rules = MUTATIONS[slip]
    mutate(tmp_path, path, old, new)
    assert rules_over(tmp_path) == set(rules.split())


@pytest.mark.parametrize("slip", SEARCHED)
def test_one_slip_that_only_the_search_can_see(slip: str, tmp_path: Path, built: Path) -> None:
    path, old, new, rule = SEARCHED[slip]
    mutate(tmp_path, path, old, new)
    assert rules_over(tmp_path, "--site", str(built)) == {rule}


ELSEWHERE = {
    "extension",
    "interface-text",
    "redirect-from",
    "translation-behind",
    "translation-missing",
}
"""Their cases need a package that is installed, a list of addresses, or a second language."""


def test_every_rule_is_made_to_speak() -> None:
    spoken = {
        rule for line in (*MUTATIONS.values(), *SEARCHED.values()) for rule in line[3].split()
    }
    assert spoken == {rule.id for rule in all_rules()} - ELSEWHERE
    assert len(MUTATIONS) >= 40
