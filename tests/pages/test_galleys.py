"""Galleys and the books bound of them."""

from __future__ import annotations

import dataclasses

import pytest

from newsbook.manifest.types import PrintOptions
from newsbook.pdf import bind
from tests.support.compositions import whole
from tests.support.galleys import (
    PAGE,
    TIME,
    bound,
    document,
    galleys_of,
    opened,
    page_texts,
    print_composition,
    print_sample,
    words,
)


def test_folios_are_right_wherever_a_unit_stands() -> None:
    front = document("front", "<h1>Front</h1>", numbering="front", article=None)
    one, two = document("one", words(700)), document("two", words(60))
    book = bound(print_composition([front, one, two]))
    assert [page.folio for page in book.pages][:4] == ["i", "ii", "1", "2"]
    texts = page_texts(book)
    for page, text in zip(book.pages, texts, strict=True):
        assert text == "" if page.blank else text.split()[-1] == page.folio
    assert {p.side for p in book.pages if p.unit == "one"} == {"left", "right"}


def test_a_galley_stands_on_either_side_as_if_set_for_it() -> None:
    first, second = document("first", words(40)), document("second", words(300))
    css = PAGE + "section#second { columns: 2 }"
    galleys = galleys_of(print_composition([first, second], css))
    assert all(galley.reversible for galley in galleys)
    forced = [first, dataclasses.replace(second, start="verso")]
    as_verso = galleys_of(print_composition(forced, css))[1]
    assert as_verso.side == "left"
    turned = bind_all(print_composition([first, second], css), galleys)
    straight = bind_all(print_composition(forced, css), (galleys[0], as_verso))
    assert rasters(turned.pdf) == rasters(straight.pdf)


def bind_all(composition, galleys):  # type: ignore[no-untyped-def]
    from newsbook.fonts import bundled_catalogue

    return bind(composition, galleys, PrintOptions(), catalogue=bundled_catalogue(), timestamp=TIME)


def rasters(pdf: bytes) -> list[bytes]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as opened_pdf:
        return [page.render(scale=1).to_pil().tobytes() for page in opened_pdf]


def test_numbers_in_the_contents_are_stamped_and_those_in_text_are_set() -> None:
    contents = whole(
        '<section class="contents"><p><a href="#last">Last</a>'
        '<span class="page-ref" data-ref="last"></span></p></section>',
        language="en", title="Contents",
    )  # fmt: skip
    toc = dataclasses.replace(document("toc", "", numbering="front", article=None), xhtml=contents)
    middle = document(
        "middle", words(500) + '<p>see <span class="page-ref" data-ref="last"></span>.</p>'
    )
    composition = print_composition([toc, middle, document("last", words(20))])
    galleys = galleys_of(composition)
    assert galleys[0].refs == ()
    assert galleys[1].refs == ("last",)
    book = bound(composition)
    texts = page_texts(book)
    folio = book.pages[-1].folio
    assert texts[0].split() == ["Last", folio, "i"]
    assert f"see {folio}." in " ".join(texts)
    assert not book.diagnostics


def test_a_number_of_a_page_that_does_not_exist_is_an_error() -> None:
    lost = document("one", '<p>see <span class="page-ref" data-ref="gone"></span></p>')
    book = bound(print_composition([lost]))
    assert page_texts(book)[0].startswith("see ?")
    assert [d.code for d in book.diagnostics] == ["broken-link"]
    assert "'gone'" in book.diagnostics[0].message


def test_links_lead_to_other_units_and_out_of_the_book() -> None:
    one = document("one", '<p><a href="#two">two</a> <a href="https://example.org/">out</a></p>')
    pdf = opened(bound(print_composition([one, document("two", words(5))])))
    inside, outside = pdf.pages[0].Annots
    assert str(inside.Dest) == "two"
    assert "/A" not in inside
    assert str(outside.A.URI) == "https://example.org/"
    names = pdf.Root.Names.Dests.Names
    destinations = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
    assert destinations["two"][0].objgen == pdf.pages[1].obj.objgen


def test_the_sample_book() -> None:
    book = bound(print_sample())
    assert [d.message for d in book.diagnostics] == []
    pdf = opened(book)
    assert len(pdf.pages) == len(book.pages)
    labels = pdf.Root.PageLabels.Nums
    assert [int(labels[i]) for i in range(0, len(labels), 2)] == [0, 2]
    with pdf.open_outline() as outline:
        titles = {item.title: [child.title for child in item.children] for item in outline.root}
    assert list(titles) == ["Title page", "Friendship", "On the Road"]
    assert titles["Friendship"][0] == "The Pine and the Cypress"
    for page in pdf.pages:
        for font in page.obj.Resources.get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
    text = " ".join(page_texts(book))
    assert "昆曲进校园" in text
    assert "İçərişəhər ₼" in text


def test_the_same_input_gives_the_same_bytes() -> None:
    composition = print_sample()
    assert bound(composition).pdf == bound(composition).pdf


@pytest.mark.slow
def test_a_tagged_book_keeps_its_structure() -> None:
    book = bound(print_sample(), options=PrintOptions(tagged=True))
    pdf = opened(book)
    root = pdf.Root.StructTreeRoot
    assert bool(pdf.Root.MarkInfo.Marked)
    pages = {page.obj.objgen for page in pdf.pages}
    stack, elements = [root.K[0]], 0
    while stack:
        element = stack.pop()
        elements += 1
        if "/Pg" in element:
            assert element.Pg.objgen in pages
        kids = element.get("/K")
        kids = list(kids) if kids is not None and hasattr(kids, "__iter__") else []
        stack += [k for k in kids if hasattr(k, "get") and k.get("/Type") != "/OBJR"]
    assert elements > 50
    nums = root.ParentTree.Nums
    keys = [int(nums[i]) for i in range(0, len(nums), 2)]
    assert keys == sorted(set(keys))
    for page in pdf.pages:
        if "/Contents" in page.obj:
            assert int(page.obj.StructParents) in keys


def test_a_page_that_begins_with_an_initial_opens_with_it() -> None:
    """The letter that a style sheet makes an initial is the first letter of its page."""
    css = PAGE + "p { break-before: page } p::first-letter { font-size: 3em; float: left }"
    first = words(30).replace("<p>", "<p>Zeal and ")
    (galley,) = galleys_of(print_composition([document("one", f"<h1>One</h1>{first}{first}")], css))
    found = [opening.text for opening in galley.openings]
    assert [text[:8] for text in found] == ["OneZeal ", "Zeal and", "Zeal and"]
