"""What an RTF document shows arrives as Word shows it, or is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Figure, Items, Note
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.readers.documents.pandoc import find_pandoc
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.compositions import picture

pytestmark = pytest.mark.skipif(find_pandoc() is None, reason="pandoc is not installed")

TEXT = "It rained in Baku, and the people of the town went out to see it with their children."
FONTS = r"{\fonttbl{\f0 Times;}{\f1\fnil\fcharset2 Symbol;}{\f2\fcharset2 Wingdings 2;}}"


def read(body: str) -> tuple[Article, list[tuple[str, str]]]:
    world = World(root=Path("/nowhere"))
    rtf = f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{FONTS}\\pard\\plain {TEXT}\\par {body}}}"
    (article,) = read_many(Source("a.rtf", rtf.encode("latin-1")), world)
    return article, [(d.severity.name, d.message) for d in world.diagnostics]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (r"\pard x {\f1 ab} y\par", "x αβ y"),
        (r"\pard x {\f1 \'61\plain  z}\par", "x α z"),
        (r"\pard x {\f1\u-3999 ?} y\par", "x α y"),
        (r"\pard {\field{\*\fldinst SYMBOL 97 \\f Symbol \\s 10}{\fldrslt\f1 a}} y\par", "α y"),
        (r'\pard {\field{\*\fldinst {SYMBOL 183 \\f "Symbol"}}{\fldrslt}} y\par', "• y"),
        (r"\pard x {\f0 ab}\par", "x ab"),
    ],
)
def test_symbols_are_what_they_show(body: str, words: str) -> None:
    article, told = read(body)

    assert plain_text(article.body[1:]) == words
    assert told == []


def test_old_lists_are_lists() -> None:
    sign = r"{\pntext\f1\'B7\tab}"
    article, _ = read(
        rf"\pard {sign}{{\*\pn\pnlvlblt}}ink\par {sign}pens\par\pard So\par"
        r"{\pntext 3.\tab}three\par {\pntext 4.\tab}four\par {\pntext a)\tab}letter\par"
    )
    lists = [b for b in article.body if isinstance(b, Items)]

    assert [(b.kind, b.start, len(b.items)) for b in lists] == [("bullet", 1, 2), ("ordered", 3, 2)]
    assert plain_text(article.body[-1:]) == "a) letter"


def test_notes_and_pictures_of_rtf() -> None:
    described = r"{\*\picprop{\sp{\sn wzDescription}{\sv A pine\'e9}}}"
    twice = rf"{{\*\shppict{{\pict{described}\pngblip {picture().hex()}}}}}{{\nonshppict{{\pict\wmetafile8 01}}}}"
    article, told = read(rf"\pard So.{{\super\chftn{{\footnote\pard Said.}}}}\par\pard {twice}\par")

    assert [plain_text(*n.blocks) for n in walk(article.body) if isinstance(n, Note)] == ["Said."]
    assert [b.pictures[0].alt for b in article.body if isinstance(b, Figure)] == ["A pineé"]
    assert told == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (r"\pard So {\pict\wmetafile8 0100} on.\par",
         "a picture was left out: it is a metafile (WMF, EMF) or a bitmap of Windows"),
        (r"\pard {\field{\*\fldinst TOC \\o}{\fldrslt Wind\tab 3\par}}So on.\par",
         "a table of contents was left out: a book has its own"),
        (r"\pard So on {\field{\*\fldinst PAGEREF _x}{\fldrslt 3}}.\par",
         "a page number of the document stands in the text: 'So on'"),
    ],
)  # fmt: skip
def test_what_no_book_can_print_is_told(body: str, message: str) -> None:
    article, told = read(body)

    assert plain_text(article.body[1:]).startswith("So on")
    assert [said for _, said in told] == [message]
