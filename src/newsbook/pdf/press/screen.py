"""From a colour in any space to sRGB or a grey, for printers that make the plates themselves.

Black ink alone becomes a grey, which every such printer keeps on black; other inks are seen through
the profile of offset on coated paper, relative colorimetric with black point compensation.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field

from pikepdf import Operator
from PIL import Image, ImageCms

from newsbook.pdf.geometry import decimal
from newsbook.pdf.graphics import Colour
from newsbook.pdf.press.colours import Instruction, Setting
from newsbook.resources import profiles_dir

__all__ = ["Screen", "ScreenSettings"]

_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_PAPER = "FOGRA39L.icc"
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}


@dataclass(slots=True)
class Screen:
    """Converts colours and pictures to sRGB."""

    _transforms: dict[tuple[str, bytes], ImageCms.ImageCmsTransform] = field(default_factory=dict)

    def _transform(self, mode: str, source: bytes) -> ImageCms.ImageCmsTransform:
        key = (mode, source)
        if key not in self._transforms:
            data = source or ((profiles_dir() / _PAPER).read_bytes() if mode == "CMYK" else b"")
            if data:
                profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
            else:
                profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
            self._transforms[key] = ImageCms.buildTransform(
                profile,
                ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
                mode,
                "RGB",
                renderingIntent=_INTENT,
                flags=_FLAGS,
            )
        return self._transforms[key]

    def picture(self, picture: Image.Image, source: bytes = b"") -> Image.Image:
        """Return a picture (CMYK, LAB, or any mode with the profile `source`) in sRGB.

        Raises ValueError when the profile cannot be used.
        """
        try:
            done = ImageCms.applyTransform(picture, self._transform(picture.mode, source))
        except (ImageCms.PyCMSError, OSError) as error:
            raise ValueError(str(error)) from error
        assert done is not None
        return done

    def colour(
        self, mode: str, values: tuple[int, ...], source: bytes = b""
    ) -> tuple[float, float, float]:
        """Return the sRGB (0 to 1) of a colour in levels from 0 to 255. Raises ValueError."""
        shown = Image.new(mode, (1, 1), values if len(values) > 1 else values[0])
        got = self.picture(shown, source).getpixel((0, 0))
        assert isinstance(got, tuple)
        r, g, b = (round(v / 255, 4) for v in got)
        return r, g, b


@dataclass(slots=True)
class ScreenSettings:
    """Turns colours as set into `Setting`s of sRGB; `problems` says what it cannot."""

    screen: Screen
    done: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def black(self) -> Setting:
        """The colour a page starts in."""
        return Setting(rgb=(0.0, 0.0, 0.0))

    def setting(self, colour: Colour) -> Setting:
        """Return the sRGB of a colour; a pattern has none of its own."""
        if colour.family == "/Pattern":
            return Setting()
        try:
            found = self._rgb(colour)
        except ValueError as error:
            self.problems.append(str(error))
            found = (0.0, 0.0, 0.0)
        if found is None:
            self.problems.append(f"a colour in the space {colour.family} cannot be turned to sRGB")
        return Setting(rgb=found or (0.0, 0.0, 0.0))

    def _rgb(self, colour: Colour) -> tuple[float, float, float] | None:
        v = colour.values
        levels = tuple(round(min(1.0, max(0.0, value)) * 255) for value in v)
        match colour.family, len(v):
            case "/DeviceCMYK", 4:
                if not any(v[:3]):
                    return (1 - v[3],) * 3
                self.done["colours to sRGB"] += 1
                return self.screen.colour("CMYK", levels)
            case "/DeviceGray" | "/CalGray", 1:
                return (v[0],) * 3
            case "/DeviceRGB" | "/CalRGB", 3:
                return v[0], v[1], v[2]
            case "/Lab", 3:
                lab = (round(v[0] * 2.55), round(v[1]) + 128, round(v[2]) + 128)
                return self.screen.colour("LAB", tuple(min(255, max(0, n)) for n in lab))
            case "/ICCBased", 1 | 3 | 4:
                source = bytes(colour.space[1].read_bytes())
                return self.screen.colour(_MODES[len(v)], levels, source)
        return None

    def instructions(self, setting: Setting, *, stroke: bool) -> list[Instruction]:
        """Return the instructions that set a colour: a grey where it is one."""
        assert setting.rgb is not None
        r, g, b = setting.rgb
        if r == g == b:
            return [([decimal(r)], Operator("G" if stroke else "g"))]
        values = [decimal(v) for v in setting.rgb]
        return [(values, Operator("RG" if stroke else "rg"))]
