"""From the bytes of an ICC profile to what a press file must know of it (ICC.1, 7.2)."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import ImageCms

__all__ = ["Profile", "read_profile"]

_CHANNELS = {"CMYK": 4, "RGB": 3, "GRAY": 1}


@dataclass(frozen=True, slots=True)
class Profile:
    """An ICC profile: `space` is CMYK, RGB or GRAY; `kind` the device class (`prtr`, `mntr`...)."""

    data: bytes
    space: str
    kind: str
    version: tuple[int, int]
    description: str

    @property
    def channels(self) -> int:
        """How many components a colour in its space has (0: a space of no use in print)."""
        return _CHANNELS.get(self.space, 0)

    def handle(self) -> ImageCms.ImageCmsProfile:
        """Return the profile opened by LittleCMS."""
        return ImageCms.ImageCmsProfile(io.BytesIO(self.data))


def read_profile(data: bytes) -> Profile:
    """Return the profile in `data`. Raises ValueError when it is none."""
    if len(data) < 132 or data[36:40] != b"acsp":
        raise ValueError("not an ICC profile")
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (OSError, ImageCms.PyCMSError) as error:
        raise ValueError(f"not a usable ICC profile: {error}") from error
    return Profile(
        data=data,
        space=data[16:20].decode("latin-1").strip(),
        kind=data[12:16].decode("latin-1").strip(),
        version=(data[8], data[9] >> 4),
        description=(opened.profile.profile_description or "").strip(),
    )
