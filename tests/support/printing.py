"""Pages typeset for a test, pressed, and taken apart into plates."""

from __future__ import annotations

import datetime
import functools
import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
import weasyprint
from PIL import Image

from newsbook.manifest.types import PressOptions
from newsbook.model import Metadata
from newsbook.pdf.press import PressResult, press
from newsbook.trim import Trim

FONTS = Path(__file__).resolve().parents[2] / "fonts"
TIME = datetime.datetime(2026, 4, 2, 12, 0, tzinfo=datetime.UTC)
TRIM = Trim(100, 150)
_TEXT, _EMOJI = (
    (FONTS / name).as_uri()
    for name in ("text/Literata_400Regular.ttf", "symbols/NotoEmoji_400Regular.ttf")
)
CSS = f"""
@font-face {{ font-family: Literata; src: url({_TEXT}) }}
@font-face {{ font-family: Emoji; src: url({_EMOJI}) }}
@page {{ size: 100mm 150mm; margin: 12mm; bleed: 3mm }}
:root {{ color: device-cmyk(0 0 0 1); font: 10pt/14pt Literata, Emoji }}
body {{ margin: 0 }} p {{ margin: 0 0 14pt }}
"""


def typeset(body: str, css: str = "", *, files: dict[str, bytes] | None = None) -> bytes:
    """Return the PDF WeasyPrint sets, as `bind` hands it to the press pass."""
    kept = files or {}

    class Fetcher(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix("asset:")
            if name in kept:
                return weasyprint.urls.URLFetcherResponse(url, kept[name])
            return super().fetch(url, headers)

    html = f"<!doctype html><html lang=en><style>{CSS}{css}</style><body>{body}</body></html>"
    return weasyprint.HTML(string=html, base_url="asset:", url_fetcher=Fetcher()).write_pdf()


def pressed(
    pdf: bytes, trim: Trim = TRIM, title: str = "Test pages", **options: Any
) -> PressResult:
    """Return `pdf` pressed with `options`."""
    order = PressOptions(**({"marks": ()} | options))
    metadata = Metadata(title, "en")
    return press(pdf, order, trim=trim, timestamp=TIME, metadata=metadata, blank_pages=False)


def png(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return the bytes of a picture file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(pdf: bytes) -> pikepdf.Pdf:
    """Open a PDF."""
    return pikepdf.open(io.BytesIO(pdf))


def contents(pdf: bytes, page: int = 0) -> str:
    """Return the instructions of a page as text."""
    with opened(pdf) as file:
        return bytes(file.pages[page].Contents.read_bytes()).decode("latin-1")


def has(tool: str) -> bool:
    """Say whether a program is installed."""
    return shutil.which(tool) is not None


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; its output is text."""
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@functools.cache
def plates(pdf: bytes, dpi: int = 150) -> tuple[dict[str, Image.Image], ...]:
    """Return, for each page, plate name -> picture of its ink (255: solid), cut to the TrimBox."""
    found = []
    with tempfile.TemporaryDirectory() as folder, opened(pdf) as file:
        source = Path(folder) / "in.pdf"
        source.write_bytes(pdf)
        done = run(
            *("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep"),
            *("-dOverprint=/enable", f"-r{dpi}", f"-sOutputFile={folder}/p%d.tif", str(source)),
        )
        assert done.returncode == 0, done.stderr + done.stdout
        for number, page in enumerate(file.pages, 1):
            inks = {}
            for path in sorted(Path(folder).glob(f"p{number}(*).tif")):
                name = path.name.split("(", 1)[1].rsplit(")", 1)[0]
                with Image.open(path) as plate:
                    inks[name] = _trimmed(plate.convert("L").point(lambda v: 255 - v), page, dpi)
            found.append(inks)
    return tuple(found)


def _trimmed(plate: Image.Image, page: Any, dpi: int) -> Image.Image:
    scale = dpi / 72
    media, trim = ([float(v) for v in page.obj[key]] for key in ("/MediaBox", "/TrimBox"))
    left, top = (trim[0] - media[0]) * scale, (media[3] - trim[3]) * scale
    width, height = (trim[2] - trim[0]) * scale, (trim[3] - trim[1]) * scale
    box = (round(left) + 1, round(top) + 1, round(left + width) - 1, round(top + height) - 1)
    return plate.crop(box)
