"""Broken containers, packages and documents are found without Java; hostile files do no harm."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbook.checks import epub_book
from newsbook.checks.epub_check import check_epub
from newsbook.diagnostics import Severity
from tests.support.epubs import complete, files, packaged, rewritten, with_files

PINE, NAV, OPF, NCX = "EPUB/text/pine.xhtml", "EPUB/nav.xhtml", "EPUB/content.opf", "EPUB/toc.ncx"
CONTAINER = "META-INF/container.xml"
Change = Callable[[bytes], bytes]


def swap(name: str, old: str, new: str) -> Change:
    return lambda epub: rewritten(epub, name, lambda text: text.replace(old, new, 1))


def sub(name: str, pattern: str, new: str) -> Change:
    return lambda epub: rewritten(epub, name, lambda text: re.sub(pattern, new, text, count=1))


def without(name: str) -> Change:
    return lambda epub: with_files(epub, {name: None})


def holding(name: str, data: bytes) -> Change:
    return lambda epub: with_files(epub, {name: data})


def first_deflated(epub: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in files(epub).items():
            new.writestr(name, data)
    return out.getvalue()


def last_mimetype(epub: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in [*list(files(epub).items())[1:], ("mimetype", b"application/epub+zip")]:
            new.writestr(name, data)
    return out.getvalue()


BROKEN: list[tuple[str, Change]] = [
    ("epub-container", lambda _: b"hello"),
    ("epub-container", lambda _: b""),
    ("epub-container", lambda epub: epub[: len(epub) // 2]),
    ("epub-container", last_mimetype),
    ("epub-container", first_deflated),
    ("epub-container", holding("mimetype", b"application/zip")),
    ("epub-container", without(CONTAINER)),
    ("epub-container", holding(CONTAINER, b"<container")),
    ("epub-container", holding(CONTAINER, b"<container/>")),
    ("epub-container", swap(CONTAINER, "content.opf", "other.opf")),
    ("epub-container", holding("EPUB/TEXT/pine.xhtml", b"x")),
    ("epub-package", holding(OPF, b"<package>")),
    ("epub-package", holding(OPF, b"<html/>")),
    ("epub-package", sub(OPF, r"(?s)<dc:language>.*</dc:language>", "")),
    ("epub-package", swap(OPF, 'unique-identifier="pub-id"', 'unique-identifier="other"')),
    ("epub-package", sub(OPF, r'<meta property="dcterms:modified">.*?</meta>', "")),
    ("epub-package", swap(OPF, 'id="creator-1"', 'id="series"')),
    ("epub-manifest", without(PINE)),
    ("epub-manifest", holding("EPUB/text/stray.xhtml", b"<p/>")),
    ("epub-manifest", swap(OPF, 'href="text/opera.xhtml"', 'href="text/pine.xhtml"')),
    ("epub-manifest", swap(OPF, ' properties="mathml svg"', "")),
    ("epub-spine", swap(OPF, 'idref="doc-pine"', 'idref="doc-nothing"')),
    ("epub-spine", swap(OPF, 'idref="doc-pine"', 'idref="doc-opera"')),
    ("epub-spine", sub(OPF, r"(?s)(<spine[^>]*>).*?(</spine>)", r"\1\2")),
    ("epub-document", swap(PINE, "</h1>", "")),
    ("epub-document", swap(PINE, 'id="pine-fig"', 'id="pine"')),
    ("epub-link", swap(PINE, 'href="opera.xhtml#opera"', 'href="opera.xhtml#none"')),
    ("epub-link", swap(PINE, 'href="opera.xhtml#opera"', 'href="none.xhtml"')),
    ("epub-link", swap(PINE, 'src="../image/chart.png"', 'src="https://example.org/x.png"')),
    ("epub-link", swap(NCX, 'src="text/pine.xhtml"', 'src="text/pine.xhtml#none"')),
    ("epub-navigation", swap(OPF, ' properties="nav"', "")),
    ("epub-navigation", swap(NAV, 'epub:type="toc"', 'epub:type="lot"')),
    ("epub-navigation", swap(NCX, 'src="text/pine.xhtml"', 'src="text/opera.xhtml"')),
    ("epub-navigation", sub(NAV, r'(?s)pine(.xhtml">.*?)opera(.xhtml" lang)', r"opera\1pine\2")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "change"), BROKEN, ids=[f"{n}-{code}" for n, (code, _) in enumerate(BROKEN)]
)
def test_what_is_broken_is_found(code: str, change: Change) -> None:
    findings = check_epub(change(complete()), name="book.epub")
    assert code in {d.code for d in findings}
    assert all(d.where is not None and d.where.file.startswith("book.epub") for d in findings)


def test_a_document_that_is_not_well_formed_has_a_line() -> None:
    findings = check_epub(swap(PINE, "</h1>", "")(complete()), name="book.epub")
    (finding,) = [d for d in findings if d.code == "epub-document"]
    assert finding.severity is Severity.ERROR
    assert finding.where is not None
    assert finding.where.file == f"book.epub/{PINE}"
    assert finding.where.line is not None


def test_entities_are_not_resolved_and_bombs_do_not_go_off() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";" + "&" + chr(97 + n) + ";"}">'
        for n in range(20)
    )
    secret = bomb + '<!ENTITY s SYSTEM "file:///etc/passwd">]>'
    text = files(packaged())[PINE].decode()
    hostile = text.replace("<!DOCTYPE html>", secret).replace("<h1", "<p>&s;&u;</p><h1")
    findings = check_epub(holding(PINE, hostile.encode())(packaged()), name="book.epub")
    assert all("root:" not in d.message for d in findings)


def test_an_archive_that_would_unpack_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(epub_book, "MAX_TOTAL", 10_000)
    (finding,) = check_epub(packaged(), name="book.epub")
    assert finding.code == "limit-exceeded"
    assert "more than" in finding.message


def test_an_encrypted_file_is_reported() -> None:
    data = bytearray(packaged())
    place = data.index(b"EPUB/text/pine.xhtml", data.rindex(b"PK\x05\x06") - 4000)
    central = data.rindex(b"PK\x01\x02", 0, place)
    data[central + 8] |= 1
    findings = check_epub(bytes(data), name="book.epub")
    assert all(isinstance(d.message, str) for d in findings)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["mimetype", CONTAINER, OPF, NAV, NCX, PINE, "EPUB/style/book.css"]),
    st.binary(max_size=200),
)
def test_any_bytes_in_any_file_give_findings_and_no_exception(name: str, data: bytes) -> None:
    check_epub(with_files(packaged(), {name: data}), name="book.epub")


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_any_damage_to_the_archive_gives_findings_and_no_exception(at: int, data: bytes) -> None:
    epub = bytearray(packaged())
    at %= len(epub)
    epub[at : at + len(data)] = data
    check_epub(bytes(epub), name="book.epub")
