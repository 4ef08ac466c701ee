"""From an image in a PDF to its samples as a picture, and back.

Image XObjects are described in ISO 32000-1, 8.9.5. JPEG data with four components is read as Adobe
writes it (inverted) unless the Decode array says otherwise.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from newsbook.pdf.press.inks import heaviest, limit_picture

__all__ = ["Samples", "encoded", "is_jpeg", "picture_of", "profile_of", "put_samples", "space_of"]

_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_JPEG_QUALITY = 95
_RAW = {1: "L;1", 2: "L;2", 4: "L;4"}


def _filters(image: Any) -> list[str]:
    value = image.get("/Filter")
    return [str(v) for v in (value if isinstance(value, Array) else [value]) if v is not None]


def is_jpeg(image: Any) -> bool:
    """Say whether the samples are stored as a JPEG file and nothing else."""
    return _filters(image) == ["/DCTDecode"]


def space_of(space: Any) -> tuple[str, int]:
    """Return the family of a colour space and the components of a colour in it (0: unknown)."""
    if isinstance(space, Name):
        family = str(space)
        return family, {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}.get(family, 0)
    if not isinstance(space, Array) or not len(space):
        return "?", 0
    family = str(space[0])
    if family == "/ICCBased":
        return family, int(space[1].get("/N", 0))
    if family == "/DeviceN":
        return family, len(space[1])
    counts = {"/CalGray": 1, "/CalRGB": 3, "/Lab": 3, "/Indexed": 1, "/Separation": 1}
    return family, counts.get(family, 0)


def profile_of(image: Any) -> bytes:
    """Return the ICC profile an image carries (in its colour space or its JPEG data), or b""."""
    family, _ = space_of(image.get("/ColorSpace"))
    if family == "/ICCBased":
        return bytes(image.ColorSpace[1].read_bytes())
    if is_jpeg(image):
        with Image.open(io.BytesIO(image.read_raw_bytes())) as opened:
            found = opened.info.get("icc_profile")
            return found if isinstance(found, bytes) else b""
    return b""


def _decoded(picture: Image.Image, image: Any) -> Image.Image:
    """Apply the Decode array where it inverts."""
    decode = [float(v) for v in image.get("/Decode", [])]
    inverts = bool(decode) and decode[0] > decode[1]
    if is_jpeg(image) and picture.mode == "CMYK":
        inverts = not inverts  # Pillow has inverted already, after Adobe's custom
    return ImageChops.invert(picture) if inverts else picture


def _raster(image: Any, components: int) -> Image.Image:
    size = (int(image.Width), int(image.Height))
    bits = int(image.get("/BitsPerComponent", 8))
    data = bytes(image.read_bytes())
    if bits == 16:
        data, bits = data[::2], 8
    if bits == 8:
        return Image.frombytes(_MODES[components], size, data)
    if components == 1 and bits in _RAW:
        return Image.frombytes("L", size, data, "raw", _RAW[bits])
    found = pikepdf.PdfImage(image).as_pil_image()
    return found.convert(_MODES[components])


def _indexed(image: Any) -> Image.Image:
    """Return an Indexed image with its palette looked up (8.6.6.3)."""
    _, base, _, table = image.ColorSpace
    _, components = space_of(base)
    if components not in _MODES:
        raise ValueError("a palette in an unusual colour space")
    colours = bytes(table.read_bytes() if isinstance(table, pikepdf.Stream) else table)
    bits = int(image.get("/BitsPerComponent", 8))
    size = (int(image.Width), int(image.Height))
    raw = {1: "P;1", 2: "P;2", 4: "P;4", 8: "P"}[bits]
    indices = Image.frombytes("P", size, bytes(image.read_bytes()), "raw", raw)
    numbers = Image.frombytes("L", size, indices.tobytes())
    bands = []
    for n in range(components):
        column = colours[n::components][:256]
        bands.append(numbers.point(list(column.ljust(256, b"\0"))))
    return bands[0] if components == 1 else Image.merge(_MODES[components], bands)


def picture_of(image: Any) -> Image.Image:
    """Return the samples of an image XObject as a picture (L, RGB or CMYK).

    Raises ValueError when they cannot be read.
    """
    family, components = space_of(image.get("/ColorSpace"))
    try:
        if is_jpeg(image):
            with Image.open(io.BytesIO(image.read_raw_bytes())) as opened:
                opened.load()
                return _decoded(opened.copy(), image)
        if family == "/Indexed":
            return _indexed(image)
        if components not in _MODES:
            raise ValueError(f"an image in the colour space {family}")
        return _decoded(_raster(image, components), image)
    except (OSError, KeyError, SyntaxError, pikepdf.PdfError, NotImplementedError) as error:
        raise ValueError(f"an image that cannot be read: {error}") from error


def _jpeg(picture: Image.Image, max_ink: float) -> bytes | None:
    """Return the JPEG data of a picture, or None when compression would break the ink limit."""
    for allowance in (0, 3, 8):
        kept = picture
        if picture.mode == "CMYK" and allowance:
            kept = limit_picture(picture, max_ink - allowance)
        out = io.BytesIO()
        kept.save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0, optimize=True)
        data = out.getvalue()
        if picture.mode != "CMYK":
            return data
        with Image.open(io.BytesIO(data)) as written:
            if heaviest(written)[0] <= max_ink:
                return data
    return None


def _flate(picture: Image.Image) -> bytes:
    """Return the samples with each pixel as its difference to the left one (TIFF predictor)."""
    bands = []
    for band in picture.split():
        difference = ImageChops.subtract_modulo(band, ImageChops.offset(band, 1, 0))
        difference.paste(band.crop((0, 0, 1, band.height)), (0, 0))
        bands.append(difference)
    merged = bands[0] if len(bands) == 1 else Image.merge(picture.mode, bands)
    return zlib.compress(merged.tobytes(), 9)


@dataclass(frozen=True, slots=True)
class Samples:
    """A picture (mode L, RGB or CMYK) as the data of an image XObject in device colour."""

    data: bytes
    jpeg: bool
    mode: str
    width: int
    height: int


def encoded(picture: Image.Image, *, lossy: bool, max_ink: float = 400) -> Samples:
    """Return the samples of a picture (L, RGB or CMYK).

    `lossy` allows JPEG; a picture that was JPEG stays one unless that breaks the ink limit.
    """
    data = _jpeg(picture, max_ink) if lossy else None
    jpeg = data is not None
    kept = data if data is not None else _flate(picture)
    return Samples(kept, jpeg, picture.mode, picture.width, picture.height)


def put_samples(image: Any, samples: Samples) -> None:
    """Make `samples` those of an image XObject."""
    for key in ("/Decode", "/DecodeParms", "/Interpolate"):
        if key in image:
            del image[key]
    if samples.jpeg:
        image.write(samples.data, filter=Name.DCTDecode)
        if samples.mode == "CMYK":
            image.Decode = Array([1, 0] * 4)
    else:
        colours = Image.getmodebands(samples.mode)
        parms = Dictionary(Predictor=2, Colors=colours, Columns=samples.width)
        image.write(samples.data, filter=Name.FlateDecode, decode_parms=parms)
    image.Width, image.Height, image.BitsPerComponent = samples.width, samples.height, 8
    names = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}
    image.ColorSpace = names[samples.mode]
