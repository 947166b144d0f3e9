"""What is translated, what has fallen behind, and how readers and writers learn of it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser

from kb_plugins.cli import main
from kb_plugins.content.frontmatter import parse_document
from kb_plugins.translation.revision import changes, marked, revision

CONFIG = """\
site_name: Help
theme: {name: material}
plugins:
  - i18n:
      languages:
        - {locale: en, name: English, default: true}
        - {locale: it, name: Italiano}
  - kb: {channels: {ticket: "mailto:help@example.com"}}
"""
ENGLISH = "---\ntitle: The VPN\nlevel: 0\n---\n\nOpen the settings. Press the button.\n"
ITALIAN = "---\ntitle: La VPN\n---\n\nApri le impostazioni. Premi il pulsante.\n"


def document(text: str):
    return parse_document(text.encode(), "vpn.md", "docs/vpn.md")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path, {"mkdocs.yml": CONFIG, "docs/vpn.md": ENGLISH, "docs/vpn.it.md": ITALIAN,
                     "docs/mail.md": "---\nlevel: 0\n---\n# Mail\n\nText.\n"})
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def kb(site: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(main, [arguments[0], "-f", str(site / "mkdocs.yml"), *arguments[1:]])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def commit(site: Path, day: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00"}
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "text"]):
        subprocess.run(["git", "-C", str(site), *command], check=True, env={**os.environ, **when})


def notice(site: Path) -> str:
    build(load_config(str(site / "mkdocs.yml")))
    html = (site / "site" / "it" / "vpn" / "index.html").read_text(encoding="utf-8")
    node = LexborHTMLParser(html).css_first(".kb-notice")
    return " ".join(node.text().split()) if node else ""


@pytest.mark.parametrize("same", [
    ENGLISH.replace(". ", ".\n"), ENGLISH.replace("\n", "\r\n"), ENGLISH + "\n\n",
    ENGLISH.replace("level: 0", "level: 1\nproduct: Shop\nupdated: 2026-11-23"),
    ENGLISH.replace("Press", "<!-- ask Ada -->\nPress"),
])
def test_looks_and_settings_are_no_change(same: str) -> None:
    assert revision(document(same)) == revision(document(ENGLISH))


@pytest.mark.parametrize("other", [
    ENGLISH.replace("button", "red button"), ENGLISH.replace("The VPN", "A VPN"),
    ENGLISH.replace("level: 0", "level: 0\nquestions: [How?]"),
])
def test_words_are_a_change(other: str) -> None:
    assert revision(document(other)) != revision(document(ENGLISH))


def test_changes_are_told_sentence_by_sentence() -> None:
    new = document(ENGLISH.replace("Press the button.", "Press the red button. Wait."))
    assert changes(document(ENGLISH), new) == [("Press the button.", "Press the red button. Wait.")]


@settings(max_examples=200, deadline=None)
@given(head=st.sampled_from(["", "---\n---\n", "---\ntitle: A\n---\n", "---\n...\n",
                             "---\nsource_revision: old\ntitle: A\n---\n"]),
       body=st.text(alphabet="ab-: \n#", max_size=30))
def test_a_mark_stands_in_the_front_matter_and_changes_nothing_else(head: str, body: str) -> None:
    before = document(head + "\n" + body)
    after = document(marked(head + "\n" + body, "r0123456789"))
    if not before.problems:
        assert after.meta.get("source_revision") == "r0123456789"
        assert {**before.meta, "source_revision": "r0123456789"} == after.meta
        assert after.body.strip("\n") == before.body.strip("\n")


def test_marked_translations_fall_behind(site: Path) -> None:
    assert kb(site, "translate").output.splitlines() == [
        "it: 2 pages, 1 translated, 0 behind, 1 missing", "missing  docs/mail.it.md"]
    translation = site / "docs" / "vpn.it.md"
    assert "1 file marked" in kb(site, "translate", "--mark", str(translation)).output
    assert "source_revision: r" in translation.read_text(encoding="utf-8")
    assert kb(site, "check").exit_code == 0
    assert notice(site) == ""
    changed = ENGLISH.replace("button", "red button")
    changed = changed.replace("level: 0", "level: 0\nupdated: 2026-05-03")
    write(site, {"docs/vpn.md": changed})
    assert "docs/vpn.it.md:3: translation-behind: The original changed on 2026-05-03." \
        in kb(site, "check").output
    assert notice(site) == "L’originale di questa traduzione è stato aggiornato il " \
        "3 maggio 2026. Leggi l’originale"
    kb(site, "translate", "--mark", "--all")
    assert kb(site, "check").exit_code == 0


def test_the_report_counts_translations(site: Path) -> None:
    out = site / "report.json"
    kb(site, "report", "-o", str(out))
    assert json.loads(out.read_text(encoding="utf-8"))["by_language"] == [
        {"name": "en", "articles": 2, "detail": ""},
        {"name": "it", "articles": 1, "detail": "0 behind, 1 missing"}]


def test_git_knows_what_an_unmarked_translation_renders(site: Path) -> None:
    commit(site, "2026-03-01")
    assert "0 behind" in kb(site, "translate").output
    write(site, {"docs/vpn.md": ENGLISH.replace("level: 0", "level: 1")})
    commit(site, "2026-03-02")
    assert "0 behind" in kb(site, "translate").output
    write(site, {"docs/vpn.md": ENGLISH.replace("Press", "Hold")})
    commit(site, "2026-03-03")
    assert "behind   docs/vpn.it.md  (since 2026-03-03)" in kb(site, "translate").output
    assert '"Press the button." is now "Hold the button."' in kb(site, "check").output
    assert "-Press the button.\n+Hold the button." in kb(site, "translate", "--diff").output
    write(site, {"docs/vpn.it.md": ITALIAN.replace("Premi", "Tieni premuto")})
    assert "0 behind" in kb(site, "translate").output


def test_wrong_calls_say_what_is_wrong(site: Path) -> None:
    assert "Name the translations" in kb(site, "translate", "--mark").output
    assert "no language 'fr'" in kb(site, "translate", "--language", "fr").output
    original = str(site / "docs" / "vpn.md")
    assert "not the translation" in kb(site, "translate", "--mark", original).output
    write(site, {"mkdocs.yml": "site_name: Help\ntheme: {name: material}\nplugins: [kb]\n"})
    done = kb(site, "translate")
    assert done.exit_code == 2
    assert "one language alone" in done.output


def test_a_catalogue_of_ones_own(site: Path, tmp_path: Path) -> None:
    printed = kb(site, "translate", "--catalogue", "it").stdout
    assert 'msgid "Still stuck?"\nmsgstr "' in printed
    before, found, after = printed.partition('msgid "Still stuck?"\nmsgstr "')
    own = before + found + 'Serve altro?"' + after.partition('"')[2]
    write(site, {"texts.po": own, "mkdocs.yml": CONFIG.replace(
        "kb: {", "kb: {languages: {it: {messages: texts.po}}, ")})
    build(load_config(str(site / "mkdocs.yml")))
    html = (site / "site" / "it" / "vpn" / "index.html").read_text(encoding="utf-8")
    assert "Serve altro?" in html
    write(site, {"texts.po": "this is no catalogue"})
    assert "`texts.po` cannot be used" in kb(site, "check").output
