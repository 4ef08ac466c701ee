"""Objects of a PDF are known again by what they are, whatever their numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from newsbook.cache import Cache
from newsbook.pdf.portrait import Portraits, page_parts
from newsbook.pdf.walk import paints
from newsbook.recall import Recall

TEXT = b"BT /F 10 Tf 20 20 Td (AB) Tj ET"


@pytest.fixture
def recall(tmp_path: Path) -> Recall:
    return Recall(Cache(tmp_path))


def file(
    content: bytes = TEXT, *, before: int = 0, widths: tuple[int, ...] = (500, 600, 700)
) -> Pdf:
    """Return a file of one page with a font and an opacity; `before` numbers are taken."""
    pdf = Pdf.new()
    for number in range(before):
        pdf.make_indirect(Dictionary(N=number))
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name.Letters,
        FirstChar=65,
        Widths=Array(widths),
    )
    fonts = Dictionary(F=pdf.make_indirect(font))
    states = Dictionary(S=pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.5)))
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 200, 200]),
        Contents=pdf.make_stream(content),
        Resources=Dictionary(Font=fonts, ExtGState=states),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def digest(pdf: Pdf, recall: Recall) -> str:
    return Portraits(recall).of(page_parts(pdf.pages[0].obj)).digest


def test_numbers_of_objects_do_not_count(recall: Recall) -> None:
    assert digest(file(), recall) == digest(file(before=7), recall)


CHANGES: dict[str, Callable[[Any], object]] = {
    "content": lambda page: page.Contents.write(b"q Q"),
    "a box": lambda page: page.MediaBox.append(1),
    "an opacity": lambda page: page.Resources.ExtGState.S.__setitem__("/ca", 1),
    "a name": lambda page: page.Resources.ExtGState.__setitem__("/T", page.Resources.ExtGState.S),
    "a group": lambda page: page.__setitem__("/Group", Dictionary(S=Name.Transparency)),
    "what is drawn over it": lambda page: page.__setitem__(
        "/Annots", Array([Dictionary(AP=Dictionary(N=page.Contents))])
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_everything_else_counts(recall: Recall, change: str) -> None:
    pdf = file()
    CHANGES[change](pdf.pages[0].obj)
    assert digest(pdf, recall) != digest(file(), recall)


def test_one_object_twice_is_not_two_that_are_equal(recall: Recall) -> None:
    once, twice = file(), file()
    states = once.pages[0].obj.Resources.ExtGState
    states["/T"] = states.S
    equal = Dictionary(Type=Name.ExtGState, ca=0.5)
    twice.pages[0].obj.Resources.ExtGState["/T"] = twice.make_indirect(equal)
    assert digest(once, recall) != digest(twice, recall)


def test_what_holds_itself_has_a_portrait(recall: Recall) -> None:
    pdf = file()
    state = pdf.pages[0].obj.Resources.ExtGState.S
    state["/Self"] = state
    assert digest(pdf, recall)


def looked(pdf: Pdf, recall: Recall, ask: Callable[..., Any] = lambda *_: None) -> tuple[bool, Any]:
    """Return whether a page was walked, and how wide its text is."""
    walked = False
    page, portraits = pdf.pages[0].obj, Portraits(recall)

    def walk(measures: Any) -> float:
        nonlocal walked
        walked = True
        (text,) = paints(page, fonts=measures)
        return text.box.width

    width = portraits.made("look", portraits.of(page_parts(page)), None, walk, ask)
    return walked, width


def test_of_a_font_the_letters_shown_count_alone(recall: Recall) -> None:
    assert looked(file(), recall) == (True, 11)
    assert looked(file(before=3), recall) == (False, 11)
    assert looked(file(widths=(500, 600, 900, 100)), recall) == (False, 11), "C is not shown"
    assert looked(file(widths=(500, 800, 700)), recall) == (True, 13), "B is"


def test_what_else_is_asked_of_a_font_counts(recall: Recall) -> None:
    assert looked(file(), recall, lambda font, glyphs: max(glyphs))[0]
    assert not looked(file(), recall, lambda font, glyphs: max(glyphs))[0]
    assert looked(file(), recall, lambda font, glyphs: "one more")[0]


def test_what_holds_an_object_of_the_file_is_not_kept(recall: Recall) -> None:
    pdf = file()
    portraits = Portraits(recall)
    portrait = portraits.of(page_parts(pdf.pages[0].obj))
    for _ in range(2):
        made = portraits.made("thing", portrait, None, lambda _: pdf.pages[0].obj)
        assert made.objgen == pdf.pages[0].obj.objgen
    assert portraits.made("thing", portrait, None, lambda _: "plain") == "plain"
