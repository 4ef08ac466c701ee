"""Normal forms are those of Unicode, however many marks a letter has."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest

from newsbook.normalforms import normal_form

# Marks of several scripts and classes; some stand alone, and nothing may be put past them.
MARKS = [*map(chr, range(0x300, 0x370)), *"\u0591\u05b0\u064b\u0e38\u0903\u1dc0\u3099\u05b1"]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_letter_with_many_marks_is_normalised_as_unicode_says(form: str) -> None:
    chosen = random.Random(1)
    for _ in range(300):
        marks = "".join(chosen.choices(MARKS, k=chosen.randint(25, 90)))
        text = f"e{marks}n\u0303o"
        assert normal_form(form, text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]


def test_marks_out_of_order_do_not_take_the_square_of_their_number() -> None:
    began = time.process_time()
    assert len(normal_form("NFC", "a" + "\u0323\u0301" * 100_000)) == 200_000
    assert time.process_time() - began < 3
