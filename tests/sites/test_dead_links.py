"""What readers get of links that lead nowhere, in a built site."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

CONFIG = """site_name: Help
theme: {name: material}
plugins: [kb: {channels: {ticket: "tel:+1"}}]
"""
TEA = "---\ntitle: How do I make tea?\nlevel: 0\n---\n\nWith water.\n\n## Wie heiß?\n\nHot.\n"
LINKS = """---
title: Where does it lead?
level: 0
---

[Tea](Löffel%20und%20Tee.md#wie-hei), 
[spoon](Löffel und Tee.md), [no place](Löffel%20und%20Tee.md#no)
[gone](gone.md), ![a cup](gone.png) and ![](more.png).
"""


def test_names_of_any_letters_are_found_and_the_rest_becomes_words(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "docs/Löffel und Tee.md").write_text(TEA, encoding="utf-8")
    (tmp_path / "docs/links.md").write_text(LINKS, encoding="utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    build(config)
    config.plugins.on_shutdown()
    page = (tmp_path / "site/links/index.html").read_text(encoding="utf-8")
    text = page[page.index("<article") : page.index("</article>")]
    tea = "../L%C3%B6ffel%20und%20Tee/"
    assert f'<a href="{tea}#wie-hei">Tea</a>' in text
    assert f'<a href="{tea}">no place</a>' in text
    assert "gone</a>" not in text and "gone.png" not in text and "more.png" not in text
    assert ">a cup</span>" in text


ROOTED = """---
title: Where do addresses from the root lead?
level: 0
---

[Links](/help/links/), [their title](/help/links/#title), [tea](/help/tee/),
![a cup](/help/cup.png), [source](/help/links.md), [home](/help/), [feed](/help/catalog.json),
[shop](/shop/), [other](//other.example/help/).
"""


def test_addresses_from_the_root_of_the_host_are_followed_below_the_site(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    url = "site_url: https://www.example.com/help/\n"
    (tmp_path / "mkdocs.yml").write_text(url + CONFIG)
    (tmp_path / "docs/links.md").write_text(LINKS, encoding="utf-8")
    (tmp_path / "docs/rooted.md").write_text(ROOTED, encoding="utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    build(config)
    config.plugins.on_shutdown()
    page = (tmp_path / "site/rooted/index.html").read_text(encoding="utf-8")
    text = page[page.index("<article") : page.index("</article>")]
    for kept in ("/help/links/", "/help/", "/help/catalog.json", "/shop/", "//other.example/help/"):
        assert f'<a href="{kept}">' in text
    assert '<a href="/help/links/">their title</a>' in text
    for gone in ("/help/tee/", "/help/cup.png", "/help/links.md"):
        assert gone not in text
