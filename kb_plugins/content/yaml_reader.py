"""YAML to plain values with line numbers, so that no file can hurt the build."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import yaml
from yaml.reader import Reader

from kb_plugins.content.fields import reason
from kb_plugins.model import Problem

try:  # libyaml is ten times faster; PyYAML without it behaves the same
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader  # type: ignore[assignment]


MAX_FRONT_MATTER = 64 * 1024
"""Characters. Longer front matter is refused: nobody wrote it by hand."""
MAX_VALUES = 10_000
"""Values after all aliases are followed; beyond it the YAML is a bomb."""
MAX_DEPTH = 50
MAX_DIGITS = 1_000
"""Digits of a whole number. Python refuses to write out numbers of more than 4,300."""
_FEW = 500
"""So few opening signs cannot nest deep enough to exhaust the stack of the YAML library."""


class Loader(SafeLoader):
    """The safe loader, which refuses numbers that nobody could print."""

    def construct_yaml_int(self, node: Any) -> int:
        """Return a whole number. Raises ValueError if it is absurdly long."""
        number: int = super().construct_yaml_int(node)
        if abs(number) >= 10**MAX_DIGITS:
            raise ValueError("the number is too long")
        return number


Loader.add_constructor("tag:yaml.org,2002:int", Loader.construct_yaml_int)


class YamlReader:
    """Turns YAML nodes into plain values and keeps what went wrong."""

    def __init__(self, shown: str, first_line: int) -> None:
        self.shown = shown
        self.offset = first_line
        self.text = ""
        self.problems: list[Problem] = []

    def read(self, text: str) -> tuple[dict[str, Any], dict[str, int]]:
        """Return the keys of a mapping with their values, and with their lines."""
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
                self._nested()
                return {}, {}
            loader = Loader(text)
            try:
                return self._mapping(loader, loader.get_single_node())
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            if "maximum nesting depth" in str(error.problem):  # newer libraries count themselves
                self._nested()
                return {}, {}
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

    def _nested(self) -> None:
        self._add(
            0,
            "yaml",
            f"The settings are nested more than {MAX_DEPTH} levels deep",
            "Write them with fewer brackets and less indentation",
        )

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
            if "maximum nesting depth" in str(error.problem):  # newer libraries count themselves
                self._nested()
                return {}, {}
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
                "The value is not possible" + (f" ({reason(error)})" if speaks else ""),
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
