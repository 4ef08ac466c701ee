from __future__ import annotations

import zlib

import pytest

from newsbook.composition import Furniture, GalleyPage, GalleySlot, Layer, SlotGlyph
from newsbook.pdf.binding.streams import join, page_content, stamp


def packed(data: bytes) -> Layer:
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    run = compressor.compress(data) + compressor.flush(zlib.Z_FULL_FLUSH)
    return Layer(run, True, len(data), zlib.adler32(data))


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [b""],
        [b"short"],
        [b"x" * 500],
        [packed(b"body " * 4000)],
        [b"head", packed(b"body " * 4000), b"tail" * 99, packed(b""), packed(b"end")],
        [Layer(b"plain", False, 5, zlib.adler32(b"plain")), b"more"],
    ],
)
def test_joined_parts_inflate_to_the_whole(parts: list[bytes | Layer]) -> None:
    plain = b"".join(
        p if isinstance(p, bytes) else zlib.decompress(p.data, -15) if p.packed else p.data
        for p in parts
        if not (isinstance(p, Layer) and p.packed)
    )
    whole = b""
    for part in parts:
        if isinstance(part, bytes):
            whole += part
        elif part.packed:
            whole += zlib.decompressobj(-15).decompress(part.data)
        else:
            whole += part.data
    assert zlib.decompress(join(parts)) == whole
    assert len(plain) <= len(whole)


def slot(**more: object) -> GalleySlot:
    glyphs = {str(d): SlotGlyph("FACE", 10 + d, 500, 5.0) for d in range(10)}
    values = {
        "key": "nb1", "kind": "folio", "target": "", "numerals": "decimal", "x_px": 100.0,
        "y_px": 20.0, "width_px": 15.0, "size_px": 10.0, "align": 1.0, "glyphs": glyphs, **more,
    }  # fmt: skip
    return GalleySlot(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("align", "x"), [(0.0, "100"), (0.5, "102.5"), (1.0, "105")])
def test_numbers_are_aligned_in_their_space(align: float, x: str) -> None:
    operators, extra = stamp(slot(align=align), "12", lambda *_: 500)
    assert operators == f"BT 1 0 0 -1 {x} 20 Tm\n/FACE 10 Tf\n[<000b><000c>] TJ\nET".encode()
    assert extra == -5.0


def test_letter_spacing_and_kerning_are_kept() -> None:
    operators, _ = stamp(slot(), "7", lambda *_: 480)
    assert b"<0011>-20" in operators


def test_what_stands_beside_a_number_moves() -> None:
    page = GalleyPage(
        100, 200, body=packed(b"BODY"), slots=(slot(before=("nb2",), after=("nb3",), align=0.5),)
    )
    over = b"q\n/nb2 MP\nL\nQ\nq\n/nb1 MP\nQ\nq\n/nb3 MP\nR\nQ"
    furniture = Furniture(8.0, b"UNDER", over)
    data = page_content(page, furniture, lambda _: "1234", lambda *_: 500, tagged=True)
    text = zlib.decompress(data)
    assert text.startswith(
        b"1 0 0 -1 0 200 cm\n/Artifact BMC\nUNDER\nEMC\nq\n1 0 0 1 6 0 cm\nBODY\nQ"
    )
    assert b"q\n1 0 0 1 -2.5 0 cm\nL\nQ" in text
    assert b"q\n1 0 0 1 2.5 0 cm\nR\nQ" in text
    assert b"MP" not in text


def test_a_slot_without_a_number_leaves_nothing() -> None:
    page = GalleyPage(100, 200, body=packed(b"BODY"), slots=(slot(),))
    furniture = Furniture(0.0, b"", b"q\n/nb1 MP\nQ")
    data = page_content(page, furniture, lambda _: "", lambda *_: 500, tagged=False)
    assert zlib.decompress(data) == b"1 0 0 -1 0 200 cm\nBODY\nq\n\nQ\n"
