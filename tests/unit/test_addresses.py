"""Where print may break addresses, paths, digests and names of programs."""

from __future__ import annotations

import pytest

from newsbook.typography.addresses import BREAK, JOINT, find_addresses, with_breaks


def shown(text: str) -> list[str]:
    """The addresses in `text`, with a bar where a line may end."""
    found = (with_breaks(text[begin:end]) for begin, end in find_addresses(text))
    return [address.replace(BREAK, "|").replace(JOINT, "") for address in found]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "see https://www.example.org/news/china-visit/index.html.",
            "https://|www|.example|.org|/news|/china|-visit|/index|.html",
        ),
        ("at https://example.com/a?id=12&lang=en#two, he", "https://|example|.com|/a|?id|=12|&lang|=en|#two"),
        ("(doi:10.1000/182.2021.0045)", "doi:|10|.1000|/182|.2021|.0045"),
        ("write to press.office@arts.example.org!", "press|.office|@arts|.example|.org"),
        ("in /usr/local/share there", "/usr|/local|/share"),
        ("9f86d081884c7d659a2feaa0", "9f86d0|81884c|7d659a|2feaa0"),
        ("the TooLongIdentifierOfSomebody is", "Too|Long|Identifier|Of|Somebody"),
        ("a max_number_of_paragraphs here", "max|_number|_of|_paragraphs"),
    ],
)  # fmt: skip
def test_lines_end_before_marks_and_after_the_double_slash(text: str, address: str) -> None:
    assert shown(text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "and/or 60 km/h in 2021/22, well-known state-of-the-art methods",
        "Donaudampfschifffahrtsgesellschaftskapitän and 1,234,567.89 manats",
        "a ten-year-old-of-long-ago at McDonald's, e.g. at 10.30 a.m.",
        "тысяча девятьсот-девяносто/второй",
    ],
)
def test_words_and_numbers_are_no_addresses(text: str) -> None:
    assert find_addresses(text) == ()


def test_no_line_ends_where_unicode_would_have_it_after_a_mark() -> None:
    marked = with_breaks("https://example.org/a-b?c=d&e")
    assert f"-{JOINT}b" in marked
    assert f"?{JOINT}c" in marked
    assert f":{JOINT}/{JOINT}/{BREAK}example" in marked


def test_nothing_but_marks_is_put_in() -> None:
    address = "https://example.org/" + "abcdefghij" * 9
    assert with_breaks(address).replace(BREAK, "").replace(JOINT, "") == address
    rows = with_breaks(address).split(BREAK)
    assert max(len(row.replace(JOINT, "")) for row in rows) <= 12
