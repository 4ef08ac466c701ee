"""Words are divided as their language divides them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsbook.pdf.engine.hyphens import syllables
from tests.support.galleys import PAGE, document, print_composition
from tests.support.pages import laid_out, lines_of

CSS = PAGE + (
    "html { font: 10pt/17pt Literata; hyphens: auto; hyphenate-limit-chars: 6 2 3; text-align: justify }"
    "body { margin: 0 } p { width: 6em }"
)


@pytest.mark.parametrize(
    "word",
    "A-zər-bay-can İ-çə-ri-şə-hər res-pub-li-ka ki-tab-xa-na kont-rakt sa-at Nax-çı-van hö-ku-mə-ti "
    "İs-tan-bul Türk-çe ö-ğ-ret-men".replace("ö-ğ-ret", "öğ-ret").split(),
)
def test_syllables_follow_from_the_letters(word: str) -> None:
    whole = word.replace("-", "")
    places = [m.start() - n for n, m in enumerate(re.finditer("-", word))]
    assert syllables(whole) == places


def test_what_is_no_word_is_left_whole() -> None:
    assert syllables("2000-ci") == syllables("COP29") == []


@pytest.mark.parametrize(
    ("language", "word", "ends"),
    [
        ("az", "hökumətinin", {"hö", "hökumə", "hökuməti", "höku"}),
        ("tr", "öğretmenler", {"öğ", "öğret", "öğretmen"}),
        ("en", "Azerbaijan", {"Azer", "Azerbai"}),
        ("en", "unfriendly", {"un", "unfriend"}),
        ("en", "everything", {"every"}),
    ],
)
def test_long_words_are_divided_on_the_page(
    language: str, word: str, ends: set[str], tmp_path: Path
) -> None:
    body = "".join(f"<p>{'i' * n} {word} {word}</p>" for n in range(1, 9))
    composition = print_composition([document("a", body, language=language)], CSS)
    (pages,) = laid_out(composition, tmp_path)
    texts = [line.text.split()[-1] for line in lines_of(pages) if line.tag == "p"]
    found = {text[:-1] for text in texts if text.endswith("\u2010")}
    assert found
    assert found <= ends
