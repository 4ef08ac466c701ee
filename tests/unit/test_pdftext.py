"""Text read from PDFs: fonts of both kinds, strings of both kinds, forms, pictures, links."""

from __future__ import annotations

import io

import pikepdf

from newsbook.checks.pdftext import page_texts

CMAP = b"""begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange
2 beginbfchar
<0001> <5C81>
<0002> <00660066>
endbfchar
2 beginbfrange
<0010> <0013> <0041>
<0020> <0021> [<0078> <0079>]
endbfrange endcmap"""


def document(content: bytes) -> bytes:
    pdf = pikepdf.new()
    wide = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, ToUnicode=pdf.make_stream(CMAP)
        )
    )
    narrow = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    picture = pdf.make_stream(b"\0", Subtype=pikepdf.Name.Image, Width=1, Height=1)
    form = pdf.make_stream(
        b"/W 9 Tf <0013> Tj /P Do",
        Subtype=pikepdf.Name.Form,
        Resources=pikepdf.Dictionary(
            Font=pikepdf.Dictionary(W=wide), XObject=pikepdf.Dictionary(P=picture)
        ),
    )
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(content)
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary({"/W": wide, "/N x": narrow}),
        XObject=pikepdf.Dictionary(F=form, P=picture),
    )
    page.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Subtype=pikepdf.Name.Link), pikepdf.Dictionary()]
    )
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def text_of(content: bytes) -> str:
    [page] = page_texts(document(content))
    return page.text.strip()


def test_strings_of_glyphs() -> None:
    assert text_of(b"BT /W 12 Tf <00010002> Tj ET") == "岁ff"
    assert text_of(b"BT /W 12 Tf [<0010> -120 <0011>3.5<>0<0012>] TJ ET") == "ABC"
    assert text_of(b"BT /W 12 Tf <0020 0021> Tj ET") == "xy"
    assert text_of(b"BT /W 12 Tf <0099> Tj ET") == ""


def test_literal_strings() -> None:
    assert text_of(rb"BT /N#20x 1 Tf (a\(b\)\\ \101\n) Tj ET") == "a(b)\\ A"
    assert text_of(b"BT /W 12 Tf (\\000\\020\\000\\021) Tj ET") == "AB"


def test_strings_in_dictionaries_are_no_text() -> None:
    content = (
        b"/Span <</ActualText <FEFF0041> /E (hidden) /D <</X (y)>>>> BDC /W 1 Tf <0010> Tj EMC"
    )

    assert text_of(content) == "A"


def test_forms_pictures_and_links_are_counted() -> None:
    [page] = page_texts(document(b"/W 12 Tf <0010> Tj /F Do /P Do /Missing Do"))

    assert page.text.split() == ["A", "D"]
    assert page.pictures == 2
    assert page.links == 1
