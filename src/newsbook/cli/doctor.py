"""From `newsbook doctor` to what is installed, what is missing, and the line that installs it."""

from __future__ import annotations

import argparse
import ctypes.util
import importlib.util
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from newsbook import __version__
from newsbook.terminal import Terminal

__all__ = ["doctor"]


@dataclass(frozen=True, slots=True)
class Need:
    """Something newsbook uses: what for, whether a book can be built without it, how to get it.

    `packages` maps a kind of system (`debian`, `fedora`, `arch`, `alpine`, `macos`, `windows`) to
    its package (for Windows, the whole line).
    """

    name: str
    use: str
    required: bool
    packages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a need: its version ("" when it is missing), and the fix."""

    need: Need
    version: str
    fix: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is there, or can be done without."""
        return bool(self.version) or not self.need.required


def _same(
    debian: str, fedora: str, arch: str, alpine: str, macos: str, windows: str
) -> dict[str, str]:
    return {
        "debian": debian, "fedora": fedora, "arch": arch, "alpine": alpine, "macos": macos,
        "windows": windows,
    }  # fmt: skip


# On Windows the libraries come from MSYS2, as WeasyPrint's installation page says.
_MSYS = "pacman -S mingw-w64-ucrt-x86_64-pango (in MSYS2, https://www.msys2.org)"


_LIBRARIES: dict[str, Need] = {
    "pango-1.0": Need(
        "Pango", "sets the lines of print", True,
        _same("libpango-1.0-0", "pango", "pango", "pango", "pango", _MSYS),
    ),
    "pangoft2-1.0": Need(
        "PangoFT2", "sets the lines of print", True,
        _same("libpangoft2-1.0-0", "pango", "pango", "pango", "pango", _MSYS),
    ),
    "harfbuzz-subset": Need(
        "HarfBuzz subsetter", "makes CJK fonts small quickly", False,
        _same("libharfbuzz-subset0", "harfbuzz", "harfbuzz", "harfbuzz", "harfbuzz", _MSYS),
    ),
    "fontconfig": Need(
        "fontconfig", "finds the fonts of the book", True,
        _same("fontconfig", "fontconfig", "fontconfig", "fontconfig", "fontconfig", _MSYS),
    ),
}  # fmt: skip
_PROGRAMS: dict[str, Need] = {
    "java": Need(
        "Java", "runs EPUBCheck (newsbook check FILE.epub)", False,
        _same("default-jre-headless", "java-latest-openjdk-headless", "jre-openjdk-headless",
              "openjdk17-jre-headless", "openjdk",
              "winget install EclipseAdoptium.Temurin.21.JRE"),
    ),
    "gs": Need(
        "Ghostscript", "adds up the ink on the plates (check --for)", False,
        _same("ghostscript", "ghostscript", "ghostscript", "ghostscript", "ghostscript",
              "winget install ArtifexSoftware.GhostScript"),
    ),
    "chromium": Need(
        "Chromium", "shows pages and EPUBs as browsers and readers do (newsbook preview)", False,
        _same("chromium", "chromium", "chromium", "chromium", "--cask chromium",
              "winget install Hibbiki.Chromium"),
    ),
}  # fmt: skip
_EXTRAS = {
    "uvicorn": ("preview", "Preview", "shows the pages while you write (newsbook preview)"),
    "epubcheck": ("check", "EPUBCheck", "validates EPUBs"),
    "pypandoc": ("pandoc", "pandoc", "reads ODT, RTF, LaTeX and other formats"),
    "warcio": ("warc", "warcio", "reads web archives"),
    "ziamath": ("formulas", "formulas", "converts and draws formulas"),
    "distributed": ("dask", "Dask", "typesets on a cluster (--scheduler)"),
}
_INSTALL = {
    "debian": "sudo apt install {}",
    "fedora": "sudo dnf install {}",
    "arch": "sudo pacman -S {}",
    "alpine": "apk add {}",
    "macos": "brew install {}",
    "windows": "{}",
}
# Any of these shows pages as well as Chromium does.
_ALSO = {"chromium": ("chromium-browser", "google-chrome", "google-chrome-stable", "chrome")}
_LIKE = {"debian": "debian", "ubuntu": "debian", "fedora": "fedora", "rhel": "fedora",
         "arch": "arch", "alpine": "alpine"}  # fmt: skip


def doctor(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print what is installed and what is missing; 1 when a book cannot be built."""
    system = _system()
    found = [*_python(), *_libraries(system), *_programs(system), *_extras(), _fonts()]
    ok = all(finding.ok for finding in found)
    if arguments.json:
        terminal.json(
            {
                "newsbook": __version__,
                "ok": ok,
                "python": platform.python_version(),
                "system": platform.platform(),
                "needs": [_as_json(finding) for finding in found],
            }
        )
    else:
        terminal.result(f"newsbook {__version__} on {platform.platform()}")
        for finding in found:
            mark = "ok" if finding.version else ("MISSING" if finding.need.required else "-")
            line = f"  {mark:8}{finding.need.name:20}{finding.version or finding.need.use}"
            terminal.result(line)
            if finding.fix:
                terminal.result(f"          {finding.fix}")
        terminal.say(
            "Everything a book needs is here." if ok else "A book cannot be built yet.",
            "good" if ok else "error",
        )
    return 0 if ok else 1


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.need.name,
        "use": finding.need.use,
        "required": finding.need.required,
        "version": finding.version or None,
        "fix": finding.fix or None,
    }


def _system() -> str:
    """Return the kind of system this is, as `_INSTALL` calls it."""
    if sys.platform in ("darwin", "win32"):
        return "macos" if sys.platform == "darwin" else "windows"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "debian"
    for name in (release.get("ID", ""), *release.get("ID_LIKE", "").split()):
        if name in _LIKE:
            return _LIKE[name]
    return "debian"


def _fix(need: Need, system: str) -> str:
    return _INSTALL[system].format(need.packages[system])


def _python() -> Iterator[Finding]:
    right = (3, 11) <= sys.version_info[:2] <= (3, 13)
    need = Need("Python", "3.11, 3.12 or 3.13", True, {})
    yield Finding(need, platform.python_version() if right else "")
    for package in ("weasyprint", "EbookLib", "pikepdf", "uharfbuzz"):
        need = Need(package, "part of newsbook", True, {})
        try:
            yield Finding(need, metadata.version(package))
        except metadata.PackageNotFoundError:
            yield Finding(need, "", f"pip install --force-reinstall newsbook=={__version__}")


def _libraries(system: str) -> Iterator[Finding]:
    for library, need in _LIBRARIES.items():
        found = ctypes.util.find_library(library)
        yield Finding(need, found or "", "" if found else _fix(need, system))


def _programs(system: str) -> Iterator[Finding]:
    for program, need in _PROGRAMS.items():
        names = [n for n in (program, *_ALSO.get(program, ())) if shutil.which(n)]
        version = _version_of(names[0]) if names else ""
        yield Finding(need, version, "" if version else _fix(need, system))


def _version_of(program: str) -> str:
    """Return the first line a program says of its version."""
    flag = "-version" if program == "java" else "--version"
    try:
        done = subprocess.run(
            [program, flag], capture_output=True, text=True, errors="replace", timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0] if lines and done.returncode == 0 else ""


def _extras() -> Iterator[Finding]:
    for module, (extra, name, use) in _EXTRAS.items():
        need = Need(name, use, False, {})
        if importlib.util.find_spec(module) is None:
            yield Finding(need, "", f"pip install 'newsbook[{extra}]'")
        else:
            package = "pypandoc-binary" if module == "pypandoc" else module
            try:
                yield Finding(need, metadata.version(package))
            except metadata.PackageNotFoundError:
                yield Finding(need, "installed")


def _fonts() -> Finding:
    from newsbook.errors import NewsbookError
    from newsbook.fonts import bundled_catalogue

    need = Need("Fonts", "the faces books are set in", True, {})
    try:
        faces = bundled_catalogue().files
    except (NewsbookError, OSError, ValueError):
        return Finding(need, "", f"pip install --force-reinstall newsbook=={__version__}")
    missing = [face.file for face in faces if not Path(face.path).is_file()]
    if missing:
        return Finding(need, "", f"missing: {', '.join(missing[:3])}; install newsbook again")
    return Finding(need, f"{len(faces)} files")
