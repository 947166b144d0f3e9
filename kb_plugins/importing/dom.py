"""Prepares harmless HTML for Markdown: callouts, videos, headings, links, empty things.

Everything here works on a tree; `body.py` says in which order. What changes is told to `tell`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from kb_plugins.importing.model import Weight
from kb_plugins.importing.sanitise import BOX, safe_address

Tell = Callable[[str, str, Weight], None]
"""Tells a loss: its kind, what it is, and its weight."""
Resolve = Callable[[str, bool], str | None]
"""Turns an address into the one to write, or None if it leads nowhere; True is for pictures."""

KINDS = {
    "note": "note", "info": "info", "information": "info", "tip": "tip", "hint": "tip",
    "success": "success", "check": "success", "important": "important", "warning": "warning",
    "warn": "warning", "caution": "warning", "attention": "warning", "danger": "danger",
    "error": "danger", "alert": "warning", "critical": "danger", "callout": "note",
    "primary": "note", "secondary": "note", "security": "danger", "question": "question",
    "example": "example", "abstract": "abstract", "summary": "abstract", "quote": "quote",
    "bug": "bug", "failure": "failure", "prerequisites": "info", "more-like-this": "tip",
}  # fmt: skip
"""Words for callouts in other systems, and the types that Material draws."""

_CALLOUT = re.compile(
    r"^(?:fd-|zd-|wysiwyg-|intercom-interblocks-|theme-|admonition-|alert-|callout-|panel-|is-|"
    r"markdown-alert-|block-|callout--|fd-callout--|alert--|style-|note-|box-)*"
    r"(?P<word>[a-z-]+?)(?:-(?:block|box|panel|callout|message))?$"
)
_ATTRIBUTES = re.compile(r"\{:?\s*((?:[#.][\w:-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[\w%.-]+))"
                         r"(?:\s+|(?=\})))+\}")  # fmt: skip
_BOXES = ("div", "blockquote", "section", "aside", "p")
_EMPTY = re.compile(r"^[\s\u00a0\u200b]*$")


def parse(html: str) -> BeautifulSoup:
    """Return the tree of HTML that `sanitise.clean` has written."""
    return BeautifulSoup(html, "html.parser")


def lines_in_code(soup: BeautifulSoup) -> None:
    """Turn breaks and paragraphs inside code blocks into line ends, as they are shown."""
    for pre in soup.find_all("pre"):
        for node in pre.find_all("br"):
            node.replace_with("\n")
        blocks = pre.find_all(["p", "div", "li"])
        for node in blocks:
            if not node.get_text().endswith("\n"):
                node.append("\n")
            node.unwrap()
        for node in pre.find_all(["table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", BOX]):
            node.unwrap()


def footnotes(soup: BeautifulSoup) -> None:
    """Keep the footnotes that CommonMark's plugin writes as footnotes of Markdown."""
    for node in soup.find_all("sup", class_="footnote-ref"):
        link = node.find("a", href=re.compile(r"^#fn"))
        if link is not None:
            node.name, node.attrs = "kb_note", {"name": str(link["href"])[3:]}
            node.clear()
    for section in soup.find_all("section", class_="footnotes"):
        for item in section.find_all("li", id=re.compile(r"^fn")):
            for back in item.find_all("a", class_="footnote-backref"):
                back.decompose()
            item.name, item.attrs = "kb_note_text", {"name": str(item["id"])[2:]}
        for ordered in section.find_all("ol", class_="footnotes-list"):
            ordered.unwrap()
        rule = section.find_previous_sibling("hr")
        if rule is not None:
            rule.decompose()


def boxes(soup: BeautifulSoup) -> None:
    """Recognise callouts by their classes, folding details and figures of highlighters."""
    for details in soup.find_all("details"):
        summary = details.find("summary")
        heading = summary.get_text(" ", strip=True) if summary else ""
        if summary:
            summary.decompose()
        details.name, details.attrs = BOX, {"kind": "note", "heading": heading, "closed": ""}
    for node in soup.find_all(_BOXES):
        kind = callout_kind(node)
        if not kind or node.find_parent("table") is not None:
            continue  # a cell is a box already
        title = node.find(class_=re.compile(r"(?:^|-)(?:title|heading)$"))
        heading = title.get_text(" ", strip=True) if title else ""
        if title:
            title.decompose()
        if node.name == "p":
            inner = soup.new_tag("p")
            for child in list(node.contents):
                inner.append(child.extract())
            node.append(inner)
        node.name, node.attrs = BOX, {"kind": kind}
        if heading and heading.casefold() != kind:
            node["heading"] = heading


def callout_kind(node: Tag | None) -> str:
    """Return the type of callout that the classes of a box name, or an empty string."""
    if not isinstance(node, Tag):
        return ""
    kinds = []
    for name in node.get("class") or []:
        match = _CALLOUT.match(str(name).lower())
        if match and match["word"] in KINDS:
            kinds.append(KINDS[match["word"]])
    # `alert alert-info`: the most exact word counts.
    exact = [kind for kind in kinds if kind not in ("note",)] or kinds
    return exact[-1] if exact else ""


def videos(soup: BeautifulSoup, resolve: Resolve, tell: Tell) -> None:
    """Turn embedded players into links; keep videos whose file is ours."""
    for frame in soup.find_all("iframe"):
        src = str(frame.get("src") or "")
        if not src or not safe_address(src):
            tell("embed-removed", "an embedded frame without an address", Weight.HAND)
            frame.decompose()
            continue
        url = player_page(src)
        host = urlsplit(url).hostname or url
        tell("video-linked", f"an embedded player became a link: {url}", Weight.NOTE)
        frame.replace_with(_link(soup, url, str(frame.get("title") or f"Video ({host})")))
    for video in soup.find_all(["video", "audio"]):
        sources = [str(video.get("src") or "")]
        sources += [str(node.get("src") or "") for node in video.find_all("source")]
        src = next((source for source in sources if source), "")
        target = resolve(src, True) if src else None
        if video.find("track"):
            tell("captions-removed", f"captions of the video {src}", Weight.LOST)
        if target is None:
            what = f"the file of a video is not in the export: {src or 'no address'}"
            tell("video-missing", what, Weight.HAND)
            video.decompose()
            continue
        name = target.rpartition("/")[2]
        link = _link(soup, target, str(video.get("title") or name))
        link["data-done"] = "1"
        if ":" in target.split("/")[0]:
            tell("video-linked", f"a video of another site became a link: {target}", Weight.NOTE)
            video.replace_with(link)
            continue
        video.attrs = {"src": target}
        video.clear()
        video.insert_after(link)


def player_page(src: str) -> str:
    """Return the page of a video whose embedded player has the address `src`."""
    if src.startswith("//"):
        src = "https:" + src
    try:
        parts = urlsplit(src)
        host, path = (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")
    except ValueError:
        return src
    last = path.rpartition("/")[2]
    if host in ("youtube.com", "youtube-nocookie.com") and path.startswith("/embed/"):
        start = parse_qs(parts.query).get("start", [""])[0]
        return f"https://www.youtube.com/watch?v={last}" + (f"&t={start}s" if start else "")
    if host == "player.vimeo.com" and last.isdigit():
        return f"https://vimeo.com/{last}"
    if host == "loom.com" and path.startswith("/embed/"):
        return f"https://www.loom.com/share/{last}"
    return src


def _link(soup: BeautifulSoup, url: str, text: str) -> Tag:
    paragraph = soup.new_tag("p")
    link = soup.new_tag("a", href=url)
    link.string = text
    paragraph.append(link)
    return paragraph


def headings(soup: BeautifulSoup, title: str, tell: Tell) -> None:
    """Drop a first heading that repeats the title, and leave level one to the title."""
    every = soup.find_all(re.compile(r"^h[1-6]$"))
    if not every:
        return
    if _plain(every[0].get_text()) == _plain(title) and every[0].name == "h1":
        every.pop(0).decompose()
    if any(node.name == "h1" for node in every):
        for node in every:
            node.name = f"h{min(6, int(node.name[1]) + 1)}"
        tell("headings-lowered", "its headings are one level lower, below the title", Weight.NOTE)


def anchors(soup: BeautifulSoup, wanted: frozenset[str]) -> None:
    """Keep the ids that links point to, on headings or as anchors; drop all others."""
    for node in soup.find_all(["a"]):
        name = str(node.get("name") or node.get("id") or "")
        node.attrs.pop("name", None)
        node.attrs.pop("id", None)
        if not name or name not in wanted:
            if not node.get("href"):
                node.unwrap()
            continue
        heading = node.find_parent(re.compile(r"^h[1-6]$"))
        if heading is not None and not heading.get("id") and _usable(name):
            heading["id"] = name
            if not node.get("href"):
                node.unwrap()
        elif not node.find_parent(["pre", "code"]):
            node["id"] = name
    for node in soup.find_all(id=True):
        name = str(node["id"])
        if node.name == "a":
            continue
        if name not in wanted or not _usable(name) or node.find_parent(["pre", "table"]):
            del node["id"]
        elif not re.match(r"h[1-6]$", node.name):
            del node["id"]
            anchor = soup.new_tag("a", id=name)
            if node.name in ("ul", "ol", "table", "tr", "tbody", "pre", "dl", "img", "hr"):
                node.insert_before(anchor)
            else:
                node.insert(0, anchor)


def _usable(name: str) -> bool:
    return re.fullmatch(r"[\w:.-]+", name) is not None


def links(soup: BeautifulSoup, resolve: Resolve, tell: Tell) -> None:
    """Give every link and picture its new address; what leads nowhere stays as text."""
    for node in soup.find_all("a", href=True):
        href = str(node["href"]).strip()
        done = isinstance(node.parent, Tag) and node.parent.attrs.pop("data-done", "")
        target = href if done else resolve(href, False)
        if target is None:
            del node["href"]
            if not node.get("id"):
                node.unwrap()
        else:
            node["href"] = target
    for node in soup.find_all("img"):
        src = str(node.get("src") or "").strip()
        target = resolve(src, True) if src else None
        alt = str(node.get("alt") or node.get("title") or "").strip()
        if target is not None:
            node["src"] = target
            continue
        if not src:
            tell("image-removed", f'a picture without a usable address: "{alt}"', Weight.HAND)
        node.replace_with(NavigableString(alt))


def empties(soup: BeautifulSoup) -> None:
    """Take out headings, links and paragraphs that show nothing."""
    keep = ["img", "video", "audio", "iframe", "hr", "br", "table"]
    for node in soup.find_all(re.compile(r"^h[1-6]$|^(p|a|b|strong|em|i|u|span)$")):
        if node.decomposed or not _EMPTY.match(node.get_text()) or node.find(keep):
            continue
        if node.name == "a" and node.get("id"):
            continue
        if node.find("a", id=True) is not None:
            continue
        if node.name in ("p", "a") or node.name.startswith("h") or not node.get_text():
            node.decompose()
        else:
            node.unwrap()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def image_attributes(soup: BeautifulSoup) -> None:
    """Read `{width="50%"}` after pictures, and drop other attribute lists: they are no text."""
    for image in soup.find_all("img"):
        after = image.next_sibling
        match = _ATTRIBUTES.match(str(after)) if isinstance(after, str) else None
        if match:
            for key, value in re.findall(r"(width|height)=[\"']?(\d+%?)", match[0]):
                image[key] = value
            after.replace_with(str(after)[match.end() :])
    for node in soup.find_all(string=_ATTRIBUTES):
        if node.find_parent(["code", "pre"]) is None:
            node.replace_with(_ATTRIBUTES.sub("", str(node)))
