"""The page-list law: what follows a marker in the EPUB are the first words of that printed page.

Markers come from the page map of the print run; here they are compared with the text that poppler
finds on the finished PDF's pages, so that nothing the one believes is taken from the other.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from tests.books.conftest import Build
from tests.support.books import NAMES
from tests.support.epubs import NS
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.slow

TYPE = f"{{{NS['epub']}}}type"
# What print sets elsewhere: at the foot, over the line, below the picture.
APART = {"rt", "math", "svg", "caption", "figcaption"}
ASIDE = {"noteref", "footnotes", "footnote", "backlink", "pagebreak"}


WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")  # Han and kana: a page may begin with any
PINYIN = re.compile("sōng|bǎi")  # readings over the lines of “A long article”


def letters(text: str) -> str:
    """What both media agree on: letters alone. (Print has numbers of pages in lists and marks before
    the items of lists; case and ligatures are a matter of style.)
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in PINYIN.sub("", plain) if unicodedata.category(c)[0] == "L")


def printed(pdf: Path, *options: str) -> dict[str, str]:
    """The letters of every page, by the page's label, as poppler reads them with `options`."""
    count = 0
    with pikepdf.open(pdf) as opened:
        labels = [page.label for page in opened.pages]
        count = len(labels)
    done = subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:count]
    return {label: letters(text) for label, text in zip(labels, pages, strict=True)}


@dataclass(frozen=True)
class Mark:
    """A marker in the EPUB: the letters of its document before it and after it, and how many of
    these are its first word.
    """

    folio: str
    before: str
    after: str
    word: int

    def moved(self, letters: int) -> Mark:
        """The same marker some letters further on, or back."""
        at, text = len(self.before) + letters, self.before + self.after
        return Mark(self.folio, text[:at], text[at:], self.word)


def flow(body: etree._Element, target: str) -> tuple[str, str]:
    """The text before and after the element with the id `target`."""
    parts: tuple[list[str], list[str]] = ([], [])
    side = 0

    def visit(element: etree._Element) -> None:
        nonlocal side
        if element.get("id") == target:
            side = 1
        if not is_aside(element):
            parts[side].append(element.text or "")
            for child in element:
                visit(child)
                parts[side].append(child.tail or "")

    visit(body)
    return "".join(parts[0]), "".join(parts[1])


def is_aside(element: etree._Element) -> bool:
    kinds = (element.get(TYPE) or "").split()
    return etree.QName(element).localname in APART or bool(ASIDE & set(kinds))


def marks(epub: Path) -> Iterator[Mark]:
    with zipfile.ZipFile(io.BytesIO(epub.read_bytes())) as archive:
        nav = etree.fromstring(archive.read("EPUB/nav.xhtml"))
        for link in nav.iterfind(".//h:nav[@epub:type='page-list']//h:a", NS):
            file, _, target = link.get("href", "").partition("#")
            body = etree.fromstring(archive.read(f"EPUB/{file}")).find("h:body", NS)
            assert body is not None
            before, after = flow(body, target)
            word = 0 if WIDE.match(letters(after)) else len(letters((after.split() or [""])[0]))
            yield Mark("".join(link.itertext()), letters(before), letters(after), word)


@pytest.mark.parametrize("name", NAMES)
def test_every_marker_stands_before_the_first_words_of_its_page(
    name: str, build_book: Build
) -> None:
    book = build_book(name)
    pages = printed(book.pdf)
    found = list(marks(book.epubs["epub"]))
    folios = [mark.folio for mark in found]
    assert folios == [folio for folio in pages if folio in folios]
    assert [f for f in pages if f not in folios and not may_be_missing(f, pages, found)] == []
    # Poppler takes headings at the tops of two columns for one line; as drawn, they are two.
    readings = pages, printed(book.pdf, "-raw")
    drop_captions_of_picture_pages(readings, captions(book.epubs["epub"]))
    wrong = [mark for mark in found if not opens_one(mark, readings)]
    assert [(m.folio, m.before[-20:], m.after[:30], pages[m.folio][:90]) for m in wrong] == []

    shifted = [m.moved(by) for m in found for by in (-14, 14) if len(m.before) > 100 < len(m.after)]
    assert sum(opens_one(mark, readings) for mark in shifted) <= len(shifted) / 2


def captions(epub: Path) -> set[str]:
    """The letters of every caption in the EPUB."""
    found = set()
    with zipfile.ZipFile(io.BytesIO(epub.read_bytes())) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                root = etree.fromstring(archive.read(name))
                found |= {
                    letters("".join(c.itertext())) for c in root.iterfind(".//h:figcaption", NS)
                }
    return found - {""}


def drop_captions_of_picture_pages(
    readings: Sequence[dict[str, str]], captions: Iterable[str]
) -> None:
    """Leave of pages with a picture and its caption alone what is printed there besides."""
    for pages in readings:
        for folio, text in pages.items():
            for caption in captions:
                if len(text) < len(caption) + 40:
                    pages[folio] = pages[folio].replace(caption, "")


def opens_one(mark: Mark, readings: Sequence[Mapping[str, str]]) -> bool:
    return any(opens(mark, read) for read in readings)


def opens(mark: Mark, pages: Mapping[str, str]) -> bool:
    """Whether the words after `mark` open its page and the words before it stand on earlier ones.

    The first part of a divided word may stand on the page before. A page may have pictures alone,
    under its running head.
    """
    page = pages[mark.folio]
    earlier = "".join(
        text for folio, text in takewhile(lambda p: p[0] != mark.folio, pages.items())
    )
    if len(page) < 40 and page in earlier:
        return mark.before[-10:] in earlier
    return any(
        begins(page, mark.after[cut:])
        and (not mark.before or (mark.before + mark.after[:cut])[-10:] in earlier)
        for cut in range(mark.word + 1 if mark.before else 16)
    )


def begins(page: str, words: str) -> bool:
    """Whether `words` are on `page`; poppler reads the cells of a row, and readings over the line,
    in an order of its own, so that fewer will do at the very beginning.
    """
    start, first = page[:80], words[:12]
    if first in page or words[:6] in start:
        return True
    at = start.find(first[:3])
    return (
        at >= 0 and unicodedata.category(first[0]) == "Lo" and in_order(first, page[at : at + 40])
    )


def in_order(words: str, text: str) -> bool:
    """Whether the letters of `words` stand in `text` in order, with others between them."""
    rest = iter(text)
    return all(letter in rest for letter in words)


def may_be_missing(folio: str, pages: Mapping[str, str], found: Sequence[Mark]) -> bool:
    """Whether a page needs no marker: it is blank, or the half title, which EPUBs have none of."""
    return not pages[folio] or list(pages).index(folio) < list(pages).index(found[0].folio)


PLACES = ("aldbury", "brandon", "corley", "dunston", "elmham", "fordham", "garston", "holt")


def test_markers_are_exact_where_pictures_let_text_pass(tmp_path: Path) -> None:
    """Each picture below stands behind text that the EPUB has after it."""
    room = Newsroom(tmp_path / "book")
    Image.new("RGB", (900, 700), (90, 120, 160)).save(tmp_path / "book/river.png")
    stock = "the river runs past old walls where merchants count colours every spring".split()
    parts = []
    for n in range(24):
        words = [stock[(n * 5 + k * k + k) % len(stock)] + "nopqrst"[k % 7] for k in range(90)]
        parts.append(" ".join(words).capitalize() + ".")
        if n % 3 == 1:
            parts.append(f"![The river](river.png 'Mooring {PLACES[n // 3]}.')")
    room.write("a.md", "---\nheadline: The river\ndate: 2024-01-01\n---\n\n" + "\n\n".join(parts))
    room.write("manifest.yml", "title: Rivers\nlanguage: en\ndate: 2024-01-02\ncontents: [a.md]\n")
    done = room.run("build", "-q")
    assert done.code == 0, done.err
    assert "epub-page" not in done.err
    pdf, epub = room.folder / "dist/rivers-print.pdf", room.folder / "dist/rivers.epub"
    pages, found = printed(pdf), list(marks(epub))
    assert len(found) >= 12
    assert [mark.folio for mark in found if not opens_one(mark, (pages,))] == []
    with zipfile.ZipFile(epub) as archive:
        flowing = letters("".join(etree.fromstring(archive.read("EPUB/text/a.xhtml")).itertext()))
    whole = "".join(pages.values())
    captions = [f"mooring{place}" for place in PLACES]
    assert all(caption in whole and caption in flowing for caption in captions)
    before = [[t[: t.find(c)][-12:] for t in (whole, flowing)] for c in captions]
    assert sum(in_print != in_epub for in_print, in_epub in before) >= 3


def test_markers_stay_in_order_where_pages_have_pictures_alone(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book")
    (tmp_path / "book/art").mkdir()
    parts = []
    for n in range(20):
        size = ((900, 700), (700, 900), (1200, 500))[n % 3]
        Image.new("RGB", size, (90, 12 * n, 160)).save(tmp_path / f"book/art/p{n}.png")
        parts.append(f"A paragraph before it.\n\n![Alt {n}](art/p{n}.png)")
    room.write("a.md", "---\nheadline: The river\ndate: 2024-01-01\n---\n\n" + "\n\n".join(parts))
    room.write("manifest.yml", "title: Rivers\nlanguage: en\ndate: 2024-01-02\ncontents: [a.md]\n")
    done = room.run("build")
    assert done.code == 0, done.err
    assert "epub-page" not in done.err
    assert len(list(marks(room.folder / "dist/rivers.epub"))) >= 8
