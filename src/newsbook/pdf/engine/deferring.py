"""From a picture that does not fit at the foot of a page to a full page with the picture after it.

One custom property of a layout's style sheets, obeyed where a block declares it:

`--defer: 1`
    Where the block does not fit on what is left of a page, the paragraphs that follow it come first
    (CSS Page Floats 3, 4.3 calls that deferring a float): the page is filled with them, and the
    block stands after the paragraph that goes over to the next page. It passes paragraphs alone,
    never a heading, another picture or the end of the text around it, and keeps its place when a
    note hangs on it, since notes are numbered in order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import remove_placeholders

from newsbook.pdf.engine.properties import declared

__all__ = ["DEFERRING", "fill_page", "is_deferred"]

# What this needs of the engine. Without it a picture leaves the foot of a page empty.
DEFERRING: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "weasyprint.layout.block",
        "remove_placeholders",
        ("context", "box_list", "absolute_boxes", "fixed_boxes"),
    ),
)

# How many paragraphs a picture lets pass on one page.
_MOST_PASSED = 8
_AS_IT_COMES = ("auto", "normal")


def is_deferred(box: Any) -> bool:
    """Whether `box` stands behind text that follows it in the document."""
    return getattr(box, "newsbook_deferred", False)


def fill_page(
    lay_out: Callable[[Any], Any],
    context: Any,
    box: Any,
    result: Any,
    placeholders: tuple[Any, Any],
) -> Any:
    """Return the layout of `box` on this page, `result` as it is or with pictures deferred.

    The children of `box` change their order in it, so that the following pages go on from there.
    """
    for _ in range(_MOST_PASSED):
        at = _cut_before(box, result)
        if at is None or not _may_pass(box.children, at):
            break
        remove_placeholders(context, [result[0]], *placeholders)
        _swap(box, at)
        trial = lay_out(box)
        if not _reaches(trial, at):
            if trial[0] is not None:
                remove_placeholders(context, [trial[0]], *placeholders)
            _swap(box, at)
            return lay_out(box)
        box.children[at + 1].newsbook_deferred = True
        result = trial
    return result


def _cut_before(box: Any, result: Any) -> int | None:
    """Which child of `box` the page ends before, if it ends between two."""
    new, resume_at = result[0], result[1]
    if new is None or not resume_at or not new.children or isinstance(box, boxes.TableBox):
        return None
    ((at, inside),) = resume_at.items()
    return at if inside is None and at > 0 else None


def _may_pass(children: Any, at: int) -> bool:
    """Whether the child after the one at `at` may stand before it."""
    if at + 1 >= len(children):
        return False
    picture, text = children[at], children[at + 1]
    if not declared(picture, "__defer") or _has_notes(picture):
        return False
    if text.element_tag != "p" or not text.is_in_normal_flow():
        return False
    breaks = (picture.style["break_before"], text.style["break_before"], text.style["break_after"])
    return all(value in _AS_IT_COMES for value in breaks)


def _has_notes(box: Any) -> bool:
    return any(one.footnote is not None for one in box.descendants())


def _swap(box: Any, at: int) -> None:
    children = list(box.children)
    children[at], children[at + 1] = children[at + 1], children[at]
    box.children = children


def _reaches(result: Any, at: int) -> bool:
    """Whether something of the child at `at` is on the page."""
    new, resume_at = result[0], result[1]
    if new is None:
        return False
    if not resume_at:
        return True
    ((index, inside),) = resume_at.items()
    return bool(index > at or (index == at and inside is not None))
