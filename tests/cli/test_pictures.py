"""Pictures from the file to the book, through the command line."""

from __future__ import annotations

import contextlib
import io
import json
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from newsbook.cli import main

PRESS = "{press: {standard: pdf/x-4}, cover: none}"


def photograph(width: int, height: int) -> Image.Image:
    return Image.radial_gradient("L").resize((width, height)).convert("RGB")


def project(folder: Path, text: str, outputs: str) -> Path:
    (folder / "pine.md").write_text(f"# A pine\n\n{text}\n", "utf-8")
    manifest = folder / "manifest.yml"
    manifest.write_text(
        f"title: A Book\nlanguage: en\ncontents: [pine.md]\noutputs:\n{outputs}\n", "utf-8"
    )
    return manifest


@pytest.mark.parametrize(
    ("outputs", "codes"),
    [
        ("  print: {}\n  epub: {}", ["coarse-picture"]),
        (f"  print: {PRESS}", ["pdf-resolution"]),
        ("  epub: {}", []),
    ],
)
def test_too_few_pixels_are_told_once_and_of_print_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], outputs: str, codes: list[str]
) -> None:
    (tmp_path / "art").mkdir()
    photograph(420, 280).save(tmp_path / "art" / "pine.jpg")
    photograph(1200, 800).save(tmp_path / "art" / "lake.jpg")
    text = "It stood.\n\n![A pine](art/pine.jpg)\n\n![A lake](art/lake.jpg)"
    if "press" not in outputs:
        photograph(12, 12).save(tmp_path / "art" / "dot.png")
        text += "\n\nA ![dot](art/dot.png) in a line."
    manifest = project(tmp_path, text, outputs)
    assert main(["build", str(manifest), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    warnings = [finding for finding in found if finding["severity"] == "warning"]
    assert [finding["code"] for finding in warnings] == codes
    if codes == ["coarse-picture"]:
        assert (warnings[0]["file"], warnings[0]["line"]) == ("pine.md", 5)
        assert "art/pine.jpg prints 111 mm wide at 96 ppi" in warnings[0]["message"]
        assert "prints well up to 71 mm" in warnings[0]["hint"]


# ---------------------------------------------------------------- one book of many pictures
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" photoshop:Credit="Agency KIND">
<core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="de">Auf Deutsch</rdf:li><rdf:li
xml:lang="x-default">Seen KIND</rdf:li></rdf:Alt></core:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def iim(**values: str) -> bytes:
    """Return IPTC-IIM datasets of record 2, in UTF-8 (IIM 4.2, 1.5)."""
    sets = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for name, value in values.items():
        data = value.encode()
        sets += struct.pack(">BBBH", 0x1C, 2, int(name[1:]), len(data)) + data
    return sets


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """Return a JPEG with application segments."""
    target = io.BytesIO()
    photograph(900, 600).save(target, "JPEG")
    data = target.getvalue()
    made = (b"\xff" + bytes([m]) + struct.pack(">H", len(b) + 2) + b for m, b in segments)
    return data[:2] + b"".join(made) + data[2:]


def described(artist: str | None = None, notice: str = "", orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()  # EXIF 2.3: Artist, Copyright, Orientation
    exif[0x0112] = orientation
    if artist:
        exif[0x013B] = artist.encode()
    if notice:
        exif[0x8298] = notice.encode()
    return exif


def write_pictures(art: Path) -> None:
    shown = photograph(900, 600)
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + XMP.replace("KIND", "jpeg").encode()
    (art / "xmp.jpg").write_bytes(jpeg((0xE1, xmp)))
    sets = iim(_80="Ann Ünal", _110="AZERTAC")
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(sets)) + sets
    (art / "iim.jpg").write_bytes(jpeg((0xED, block)))
    shown.save(art / "exif.png", exif=described("Bo Li"))
    shown.save(art / "notice.jpg", exif=described(notice="© Cem Ak"))
    packet = PngInfo()
    packet.add_itxt("XML:com.adobe.xmp", XMP.replace("KIND", "png"))
    shown.save(art / "xmp.png", pnginfo=packet)
    tags = ImageFileDirectory_v2()
    tags.tagtype[700] = 1
    tags[700] = XMP.replace("KIND", "tiff").encode()
    shown.save(art / "xmp.tif", tiffinfo=tags)
    shown.save(art / "turned.jpg", exif=described(orientation=6))
    Image.new("CMYK", (900, 600), (0, 255, 255, 0)).save(art / "inks.jpg")
    deep = Image.new("I;16", (900, 600), 0x8000)
    deep.save(art / "deep.png")
    frames = [shown.point(lambda v, n=n: v // n).convert("P") for n in (1, 2, 3)]
    frames[0].save(art / "moving.gif", save_all=True, append_images=frames[1:])
    frames[0].save(art / "holed.png", transparency=frames[0].getpixel((5, 5)))
    veil = Image.linear_gradient("L").resize((900, 600))
    Image.merge("LA", (shown.convert("L"), veil)).save(art / "veiled.png")
    shown.crop((0, 0, 880, 600)).save(art / "wrong.png", "JPEG")
    for number in (1, 2, 3):
        shown.crop((0, 0, 800 + number, 600)).save(art / f"lazy{number}.jpg")


SENTENCE = "The paragraph is long enough to be taken for the text of an article about pictures."
BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
PAGE = f"""<!doctype html>
<html lang="en"><head><title>Lazy pictures</title></head><body><article><h1>Lazy pictures</h1>
<p>{SENTENCE}</p>
<figure><img src="{BLANK}" data-src="art/lazy1.jpg" alt="One"></figure><p>{SENTENCE}</p>
<figure><img src="{BLANK}"><noscript><img src="art/lazy2.jpg" alt="Two"></noscript></figure>
<figure><img src="{BLANK}" srcset="art/small.jpg 300w, art/lazy3.jpg 803w" alt="Three"></figure>
<p>{SENTENCE}</p></article></body></html>
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of the built book, and what the command line said of it."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "art").mkdir()
    write_pictures(folder / "art")
    own = ["xmp.jpg", "xmp.png", "xmp.tif"]
    named = [p.name for p in sorted((folder / "art").iterdir()) if "lazy" not in p.name]
    shown = (f"![{'' if name in own else name}](art/{name})" for name in named)
    manifest = project(folder, "It stood.\n\n" + "\n\n".join(shown), "  print: {}\n  epub: {}")
    (folder / "page.html").write_text(PAGE, "utf-8")
    text = manifest.read_text("utf-8").replace("[pine.md]", "[pine.md, page.html]")
    manifest.write_text(text, "utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = main(["build", str(manifest), "-o", str(folder / "dist"), "--json"])
    report = json.loads(said.getvalue())
    assert code == 0, report["diagnostics"]
    return folder / "dist", report


def figures(folder: Path) -> list[tuple[str, str, Image.Image]]:
    """Return description, credit and picture of each figure of the EPUB."""
    found = []
    with zipfile.ZipFile(folder / "a-book.epub") as epub:
        for name in epub.namelist():
            if name.endswith(("pine.xhtml", "page.xhtml")):
                for figure in re.findall(r"<figure.*?</figure>", epub.read(name).decode(), re.S):
                    [(source, alt)] = re.findall(r'<img src="../([^"]+)" alt="([^"]*)"', figure)
                    credit = re.search(r'class="credit">([^<]*)<', figure)
                    image = Image.open(io.BytesIO(epub.read(f"EPUB/{source}")))
                    found.append((alt, credit[1] if credit else "", image))
    return found


def test_what_files_say_of_their_pictures_is_in_the_book(
    book: tuple[Path, dict[str, Any]],
) -> None:
    said = {(alt, credit) for alt, credit, _ in figures(book[0])}
    assert said >= {
        ("Seen jpeg", "Agency jpeg"),
        ("Seen png", "Agency png"),
        ("Seen tiff", "Agency tiff"),
        ("iim.jpg", "Ann Ünal/AZERTAC"),
        ("exif.png", "Bo Li"),
        ("notice.jpg", "© Cem Ak"),
    }


def test_pictures_of_every_kind_are_upright_and_for_a_screen(
    book: tuple[Path, dict[str, Any]],
) -> None:
    shown = {alt: image for alt, _, image in figures(book[0])}
    assert shown["turned.jpg"].size == (600, 900)
    red, green, blue = shown["inks.jpg"].convert("RGB").getpixel((9, 9))
    assert red > 200
    assert max(green, blue) < 60
    assert shown["deep.png"].mode == "L"
    assert abs(shown["deep.png"].getpixel((9, 9)) - 128) <= 1
    assert getattr(shown["moving.gif"], "n_frames", 1) == 1
    assert shown["holed.png"].convert("RGBA").getpixel((5, 5))[3] == 0
    assert shown["veiled.png"].convert("RGBA").getpixel((9, 0))[3] < 9
    assert shown["wrong.png"].format == "JPEG"
    assert {image.getexif().get(0x0112) for image in shown.values()} == {None}


def test_lazy_pictures_of_a_page_that_holds_nothing_else_are_in_the_book(
    book: tuple[Path, dict[str, Any]],
) -> None:
    widths = {alt: image.width for alt, _, image in figures(book[0])}
    assert (widths["One"], widths["Two"], widths["Three"]) == (801, 802, 803)


def test_what_was_made_of_a_picture_is_said(book: tuple[Path, dict[str, Any]]) -> None:
    said = {(d["severity"], d["message"]) for d in book[1]["diagnostics"]}
    assert ("info", "art/moving.gif: only the first frame of the animation is used") in said
    assert ("info", "art/inks.jpg: converted from CMYK to sRGB") in said


def test_pictures_that_cannot_be_read_fail_the_build_with_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photograph(900, 600).save(tmp_path / "whole.jpg")
    whole = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "none.jpg").write_bytes(b"")
    text = "It stood.\n\n![Half](half.jpg)\n\n![None](none.jpg)\n\n![Away](away.jpg)"
    manifest = project(tmp_path, text, "  epub: {}")
    assert main(["build", str(manifest)]) == 1
    assert not (tmp_path / "dist").exists()
    said = capsys.readouterr().err
    assert "pine.md:5:9: error[unreadable-image]: half.jpg: the picture is damaged" in said
    assert "pine.md:7:9: error[unreadable-image]: none.jpg: the file is empty" in said
    assert "pine.md:9:9: error[file-not-found]: there is no picture 'away.jpg'" in said
    assert main(["build", str(manifest), "--keep-going"]) == 1
    with zipfile.ZipFile(tmp_path / "dist" / "a-book.epub") as epub:
        text = epub.read("EPUB/text/pine.xhtml").decode()
        assert re.findall(r'alt="(.*?)"', text) == ["Half", "None", "Away"]
        assert text.count("image/missing-") == 3


def test_pictures_that_nothing_describes_are_told_where_they_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photograph(900, 600).save(tmp_path / "red one.png")
    photograph(900, 610).save(tmp_path / "two.png")
    text = "Text.\n\n![](red%20one.png)\n\n![Seen](two.png)\n\nMore.\n\n![](two.png)\n\n![](not-two.png)"
    photograph(900, 620).save(tmp_path / "not-two.png")
    manifest = project(tmp_path, text, "  epub: {}\n  other: {medium: epub}")
    assert main(["build", str(manifest)]) == 1
    said = capsys.readouterr().err
    places = re.findall(r"^(\S+): (\w+)\[missing-alt\]", said, re.M)
    expected = ["pine.md:5:5", "pine.md:11:5", "pine.md:13:5"]
    assert sorted(places) == sorted((place, "error") for place in expected)
    assert "hint: write ![what it shows](red%20one.png), or {decorative=yes}" in said

    main(["check", str(manifest)])
    said = capsys.readouterr().err
    assert sorted(re.findall(r"^(\S+): warning\[missing-alt\]", said, re.M)) == sorted(expected)


def test_the_pictures_of_a_page_are_told_where_it_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a&b").mkdir()
    photograph(900, 600).save(tmp_path / "a&b" / "pine.png")
    page = (
        f"<html lang='ru'><head><meta charset='windows-1251'></head><body><article><h1>Сосна</h1>\n"
        f"<p>{SENTENCE}</p>\n<p>Это сосна.</p>\n<figure><img src='a&amp;b/pine.png'></figure>\n"
        f"<p>{SENTENCE}</p></article></body></html>"
    )
    (tmp_path / "page.html").write_bytes(page.encode("cp1251"))
    manifest = project(tmp_path, "Text.", "  epub: {}")
    manifest.write_text(manifest.read_text().replace("[pine.md]", "[page.html]"))
    assert main(["build", str(manifest)]) == 1
    said = capsys.readouterr().err
    assert "page.html:4:19: error[missing-alt]" in said
    assert 'alt="what it shows"' in said
