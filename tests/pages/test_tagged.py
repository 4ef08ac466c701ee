"""A tagged book of several galleys: its structure is whole, in order, and says what things are."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from newsbook.checks.pdftext import page_texts
from newsbook.compose import compose
from newsbook.composition import BookBlock
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from tests.support.editions import edition
from tests.support.galleys import bound, document, opened, print_composition, words

pytestmark = pytest.mark.slow

SHOWS = frozenset({"Tj", "TJ", "Do", "'", '"'})
TABLE = (
    "<table><caption>{name}</caption><thead><tr><th>River</th><th>Length</th></tr></thead>"
    "<tbody><tr><td>Kur</td><td>1515</td></tr><tr><td>Araz</td><td>1072</td></tr></tbody></table>"
)


def tagged(layout: str) -> BookBlock:
    options = PrintOptions(tagged=True)
    book = compose(edition(), load_layout(layout, root=Path()), "print", options=options)
    return bound(book, options=options)


@pytest.fixture(scope="module", params=["classic", "newspaper"])
def pdf(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with opened(tagged(request.param)) as file:
        yield file


def kids_of(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") not in ("/OBJR", "/MCR")


def elements(root: Any, page: Any = None) -> Iterator[tuple[Any, Any]]:
    """Every structure element in order, with the page it says it is on."""
    own = root.get("/Pg", page)
    yield root, own
    for kid in kids_of(root):
        if is_element(kid):
            assert kid.P.objgen == root.objgen, "a kid knows its parent"
            yield from elements(kid, own)


def document_element(pdf: pikepdf.Pdf) -> Any:
    (root,) = pdf.Root.StructTreeRoot.K
    assert root.S == "/Document"
    return root


def parents_of(pdf: pikepdf.Pdf) -> dict[int, Any]:
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    keys = [int(key) for key in list(nums)[::2]]
    assert keys == sorted(set(keys)), "the parent tree is sorted"
    assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) > keys[-1]
    return dict(zip(keys, list(nums)[1::2], strict=True))


def marks(page: Any) -> tuple[list[int], int]:
    """The MCIDs of a page in the order of drawing, and how much is drawn outside of all marks."""
    stack: list[str] = []
    found: list[int] = []
    loose = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if name == "BDC" else {}
            numbered = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
            if numbered:
                found.append(int(properties.MCID))
            stack.append("mark" if numbered or operands[0] == "/Artifact" else "")
        elif name == "EMC":
            stack.pop()
        elif name in SHOWS and "mark" not in stack:
            loose += 1
    assert not stack, "every mark is closed"
    return found, loose


def test_every_mark_has_a_parent_and_every_parent_its_marks(pdf: pikepdf.Pdf) -> None:
    parents = parents_of(pdf)
    claimed = Counter[tuple[Any, int]]()
    for element, page in elements(document_element(pdf)):
        for kid in kids_of(element):
            if isinstance(kid, int):
                claimed[page.objgen, kid] += 1
                assert parents[int(page.StructParents)][kid].objgen == element.objgen
    drawn = 0
    for page in pdf.pages:
        numbers, loose = marks(page)
        assert loose == 0, (
            f"page {page.index + 1} draws something that is neither text nor artifact"
        )
        assert len(numbers) == len(set(numbers))
        for number in numbers:
            assert claimed[page.obj.objgen, number] == 1, (page.index, number)
        drawn += len(numbers)
    assert drawn == sum(claimed.values()) > 100


def test_links_are_elements_and_know_them(pdf: pikepdf.Pdf) -> None:
    parents = parents_of(pdf)
    known = {
        kid.Obj.objgen: element.objgen
        for element, _ in elements(document_element(pdf))
        for kid in kids_of(element)
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
    }
    links = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
    assert links
    for link in links:
        assert known[link.objgen] == parents[int(link.StructParent)].objgen


def test_languages_alternatives_headings_and_tables(pdf: pikepdf.Pdf) -> None:
    found = [element for element, _ in elements(document_element(pdf))]
    parts = kids_of(document_element(pdf))
    assert pdf.Root.Lang == "en"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert {str(part.S) for part in parts} == {"/Part"}
    assert all(str(part.Lang) for part in parts)
    assert all(str(e.Alt).strip() for e in found if e.S == "/Figure")
    levels = [int(str(e.S)[2:]) for e in found if str(e.S)[:2] == "/H" and str(e.S)[2:].isdigit()]
    assert levels[0] == 1
    assert all(new <= old + 1 for old, new in pairwise(levels)), levels
    tables = [e for e in found if e.S == "/Table"]
    assert tables
    for table in tables:
        rows = [e for e, _ in elements(table) if e.S == "/TR"]
        assert rows
        assert all(kid.S in ("/TH", "/TD") for row in rows for kid in kids_of(row))
    for listed in (e for e in found if e.S == "/L"):
        assert {str(kid.S) for kid in kids_of(listed)} <= {"/LI", "/L", "/Caption"}


def test_units_follow_each_other_as_they_are_read() -> None:
    names = ["alpha", "beta", "gamma"]
    book = print_composition(
        [document(n, f"<h1>{n.title()}</h1>" + words(250, n) + f"<h2>Then {n}</h2>") for n in names]
    )
    block = bound(book, options=PrintOptions(tagged=True))
    with opened(block) as pdf:
        order = []
        for element, page in elements(document_element(pdf)):
            if element.S in ("/H1", "/H2"):
                order.append((str(element.S), [p.objgen for p in pdf.pages].index(page.objgen)))
    assert [kind for kind, _ in order] == ["/H1", "/H2"] * 3
    assert [page for _, page in order] == sorted(page for _, page in order)
    text = " ".join(page.text for page in page_texts(block.pdf))
    places = [text.index(f"Then {name}") for name in names]
    assert places == sorted(places)


def test_cells_name_the_headers_of_their_own_table() -> None:
    book = print_composition([document(n, TABLE.format(name=n)) for n in ("one", "two", "three")])
    with pikepdf.open(io.BytesIO(bound(book, options=PrintOptions(tagged=True)).pdf)) as pdf:
        tree = list(pdf.Root.StructTreeRoot.IDTree.Names)
        named = dict(zip(map(bytes, tree[::2]), tree[1::2], strict=True))
        assert list(named) == sorted(named)
        cells = 0
        seen: set[bytes] = set()
        for table in (e for e, _ in elements(document_element(pdf)) if e.S == "/Table"):
            inside = [e for e, _ in elements(table)]
            own = {bytes(e.ID): e for e in inside if "/ID" in e}
            assert len(own) == 2
            assert not seen & own.keys(), "no two tables share the name of a header"
            seen |= own.keys()
            for name, element in own.items():
                assert named[name].objgen == element.objgen
            for cell in (e for e in inside if e.S == "/TD"):
                cells += 1
                assert {bytes(header) for header in cell.A.Headers} <= own.keys()
                assert len(cell.A.Headers) == 1
    assert cells == 12
    assert seen == named.keys()
