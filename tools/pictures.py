#!/usr/bin/env python3
"""Draw the pictures of the README and the gallery: spreads of printed pages, screens of the EPUB.

`tools/pictures.py` builds the examples and the layouts' samples into a temporary folder and writes
small PNGs into `docs/pictures/`. Chromium draws the EPUB's screens; without it they are left out.
"""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from newsbook.build import Order, build
from newsbook.report import Report

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
DESK = (226, 224, 219)  # what the books lie on
MARGIN = 28  # px around a spread
SCALE = 72 / 72  # px for a point

# name of the picture -> words on the left-hand or right-hand page that is looked for
SPREADS = {
    "opening": "There is a Chinese saying",
    "verse": "The mountain road is buried to the knee",
    "chinese": "在巴库老城的茶馆里",
    "korean": "1908년 봄",
    "azerbaijani": "Qız qalasının kölgəsində",
}


def pages(pdf: bytes, scale: float = SCALE) -> Iterator[tuple[str, Image.Image]]:
    """Yield the text and the picture of every page, cut to its TrimBox."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        left, bottom, right, top = page.get_trimbox()
        media = page.get_mediabox()
        crop = (left - media[0], bottom - media[1], media[2] - right, media[3] - top)
        picture = page.render(scale=scale * 2, crop=crop).to_pil().convert("RGB")
        size = (round((right - left) * scale), round((top - bottom) * scale))
        yield page.get_textpage().get_text_range(), picture.resize(size, Image.Resampling.LANCZOS)


def spread(left: Image.Image | None, right: Image.Image | None) -> Image.Image:
    """Return two facing pages as they lie on a desk, with the shade of the gutter."""
    page = left or right
    assert page is not None
    width, height = page.size
    board = Image.new("RGB", (2 * width + 2 * MARGIN, height + 2 * MARGIN), DESK)
    shadow = Image.new("L", board.size, 0)
    sides = [n for n, p in enumerate((left, right)) if p]
    box = (
        MARGIN + sides[0] * width,
        MARGIN + 3,
        MARGIN + (sides[-1] + 1) * width,
        MARGIN + height + 3,
    )
    ImageDraw.Draw(shadow).rectangle(box, fill=90)
    board.paste((120, 115, 105), mask=shadow.filter(ImageFilter.GaussianBlur(7)))
    for number, picture in enumerate((left, right)):
        if picture is not None:
            board.paste(picture, (MARGIN + number * width, MARGIN))
    if len(sides) == 2:
        gutter = Image.new("L", (24, height))
        gutter.putdata(
            [round(60 * (1 - abs(x - 12) / 12) ** 2) for _ in range(height) for x in range(24)]
        )
        board.paste((60, 55, 50), (MARGIN + width - 12, MARGIN), gutter)
    return board


def lying(sheet: Image.Image) -> Image.Image:
    """Return one sheet as it lies on a desk."""
    width, height = sheet.size
    board = Image.new("RGB", (width + 2 * MARGIN, height + 2 * MARGIN), DESK)
    shadow = Image.new("L", board.size, 0)
    box = (MARGIN, MARGIN + 3, MARGIN + width, MARGIN + height + 3)
    ImageDraw.Draw(shadow).rectangle(box, fill=90)
    board.paste((120, 115, 105), mask=shadow.filter(ImageFilter.GaussianBlur(7)))
    board.paste(sheet, (MARGIN, MARGIN))
    return board


def saved(picture: Image.Image, name: str, colours: int = 64) -> None:
    """Write `picture` as a small PNG."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{name}.png"
    picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")


def facing(found: Sequence[tuple[str, Image.Image]], words: str) -> Image.Image:
    """Return the first spread on which `words` stand, past the contents page."""
    flat = ["".join(text.split()) for text, _ in found]
    wanted = "".join(words.split())
    number = next(n for n, text in enumerate(flat) if wanted in text and n > 6)
    even = number - 1 if number % 2 == 0 else number
    left = found[even][1] if even >= 0 else None
    right = found[even + 1][1] if even + 1 < len(found) else None
    return spread(left, right)


def chromium() -> str | None:
    """Return the browser's program, None when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def screen(epub: bytes, document: str, width: int, height: int) -> Image.Image | None:
    """Return what a reader of `width` px shows of the first document that has `document` in it."""
    browser = chromium()
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(epub)) as archive:
        archive.extractall(folder)
        texts = sorted(Path(folder).rglob("*.xhtml"))
        page = next(p for p in texts if document in p.read_text("utf-8") and "nav" not in p.name)
        shot = Path(folder) / "shot.png"
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--force-device-scale-factor=2", f"--window-size={width},{height}",
            f"--user-data-dir={folder}/profile", f"--screenshot={shot}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        picture = Image.open(shot).convert("RGB")
        return picture.resize((width, height), Image.Resampling.LANCZOS)


def preview(manifest: Path, width: int = 1280, height: int = 800) -> Image.Image | None:
    """Return what the browser shows of `newsbook preview` on the second page of an article."""
    browser = chromium()
    if browser is None:
        return None
    from playwright.sync_api import sync_playwright

    command = [
        sys.executable,
        "-m",
        "newsbook",
        "preview",
        str(manifest),
        "--port",
        "0",
        "--no-open",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        address = run.stdout.readline().strip()
        with sync_playwright() as play:
            started = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            page = started.new_page(viewport={"width": width, "height": height})
            page.goto(address)
            page.wait_for_selector("#status[data-state=good]", timeout=300_000)
            page.click("#outline >> text=What the Cold Reveals")
            page.wait_for_selector("figure.current[data-drawn]")
            page.wait_for_timeout(1500)
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            started.close()
        run.send_signal(signal.SIGINT)
    return shot


def made(manifest: Path, folder: Path) -> dict[str, bytes]:
    """Build a book and return its files by suffix."""
    report: Report = build(manifest, Order(folder=folder))
    if not report.files:
        sys.exit("\n".join(finding.message for finding in report.diagnostics))
    return {
        "cover" if path.stem.endswith("-cover") else path.suffix: path.read_bytes()
        for path in report.files
    }


def main() -> None:
    """Draw everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = made(ROOT / "examples" / "silk-road" / "manifest.yml", folder / "silk-road")
        found = list(pages(files[".pdf"]))
        for picture, words in SPREADS.items():
            saved(facing(found, words), picture)
        shots = [
            screen(files[".epub"], words, 320, 560)
            for words in ("There is a Chinese saying", "在巴库老城的茶馆里", "正倉院")
        ]
        if all(shots):
            board = Image.new("RGB", (3 * 320 + 4 * MARGIN, 560 + 2 * MARGIN), DESK)
            for number, shot in enumerate(shots):
                assert shot is not None
                board.paste(shot, (MARGIN + number * (320 + MARGIN), MARGIN))
            saved(board, "epub")
        window = preview(ROOT / "examples" / "silk-road" / "manifest.yml")
        if window is not None:
            saved(window, "preview")
        cover = next(pages(files["cover"], 0.8))[1]
        saved(lying(cover), "cover")
        specimen = made(ROOT / "examples" / "specimen" / "manifest.yml", folder / "specimen")
        leaves = [leaf for _, leaf in pages(specimen[".pdf"], 0.9)]
        saved(spread(leaves[6], leaves[10]), "specimen")
        for sample in sorted((ROOT / "layouts").glob("*/sample/manifest.yml")):
            layout = sample.parent.parent.name
            leaves = list(pages(made(sample, folder / layout)[".pdf"], 0.42))
            saved(contact(leaves), f"layout-{layout}")


def contact(leaves: Sequence[tuple[str, Image.Image]], rows: int = 2) -> Image.Image:
    """Return the first spreads of a book that are not bare, side by side."""
    sides = [
        (leaves[n][1] if n >= 0 else None, leaves[n + 1][1] if n + 1 < len(leaves) else None)
        for n in range(-1, len(leaves), 2)
    ]
    inked = [
        pair for pair in sides if all(p and len(p.getcolors(100_000) or "..") > 1 for p in pair)
    ] or sides
    boards = [spread(*pair) for pair in inked[: rows * 2]]
    width, height = boards[0].size
    across = min(2, len(boards))
    down = -(-len(boards) // across)
    sheet = Image.new("RGB", (across * width, down * height), DESK)
    for number, board in enumerate(boards):
        sheet.paste(board, (number % across * width, number // across * height))
    return sheet


if __name__ == "__main__":
    main()
