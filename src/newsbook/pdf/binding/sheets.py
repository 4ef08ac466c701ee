"""From the pages of galleys to the pages of a book: content, boxes, resources, links."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, String

from newsbook.composition import Galley, GalleySlot
from newsbook.pdf.binding.fonts import FaceUnion
from newsbook.pdf.binding.streams import page_content
from newsbook.pdf.binding.structure import Structure
from newsbook.pdf.pagination import PlannedPage

__all__ = ["Assembly", "add_bare_page", "add_galley"]

PT = 0.75
LINK = "newsbook:"
IMAGE_KEYS = ("/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/DecodeParms",
              "/Decode", "/ImageMask")  # fmt: skip


@dataclass(slots=True)
class Assembly:
    """A book block being put together.

    `fonts` is the Font resource that all pages share; `plain` the Resources of pages that use
    nothing but fonts and opacities; `wanted` collects the ids that links lead to; `headed` are the
    units with tables whose cells name their headers.
    """

    pdf: Pdf
    faces: Mapping[str, FaceUnion]
    fonts: Any
    text: Callable[[PlannedPage, GalleySlot], str]
    tagged: bool = False
    plain: Any = None
    states: Any = None
    images: dict[str, Any] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    headed: frozenset[str] = frozenset()

    def use(self, resource: str, glyph: int, text: str, width: float) -> float:
        """Note that a stamped glyph is used; return its width in the font."""
        return self.faces[resource].use(glyph, text, width)


def assembly(
    pdf: Pdf,
    faces: Mapping[str, FaceUnion],
    text: Callable[[PlannedPage, GalleySlot], str],
    *,
    tagged: bool,
) -> Assembly:
    """Return an empty book block in `pdf`; its fonts are filled in at the end."""
    fonts = pdf.make_indirect(Dictionary())
    states = pdf.make_indirect(Dictionary())
    plain = pdf.make_indirect(Dictionary(Font=fonts, ExtGState=states))
    return Assembly(pdf, faces, fonts, text, tagged, plain, states)


def add_galley(
    book: Assembly,
    galley: Galley,
    planned: list[PlannedPage],
    structure: Structure | None,
    first: int,
    languages: Mapping[str, str],
) -> list[Any]:
    """Append the pages of `galley`, placed as `planned` says; return the page objects.

    `first` is the number of the first page (from 0); `languages` are those of the documents.
    """
    source = Pdf.open(io.BytesIO(galley.pdf))
    resources = source.pages[0].obj.Resources
    for key in list(resources.get("/Font", {}).keys()):
        del resources.Font[key]
    simple = _is_simple(resources)
    begin = len(book.pdf.pages)
    book.pdf.pages.extend(source.pages)
    pages = [book.pdf.pages[begin + i].obj for i in range(len(planned))]
    if simple:
        for key, state in pages[0].Resources.ExtGState.items():
            if key not in book.states:
                book.states[key] = state
    else:
        _share_resources(book, pages[0].Resources)
    for page, plan in zip(pages, planned, strict=True):
        if simple:
            page.Resources = book.plain
        _place(book, page, galley, plan)
    if structure is not None:
        tree = book.pdf.copy_foreign(source.Root.StructTreeRoot)
        language = languages.get(planned[0].document, "")
        structure.add(tree, pages, first, language, headers=galley.unit in book.headed)
    return pages


def _is_simple(resources: Any) -> bool:
    """Whether a page needs nothing but fonts and constant opacities (whose names are the same in
    every galley).
    """
    if any(resources.get(key) for key in ("/XObject", "/Pattern", "/Shading")):
        return False
    states = _values(resources.ExtGState)
    return all("/SMask" not in state and "/BM" not in state for state in states)


def _values(dictionary: Any) -> list[Any]:
    return [value for _, value in dictionary.items()]


def _place(book: Assembly, page: Any, galley: Galley, plan: PlannedPage) -> None:
    typeset = galley.pages[plan.index]
    furniture = typeset.furniture[plan.side]
    content = page_content(
        typeset,
        furniture,
        lambda slot: book.text(plan, slot),
        book.use,
        tagged=book.tagged,
    )
    stream = Stream(book.pdf, b"")
    stream.write(content, filter=Name.FlateDecode)
    page.Contents = book.pdf.make_indirect(stream)
    for name, box in furniture.boxes.items():
        page[f"/{name}"] = Array([round(value, 4) for value in box])
    shift = furniture.shift_px * PT
    for annotation in page.get("/Annots", ()):
        _link(book, annotation, shift)


def _link(book: Assembly, annotation: Any, shift: float) -> None:
    if shift:
        x0, y0, x1, y1 = (float(v) for v in annotation.Rect)
        annotation.Rect = Array([round(v, 4) for v in (x0 + shift, y0, x1 + shift, y1)])
    action = annotation.get("/A")
    target = str(action.get("/URI", "")) if action is not None else ""
    if target.startswith(LINK):
        identifier = unquote(target.removeprefix(LINK))
        del annotation["/A"]
        annotation.Dest = String(identifier)
        book.wanted.add(identifier)


def _share_resources(book: Assembly, resources: Any) -> None:
    """Give `resources` (and those of the forms and patterns in it) the book's fonts and images."""
    seen: set[tuple[int, int]] = set()
    stack = [resources]
    while stack:
        current = stack.pop()
        if "/Font" in current:
            current.Font = book.fonts
        for kind in ("/XObject", "/Pattern"):
            holder = current.get(kind, {})
            for key in list(holder.keys()):
                entry = holder[key]
                if entry.objgen in seen:
                    continue
                seen.add(entry.objgen)
                if entry.get("/Subtype") == "/Image":
                    holder[key] = _share_image(book, entry)
                elif "/Resources" in entry:
                    stack.append(entry.Resources)


def _share_image(book: Assembly, image: Any) -> Any:
    """Return the first image of the book with the same samples and mask as `image`."""
    if "/SMask" in image:
        image.SMask = _share_image(book, image.SMask)
    digest = hashlib.sha256(image.read_raw_bytes())
    for key in IMAGE_KEYS:
        value = image.get(key)
        digest.update(b"\0" if value is None else repr(value).encode())
    mask = image.get("/SMask")
    digest.update(b"" if mask is None else str(mask.objgen).encode())
    return book.images.setdefault(digest.hexdigest(), image)


def add_bare_page(book: Assembly, like: Any) -> Any:
    """Append an empty page with the boxes of `like` (a page object or a mapping); return it."""
    page = Dictionary(Type=Name.Page, Resources=Dictionary())
    for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
        if name in like:
            page[name] = Array(list(like[name]))
    book.pdf.pages.append(Page(book.pdf.make_indirect(page)))
    return book.pdf.pages[-1].obj
