"""Every word that an OpenDocument file shows arrives once, or is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Items, Math, Quote, Table
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.documents import Line, odt, zipped

TEXT = "It rained in Baku, and the people of the town went out to see it with their children."
MATH = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><semantics><mrow><mi>E</mi>'
    '<mo>=</mo><mi>m</mi></mrow><annotation encoding="StarMath 5.0">E = m</annotation></semantics></math>'
)
LISTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' text:start-value="2"/><text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def p(inside: str) -> str:
    return f"<text:p>{inside}</text:p>"


def read(
    more: str, styles: str = "", extra: dict[str, str | bytes] | None = None
) -> tuple[Article, list[tuple[str, str]]]:
    world = World(root=Path("/nowhere"))
    data = odt(
        [Line("Title", "Rain"), Line("Text body", TEXT)], more=more, styles=styles, extra=extra
    )
    (article,) = read_many(Source("a.odt", data), world)
    return article, [(d.severity.name, d.message) for d in world.diagnostics]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (p(f"<draw:frame><draw:text-box>{p('One')}{p('Two')}</draw:text-box></draw:frame>"),
         ["One", "Two"]),
        (p(f"a<draw:custom-shape>{p('Shape')}</draw:custom-shape> b"), ["a b", "Shape"]),
        (f"<draw:rect>{p('Shape')}</draw:rect>{p('a')}", ["Shape", "a"]),
        (p(f"<draw:g><draw:g><draw:ellipse>{p('In')}</draw:ellipse></draw:g></draw:g>"), ["In"]),
        (f"<text:section>{p('In')}</text:section>", ["In"]),
    ],
)  # fmt: skip
def test_words_in_boxes_and_drawings_arrive(more: str, words: list[str]) -> None:
    article, told = read(more)

    assert [plain_text(b) for b in article.body[1:]] == words
    assert told == []


@pytest.mark.parametrize("held", ['xlink:href="./Object 1"/>', f">{MATH}</draw:object>"])
def test_formulas_are_kept_in_lines_and_by_themselves(held: str) -> None:
    frame = (
        f'<draw:frame><draw:object {held}<draw:image xlink:href="./ObjectReplacements/Object 1"/>'
        "</draw:frame>"
    )
    extra: dict[str, str | bytes] = {
        "Object 1/content.xml": MATH, "ObjectReplacements/Object 1": b"VCLMTF",
    }  # fmt: skip
    article, told = read(p(f"Says {frame} here.") + p(frame), extra=extra)
    found = [n for n in walk(article.body) if isinstance(n, Math)]

    assert [(n.alt, n.display) for n in found] == [("E=m", False), ("E=m", True)]
    assert "annotation" not in found[0].mathml
    assert told == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('<draw:line draw:name="L"/>', ("INFO", "a drawing without words was left out")),
        ('<draw:frame><draw:object xlink:href="./Object 2"/><svg:desc>Rain</svg:desc></draw:frame>',
         ("WARNING", "an embedded object was left out (Rain)")),
        ("<text:placeholder>Click</text:placeholder>",
         ("INFO", "the prompt of an empty field was left out: 'Click'")),
        ('on page <text:bookmark-ref text:reference-format="page">7</text:bookmark-ref>',
         ("WARNING", "a page number of the document stands in the text: 'So on page 7'")),
    ],
)  # fmt: skip
def test_what_no_book_can_print_is_told(more: str, message: tuple[str, str]) -> None:
    article, told = read(p(f"So {more}"))

    assert plain_text(article.body[1:]).startswith("So")
    assert told == [message]


def test_tables_of_contents_are_left_out() -> None:
    more = "".join(
        f"<text:{kind}><text:index-body>{p('Wind 3')}</text:index-body></text:{kind}>"
        for kind in ("table-of-content", "table-index", "illustration-index")
    )
    article, told = read(more + p("After"))

    assert [plain_text(b) for b in article.body[1:]] == ["After"]
    assert told == [("INFO", "a table of contents was left out: a book has its own")]


def items(text: str, inside: str = "", more: str = "", first: str = "") -> str:
    return (
        f'<text:list text:style-name="L" {more}><text:list-item {first}>{p(text)}{inside}'
        "</text:list-item></text:list>"
    )


def test_lists_begin_and_go_on_with_their_numbers() -> None:
    inner = f"<text:list><text:list-item>{p('in')}</text:list-item></text:list>"
    article, _ = read(
        items("a", inner, 'xml:id="one"') + p("So") + items("b", more='text:continue-numbering="true"')
        + p("So") + items("c", more='text:continue-list="one"')
        + p("So") + items("d", first='text:start-value="9"'), LISTS,
    )  # fmt: skip
    lists = [b for b in article.body if isinstance(b, Items)]
    inside = [n.kind for n in walk(lists[0].items[0].blocks) if isinstance(n, Items)]  # type: ignore[union-attr]

    assert [(b.kind, b.start, b.tight) for b in lists] == [
        ("ordered", number, True) for number in (2, 3, 3, 9)
    ]
    assert inside == ["bullet"]


def test_a_quotation_of_several_paragraphs_is_one() -> None:
    world = World(root=Path("/nowhere"))
    styles = ("Text body", "Quotations", "Quotations", "Pull Quote", "Quotations", "Text body")
    data = odt([Line("Title", "Rain"), *(Line(style, TEXT) for style in styles)])
    (article,) = read_many(Source("a.odt", data), world)

    found = [(b.style, len(b.blocks)) for b in article.body if isinstance(b, Quote)]
    assert found == [(None, 2), ("pull", 1), (None, 1)]


def test_a_table_in_a_cell_stands_once() -> None:
    def table(inside: str) -> str:
        return (
            f"<table:table><table:table-rows><table:table-row><table:table-cell>{inside}"
            "</table:table-cell></table:table-row></table:table-rows></table:table>"
        )

    article, _ = read(table(p("out") + table(p("in"))))

    assert plain_text(article.body).count("in") - TEXT.count("in") == 1
    assert [type(b) for b in article.body].count(Table) == 1


def test_a_document_with_a_password_says_so() -> None:
    world = World(root=Path("/nowhere"))
    data = zipped({
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b"\x12\x90",
        "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
    })  # fmt: skip

    assert not read_many(Source("a.odt", data), world)
    assert [d.message for d in world.diagnostics] == ["the document is locked with a password"]
