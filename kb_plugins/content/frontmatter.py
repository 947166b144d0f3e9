"""Front matter with line numbers, read so that no file can hurt the build.

The fence is the one of MkDocs (`mkdocs.utils.meta`): a first line `---`, YAML, then `---` or `...`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from kb_plugins.model import Problem, Severity

try:  # libyaml is ten times faster; PyYAML without it behaves the same
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader  # type: ignore[assignment]

FENCE = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
MAX_FRONT_MATTER = 64 * 1024
"""Characters. Longer front matter is refused: nobody wrote it by hand."""
MAX_VALUES = 10_000
"""Values after all aliases are followed; beyond it the YAML is a bomb."""
MAX_DEPTH = 50
MAX_DIGITS = 1_000
"""Digits of a whole number. Python refuses to write out numbers of more than 4,300."""
_FEW = 500
"""So few opening signs cannot nest deep enough to exhaust the stack of the YAML library."""


@dataclass(frozen=True)
class Document:
    """A source file, taken apart.

    `path` is relative to the docs folder, `shown` what problems call it. `meta` maps the keys of
    the front matter to plain values; `lines` maps them to the line where they stand. `body` is the
    text after the front matter and starts at line `body_line`. `broken` means that the front
    matter, and so perhaps the audience, is unknown.
    """

    path: str
    shown: str
    meta: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether something kept the front matter from being understood."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def line(self, key: str) -> int:
        """Return the line of a key, or the first line where it does not occur."""
        return self.lines.get(key, 1)


def read_document(file: Path, path: str, shown: str) -> Document:
    """Read and take apart the Markdown file `file`. Never raises for what is in the file."""
    try:
        data = file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _broken(
            path,
            shown,
            1,
            "file-unreadable",
            f"The file cannot be read ({reason})",
            "Check that it exists and that you may read it",
        )
    return parse_document(data, path, shown)


def parse_document(data: bytes, path: str, shown: str) -> Document:
    """Take apart the bytes of a Markdown file. Never raises for what is in them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _broken(
            path,
            shown,
            line,
            "encoding",
            "The file is not UTF-8",
            "Save it with the encoding UTF-8",
        )
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return _broken(
            path,
            shown,
            line,
            "encoding",
            "The file contains a NUL byte",
            "Remove it, or save the file as text",
        )
    return _split(text.replace("\r\n", "\n").replace("\r", "\n"), path, shown)


def parse_mapping(text: str, path: str, shown: str, first_line: int = 1) -> Document:
    """Read YAML that should be a mapping, such as front matter or `.meta.yml`.

    Returns a document without a body; `first_line` is the line of `text` in its file.
    """
    reader = _Reader(shown, first_line)
    meta, lines = reader.read(text)
    return Document(path, shown, meta, lines, problems=tuple(reader.problems))


def _split(text: str, path: str, shown: str) -> Document:
    """Part front matter and body of a decoded text."""
    fence = FENCE.match(text)
    if fence is None:
        if re.match(r"---[ \t]*\n", text):
            # MkDocs shows an unclosed block as text: the reader would see the raw settings.
            opening = text.split("\n", 2)[1] if text.count("\n") else ""
            if re.match(r"[\w-]+[ \t]*:", opening):
                return _broken(
                    path,
                    shown,
                    1,
                    "front-matter-unclosed",
                    "The front matter is never closed",
                    "Add a line --- after the last setting",
                )
        return Document(path, shown, body=text)
    if not fence.group().endswith("\n"):
        # MkDocs wants a whole line here, and would show the settings as text.
        return _broken(
            path,
            shown,
            text.count("\n") + 1,
            "front-matter-unclosed",
            "The file ends right after the front matter",
            "Add the text of the article, or at least an empty line",
        )
    block = fence.group(1) or ""
    head = parse_mapping(block, path, shown, first_line=2)
    body_line = text.count("\n", 0, fence.end()) + 1
    return Document(
        path, shown, head.meta, head.lines, text[fence.end() :], body_line, head.problems
    )


def _broken(path: str, shown: str, line: int, rule: str, message: str, fix: str) -> Document:
    problem = Problem(path=shown, line=line, rule=rule, message=message, fix=fix)
    return Document(path, shown, problems=(problem,))


class _Loader(SafeLoader):
    """The safe loader, which refuses numbers that nobody could print."""

    def construct_yaml_int(self, node: Any) -> int:
        """Return a whole number. Raises ValueError if it is absurdly long."""
        number: int = super().construct_yaml_int(node)
        if abs(number) >= 10**MAX_DIGITS:
            raise ValueError("the number is too long")
        return number


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


class _Reader:
    """Turns YAML nodes into plain values and keeps what went wrong."""

    def __init__(self, shown: str, first_line: int) -> None:
        self.shown = shown
        self.offset = first_line
        self.text = ""
        self.problems: list[Problem] = []

    def read(self, text: str) -> tuple[dict[str, Any], dict[str, int]]:
        if len(text) > MAX_FRONT_MATTER:
            self._add(
                0,
                "front-matter-size",
                f"The settings are longer than {MAX_FRONT_MATTER // 1024} KB",
                "Move the text below the closing ---",
            )
            return {}, {}
        self.text = text
        try:
            if _too_deep(text):
                self._add(
                    0,
                    "yaml",
                    f"The settings are nested more than {MAX_DEPTH} levels deep",
                    "Write them with fewer brackets and less indentation",
                )
                return {}, {}
            loader = _Loader(text)
            try:
                return self._mapping(loader, loader.get_single_node())
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if "end of stream" in str(error.problem) and error.context_mark:
                mark = error.context_mark  # where a quote opened that nobody closed
            line = self._line(mark)
            self._add(line, "yaml", _plain(error.problem), _hint(text.split("\n")[line]))
        except (yaml.YAMLError, RecursionError):
            bad = Reader.NON_PRINTABLE.search(text)
            self._add(
                text.count("\n", 0, bad.start()) if bad else 0,
                "yaml",
                "The settings are not valid YAML",
                "Check the characters and the indentation",
            )
        return {}, {}

    def _line(self, mark: Any) -> int:
        """Count the lines above a mark: YAML also breaks lines where no editor does."""
        return self.text.count("\n", 0, mark.index) if mark else 0

    def _mapping(
        self, loader: Any, node: yaml.Node | None
    ) -> tuple[dict[str, Any], dict[str, int]]:
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            self._add(
                self._line(node.start_mark),
                "front-matter-type",
                "The settings are not a list of `key: value` lines",
                "Write one `key: value` on each line",
            )
            return {}, {}
        if _too_big(node):
            self._add(
                self._line(node.start_mark),
                "yaml-alias",
                "The settings grow beyond measure when their aliases are followed",
                "Write the values out instead of using & and *",
            )
            return {}, {}
        meta: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in _pairs(node):
            key = self._value(loader, key_node)
            line = self._line(key_node.start_mark)
            if not isinstance(key, str):
                self._add(
                    line,
                    "front-matter-type",
                    f"The key {key!r} is not a word",
                    "Put the key in quotes, or remove the line",
                )
                continue
            if key in meta:
                self._add(
                    line,
                    "duplicate-key",
                    f"`{key}` is set twice",
                    f"Keep one of the two; the first is on line {lines[key]}",
                )
                continue
            meta[key] = self._value(loader, value_node)
            lines[key] = line + self.offset
        return meta, lines

    def _value(self, loader: Any, node: yaml.Node) -> Any:
        """Construct one value; what YAML promises but cannot keep (dates!) becomes a problem."""
        try:
            return loader.construct_document(node)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or node.start_mark
            self._add(self._line(mark), "yaml", _plain(error.problem), "Check the value")
        except (
            ValueError,
            OverflowError,
            TypeError,
            KeyError,
            IndexError,
            AttributeError,
        ) as error:
            # PyYAML builds dates and numbers unchecked: 2024-13-45 ends in a bare ValueError,
            # which speaks for itself; `!!timestamp x` ends in an error that helps nobody.
            speaks = isinstance(error, (ValueError, OverflowError))
            self._add(
                self._line(node.start_mark),
                "yaml",
                "The value is not possible" + (f" ({error})" if speaks else ""),
                "Correct it, or put it in quotes",
            )
        return None

    def _add(self, line: int, rule: str, message: str, fix: str) -> None:
        self.problems.append(
            Problem(path=self.shown, line=line + self.offset, rule=rule, message=message, fix=fix)
        )


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the pairs of a mapping, those behind a merge key (`<<`) last and only if new."""
    merged: list[tuple[yaml.Node, yaml.Node]] = []
    seen = set()
    for key, value in node.value:
        if key.tag == "tag:yaml.org,2002:merge":
            parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for part in parts:
                if not isinstance(part, yaml.MappingNode):
                    raise yaml.MarkedYAMLError(
                        problem="<< needs a mapping", problem_mark=part.start_mark
                    )
                merged.extend(_pairs(part))
        else:
            if isinstance(key.value, Hashable):
                seen.add(key.value)
            yield key, value
    for key, value in merged:
        if isinstance(key, yaml.ScalarNode) and key.value not in seen:
            seen.add(key.value)
            yield key, value


def _too_deep(text: str) -> bool:
    """Whether a text nests so deep that the YAML library, which recurses in C, would crash."""
    if sum(map(text.count, "[{-?:")) <= _FEW:
        return False
    depth = 0
    for event in yaml.parse(text, Loader=SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _too_big(root: yaml.Node) -> bool:
    """Whether following all aliases gives more than MAX_VALUES values, or nests too deep."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()

    def size(node: yaml.Node, depth: int) -> int:
        if id(node) in open_nodes or depth > MAX_DEPTH:  # an alias inside itself is endless
            return MAX_VALUES + 1
        if id(node) in sizes:
            return sizes[id(node)]
        open_nodes.add(id(node))
        total = 1
        if isinstance(node, yaml.MappingNode):
            total += sum(size(k, depth + 1) + size(v, depth + 1) for k, v in node.value)
        elif isinstance(node, yaml.SequenceNode):
            total += sum(size(item, depth + 1) for item in node.value)
        open_nodes.discard(id(node))
        sizes[id(node)] = total
        return total

    return size(root, 0) > MAX_VALUES


def _plain(problem: str | None) -> str:
    """Turn a message of the YAML library into a sentence of ours."""
    text = " ".join((problem or "this is not valid YAML").split())
    if "cannot start any token" in text and "\\t" in text:
        return "A tab stands where YAML allows only spaces"
    return f"The settings are not valid YAML: {text}"


def _hint(line: str) -> str:
    """Guess how to mend a syntax error from the line it is on."""
    if "\t" in line:
        return "Replace the tab with spaces"
    if line.count(": ") > 1:
        return "Put a value that contains a colon in quotes"
    return "Check the quotes, the colons and the indentation of this line and the one above"
