"""JSON-LD for search engines: what a page is and where it stands (https://schema.org).

Only what the page itself says; nothing is guessed. Addresses must be absolute, so a site without
`site_url` has none of this.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from kb_plugins.pages.views import ArticleView, HomeView, Link


def structured_data(
    view: object, title: str, url: str, site_url: str, site_name: str, language: str
) -> list[dict[str, Any]]:
    """Return the JSON-LD objects of a page, or nothing without a `site_url`.

    `url` is the address of the page relative to the root of the site.
    """
    if not site_url:
        return []
    address = urljoin(site_url, url)
    crumbs = (*getattr(view, "crumbs", ()), Link(title, url))
    data = [_page(view, title, address, site_url, site_name, language)]
    if len(crumbs) > 1:
        data.append(_breadcrumbs(crumbs, site_url))
    return data


def _page(
    view: object, title: str, address: str, site_url: str, site_name: str, language: str
) -> dict[str, Any]:
    if isinstance(view, ArticleView):
        return _article(view, address, language)
    kind = "WebSite" if isinstance(view, HomeView) else "CollectionPage"
    name = site_name if isinstance(view, HomeView) else title
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "name": name,
        "url": address,
        "inLanguage": language,
    }


def _article(view: ArticleView, address: str, language: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": view.title,
        "url": address,
        "inLanguage": language,
    }
    optional = {
        "description": view.description,
        "datePublished": view.created.iso,
        "dateModified": view.updated.iso or view.created.iso,
        "author": [{"@type": "Person", "name": name} for name in view.authors],
    }
    return data | {key: value for key, value in optional.items() if value}


def _breadcrumbs(crumbs: Iterable[Link], site_url: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.title,
                "item": urljoin(site_url, link.url),
            }
            for position, link in enumerate(crumbs, start=1)
        ],
    }
