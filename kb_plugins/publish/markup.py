"""Mends the HTML of texts: what writers let slip, and browsers guess at differently.

A text that is in order is returned untouched. Otherwise the parser of the HTML standard (lexbor)
closes what is open, and a few rules put right what it leaves: https://html.spec.whatwg.org/.
"""

from __future__ import annotations

import re
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HTML = frozenset(
    """
    a abbr address area article aside audio b base bdi bdo blockquote br button canvas caption cite
    code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img input ins kbd label legend li
    link main map mark math menu meta meter nav noscript object ol optgroup option output p picture
    pre progress q rp rt ruby s samp script search section select slot small source span strong
    style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track u
    ul var video wbr image tt center font big strike
    """.split()  # noqa: SIM905
)
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr image".split()  # noqa: SIM905
)
_ATTRIBUTES = r"""(?:"[^"]*"|'[^']*'|[^"'>]++)*+"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*)({_ATTRIBUTES})>")
_NAME = re.compile(rf"<(/?)([a-z][^\s/>]*){_ATTRIBUTES}>")
_FOREIGN = re.compile(r"<(svg|math|script|style|template|textarea)\b.*?</\1\s*>", re.DOTALL | re.I)
_DOUBTFUL = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"<(?:(?:image|tt|center|font|big|strike)\b|!--(?:(?!-->).)*--(?!>)|data>|[\s\d=]"
        r"|[ou]l[^>]*>\s*<[ou]l|table[^>]*\swidth)",
        r'href="(?:[^"]*%(?![0-9a-f]{2})|[^"#]*#[^"#]*#)',
        r"style(?<=\sstyle)\s*=",
        r"""width(?<=\swidth)\s*=\s*["']?\d+[^\d"'\s/>]""",
        r"""height(?<=\sheight)\s*=\s*["']?\d+[^\d"'\s/>]""",
    )
)
"""What lower-case HTML holds that may have to be mended. One pattern for all takes far longer."""
_LOOSE = re.compile(r"<(?=[\s\d=])")
_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])", re.I)
_ID = re.compile(r"""id=(?<=\sid=)["']?([^"'\s>]+)""")
_NAMED = re.compile(r"""\s(?:id|name)=(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""")
_BEGIN = re.compile(r"<[a-zA-Z]")
_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table\s*>", re.DOTALL | re.I)
_ROW = re.compile(r"(<tr\b.*?)(</tr\s*>)", re.DOTALL | re.I)
_CELL = re.compile(r"<t[dh]\b([^>]*)>", re.I)
_SPAN = re.compile(r"""\scolspan\s*=\s*["']?(\d+)""", re.I)
_INLINE = "pre, code, em, strong, span, b, i, u, ins, small"
_MENDED = "[id], [href], [style], [width], [height], table"
_TASK = re.compile(r'(<input type="checkbox" disabled)((?: checked)?(?:="")? ?/?>)')
_BLOCK = "p, div, pre, ul, ol, dl, table, blockquote, h1, h2, h3, h4, h5, h6"
_OLD = {"tt": "code", "strike": "s", "big": "span", "center": "div", "font": "span"}
_ALIGN = re.compile(r"text-align:\s*(left|right|center)", re.I)


def anchors(html: str) -> set[str]:
    """Return the names that tags of a text have, as they stand there."""
    return {
        match[1] or match[2] or match[3]
        for match in _NAMED.finditer(html)
        if _BEGIN.search(html, html.rfind(">", 0, match.start()) + 1, match.start())
    }


def tidy(html: str, below: int = 0) -> str:
    """Return the HTML of a text as valid HTML without `style` attributes.

    `below` is the level of the heading above the text, or 0: headings then start one below it and
    skip no level.
    """
    foreign: list[str] = []

    def keep(match: re.Match[str]) -> str:
        foreign.append(match[0])
        return f"<kbd hidden={len(foreign) - 1}></kbd>"

    plain = _FOREIGN.sub(keep, html)
    if _in_order(plain):
        fixed = html
    else:
        fixed = _parsed(_old_tags(_COMMENT.sub("", _as_text(plain))))
        for number, part in enumerate(foreign):
            fixed = fixed.replace(f'<kbd hidden="{number}"></kbd>', part)
    return _stepwise(fixed, below) if below else fixed


def named_tasks(html: str, done: str, open_: str) -> str:
    """Return HTML in which the boxes of task lists have a name; nobody can tick them."""

    def named(match: re.Match[str]) -> str:
        word = escape(done if "checked" in match[0] else open_)
        return f'{match[1]} aria-label="{word}"{match[2]}'

    return _TASK.sub(named, html)


def _in_order(html: str) -> bool:
    """Whether every tag is known and closed in turn, no id stands twice, nothing is outdated."""
    lower = html.lower()
    if any(pattern.search(lower) for pattern in _DOUBTFUL):
        return False
    ids = _ID.findall(html)
    if len(ids) != len(set(ids)) or _squared(html) != html:
        return False
    waiting: list[str] = []
    for closes, name in _NAME.findall(_COMMENT.sub("", lower)):
        if name not in _HTML and "-" not in name:
            return False
        if closes:
            if not waiting or waiting.pop() != name:
                return False
        elif name not in _VOID:
            if name in ("p", "div", "ul", "ol", "pre", "table") and "p" in waiting:
                return False
            waiting.append(name)
    return not waiting


def _as_text(html: str) -> str:
    """Show what is no element: whoever writes `<your name>` wants it to be read."""

    def shown(match: re.Match[str]) -> str:
        name = match[2].lower()
        named = name == "data" and not match[1] and "value" not in match[3]
        if (name in _HTML or "-" in name) and not named:
            return match[0]
        return "" if match[1] else escape(match[0], quote=False)

    return _TAG.sub(shown, _LOOSE.sub("&lt;", html))


def _old_tags(html: str) -> str:
    names = "|".join(_OLD)
    return re.sub(rf"<(/?)({names})\b", lambda m: f"<{m[1]}{_OLD[m[2].lower()]}", html, flags=re.I)


def _parsed(html: str) -> str:
    body = LexborHTMLParser(f"<!doctype html><body>{html}</body>").body
    if body is None:
        return html
    seen: set[str] = set()
    for node in body.css(_MENDED):
        _attributes(node, seen)
    for node in body.css("ol > ol, ul > ul, ol > ul, ul > ol"):
        node.unwrap()
    for node in body.css(_INLINE):
        # The parser's selectors look at the node itself, too.
        if any(inner.mem_id != node.mem_id for inner in node.css(_BLOCK)):
            node.unwrap()
    for node in body.css("p, h1, h2, h3, h4, h5, h6"):
        if not node.text(strip=True) and not node.css_first("img, input, svg, video, iframe, kbd"):
            node.unwrap() if node.child else node.decompose()
    return _squared(re.sub(r"^<body>|</body>$", "", body.html or ""))


def _squared(html: str) -> str:
    """Return a text in which all rows of a table are equally wide, by empty cells."""

    def squared(table: re.Match[str]) -> str:
        wide = [_width(row) for row, _end in _ROW.findall(table[0])]
        if "rowspan" in table[0].lower() or len(set(wide)) < 2:
            return table[0]
        return _ROW.sub(lambda row: f"{row[1]}{'<td></td>' * (max(wide) - _width(row[1]))}{row[2]}",
                        table[0])  # fmt: skip

    return _TABLE.sub(squared, html)


def _width(row: str) -> int:
    """Return how many columns the cells of a row take."""
    spans = (_SPAN.search(cell) for cell in _CELL.findall(row))
    return sum(min(int(span[1]), 1_000) if span else 1 for span in spans)


def _attributes(node: LexborNode, seen: set[str]) -> None:
    attributes = node.attrs
    if name := attributes.get("id"):
        if name in seen:
            del attributes["id"]
        seen.add(name)
    if address := attributes.get("href"):
        start, sign, anchor = _PERCENT.sub("%25", address).partition("#")
        attributes["href"] = start + sign + anchor.replace("#", "%23")
    style = attributes.get("style")
    if style is not None:
        del attributes["style"]
        if align := _ALIGN.search(style):
            attributes["class"] = f"{attributes.get('class') or ''} kb-{align[1].lower()}".strip()
    for name in ("width", "height"):
        value = attributes.get(name)
        if value is None or value.isdigit():
            continue
        digits = re.match(r"\d+(?=\s*(?:px)?\s*(?:,|$))", value)
        if digits and node.tag in ("img", "video", "iframe"):
            attributes[name] = digits[0]
        else:
            del attributes[name]
    if node.tag == "table":
        for name in ("width", "border", "cellpadding", "cellspacing", "align", "bgcolor", "height"):
            if name in attributes:
                del attributes[name]


def _stepwise(html: str, below: int) -> str:
    """Return headings that start one below a level and skip none on their way down."""
    level = below

    def step(match: re.Match[str]) -> str:
        nonlocal level
        if not match[1]:
            level = min(max(int(match[2]), below + 1), level + 1)
        return f"<{match[1]}h{level}"

    return _HEADING.sub(step, html)
