"""Ace by DAISY, with Chromium, finds no violation in any template or language."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.books.conftest import Build
from tests.support.books import NAMES
from tests.support.browsers import chromium, from_npm, node
from tests.support.epubs import packaged, rewritten

pytestmark = pytest.mark.slow


# Whoever makes a book may say this of it; newsbook does not.
CLAIMS = {
    "a11y:certifiedBy", "a11y:certifierCredential", "a11y:certifierReport", "dcterms:conformsTo",
}  # fmt: skip


def violations(epub: Path, folder: Path) -> Iterator[str]:
    """What Ace says of `epub`; it exits with 0 whatever it finds."""
    ace = from_npm(".bin/ace-cli")
    environment = {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": chromium(),
        "ACE_TIMEOUT_INITIAL": "120000",
        "HOME": str(folder),
    }
    command = [str(node()), str(ace), "--outdir", str(folder / "report"), str(epub)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    report = folder / "report" / "report.json"
    assert report.is_file(), done.stdout + done.stderr
    data = json.loads(report.read_text("utf-8"))
    assert set(data["a11y-metadata"]["missing"]) <= CLAIMS
    for document in data["assertions"]:
        for found in document["assertions"]:
            place = document["earl:testSubject"]["url"]
            yield f"{place}: {found['earl:test']['dct:title']}: {found['earl:result'].get('html')}"


@pytest.mark.parametrize("name", NAMES)
def test_ace_finds_nothing(name: str, build_book: Build, tmp_path: Path) -> None:
    assert list(violations(build_book(name).epubs["epub"], tmp_path)) == []


def test_ace_is_not_blind(tmp_path: Path) -> None:
    epub = tmp_path / "bad.epub"
    bad = rewritten(
        packaged(), "EPUB/text/opera.xhtml", lambda x: x.replace(' role="doc-noteref"', "")
    )
    epub.write_bytes(bad)
    assert any("epub-type-has-matching-role" in found for found in violations(epub, tmp_path))
