"""What a preview makes of all pages after a save: the search first, then everything else.

Each is made beside the requests for pages, and by whoever asks for it earlier. A save gives up what
is under way. The files for machines are made one by one, when somebody asks for them.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from mkdocs.commands.build import _build_theme_template

from kb_plugins.adapter.fragments import forget
from kb_plugins.adapter.live import Draft, Live, Source, SupersededError, is_search


class Later:
    """Makes it for one preview. `lock` guards what pages are made of."""

    def __init__(self, source: Source, lock: threading.RLock) -> None:
        self._source, self._lock = source, lock
        self._live: Live | None = None
        self._state = 0
        self._found: Any = None
        self._search_due = self._rest_due = self._check_due = False
        self._searching, self._renewing = threading.Lock(), threading.Lock()
        self._checking, self._making = threading.Lock(), threading.Lock()

    @property
    def due(self) -> bool:
        """Whether anything is out of date."""
        return self._search_due or self._rest_due or self._check_due

    def give_up(self) -> None:
        """Forget what is due or under way. To be called with `lock`, as the next one."""
        self._state += 1
        self._search_due = self._rest_due = self._check_due = False

    def after_save(self, live: Live) -> None:
        """Begin with new texts; nothing is made yet."""
        self._live = live
        self._state += 1
        self._search_due = self._rest_due = self._check_due = True

    def prepare(self, live: Live, name: str) -> None:
        """Make a file of the site that somebody asks for, if it is no page and out of date."""
        if self._search_due and is_search(name):
            self._search()
        elif self._rest_due and live.derives(name):
            self._renew()
        if name in live.later:
            with self._making:
                later = live.later
                if file := later.get(name):
                    file.make()
                    del later[name]

    def finish(self) -> None:
        """Make all that is due."""
        self._check()
        self._search()
        self._renew()

    def _search(self) -> None:
        with self._searching:
            with self._lock:
                live, state = self._live, self._state
                if live is None or not self._search_due:
                    return
                draft = Draft(live.files, live.searched, lambda: state != self._state)
            try:
                found = self._source.search(live.config, draft)
            except SupersededError:
                return
            with self._lock:
                if state == self._state:
                    live.searched = live.take_over(draft)
                    self._found, self._search_due = found, False

    def _renew(self) -> None:
        """Make the rest, of which the search is a part."""
        with self._renewing:
            self._search()
            with self._lock:
                live, state, found = self._live, self._state, self._found
                if live is None or not self._rest_due or self._search_due:
                    return
                draft = Draft(live.files, live.made, lambda: state != self._state)
            try:
                renewed = self._source.renew(live.env, live.config, draft, found)
            except SupersededError:
                return
            with self._lock:
                if state == self._state:
                    self._source.keep(renewed)
                    self._rest_due = False
                    self._put(live, draft)

    def _put(self, live: Live, draft: Draft) -> None:
        live.made = live.take_over(draft)
        live.later = draft.later()
        live.stale = set(live.pages)  # they name the style sheet
        live.env.globals.update(self._source.shared(live.config))
        forget(live.env)
        for template in live.config.theme.static_templates:
            _build_theme_template(template, live.env, live.files, live.config, live.nav)
        level = live.config.validation.links.anchors
        if level >= logging.WARNING:
            for file in live.pages.values():
                if file.page:
                    file.page.validate_anchor_links(files=live.files, log_level=level)

    def _check(self) -> None:
        with self._checking:
            with self._lock:
                live, state = self._live, self._state
                if live is None or not self._check_due:
                    return
            self._source.recheck(live.config)
            with self._lock:
                if state == self._state:
                    self._check_due = False
