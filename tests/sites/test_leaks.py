"""Nothing internal in a public site: planted leaks of many kinds fail the build."""

from __future__ import annotations

import base64
import gzip
import logging
import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

SITE = """site_name: Help
site_url: https://help.example.com/
theme: {name: material, custom_dir: overrides}
plugins:
  - kb:
      audience: !ENV [AUDIENCE, public]
      channels:
        ticket: "mailto:support@example.com"
        night: {url: "https://desk.inside.example/new?t={title}", audience: internal}
markdown_extensions:
  - pymdownx.superfences
  - pymdownx.snippets: {base_path: [SNIPPETS]}
  - toc: {permalink: true}
"""
ARTICLE = """---
title: Reset the licence server by hand
level: 0
audience: internal
description: Only the night shift of our own team may do this.
---

Stop the green service on the second machine before midnight, then call Robert.
Ask for the orange key in room twelve, and sign the paper list there.

![The way to the key](../pictures/key.svg)
"""
PUBLIC = """---
title: How do I restart my router?
level: 0
description: Pull the plug and wait.
escalate: night
---

Pull the plug.

1. Wait a minute.

    /// internal | Exchange of routers
    ## Whom to ask

    Offer an exchange of the whole device to whoever calls twice within a week.
    Contract AB12345 pays. Ask the *zephyrine* team at once.
    See [the server](staff/licence.md) and ![the label](pictures/label.svg).
    ///

2. Plug it in.

--8<-- "plug.md"
"""
SNIPPET = """The light is green.

/// internal
A red light means that the basement of the building is under water again.
///
"""
LEVEL = """---
name: Engineering on call
purpose: The people who wrote the program mend it at night.
audience: internal
---
"""
DRAFT = (
    "---\ntitle: The new invoices of next year\nlevel: 0\nstatus: draft\n---\n\nNot yet known.\n"
)
LABEL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'
SAID = "stop the green service on the second machine before midnight"
BLOCK = "offer an exchange of the whole device to whoever calls twice"
ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in SAID)
CODE = (".js", ".css", ".map", ".png")
SECRETS = (
    "licence",
    "exchange",
    "zephyrine",
    "AB12345",
    "twice",
    "basement",
    "key.svg",
    "label.svg",
    "Engineering",
    "inside.example",
    "invoices",
    "whom-to-ask",
    "internal",
)


def lay_out(folder: Path) -> Path:
    files = {
        "mkdocs.yml": SITE.replace("SNIPPETS", str(folder / "snippets")),
        "docs/staff/licence.md": ARTICLE,
        "docs/router.md": PUBLIC,
        "docs/invoices.md": DRAFT,
        "docs/pay.md": "---\ntitle: How do I pay?\nlevel: 1\n---\n\nBy card, at once.\n",
        "docs/levels/0-self.md": "---\nname: Yourself\npurpose: Read.\n---\n",
        "docs/levels/1-desk.md": "---\nname: Desk\npurpose: Ask.\nchannel: ticket\n---\n",
        "docs/levels/2-night.md": LEVEL,
        "docs/pictures/key.svg": LABEL.replace("9", "8"),
        "docs/pictures/label.svg": LABEL,
        "docs/pictures/map.svg": LABEL.replace("9", "7"),
        "snippets/plug.md": SNIPPET,
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / "overrides").mkdir()
    return folder


def configure(folder: Path, line: str) -> None:
    with (folder / "mkdocs.yml").open("a") as file:
        file.write(line + "\n")


def build_it(folder: Path) -> Path:
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return folder / "site"


def everything(site: Path) -> str:
    """All names and texts of a site."""
    texts = []
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        if file.is_file() and not (name.startswith("assets/") and name.endswith(CODE)):
            data = file.read_bytes()
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            texts.append(f"{name}\n{data.decode('utf-8', 'replace')}")
    return "\n".join(texts)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_it(lay_out(tmp_path_factory.mktemp("public")))


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIENCE", "internal")
        return build_it(lay_out(tmp_path_factory.mktemp("internal")))


@pytest.mark.parametrize("secret", SECRETS)
def test_a_public_site_has_no_trace(public: Path, secret: str) -> None:
    text = everything(public)
    assert "Pull the plug" in text and "The light is green" in text
    assert secret.casefold() not in text.casefold()


def test_a_public_page_is_whole(public: Path) -> None:
    page = (public / "router/index.html").read_text()
    assert page.count("<ol>") == page.count("</ol>")
    assert re.search(r"Wait a minute\..*Plug it in\..*The light is green", page, re.DOTALL)
    assert 'name="robots"' not in page
    assert "mailto:support" in page  # past the internal channel and level


def test_an_internal_site_shows_and_marks_everything(inside: Path) -> None:
    page = (inside / "router/index.html").read_text()
    assert (
        '<div aria-label="Internal: Exchange of routers" class="kb-internal" role="note">' in page
    )
    assert "zephyrine" in page and "under water again" in page and 'src="../pictures/label' in page
    assert 'href="#whom-to-ask"' in page
    assert "desk.inside.example" in page
    article = (inside / "staff/licence/index.html").read_text()
    assert '<span class="kb-flag kb-flag--internal">Internal</span>' in article
    level = (inside / "levels/2-night/index.html").read_text()
    assert "Engineering on call" in level and "kb-flag--internal" in level
    assert "kb-flag--internal" in (inside / "a-z/index.html").read_text()
    pages = list(inside.rglob("*.html"))
    assert all('<meta name="robots" content="noindex">' in file.read_text() for file in pages)
    assert not (inside / "invoices").exists()


STATIC: dict[str, tuple[str, str, str]] = {
    # What a file of the docs folder repeats: its name, its text, and the line it gives away.
    "text of a page": ("a.html", f"<p>{SAID}</p>", "staff/licence.md:8"),
    "a block in a page": ("b.html", f"<p>{BLOCK}</p>", "router.md:15"),
    "text with mark-up": (
        "c.html", "<p>Stop the <b>green</b> service on the <i>second</i> machine</p>",
        "staff/licence.md:8"),
    "entities": ("d.html", SAID.replace("e", "&#101;"), "staff/licence.md:8"),
    "a comment": ("e.html", f"<!-- {BLOCK} -->", "router.md:15"),
    "an attribute": ("f.html", f'<img src="x.svg" alt="{SAID}">', "staff/licence.md:8"),
    "a title in a list": ("g.html", "<li>Reset the licence server by hand</li>", "licence.md:1"),
    "a short line of a block": ("h.html", "now: Contract AB12345 pays", "router.md:16"),
    "a number of a customer": ("i.txt", "ab12345", "router.md:16"),
    "a link": ("j.html", '<a href="../staff/licence/">here</a>', "staff/licence.md:1"),
    "escapes of addresses": (
        "k.html", '<a href="mailto:a@example.com?body=Offer%20an%20exchange%20of%20the%20whole'
        '%20device%20to%20whoever">a</a>', "router.md:15"),
    "the sitemap": (
        "map.xml", "<loc>https://example.com/staff/licence/</loc>", "staff/licence.md:1"),
    "a feed": ("feed.xml", f"<entry><![CDATA[{SAID}]]></entry>", "staff/licence.md:8"),
    "data for scripts": (
        "l.json", '{"text": "Stop the green service\\non the second machine"}', "licence.md:8"),
    "escapes of JSON": ("m.json", f'{{"text": "{ESCAPED}"}}', "staff/licence.md:8"),
    "a copy of the source": ("n.txt", ARTICLE, "pictures/key.svg:1"),
    "a snippet that is copied": ("o.txt", "a\n\n/// internal\nb\n///\n", "o.txt:1"),
    "another case": ("p.txt", SAID.upper(), "staff/licence.md:8"),
    "the name of a file": ("staff/licence.png", "picture", "staff/licence.md:1"),
    "a picture under another name": ("new.svg", LABEL, "pictures/label.svg:1"),
    "a draft": ("q.html", "The new invoices of next year", "invoices.md:1"),
    "an internal level": ("r.html", "The people who wrote the program mend it", "2-night.md:1"),
    "an extra template": ("s.txt", "{{ config.site_name }} staff/licence", "staff/licence.md:1"),
}  # fmt: skip
DATA = base64.b64encode(LABEL.encode()).decode()
ON_PAGES: dict[str, tuple[str, str, str]] = {
    # What a hook makes of a page: which page, what is put in, and the line it gives away.
    "a plugin that adds it back": ("p1", f"<p>{BLOCK}</p>", "router.md:15"),
    "a plugin that adds a comment": ("p2", f"<!-- {SAID} -->", "staff/licence.md:8"),
    "JSON-LD": (
        "p3", '<script type="application/ld+json">{"name": "Reset the licence server by hand"}'
        "</script>", "staff/licence.md:1"),
    "a picture inside of a page": (
        "p4", f'<img alt="x" src="data:image/svg+xml;base64,{DATA}">', "pictures/label.svg:1"),
    "a picture as code": ("p5", LABEL, "pictures/label.svg:1"),
    "the address of a channel": (
        "p6", '<a href="https://desk.inside.example/new?t=1">x</a>', "mkdocs.yml:1"),
}  # fmt: skip
WRITTEN: dict[str, tuple[str, str, str]] = {
    # What a hook writes when all is done: where, the code, and the line it gives away.
    "a hook that writes a file": ("late.txt", f"file.write_text({SAID!r})", "licence.md:8"),
    "a list for machines": (
        "llms.txt", "file.write_text('- Reset the licence server by hand')", "licence.md:1"),
    "a compressed file": (
        "late.gz", f"file.write_bytes(gzip.compress({SAID.encode()!r}))", "licence.md:8"),
    "a Markdown copy from the disk": (
        "router.md", "file.write_text((Path(config.docs_dir) / 'router.md').read_text())",
        "staff/licence.md:1"),
    "the written words of the search": (
        "assets/kb/search/en/wz-0123456789.bin",
        "file.write_bytes(pack(pack_words(['zephyrine'], [1])))", "router.md:16"),
    "the stems of the search": (
        "assets/kb/search/en/s9-0123456789.bin",
        "file.write_bytes(pack(pack_words(['zephyrin'], [1])))", "router.md:16"),
    "the search of a site on a disk": (
        "assets/kb/search/file/en/wy.js",
        "data = base64.b64encode(pack(pack_words(['zephyrine'], [1]))).decode()\n"
        "    file.write_text(f'kbSearchFile(\"en/wy-0123456789.bin\",\"{data}\");\\n')",
        "router.md:16"),
}  # fmt: skip
HOOK = """import base64
import gzip
import logging
from pathlib import Path

from kb_plugins.search.packing import gzip as pack, pack_words

ON_PAGES = {pages!r}


def on_page_content(html, page, config, files):
    return html + ON_PAGES.get(page.file.src_uri, "")


def on_post_build(config):
{written}
"""


@pytest.fixture(scope="module")
def leaks(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a build with all leaks planted says. One is enough to fail it."""
    folder = lay_out(tmp_path_factory.mktemp("leaks"))
    for name, text, _origin in STATIC.values():
        (folder / "docs" / name).write_text(text)
    for page, _text, _origin in ON_PAGES.values():
        (folder / f"docs/{page}.md").write_text("---\nlevel: 0\n---\n\nText.\n")
    lines = []
    for name, code, _origin in WRITTEN.values():
        lines += [f"file = Path(config.site_dir) / {name!r}"]
        lines += ["file.parent.mkdir(parents=True, exist_ok=True)", code]
    pages = {f"{page}.md": text for page, text, _origin in ON_PAGES.values()}
    written = "\n".join(f"    {line}" for line in lines)
    (folder / "late.py").write_text(HOOK.format(pages=pages, written=written))
    configure(folder, "hooks: [late.py]\nextra_templates: [s.txt]")
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs.plugins.kb").addHandler(handler)
    try:
        with pytest.raises(Abort):
            build_it(folder)
    finally:
        logging.getLogger("mkdocs.plugins.kb").removeHandler(handler)
    assert not (folder / "site/index.html").exists()
    return [message for message in said if ": internal-leak: " in message]


@pytest.mark.parametrize("kind", [*STATIC, *ON_PAGES, *WRITTEN])
def test_a_planted_leak_is_found(kind: str, leaks: list[str]) -> None:
    name, _text, origin = (STATIC | ON_PAGES | WRITTEN)[kind]
    name = f"{name}/index.html" if kind in ON_PAGES else name
    found = [leak for leak in leaks if f" away in {name}. " in leak]
    assert len(found) == 1, leaks
    assert f"{origin}: internal-leak: The public site gives " in found[0]


def test_nothing_else_is_found(leaks: list[str]) -> None:
    assert len(leaks) == len(STATIC) + len(ON_PAGES) + len(WRITTEN)


def test_a_leak_of_a_template_alone_fails_the_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lay_out(tmp_path)
    template = '{% extends "base.html" %}{% block announce %}' + SAID + "{% endblock %}"
    (tmp_path / "overrides/main.html").write_text(template)
    with pytest.raises(Abort):
        build_it(tmp_path)
    assert "docs/staff/licence.md:8: internal-leak: " in caplog.text
    assert not (tmp_path / "site/index.html").exists()


def test_a_plugin_that_reads_the_sources_itself_brings_nothing_back(tmp_path: Path) -> None:
    """What a plugin reads from the disk, or puts in, loses its blocks before it is rendered."""
    lay_out(tmp_path)
    (tmp_path / "late.py").write_text(
        "from pathlib import Path\n\n\n"
        "def on_page_read_source(page, config):\n"
        "    if page.file.src_uri == 'router.md':\n"
        "        return (Path(config.docs_dir) / 'router.md').read_text()\n\n\n"
        "def on_page_markdown(markdown, page, config, files):\n"
        "    assert 'exchange' not in markdown\n"
        "    return markdown + '\\n\\n/// internal\\nWritten by a macro for us.\\n///\\n'\n"
    )
    configure(tmp_path, "hooks: [late.py]")
    text = everything(build_it(tmp_path))
    assert "Pull the plug" in text
    assert "exchange" not in text and "Written by a macro" not in text


def test_a_broken_block_in_a_snippet_fails_the_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lay_out(tmp_path)
    (tmp_path / "snippets/plug.md").write_text("/// internal\nSecret.\n")
    with pytest.raises(Abort):
        build_it(tmp_path)
    assert "router.md:" in caplog.text
    assert "internal-block: The internal block is never closed, after plugins" in caplog.text


def test_pictures_of_internal_texts_only_are_left_out(public: Path, inside: Path) -> None:
    assert {file.name for file in (public / "pictures").iterdir()} == {"map.svg"}
    shown = {file.name for file in (inside / "pictures").iterdir()}
    assert shown == {"key.svg", "label.svg", "map.svg"}


def test_what_public_articles_say_too_is_no_leak(tmp_path: Path) -> None:
    lay_out(tmp_path)
    text = f"---\ntitle: Night shift\nlevel: 0\n---\n\n{SAID}.\n{BLOCK}.\n"
    (tmp_path / "docs/help.md").write_text(text)
    assert (build_it(tmp_path) / "help/index.html").is_file()


def test_an_internal_page_that_is_no_article_is_left_out(tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "docs/staff/.meta.yml").write_text("audience: internal\n")
    (tmp_path / "docs/staff/index.md").write_text("# Rules of the kitchen\n\nNo fish on Mondays.\n")
    text = everything(build_it(tmp_path))
    assert "kitchen" not in text and "staff" not in text


def test_drafts_show_in_a_preview_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    lay_out(tmp_path)
    configure(tmp_path, "draft_docs: |\n  /pay.md")
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    config.plugins.on_shutdown()
    page = (tmp_path / "site/invoices/index.html").read_text()
    assert '<div class="mkdocs-draft-marker"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "mkdocs-draft-marker" in (tmp_path / "site/pay/index.html").read_text()
    assert "http://127.0.0.1:8000/invoices/" in caplog.text
    listing = (tmp_path / "site/a-z/index.html").read_text()
    assert "invoices" not in listing and "How do I pay" not in listing
    assert "How do I restart my router?" in listing
    built = build_it(tmp_path)
    assert not (built / "invoices").exists() and not (built / "pay").exists()


def test_the_scan_is_last(tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "last.py").write_text(
        "from pathlib import Path\n\nfrom mkdocs.plugins import event_priority\n\n\n"
        "@event_priority(-90)\n"
        "def on_post_build(config):\n"
        f"    (Path(config.site_dir) / 'late.txt').write_text({SAID!r})\n"
    )
    configure(tmp_path, "hooks: [last.py]")
    with pytest.raises(Abort):
        build_it(tmp_path)
