"""From the faces of all galleys to one subset of each, and the PDF fonts that use it.

Glyph ids are kept, so content streams need no change (ISO 32000-2, 9.7.4: codes are CIDs by
Identity-H, CIDs are glyph ids). Outlines come from the file; what a glyph reads as, and its width,
from the galleys.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from newsbook.composition import GalleyFace
from newsbook.recall import FORGETFUL, Recall

__all__ = ["FaceUnion", "build_fonts", "unite_faces"]

DROPPED = (
    "BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "MATH", "PCLT",
    "STAT", "SVG ", "VORG", "meta", "name", "vhea", "vmtx", "hdmx", "VDMX", "gasp", "kern",
)  # fmt: skip
CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <ffff> endcodespacerange"
)
CMAP_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"


@dataclass(frozen=True, slots=True)
class FontProgram:
    """An embedded font: its bytes, the key of its descriptor entry, and its Subtype if any."""

    data: bytes
    key: str
    subtype: str


@dataclass(slots=True)
class FaceUnion:
    """A face and the glyphs the whole book uses of it."""

    face: GalleyFace
    widths: dict[int, float] = field(default_factory=dict)
    unicode: dict[int, str] = field(default_factory=dict)

    def use(self, glyph: int, text: str, width: float) -> float:
        """Note that `glyph` is used for `text`; return its width (1/1000 em)."""
        self.unicode.setdefault(glyph, text)
        return self.widths.setdefault(glyph, width)


def unite_faces(faces: Iterable[GalleyFace]) -> dict[str, FaceUnion]:
    """Return the union of `faces` by resource name; the text seen first for a glyph is kept."""
    unions: dict[str, FaceUnion] = {}
    for face in faces:
        union = unions.setdefault(face.resource, FaceUnion(face))
        for glyph, width in face.widths.items():
            union.widths.setdefault(glyph, width)
        for glyph, text in face.unicode.items():
            union.unicode.setdefault(glyph, text)
    return {name: unions[name] for name in sorted(unions)}


@lru_cache(maxsize=8)
def _face(path: str, index: int) -> Any:
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(path), index)


def _reduce(face: Any, glyphs: Iterable[int], flags: Any) -> Any:
    import uharfbuzz as hb

    request = hb.SubsetInput()
    request.flags = flags
    request.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    dropped = (int.from_bytes(tag.encode(), "big") for tag in DROPPED)
    request.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(dropped)
    return hb.subset(face, request)


def subset(path: Path, index: int, glyphs: Iterable[int]) -> FontProgram:
    """Return the font program of `glyphs` of face `index` in the file `path`, codes kept.

    A CID-keyed CFF font is embedded bare, without the glyphs between those used: its charset says
    which CID each glyph has (ISO 32000-2, 9.7.4.2), and CIDs are the glyph ids of the file (the
    catalogue refuses fonts in which they are not). In any other font glyphs keep their places.
    """
    import uharfbuzz as hb

    wanted = sorted({0, *glyphs})
    face, flags = _face(str(path), index), hb.SubsetFlags
    if "CFF " in face.table_tags:
        data = bytes(_reduce(face, wanted, flags.DESUBROUTINIZE | flags.NO_HINTING).blob.data)
        outlines = _table(data, b"CFF ")
        if _is_cid_keyed(outlines):
            return FontProgram(outlines, "/FontFile3", "/CIDFontType0C")
    kept = _reduce(face, wanted, flags.RETAIN_GIDS | flags.DESUBROUTINIZE)
    # A second pass drops the empty glyphs after the last one used.
    every = range(wanted[-1] + 1)
    cut = bytes(_reduce(kept, every, flags.DESUBROUTINIZE | flags.NO_HINTING).blob.data)
    if cut[:4] == b"OTTO":
        return FontProgram(cut, "/FontFile3", "/OpenType")
    return FontProgram(cut, "/FontFile2", "")


def widen(program: FontProgram, extra: int) -> FontProgram:
    """Return `program` with the advances of its full-width glyphs `extra`/1000 em wider."""
    from newsbook.pdf.binding.advances import widen_cff, widen_sfnt

    change = widen_cff if program.subtype == "/CIDFontType0C" else widen_sfnt
    return FontProgram(change(program.data, extra), program.key, program.subtype)


def _table(data: bytes, tag: bytes) -> bytes:
    """Return the table `tag` of the font file `data` (OpenType 1.9, "Table Directory")."""
    for number in range(int.from_bytes(data[4:6], "big")):
        name, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
        if name == tag:
            return data[offset : offset + length]
    return b""


def _is_cid_keyed(data: bytes) -> bool:
    """Whether the CFF table `data` has a ROS operator (CFF 1.0, 9: always the first)."""
    if len(data) < 8:
        return False
    # The Top DICT follows the header and the Name INDEX; its third operand is the supplement.
    position = data[2]
    count, size = struct.unpack_from(">HB", data, position)
    last = position + 3 + count * size
    position = last + size + int.from_bytes(data[last : last + size], "big") - 1
    size = data[position + 2]
    top = data[position + 3 + 2 * size :][:32]
    return b"\x0c\x1e" in top


def _widths(widths: Mapping[int, float]) -> Array:
    """The W array (ISO 32000-2, 9.7.4.3): runs of glyphs that follow each other."""
    glyphs = sorted(widths)
    array = Array()
    begin = 0
    breaks = [i + 1 for i, (a, b) in enumerate(pairwise(glyphs)) if b != a + 1]
    for end in (*breaks, len(glyphs)):
        run = glyphs[begin:end]
        if run:
            array.append(run[0])
            array.append(Array([widths[glyph] for glyph in run]))
        begin = end
    return array


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    entries = [
        f"<{glyph:04x}> <{texts[glyph].encode('utf-16-be').hex()}>"
        for glyph in sorted(texts)
        if texts[glyph]
    ]
    lines = [CMAP_HEAD]
    for begin in range(0, len(entries), 100):
        part = entries[begin : begin + 100]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join([*lines, CMAP_TAIL]).encode()


def _program(path: Path, index: int, glyphs: Iterable[int], extra: int) -> FontProgram:
    program = subset(path, index, glyphs)
    return widen(program, extra) if extra else program


def build_fonts(
    pdf: Pdf,
    unions: Mapping[str, FaceUnion],
    paths: Mapping[str, Path],
    digests: Mapping[str, str],
    recall: Recall,
) -> Dictionary:
    """Return the Font resource of the book: a font for each of `unions`, embedded once per face.

    `paths` tells where each file of the catalogue is, `digests` the SHA-256 of each; `recall`
    remembers subsets of those that have one.
    """
    programs: dict[tuple[str, int, int], list[str]] = {}
    for name, union in unions.items():
        face = union.face
        programs.setdefault((face.file, face.index, face.extra), []).append(name)
    fonts = Dictionary()
    for (file, index, extra), names in programs.items():
        glyphs = tuple(sorted({glyph for name in names for glyph in unions[name].widths}))
        make = partial(_program, paths[file], index, glyphs, extra)
        known = recall if file in digests else FORGETFUL
        program = known.made("pdf-font", (digests.get(file), index, glyphs, extra), make)
        stream = Stream(pdf, program.data)
        if program.subtype:
            stream.Subtype = Name(program.subtype)
        else:
            stream.Length1 = len(program.data)
        reference = pdf.make_indirect(stream)
        for name in names:
            fonts[f"/{name}"] = _font(pdf, unions[name], reference, program.key)
    return fonts


def _font(pdf: Pdf, union: FaceUnion, program: Any, key: str) -> Any:
    is_cff = key == "/FontFile3"
    face = union.face
    base = Name("/" + face.name)
    described = face.descriptor
    flags = int(described["flags"])
    if len(union.widths) > 1 and len(set(union.widths.values())) == 1:
        flags |= 1
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        FontFamily=String(str(described["family"])),
        Flags=flags,
        FontBBox=Array(
            [0, described["descent"], max(union.widths.values(), default=0), described["ascent"]]
        ),
        ItalicAngle=described["italic_angle"],
        Ascent=described["ascent"],
        Descent=described["descent"],
        CapHeight=described["ascent"],
        StemV=80,
        StemH=80,
    )
    descriptor[key] = program
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if is_cff else Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        W=_widths(union.widths),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    if not is_cff:
        descendant.CIDToGIDMap = Name.Identity
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode(union.unicode))),
        )
    )
