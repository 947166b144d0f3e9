"""Two files to include: `http.conf` beside the server (maps), `server.conf` within it.

https://nginx.org/en/docs/http/ngx_http_map_module.html. Maps keep `add_header` in one place: nginx
forgets those of a server as soon as a location has one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from kb_plugins.publish.hosting.plan import (
    AN_HOUR,
    ASK,
    FOLDER,
    FOR_EVER,
    HASHED_PATTERN,
    MARKDOWN,
    OPEN_TO_ALL,
    PARTS,
    Plan,
)

_HTTP = """\
# Made by Firstline. In the http block: include {here}/http.conf;
map_hash_bucket_size 512;
map $uri $kb_moved {{
    default "";
{moved}}}
map $uri $kb_gone {{
    default "";
{gone}}}
map $uri $kb_cache {{
    default "{ask}";
    "~{hashed}" "{ever}";
    "~*\\.({parts})$" "{hour}";
}}
map $uri $kb_lost {{
    default {base}404.html;
{lost}}}
map $uri $kb_shared {{
    default "";
{shared}}}
"""
_SERVER = """\
# Made by Firstline. In the server block: include {here}/server.conf;
error_page 404 $kb_lost;
charset utf-8;
if ($kb_moved) {{ return 301 $kb_moved$is_args$args; }}
if ($kb_gone) {{ return 410; }}
location ~ /\\.(?!well-known/) {{ return 404; }}
location ~ \\.md$ {{ types {{}} default_type "{markdown}"; }}
add_header Cache-Control $kb_cache;
add_header Access-Control-Allow-Origin $kb_shared;
{headers}"""


def files(plan: Plan) -> dict[str, str]:
    """Return both files."""
    here = f"/srv/help/site/{FOLDER}/nginx"
    moved = ((unquote(plan.path(old)), plan.target(new)) for old, new in plan.redirects.items())
    shared = [(f"~^{re.escape(plan.path(name))}", "*") for name in OPEN_TO_ALL if plan.shared]
    http = _HTTP.format(
        here=here,
        moved=_lines(sorted(moved)),
        gone=_lines((unquote(plan.path(url)), "1") for url in plan.gone),
        ask=ASK,
        hashed=HASHED_PATTERN,
        ever=FOR_EVER,
        hour=AN_HOUR,
        parts="|".join(PARTS),
        shared=_lines(shared),
        base=plan.base,
        lost=_lines(
            (f"~^{re.escape(plan.path(folder))}", plan.path(f"{folder}404.html"))
            for folder in plan.lost
        ),
    )
    headers = "".join(
        f"add_header {name} {_quoted(value)} always;\n" for name, value in plan.headers.items()
    )
    server = _SERVER.format(here=here, headers=headers, markdown=MARKDOWN)
    return {f"{FOLDER}/nginx/http.conf": http, f"{FOLDER}/nginx/server.conf": server}


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f"    {_quoted(key)} {_quoted(value)};\n" for key, value in pairs)


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'
