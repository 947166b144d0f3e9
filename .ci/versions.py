"""Installs the package with the lowest or highest versions of its dependencies and puts it to work.

`python .ci/versions.py --resolution lowest-direct --python 3.13` makes an environment of its own
(uv, in the extra `dev`), installs the wheel, builds the manual with MkDocs, again with ProperDocs,
and runs the tests that need no browser. Without options: both ends, on the Python that runs this.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ("tests/unit", "tests/golden", "tests/publish/test_permanence.py")
TOOLS = ("pytest>=8.3", "hypothesis>=6.112", "jsonschema>=4.23", "mkdocs-redirects>=1.2")
CONTINUED = ("properdocs>=1.6", "mkdocs-redirects>=1.2")


def run(*command: str | Path, **environment: str) -> None:
    """Run a command and show it. Raises CalledProcessError if it fails."""
    print("$", *command, flush=True)
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    subprocess.run([*map(str, command)], check=True, cwd=ROOT,
                   env=os.environ | quiet | environment)  # fmt: skip


def try_out(folder: Path, wheel: Path, python: str, resolution: str) -> None:
    """Install and use the wheel with the versions that a resolution gives."""
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    venv = folder / f"{Path(python).name}-{resolution}"
    run(uv, "venv", "--quiet", "--python", python, venv)
    binary = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = (uv, "pip", "install", "--quiet", "--python", binary)
    wanted = folder / f"{venv.name}.txt"
    run(uv, "pip", "compile", "--quiet", "--python", binary, "--resolution", resolution,
        "--extra", "i18n", "-o", wanted, "pyproject.toml")  # fmt: skip
    # A version without a wheel for this Python is none that users can install.
    run(*install, "--only-binary", ":all:", "-r", wanted)
    run(*install, "--no-deps", wheel)
    run(uv, "pip", "freeze", "--python", binary)
    run(*install, *TOOLS)
    for program in ("mkdocs", "properdocs"):
        if program == "properdocs":
            run(*install, *CONTINUED)
        out = folder / f"{venv.name}-{program}"
        run(binary, "-P", "-m", program, "build", "--strict", "-f", ROOT / "mkdocs.yml",
            "-d", out, KB_NO_CACHE="1")  # fmt: skip
        if not (out / "index.html").is_file():
            sys.exit(f"{program} wrote no site")
    run(binary, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "-o",
        "filterwarnings=", "--import-mode=importlib", *TESTS)  # fmt: skip


def main() -> None:
    """Read the command line and try all that it asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=".".join(platform.python_version_tuple()[:2]))
    parser.add_argument("--resolution", action="append", choices=("lowest-direct", "highest"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist")
        (wheel,) = (folder / "dist").glob("*.whl")
        for resolution in arguments.resolution or ("lowest-direct", "highest"):
            try_out(folder, wheel, arguments.python, resolution)


if __name__ == "__main__":
    main()
