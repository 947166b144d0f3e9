"""Parts a Markdown text into code and the rest, so that nothing inside code is ever touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

FENCE = re.compile(r"^(?P<before>[ \t>]*(?:[-+*][ \t]+|\d{1,9}[.)][ \t]+)*)(?P<fence>`{3,}|~{3,})"
                   r"(?P<info>[^\n]*)$")  # fmt: skip
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:[^`\n]|\n(?!\s*\n)|(?<!`)(?!\1(?!`))`+)*?(?<!`)\1(?!`)")
_BOM = "\ufeff"


def normalise(text: str) -> str:
    """Return a text with plain line ends, without byte order mark and control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(_BOM, "")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text)


def blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Yield runs of lines, each with whether it is fenced code, fences included."""
    run: list[str] = []
    fence = ""
    for line in text.split("\n"):
        match = FENCE.match(line)
        if fence:
            run.append(line)
            if match and match["fence"].startswith(fence) and not match["info"].strip():
                yield True, "\n".join(run)
                run, fence = [], ""
            continue
        if match and ("`" not in match["info"] or match["fence"][0] == "~"):
            if run:
                yield False, "\n".join(run)
            run, fence = [line], match["fence"]
            continue
        run.append(line)
    if run:
        yield bool(fence), "\n".join(run)


def outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Change what is not fenced code."""
    return "\n".join(part if code else change(part) for code, part in blocks(text))


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Change what is neither fenced code nor code in a line."""

    def spans(part: str) -> str:
        done, at = [], 0
        for match in _SPAN.finditer(part):
            done += [change(part[at : match.start()]), match[0]]
            at = match.end()
        return "".join([*done, change(part[at:])])

    return outside_fences(text, spans)
