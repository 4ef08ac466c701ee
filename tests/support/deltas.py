"""How far a pressed page looks from the unpressed one: CIE76 differences through the profile."""

from __future__ import annotations

import pypdfium2
from PIL import Image, ImageCms

from newsbook.resources import profiles_dir
from tests.support.printing import opened, plates

_DPI, _CELL = 144, 8
_LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
Lab = tuple[float, float, float]


def _lab(picture: Image.Image, profile: ImageCms.ImageCmsProfile) -> list[Lab]:
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    turn = ImageCms.buildTransform(profile, _LAB, picture.mode, "LAB", renderingIntent=intent)
    done = ImageCms.applyTransform(picture.reduce(_CELL), turn)
    assert done is not None
    lightness, a, b = (band.tobytes() for band in done.split())
    return [(v / 2.55, x - 128, y - 128) for v, x, y in zip(lightness, a, b, strict=True)]


def unpressed(raw: bytes) -> Image.Image:
    """Return the trim of the first page of a typeset file, as a screen shows it."""
    scale = _DPI / 72
    with opened(raw) as file:
        page = file.pages[0].obj
        media = [float(v) for v in page.MediaBox]
        trim = [float(v) for v in page.TrimBox]
    document = pypdfium2.PdfDocument(raw)
    try:
        shown = document[0].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    left, top = (trim[0] - media[0]) * scale, (media[3] - trim[3]) * scale
    right, bottom = (trim[2] - media[0]) * scale, (media[3] - trim[1]) * scale
    return shown.crop((round(left) + 1, round(top) + 1, round(right) - 1, round(bottom) - 1))


def delta_e(raw: bytes, pdf: bytes, profile: str = "FOGRA39L.icc") -> float:
    """Return the mean difference, over what is not paper, of the pressed page `pdf` from `raw`."""
    inks = plates(pdf, _DPI)[0]
    process = [inks[name] for name in ("Cyan", "Magenta", "Yellow", "Black")]
    printed = Image.merge("CMYK", process)
    shown = unpressed(raw).resize(printed.size)
    press = ImageCms.getOpenProfile(str(profiles_dir() / profile))
    pairs = zip(_lab(shown, _SRGB), _lab(printed, press), strict=True)
    far = [
        sum((p - q) ** 2 for p, q in zip(one, two, strict=True)) ** 0.5
        for one, two in pairs
        if min(one[0], two[0]) < 99
    ]
    return sum(far) / len(far) if far else 0.0
