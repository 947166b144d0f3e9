"""Built pages: the way out on every one of them, and hostile values that stay text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hostile import HOSTILE, printable
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from selectolax.lexbor import LexborHTMLParser as HTMLParser

CHANNELS = {
    "ticket": {"provider": "zendesk", "url": "https://acme.zendesk.com"},
    "external": {"provider": "form", "url": "https://example.org/tickets"},
}
BATCH = 12
"""Hostile values that one article carries in its fields."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "docs").mkdir()
    values = [value for value in HOSTILE if value and printable(value)]
    for number in range(0, len(values), BATCH):
        some = values[number : number + BATCH]
        meta = {
            "level": 1,
            "title": " ".join(some),
            "product": some,
            "versions": some,
            "questions": some,
            "description": " ".join(some),
        }
        head = yaml.safe_dump(meta, allow_unicode=True)
        (folder / "docs" / f"a{number}.md").write_text(f"---\n{head}---\ntext\n", encoding="utf-8")
    config = {
        "site_name": "Help",
        "theme": {"name": "material"},
        "plugins": [{"kb": {"channels": CHANNELS}}],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    loaded = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(loaded)
    loaded.plugins.on_shutdown()
    return folder / "site"


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 20
    return found


def test_the_same_block_at_the_same_place_on_every_page(site: Path) -> None:
    for path in pages(site):
        tree = HTMLParser(path.read_text(encoding="utf-8"))
        (block,) = tree.css(".kb-stuck")
        assert block.parent.attributes["class"] == "md-grid md-typeset kb-foot-band", path
        following = block.parent.next
        while following.tag in ("-text", "dialog"):
            following = following.next
        assert "md-footer" in following.attributes["class"], path
        assert block.css_first(".kb-button").attributes["href"], path


def test_no_hostile_value_becomes_markup(site: Path) -> None:
    for path in pages(site):
        html = path.read_text(encoding="utf-8")
        tree = HTMLParser(html)
        assert not tree.css(".md-content script:not([type])"), path
        assert not [node for node in tree.css("main *") if handlers(node.attributes)], path
        for node in tree.css("[href], [src], [action]"):
            for name in ("href", "src", "action"):
                value = node.attributes.get(name) or ""
                scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value, re.IGNORECASE)
                assert scheme is None or scheme[1] in ("https", "http", "mailto", "tel"), path
        assert "49" not in {node.text() for node in tree.css("h1, title")}


def handlers(attributes: dict[str, str | None]) -> list[str]:
    return [name for name in attributes if name.startswith("on")]


def test_every_link_of_the_way_out_leads_to_a_channel(site: Path) -> None:
    for path in pages(site):
        tree = HTMLParser(path.read_text(encoding="utf-8"))
        href = tree.css_first(".kb-stuck .kb-button").attributes["href"]
        if path.parent.name in ("2-callback", "3-expert", "4-external"):
            assert href.startswith("../../get-help/?") and href.endswith("#kb-level-4"), path
        else:
            assert href.startswith("https://acme.zendesk.com/hc/requests/new"), path
        data = json.loads(tree.css_first("#kb-escalate").text())
        base = data["way"].get("plan", {}).get("base", "")
        assert base in ("", "https://acme.zendesk.com/hc/requests/new")


LADDER = {
    "ticket": "https://one.example.org/?t={title}",
    "callback": "tel:+39-06-2",
    "expert": {"provider": "osticket", "url": "https://three.example.org"},
    "external": {"provider": "form", "url": "https://four.example.org/tickets"},
}
STARTS = {
    0: "https://one.example.org/?t=",
    1: "https://one.example.org/?t=",
    2: "tel:+39-06-2",
    3: "https://three.example.org/open.php",
    4: "",
}
"""Where a page of each level leads; level 0 has no people, level 4 asks for consent first."""


HOOK = """from mkdocs.structure.files import File

def on_files(files, config):
    files.append(File.generated(config, "generated.md", content="# Generated"))
"""
"""Adds a page, as other plugins do."""


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of every kind: an article of every level, plain, excluded and generated ones."""
    folder = tmp_path_factory.mktemp("ladder")
    (folder / "docs" / "folder").mkdir(parents=True)
    for level in STARTS:
        (folder / f"docs/folder/a{level}.md").write_text(f"---\nlevel: {level}\n---\nText.\n")
    (folder / "docs/folder/sent.md").write_text("---\nlevel: 0\nescalate: expert\n---\nText.\n")
    (folder / "docs/folder/old.md").write_text("---\nlevel: 3\nstatus: deprecated\n---\nOld.\n")
    (folder / "hook.py").write_text(HOOK)
    (folder / "docs/plain.md").write_text("# Imprint\n")
    config = {
        "site_name": "Help",
        "theme": {"name": "material"},
        "hooks": ["hook.py"],
        "plugins": ["tags", {"kb": {"channels": LADDER, "exclude": "plain.md"}}],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    loaded = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(loaded)
    loaded.plugins.on_shutdown()
    return folder / "site"


def level_of(path: str) -> int:
    """The level of whose people a page must lead to, by its address; 1 is the first with any."""
    named = {"folder/sent/": 3, "folder/old/": 3}
    match = re.fullmatch(r"folder/a(\d)/|levels/(\d)-.*/", path)
    return named.get(path, int(match[1] or match[2]) if match else 1)


def test_no_dead_ends(ladder: Path) -> None:
    """Every page of whatever kind leads to the people of its level, in the same place."""
    help_page = HTMLParser((ladder / "get-help/index.html").read_text(encoding="utf-8"))
    seen = set()
    for file in sorted(ladder.rglob("*.html")):
        path = file.relative_to(ladder).as_posix().removesuffix("index.html")
        seen.add(path)
        tree = HTMLParser(file.read_text(encoding="utf-8"))
        shown = tree.css("body > .md-container > :not(dialog)")
        assert [node.attributes.get("class") for node in shown][-2:] == [
            "md-grid md-typeset kb-foot-band",
            "md-footer",
        ], path
        level = level_of(path)
        (block,) = tree.css(".kb-foot-band .kb-stuck")
        href = block.css_first(".kb-button").attributes["href"]
        help_link = block.css_first("[data-kb-help-link]").attributes["href"]
        assert href.startswith(STARTS[level]), path
        if level == 4:
            assert href == f"{help_link}#kb-level-4", path
        target = (file.parent / help_link.partition("?")[0]).resolve()
        assert path == "404.html" or target in ((ladder / "get-help").resolve(), file.parent), path
        section = help_page.css_first(f"#kb-level-{max(level, 1)}")
        assert section.css("a.kb-button, form"), path
    assert {"", "404.html", "a-z/", "search/", "topics/", "levels/", "get-help/", "folder/",
            "plain/", "generated/", "folder/a4/", "folder/old/", "levels/2-callback/"} <= seen


def test_feedback_to_a_channel_that_is_not_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("---\nlevel: 1\n---\ntext\n")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Help\ntheme:\n  name: material\nplugins:\n  - kb:\n      channels:\n"
        "        writers: mailto:a@example.org\n      feedback:\n        channel: writer\n"
    )
    loaded = load_config(str(tmp_path / "mkdocs.yml"), strict=True)
    with pytest.raises(Abort):
        build(loaded)
    assert (
        'mkdocs.yml:9: feedback: There is no channel "writer" for answers on articles. '
        'Did you mean "writers"?'
    ) in caplog.messages
    assert not (tmp_path / "site").exists()
