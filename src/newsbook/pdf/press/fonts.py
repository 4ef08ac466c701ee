"""From fonts embedded as OpenType to fonts every standard takes.

An OpenType font with CFF outlines may be embedded whole only from PDF 1.6 on; its `CFF ` table
alone is allowed from PDF 1.3 on (ISO 32000-1, 9.9) and is smaller. The table is taken as it is: no
glyph changes.
"""

from __future__ import annotations

import struct
from typing import Any

import pikepdf
from pikepdf import Name

__all__ = ["bare_cff", "cff_table", "is_cid_keyed"]


def cff_table(data: bytes) -> bytes | None:
    """Return the `CFF ` table of an OpenType font file, or None when it has none."""
    if len(data) < 12 or data[:4] != b"OTTO":
        return None
    count = struct.unpack(">H", data[4:6])[0]
    for i in range(count):
        record = data[12 + 16 * i : 28 + 16 * i]
        if len(record) == 16 and record[:4] == b"CFF ":
            offset, length = struct.unpack(">II", record[8:16])
            return data[offset : offset + length] if offset + length <= len(data) else None
    return None


def is_cid_keyed(cff: bytes) -> bool:
    """Say whether a CFF font has an ROS operator (12 30) first in its Top DICT (CFF spec, 9)."""
    try:
        position = cff[2]
        position += _index_size(cff, position)  # the Name INDEX
        count, size = struct.unpack(">HB", cff[position : position + 3])
        if not count:
            return False
        start = position + 3 + (count + 1) * size
        first = int.from_bytes(cff[position + 3 : position + 3 + size], "big")
        last = int.from_bytes(cff[position + 3 + size : position + 3 + 2 * size], "big")
        return _first_operator(cff[start - 1 + first : start - 1 + last]) == (12, 30)
    except (struct.error, IndexError):
        return False


def _index_size(data: bytes, position: int) -> int:
    count = struct.unpack(">H", data[position : position + 2])[0]
    if count == 0:
        return 2
    size = data[position + 2]
    end = position + 3 + (count + 1) * size
    return int(3 + (count + 1) * size + int.from_bytes(data[end - size : end], "big") - 1)


def _first_operator(data: bytes) -> tuple[int, ...]:
    """Return the first operator of a DICT, its operands skipped (CFF spec, 4)."""
    i = 0
    while i < len(data):
        byte = data[i]
        if byte <= 21:
            return (byte, data[i + 1]) if byte == 12 else (byte,)
        if byte == 28:
            i += 3
        elif byte == 29:
            i += 5
        elif byte == 30:
            i += 1
            while data[i] & 0x0F != 0x0F and data[i] >> 4 != 0x0F:
                i += 1
            i += 1
        else:
            i += 2 if byte >= 247 else 1
    return ()


def bare_cff(pdf: pikepdf.Pdf) -> tuple[int, list[str]]:
    """Replace each OpenType font program by its CFF table, in place.

    Return how many were replaced and the names of OpenType fonts that have no such table.
    """
    done, refused = 0, []
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or "/FontDescriptor" not in font:
            continue
        program = font.FontDescriptor.get("/FontFile3")
        if not isinstance(program, pikepdf.Stream) or program.get("/Subtype") != Name.OpenType:
            continue
        table = cff_table(bytes(program.read_bytes()))
        if table is None:
            refused.append(str(font.get("/BaseFont", "?")).lstrip("/"))
            continue
        _replace(program, table, font)
        done += 1
    return done, refused


def _replace(program: Any, table: bytes, font: Any) -> None:
    keyed = str(font.get("/Subtype", "")).startswith("/CIDFont") or is_cid_keyed(table)
    program.write(table)
    program.Subtype = Name.CIDFontType0C if keyed else Name.Type1C
    for key in ("/Length1", "/Length2", "/Length3"):
        if key in program:
            del program[key]
    if str(font.get("/Subtype")) == "/CIDFontType2":
        font.Subtype = Name.CIDFontType0
        if "/CIDToGIDMap" in font:
            del font["/CIDToGIDMap"]
