"""`.htaccess` at the top of the site. Each part asks first whether its module is there.

https://httpd.apache.org/docs/2.4/howto/htaccess.html
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from kb_plugins.publish.hosting.plan import (
    AN_HOUR,
    ASK,
    FOR_EVER,
    HASHED_PATTERN,
    MARKDOWN,
    OPEN_TO_ALL,
    PARTS,
    Plan,
)

_FILE = """\
# Made by Firstline
ErrorDocument 404 {base}404.html
{lost}AddDefaultCharset utf-8
<IfModule mod_mime.c>
  AddType "{markdown}" .md
</IfModule>
<IfModule mod_alias.c>
  RedirectMatch 404 "/\\.(?!well-known/)"
{moved}</IfModule>
<IfModule mod_headers.c>
{headers}  Header set Cache-Control "{ask}"
  Header set Cache-Control "{hour}" "expr=%{{REQUEST_URI}} =~ m#\\.({parts})$#"
  Header set Cache-Control "{ever}" "expr=%{{REQUEST_URI}} =~ m#{hashed}#"
{shared}</IfModule>
"""


def files(plan: Plan) -> dict[str, str]:
    """Return the file."""
    moved = [
        f"  RedirectMatch 301 {_exactly(plan.path(old))} {_quoted(plan.target(new))}\n"
        for old, new in sorted(plan.redirects.items())
    ]
    moved += [f"  RedirectMatch 410 {_exactly(plan.path(url))}\n" for url in plan.gone]
    headers = "".join(
        f"  Header always set {name} {_quoted(value)}\n" for name, value in plan.headers.items()
    )
    shared = "".join(
        f'  Header set Access-Control-Allow-Origin "*" "expr=%{{REQUEST_URI}} =~ '
        f'm#^{re.escape(plan.path(name))}#"\n'
        for name in OPEN_TO_ALL
        if plan.shared
    )
    lost = "".join(
        f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(plan.path(folder))}#">\n'
        f"  ErrorDocument 404 {plan.path(folder)}404.html\n</If>\n"
        for folder in plan.lost
    )
    text = _FILE.format(
        lost=lost,
        base=plan.base,
        moved="".join(moved),
        headers=headers,
        markdown=MARKDOWN,
        ask=ASK,
        hour=AN_HOUR,
        ever=FOR_EVER,
        parts="|".join(PARTS),
        hashed=HASHED_PATTERN,
        shared=shared,
    )
    return {".htaccess": text}


def _exactly(path: str) -> str:
    return _quoted(f"^{re.escape(unquote(path))}$")


def _quoted(text: str) -> str:
    escaped = text.replace("%{", "%%{").replace('"', '\\"')
    return f'"{escaped}"'
