"""Whatever happens to the cache and the processes of a build, the book comes out: the same bytes."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbook.cache import Cache
from tests.support.held import HeldBuild, as_owner
from tests.support.newsroom import Newsroom

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

MANIFEST = """\
newsbook: 1
title: A Book
language: en
date: 2024-04-02
contents: [toc, {files}]
outputs: {{epub: {{}}, print: {{trim: a5, press: null}}}}
"""
NAMES = ["c0", "c1", "c2"]
READ = "newsbook.assemble:assemble"
TYPESET = "newsbook.pdf.engine.typesetting:typeset"
BIND = "newsbook.pdf:bind"
PACKAGE = "newsbook.epub:package"


SOURCE = Path(__file__).parents[2]
IGNORED = shutil.ignore_patterns("__pycache__")


def in_three(folder: Path) -> Newsroom:
    """A book of three articles, in two scripts."""
    files = ", ".join(f"{name}.md" for name in NAMES)
    room = Newsroom(folder / "book").write("manifest.yml", MANIFEST.format(files=files))
    for name in NAMES:
        room.write(f"{name}.md", article(name))
    return room


def article(name: str, more: str = "") -> str:
    text = f"The {name} bridge was opened by masons, and 北京 sent *a stone*. " * 30
    return f"---\nheadline: Story {name}\n---\n\n{text}{more}\n"


def removed(folder: Path) -> None:
    """Take a folder away into which a build may be writing."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The room of the book that was built once, and then changed in one article and built anew."""
    room = in_three(tmp_path_factory.mktemp("built"))
    for name, more, options in (("first", "", ()), ("out", "It stands.", ("--no-cache",))):
        room.write("c1.md", article("c1", more))
        done = room.run("build", "-o", name, *options)
        assert done.code == 0, done.err
    return room


@pytest.fixture
def whole(built: Newsroom) -> dict[str, bytes]:
    """The files of the changed book when nothing happens."""
    return built.files("out")


@pytest.fixture
def room(built: Newsroom, tmp_path: Path) -> Newsroom:
    """A room with the changed book, and the cache of the build before."""
    shutil.copytree(built.cache, tmp_path / "cache")
    return in_three(tmp_path).write("c1.md", article("c1", "It stands."))


def deleted(cache: Path) -> None:
    removed(cache)


def replaced(cache: Path) -> None:
    removed(cache)
    cache.write_text("a file where the folder of the cache was")


def locked(cache: Path) -> None:
    for folder, _, _ in os.walk(cache):
        Path(folder).chmod(0o500)


def hidden(cache: Path) -> None:
    """As another user may leave it."""
    for path in cache.rglob("*"):
        if path.is_file():
            path.chmod(0)


def cleared(cache: Path) -> None:
    Cache(cache).clear()


def evicted(cache: Path) -> None:
    later = time.time() + 3600
    small = Cache(cache, limit_bytes=1, clock=lambda: later)
    small.trim()
    assert small.info().entries == 0


@pytest.mark.parametrize(
    ("what", "point"),
    [
        (locked, READ),
        (hidden, READ),
        (deleted, TYPESET),
        (replaced, TYPESET),
        (cleared, TYPESET),
        (evicted, BIND),
        (deleted, PACKAGE),
    ],
)
def test_what_happens_to_the_cache_costs_nothing_but_time(
    room: Newsroom, whole: dict[str, bytes], what: Callable[[Path], None], point: str
) -> None:
    with HeldBuild(room, point) as build:
        what(room.cache / "newsbook")
        done = build.go_on()
    assert (done.code, done.err.count("rror")) == (0, 0), done.err
    assert room.files("out") == whole


@pytest.mark.parametrize("point", [TYPESET, PACKAGE])
@pytest.mark.parametrize("whom", ["the process that does it", "the server that starts processes"])
def test_a_process_that_is_killed_costs_nothing_but_time(
    room: Newsroom, whole: dict[str, bytes], point: str, whom: str
) -> None:
    with HeldBuild(room, point) as build:
        assert build.holder != build.process.pid
        victim = build.holder if whom.endswith("does it") else parent_of(build.holder)
        os.kill(victim, signal.SIGKILL)
        done = build.go_on()
    assert (done.code, done.err.count("rror")) == (0, 0), done.err
    assert room.files("out") == whole


@pytest.mark.parametrize("point", [READ, TYPESET, BIND, PACKAGE])
def test_temporary_files_that_are_swept_away(
    room: Newsroom, whole: dict[str, bytes], tmp_path: Path, point: str
) -> None:
    """The build does without, or says what is missing."""
    place = tmp_path / "tmp"
    place.mkdir()
    with HeldBuild(room, point, env={"TMPDIR": str(place)}) as build:
        for path in place.glob("newsbook-*"):
            shutil.rmtree(path)
        done = build.go_on()
    assert "Traceback" not in done.err
    if done.code:
        assert (done.code, "temporary files" in done.err) == (1, True), done.err
        assert not room.files("out")
    else:
        assert room.files("out") == whole


def parent_of(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_builds_into_one_folder_do_not_mix(
    room: Newsroom, built: Newsroom, whole: dict[str, bytes], tmp_path: Path
) -> None:
    other = Newsroom(tmp_path / "other" / "book", room.cache)
    shutil.copytree(room.folder, other.folder, dirs_exist_ok=True)
    other.write("c1.md", article("c1"))
    out = str(room.folder / "out")
    with (
        HeldBuild(other, "newsbook.build.writing:_keep", out, call=2) as first,
        HeldBuild(room, "newsbook.build.writing:_draft") as second,
    ):
        second.let_go()
        with contextlib.suppress(subprocess.TimeoutExpired):
            second.process.wait(2)
        for done in (first.go_on(), second.go_on()):
            assert (done.code, done.err.count("rror")) == (0, 0), done.err
    assert built.files("first") != whole
    assert room.files("out") in (whole, built.files("first"))


def larger_files_refused(most: int) -> Callable[[], None]:
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def test_a_file_larger_than_the_system_takes_keeps_all_back(
    room: Newsroom, whole: dict[str, bytes]
) -> None:
    sizes = sorted(len(data) for data in whole.values())
    done = room.run("build", "-o", "out", before=larger_files_refused(sizes[-1] - 1))
    assert done.code == 1
    assert "cannot be written: File too large" in done.err
    assert "Traceback" not in done.err
    assert not list((room.folder / "out").iterdir())


@pytest.mark.parametrize(
    "name", ["is not there", "with spaces & <marks> “" + "x" * 200 + "”", "closed"]
)
def test_any_folder_for_temporary_files_will_do(
    room: Newsroom, whole: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    place = tmp_path / name
    if name != "is not there":
        place.mkdir(mode=0o500 if name == "closed" else 0o700)
    done = room.run("build", "-o", "out", env={"TMPDIR": str(place)}, before=as_owner)
    assert (done.code, done.err.count("rror")) == (0, 0), done.err
    assert room.files("out") == whole
    assert not place.exists() or not list(place.iterdir())


def test_versions_of_newsbook_share_a_cache(
    room: Newsroom, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """What another version keeps is neither used nor lost."""
    shutil.copytree(SOURCE / "src", tmp_path / "new" / "src", ignore=IGNORED)
    for name in ("layouts", "fonts"):
        (tmp_path / "new" / name).symlink_to(SOURCE / name)
    with (tmp_path / "new/src/newsbook/__init__.py").open("a") as file:
        file.write("\n# another version\n")
    before = set(room.cache.rglob("*"))
    done = room.run("build", "-o", "new", env={"PYTHONPATH": str(tmp_path / "new" / "src")})
    assert (done.code, done.err.count("rror")) == (0, 0), done.err
    assert room.files("new") == whole
    assert set(room.cache.rglob("*")) > before
    assert room.run("build", "-o", "out").code == 0
    assert room.files("out") == whole


@pytest.mark.parametrize("formats", ["epub", "print"])
def test_every_build_keeps_the_cache_within_its_limit(room: Newsroom, formats: str) -> None:
    fresh = Newsroom(room.folder, room.folder.parent / "fresh")
    large = fresh.cache / "newsbook" / "1" / "ab" / ("c" * 62)
    large.parent.mkdir(parents=True)
    large.touch()
    os.truncate(large, 3 * 2**30)  # without a byte on the disk
    os.utime(large, (0, 0))
    done = fresh.run("build", "-f", formats, "-o", "out")
    assert done.code == 0, done.err
    assert not large.exists()
    assert Cache(fresh.cache / "newsbook").info().entries > 5, "what it made is kept"
