"""What holds only for the pages of Word is not printed; what nothing can print is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Divider, Figure, Ruby, Strong
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.compositions import picture as png
from tests.support.documents import Line, docx

TEXT = "It rained in Baku, and the people of the town went out to see it with their children."
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def t(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def field(instruction: str, shown: str | None) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    result = "" if shown is None else mark("separate") + shown
    asked = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{mark('begin')}{asked}{result}{mark('end')}"


def read(more: str, picture: bytes | None = None) -> tuple[Article, list[tuple[str, str]]]:
    world = World(root=Path("/nowhere"))
    lines = [Line("Title", "Rain"), Line("Normal", TEXT)]
    lines += [Line("Normal", picture=picture, alt="A pine")] if picture else []
    (article,) = read_many(Source("a.docx", docx(lines, more=more)), world)
    return article, [(d.severity.name, d.message) for d in world.diagnostics]


# ---------------------------------------------------------------- contents
CONTENTS = ("INFO", "a table of contents was left out: a book has its own")
LINE = p(f'<w:hyperlink w:anchor="_Toc1">{t("Wind")}<w:r><w:tab/></w:r>'
         f'{field(" PAGEREF _Toc1 ", t("3"))}</w:hyperlink>')  # fmt: skip
BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
)
SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("separate", "end"))


@pytest.mark.parametrize(
    "contents",
    [
        p(BEGIN + SEPARATE) + LINE + LINE + p(END),
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{p(t('Contents'))}{LINE}</w:sdtContent></w:sdt>",
        p(field(" TOC ", t("Wind 3"))),
    ],
)
def test_a_table_of_contents_is_left_out(contents: str) -> None:
    article, told = read(p(t("Before")) + contents + p(t("After")))

    assert [plain_text(b) for b in article.body[1:]] == ["Before", "After"]
    assert told == [CONTENTS]


def test_page_numbers_of_word_are_told() -> None:
    article, told = read(p(t("See page ") + field(" PAGEREF _x ", t("17")) + t(" on ink.")))

    assert plain_text(article.body[1:]) == "See page 17 on ink."
    assert told == [
        ("WARNING", "a page number of the document stands in the text: 'See page 17 on ink.'")
    ]


def test_prompts_of_empty_controls_are_left_out() -> None:
    prompt = f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{t('Click here.')}</w:sdtContent>"
    article, told = read(p(t("By ") + f"<w:sdt>{prompt}</w:sdt>" + t("Ann")))

    assert plain_text(article.body[1:]) == "By Ann"
    assert told == [("INFO", "the prompt of an empty field was left out: 'Click here.'")]


def test_fields_that_show_what_they_do_not_hold() -> None:
    reading = r" EQ \* jc2 \* hps10 \o\ad(\s\up 9(かん),漢&lt;b&gt;)"
    article, told = read(
        p(t("x ") + field(reading, None) + t(" y")) + p(field(r" EQ \f(1,2) ", None))
    )

    assert [n.pairs[0].base for n in walk(article.body) if isinstance(n, Ruby)] == ["漢<b>"]
    assert told == [("WARNING", "what a field shows was left out: 'EQ \\\\f(1,2)'")]


@pytest.mark.parametrize(("inside", "words"), [("(○,3)", "③"), ("(○,秘)", "(秘)")])
def test_characters_in_rings_are_kept(inside: str, words: str) -> None:
    article, told = read(p(t("x") + field(rf" eq \o\ac{inside}", None) + t("y")))

    assert plain_text(article.body[1:]) == f"x{words}y"
    assert told == []


# ---------------------------------------------------------------- marks and breaks
def test_what_is_off_is_off_and_a_page_break_parts_lines() -> None:
    article, _ = read(
        p(t("a", '<w:b w:val="off"/>') + t("b", '<w:b w:val="on"/>'))
        + p(t("one") + '<w:r><w:br w:type="page"/></w:r>' + t("two"))
        + p('<w:r><w:br w:type="page"/></w:r>' + t("three"))
    )

    assert [plain_text(n) for n in walk(article.body) if isinstance(n, Strong)] == ["b"]
    assert [plain_text(b) for b in article.body[2:]] == ["one\ntwo", "three"]


@pytest.mark.parametrize(
    "line",
    [
        p(f'<w:r><w:pict><v:rect {VML} o:hr="t"/></w:pict></w:r>'),
        p("", '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'),
    ],
)
def test_lines_across_the_page_are_dividers(line: str) -> None:
    article, told = read(p(t("a")) + line + p(t("b")))

    assert [type(b) for b in article.body].count(Divider) == 1
    assert told == []


def test_lines_of_libreoffice_are_dividers() -> None:
    world = World(root=Path("/nowhere"))
    lines = [Line("Normal", TEXT), Line("Horizontal Line"), Line("Normal", TEXT)]
    (article,) = read_many(Source("a.docx", docx(lines)), world)

    assert [type(b) for b in article.body].count(Divider) == 1
    assert not list(world.diagnostics)


def test_the_sign_of_a_note_gives_way_to_its_number() -> None:
    notes = '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:footnotes>'
    note = notes.format(f'<w:footnote w:id="2">{p(t("Said."))}</w:footnote>')
    call = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    data = docx(
        [Line("Normal", TEXT)], more=p(t("So") + call + t(".")), extra={"word/footnotes.xml": note}
    )
    (article,) = read_many(Source("a.docx", data), World(root=Path("/nowhere")))

    assert "*" not in plain_text(article.body)


# ---------------------------------------------------------------- drawings and pictures
def drawing(inside: str, kind: str = "x") -> str:
    return (
        f'<w:r><w:drawing><wp:inline {WP}><wp:docPr id="1" name="G" descr="A town"/><a:graphic {A}>'
        f'<a:graphicData uri="{kind}">{inside}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def blip(key: str, more: str = "", how: str = "embed") -> str:
    return f'<pic:pic {PIC}><pic:blipFill><a:blip r:{how}="{key}"/>{more}</pic:blipFill></pic:pic>'


def test_pictures_in_groups_are_kept() -> None:
    group = f'<wpg:wgp xmlns:wpg="g">{blip("rIdP1")}</wpg:wgp>'
    choice = f"<mc:Choice>{drawing(group)[5:-6]}</mc:Choice><mc:Fallback><w:pict/></mc:Fallback>"
    more = p(f"<w:r><mc:AlternateContent {MC}>{choice}</mc:AlternateContent></w:r>")
    article, told = read(more, png())

    pictures = [b.pictures[0].alt for b in article.body if isinstance(b, Figure)]
    assert pictures == ["A pine", "A town"]
    assert told == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (drawing(blip("rIdNone")), "a picture was left out: the document does not hold it (A town)"),
        (drawing(blip("rIdP1", '<a:srcRect l="20000"/>')),
         "a picture is cropped in the document and printed whole (A town)"),
        ('<w:hyperlink r:id="rIdNone"><w:r><w:t>here</w:t></w:r></w:hyperlink>', ""),
        ('<w:r><w:footnoteReference w:id="9"/></w:r>', "a note was left out: the document does not hold it"),
        ('<w:r><w:sym w:font="Wingdings"/></w:r>', ""),
        (f'<w:r><w:pict><v:shape {VML}><v:textpath string="Sale"/></v:shape></w:pict></w:r>',
         "lettering was left out: 'Sale'"),
        (drawing('<wps:wsp xmlns:wps="s"/>'), "a drawing without words was left out (A town)"),
        (drawing('<c:chart xmlns:c="c"/>'), "a chart was left out"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_costs_itself_alone(more: str, told: str) -> None:
    article, found = read(p(t("Before ") + more + t("after.")), png())

    assert "Before" in plain_text(article.body)
    assert "after." in plain_text(article.body)
    assert [message for _, message in found] == ([told] if told else [])


def test_hidden_words_and_formulas_in_boxes_are_no_loss() -> None:
    formula = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f><m:num>'
        "<m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"
    )
    ruby = "<w:ruby><w:rubyBase>{}</w:rubyBase><w:rt>{}</w:rt></w:ruby>".format(t("漢"), t("かん"))
    inside = p(t("So ") + formula + f"<w:r>{ruby}</w:r>" + t(" it is"))
    box = f"<w:r><w:pict><v:shape {VML}><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
    article, told = read(p(t("x") + box + "</v:shape></w:pict></w:r>"))

    assert "it is" in plain_text(article.body)
    assert told == []
