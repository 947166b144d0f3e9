"""`web.config` at the top of the site, for Internet Information Services.

https://learn.microsoft.com/iis/configuration/system.webserver/. Only sections that IIS knows
without further modules, because an unknown one makes it refuse every page.
"""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from kb_plugins.publish.hosting.plan import FOR_EVER, MARKDOWN, OPEN_TO_ALL, Plan

_NO_XML = re.compile(r"[\x00-\x1f\ufffe\uffff]")
_TYPES = {
    ".avif": "image/avif",
    ".bin": "application/octet-stream",
    ".json": "application/json",
    ".md": MARKDOWN,
    ".mjs": "text/javascript",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Files of a site that IIS answers with 404 as long as it does not know their type, or whose
encoding it does not say."""


def files(plan: Plan) -> dict[str, str]:
    """Return the file."""
    types = "".join(
        f'      <remove fileExtension="{ending}"/>\n'
        f"      <mimeMap fileExtension={quoteattr(ending)} mimeType={quoteattr(kind)}/>\n"
        for ending, kind in _TYPES.items()
    )
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!-- Made by Firstline -->\n<configuration>\n'
        f"  <system.webServer>\n    <staticContent>\n{types}"
        '      <clientCache cacheControlMode="NoControl" '
        'cacheControlCustom="public, must-revalidate"/>\n'
        f"    </staticContent>\n{_lost(plan, '', '    ')}"
        f"{_headers(plan.headers.items(), '    ')}"
        '    <security><requestFiltering><hiddenSegments><add segment=".hosting"/>'
        "</hiddenSegments></requestFiltering></security>\n  </system.webServer>\n"
    )
    for folder in plan.lost:
        text += _location(folder, _lost(plan, folder, "      "))
    for name in plan.hashed:
        text += _location(name, _headers([("Cache-Control", FOR_EVER)], "      "))
    for name in OPEN_TO_ALL if plan.shared else ():
        text += _location(name, _headers([("Access-Control-Allow-Origin", "*")], "      "))
    for old, new in sorted(plan.redirects.items()):
        redirect = (
            f'      <httpRedirect enabled="true" destination={quoteattr(plan.target(new))} '
            'exactDestination="true" httpResponseStatus="Permanent"/>\n'
        )
        text += _location(old, redirect)
    return {"web.config": f"{text}</configuration>\n"}


def _lost(plan: Plan, folder: str, indent: str) -> str:
    """Return which page answers for what is missing in a folder.

    Its path is one of files, from the root of the host. As an address (ExecuteURL) the page would
    come with status 200, and without Replace the blank answer of the server would stay.
    """
    file = unquote(plan.path(f"{folder}404.html")).lstrip("/").replace("/", "\\")
    return (
        f'{indent}<httpErrors errorMode="Custom" existingResponse="Replace">\n'
        f'{indent}  <remove statusCode="404"/>\n'
        f'{indent}  <error statusCode="404" path={quoteattr(file)} responseMode="File"/>\n'
        f"{indent}</httpErrors>\n"
    )


def _headers(pairs: object, indent: str) -> str:
    lines = "".join(
        f"{indent}    <remove name={quoteattr(name)}/>\n"
        f"{indent}    <add name={quoteattr(name)} value={quoteattr(value)}/>\n"
        for name, value in pairs  # type: ignore[attr-defined]
    )
    return (
        f"{indent}<httpProtocol>\n{indent}  <customHeaders>\n{lines}"
        f"{indent}  </customHeaders>\n{indent}</httpProtocol>\n"
    )


def _location(name: str, inner: str) -> str:
    path = _NO_XML.sub("", unquote(name)).rstrip("/")
    return (
        f"  <location path={quoteattr(path)}>\n    <system.webServer>\n{inner}"
        "    </system.webServer>\n  </location>\n"
    )
