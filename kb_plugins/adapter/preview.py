"""`mkdocs serve` after a save: only the article that changed is rendered before the browser asks.

Where nothing but texts of articles changed, the pages of the last build stay what they are until
somebody asks for them: then each is made anew from the new knowledge base, so lists, landing pages
and related articles are right as well. The index of the search and the files for machines follow a
moment later, or when they are asked for. Any other change is a build of MkDocs as ever.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from kb_plugins.adapter.fragments import forget
from kb_plugins.adapter.live import Draft, Live, Source, SupersededError, simple
from kb_plugins.adapter.trouble import ERROR_PAGE, error_page, listening
from kb_plugins.adapter.watch import Stamp, stamps, watch_at_once

log = logging.getLogger("mkdocs.plugins.kb")

QUIET = 1.0
"""Seconds without a request before what nobody asked for yet is made."""


class Preview:
    """Rebuilds for one server. `source` is the plugin."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._live: Live | None = None
        self._stamps: dict[str, Stamp] = {}
        self._outdated = False
        self._error: list[str] = []
        self._seen: dict[str, str] = {}
        self._lock = threading.RLock()
        self._finishing = threading.Lock()
        self._state = 0
        self._timer: threading.Timer | None = None
        self._server: LiveReloadServer | None = None
        self._builder: Callable[[], None] = lambda: None

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
        self._stamps = stamps(self._watched())
        server.builder = self.rebuild
        server.set_app(self.answer)
        watch_at_once(server)

    def rebuild(self) -> None:
        """Bring the preview up to date after a change. Raises nothing: the server lives on."""
        with self._lock:
            self._cancel()
            self._state += 1
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
        self._live = None

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
        self._source.make_site(live.config, live.files)
        live.env.globals.update(self._source.shared(live.config))
        forget(live.env)
        live.stale = set(live.pages)
        self._outdated = True
        log.info("Took in %s", ", ".join(sorted(paths)))
        self._later()
        return True

    def _build_all(self) -> None:
        self._outdated, self._error = False, []
        self._builder()

    def _prepare(self, path: str) -> None:
        """Make what a request asks for, if it is out of date."""
        live, server = self._live, self._server
        if live is None or server is None or not (live.stale or self._outdated):
            return
        name = self._name(path)
        if name in live.pages:
            with self._lock:
                if name in live.stale:
                    live.stale.discard(name)
                    self._make(live, live.pages[name])
                self._later()
        elif self._outdated and live.derives(name):
            self._finish()

    def _make(self, live: Live, file: File) -> None:
        assert file.page is not None
        # What is made on the side changes the environment before its files are there.
        live.env.globals.update(self._source.shared(live.config))
        excluded = file.inclusion.value <= InclusionLevel.DRAFT.value
        pages = list(live.pages.values())
        _build_page(file.page, live.config, pages, live.nav, live.env, excluded=excluded)

    def _later(self) -> None:
        """Make the rest when nobody has asked for anything for a while."""
        self._cancel()
        if self._outdated:
            self._timer = threading.Timer(QUIET, self._finish_alone)
            self._timer.daemon = True
            self._timer.start()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _finish_alone(self) -> None:
        with listening() as said:
            try:
                self._finish()
            except (Exception, SystemExit) as error:
                self._fail(error, said)

    def _finish(self) -> None:
        """Make what is made of all pages, as the index of the search and the sitemap; and check.

        It takes a while, so a save that comes meanwhile does not wait for it: it wins.
        """
        with self._finishing:
            with self._lock:
                live, state = self._live, self._state
                if live is None or not self._outdated:
                    return
                files = Draft(live.files, lambda: state != self._state)
            gone = {}
            for name in live.made:
                if file := files.get_file_from_path(name):
                    gone[file.abs_dest_path] = file
                    files.remove(file)
            before = set(files.src_uris)
            try:
                derived = self._source.derive(live.env, live.config, files)
            except SupersededError:
                derived = None
            with self._lock:
                if state != self._state:
                    return
                self._source.keep(derived)
                live.files, live.made = Files(files), set(files.src_uris) - before
                self._outdated = False
                self._put(live, gone)
            self._source.recheck(live.config)

    def _put(self, live: Live, gone: dict[str, File]) -> None:
        """Write what is made of all pages, and take away what was there before."""
        for name in live.made:
            made = live.files.get_file_from_path(name)
            if made is not None and not made.is_documentation_page():
                made.copy_file()
                gone.pop(made.abs_dest_path, None)
        for place in gone:
            Path(place).unlink(missing_ok=True)
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
