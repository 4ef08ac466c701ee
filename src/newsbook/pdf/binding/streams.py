"""From layers of drawing operators to one content stream, numbers stamped, deflated once.

The text of a page was deflated where it was typeset (RFC 1951 runs that end on a byte boundary
can be joined); only what differs from page to page is deflated here. The checksum of the whole
follows from the checksums of the parts (RFC 1950, 8.2).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence

from newsbook.composition import Furniture, GalleyPage, GalleySlot, Layer

__all__ = ["Use", "page_content", "stamp"]

PT = 0.75
MARK = re.compile(rb"/(nb\d+) MP")
BASE = 65521
HEADER = b"\x78\x9c"
FINAL = b"\x03\x00"
STORED = 64

Use = Callable[[str, int, str, float], float]


def _combine(first: int, second: int, length: int) -> int:
    """The Adler-32 of two runs joined, from theirs and the length of the second."""
    a1, b1 = first & 0xFFFF, first >> 16
    a2, b2 = second & 0xFFFF, second >> 16
    rest = length % BASE
    low = (a1 + a2 - 1) % BASE
    high = (b1 + b2 + rest * (a1 - 1)) % BASE
    return high << 16 | low


def _run(data: bytes) -> bytes:
    """Deflate `data` into a run without a final block."""
    if len(data) <= STORED:
        size = len(data)
        return b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + data
    compressor = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush(zlib.Z_FULL_FLUSH)


def join(parts: Iterable[bytes | Layer]) -> bytes:
    """Return the zlib stream of `parts` one after the other; plain parts are deflated here."""
    runs = [HEADER]
    adler = 1
    plain: list[bytes] = []

    def close() -> None:
        nonlocal adler
        data = b"".join(plain)
        plain.clear()
        if data:
            runs.append(_run(data))
            adler = _combine(adler, zlib.adler32(data), len(data))

    for part in parts:
        if isinstance(part, bytes):
            plain.append(part)
        elif part.packed:
            close()
            runs.append(part.data)
            adler = _combine(adler, part.adler, part.length)
        else:
            plain.append(part.data)
    close()
    return b"".join((*runs, FINAL, adler.to_bytes(4, "big")))


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def stamp(slot: GalleySlot, text: str, use: Use) -> tuple[bytes, float]:
    """Return the operators that set `text` in `slot`, and how much wider it is than its space.

    `use(resource, glyph, text, width)` notes that a glyph is used and gives its width in the font
    (1/1000 em).
    """
    if slot.transform == "uppercase":
        text = text.upper()
    glyphs = [slot.glyphs[c] for c in text if c in slot.glyphs]
    width = sum(g.advance_px for g in glyphs)
    extra = width - slot.width_px
    x = slot.x_px - slot.align * extra
    out = [f"BT 1 0 0 -1 {_number(x)} {_number(slot.y_px)} Tm"]
    resource, line = "", ""
    for character, glyph in zip((c for c in text if c in slot.glyphs), glyphs, strict=True):
        if glyph.resource != resource:
            if line:
                out.append(f"[{line}] TJ")
            resource, line = glyph.resource, ""
            out.append(f"/{resource} {_number(slot.size_px)} Tf")
        nominal = use(resource, glyph.glyph, character, glyph.width)
        adjust = nominal - glyph.advance_px * 1000 / slot.size_px
        line += f"<{glyph.glyph:04x}>"
        # The engine cuts off fractions too: a stamped number stands like one that was set.
        if int(adjust):
            line += f"{int(adjust)}"
    if line:
        out.append(f"[{line}] TJ")
    out.append("ET")
    return "\n".join(out).encode(), extra


def _stamped(
    data: bytes, slots: Sequence[GalleySlot], text: Callable[[GalleySlot], str], use: Use
) -> bytes:
    """Put the numbers into `data` where its marks are, and move what stands beside them."""
    pieces: dict[bytes, bytes] = {}
    for slot in slots:
        key = slot.key.encode()
        if b"/" + key + b" MP" not in data:
            continue
        number = text(slot)
        operators, extra = stamp(slot, number, use)
        pieces[key] = operators if number else b""
        left, right = -slot.align * extra, (1 - slot.align) * extra
        pieces |= {k.encode(): f"1 0 0 1 {_number(left)} 0 cm".encode() for k in slot.before}
        pieces |= {k.encode(): f"1 0 0 1 {_number(right)} 0 cm".encode() for k in slot.after}
    return MARK.sub(lambda m: pieces.get(m[1], b""), data)


def page_content(
    page: GalleyPage,
    furniture: Furniture,
    text: Callable[[GalleySlot], str],
    use: Use,
    *,
    tagged: bool,
) -> bytes:
    """Return the zlib stream with the content of `page` on the side that `furniture` is for.

    `text` gives the number for a slot. In a tagged book furniture is marked as an artifact.
    """
    parts: list[bytes | Layer] = [f"1 0 0 -1 0 {_number(page.height_pt)} cm\n".encode()]
    if furniture.under:
        parts += _artifact(furniture.under, tagged)
    body: bytes | Layer = page.body
    if page.slots and not page.body.packed:
        body = _stamped(page.body.data, page.slots, text, use)
    if furniture.shift_px:
        shift = _number(furniture.shift_px * PT)
        parts += [f"q\n1 0 0 1 {shift} 0 cm\n".encode(), body, b"\nQ"]
    else:
        parts.append(body)
    if furniture.over:
        over = _stamped(furniture.over, page.slots, text, use)
        parts += [b"\n", *_artifact(over, tagged)]
    return join(parts)


def _artifact(data: bytes, tagged: bool) -> tuple[bytes, ...]:
    if tagged:
        return (b"/Artifact BMC\n", data, b"\nEMC\n")
    return (data, b"\n")
