"""A book is the same on a machine full of fonts and on one without any."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from newsbook.fonts import bundled_catalogue
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.slow

STORY = """# One
The pine and the cypress: 岁寒知松柏，患难见真情 (*suìhán zhī sōngbǎi*), ₼2.1, 東京 and 서울.

> 于1991年，阿塞拜疆。
"""


def impostor(folder: Path, family: str) -> None:
    """Put a font into `folder` that says it is `family` and looks like another."""
    face = bundled_catalogue().face("Inter")
    assert face is not None
    font = TTFont(face.path)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = family if record.nameID != 6 else family.replace(" ", "")
    folder.mkdir(parents=True, exist_ok=True)
    font.save(folder / f"{family.replace(' ', '')}.ttf")


def test_system_fonts_change_nothing(tmp_path: Path) -> None:
    fonts = tmp_path / "full" / "share" / "fonts"
    for family in ("Literata", "Noto Serif CJK SC", "Noto Serif"):
        impostor(fonts, family)
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>", "utf-8")
    full = {"XDG_DATA_HOME": str(fonts.parent), "FONTCONFIG_FILE": str(config)}
    bare = {"XDG_DATA_HOME": str(tmp_path / "bare"), "FONTCONFIG_FILE": "/dev/null"}
    made = []
    for name, env in (("full", full), ("bare", bare)):
        room = Newsroom(tmp_path / name / "room", tmp_path / name / "cache")
        room.write("one.md", STORY)
        room.write("manifest.yml", "title: T\nlanguage: en\ndate: 2024-01-01\ncontents: [one.md]\n")
        done = room.run("build", "-f", "print", env=env)
        assert done.code == 0, done.err
        (pdf,) = [data for file, data in room.files().items() if file.endswith(".pdf")]
        made.append(pdf)
    assert made[0] == made[1]
