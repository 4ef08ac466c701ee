"""How far each mark stands outside its measure."""

from __future__ import annotations

import pytest

from newsbook.pdf.engine.hanging import BEGIN, END


@pytest.mark.parametrize(
    ("marks", "end", "start"),
    [
        ("-\u2010\u00ad,.", 0.7, 0.0),
        ("'\"‘’“”„‚«»‹›", 0.5, 0.5),
        (":;", 0.3, 0.0),
        ("aM1!?–—…)](。，」", 0.0, 0.0),
    ],
)
def test_the_parts_by_mark(marks: str, end: float, start: float) -> None:
    assert {END.get(mark, 0.0) for mark in marks} == {end}
    assert {BEGIN.get(mark, 0.0) for mark in marks} == {start}
