"""From the IPTC-IIM record inside a picture to its datasets.

JPEG has the record among the resources of Photoshop, TIFF in a tag of its own or there, PNG as a
"raw profile", the hexadecimal text that ImageMagick writes. Spec: IPTC-NAA IIM 4.2.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping

from PIL import Image

__all__ = ["Datasets", "datasets_of", "raw_profile"]

Datasets = Mapping[tuple[int, int], list[bytes]]  # the values of a dataset, by record and number

_RESOURCE = 0x0404  # of Photoshop, that holds the record
_TIFF_RECORD, _TIFF_RESOURCES = 33723, 34377
_RAW_PROFILE = re.compile(r"\s*\w+\s+\d+\s+([0-9a-fA-F\s]+)")
MAX_RECORD = 2_000_000  # bytes


def raw_profile(text: str) -> bytes:
    """Return the bytes of a raw profile in a PNG: its name, its size, and hexadecimal digits."""
    match = _RAW_PROFILE.fullmatch(text[: 2 * MAX_RECORD])
    digits = re.sub(r"\s", "", match[1]) if match else ""
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _resources(data: bytes) -> dict[int, bytes]:
    """Return the resources of Photoshop by their number."""
    found: dict[int, bytes] = {}
    position = 0
    while data[position : position + 4] == b"8BIM" and position + 12 <= len(data):
        (number,) = struct.unpack_from(">H", data, position + 4)
        named = position + 6 + (data[position + 6] + 2) // 2 * 2  # a name, padded to even
        if named + 4 > len(data):
            break
        (size,) = struct.unpack_from(">I", data, named)
        found[number] = data[named + 4 : named + 4 + size]
        position = named + 4 + (size + 1) // 2 * 2
    return found


def _tag(image: Image.Image, number: int) -> bytes:
    """Return a tag of a TIFF as it stands in the file: some programs say that it holds numbers, of
    which Pillow would give one.
    """
    data = getattr(getattr(image, "tag_v2", None), "_tagdata", {}).get(number, b"")
    return data if isinstance(data, bytes) else b""


def _record(image: Image.Image) -> bytes:
    """Return the record inside an opened picture, or nothing."""
    if isinstance(photoshop := image.info.get("photoshop"), Mapping):
        found = photoshop.get(_RESOURCE, b"")
        return found if isinstance(found, bytes) else b""
    if image.format == "TIFF":
        record = _tag(image, _TIFF_RECORD)
        return record or _resources(_tag(image, _TIFF_RESOURCES)).get(_RESOURCE, b"")
    for name in ("Raw profile type iptc", "Raw profile type 8bim"):
        if isinstance(text := image.info.get(name), str):
            data = raw_profile(text)
            return _resources(data).get(_RESOURCE, b"") if data[:4] == b"8BIM" else data
    return b""


def datasets_of(image: Image.Image) -> Datasets:
    """Return the datasets inside an opened picture, up to where it is damaged."""
    data = _record(image)[:MAX_RECORD]
    found: dict[tuple[int, int], list[bytes]] = {}
    position = 0
    while data[position : position + 1] == b"\x1c" and position + 5 <= len(data):
        record, number, size = struct.unpack_from(">BBH", data, position + 1)
        position += 5
        if size & 0x8000:  # so many bytes say how many there are
            extended = data[position : position + (size & 0x7FFF)]
            position += len(extended)
            size = int.from_bytes(extended)
        found.setdefault((record, number), []).append(data[position : position + size])
        position += size
    return found
