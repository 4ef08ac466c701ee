"""Word processors and markup languages, with what real documents do."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Emphasis, Figure, Heading, Items, Math, Note, Quote, Strong, Table
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.readers.documents.styles import ROLES, heading_of, role_of
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.documents import Line, docx, epub, odt, rtf

TEXT = "It rained in Baku, and the people of the town went out to see it with their children."


def read(name: str, data: str | bytes, **more: str) -> tuple[list[Article], World]:
    world = World(root=Path("/nowhere"))
    content = data.encode() if isinstance(data, str) else data
    return list(read_many(Source(name, content, **more), world)), world


def kinds(article: Article) -> list[str]:
    return [type(block).__name__ for block in article.body]


# ---------------------------------------------------------------- styles
def test_every_style_has_one_role() -> None:
    names = [name.casefold() for listed in ROLES.values() for name in listed]
    assert len(names) == len(set(names))
    assert role_of("pull QUOTE") == "pull"
    assert role_of("Editor's Note") == "note"
    assert (heading_of("标题 2"), heading_of("見出し 3"), heading_of("Heading_20_1")) == (2, 3, 1)


@pytest.mark.parametrize(("make", "suffix"), [(docx, "docx"), (odt, "odt"), (rtf, "rtf")])
def test_roles_come_from_the_names_of_styles(make: object, suffix: str) -> None:
    lines = [
        Line("Title", "Rain"), Line("Note to Editors", "Check the name"), Line("Normal", TEXT),
        Line("Heading 2", "Wind"), Line("Pull Quote", "So wet"), Line("Normal", TEXT),
        Line("Editor's Note", "First of two."), Line("Source", "The Post"),
    ]  # fmt: skip
    (article,), world = read(f"a.{suffix}", make(lines))  # type: ignore[operator]

    assert plain_text(article.headline) == "Rain"
    assert plain_text(article.note) == "First of two."
    assert article.source == "The Post"
    assert [d.code for d in world.diagnostics] == ["editors-note"]
    if suffix != "rtf":
        assert kinds(article) == ["Paragraph", "Heading", "Quote", "Paragraph"]
    quotes = [b for b in article.body if isinstance(b, Quote)]
    assert [(q.style, plain_text(q)) for q in quotes] == [("pull", "So wet")]


# ---------------------------------------------------------------- DOCX
def test_weak_properties_of_a_document_are_inferred() -> None:
    core = {
        "dc:title": "Rain",
        "dc:creator": "Ann Example",
        "dcterms:created": "2021-12-20T10:00:00Z",
    }
    (article,), _ = read("a.docx", docx([Line("Normal", TEXT)], core=core))

    rules = {d.field: d.rule for d in article.origin.decisions}
    assert plain_text(article.headline) == "Rain"
    assert rules["published"] == "inferred: the document was made on that day"
    assert rules["byline"] == "inferred: the document's author"
    assert rules["headline"] == "format: title property"


def test_unknown_styles_are_listed_once() -> None:
    lines = [Line("Title", "Rain"), Line("Wobble", TEXT), Line("Wobble", TEXT), Line("Blurb", TEXT)]
    _, world = read("a.docx", docx(lines))

    assert [(d.code, d.message) for d in world.diagnostics] == [
        ("unknown-style", "paragraph styles without a role are set as text: Blurb, Wobble")
    ]


def test_text_boxes_of_word_are_kept() -> None:
    box = (
        "<w:p><w:r><w:t>Before.</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:"
        "vml'><v:textbox><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    (article,), _ = read("a.docx", docx([Line("Normal", TEXT)], more=box))

    assert "In the box." in plain_text(article.body)


def test_what_word_drew_is_reported() -> None:
    more = (
        '<w:p><w:r><c:chart xmlns:c="x"/></w:r><w:r><w:txbxContent><w:p><w:r><w:t>Kept.</w:t></w:r></w:p>'
        '</w:txbxContent></w:r><w:r><wps:txbx xmlns:wps="x"><w:txbxContent><w:p><w:r><w:t>Lost.</w:t>'
        "</w:r></w:p></w:txbxContent></wps:txbx></w:r></w:p>"
    )
    (article,), world = read("a.docx", docx([Line("Normal", TEXT)], more=more))

    assert "Kept." in plain_text(article.body)
    assert [d.message for d in world.diagnostics if d.code == "content-dropped"] == [
        "a chart was left out", "a box of text was left out: 'Lost.'",
    ]  # fmt: skip


_OMML = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def _formula(text: str) -> str:
    return f"<m:oMath {_OMML}><m:r><m:t>{text}</m:t></m:r></m:oMath>"


def test_formulas_of_word_are_kept_in_lines_and_by_themselves() -> None:
    more = (
        f"<w:p><w:r><w:t>He knew </w:t></w:r>{_formula('E=m')}<w:r><w:t> by heart.</w:t></w:r></w:p>"
        f"<w:p><m:oMathPara {_OMML}>{_formula('a')}{_formula('b')}</m:oMathPara></w:p>"
        f"<w:p><w:r><w:t>Then </w:t></w:r><w:del>{_formula('g')}</w:del>{_formula('')}"
        "<w:r><w:t>NBPART9X</w:t></w:r></w:p>"
    )
    (article,), world = read("a.docx", docx([Line("Normal", TEXT)], more=more))
    found = [n for n in walk(article.body) if isinstance(n, Math)]

    assert [(n.alt, n.display) for n in found] == [("E=m", False), ("a", True), ("b", True)]
    assert "<mi>E</mi><mo>=</mo><mi>m</mi>" in found[0].mathml
    assert kinds(article)[1:] == ["Paragraph", "Math", "Math", "Paragraph"]
    assert plain_text(article.body[-1:]) == "Then NBPART9X"
    assert [d.message for d in world.diagnostics if d.code == "content-dropped"] == [
        "a change is still tracked: what is struck out was left out, what is new is kept"
    ]


def test_formulas_of_word_stand_between_paragraphs_and_in_cells() -> None:
    block = f"<m:oMathPara {_OMML}>{_formula('a')}</m:oMathPara>"
    more = f"{block}<w:tbl><w:tr><w:tc>{_formula('b')}</w:tc></w:tr></w:tbl>"
    (article,), world = read("a.docx", docx([Line("Normal", TEXT)], more=more))

    assert [n.alt for n in walk(article.body) if isinstance(n, Math)] == ["a", "b"]
    assert not [d for d in world.diagnostics if d.code == "content-dropped"]


def test_formulas_stand_in_notes_and_headings_of_word() -> None:
    more = (
        f'<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr>{_formula("x")}<w:r><w:t> is it</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>Called</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = _part(f'<w:footnote w:id="2"><w:p>{_formula("y")}</w:p></w:footnote>', "footnotes")
    data = docx(
        [Line("Heading 2", "Rain"), Line("Normal", TEXT)],
        more=more, extra={"word/footnotes.xml": notes},
    )  # fmt: skip
    (article,), _ = read("a.docx", data)

    assert [n.alt for n in walk(article.body) if isinstance(n, Math)] == ["x", "y"]


def _part(inside: str, root: str) -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:{root} xmlns:w="{space}">{inside}</w:{root}>'


def test_what_word_keeps_beside_the_text_is_reported() -> None:
    changed = (
        "<w:p><w:r><w:t>He </w:t></w:r><w:ins><w:r><w:t>sells</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>sold</w:delText></w:r></w:del><w:r><w:t> ink.</w:t></w:r></w:p>"
    )
    said = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    comment = f'<w:comment w:id="0">{said.format("Is this true?")}</w:comment>'
    extra: dict[str, str | bytes] = {
        "word/comments.xml": _part(comment, "comments"),
        "word/header1.xml": _part(said.format("The Daily"), "hdr"),
        "word/header2.xml": _part("<w:p/>", "hdr"),
        "word/footer1.xml": _part(said.format("Not for sale"), "ftr"),
    }
    (article,), world = read("a.docx", docx([Line("Normal", TEXT)], more=changed, extra=extra))
    found = [(d.severity.name, d.message) for d in world.diagnostics if d.code == "content-dropped"]

    assert "He sells ink." in plain_text(article.body)
    assert found == [
        ("WARNING", "2 changes are still tracked: what is struck out was left out, what is new is kept"),
        ("INFO", "a comment was left out: 'Is this true?'"),
        ("INFO", "the text of headers and footers was left out: 'Not for sale', 'The Daily'"),
    ]  # fmt: skip


def test_what_was_moved_in_word_stands_once_and_is_reported() -> None:
    moved = (
        "<w:p><w:moveFrom><w:r><w:t>Ink from Hui.</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:moveTo><w:r><w:t>Ink from Hui.</w:t></w:r></w:moveTo></w:p>"
    )
    (article,), world = read("a.docx", docx([Line("Normal", TEXT)], more=moved))

    assert plain_text(article.body).count("Ink from Hui.") == 1
    assert any(d.message.startswith("2 changes are still tracked") for d in world.diagnostics)


def test_a_word_file_without_anything_beside_the_text_says_nothing() -> None:
    _, world = read("a.docx", docx([Line("Normal", TEXT)]))

    assert not [d for d in world.diagnostics if d.code == "content-dropped"]


def test_word_notes_stand_where_they_are_called() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    call = '<w:p><w:r><w:t>Called</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    data = docx(
        [Line("Normal", TEXT)], more=call,
        extra={"word/footnotes.xml": notes, "word/_rels/document.xml.rels": rels},
    )  # fmt: skip
    (article,), _ = read("a.docx", data)

    found = [n for n in walk(article.body) if isinstance(n, Note)]
    assert [plain_text(*n.blocks) for n in found] == ["A note."]


# ---------------------------------------------------------------- ODT
def test_odt_lists_tables_notes_and_captioned_boxes() -> None:
    more = (
        "<text:list><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>H</text:p>"
        '</table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>I</text:p>'
        "</table:table-cell></table:table-row></table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
        '<text:p>Called<text:note text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>"
        "</text:p><text:p><draw:frame><draw:text-box><text:p><draw:frame><draw:image "
        'xlink:href="Pictures/image1.png"/></draw:frame>Illustration <text:sequence>1'
        "</text:sequence>: A pine</text:p></draw:text-box></draw:frame></text:p>"
        "<text:tracked-changes><text:p>GONE</text:p></text:tracked-changes>"
    )
    (article,), _ = read("a.odt", odt([Line("Normal", TEXT)], more=more))

    assert [k for k in kinds(article) if k != "Figure"] == [
        "Paragraph",
        "Items",
        "Table",
        "Paragraph",
    ]
    (items,) = (b for b in article.body if isinstance(b, Items))
    assert isinstance(items.items[0].blocks[1], Items)  # type: ignore[union-attr]
    (table,) = (b for b in article.body if isinstance(b, Table))
    assert table.head[0].cells[1].colspan == 2
    assert [plain_text(*n.blocks) for n in walk(article.body) if isinstance(n, Note)] == ["A note."]
    figures = [n for n in walk(article.body) if isinstance(n, Figure)]
    assert [plain_text(f.caption) for f in figures] == ["A pine"]
    assert "GONE" not in plain_text(article.body)


# ---------------------------------------------------------------- EPUB
def test_a_book_of_several_articles_is_a_feed_of_them() -> None:
    head = '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
    page = head + "<h1>{}</h1><p>" + TEXT + "</p></body></html>"
    data = epub(
        {
            "cover.xhtml": head + '<svg xmlns="http://www.w3.org/2000/svg"/></body></html>',
            "a.xhtml": page.format("Rain"), "b.xhtml": page.format("Wind"),
        },
        {}, metadata="<dc:title>Weather</dc:title><dc:creator>A</dc:creator><dc:creator>B</dc:creator>",
    )  # fmt: skip
    articles, _ = read("a.epub", data)

    assert [(plain_text(a.headline), a.slug) for a in articles] == [("Rain", "a"), ("Wind", "b")]
    assert [p.name for p in articles[0].byline] == ["A", "B"]


# ---------------------------------------------------------------- pandoc
def test_notes_of_a_book_stand_where_they_are_called() -> None:
    page = '<html xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'
    calls = '<a epub:type="noteref" href="notes.xhtml#n1">1</a> <sup id="r2"><a href="notes.xhtml#n2">2</a></sup>'
    notes = (
        '<h1>Notes</h1><aside id="n1" epub:type="footnote"><p>First.</p></aside>'
        '<ol><li id="n2"><p><a href="c1.xhtml#r2">2.</a> Second.</p></li></ol>'
    )
    data = epub(
        {
            "c1.xhtml": page.format(
                f'<h1>Rain</h1><h2 class="subtitle">So wet</h2><p>{TEXT}{calls}</p>'
            ),
            "c2.xhtml": page.format(
                f'<p class="chapter-title">Wind</p><p>{TEXT}</p>'
                '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="a.png"/></svg>'
            ),
            "notes.xhtml": page.format(notes),
            "copyright.xhtml": page.format(f"<p>{TEXT}</p>"),
        },
        {"a.png": b"x"},
    )
    articles, world = read("a.epub", data)
    found = [plain_text(*n.blocks) for n in walk(articles[0].body) if isinstance(n, Note)]

    assert [plain_text(a.headline) for a in articles] == ["Rain", "Wind"]
    assert plain_text(articles[0].deck) == "So wet"
    assert found == ["First.", "Second."]
    assert [d.code for d in world.diagnostics] == ["unreadable-image"]


def test_rtf_keeps_every_character() -> None:
    data = (
        r"{\rtf1\ansi\ansicpg1252\uc1\pard a\u26575?,b\u8221\'94, \u-10187?\u-8896? "
        r"{\uc2\u26575\'b0\'d8 x} caf\'e9\par}"
    )
    (article,), _ = read("a.rtf", data)

    assert plain_text(article.body) == "a柏,b”, 𝕀 柏 x café"


def test_asciidoc_headers_of_every_kind() -> None:
    text = f"= Rain\nAnn Example <ann@x.example>; Bob Other\nv1.0, 2021-12-27\n:lang: en\n\n{TEXT}\n\n== Wind\n\n*bold*\n"
    (article,), _ = read("a.adoc", text)

    assert plain_text(article.headline) == "Rain"
    assert [p.name for p in article.byline] == ["Ann Example", "Bob Other"]
    assert article.published == "2021-12-27"
    assert isinstance(article.body[1], Heading)
    assert any(isinstance(n, Strong) for n in walk(article.body))


def test_wikinews_templates_and_links() -> None:
    text = (
        "{{date|December 27, 2021}}\n'''Baku''' is a [[w:City|city]].[[File:Pine tree.png|thumb|200px|"
        "alt=A pine|A [[pine]].]] More.\n\n== Sources ==\n* {{source|url=https://x.example/a|title=A "
        "story|author=Ann|pub=Post}}\n[[Category:Rain]][[Category:Wind]]\n"
    )
    (article,), _ = read("Rain_in_Baku.mediawiki", text)

    assert plain_text(article.headline) == "Rain in Baku"
    assert article.published == "2021-12-27"
    assert article.keywords == ("Rain", "Wind")
    (figure,) = (n for n in walk(article.body) if isinstance(n, Figure))
    assert (figure.pictures[0].source, figure.pictures[0].alt) == ("Pine_tree.png", "A pine")
    assert plain_text(figure.caption) == "A pine."
    assert "Ann, A story, Post" in plain_text(article.body)


def test_quotations_references_and_galleries_of_a_wiki() -> None:
    text = (
        f"{TEXT}<ref>{{{{cite web|title=Rain|url=https://example.org/r|publisher=The Post}}}}</ref>\n\n"
        "{{QuoteLeft|So wet|The mayor}}\n\n{{quote|Quite wet.}}\n\n<gallery>\nFile:A.jpg|A pine\n"
        "File:B.jpg\n</gallery>\n\n{{infobox|rain|town=Baku}}\n\n[[fr:Pluie]]\n"
    )
    (article,), world = read("a.wiki", text)
    quotes = [b for b in article.body if isinstance(b, Quote)]
    notes = [plain_text(*n.blocks) for n in walk(article.body) if isinstance(n, Note)]
    figures = [b for b in article.body if isinstance(b, Figure)]

    assert [(q.style, plain_text(q)) for q in quotes] == [
        ("pull", "So wet\n\n— The mayor"), (None, "Quite wet."),
    ]  # fmt: skip
    assert notes == ["Rain, The Post"]
    assert [(f.pictures[0].source, plain_text(f.caption)) for f in figures] == [
        ("A.jpg", "A pine"), ("B.jpg", ""),
    ]  # fmt: skip
    assert kinds(article)[-1] == "Figure"
    assert [d.message for d in world.diagnostics if d.code == "content-dropped"] == [
        "the template 'infobox' (rain, Baku) was left out"
    ]


def test_asciidoc_with_conditions_contents_lists_and_tables() -> None:
    text = (
        f"= Rain\n:paper: a5\n\ntoc::[]\n\n{TEXT}\n\nifdef::paper[]\nOn paper.\nendif::[]\n\n"
        "ifdef::screen[]\nOn screen.\nendif::[]\n\n* ink\n** black\n\n|===\n|Town |mm\n\n|Baku |3\n|===\n"
    )
    (article,), world = read("a.adoc", text)
    (items,) = (b for b in article.body if isinstance(b, Items))
    (table,) = (b for b in article.body if isinstance(b, Table))

    assert kinds(article) == ["Paragraph", "Paragraph", "Items", "Table"]
    assert plain_text(article.body[1]) == "On paper."
    assert items.tight
    assert (len(table.body), len(table.foot)) == (1, 0)
    assert [d.message for d in world.diagnostics if d.code == "content-dropped"] == [
        "text under the condition 'screen' was left out"
    ]


def test_a_heading_within_a_wiki_page_is_no_headline() -> None:
    (article,), _ = read("Rain_in_Baku.wiki", f"{TEXT}\n\n= Wind =\n\n{TEXT}\n")

    assert plain_text(article.headline) == "Rain in Baku"
    assert kinds(article) == ["Paragraph", "Heading", "Paragraph"]


def test_dividers_of_asciidoc_may_be_long() -> None:
    (article,), _ = read("a.adoc", f"= Rain\n\n{TEXT}\n\n'''''\n\n{TEXT}\n")

    assert kinds(article) == ["Paragraph", "Divider", "Paragraph"]


def test_links_of_word_are_not_underlined() -> None:
    link = '<w:hyperlink w:anchor="x"><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>here</w:t></w:r></w:hyperlink>'
    more = f'<w:p><w:bookmarkStart w:id="1" w:name="x"/>{link}</w:p>'
    (article,), _ = read("a.docx", docx([Line("Normal", TEXT)], more=more))

    assert not [n for n in walk(article.body) if getattr(n, "style", None) == "underline"]


def test_what_rst_holds_in_directives() -> None:
    text = (
        f"{TEXT}\n\n.. epigraph:: So wet.\n\n.. contents::\n\n.. csv-table:: Rain\n   :file: /etc/passwd\n\n"
        ".. toctree::\n   :maxdepth: 2\n\n   other\n\n.. image:: a.png\n\nAfter.\n"
    )
    (article,), world = read("a.rst", text)

    assert kinds(article) == ["Paragraph", "Quote", "Figure", "Paragraph"]
    assert [f.pictures[0].alt for f in article.body if isinstance(f, Figure)] == [None]
    assert [d.message for d in world.diagnostics if d.code == "content-dropped"] == [
        "the file '/etc/passwd', which is included, was left out"
    ]


def test_docinfo_of_rst_may_hold_markup() -> None:
    text = f"Rain\n====\n\n:Author: Ann\n:Kicker: *Weather*\n\n{TEXT}\n"
    (article,), _ = read("a.rst", text)

    assert any(isinstance(n, Emphasis) for n in walk(article.kicker))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rst", f"{TEXT}\n\n.. include:: /etc/passwd\n   :literal:\n\n{TEXT}\n"),
        ("a.adoc", f"{TEXT}\n\ninclude::/etc/passwd[lines=1]\n\n{TEXT}\n"),
        ("a.mediawiki", f"{TEXT}\n\n{{{{foo|/etc/passwd}}}}\n\n{TEXT}\n"),
        ("a.typ", f'{TEXT}\n\n#include "/etc/passwd"\n\n{TEXT}\n'),
        ("a.org", f'{TEXT}\n\n#+INCLUDE: "/etc/passwd"\n\n{TEXT}\n'),
    ],
)
def test_what_includes_other_files_is_left_out_and_reported(name: str, text: str) -> None:
    (article,), world = read(name, text)

    assert kinds(article) == ["Paragraph", "Paragraph"]
    assert [d.code for d in world.diagnostics] == ["content-dropped"]


def test_without_pandoc_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsbook.readers.documents import pandoc

    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    articles, world = read("a.rst", TEXT)

    assert articles == []
    assert [(d.code, d.hint) for d in world.diagnostics] == [
        ("tool-missing", 'install it: pip install "newsbook[pandoc]"')
    ]
