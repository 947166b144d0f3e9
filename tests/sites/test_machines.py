"""What machines read: every list names the same pages, and every file is valid."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from agreement import Built, assert_copies_link_like_pages, assert_lists_agree
from heads import assert_heads_are_right, data_of
from jsonschema import ValidationError
from lxml.etree import DocumentInvalid
from mkdocs.commands.build import build
from mkdocs.config import load_config
from schema_org import mistakes
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://help.example.com/"
SITE = """site_name: Help & more
site_description: Answers <first>.
site_url: {base}
use_directory_urls: {pretty}
theme: {{name: material}}
plugins:
  - kb:
      audience: {audience}
      channels: {{ticket: "https://desk.example.com/new?subject={{title}}"}}
      outputs: {{{outputs}}}
markdown_extensions:
  - pymdownx.superfences
  - pymdownx.snippets: {{base_path: [{folder}/snippets]}}
exclude_docs: snippets/
"""
FILES = {
    "index.md": "# Welcome\n",
    "imprint.md": "---\ntitle: Imprint\nrobots: noindex\nlevel: 0\n---\nWe.\n",
    "pay.md": "---\ntitle: How do I pay [by card]?\nlevel: 0\ncreated: 2024-05-06\n---\n"
              "# Ignored\n\n<!-- ask Eva -->\nRead [refunds](billing/refund.md#fast \"Fast\") and\n"
              "[this][one], `[code](billing/refund.md)`, ![shot](<img/a b.svg>).\n\n"
              "```md\n[x](billing/refund.md)\n<!-- kept -->\n```\n\n"
              "!!! note\n    See [above](#top), [out](https://example.org/x),\n"
              "    <a href=\"../billing/\">bills</a>.\n\n--8<-- \"said.md\"\n\n"
              "[one]: billing/refund.md\n",
    "snippets/said.md": "Said once, [read](billing/refund.md).\n",
    "img/a b.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "billing/refund.md": "---\ntitle: A refund\nlevel: 1\ntype: how-to\ncreated: 2023-01-02\n"
                         "updated: 2025-01-02\nredirect_from: /old/refund/\nowner: Eva Eve\n"
                         "audience: public\nquestions: [Money back?]\n---\n\nAsk.\n",
    "billing/äöü.md": "---\ntitle: No date\nlevel: 1\n---\n\nText.\n",
    "billing/old.md": "---\ntitle: Out of date\nlevel: 1\nstatus: deprecated\nupdated: 2026-01-01\n"
                      "replaced_by: refund.md\n---\n\nOld text.\n",
    "billing/draft.md": "---\ntitle: A secret draft\nlevel: 1\nstatus: draft\n---\nDraft.\n",
    "staff/key.md": "---\ntitle: The orange key\nlevel: 1\naudience: internal\n---\nRoom 12.\n",
}  # fmt: skip


def make(folder: Path, base: str = BASE, pretty: bool = True, audience: str = "public",
         outputs: str = "", files: dict[str, str] | None = None) -> Built:
    """Build a small site with every kind of article."""
    for name, text in {**FILES, **(files or {})}.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = SITE.format(base=base or '""', pretty=str(pretty).lower(), audience=audience,
                           outputs=outputs, folder=folder / "docs")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(config)
    config.plugins.on_shutdown()
    return Built(folder / "site", base)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return make(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("manual")
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out), site_url=BASE, strict=True)
    build(config)
    config.plugins.on_shutdown()
    return Built(out, BASE, others=("it/",))


def test_the_lists_of_our_manual_agree(manual: Built) -> None:
    assert assert_lists_agree(manual) > 90


def test_the_italian_lists_of_our_manual_agree(manual: Built) -> None:
    assert assert_lists_agree(Built(manual.site, BASE, "it/")) > 15


def test_the_markdown_of_our_manual_leads_where_its_pages_do(manual: Built) -> None:
    extensions = ["admonition", "attr_list", "def_list", "tables", "pymdownx.details",
                  "pymdownx.superfences"]
    assert assert_copies_link_like_pages(manual, extensions) > 200


def test_the_manual_keeps_the_promises_that_are_committed(manual: Built) -> None:
    """The strict build above fails if an address is lost; this looks that there is a list."""
    promised = (ROOT / "published.txt").read_text("utf-8").splitlines()
    assert len(promised) > 1_300
    assert promised == sorted(set(promised))
    assert set(promised) <= set(manual.text("published.txt").splitlines())


def test_the_heads_of_our_manual_are_right(manual: Built) -> None:
    seen = assert_heads_are_right(manual)
    assert set(seen) == {"HowTo", "FAQPage", "TechArticle", "WebSite", "WebPage", "CollectionPage",
                         "ContactPage", "Article"}
    assert seen["HowTo"] > 20


def test_the_lists_agree_on_every_kind_of_article(small: Built) -> None:
    assert assert_lists_agree(small) == 4
    everything = "".join(path.read_text("utf-8", "ignore") for path in small.site.rglob("*")
                         if path.is_file() and path.suffix in (".md", ".txt", ".json", ".xml"))
    for hidden in ("secret draft", "orange key", "Room 12", "Eva", "staff/"):
        assert hidden not in everything, hidden
    assert BASE + "billing/old/" not in small.sitemap
    assert BASE + "imprint/" not in small.sitemap
    assert BASE + "search/" not in small.sitemap


CHANGES = {
    "the sitemap lacks a page": ("sitemap.xml", r"<url><loc>[^<]*/pay/</loc>.*?</url>", ""),
    "the sitemap shows a retired one": ("sitemap.xml", "/pay/", "/billing/old/"),
    "the sitemap has another day": ("sitemap.xml", "(ticket/</loc><lastmod>)2025", r"\g<1>2019"),
    "llms.txt lacks an article": ("llms.txt", r"- \[A refund\].*\n", ""),
    "llms.txt has a section twice": ("llms.txt", r"(## Optional)", r"\1\n\n\1"),
    "llms-full.txt lacks an article": ("llms-full.txt", "# No date", "# Nothing"),
    "the catalogue lacks an article": ("catalog.json", r'"id": "pay"', '"id": "pays"'),
    "the catalogue breaks its schema": ("catalog.json", r'"version": 1', '"version": "one"'),
    "a feed lacks an article": ("feed.xml", r"<entry>.*?</entry>", ""),
    "a feed breaks RFC 4287": ("feed.xml", r"<updated>[^<]*</updated>", ""),
    "a feed says a day, not an instant": ("feed.xml", "T00:00:00Z", ""),
    "A to Z lacks an article": ("a-z/index.html", r'<li><a href="../pay/.*?</li>', ""),
    "the search lacks an article": ("assets/kb/search/sources/en.json", ',"pay.md"', ""),
    "a Markdown is missing": ("pay/index.md", None, None),
    "a page names no feed": ("levels/1-ticket/index.html", "application/atom.xml", "x/y"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_the_comparison_finds_what_differs(small: Built, tmp_path: Path, kind: str) -> None:
    name, wrong, right = CHANGES[kind]
    site = Path(shutil.copytree(small.site, tmp_path / "site"))
    (file,) = site.glob(name)
    if wrong is None:
        file.unlink()
    else:
        text = file.read_text("utf-8")
        changed = re.sub(wrong, right, text, count=1, flags=re.DOTALL)
        assert changed != text
        file.write_text(changed, "utf-8")
    with pytest.raises((AssertionError, FileNotFoundError, DocumentInvalid, ValidationError)):
        assert_lists_agree(Built(site, BASE))


@pytest.mark.parametrize(("base", "pretty"), [(BASE, False), ("https://example.com/help/", True),
                                              ("https://example.com/help/", False)])
def test_the_lists_agree_wherever_the_site_is(tmp_path: Path, base: str, pretty: bool) -> None:
    assert assert_lists_agree(make(tmp_path, base, pretty)) == 4


def test_the_markdown_of_an_article(small: Built) -> None:
    assert small.text("pay/index.md") == (
        "# How do I pay [by card]?\n\n"
        "> Read refunds and [this][one], [code](billing/refund.md), .\n\n"
        "- Article: https://help.example.com/pay/\n- Level: 0 Self-help\n- Created: 2024-05-06\n\n"
        "Read [refunds](https://help.example.com/billing/refund/#fast \"Fast\") and\n"
        "[this][one], `[code](billing/refund.md)`, "
        "![shot](<https://help.example.com/img/a%20b.svg>).\n\n"
        "```md\n[x](billing/refund.md)\n<!-- kept -->\n```\n\n"
        "!!! note\n    See [above](https://help.example.com/pay/#top), "
        "[out](https://example.org/x),\n"
        "    <a href=\"https://help.example.com/billing/\">bills</a>.\n\n"
        "Said once, [read](https://help.example.com/billing/refund/).\n\n"
        "[one]: https://help.example.com/billing/refund/\n\n"
        "---\n\n**Still stuck?** If this did not help, your next step is “Ticket”. "
        "[Open a ticket](<https://desk.example.com/new?subject=How%20do%20I%20pay%20%5Bby%20card"
        "%5D%3F>)\n"
    )


NOTES = {
    "snippets/said.md": "Said once.\n\n/// internal\nThe violet lamp is in room nine.\n///\n",
    "billing/refund.md": FILES["billing/refund.md"] + "\n/// internal\nRing the brass bell.\n///\n",
}


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_internal_blocks_are_in_files_for_colleagues_alone(tmp_path: Path, audience: str) -> None:
    built = make(tmp_path, audience=audience, files=NOTES)
    texts = {"pay/index.md": "violet lamp", "billing/refund/index.md": "brass bell"}
    for name, secret in texts.items():
        assert (secret in built.text(name)) is (audience == "internal"), name
        assert (secret in built.text("llms-full.txt")) is (audience == "internal")
    assert "Said once." in built.text("pay/index.md")


def test_a_retired_article_says_so_in_its_markdown(small: Built) -> None:
    text = small.text("billing/old/index.md")
    assert "**This article is out of date.**" in text
    assert "[A refund](https://help.example.com/billing/refund/)" in text


def test_a_moved_article_stays_the_same_entry(small: Built) -> None:
    feed = small.text("feed.xml")
    assert "<id>https://help.example.com/old/refund/</id>" in feed
    assert "<updated>2025-01-02T00:00:00Z</updated>" in feed
    assert "<published>2023-01-02T00:00:00Z</published>" in feed


def test_the_sitemap_says_when_articles_changed_and_not_when_it_was_built(small: Built) -> None:
    days = {url.removeprefix(BASE): day for url, day in small.sitemap.items() if day}
    assert days == {"": "2025-01-02", "a-z/": "2025-01-02", "topics/": "2025-01-02",
                    "pay/": "2024-05-06", "levels/0-self-help/": "2024-05-06",
                    "levels/1-ticket/": "2025-01-02", "billing/": "2025-01-02",
                    "billing/refund/": "2025-01-02"}


def test_without_an_address_there_are_no_feeds_and_links_are_relative(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "mkdocs.plugins.kb")
    built = make(tmp_path, base="")
    said = [record.getMessage() for record in caplog.records]
    assert said.count("Without `site_url` there are no feeds and no sitemap: they need whole "
                      "addresses") == 1
    assert not list(built.site.rglob("*.xml"))
    assert not (built.site / "robots.txt").exists()
    assert "(pay/index.md)" in built.text("llms.txt")
    assert "(../billing/refund/" not in built.text("pay/index.md")
    assert "(billing/refund/#fast" in built.text("pay/index.md")
    assert {each["url"] for each in built.catalog["articles"]} >= {"pay/", "billing/refund/"}
    page = LexborHTMLParser((built.site / "pay/index.html").read_text("utf-8"))
    assert page.css_first("link[type='text/markdown']").attributes["href"] == "index.md"


FILE_OF = {"llms": "llms.txt", "llms_full": "llms-full.txt", "catalog": "catalog.json",
           "feeds": "feed.xml", "sitemap": "sitemap.xml", "robots": "robots.txt",
           "markdown": "pay/index.md"}


def test_each_file_can_be_switched_off(tmp_path: Path) -> None:
    off = ", ".join(f"{key}: false" for key in (*FILE_OF, "structured_data"))
    built = make(tmp_path, outputs=off)
    for name in FILE_OF.values():
        assert not (built.site / name).exists(), name
    head = (built.site / "pay/index.html").read_text("utf-8").partition("</head>")[0]
    assert "ld+json" not in head
    assert "atom+xml" not in head
    assert "text/markdown" not in head


@pytest.mark.parametrize("key", ["markdown", "feeds", "catalog"])
def test_what_is_off_is_named_nowhere(tmp_path: Path, key: str) -> None:
    built = make(tmp_path, outputs=f"{key}: false")
    name = FILE_OF[key].rpartition("/")[2]
    for path in built.site.rglob("*"):
        if path.suffix in (".txt", ".json", ".html"):
            assert name not in path.read_text("utf-8").replace("“index.md”", ""), path


def test_a_file_of_the_team_wins(tmp_path: Path) -> None:
    built = make(tmp_path, files={"llms.txt": "Ours.\n", "billing/feed.xml": "<ours/>"})
    assert built.text("llms.txt") == "Ours.\n"
    assert built.text("billing/feed.xml") == "<ours/>"


def test_an_internal_site_is_no_matter_for_search_engines(tmp_path: Path) -> None:
    built = make(tmp_path, audience="internal")
    assert built.text("robots.txt") == "User-agent: *\nDisallow: /\n"
    assert not (built.site / "sitemap.xml").exists()
    assert all("noindex" in str(tree.css_first("meta[name=robots]").attributes)
               for tree in built.pages.values())
    assert "The orange key" in built.text("llms.txt")


def test_a_second_build_of_another_day_is_the_same(tmp_path: Path) -> None:
    make(tmp_path)
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "other"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True,
                   env={"SOURCE_DATE_EPOCH": "1000000000", "PYTHONHASHSEED": "7",
                        "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"})
    names = ("llms.txt", "llms-full.txt", "catalog.json", "feed.xml", "sitemap.xml",
             "catalog.schema.json", "robots.txt", "pay/index.md", "billing/feed.xml")
    for name in names:
        one, two = (tmp_path / folder / name for folder in ("site", "other"))
        assert one.read_bytes() == two.read_bytes(), name


def test_the_published_schema_is_the_one_in_the_repository(small: Built) -> None:
    published = json.loads(small.text("catalog.schema.json"))
    assert published == json.loads((ROOT / "schemas/catalog.json").read_text("utf-8"))


TYPED = {
    "steps.md": "---\ntitle: Steps\nlevel: 0\ntype: how-to\nauthor: Ann\n---\nFirst this.\n\n"
                "1. Open `it`.\n2. Close it.\n\n## Check\n\nIt is closed.\n",
    "parts.md": "---\ntitle: Parts\nlevel: 0\ntype: how-to\n---\n## On Linux\n\n1. One.\n"
                "2. Two.\n\n## On Windows\n\n1. Three.\n",
    "prose.md": "---\ntitle: Prose\nlevel: 0\ntype: how-to\n---\nJust do it.\n\n1. Alone.\n",
    "faq.md": "---\ntitle: Is it free?\nlevel: 0\ntype: faq\n---\nYes.\n\n## For companies?\n\n"
              "Also.\n\n## More\n\nNo answer.\n",
    "film.md": "---\ntitle: Film\nlevel: 0\ntype: video\ncreated: 2024-01-01\n---\nLook.\n\n"
               "<video controls poster=\"../a.jpg\"><source src=\"../a.mp4\"></video>\n",
    "frame.md": "---\ntitle: Frame\nlevel: 0\ntype: video\n---\nLook.\n\n"
                "<iframe title=\"x\" src=\"https://tube.example.com/e/1\"></iframe>\n",
    "said.md": "---\ntitle: Only said\nlevel: 0\ntype: video\n---\nNo film yet.\n",
    "news.md": "---\ntitle: '</script><b>New'\nlevel: 0\ntype: news\n---\nText.\n",
}  # fmt: skip


def test_structured_data_says_what_the_text_bears_out(tmp_path: Path) -> None:
    built = make(tmp_path, files=TYPED)
    assert_heads_are_right(built)
    found = {url.removeprefix(BASE).rstrip("/"): data_of(tree)[0]
             for url, tree in built.pages.items()}
    step = [{"@type": "HowToStep", "position": 1, "text": "Open it."},
            {"@type": "HowToStep", "position": 2, "text": "Close it."}]
    assert found["steps"]["step"] == step
    assert found["steps"]["author"] == [{"@type": "Person", "name": "Ann"}]
    assert [(part["name"], len(part["itemListElement"])) for part in found["parts"]["step"]] == [
        ("On Linux", 2), ("On Windows", 1)]
    assert found["prose"]["@type"] == found["said"]["@type"] == "TechArticle"
    assert [(one["name"], one["acceptedAnswer"]["text"]) for one in found["faq"]["mainEntity"]] == [
        ("Is it free?", "Yes."), ("For companies?", "Also.")]
    assert found["film"]["video"] == {
        "@type": "VideoObject", "name": "Film", "description": "Look.",
        "contentUrl": BASE + "a.mp4", "thumbnailUrl": BASE + "a.jpg"}
    assert found["frame"]["video"]["embedUrl"] == "https://tube.example.com/e/1"
    assert "video" not in found["said"]
    assert found["news"]["@type"] == "Article"
    assert found["news"]["headline"] == "</script><b>New"
    assert found["imprint"]["@type"] == "TechArticle"
    assert found[""]["@type"] == "WebSite"
    assert found["search"]["@type"] == "WebPage"
    assert found["get-help"]["@type"] == "ContactPage"


@pytest.mark.parametrize(("value", "said"), [
    ({"@type": "TechArtikel"}, "$: no type 'TechArtikel'"),
    ({"@type": "HowTo", "steps": "x"}, "$.steps: HowTo has no such property"),
    ({"@type": "Article", "dateModified": "today"}, "$.dateModified: 'today' is no date"),
    ({"@type": "HowTo", "step": {"@type": "Person"}}, "$.step: no Person here"),
    ({"@type": "ListItem", "position": [1.5j]}, "$.position: 1.5j is none of ['Integer', 'Text']"),
])
def test_the_check_of_structured_data_finds_mistakes(value: dict[str, object], said: str) -> None:
    assert mistakes({"@context": "https://schema.org", **value}) == [said]
