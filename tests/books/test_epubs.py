"""Every book, in every profile: no validator and no rule of ours finds anything, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from newsbook.build import Order, prepare
from newsbook.checks.epub_check import check_epub
from newsbook.checks.epubcheck import run_epubcheck, what_is_missing
from newsbook.content import Note
from newsbook.diagnostics import Severity
from newsbook.epub import PROFILES
from newsbook.tree import plain_text, walk
from tests.books.conftest import Build
from tests.support.books import NAMES
from tests.support.epubs import NS, files, only_letters, opf, spine_text

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", NAMES)
def test_the_book_is_built_without_a_complaint(name: str, build_book: Build) -> None:
    loud = [d for d in build_book(name).report.diagnostics if d.severity is not Severity.INFO]
    if not name.startswith("layout-"):
        loud = [d for d in loud if not d.code.startswith("pdf-")]
    assert [d.message for d in loud] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost(name: str, build_book: Build) -> None:
    ledger = build_book(name).report.ledger
    assert ledger
    for row in ledger:
        assert row.words_out == row.words_in > 0, row
        assert row.notes_out == row.notes_in, row
        assert row.pictures_out >= row.pictures_in, row


def test_epubcheck_finds_nothing(build_book: Build) -> None:
    if missing := what_is_missing():
        pytest.skip(missing)
    files = [path for name in NAMES for path in build_book(name).epubs.values()]
    assert len(files) == len(NAMES) * len(PROFILES)
    found = run_epubcheck(files)
    assert [f"{path.name}: {d.message}" for path in files for d in found[path]] == []


@pytest.mark.parametrize("name", NAMES)
def test_our_own_rules_find_nothing(name: str, build_book: Build) -> None:
    for path in build_book(name).epubs.values():
        found = check_epub(path.read_bytes(), name=path.name)
        assert [f"{d.where}: {d.code}: {d.message}" for d in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_letters_of_every_article_are_there_in_order(name: str, build_book: Build) -> None:
    made = build_book(name)
    book, _ = prepare(made.manifest, Order())
    assert book is not None
    for path in made.epubs.values():
        reading = spine_text(path.read_bytes())
        for article in book.edition.articles():
            notes = (node.blocks for node in walk(article.body) if isinstance(node, Note))
            for nodes in ((article.headline, article.body), tuple(notes)):
                at = reading.starts[article.slug]
                for words in pieces(nodes):
                    found = reading.letters.find(words, at)
                    assert found >= 0, f"{path.name}, {article.slug}: {words[:60]} … is not there"
                    at = found + len(words)


def pieces(nodes: tuple[Any, ...]) -> list[str]:
    """The letters of `nodes`, cut where other things may stand between them."""
    parts = plain_text(*nodes, separator="\0").split("\0")
    return [words for words in map(only_letters, parts) if words]


@pytest.mark.parametrize("name", NAMES)
def test_profiles_differ_where_their_stores_do(name: str, build_book: Build) -> None:
    packages = {n: opf(p.read_bytes()) for n, p in build_book(name).epubs.items()}
    languages = {n: len(package.findall(".//dc:language", NS)) for n, package in packages.items()}
    assert languages["kindle"] == 1
    assert len({n for p, n in languages.items() if p != "kindle"}) == 1
    for profile, package in packages.items():
        ids = [item.get("idref") for item in package.iterfind(".//opf:itemref", NS)]
        assert ("doc-cover" in ids) == (profile != "kindle")
        assert package.find(".//opf:item[@properties='cover-image']", NS) is not None


@pytest.mark.parametrize("name", NAMES)
def test_no_document_is_larger_than_old_readers_take(name: str, build_book: Build) -> None:
    for path in build_book(name).epubs.values():
        large = [n for n, d in files(path.read_bytes()).items() if len(d) > 260_000]
        assert [n for n in large if n.endswith(".xhtml")] == []
