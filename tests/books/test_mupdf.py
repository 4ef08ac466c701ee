"""MuPDF, an engine of the older kind, draws every book: it understands the style sheets."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.books.conftest import Build
from tests.support.books import NAMES
from tests.support.epubs import only_letters

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", NAMES)
def test_mupdf_reads_every_book(name: str, build_book: Build) -> None:
    if shutil.which("mutool") is None:
        pytest.skip("MuPDF is not installed: tools/setup test")
    made = build_book(name)
    command = ["mutool", "draw", "-q", "-F", "txt", str(made.epubs["epub"])]
    done = subprocess.run(command, capture_output=True, check=True)
    said = done.stderr.decode()
    assert "css" not in said.lower()
    assert "error" not in said.lower()
    text = only_letters(done.stdout.decode())
    words = sum(row.words_out for row in made.report.ledger if row.output == "epub")
    assert len(text) > words > 0
