"""Calibre, where it is installed: its check finds nothing but what we mean, and it makes AZW3."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.books.conftest import Build
from tests.support.books import NAMES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("calibre-debug") is None, reason="Calibre is not installed"),
]

CHECK = """
import json, sys
from calibre.ebooks.oeb.polish.check.main import run_checks
from calibre.ebooks.oeb.polish.container import get_container
found = {}
for path in sys.argv[2:]:
    errors = run_checks(get_container(path, tweak_mode=True))
    found[path] = [f"{e.name}: {e.msg}" for e in errors]
with open(sys.argv[1], "w") as out:
    json.dump(found, out)
"""
MEANT = (
    # font/otf is the type of EPUB 3.3; Calibre expects the one of EPUB 2.
    "has a MIME type that does not match its extension",
    # A record that the package links to is no resource of the publication (EPUB 3.3, 5.5.7).
    "meta/onix.xml is not listed in the manifest",
)
NO_SCREEN = {
    "QT_QPA_PLATFORM": "offscreen",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
}


def run(folder: Path, *command: str) -> None:
    settings = {**os.environ, **NO_SCREEN, "CALIBRE_CONFIG_DIRECTORY": str(folder / "calibre")}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.fixture(scope="module")
def found(build_book: Build, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the check says of every EPUB, by path; Calibre is started once."""
    folder = tmp_path_factory.mktemp("check")
    files = [str(path) for name in NAMES for path in build_book(name).epubs.values()]
    script, answer = folder / "check.py", folder / "found.json"
    script.write_text(CHECK, "utf-8")
    run(folder, "calibre-debug", "-e", str(script), "--", str(answer), *files)
    said: dict[str, list[str]] = json.loads(answer.read_text("utf-8"))
    assert list(said) == files
    return said


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NAMES)
def test_its_check_finds_nothing(name: str, build_book: Build, found: dict[str, list[str]]) -> None:
    left = [
        f"{path.name}: {said}"
        for path in build_book(name).epubs.values()
        for said in found[str(path)]
        if not any(words in said for words in MEANT)
    ]
    assert left == []


@pytest.mark.parametrize("name", NAMES)
def test_it_makes_books_for_kindles(name: str, build_book: Build, tmp_path: Path) -> None:
    made = tmp_path / "book.azw3"
    run(tmp_path, "ebook-convert", str(build_book(name).epubs["kindle"]), str(made))
    assert made.read_bytes()[60:68] == b"BOOKMOBI"
    assert made.stat().st_size > 10_000
