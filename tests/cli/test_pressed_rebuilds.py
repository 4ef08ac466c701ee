"""A book for a press is built again as if for the first time: the same bytes and findings."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from newsbook.build import Order, build
from newsbook.checks.preflight import _PageChecks
from newsbook.pdf.press.contents import _Writer
from newsbook.pdf.press.conversion import Converter
from newsbook.report import Report
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.slow

MANIFEST = """\
newsbook: 1
title: A Book
language: en
date: 2024-04-02
contents: [toc, {order}]
outputs: {{print: {{trim: a5, cover: none, press: {press}}}}}
"""
NAMES = ["a0", "a1", "a2", "a3"]
SHOWN = {"a0": "photo.jpg", "a1": "glass.png", "a2": "drawing.svg", "a3": "photo.jpg"}
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">
<defs><linearGradient id="g"><stop stop-color="#c03"/><stop offset="1" stop-color="#fd0"/>
</linearGradient></defs><rect width="300" height="120" fill="url(#g)"/>
<circle cx="150" cy="120" r="60" fill="#0a{shade}" opacity="{opacity}"/></svg>
"""


def manifest(press: str = "{standard: pdf/x-4, bleed: 3mm}", order: list[str] = NAMES) -> str:
    return MANIFEST.format(press=press, order=", ".join(f"{name}.md" for name in order))


def article(name: str, extra: str = "") -> str:
    text = f"The {name} bridge was opened by masons, and 北京 sent a stone. " * 60
    return (
        f"---\nheadline: Story {name}\nlang: en\n---\n\n{text}\n\n"
        f"![What {name} shows]({SHOWN[name]})\n\nThe end.{extra}\n"
    )


def picture(mode: str, colour: tuple[int, ...], size: tuple[int, int] = (240, 160)) -> bytes:
    """Return a picture of few pixels, which preflight remarks on, with a part in another colour."""
    image = Image.new(mode, size, colour)
    image.paste((*colour[1:], colour[0]), (20, 20, 90, 70))
    target = io.BytesIO()
    image.save(target, "PNG" if mode == "RGBA" else "JPEG")
    return target.getvalue()


def drawing(shade: str = "5", opacity: str = "0.5") -> str:
    return DRAWING.format(shade=shade, opacity=opacity)


def in_pictures(folder: Path) -> Newsroom:
    room = Newsroom(folder / "book").write("manifest.yml", manifest())
    room.write("photo.jpg", picture("RGB", (200, 40, 90)))
    room.write("glass.png", picture("RGBA", (20, 160, 90, 120))).write("drawing.svg", drawing())
    for name in NAMES:
        room.write(f"{name}.md", article(name))
    return room


def made(room: Newsroom, cache: Path | None) -> tuple[dict[str, bytes], Report]:
    """Build in this process; return the files and the report."""
    order = Order(cache=cache, folder=room.folder.parent / "out", jobs=1, keep_going=True)
    report = build(room.folder / "manifest.yml", order)
    assert report.files, report.diagnostics
    return {path.name: path.read_bytes() for path in report.files}, report


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a book that has been built."""
    folder = tmp_path_factory.mktemp("pressed")
    room = in_pictures(folder)
    files, report = made(room, room.cache)
    assert "pdf-resolution" in {d.code for d in report.diagnostics}
    assert made(room, None)[0] == files
    return folder


EDITS: dict[str, Callable[[Newsroom], object]] = {
    "a word": lambda r: r.write("a2.md", article("a2", " More.")),
    "a letter the book had not": lambda r: r.write("a2.md", article("a2", " Žižka at 杭州.")),
    "a length, which moves pages": lambda r: r.write("a1.md", article("a1", " And more." * 600)),
    "the order": lambda r: r.write("manifest.yml", manifest(order=NAMES[::-1])),
    "a photograph": lambda r: r.write("photo.jpg", picture("RGB", (90, 40, 200))),
    "a photograph's size": lambda r: r.write("photo.jpg", picture("RGB", (200, 40, 90), (90, 90))),
    "a picture with a mask": lambda r: r.write("glass.png", picture("RGBA", (90, 20, 60, 99))),
    "a drawing": lambda r: r.write("drawing.svg", drawing("f")),
    "a drawing, now opaque": lambda r: r.write("drawing.svg", drawing(opacity="1")),
    "marks": lambda r: r.write(
        "manifest.yml", manifest("{standard: pdf/x-4, bleed: 3mm, marks: [crop]}")
    ),
    "a standard without transparency": lambda r: r.write(
        "manifest.yml", manifest("{standard: pdf/x-1a, bleed: 3mm}")
    ),
    "pictures with their profiles": lambda r: r.write(
        "manifest.yml", manifest("{standard: pdf/x-4, bleed: 3mm, images: icc}")
    ),
    "less ink": lambda r: r.write("manifest.yml", manifest("{standard: pdf/x-4, max_ink: 200}")),
    "a printer who makes the inks": lambda r: r.write("manifest.yml", manifest("{for: kdp}")),
}


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_the_file_is_as_if_for_the_first_time(
    built: Path, tmp_path: Path, edit: str
) -> None:
    shutil.copytree(built / "cache", tmp_path / "cache")
    room = in_pictures(tmp_path)
    EDITS[edit](room)
    warm, report = made(room, room.cache)
    cold, anew = made(room, None)
    assert warm == cold
    assert report.diagnostics == anew.diagnostics
    again, _ = made(room, room.cache)
    assert again == cold, "what the warm build left is sound"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often pictures are converted, streams rewritten and pages looked at from now on."""
    counts: dict[str, int] = {}

    def count(kind: type, name: str) -> None:
        original = getattr(kind, name)
        counts[name] = 0

        def spy(*args: object, **options: object) -> object:
            counts[name] += 1
            return original(*args, **options)

        monkeypatch.setattr(kind, name, spy)

    count(Converter, "convert")
    count(_Writer, "rewritten")
    count(_PageChecks, "_look")
    return counts


@pytest.mark.parametrize("words", [" More.", " Žižka at 杭州."], ids=["known letters", "new ones"])
def test_an_edit_of_one_article_presses_the_page_that_changed_alone(
    built: Path, tmp_path: Path, work: dict[str, int], words: str
) -> None:
    shutil.copytree(built / "cache", tmp_path / "cache")
    room = in_pictures(tmp_path)
    room.write("a2.md", article("a2", words))
    made(room, room.cache)
    assert work == {"convert": 0, "rewritten": 1, "_look": 1}


def test_a_damaged_cache_changes_nothing(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "cache", tmp_path / "cache")
    room = in_pictures(tmp_path)
    for number, path in enumerate(sorted(room.cache.rglob("*"))):
        if path.is_file() and path.suffix != ".conf":
            data = path.read_bytes()
            path.write_bytes((data, data[: len(data) // 2], data[::-1])[number % 3])
    warm, report = made(room, room.cache)
    cold, anew = made(room, None)
    assert warm == cold
    assert report.diagnostics == anew.diagnostics
