from __future__ import annotations

import io

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from newsbook.composition import GalleyFace
from newsbook.fonts import bundled_catalogue
from newsbook.pdf.binding.fonts import subset, unite_faces


def test_a_cid_keyed_font_holds_the_glyphs_used_and_nothing_between() -> None:
    face = bundled_catalogue().face("Noto Serif CJK SC")
    assert face is not None
    program = subset(face.path, face.index, [5, 20000, 60000])
    assert (program.key, program.subtype) == ("/FontFile3", "/CIDFontType0C")
    assert len(program.data) < 4000
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program.data), None)
    charset = fonts[fonts.fontNames[0]].charset
    assert charset == [".notdef", "cid00005", "cid20000", "cid60000"]


def test_a_truetype_font_keeps_glyphs_in_their_places() -> None:
    face = bundled_catalogue().face("Literata")
    assert face is not None
    program = subset(face.path, face.index, [40, 90])
    assert (program.key, program.subtype) == ("/FontFile2", "")
    font, whole = TTFont(io.BytesIO(program.data)), TTFont(face.path)
    assert 91 <= font["maxp"].numGlyphs < 200
    for glyph in (40, 90):
        one, other = font.getGlyphName(glyph), whole.getGlyphName(glyph)
        assert font["hmtx"][one][0] == whole["hmtx"][other][0]
        assert font["glyf"][one].numberOfContours == whole["glyf"][other].numberOfContours
    assert len(program.data) < 8000


def test_faces_are_united_and_the_text_seen_first_is_kept() -> None:
    one = GalleyFace("AAAAAA", "AAAAAA+X", "x.ttf", 0, {3: 500.0}, {3: "a"})
    two = GalleyFace("AAAAAA", "AAAAAA+X", "x.ttf", 0, {3: 500.0, 4: 250.0}, {3: "b", 4: "c"})
    union = unite_faces([one, two])["AAAAAA"]
    assert union.widths == {3: 500.0, 4: 250.0}
    assert union.unicode == {3: "a", 4: "c"}
    assert union.use(9, "9", 600.0) == 600.0
    assert union.use(3, "z", 1.0) == 500.0
