"""The shapes of characters and the places of marks by language, as two programs draw them.

Three kinds of broken font extract as perfect text, so what is drawn is compared: 骨直令述、。“” of
each language with the pictures in `rasters/`, in Poppler and in MuPDF.

    python -m tests.pages.test_han_rasters      draws the pictures anew (look at every one)
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.support.galleys import bound, document, print_composition

HERE = Path(__file__).parent / "rasters"
LANGUAGES = ("zh-Hans", "zh-Hant", "zh-Hant-HK", "ja", "ko")
SAMPLE = "骨直令述、。“”"
DPI = 216
CSS = (
    "@page { size: 480pt 70pt; margin: 5pt } body { margin: 0 }"
    'p { font: 56pt/60pt Literata, "Noto Serif CJK SC"; margin: 0; text-align: left }'
)
PROGRAMS = ("pdftoppm", "mutool")
# The mean difference of blurred grey levels, of 255: the same drawing in another program stays below
# 6, another region's shape or another place of a mark goes over 9.
SAME = 7.5


@cache
def pdf(language: str, text: str = SAMPLE) -> bytes:
    body = f'<p lang="{language}">{text}</p>'
    return bound(print_composition([document("a", body, language=language)], CSS)).pdf


def drawn(program: str, data: bytes) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "a.pdf", Path(folder) / "a"
        file.write_bytes(data)
        if program == "pdftoppm":
            command = [
                "pdftoppm",
                "-r",
                str(DPI),
                "-gray",
                "-png",
                "-singlefile",
                str(file),
                str(out),
            ]
        else:
            command = [
                "mutool",
                "draw",
                "-q",
                "-r",
                str(DPI),
                "-c",
                "gray",
                "-o",
                f"{out}.png",
                str(file),
                "1",
            ]
        subprocess.run(command, check=True, capture_output=True)
        return Image.open(io.BytesIO(out.with_suffix(".png").read_bytes())).convert("L")


def inked(picture: Image.Image) -> Image.Image:
    """The part of `picture` with ink on it, as large as any other: pages begin at any pixel."""
    box = picture.point(lambda grey: 255 * (grey < 128)).getbbox()
    return picture.crop(box).resize((440, 60))


def difference(one: Image.Image, other: Image.Image) -> float:
    blurred = [inked(x).filter(ImageFilter.GaussianBlur(1)) for x in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*blurred)).mean[0])


def golden(language: str) -> Image.Image:
    return Image.open(HERE / f"{language}.png").convert("L")


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_own_shapes(language: str, program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed (tools/setup test)")
    page = drawn(program, pdf(language))
    differences = {other: difference(page, golden(other)) for other in LANGUAGES}
    assert differences[language] < SAME, differences
    assert min(differences, key=lambda x: differences[x]) == language, differences


def test_the_pictures_differ_from_each_other() -> None:
    for one in LANGUAGES:
        for other in LANGUAGES:
            if one < other:
                assert difference(golden(one), golden(other)) > SAME, (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_programs_draw_the_same(language: str) -> None:
    if not all(map(shutil.which, PROGRAMS)):
        pytest.skip("poppler-utils and mupdf-tools are not installed (tools/setup test)")
    assert difference(*(drawn(program, pdf(language)) for program in PROGRAMS)) < SAME


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name in LANGUAGES:
        small = drawn("pdftoppm", pdf(name)).resize((960, 140))
        small.quantize(16).save(HERE / f"{name}.png", optimize=True)
