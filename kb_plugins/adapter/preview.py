"""`mkdocs serve` after a save: only the article that changed is rendered before the browser asks.

Where nothing but texts of articles changed, the pages of the last build stay what they are until
somebody asks for them: then each is made anew from the new knowledge base, so lists, landing pages
and related articles are right as well. The index of the search and the files for machines follow a
moment later, or when they are asked for. Any other change is a build of MkDocs as ever.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from kb_plugins.adapter.fragments import forget
from kb_plugins.adapter.later import Later
from kb_plugins.adapter.live import Live, Source, simple
from kb_plugins.adapter.trouble import ERROR_PAGE, error_page, listening
from kb_plugins.adapter.watch import Stamp, after_start, rebuild_soon, stamps, watch_at_once

log = logging.getLogger("mkdocs.plugins.kb")

QUIET = 0.3
"""Seconds without a request before what nobody asked for yet is made."""


class Preview:
    """Rebuilds for one server. `source` is the plugin."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._live: Live | None = None
        self._stamps: dict[str, Stamp] = {}
        self._noted: dict[str, dict[str, Stamp]] = {}
        self._error: list[str] = []
        self._seen: dict[str, str] = {}
        self._lock = threading.RLock()
        self._later = Later(source, self._lock)
        self._timer: threading.Timer | None = None
        self._server: LiveReloadServer | None = None
        self._builder: Callable[[], None] = lambda: None

    def begin(self, config: MkDocsConfig) -> None:
        """Note what the sources are before the first build reads them: nobody watches them yet."""
        if self._server is None:
            places = (config.docs_dir, config.config_file_path, *config.watch)
            self._noted = {
                place: stamps([place]) for place in map(os.path.abspath, filter(None, places))
            }

    def built(
        self,
        config: MkDocsConfig,
        files: Files,
        env: Environment,
        nav: Navigation,
        made: Iterable[str],
    ) -> None:
        """Remember a whole build."""
        self._live = Live(config, files, env, nav, set(made)) if simple(config) else None
        shown = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self._seen |= {file.dest_uri: file.src_uri for file in shown}

    def attach(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:
        """Take over what the server does after a change and for a request."""
        self._server, self._builder = server, builder
        server.builder = self.rebuild
        server.set_app(self.answer)
        watch_at_once(server)
        after_start(server, self._look_back)

    def _look_back(self) -> None:
        """Ask for a rebuild if something was saved since the first build began."""
        assert self._server is not None
        for place in self._watched():
            self._stamps |= self._noted.get(place) or stamps([place])
        if self._stamps != stamps(self._watched()):
            rebuild_soon(self._server)

    def rebuild(self) -> None:
        """Bring the preview up to date after a change. Raises nothing: the server lives on."""
        with self._lock:
            self._cancel()
            self._later.give_up()
            now = stamps(self._watched())
            before, self._stamps = self._stamps, now
            changed = {path for path in before | now if before.get(path) != now.get(path)}
            with listening() as said:
                try:
                    if self._error or not self._refresh_texts(changed, before, now):
                        self._build_all()
                except (Exception, SystemExit) as error:
                    self._fail(error, said)

    def answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request (WSGI), with the page made for it if it is out of date."""
        assert self._server is not None
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not path.startswith("/livereload/"):
            try:
                self._prepare(path)
            except (Exception, SystemExit) as error:
                self._fail(error)
            if self._shows_error(path):
                environ = {**environ, "PATH_INFO": self._server.mount_path + ERROR_PAGE}
        return self._server.serve_request(environ, start_response)

    def _shows_error(self, path: str) -> bool:
        """Whether a request gets the page of errors, which is written by now."""
        name = self._name(path)
        if not name.endswith(".html"):
            return False
        if self._error:
            return True
        source = self._seen.get(name)
        if source is None or self._live is None or name in self._live.pages:
            return False
        lines = self._source.faults(source)
        if lines:
            self._write_error(lines)
        return bool(lines)

    def _name(self, path: str) -> str:
        """Return the file of the site that an address means."""
        assert self._server is not None
        name = unquote(path.removeprefix(self._server.mount_path).lstrip("/"))
        return name + "index.html" if name.endswith("/") or not name else name

    def stop(self) -> None:
        """Let go of the last build."""
        self._cancel()
        self._live = self._server = None

    def _refresh_texts(
        self, changed: set[str], before: dict[str, Stamp], now: dict[str, Stamp]
    ) -> bool:
        """Take in changed texts of articles. Returns False if it takes a whole build."""
        live = self._live
        if live is None or not changed:
            return False
        docs = Path(live.config.docs_dir)
        paths = set()
        for name in changed:
            if name not in before or name not in now or not Path(name).is_relative_to(docs):
                return False
            paths.add(Path(name).relative_to(docs).as_posix())
        files = [live.files.get_file_from_path(path) for path in paths]
        if any(file is None or file.page is None or not file.abs_src_path for file in files):
            return False
        if any(file and file._content is not None for file in files):
            return False
        if not self._source.reload(live.config, paths):
            return False
        for file in files:
            assert file is not None and file.page is not None
            vars(file.page).pop("kb_text", None)
            _populate_page(file.page, live.config, live.files)
        self._source.unlink_dead(live.config, live.files, paths)
        self._source.make_site(live.config, live.files)
        live.env.globals.update(self._source.shared(live.config))
        forget(live.env)
        live.stale = set(live.pages)
        self._later.after_save(live)
        log.info("Took in %s", ", ".join(sorted(paths)))
        self._finish_soon()
        return True

    def _build_all(self) -> None:
        self._error = []
        self._builder()

    def _prepare(self, path: str) -> None:
        """Make what a request asks for, if it is out of date."""
        live = self._live
        if live is None:
            return
        name = self._name(path)
        if name not in live.pages:
            self._later.prepare(live, name)
        elif live.stale or self._later.due:
            with self._lock:
                if name in live.stale:
                    live.stale.discard(name)
                    self._make(live, live.pages[name])
                self._finish_soon()

    def _make(self, live: Live, file: File) -> None:
        assert file.page is not None
        excluded = file.inclusion.value <= InclusionLevel.DRAFT.value
        pages = list(live.pages.values())
        _build_page(file.page, live.config, pages, live.nav, live.env, excluded=excluded)

    def _finish_soon(self) -> None:
        """Make the rest when nobody has asked for anything for a while."""
        self._cancel()
        if self._later.due:
            self._timer = threading.Timer(QUIET, self._finish)
            self._timer.daemon = True
            self._timer.start()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _finish(self) -> None:
        with listening() as said:
            try:
                self._later.finish()
            except (Exception, SystemExit) as error:
                self._fail(error, said)

    def _fail(self, error: BaseException, said: Iterable[str] = ()) -> None:
        """Show an error in the terminal and in the browser. The next change begins from scratch."""
        lines = list(said)
        if not isinstance(error, (MkDocsException, SystemExit)):
            log.debug("The preview could not be brought up to date", exc_info=error)
            lines.append(f"{type(error).__name__}: {error}")
            log.error("%s", lines[-1])
        elif str(error) and str(error) not in lines:
            lines += str(error).splitlines()
            log.error("%s", error)
        log.error("The preview shows this until it is mended")
        self._error = lines or [type(error).__name__]
        self._write_error(self._error)

    def _write_error(self, lines: list[str]) -> None:
        assert self._server is not None
        place = Path(self._server.root)
        place.mkdir(parents=True, exist_ok=True)
        (place / ERROR_PAGE).write_text(error_page(lines), encoding="utf-8")

    def _watched(self) -> list[str]:
        return sorted(getattr(self._server, "_watched_paths", ()))
