"""The cache: right, bounded, and never the reason why a build fails."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsbook.cache import Cache
from newsbook.pdf.units import rendering_digest
from tests.support.held import as_owner

KEYS = [hashlib.sha256(bytes([n])).hexdigest() for n in range(20)]


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.glob("1/*/*") if path.is_file()]


def test_what_was_put_is_found(tmp_path: Path) -> None:
    Cache(tmp_path).put(KEYS[0], b"galley")

    assert Cache(tmp_path).get(KEYS[0]) == b"galley"
    assert Cache(tmp_path).get(KEYS[1]) is None


def test_info_and_clear(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEYS[0], b"one")
    cache.put(KEYS[1], b"three")

    assert cache.info().entries == 2
    assert cache.clear().entries == 2
    assert cache.info().entries == 0
    assert cache.get(KEYS[0]) is None
    assert cache.info().folder == tmp_path


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_a_damaged_entry_is_no_entry(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(KEYS[0], b"galley")
    [path] = entries(tmp_path)
    path.write_bytes(damage)

    assert cache.get(KEYS[0]) is None
    assert entries(tmp_path) == []
    cache.put(KEYS[0], b"galley")
    assert cache.get(KEYS[0]) == b"galley"


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    now = iter(range(1, 1000))
    cache = Cache(tmp_path, limit_bytes=10 * 132, clock=lambda: float(next(now)))
    for key in KEYS:
        cache.put(key, b"x" * 100)
        cache.get(key)
    cache.get(KEYS[0])
    cache.trim()

    kept = [key for key in KEYS if cache.get(key) is not None]
    assert kept == [KEYS[0], *KEYS[13:]]


def test_entries_are_not_looked_through_at_every_build(tmp_path: Path) -> None:
    seconds = [1000.0]
    cache = Cache(tmp_path, limit_bytes=1, clock=lambda: seconds[0])
    for later, kept in ((0, 0), (200, 1), (200, 0), (-10_000, 0)):
        seconds[0] += later
        cache.put(KEYS[0], b"galley")
        cache.trim()
        assert (later, len(entries(tmp_path))) == (later, kept)


def test_drafts_left_behind_are_swept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, clock=lambda: 10_000.0)
    cache.put(KEYS[0], b"galley")
    [path] = entries(tmp_path)
    for name, age in ((".draft-old", 5000), (".draft-young", 100)):
        draft = path.parent / name
        draft.write_bytes(b"half")
        os.utime(draft, (10_000 - age, 10_000 - age))
    cache.trim()

    assert sorted(p.name for p in entries(tmp_path)) == sorted([path.name, ".draft-young"])
    assert cache.info().entries == 1


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = Cache(blocked)
    cache.put(KEYS[0], b"galley")

    assert cache.get(KEYS[0]) is None
    assert cache.info().entries == 0
    cache.trim()


def test_a_full_disk_stops_the_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.put(KEYS[0], b"galley")
    monkeypatch.undo()
    cache.put(KEYS[1], b"galley")

    assert cache.get(KEYS[0]) is None
    assert cache.get(KEYS[1]) is None
    assert entries(tmp_path) == []


WRITER = """
import hashlib, itertools, sys
from pathlib import Path
from newsbook.cache import Cache
from newsbook.pdf.units import rendering_digest
from tests.support.held import as_owner
cache = Cache(Path(sys.argv[1]))
for number in itertools.count():
    cache.put(hashlib.sha256(b"%d" % number).hexdigest(), b"%d" % number * 200_000)
    print(number, flush=True)
"""


def test_a_writer_that_is_killed_leaves_whole_entries_only(tmp_path: Path) -> None:
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        writer.kill()
        writer.communicate()
    cache = Cache(tmp_path, clock=lambda: time.time() + 7200)
    found = [cache.get(hashlib.sha256(b"%d" % n).hexdigest()) for n in range(20)]
    assert found == [b"%d" % n * 200_000 for n in range(20)]
    cache.put(KEYS[0], b"galley")
    cache.trim()

    assert not [path for path in entries(tmp_path) if path.name.startswith(".draft-")]


def limited(size: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on files")
def test_what_the_disk_does_not_take_is_not_there(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from newsbook.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        f"cache.put({KEYS[0]!r}, b'x' * 100)\n"
        f"cache.put({KEYS[1]!r}, b'x' * 100_000)\n"
        f"cache.put({KEYS[2]!r}, b'x' * 100)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        preexec_fn=lambda: limited(50_000),
        capture_output=True,
        text=True,
    )
    cache = Cache(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert [cache.get(key) for key in KEYS[:3]] == [b"x" * 100, None, None]
    assert len(entries(tmp_path)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="takes from root what root may do")
def test_a_folder_that_cannot_be_listed_costs_nothing(tmp_path: Path) -> None:
    Cache(tmp_path).put(KEYS[0], b"galley")
    script = (
        "import sys; from pathlib import Path; from newsbook.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]), limit_bytes=1)\n"
        f"cache.put({KEYS[0]!r}, b'another')\n"
        "cache.trim()\n"
        f"print(cache.get({KEYS[0]!r}), cache.info().entries, cache.clear().entries)\n"
    )
    (tmp_path / "1").chmod(0o300)
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            preexec_fn=as_owner,
            capture_output=True,
            text=True,
        )
    finally:
        (tmp_path / "1").chmod(0o700)
    assert (done.stdout, done.stderr) == ("b'another' 0 0\n", "")


def test_a_key_is_a_digest(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Cache(tmp_path).get("../../etc/passwd")


def test_many_at_once(tmp_path: Path) -> None:
    def work(n: int) -> bool:
        cache = Cache(tmp_path, limit_bytes=2000)
        key = KEYS[n % len(KEYS)]
        cache.put(key, key.encode() * 4)
        cache.trim()
        return cache.get(key) in (None, key.encode() * 4)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))


def test_whatever_code_changes_changes_what_galleys_are_known_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = rendering_digest.__wrapped__()
    monkeypatch.setattr("newsbook.pdf.units.code_digest", lambda: "other code")
    assert rendering_digest.__wrapped__() != before
