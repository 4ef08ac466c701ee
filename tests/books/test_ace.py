"""Ace by DAISY, with Chromium, finds no violation in any template or language."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from tests.books.conftest import Build
from tests.support.books import NAMES
from tests.support.browsers import READERS, chromium, from_npm, node
from tests.support.epubs import packaged, rewritten

pytestmark = pytest.mark.slow


# Whoever makes a book may say this of it; newsbook does not.
CLAIMS = {
    "a11y:certifiedBy", "a11y:certifierCredential", "a11y:certifierReport", "dcterms:conformsTo",
}  # fmt: skip


class Ace:
    """Ace, started once for all tests: it opens every book in the same browser."""

    def __init__(self, folder: Path) -> None:
        from_npm("@daisy/ace-core")
        environment = {
            **os.environ,
            "PUPPETEER_EXECUTABLE_PATH": chromium(),
            "ACE_TIMEOUT_INITIAL": "120000",
            "HOME": str(folder),
        }
        self._process = subprocess.Popen(
            [str(node()), str(READERS / "ace.js")],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def violations(self, epub: Path, folder: Path) -> Iterator[str]:
        """What Ace says of `epub`; its report goes into `folder`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([str(epub), str(folder)]), file=self._process.stdin, flush=True)
        said = list(takewhile(lambda line: line != "done\n", self._process.stdout))
        report = folder / "report.json"
        assert report.is_file(), "".join(said)
        data = json.loads(report.read_text("utf-8"))
        assert set(data["a11y-metadata"]["missing"]) <= CLAIMS
        for document in data["assertions"]:
            for found in document["assertions"]:
                place, title = document["earl:testSubject"]["url"], found["earl:test"]["dct:title"]
                yield f"{place}: {title}: {found['earl:result'].get('html')}"

    def end(self) -> None:
        """End Ace and its browser."""
        self._process.communicate()


@pytest.fixture(scope="module")
def ace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ace]:
    started = Ace(tmp_path_factory.mktemp("ace"))
    yield started
    started.end()


@pytest.mark.parametrize("name", NAMES)
def test_ace_finds_nothing(name: str, build_book: Build, ace: Ace, tmp_path: Path) -> None:
    assert list(ace.violations(build_book(name).epubs["epub"], tmp_path)) == []


def test_ace_is_not_blind(ace: Ace, tmp_path: Path) -> None:
    epub = tmp_path / "bad.epub"
    bad = rewritten(
        packaged(), "EPUB/text/opera.xhtml", lambda x: x.replace(' role="doc-noteref"', "")
    )
    epub.write_bytes(bad)
    assert any("epub-type-has-matching-role" in found for found in ace.violations(epub, tmp_path))
