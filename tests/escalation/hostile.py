"""Values that try to run, to break out, or to change where a link leads: over 200 of them."""

from __future__ import annotations

from itertools import product

SCRIPTS = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<body onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<!--<script>alert(1)//-->",
    "<style>@import'javascript:alert(1)';</style>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><button>",
    "<object data='data:text/html,<script>alert(1)</script>'>",
)
BREAKS = ("", '">', "'>", "</script>", "</textarea>", "</title>", "-->", "]]>", "`>", '\\">')
URLS = (
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//evil.example/",
    "\\\\evil.example\\x",
    "https://evil.example/",
    "https:evil.example",
    "/\\evil.example",
    "@evil.example",
    ".evil.example",
    ":443@evil.example",
    "?a=b&c=d#e",
    "&tf_subject=other&x=",
    "#@evil.example",
    "%0d%0aSet-Cookie:a=b",
    "\r\nLocation: https://evil.example",
    "\r\nBcc: all@example.org",
    "&bcc=all@example.org",
    "?cc=all@example.org&body=x",
    "../../../admin",
    "..\\..\\admin",
    "%2e%2e/%2e%2e/",
    "%00",
    "%",
    "%zz",
    "%u0041",
    "a;b=c",
    "a+b c",
)
TEMPLATES = (
    "{title}",
    "{url}",
    "{text}",
    "{{title}}",
    "{{ 7*7 }}",
    "{% raw %}",
    "{# x #}",
    "${alert(1)}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{constructor.constructor('alert(1)')()}}",
    "%(name)s",
    "%s%s%n",
    "$1$&$`$'",
    "\\1\\g<0>",
    "__proto__",
    "constructor",
    "toString",
    "[[1]]",
    "!!python/object:os.system",
)
INVISIBLE = (
    "\u202eexe.txt",
    "\u2066a\u2069",
    "\u200b\u200c\u200d",
    "\ufeffx",
    "a\u0000b",
    "\u2028\u2029",
    "\x85",
    "\x1b[31m",
    "\x08\x7f",
    "ｊavascript:alert(1)",
    "＜script＞",
    "ⅉ\u0301\u0301\u0301\u0301",
    "\U000e0001",
    "\ud83d",
    "\ude00\ud83d",
    "👩‍👩‍👧‍👦" * 20,
    "é" * 3_000,
    "a" * 100_000,
    " " * 2_000,
    "\n" * 2_000,
)
HOSTILE: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *(end + script for end, script in product(BREAKS, SCRIPTS)),
            *URLS,
            *TEMPLATES,
            *INVISIBLE,
        ]
    )
)
"""All of them, each once."""


def printable(value: str) -> bool:
    """Whether front matter may hold a value; others are refused, which other tests look at."""
    return value.strip() == value and len(value) < 1_000 and value.isprintable()
