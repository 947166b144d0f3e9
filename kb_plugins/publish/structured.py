"""JSON-LD for search engines: what a page is and where it stands (https://schema.org).

Only what the page itself says; nothing is guessed. A how-to without numbered steps is an article,
and so is a video without a video. Addresses must be absolute, so a site without `site_url` has none
of this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb_plugins.content.paths import absolute
from kb_plugins.pages.views import (
    ArticleView,
    HelpView,
    HomeView,
    LevelView,
    Link,
    ListingView,
    OverviewView,
    TopicView,
)
from kb_plugins.publish.passages import Section, read_sections, read_video

_CONTEXT = {"@context": "https://schema.org"}
_FEWEST_STEPS = 2


@dataclass(frozen=True)
class Facts:
    """What is known of a page beside its view.

    `url` is its address relative to the root of the site, `html` its rendered text.
    """

    title: str
    url: str
    html: str
    site_url: str
    site_name: str
    language: str

    @property
    def address(self) -> str:
        """The whole address of the page."""
        return absolute(self.site_url, self.url)


def structured_data(view: object, facts: Facts) -> list[dict[str, Any]]:
    """Return the JSON-LD objects of a page, or nothing without a `site_url`."""
    if not facts.site_url:
        return []
    crumbs = (*getattr(view, "crumbs", ()), Link(facts.title, facts.url))
    data = [_article(view, facts) if isinstance(view, ArticleView) else _page(view, facts)]
    if len(crumbs) > 1:
        data.append(_breadcrumbs(crumbs, facts.site_url))
    return data


def _page(view: object, facts: Facts) -> dict[str, Any]:
    kind, name = "WebPage", facts.title
    if isinstance(view, HomeView):
        kind, name = "WebSite", facts.site_name
    elif isinstance(view, HelpView):
        kind = "ContactPage"
    elif isinstance(view, LevelView | OverviewView | TopicView | ListingView):
        kind = "CollectionPage"
    return {
        **_CONTEXT,
        "@type": kind,
        "name": name,
        "url": facts.address,
        "inLanguage": facts.language,
    }


def _article(view: ArticleView, facts: Facts) -> dict[str, Any]:
    data: dict[str, Any] = {
        **_CONTEXT,
        "@type": "Article" if view.kind == "news" else "TechArticle",
        "headline": view.title,
        "url": facts.address,
        "inLanguage": facts.language,
    }
    optional = {
        "description": view.description,
        "datePublished": view.created.iso,
        "dateModified": view.updated.iso or view.created.iso,
        "author": [{"@type": "Person", "name": name} for name in view.authors],
    }
    data |= {key: value for key, value in optional.items() if value}
    return data | _by_type(view, facts)


def _by_type(view: ArticleView, facts: Facts) -> dict[str, Any]:
    """Return what an article is more than an article, if its text bears it out."""
    if view.kind == "how-to":
        return _how_to(view, read_sections(facts.html))
    if view.kind == "faq":
        return _faq(view, read_sections(facts.html))
    if view.kind == "video":
        return _video(view, facts)
    return {}


def _how_to(view: ArticleView, sections: Iterable[Section]) -> dict[str, Any]:
    parts = [section for section in sections if section.steps]
    if sum(len(part.steps) for part in parts) < _FEWEST_STEPS:
        return {}
    if len(parts) == 1:
        return {"@type": "HowTo", "name": view.title, "step": _steps(parts[0])}
    step = [
        {
            "@type": "HowToSection",
            "position": position,
            **({"name": part.heading} if part.heading else {}),
            "itemListElement": _steps(part),
        }
        for position, part in enumerate(parts, start=1)
    ]
    return {"@type": "HowTo", "name": view.title, "step": step}


def _steps(section: Section) -> list[dict[str, Any]]:
    return [
        {"@type": "HowToStep", "position": position, "text": text}
        for position, text in enumerate(section.steps, start=1)
        if text
    ]


def _faq(view: ArticleView, sections: list[Section]) -> dict[str, Any]:
    """The title is the question that the text up to the first heading answers."""
    lead, *rest = sections
    asked = [(view.title, lead.text)]
    asked += [(part.heading, part.text) for part in rest if part.is_question]
    questions = [
        {
            "@type": "Question",
            "name": question,
            "acceptedAnswer": {"@type": "Answer", "text": answer},
        }
        for question, answer in asked
        if answer
    ]
    return {"@type": "FAQPage", "mainEntity": questions} if questions else {}


def _video(view: ArticleView, facts: Facts) -> dict[str, Any]:
    """The video has no date of its own: nobody knows when it was filmed."""
    video = read_video(facts.html)
    if video is None:
        return {}
    known = {
        "description": view.description,
        "contentUrl": video.content,
        "embedUrl": video.embed,
        "thumbnailUrl": video.poster,
    }
    addresses = ("contentUrl", "embedUrl", "thumbnailUrl")
    fields = {
        key: absolute(facts.address, value) if key in addresses else value
        for key, value in known.items()
        if value
    }
    return {"video": {"@type": "VideoObject", "name": view.title, **fields}}


def _breadcrumbs(crumbs: Iterable[Link], site_url: str) -> dict[str, Any]:
    return {
        **_CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.title,
                "item": absolute(site_url, link.url),
            }
            for position, link in enumerate(crumbs, start=1)
        ],
    }
