"""From a colour on a screen to the inks that print it.

LittleCMS converts, relative colorimetric with black point compensation. Neutral colours become a
tint of black alone, so that type and rules print from one plate: the tint that looks as light on
this paper as the grey does on a screen, with solid black for black.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image, ImageCms, ImageMath

from newsbook.pdf.press.profile import Profile

__all__ = ["Cmyk", "Inks", "heaviest", "limit_picture"]

Cmyk = tuple[float, float, float, float]
_NEUTRAL = 0.004
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "LAB": "LAB"}


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))


@dataclass(slots=True)
class Inks:
    """Converts colours and pictures for one output profile, never above `max_ink` percent."""

    profile: Profile
    max_ink: float
    _transforms: dict[tuple[str, bytes], ImageCms.ImageCmsTransform] = field(default_factory=dict)
    _colours: dict[tuple[object, ...], Cmyk] = field(default_factory=dict)
    _curve: list[float] = field(default_factory=list)

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
        """Return the black ink of a grey in the sRGB scale (0 black, 1 white)."""
        place = _clamp(level) * 255
        below = int(place)
        low, high = self._blacks()[below], self._blacks()[min(below + 1, 255)]
        return (0.0, 0.0, 0.0, round(low + (high - low) * (place - below), 4))

    def greys(self, picture: Image.Image) -> Image.Image:
        """Return a grey picture (L, in the sRGB scale) in levels of the black plate (0 solid)."""
        return picture.point([round(255 * (1 - black)) for black in self._blacks()])

    def _blacks(self) -> list[float]:
        """Return the black ink (0 to 1) for each of 256 grey levels of the sRGB scale."""
        if not self._curve:
            self._curve = _blacks(self.profile)
        return self._curve

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


def _luminance(lightness: float) -> float:
    """Return Y (0 to 1) of a CIE lightness."""
    f = (lightness + 16) / 116
    return f**3 if f**3 > 216 / 24389 else lightness * 27 / 24389


def _srgb_of_lightness(lightness: float) -> float:
    """Return the sRGB level of a neutral of CIE lightness `lightness` (IEC 61966-2-1)."""
    y = _luminance(lightness)
    return 12.92 * y if y <= 0.0031308 else 1.055 * y ** (1 / 2.4) - 0.055


def _luminance_of_srgb(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def _blacks(profile: Profile) -> list[float]:
    """Return the black ink whose luminance on paper is that of each of 256 grey levels.

    Screen black is put at solid ink and screen white at bare paper, and what lies between is moved
    in proportion: black point compensation along the black plate.
    """
    tints = range(0, 256, 15)
    ramp = Image.new("CMYK", (len(tints), 1))
    for at, tint in enumerate(tints):
        ramp.putpixel((at, 0), (0, 0, 0, tint))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    transform = ImageCms.buildTransform(
        profile.handle(), lab, "CMYK", "LAB", renderingIntent=_INTENT
    )
    shown = ImageCms.applyTransform(ramp, transform)
    assert shown is not None
    seen = [_luminance(value / 2.55) for value in shown.tobytes()[::3]]
    paper, solid = seen[0], seen[-1]
    found = []
    for level in range(256):
        wanted = solid + (paper - solid) * _luminance_of_srgb(level / 255)
        at = next((n for n in range(1, len(seen)) if seen[n] <= wanted), len(seen) - 1)
        span = seen[at - 1] - seen[at]
        part = (seen[at - 1] - wanted) / span if span else 0.0
        found.append(_clamp((tints[at - 1] + 15 * _clamp(part)) / 255))
    return [1.0, *found[1:-1], 0.0]


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
