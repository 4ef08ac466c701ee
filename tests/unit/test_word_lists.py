"""Lists of Word keep the numbers that Word shows, and a table its caption."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Heading, Items, Strong, Table
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.readers.captions import as_figures
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support.documents import Line, docx

TEXT = "It rained in Baku, and the people of the town went out to see it with their children."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def level(depth: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


SERIES = {
    "0": level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)"),
    "1": level(0, "upperRoman", "%1.", 4),
    "2": level(0, "none", ""),
    "4": level(0, "bullet", " "),
    "3": level(0, "chineseCountingThousand", "%1、"),
}
NUMBERING = (
    f'<w:numbering xmlns:w="{W}">'
    + "".join(f'<w:abstractNum w:abstractNumId="{k}">{v}</w:abstractNum>' for k, v in SERIES.items())
    + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(5))
    + '<w:num w:numId="7"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride '
    'w:val="7"/></w:lvlOverride></w:num></w:numbering>'
)  # fmt: skip


def paragraph(text: str, number: int = 0, depth: int = 0, style: str = "s0") -> str:
    listed = (
        f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
    )


def read(more: str, *lines: Line) -> tuple[Article, list[str]]:
    world = World(root=Path("/nowhere"))
    data = docx([Line("Normal", TEXT), *lines], more=more, extra={"word/numbering.xml": NUMBERING})
    (article,) = read_many(Source("a.docx", data), world)
    return article, [d.message for d in world.diagnostics]


def starts(article: Article) -> list[int]:
    return [b.start for b in article.body if isinstance(b, Items)]


def test_a_list_that_goes_on_after_a_paragraph_counts_on() -> None:
    more = paragraph("a", 1) + paragraph("b", 1) + paragraph("So") + paragraph("c", 1)
    article, told = read(more)

    assert starts(article) == [1, 3]
    assert plain_text(article.body[-1:]) == "c"
    assert told == []


def test_a_list_begins_with_the_number_it_states() -> None:
    article, told = read(
        paragraph("a", 2) + paragraph("So") + paragraph("b", 7) + paragraph("c", 7)
    )

    assert starts(article) == [4, 7]
    assert told == ["items of lists are numbered 1, 2, 3; in the document they are IV."]


def test_items_below_an_item_are_counted_anew() -> None:
    more = "".join(
        paragraph(text, 1, depth) for text, depth in [("a", 0), ("b", 1), ("c", 0), ("d", 1)]
    )
    article, told = read(more)
    (items,) = (b for b in article.body if isinstance(b, Items))
    inner = [b for item in items.items for b in item.blocks if isinstance(b, Items)]  # type: ignore[union-attr]

    assert (items.start, [b.start for b in inner]) == (1, [1, 1])
    assert told == []


def test_numbers_before_headings_are_kept_and_lists_without_a_sign_are_text() -> None:
    more = paragraph("Wind", 4, style="s1") + paragraph("Plain", 3) + paragraph("Off", 9)
    article, _ = read(more, Line("Heading 2", "Rain"))

    assert [plain_text(b) for b in article.body if isinstance(b, Heading)] == ["Rain", "一、 Wind"]
    assert not starts(article)


def test_a_paragraph_that_goes_on_after_an_item_is_none() -> None:
    article, _ = read(paragraph("a", 1) + paragraph("more of a", 5) + paragraph("b", 1))

    assert starts(article) == [1, 2]
    assert [plain_text(b) for b in article.body[1:]] == ["a", "more of a", "b"]


def test_text_that_looks_like_a_name_of_ours_stays() -> None:
    article, _ = read(paragraph("NBITEM3X", 1) + paragraph("NBPART0X") + paragraph("b", 1))

    assert plain_text(article.body[1:]).split() == ["NBITEM3X", "NBPART0X", "b"]


# ---------------------------------------------------------------- captions of tables
TABLE = f"<w:tbl><w:tr><w:tc>{paragraph('Ink')}</w:tc><w:tc>{paragraph('3')}</w:tc></w:tr></w:tbl>"


def caption(text: str) -> str:
    return paragraph(text, style="s1")


@pytest.mark.parametrize(
    "more",
    [
        caption("Table 1. Ink") + TABLE + caption("Table 2. Pens") + TABLE,
        TABLE + caption("Table 1. Ink") + TABLE + caption("Table 2. Pens"),
        caption("表1 墨") + TABLE + paragraph("So") + TABLE + caption("Pens"),
    ],
)
def test_tables_have_their_captions(more: str) -> None:
    article, _ = read(more, Line("Caption", "Before"))
    captions = [plain_text(b.caption) for b in article.body if isinstance(b, Table)]

    assert captions in (["Table 1. Ink", "Table 2. Pens"], ["表1 墨", "Pens"])
    assert [type(b).__name__ for b in article.body].count("Paragraph") == (3 if "So" in more else 2)


def test_a_caption_between_a_picture_and_a_table_is_that_of_the_picture() -> None:
    html = '<p><img src="a.png"></p><p class="nb-caption">Ink</p><table><tr><td>1</td></tr></table>'

    assert "<figcaption>Ink</figcaption>" in as_figures(html)


# ---------------------------------------------------------------- heads and alignments
def table(*rows: tuple[tuple[str, str], ...], bold: int = -1) -> str:
    def cell(text: str, side: str, number: int) -> str:
        marks = "<w:rPr><w:b/></w:rPr>" if number == bold else ""
        aligned = f'<w:pPr><w:jc w:val="{side}"/></w:pPr>' if side else ""
        return f"<w:tc><w:p>{aligned}<w:r>{marks}<w:t>{text}</w:t></w:r></w:p></w:tc>"

    made = (
        f"<w:tr>{''.join(cell(text, side, number) for text, side in row)}</w:tr>"
        for number, row in enumerate(rows)
    )
    return f"<w:tbl>{''.join(made)}</w:tbl>"


@pytest.mark.parametrize(("bold", "heads"), [(0, 1), (-1, 0), (1, 0)])
def test_tables_keep_their_alignments_and_have_a_head_in_bold(bold: int, heads: int) -> None:
    rows = ((("Town", ""), ("mm", "right")), (("Baku", "center"), ("3", "end")))
    article, told = read(table(*rows, bold=bold))
    (found,) = (b for b in article.body if isinstance(b, Table))
    cells = [cell for row in (*found.head, *found.body) for cell in row.cells]

    assert [cell.align for cell in cells] == [None, "right", "center", "right"]
    assert [plain_text(cell.children) for cell in cells] == ["Town", "mm", "Baku", "3"]
    assert len(found.head) == heads
    assert not any(isinstance(child, Strong) for cell in cells for child in cell.children) or bold
    assert told == []
