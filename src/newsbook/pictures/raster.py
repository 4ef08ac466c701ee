"""From the bytes of a raster picture to bytes every output can use: 8-bit sRGB JPEG or PNG.

The size is judged by the header, before anything is decoded. A JPEG or PNG that is already right
keeps its pixels as they are and only loses its metadata (places, thumbnails, comments); everything
else is converted, always to the same bytes.
"""

from __future__ import annotations

import contextlib
import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from newsbook.pictures.facts import Facts, facts_of
from newsbook.pictures.foreign import kind_of, raw_photograph

__all__ = ["MAX_PIXELS", "MAX_SIDE", "Raster", "RefusedError", "encode", "read_raster"]

MAX_PIXELS = 100_000_000
MAX_SIDE = 30_000  # pixels
JPEG_QUALITY = 92
# Formats Pillow may open here. Others (EPS, WMF, ...) run programs or are not pictures.
FORMATS = (
    "JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "JPEG2000", "PPM", "ICO", "TGA",
)  # fmt: skip
_PHOTOGRAPHIC = frozenset({"JPEG", "MPO", "AVIF", "JPEG2000", "WEBP", "TIFF"})
_KEPT_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs"}
)
_PIXELS = re.compile(r"\((\d+) pixels\)")  # in what Pillow says
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


class RefusedError(Exception):
    """A picture cannot be used; `code` is a diagnostic's code."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Raster:
    """A usable picture: its bytes, type and size in pixels, its facts, and what was done to it."""

    data: bytes
    media_type: str
    width_px: int
    height_px: int
    facts: Facts
    remarks: tuple[str, ...] = ()


def _refused(data: bytes) -> RefusedError:
    """Return why a file that Pillow does not know is no picture, and what to do."""
    if not data:
        hint = "copy it into the project again; an interrupted copy leaves such a file"
        return RefusedError("unreadable-image", "the file is empty", hint)
    kind = kind_of(data)
    if kind is not None:
        return RefusedError("unreadable-image", kind.message, kind.hint)
    what = "this is not a picture newsbook can read"
    return RefusedError("unreadable-image", what, "export it as JPEG, PNG, TIFF or SVG")


def _damaged(error: Exception) -> RefusedError:
    return RefusedError(
        "unreadable-image",
        f"the picture is damaged: {error}",
        "copy it from where it came from once more, or open it in a program for pictures and "
        "export it anew",
    )


def _too_large(size: str) -> RefusedError:
    return RefusedError(
        "limit-exceeded",
        f"the picture has {size} pixels; the limit is {MAX_PIXELS // 1_000_000} million, and "
        f"{MAX_SIDE} along a side",
        "scale it down: 6000 pixels are 50 cm in print",
    )


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise _too_large(f"{width} × {height}")
    if not width or not height:
        raise RefusedError(
            "unreadable-image", "the picture has no pixels", "export it anew from its program"
        )


def _open(data: bytes) -> Image.Image:
    """Open `data` by its header, within the limits."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        pixels = _PIXELS.search(str(error))
        raise _too_large(
            f"{int(pixels[1]) // 1_000_000} million" if pixels else "too many"
        ) from error
    except UnidentifiedImageError as error:
        raise _refused(data) from error
    except (OSError, ValueError, SyntaxError, struct.error, OverflowError, KeyError) as error:
        raise _damaged(error) from error
    _check_size(image)
    if image.format == "TIFF" and (raw := raw_photograph(data, image)) is not None:
        raise RefusedError("unreadable-image", raw.message, raw.hint)
    return image


@contextlib.contextmanager
def _whole() -> Iterator[None]:
    """Make Pillow refuse truncated files; the typesetting engine, once imported, allows them."""
    kept = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = kept


def _decode(image: Image.Image) -> Image.Image:
    """Return `image` with its pixels loaded, turned as its EXIF orientation says."""
    try:
        with _whole(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.load()
            return ImageOps.exif_transpose(image)
    except Image.DecompressionBombError as error:
        raise _too_large("too many") from error
    except Exception as error:  # Pillow's decoders raise whatever their libraries do
        raise _damaged(error) from error


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Return the embedded colour profile when it is not sRGB and can be used."""
    raw = image.info.get("icc_profile")
    if not raw:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        name = ImageCms.getProfileDescription(profile)
    except (OSError, ImageCms.PyCMSError, TypeError, ValueError):
        return None
    return None if "srgb" in name.lower() else profile


def _to_8_bit(image: Image.Image) -> Image.Image:
    """Return 16-bit and floating grey as 8-bit grey, the whole range kept."""
    if image.mode.startswith(("I", "F")):
        low, high = image.getextrema()
        top = 65535 if isinstance(high, int) and high > 255 else max(float(high), 1.0)  # type: ignore[arg-type]
        bottom = min(float(low), 0.0)  # type: ignore[arg-type]
        scale = 255 / (top - bottom)
        return image.convert("F").point(lambda v: (v - bottom) * scale).convert("L")
    return image


def to_srgb(image: Image.Image) -> Image.Image:
    """Return `image` as 8-bit `L`, `LA`, `RGB`, `RGBA`, `P` or `1` in sRGB."""
    profile = _profile(image)
    if image.mode in ("1", "P", "L", "LA", "RGB", "RGBA") and profile is None:
        return image
    image = _to_8_bit(image)
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if profile is not None and image.mode in ("RGB", "RGBA", "CMYK", "L", "LAB"):
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        source = image.convert("RGB") if alpha else image
        try:
            turned = ImageCms.profileToProfile(
                source, profile, _SRGB, outputMode="RGB",
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )  # fmt: skip
        except ImageCms.PyCMSError:
            turned = source.convert("RGB")
        assert turned is not None
        if alpha:
            turned.putalpha(alpha)
        return turned
    if image.mode in ("L", "LA", "RGB", "RGBA"):
        return image
    return image.convert("RGBA" if image.mode in ("PA", "La", "RGBa") else "RGB")


def encode(image: Image.Image, media_type: str, *, quality: int = JPEG_QUALITY) -> bytes:
    """Return `image` as JPEG or PNG without metadata; the same picture gives the same bytes."""
    target = io.BytesIO()
    if media_type == "image/jpeg":
        if image.mode not in ("L", "RGB"):
            image = image.convert("RGB")
        image.save(
            target, "JPEG", quality=quality, optimize=True, progressive=False,
            subsampling=0 if quality >= 90 else 2, exif=b"", icc_profile=None,
        )  # fmt: skip
    else:
        image.save(target, "PNG", optimize=True, exif=b"", icc_profile=None)
    return target.getvalue()


def _without_jpeg_metadata(data: bytes) -> bytes | None:
    """Return a JPEG without APP1 to APP13 and comments (JFIF and Adobe's marker stay)."""
    pieces, position = [data[:2]], 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        length = struct.unpack(">H", data[position + 2 : position + 4])[0]
        segment = data[position : position + 2 + length]
        if marker == 0xDA:
            # The first end mark: entropy-coded data never holds one, a second picture may follow.
            end = data.find(b"\xff\xd9", position)
            return b"".join([*pieces, data[position : end + 2 if end > position else None]])
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            pieces.append(segment)
        position += 2 + length
    return None


def _without_png_metadata(data: bytes) -> bytes | None:
    """Return a PNG with only the chunks that make up its picture."""
    pieces, position = [data[:8]], 8
    while position + 12 <= len(data):
        length = struct.unpack(">I", data[position : position + 4])[0]
        kind = data[position + 4 : position + 8]
        if kind == b"acTL":
            return None  # animated: the first frame is written anew
        if kind in _KEPT_CHUNKS:
            pieces.append(data[position : position + 12 + length])
        position += 12 + length
        if kind == b"IEND":
            return b"".join(pieces)
    return None


def _kept_as_is(image: Image.Image, data: bytes) -> tuple[bytes, str] | None:
    """Return the picture's own bytes, less their metadata, when nothing must change."""
    upright = image.getexif().get(ExifTags.Base.Orientation, 1) in (0, 1)
    if not upright or _profile(image) is not None:
        return None
    if image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB"):
        kept = _without_jpeg_metadata(data)
        return (kept, "image/jpeg") if kept else None
    if image.format == "PNG" and image.mode in ("1", "P", "L", "LA", "RGB", "RGBA"):
        bits = data[24]  # of a channel
        kept = _without_png_metadata(data) if bits <= 8 else None
        return (kept, "image/png") if kept else None
    return None


def _is_lossy(image: Image.Image, data: bytes) -> bool:
    """Whether the pixels of a picture went through a compression made for photographs."""
    if image.format == "WEBP":
        return b"VP8 " in data[:64]
    return image.format in _PHOTOGRAPHIC


def _remarks(image: Image.Image, changed: bool) -> tuple[str, ...]:
    """Return what an editor may want to know of what was done to a picture."""
    remarks = []
    if getattr(image, "n_frames", 1) > 1 and image.format in ("GIF", "WEBP", "PNG", "AVIF"):
        remarks.append("only the first frame of the animation is used")
    if getattr(image, "n_frames", 1) > 1 and image.format == "TIFF":
        remarks.append(f"only the first of its {getattr(image, 'n_frames', 1)} pages is used")
    if changed and image.mode in ("CMYK", "LAB", "YCbCr"):
        remarks.append(f"converted from {image.mode} to sRGB")
    return tuple(remarks)


def read_raster(data: bytes) -> Raster:
    """Return the picture in `data`, usable by every output. Raises `RefusedError`."""
    try:
        return _read(data)
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # what damaged metadata does to Pillow's decoders
        raise _damaged(error) from error


def _read(data: bytes) -> Raster:
    image = _open(data)
    turned: Any = _decode(image)  # before all else: asking a PNG for its EXIF decodes it, too
    facts = facts_of(image)
    kept = _kept_as_is(image, data)
    remarks = _remarks(image, kept is None)
    lossy = _is_lossy(image, data)
    if kept is not None:
        return Raster(kept[0], kept[1], turned.width, turned.height, facts, remarks)
    turned = to_srgb(turned)
    photographic = lossy and turned.mode in ("L", "RGB")
    media_type = "image/jpeg" if photographic else "image/png"
    data = encode(turned, media_type)
    return Raster(data, media_type, turned.width, turned.height, facts, remarks)
