"""What nobody sees in a word processor is not printed either, and is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.documents import Line, docx, odt, rtf

TEXT = "It rained in Baku, and the people of the town went out to see it with their children."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHOWN = '<w:vanish w:val="false"/>'
HIDDEN_STYLES = f"""<w:styles {W}>
<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Remark"/>
<w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Remark2"><w:name w:val="Remark 2"/>
<w:basedOn w:val="Base"/></w:style>
<w:style w:type="paragraph" w:styleId="Shown"><w:name w:val="Remark shown"/>
<w:basedOn w:val="Base"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Whisper"><w:name w:val="Whisper"/>
<w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="s0"><w:name w:val="Normal"/></w:style></w:styles>"""


def read(name: str, data: bytes) -> tuple[Article, World]:
    world = World(root=Path("/nowhere"))
    (article,) = read_many(Source(name, data), world)
    return article, world


def dropped(world: World) -> list[tuple[str, str]]:
    return [(d.severity.name, d.message) for d in world.diagnostics if d.code == "content-dropped"]


def word(more: str, **extra: str) -> tuple[str, World]:
    parts: dict[str, str | bytes] = {f"word/{name}.xml": text for name, text in extra.items()}
    article, world = read("a.docx", docx([Line("Normal", TEXT)], more=more, extra=parts))
    return plain_text(article.body[1:]), world


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


# ---------------------------------------------------------------- Word
def test_hidden_runs_of_word_are_left_out_and_told() -> None:
    more = (
        f"<w:p>{run('He sells ')}{run('(is this true?) ', '<w:vanish/>')}{run('ink.')}</w:p>"
        f"<w:p>{run('Shown. ', SHOWN)}{run('Only on paper.', '<w:webHidden/>')}</w:p>"
    )
    text, world = word(more)

    assert text == "He sells ink.\n\nShown."
    assert dropped(world) == [
        ("INFO", "hidden text was left out: 6 words in 2 paragraphs, first after 'He sells': "
                 "'(is this true?)'")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("properties", "marks", "seen"),
    [
        ('<w:pStyle w:val="Base"/>', "", False),
        ('<w:pStyle w:val="Remark2"/>', "", False),
        ('<w:pStyle w:val="Shown"/>', "", True),
        ("", '<w:rStyle w:val="Whisper"/>', False),
        ('<w:pStyle w:val="Base"/>', '<w:vanish w:val="0"/>', True),
        ('<w:pStyle w:val="Base"/>', '<w:rStyle w:val="Whisper"/>', True),  # each undoes the other
    ],
)
def test_styles_of_word_hide_text(properties: str, marks: str, seen: bool) -> None:
    more = (
        f"<w:p><w:pPr>{properties}</w:pPr>{run('A remark.', marks)}</w:p><w:p>{run('End.')}</w:p>"
    )
    text, world = word(more, styles=HIDDEN_STYLES)

    assert text == ("A remark.\n\nEnd." if seen else "End.")
    assert bool(dropped(world)) is not seen


def test_paragraphs_whose_mark_is_hidden_go_on_in_the_next() -> None:
    hidden = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    more = (
        f"<w:p>{hidden}{run('He sells ')}{run('nothing', '<w:vanish/>')}</w:p>"
        f"<w:p>{run('but', '<w:vanish/>')}{run('ink.')}</w:p>"
        f"<w:p>{hidden.replace('<w:vanish/>', '<w:vanish/><w:specVanish/>')}{run('Run in. ')}</w:p>"
        f"<w:p>{run('The text.')}</w:p>"
    )
    text, _ = word(more)

    assert text == "He sells ink.\n\nRun in.\n\nThe text."


def test_hidden_rows_notes_and_pictures_of_word_are_left_out() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = (
        f"<w:tr>{cell.format('Seen')}</w:tr>"
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell.format('Unseen row')}</w:tr>"
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{run("A note")}'
        f"{run(' whispered', '<w:vanish/>')}.</w:p></w:footnote></w:footnotes>"
    )
    more = (
        f"<w:tbl>{rows}</w:tbl><w:p>{run('Called')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:drawing/></w:r></w:p>"
    )
    text, world = word(more, footnotes=notes)

    assert "Unseen" not in text
    assert "whispered" not in text
    assert "Seen" in text
    (told,) = dropped(world)
    assert told[1].startswith("hidden text was left out: 3 words and 1 picture in 3 paragraphs")


def test_hidden_fields_of_word_leave_the_others_whole() -> None:
    def field(kind: str) -> str:
        return f'<w:fldChar w:fldCharType="{kind}"/>'

    more = (
        f"<w:p>{run('See ')}<w:r>{field('begin')}</w:r><w:r><w:rPr><w:vanish/></w:rPr>"
        '<w:instrText> HYPERLINK "https://x.example/" </w:instrText></w:r>'
        f"<w:r>{field('separate')}</w:r>{run('this')}<w:r><w:rPr><w:vanish/></w:rPr>{field('end')}"
        f"</w:r>{run(' page.')}</w:p>"
    )
    article, world = read("a.docx", docx([Line("Normal", TEXT)], more=more))

    assert plain_text(article.body[1:]) == "See this page."
    assert [n.href for n in walk(article.body) if hasattr(n, "href")] == ["https://x.example/"]
    assert dropped(world) == []


# ---------------------------------------------------------------- OpenDocument
_HIDE = (
    '<style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/>'
    '</style:style><style:style style:name="GoneP" style:family="paragraph" '
    'style:parent-style-name="Remark"/><style:style style:name="Remark" style:family="paragraph">'
    '<style:text-properties text:display="none"/></style:style><style:style style:name="Back" '
    'style:family="text"><style:text-properties text:display="true"/></style:style>'
)


def open_document(more: str) -> tuple[str, World]:
    data = odt([Line("Normal", TEXT)], more=more, styles=_HIDE)
    article, world = read("a.odt", data)
    return plain_text(article.body[1:]), world


def test_hidden_characters_and_paragraphs_of_odt_are_left_out_and_told() -> None:
    text, world = open_document(
        '<text:p>He sells <text:span text:style-name="Gone">(is this true?) </text:span>ink.</text:p>'
        '<text:p text:style-name="GoneP">A remark <text:span text:style-name="Back">Back.</text:span>'
        "</text:p>"
    )

    assert text == "He sells ink.\n\nBack."
    assert dropped(world) == [
        ("INFO", "hidden text was left out: 5 words in 2 paragraphs, first after 'He sells': "
                 "'(is this true?)'")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        ('<text:section text:display="none"><text:p>Unseen</text:p></text:section>', False),
        ('<text:section text:display="true"><text:p>Unseen</text:p></text:section>', True),
        ('<text:section text:display="condition" text:is-hidden="true"><text:p>Unseen</text:p>'
         "</text:section>", False),
        ('<text:section text:display="condition"><text:p>Unseen</text:p></text:section>', True),
        ('<text:p>Unseen<text:hidden-paragraph text:is-hidden="true"/></text:p>', False),
        ('<text:p>Unseen<text:hidden-paragraph text:is-hidden="false"/></text:p>', True),
        ('<text:p>Seen<text:hidden-text text:is-hidden="true" text:string-value="Un">Unseen'
         "</text:hidden-text></text:p>", False),
        ('<text:p>Seen<text:hidden-text text:is-hidden="false">Unseen</text:hidden-text></text:p>',
         True),
    ],
)  # fmt: skip
def test_hidden_sections_and_fields_of_odt(hidden: str, seen: bool) -> None:
    text, world = open_document(hidden)

    assert ("Unseen" in text) is seen
    assert [message[:24] for _, message in dropped(world)] == ["hidden text was left out"][seen:]


def test_changes_and_comments_of_odt_are_told() -> None:
    text, world = open_document(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>sold</text:p>"
        "</text:deletion></text:changed-region><text:changed-region><text:insertion/>"
        "</text:changed-region></text:tracked-changes><text:p>He <text:change/>"
        "<text:change-start/>sells<text:change-end/> ink.<office:annotation><dc:creator>Ann"
        "</dc:creator><text:p>Is this true?</text:p></office:annotation></text:p>"
    )

    assert text == "He sells ink."
    assert dropped(world) == [
        ("WARNING", "2 changes are still tracked: what is struck out was left out, what is new is kept"),
        ("INFO", "a comment was left out: 'Is this true?'"),
    ]  # fmt: skip


# ---------------------------------------------------------------- RTF
def test_hidden_text_of_rtf_is_left_out_and_told() -> None:
    data = rtf([Line("Normal", TEXT)]).decode("ascii")
    more = (
        r"\pard He sells {\v (is this true?) \'e9 {\b even bold} {\v0 seen }}ink.\par "
        r"\pard\plain\v All of it\par\pard\plain The \v1 un\v0 seen.\par\v Gone\plain  End.\par"
    )
    article, world = read("a.rtf", (data.rstrip("}\n") + more + "}").encode("ascii"))
    text = plain_text(article.body[1:])

    assert text == "He sells seen ink.\n\nThe seen.\n\nEnd."
    assert dropped(world) == [
        ("INFO", "hidden text was left out: 11 words in 4 paragraphs, first after 'He sells': "
                 "'(is this true?) é even bold'")
    ]  # fmt: skip


def test_what_rtf_keeps_beside_the_text_is_left_out_and_told() -> None:
    data = rtf([Line("Normal", TEXT)]).decode("ascii")
    more = (
        r"{\header \pard The Daily\par}{\footerl \pard 12\par}{\xe {Ink\:black}}{\tc {Contents}}"
        r"\pard He {\deleted sold}{\revised sells} ink.{\*\atnid AB}{\*\annotation{\*\atnref 1}"
        r"\pard\plain Is this true?\par}\par"
    )
    article, world = read("a.rtf", (data.rstrip("}\n") + more + "}").encode("ascii"))

    assert plain_text(article.body[1:]) == "He sells ink."
    assert dropped(world) == [
        ("WARNING", "2 changes are still tracked: what is struck out was left out, what is new is kept"),
        ("INFO", "a comment was left out: 'Is this true?'"),
        ("INFO", "the text of headers and footers was left out: 'The Daily'"),
    ]  # fmt: skip
