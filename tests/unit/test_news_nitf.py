"""The dialects of NITF: how agencies write what a book needs of it."""

from __future__ import annotations

import pytest

from newsbook.content import Divider, Figure, Text
from newsbook.tree import plain_text
from tests.support.news_items import codes, nitf, read, read_one

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def paragraphs(text: str | bytes) -> list[str]:
    return [plain_text(block) for block in read_one("a.xml", text).body]


# ---------------------------------------------------------------- files
@pytest.mark.parametrize("address", ["nitf-3-0.dtd", "../nitf/dtd/nitf-3-0.dtd"])
def test_the_dtd_of_nitf_may_be_named_and_is_not_loaded(address: str) -> None:
    declared = f'<!DOCTYPE nitf SYSTEM "x.dtd" [<!ENTITY % nitf SYSTEM "{address}"> %nitf; ]>'

    assert paragraphs(declared + nitf()) == ["It rained in Baku."]


def test_other_entities_stay_refused() -> None:
    for declared in (
        '<!ENTITY % a SYSTEM "a.dtd"> %a;',
        '<!ENTITY nitf "x">',
        '<!ENTITY nitf SYSTEM "nitf.dtd">',
    ):
        assert codes(read("a.xml", f"<!DOCTYPE nitf [{declared}]>" + nitf())[1]) == [
            "malformed-source"
        ]


def test_characters_of_windows_are_read_where_latin_1_is_declared() -> None:
    text = '<?xml version="1.0" encoding="iso-8859-1"?>' + nitf("<p>“Rain” — all day…</p>")

    assert paragraphs(text.encode("cp1252")) == ["“Rain” — all day…"]


# ---------------------------------------------------------------- text
def test_markup_in_character_data_is_markup() -> None:
    text = nitf(
        "<block><![CDATA[<p>It <b>rained</b> &amp; rained.</p><p>It stopped.</p>]]></block>"
    )

    assert paragraphs(text) == ["It rained & rained.", "It stopped."]
    assert paragraphs(nitf("<![CDATA[<p>One.</p><p>Two.</p>]]>")) == ["One.", "Two."]


def test_a_body_of_plain_text_has_paragraphs() -> None:
    assert paragraphs(nitf("It rained.\n\nIt stopped.")) == ["It rained.", "It stopped."]


def test_notes_to_editors_within_the_text_are_not_printed() -> None:
    note = "<note {}><body.content><p>Desk: check.</p></body.content></note>"
    for kind in ('noteclass="editorsnote"', 'type="npa"'):
        (article,), world = read("a.xml", nitf("<p>It rained.</p>" + note.format(kind)))

        assert plain_text(article.body) == "It rained."
        assert [d.message for d in world.diagnostics] == [
            "a note to editors, which is not printed: Desk: check."
        ]


def test_fractions_keep_their_bar() -> None:
    part = "<num><frac><frac-num>1</frac-num><frac-den>2</frac-den></frac></num>"

    assert paragraphs(nitf(f"<p>{part} inch</p>")) == ["1/2 inch"]
    separated = part.replace("<frac-den>", "<frac-sep>/</frac-sep><frac-den>")
    assert paragraphs(nitf(f"<p>{separated} inch</p>")) == ["1/2 inch"]


def test_line_ends_of_the_file_are_no_spaces_before_a_full_stop() -> None:
    text = nitf("<p>It runs until\n<chron>August 25</chron>\n, says\n<person>Ann</person>\n.</p>")

    assert paragraphs(text) == ["It runs until August 25, says Ann."]


def test_rules_made_of_characters_are_dividers() -> None:
    article = read_one("a.xml", nitf("<p>It rained.</p><p>___</p><p>Ann reported from Baku.</p>"))

    assert [isinstance(block, Divider) for block in article.body] == [False, True, False]


def test_text_broken_at_a_width_has_paragraphs_by_its_indents() -> None:
    text = nitf(
        "<p>\n            \n   (ANSA) - Rome, October 11 - The minister\nsaid that the declaration of "
        "the week is\nunacceptable.\n   The text was published on Tuesday, and the\ntalks go on."
        "\n   They end today.\n</p>"
    )

    assert paragraphs(text) == [
        "The minister said that the declaration of the week is unacceptable.",
        "The text was published on Tuesday, and the talks go on.",
        "They end today.",
    ]
    for indented in ("\n      It rained on the first day\n      and the second.\n    ",
                     "It rained on the first day\n      and the second.\n    "):  # fmt: skip
        assert paragraphs(nitf(f"<p>{indented}</p>")) == [
            "It rained on the first day and the second."
        ]


def test_a_picture_may_be_in_the_item() -> None:
    media = (
        '<media media-type="image"><media-reference mime-type="image/png"/>'
        f'<media-object encoding="base64">{PNG}</media-object>'
        "<media-caption>Rain</media-caption></media>"
    )
    article = read_one("a.xml", nitf("<p>It rained.</p>" + media))

    assert isinstance(article.body[1], Figure)
    assert plain_text(article.body[1].caption) == "Rain"
    assert len(article.pictures) == 1


# ---------------------------------------------------------------- fields
def test_the_language_of_the_item_is_that_of_its_text() -> None:
    assert (
        read_one("a.xml", nitf().replace("<nitf>", '<nitf baselang="en-US">')).language == "en-US"
    )


@pytest.mark.parametrize(
    ("byline", "found"),
    [
        ("By BERNARD CONDON<byttl>AP Business Writer</byttl>", [("BERNARD CONDON", "AP Business Writer")]),
        ("By<person>Ann Staff</person><byttl>Desk</byttl>", [("Ann Staff", "Desk")]),
        ("<person>Mia Rabson and Jordan Press</person><byttl>The Canadian Press</byttl>",
         [("Mia Rabson", "The Canadian Press"), ("Jordan Press", "The Canadian Press")]),
        ("By Sarah Ward, PA Scotland", [("Sarah Ward", "PA Scotland")]),
        ("Geir Molnes / Faktisk.no", [("Geir Molnes", "Faktisk.no")]),
        ("Trond Husø, The Anti-Doping Database", [("Trond Husø", "The Anti-Doping Database")]),
        ("By Paulo Santalucia and Frances d'Emilio",
         [("Paulo Santalucia", None), ("Frances d'Emilio", None)]),
        ("<p>By Ann Muster</p><p>The Daily</p>", [("Ann Muster", "The Daily")]),
        ("gr/bp", []),
        ("daa/mt/msr", []),
        ("", []),
    ],
)  # fmt: skip
def test_bylines_of_agencies(byline: str, found: list[tuple[str, str | None]]) -> None:
    article = read_one("a.xml", nitf(head=f"<byline>{byline}</byline>"))

    assert [(person.name, person.affiliation) for person in article.byline] == found


def test_a_dateline_is_made_of_the_parts_of_a_place() -> None:
    head = (
        "<dateline><location><city>Ottawa</city><state>Ontario</state><country>Canada</country>"
        '</location><story.date norm="20200703T165136-0400"/></dateline>'
    )
    article = read_one("a.xml", nitf("<p>OTTAWA - A man faces 22 charges.</p>", head=head))

    assert article.dateline is not None
    assert (article.dateline.raw, article.dateline.place) == ("Ottawa, Ontario, Canada", "Ottawa")
    assert plain_text(article.body) == "A man faces 22 charges."


def test_a_summary_that_is_the_headline_or_the_first_paragraph_is_no_deck() -> None:
    for said in ("Rain", "It rained in Baku."):
        assert read_one("a.xml", nitf(head=f"<abstract><p>{said}</p></abstract>")).deck == ()


def test_words_of_the_text_do_not_take_the_deck_away() -> None:
    text = nitf("<p>It rained, and the river rose by two metres.</p>")
    article = read_one("a.xml", text.replace("</hl1>", "</hl1><hl2>The river rose</hl2>"))

    assert plain_text(article.deck) == "The river rose"


def test_a_release_that_is_a_pattern_is_none() -> None:
    article, world = read("a.xml", nitf(docdata='<date.release norm="YYYYMMDD000000-HHMM"/>'))

    assert article[0].embargo is None
    assert codes(world) == ["metadata-invalid"]


def test_all_limits_of_use_are_told() -> None:
    docdata = '<doc.rights owner="X" geography="Not in Japan" limitations="Print only"/>'
    head = "<rights><rights.geography>Europe</rights.geography></rights>"
    _, world = read("a.xml", nitf(docdata=docdata, head=head))

    assert [d.message for d in world.diagnostics] == [
        "terms of use: Europe Print only Not in Japan"
    ]


@pytest.mark.parametrize("end", ["ends", "==Kyodo", "asl/tib/pid/cac", "（完）", "###"])
def test_marks_of_the_end_are_not_printed(end: str) -> None:
    assert paragraphs(nitf(f"<p>It rained.</p><p>{end}</p>")) == ["It rained."]


def test_rights_below_the_text_are_rights() -> None:
    article = read_one("a.xml", nitf("<p>It rained.</p><p>© ANA. All rights reserved.</p>"))

    assert plain_text(article.body) == "It rained."
    assert article.rights.notice == "© ANA. All rights reserved."


def test_a_byline_of_the_text_is_kept_beside_that_of_the_field() -> None:
    head = "<byline>By <person>Staff Reporter</person></byline>"
    article = read_one("a.xml", nitf("<p>By Ann Muster</p><p>It rained.</p>", head=head))

    assert [person.name for person in article.byline] == ["Staff Reporter", "Ann Muster"]


def test_lines_broken_by_elements_are_joined_and_verse_is_not() -> None:
    broken = (
        "<p>   More extreme weather is forecast over the next few days and the<br/>fire situation "
        "is likely to get worse with a massive fire front<br/>spanning the land.</p>"
    )
    verse = "<p>Roses are red,<br/>violets are blue,<br/>sugar is sweet.</p>"

    assert paragraphs(nitf(broken + verse)) == [
        "More extreme weather is forecast over the next few days and the fire situation is likely "
        "to get worse with a massive fire front spanning the land.",
        "Roses are red,\nviolets are blue,\nsugar is sweet.",
    ]


def test_indents_of_chinese_and_japanese_agencies_leave_the_dateline_whole() -> None:
    for dateline, text in (
        ("【北京共同】", "中国の李首相は二日、会談した。"),
        ("新华社北京4月2日电（记者张三）", "中国的友谊源远流长。"),
    ):
        said = f"<p>\u3000\u3000{dateline}{text}</p><p>\u3000\u3000{text}</p>"
        article = read_one("a.xml", nitf(said))
        assert [block.children for block in article.body] == [(Text(text),)] * 2
        assert article.dateline is not None
        assert article.dateline.raw == dateline


def test_text_outside_the_content_is_text() -> None:
    text = "<nitf><body><body.head><hedline><hl1>R</hl1></hedline></body.head><p>It rained.</p></body></nitf>"

    assert paragraphs(text) == ["It rained."]


def test_lines_of_a_byline_are_people_of_their_own() -> None:
    head = "<byline><p>By Ann Muster</p><p>Photos by Dan Pic</p></byline>"
    found = read_one("a.xml", nitf(head=head)).byline

    assert [(person.name, person.role) for person in found] == [
        ("Ann Muster", "aut"), ("Dan Pic", "pht"),
    ]  # fmt: skip


def test_documents_beside_a_text_are_links() -> None:
    media = (
        '<media media-type="other"><media-reference source="https://x.example/y.pdf"/>'
        "<media-caption>The report</media-caption></media>"
    )
    article = read_one("a.xml", nitf("<p>It rained.</p>" + media))

    assert [type(block).__name__ for block in article.body] == ["Paragraph", "Paragraph"]
    assert plain_text(article.body[1]) == "The report"
