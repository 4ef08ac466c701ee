"""From a bound book and its front cover to a book that begins with it.

The labels of pages move with them, so that page 1 stays page 1 (ISO 32000-1, 12.4.2).
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary

__all__ = ["begin_with"]


def begin_with(pdf: bytes, cover: bytes, *, label: str, blank_back: bool) -> tuple[bytes, int]:
    """Return `pdf` with the page of `cover` in front of it, and how many pages were added.

    `blank_back` adds the back of the leaf, so that right-hand pages stay on the right. `label` is
    what a viewer calls the page.
    """
    with pikepdf.open(io.BytesIO(pdf)) as book, pikepdf.open(io.BytesIO(cover)) as front:
        first = book.pages[0].obj
        boxes = {key: first[key] for key in ("/MediaBox", "/TrimBox", "/BleedBox") if key in first}
        book.pages.insert(0, front.pages[0])
        added = 1
        if blank_back:
            back = Dictionary(Type=pikepdf.Name.Page, Resources=Dictionary())
            for key, box in boxes.items():
                back[key] = Array(list(box))
            book.pages.insert(1, pikepdf.Page(book.make_indirect(back)))
            added = 2
        labels = book.Root.get("/PageLabels")
        if isinstance(labels, Dictionary) and "/Nums" in labels:
            nums = list(labels.Nums)
            moved = [int(n) + added if i % 2 == 0 else n for i, n in enumerate(nums)]
            labels.Nums = Array([0, Dictionary(P=label), *moved])
        out = io.BytesIO()
        book.save(out, deterministic_id=True, force_version=book.pdf_version)
        return out.getvalue(), added
