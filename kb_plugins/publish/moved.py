"""The page at an old address, for hosts that cannot redirect: it leads on, with the anchor.

A script of its own keeps what follows the `#` and obeys a strict Content-Security-Policy; without
scripts the browser follows the refresh, and without either there is a link.
"""

from __future__ import annotations

from html import escape
from posixpath import relpath
from urllib.parse import unquote, urljoin, urlsplit

SCRIPT = """\
const to = document.querySelector("a")
if (location.search) to.search = location.search
if (location.hash) to.hash = location.hash
location.replace(to.href)
"""

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title}</title>
{canonical}<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>
</head>
<body>
<h1>{title}</h1>
<p><a href="{target}">{link}</a></p>
<script src="{script}"></script>
</body>
</html>
"""


def file_of(old: str) -> str:
    """Return the file that a page at an address must be, or '' where no page can be (a PDF)."""
    path = unquote(old)
    if path.endswith("/"):
        return f"{path}index.html"
    return path if path.endswith((".html", ".htm")) else ""


def moved_page(
    old: str, target: str, script: str, language: str, texts: tuple[str, str], site_url: str = ""
) -> str:
    """Return the HTML at an old address. `target` is an address of the site or another site's.

    `script` is the address of SCRIPT in the site; `texts` are a title and the words of the link.
    """
    title, link = map(escape, texts)
    canonical = urljoin(site_url, target) if site_url else ""
    return _PAGE.format(
        language=escape(language),
        title=title,
        link=link,
        target=escape(relative(target, old)),
        script=escape(relative(script, old)),
        canonical=f'<link rel="canonical" href="{escape(canonical)}">\n' if canonical else "",
    )


def relative(target: str, old: str) -> str:
    """Return an address as seen from another one; addresses of other sites stay."""
    if urlsplit(target).scheme:
        return target
    path, sign, anchor = target.partition("#")
    folder = old if old.endswith("/") else old.rpartition("/")[0]
    found = relpath(path or ".", folder or ".")
    return f"{found}/{sign}{anchor}" if path.endswith("/") or not path else found + sign + anchor
