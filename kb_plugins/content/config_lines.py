"""Where things stand in `mkdocs.yml`, so that a wrong setting is reported with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kb_plugins.content.yaml_reader import Loader


@dataclass(frozen=True)
class ConfigLines:
    """Lines of the settings of one plugin. `path` is how problems call the configuration file."""

    path: str
    start: int = 1
    keys: dict[tuple[str, ...], int] = field(default_factory=dict)

    def line(self, *keys: str) -> int:
        """Return the line of a setting, or of the nearest one around it that can be found."""
        while keys and keys not in self.keys:
            keys = keys[:-1]
        return self.keys.get(keys, self.start)

    def of_language(self, code: str) -> ConfigLines:
        """Return the lines as one language sees them: its own settings hide the others."""
        above = ("languages", code)
        own = {key[2:]: line for key, line in self.keys.items() if key[:2] == above and key[2:]}
        return ConfigLines(self.path, self.start, self.keys | own)


def read_config_lines(file: Path | None, plugin: str) -> ConfigLines:
    """Find the settings of a plugin in a configuration file (UTF-8 YAML, any tags).

    Settings that come from elsewhere (`INHERIT`, the command line) have the first line.
    """
    if file is None:
        return ConfigLines("mkdocs.yml")
    try:
        loader = Loader(file.read_text(encoding="utf-8-sig"))
        root = loader.get_single_node()  # nodes only: `!ENV` and `!!python/name` stay unread
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return ConfigLines(file.name)
    for key, value in _items(root):
        if key.value == "plugins":
            for name, settings in _plugins(value):
                if name.value == plugin:
                    keys = dict(_lines(settings, (), 6)) if settings else {}
                    return ConfigLines(file.name, name.start_mark.line + 1, keys)
    return ConfigLines(file.name)


def _plugins(node: yaml.Node) -> Iterator[tuple[yaml.ScalarNode, yaml.Node | None]]:
    """Yield names and settings of plugins, which may be a list or a mapping."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode):
                yield item, None
            else:
                yield from _items(item)
    else:
        yield from _items(node)


def _items(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key, value


def _lines(
    node: yaml.Node, above: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], int]]:
    for key, value in _items(node):
        path = (*above, key.value)
        yield path, key.start_mark.line + 1
        if depth > 1:
            yield from _lines(value, path, depth - 1)
