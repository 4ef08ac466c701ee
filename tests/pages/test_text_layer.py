"""Stretched lines are read as they were written, by three programs that extract text."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from fontTools.cffLib import CFFFontSet

from newsbook.composition import BookBlock
from newsbook.pdf.engine import textlayer
from tests.support.galleys import PAGE, bound, document, opened, print_composition

# The long word does not fit where it is called, so the line before it is pulled far apart.
ZH = "两国代表团在会议上再次讨论能源运输走廊问题 Azerbaijan-Georgia-Türkiye 铁路以及港口建设。"
CSS = (
    PAGE
    + "@page { size: 148mm 210mm } html { font: 10pt/17pt Literata } body { margin: 0 } p { width: %gem }"
)
HAN = "[\u4e00-\u9fff，。]"


def stretched(width: float) -> BookBlock:
    body = f"<p>{ZH}</p><p>\u200b{ZH[4:]}\u2060</p>"
    return bound(print_composition([document("a", body, language="zh-Hans")], CSS % width))


def extracted(book: BookBlock, folder: Path) -> dict[str, str]:
    file = folder / "book.pdf"
    file.write_bytes(book.pdf)
    with pypdfium2.PdfDocument(book.pdf) as pdf:
        texts = {"pdfium": "\n".join(page.get_textpage().get_text_range() for page in pdf)}
    commands = {
        "poppler": ["pdftotext", str(file), "-"],
        "mupdf": ["mutool", "draw", "-q", "-F", "txt", str(file)],
    }
    for name, command in commands.items():
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, check=True)
            texts[name] = done.stdout.decode()
    return texts


@pytest.mark.parametrize("width", [19.5, 20.5, 21.5, 23.5, 25.5])
def test_no_stray_spaces_however_far_a_line_is_stretched(width: float, tmp_path: Path) -> None:
    for name, text in extracted(stretched(width), tmp_path).items():
        joined = re.sub(r"\s+", " ", text)
        han = re.findall(f"{HAN}[ \t]+{HAN}", text)
        assert han == [], f"{name}: {joined}"
        assert not set("\u200b\u2060") & set(text), name
        flat = re.sub(r"\s+", "", text)
        assert flat.count("再次讨论能源运输走廊问题") == 2, name


def test_without_it_spaces_would_stand_between_characters(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(textlayer, "SPELLED_EM", 9.0)
    texts = extracted(stretched(25.5), tmp_path)
    assert re.search(f"{HAN} {HAN}", texts["pdfium"])


@pytest.mark.parametrize("caps", ["small-caps", "all-small-caps"])
def test_small_capitals_are_read_in_the_case_of_the_source(caps: str, tmp_path: Path) -> None:
    css = PAGE + f"p {{ font-variant-caps: {caps}; letter-spacing: .09em; text-align: left }}"
    said = "Silk Road Press tells People on the Road of Ⅻ Tales, SSSR and Ilham Əliyev"
    book = bound(print_composition([document("a", f"<p>{said}</p>" * 2)], css))
    texts = extracted(book, tmp_path)
    for name in ("poppler", "pdfium"):
        words = " ".join(texts.get(name, "").split())
        assert words.count(said) == 2 or name not in texts, (name, words)
    plain = re.sub(r"\s", "", texts.get("mupdf", said * 2)).casefold()
    # MuPDF reads glyphs alone: all letters, in the case their glyph had first.
    assert plain.count(re.sub(r"\s", "", said).casefold()) == 2


def test_widths_agree_with_the_font_programs() -> None:
    pdf = opened(stretched(23.5))
    checked = 0
    for font in pdf.pages[0].obj.Resources.Font.values():
        descendant = font.DescendantFonts[0]
        if "/FontFile3" not in descendant.FontDescriptor:
            continue
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(descendant.FontDescriptor.FontFile3.read_bytes()), None)
        top = fonts[fonts.fontNames[0]]
        widths = list(descendant.W)
        for first, run in zip(widths[::2], widths[1::2], strict=True):
            for offset, width in enumerate(run):
                name = f"cid{int(first) + offset:05d}"
                if name in top.charset:
                    assert advance(top, name) == float(width)
                    checked += 1
    assert checked > 30


def advance(top, name: str) -> float:  # type: ignore[no-untyped-def]
    from fontTools.misc.psCharStrings import T2WidthExtractor

    charstring, selected = top.CharStrings.getItemAndSelector(name)
    private = top.FDArray[selected or 0].Private
    extractor = T2WidthExtractor([], [], private.nominalWidthX, private.defaultWidthX, private)
    extractor.execute(charstring)
    return float(extractor.width)
