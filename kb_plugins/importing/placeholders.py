"""Shows what writers put between angle brackets and no browser shows: `<your-project>`.

Names that no element has are text that somebody forgot to escape. They become text, so that
readers see them again, and so that nothing with an unknown name ever counts as an element.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kb_plugins.importing.sanitise import TAGS

_OTHERS = (
    "html head body title meta base link style script noscript template iframe frame frameset"
    " noframes object embed applet param form input button select option optgroup textarea label"
    " fieldset legend datalist output progress meter canvas map area picture dialog menu menuitem"
    " search slot data time bdi bdo ruby rt rp rb rtc hgroup basefont bgsound blink command dir"
    " image isindex keygen listing marquee multicol nextid nobr plaintext portal spacer xmp math"
    " svg center strike acronym xss foreignobject animate set animatetransform animatemotion use"
    " lt gt"
)
_SVG = (
    " path g circle rect line polyline polygon defs symbol text tspan stop lineargradient mask"
    " radialgradient clippath filter pattern ellipse desc marker mi mo mn mrow mtable mtext mglyph"
    " annotation-xml"
)
_KNOWN = frozenset(TAGS | set(_OTHERS.split()))
_TAG = re.compile(
    r"(?<!\]\()(?<!\]: )<(?P<close>/?)(?P<name>[A-Za-z][^\s<>/\"'=]*)(?P<rest>[^<>]*)>"
)
_MAIL = re.compile(r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$")


def show(text: str, tell: Callable[[str], None], markdown: bool) -> str:
    """Escape tags that are none. Addresses between brackets are links in Markdown, text in HTML."""
    if "<" not in text:
        return text
    lowered = text.lower()
    known = _KNOWN | set(_SVG.split()) if "<svg" in lowered or "<math" in lowered else _KNOWN

    def escape(match: re.Match[str]) -> str:
        name = match["name"].lower()
        if name in known or name.startswith(("o:", "w:", "v:", "st1:")):
            return match[0]
        inside = f"{match['name']}{match['rest']}"
        if markdown and ("://" in inside or inside.lower().startswith("mailto:")
                         or _MAIL.match(inside)):  # fmt: skip
            return match[0]
        if not match["close"]:
            tell(f"<{inside[:60]}>")
        return f"&lt;{match['close']}{inside}&gt;"

    return _TAG.sub(escape, text)
