"""What a paragraph of Word is follows from its style, however the house calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Heading, Items
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.readers.documents.styles import heading_of, role_of
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support.documents import Line, docx

TEXT = "It rained in Baku, and the people of the town went out to see it with their children."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def styled(sheet: str, *paragraphs: tuple[str, str]) -> tuple[Article, list[str]]:
    """Return the article of `paragraphs` (id of the style, text), and what is told of it."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{key}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for key, text in paragraphs
    )
    styles = f'<w:styles xmlns:w="{W}">{sheet}</w:styles>'
    world = World(root=Path("/nowhere"))
    data = docx([], more=body, extra={"word/styles.xml": styles})
    (article,) = read_many(Source("a.docx", data), world)
    return article, [d.message for d in world.diagnostics]


def style(key: str, name: str, based: str = "", more: str = "") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{on}{more}</w:style>'


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("KICKER", "kicker"), ("NR_Byline", "byline"), ("PO-Dateline", "dateline"),
        ("Kicker Char Char", "kicker"), ("Press Headline", "headline"), ("01 Deck", "deck"),
        ("Photo caption,cutline", "caption"), ("Pull-Quote", "pull"), ("Pull Quote + Bold", "pull"),
        ("引用 字符", "quote"), ("Didascalia", "caption"), ("Название объекта", "caption"),
        ("標號", "caption"), ("표준", "body"), ("Listenabsatz", "body"),
        ("TOC Title", None), ("Table Heading", None), ("E-mail Signature", None), ("Balloon Text", None),
        ("Document Map", None), ("Author Bio", None),
    ],
)  # fmt: skip
def test_roles_go_by_the_words_in_a_name(name: str, role: str | None) -> None:
    assert role_of(name) == role


def test_headings_go_by_the_words_in_a_name() -> None:
    names = ("heading 2", "Heading 2 Char", "NB Heading 2", "Nadpis 2", "Heading2", "heading 2,h2")
    assert {heading_of(name) for name in names} == {2}
    assert heading_of("TOC Heading") is None


def test_a_style_means_what_it_is_based_on_or_its_level_in_the_outline() -> None:
    sheet = (
        style("n", "Normal") + style("a", "Title", "n") + style("b", "House top", "a")
        + style("h", "heading 2", "n") + style("c", "Our heading", "h")
        + style("d", "Part", "n", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
    )  # fmt: skip
    article, told = styled(
        sheet, ("b", "Rain"), ("n", TEXT), ("c", "Wind"), ("n", TEXT), ("d", "Sun"), ("n", TEXT)
    )
    headings = [(b.level, plain_text(b)) for b in article.body if isinstance(b, Heading)]

    assert plain_text(article.headline) == "Rain"
    assert headings == [(2, "Wind"), (3, "Sun")]
    assert told == []


def test_a_paragraph_is_a_heading_by_its_own_level_in_the_outline() -> None:
    body = f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Wind</w:t></w:r></w:p><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>'
    world = World(root=Path("/nowhere"))
    data = docx([Line("Title", "Rain"), Line("Normal", TEXT)], more=body)
    (article,) = read_many(Source("a.docx", data), world)

    assert [plain_text(b) for b in article.body if isinstance(b, Heading)] == ["Wind"]


def test_styles_that_a_document_does_not_define_go_by_their_ids() -> None:
    article, told = styled(
        "", ("Title", "Rain"), ("Byline", "Ann Lee"), ("Heading2", "Wind"), ("x7", TEXT)
    )

    assert plain_text(article.headline) == "Rain"
    assert [person.name for person in article.byline] == ["Ann Lee"]
    assert [type(b).__name__ for b in article.body] == ["Heading", "Paragraph"]
    assert told == []


def test_a_style_without_a_type_is_one_of_paragraphs() -> None:
    sheet = '<w:style w:styleId="k"><w:name w:val="Kicker"/></w:style><w:style><w:name w:val="x"/></w:style>'
    article, told = styled(sheet, ("k", "Weather"), ("n", TEXT))

    assert plain_text(article.kicker) == "Weather"
    assert told == []


def test_what_is_undefined_without_a_loss_is_not_told() -> None:
    more = (
        '<w:p><w:r><w:rPr><w:rStyle w:val="Gone"/></w:rPr><w:t>Kept.</w:t></w:r></w:p>'
        '<w:tbl><w:tblPr><w:tblStyle w:val="Gone"/></w:tblPr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    )
    world = World(root=Path("/nowhere"))
    read_many(Source("a.docx", docx([Line("Normal", TEXT)], more=more)), world)

    assert [d.message for d in world.diagnostics] == []


@pytest.mark.parametrize(
    "name", ["List Paragraph", "Normal", "Body Text", "リスト段落", "House list"]
)
def test_a_list_is_one_in_every_style(name: str) -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    more = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="s1"/>{number}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for text in ("Ink", "Paper")
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt '
        'w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        "</w:num></w:numbering>"
    )
    data = docx(
        [Line("Title", "Rain"), Line(name, TEXT)],
        more=more,
        extra={"word/numbering.xml": numbering},
    )
    (article,) = read_many(Source("a.docx", data), World(root=Path("/nowhere")))
    lists = [b for b in article.body if isinstance(b, Items)]

    assert [(b.kind, len(b.items)) for b in lists] == [("ordered", 2)]
