"""From a colour on a screen to the inks that print it.

LittleCMS converts, relative colorimetric with black point compensation. Neutral colours are not
converted: they become a tint of black alone, so that type and rules print from one plate.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image, ImageCms, ImageMath

from newsbook.pdf.press.profile import Profile

__all__ = ["Cmyk", "Inks", "heaviest", "ink_of", "limit_picture"]

Cmyk = tuple[float, float, float, float]
_NEUTRAL = 0.004
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "LAB": "LAB"}


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))


def ink_of(colour: Cmyk) -> float:
    """Return the ink of a colour in percent (four solid inks: 400)."""
    return sum(colour) * 100


@dataclass(slots=True)
class Inks:
    """Converts colours and pictures for one output profile, never above `max_ink` percent."""

    profile: Profile
    max_ink: float
    _transforms: dict[tuple[str, bytes], ImageCms.ImageCmsTransform] = field(default_factory=dict)
    _colours: dict[tuple[object, ...], Cmyk] = field(default_factory=dict)

    def _transform(self, mode: str, source: bytes = b"") -> ImageCms.ImageCmsTransform:
        """Return the transform from `mode` with profile `source` (sRGB or D50 Lab when empty)."""
        key = (mode, source)
        if key not in self._transforms:
            if source:
                profile = ImageCms.ImageCmsProfile(io.BytesIO(source))
            elif mode == "LAB":
                profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
            else:
                profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
            self._transforms[key] = ImageCms.buildTransform(
                profile,
                self.profile.handle(),
                mode,
                "CMYK",
                renderingIntent=_INTENT,
                flags=_FLAGS,
            )
        return self._transforms[key]

    def _pixel(self, mode: str, value: tuple[int, ...], source: bytes = b"") -> Cmyk:
        key = (mode, source, value)
        if key not in self._colours:
            shown = Image.new(mode, (1, 1), value if len(value) > 1 else value[0])
            done = ImageCms.applyTransform(shown, self._transform(mode, source))
            assert done is not None
            got = done.getpixel((0, 0))
            assert isinstance(got, tuple)
            c, m, y, k = (round(v / 255, 4) for v in got)
            self._colours[key] = (c, m, y, k)
        return self._colours[key]

    def rgb(self, r: float, g: float, b: float, *, neutral: bool = True) -> Cmyk:
        """Return the inks of an sRGB colour (0 to 1); greys are black ink alone if `neutral`."""
        r, g, b = _clamp(r), _clamp(g), _clamp(b)
        if neutral and max(r, g, b) - min(r, g, b) < _NEUTRAL:
            return self.gray(g)
        return self.limited(self._pixel("RGB", tuple(round(v * 255) for v in (r, g, b))))

    def gray(self, level: float) -> Cmyk:
        """Return the black ink of a grey (0 black, 1 white)."""
        return (0.0, 0.0, 0.0, round(1 - _clamp(level), 4))

    def lab(self, lightness: float, a: float, b: float) -> Cmyk:
        """Return the inks of a CIE L*a*b* colour (D50); greys are black ink alone."""
        if max(abs(a), abs(b)) < 0.5:
            return self.gray(_srgb_of_lightness(lightness))
        value = (
            round(min(100.0, max(0.0, lightness)) * 2.55),
            round(min(127.0, max(-128.0, a))) + 128,
            round(min(127.0, max(-128.0, b))) + 128,
        )
        return self.limited(self._pixel("LAB", value))

    def managed(self, values: tuple[float, ...], source: bytes) -> Cmyk:
        """Return the inks of a colour (0 to 1) in the space of the ICC profile `source`.

        Raises ValueError when the profile is broken or does not fit the number of components.
        """
        mode = {1: "L", 3: "RGB", 4: "CMYK"}.get(len(values))
        if mode is None:
            raise ValueError(f"a colour with {len(values)} components")
        if mode == "RGB" and max(values) - min(values) < _NEUTRAL:
            return self.gray(values[1])
        levels = tuple(round(_clamp(v) * 255) for v in values)
        try:
            return self.limited(self._pixel(mode, levels, source))
        except (ImageCms.PyCMSError, OSError) as error:
            raise ValueError(f"a colour in an unusable profile: {error}") from error

    def limited(self, colour: Cmyk) -> Cmyk:
        """Return `colour` with cyan, magenta and yellow thinned until it keeps the ink limit."""
        c, m, y, k = (_clamp(v) for v in colour)
        room = self.max_ink / 100 - k
        total = c + m + y
        if total <= room or total == 0:
            return (c, m, y, k)
        thin = max(0.0, room) / total
        # Cut to four places downwards: rounding up would break the limit again.
        c, m, y = (int(v * thin * 10000) / 10000 for v in (c, m, y))
        return (c, m, y, k)

    def picture(self, picture: Image.Image, source: bytes = b"") -> Image.Image:
        """Return `picture` (modes L, RGB, CMYK or LAB) in CMYK, within the ink limit.

        `source` is its ICC profile; an unusable one raises ValueError.
        """
        try:
            done = ImageCms.applyTransform(picture, self._transform(picture.mode, source))
        except (ImageCms.PyCMSError, OSError) as error:
            raise ValueError(str(error)) from error
        assert done is not None
        return limit_picture(done, self.max_ink)


def _srgb_of_lightness(lightness: float) -> float:
    """Return the sRGB level of a neutral of CIE lightness `lightness` (IEC 61966-2-1)."""
    f = (lightness + 16) / 116
    y = f**3 if f**3 > 216 / 24389 else lightness * 27 / 24389
    return 12.92 * y if y <= 0.0031308 else 1.055 * y ** (1 / 2.4) - 0.055


def _bands(picture: Image.Image) -> dict[str, Image.Image]:
    return dict(zip("cmyk", picture.split(), strict=True))


def heaviest(picture: Image.Image) -> tuple[float, float]:
    """Return the most ink at any pixel of a CMYK picture, and the most without black (percent)."""
    bands = _bands(picture)
    chroma = ImageMath.lambda_eval(lambda a: a["c"] + a["m"] + a["y"], **bands)
    total = ImageMath.lambda_eval(lambda a: a["s"] + a["k"], s=chroma, **bands)
    return total.getextrema()[1] / 2.55, chroma.getextrema()[1] / 2.55


def limit_picture(picture: Image.Image, max_ink: float) -> Image.Image:
    """Return a CMYK picture with the colour of its heaviest pixels thinned to `max_ink` percent.

    Black keeps its value, so shadows keep their depth. The same picture comes back when nothing
    is too heavy.
    """
    if heaviest(picture)[0] <= max_ink:
        return picture
    bands = _bands(picture)
    limit = int(max_ink * 2.55)
    chroma = ImageMath.lambda_eval(lambda a: a["c"] + a["m"] + a["y"], **bands)
    room = ImageMath.lambda_eval(lambda a: a["max"](limit - a["k"], 0), k=bands["k"])
    thinned = [
        ImageMath.lambda_eval(
            lambda a: a["convert"](a["b"] * a["min"](a["r"], a["s"]) / a["max"](a["s"], 1), "L"),
            b=bands[name],
            r=room,
            s=chroma,
        )
        for name in "cmy"
    ]
    return Image.merge("CMYK", [*thinned, bands["k"]])
