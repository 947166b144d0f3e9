"""What the head of a page says beside what its template knows: no two pages say the same.

Search engines show a title of about 70 characters and a description of about 160. Articles that
begin alike would look alike there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kb_plugins.model import KnowledgeBase

TITLE = 60
DESCRIPTION = 150
"""Characters that are surely shown: what is the same so far looks the same."""


@dataclass(frozen=True, slots=True)
class Head:
    """The whole title of a page, and its description; empty for what the template makes."""

    title: str = ""
    description: str = ""


def distinct(kb: KnowledgeBase) -> dict[str, Head]:
    """Return the heads of articles, by path, that would look like those of another one.

    A title that begins like another is cut in its middle, and names its topic where it is the same;
    a description begins with the title.
    """
    titles = Counter(article.title[:TITLE] for article in kb.articles)
    wholes = Counter(article.title for article in kb.articles)
    texts = Counter(article.description[:DESCRIPTION] for article in kb.articles)
    found = {}
    for article in kb.articles:
        title = description = ""
        if titles[article.title[:TITLE]] > 1:
            topic = kb.topic_by_path[article.topic].title if wholes[article.title] > 1 else ""
            title = _both_ends(f"{article.title} ({topic})" if topic else article.title)
        if article.description and texts[article.description[:DESCRIPTION]] > 1:
            description = f"{article.title}. {article.description}"
        if title or description:
            found[article.source] = Head(title, description)
    return found


def _both_ends(title: str) -> str:
    """Return a title of at most 70 characters: what tells it from others may stand at its end."""
    if len(title) <= 70:
        return title
    return f"{title[:28].rpartition(' ')[0]} … {title[-38:].partition(' ')[2]}"
