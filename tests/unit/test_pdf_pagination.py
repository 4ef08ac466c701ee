from __future__ import annotations

from typing import Any

import pytest

from newsbook.composition import Document, Furniture, Galley, GalleyAnchor, GalleyPage
from newsbook.pdf.pagination import paginate, roman


def doc(name: str, **more: Any) -> Document:
    return Document(name, "article", name, "en", "", **more)


def galley(name: str, pages: int, sides: tuple[str, ...] = ("left", "right")) -> Galley:
    furniture = dict.fromkeys(sides, Furniture())
    made = tuple(GalleyPage(100, 200, document=name, furniture=furniture) for _ in range(pages))
    return Galley(name, b"", made, (), anchors=(GalleyAnchor(f"{name}-a", pages - 1, 0, 0),))


def test_roman_numerals() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 944, 1999)] == [
        "i", "iv", "ix", "xiv", "xl", "xc", "cd", "cmxliv", "mcmxcix",
    ]  # fmt: skip


def test_front_matter_and_body_are_numbered_apart_and_begin_recto() -> None:
    front = [doc(name, numbering="front") for name in ("title", "toc", "rights")]
    documents = [*front, doc("one"), doc("two", start="recto")]
    galleys = {name: galley(name, 1) for name in ("title", "toc", "rights", "one", "two")}
    plan = paginate(documents, galleys)
    assert [(p.unit, p.folio, p.side) for p in plan.pages] == [
        ("title", "i", "right"), ("toc", "ii", "left"), ("rights", "iii", "right"),
        ("", "iv", "left"), ("one", "1", "right"), ("", "2", "left"), ("two", "3", "right"),
    ]  # fmt: skip
    assert plan.folios["rights-a"] == "iii"
    assert plan.folios["two-a"] == plan.folios["two"] == "3"
    assert plan.last == {"front": 4, "body": 3, "none": 0}
    assert [p.blank for p in plan.pages] == [False, False, False, True, False, True, False]


def test_pages_without_numbers_have_no_folio() -> None:
    plan = paginate([doc("cover", numbering="none")], {"cover": galley("cover", 2)})
    assert [p.folio for p in plan.pages] == ["", ""]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_first_page_is_a_recto(direction: str) -> None:
    plan = paginate([doc("a", start="verso")], {"a": galley("a", 1)}, direction)
    recto = "left" if direction == "rtl" else "right"
    assert plan.pages[0].blank
    assert plan.pages[0].side == recto
    assert plan.pages[1].side != recto


def test_units_set_for_one_side_are_reported_when_they_stand_on_the_other() -> None:
    documents = [doc("a"), doc("b"), doc("c")]
    galleys = {"a": galley("a", 1), "b": galley("b", 2, ("right",)), "c": galley("c", 1)}
    plan = paginate(documents, galleys)
    assert plan.misplaced == {"b": "left"}


def test_units_without_pages_are_left_out() -> None:
    plan = paginate([doc("a"), doc("b")], {"a": Galley("a", b"", (), ()), "b": galley("b", 1)})
    assert [p.unit for p in plan.pages] == ["b"]


def test_documents_of_one_unit_share_its_pages() -> None:
    documents = [doc("a", unit="s"), doc("b", unit="s"), doc("c")]
    plan = paginate(documents, {"a": galley("a", 3), "c": galley("c", 1)})
    assert [p.unit for p in plan.pages] == ["a", "a", "a", "c"]
