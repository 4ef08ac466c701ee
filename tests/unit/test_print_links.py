from __future__ import annotations

from typing import Any

import pytest

from newsbook.content import Link, Note, Paragraph, Text
from newsbook.xhtml import Renderer
from newsbook.xhtml.print_links import qr_code, shown_address

URL = "https://www.example.org/a%20b/%E4%B8%AD/"


def printed(*inlines: Any, language: str = "en", **options: Any) -> str:
    labels = {"see-page": "see page {page}" if language == "en" else "见第 {page} 页"}
    given = {"addresses": "notes", "page_references": True} | options
    return Renderer("print", language=language, article="pine", labels=labels, **given).inlines(
        inlines
    )


def test_a_link_to_another_article_tells_its_page() -> None:
    made = printed(Link("#tea", (Text("tea"),)))
    reference = '<span class="page-ref" data-ref="tea"></span>'
    assert made == f'<a href="#tea">tea</a><span class="page-note"> (see page {reference})</span>'


def test_chinese_has_its_own_words_and_brackets() -> None:
    made = printed(Link("#tea", (Text("茶"),)), language="zh-Hans")
    assert made.endswith('（见第 <span class="page-ref" data-ref="tea"></span> 页）</span>')


@pytest.mark.parametrize("href", ["#pine", "#pine-last"])
def test_a_link_within_an_article_does_not(href: str) -> None:
    assert printed(Link(href, (Text("there"),))) == f'<a href="{href}">there</a>'


def test_nor_any_link_when_it_is_not_asked_for() -> None:
    made = printed(
        Link("#tea", (Text("tea"),)), Link(URL, (Text("x"),)),
        addresses="none", page_references=False,
    )  # fmt: skip
    assert "page-ref" not in made
    assert "note" not in made


def test_an_address_is_a_footnote_once() -> None:
    link = Link("https://example.org/a/", (Text("a site"),))
    made = printed(link, Text(" and "), link)
    note = '<span class="note url-note"><span class="address">example.org/a</span></span>'
    assert made.count(note) == made.count("url-note") == 1


def test_in_a_note_an_address_stands_in_brackets() -> None:
    note = Note((Paragraph((Link("https://example.org/a", (Text("a site"),)),)),))
    assert '</a><span class="url-note"> (<span class="address">example.org/a' in printed(note)


@pytest.mark.parametrize(
    ("href", "text", "shown"),
    [
        ("https://example.org/a", "https://example.org/a", ""),
        ("https://www.example.org/", "example.org", ""),
        ("mailto:a@example.org", "write", ""),
        ("tel:+99412", "call", ""),
        ("https://example.org/%E4%B8%AD", "x", "example.org/中"),
        (URL, "x", "example.org/a%20b/%E4%B8%AD"),
        ("http://example.org/?q=1#top", "x", "example.org/?q=1#top"),
    ],
)
def test_the_address_that_is_printed(href: str, text: str, shown: str) -> None:
    assert shown_address(href, text) == shown


def test_a_qr_code_is_drawn_in_black_ink_with_its_quiet_zone() -> None:
    drawn = qr_code("https://example.org/")
    assert 'fill="device-cmyk(0 0 0 1)"' in drawn
    assert 'width="14mm"' in drawn
    assert 'd="M4 4h7v1h-7z' in drawn


def test_an_epub_keeps_the_link_alone() -> None:
    renderer = Renderer(
        "epub", language="en", article="pine", addresses="notes", page_references=True
    )
    assert renderer.inlines((Link(URL, (Text("x"),)),)) == f'<a href="{URL}">x</a>'


def test_a_qr_code_is_as_large_as_it_must_be_to_be_read() -> None:
    small, larger = qr_code("https://example.org/"), qr_code("https://example.org/" + "q" * 90)
    assert 'width="14mm"' in small
    modules = int(larger.split('viewBox="0 0 ')[1].split(" ")[0])
    width = float(larger.split('width="')[1].split("mm")[0])
    assert width / modules >= 0.33 - 1e-9


@pytest.mark.parametrize("length", [400, 5000])
def test_an_address_too_long_for_a_qr_code_is_printed_alone(length: int) -> None:
    href = "https://example.org/" + "q" * length
    assert qr_code(href) == ""
    assert "q" * length in printed(Link(href, (Text("long"),)), addresses="qr")
