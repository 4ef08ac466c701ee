"""A book is built again as if for the first time: the same bytes, with less work."""

from __future__ import annotations

import concurrent.futures
import contextlib
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from newsbook.build import Order, build
from newsbook.jobs import Processes
from newsbook.pdf.typesetting import typeset_unit
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.slow

MANIFEST = """\
newsbook: 1
title: {title}
language: en
date: 2024-04-02
contents: [toc, {order}]
outputs: {{epub: {{}}, print: {{trim: a5, press: null}}}}
"""
NAMES = [f"a{number}" for number in range(5)]


def article(name: str, extra: str = "") -> str:
    text = f"The {name} bridge was opened by masons, and 北京 sent a stone. " * 40
    link = "See [the last](a4.md)." if name == "a0" else ""
    return (
        f"---\nheadline: Story {name}\nlang: en\n---\n\n{text}\n\n"
        f"{link} The end.[^1]{extra}\n\n[^1]: A note.\n"
    )


def manifest(title: str = "A Book", order: list[str] | None = None) -> str:
    files = ", ".join(f"{name}.md" for name in order or NAMES)
    return MANIFEST.format(title=title, order=files)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path / "book").write("manifest.yml", manifest())
    for name in NAMES:
        made.write(f"{name}.md", article(name))
    return made


def made(room: Newsroom, **order: object) -> dict[str, bytes]:
    """Build in this process; return the files."""
    values = {"cache": room.cache, "folder": room.folder.parent / "out", "jobs": 1, **order}
    report = build(room.folder / "manifest.yml", Order(**values))  # type: ignore[arg-type]
    assert report.files, report.diagnostics
    return {path.name: path.read_bytes() for path in report.files}


@pytest.fixture
def typeset(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the units that are typeset from now on."""
    names: list[str] = []
    original = Processes.__call__

    def spy(self, function, shared, units, *, failed):  # type: ignore[no-untyped-def]
        if function is typeset_unit:
            names.extend(unit.name for unit in units)
        yield from original(self, function, shared, units, failed=failed)

    monkeypatch.setattr(Processes, "__call__", spy)
    return names


def test_bytes_do_not_depend_on_processes_or_cache(room: Newsroom) -> None:
    cold = made(room)
    assert made(room) == cold, "nothing changed"
    assert made(room, cache=None) == cold, "without a cache"
    assert made(room, cache=room.folder.parent / "other", jobs=3) == cold, "three processes"


# In print the link of a0 names the page of a4; the cover that is drawn for the EPUB lists headlines.
EDITS: dict[str, tuple[Callable[[Newsroom], object], set[str]]] = {
    "an article": (lambda r: r.write("a2.md", article("a2", " More.")), {"a2"}),
    "a headline": (
        lambda r: r.write("a1.md", article("a1").replace("Story a1", "Another")),
        {"a1", "toc", "cover"},
    ),
    "the order": (
        lambda r: r.write("manifest.yml", manifest(order=NAMES[::-1])),
        {"toc", "a0", "cover"},
    ),
    "an article's length": (
        lambda r: r.write("a2.md", article("a2", " And more, much more." * 300)),
        {"a2", "a0"},
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_only_what_shows_it_is_typeset(
    room: Newsroom, typeset: list[str], edit: str
) -> None:
    change, shown = EDITS[edit]
    made(room)
    assert {*NAMES, "toc"} <= set(typeset)
    typeset.clear()
    change(room)
    rebuilt = made(room)
    assert set(typeset) == shown
    assert rebuilt == made(room, cache=None), "as if for the first time"


SECTIONS = """\
newsbook: 1
title: {title}
language: en
date: 2024-04-02
layout: {layout}
contents:
  - title
  - toc
  - section: {section}
    contents: [b0.md, b1.md]
  - section: Roads
    contents: [b2.md, b3.md]
outputs: {{epub: {{}}, print: {{trim: a5, press: null}}}}
"""
BY_SECTION = "{name: classic, options: {verso: section}}"


def sections(title: str = "A Book", section: str = "Bridges", layout: str = BY_SECTION) -> str:
    return SECTIONS.format(title=title, section=section, layout=layout)


def signed(name: str, author: str = "Ann Mason", language: str = "en") -> str:
    text = f"The {name} bridge was opened by masons, and 北京 sent a stone. " * 30
    shown = "![A stone](stone.png)\n\n" if name == "b2" else ""
    return (
        f"---\nheadline: Story {name}\nauthor: {author}\nlang: {language}\n---\n\n{text}\n\n"
        f"{shown}The end.\n"
    )


def stone(shade: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (300, 200), (shade, 80, 120)).save(target, "PNG")
    return target.getvalue()


def in_sections(folder: Path) -> Newsroom:
    room = Newsroom(folder / "book").write("manifest.yml", sections()).write("stone.png", stone(9))
    for number in range(4):
        room.write(f"b{number}.md", signed(f"b{number}"))
    return room


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a book in sections that has been built."""
    folder = tmp_path_factory.mktemp("sections")
    made(in_sections(folder))
    return folder


EVERYTHING = {"half-title", "title", "toc", "bridges", "roads", "b0", "b1", "b2", "b3", "cover"}
# The contents have the book's title at their head, name authors and mark the language of headlines;
# a section and its articles have the section's name at the head of left-hand pages.
CHANGES: dict[str, tuple[Callable[[Newsroom], object], set[str]]] = {
    "the title": (
        lambda r: r.write("manifest.yml", sections(title="Another Book")),
        {"half-title", "title", "toc", "cover"},
    ),
    "the title, which pages show": (
        lambda r: r.write("manifest.yml", sections(title="Another Book", layout="classic")),
        EVERYTHING,
    ),
    "the name of a section": (
        lambda r: r.write("manifest.yml", sections(section="Arches")),
        {"toc", "arches", "b0", "b1"},
    ),
    "an author": (lambda r: r.write("b1.md", signed("b1", author="Bea Carver")), {"toc", "b1"}),
    "a picture": (lambda r: r.write("stone.png", stone(200)), {"b2"}),
    "an option of the layout": (
        lambda r: r.write(
            "manifest.yml", sections(layout=BY_SECTION.replace("}}", ", density: airy}}"))
        ),
        EVERYTHING,
    ),
    "the language of an article": (
        lambda r: r.write("b3.md", signed("b3", language="fr")),
        {"toc", "b3", "cover"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_only_what_shows_it_is_typeset(
    built: Path, tmp_path: Path, typeset: list[str], change: str
) -> None:
    shutil.copytree(built / "cache", tmp_path / "cache")
    room = in_sections(tmp_path)
    edit, shown = CHANGES[change]
    edit(room)
    rebuilt = made(room)
    assert set(typeset) == shown
    assert rebuilt == made(room, cache=None), "as if for the first time"


def test_what_was_undone_is_known(room: Newsroom, typeset: list[str]) -> None:
    first = made(room)
    room.write("a2.md", article("a2", " More."))
    assert made(room) != first
    room.write("a2.md", article("a2"))
    typeset.clear()
    assert made(room) == first
    assert typeset == []


def test_builds_at_the_same_time_share_a_cache(room: Newsroom) -> None:
    def run(number: int) -> tuple[int, dict[str, bytes]]:
        done = room.run("build", "-o", f"out{number}", "-j", "1")
        return done.code, room.files(f"out{number}")

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        results = list(pool.map(run, range(3)))
    assert [code for code, _ in results] == [0, 0, 0]
    assert results[0][1]
    assert results[0][1] == results[1][1] == results[2][1]
    assert made(room) == results[0][1], "what they left is sound"


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "cut short": lambda data: data[: len(data) // 2],
    "turned round": lambda data: data[::-1],
    "a bit at the end": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "a bit in the middle": lambda data: (
        data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 64]) + data[len(data) // 2 + 1 :]
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_cache_costs_nothing_but_time(
    room: Newsroom, damage: Callable[[bytes], bytes]
) -> None:
    first = made(room)
    for path in room.cache.rglob("*"):
        if path.is_file() and (data := path.read_bytes()):
            path.write_bytes(damage(data))
    assert made(room) == first


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(room: Newsroom) -> None:
    first = made(room, cache=None)
    room.cache.parent.mkdir(exist_ok=True)
    room.cache.write_text("a file where the folder of the cache should be")
    assert made(room) == first


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        ).returncode
    )
    if not mounted:
        pytest.skip("no file systems can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def filled(folder: Path, left: int) -> None:
    """Leave so many bytes of a disk."""
    with (folder / "filler").open("wb") as file, contextlib.suppress(OSError):
        while shutil.disk_usage(folder).free > left:
            file.write(b"x" * 4096)
            file.flush()


def test_a_full_disk_under_the_cache_costs_nothing_but_time(
    room: Newsroom, small_disk: Path
) -> None:
    first = made(room, cache=None)
    cache = small_disk / "cache"
    assert made(room, cache=cache) == first, "it fills up in the middle"
    filled(small_disk, 0)
    assert made(room, cache=cache) == first, "it is full"
    assert not [p for p in cache.rglob(".draft-*") if p.is_file()]


@pytest.mark.parametrize("what", ["output", "TMPDIR"])
def test_a_full_disk_is_told_in_plain_words(room: Newsroom, small_disk: Path, what: str) -> None:
    filled(small_disk, 8192)
    place = {"TMPDIR": str(small_disk)} if what == "TMPDIR" else {}
    folder = "out" if what == "TMPDIR" else str(small_disk / "out")
    done = room.run("build", "-j", "1", "-o", folder, env=place)

    assert done.code == 1
    assert "cannot be written: No space left" in done.err or "No space left on device" in done.err
    assert "bug" not in done.err
    assert "Traceback" not in done.err
    assert not [p for p in small_disk.rglob("*") if p.is_file() and p.name != "filler"]
    assert not room.files("out")


def test_an_article_that_kills_its_process_is_named_and_the_rest_is_kept(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    import newsbook.pdf.typesetting

    monkeypatch.setattr(newsbook.pdf.typesetting, "typeset_unit", fatal)
    report = build(
        room.folder / "manifest.yml",
        Order(cache=room.cache, folder=room.folder.parent / "out", jobs=2),
    )
    errors = [d for d in report.diagnostics if d.severity == "error"]
    assert [d.article for d in errors] == ["a3"]
    assert "crashed" in errors[0].message or "killed" in errors[0].message
    assert report.files == ()
    monkeypatch.undo()
    spied: list[str] = []
    original = Processes.__call__

    def spy(self, function, shared, units, *, failed):  # type: ignore[no-untyped-def]
        spied.extend(getattr(unit, "name", "") for unit in units)
        yield from original(self, function, shared, units, failed=failed)

    monkeypatch.setattr(Processes, "__call__", spy)
    made(room)
    assert set(spied) <= {"a3", "a0", "cover"}, "the other articles were kept"


def fatal(setup, unit):  # type: ignore[no-untyped-def]
    if unit.name == "a3":
        import os

        os.abort()
    return typeset_unit(setup, unit)


def test_the_report_says_the_same_when_nothing_changed(room: Newsroom) -> None:
    room.write("a2.md", article("a2", " [Nowhere](gone.md)."))
    reports = [json.loads(room.run("build", "--json").out) for _ in range(2)]
    for report in reports:
        assert report.pop("timings")
    assert reports[0] == reports[1]
    assert reports[0]["warnings"] == 1
