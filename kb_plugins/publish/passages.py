"""Parts of a rendered text that search engines know by name: steps, questions, a video."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_QUESTION = ("?", "？", "؟")
_NO_TEXT = ".headerlink, script, style, svg, button, .linenos, [data-search-exclude], .kb-hidden"


@dataclass
class Section:
    """A heading, the text below it up to the next one, and the steps of its numbered lists."""

    heading: str = ""
    texts: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its text."""
        return " ".join(self.texts)

    @property
    def is_question(self) -> bool:
        """Whether its heading asks something."""
        return self.heading.endswith(_QUESTION)


@dataclass(frozen=True)
class Video:
    """A video as the page shows it; addresses as they were written, maybe relative to the page."""

    content: str = ""
    embed: str = ""
    poster: str = ""


def read_sections(html: str) -> list[Section]:
    """Cut a rendered text at its headings of the second level; the first part has no heading."""
    sections = [Section()]
    for node in _blocks(html):
        if node.tag == "h2":
            sections.append(Section(_text(node)))
            continue
        if node.tag == "ol":
            sections[-1].steps += [_text(item) for item in node.iter() if item.tag == "li"]
        if text := _text(node):
            sections[-1].texts.append(text)
    return sections


def read_video(html: str) -> Video | None:
    """Return the first video of a rendered text, or None."""
    tree = LexborHTMLParser(html)
    if node := tree.css_first("video"):
        source = tree.css_first("video[src], video source[src]")
        if source:
            return Video(
                content=str(source.attributes["src"]), poster=node.attributes.get("poster") or ""
            )
    frame = tree.css_first('iframe[src^="https://"]')
    return Video(embed=str(frame.attributes["src"])) if frame else None


def _blocks(html: str) -> Iterator[LexborNode]:
    tree = LexborHTMLParser(html)
    for node in tree.css(_NO_TEXT):
        node.decompose()
    if tree.body:
        yield from tree.body.iter()


def _text(node: LexborNode) -> str:
    return " ".join(node.text().split())
