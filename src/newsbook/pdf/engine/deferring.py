"""From a picture that does not fit at the foot of a page to a full page with the picture after it.

One custom property of a layout's style sheets, obeyed where a block declares it:

`--defer: 1`
    Where the block does not fit on what is left of a page or of a column, the paragraphs that
    follow it come first, and it stands after the one that goes over to the next (CSS Page Floats 3,
    4.3 calls that deferring a float). It lets paragraphs pass, never a heading or the end of the
    text around it, and no longer than to the next page. Pictures keep their order, and one that a
    note hangs on keeps its place, since notes are numbered in order. Columns of a page that is not
    full are balanced instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, repeat
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import remove_placeholders
from weasyprint.text.line_break import strut

from newsbook.pdf.engine.properties import declared

__all__ = ["DEFERRING", "fill_page", "is_deferred"]

# What this needs of the engine, beside what `rhythm` does.
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
    return getattr(box, "newsbook_deferred", None) is not None


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
        columns = _columns(result)
        move = next(_moves(box, result, columns, context.current_page), None)
        if move is None:
            break
        picture, text = move
        remove_placeholders(context, [result[0]], *placeholders)
        before = [
            getattr(passed, "newsbook_deferred", None) for passed in box.children[picture:text]
        ]
        _move(box, text, picture)
        _defer(box.children[picture + 1 : text + 1], repeat(context.current_page))
        trial = lay_out(box)
        if not (_fills_more(trial, columns) if columns else _reaches(trial, picture)):
            if trial[0] is not None:
                remove_placeholders(context, [trial[0]], *placeholders)
            _move(box, picture, text)
            _defer(box.children[picture:text], before)
            return lay_out(box)
        result = trial
    return result


def _defer(pictures: Iterable[Any], pages: Iterable[int | None]) -> None:
    """Note for each of `pictures` on which page it was deferred, None for nowhere."""
    for picture, page in zip(pictures, pages, strict=False):
        picture.newsbook_deferred = page


def _moves(box: Any, result: Any, columns: list[Any], page: int) -> Iterator[tuple[int, int]]:
    """Yield pictures that have left room before them, each with the text that may pass it, by
    their places among the children of `box`.
    """
    for picture in (*_left_gaps(box, columns), _cut_before(box, result, columns)):
        text = None if picture is None else _text_after(box.children, picture, page)
        if picture is not None and text is not None:
            yield picture, text


def _text_after(children: Any, at: int, page: int) -> int | None:
    """The place of the paragraph that may stand before the picture at `at`, and before all
    pictures between them, or None. What was deferred on an earlier page is not deferred again.
    """
    for place in range(at, len(children)):
        child = children[place]
        if not declared(child, "__defer"):
            return place if place > at and _may_pass(child) else None
        waits = getattr(child, "newsbook_deferred", None) not in (None, page)
        if waits or _has_notes(child) or child.style["break_before"] not in _AS_IT_COMES:
            return None
    return None


def _may_pass(text: Any) -> bool:
    breaks = (text.style["break_before"], text.style["break_after"])
    plain = text.element_tag == "p" and text.is_in_normal_flow()
    return plain and all(value in _AS_IT_COMES for value in breaks)


def _has_notes(box: Any) -> bool:
    return any(one.footnote is not None for one in box.descendants())


def _move(box: Any, place: int, to: int) -> None:
    children = list(box.children)
    children.insert(to, children.pop(place))
    box.children = children


# ---------------------------------------------------------------- columns
def _columns(result: Any) -> list[Any]:
    """The columns of a page that is full, in order."""
    new, resume_at = result[0], result[1]
    if new is None or not resume_at:
        return []
    return [child for child in new.children if child.is_column]


def _left_gaps(box: Any, columns: list[Any]) -> Iterator[int]:
    """Yield the children of `box` that open a column, the one before them having room left."""
    places = {id(child.element): n for n, child in enumerate(box.children)}
    for before, column in pairwise(columns):
        first = next((c for c in column.children if c.is_in_normal_flow()), None)
        if first is not None and _gap(before) and id(first.element) in places:
            yield places[id(first.element)]


def _gap(column: Any) -> float:
    """How much of `column` is empty at its foot, in px: 0 for less than the lines that a paragraph
    leaves before a break.
    """
    inside = [child for child in column.children if child.is_in_normal_flow()]
    if not inside:
        return 0.0
    last = inside[-1]
    room = column.content_box_y() + column.height - last.border_box_y() - last.border_height()
    least = column.style["orphans"] * strut(column.style)[0]
    return float(room) if room > least else 0.0


def _fills_more(trial: Any, columns: list[Any]) -> bool:
    """Whether there is less room at the feet of the columns of `trial` than of `columns`."""
    if trial[0] is None:
        return False
    return not trial[1] or sum(map(_gap, _columns(trial))) < sum(map(_gap, columns))


# ---------------------------------------------------------------- one column
def _cut_before(box: Any, result: Any, columns: list[Any]) -> int | None:
    """Which child of `box` the page ends before, if it ends between two and has room left."""
    new, resume_at = result[0], result[1]
    if new is None or not resume_at or not new.children or isinstance(box, boxes.TableBox):
        return None
    ((at, inside),) = resume_at.items()
    full = bool(columns) and not _gap(columns[-1])
    return at if inside is None and at > 0 and not full else None


def _reaches(result: Any, at: int) -> bool:
    """Whether something of the child at `at` is on the page."""
    new, resume_at = result[0], result[1]
    if new is None:
        return False
    if not resume_at:
        return True
    ((index, inside),) = resume_at.items()
    return bool(index > at or (index == at and inside is not None))
