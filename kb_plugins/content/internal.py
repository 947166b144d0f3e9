"""`/// internal` blocks: what only colleagues may read, inside a text that everybody may.

The form is that of pymdownx.blocks (https://facelessuser.github.io/pymdown-extensions/extensions/blocks/):
three or more slashes and a name open a block, as many slashes alone close it. A block is found line
by line in the source, before any Markdown is parsed, and the finding errs on the safe side: what
might open a block and is not written as it should be is a fault, and never public. That goes for
the forms of other systems too (`block_signs.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from kb_plugins.content.block_signs import as_read, is_end, is_sign, may_hold_sign
from kb_plugins.content.lookalike import near

NAME = "internal"

# What stands in a line before the slashes of a block; most slashes stand in addresses.
_BEFORE = re.compile(r"[^\w/`\r\n]*(?:\d+[.)][^\w/`\r\n]*)?")
_LINE = re.compile(r"(?P<prefix>[\s>]*)(?P<slashes>/{3,})[ ]*(?P<name>[\w-]+)[ ]*(?:\|.*)?$")
_END = re.compile(r"(?P<prefix>[\s>]*)(?P<slashes>/{3,})\s*$")
_LIKE = re.compile(
    r"[^\w/`]*(?:\d+[.)][^\w/`]*)?(?P<slashes>/{2,})\s*(?P<name>[^\W_]+)(?P<rest>.*)$"
)
_FENCE = re.compile(r"(?P<prefix>[\s>]*)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_OPTIONS = re.compile(r"\s{4,}(?!attrs\s*:)\S")
_HOLDS_MORE = re.compile(
    r"\s*(?:>|[-*+]\s|\d+[.)]\s|!!!|\?\?\?|===|:\s{2,}|\[\^[^\]]+\]:|/{3,}\s*\w)"
)
"""Lines whose indented lines are no code."""
_TARGET = re.compile(r"\s{0,3}\[[^\]]+\]:\s*\S")
_OPEN_TAG = re.compile(r"<[^<>]*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """A block that is not written as it should be. `line` counts within the text, from 1."""

    line: int
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Parted:
    """A text, and what it keeps for colleagues.

    `public` is the text without its blocks and `notes` the blocks alone, not indented, empty if
    there are none; in both, lines stay where they are. `published` is `public` without the gaps.
    """

    public: str
    notes: str = ""
    published: str = ""
    faults: tuple[Fault, ...] = ()


@lru_cache(maxsize=40_000)
def part(text: str) -> Parted:
    """Take a Markdown text apart. Never raises for what is in it.

    After a fault, everything that might belong to the block counts as a part of it.
    """
    if not _may_hold_block(text):
        return Parted(text, published=text)
    parter = _Parter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    parter.run()
    if not parter.hidden:
        return Parted(text, published=text, faults=tuple(parter.faults))
    pairs = list(zip(parter.lines, parter.owners, strict=True))
    return Parted(
        "\n".join(line if owner is None else "" for line, owner in pairs),
        "\n".join("" if owner is None else _dedent(line, owner) for line, owner in pairs),
        "\n".join(_close_gaps(pairs)),
        tuple(parter.faults),
    )


def _may_hold_block(text: str) -> bool:
    """Whether a text might hold a block: most do not, and are not read line by line."""
    place = text.find("//")
    while place >= 0:
        if _may_begin_line(text, place):
            return True
        place = text.find("//", place + 1)
    return may_hold_sign(text)


def _may_begin_line(text: str, place: int) -> bool:
    """Whether only signs of lists and quotations stand before a place in its line."""
    if place > 1 and text[place - 1] == ":" and text[place - 2].isalpha():
        return False  # the slashes of `https://`, as most are
    start = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
    return bool(_BEFORE.fullmatch(text, start, place))


class _Parter:
    """Goes through the lines once.

    `owners` holds, for each line of a block, what stands before the block's first sign.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.owners: list[str | None] = [None] * len(lines)
        self.faults: list[Fault] = []
        self._around: list[int] = []
        self._fences: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            if _FENCE.match(line):
                self._fences[line.rstrip()].append(number)

    @property
    def hidden(self) -> bool:
        """Whether any line is for colleagues only."""
        return any(owner is not None for owner in self.owners)

    def run(self) -> None:
        """Find all blocks."""
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            if found := _opens(line):
                number = self._block(number, found)
            elif slip := _slip(line):
                self._fault(number, slip, _WRITE)
                number = self._block(number, None)
            else:
                if self._foreign(number) and not (self.faults and is_end(line)):
                    self._fault(number, _FOREIGN, _OR_ELSE)
                self._look_around(line)
                number = self._code(number) or number + 1

    def _foreign(self, number: int) -> bool:
        """Whether somebody means a block here, in the form of another system."""
        line = self.lines[number]
        if _OPEN_TAG.search(line):  # a tag or a comment goes on in the next lines
            rest = " ".join(self.lines[number + 1 : number + 4])
            line = line if "//" in rest else f"{line} {rest}"
        return is_sign(line) and not self._is_code(number) and not self._is_above_targets(number)

    def _is_code(self, number: int) -> bool:
        """Whether a line is indented as code is: nothing but code could be meant by it."""
        if not self.lines[number].startswith(("    ", "\t")):
            return False
        above = number - 1
        while above >= 0 and (_blank(self.lines[above]) or self.lines[above][0] in " \t"):
            above -= 1
        return above < 0 or (
            _blank(self.lines[above + 1]) and not _HOLDS_MORE.match(self.lines[above])
        )

    def _is_above_targets(self, number: int) -> bool:
        """Whether a comment is the heading of targets of links, which nobody sees."""
        if not self.lines[number].lstrip().startswith("<!--"):
            return False
        below = (line for line in self.lines[number + 1 :] if not _blank(line))
        return _TARGET.match(next(below, "")) is not None

    def _code(self, number: int) -> int:
        """Return the line after a fenced block of code, or 0 where none begins.

        Only what is fenced beyond doubt is code: the closing fence repeats the opening one.
        """
        opening = _FENCE.match(self.lines[number])
        if opening is None:
            return 0
        closing = self._fences.get(opening["prefix"] + opening["fence"], [])
        after = bisect_right(closing, number)
        return closing[after] + 1 if after < len(closing) else 0

    def _block(self, number: int, opening: re.Match[str] | None) -> int:
        """Take the lines of a block. Returns the line after it."""
        length = len(opening["slashes"]) if opening else 3
        if opening and length in self._around:
            self._fault(
                number,
                "The block around this one has as many slashes, so it ends where this one does",
                f"Begin and end the outer block with {'/' * (length + 1)}",
            )
        if opening and number + 1 < len(self.lines):
            first = self.lines[number + 1].removeprefix(opening["prefix"])
            if _OPTIONS.match(first):
                self._fault(
                    number,
                    "The indented line below the block's first one is taken for settings",
                    "Put an empty line between them",
                )
        end = self._end(number, opening, length)
        for place in range(number, min(end + 1, len(self.lines))):
            self.owners[place] = opening["prefix"] if opening else ""
        return end + 1

    def _end(self, number: int, opening: re.Match[str] | None, length: int) -> int:
        """Return the last line of a block; one that is never closed takes the rest of the text."""
        fence = ""
        for place in range(number + 1, len(self.lines)):
            line = self.lines[place]
            # Inside, whatever looks like code is code: a sign too few taken for the end is safe.
            if mark := _FENCE.match(line):
                if not fence:
                    fence = mark["fence"]
                elif mark["fence"] == fence and not mark["info"].strip():
                    fence = ""
                continue
            if fence:
                continue
            if opening and (inner := _LINE.match(line)) and len(inner["slashes"]) == length:
                self._fault(
                    place,
                    "A block inside of an internal one has as many slashes, so it ends both",
                    f"Begin and end the outer block with {'/' * (length + 1)}",
                )
                opening = None
            end = _END.match(line)
            if end is None or len(end["slashes"]) != length:
                continue
            if opening and not _same_place(opening["prefix"], end["prefix"]):
                self._fault(
                    place,
                    f"The block ends further {_aside(opening['prefix'], end['prefix'])} than it "
                    f"begins, on line {number + 1} of the text",
                    "Indent the first and the last line alike",
                )
            return place
        if opening:
            self._fault(
                number,
                "The internal block is never closed",
                f"Add a line {'/' * length} after it",
            )
        return len(self.lines)

    def _look_around(self, line: str) -> None:
        """Note which other blocks are open."""
        if opening := _LINE.match(line):
            self._around.append(len(opening["slashes"]))
        elif (end := _END.match(line)) and len(end["slashes"]) in self._around:
            while self._around.pop() != len(end["slashes"]):
                pass

    def _fault(self, number: int, message: str, fix: str) -> None:
        self.faults.append(Fault(number + 1, message, fix))


_NOT_SO = "This is not how an internal block begins"
_FOREIGN = "This looks like a block for colleagues, and everybody would read it"
_WRITE = f"Write `/// {NAME}` on a line of its own, and `///` on the line after the block"
_OR_ELSE = f"{_WRITE}; if everybody may read it, call it something else"


def _opens(line: str) -> re.Match[str] | None:
    found = _LINE.match(line)
    return found if found and found["name"].lower() == NAME else None


def _slip(line: str) -> str:
    """Return what is wrong with a line that was meant to open a block, or nothing."""
    if line.isascii() and "//" not in line:
        return ""
    found = _LIKE.match(as_read(line))
    if found is None:
        return ""
    word = found["name"]
    if len(found["slashes"]) == 2:  # a comment in a line of code, unless it says nothing else
        return _NOT_SO if word == NAME and not found["rest"].strip() else ""
    if word == NAME:
        return _NOT_SO
    return f'"{word}" is not the name of a block' if near(word, NAME) else ""


def _same_place(one: str, other: str) -> bool:
    if one.count(">") != other.count(">"):
        return False
    return abs(len(one.expandtabs(4)) - len(other.expandtabs(4))) < 4


def _aside(one: str, other: str) -> str:
    return "in" if len(other.expandtabs(4)) > len(one.expandtabs(4)) else "out"


def _dedent(line: str, prefix: str) -> str:
    """Take from the beginning of a line what stands before the whole block."""
    rest = line[len(prefix) :]
    return rest if not line[: len(prefix)].strip(" \t>") else line


def _close_gaps(pairs: list[tuple[str, str | None]]) -> list[str]:
    """Put one empty line where a block was, and none beside another one."""
    kept: list[str] = []
    gap = False
    for line, owner in pairs:
        if owner is not None:
            if not gap:
                quote = line[: len(line) - len(line.lstrip(" \t>"))].rstrip()
                if kept and _blank(kept[-1]):
                    kept.pop()
                kept.append(quote)
            gap = True
        elif not (gap and _blank(line)):
            kept.append(line)
            gap = False
    return kept


def _blank(line: str) -> bool:
    return not line.strip(" \t>")
