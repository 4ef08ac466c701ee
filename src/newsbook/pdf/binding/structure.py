"""From the structure trees of galleys to the one of the book (ISO 32000-2, 14.7).

Each unit becomes a part below one document element. Marked content keeps its numbers, for pages
keep their content; parent tree keys are counted anew, those of pages first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

__all__ = ["Structure"]


class Structure:
    """The structure tree of a book, collected unit by unit."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, K=Array([]))
        )
        self.parts: list[Any] = []
        self.pages: list[tuple[int, Any]] = []
        self.annotations: list[tuple[Any, Any]] = []
        self.named: dict[bytes, Any] = {}

    def add(
        self, source: Any, pages: Sequence[Any], first: int, language: str, *, headers: bool
    ) -> None:
        """Add the tree of a unit: `source` is its StructTreeRoot, already copied into the book.

        `pages` are the page objects of the unit, `first` the number of the first of them; `headers`
        says that there may be cells that name headers.
        """
        nums = source.ParentTree.Nums
        parents = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
        for index, page in enumerate(pages):
            self.pages.append((first + index, parents[int(page.StructParents)]))
            page.StructParents = first + index
            for annotation in page.get("/Annots", ()):
                key = annotation.get("/StructParent")
                if key is not None:
                    self.annotations.append((annotation, parents[int(key)]))
        for part in source.K:
            if headers:
                self._name_apart(part, f"{len(self.parts)}-".encode())
            part.S = Name.Part
            part.P = self.root
            part.Lang = String(language)
            self.parts.append(part)

    def _name_apart(self, root: Any, prefix: bytes) -> None:
        """Give the headers of cells below `root` names that no other unit has."""
        stack = [root]
        while stack:
            element = stack.pop()
            if "/ID" in element:
                name = prefix + bytes(element.ID)
                element.ID = String(name)
                self.named[name] = element
            cell = element.get("/A")
            if isinstance(cell, Dictionary) and "/Headers" in cell:
                cell.Headers = Array([String(prefix + bytes(name)) for name in cell.Headers])
            kids = element.get("/K", ())
            stack += [
                kid
                for kid in (kids if isinstance(kids, Array) else (kids,))
                if isinstance(kid, Dictionary) and kid.get("/Type") != "/OBJR"
            ]

    def finish(self, page_count: int) -> None:
        """Write the tree into the book."""
        nums = Array()
        for key, parent in self.pages:
            nums.append(key)
            nums.append(parent)
        for key, (annotation, parent) in enumerate(self.annotations, page_count):
            annotation.StructParent = key
            nums.append(key)
            nums.append(parent)
        self.root.K = Array(self.parts)
        tree = Dictionary(
            Type=Name.StructTreeRoot,
            K=Array([self.root]),
            ParentTree=self.pdf.make_indirect(Dictionary(Nums=nums)),
            ParentTreeNextKey=page_count + len(self.annotations),
        )
        if self.named:
            names = [part for name in sorted(self.named) for part in (name, self.named[name])]
            flat = Array([String(p) if isinstance(p, bytes) else p for p in names])
            tree.IDTree = self.pdf.make_indirect(Dictionary(Names=flat))
        made = self.pdf.make_indirect(tree)
        self.root.P = made
        self.pdf.Root.StructTreeRoot = made
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
