"""Pictures that say nothing to readers who do not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename

from kb_plugins.model import Severity
from kb_plugins.quality.rule import Finding, Rule, Sources, in_text

_FILE_NAME = re.compile(r"[\w.-]+\.(?:png|jpe?g|gif|svg|webp|bmp)$", re.IGNORECASE)
_EMPTY = frozenset({"image", "img", "picture", "screenshot", "bild", "immagine", "imagen", "alt"})


def _check(sources: Sources) -> Iterator[Finding]:
    for document, digest in sources.all_texts:
        for image in digest.images:
            alt = " ".join((image.alt or "").split())
            name = basename(image.src) or "the picture"
            if not alt:
                message = f"{name} has no alternative text"
            elif _FILE_NAME.fullmatch(alt) or alt.casefold() in _EMPTY:
                message = f'The alternative text "{alt}" does not say what {name} shows'
            else:
                continue
            yield Finding(
                document,
                in_text(document, image.line),
                message,
                "Write what it shows between the square brackets",
            )


RULE = Rule(
    id="image-alt",
    title="A picture has a text that says what it shows",
    why="Who cannot see the picture reads or hears this text, and so do search engines. The name "
    "of the file is none.",
    example="![](dialog.png)",
    how="Write what the reader should see in it: "
    "`![The dialog with the button Reset marked](dialog.png)`.",
    severity=Severity.WARNING,
    check=_check,
)
