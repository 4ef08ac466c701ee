"""From the pictures of a typeset book to pictures a press can print, in the open file.

Each image XObject is converted once, at the size it is placed largest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Name
from PIL import Image, ImageChops

from newsbook.pdf.portrait import Portraits
from newsbook.pdf.press.conversion import Converted, Converter, resized
from newsbook.pdf.press.job import Job
from newsbook.pdf.press.samples import Samples, encoded, is_jpeg, picture_of, put_samples
from newsbook.recall import value_digest

__all__ = ["Pictures"]

_ENOUGH = 1.5


def _stencil(pdf: pikepdf.Pdf, mask: Image.Image) -> Any:
    """Return a stencil mask that hides the samples where `mask` is 0."""
    bits = ImageChops.invert(mask).convert("1", dither=Image.Dither.NONE)
    stencil = pdf.make_stream(bits.tobytes())
    stencil.Type, stencil.Subtype = Name.XObject, Name.Image
    stencil.Width, stencil.Height, stencil.BitsPerComponent = mask.width, mask.height, 1
    stencil.ImageMask = True
    return stencil


def _on_white(picture: Image.Image, mask: Image.Image) -> Image.Image:
    """Return a picture laid on white paper through a mask."""
    through = mask.resize(picture.size, Image.Resampling.BILINEAR)
    paper = Image.new(picture.mode, picture.size, (0, 0, 0, 0) if picture.mode == "CMYK" else 255)
    return Image.composite(picture, paper, through)


@dataclass(slots=True)
class Pictures:
    """Converts the images of one file. `chroma` is the most ink without black of each (percent);
    `masks` are the images that stand in luminosity masks; `portraits` remember what images become.
    """

    pdf: pikepdf.Pdf
    job: Job
    converter: Converter
    placed: dict[Any, tuple[float, float]]
    masks: set[Any]
    portraits: Portraits = field(default_factory=Portraits)
    done: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[Any, str]] = field(default_factory=list)
    chroma: dict[Any, float] = field(default_factory=dict)
    _profiles: dict[bytes, Any] = field(default_factory=dict)
    _order: str = ""

    def convert(self, image: Any) -> None:
        """Convert one image XObject in place; what cannot be done is added to `problems`."""
        if "/Interpolate" in image:
            del image["/Interpolate"]
        if bool(image.get("/ImageMask", False)):
            return
        factor, in_mask = self._factor(image), image.objgen in self.masks
        made = self.portraits.made(
            "press picture",
            self.portraits.of([image]),
            (factor, in_mask, self._ordered()),
            lambda _: self.converter.convert(image, factor, in_mask=in_mask),
        )
        self._put(image, made)
        mask = image.get("/SMask")
        if isinstance(mask, pikepdf.Stream):
            self._mask(mask, image.objgen)

    def _ordered(self) -> str:
        """Return the digest of the job (which holds a whole profile), made once."""
        self._order = self._order or value_digest(self.job)
        return self._order

    def _put(self, image: Any, made: Converted) -> None:
        self.done.update(made.done)
        if made.problem:
            self.problems.append((image.objgen, made.problem))
        if made.chroma is not None:
            self.chroma[image.objgen] = made.chroma
        if made.samples is not None:
            put_samples(image, made.samples)
        if made.profile:
            if made.profile not in self._profiles:
                stream = self.pdf.make_stream(made.profile)
                stream.N, stream.Alternate = 3, Name.DeviceRGB
                self._profiles[made.profile] = stream
            image.ColorSpace = Array([Name.ICCBased, self._profiles[made.profile]])

    def _mask(self, mask: Any, owner: Any) -> None:
        if "/Interpolate" in mask:
            del mask["/Interpolate"]
        factor = self._factor(mask, owner)
        if factor >= 1 or is_jpeg(mask):
            return

        def smaller(_: Any) -> Samples | None:
            picture = picture_of(mask)
            return encoded(resized(picture, factor), lossy=False) if picture.mode == "L" else None

        portrait = self.portraits.of([mask])
        samples = self.portraits.made("press soft mask", portrait, factor, smaller)
        if samples is not None:
            put_samples(mask, samples)

    def flatten(self, image: Any, *, on_paper: bool) -> bool:
        """Do away with an image's soft mask, in place; say whether that could be done.

        A mask that only says yes or no becomes a stencil (8.9.6.3); on bare paper the picture is
        mixed with white; otherwise nothing is changed.
        """
        mask = picture_of(image.SMask).convert("L")
        levels = {value for _, value in mask.getcolors(256) or []}
        if levels <= {0, 255}:
            if 0 in levels:
                image.Mask = _stencil(self.pdf, mask)
        elif on_paper:
            picture = picture_of(image)
            put_samples(image, encoded(_on_white(picture, mask), lossy=is_jpeg(image)))
        else:
            return False
        del image["/SMask"]
        return True

    def _factor(self, image: Any, owner: Any = None) -> float:
        """Return by how much an image has too many pixels for its size on the page (1: not)."""
        width, height = self.placed.get(owner or image.objgen, (0.0, 0.0))
        if not width or not height:
            return 1.0
        wanted = self.job.ppi / 72
        factor = max(width * wanted / int(image.Width), height * wanted / int(image.Height))
        return factor if factor < 1 / _ENOUGH else 1.0
