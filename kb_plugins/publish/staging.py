"""A new site is made beside the published one and takes its place in one step.

Whatever happens to the build before that step, the published site is not touched. Where the system
can exchange two folders (Linux: `renameat2(2)`, macOS: `renamex_np(2)`), there is no moment
without a whole site. Elsewhere two renames do it, and the next build mends what a kill between
them left behind. A site that is a mount point cannot be renamed; its files are replaced one by one.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb_plugins.publish.hosting.plan import FOLDER
from kb_plugins.publish.reuse import Published

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MADE = b"# Made by Firstline"
"""How the hidden files begin that a build makes; a site's other hidden files are kept."""

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
_HERE = -100  # AT_FDCWD
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EXDEV, errno.ENOTSUP}
_ABANDONED = 24 * 60 * 60


@dataclass
class Staging:
    """A site that is being made. `folder` is where; `site` is the place it will take."""

    site: Path
    folder: Path
    lock: int

    def publish(self) -> None:
        """Put the new site in place of the published one. Raises OSError if that cannot be."""
        _open_to_readers(self.folder)
        _keep_hidden(self.site, self.folder)
        if _is_mounted(self.site):
            _replace_files(self.folder, self.site)
        elif not self.site.exists():
            self.folder.rename(self.site)
        else:
            self.folder.chmod(self.site.stat().st_mode & 0o7777)
            if not _exchange(self.folder, self.site):
                _swap_by_renames(self.folder, self.site)
        self.discard()

    def published(self) -> Published | None:
        """Return the site that this one will replace, to take files over from it."""
        return Published(self.site, self.folder) if self.site.is_dir() else None

    def discard(self) -> None:
        """Remove what is not the published site."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1


def begin(site: Path) -> Staging:
    """Make the folder for a new site, after cleaning up behind builds that were killed.

    Raises OSError if no folder can be made, neither beside the site nor in the system's own place.
    """
    site = Path(os.path.realpath(site))  # a link to the site stays a link
    site.parent.mkdir(parents=True, exist_ok=True)
    _clean_up(site)
    if _is_mounted(site):
        folder = Path(tempfile.mkdtemp(prefix=f"{site.name}.kb-"))
    else:
        folder = Path(tempfile.mkdtemp(prefix=_new(site), dir=site.parent))
    return Staging(site, folder, _lock(folder))


def _new(site: Path) -> str:
    return f".{site.name}.kb-new-"


def _old(site: Path) -> str:
    return f".{site.name}.kb-old-"


def _clean_up(site: Path) -> None:
    """Remove the folders of builds that no longer run, and bring a site back that one took away."""
    siblings = sorted(site.parent.iterdir()) if os.access(site.parent, os.R_OK) else []
    for folder in siblings:
        if folder.name.startswith(_old(site)):
            if not site.exists():
                folder.rename(site)
            else:
                shutil.rmtree(folder, ignore_errors=True)
        elif folder.name.startswith(_new(site)) and _abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> int:
    """Hold a folder as long as this process lives; a kill lets go. Returns -1 without locks."""
    if fcntl is None:
        return -1
    handle = os.open(folder, os.O_RDONLY)
    with contextlib.suppress(OSError):  # file systems without locks
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def _abandoned(folder: Path) -> bool:
    """Whether no running build holds a folder."""
    if fcntl is None:
        return time.time() - folder.stat().st_mtime > _ABANDONED
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _keep_hidden(site: Path, folder: Path) -> None:
    """Copy hidden files at the top of the site, which MkDocs does not clean away either."""
    if not site.is_dir():
        return
    for entry in site.iterdir():
        target = folder / entry.name
        if not entry.name.startswith(".") or entry.name == FOLDER or os.path.lexists(target):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, target, symlinks=True)
        elif entry.is_symlink() or not entry.read_bytes().startswith(MADE):
            shutil.copy2(entry, target, follow_symlinks=False)


def _open_to_readers(folder: Path) -> None:
    """Give every file the same mode, whatever the umask of the build was."""
    folder.chmod(0o755)
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    continue
                is_folder = entry.is_dir()
                wanted = 0o755 if is_folder else 0o644
                if entry.stat().st_mode & 0o7777 != wanted:
                    Path(entry.path).chmod(wanted)
                if is_folder:
                    waiting.append(entry.path)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step. Returns False where the system cannot."""
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(a, b, _EXCHANGE)  # type: ignore[union-attr]
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, a, _HERE, b, _EXCHANGE)  # type: ignore[union-attr]
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _UNABLE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _swap_by_renames(folder: Path, site: Path) -> None:
    """Exchange by two renames. A kill between them leaves the old site for `_clean_up`."""
    old = site.with_name(_old(site) + str(os.getpid()))
    site.rename(old)
    try:
        folder.rename(site)
    except OSError:
        old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _is_mounted(site: Path) -> bool:
    """Whether a site cannot be renamed: a mount point, or in a folder that is not ours."""
    return site.is_dir() and (os.path.ismount(site) or not os.access(site.parent, os.W_OK))


def _replace_files(folder: Path, site: Path) -> None:
    """Replace a site file by file: what pages need first, then pages, then remove the rest."""
    names = list(_files(folder))
    for name in sorted(names, key=lambda name: (name.endswith(".html"), name)):
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.kb-new")
        shutil.copyfile(folder / name, fresh)
        fresh.chmod(0o644)
        fresh.replace(target)
    for name in set(_files(site)) - set(names):
        if not name.startswith("."):
            (site / name).unlink()
    for parent, _folders, _names in os.walk(site, topdown=False):
        with contextlib.suppress(OSError):  # not empty
            if parent != str(site) and not Path(parent).relative_to(site).parts[0].startswith("."):
                Path(parent).rmdir()


def _files(folder: Path) -> Iterator[str]:
    for parent, _folders, names in os.walk(folder):
        for name in names:
            yield Path(parent, name).relative_to(folder).as_posix()
