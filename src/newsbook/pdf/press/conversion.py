"""From an image of a typeset book to samples a press can print, without changing the file.

Colour goes through its own ICC profile or sRGB into the inks of the printing condition, grey
pictures to black ink, too many pixels to the resolution of the job. Pixels are never invented.
"""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops

from newsbook.pdf.press.inks import Inks, heaviest, limit_picture
from newsbook.pdf.press.job import Job
from newsbook.pdf.press.samples import (
    Samples,
    encoded,
    is_jpeg,
    picture_of,
    profile_of,
    space_of,
)
from newsbook.pdf.press.screen import Screen

__all__ = ["Converted", "Converter", "resized", "srgb_profile"]

_GREY = 2


def srgb_profile() -> bytes:
    """Return the ICC's own sRGB profile (version 2), which every PDF/X standard can embed."""
    return (importlib.resources.files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()


@dataclass(frozen=True, slots=True)
class Converted:
    """What becomes of an image: its new samples, if any, and the profile they are in, if named.

    `chroma` is its most ink without black (percent), where it was measured; `done` says what was
    done to it, `problem` why nothing could be.
    """

    samples: Samples | None = None
    profile: bytes = b""
    chroma: float | None = None
    done: tuple[str, ...] = ()
    problem: str = ""


_AS_IT_IS = Converted()


def resized(picture: Image.Image, factor: float) -> Image.Image:
    """Return `picture` with its sides `factor` times as long; itself when that is 1 or more."""
    if factor >= 1:
        return picture
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _is_grey(picture: Image.Image) -> bool:
    r, g, b = picture.split()
    return all(
        int(ImageChops.difference(x, y).getextrema()[1]) <= _GREY  # type: ignore[arg-type]
        for x, y in ((r, g), (g, b))
    )


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts images as a job asks."""

    job: Job
    inks: Inks | None
    screen: Screen

    def convert(self, image: Any, factor: float, *, in_mask: bool) -> Converted:
        """Return what becomes of an image XObject whose sides are made `factor` times as long.

        `in_mask`: it stands in a luminosity mask, where greys are no colours.
        """
        try:
            return self._convert(image, factor, in_mask=in_mask)
        except ValueError as error:
            return Converted(problem=str(error))

    def _convert(self, image: Any, factor: float, *, in_mask: bool) -> Converted:
        family, components = space_of(image.get("/ColorSpace"))
        bits = int(image.get("/BitsPerComponent", 8))
        if family in ("/Separation", "/DeviceN", "/Pattern"):
            return _AS_IT_IS
        if family == "/DeviceGray" and self.inks is not None:
            if in_mask or bits == 1:
                return _AS_IT_IS
            greys = self.inks.greys(resized(picture_of(image), factor))
            return self._stored(image, greys, "to black ink")
        if family == "/DeviceGray" or (family == "/DeviceRGB" and self.inks is None):
            if factor < 1 and bits == 8:
                return self._stored(image, resized(picture_of(image), factor))
            return _AS_IT_IS
        if self.inks is None and not self.job.inks:
            return self._shown(image, factor, components)
        if family == "/DeviceCMYK":
            return self._process(image, factor)
        return self._colour(image, factor)

    def _stored(
        self, image: Any, picture: Image.Image, *done: str, chroma: float | None = None
    ) -> Converted:
        if picture.size != (int(image.Width), int(image.Height)):
            done = (f"resampled to {self.job.ppi} ppi", *done)
        samples = encoded(picture, lossy=is_jpeg(image), max_ink=self.job.max_ink)
        return Converted(samples, chroma=chroma, done=done)

    def _shown(self, image: Any, factor: float, components: int) -> Converted:
        """Turn a picture in inks, or in a space of its own, into sRGB."""
        picture, profile = picture_of(image), profile_of(image)
        if components == 4 or profile:
            picture = self.screen.picture(picture, profile)
        elif picture.mode != "L":
            picture = picture.convert("RGB")
        return self._stored(image, resized(picture, factor), "to sRGB")

    def _process(self, image: Any, factor: float) -> Converted:
        """Keep a picture that is in inks already, unless it is too heavy or too large."""
        picture = picture_of(image)
        total, chroma = heaviest(picture)
        heavy = total > self.job.max_ink
        if not heavy and factor >= 1:
            return Converted(chroma=chroma)
        kept = resized(limit_picture(picture, self.job.max_ink), factor)
        done = (f"ink limited to {self.job.max_ink:g} %",) if heavy else ()
        return self._stored(image, kept, *done, chroma=chroma)

    def _colour(self, image: Any, factor: float) -> Converted:
        picture, profile = picture_of(image), profile_of(image)
        if picture.mode not in ("L", "RGB", "CMYK"):
            picture = picture.convert("RGB")
        picture = resized(picture, factor)
        if picture.mode == "L" or (picture.mode == "RGB" and _is_grey(picture)):
            levels = picture.convert("L")
            return self._stored(
                image, self.inks.greys(levels) if self.inks else levels, "to black ink"
            )
        if self.inks is None or (self.job.images == "icc" and picture.mode == "RGB"):
            return self._tagged(image, picture, profile)
        made, done = self._separated(picture, profile)
        return self._stored(image, made, *done, chroma=heaviest(made)[1])

    def _separated(
        self, picture: Image.Image, profile: bytes
    ) -> tuple[Image.Image, tuple[str, ...]]:
        assert self.inks is not None
        source = profile or (srgb_profile() if picture.mode == "RGB" else b"")
        try:
            return self.inks.picture(picture, source), ("to inks",)
        except ValueError:
            if picture.mode != "RGB":
                raise
            made = self.inks.picture(picture, srgb_profile())
            return made, ("broken profile replaced by sRGB", "to inks")

    def _tagged(self, image: Any, picture: Image.Image, profile: bytes) -> Converted:
        """Keep a picture in RGB and say which RGB (8.6.5.5)."""
        done, data = ("tagged with its profile",), profile or srgb_profile()
        if picture.size == (int(image.Width), int(image.Height)):
            return Converted(profile=data, done=done)
        made = self._stored(image, picture, *done)
        return Converted(made.samples, data, done=made.done)
