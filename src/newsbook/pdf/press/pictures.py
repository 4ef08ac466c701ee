"""From the pictures of a typeset book to pictures a press can print.

Each image XObject is converted once, at the size it is placed largest: colour through its own ICC
profile or sRGB into the inks of the printing condition, grey pictures to black ink, too many pixels
to the resolution of the job. Pixels are never invented.
"""

from __future__ import annotations

import importlib.resources
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Name
from PIL import Image, ImageChops

from newsbook.pdf.press.inks import Inks, heaviest, limit_picture
from newsbook.pdf.press.job import Job
from newsbook.pdf.press.samples import is_jpeg, picture_of, profile_of, put_picture, space_of
from newsbook.pdf.press.screen import Screen

__all__ = ["Pictures", "srgb_profile"]

_GREY = 2
_ENOUGH = 1.5


def srgb_profile() -> bytes:
    """Return the ICC's own sRGB profile (version 2), which every PDF/X standard can embed."""
    return (importlib.resources.files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()


def _is_grey(picture: Image.Image) -> bool:
    r, g, b = picture.split()
    return all(
        int(ImageChops.difference(x, y).getextrema()[1]) <= _GREY  # type: ignore[arg-type]
        for x, y in ((r, g), (g, b))
    )


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
    `masks` are the images that stand in luminosity masks.
    """

    pdf: pikepdf.Pdf
    job: Job
    inks: Inks | None
    screen: Screen
    placed: dict[Any, tuple[float, float]]
    masks: set[Any]
    done: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[Any, str]] = field(default_factory=list)
    chroma: dict[Any, float] = field(default_factory=dict)
    _profiles: dict[bytes, Any] = field(default_factory=dict)

    def convert(self, image: Any) -> None:
        """Convert one image XObject in place; what cannot be done is added to `problems`."""
        if "/Interpolate" in image:
            del image["/Interpolate"]
        if bool(image.get("/ImageMask", False)):
            return
        try:
            self._convert(image)
        except ValueError as error:
            self.problems.append((image.objgen, str(error)))
        mask = image.get("/SMask")
        if isinstance(mask, pikepdf.Stream):
            self._mask(mask, image.objgen)

    def _mask(self, mask: Any, owner: Any) -> None:
        if "/Interpolate" in mask:
            del mask["/Interpolate"]
        factor = self._factor(mask, owner)
        if factor < 1 and not is_jpeg(mask):
            picture = picture_of(mask)
            if picture.mode == "L":
                put_picture(mask, self._resized(picture, factor), lossy=False)

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
            put_picture(image, _on_white(picture, mask), lossy=is_jpeg(image))
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

    def _resized(self, picture: Image.Image, factor: float) -> Image.Image:
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        return picture.resize(size, Image.Resampling.LANCZOS)

    def _convert(self, image: Any) -> None:
        family, components = space_of(image.get("/ColorSpace"))
        if family in ("/Separation", "/DeviceN", "/Pattern"):
            return
        factor = self._factor(image)
        if family == "/DeviceGray" and self.inks is not None:
            self._grey(image, factor)
            return
        if family == "/DeviceGray" or (family == "/DeviceRGB" and self.inks is None):
            if factor < 1 and int(image.get("/BitsPerComponent", 8)) == 8:
                self._store(image, self._resized(picture_of(image), factor))
            return
        if self.inks is None and not self.job.inks:
            self._shown(image, factor, components)
            return
        if family == "/DeviceCMYK":
            self._process(image, factor)
            return
        self._colour(image, factor, components)

    def _grey(self, image: Any, factor: float) -> None:
        """Give a grey picture the tints of black that look like it; a mask says other things."""
        if image.objgen in self.masks or int(image.get("/BitsPerComponent", 8)) == 1:
            return
        assert self.inks is not None
        picture = picture_of(image)
        if factor < 1:
            picture = self._resized(picture, factor)
        self._store(image, self.inks.greys(picture))
        self.done["to black ink"] += 1

    def _store(self, image: Any, picture: Image.Image) -> None:
        if (picture.width, picture.height) != (int(image.Width), int(image.Height)):
            self.done[f"resampled to {self.job.ppi} ppi"] += 1
        put_picture(image, picture, lossy=is_jpeg(image), max_ink=self.job.max_ink)

    def _shown(self, image: Any, factor: float, components: int) -> None:
        """Turn a picture in inks, or in a space of its own, into sRGB."""
        picture, profile = picture_of(image), profile_of(image)
        if components == 4 or profile:
            picture = self.screen.picture(picture, profile)
        elif picture.mode != "L":
            picture = picture.convert("RGB")
        self._store(image, self._resized(picture, factor) if factor < 1 else picture)
        self.done["to sRGB"] += 1

    def _process(self, image: Any, factor: float) -> None:
        """Keep a picture that is in inks already, unless it is too heavy or too large."""
        picture = picture_of(image)
        total, self.chroma[image.objgen] = heaviest(picture)
        heavy = total > self.job.max_ink
        if heavy:
            self.done[f"ink limited to {self.job.max_ink:g} %"] += 1
        if heavy or factor < 1:
            kept = limit_picture(picture, self.job.max_ink)
            self._store(image, self._resized(kept, factor) if factor < 1 else kept)

    def _colour(self, image: Any, factor: float, components: int) -> None:
        picture, profile = picture_of(image), profile_of(image)
        if picture.mode not in ("L", "RGB", "CMYK"):
            picture = picture.convert("RGB")
        if factor < 1:
            picture = self._resized(picture, factor)
        grey = picture.mode == "L" or (picture.mode == "RGB" and _is_grey(picture))
        if grey:
            levels = picture.convert("L")
            self._store(image, self.inks.greys(levels) if self.inks else levels)
            self.done["to black ink"] += 1
        elif self.inks is None or (self.job.images == "icc" and picture.mode == "RGB"):
            self._tag(image, picture, profile)
        else:
            made = self._separated(picture, profile)
            self.chroma[image.objgen] = heaviest(made)[1]
            self._store(image, made)

    def _separated(self, picture: Image.Image, profile: bytes) -> Image.Image:
        assert self.inks is not None
        source = profile or (srgb_profile() if picture.mode == "RGB" else b"")
        try:
            made = self.inks.picture(picture, source)
        except ValueError:
            if picture.mode != "RGB":
                raise
            self.done["broken profile replaced by sRGB"] += 1
            made = self.inks.picture(picture, srgb_profile())
        self.done["to inks"] += 1
        return made

    def _tag(self, image: Any, picture: Image.Image, profile: bytes) -> None:
        """Keep a picture in RGB and say which RGB (8.6.5.5)."""
        if picture.size != (int(image.Width), int(image.Height)):
            self._store(image, picture)
        data = profile or srgb_profile()
        if data not in self._profiles:
            stream = self.pdf.make_stream(data)
            stream.N, stream.Alternate = 3, Name.DeviceRGB
            self._profiles[data] = stream
        image.ColorSpace = Array([Name.ICCBased, self._profiles[data]])
        self.done["tagged with its profile"] += 1
