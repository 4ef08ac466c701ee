"""Files that are no pictures newsbook reads: what they are, and what to do with them."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageFile
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from newsbook.diagnostics import Diagnostic
from newsbook.pictures import load_picture
from newsbook.world import World


def refusal(data: bytes) -> Diagnostic:
    world = World(Path())
    assert load_picture("a.jpg", data, where=None, world=world) is None
    (found,) = world.diagnostics
    return found


def saved(form: str, **keys: object) -> bytes:
    target = io.BytesIO()
    Image.effect_noise((90, 60), 50).save(target, form, **keys)
    return target.getvalue()


def huge(width: int, height: int) -> bytes:
    """Return the beginning of a PNG of many pixels."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    header = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + header + b"\0\0\0\0IDAT" + b"\0" * 40


def tagged(**tags: object) -> bytes:
    directory = ImageFileDirectory_v2()
    for name, value in tags.items():
        directory.tagtype[int(name[1:])] = 1 if isinstance(value, bytes) else 4
        directory[int(name[1:])] = value
    return saved("TIFF", tiffinfo=directory)


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (b"\xff\x0a" + b"\x01" * 90, "JPEG XL files cannot be read", "djxl picture.jxl picture.png"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + b"\0" * 90, "JPEG XL files cannot be read", "export it as JPEG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 90, "HEIC files cannot be read", "iPhone"),
        (b"\0\0\0\x18ftypcrx \0\0\0\0" + b"\0" * 90, "raw photographs (CR3) cannot be read", "develop it"),
        (b"II*\0\x10\0\0\0CR\x02\0" + b"\0" * 90, "raw photographs (CR2) cannot be read", "develop it"),
        (tagged(_50706=b"\x01\x04\0\0"), "raw photographs (DNG) cannot be read", "develop it"),
        (tagged(_254=1, _330=8), "raw photographs cannot be read", "develop it"),
        (b"FUJIFILMCCD-RAW 0201" + b"\0" * 90, "raw photographs (RAF) cannot be read", "develop it"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "EPS files cannot be read", "export it as SVG"),
        (b"%PDF-1.7\n", "PDF files (and those of Illustrator) cannot be read", "export it as SVG"),
        (b"8BPS\0\x01" + b"\0" * 90, "Photoshop files cannot be read", "export it as JPEG, PNG or TIFF"),
        (b"\0\0\0\x18ftypisom\0\0\x02\0" + b"\0" * 90, "this is a film, not a picture", "one frame"),
        (b"\n<!doctype html><title>Sign in</title>", "this is a web page, not a picture", "the picture itself"),
        (b"PK\x03\x04" + b"\0" * 90, "this is an archive or an office document, not a picture", "take the picture out"),
    ],
)  # fmt: skip
def test_what_is_known_and_not_read_is_named_with_the_next_step(
    data: bytes, what: str, hint: str
) -> None:
    found = refusal(data)

    assert (found.code, found.message) == ("unreadable-image", f"a.jpg: {what}")
    assert hint in (found.hint or "")


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (b"", "the file is empty", "copy it into the project again"),
        (b"no picture at all", "this is not a picture newsbook can read", "export it as JPEG"),
        (saved("JPEG")[:700], "the picture is damaged", "once more"),
        (saved("PNG")[:700], "the picture is damaged", "once more"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><g>", "the drawing cannot be read", "plain SVG"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g/>" * 100_001 + b"</svg>",
            "the drawing has more than 100000 elements",
            "save it as PNG",
        ),
    ],
)
def test_every_refusal_says_what_to_do(data: bytes, message: str, hint: str) -> None:
    found = refusal(data)

    assert message in found.message
    assert hint in (found.hint or "")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "TIFF", "WEBP"])
def test_a_file_that_is_cut_off_is_refused_whatever_the_engine_allows(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the engine sets it
    whole = saved(form)

    assert refusal(whole[: len(whole) // 2]).code == "unreadable-image"


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        (11_000, 10_000, "11000 × 10000"),
        (50_000, 50_000, "2500 million"),
        (40_000, 10, "40000 × 10"),
    ],
)
def test_a_picture_of_too_many_pixels_says_how_many_are_enough(
    width: int, height: int, size: str
) -> None:
    found = refusal(huge(width, height))

    assert found.code == "limit-exceeded"
    assert f"has {size} pixels; the limit is 100 million, and 30000 along a side" in found.message
    assert "scale it down: 6000 pixels are 50 cm in print" in (found.hint or "")


def test_a_tiff_with_smaller_copies_of_itself_is_read() -> None:
    world = World(Path())

    assert load_picture("a.tif", tagged(_254=0, _330=8), where=None, world=world) is not None
