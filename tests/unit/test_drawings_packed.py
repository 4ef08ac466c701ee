"""Drawings as programs save them: packed, in UTF-16, with short names for their namespaces."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from PIL import Image

from newsbook.model import Asset
from newsbook.pictures import load_picture
from newsbook.world import World

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><rect width="30" height="20"/></svg>'
ILLUSTRATOR = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG'
    '/1.1/DTD/svg11.dtd" [\n\t<!ENTITY ns_svg "http://www.w3.org/2000/svg">\n\t<!ENTITY ns_ai "http://ns.'
    'adobe.com/AdobeIllustrator/10.0/">\n]>\n<svg xmlns:i="&ns_ai;" xmlns="&ns_svg;" viewBox="0 0 30 20">'
    '<rect width="30" height="20"/></svg>'
)


def load(data: bytes) -> tuple[Asset | None, World]:
    world = World(root=Path("/nowhere"))
    return load_picture("a.svg", data, where=None, world=world), world


@pytest.mark.parametrize(
    "data",
    [gzip.compress(SVG.encode(), mtime=0), SVG.encode("utf-16"), ILLUSTRATOR.encode()],
    ids=["svgz", "utf-16", "illustrator"],
)
def test_a_drawing_is_read_however_it_was_saved(data: bytes) -> None:
    asset, world = load(data)

    assert asset is not None, [d.message for d in world.diagnostics]
    assert (asset.media_type, asset.width_px, asset.height_px) == ("image/svg+xml", 30, 20)
    assert b"ENTITY" not in asset.read()


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a "b"> %a;',
        f'<!ENTITY a "{"x" * 200}">',
    ],
)
def test_other_entities_are_refused(subset: str) -> None:
    text = "&a;" * 1000
    asset, world = load(
        f'<!DOCTYPE svg [{subset}]><svg xmlns="http://www.w3.org/2000/svg"><text>{text}</text></svg>'.encode()
    )

    assert asset is None
    assert "entity" in " ".join(d.message for d in world.diagnostics)


def test_a_packed_drawing_that_never_ends_is_refused() -> None:
    asset, world = load(gzip.compress(SVG.encode() + b" " * 21_000_000, mtime=0))

    assert asset is None
    assert [d.code for d in world.diagnostics] == ["limit-exceeded"]


def test_the_pages_of_a_scan_that_are_left_out_are_told_of() -> None:
    scan = io.BytesIO()
    pages = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
    pages[0].save(scan, "TIFF", save_all=True, append_images=pages[1:])
    asset, world = load(scan.getvalue())

    assert asset is not None
    assert "only the first of its 3 pages" in " ".join(d.message for d in world.diagnostics)
