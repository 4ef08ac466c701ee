"""From a PDF to the printing plates an installed renderer makes of it.

Ghostscript gives every plate, special inks included; MuPDF gives the four process inks. Both run as
programs of their own, without network or shell, and are optional.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageMath

from newsbook.errors import EngineError, MissingToolError
from newsbook.pdf.geometry import Box
from newsbook.scratch import scratch_folder

__all__ = ["PROCESS", "PlateSet", "find_renderer", "separate"]

Renderer = Literal["gs", "mutool"]
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_RENDERERS: tuple[Renderer, ...] = ("gs", "mutool")
_AT_ONCE = 8
_SECONDS, _SECONDS_PER_PAGE = 30, 60


@dataclass(frozen=True, slots=True)
class PlateSet:
    """The plates of one page: name -> picture of the ink (255: solid), `dpi` pixels an inch.

    `media` is the rectangle the pictures show, in PDF units.
    """

    page: int
    plates: Mapping[str, Image.Image]
    media: Box
    dpi: float

    def area(self, box: Box) -> tuple[int, int, int, int]:
        """Return the pixels of a rectangle of the page: left, top, right, bottom."""
        scale, size = self.dpi / 72, self.plates["Black"].size
        left, top = (box.x0 - self.media.x0) * scale, (self.media.y1 - box.y1) * scale
        right, bottom = (box.x1 - self.media.x0) * scale, (self.media.y1 - box.y0) * scale
        return (
            max(0, round(left)),
            max(0, round(top)),
            min(size[0], round(right)),
            min(size[1], round(bottom)),
        )

    def place(self, pixels: tuple[int, int, int, int]) -> Box:
        """Return the rectangle of the page some pixels show."""
        left, top, right, bottom = (v * 72 / self.dpi for v in pixels)
        return Box(
            self.media.x0 + left,
            self.media.y1 - bottom,
            self.media.x0 + right,
            self.media.y1 - top,
        )

    def cut(self, name: str, box: Box) -> Image.Image:
        """Return one plate inside a rectangle; a plate that is not there is empty."""
        plate = self.plates.get(name)
        if plate is None:
            plate = Image.new("L", self.plates["Black"].size, 0)
        return plate.crop(self.area(box))

    def ink(self, box: Box) -> Image.Image:
        """Return all inks together inside a rectangle (mode I, 255 a solid plate)."""
        total = Image.new("I", self.cut("Black", box).size, 0)
        for name in self.plates:
            plate = self.cut(name, box)
            total = ImageMath.lambda_eval(lambda a: a["t"] + a["p"], t=total, p=plate)
        return total


def find_renderer() -> Renderer | None:
    """Return the renderer that is installed, the best first, or None."""
    return next((name for name in _RENDERERS if shutil.which(name)), None)


def separate(
    pdf: bytes,
    media: Sequence[Box],
    *,
    pages: Sequence[int] | None = None,
    dpi: int = 100,
    renderer: Renderer | None = None,
) -> Iterator[PlateSet]:
    """Yield the plates of `pages` (numbers from 1; None: all); `media` are the pages' MediaBoxes.

    Raises `MissingToolError` when no renderer is installed, `EngineError` when it fails.
    """
    tool = renderer or find_renderer()
    if tool is None:
        raise MissingToolError(
            "plates need Ghostscript (gs) or MuPDF (mutool): install one of the packages "
            "ghostscript or mupdf-tools"
        )
    wanted = list(pages if pages is not None else range(1, len(media) + 1))
    with scratch_folder() as folder:
        (folder / "in.pdf").write_bytes(pdf)
        for start in range(0, len(wanted), _AT_ONCE):
            numbers = wanted[start : start + _AT_ONCE]
            made = (_ghostscript if tool == "gs" else _mupdf)(folder, numbers, dpi)
            for number, plates in zip(numbers, made, strict=True):
                if set(PROCESS) <= set(plates):
                    yield PlateSet(number, plates, media[number - 1], dpi)


def _run(command: list[str], pages: int) -> None:
    limit = _SECONDS + pages * _SECONDS_PER_PAGE
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"{command[0]} did not make plates: {error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[:200]
        raise EngineError(f"{command[0]} did not make plates: {said}")


def _ghostscript(folder: Path, numbers: Sequence[int], dpi: int) -> list[dict[str, Image.Image]]:
    for old in folder.glob("p*.tif"):
        old.unlink()
    _run(
        [
            *("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{dpi}"),
            *("-dOverprint=/enable", f"-sPageList={','.join(map(str, numbers))}"),
            *(f"-sOutputFile={folder}/p%d.tif", str(folder / "in.pdf")),
        ],
        len(numbers),
    )
    made = []
    for place in range(1, len(numbers) + 1):
        found = {}
        for path in sorted(folder.glob(f"p{place}(*).tif")):
            with Image.open(path) as plate:
                ink = plate.convert("L").point(lambda v: 255 - v)
            found[path.name.removeprefix(f"p{place}(").removesuffix(").tif")] = ink
        made.append(found)
    return made


def _mupdf(folder: Path, numbers: Sequence[int], dpi: int) -> list[dict[str, Image.Image]]:
    made = []
    for number in numbers:
        target = folder / "p.pam"
        _run(
            [
                *("mutool", "draw", "-q", "-c", "cmyk", "-F", "pam", "-r", str(dpi)),
                *("-o", str(target), str(folder / "in.pdf"), str(number)),
            ],
            1,
        )
        made.append(_of_pam(target.read_bytes()))
    return made


def _of_pam(data: bytes) -> dict[str, Image.Image]:
    """Return the process plates of a picture in four inks (Netpbm PAM), or nothing."""
    header, _, samples = data.partition(b"ENDHDR\n")
    fields = dict(line.split(b" ", 1) for line in header.splitlines() if line.count(b" ") == 1)
    size = (int(fields[b"WIDTH"]), int(fields[b"HEIGHT"]))
    if int(fields[b"DEPTH"]) != 4:
        return {}
    page = Image.frombytes("CMYK", size, samples[: size[0] * size[1] * 4])
    return dict(zip(PROCESS, page.split(), strict=True))
