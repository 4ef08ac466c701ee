"""From objects of a PDF to a digest of what they are, and to what was made of the like before.

Numbers of objects change with every edit of a book, so a portrait follows references instead of
reading them: equal portraits belong to objects that differ in nothing but their numbers. Fonts
stand in it as something to be asked: a subset grows with every new letter of the book, and what a
page looks like depends on the letters it shows alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pikepdf
from pikepdf import Dictionary, Name

from newsbook.pdf.glyphs import FontMeasure, measure
from newsbook.recall import FORGETFUL, Recall, value_digest

__all__ = ["Portrait", "Portraits", "page_parts"]

T = TypeVar("T")

_PAGE = ("/Contents", "/Resources", "/MediaBox", "/Group")
_Asked = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Portrait:
    """What objects are: their digest, and the numbered objects below them, as they were met.

    `fonts` are the places of those that are fonts.
    """

    digest: str = ""
    objects: tuple[Any, ...] = ()
    fonts: tuple[int, ...] = ()


def page_parts(page: Any) -> tuple[Any, ...]:
    """Return what a page paints with: content, resources, and annotations that are drawn."""
    drawn = [note for note in page.get("/Annots", ()) if "/AP" in note]
    return (*(page.get(key) for key in _PAGE), *drawn)


@dataclass(frozen=True)
class _Heard(FontMeasure):
    """A measure that notes which codes it was asked for."""

    asked: set[int] = field(default_factory=set)

    def codes(self, string: bytes) -> list[int]:
        found = super().codes(string)
        self.asked.update(found)
        return found


@dataclass(slots=True)
class _Sitting:
    """One portrait being made."""

    digest: Any = field(default_factory=hashlib.sha256)
    places: dict[Any, int] = field(default_factory=dict)
    objects: list[Any] = field(default_factory=list)
    fonts: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Portraits:
    """Portrays the objects of one open file, and remembers in `recall` what was made of them.

    `measures` are those of its fonts, by object number. A portrait is made before its objects are
    changed.
    """

    recall: Recall = FORGETFUL
    measures: dict[Any, FontMeasure] = field(default_factory=dict)
    _streams: dict[Any, bytes] = field(default_factory=dict)

    def of(self, things: Iterable[Any]) -> Portrait:
        """Return the portrait of `things` together; an empty one when nothing is remembered."""
        if self.recall.store is None:
            return Portrait()
        sitting = _Sitting()
        for thing in things:
            self._draw(thing, sitting)
        return Portrait(sitting.digest.hexdigest(), tuple(sitting.objects), tuple(sitting.fonts))

    def made(
        self,
        step: str,
        portrait: Portrait,
        inputs: Any,
        make: Callable[[dict[Any, FontMeasure]], T],
        ask: Callable[[Any, list[int]], Any] = lambda font, glyphs: None,
    ) -> T:
        """Return what `make(measures)` makes of the objects of `portrait` and of `inputs`.

        `make` reads nothing else but these, and of fonts their measures and what `ask(font,
        glyphs)` tells. A result that holds objects of the file is not remembered.
        """
        if self.recall.store is None:
            return make(self.measures)

        def look(asked: _Asked) -> str:
            font, codes = portrait.objects[asked[0]], asked[1]
            known = self._measure(font)
            glyphs = [known.cid(code) for code in codes]
            told = (known.name, known.default, known.two_bytes, known.by_glyph, known.kind)
            advances = [known.widths.get(glyph) for glyph in glyphs]
            extent = (known.ascent, known.descent)
            return value_digest((told, extent, glyphs, advances, ask(font, glyphs)))

        key = self.recall.key(step, (portrait.digest, inputs))
        found = self.recall.find_after_looking(key, look)
        if found is not None:
            value: T = found[0]
            return value
        heard = {place: self._heard(portrait.objects[place]) for place in portrait.fonts}
        value = make({portrait.objects[place].objgen: font for place, font in heard.items()})
        asked = tuple((p, tuple(sorted(font.asked))) for p, font in heard.items() if font.asked)
        self.recall.keep_after_looking(key, value, asked, look)
        return value

    def _measure(self, font: Any) -> FontMeasure:
        if font.objgen not in self.measures:
            self.measures[font.objgen] = measure(font)
        return self.measures[font.objgen]

    def _heard(self, font: Any) -> _Heard:
        known = self._measure(font)
        return _Heard(
            known.name,
            known.widths,
            known.default,
            known.two_bytes,
            known.cids,
            known.by_glyph,
            known.ascent,
            known.descent,
            known.kind,
        )

    def _draw(self, thing: Any, sitting: _Sitting) -> None:
        draw = sitting.digest.update
        if not isinstance(thing, pikepdf.Object):
            draw(f"{thing!r} ".encode())
            return
        number = thing.objgen
        if number != (0, 0):
            if number in sitting.places:
                draw(b"^%d " % sitting.places[number])
                return
            place = sitting.places[number] = len(sitting.objects)
            sitting.objects.append(thing)
            if _is_font(thing):
                sitting.fonts.append(place)
                draw(b"font ")
                return
        if isinstance(thing, Dictionary | pikepdf.Stream):
            draw(b"<<")
            for key in sorted(thing.keys()):
                if key not in ("/Parent", "/Length"):
                    draw(key.encode("utf-8", "surrogateescape") + b" ")
                    self._draw(thing[key], sitting)
            draw(b">>")
            if isinstance(thing, pikepdf.Stream):
                draw(self._samples(thing))
        elif isinstance(thing, pikepdf.Array):
            draw(b"[")
            for item in thing:
                self._draw(item, sitting)
            draw(b"]")
        else:
            draw(thing.unparse() + b" ")

    def _samples(self, stream: Any) -> bytes:
        number = stream.objgen
        if number not in self._streams or number == (0, 0):
            self._streams[number] = hashlib.sha256(stream.read_raw_bytes()).digest()
        return self._streams[number]


def _is_font(thing: Any) -> bool:
    """Whether `thing` is a font whose letters are not drawn by streams of the file."""
    if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.Font:
        return False
    return thing.get("/Subtype") not in (Name.Type3, Name.CIDFontType0, Name.CIDFontType2)
