"""The catalogue of fonts: what breaks in print is refused, what is missing is named."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from newsbook.diagnostics import Collector
from newsbook.fonts import (
    bundled_catalogue,
    lint_file,
    load_catalogue,
    needs_of,
    read_faces,
    remedy,
)
from newsbook.resources import fonts_dir

MONO = fonts_dir() / "mono" / "NotoSansMono-Regular.ttf"
NO_FOLDERS: tuple[Path, ...] = ()


def changed(path: Path, change: Any) -> Path:
    """Write Noto Sans Mono to `path` after `change` has had its way with it."""
    font: Any = TTFont(MONO)
    change(font)
    font.save(path)
    return path


def drawn(path: Path, character: str, family: str, *, flavour: str = "CFF ") -> Path:
    """Write a font to `path` that draws `character` as a box."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({ord(character): "box"})
    pen = T2CharStringPen(600, None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((500, 500))
    pen.closePath()
    outlines = {name: pen.getCharString() for name in (".notdef", "box")}
    builder.setupHorizontalMetrics({".notdef": (600, 0), "box": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    if flavour == "CFF2":
        builder.setupCFF2(outlines)
    else:
        builder.setupCFF(family, {}, outlines, {})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    builder.save(path)
    return path


def renumbered(path: Path) -> Path:
    """Write a region's cut of a CID-keyed font: its glyphs are counted anew, its CIDs are not."""
    source = hb.Face(hb.Blob.from_file_path(str(fonts_dir() / "cjk/NotoSerifCJK-Regular.ttc")), 2)
    plan = hb.SubsetInput()
    plan.unicode_set.update(map(ord, "岁寒知松柏"))
    path.write_bytes(bytes(plan.subset(source).blob.data))
    return path


def problems(path: Path) -> list[tuple[str, str]]:
    return [(str(found.severity), found.message) for found in lint_file(path, path.name)]


def test_bundled_fonts_are_what_the_catalogue_says() -> None:
    catalogue = bundled_catalogue()
    assert len(catalogue.files) >= 30
    for face in catalogue.files:
        assert face.path.stat().st_size == face.size, face.file
        assert face.licence == "OFL-1.1", face.file
    described = {(f.family, f.weight, f.style) for f in catalogue.faces}
    assert len(described) == len(catalogue.faces), "a face stands twice"
    assert problems(MONO) == []


def test_lint_refuses_what_breaks_in_print(tmp_path: Path) -> None:
    cff2 = drawn(tmp_path / "two.otf", "x", "Two", flavour="CFF2")
    assert "outlines are CFF2" in problems(cff2)[0][1]
    assert problems(drawn(tmp_path / "one.otf", "x", "One")) == []
    ((severity, message),) = problems(renumbered(tmp_path / "region.otf"))
    assert severity == "error"
    assert "CID-keyed" in message


@pytest.mark.parametrize(
    ("bits", "words"), [(2, "forbids embedding"), (0x100, "forbids subsets"), (0x200, "bitmaps")]
)
def test_lint_respects_what_the_maker_forbids(tmp_path: Path, bits: int, words: str) -> None:
    def forbid(font: Any) -> None:
        font["OS/2"].fsType = bits

    ((severity, message),) = problems(changed(tmp_path / "a.ttf", forbid))
    assert severity == "error"
    assert words in message


def test_no_font_and_a_web_font_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.ttf").write_text("no font")
    assert problems(tmp_path / "text.ttf")[0][0] == "error"

    def compress(font: Any) -> None:
        font.flavor = "woff"

    assert "compressed as WOFF" in problems(changed(tmp_path / "a.woff", compress))[0][1]


def test_a_font_of_the_book_replaces_the_bundled_face(tmp_path: Path) -> None:
    shutil.copy(MONO, tmp_path / "mine.ttf")
    findings = Collector()
    catalogue = load_catalogue(tmp_path, diagnostics=findings)
    assert not len(findings)
    assert [f.file for f in catalogue.faces if f.family == "Noto Sans Mono"] == ["fonts/mine.ttf"]
    assert catalogue.faces[0].licence == "OFL-1.1"
    assert MONO in catalogue.refused


@pytest.mark.parametrize("lenient", [False, True])
def test_doubles_are_refused(tmp_path: Path, lenient: bool) -> None:
    shutil.copy(MONO, tmp_path / "a.ttf")
    shutil.copy(MONO, tmp_path / "b.ttf")
    findings = Collector()
    catalogue = load_catalogue(tmp_path, diagnostics=findings, lenient=lenient)
    (found,) = findings
    assert (found.code, str(found.severity)) == (
        "font-unusable", "warning" if lenient else "error",
    )  # fmt: skip
    assert "second Noto Sans Mono 400; fonts/a.ttf is the first" in found.message
    assert tmp_path / "b.ttf" in catalogue.refused


def test_roles_reach_languages_and_scripts(tmp_path: Path) -> None:
    drawn(tmp_path / "kai.otf", "松", "Kai")
    roles = {"zh-Hans": "Kai", "Thai": "Kai", "text-in-cjk": "Inter"}
    findings = Collector()
    catalogue = load_catalogue(tmp_path, roles=roles, diagnostics=findings)
    assert not len(findings)
    assert catalogue.roles.cjk["zh-Hans"] == catalogue.roles.scripts["Thai"] == "Kai"
    assert catalogue.roles.light[0] == "Inter"
    load_catalogue(tmp_path, roles={"zh-Hans": "Nobody"}, diagnostics=findings)
    assert [found.code for found in findings] == ["font-unusable"]


def test_needs_say_which_family_draws_what() -> None:
    texts = [
        ("A松 ₼", "en", "text"),
        ("松，A", "zh-Hans", "text"),
        ("ภาษา", "th", "text"),
        ("x = 松", "en", "mono"),
        ("\U00013000\u200b", "en", "text"),
    ]
    needs = {need.family: need.characters for need in needs_of(texts, bundled_catalogue())}
    assert needs["Literata"] == "A₼"
    assert needs["Noto Sans Mono"] == "=x"
    assert set("松，A") <= set(needs["Noto Serif CJK SC"])
    assert needs["Noto Serif Thai"] == "".join(sorted(set("ภาษา")))
    assert needs[None] == "\U00013000"


def test_a_missing_character_names_a_font_of_the_machine(tmp_path: Path) -> None:
    catalogue = bundled_catalogue()
    machine = tmp_path / "my fonts"
    machine.mkdir()
    hieroglyph = "\U00013000"
    said = remedy(hieroglyph, catalogue, NO_FOLDERS)
    assert said.startswith("add a font for the script Egyptian Hieroglyphs")
    assert "replace the character" in remedy("\U0010a000", catalogue, NO_FOLDERS)
    drawn(machine / "bad.otf", hieroglyph, "Aaru", flavour="CFF2")
    good = drawn(machine / "good.otf", hieroglyph, "Thoth")
    (machine / "broken.ttf").write_text("no font")
    said = remedy(hieroglyph, catalogue, (machine,))
    assert said == f"'Thoth' on this machine has it: newsbook fonts add \"{good}\""


def test_a_missing_character_names_a_bundled_font(tmp_path: Path) -> None:
    def empty(font: Any) -> None:
        for table in font["cmap"].tables:
            table.cmap.pop(ord("\u0e01"), None)

    def thai(weight: str) -> None:
        font: Any = TTFont(fonts_dir() / f"world/NotoSerifThai-{weight}.ttf")
        empty(font)
        font.save(tmp_path / f"{weight}.ttf")

    thai("Regular")
    thai("Bold")
    catalogue = load_catalogue(tmp_path)
    assert catalogue.who_draws("\u0e01") is None
    said = remedy("\u0e01", catalogue, NO_FOLDERS)
    assert said.startswith("'Noto Serif Thai', which comes with newsbook, has it")


def test_fonts_state_their_licence(tmp_path: Path) -> None:
    def say(text: str) -> Any:
        def change(font: Any) -> None:
            font["name"].names = [n for n in font["name"].names if n.nameID not in (13, 14)]
            if text:
                font["name"].setName(text, 13, 3, 1, 0x409)

        return change

    stated = (
        ("", ""),
        ("Licensed under the Apache License, Version 2.0", "Apache-2.0"),
        (
            "Ask " + "the foundry " * 9,
            "Ask the foundry the foundry the foundry the foundry the fou…",
        ),
    )
    for number, (text, expected) in enumerate(stated):
        path = changed(tmp_path / f"{number}.ttf", say(text))
        (face,) = read_faces(path, path.name)
        assert face.licence == expected
