"""The ladder: which channel an article or a level leads to."""

from __future__ import annotations

from dataclasses import dataclass

from kb_plugins.content.levels import find_level
from kb_plugins.model import Article, Channel, KnowledgeBase, Level


@dataclass(frozen=True, slots=True)
class WayOut:
    """Where a reader goes next: a channel, and the level whose people answer there."""

    channel: Channel
    level: Level


def way_out(kb: KnowledgeBase, article: Article) -> WayOut | None:
    """Return where an article leads, or None if it is a dead end.

    Its own `escalate` (a channel, or a level) comes first, then its level's channel, then the next
    level up that has one.
    """
    level = kb.level_by_number[article.level]
    if article.escalate:
        if channel := kb.channel_by_name.get(article.escalate):
            return WayOut(channel, channel_level(kb, channel) or level)
        if (target := find_level(kb.levels, article.escalate)) and (found := climb(kb, target)):
            return found
    return climb(kb, level)


def climb(kb: KnowledgeBase, level: Level | None) -> WayOut | None:
    """Return the first channel from a level upwards, or None. Circles of levels end the search."""
    seen: set[int] = set()
    while level is not None and level.number not in seen:
        if channel := kb.channel_by_name.get(level.channel):
            return WayOut(channel, level)
        seen.add(level.number)
        above = level.escalates_to
        level = kb.level_by_number.get(above) if above is not None else None
    return None


def channel_level(kb: KnowledgeBase, channel: Channel) -> Level | None:
    """Return the lowest level that uses a channel, or None."""
    return next((level for level in kb.levels if level.channel == channel.name), None)
