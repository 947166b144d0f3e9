"""`mkdocs.yml` as text and nodes: what it says, and the lines that bring our plugin in.

Only lines are added. Comments, order, `!ENV` and `!!python/name` stay as they are, because nothing
is read into values and written back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from kb_plugins.content.yaml_reader import Loader

_DEPTH = 10
"""So many files may inherit from each other."""


class UnreadableError(Exception):
    """The configuration cannot be read; the text says why."""


class ByHandError(Exception):
    """The plugin must be added by hand; the text says why."""


@dataclass(frozen=True)
class SettingsFile:
    """One configuration file. `shown` is how problems call it."""

    path: Path
    shown: str
    text: str
    root: yaml.MappingNode | None

    def get(self, *keys: str) -> yaml.Node | None:
        """Return the node of a setting, or None."""
        node: yaml.Node | None = self.root
        for key in keys:
            node = next((value for name, value in items(node) if name.value == key), None)
        return node


def read_settings(path: Path, shown: str = "") -> list[SettingsFile]:
    """Read a configuration and those that it inherits from, the nearest first.

    Raises UnreadableError.
    """
    files: list[SettingsFile] = []
    while len(files) < _DEPTH:
        shown = shown or path.name
        try:
            text = path.read_bytes().decode("utf-8-sig")
            loader = Loader(text)
            try:
                root = loader.get_single_node()
            finally:
                loader.dispose()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableError(f"{shown} cannot be read: {error}") from error
        except (yaml.YAMLError, RecursionError) as error:
            raise UnreadableError(f"{shown} is not valid YAML: {error}") from error
        if root is not None and not isinstance(root, yaml.MappingNode):
            raise UnreadableError(f"{shown} is no list of settings with values")
        files.append(SettingsFile(path, shown, text, root))
        parent = files[-1].get("INHERIT")
        if not isinstance(parent, yaml.ScalarNode) or not parent.value:
            break
        shown, path = parent.value, path.parent / parent.value
    return files


def find(files: list[SettingsFile], *keys: str) -> tuple[SettingsFile, yaml.Node] | None:
    """Return where a setting stands: in the nearest file that has it."""
    for file in files:
        if (node := file.get(*keys)) is not None:
            return file, node
    return None


def word(files: list[SettingsFile], *keys: str) -> str:
    """Return a setting that is one word. What comes from the environment is its default there."""
    found = find(files, *keys)
    node = found[1] if found else None
    if isinstance(node, yaml.SequenceNode) and node.tag == "!ENV" and node.value:
        node = node.value[-1]
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def items(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """Yield the keys and values of a mapping."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key, value


def plugins(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node | None]]:
    """Yield names and settings of plugins, which may be a list or a mapping."""
    if not isinstance(node, yaml.SequenceNode):
        yield from items(node)
        return
    for item in node.value:
        if isinstance(item, yaml.ScalarNode):
            yield item, None
        yield from items(item)


def with_plugin(file: SettingsFile, channels: dict[str, str], exclude: list[str]) -> str:
    """Return the text of a file with our plugin. Raises ByHandError.

    `channels` are addresses by name, `exclude` the pages that are no articles.
    """
    node = file.get("plugins")
    end = "\r\n" if "\r\n" in file.text else "\n"
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        if file.root is not None and file.root.flow_style:
            raise ByHandError("the settings stand in braces")
        lines = [f"  {line}" for line in _block(channels, exclude, as_list=True)]
        if node is not None:
            return _after(file.text, node.start_mark.index, lines, end)
        text = file.text if not file.text or file.text.endswith("\n") else file.text + end
        return text + end.join(["", "plugins:", *lines, ""])
    if not isinstance(node, yaml.CollectionNode) or node.tag.startswith("!"):
        raise ByHandError("`plugins` is no list that stands in this file")
    if node.flow_style:
        at = node.end_mark.index - 1
        before = file.text[:at].rstrip()
        comma = "" if before[-1] in "[{," else ", "
        return before + comma + _flow(channels, exclude) + file.text[at:]
    indent = " " * node.start_mark.column
    as_list = isinstance(node, yaml.SequenceNode)
    added = [indent + line for line in _block(channels, exclude, as_list)]
    return _after(file.text, _last(node, file.text), added, end)


def _block(channels: dict[str, str], exclude: list[str], as_list: bool) -> list[str]:
    lines = [
        "# Where readers turn to when no article helped.",
        "channels:",
        *(f"  {name}: {json.dumps(url)}" for name, url in channels.items()),
    ]
    if exclude:
        lines += ["# Pages that are no articles.", "exclude: |", *(f"  {path}" for path in exclude)]
    head, indent = ("- kb:", "    ") if as_list else ("kb:", "  ")
    return [head, *(indent + line for line in lines)]


def _flow(channels: dict[str, str], exclude: list[str]) -> str:
    settings: dict[str, object] = {"channels": channels}
    if exclude:
        settings["exclude"] = "\n".join(exclude) + "\n"
    return f"kb: {json.dumps(settings, ensure_ascii=False)}"


def _after(text: str, at: int, added: list[str], end: str) -> str:
    """Put lines behind the one that the character number `at` is in."""
    stop = text.find("\n", at)
    before, behind = (text + end, "") if stop < 0 else (text[: stop + 1], text[stop + 1 :])
    return before + "".join(one + end for one in added) + behind


def _last(node: yaml.Node, text: str) -> int:
    """Return where a node ends, without the comments that follow it."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
        if isinstance(last, tuple) and isinstance(node, yaml.ScalarNode) and not node.value:
            return int(last[0].end_mark.index)
    return len(text[: node.end_mark.index].rstrip())
