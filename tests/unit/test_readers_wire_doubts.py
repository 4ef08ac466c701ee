"""What else the article of a plain text may be: less of it, or all of it with its comments."""

from __future__ import annotations

import pytest

from newsbook.extract import Extract
from tests.unit.test_readers_wire import PROSE, cut, page

MENU = ("Home", "World", "Business", "Sign in")
TEXT = (*PROSE, *(f"{text} So says the log of the second day." for text in PROSE))
HEADLINES = tuple(f"Ten lamps for cabin {i} that every captain wants" for i in range(14))
LATER = tuple(f"{text} It was written down in the office of the port." for text in PROSE)
REMARK = "reader {}: so true, my uncle was on that boat as well"


def read(*blocks: str, extract: Extract | None = None) -> tuple[float, str, str]:
    """Return the confidence, and what is said of it and hinted."""
    article, world = cut(
        page(*MENU, "Night Ferry to Kuryk", *blocks, "Share this story", "Privacy policy"), extract
    )
    said = [d for d in world.diagnostics if d.code == "low-confidence"]
    confidence = article.origin.confidence
    return (confidence, said[0].message, said[0].hint or "") if said else (confidence, "", "")


def test_prose_beyond_a_row_of_headlines_leaves_a_doubt() -> None:
    confidence, said, hint = read(*TEXT, *HEADLINES, *LATER)

    assert confidence == 0.79
    assert "it may also be only lines 11 to 25" in said
    assert "extract:\n  start: " in hint


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_subheads_leave_none(rows: int) -> None:
    confidence, said, _ = read(*TEXT, *HEADLINES[:rows], *LATER)

    assert (confidence >= 0.8, said) == (True, "")


@pytest.mark.parametrize(("number", "sure"), [(5, True), (60, False)])
def test_comments_leave_a_doubt_when_there_are_many(number: int, sure: bool) -> None:
    remarks = [REMARK.format(i) for i in range(number)]

    confidence, said, _ = read(*TEXT, f"{number} comments", *remarks)

    assert (confidence >= 0.8) is sure
    assert ("comments of readers, from line 27 on, are left out" in said) is not sure


def test_an_end_that_an_editor_names_leaves_none() -> None:
    remarks = [REMARK.format(i) for i in range(60)]

    confidence, said, _ = read(*TEXT, "60 comments", *remarks, extract=Extract(end="60 comments"))

    assert (confidence >= 0.8, said) == (True, "")
