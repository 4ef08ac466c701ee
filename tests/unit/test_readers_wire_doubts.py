"""What else the article of a plain text may be: less of it, or all of it with its comments."""

from __future__ import annotations

import pytest

from newsbook.extract import Extract
from tests.unit.test_readers_wire import PROSE, cut, page, paragraphs

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


def remarks(number: int) -> list[str]:
    said = (
        "My uncle was on that boat as well, and he told us of it for years. He was never seasick."
    )
    signed = "Posted by: Reader {}, 28 Sep 2011 | 05:4{}"
    return [line for i in range(number) for line in ("So true", f"{said} {i}", signed.format(i, i))]


def test_remarks_that_are_signed_with_a_time_are_no_part_of_the_article() -> None:
    article, _ = cut(page(*MENU, "Night Ferry to Kuryk", *TEXT, "Visitor comments Add your comment",
                          *remarks(8)))  # fmt: skip
    unnamed, _ = cut(page(*MENU, "Night Ferry to Kuryk", *TEXT, "Voices", *remarks(8)))

    assert paragraphs(article) == list(TEXT)
    assert len(paragraphs(unnamed)) <= len(TEXT) + 1


def test_one_signature_with_a_time_above_an_article_is_its_byline() -> None:
    signed = "Posted by: Leyla Mamed, 28 Sep 2011 | 05:41"
    article, _ = cut(page(*MENU, "Night Ferry to Kuryk", signed, *TEXT, "Share this story"))

    assert paragraphs(article) == list(TEXT)
    assert article.origin.confidence >= 0.8


def test_prose_outside_leaves_a_doubt_when_there_is_much() -> None:
    teasers = [
        f"Port {i} of the Caspian, and what its captains say of the new ramp." for i in range(30)
    ]
    between = ["Most read", *(f"Menu {i}" for i in range(40))]

    few = read(*TEXT, "Most read", *teasers[:3])
    many = read(*TEXT, *between, *(line for t in teasers for line in (t, "Photo")))

    assert (few[0] >= 0.8, few[1]) == (True, "")
    assert many[0] == 0.79
    assert "other prose, 92% of its length, is left out, as in line 109" in many[1]


def test_a_text_of_a_few_lines_leaves_a_doubt() -> None:
    confidence, said, _ = read(*PROSE[:3])

    assert confidence == 0.79
    assert "in so short a text one line more or less is much" in said


def test_columns_that_stood_beside_each_other_leave_a_doubt() -> None:
    mixed = [text.replace(" the ", "     Home     the ", 1) for text in TEXT[:5]]

    confidence, said, _ = read(*mixed, *TEXT[5:])

    assert confidence == 0.79
    assert "columns that stood beside each other are mixed in it" in said


def test_a_list_that_may_go_on_below_the_text_leaves_a_doubt() -> None:
    listed = (
        "The places by the water that we like best:\n\nThe port of Alat\nThe pier of Kuryk\nAktau"
    )

    confidence, said, _ = read(*TEXT, listed, "60 comments")

    assert confidence == 0.79
    assert "it may go on with the list below line" in said


def test_words_that_headings_part_from_the_text_leave_a_doubt() -> None:
    confidence, said, _ = read(
        *TEXT, "Yours,", "Wall pictures of Aktau", "Julia, 27", LATER[1], "60 comments"
    )

    assert confidence == 0.79
    assert "may not belong to it" in said


def test_what_makes_a_cut_unsure_is_said() -> None:
    confidence, said, hint = read(*PROSE[:2], "Latest news", *HEADLINES, *LATER[:1])

    assert confidence < 0.8
    assert said.endswith("; another part of the file looks like an article too")
    assert "extract:\n  start: " in hint


def test_an_end_that_an_editor_names_leaves_none() -> None:
    remarks = [REMARK.format(i) for i in range(60)]

    confidence, said, _ = read(*TEXT, "60 comments", *remarks, extract=Extract(end="60 comments"))

    assert (confidence >= 0.8, said) == (True, "")
