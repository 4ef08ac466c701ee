"""Which face draws a language, whatever a style sheet names."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from newsbook.fonts import bundled_catalogue
from newsbook.manifest.types import PrintOptions
from newsbook.pdf.engine.faces import FaceTable
from newsbook.pdf.typesetting import set_up
from tests.support.galleys import print_sample

TEXT = ("Literata", "Noto Serif", "Noto Serif CJK SC", "Noto Emoji")
MONO = ("Noto Sans Mono", "Noto Serif CJK SC")


@pytest.fixture
def table(tmp_path: Path) -> FaceTable:
    made = dataclasses.replace(print_sample(), fonts={"head": "Inter"})
    return FaceTable(set_up(made, PrintOptions(), bundled_catalogue(), tmp_path).faces)


@pytest.mark.parametrize(
    ("language", "face"),
    [("zh-Hans", "SC"), ("zh-Hant", "TC"), ("zh-HK", "HK"), ("zh-Hant-HK", "HK"), ("ja", "JP"),
     ("ko", "KR"), ("zh", "SC"), ("zh-TW", "TC")],
)  # fmt: skip
def test_a_region_draws_its_own_language_whatever_the_role(
    table: FaceTable, language: str, face: str
) -> None:
    for named in (TEXT, ("Inter", *TEXT[1:])):
        first, second, *_ = table.families(named, language, light=False)
        assert (first, second) == (f"Noto Serif CJK {face}", named[0])


def test_other_scripts_have_families_of_their_own(table: FaceTable) -> None:
    assert table.families(TEXT, "ar", light=False)[0] == "Noto Naskh Arabic"
    assert table.families(TEXT, "und-Thai", light=False)[0] == "Noto Serif Thai"
    assert table.families(TEXT, "az", light=False) == TEXT
    assert table.families(TEXT, "zh-Latn-pinyin", light=False) == TEXT


def test_latin_in_cjk_keeps_its_face_in_a_lighter_cut(table: FaceTable) -> None:
    assert table.families(TEXT, "zh-Hant", light=True)[:2] == ("Literata", "Noto Serif CJK TC")
    assert [table.weight("Literata", w) for w in (400, 700, 200)] == [300, 600, 200]
    assert table.weight("Inter", 400) == 400


def test_code_stays_monospaced(table: FaceTable) -> None:
    assert table.families(MONO, "ja", light=False)[:2] == ("Noto Sans Mono", "Noto Serif CJK JP")


def test_a_family_the_editor_names_stays_the_first(table: FaceTable) -> None:
    assert table.families(("LXGW WenKai",), "ja", light=False) == (
        "LXGW WenKai",
        "Noto Serif CJK JP",
    )
