"""From the tables of Word to tables whose heads and alignments mammoth does not lose.

Few authors say that a row is a head (ECMA-376 part 1, 17.4.49): they set it in bold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from newsbook.readers.documents.wordshapes import child_of, open_with, space_of, value_of, words
from newsbook.safexml import attribute, children, local_name

__all__ = ["with_alignments", "with_heads"]

_SIDES = {"right": "right", "end": "right", "center": "center"}


def _runs(row: Any) -> Iterator[Any]:
    return (e for e in row.iter() if local_name(e) == "r" and words(e).strip())


def _is_bold(run: Any) -> bool:
    mark = child_of(child_of(run, "rPr"), "b")
    return mark is not None and attribute(mark, "val").lower() not in ("0", "false", "off")


def with_heads(root: Any) -> None:
    """Say of the first row of a table that it is the head, where it alone is in bold."""
    for table in [e for e in root.iter() if local_name(e) == "tbl"]:
        rows = list(children(table, "tr"))
        if len(rows) < 2 or any(local_name(e) == "tblHeader" for e in table.iter()):
            continue
        first, second = ([_is_bold(run) for run in _runs(row)] for row in rows[:2])
        cells = list(children(rows[0], "tc"))
        full = len(cells) > 1 and all(words(cell).strip() for cell in cells[1:])
        if not first or not all(first) or not second or all(second) or not full:
            continue
        space = space_of(table)
        properties = child_of(rows[0], "trPr")
        if properties is None:
            properties = etree.Element(f"{{{space}}}trPr")
            rows[0].insert(0, properties)
        etree.SubElement(properties, f"{{{space}}}tblHeader")
        for run in _runs(rows[0]):
            marks = run.find(f"{{{space}}}rPr")
            marks.remove(marks.find(f"{{{space}}}b"))


def with_alignments(root: Any, mark: str) -> None:
    """Let cells begin with `mark` and the side at which their paragraphs stand."""
    for cell in [e for e in root.iter() if local_name(e) == "tc"]:
        paragraphs = [p for p in children(cell, "p") if words(p).strip()]
        sides = {_SIDES.get(value_of(p, "pPr", "jc"), "") for p in paragraphs}
        if len(sides) == 1 and (side := sides.pop()) and len(list(children(cell, "tbl"))) == 0:
            open_with(paragraphs[0], f"{mark}{side}X")
