"""An address in a justified line leaves the words before it as they are, and is read as written."""

from __future__ import annotations

import pytest

from newsbook.content import Code, Note, Paragraph, Text
from tests.support.galleys import page_texts
from tests.support.pages import lines_of, overfull
from tests.support.set_pages import bound_book, pages_of

ADDRESSES = (
    "https://www.example.org/politics/international/2021/azerbaijan-china_cooperation.html?id=7#top",
    "doi:10.1038/s41586-021-03819-2",
    "first.secretary.of.embassy@foreign-affairs.example.org",
    "/usr/share/fonts/truetype/noto/NotoSerifDisplay-Regular.ttf",
    "d41d8cd98f00b204e9800998ecf8427ed41d8cd98f00b204e9800998ecf8427e",
)
BEFORE = (
    "The envoy of the country wrote it to us in the same hour of that day and we have put it at "
)
NARROW = {"layout": "magazine", "options": {"columns": "3"}}


def parts() -> list[object]:
    """Each address at many places of a line, in text, in code and in a note."""
    made: list[object] = []
    for address in ADDRESSES:
        for start in range(0, 60, 6):
            words = BEFORE[start:]
            made.append(f"{words}{address} and it is there.")
            made.append(Paragraph((Text(words), Code(address), Text(" and it is there."))))
        made.append(Paragraph((Text(BEFORE), Note((Paragraph((Text(BEFORE + address),)),)))))
    return made


@pytest.mark.parametrize(
    ("more", "most"), [({}, 0.5), (NARROW, 2.5)], ids=["classic", "three columns"]
)
def test_the_words_before_an_address_are_not_torn_apart(
    more: dict[str, object], most: float
) -> None:
    found = [line for line in lines_of(pages_of("en", *parts(), **more)) if line.align == "justify"]
    assert len(found) > 100
    assert overfull(found) == []
    torn = [line.text for line in found if line.stretch > most * line.font_size]
    assert torn == []


def test_an_address_is_read_as_it_was_written() -> None:
    text = "".join("".join(page_texts(bound_book("en", *parts()))).split())
    assert not {"\u200b", "\u2060"} & set(text)
    for address in ADDRESSES:
        assert text.count(address) >= 10
